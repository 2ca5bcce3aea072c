"""The lines of choice and order cards: which are shown, in which order, and which are right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quiz.deck.calls import Expr
from quiz.deck.reading import Card, ChoiceCard, FromMistakes, OrderCard
from quiz.question import Key, MistakeResult, Question
from quiz.sampling import Stream
from quiz.variant import views
from quiz.variant.evaluate import BrokenCard, holds
from quiz.variant.expected import Unsuitable, key_settings
from quiz.variant.wording import labels_of, worded
from quiz.variant.wrong_answers import separated_mistakes


def shown_lines(card: Card, seed: int, known: dict[str, Any], expected: Any) -> list[str]:
    """Return the lines of a choice or order card in the order shown."""
    stream = Stream(card.id, seed, "options")
    if isinstance(card, OrderCard):
        steps = [step for group in _steps(card, known) for step in group]
        _all_different(steps)
        groups = _steps(card, known)
        if len(groups) < 2:
            raise BrokenCard(f"every order of the steps of {card.id} is right")
        shown = stream.shuffled(steps)
        while _in_order(shown, groups):
            shown = stream.shuffled(steps)
        return shown
    if not isinstance(card, ChoiceCard):
        return []
    if isinstance(card.options, FromMistakes):
        right, wrong = _computed_options(card, known, expected)
        if len(wrong) < card.options.count - 1:
            raise Unsuitable(f"only {len(wrong)} mistakes give an answer of their own")
        texts = [right, *stream.shuffled(list(wrong))[: card.options.count - 1]]
    else:
        texts = [worded(card, option.text, known) for option in card.options]
        count = sum(_is_right(option.right, known) for option in card.options)
        if not count:
            raise Unsuitable("no option is right")
        if count > 1 and not card.several_right:
            raise Unsuitable(f"{count} options are right, and the card does not say `several: true`")
    _all_different(texts)
    return stream.shuffled(texts) if card.shuffle else texts


def _computed_options(card: ChoiceCard, known: dict[str, Any], expected: Any) -> tuple[str, dict[str, tuple[Any, str]]]:
    """Return the text of the right answer, and for each wrong text the mistake and its remark."""
    assert isinstance(card.options, FromMistakes)
    labels = labels_of(card)
    view = "labels" if labels else f"sig{card.options.sig}"
    key = Key(expected, **key_settings(card, expected))
    right = views.plain(expected, view, labels=labels)
    wrong: dict[str, tuple[Any, str]] = {}
    for mistake, gives, say in separated_mistakes(card, key, known):
        text = views.plain(gives.value, view, labels=labels)
        if text != right and text not in wrong:
            wrong[text] = (mistake, say)
    return right, wrong


def order_key(card: OrderCard, question: Question, known: Mapping[str, Any], explain: str) -> Key:
    """Return one right order, and which lines may change places."""
    groups = tuple(tuple(_find(step, question) for step in group) for group in _steps(card, known))
    right = tuple(index for group in groups for index in group)
    return Key(right, "exact", explain=explain, flags={"groups": groups})


def choice_key(card: ChoiceCard, question: Question, known: dict[str, Any], expected: Any, explain: str) -> Key:
    """Find the shown lines again by their text: the order was drawn once, and only the question has it."""
    says = [""] * len(question.options)
    results: list[MistakeResult] = []
    if isinstance(card.options, FromMistakes):
        right, wrong = _computed_options(card, known, expected)
        answers = [_find(right, question)]
        for index, text in enumerate(question.options):
            if text in wrong:
                mistake, says[index] = wrong[text]
                results.append(MistakeResult(mistake.label, (index,), says[index]))
            elif index not in answers:
                raise Unsuitable(f"nothing gives the option {text!r}")
    else:
        answers = []
        for option in card.options:
            index = _find(worded(card, option.text, known), question)
            says[index] = worded(card, option.say, known) if option.say else ""
            if _is_right(option.right, known):
                answers.append(index)
    flags = {"several": card.several_right}
    return Key(tuple(sorted(answers)), "exact", mistakes=tuple(results), says=tuple(says), explain=explain, flags=flags)


def _is_right(right: bool | Expr, known: Mapping[str, Any]) -> bool:
    return right if isinstance(right, bool) else holds(right.expr, known)


def _steps(card: OrderCard, known: Mapping[str, Any]) -> list[list[str]]:
    return [[worded(card, step, known) for step in group] for group in card.steps]


def _in_order(shown: Sequence[str], groups: Sequence[Sequence[str]]) -> bool:
    position = 0
    for group in groups:
        if set(shown[position : position + len(group)]) != set(group):
            return False
        position += len(group)
    return True


def _find(text: str, question: Question) -> int:
    if text not in question.options:
        raise Unsuitable(f"the line {text!r} was not shown")
    return question.options.index(text)


def _all_different(texts: Sequence[str]) -> None:
    if len(set(texts)) != len(texts):
        raise Unsuitable("two lines read the same")

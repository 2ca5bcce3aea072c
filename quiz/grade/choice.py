"""Grade a choice: one option or several, named by letter, number or text."""

from __future__ import annotations

from quiz.expression import ReadError
from quiz.grade.mistaken import nearest_mistake
from quiz.grade.outcome import invalid, scored
from quiz.grade.selection import MAX_LENGTH, Selection, index_of, indices_of, letter, words
from quiz.question import Key, MistakeResult, Question, Verdict

_SHORTEST = 3  # letters of an option that may stand for all of it


def grade_choice(question: Question, key: Key, text: str) -> Verdict:
    """Read which options are chosen and compare the sets."""
    right = {int(index) for index in key.expected}
    several = bool(key.flags.get("several")) or len(right) != 1
    try:
        chosen = read_choice(text, question.options, several)
    except ReadError as error:
        return invalid(text, error)
    parsed = sorted(chosen.indices)
    if set(parsed) == right:
        return scored(True, chosen, parsed, parts=_parts(parsed, right, question))
    score = 0.0
    if key.flags.get("partial") and right:
        score = min(max(0.0, (len(right & set(parsed)) - len(set(parsed) - right)) / len(right)), 0.99)
    mistake = _mistake(key, set(parsed) - right)
    parts = _parts(parsed, right, question)
    return scored(False, chosen, parsed, mistake=mistake, remark=_say(key, parsed, right), parts=parts, score=score)


def read_choice(text: str, options: tuple[str, ...], several: bool) -> Selection:
    """Return the options that an answer names; ReadError where that is unclear."""
    if not text.strip():
        raise ReadError("nothing was typed", 0)
    if len(text) > MAX_LENGTH:
        raise ReadError(f"too long: at most {MAX_LENGTH} characters", MAX_LENGTH)
    named = _by_text(text, options)
    parts = words(text)
    direct = index_of(parts[0], len(options)) if len(parts) == 1 else None
    if len(named) == 1 and _simple(text) == _simple(options[named[0]]):
        if direct is not None and direct != named[0]:
            raise ReadError(f"{text.strip()!r} is the text of one option and names another: type its letter", 0)
        return _selected(named, options)
    if several and _simple(text) in ("all", "none", "all of them", "none of them") and not named:
        return _selected(list(range(len(options))) if _simple(text).startswith("all") else [], options)
    try:
        indices = indices_of(text, len(options), lettered=True)
    except ReadError:
        if len(named) == 1:
            return _selected(named, options)
        if len(named) > 1:
            told = " or ".join(letter(index) for index in named[:4])
            raise ReadError(f"that fits several options ({told}): type a letter", 0) from None
        raise
    if len(set(indices)) > 1 and not several:
        raise ReadError("choose one option only", 0)
    return _selected(list(dict.fromkeys(indices)), options)


def _by_text(text: str, options: tuple[str, ...]) -> list[int]:
    """Return the options whose text this is, or else those that contain it."""
    typed = _simple(text)
    equal = [i for i, option in enumerate(options) if _simple(option) == typed]
    if equal or len(typed) < _SHORTEST:
        return equal
    return [i for i, option in enumerate(options) if _simple(option).startswith(typed)] or [
        i for i, option in enumerate(options) if f" {typed} " in f" {_simple(option)} "
    ]


def _simple(text: str) -> str:
    """Return the text as far as it matters: case, blanks, mathematical signs and a final stop do not."""
    return " ".join(text.replace("−", "-").replace("$", "").casefold().split()).rstrip(".")


def _selected(indices: list[int], options: tuple[str, ...]) -> Selection:
    echo = "\n".join(f"{letter(index)}) {options[index]}" for index in indices)
    return Selection(tuple(indices), echo or "none of them")


def _parts(chosen: list[int], right: set[int], question: Question) -> tuple[bool, ...]:
    """Return for each option whether it was rightly taken or rightly left."""
    return tuple((index in chosen) == (index in right) for index in range(len(question.options)))


def _mistake(key: Key, wrong: set[int]) -> MistakeResult | None:
    """Return the mistake that leads to an option wrongly chosen."""

    def leads_there(value: object) -> bool:
        value = value.tolist() if hasattr(value, "tolist") else value
        return any(index in wrong for index in (value if isinstance(value, (tuple, list)) else [value]))

    return nearest_mistake(key, leads_there, lambda _value: 0.0)


def _say(key: Key, chosen: list[int], right: set[int]) -> str:
    """Return what the card says about options wrongly chosen, or about those that are missing."""
    says = dict(enumerate(key.says))
    for index in [*(i for i in chosen if i not in right), *sorted(right - set(chosen))]:
        if index in chosen and says.get(index):
            return says[index]
    n_missing, n_extra = len(right - set(chosen)), len(set(chosen) - right)
    if chosen and n_missing and not n_extra:
        return f"What you chose is right; {n_missing} more {'is' if n_missing == 1 else 'are'} right too."
    return ""

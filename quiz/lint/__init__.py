"""Check cards: as written, in many variants, and over all variants together.

A card that passes can be asked with any number: its key is right, its mistakes are told apart and named, nonsense is
never graded, and its prompt can be read on a narrow terminal. Variants that passed ship as prepared questions.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from quiz.deck import index as deck
from quiz.deck import prepared
from quiz.deck.index import Catalogue, Summary
from quiz.deck.reading import Card, NumberCard
from quiz.generate import BrokenCard, draws
from quiz.history.event import variant_key
from quiz.lint import drawn, printed, written
from quiz.lint.drawn import Variant
from quiz.lint.problem import Problem
from quiz.question import Question

__all__ = ["Problem", "lint", "lint_card", "write"]

BUDGET_SECONDS = 3.0
"""Longest time to make one variant, compiling apart."""
MAX_REDRAWN = 0.5
"""Largest share of draws that a card may throw away."""
LEAST_KEPT = 0.2
"""Smallest share of variants in which a mistake has to be told apart from the right answer."""
LEAST_VARIANTS = 5
ENOUGH = 10
"""Variants from which shares are judged; fewer say little."""
SHIPPED = 3
"""Prepared questions of each card that ship with the decks."""


def lint(
    catalogue: Catalogue,
    seeds: int = 25,
    ids: Collection[str] | None = None,
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Problem]:
    """Return what is wrong with the decks: every fault of format, then of the cards; or of the cards in `ids` only.

    Parameters
    ----------
    catalogue : Catalogue
        The decks.
    seeds : int
        How many variants of each card to draw.
    ids : collection of str, optional
        Cards to check, by id or alias; all of them if not given.
    progress : callable
        Told the id of each card before it is checked.
    """
    faults = catalogue.faults if ids is None else []
    problems = [Problem("deck", e.message, file=e.file, line=e.line, column=e.column) for e in faults]
    for card_id in catalogue if ids is None else [catalogue.resolve(name) for name in ids]:
        progress(card_id)
        problems += lint_card(catalogue.card(card_id), catalogue[card_id], seeds)
    return problems


def lint_card(card: Card, summary: Summary, seeds: int) -> list[Problem]:
    """Return what is wrong with one card."""
    found = [_problem(summary, check, message) for check, message in written.findings(card)]
    variants: list[Variant] = []
    redrawn = 0
    for seed in range(seeds):
        start = time.process_time()
        try:
            question, key, redraws = draws(card, seed)
        except BrokenCard as error:
            found.append(_problem(summary, "broken", str(error), seed))
            return found
        if seed > 0 and time.process_time() - start > BUDGET_SECONDS:
            found.append(_problem(summary, "slow", f"making it took more than {BUDGET_SECONDS:g} s", seed))
        redrawn += redraws
        variant = Variant(card, question, key)
        variants.append(variant)
        found += [_problem(summary, check, message, seed) for check, message in drawn.findings(variant)]
        if seed < 3 or seed == seeds - 1:
            found += [_problem(summary, check, message, seed) for check, message in printed.findings(question, key)]
        if not card.given and seed >= 2:
            break  # only the order of lines is drawn
    if len(variants) >= ENOUGH and redrawn / (redrawn + len(variants)) > MAX_REDRAWN:
        message = (
            f"{redrawn} of {redrawn + len(variants)} draws were thrown away; let the draws fit the conditions better"
        )
        found.append(_problem(summary, "redraws", message))
    found += [_problem(summary, check, message) for check, message in _together(card, variants)]
    return _first_few(found)


def _first_few(found: list[Problem], few: int = 3) -> list[Problem]:
    """Keep the first variants that show the same fault: a card that fails everywhere is told once."""
    seen: Counter[str] = Counter()
    result = []
    for problem in found:
        seen[problem.check] += 1
        if problem.seed is None or seen[problem.check] <= few:
            result.append(problem)
    return result


def _problem(summary: Summary, check: str, message: str, seed: int | None = None) -> Problem:
    return Problem(check, message, summary.id, seed, summary.file, summary.line)


def _together(card: Card, variants: list[Variant]) -> Iterator[tuple[str, str]]:
    """Check what only many variants show."""
    number = len(variants)
    kept = Counter(mistake.name for variant in variants for mistake in variant.key.mistakes)
    wanted = LEAST_KEPT * number if number >= ENOUGH or not card.given else 0
    for mistake in getattr(card, "mistakes", []):
        if kept[mistake.label] < wanted:
            times = f"in {kept[mistake.label]} of {number} variants"
            yield "mistake", f"{mistake.label!r} is told apart from the right answer and the mistakes before {times}"
    if card.given and number >= ENOUGH:
        distinct = {variant_key(variant.question.params, variant.key.expected) for variant in variants}
        if len(distinct) < LEAST_VARIANTS:
            yield "variants", f"{number} seeds give only {len(distinct)} different questions"
        answers = Counter(json.dumps(_plain(variant.key.expected)) for variant in variants)
        common, often = answers.most_common(1)[0]
        if card.kind in ("number", "array") and often > 0.8 * number:
            yield "variants", f"the answer is {common} in {often} of {number} variants"
    yield from _absolute_tolerance(card, variants)


def _plain(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else value


def _absolute_tolerance(card: Card, variants: list[Variant]) -> Iterator[tuple[str, str]]:
    """Report an absolute tolerance that swallows small answers: 0 must never count for 1e-9."""
    compared = [
        variant for variant in variants if variant.key.atol > 0 and variant.key.compare in ("close", "up_to_sign")
    ]
    if not compared:
        return
    atol = compared[0].key.atol
    sizes = np.concatenate(
        [np.abs(np.ravel(np.asarray(variant.key.expected, dtype=np.float64))) for variant in compared]
    )
    sizes = sizes[sizes > 0]
    share = 0.1 if isinstance(card, NumberCard) and card.probability and card.close is None else 0.01
    if sizes.size and atol > share * sizes.min():
        yield "tolerance", f"atol {atol:g} is more than {share:.0%} of the smallest answer {sizes.min():.3g}"


def write(catalogue: Catalogue, folder: Path | None = None) -> list[Path]:
    """Write the compiled index of the packaged decks and some lint-checked questions of each of their cards."""
    folder = folder or deck.packaged_folder()
    index: dict[str, list[dict[str, Any]]] = {}
    questions: list[Question] = []
    for file in deck.decks_in(folder):
        text = file.read_bytes()
        entries = deck.compile_deck(text, str(file))
        index[deck.digest(text)] = entries
        for entry in entries:
            questions += _passing(catalogue, entry["summary"]["id"])
    deck.write_index(folder / deck.INDEX, index)
    prepared.write_packaged(questions, folder)
    return [folder / deck.INDEX, folder / prepared.FILE]


def _passing(catalogue: Catalogue, card_id: str) -> list[Question]:
    """Return the first variants of a card in which no check finds anything."""
    card, seed = catalogue.card(card_id), 0
    found: list[Question] = []
    while len(found) < SHIPPED and seed < 4 * SHIPPED:
        seed += 1
        try:
            question, key, _ = draws(card, seed)
        except BrokenCard:
            break
        if not any(drawn.findings(Variant(card, question, key))) and not any(printed.findings(question, key)):
            found.append(question)
    return found

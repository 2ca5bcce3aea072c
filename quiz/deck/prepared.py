"""Questions made ahead of time, so that the first one of a session never waits for a compiler.

The package ships some lint-checked variants of every card; a session leaves a few fresh ones under `<home>` for the
next. Only questions are kept, never keys: an answer is always graded by running the reference. A question of another
generator version or of a card that has since changed is ignored.

This module imports the standard library only.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from quiz.deck.index import packaged_folder, replace_file
from quiz.question import GENERATOR_VERSION, Question

FILE = "prepared.json"
KEEP = 3
"""Questions kept for one card under `<home>`."""

Prepared = dict[str, list[Question]]


def load(home: Path | None = None) -> Prepared:
    """Return the prepared questions by card: those of the home first, then those that came with the package."""
    questions = (_read(home / FILE) if home else []) + _read(packaged_folder() / FILE)
    result: Prepared = {}
    for question in questions:
        result.setdefault(question.card, []).append(question)
    return result


def take(
    home: Path | None, card_id: str, fingerprint: str, *, avoid: Collection[int] = (), prepared: Prepared | None = None
) -> Question | None:
    """Return a prepared question of a card that still means the same, or None.

    Parameters
    ----------
    home : Path, optional
        The learner's folder. A question taken from there is used up and leaves the file.
    card_id, fingerprint : str
        The card, and what it means now.
    avoid : collection of int
        Numbers of variants that the learner saw of late.
    prepared : Prepared, optional
        What `load` returned, to save reading the files again; the question is removed from it.
    """
    known = load(home) if prepared is None else prepared
    for question in known.get(card_id, []):
        if question.fingerprint == fingerprint and question.seed not in avoid:
            known[card_id].remove(question)
            if home:
                _forget(home, question)
            return question
    return None


def put(home: Path, questions: Iterable[Question]) -> None:
    """Keep questions for the next session; the newest of each card stay."""
    fresh = list(questions)
    if not fresh:
        return
    kept: Prepared = {}
    for question in [*fresh, *_read(home / FILE)]:
        same = kept.setdefault(question.card, [])
        if len(same) < KEEP and all(question.seed != other.seed for other in same):
            same.append(question)
    _write(home / FILE, [question for same in kept.values() for question in same])


def write_packaged(questions: Iterable[Question], folder: Path | None = None) -> None:
    """Write the file that is shipped with the decks."""
    _write((folder or packaged_folder()) / FILE, list(questions))


def _forget(home: Path, question: Question) -> None:
    """Remove a question from the home's file; a file that cannot be written only means that it may come again."""
    questions = _read(home / FILE)
    if question in questions:
        _write(home / FILE, [other for other in questions if other != question])


def _read(path: Path) -> list[Question]:
    """Return the questions of a file; what is missing, damaged or outdated counts as not there."""
    try:
        data = json.loads(path.read_bytes())
        if not isinstance(data, Mapping) or data.get("generator") != GENERATOR_VERSION:
            return []
        return [Question.from_json(entry) for entry in data["questions"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _write(path: Path, questions: list[Question]) -> None:
    lines = ",\n".join(json.dumps(question.to_json(), ensure_ascii=False, sort_keys=True) for question in questions)
    try:
        replace_file(path, f'{{"generator": {GENERATOR_VERSION}, "questions": [\n{lines}\n]}}\n')
    except OSError:
        return

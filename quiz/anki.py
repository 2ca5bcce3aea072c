"""Take cards along into Anki: a few variants of each as an .apkg (extra `anki`: genanki).

The guid of a note is made from the card's id and the variant's place among those exported, so that importing a later
export updates the notes in place, and each variant is a note of its own. Anki cannot draw parameters or run an
algorithm: what goes along are questions with their answers and explanations.
"""

from __future__ import annotations

import hashlib
import html
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from quiz.question import Key, Question

_FIELDS = ("Question", "Options", "Form", "Answer", "Explanation", "Card")
_FRONT = "<pre>{{Question}}</pre>{{#Options}}<pre>{{Options}}</pre>{{/Options}}<p><small>{{Form}}</small></p>"
_BACK = (
    "{{FrontSide}}<hr id=answer><pre>{{Answer}}</pre>"
    "{{#Explanation}}<pre>{{Explanation}}</pre>{{/Explanation}}<p><small>{{Card}}</small></p>"
)
_CSS = ".card { font-family: sans-serif; text-align: left; } pre { font-size: 1rem; white-space: pre-wrap; }"


class AnkiMissing(Exception):  # noqa: N818 - it is an instruction, not a fault
    """The .apkg writer is not installed."""


def export_deck(notes: Iterable[tuple[Question, Key]], path: Path, *, name: str = "kernelcards") -> int:
    """Write questions with their keys as one .apkg, a subdeck a topic, and return their number."""
    try:
        import genanki
    except ImportError:
        raise AnkiMissing("exporting to Anki needs genanki: pip install 'kernelcards[anki]'") from None
    model = genanki.Model(
        _number("model"), "kernelcards", css=_CSS, fields=[{"name": field} for field in _FIELDS],
        templates=[{"name": "Card", "qfmt": _FRONT, "afmt": _BACK}],
    )  # fmt: skip
    decks: dict[str, Any] = {}
    variants: Counter[str] = Counter()
    for question, key in notes:
        place = variants[question.card]
        variants[question.card] += 1
        part = (str(place + 1),) if place else ()  # the first has the guid that exports of one variant gave it
        deck_name = f"{name}::{question.topic}"
        deck = decks.setdefault(deck_name, genanki.Deck(_number(deck_name), deck_name))
        note = genanki.Note(
            model=model, fields=[html.escape(text) for text in _texts(question, key)],
            guid=genanki.guid_for("kernelcards", question.card, *part),
            tags=[question.topic, question.level, question.kind],
        )  # fmt: skip
        deck.add_note(note)
    genanki.Package(list(decks.values())).write_to_file(path)
    return variants.total()


def _texts(question: Question, key: Key) -> tuple[str, ...]:
    """Return the fields of a note as plain text, in the order of `_FIELDS`."""
    from quiz.grade import expected

    lettered = question.kind == "choice"
    marks = [f"{chr(ord('a') + n)})" if lettered else f"{n + 1}." for n in range(len(question.options))]
    options = [f"{mark} {line}" for mark, line in zip(marks, question.options, strict=True)]
    token = f"{question.card} --seed {question.seed}"
    return question.prompt, "\n".join(options), question.form, expected(question, key), key.explain, token


def _number(name: str) -> int:
    # genanki's ids are numbers that must stay the same from export to export
    return int.from_bytes(hashlib.sha256(f"kernelcards {name}".encode()).digest()[:4], "big") | 1 << 30

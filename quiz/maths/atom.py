"""Atoms: boxes with a class in TeX's sense, and the spacing that follows from the classes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from quiz.maths import symbols
from quiz.maths.box import Box, beside, line


@dataclass(frozen=True, slots=True)
class Atom:
    """A box with its class in TeX's sense: ord, op, big, bin, rel, open, close, punct, inner, space."""

    box: Box
    kind: str = "ord"
    limits: bool = False  # scripts go above and below in display style
    loose: bool = False  # a flat fraction: needs parentheses beside other factors

    @property
    def text(self) -> str:
        """The line, where the box has one line."""
        return self.box.lines[self.box.base]


@dataclass(frozen=True, slots=True)
class Style:
    """How to lay out: with Unicode or not, in two dimensions or in one, with or without spaces."""

    unicode: bool
    display: bool
    tight: bool = False

    def sign(self, text: str) -> str:
        """Return a sign, or what stands for it in ASCII."""
        return text if self.unicode else symbols.transliterate(text)


def join(atoms: list[Atom], style: Style) -> Box:
    """Set atoms side by side with TeX's spacing; binary signs without a left operand become signs of a number."""
    boxes: list[Box] = []
    previous: Atom | None = None
    for i, atom in enumerate(atoms):
        if atom.kind == "bin" and (previous is None or previous.kind in ("bin", "rel", "open", "punct", "op", "big")):
            atom = replace(atom, kind="sign")
        if atom.kind == "bin" and i + 1 == len(atoms):
            atom = replace(atom, kind="ord")
        if atom.loose and _needs_parentheses(previous, atoms[i + 1] if i + 1 < len(atoms) else None):
            atom = replace(atom, box=line(f"({atom.text})"), loose=False)
        if previous is not None and _gap(previous, atom, style):
            boxes.append(line(" "))
        boxes.append(atom.box)
        previous = atom
    return beside(boxes)


def _needs_parentheses(before: Atom | None, after: Atom | None) -> bool:
    factors = ("ord", "open", "inner", "big", "op", "close")
    return (before is not None and before.kind in ("ord", "op", "big", "inner", "close")) or (
        after is not None and after.kind in factors and after.kind != "close"
    )


def _gap(left: Atom, right: Atom, style: Style) -> bool:
    if not left.box.width or not right.box.width or "space" in (left.kind, right.kind):
        return False
    if left.kind == "text" or right.kind == "text":
        return not (left.text.endswith(" ") or right.text.startswith(" "))
    edge = left.text[-1:].isalnum() and right.text[:1].isalnum()
    words = edge and (_is_word(left) or _is_word(right))
    if style.tight:
        return words
    if "rel" in (left.kind, right.kind) or "bin" in (left.kind, right.kind):
        return True
    if left.kind == "punct":
        return True
    if left.kind in ("op", "big"):
        return right.kind not in ("open", "close", "punct") or left.kind == "big"
    if right.kind in ("op", "big"):
        return left.kind in ("ord", "close", "inner")
    if "inner" in (left.kind, right.kind):
        return left.kind not in ("open", "sign") and right.kind not in ("close", "punct")
    return words


def _is_word(atom: Atom) -> bool:
    """Whether the atom reads as a word, so that it must not touch another letter."""
    text = atom.text
    return sum(character.isalpha() for character in text) > 1 or "_" in text or "^" in text

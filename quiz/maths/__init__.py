r"""The layout of formulas: LaTeX to lines of text, in two dimensions where there is room and in one where there is not.

    \frac{a}{b}        a/b  in a sentence, stacked on a line of its own
    \sum_{i=1}^n x_i   ∑ᵢ₌₁ⁿ xᵢ, or with the limits under and over the sign

Without Unicode the same layout is drawn with ASCII: `sum_(i=1)^n x_i`. A formula that cannot be read comes back as it
was written, since a raw formula is better than none.
"""

from __future__ import annotations

from functools import lru_cache

from quiz.maths.atom import Atom, Style, join
from quiz.maths.box import Box, beside, line
from quiz.maths.latex import LatexError, tokenize
from quiz.maths.layout import atoms_of, split_rows
from quiz.maths.symbols import transliterate

__all__ = ["display", "inline", "transliterate"]


@lru_cache(maxsize=512)
def inline(tex: str, *, unicode: bool = True) -> str:
    r"""Return a formula in one line.

    >>> inline(r"-\sum_i p_i \log_2 p_i")
    '−∑ᵢ pᵢ log₂ pᵢ'
    >>> inline(r"\frac{n_k}{n} \le 2^{-3}", unicode=False)
    'n_k/n <= 2^-3'
    """
    try:
        box = join(atoms_of(tokenize(tex), Style(unicode, display=False)), Style(unicode, display=False))
    except LatexError:
        return transliterate(tex) if not unicode else tex
    return box.lines[0].strip()


@lru_cache(maxsize=256)
def display(tex: str, width: int, *, unicode: bool = True) -> tuple[str, ...]:
    """Return a formula in two dimensions, broken before relations and signs where it is wider than `width`."""
    style = Style(unicode, display=True)
    try:
        rows = [atoms_of(row, style) for row in split_rows(tokenize(tex), "\\")]
    except LatexError:
        return (transliterate(tex) if not unicode else tex,)
    lines: list[str] = []
    for row in rows:
        for piece in _broken(row, width, style):
            lines.extend(text.rstrip() for text in piece.lines)
    return tuple(lines)


def _broken(atoms: list[Atom], width: int, style: Style) -> list[Box]:
    whole = join(atoms, style)
    for kinds in (("rel",), ("rel", "bin")):
        if whole.width <= width:
            return [whole]
        pieces: list[list[Atom]] = [[]]
        for i, atom in enumerate(atoms):
            room = width - (0 if len(pieces) == 1 else 4)
            ahead = next((j for j in range(i + 1, len(atoms)) if atoms[j].kind in kinds), len(atoms))
            if atom.kind in kinds and pieces[-1] and join(pieces[-1] + atoms[i:ahead], style).width > room:
                pieces.append([])
            pieces[-1].append(atom)
        boxes = [join(piece, style) for piece in pieces]
        if all(box.width + 4 <= width for box in boxes[1:]) and boxes[0].width <= width:
            return [boxes[0], *(beside([line("    "), box]) for box in boxes[1:])]
    return [whole]

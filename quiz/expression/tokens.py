"""Characters to tokens: typographic signs become plain ones, every token keeps its column.

Each character is replaced by at most one character, so a column counted here is a column of what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MAX_CHARACTERS = 500
MAX_TOKENS = 400
_POINTER = "▲"


class ReadError(ValueError):
    """Text that cannot be read: a message for the person who typed it, and the column it is about."""

    def __init__(self, message: str, column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.column = column

    def caret(self, text: str) -> str:
        """Return the text with a pointer under the place of the error, on two lines."""
        start = max(0, self.column - 50)
        shown = "".join(c if c.isprintable() else " " for c in text[start : start + 72])
        return f"{shown}\n{' ' * min(self.column - start, len(shown))}{_POINTER}"


@dataclass(frozen=True, slots=True)
class Token:
    """One token: kind is number, name, operator, superscript or fraction."""

    kind: str
    text: str
    column: int
    spaced: bool  # whether white space stands before it

    @property
    def is_integer(self) -> bool:
        """Whether this is a number without point or exponent."""
        return self.kind == "number" and self.text.replace("_", "").isdigit()


_SIGNS = {
    **dict.fromkeys("−–—‒﹣", "-"),
    **dict.fromkeys("×·⋅∗∙•", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("∣ǀ│", "|"),
    "≠": "≠",
    "\u00a0": " ",
    "\u2009": " ",
    "\u202f": " ",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "ℯ": "e",
    "𝑒": "e",
    "𝜋": "π",
    "ϵ": "ε",
}
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_FRACTIONS = {
    sign: (int(top), int(bottom))
    for sign, top, bottom in (
        "½12",
        "⅓13",
        "⅔23",
        "¼14",
        "¾34",
        "⅕15",
        "⅖25",
        "⅗35",
        "⅘45",
        "⅙16",
        "⅚56",
        "⅛18",
        "⅜38",
        "⅝58",
        "⅞78",
    )
}

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<number>(?:[0-9][0-9_]*(?:\.(?![.])[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?)
      | (?P<name>[A-Za-zα-ωΑ-Ω_][A-Za-z0-9α-ωΑ-Ω_₀-₉]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
      | (?P<superscript>[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+)
      | (?P<fraction>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])
      | (?P<operator>\*\*|//|==|!=|<=|>=|[-+*/^%!()\[\],:|<>=√≠≤≥∞])
    """,
    re.VERBOSE,
)


def plain(text: str) -> str:
    """Replace typographic signs and full-width characters one for one."""
    return "".join(map(_plain_character, text))


def _plain_character(c: str) -> str:
    if c in _SIGNS:
        return _SIGNS[c]
    if "！" <= c <= "～":
        return chr(ord(c) - 0xFEE0)
    if c > "\x7f" and c not in _SUBSCRIPTS and (digit := unicodedata.decimal(c, None)) is not None:
        return str(int(digit))
    return c


def vulgar(sign: str) -> tuple[int, int]:
    """Return numerator and denominator of a sign such as ½."""
    return _FRACTIONS[sign]


def lowered(text: str) -> str:
    """Bring superscripts and subscripts down to the line: ⁻³ becomes -3."""
    return "".join(_SUPERSCRIPTS.get(c) or _SUBSCRIPTS.get(c, c) for c in text)


def tokenize(text: str) -> list[Token]:
    """Split an expression into tokens, or say at which column that fails."""
    if len(text) > MAX_CHARACTERS:
        raise ReadError(f"too long: at most {MAX_CHARACTERS} characters", MAX_CHARACTERS)
    text = plain(text)
    tokens: list[Token] = []
    position, spaced = 0, False
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise ReadError(f"cannot read the character {text[position]!r}", position)
        kind, piece = str(found.lastgroup), found.group()
        if kind == "space":
            spaced = True
        else:
            if kind == "number":
                piece = _number(piece, position)
            elif kind == "name":
                piece = lowered(piece)
            tokens.append(Token(kind, piece, position, spaced))
            spaced = False
        position = found.end()
    if len(tokens) > MAX_TOKENS:
        raise ReadError("too long: write it in fewer steps", tokens[MAX_TOKENS].column)
    return tokens


def _number(piece: str, column: int) -> str:
    if "__" in piece or re.search(r"_(?![0-9])|(?<![0-9])_", piece):
        raise ReadError("an underscore may stand only between two digits, as in 1_000", column + piece.index("_"))
    return piece.replace("_", "")

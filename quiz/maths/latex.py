"""LaTeX to a flat list of tokens, by pylatexenc; what remains for `maths` is the layout.

pylatexenc leaves `_` and `^` inside runs of characters and gives a macro that it does not know no arguments. Both are
settled here: the macros that decks use are declared, and characters come out one by one, numbers whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Token:
    """A character, number, macro, group or environment."""

    kind: str  # char, macro, group, env
    text: str = ""
    parts: tuple[tuple[Token, ...], ...] = ()  # arguments of a macro, content of a group or an environment
    option: tuple[Token, ...] | None = field(default=None)  # \sqrt[3]


class LatexError(ValueError):
    """The formula cannot be read."""


@lru_cache(maxsize=1)
def _context() -> Any:
    from pylatexenc.latexwalker import get_default_latex_context_db
    from pylatexenc.macrospec import std_macro

    context = get_default_latex_context_db()
    arguments = {
        **dict.fromkeys(
            ["dfrac", "tfrac", "cfrac", "binom", "dbinom", "tbinom", "stackrel", "overset", "underset"], "{{"
        ),
        **dict.fromkeys(["operatorname", "mathop", "mathbb", "mathcal", "boldsymbol", "bm", "mathsf", "mathtt"], "{"),
        **dict.fromkeys(["left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr"], "{"),
        **dict.fromkeys(["widehat", "widetilde", "overline", "underline", "ddot", "vec", "substack", "boxed"], "{"),
        **dict.fromkeys(["underbrace", "overbrace", "mathbf", "mathrm", "mathit", "text", "textbf", "pmod"], "{"),
    }
    macros = [std_macro(name, spec) for name, spec in arguments.items()]
    context.add_context_category("kernelcards", macros=macros, prepend=True)
    return context


def tokenize(tex: str) -> tuple[Token, ...]:
    """Return the tokens of a formula; raise LatexError where it is not LaTeX."""
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerParseError

    tex = re.sub(r"\\(left|right)\s*\\?([|.\[\]()<>/{}])", lambda m: m[0].replace(" ", ""), tex)
    # \left. and \left| take one character; \operatorname* is \operatorname with limits
    tex = tex.replace(r"\operatorname*", r"\operatorname")
    try:
        walker = LatexWalker(tex, latex_context=_context(), tolerant_parsing=False)
        nodes, _, _ = walker.get_latex_nodes(parsing_state=walker.make_parsing_state(in_math_mode=True))
    except LatexWalkerParseError as error:
        raise LatexError(str(error)) from None
    return _tokens(nodes)


def _tokens(nodes: Any) -> tuple[Token, ...]:
    out: list[Token] = []
    for node in nodes or ():
        kind = type(node).__name__
        if kind == "LatexCharsNode":
            out.extend(Token("char", piece) for piece in re.findall(r"\d+(?:\.\d+)?|\S", node.chars))
        elif kind == "LatexMacroNode":
            out.append(_macro(node))
        elif kind in ("LatexGroupNode", "LatexMathNode"):
            out.append(Token("group", parts=(_tokens(node.nodelist),)))
        elif kind == "LatexEnvironmentNode":
            out.append(Token("env", node.environmentname.rstrip("*"), (_tokens(node.nodelist),)))
        elif kind == "LatexSpecialsNode":
            out.append(Token("char", {"~": " ", "''": "″"}.get(node.specials_chars, node.specials_chars)))
    return tuple(out)


_VERBAL = frozenset({"text", "textbf", "mathrm", "operatorname", "mathop", "mathtt", "mathsf", "mbox", "textit"})


def _macro(node: Any) -> Token:
    given = node.nodeargd.argnlist if node.nodeargd is not None else []
    option = None
    parts: list[tuple[Token, ...]] = []
    for argument in given:
        if argument is None:
            continue
        if node.macroname in _VERBAL:
            raw = argument.latex_verbatim()
            words = raw[1:-1] if raw.startswith("{") else raw
            return Token("macro", node.macroname, ((Token("char", _plain_words(words)),),))
        if type(argument).__name__ == "LatexGroupNode":
            if argument.delimiters[0] == "[":
                option = _tokens(argument.nodelist)
            else:
                parts.append(_tokens(argument.nodelist))
        else:
            parts.append(_tokens([argument]))
    return Token("macro", node.macroname, tuple(parts), option)


def _plain_words(text: str) -> str:
    text = text.replace(r"\,", " ").replace(r"\ ", " ").replace("~", " ")
    return re.sub(r"\\([#$%&_{}])", r"\1", text).replace("$", "")

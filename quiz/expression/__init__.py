"""Read an expression that a person typed, or that a deck contains, and evaluate it safely.

`read("ln(2)/2").evaluate()` is 0.3466. The text goes through our own tokenizer, becomes a Python syntax tree in
`eval` mode, and every node type, name and arity in it is checked against a list before our own walker evaluates it.
Nothing here calls `eval`; lengths, exponents, factorials and brackets are capped, so no input takes long.

>>> read("1 1/3").echo, read("1 1/3").evaluate(), read("1 1/3").guessed
('1 + 1/3', 1.3333333333333333, 'a mixed number')
>>> read("2x^2", names=["x"]).evaluate({"x": 3})
18
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from quiz.expression.echo import echo
from quiz.expression.functions import RESERVED
from quiz.expression.operands import Rules
from quiz.expression.rewrite import Rewriter
from quiz.expression.tokens import MAX_CHARACTERS, ReadError, Token, tokenize
from quiz.expression.walk import Walker, check

__all__ = ["MAX_CHARACTERS", "RESERVED", "Expression", "ReadError", "read"]


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression: evaluate it, print it, ask what was guessed while reading it."""

    text: str
    echo: str  # what was read, in Unicode maths
    guessed: str | None  # what the reader had to guess: worth a confirmation
    names: frozenset[str]  # the given names that occur
    _tree: ast.expr = field(repr=False)
    _leaves: Mapping[str, Token] = field(repr=False)

    def evaluate(self, variables: Mapping[str, Any] | None = None) -> Any:
        """Return a float, int, bool or array; ReadError where the value is not defined or too large."""
        return Walker(self._leaves, variables or {}, self.names).value(self._tree)

    def evaluate_precisely(self, digits: int = 40) -> float:
        """Evaluate constants with many digits, so that cancellation in float64 cannot cause a wrong verdict."""
        from quiz.expression.precise import evaluate

        return evaluate(self._tree, self._leaves, digits)


def read(
    text: str,
    *,
    names: Collection[str] = (),
    fields: bool = False,
    comparisons: bool = False,
    mixed: bool = True,
    percent: bool = False,
    infinite: bool = False,
) -> Expression:
    """Read one expression.

    Parameters
    ----------
    text : str
        What was typed, at most 500 characters.
    names : collection of str
        Variables; they win over constants of the same name.
    fields : bool
        Deck mode: fields of results (`bfs.order`), indices, lists and reductions (`sum`, `mean`, `count`, ...).
    comparisons : bool
        Comparisons and `and`, `or`, `not`. Comparing arrays gives one truth value; different shapes are unequal.
        Inside a reduction a comparison is elementwise: `count(x > 0)`.
    mixed, percent, infinite : bool
        Whether `1 1/3`, `25%`, and `inf` or `nan` may be typed.

    Raises
    ------
    ReadError
        With a message for the person who typed it and the column.
    """
    tokens = tokenize(text)
    rewriter = Rewriter(tokens, Rules(names, fields, comparisons, mixed, percent, infinite))
    source = rewriter.run()
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ReadError("cannot read this as an expression", 0) from None
    check(tree, rewriter.leaves, fields, comparisons)
    used = {t.text.split(".")[0] for t in rewriter.leaves.values() if t.kind == "name"} & set(names)
    guesses = rewriter.guesses + ["log as the natural logarithm"] * _natural_log(tree, rewriter.leaves)
    guessed = ", ".join(guesses) or None
    return Expression(text, echo(tree, rewriter.leaves), guessed, frozenset(used), tree, rewriter.leaves)


def _natural_log(tree: ast.expr, leaves: Mapping[str, Token]) -> bool:
    """Whether `log` occurs without a base."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and len(node.args) == 1)
    return any(isinstance(call.func, ast.Name) and leaves[call.func.id].text == "log" for call in calls)

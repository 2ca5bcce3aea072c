"""The second look: evaluate constants with mpmath where float64 may have lost digits."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

import mpmath

from quiz.expression.tokens import ReadError, Token, vulgar
from quiz.expression.walk import Walker

_LARGEST_EXPONENT = 2000  # in bits; float64 reaches 1024
_FUNCTIONS = {
    "sqrt": "sqrt", "cbrt": "cbrt", "exp": "exp", "expm1": "expm1", "ln": "ln", "log": "log", "log10": "log10",
    "log1p": "log1p", "sin": "sin", "cos": "cos", "tan": "tan", "asin": "asin", "acos": "acos", "atan": "atan",
    "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "abs": "fabs", "sign": "sign", "floor": "floor", "ceil": "ceil",
    "comb": "binomial", "factorial": "factorial",
}  # fmt: skip


def evaluate(tree: ast.expr, leaves: Mapping[str, Token], digits: int) -> float:
    """Return the value rounded to float64; ReadError where a part has no high-precision version."""
    context = mpmath.MPContext()
    context.dps = digits
    try:
        return float(_PreciseWalker(leaves, context).value(tree))
    except (ArithmeticError, ValueError, TypeError, NotImplementedError):  # mpmath raises each of these
        raise ReadError("cannot be computed more precisely", 0) from None


class _PreciseWalker(Walker):
    """The same walk on mpmath numbers, with every intermediate result bounded."""

    def __init__(self, leaves: Mapping[str, Token], context: Any) -> None:
        super().__init__(leaves, {}, frozenset())
        self.context = context

    def leaf(self, token: Token) -> Any:
        if token.kind == "number":
            return self._bounded(self.context.mpf(token.text))
        if token.kind == "fraction":
            top, bottom = vulgar(token.text)
            return self.context.mpf(top) / bottom
        if token.text not in ("pi", "e"):
            raise ReadError("no high-precision version", token.column)
        return {"pi": self.context.pi, "e": self.context.e}[token.text] * self.context.mpf(1)

    def binary(self, operation: type[ast.operator], left: Any, right: Any) -> Any:
        return self._bounded(super().binary(operation, left, right))

    def power(self, base: Any, exponent: Any, node: ast.BinOp) -> Any:  # noqa: ARG002
        if abs(exponent) * max(abs(self.context.log(abs(base), 2)) if base else 0, 1) > _LARGEST_EXPONENT:
            raise ReadError("too large", 0)
        return self._bounded(base**exponent)

    def call(self, name: str, args: list[ast.expr], elementwise: bool) -> Any:
        values = [self.value(arg, elementwise) for arg in args]
        if name in ("float", "int", "round", "min", "max", "perm", "sigmoid", "log2"):
            return self._special(name, values)
        if name in ("exp", "expm1", "sinh", "cosh", "factorial", "comb") and max(map(abs, values)) > 1000:
            raise ReadError("too large", 0)
        return self._bounded(getattr(self.context, _FUNCTIONS[name])(*values))

    def _special(self, name: str, values: list[Any]) -> Any:
        if name in ("min", "max"):
            return (min if name == "min" else max)(values)
        if name == "log2":
            return self.context.log(values[0], 2)
        if name == "sigmoid" and abs(values[0]) < 1000:
            return 1 / (1 + self.context.exp(-values[0]))
        if name == "float":
            return values[0]
        raise ReadError("no high-precision version", 0)

    def _bounded(self, value: Any) -> Any:
        if isinstance(value, self.context.mpc):
            raise ReadError("not a real number", 0)
        if value and self.context.mag(value) > _LARGEST_EXPONENT:
            raise ReadError("too large", 0)
        return value

"""The names an expression may use: constants, functions with their arities, and what only decks may call.

Scalars go through `math`, so that integers stay exact; arrays go through NumPy. Decks also get reductions.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from quiz.expression.tokens import ReadError, Token

MAX_FACTORIAL = 170  # 171! does not fit a float64
MAX_CHOICES = 1000
MAX_ELEMENTS = 1_000_000
CONSTANTS = {"pi": math.pi, "e": math.e, "inf": math.inf, "nan": math.nan}


@dataclass(frozen=True, slots=True)
class Function:
    """A callable name: its arity, the scalar version, and the array version where there is one."""

    fewest: int
    most: int
    scalar: Callable[..., Any]
    array: Callable[..., Any] | None = None

    def __call__(self, *values: Any) -> Any:
        """Apply to scalars or arrays."""
        if any(isinstance(value, np.ndarray) for value in values):
            if self.array is None:
                raise ValueError("takes numbers, not arrays")
            check_size(*values)
            return self.array(*values)
        return self.scalar(*values)


def check_size(*values: Any) -> None:
    """Refuse a broadcast that would fill memory."""
    shapes = [np.shape(value) for value in values]
    try:
        shape = np.broadcast_shapes(*shapes)
    except ValueError:
        raise ValueError(f"shapes {' and '.join(map(str, shapes))} do not fit together") from None
    if math.prod(shape) > MAX_ELEMENTS:
        raise ValueError(f"more than {MAX_ELEMENTS:,} elements")


def _log(x: float, base: float = math.e) -> float:
    if x <= 0:
        raise ValueError("the logarithm needs a positive number")
    if base is math.e:
        return math.log(x)
    if base <= 0 or base == 1:
        raise ValueError("a logarithm's base is positive and not 1")
    if base == 2:
        return math.log2(x)
    return math.log10(x) if base == 10 else math.log(x) / math.log(base)


def _whole(value: float, name: str) -> int:
    if value != int(value) or value < 0:
        raise ValueError(f"{name} needs whole numbers that are not negative")
    return int(value)


def _factorial(n: float) -> int:
    if n > MAX_FACTORIAL:
        raise OverflowError(f"factorial goes up to {MAX_FACTORIAL}")
    return math.factorial(_whole(n, "factorial"))


def _comb(n: float, k: float) -> int:
    if n > MAX_CHOICES:
        raise OverflowError(f"comb goes up to {MAX_CHOICES}")
    return math.comb(_whole(n, "comb"), _whole(k, "comb"))


def _perm(n: float, k: float) -> int:
    if n > MAX_FACTORIAL:
        raise OverflowError(f"perm goes up to {MAX_FACTORIAL}")
    return math.perm(_whole(n, "perm"), _whole(k, "perm"))


def _sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x)) if x > -700 else math.exp(x)


def _sign(x: float) -> int:
    return (x > 0) - (x < 0)


def _round(x: Any, digits: float = 0) -> Any:
    if not abs(digits) <= 15:
        raise ValueError("round takes at most 15 decimals")
    return np.round(x, int(digits)) if isinstance(x, np.ndarray) else round(x, int(digits))


def _extreme(scalar: Callable[..., Any], reduce: Callable[..., Any], pair: Callable[..., Any]) -> Function:
    """Build min or max: of one array, or elementwise of several values."""

    def array(*values: Any) -> Any:
        if len(values) == 1:
            return reduce(values[0])
        result = values[0]
        for value in values[1:]:
            result = pair(result, value)
        return result

    return Function(1, 8, lambda *values: scalar(values), array)


FUNCTIONS: dict[str, Function] = {
    "sqrt": Function(1, 1, math.sqrt, np.sqrt),
    "cbrt": Function(1, 1, math.cbrt, np.cbrt),
    "exp": Function(1, 1, math.exp, np.exp),
    "expm1": Function(1, 1, math.expm1, np.expm1),
    "ln": Function(1, 1, _log, np.log),
    "log": Function(1, 2, _log, lambda x, base=math.e: np.log(x) / (1.0 if base is math.e else np.log(base))),
    "log2": Function(1, 1, lambda x: _log(x, 2), np.log2),
    "log10": Function(1, 1, lambda x: _log(x, 10), np.log10),
    "log1p": Function(1, 1, math.log1p, np.log1p),
    "sin": Function(1, 1, math.sin, np.sin),
    "cos": Function(1, 1, math.cos, np.cos),
    "tan": Function(1, 1, math.tan, np.tan),
    "asin": Function(1, 1, math.asin, np.arcsin),
    "acos": Function(1, 1, math.acos, np.arccos),
    "atan": Function(1, 1, math.atan, np.arctan),
    "sinh": Function(1, 1, math.sinh, np.sinh),
    "cosh": Function(1, 1, math.cosh, np.cosh),
    "tanh": Function(1, 1, math.tanh, np.tanh),
    "sigmoid": Function(1, 1, _sigmoid, lambda x: 1.0 / (1.0 + np.exp(-x))),
    "abs": Function(1, 1, abs, np.abs),
    "sign": Function(1, 1, _sign, np.sign),
    "floor": Function(1, 1, math.floor, np.floor),
    "ceil": Function(1, 1, math.ceil, np.ceil),
    "round": Function(1, 2, _round, _round),
    "min": _extreme(min, np.min, np.minimum),
    "max": _extreme(max, np.max, np.maximum),
    "comb": Function(2, 2, _comb),
    "perm": Function(2, 2, _perm),
    "factorial": Function(1, 1, _factorial),
    "float": Function(1, 1, float),
    "int": Function(1, 1, int),
}
"""What a learner may call. `float` and `int` are there because pasted NumPy scalars read np.float64(0.5)."""

DECK_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "sum": np.sum,
    "prod": np.prod,
    "mean": np.mean,
    "len": lambda x: x.shape[0] if np.ndim(x) else 1,
    "all": np.all,
    "any": np.any,
    "count": np.count_nonzero,
    "sorted": np.sort,
    "argmax": np.argmax,
    "argmin": np.argmin,
    "unique": np.unique,
    "norm": lambda x: math.sqrt(float(np.sum(np.square(x)))),
}
"""Reductions of one array, for decks only. Inside them a comparison is elementwise, so count(x > 0) counts."""

RESERVED = frozenset({*CONSTANTS, *FUNCTIONS, *DECK_FUNCTIONS, "and", "or", "not"})
"""Names that a deck may not give to its own values."""

_ALIASES = {
    "π": "pi", "infinity": "inf", "C": "comb", "nCr": "comb", "binom": "comb", "binomial": "comb", "choose": "comb",
    "nPr": "perm", "fact": "factorial", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "maximum": "max",
    "minimum": "min", "absolute": "abs", "power": "pow", "float64": "float", "float32": "float", "int64": "int",
    "int32": "int", "expit": "sigmoid",
}  # fmt: skip
_MODULES = {"np", "numpy", "math", "scipy.special"}


def canonical(token: Token, names: Collection[str], fields: bool) -> str:
    """Return the name that is meant, or say which there are."""
    text, column = token.text, token.column
    root, _, rest = text.partition(".")
    if root in names:
        if rest and not fields:
            raise ReadError(f"{root} has no fields here", column + len(root))
        if any(part.startswith("_") for part in rest.split(".")):
            raise ReadError("no private fields", column)
        return text
    module, _, last = text.rpartition(".")
    if module in _MODULES:
        text = last
    text = _ALIASES.get(text, text)
    allowed = {*CONSTANTS, *FUNCTIONS, *(DECK_FUNCTIONS if fields else ())}
    if text in allowed:
        return text
    if len(text) > 1 and (lower := _ALIASES.get(text.lower(), text.lower())) in allowed:
        return lower
    raise ReadError(_unknown(text, names, allowed), column)


def _unknown(text: str, names: Collection[str], allowed: Collection[str]) -> str:
    message = f"there is no {text[:30]!r} here"
    if text.lower() == "lg":
        return f"{message}: write log2 or log10"
    if text.lower() == "pow":
        return f"{message}: write x^y"
    close = difflib.get_close_matches(text[:30].lower(), [*names, *allowed], n=1, cutoff=0.6)
    if close:
        return f"{message}: did you mean {close[0]}?"
    if names:
        return f"{message}: the names are {', '.join(sorted(names)[:8])}"
    return f"{message}: type a number, or an expression such as 3/14, ln(2) or 2^-3"

"""Evaluate a checked syntax tree: float64 and exact small integers, or mpmath for a second look."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from quiz.expression.functions import CONSTANTS, DECK_FUNCTIONS, FUNCTIONS, check_size
from quiz.expression.tokens import ReadError, Token, vulgar

MAX_NODES = 200
MAX_EXPONENT = 1000
MAX_BITS = 1024  # a larger integer does not fit a float64 either

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_NODES = (ast.Name, ast.BinOp, ast.UnaryOp, ast.Call)
_DECK_NODES = (ast.Subscript, ast.Slice, ast.Tuple, ast.List)
_COMPARISON_NODES = (ast.Compare, ast.BoolOp)


def check(tree: ast.expr, leaves: Mapping[str, Token], fields: bool, comparisons: bool) -> None:
    """Refuse every node type, name and arity that is not on the list."""
    allowed = _NODES + (_DECK_NODES if fields else ()) + (_COMPARISON_NODES if comparisons else ())
    nodes = [node for node in ast.walk(tree) if isinstance(node, (ast.expr, ast.keyword, ast.comprehension))]
    if len(nodes) > MAX_NODES:
        raise ReadError(f"too long: at most {MAX_NODES} parts", 0)
    for node in nodes:
        if not isinstance(node, allowed):
            raise ReadError("cannot read this as an expression", column(node, leaves))
        if isinstance(node, ast.Call):
            _check_call(node, leaves)
        elif isinstance(node, ast.BinOp) and not isinstance(node.op, (ast.Pow, *_BINARY)):
            raise ReadError("cannot read this as an expression", column(node, leaves))


def _check_call(node: ast.Call, leaves: Mapping[str, Token]) -> None:
    if not isinstance(node.func, ast.Name) or node.keywords:
        raise ReadError("cannot read this call", column(node, leaves))
    name = leaves[node.func.id].text
    function = FUNCTIONS.get(name)
    if function is None and name not in DECK_FUNCTIONS:
        raise ReadError(f"{name} cannot be called", column(node, leaves))
    fewest, most = (function.fewest, function.most) if function else (1, 1)
    if not fewest <= len(node.args) <= most:
        wanted = f"{fewest}" if fewest == most else f"{fewest} to {most}"
        plural = "argument" if wanted == "1" else "arguments"
        raise ReadError(f"{name} takes {wanted} {plural}, not {len(node.args)}", column(node, leaves))


def column(node: ast.AST, leaves: Mapping[str, Token]) -> int:
    """Return the column of the leftmost leaf under a node."""
    return min((leaves[n.id].column for n in ast.walk(node) if isinstance(n, ast.Name) and n.id in leaves), default=0)


class Walker:
    """Evaluates one tree in float64."""

    def __init__(self, leaves: Mapping[str, Token], variables: Mapping[str, Any], bound: frozenset[str]) -> None:
        self.leaves, self.variables, self.bound = leaves, variables, bound

    def value(self, node: ast.expr, elementwise: bool = False) -> Any:
        """Return the value of a node; errors carry the column of the part that failed."""
        try:
            return self._value(node, elementwise)
        except ReadError:
            raise
        except ZeroDivisionError:
            raise ReadError("division by zero", column(node, self.leaves)) from None
        except OverflowError as error:
            told = str(error) if "goes up to" in str(error) else "the number gets too large"
            raise ReadError(told, column(node, self.leaves)) from None
        except (ValueError, TypeError, IndexError) as error:
            told = str(error) if str(error) != "math domain error" else "not defined for this value"
            raise ReadError(
                told.splitlines()[0][:120] if told else "cannot be computed", column(node, self.leaves)
            ) from None

    def _value(self, node: ast.expr, elementwise: bool) -> Any:
        match node:
            case ast.Name(id=key):
                return self.leaf(self.leaves[key])
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                return not self.truth(self.value(inner))
            case ast.UnaryOp(op=op, operand=inner):
                value = self.value(inner, elementwise)
                return -value if isinstance(op, ast.USub) else value
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return self.power(self.value(left, elementwise), self.value(right, elementwise), node)
            case ast.BinOp(left=left, op=operation, right=right):
                return self.binary(type(operation), self.value(left, elementwise), self.value(right, elementwise))
            case ast.Call(func=ast.Name(id=key), args=args):
                return self.call(self.leaves[key].text, args, elementwise)
            case ast.Compare():
                return self._compare(node, elementwise)
            case ast.BoolOp(op=joined, values=parts):
                truths = (self.truth(self.value(part)) for part in parts)
                return all(truths) if isinstance(joined, ast.And) else any(truths)
            case ast.List(elts=items):
                return np.array([self.value(item) for item in items])
            case ast.Subscript(value=inner, slice=index):
                return _native(np.asarray(self.value(inner))[self._index(index)])
        raise ReadError("cannot read this as an expression", column(node, self.leaves))

    # ---- leaves

    def leaf(self, token: Token) -> Any:
        """Return the value of a number, constant or variable."""
        if token.kind == "number":
            return self.number(token)
        if token.kind == "fraction":
            return self.fraction(token)
        root, *path = token.text.split(".")
        if root not in self.bound:
            return CONSTANTS[root]
        if root not in self.variables:
            raise ReadError(f"{root} has no value", token.column)
        value = self.variables[root]
        for name in path:
            value = _field(value, name, token)
        if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
            value = np.asarray(value)
        if callable(value) or isinstance(value, (str, bytes, dict)) or value is None:
            raise ReadError(f"{token.text} is not a number or an array", token.column)
        return _native(value)

    def number(self, token: Token) -> float:
        """Return a literal's value."""
        if token.is_integer and len(token.text) <= 300:
            return int(token.text)
        value = float(token.text)
        if math.isinf(value):
            raise ReadError("this number is too large", token.column)
        return value

    def fraction(self, token: Token) -> Any:
        """Return the value of a sign such as ½."""
        top, bottom = vulgar(token.text)
        return top / bottom

    # ---- operations

    def binary(self, operation: type[ast.operator], left: Any, right: Any) -> Any:
        """Apply a sign between two values."""
        if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
            check_size(left, right)
            with np.errstate(all="ignore"):
                return _BINARY[operation](left, right)
        return _bounded(_BINARY[operation](left, right))

    def power(self, base: Any, exponent: Any, node: ast.BinOp) -> Any:
        """Raise to a power, with the exponent capped before anything grows."""
        if isinstance(base, np.ndarray) or isinstance(exponent, np.ndarray):
            check_size(base, exponent)
            with np.errstate(all="ignore"):
                return np.float_power(base, exponent)
        if isinstance(exponent, int):
            if abs(exponent) > MAX_EXPONENT:
                raise ReadError(f"exponents go up to {MAX_EXPONENT}", column(node.right, self.leaves))
            if isinstance(base, int) and exponent >= 0 and exponent * max(base.bit_length(), 1) > 2 * MAX_BITS:
                raise OverflowError
        if isinstance(base, int) and base and isinstance(exponent, int) and exponent < 0:
            return float(base) ** exponent
        result = base**exponent
        if isinstance(result, complex):
            raise ReadError("a negative number has no real power of this kind", column(node, self.leaves))
        return _bounded(result)

    def call(self, name: str, args: list[ast.expr], elementwise: bool) -> Any:
        """Call a function of the list."""
        reduces = name in DECK_FUNCTIONS
        values = [self.value(arg, reduces or elementwise) for arg in args]
        with np.errstate(all="ignore"):
            if reduces:
                return _native(DECK_FUNCTIONS[name](values[0]))
            return _bounded(_native(FUNCTIONS[name](*values)))

    def _compare(self, node: ast.Compare, elementwise: bool) -> Any:
        values = [self.value(part, elementwise) for part in (node.left, *node.comparators)]
        for operation, left, right in zip(node.ops, values, values[1:], strict=False):
            same = _same_shape(left, right)
            if elementwise and len(node.ops) == 1 and same:
                return _native(_COMPARE[type(operation)](left, right))
            if not self._holds(type(operation), left, right, same):
                return False
        return True

    def _holds(self, operation: type[ast.cmpop], left: Any, right: Any, same: bool) -> bool:
        """Whether a comparison holds as one truth value: for every element, and never between different shapes."""
        if operation is ast.NotEq:
            return not (same and bool(np.all(np.equal(left, right))))
        return same and bool(np.all(_COMPARE[operation](left, right)))

    def truth(self, value: Any) -> bool:
        """Return the one truth value of a value."""
        if isinstance(value, np.ndarray):
            raise ReadError("an array is neither true nor false: use all(...) or any(...)", 0)
        return bool(value)

    def _index(self, node: ast.expr) -> Any:
        match node:
            case ast.Tuple(elts=parts):
                return tuple(self._index(part) for part in parts)
            case ast.Slice(lower=lower, upper=upper, step=step):
                ends = [None if part is None else operator.index(self.value(part)) for part in (lower, upper, step)]
                return slice(*ends)
        value = self.value(node, elementwise=True)
        return value if isinstance(value, np.ndarray) else operator.index(value)


def has_field(value: Any, name: str) -> bool:
    """Whether a deck may read a field: of a NamedTuple, or what an estimator learnt; nothing else of an object."""
    learnt = name.endswith("_") and not name.startswith("_") and hasattr(type(value), "fit")
    return learnt or name in getattr(type(value), "_fields", ())


def _field(value: Any, name: str, token: Token) -> Any:
    """Return a field that a deck may read, or one of the facts about an array."""
    if has_field(value, name) or (isinstance(value, np.ndarray) and name in ("size", "ndim", "shape", "T")):
        try:
            return getattr(value, name)
        except AttributeError:
            pass
        except Exception as error:
            raise ReadError(f"{token.text} failed: {error}", token.column) from error
    known = [*getattr(type(value), "_fields", ())]
    told = f"; it has {', '.join(known)}" if known else ""
    raise ReadError(f"{token.text.rpartition('.' + name)[0]} has no field {name}{told}", token.column)


def _same_shape(left: Any, right: Any) -> bool:
    """Whether two values compare: equal shapes, or one of them a scalar."""
    return np.shape(left) == np.shape(right) or not np.shape(left) or not np.shape(right)


def _native(value: Any) -> Any:
    """Turn NumPy scalars into Python's, so that integers stay exact."""
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0):
        return value.item()
    return value


def _bounded(value: Any) -> Any:
    """Refuse integers that have outgrown a float and floats that have overflowed to infinity by arithmetic."""
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        raise OverflowError
    return value

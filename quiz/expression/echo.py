"""Print a syntax tree as Unicode mathematics, so that a misreading shows."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from quiz.expression.tokens import Token

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SYMBOLS: dict[type[ast.AST], str] = {
    ast.Add: " + ", ast.Sub: " − ", ast.Mult: "·", ast.Div: "/", ast.FloorDiv: " // ", ast.Mod: " mod ",
    ast.Eq: " = ", ast.NotEq: " ≠ ", ast.Lt: " < ", ast.LtE: " ≤ ", ast.Gt: " > ", ast.GtE: " ≥ ",
    ast.And: " and ", ast.Or: " or ",
}  # fmt: skip
_NAMES = {"pi": "π", "inf": "∞", "log": "ln", "log2": "log₂", "log10": "log₁₀"}
_OR, _COMPARE, _SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(7)


def echo(node: ast.AST, leaves: Mapping[str, Token]) -> str:
    """Return what was read, in Unicode maths."""
    return _Printer(leaves).text(node, 0)


def number_echo(text: str) -> str:
    """Print a typed number: exponents of moderate size written out, so 2e-3 becomes 0.002."""
    mantissa, _, exponent = text.lower().partition("e")
    if mantissa.endswith("."):
        mantissa = mantissa[:-1]
    if mantissa.startswith("."):
        mantissa = "0" + mantissa
    if not exponent:
        return mantissa
    shift = int(exponent[:6])
    if -5 <= shift <= 6:
        return _shifted(mantissa, shift)
    return f"{mantissa}×10{str(shift).translate(_RAISED)}"


def _shifted(mantissa: str, shift: int) -> str:
    whole, _, part = mantissa.partition(".")
    digits, point = whole + part, len(whole) + shift
    if point <= 0:
        digits, point = "0" * (1 - point) + digits, 1
    digits = digits.ljust(point, "0")
    head = digits[:point].lstrip("0") or "0"
    return head + ("." + digits[point:] if digits[point:] else "")


class _Printer:
    def __init__(self, leaves: Mapping[str, Token]) -> None:
        self.leaves = leaves

    def text(self, node: ast.AST, outer: int) -> str:
        """Print a node, in parentheses where the surrounding sign binds more tightly."""
        text, own = self._node(node)
        return f"({text})" if own < outer else text

    def _node(self, node: ast.AST) -> tuple[str, int]:
        match node:
            case ast.Name(id=key):
                return self._leaf(self.leaves[key]), _ATOM
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                return f"not {self.text(inner, _COMPARE)}", _OR
            case ast.UnaryOp(op=op, operand=inner):
                sign = "−" if isinstance(op, ast.USub) else ""
                return f"{sign}{self.text(inner, _POWER)}", _SIGN if sign else _PRODUCT
            case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
                return self._power(base, exponent), _POWER
            case ast.BinOp(left=left, op=operation, right=right):
                return self._binary(left, operation, right)
            case ast.Call(func=ast.Name(id=key), args=args):
                return self._call(self.leaves[key].text, args), _ATOM
            case ast.Compare(left=first, ops=signs, comparators=rest):
                parts = [self.text(first, _SUM)]
                parts += [_SYMBOLS[type(s)] + self.text(right, _SUM) for s, right in zip(signs, rest, strict=True)]
                return "".join(parts), _COMPARE
            case ast.BoolOp(op=joined, values=values):
                return _SYMBOLS[type(joined)].join(self.text(value, _COMPARE) for value in values), _OR
            case ast.List(elts=items):
                return "[" + ", ".join(self.text(item, 0) for item in items) + "]", _ATOM
            case ast.Tuple(elts=items):
                return ", ".join(self.text(item, 0) for item in items), 0
            case ast.Subscript(value=inner, slice=index):
                return f"{self.text(inner, _ATOM)}[{self.text(index, 0)}]", _ATOM
            case ast.Slice(lower=lower, upper=upper):
                return ":".join("" if end is None else self.text(end, 0) for end in (lower, upper)), _ATOM
        return "?", _ATOM

    def _leaf(self, token: Token) -> str:
        if token.kind == "number":
            return number_echo(token.text)
        return _NAMES.get(token.text, token.text)

    def _binary(self, left: ast.expr, operation: ast.operator, right: ast.expr) -> tuple[str, int]:
        own = _SUM if isinstance(operation, (ast.Add, ast.Sub)) else _PRODUCT
        keeps = isinstance(operation, (ast.Add, ast.Mult))  # a − (b − c) needs its parentheses, a + (b + c) does not
        first, second = self.text(left, own), self.text(right, own if keeps else own + 1)
        if second.startswith("−"):
            second = f"({second})"
        sign = _SYMBOLS[type(operation)]
        if sign == "·" and (second[0].isdigit() or first[-1].isdigit()) and self._is_power_of_ten(right):
            sign = "×"
        return f"{first}{sign}{second}", own

    def _is_power_of_ten(self, node: ast.expr) -> bool:
        match node:
            case ast.BinOp(left=ast.Name(id=key), op=ast.Pow()):
                return self.leaves[key].text == "10"
        return False

    def _power(self, base: ast.expr, exponent: ast.expr) -> str:
        below, above = self.text(base, _ATOM), self.text(exponent, 0)
        plain = above.replace("−", "-")
        if plain.removeprefix("-").isdecimal():
            return below + plain.translate(_RAISED)
        return f"{below}^{above}" if isinstance(exponent, ast.Name) else f"{below}^({above})"

    def _call(self, name: str, args: list[ast.expr]) -> str:
        inner = [self.text(arg, 0) for arg in args]
        if name == "sqrt":
            return f"√{inner[0]}" if isinstance(args[0], ast.Name) else f"√({inner[0]})"
        if name == "abs":
            return f"|{inner[0]}|"
        if name == "factorial" and isinstance(args[0], ast.Name):
            return f"{inner[0]}!"
        if name == "log" and len(args) == 2:
            base = inner[1]
            return (
                f"log{base.translate(str.maketrans('0123456789', '₀₁₂₃₄₅₆₇₈₉'))}({inner[0]})"
                if base.isdecimal()
                else (f"log({inner[0]}, base {base})")
            )
        if name in ("float", "int"):
            return inner[0]
        return f"{_NAMES.get(name, name)}({', '.join(inner)})"

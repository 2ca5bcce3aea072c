"""Tokens to a Python expression: what mathematicians write and Python does not.

Implicit products (2pi), mixed numbers (1 1/3), bars (|x|), roots (√2), superscripts (x²), factorials (5!) and function
names without parentheses (ln 2) become explicit. Every operand is written as `t7`, the seventh token: keywords, Greek
letters and long digits never reach Python's parser, and every leaf of the tree knows its column.
"""

from __future__ import annotations

from quiz.expression.operands import Operands
from quiz.expression.tokens import ReadError, Token

_COMPARISONS = {"==": "==", "!=": "!=", "≠": "!=", "<": "<", "<=": "<=", "≤": "<=", ">": ">", ">=": ">=", "≥": ">="}


class Rewriter(Operands):
    """One pass over the tokens."""

    def run(self) -> str:
        """Return the Python expression; `leaves` then tells what each `t7` is."""
        if not self.tokens:
            raise ReadError("nothing was typed", 0)
        position = 0
        while position < len(self.tokens):
            position += self._token(position)
        top = self.open[-1]
        if self.operand:
            last = self.tokens[-1]
            raise ReadError(f"unfinished: something must follow {last.text}", last.column + len(last.text))
        if len(self.open) > 1:
            raise ReadError(f"this {top.sign} is never closed", top.column)
        return " ".join(self.out)

    def _token(self, position: int) -> int:
        """Handle the token at a position and return how many were used."""
        token = self.tokens[position]
        if token.kind == "number":
            return self._number(position, token)
        if token.kind == "fraction":
            self._begin(token)
            self._leaf(token)
            self._end()
        elif token.kind == "superscript":
            self._superscript(token)
        elif token.kind == "name":
            return self._name(position, token)
        else:
            return self._operator(position, token)
        return 1

    def _operator(self, position: int, token: Token) -> int:
        sign = token.text
        if sign in "([":
            self._bracket(token)
        elif sign in ")]":
            self._close(token)
        elif sign == "|":
            self._bar(token)
        elif sign == "√":
            self._begin(token)
            self._leaf(Token("name", "sqrt", token.column, False))
            self.out.append("(")
            self.open[-1].waiting += 1
        elif sign == "∞":
            return self._name(position, Token("name", "inf", token.column, token.spaced))
        elif sign in ("+", "-") and self.operand:
            if self.open[-1].waiting:
                raise ReadError("put the function's argument in parentheses", token.column)
            self.out.append(sign)
        elif sign == "!":
            self._factorial(token)
        elif sign == ",":
            self._comma(token)
        elif sign == ":":
            if not self.rules.fields or self.open[-1].sign != "[" or not self.open[-1].call:
                raise ReadError("cannot read : here", token.column)
            self.out.append(":")
            self.operand = not self._next_closes(position)  # an open end, as in x[1:], needs no operand
        elif sign in _COMPARISONS:
            if not self.rules.comparisons:
                raise ReadError(f"cannot read {sign} here: one value is asked for", token.column)
            self._binary(_COMPARISONS[sign], token)
        elif sign == "=":
            raise ReadError("cannot read = here" + ("; write ==" if self.rules.comparisons else ""), token.column)
        elif sign in ("//", "%") and not self.rules.fields:
            raise ReadError(f"cannot read {sign} here", token.column)
        else:
            if self.after_bare and sign in ("^", "**"):
                raise ReadError("put the function's argument in parentheses", token.column)
            self._binary("**" if sign == "^" else sign, token)
        return 1

    def _next_closes(self, position: int) -> bool:
        return position + 1 < len(self.tokens) and self.tokens[position + 1].text in "],"

    def _bracket(self, token: Token) -> None:
        index = token.text == "[" and not self.operand
        if token.text == "[" and not self.rules.fields:
            raise ReadError("one number is asked for, not a list", token.column)
        if not index:
            self._begin(token)
        self.out.append(token.text)
        self._push(token.text, token.column, call=index)

    def _close(self, token: Token) -> None:
        level = self.open[-1]
        wanted = {"(": ")", "[": "]", "|": "|"}.get(level.sign)
        if wanted is None:
            raise ReadError(f"this {token.text} closes nothing", token.column)
        if token.text != wanted:
            raise ReadError(f"expected {wanted} for the {level.sign} at column {level.column + 1}", token.column)
        if self.operand:
            raise ReadError("something is missing here", token.column)
        self.open.pop()
        self.out.append(")" if token.text == "|" else token.text)
        self._end()

    def _bar(self, token: Token) -> None:
        if not self.operand and self.open[-1].sign == "|":
            self._close(token)
            return
        self._begin(token)
        self._leaf(Token("name", "abs", token.column, False))
        self.out.append("(")
        self._push("|", token.column)

    def _factorial(self, token: Token) -> None:
        if self.operand or self.after_bare:
            told = "something is missing before !" if self.operand else "put the function's argument in parentheses"
            raise ReadError(told, token.column)
        start = self._last_operand(token)
        if start and self.out[start - 1] == "**":
            raise ReadError("put parentheses around the factorial", token.column)
        key = f"t{len(self.leaves)}"
        self.leaves[key] = Token("name", "factorial", token.column, False)
        self.out[start:start] = [key, "("]
        self.out.append(")")

    def _last_operand(self, token: Token) -> int:
        """Return where in the output the operand before a postfix sign begins."""
        depth = 0
        for index in range(len(self.out) - 1, -1, -1):
            depth += self.out[index].count(")") - self.out[index].count("(")
            if depth == 0:
                before = self.leaves.get(self.out[index - 1]) if index else None
                return index - 1 if self.out[index] == "(" and before is not None else index
        raise ReadError("cannot read ! here", token.column)

    def _comma(self, token: Token) -> None:
        level = self.open[-1]
        if not (level.call or level.sign == "["):
            sides = [
                t for t in self.tokens if t.column in (token.column + 1,) or t.column + len(t.text) == token.column
            ]
            if len(self.tokens) <= 4 and len(sides) == 2 and all(side.kind == "number" for side in sides):
                raise ReadError("use a point for decimals: 0.5, not 0,5", token.column)
            raise ReadError("one number is asked for: cannot read a comma here", token.column)
        if self.operand:
            raise ReadError("something is missing before the comma", token.column)
        self.out.append(",")
        self.operand = True
        self.after_bare = False

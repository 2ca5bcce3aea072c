"""Operands of an expression: numbers, mixed numbers, percentages, names and calls, while tokens are rewritten."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from quiz.expression.functions import CONSTANTS, canonical
from quiz.expression.tokens import ReadError, Token, lowered

MAX_DEPTH = 30
_WORDS = {"and", "or", "not"}


@dataclass(slots=True)
class Rules:
    """What this reader accepts beyond plain arithmetic."""

    names: Collection[str] = ()
    fields: bool = False
    comparisons: bool = False
    mixed: bool = True
    percent: bool = False
    infinite: bool = False


@dataclass(slots=True)
class _Open:
    """An open bracket: what opened it, where, and calls without parentheses that wait for their operand."""

    sign: str
    column: int
    call: bool = False
    waiting: int = 0
    bare: bool = False  # one of those calls was a function's name, not √


class Operands:
    """What has been rewritten so far, and whether an operand or an operator must come next."""

    def __init__(self, tokens: list[Token], rules: Rules) -> None:
        self.tokens, self.rules = tokens, rules
        self.out: list[str] = []
        self.leaves: dict[str, Token] = {}
        self.guesses: list[str] = []
        self.open = [_Open("", 0)]
        self.operand = True  # an operand must come next
        self.after_bare = False  # an operand such as `ln 2` has just ended

    def _begin(self, token: Token) -> None:
        """Prepare for an operand: after another operand this is an implicit product."""
        if self.operand:
            return
        if self.after_bare:
            raise ReadError("put the function's argument in parentheses", token.column)
        self.out.append("*")
        self._guess("a product where no sign stands")
        self.operand = True

    def _leaf(self, token: Token) -> None:
        key = f"t{len(self.leaves)}"
        self.leaves[key] = token
        self.out.append(key)

    def _end(self) -> None:
        """Finish an operand, and with it the calls that waited for it."""
        level = self.open[-1]
        self.out += [")"] * level.waiting
        self.after_bare = level.bare
        level.waiting, level.bare = 0, False
        self.operand = False

    def _number(self, position: int, token: Token) -> int:
        if not self.operand:
            if self.tokens[position - 1].kind == "number":
                grouped = token.is_integer and len(token.text) == 3 and token.spaced
                more = "; write thousands as 1000 or 1_000" if grouped else ""
                raise ReadError(f"a sign is missing between two numbers{more}", token.column)
            self._begin(token)
        mixed = self._mixed(position)
        if mixed:
            self.out.append("(")
            self._leaf(token)
            self.out.append("+")
            self._leaf(self.tokens[position + 1])
            if mixed == 4:
                self.out.append("/")
                self._leaf(self.tokens[position + 3])
            self.out.append(")")
            self._guess("a mixed number")
        elif position + 1 < len(self.tokens) and self._is_percent(position + 1):
            self.out.append("(")
            self._leaf(token)
            self.out.append("/")
            self._leaf(Token("number", "100", token.column, False))
            self.out.append(")")
            mixed = 2
        else:
            self._leaf(token)
        self._end()
        return mixed or 1

    def _mixed(self, position: int) -> int:
        """Return how many tokens a mixed number such as 1 1/3 or 1½ takes here, or 0."""
        after = self.tokens[position + 1 : position + 5]
        if not self.rules.mixed or not self.tokens[position].is_integer or not after:
            return 0
        if after[0].kind == "fraction":
            return 2
        if len(after) < 3 or not (after[0].is_integer and after[0].spaced and after[1].text == "/"):
            return 0
        proper = after[2].is_integer and int(after[0].text) < int(after[2].text)
        last = len(after) == 3 or (after[3].kind == "operator" and after[3].text in "+-),|*")
        return 4 if proper and last else 0

    def _is_percent(self, position: int) -> bool:
        if self.tokens[position].text != "%" or self.rules.fields:
            return False
        if not self.rules.percent:
            raise ReadError("no percent here: write 0.25 for 25%", self.tokens[position].column)
        return True

    def _superscript(self, token: Token) -> None:
        digits = lowered(token.text)
        if self.operand or self.after_bare:
            raise ReadError(f"nothing stands before the exponent {digits}", token.column)
        if not digits.lstrip("+-").isdigit() or digits.count("-") + digits.count("+") > 1:
            raise ReadError("cannot read this exponent", token.column)
        self.out += ["**", "(", "-"] if digits[0] == "-" else ["**", "("]
        self._leaf(Token("number", digits.lstrip("+-"), token.column, False))
        self.out.append(")")

    def _name(self, position: int, token: Token) -> int:
        if token.text == "x" and "x" not in self.rules.names and self._between_numbers(position):
            self._binary("*", token)
            return 1
        follows = self.tokens[position + 1] if position + 1 < len(self.tokens) else None
        if token.text == "x10" and not self.operand and follows is not None and follows.text[0] in "^*⁰¹²³⁴⁵⁶⁷⁸⁹⁻":
            self._binary("*", token)
            self._leaf(Token("number", token.text[1:], token.column + 1, False))
            self._end()
            return 1
        if token.text in _WORDS and self.rules.comparisons:
            return self._word(token)
        ends = token.column + len(token.text)
        name = canonical(token, self.rules.names, self.rules.fields)
        token = Token("name", name, token.column, token.spaced)
        known = name.split(".")[0] in self.rules.names or name in CONSTANTS
        self._begin(token)
        if known:
            if name in ("inf", "nan") and not self.rules.infinite and name not in self.rules.names:
                raise ReadError(f"{name} is no possible answer here: a finite number is asked for", token.column)
            self._leaf(token)
            self._end()
            return 1
        self._leaf(token)
        self.out.append("(")
        if follows is not None and follows.text == "(":
            self._push("(", follows.column, call=True)
            return 2
        if follows is None or (follows.kind == "operator" and follows.text not in "√|"):
            raise ReadError(f"{name} needs its argument in parentheses", ends)
        self._guess(f"{name} of what follows it")
        self.open[-1].waiting += 1
        self.open[-1].bare = True
        return 1

    def _between_numbers(self, position: int) -> bool:
        sides = self.tokens[position - 1 : position] + self.tokens[position + 1 : position + 2]
        return (
            position > 0 and len(sides) == 2 and all(side.kind == "number" for side in sides) and sides[0].text != "0"
        )

    # ---- shared with operators

    def _word(self, token: Token) -> int:
        if (token.text == "not") != self.operand:
            raise ReadError(f"cannot read {token.text} here", token.column)
        self.out.append(token.text)
        self.operand = True
        return 1

    def _binary(self, sign: str, token: Token) -> None:
        if self.operand:
            raise ReadError(f"something is missing before {token.text}", token.column)
        self.out.append(sign)
        self.operand = True
        self.after_bare = False

    def _push(self, sign: str, column: int, call: bool = False) -> None:
        if len(self.open) > MAX_DEPTH:
            raise ReadError("too many brackets inside one another", column)
        self.open.append(_Open(sign, column, call))
        self.operand = True

    def _guess(self, what: str) -> None:
        if what not in self.guesses:
            self.guesses.append(what)

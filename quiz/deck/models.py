"""Cards as models: one class a kind, in a union told apart by `kind`.

`kind:` refuses a kind that has no class here. What else tells kinds apart, and wants a branch for a new one: checks.py,
quiz/variant (answer_key.py, form.py), quiz/grade, quiz/linting (drawn.py), and for recall quiz/session/machine.py.
"""

# ruff: noqa: RUF012 - pydantic copies the defaults of its models

from __future__ import annotations

import hashlib
import json
import re
import textwrap
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    PrivateAttr,
    StringConstraints,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from quiz.deck.calls import MAX_NAMED, Check, Computed, Expr, Few, Level, Mistake, Name, Strict, Text, Value
from quiz.deck.index import Summary
from quiz.sampling import Given

KINDS = ("number", "array", "choice", "order", "recall")
LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

CardId = Annotated[
    str,
    StringConstraints(pattern=r"^([a-z0-9-]+/[a-z0-9-]+:)?[a-z0-9]+([.-][a-z0-9]+)*$", max_length=100),
    Field(description="permanent: the learner's history hangs on it; words of a-z and 0-9 joined by . or -"),
]
Concept = Annotated[str, StringConstraints(pattern=r"^[a-z][0-9]{3}$")]
Label = Annotated[str, StringConstraints(pattern=r"^[^\s,;$]{1,12}$")]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _as_hint(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class Close(Strict):
    """`{sig: 3}` asks for three significant digits and accepts 5e-3 relative; rtol and atol override."""

    sig: Annotated[int, Field(ge=1, le=12)] = 3
    rtol: Annotated[float, Field(ge=0, le=0.1)] | None = None
    atol: Annotated[float, Field(ge=0)] = 0.0


class Hint(Strict):
    """A hint; `reveals: true` when it shows the formula or a value, so that the answer counts as Again."""

    text: Text
    reveals: bool = False


class Option(Strict):
    """One line to choose; `right` may be an expression over the drawn values."""

    text: Text
    right: bool | Expr = False
    say: Text | None = None


class FromMistakes(Strict):
    """Options made by running the card's mistakes on the same input."""

    from_: Annotated[Literal["mistakes"], Field(alias="from")]
    count: Annotated[int, Field(ge=2, le=8)] = 4
    sig: Annotated[int, Field(ge=1, le=8)] = 4


class Base(Strict):
    """What every kind has."""

    _topic: str = PrivateAttr("")
    _file: str = PrivateAttr("")
    _line: int = PrivateAttr(0)
    _body: dict[str, Any] = PrivateAttr(default_factory=dict)

    id: CardId
    aliases: Annotated[list[CardId], Field(description="former ids, after a rename or a merge")] = []
    rev: Annotated[int, Field(ge=1, description="raised when the card now asks something materially different")] = 1
    level: Level
    given: Annotated[dict[Name, Given], Few, Field(max_length=MAX_NAMED, description="drawn in this order")] = {}
    let: Annotated[dict[Name, Computed], Few, Field(max_length=MAX_NAMED, description="computed in this order")] = {}
    where: Annotated[list[str], Field(max_length=20, description="all true, or the draw is repeated")] = []
    ask: Text
    form: Annotated[Text | None, Field(description="how to write the answer; derived when absent")] = None
    hints: Annotated[
        list[Annotated[Hint, BeforeValidator(_as_hint, json_schema_input_type=Text | Hint)]], Field(max_length=6)
    ] = []
    explain: Text
    source: Annotated[Text, Field(description="book and chapter, paper, or standard")]
    concept: Annotated[list[Concept], BeforeValidator(_listed, json_schema_input_type=Concept | list[Concept])] = []

    SHAPE: ClassVar[tuple[str, ...]] = ("kind", "given", "let", "where", "form")  # fields that say what is asked
    WHERE_GIVEN: ClassVar[tuple[str, ...]] = ()  # the same, for later fields, unless false or empty

    @property
    def topic(self) -> str:
        """The topic of the deck that holds the card."""
        return self._topic

    @property
    def place(self) -> tuple[str, int]:
        """File and line of the card."""
        return self._file, self._line

    def body(self) -> dict[str, Any]:
        """Return the card as plain data, as the deck had it."""
        return self._body

    def placed(self, topic: str, file: str, line: int, body: dict[str, Any]) -> Any:
        """Set where the card came from, and return it."""
        self._topic, self._file, self._line, self._body = topic, file, line, body
        return self

    @property
    def fingerprint(self) -> str:
        """Hash of what the card asks: not of hints, explanation, level, or white space."""
        meaning: dict[str, Any] = {name: self._body.get(name) for name in self.SHAPE}
        meaning |= {it: self._body[it] for it in self.WHERE_GIVEN if getattr(self, it)}
        meaning["ask"] = " ".join(self.ask.split())
        text = json.dumps(meaning, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def summary(self) -> Summary:
        """Return what the catalogue keeps in memory."""
        from quiz.deck.checks import needs

        line = re.sub(r"\{\{.*?\}\}", "…", self.ask.strip().splitlines()[0])
        title = re.sub(r"\*\*|`", "", line)
        return Summary(
            id=self.id,
            topic=self.topic,
            kind=self.kind,  # type: ignore[attr-defined]  # each kind of card has its own literal
            level=self.level,
            title=textwrap.shorten(title, 100, placeholder="…"),
            fingerprint=self.fingerprint,
            rev=self.rev,
            aliases=tuple(self.aliases),
            concept=tuple(self.concept),
            needs=tuple(needs(self)),
            file=self._file,
            line=self._line,
        )


class Graded(Base):
    """A card whose answer is computed and compared."""

    answer: Value
    close: Close | None = None
    check: Annotated[
        list[Check], Field(max_length=10, description="any_valid: what `this`, the reply, must satisfy")
    ] = []
    mistakes: Annotated[list[Mistake], Field(max_length=12)] = []
    labels: Annotated[
        Literal["letters"] | Annotated[list[Label], Field(min_length=1)] | None,
        Field(description="integers in the answer are written as these labels"),
    ] = None

    SHAPE: ClassVar[tuple[str, ...]] = (*Base.SHAPE, "answer", "close", "check", "compare", "labels", "allow")

    @model_validator(mode="after")
    def _checkable(self) -> Graded:
        if self.answer is None:
            raise PydanticCustomError("answer", "the answer is a value, a $reference, or {run|fit|expr: ...}")
        if (self.compare == "any_valid") != bool(self.check):  # type: ignore[attr-defined]  # of the subclasses
            raise PydanticCustomError("check", "`compare: any_valid` and `check:` go together")
        return self


class NumberCard(Graded):
    """One number."""

    kind: Literal["number"]
    compare: Literal["close", "exact", "any_valid"] | None = None
    allow: Annotated[
        list[Literal["percent", "mixed", "infinite", "nan"]], Field(description="extra ways to write it")
    ] = []
    probability: Annotated[bool, Field(description="a value outside 0..1 is wrong; accepts 5e-3 absolute")] = False

    SHAPE: ClassVar[tuple[str, ...]] = (*Graded.SHAPE, "probability")


class ArrayCard(Graded):
    """A vector, matrix or sequence."""

    kind: Literal["array"]
    compare: Literal["close", "exact", "set", "ranking", "up_to_permutation", "up_to_sign", "any_valid"] | None = None
    allow: list[Literal["percent", "infinite", "nan"]] = []
    shape: Annotated[Literal["stated", "graded"], Field(description="graded: the length is part of the question")] = (
        "stated"
    )
    partial: Annotated[bool, Field(description="credit for each right entry")] = False
    probability: Annotated[bool, Field(description="every entry lies in 0..1; accepts 5e-3 absolute")] = False

    SHAPE: ClassVar[tuple[str, ...]] = (*Graded.SHAPE, "shape", "probability")


def _sort_of_options(value: Any) -> str:
    return "a list" if isinstance(value, list) else "a rule"


class ChoiceCard(Base):
    """One or several of some lines."""

    kind: Literal["choice"]
    options: Annotated[
        Annotated[FromMistakes, Tag("a rule")]
        | Annotated[Annotated[list[Option], Field(min_length=2, max_length=8)], Tag("a list")],
        Discriminator(_sort_of_options),
    ]
    several: Annotated[bool, Field(description="more than one line may be right; two `right: true` say so too")] = False
    shuffle: bool = True
    answer: Value = None
    mistakes: Annotated[list[Mistake], Field(max_length=12)] = []
    labels: Literal["letters"] | list[Label] | None = None

    SHAPE: ClassVar[tuple[str, ...]] = (*Base.SHAPE, "options", "answer", "labels")
    WHERE_GIVEN: ClassVar[tuple[str, ...]] = ("several",)

    @model_validator(mode="after")
    def _answerable(self) -> ChoiceCard:
        if isinstance(self.options, FromMistakes):
            if self.several:
                raise PydanticCustomError("choice", "of options from mistakes one is right: no `several:`")
            if self.answer is None:
                raise PydanticCustomError("choice", "options from mistakes need an `answer:` to be wrong about")
            if len(self.mistakes) < self.options.count - 1:
                message = f"{self.options.count} options need at least {self.options.count - 1} mistakes"
                raise PydanticCustomError("choice", "{message}", {"message": message})
        elif self.answer is not None or self.mistakes:
            raise PydanticCustomError(
                "choice", "written options say themselves what is right: no `answer:`, no `mistakes:`"
            )
        elif not any(rights := [option.right for option in self.options]):
            raise PydanticCustomError("choice", "no option is right")
        elif not self.several_right and True in rights and any(isinstance(right, Expr) for right in rights):
            message = "a line always right leaves none for `right: {expr}`, unless the card says `several: true`"
            raise PydanticCustomError("choice", "{message}", {"message": message})
        return self

    @property
    def several_right(self) -> bool:
        """Whether more than one line may be right, as the form sentence then says; else one is, in every variant."""
        lines = [] if isinstance(self.options, FromMistakes) else self.options
        return self.several or sum(option.right is True for option in lines) > 1


class OrderCard(Base):
    """Steps to put in order; steps in an inner list may change places."""

    kind: Literal["order"]
    steps: Annotated[
        list[
            Annotated[
                list[Text], BeforeValidator(_listed, json_schema_input_type=Text | list[Text]), Field(min_length=1)
            ]
        ],
        Field(min_length=2, max_length=12),
    ]

    SHAPE: ClassVar[tuple[str, ...]] = (*Base.SHAPE, "steps")


class RecallCard(Base):
    """Points to recall; the learner grades himself against them."""

    kind: Literal["recall"]
    points: Annotated[list[Text], Field(min_length=1, max_length=12)]

    SHAPE: ClassVar[tuple[str, ...]] = (*Base.SHAPE, "points")


Card = NumberCard | ArrayCard | ChoiceCard | OrderCard | RecallCard
MODELS: dict[str, type[Base]] = dict(
    zip(KINDS, (NumberCard, ArrayCard, ChoiceCard, OrderCard, RecallCard), strict=True)
)

Topic = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]


class Deck(Strict):
    """One file: a topic and its cards."""

    topic: Topic
    cards: Annotated[list[Annotated[Card, Field(discriminator="kind")]], Field(min_length=1, max_length=500)]

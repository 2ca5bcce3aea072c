"""What a deck may ask to be computed, as models: values, references, runs, fits and expressions.

A deck holds no code. `run:` and `fit:` name public names of algos, `expr:` and `function:` go through the whitelist of
the answer reader, `$name` and `$name.field` refer to what the card drew or computed before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError
from typing_extensions import TypeAliasType

from quiz.deck import names

NAME = r"[A-Za-z][A-Za-z0-9_]{0,39}"
REFERENCE = re.compile(rf"\$({NAME})(?:\.({NAME}))?\Z")
MAX_LITERAL_ENTRIES = 400
MAX_NAMED = 20

Name = Annotated[str, StringConstraints(pattern=rf"^{NAME}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=8_000)]
Formula = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Strict(BaseModel):
    """No unknown field, no conversion between types, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)

    @model_validator(mode="wrap")
    @classmethod
    def _suggest(cls, data: Any, handler: Any) -> Any:
        """Let an unknown field name the field that was probably meant."""
        try:
            return handler(data)
        except ValidationError as error:
            known = [field.alias or name for name, field in cls.model_fields.items()]
            raise ValidationError.from_exception_data(cls.__name__, [_told(e, known) for e in error.errors()]) from None


def _told(error: Any, known: list[str]) -> InitErrorDetails:
    message, kind = error["msg"], error["type"]
    if kind == "extra_forbidden" and len(error["loc"]) == 1:
        field = str(error["loc"][0])
        hint = names.did_you_mean(field, known) or f"; the fields here are {', '.join(known)}"
        message = f"unknown field {names.shorten(field)!r}{hint}"
    elif kind == "missing":
        message = f"the field {error['loc'][-1]!r} is missing"
    return InitErrorDetails(
        type=PydanticCustomError(kind, "{message}", {"message": message}), loc=error["loc"], input=error["input"]
    )


def _few(value: Any) -> Any:
    """Refuse a long mapping before its values are looked at, so that faults cannot pile up without end."""
    if isinstance(value, dict) and len(value) > MAX_NAMED:
        raise PydanticCustomError("size", "a mapping of names has at most {cap} entries here", {"cap": MAX_NAMED})
    return value


Few = BeforeValidator(_few)


def _public(dotted: str) -> str:
    fault = names.fault_of(dotted)
    if fault:
        raise PydanticCustomError("unknown_name", "{message}", {"message": fault})
    return dotted


def _function_name(dotted: str) -> str:
    if names.is_estimator(_public(dotted)):
        raise PydanticCustomError("estimator", "{message}", {"message": f"{dotted} is an estimator: use `fit:`"})
    return dotted


def _estimator_name(dotted: str) -> str:
    if not names.is_estimator(_public(dotted)):
        raise PydanticCustomError("function", "{message}", {"message": f"{dotted} is a function: use `run:`"})
    return dotted


FunctionName = Annotated[str, AfterValidator(_function_name)]
EstimatorName = Annotated[str, AfterValidator(_estimator_name)]


def _reference(text: str) -> str:
    if not REFERENCE.match(text):
        message = f"{names.shorten(text)!r} is not a reference; write $name or $name.field"
        raise PydanticCustomError("reference", "{message}", {"message": message})
    return text


Reference = Annotated[str, AfterValidator(_reference), Field(json_schema_extra={"pattern": rf"^\${NAME}(\.{NAME})?$"})]


class Expr(Strict):
    """`{expr: "2 * h / n"}`: the answer reader's language, with comparisons, fields and subscripts."""

    expr: Formula


class Function(Strict):
    """`{function: "x**4/4 - 2*x", of: [x]}`: an argument that is itself a function."""

    function: Formula
    of: Annotated[list[Name], Field(min_length=1, max_length=6)]


class Run(Strict):
    """`{run: graphs.bfs, with: {graph: $g, source: 0}, get: order}`."""

    run: FunctionName
    with_: Annotated[dict[Name, Value], Few] = Field(default_factory=dict, alias="with")
    get: Name | None = Field(None, description="field of the result")


Method = Literal[
    "predict",
    "predict_proba",
    "predict_marginals",
    "transform",
    "decision_function",
    "score",
    "score_samples",
    "forecast",
]


class Fit(Strict):
    """`{fit: cluster.KMeans, params: {n_clusters: 2}, with: {X: $X}, get: inertia_}`, or `call: {predict: $Z}`."""

    fit: EstimatorName
    params: Annotated[dict[Name, Value], Few] = Field(default_factory=dict)
    with_: Annotated[dict[Name, Value], Few] = Field(alias="with")
    call: Annotated[dict[Method, Value], Field(min_length=1, max_length=1)] | None = Field(
        None, description="one method of the fitted estimator, and its argument"
    )
    get: Name | None = Field(
        None, description="fitted attribute, ending in an underscore; a field of what `call` gives"
    )

    @model_validator(mode="after")
    def _one_result(self) -> Fit:
        if self.get is not None and self.call is None and not self.get.endswith("_"):
            raise PydanticCustomError("fit", "`get:` takes a fitted attribute; these end in an underscore")
        return self


def _sort_of_value(value: Any) -> str | None:
    """Choose the branch of `Value`; labels have a blank, so that they can never be mistaken for a field."""
    if isinstance(value, str):
        return "a reference" if value.startswith("$") else "a word"
    if isinstance(value, dict):
        for key in ("run", "fit", "function"):
            if key in value:
                return f"a {key}"
        return "an expr"
    if isinstance(value, Run | Fit | Function | Expr):
        return {Run: "a run", Fit: "a fit", Function: "a function", Expr: "an expr"}[type(value)]
    if isinstance(value, list):
        return "a list"
    return "a literal"


def _size_of(value: Any) -> int:
    return sum(map(_size_of, value)) if isinstance(value, list) else 1


def _small(value: list[Any]) -> list[Any]:
    if _size_of(value) > MAX_LITERAL_ENTRIES:
        raise PydanticCustomError("size", "a written list has at most {cap} entries", {"cap": MAX_LITERAL_ENTRIES})
    return value


Word = Annotated[str, StringConstraints(max_length=2_000), Field(json_schema_extra={"pattern": r"^(?!\$)"})]

if TYPE_CHECKING:  # mypy has no recursive aliases inside Annotated
    Value: TypeAlias = Any
else:
    Value = TypeAliasType(
        "Value",
        Annotated[
            Annotated[bool | int | float | None, Tag("a literal")]
            | Annotated[Reference, Tag("a reference")]
            | Annotated[Word, Tag("a word")]
            | Annotated[Annotated[list["Value"], BeforeValidator(_small)], Tag("a list")]
            | Annotated[Run, Tag("a run")]
            | Annotated[Fit, Tag("a fit")]
            | Annotated[Function, Tag("a function")]
            | Annotated[Expr, Tag("an expr")],
            Discriminator(_sort_of_value),
        ],
    )

Run.model_rebuild()
Fit.model_rebuild()


class Check(Strict):
    """One requirement: `{expr: "..."}` is true, or `{run: ..., with: ..., equals: 0.75}`."""

    expr: Formula | None = None
    run: FunctionName | None = None
    with_: Annotated[dict[Name, Value], Few] = Field(default_factory=dict, alias="with")
    get: Name | None = None
    equals: Value = None
    rtol: Annotated[float, Field(ge=0, le=0.1)] = 1e-9

    @model_validator(mode="after")
    def _one_kind(self) -> Check:
        if (self.expr is None) == (self.run is None):
            raise PydanticCustomError("check", "a check has either `expr:` or `run:`")
        if self.run is not None and self.equals is None:
            raise PydanticCustomError("check", "a check that runs something needs `equals:`")
        return self


class Mistake(Strict):
    """A wrong way to the answer; `twin:` and `run:` inherit the arguments and the field of what they replace."""

    twin: Name | None = None
    run: FunctionName | None = None
    fit: EstimatorName | None = None
    expr: Formula | None = None
    with_: Annotated[dict[Name, Value], Few] = Field(default_factory=dict, alias="with")
    params: Annotated[dict[Name, Value], Few] = Field(default_factory=dict)
    get: Name | None = None
    replaces: Name | None = Field(None, description="the `let` that it stands in for, when the answer does not tell")
    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]{1,59}$")] | None = None
    say: Text | None = Field(None, description="what to tell whoever made it; a twin has words of its own")

    @model_validator(mode="after")
    def _one_kind(self) -> Mistake:
        kinds = [kind for kind in ("twin", "run", "fit", "expr") if getattr(self, kind) is not None]
        if len(kinds) != 1:
            raise PydanticCustomError("mistake", "a mistake has exactly one of twin, run, fit, expr")
        if self.expr is not None and self.name is None:
            raise PydanticCustomError("mistake", "a mistake with `expr:` needs a `name:` for the learner's statistics")
        if self.twin is None and self.say is None:
            raise PydanticCustomError("mistake", "a mistake needs `say:`; only a `twin:` has words of its own")
        return self

    @property
    def label(self) -> str:
        """The name that is stored when a learner makes it."""
        return self.name or self.twin or self.run or self.fit or ""


Computed = Annotated[
    Annotated[Run, Tag("a run")]
    | Annotated[Fit, Tag("a fit")]
    | Annotated[Function, Tag("a function")]
    | Annotated[Expr, Tag("an expr")],
    Discriminator(_sort_of_value),
]
"""What `let:` may hold."""

value_adapter: TypeAdapter[Any] = TypeAdapter(Value)
Level = Literal["easy", "medium", "hard"]

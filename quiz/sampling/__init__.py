"""The closed list of what a card can draw: one class a kind, each with its caps.

Every draw is a JSON value, rounded before it is used and printed exactly, so that a learner computes with the very
numbers that the reference gets. `build` turns it into the array or graph that algos takes.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Tag, create_model

from quiz.deck.calls import Strict
from quiz.sampling.arrays import Counts, Grid, Labels, Probabilities, Reals, RowsOf, Series
from quiz.sampling.base import CannotDrawError, Sampler
from quiz.sampling.graphs import Graph, Tree
from quiz.sampling.numbers import Choice, Integer, Text, Uniform
from quiz.sampling.stream import Stream

__all__ = ["SAMPLERS", "CannotDrawError", "Given", "Sampler", "Stream"]

SAMPLERS: dict[str, type[Sampler]] = {
    "integer": Integer,
    "uniform": Uniform,
    "choice": Choice,
    "probabilities": Probabilities,
    "counts": Counts,
    "grid": Grid,
    "reals": Reals,
    "labels": Labels,
    "rows_of": RowsOf,
    "graph": Graph,
    "tree": Tree,
    "series": Series,
    "text": Text,
}


class OneSampler(Strict):
    """A mapping with one key, the kind of the sampler."""

    @property
    def kind(self) -> str:
        """The key."""
        return next(iter(type(self).model_fields))

    @property
    def sampler(self) -> Sampler:
        """The specification under the key."""
        found: Sampler = getattr(self, self.kind)
        return found


def _sort_of_given(value: Any) -> str | None:
    """Choose the branch by its key; a label has a blank, so that it can never be mistaken for a field."""
    if isinstance(value, OneSampler):
        return f"given {value.kind}"
    if isinstance(value, dict):
        for key in value:
            if key in SAMPLERS:
                return f"given {key}"
    return None


_branches = [
    Annotated[
        create_model(
            f"Given{sampler.__name__}", __base__=OneSampler, __doc__=sampler.__doc__, **{kind: (sampler, ...)}
        ),  # type: ignore[call-overload]  # fields by name are more than pydantic's types can say
        Tag(f"given {kind}"),
    ]
    for kind, sampler in SAMPLERS.items()
]
_union: Any = _branches[0]
for _branch in _branches[1:]:
    _union = _union | _branch

Given = Annotated[
    _union,
    Discriminator(
        _sort_of_given,
        custom_error_type="given",
        custom_error_message=f"a draw is a mapping with one of these keys: {', '.join(SAMPLERS)}",
    ),
]
"""One entry of `given:`."""

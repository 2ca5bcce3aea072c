"""Tokens described by named attributes, as numbers: what a conditional random field reads.

A token is a mapping from names to values or an iterable of names. The values of a mapping may be numbers (the weight
of the attribute), booleans (weight 1 or 0), text (``{"suffix": "ing"}`` is the attribute ``suffix:ing``), or an
iterable of texts or a mapping of such values, whose names are joined by colons: the rules of python-crfsuite.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from numbers import Real
from typing import Any, NamedTuple

import numpy as np

from .._check import INT64, FloatArray, IntArray
from .._convert import written

__all__ = ["Tokens", "read_labels", "read_tokens"]


class Tokens(NamedTuple):
    """The tokens of all sequences, one after the other.

    Sequence s holds the tokens ``sequence_start[s]`` to ``sequence_start[s + 1]``; token t the entries
    ``token_start[t]`` to ``token_start[t + 1]`` of `attribute` (a number below `n_attributes`) and `value`.
    """

    sequence_start: IntArray
    token_start: IntArray
    attribute: IntArray
    value: FloatArray


def _entries(name: str, value: Any, where: str) -> Iterator[tuple[str, float]]:
    """Yield the attributes that one item of a mapping stands for."""
    if isinstance(value, str):
        yield f"{name}:{value}", 1.0
    elif isinstance(value, (Real, np.bool_)):
        try:
            weight = float(value)
        except OverflowError:
            raise ValueError(f"{where}: the value of {name!r} must be finite, got {written(value)}") from None
        if not math.isfinite(weight):
            raise ValueError(f"{where}: the value of {name!r} must be finite, got {value!r}")
        yield name, weight
    elif isinstance(value, Mapping):
        for inner, deeper in value.items():
            yield from _entries(f"{name}:{_name(inner, where)}", deeper, where)
    elif isinstance(value, Iterable) and not isinstance(value, bytes):
        for inner in value:
            yield f"{name}:{_name(inner, where)}", 1.0
    else:
        raise TypeError(f"{where}: the value of {name!r} must be a number, text or a collection of them, got {value!r}")


def _name(name: Any, where: str) -> str:
    if not isinstance(name, str):
        raise TypeError(f"{where}: names of attributes must be text, got {name!r}")
    return name


def _token(token: Any, s: int, t: int) -> Iterable[tuple[str, float]]:
    """Return the attributes of one token and their weights."""
    where = f"X[{s}][{t}]"
    if isinstance(token, Mapping):
        entries: list[tuple[str, float]] = []
        for name, value in token.items():
            if (
                type(value) is str and type(name) is str
            ):  # the usual case, kept short: reading costs as much as 10 steps
                entries.append((name + ":" + value, 1.0))
            else:
                entries += _entries(_name(name, where), value, where)
        return entries
    if isinstance(token, (str, bytes)) or not isinstance(token, Iterable):
        raise TypeError(f"{where} must be a mapping of attributes or a list of their names, got {token!r}")
    return [(_name(name, where), 1.0) for name in token]


def read_tokens(X: Any, vocabulary: dict[str, int], grow: bool) -> Tokens:
    """Return the tokens of a list of sequences.

    `vocabulary` numbers the attributes by name. With `grow` it takes in new ones; without, they are left out.
    """
    if isinstance(X, (str, bytes, Mapping)) or not isinstance(X, Iterable):
        raise TypeError(f"X must be a list of sequences of tokens, got {type(X).__name__}")
    attribute: list[int] = []
    value: list[float] = []
    token_start, sequence_start = [0], [0]
    for s, sequence in enumerate(X):
        if isinstance(sequence, (str, bytes, Mapping)) or not isinstance(sequence, Iterable):
            raise TypeError(f"X[{s}] must be a sequence of tokens, got {type(sequence).__name__}")
        for t, token in enumerate(sequence):
            for name, weight in _token(token, s, t):
                number = vocabulary.setdefault(name, len(vocabulary)) if grow else vocabulary.get(name, -1)
                if number >= 0:
                    attribute.append(number)
                    value.append(weight)
            token_start.append(len(attribute))
        if len(token_start) - 1 == sequence_start[-1]:
            raise ValueError(f"X[{s}] is empty; every sequence must have at least one token")
        sequence_start.append(len(token_start) - 1)
    return Tokens(
        np.array(sequence_start, INT64),
        np.array(token_start, INT64),
        np.array(attribute, INT64),
        np.array(value, np.float64),
    )


def read_labels(y: Any, sequence_start: IntArray) -> list[Any]:
    """Return the labels of all tokens in one list, after checking that there is one for each token."""
    if isinstance(y, (str, bytes, Mapping)) or not isinstance(y, Iterable):
        raise TypeError(f"y must be a list of sequences of labels, got {type(y).__name__}")
    sequences = list(y)
    lengths = np.diff(sequence_start)
    if len(sequences) != len(lengths):
        raise ValueError(f"X and y must have as many sequences: got {len(lengths)} and {len(sequences)}")
    labels: list[Any] = []
    for s, (sequence, length) in enumerate(zip(sequences, lengths.tolist(), strict=True)):
        if isinstance(sequence, (str, bytes)) or not isinstance(sequence, Iterable):
            raise TypeError(f"y[{s}] must be a sequence of labels, got {type(sequence).__name__}")
        found = sequence.tolist() if isinstance(sequence, np.ndarray) else list(sequence)
        if len(found) != length:
            raise ValueError(f"y[{s}] must have one label for each of the {length} tokens of X[{s}], got {len(found)}")
        labels += found
    return labels

"""Shape, dtype, layout, labels and weights: the same rows for every name that takes such an argument."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import scipy.sparse
from sklearn.exceptions import DataConversionWarning

from . import Raises, Row, Same, Value, Warns
from .arguments import ARGUMENTS, CLASSES, ESTIMATORS, LENGTHS, ROWS_OF_X, WEIGHTED, Argument


class Subclass(np.ndarray):
    """A subclass of ndarray that would misbehave if it got into the arithmetic."""

    def __array_ufunc__(self, *arguments: Any, **keywords: Any) -> Any:
        raise AssertionError("the subclass got into the arithmetic")


def _strided(x: np.ndarray) -> np.ndarray:
    wide = np.zeros(tuple(2 * n for n in x.shape), x.dtype)
    view = wide[tuple(slice(None, None, 2) for _ in x.shape)]
    view[...] = x
    return view


def _reversed(x: np.ndarray) -> np.ndarray:
    flip = tuple(slice(None, None, -1) for _ in x.shape)
    return x[flip].copy()[flip]


def _read_only(x: np.ndarray) -> np.ndarray:
    copy = x.copy()
    copy.flags.writeable = False
    return copy


def _mapped(x: np.ndarray) -> np.ndarray:
    with tempfile.NamedTemporaryFile() as file:
        x.tofile(file.name)
        return np.memmap(file.name, x.dtype, "r", shape=x.shape)


def _unaligned(x: np.ndarray) -> np.ndarray:
    buffer = np.zeros(x.nbytes + 1, np.uint8)
    view = buffer[1:].view(x.dtype).reshape(x.shape)
    view[...] = x
    return view


def _objects(x: np.ndarray) -> np.ndarray:
    return x.astype(object)


def _unchanged(argument: Argument) -> bool:
    x = np.array(argument.good)
    before = x.copy()
    argument.call(x)
    return bool((x == before).all())


LAYOUTS: list[tuple[int, str, Callable[[np.ndarray], Any]]] = [
    (11, "list", np.ndarray.tolist),
    (11, "tuple", lambda x: tuple(x.tolist())),
    (19, "objects", _objects),
    (25, "strided", _strided),
    (25, "reversed", _reversed),
    (26, "read-only", _read_only),
    (26, "read-only memory map", _mapped),
    (29, "subclass", lambda x: x.view(Subclass)),
    (0, "unaligned", _unaligned),
]
FLOAT_LAYOUTS: list[tuple[int, str, Callable[[np.ndarray], Any]]] = [
    (14, "float32", lambda x: x.astype(np.float32)),
    (16, "longdouble", lambda x: x.astype(np.longdouble)),
    (17, "big-endian", lambda x: x.astype(">f8")),
]
MATRIX_LAYOUTS: list[tuple[int, str, Callable[[np.ndarray], Any]]] = [
    (25, "Fortran order", np.asfortranarray),
    (25, "transposed view", lambda x: x.T.copy().T),
    (34, "pandas DataFrame", lambda x: pd.DataFrame(x, columns=["a", "b"])),
    (35, "polars DataFrame", lambda x: pl.DataFrame(x, schema=["a", "b"])),
]
VECTOR_LAYOUTS: list[tuple[int, str, Callable[[np.ndarray], Any]]] = [
    (34, "pandas Series", lambda x: pd.Series(x, index=range(len(x), 0, -1))),
    (35, "polars Series", pl.Series),
]
BIG = 2**63
LABEL_LAYOUTS: list[tuple[int, str, Callable[[np.ndarray], Any]]] = [
    (13, "uint64 above 2**63", lambda y: y.astype(np.uint64) + np.uint64(BIG)),
    (17, "big-endian", lambda y: y.astype(">i4")),
    (58, "-0.0", lambda y: np.where((y == 0) & (np.arange(len(y)) % 2 == 1), -0.0, y)),
    (61, "bool", lambda y: y.astype(bool)),
    (0, "text", lambda y: np.where(y, "yes", "no")),
    (0, "float32", lambda y: y.astype(np.float32)),
    (0, "pandas categories", lambda y: pd.Categorical(y)),
]


def _with(position: int, value: Any, x: np.ndarray) -> np.ndarray:
    copy = x.astype(object if not isinstance(value, float) else float)
    copy.flat[position] = value
    return copy


def _number_faults(argument: Argument) -> Iterator[tuple[int, str, Callable[[np.ndarray], Any], Raises]]:
    name = argument.argument
    if argument.kind != "elementwise":
        yield 4, "two dimensions more", lambda x: x[..., None, None], Raises(ValueError, "dimension|shape|2D|1d")
    if argument.kind != "elementwise" and not argument.number:
        yield 5, "a number", lambda _: 1.0, Raises((ValueError, TypeError), name)
    yield 10, "np.matrix", np.asmatrix, Raises(TypeError, f"{name}.*np.matrix|np.matrix")
    yield 20, "dicts", lambda x: _with(0, {}, x), Raises(TypeError, "argument must be a string or a number.*dict")
    yield 22, "text", lambda x: x.astype(str), Raises(ValueError, f"{name}.*text")
    yield 22, "text among numbers", lambda x: _with(1, "one", x), Raises(ValueError, f"{name}.*text 'one'")
    yield 23, "dates", lambda x: x.astype(np.int64).astype("M8[D]"), Raises(TypeError, f"{name}.*dates")
    yield (
        31,
        "sparse",
        lambda x: scipy.sparse.csr_array(np.atleast_2d(x)),
        Raises(TypeError, f"{name}.*sparse.*toarray"),
    )
    yield 0, "complex", lambda x: x + 0j, Raises(ValueError, "Complex data not supported")
    yield 0, "masked", lambda x: np.ma.array(x), Raises(TypeError, f"{name}.*masked")
    yield 0, "None", lambda _: None, Raises((TypeError, ValueError), name)
    huge = Raises(ValueError, rf"{name}.*double precision, got an int near 10\*\*400")
    yield 0, "an integer that no double holds", lambda x: _with(0, 10**400, x), huge
    if argument.finite:
        for value in (np.inf, -np.inf, np.nan):
            yield 43, str(value), lambda x, value=value: _with(0, value, x), Raises(ValueError, name)
    if argument.kind == "matrix":
        yield 37, "column of text", _text_column, Raises(ValueError, f"{name}.*column 'a'")


def _text_column(x: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"n": x[:, 0], "a": pd.Categorical(["u"] * len(x))})


def _label_faults(argument: Argument) -> Iterator[tuple[int, str, Callable[[np.ndarray], Any], Raises]]:
    name = argument.argument
    yield 4, "two columns", lambda y: np.c_[y, y], Raises(ValueError, f"{name} should be a 1d array")
    yield 5, "a number", lambda _: 1, Raises(ValueError, f"{name} should be a 1d array")
    yield 10, "np.matrix", np.asmatrix, Raises(TypeError, "np.matrix")
    yield 20, "dicts", lambda y: _with(0, {}, y), Raises(TypeError, "argument must be a string or a number.*dict")
    yield 23, "dates", lambda y: y.astype("M8[D]"), Raises(TypeError, f"{name}.*datetime64")
    yield 31, "sparse", lambda y: scipy.sparse.csr_array(y[:, None]), Raises(TypeError, f"{name}.*sparse.*toarray")
    yield 44, "NaN", lambda y: _with(0, np.nan, y), Raises(ValueError, f"{name} contains NaN")
    yield 44, "infinity", lambda y: _with(0, np.inf, y), Raises(ValueError, f"{name} contains infinity")
    yield 44, "None", lambda y: _with(0, None, y), Raises(ValueError, f"{name} contains None")
    yield 62, "text and integers mixed", lambda y: _with(0, "a", y), Raises(TypeError, f"{name} .*mixture of int, str")
    yield 62, "mixed list", lambda y: ["a", *y.tolist()[1:]], Raises(TypeError, f"{name} .*mixture of int, str")
    yield 64, "continuous", lambda y: y + 0.5, Raises(ValueError, f"Unknown label type: continuous. {name}")
    yield 0, "masked", lambda y: np.ma.array(y), Raises(TypeError, f"{name}.*masked")


def _rows(argument: Argument) -> Iterator[Row]:
    labels = argument.kind == "labels"
    layouts = [*LAYOUTS, *(LABEL_LAYOUTS if labels else FLOAT_LAYOUTS)]
    layouts += MATRIX_LAYOUTS if argument.kind == "matrix" else VECTOR_LAYOUTS
    what = f"{argument.function}({argument.argument}{', matrix' * (argument.kind == 'matrix')}): "
    good = np.array(argument.good)
    usual = Same(lambda: argument.call(good))
    for number, layout, change in layouts:
        yield Row(number, what + layout, lambda change=change: argument.call(change(good)), usual)
    for number, fault, change, error in (_label_faults if labels else _number_faults)(argument):
        yield Row(number, what + fault, lambda change=change: argument.call(change(good)), error)
    yield Row(0, what + "left unchanged", lambda: _unchanged(argument), Value(True))
    if labels:
        yield Row(
            65,
            what + "column",
            lambda: argument.call(good[:, None]),
            Warns(DataConversionWarning, "column-vector", usual),
        )


def _weight_rows(name: str, call: Callable[[Any], Any]) -> Iterator[Row]:
    def row(number: int, what: str, weight: Any, *expect: Any) -> Row:
        return Row(number, f"{name}(sample_weight): {what}", lambda: call(weight), Raises(*expect))

    yield row(68, "negative", [1, 1, 1, 1, 1, -1], ValueError, "sample_weight must not be negative, got -1")
    yield row(70, "NaN", [1, 1, 1, 1, 1, np.nan], ValueError, "sample_weight contains NaN")
    yield row(70, "infinity", [1, 1, 1, 1, 1, np.inf], ValueError, "sample_weight contains infinity")
    yield row(71, "too short", [1, 1], ValueError, "sample_weight.*expected 6, got 2")
    yield row(71, "a column", [[1]] * 6, ValueError, "sample_weight must have 1 dimension")
    yield row(71, "all zero", [0] * 6, ValueError, "sample_weight must have a positive sum")
    yield row(22, "text", ["1"] * 6, ValueError, "sample_weight.*text")
    ones = Same(lambda: call(np.ones(6)), 1e-12)
    yield Row(0, f"{name}(sample_weight): all weights one", lambda: call([1] * 6), ones)
    yield Row(0, f"{name}(sample_weight): none", lambda: call(None), ones)


def _name_rows(name: str, make: Callable[[], Any]) -> Iterator[Row]:
    X = np.array(ROWS_OF_X)

    def fit(frame: Any = None) -> Any:
        return make().fit(pd.DataFrame(X, columns=["a", "b"]) if frame is None else frame, CLASSES)

    def frame(*columns: str) -> pd.DataFrame:
        return pd.DataFrame(X[:, : len(columns)], columns=[*columns])

    names = Value(["a", "b"])
    labels = Same(lambda: make().fit(X, CLASSES).predict(X))
    different = Raises(ValueError, "feature names should match")
    yield Row(34, f"{name}: pandas names kept", lambda: fit().feature_names_in_.tolist(), names)
    polars = pl.DataFrame(X, schema=["a", "b"], orient="row")
    yield Row(35, f"{name}: polars names kept", lambda: fit(polars).feature_names_in_.tolist(), names)
    yield Row(34, f"{name}: pandas predicted", lambda: fit().predict(frame("a", "b")), labels)
    yield Row(
        38, f"{name}: one name twice", lambda: fit(frame("a", "a")), Raises(ValueError, "more than one column.*'a'")
    )
    yield Row(40, f"{name}: columns permuted", lambda: fit().predict(frame("b", "a")), different)
    yield Row(40, f"{name}: another column", lambda: fit().predict(frame("a", "c")), different)
    unnamed = Warns(UserWarning, "does not have valid feature names", labels)
    yield Row(41, f"{name}: names at fit, none at predict", lambda: fit().predict(X), unnamed)
    unseen = Warns(UserWarning, "has feature names, but .* was fitted without", labels)
    yield Row(41, f"{name}: no names at fit, some at predict", lambda: fit(X).predict(frame("a", "b")), unseen)
    columns = Raises(ValueError, "1 feature.* expecting 2 features")
    yield Row(7, f"{name}: a column fewer at predict", lambda: fit(X).predict(X[:, :1]), columns)


ROWS: list[Row] = [
    *(row for argument in ARGUMENTS for row in _rows(argument)),
    *(row for name, call in WEIGHTED.items() for row in _weight_rows(name, call)),
    *(row for name, make in ESTIMATORS.items() for row in _name_rows(name, make)),
    *(
        Row(7, f"{name}: different lengths", call, Raises(ValueError, r"(?s)\b3\b.*\b2\b|\b2\b.*\b3\b"))
        for name, call in LENGTHS.items()
    ),
]

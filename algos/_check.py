"""The only place that looks at bad input.

Each function converts *and* checks, and returns exactly what kernels expect: C-contiguous, read-only float64 or int64.
An error says which argument, what was expected and what came. Nothing here compiles anything.
"""

from __future__ import annotations

from collections.abc import Collection
from math import isfinite
from numbers import Integral, Real
from typing import Any

import numpy as np
from numpy import ndarray, vdot
from numpy.typing import NDArray

from ._convert import FLOAT64, INT64, FloatArray, IntArray, convert, frozen, written

__all__ = [
    "INT64",
    "FloatArray",
    "IntArray",
    "UndefinedWarning",
    "array",
    "boolean",
    "frozen",
    "generator",
    "integer",
    "is_finite",
    "matrix",
    "number",
    "one_of",
    "probabilities",
    "same_length",
    "sample_weight",
    "seed",
    "table",
    "vector",
]


_SERIAL = 10_000
"""Up to here OpenBLAS adds up with one thread; beyond it, the check of a vector would use every core."""
_LARGEST = 2**63 - 1
"""The largest int64, so the largest integer that a kernel takes."""


class UndefinedWarning(UserWarning):
    """The quantity is not defined for this input; NaN or a documented value was returned."""


# -- arrays ----------------------------------------------------------------------------------------


def array(x: Any, name: str, ndim: int | None, *, dtype: np.dtype[Any] = FLOAT64, finite: bool = True) -> NDArray[Any]:
    """Return `x` as a C-contiguous, read-only array with `ndim` dimensions (None: any); empty ones pass."""
    if type(x) is ndarray and x.dtype is dtype and (flags := x.flags).c_contiguous and flags.aligned:
        values = x
    else:
        values = convert(x, name, dtype)
        if not values.flags.aligned:
            values = values.copy()
    if ndim is not None and values.ndim != ndim:
        if ndim == 2:
            raise ValueError(
                f"Expected 2D array, got {values.ndim}D array instead: {name} has shape {values.shape}. Reshape "
                f"your data with {name}.reshape(-1, 1) if it has a single feature or {name}.reshape(1, -1) if it "
                "is a single sample."
            )
        raise ValueError(f"{name} must have {ndim} dimension{'s' * (ndim != 1)}, got shape {values.shape}")
    if finite and dtype is FLOAT64 and not is_finite(values):
        what = "NaN" if np.isnan(values).any() else "infinity"
        raise ValueError(f"Input {name} contains {what}; every value must be finite")
    return frozen(values)


def is_finite(values: FloatArray) -> bool:
    """Tell whether an array of float64 holds neither NaN nor infinity.

    Either would reach the sum of squares, which takes half as long as `np.isfinite` on a few numbers and, by `vdot`,
    never warns. Only where that sum overflows, or is long, are the numbers looked at one by one.
    """
    return (values.size <= _SERIAL and isfinite(vdot(values, values))) or bool(np.isfinite(values).all())


def vector(
    x: Any, name: str, *, dtype: np.dtype[Any] = FLOAT64, finite: bool = True, at_least: int = 1
) -> NDArray[Any]:
    """Return `x` as a read-only vector of at least `at_least` values."""
    values = array(x, name, 1, dtype=dtype, finite=finite)
    if values.shape[0] < at_least:
        raise ValueError(f"{name} must have at least {at_least} value{'s' * (at_least != 1)}, got {values.shape[0]}")
    return values


def matrix(X: Any, name: str = "X", *, at_least: int = 1) -> FloatArray:
    """Return `X` as a read-only, finite, C-ordered matrix with at least `at_least` rows and one column."""
    values = array(X, name, 2)
    if values.shape[0] < at_least:
        raise ValueError(
            f"Found array with {values.shape[0]} sample(s) (shape={values.shape}) while a minimum of {at_least} is "
            f"required in {name}"
        )
    if values.shape[1] < 1:
        raise ValueError(
            f"Found array with {values.shape[1]} feature(s) (shape={values.shape}) while a minimum of 1 is "
            f"required in {name}"
        )
    return values


def same_length(a: Any, b: Any, name_a: str, name_b: str) -> None:
    """Refuse two arrays whose first dimensions differ."""
    if a.shape[0] != b.shape[0]:
        raise ValueError(
            f"Found input variables with inconsistent numbers of samples: {name_a} has {a.shape[0]}, "
            f"{name_b} has {b.shape[0]}"
        )


def sample_weight(weight: Any, n: int, name: str = "sample_weight", *, part: bool = False) -> FloatArray:
    """Return `n` non-negative weights with a positive sum; None gives ones. A part of a sample may weigh nothing."""
    if weight is None:
        return frozen(np.ones(n))
    if isinstance(weight, Real):
        weight = np.full(n, convert(weight, name, FLOAT64))
    values = vector(weight, name)
    if values.shape[0] != n:
        raise ValueError(f"{name} must have one weight a sample: expected {n}, got {values.shape[0]}")
    least = np.minimum.reduce(values)
    if least < 0.0:
        raise ValueError(f"{name} must not be negative, got {least}")
    if least == 0.0 and not part and not values.any():
        raise ValueError(f"{name} must have a positive sum, got only zeros")
    return values


# -- distributions ---------------------------------------------------------------------------------


def probabilities(p: Any, name: str, *, normalize: bool | None = None) -> FloatArray:
    """Return a vector that sums to one within 1e-8; with `normalize`, counts are divided by their sum.

    None is for callers that do not offer the option, which an error then does not recommend.
    """
    return _distribution(array(p, name, 1, finite=False), name, normalize)


def table(joint: Any, name: str = "table") -> FloatArray:
    """Return a matrix of joint probabilities that sums to one within 1e-8."""
    return _distribution(array(joint, name, 2, finite=False), name, None)


def _distribution(values: FloatArray, name: str, normalize: bool | None) -> FloatArray:
    if values.size == 0:
        raise ValueError(f"{name} must have at least one probability, got shape {values.shape}")
    low, high = np.minimum.reduce(values, axis=None), np.maximum.reduce(values, axis=None)
    if not (low >= 0.0 and high < np.inf):
        raise ValueError(f"{name} must hold finite values that are not negative, got {low if not low >= 0.0 else high}")
    if normalize:
        if high == 0.0:
            raise ValueError(f"{name} must have a positive sum, got only zeros")
        scaled = values / high  # first by the largest, so that huge counts do not overflow
        return frozen(scaled / np.add.reduce(scaled, axis=None))
    total = np.add.reduce(values, axis=None) if high <= 2.0 else high
    if not abs(total - 1.0) <= 1e-8:
        remedy = "divide counts by their sum" if normalize is None else "pass counts with normalize=True"
        raise ValueError(f"{name} must sum to 1 within 1e-8, got {total:.10g}; {remedy}")
    return values


# -- scalars ---------------------------------------------------------------------------------------


def integer(value: Any, name: str, *, at_least: int | None = None, at_most: int | None = _LARGEST) -> int:
    """Return a Python int within bounds; floats, bools and NaN are refused."""
    if type(value) is not int:  # the usual case first: asking an abstract class costs more than the rest
        if isinstance(value, np.ndarray) and value.ndim == 0:
            value = value[()]
        if not isinstance(value, Integral) or isinstance(value, (bool, np.bool_)):
            raise TypeError(f"{name} must be an integer, got {value!r}")
    number = int(value)
    if (at_least is not None and number < at_least) or (at_most is not None and number > at_most):
        limits = _range(at_least, None if at_most == _LARGEST >= number else at_most, False, False)
        raise ValueError(f"{name} must be an integer {limits}, got {written(number)}")
    return number


def number(
    value: Any,
    name: str,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    above: float | None = None,
    below: float | None = None,
) -> float:
    """Return a finite Python float within bounds, closed (`at_least`, `at_most`) or open (`above`, `below`)."""
    if type(value) is not float and type(value) is not int:
        if isinstance(value, np.ndarray) and value.ndim == 0:
            value = value[()]
        if not isinstance(value, Real) or isinstance(value, (bool, np.bool_)):
            raise TypeError(f"{name} must be a number, got {value!r}")
    try:
        result = float(value)
    except OverflowError:
        raise ValueError(f"{name} must be a finite number of double precision, got {written(value)}") from None
    inside = (
        isfinite(result)
        and (at_least is None or result >= at_least)
        and (at_most is None or result <= at_most)
        and (above is None or result > above)
        and (below is None or result < below)
    )
    if not inside:
        low, high = (above if at_least is None else at_least), (below if at_most is None else at_most)
        limits = _range(low, high, above is not None, below is not None)
        raise ValueError(f"{name} must be a finite number{' ' * bool(limits)}{limits}, got {result}")
    return result


def _range(low: float | None, high: float | None, open_low: bool, open_high: bool) -> str:
    if low is None and high is None:
        return ""
    if high is None:
        return f"{'above' if open_low else 'of at least'} {low}"
    if low is None:
        return f"{'below' if open_high else 'of at most'} {high}"
    return f"in {'(' if open_low else '['}{low}, {high}{')' if open_high else ']'}"


def boolean(value: Any, name: str) -> bool:
    """Return a Python bool."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return bool(value)


def one_of(value: Any, name: str, options: Collection[Any]) -> Any:
    """Return `value` if it is among `options`."""
    if type(value) is str and value in options:
        return value
    if not any(value is option or (isinstance(value, str) and value == option) for option in options):
        raise ValueError(f"{name} must be one of {', '.join(map(repr, options))}; got {value!r}")
    return value


# -- randomness ------------------------------------------------------------------------------------


def generator(rng: Any, name: str = "rng") -> np.random.Generator:
    """Return a Generator from None, a non-negative int, a SeedSequence or a Generator."""
    if isinstance(rng, np.random.Generator):
        return rng
    if rng is None or isinstance(rng, np.random.SeedSequence):
        return np.random.default_rng(rng)
    return np.random.default_rng(integer(rng, name, at_least=0, at_most=None))


def seed(random_state: Any, name: str = "random_state") -> int:
    """Draw one 63-bit seed for counter-based streams, from what scikit-learn takes as `random_state` or a Generator."""
    if isinstance(random_state, np.random.RandomState):
        return int(random_state.randint(0, 2**63 - 1, dtype=np.int64))
    if random_state is np.random:
        random_state = None
    return int(generator(random_state, name).integers(0, 2**63 - 1))

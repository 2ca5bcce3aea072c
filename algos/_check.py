"""The only place that looks at bad input.

Each function converts *and* checks, and returns exactly what kernels expect: C-contiguous, read-only float64 or int64.
An error says which argument, what was expected and what came. Nothing here compiles anything.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from numbers import Integral, Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "UndefinedWarning",
    "array",
    "boolean",
    "frozen",
    "generator",
    "integer",
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

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_FLOAT64 = np.dtype(np.float64)
_INT64 = np.dtype(np.int64)


class UndefinedWarning(UserWarning):
    """The quantity is not defined for this input; NaN or a documented value was returned."""


# -- arrays ----------------------------------------------------------------------------------------


def _as_numpy(x: Any, name: str) -> NDArray[Any]:
    """Turn anything array-like into an ndarray of its own dtype, or refuse what would lose its meaning."""
    if isinstance(x, np.ma.MaskedArray):
        raise TypeError(
            f"{name} is a masked array, whose mask would be lost; pass {name}.compressed() or .filled(value)"
        )
    if isinstance(x, np.matrix):
        raise TypeError(f"{name} is a np.matrix; pass np.asarray({name})")
    if hasattr(x, "toarray") and hasattr(x, "nnz"):
        raise TypeError(f"{name} is a sparse {type(x).__name__}, dense data is required; use {name}.toarray()")
    if not isinstance(x, np.ndarray) and hasattr(x, "__dlpack_device__") and not hasattr(x, "__array__"):
        raise TypeError(f"{name} is a {type(x).__name__} on another device; copy it to the CPU and pass a NumPy array")
    _refuse_text_columns(x, name)
    if isinstance(x, (str, bytes, dict, set, frozenset)) or x is None:
        raise TypeError(f"{name} must be an array of numbers, got {type(x).__name__}")
    try:
        return np.asarray(x)
    except (ValueError, TypeError) as error:
        raise ValueError(f"{name} must be a regular array of numbers: {error}") from None


def _refuse_text_columns(x: Any, name: str) -> None:
    """Name the first column of a DataFrame that holds no numbers, since NumPy would only show one of its values."""
    if not hasattr(x, "columns") or not hasattr(x, "dtypes"):
        return
    for column, dtype in zip(x.columns, x.dtypes, strict=True):
        kind = str(dtype).lower()
        if kind.startswith(("category", "string", "str", "enum", "utf8")):
            raise ValueError(f"{name} has a non-numeric column {column!r} of dtype {dtype}; encode it as numbers first")


def _convert(x: Any, name: str, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Convert to float64 or int64 without losing anything silently."""
    values = _as_numpy(x, name)
    kind = values.dtype.kind
    if kind == "c":
        raise ValueError(f"Complex data not supported: {name} has dtype {values.dtype}")
    if kind in "mM":
        raise TypeError(
            f"{name} holds dates or durations ({values.dtype}); convert them to numbers with a unit you choose"
        )
    if kind in "SUT":
        raise ValueError(f"{name} must hold numbers, got text such as {values.flat[0] if values.size else ''!r}")
    if kind == "V":
        raise TypeError(f"{name} must be a plain array of numbers, got structured dtype {values.dtype}")
    if kind == "O":
        values = _from_objects(values, name)
    if dtype is _INT64:
        return _to_integers(values, name)
    return np.ascontiguousarray(values, dtype=_FLOAT64) if values.ndim else values.astype(_FLOAT64)


def _from_objects(values: NDArray[Any], name: str) -> NDArray[Any]:
    for index, item in np.ndenumerate(values):
        if isinstance(item, (str, bytes)):
            raise ValueError(f"{name} must hold numbers, got text {item!r} at position {index}")
        if isinstance(item, complex) and not isinstance(item, Real):
            raise ValueError(f"Complex data not supported: {name} holds {item!r} at position {index}")
        if not isinstance(item, (Real, np.bool_)) and not hasattr(item, "__float__"):
            raise TypeError(
                f"{name}: argument must be a string or a number, got {type(item).__name__} at position {index}"
            )
    return values.astype(_FLOAT64)


def _to_integers(values: NDArray[Any], name: str) -> IntArray:
    if values.dtype.kind in "bi":
        return np.asarray(values, dtype=_INT64, order="C")
    if values.dtype.kind == "u":
        if values.size and values.max() > np.iinfo(np.int64).max:
            raise ValueError(f"{name} must fit 64-bit signed integers, got {values.max()}")
        return np.asarray(values, dtype=_INT64, order="C")
    wrong = ~np.isfinite(values) | (values != np.floor(values)) | (np.abs(values) >= 2.0**63)
    if wrong.any():
        raise ValueError(f"{name} must hold integers, got {values[wrong].flat[0]}")
    return np.asarray(values, dtype=_INT64, order="C")


def frozen(values: NDArray[Any]) -> NDArray[Any]:
    """Return a read-only view: one specialisation for every caller, and a kernel that writes to it will not compile."""
    if values.flags.writeable:
        values = values.view()
        values.setflags(False)
    return values


def array(x: Any, name: str, ndim: int | None, *, dtype: np.dtype[Any] = _FLOAT64, finite: bool = True) -> NDArray[Any]:
    """Return `x` as a C-contiguous, read-only array with `ndim` dimensions (None: any); empty ones pass."""
    if type(x) is not np.ndarray or x.dtype is not dtype or not x.flags.c_contiguous or not x.flags.aligned:
        values = _convert(x, name, dtype)
        if not values.flags.aligned:
            values = values.copy()
    else:
        values = x
    if ndim is not None and values.ndim != ndim:
        if ndim == 2:
            raise ValueError(
                f"Expected 2D array, got {values.ndim}D array instead: {name} has shape {values.shape}. Reshape "
                f"your data with {name}.reshape(-1, 1) if it has a single feature or {name}.reshape(1, -1) if it "
                "is a single sample."
            )
        raise ValueError(f"{name} must have {ndim} dimension{'s' * (ndim != 1)}, got shape {values.shape}")
    if finite and dtype is _FLOAT64 and not np.isfinite(values).all():
        what = "NaN" if np.isnan(values).any() else "infinity"
        raise ValueError(f"Input {name} contains {what}; every value must be finite")
    return frozen(values)


def vector(
    x: Any, name: str, *, dtype: np.dtype[Any] = _FLOAT64, finite: bool = True, at_least: int = 1
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


def sample_weight(weight: Any, n: int, name: str = "sample_weight") -> FloatArray:
    """Return `n` non-negative weights with a positive sum; None gives ones."""
    if weight is None:
        return frozen(np.ones(n))
    if isinstance(weight, Real):
        weight = np.full(n, float(weight))
    values = vector(weight, name)
    if values.shape[0] != n:
        raise ValueError(f"{name} must have one weight a sample: expected {n}, got {values.shape[0]}")
    if values.min() < 0.0:
        raise ValueError(f"{name} must not be negative, got {values.min()}")
    if not values.any():
        raise ValueError(f"{name} must have a positive sum, got only zeros")
    return values


# -- distributions ---------------------------------------------------------------------------------


def probabilities(p: Any, name: str, *, normalize: bool = False) -> FloatArray:
    """Return a vector that sums to one within 1e-8; with `normalize`, counts are divided by their sum."""
    return _distribution(array(p, name, 1, finite=False), name, normalize)


def table(joint: Any, name: str = "table") -> FloatArray:
    """Return a matrix of joint probabilities that sums to one within 1e-8."""
    return _distribution(array(joint, name, 2, finite=False), name, False)


def _distribution(values: FloatArray, name: str, normalize: bool) -> FloatArray:
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
        raise ValueError(
            f"{name} must sum to 1 within 1e-8, got {total:.10g}; pass counts with normalize=True where offered"
        )
    return values


# -- scalars ---------------------------------------------------------------------------------------


def integer(value: Any, name: str, *, at_least: int | None = None, at_most: int | None = None) -> int:
    """Return a Python int within bounds; floats, bools and NaN are refused."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if not isinstance(value, Integral) or isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be an integer, got {value!r}")
    number = int(value)
    if (at_least is not None and number < at_least) or (at_most is not None and number > at_most):
        raise ValueError(f"{name} must be an integer {_range(at_least, at_most, False, False)}, got {number}")
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
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if not isinstance(value, Real) or isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be a number, got {value!r}")
    result = float(value)
    low, high = (above if at_least is None else at_least), (below if at_most is None else at_most)
    inside = (
        abs(result) < np.inf
        and (at_least is None or result >= at_least)
        and (at_most is None or result <= at_most)
        and (above is None or result > above)
        and (below is None or result < below)
    )
    if not inside:
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
    return np.random.default_rng(integer(rng, name, at_least=0))


def seed(random_state: Any, name: str = "random_state") -> int:
    """Draw one 63-bit seed for counter-based streams, from what scikit-learn takes as `random_state` or a Generator."""
    if isinstance(random_state, np.random.RandomState):
        return int(random_state.randint(0, 2**63 - 1, dtype=np.int64))
    if random_state is np.random:
        random_state = None
    return int(generator(random_state, name).integers(0, 2**63 - 1))


# -- data frames, and scikit-learn's exception -----------------------------------------------------


def feature_names(X: Any) -> NDArray[Any] | None:
    """Return the column names of a data frame when all are strings, None when there are none."""
    columns = getattr(X, "columns", None)
    if columns is None or (not hasattr(X, "__array__") and not hasattr(X, "to_numpy")):
        return None
    names = [*columns]
    texts = [isinstance(name, str) for name in names]
    if not any(texts):
        return None
    if not all(texts):
        kinds = sorted({type(name).__name__ for name in names})
        raise TypeError(
            "Feature names are only supported if all input features have string names, but your input has "
            f"{kinds} as feature name / column name types. Convert them with X.columns = X.columns.astype(str)."
        )
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"X has more than one column named {twice!r}; column names must be unique")
    return np.asarray(names, dtype=object)


def not_fitted(estimator: Any) -> Exception:
    """Return a NotFittedError, scikit-learn's own where it is loaded."""
    message = (
        f"This {type(estimator).__name__} instance is not fitted yet. Call 'fit' with appropriate arguments before "
        "using this estimator."
    )
    exceptions = sys.modules.get("sklearn.exceptions")
    if exceptions is not None:
        error: Callable[[str], Exception] = exceptions.NotFittedError
        return error(message)
    return NotFittedError(message)


class NotFittedError(ValueError, AttributeError):
    """The estimator was used before it was fitted."""

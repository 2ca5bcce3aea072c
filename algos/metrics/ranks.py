r"""Ranks, with five ways to treat ties.

Sort, then walk the runs of equal values. For a run at sorted positions s..t (from one) the rank of each member is

.. math:: \text{average: } \tfrac{s + t}{2}, \quad \text{min: } s, \quad \text{max: } t, \quad \text{dense: the number
   of the run}, \quad \text{ordinal: } s, s + 1, \dots, t \text{ in the order of the input}
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._check import FloatArray, array, frozen, one_of
from .._convert import as_numpy
from .._jit import compiled_as, kernel
from .._label_codes import _bounds
from .._options import option_reader

_METHODS = {"average": 0, "min": 1, "max": 2, "dense": 3, "ordinal": 4}
_EXACT = 2**53  # up to here every integer is a float64
_SHORT = 40  # up to here insertion sort inside the kernel beats a call of NumPy's sort


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _insertion_argsort(x):
    """Return the order of a short vector, ascending and stable."""
    order = np.arange(x.shape[0])
    for i in range(1, x.shape[0]):
        j = i
        while j > 0 and x[order[j - 1]] > x[i]:
            order[j] = order[j - 1]
            j -= 1
        order[j] = i
    return order


@kernel
def _ranks_in_order(x, order, method):
    """Return ranks from one, as floats, given any order that sorts `x`."""
    n = x.shape[0]
    ranks = np.empty(n)
    start, run = 0, 0
    while start < n:
        stop = start + 1
        while stop < n and x[order[stop]] == x[order[start]]:
            stop += 1
        run += 1
        rank = 0.5 * (start + 1 + stop) if method == 0 else stop if method == 2 else run if method == 3 else start + 1
        for k in range(start, stop):
            ranks[order[k]] = rank
        start = stop
    if method == 4:  # number the members of a run in the order of the input, whatever order the sort gave them
        taken = np.zeros(n + 1, np.int64)
        for i in range(n):
            first = np.int64(ranks[i])
            ranks[i] = first + taken[first]
            taken[first] += 1
    return ranks


@kernel
def _ranks_of_few(x, method):
    """Return ranks of a short vector, all of them NaN if one value is."""
    for value in x:
        if np.isnan(value):
            return np.full(x.shape[0], np.nan)
    return _ranks_in_order(x, _insertion_argsort(x), method)


@kernel
def _ranks_of_any(x, method):
    """Return ranks of a vector of any numeric type, sorted by Numba; for adapters."""
    for i in range(x.shape[0]):
        if np.isnan(x[i]):
            return np.full(x.shape[0], np.nan)
    return _ranks_in_order(x, np.argsort(x), method)


# -- public function -------------------------------------------------------------------------------


def _rankdata_compiled(x, method="average"):  # noqa: ARG001  (the body takes it)
    read = option_reader(method, tuple(_METHODS))

    def body(x, method="average"):
        how = read(method)
        if how < 0:
            raise ValueError("method must be one of 'average', 'min', 'max', 'dense', 'ordinal'")
        return _ranks_of_any(x.copy(), how)  # a copy is contiguous and writable: all layouts share one compilation

    return body


@compiled_as(_rankdata_compiled, by_type=True)
def rankdata(x: Any, method: str = "average") -> NDArray[Any]:
    r"""Rank the values of `x` from one, the smallest first.

    .. math:: r_i = \#\{j : x_j < x_i\} + \frac{\#\{j : x_j = x_i\} + 1}{2} \quad \text{(average)}

    Parameters
    ----------
    x : array-like of shape (n,)
        Numbers; infinities are ordered like others. May be empty. Integers beyond 2**53 stay exact.
    method : {"average", "min", "max", "dense", "ordinal"}
        What equal values get: the mean, the smallest or the largest of the ranks that they occupy; the same next
        number ("dense"); or each its own, in the order of the input ("ordinal").

    Returns
    -------
    ndarray of shape (n,)
        float64 for "average", else int64. One NaN in `x` makes every rank NaN.

    Raises
    ------
    ValueError
        `x` is not a vector of numbers, or `method` is unknown.

    See Also
    --------
    scipy.stats.rankdata : the library it is tested against.

    Notes
    -----
    Time O(n log n), memory O(n).

    Inside compiled code the result is float64 for every method.

    References
    ----------
    Kendall (1945), "The treatment of ties in ranking problems", section 3.

    Examples
    --------
    >>> rankdata([10, 20, 20, 30])
    array([1. , 2.5, 2.5, 4. ])
    >>> rankdata([10, 20, 20, 30], method="dense")
    array([1, 2, 2, 3])
    """
    how = _METHODS.get(method) if isinstance(method, str) else None
    if how is None:
        one_of(method, "method", _METHODS)
    values = orderable(x, "x")
    n = values.shape[0]
    if n <= _SHORT:
        ranks = _ranks_of_few(values, how)
        undefined = n > 0 and ranks[0] != ranks[0]
    else:
        order = values.argsort()
        undefined = values[order[-1]] != values[order[-1]]  # NaN sorts last
        ranks = np.full(n, np.nan) if undefined else _ranks_in_order(values, order, how)
    return ranks if how == 0 or undefined else ranks.astype(np.int64)


def orderable(x: Any, name: str, ndim: int | None = 1, *, finite: bool = False) -> FloatArray:
    """Return `x` as float64 with the same order and the same ties, also where integers are too large for it."""
    if type(x) is not np.ndarray:
        x = as_numpy(x, name)
    if x.dtype.kind in "iu":
        if x.dtype.itemsize == 8 and not _is_exact(x):
            x = np.unique(x, return_inverse=True)[1].reshape(x.shape)
        x = x.astype(np.float64)
    return array(x, name, ndim, finite=finite)


def _is_exact(x: NDArray[Any]) -> bool:
    """Tell whether 64-bit integers are small enough to be float64."""
    if x.dtype.kind == "u":
        return not (x.size and x.max() > _EXACT)
    low, high = _bounds(frozen(np.ascontiguousarray(x.ravel(), np.int64)))
    return bool(low >= -_EXACT and high <= _EXACT)

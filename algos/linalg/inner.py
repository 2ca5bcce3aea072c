r"""Inner products: five ways to add up the same n products.

.. math:: a \cdot b = \sum_i a_i b_i
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any

import numpy as np

from .._check import FloatArray, frozen, one_of
from .._jit import compiled_as, kernel
from .._magnitudes import _largest, _unit
from .._options import option_reader
from .._sums import _dot
from .._vector import _add
from ._operands import require_finite, vectors, vectors_compiled

_LEAF = 256


@kernel
def _naive_dot(a, b):
    total = 0.0
    for i in range(a.shape[0]):
        total += a[i] * b[i]
    return total


@kernel
def _pairwise_dot(a, b):
    """Return the sum over a binary tree whose leaves are short unrolled sums.

    `partial[h]` waits for its sibling of height h; a leaf climbs as far as it finds one, as a carry does.
    """
    n = a.shape[0]
    if n <= _LEAF:
        return _dot(a, b)
    partial = np.zeros(64)
    for leaves in range(-(-n // _LEAF)):
        start = leaves * _LEAF
        total = _dot(a[start : start + _LEAF], b[start : start + _LEAF])
        height, carry = 0, leaves
        while carry & 1:
            total += partial[height]
            partial[height] = 0.0
            carry >>= 1
            height += 1
        partial[height] = total
    total = 0.0
    for height in range(64):
        total += partial[height]
    return total


@kernel
def _kahan_dot(a, b):
    total, rest = 0.0, 0.0
    for i in range(a.shape[0]):
        total, rest = _add(total, rest, a[i] * b[i])
    return total + rest


METHODS = ("naive", "unrolled", "pairwise", "kahan", "blas")
_KERNELS: dict[str, Callable[[FloatArray, FloatArray], Any]] = {
    "naive": _naive_dot,
    "unrolled": _dot,
    "pairwise": _pairwise_dot,
    "kahan": _kahan_dot,
    "blas": np.vdot,  # np.dot without its warnings, which to silence takes longer than a short product
}


# -- public functions ------------------------------------------------------------------------------


def _scaled_dot(a: FloatArray, b: FloatArray, method: str) -> float:
    """Add up what overflowed on the way, with both sides brought to about one."""
    unit_a, unit_b = _unit(_largest(a)), _unit(_largest(b))
    with np.errstate(all="ignore"):
        total = np.float64(_KERNELS[method](frozen(a * unit_a), frozen(b * unit_b)))
        return float(total / unit_a / unit_b)


def _dot_compiled(a, b, method="pairwise"):  # noqa: ARG001
    read = option_reader(method, METHODS)
    written = getattr(method, "literal_value", method)

    def by_kernel(a, b, method="pairwise"):
        which = read(method)
        a, b = vectors_compiled(a, b)
        if which == 0:
            return _naive_dot(a, b)
        if which == 1:
            return _dot(a, b)
        if which == 2:
            return _pairwise_dot(a, b)
        if which == 3:
            return _kahan_dot(a, b)
        raise ValueError("method must be 'naive', 'unrolled', 'pairwise', 'kahan', or 'blas' as a constant")

    def by_library(a, b, method="pairwise"):  # noqa: ARG001
        a, b = vectors_compiled(a, b)
        return np.dot(a, b)

    return by_library if written == "blas" else by_kernel


@compiled_as(_dot_compiled, by_type=True)
def dot(a: Any, b: Any, method: str = "pairwise") -> float:
    r"""Return the inner product of two vectors, its sum taken by a method of your choice.

    .. math:: a \cdot b = \sum_i a_i b_i

    Parameters
    ----------
    a, b : array_like of shape (n,)
        At least one value each.
    method : {'naive', 'unrolled', 'pairwise', 'kahan', 'blas'}, default 'pairwise'
        ``naive``: one after another. ``unrolled``: 16 partial sums side by side, as vector registers hold them.
        ``pairwise``: a binary tree over unrolled sums of 256 products. ``kahan``: what each addition loses is carried
        along (in Neumaier's form). ``blas``: NumPy's library.

    Returns
    -------
    float
        The product.

    Raises
    ------
    ValueError
        If the lengths differ or are 0, a value is not finite, or `method` is none of the five.

    See Also
    --------
    math.fsum : the correctly rounded sum of the products that it is tested against.
    numpy.dot : the library.

    Notes
    -----
    Time O(n), memory O(1).
    With u = 2**-53 and :math:`S = \sum_i |a_i b_i|`, and to first order in u, the error is at most

    =========  ==============================  =====================
    method     bound                           for n = 1 000 000
    =========  ==============================  =====================
    naive      n u S                           1e6 u S
    unrolled   (n / 16 + 5) u S                62 505 u S
    pairwise   (log2(n / 256) + 21) u S        33 u S
    kahan      u S + 2 u abs(result)           u S + 2 u abs(result)
    blas       that of its unrolling           about as unrolled
    =========  ==============================  =====================

    of which the rounding of the products themselves is u S. Typical errors are about the square root of the factor.
    A sum that overflows on the way is taken again with both vectors scaled by powers of two.

    In compiled callers 'blas' must be written as a constant.

    References
    ----------
    .. [1] N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., 2002, sections 3.1, 4.2 and 4.3.

    Examples
    --------
    >>> dot([1, 2, 3], [4, 5, 6])
    32.0
    >>> dot([1.0, 1e100, 1.0, -1e100], [1, 1, 1, 1], "naive")
    0.0
    >>> dot([1.0, 1e100, 1.0, -1e100], [1, 1, 1, 1], "kahan")
    2.0
    """
    one_of(method, "method", METHODS)
    a, b = vectors(a, b)
    result = float(_KERNELS[method](a, b))
    if not isfinite(result):
        require_finite(a=a, b=b)
        result = _scaled_dot(a, b, method)
    return result

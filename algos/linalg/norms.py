r"""Norms of a vector, and the Frobenius norm of a matrix.

.. math:: \lVert x \rVert_p = \Big( \sum_i |x_i|^p \Big)^{1/p}
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._check import array, number
from .._jit import REASSOCIATE, adapter_part, compiled_as, kernel, types
from .._magnitudes import _largest, _unit
from .._vector import _add, _exp, _log
from ._operands import require_finite

_CHUNK = 1024
_SQUARED = 16.0  # largest whole order whose powers are taken by squaring: even those of subnormal numbers do not vanish
_LAST = 2.0**60  # beyond this order n ** (1 / p) rounds to one
_SAFE = 2.0**-900  # a sum of squares above it lost nothing that counts to underflow


@kernel
def _count_nonzero(x):
    count = np.int64(0)
    for i in range(x.shape[0]):
        count += x[i] != 0.0
    return count


@kernel(fastmath=REASSOCIATE)
def _magnitudes_of_chunk(x):
    total = 0.0
    for i in range(x.shape[0]):
        total += abs(x[i])
    return total


@kernel(fastmath=REASSOCIATE)
def _squares_of_chunk(x, unit):
    total = 0.0
    for i in range(x.shape[0]):
        t = unit * x[i]
        total += t * t
    return total


@kernel(fastmath=REASSOCIATE)
def _powers_of_chunk(x, unit, p, log_largest):
    """Return the sum of powers of order p, in units of the largest power."""
    total = 0.0
    for i in range(x.shape[0]):
        total += _exp(p * (_log(abs(unit * x[i])) - log_largest))
    return total


@kernel(fastmath=REASSOCIATE)
def _whole_powers_of_chunk(x, unit, p, base, power):
    """Return the sum of powers of order p = 2, 3, ..., by squaring: at p = 3 seven times as fast as by logarithms."""
    n = x.shape[0]
    for i in range(n):
        base[i] = abs(unit * x[i])
        power[i] = 1.0
    while p > 1:
        if p & 1:
            for i in range(n):
                power[i] *= base[i]
        for i in range(n):
            base[i] *= base[i]
        p >>= 1
    total = 0.0
    for i in range(n):
        total += power[i] * base[i]
    return total


@kernel
def _l1(x):
    total, rest = 0.0, 0.0
    for start in range(0, x.shape[0], _CHUNK):
        total, rest = _add(total, rest, _magnitudes_of_chunk(x[start : start + _CHUNK]))
    return total + rest


@kernel
def _sum_of_squares(x, unit):
    total, rest = 0.0, 0.0
    for start in range(0, x.shape[0], _CHUNK):
        total, rest = _add(total, rest, _squares_of_chunk(x[start : start + _CHUNK], unit))
    return total + rest


@kernel
def _l2(x):
    """Return the Euclidean norm; only where the squares leave the range are the numbers scaled, in a second pass."""
    total = _sum_of_squares(x, 1.0)
    if _SAFE < total < np.inf:
        return np.sqrt(total)
    largest = _largest(x)
    if not 0.0 < largest < np.inf:
        return largest
    unit = _unit(largest)
    return np.sqrt(_sum_of_squares(x, unit)) / unit


@kernel
def _lp(x, p):
    """Return the norm of order p, with the largest number scaled to about one."""
    largest = _largest(x)
    if not 0.0 < largest < np.inf or p > _LAST:
        return largest
    unit = _unit(largest)
    total, rest = 0.0, 0.0
    if p <= _SQUARED and p == np.floor(p):
        whole, base, power = np.int64(p), np.empty(_CHUNK), np.empty(_CHUNK)
        for start in range(0, x.shape[0], _CHUNK):
            chunk = x[start : start + _CHUNK]
            total, rest = _add(total, rest, _whole_powers_of_chunk(chunk, unit, whole, base, power))
        return (total + rest) ** (1.0 / p) / unit
    log_largest = _log(unit * largest)
    for start in range(0, x.shape[0], _CHUNK):
        total, rest = _add(total, rest, _powers_of_chunk(x[start : start + _CHUNK], unit, p, log_largest))
    return (total + rest) ** (1.0 / p) * largest


@kernel
def _norm(x, p):
    if p == 2.0:
        return _l2(x)
    if p == 1.0:
        return _l1(x)
    if p == np.inf:
        return _largest(x)
    if p == 0.0:
        return np.float64(_count_nonzero(x))
    return _lp(x, p)


@adapter_part
def _checked_norm(x, p):
    values = np.ascontiguousarray(x).astype(np.float64).reshape(x.size)  # in this order: astype keeps Fortran's
    largest = _largest(values)
    if not (p >= 0.0 and largest < np.inf and x.size > 0):
        raise ValueError("x must have at least one value, all finite, and ord must not be negative")
    return _norm(values, p)


def _norm_compiled(x, ord=2):  # noqa: A002
    written = getattr(ord, "literal_value", ord)
    dimensions = x.ndim

    def of_vector(x, ord=2):  # noqa: A002
        return _checked_norm(x, np.float64(ord))

    def of_matrix(x, ord=2):  # noqa: A002, ARG001
        return _checked_norm(x, 2.0)

    def refused(x, ord=2):  # noqa: A002, ARG001
        raise ValueError("a vector needs a number as ord, and a matrix the constant 'fro'")

    text = isinstance(ord, (str, types.UnicodeType, types.StringLiteral))
    if dimensions == 1:
        return refused if text else of_vector
    return of_matrix if dimensions == 2 and written == "fro" else refused


@compiled_as(_norm_compiled, by_type=True)
def norm(x: Any, ord: float | str = 2) -> float:  # noqa: A002  (NumPy's name)
    r"""Return the norm of a vector, or the Frobenius norm of a matrix.

    .. math:: \lVert x \rVert_p = \Big( \sum_i |x_i|^p \Big)^{1/p}, \quad \lVert x \rVert_0 = |\{i : x_i \ne 0\}|,
        \quad \lVert x \rVert_\infty = \max_i |x_i|, \quad \lVert X \rVert_F = \Big( \sum_{ij} x_{ij}^2 \Big)^{1/2}

    Parameters
    ----------
    x : array_like of shape (n,), or (n, m) with ``ord="fro"``
        At least one value.
    ord : float or 'fro', default 2
        The order p: 0 counts what is not zero, 1 adds magnitudes, 2 is Euclid's, ``math.inf`` takes the largest; any
        other positive number. Below 1 it is no norm, as the triangle inequality fails. ``"fro"`` for a matrix, whose
        order 2 would be its largest singular value, which this is not.

    Returns
    -------
    float
        The norm; a whole number for ``ord=0``.

    Raises
    ------
    ValueError
        If `x` is empty or not finite; if `ord` is negative or NaN; if a matrix comes without ``ord="fro"``, or a vector
        with it.

    See Also
    --------
    numpy.linalg.norm : the library it is tested against; its order 2 overflows at 1e200 and is 0.0 at 1e-200.
    scipy.linalg.blas.dnrm2 : order 2 in BLAS.

    Notes
    -----
    Time O(n), memory O(1).
    Order 2 is one pass; only where the sum of squares leaves the range of doubles are the numbers scaled by a power of
    two and passed over again. Sums are compensated every 1024 values. Other orders scale by the largest number, so that
    the powers of ``ord=1000`` neither overflow nor vanish; whole ones up to 16 are taken by squaring.

    References
    ----------
    .. [1] J. L. Blue, "A Portable Fortran Program to Find the Euclidean Norm of a Vector", ACM TOMS 4, 1978, section 2.

    Examples
    --------
    >>> norm([3, -4]), norm([3, -4], 1), norm([3, -4], float("inf")), norm([3, 0, -4], 0)
    (5.0, 7.0, 4.0, 2.0)
    >>> norm([3e-200, 4e-200]) / 5e-200
    1.0
    >>> norm([[1, 1], [1, 1]], "fro")
    2.0
    """
    values = array(x, "x", None, finite=False)
    if isinstance(ord, str):
        if ord != "fro":
            raise ValueError(f"ord must be a number or 'fro', got {ord!r}")
        if values.ndim != 2:
            raise ValueError(f"ord='fro' is for a matrix, and x has {values.ndim} dimension(s)")
        values, p = values.reshape(-1), 2.0
    else:
        usual = ord >= 0.0 if type(ord) is float else type(ord) is int and 0 <= ord < 2**63
        p = float(ord) if usual else number(ord, "ord", at_least=0.0)
        if values.ndim != 1:
            raise ValueError(
                f"x has {values.ndim} dimensions, got shape {values.shape}: pass ord='fro' for the norm of a matrix, "
                "or x.ravel()"
            )
    if values.shape[0] == 0:
        raise ValueError("x must have at least one value, got 0")
    result = float(_norm(values, p))
    if p == 0.0 or not result < np.inf:
        require_finite(x=values)
    return result

r"""Entropy of one variable, of two together, and of one given the other.

.. math:: H(X) = -\sum_x p(x) \log p(x), \quad H(X, Y) = -\sum_{x,y} p(x, y) \log p(x, y), \quad
    H(Y \mid X) = -\sum_{x,y} p(x, y) \log \frac{p(x, y)}{p(x)}
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import _check
from .._jit import REASSOCIATE, compiled_as, kernel
from .._vector import _add, _gap, _log2, _split
from ._distributions import (
    BLOCK,
    LN2,
    PER_LN2,
    _sum,
    confirm,
    logarithm_unit,
    require_table,
    unchecked_vector,
    unit_compiled,
)


@kernel(fastmath=REASSOCIATE)
def _entropy_block(p):
    """Return -Σ p log2 p and Σ p over part of a vector, and the sign bits of the part, or-ed together."""
    bits, total, signs = 0.0, 0.0, np.int64(0)
    for i in range(p.shape[0]):
        value = np.float64(p[i])
        bits -= value * _log2(value)  # 0 log 0 is 0, since this logarithm is finite at 0
        total += value
        signs |= value.view(np.int64)
    return bits, total, signs


@kernel
def _entropy(p):
    """Return the entropy of `p` in bits, the sum of `p`, and whether any value carries a minus sign."""
    bits, bits_rest, total, total_rest, signs = 0.0, 0.0, 0.0, 0.0, np.int64(0)
    for start in range(0, p.shape[0], BLOCK):
        block, block_total, block_signs = _entropy_block(p[start : start + BLOCK])
        bits, bits_rest = _add(bits, bits_rest, block)
        total, total_rest = _add(total, total_rest, block_total)
        signs |= block_signs
    return bits + bits_rest, total + total_rest, signs < 0


@kernel
def _row_sum(row):
    """Return the sum of a row and what rounding it lost: the largest value and the rest are added exactly."""
    largest = 0
    for y in range(row.shape[0]):
        if row[y] > row[largest]:
            largest = y
    rest = _sum(row[:largest]) + _sum(row[largest + 1 :])
    total = row[largest] + rest
    return total, rest - (total - row[largest])


@kernel(fastmath=REASSOCIATE)
def _row_conditional_entropy(row, p_x):
    """Return -Σ p(x, y) log2(p(x, y) / p(x)) over one row."""
    bits = 0.0
    for y in range(row.shape[0]):
        p_xy = np.float64(row[y])
        k, m = _split(p_xy / p_x)
        f = (p_xy - p_x) / p_x if k == 0.0 else m - 1.0  # near certainty the difference is exact, the quotient not
        bits -= p_xy * (k + (f - _gap(f)) * PER_LN2)
    return bits


@kernel
def _conditional_entropy(table):
    """Return H(Y | X) in bits, X in the rows."""
    bits, rest = 0.0, 0.0
    for x in range(table.shape[0]):
        p_x, lost = _row_sum(table[x])
        if p_x > 0.0:  # a row that never happens says nothing
            bits, rest = _add(bits, rest, _row_conditional_entropy(table[x], p_x) + lost * PER_LN2)
    return bits + rest


def _entropy_compiled(p, base=2.0, normalize=False):
    if p.size == 0:
        raise ValueError("p must have at least one probability")
    unit = unit_compiled(base)
    values = p.astype(np.float64)
    if normalize:
        if not 0.0 < values.max() < np.inf:
            raise ValueError("p must be finite and must have a positive sum")
        values = values / values.max()
        values = values / values.sum()
    bits, total, _ = _entropy(values)
    if not (values.min() >= 0.0 and abs(total - 1.0) <= 1e-8):
        raise ValueError("p must hold probabilities that sum to 1 within 1e-8; pass counts with normalize=True")
    return bits * (LN2 / unit)


def _normalized(counts: Any, name: str) -> Any:
    """Divide counts by their sum; what is wrong with them, but for zeros and overflow, shows afterwards."""
    total = _sum(counts)
    if 0.0 < total < np.inf:
        return _check.frozen(counts / total)
    return _check.probabilities(counts, name, normalize=True)


@compiled_as(_entropy_compiled)
def entropy(p: Any, base: float = 2.0, normalize: bool = False) -> float:
    r"""Return the Shannon entropy of a distribution, the mean surprisal of its outcomes.

    .. math:: H = -\sum_i p_i \log p_i

    Parameters
    ----------
    p : array_like of shape (k,)
        Probabilities that sum to one within 1e-8, or counts with ``normalize=True``.
    base : float, default 2.0
        Base of the logarithm, above 1: 2 gives bits, ``math.e`` nats, 10 hartleys.
    normalize : bool, default False
        Divide `p` by its sum first.

    Returns
    -------
    float
        Between 0 (one certain outcome) and log k (all outcomes equally likely).

    Raises
    ------
    ValueError
        If `p` is empty, not one-dimensional, negative, not finite, all zero, or does not sum to one; if `base` is not
        above 1.

    See Also
    --------
    scipy.stats.entropy : the library it is tested against; it normalises silently and counts in nats.
    joint_entropy : the entropy of two variables together.
    cross_entropy : the mean surprisal under another distribution.

    Notes
    -----
    Time O(k), memory O(1).
    Terms with p_i = 0 contribute nothing, the limit of p log p. Powers of two give exact bits.

    References
    ----------
    .. [1] C. E. Shannon, "A Mathematical Theory of Communication", Bell System Technical Journal 27, 1948, section 6.

    Examples
    --------
    Half of the time one bit is told, half of the time two:

    >>> entropy([0.5, 0.25, 0.25])
    1.5
    >>> entropy([16, 16, 0], normalize=True)
    1.0
    """
    unit = logarithm_unit(base)
    values = unchecked_vector(p, "p")
    if _check.boolean(normalize, "normalize"):
        values = _normalized(values, "p")
    bits, total, any_sign = _entropy(values)
    confirm(values, "p", total, any_sign, False)
    return float(bits) if base == 2.0 else float(bits * (LN2 / unit))


def _joint_entropy_compiled(table, base=2.0):
    require_table(table)
    return _entropy(table.astype(np.float64).ravel())[0] * (LN2 / unit_compiled(base))


@compiled_as(_joint_entropy_compiled)
def joint_entropy(table: Any, base: float = 2.0) -> float:
    r"""Return the entropy of two variables taken together.

    .. math:: H(X, Y) = -\sum_{x,y} p(x, y) \log p(x, y) = H(X) + H(Y \mid X)

    Parameters
    ----------
    table : array_like of shape (k_x, k_y)
        Joint probabilities that sum to one within 1e-8.
    base : float, default 2.0
        Base of the logarithm, above 1: 2 gives bits, ``math.e`` nats.

    Returns
    -------
    float
        At least the entropy of either variable, at most the sum of both.

    Raises
    ------
    ValueError
        If `table` is empty, not two-dimensional, negative, not finite or does not sum to one; if `base` is not above 1.

    See Also
    --------
    scipy.stats.entropy : the library it is tested against, on the flattened table.
    conditional_entropy : what the second variable adds to the first.

    Notes
    -----
    Time O(k_x k_y), memory O(1).

    References
    ----------
    .. [1] T. M. Cover and J. A. Thomas, "Elements of Information Theory", 2nd ed., 2006, equation 2.8.

    Examples
    --------
    Two fair coins:

    >>> joint_entropy([[0.25, 0.25], [0.25, 0.25]])
    2.0
    """
    unit = logarithm_unit(base)
    values = _check.array(table, "table", 2, finite=False)
    bits, total, any_sign = _entropy(values.reshape(-1))
    confirm(values, "table", total, any_sign)
    return float(bits) if base == 2.0 else float(bits * (LN2 / unit))


def _conditional_entropy_compiled(table, base=2.0):
    require_table(table)
    return _conditional_entropy(table) * (LN2 / unit_compiled(base))


@compiled_as(_conditional_entropy_compiled)
def conditional_entropy(table: Any, base: float = 2.0) -> float:
    r"""Return the entropy of Y that remains once X is known.

    .. math:: H(Y \mid X) = -\sum_{x,y} p(x, y) \log \frac{p(x, y)}{p(x)} = H(X, Y) - H(X)

    Parameters
    ----------
    table : array_like of shape (k_x, k_y)
        Joint probabilities that sum to one within 1e-8, X in the rows. Transpose it for H(X | Y).
    base : float, default 2.0
        Base of the logarithm, above 1: 2 gives bits, ``math.e`` nats.

    Returns
    -------
    float
        0 where X decides Y, the entropy of Y where X says nothing about it.

    Raises
    ------
    ValueError
        If `table` is empty, not two-dimensional, negative, not finite or does not sum to one; if `base` is not above 1.

    See Also
    --------
    scipy.stats.entropy : the library it is tested against, by the chain rule.
    mutual_information : what X does tell about Y.

    Notes
    -----
    Time O(k_x k_y), memory O(1).
    Summed row by row, not as a difference of entropies, so that a nearly certain Y keeps its digits.

    References
    ----------
    .. [1] T. M. Cover and J. A. Thomas, "Elements of Information Theory", 2nd ed., 2006, equation 2.12.

    Examples
    --------
    In the first half of all cases Y is settled, in the other it is a fair coin:

    >>> conditional_entropy([[0.5, 0.0], [0.25, 0.25]])
    0.5
    """
    unit = logarithm_unit(base)
    values = _check.table(table)
    bits = _conditional_entropy(values)
    return float(bits) if base == 2.0 else float(bits * (LN2 / unit))

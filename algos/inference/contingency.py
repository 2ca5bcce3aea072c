r"""Pearson's chi-square of a table of counts against independence.

.. math:: \chi^2 = \sum_{ij} \frac{(o_{ij} - e_{ij})^2}{e_{ij}}, \qquad
    e_{ij} = \frac{o_{i \cdot} \, o_{\cdot j}}{o_{\cdot \cdot}}
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, boolean, matrix
from .._distributions import _chi2_sf
from .._jit import compiled_as, kernel
from ._counts import _total_and_sign, total_of_counts

__all__ = ["Chi2ContingencyResult", "chi2_contingency"]


class Chi2ContingencyResult(NamedTuple):
    """Result of `chi2_contingency`.

    Attributes
    ----------
    statistic : float
        The sum of squared differences, each relative to the expected count.
    pvalue : float
        How likely a statistic at least as large is if rows and columns are independent.
    dof : int
        Degrees of freedom.
    expected_freq : ndarray of shape (r, c)
        The counts expected under independence.
    """

    statistic: float
    pvalue: float
    dof: int
    expected_freq: FloatArray


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _expected(table, expected):
    """Fill in the products of the margins over the total; return the total."""
    rows, columns = np.zeros(table.shape[0]), np.zeros(table.shape[1])
    for i in range(table.shape[0]):
        for j in range(table.shape[1]):
            rows[i] += table[i, j]
            columns[j] += table[i, j]
    total = rows.sum()
    for i in range(table.shape[0]):
        for j in range(table.shape[1]):
            product = rows[i] * columns[j]
            expected[i, j] = product / total if 2.0**-900 < product < np.inf else rows[i] / total * columns[j]
    return total


@kernel
def _contingency(table, expected, correction):
    """Return statistic, p-value and degrees of freedom."""
    dof = (table.shape[0] - 1) * (table.shape[1] - 1)
    if dof == 0:
        return 0.0, 1.0, dof
    statistic = 0.0
    for i in range(table.shape[0]):
        for j in range(table.shape[1]):
            difference = abs(table[i, j] - expected[i, j])
            if correction and dof == 1:
                difference -= min(0.5, difference)
            statistic += difference * difference / expected[i, j]
    return statistic, _chi2_sf(statistic, np.float64(dof)), dof


# -- public function -------------------------------------------------------------------------------


def _chi2_contingency_compiled(table, correction=True):
    counts = table.astype(np.float64)
    expected = np.empty(counts.shape)
    total, any_negative = _total_and_sign(counts.reshape(-1))
    if counts.size == 0 or any_negative or not 0.0 < total < np.inf:
        raise ValueError("chi2_contingency: table must hold finite counts, none negative, not all zero")
    _expected(counts, expected)
    if expected.min() == 0.0:
        raise ValueError("chi2_contingency: a row or column of table holds only zeros")
    statistic, pvalue, dof = _contingency(counts, expected, bool(correction))
    return Chi2ContingencyResult(statistic, pvalue, dof, expected)


@compiled_as(_chi2_contingency_compiled)
def chi2_contingency(table: Any, correction: bool = True) -> Chi2ContingencyResult:
    r"""Test whether the rows and columns of a table of counts are independent.

    .. math:: \chi^2 = \sum_{ij} \frac{(o_{ij} - e_{ij})^2}{e_{ij}}, \qquad
        e_{ij} = \frac{o_{i \cdot} \, o_{\cdot j}}{o_{\cdot \cdot}}, \qquad dof = (r - 1)(c - 1)

    Parameters
    ----------
    table : array_like of shape (r, c)
        Counts :math:`o_{ij}` >= 0; no row and no column holds only zeros.
    correction : bool, default True
        With one degree of freedom, move each count towards the expected one by ½, at most onto it (Yates).

    Returns
    -------
    Chi2ContingencyResult
        statistic, pvalue, dof, expected_freq. A single row or column is independent of anything: statistic 0, p = 1.

    Raises
    ------
    ValueError
        If `table` is not two-dimensional, a count is negative or not finite, or a row or column holds only zeros.

    See Also
    --------
    scipy.stats.chi2_contingency : the library it is tested against.
    chisquare : for one row of counts.

    Notes
    -----
    Time O(rc), memory O(rc).

    References
    ----------
    .. [1] F. Yates, "Contingency tables involving small numbers and the χ² test", Supplement to the Journal of the
       Royal Statistical Society 1, 1934, page 222.

    Examples
    --------
    Half of each group is expected in each column, 15 and 15: without correction 4 · 5² / 15.

    >>> result = chi2_contingency([[10, 20], [20, 10]], correction=False)
    >>> round(result.statistic, 4), result.dof
    (6.6667, 1)
    >>> round(chi2_contingency([[10, 20], [20, 10]]).statistic, 4)
    5.4
    """
    counts = matrix(table, "table")
    correction = boolean(correction, "correction")
    total_of_counts(counts.reshape(-1), "table")
    expected = np.empty(counts.shape)
    _expected(counts, expected)
    if expected.min() == 0.0:
        row, column = (int(place) for place in np.unravel_index(expected.argmin(), expected.shape))
        raise ValueError(
            f"table has a row or column of zeros: the count expected at ({row}, {column}) is zero; leave it out"
        )
    statistic, pvalue, dof = _contingency(counts, expected, correction)
    return Chi2ContingencyResult(float(statistic), float(pvalue), int(dof), expected)

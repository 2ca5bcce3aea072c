r"""Pearson's chi-square of a table of counts against independence.

.. math:: \chi^2 = \sum_{ij} \frac{(o_{ij} - e_{ij})^2}{e_{ij}}, \qquad
    e_{ij} = \frac{o_{i \cdot} \, o_{\cdot j}}{o_{\cdot \cdot}}
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, array, boolean, matrix
from .._distributions import _chi2_sf
from .._jit import REASSOCIATE, compiled_as, kernel
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


@kernel(fastmath=REASSOCIATE)
def _add_row(row, columns):
    """Add a row to the sums of the columns; return its own."""
    total = 0.0
    for j in range(row.shape[0]):
        total += row[j]
        columns[j] += row[j]
    return total


@kernel(fastmath=REASSOCIATE)
def _compare_row(row, sum_of_row, scaled, total, per_column, expected):
    """Fill in the expected counts; return the sum of squared differences, each over its column's sum.

    A single division a cell: that of the expected count, which leaves whole numbers exact.
    """
    distance = 0.0
    for j in range(row.shape[0]):
        expected[j] = sum_of_row * scaled[j] / total
        difference = row[j] - expected[j]
        distance += difference * (difference * per_column[j])
    return distance


@kernel
def _contingency(table, correction, expected):
    """Return statistic, p-value, degrees of freedom and the least margin; fill in the expected counts."""
    n_rows, n_columns = table.shape
    rows, columns = np.empty(n_rows), np.zeros(n_columns)
    for i in range(n_rows):
        rows[i] = _add_row(table[i], columns)
    total = rows.sum()
    down = 2.0 ** -np.floor(np.log2(total))  # a power of two, so that no product leaves the range of doubles
    statistic, scaled, per_column = 0.0, columns * down, 1.0 / columns
    for i in range(n_rows):
        distance = _compare_row(table[i], rows[i], scaled, total * down, per_column, expected[i])
        statistic += distance / rows[i] * total
    dof = (n_rows - 1) * (n_columns - 1)
    if correction and dof == 1:
        statistic = 0.0
        for i in range(n_rows):
            for j in range(n_columns):
                difference = abs(table[i, j] - expected[i, j])
                difference -= min(0.5, difference)
                statistic += difference * difference / expected[i, j]
    least = min(rows.min(), columns.min())
    if dof == 0 or least == 0.0:
        return 0.0, 1.0, dof, least
    return statistic, _chi2_sf(statistic, np.float64(dof)), dof, least


# -- public function -------------------------------------------------------------------------------


def _chi2_contingency_compiled(table, correction=True):
    counts = np.ascontiguousarray(table).astype(np.float64)  # in this order: astype keeps Fortran's
    expected = np.empty(counts.shape)
    total, any_negative = _total_and_sign(counts.reshape(-1))
    if counts.size == 0 or any_negative or not 0.0 < total < np.inf:
        raise ValueError("chi2_contingency: table must hold finite counts, none negative, not all zero")
    statistic, pvalue, dof, least = _contingency(counts, bool(correction), expected)
    if least == 0.0:
        raise ValueError("chi2_contingency: a row or column of table holds only zeros")
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
        If `table` is not two-dimensional, a count is negative, NaN or infinite, or a row or column holds only zeros.

    See Also
    --------
    scipy.stats.chi2_contingency : the library it is tested against.
    chisquare : for one row of counts.
    algos.metrics.kendalltau : for categories that have an order, which this test does not see.

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
    counts = array(table, "table", 2, finite=False)
    if min(counts.shape) < 1:
        matrix(counts, "table")
    correction = boolean(correction, "correction")
    total_of_counts(counts.reshape(-1), "table")
    expected = np.empty(counts.shape)
    statistic, pvalue, dof, least = _contingency(counts, correction, expected)
    if least == 0.0:
        row, column = (int(place) for place in np.unravel_index(expected.argmin(), expected.shape))
        raise ValueError(
            f"table has a row or column of zeros: the count expected at ({row}, {column}) is zero; leave it out"
        )
    return Chi2ContingencyResult(float(statistic), float(pvalue), int(dof), expected)

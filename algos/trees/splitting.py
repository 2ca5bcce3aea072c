"""The best split of a set of samples: every feature scanned once, in sorted order."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._check import matrix, one_of, same_length
from .._jit import compiled_as, kernel
from .._labels import encode
from ._presorting import CRITERIA, Presorted, class_bits, count_tables, presort, scratch, sort_features
from ._scans import _best_cut, _count, _middle
from .gain import _information_gain
from .impurity import ENTROPY, GINI

__all__ = ["Split", "best_split"]


class Split(NamedTuple):
    """Rows with ``X[:, feature] <= threshold`` go left; -1, infinity and 0.0 for no split at all.

    Attributes
    ----------
    feature : int
        The column.
    threshold : float
        Halfway between two neighbouring values of it.
    gain : float
        The parent's impurity less that of the children, weighted by their size.
    """

    feature: int
    threshold: float
    gain: float


# -- kernel ----------------------------------------------------------------------------------------


@kernel
def _best_split(data, scratch):
    """Return (feature, threshold, gain) of all samples together."""
    n, k = data.order.shape[1], scratch.counts.shape[0]
    none, least = np.int64(0), np.int64(1)  # typed: literal arguments would compile the scans once more
    _count(data, none, none, n, scratch)
    feature, cut, _ = _best_cut(data, np.arange(data.order.shape[0]), none, n, scratch, least, 0.0)
    if cut == 0:
        return -1, np.inf, 0.0
    row, column, mask = data.order[feature], data.columns[feature], (1 << data.shift) - 1
    children = np.zeros((2, k))
    for i in range(n):
        children[0 if i < cut else 1, row[i] & mask] += 1.0
    gain = _information_gain(scratch.masses, children, data.criterion)
    return feature, _middle(column[row[cut - 1] >> data.shift], column[row[cut] >> data.shift]), gain


# -- public function -------------------------------------------------------------------------------


def _best_split_compiled(X, y, criterion="gini"):
    if criterion == "gini":
        code = GINI
    elif criterion == "entropy" or criterion == "log_loss":
        code = ENTROPY
    else:
        raise ValueError("criterion must be 'gini', 'entropy' or 'log_loss'")
    if X.shape[0] == 0 or X.shape[1] == 0 or X.shape[0] != y.shape[0]:
        raise ValueError("X must have at least one row and column, and y as many labels as X has rows")
    if not np.isfinite(X).all():
        raise ValueError("X must be finite")
    if (y != y).any():
        raise ValueError("y must not hold NaN")
    n, d = X.shape
    classes = np.unique(y)
    shift = class_bits(classes.shape[0])
    order = np.empty((d, n), np.int64)
    columns = sort_features(X, np.searchsorted(classes, y), shift, order)
    table, steps, scale = count_tables(n, code, False)
    data = Presorted(columns, order, shift, np.empty(0), code, table, steps, scale)
    feature, threshold, gain = _best_split(data, scratch(n, classes.shape[0], False))
    return Split(feature, threshold, gain)


@compiled_as(_best_split_compiled)
def best_split(X: Any, y: Any, criterion: str = "gini") -> Split:
    r"""Feature and threshold whose split of the samples gains most.

    .. math:: \mathrm{gain} = I(y) - \frac{n_l}{n} I(y_l) - \frac{n_r}{n} I(y_r)

    Parameters
    ----------
    X : array_like of shape (n, d)
        Finite numbers.
    y : array_like of shape (n,)
        Labels: whole numbers, bools or text.
    criterion : {"gini", "entropy", "log_loss"}
        The impurity I; "log_loss" is another name of "entropy", which is in bits.

    Returns
    -------
    Split
        feature : int, the column.
        threshold : float, halfway between two neighbouring values; rows at or below it go left.
        gain : float, not negative.
        Where no column has two different values: -1, infinity (every row goes left) and 0.0.

    Raises
    ------
    ValueError
        If `X` is empty or not finite, `y` has another length, holds measurements, or the criterion is unknown.
    TypeError
        If `y` mixes text and numbers.

    See Also
    --------
    sklearn.tree.DecisionTreeClassifier : with ``max_depth=1``, the library it is tested against.
    DecisionTreeClassifier : a whole tree.

    Notes
    -----
    Time O(d n log n), memory O(d n).
    Candidates lie between values of a feature, not between classes. Gains within 1e-12 of each other are equal, and go
    to the lowest feature, then to the lowest threshold. A split is returned even where it gains nothing, as for XOR.

    References
    ----------
    .. [1] Breiman, Friedman, Olshen, Stone, "Classification and Regression Trees", 1984, section 2.4.

    Examples
    --------
    >>> best_split([[1, 7], [2, 8], [3, 7], [4, 8]], ["no", "no", "yes", "yes"])
    Split(feature=0, threshold=2.5, gain=0.5)
    """
    code = CRITERIA[one_of(criterion, "criterion", CRITERIA)]
    values = matrix(X)
    classes, codes = encode(y)
    same_length(values, codes, "X", "y")
    data = presort(values, codes, len(classes), np.empty(0), code)
    feature, threshold, gain = _best_split(data, scratch(len(codes), len(classes), False))
    return Split(int(feature), float(threshold), float(gain))

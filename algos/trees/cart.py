"""CART: a binary tree grown greedily, each node by the split that gains most, and pruned by cost-complexity.

The algorithm is in `_scans` (the best cut of a feature), `_growing` (the tree), `_structure` (the walk down) and
`_pruning`; this file turns the estimator's arguments into theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, log2, sqrt
from numbers import Integral
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from .. import _check
from .._base import Classifier
from .._check import frozen, integer, number, one_of
from ._growing import Rules, grow
from ._presorting import CRITERIA, presort
from ._pruning import prune
from ._structure import Tree, _leaves, _parents, _path_lengths, _paths, assemble, importances
from ._weights import class_factors

__all__ = ["DecisionTreeClassifier"]

_UNLIMITED = 2**62


class DecisionTreeClassifier(Classifier):
    r"""Decision tree (CART): at every node the split that gains most, down to pure leaves or a limit.

    .. math:: \mathrm{gain} = I(\mathrm{node}) - \frac{n_l}{n} I(\mathrm{left}) - \frac{n_r}{n} I(\mathrm{right})

    over all features and thresholds, rows with ``x <= threshold`` going left. Ties (gains within 1e-12) go to the
    lowest feature, then to the lowest threshold, so the tree does not depend on `random_state` unless `max_features`
    asks for a draw.

    Parameters
    ----------
    criterion : {"gini", "entropy", "log_loss"}
        The impurity I; "log_loss" is another name of "entropy", which is in bits.
    max_depth : int, optional
        Depth of the tree at most, 1 for a stump. None: until the leaves are pure.
    min_samples_split : int or float
        A node with fewer samples is a leaf: an int of at least 2, or a fraction of n in (0, 1].
    min_samples_leaf : int or float
        A split must leave at least so many samples on either side: an int of at least 1, or a fraction in (0, 1).
    min_weight_fraction_leaf : float
        A split must leave at least this share, 0 to 0.5, of the total weight on either side.
    max_features : int, float, "sqrt", "log2", optional
        How many features to draw for each node; more are drawn while none of them can be split. None: all.
    random_state : int, Generator, RandomState, SeedSequence, optional
        Where the draws of `max_features` start; each node has a counter-based stream of its own.
    max_leaf_nodes : int, optional
        Grow best-first, and stop at so many leaves; at least 2.
    min_impurity_decrease : float
        Split only where the gain, times the node's share of the weight, is at least this; not negative.
    class_weight : dict, "balanced", optional
        Factors for the sample weights by class; "balanced" is n / (k * count of the class).
    ccp_alpha : float
        Prune to the subtree that minimises the leaves' weighted impurity plus `ccp_alpha` a leaf; not negative.

    Attributes
    ----------
    classes_ : ndarray of shape (k,)
        The classes, sorted.
    n_classes_ : int
        Their number.
    tree_ : Tree
        The nodes as a NamedTuple of arrays under scikit-learn's names, numbered as there: depth first (best first with
        `max_leaf_nodes` and no pruning). Compiled code can take it as an argument.
    feature_importances_ : ndarray of shape (d,)
        Share of the removed impurity that each feature is responsible for.
    max_features_ : int
        How many features are drawn for a node.
    n_features_in_, feature_names_in_ : int, ndarray
        What ``fit`` saw.

    See Also
    --------
    sklearn.tree.DecisionTreeClassifier : the library it is tested against, node by node.

    Notes
    -----
    Time O(d n log n + d n depth), memory O(d n).
    Memory is 12 bytes a value of `X` besides `X` itself: a transposed copy, and the order of each feature as one 32-bit
    integer a sample (64-bit where n times the number of classes exceeds 2**31). Each feature is sorted once; nodes
    keep that order by stable partition. Sums of counts are exact; samples of unequal weight take a slower path in
    floating point. X must be finite: NaN is refused, impute it first. Thresholds are float64, halfway between
    neighbours, at any magnitude; scikit-learn rounds X to float32 and ignores differences below 1e-7.

    References
    ----------
    .. [1] Breiman, Friedman, Olshen, Stone, "Classification and Regression Trees", 1984, chapters 2 to 4.
    .. [2] Hastie, Tibshirani, Friedman, "The Elements of Statistical Learning", 2009, section 9.2.

    Examples
    --------
    >>> X, y = [[1, 7], [2, 8], [3, 7], [4, 8]], ["no", "no", "yes", "yes"]
    >>> tree = DecisionTreeClassifier().fit(X, y)
    >>> int(tree.tree_.feature[0]), float(tree.tree_.threshold[0])
    (0, 2.5)
    >>> tree.predict([[2.4, 0], [2.6, 0]]).tolist()
    ['no', 'yes']
    """

    tree_: Tree
    n_classes_: int
    max_features_: int

    def __init__(
        self,
        *,
        criterion: str = "gini",
        max_depth: int | None = None,
        min_samples_split: float = 2,
        min_samples_leaf: float = 1,
        min_weight_fraction_leaf: float = 0.0,
        max_features: float | str | None = None,
        random_state: Any = None,
        max_leaf_nodes: int | None = None,
        min_impurity_decrease: float = 0.0,
        class_weight: Mapping[Any, float] | str | None = None,
        ccp_alpha: float = 0.0,
    ) -> None:
        self.criterion = criterion
        self.max_depth = max_depth
        self.min_samples_split = min_samples_split
        self.min_samples_leaf = min_samples_leaf
        self.min_weight_fraction_leaf = min_weight_fraction_leaf
        self.max_features = max_features
        self.random_state = random_state
        self.max_leaf_nodes = max_leaf_nodes
        self.min_impurity_decrease = min_impurity_decrease
        self.class_weight = class_weight
        self.ccp_alpha = ccp_alpha

    # -- fit ----------------------------------------------------------------------------------------

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Grow the tree from the rows of `X`, their labels, and optionally their weights.

        Parameters
        ----------
        X : array_like of shape (n, d)
            Finite numbers.
        y : array_like of shape (n,)
            Labels: whole numbers, bools or text.
        sample_weight : array_like of shape (n,), optional
            Not negative, not all zero. A row of weight 0 is as good as absent.

        Returns
        -------
        DecisionTreeClassifier
            Itself.
        """
        criterion = CRITERIA[one_of(self.criterion, "criterion", CRITERIA)]
        ccp_alpha = number(self.ccp_alpha, "ccp_alpha", at_least=0.0)
        values = self._fit_matrix(X)
        n, d = values.shape
        rules = self._rules(n, d)
        classes, codes = self._fit_labels(y, values)
        weight = _check.sample_weight(sample_weight, n)
        if self.class_weight is not None:
            weight = weight * class_factors(self.class_weight, classes, codes)[codes]
            if not weight.any():
                raise ValueError("class_weight times sample_weight must have a positive sum, got only zeros")
        heavy = weight > 0.0
        if not heavy.all():
            values, codes, weight = values[heavy], frozen(codes[heavy]), weight[heavy]
        unit = float(weight[0])
        if (weight == unit).all():
            weight, total = np.empty(0), float(len(codes))  # no weights: every sample counts one unit
            least = ceil(rules.min_weight_leaf * total)
        else:
            unit = 2.0 ** float(np.frexp(weight.max())[1])  # exact, and keeps squares in range
            weight = weight / unit
            total, least = float(weight.sum()), 0
        rules = rules._replace(
            min_weight_leaf=rules.min_weight_leaf * total, min_samples_leaf=max(rules.min_samples_leaf, least)
        )
        nodes, masses = grow(presort(values, codes, len(classes), weight, criterion), len(classes), rules)
        tree = assemble(nodes, masses, criterion, d, unit, not rules.best_first)
        self.classes_, self.n_classes_, self.max_features_ = classes, len(classes), rules.max_features
        self.tree_ = prune(tree, ccp_alpha) if ccp_alpha > 0.0 else tree
        return self

    def _rules(self, n: int, d: int) -> Rules:
        """Check the arguments and turn them into numbers for n samples and d features; the weight stays a fraction."""
        depth, leaves = self.max_depth, self.max_leaf_nodes
        min_leaf = _share(self.min_samples_leaf, "min_samples_leaf", n, 1, whole=False)
        max_features = _feature_count(self.max_features, d)
        return Rules(
            _UNLIMITED if depth is None else integer(depth, "max_depth", at_least=1),
            max(_share(self.min_samples_split, "min_samples_split", n, 2, whole=True), 2 * min_leaf),
            min_leaf,
            number(self.min_weight_fraction_leaf, "min_weight_fraction_leaf", at_least=0.0, at_most=0.5),
            number(self.min_impurity_decrease, "min_impurity_decrease", at_least=0.0),
            max_features,
            _UNLIMITED if leaves is None else integer(leaves, "max_leaf_nodes", at_least=2),
            leaves is not None,
            _check.seed(self.random_state) if max_features < d or self.random_state is not None else 0,
        )

    # -- after fit ----------------------------------------------------------------------------------

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "tree_")

    def apply(self, X: Any) -> NDArray[np.int64]:
        """Return the number of the leaf that each row of `X` falls into."""
        values = self._predict_matrix(X)
        return _leaves(values, *map(frozen, self.tree_[:4]))  # unpickled arrays are writable

    def decision_path(self, X: Any) -> Any:
        """Return a ``scipy.sparse.csr_matrix`` of shape (rows, nodes) with a one for every node that a row passes."""
        from scipy.sparse import csr_matrix

        leaves, tree = self.apply(X), self.tree_
        parent = _parents(frozen(tree.children_left), frozen(tree.children_right))
        indptr = np.concatenate([[0], np.cumsum(_path_lengths(leaves, parent))])
        indices = _paths(leaves, parent, indptr)
        return csr_matrix((np.ones(len(indices), np.int64), indices, indptr), shape=(len(leaves), tree.node_count))

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """Return for each row the shares of the classes, by weight, in its leaf."""
        leaves = self.apply(X)
        return self.tree_.value[leaves, 0]

    def predict_log_proba(self, X: Any) -> NDArray[np.float64]:
        """Return the natural logarithm of `predict_proba`; minus infinity for a class that the leaf does not hold."""
        with np.errstate(divide="ignore"):
            logarithms: NDArray[np.float64] = np.log(self.predict_proba(X))
        return logarithms

    def predict(self, X: Any) -> NDArray[Any]:
        """Return for each row the heaviest class of its leaf; the first of several."""
        leaves, value = self.apply(X), self.tree_.value
        if len(leaves) < len(value):
            return self.classes_[value[leaves, 0].argmax(axis=1)]
        return self.classes_[value[:, 0].argmax(axis=1)[leaves]]

    def get_depth(self) -> int:
        """Return the depth of the tree, 0 for a single leaf."""
        self._check_fitted()
        return self.tree_.max_depth

    def get_n_leaves(self) -> int:
        """Return how many leaves the tree has."""
        self._check_fitted()
        return self.tree_.n_leaves

    @property
    def feature_importances_(self) -> NDArray[np.float64]:
        """Share of the removed impurity that each feature is responsible for."""
        self._check_fitted()
        return importances(self.tree_)


def _share(value: Any, name: str, n: int, least: int, *, whole: bool) -> int:
    """Read a number of samples: an int of at least `least`, or a fraction of n, rounded up."""
    if isinstance(value, Integral):
        return integer(value, name, at_least=least)
    fraction = number(value, name, above=0.0, at_most=1.0) if whole else number(value, name, above=0.0, below=1.0)
    return max(least, ceil(fraction * n))


def _feature_count(value: Any, d: int) -> int:
    """Read `max_features`."""
    if value is None:
        return d
    if isinstance(value, str):
        return max(1, int(sqrt(d) if one_of(value, "max_features", ("sqrt", "log2")) == "sqrt" else log2(d)))
    if isinstance(value, Integral):
        return integer(value, "max_features", at_least=1, at_most=d)
    return max(1, int(number(value, "max_features", above=0.0, at_most=1.0) * d))

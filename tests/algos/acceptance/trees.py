"""The acceptance matrix of trees."""

import numpy as np
from scipy.sparse import csr_matrix

from algos.trees import (
    DecisionTreeClassifier,
    best_split,
    entropy_impurity,
    gain_ratio,
    gini_impurity,
    information_gain,
    misclassification,
)
from tests.algos.acceptance import Raises, Row, Same, Value

X = [[1.0, 5.0], [2.0, 6.0], [3.0, 5.0], [4.0, 6.0]]
Y = [0, 0, 1, 1]


def _fit(X=X, y=Y, weight=None, **arguments):
    """Return the arrays of a fitted tree."""
    return [part.tolist() for part in DecisionTreeClassifier(**arguments).fit(X, y, weight).tree_[:8]]


def _refusal(number, what, match, X=X, y=Y, weight=None, error=ValueError, **arguments):
    return Row(
        number, f"trees.DecisionTreeClassifier: {what}", lambda: _fit(X, y, weight, **arguments), Raises(error, match)
    )


def _split_refusal(number, what, match, X=X, y=Y, error=ValueError):
    return Row(number, f"trees.best_split: {what}", lambda: best_split(X, y), Raises(error, match))


def _same(number, what, make):
    """Return rows for a form of `X` that must not change the answer."""
    return [
        Row(number, f"trees.DecisionTreeClassifier: {what}", lambda: _fit(make()), Same(_fit)),
        Row(
            number,
            f"trees.best_split: {what}",
            lambda: tuple(best_split(make(), Y)),
            Same(lambda: tuple(best_split(X, Y))),
        ),
    ]


def _read_only():
    values = np.array(X)
    values.flags.writeable = False
    return values


def _matrix():
    """Return a np.matrix; NumPy only warns where one is made by name."""
    return np.array(X).view(np.matrix)


def _bad_inputs(refusal):
    return [
        refusal(1, "no rows", "0 sample", np.empty((0, 3)), []),
        refusal(2, "no columns", "0 feature", np.empty((4, 0))),
        refusal(4, "three dimensions", "2D", np.ones((4, 2, 2))),
        refusal(5, "a scalar", "2D", 3.0),
        refusal(7, "lengths differ", "X has 4, y has 3", X, [0, 1, 1]),
        refusal(10, "np.matrix", "np.matrix", _matrix(), error=TypeError),
        refusal(
            20, "objects that are no numbers", "number", np.array([[{}], [{}], [{}], [{}]], object), error=TypeError
        ),
        refusal(22, "text", "text", [["a"], ["b"], ["c"], ["d"]]),
        refusal(23, "dates", "dates", np.zeros((4, 1), "datetime64[D]"), error=TypeError),
        refusal(31, "sparse", "toarray", csr_matrix(X), error=TypeError),
        refusal(43, "infinity", "infinity", [[np.inf], [1], [2], [3]]),
        refusal(0, "NaN", "NaN", [[np.nan], [1], [2], [3]]),
        refusal(0, "complex", "complex", np.ones((4, 1)) * 1j),
        refusal(0, "a masked array", "mask", np.ma.masked_array(X, mask=False), error=TypeError),
        refusal(44, "NaN label", "NaN", X, [0, 1, 1, np.nan]),
        refusal(62, "text and numbers as labels", "mixture", X, ["a", 1, 1, 1], error=TypeError),
        refusal(64, "measurements as labels", "Unknown label type", X, [0.5, 1.5, 2.5, 3.5]),
    ]


ROWS = [
    *_bad_inputs(_refusal),
    *_bad_inputs(_split_refusal),
    *_same(11, "tuples", lambda: tuple(map(tuple, X))),
    *_same(14, "float32", lambda: np.array(X, np.float32)),
    *_same(16, "long double", lambda: np.array(X, np.longdouble)),
    *_same(17, "big-endian", lambda: np.array(X, ">f8")),
    *_same(19, "objects that are numbers", lambda: np.array(X, object)),
    *_same(25, "Fortran order", lambda: np.asfortranarray(X)),
    *_same(25, "reversed view", lambda: np.array(X)[::-1, ::-1][::-1, ::-1]),
    *_same(26, "read-only", _read_only),
    Row(8, "trees.DecisionTreeClassifier: one row", lambda: _fit([[7.0]], [3])[7], Value([[[1.0]]])),
    Row(8, "trees.best_split: one row", lambda: tuple(best_split([[7.0]], [3])), Value((-1, np.inf, 0.0))),
    Row(
        13,
        "trees.best_split: unsigned beyond 2**63",
        lambda: tuple(best_split(np.array([[2**64 - 1], [0]], np.uint64), [0, 1])),
        Value((0, 2.0**63, 0.5)),
    ),
    Row(
        50,
        "trees.DecisionTreeClassifier: values of 1e300",
        lambda: _fit(np.array(X) * 1e300)[3],
        Value([2.5e300, -2.0, -2.0], 1e-15),
    ),
    Row(
        58,
        "trees.best_split: zeros of both signs",
        lambda: tuple(best_split([[0.0], [-0.0]], [0, 1])),
        Value((-1, np.inf, 0.0)),
    ),
    Row(
        59,
        "trees.DecisionTreeClassifier: a single class",
        lambda: DecisionTreeClassifier().fit(X, ["a"] * 4).predict(X[:1]).tolist(),
        Value(["a"]),
    ),
    Row(61, "trees.DecisionTreeClassifier: bool labels", lambda: _fit(y=[False, False, True, True]), Same(_fit)),
    _refusal(68, "negative weight", "negative", weight=[1, 1, 1, -1]),
    _refusal(70, "NaN weight", "NaN", weight=[1, 1, 1, np.nan]),
    _refusal(71, "too few weights", "expected 4, got 3", weight=[1, 1, 1]),
    _refusal(0, "weights all zero", "positive sum", weight=[0, 0, 0, 0]),
    _refusal(74, "max_depth of zero", "max_depth", max_depth=0),
    _refusal(76, "negative ccp_alpha", "ccp_alpha", ccp_alpha=-1.0),
    _refusal(77, "unknown criterion", "'gini'", criterion="twoing"),
    _refusal(80, "random_state of -1", "random_state", random_state=-1),
    Row(
        82,
        "trees.DecisionTreeClassifier: the same seed twice",
        lambda: _fit(max_features=1, random_state=4),
        Same(lambda: _fit(max_features=1, random_state=4)),
    ),
    Row(
        83,
        "trees.DecisionTreeClassifier: NumPy scalar",
        lambda: _fit(max_depth=np.int32(1)),
        Same(lambda: _fit(max_depth=1)),
    ),
    *[
        Row(number, f"trees.{function.__name__}: {what}", lambda f=function, c=counts: f(c), Raises(error, match))
        for function in (entropy_impurity, gini_impurity, misclassification)
        for number, what, counts, error, match in (
            (0, "no counts", [], ValueError, "at least 1"),
            (0, "all zero", [0, 0], ValueError, "zeros"),
            (91, "negative count", [1, -1], ValueError, "negative"),
            (0, "NaN", [1, np.nan], ValueError, "NaN"),
            (22, "text", ["a"], ValueError, "text"),
        )
    ],
    *[
        Row(
            number,
            f"trees.{function.__name__}: {what}",
            lambda f=function, c=children: f([2, 2], c),
            Raises(ValueError, match),
        )
        for function in (information_gain, gain_ratio)
        for number, what, children, match in (
            (92, "children of another sum", [[2, 1], [0, 0]], "add up"),
            (91, "negative count", [[3, 2], [-1, 0]], "negative"),
            (4, "one dimension", [2, 2], "2D"),
        )
    ],
]

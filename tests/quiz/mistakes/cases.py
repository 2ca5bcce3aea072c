"""Typical inputs for every algorithm that has twins, with the right result from textbook versions and libraries."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import scipy.stats
import sklearn.metrics

from tests.naive import cluster, graphs, metrics, trees

from .case import Case
from .metric_cases import METRIC_CASES


class Csr(NamedTuple):
    """A graph as algos.graphs stores it."""

    indptr: np.ndarray
    indices: np.ndarray


def csr(lists: list[list[int]]) -> Csr:
    return Csr(np.cumsum([0, *map(len, lists)]), np.array([other for near in lists for other in near], dtype=np.int64))


# Two cycles and a chord; breadth first by number would differ from breadth first by queue.
GRAPH = graphs.adjacency(8, [(0, 2), (0, 3), (2, 7), (3, 4), (7, 5), (4, 5), (5, 6), (2, 3), (1, 6), (0, 5)])
TREE = graphs.adjacency(7, [(0, 1), (1, 2), (1, 3), (3, 4), (3, 6), (4, 5)])


def _bfs() -> dict[str, Any]:
    return dict(zip(("order", "distance", "parent"), graphs.bfs(GRAPH, 0), strict=True))


def _dfs() -> dict[str, Any]:
    return dict(zip(("order", "postorder", "parent", "depth"), graphs.dfs(GRAPH, 0), strict=True))


BFS_STATE = {"queue": [3, 5], "distance": [0, -1, 1, 1, -1, 1, -1, 2], "parent": [-1, -1, 0, 0, -1, 0, -1, 2]}
DFS_STATE = {"stack": [0, 2, 3], "depth": [0, -1, 1, 2, -1, -1, -1, -1], "parent": [-1, -1, 0, 2, -1, -1, -1, -1]}
DFS_END = {"stack": [0, 1], "depth": [0, 1], "parent": [-1, 0]}

P, Q = [0.5, 0.25, 0.125, 0.125], [0.125, 0.5, 0.25, 0.125]
TABLE = np.array([[0.3, 0.1, 0.05], [0.05, 0.2, 0.3]])


def _entropy(p: Any, base: float = 2.0) -> float:
    return float(scipy.stats.entropy(np.ravel(p), base=base))


def _kl(p: Any, q: Any) -> float:
    return float(scipy.stats.entropy(p, q, base=2))


_MIDDLE = (np.array(P) + np.array(Q)) / 2
_H_X, _H_Y, _H_XY = _entropy(TABLE.sum(axis=1)), _entropy(TABLE.sum(axis=0)), _entropy(TABLE)
A, B = [0, 0, 1, 1, 2, 2], [0, 0, 1, 2, 2, 2]

X = np.array([[0.0, 0.0], [1.0, 0.5], [0.0, 3.0], [4.0, 4.0], [5.0, 3.0], [5.5, 6.0], [2.0, 2.5]])
CENTERS = np.array([[0.0, 1.0], [2.0, 3.0]])


def _lloyd() -> dict[str, Any]:
    return dict(zip(("labels", "centers", "inertia"), cluster.lloyd_step(X, CENTERS), strict=True))


def _kmeans() -> dict[str, Any]:
    centers, n = CENTERS, 0
    labels: Any = None
    while True:
        n += 1
        new, moved, _ = cluster.lloyd_step(X, centers)
        if labels is not None and list(new) == list(labels):
            break
        labels, centers = new, np.asarray(moved)
    inertia = float(((X - np.asarray(centers)[list(labels)]) ** 2).sum())
    return {"labels_": labels, "cluster_centers_": centers, "inertia_": inertia, "n_iter_": n}


PARENT, CHILDREN = [16, 14], [[2, 0], [14, 14]]
X_TREE = np.array(
    [[1.0, 9.0], [2.0, 1.0], [3.0, 3.0], [7.0, 4.0], [7.0, 2.0], [10.0, 6.0], [11.0, 7.0], [12.0, 8.0], [12.0, 5.0]]
)
Y_TREE = np.array([0, 1, 1, 1, 0, 0, 0, 0, 1])


def _split(criterion: str, X: np.ndarray = X_TREE, y: np.ndarray = Y_TREE) -> dict[str, Any]:
    return dict(zip(("feature", "threshold", "gain"), trees.best_split(X, y, criterion), strict=True))


_IDENTIFIED, _TWO = np.array([[0.0, 1.0], [0.0, 2.0], [1.0, 3.0], [1.0, 0.0]]), np.array([0, 0, 1, 1])
_SIZED_X = np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [5.0], [6.0], [20.0], [21.0]])
_SIZED_Y = np.array([1, 0, 0, 0, 0, 1, 1, 1, 0])

Y_TRUE, Y_PRED = [0, 0, 0, 0, 1, 1, 1, 0, 1, 0], [0, 1, 1, 0, 1, 1, 0, 0, 1, 0]
Y3_TRUE, Y3_PRED = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2], [0, 0, 0, 1, 1, 1, 1, 0, 2, 1]
Y_SCORE, SCORE = [0, 1, 0, 1, 1, 0, 0, 1], [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.7, 0.7]
TIED = [3.0, 1.0, 3.0, 2.0, 5.0, 2.0, 3.0]


def _roc() -> dict[str, Any]:
    fpr, tpr, thresholds = sklearn.metrics.roc_curve(Y_SCORE, SCORE, drop_intermediate=False)
    return {"fpr": fpr, "tpr": tpr, "thresholds": thresholds}


def _scores() -> dict[str, Any]:
    values = sklearn.metrics.precision_recall_fscore_support(Y3_TRUE, Y3_PRED)
    return dict(zip(("precision", "recall", "fscore", "support"), values, strict=True))


MARGINS = [2.0, 1.0, 0.5, 0.0, -1.0]  # acceptance example e34


def _hinge_step(w: list[float], b: float, x: list[float], y: int, lam: float, lr: float) -> dict[str, Any]:
    inside = y * (np.dot(w, x) + b) < 1
    return {"w": (1 - lr * lam) * np.array(w) + inside * lr * y * np.array(x), "b": b + inside * lr * y}


_STEP = {"w": [0.5, -1.0], "b": 0.25, "lam": 0.1, "lr": 0.5}


def _step_case(x: list[float], y: int) -> Case:
    arguments = {**_STEP, "x": x, "y": y}
    return Case(arguments, _hinge_step(**arguments))


def cubic(x: float) -> float:
    return x**3 - 2


def cubic_slope(x: float) -> float:
    return 3 * x**2


def quartic(x: Any) -> Any:
    """Return x⁴/4 − 2x, the function of acceptance example e27."""
    return x**4 / 4 - 2 * x


def bowl(x: Any) -> float:
    return float(x[0] ** 4 + x[0] * x[1] + x[1] ** 2)


def bowl_gradient(x: Any) -> np.ndarray:
    return np.array([4 * x[0] ** 3 + x[1], x[0] + 2 * x[1]])


def bowl_hessian(x: Any) -> np.ndarray:
    return np.array([[12 * x[0] ** 2, 1.0], [1.0, 2.0]])


CASES: dict[str, Callable[[], list[Case]]] = {
    "information.entropy": lambda: [
        Case({"p": P}, _entropy(P)),
        Case({"p": [3, 5, 2], "normalize": True}, _entropy([3, 5, 2])),
        Case({"p": [0.5, 0.5], "base": math.e}, math.log(2)),
    ],
    "information.self_information": lambda: [Case({"p": [0.5, 0.1]}, -np.log2([0.5, 0.1]))],
    "information.binary_entropy": lambda: [Case({"p": 0.2}, _entropy([0.2, 0.8]))],
    "information.joint_entropy": lambda: [Case({"table": TABLE}, _H_XY)],
    "information.conditional_entropy": lambda: [Case({"table": TABLE}, _H_XY - _H_X)],
    "information.mutual_information": lambda: [Case({"table": TABLE}, _H_X + _H_Y - _H_XY)],
    "information.mutual_info_score": lambda: [
        Case({"labels_a": A, "labels_b": B}, sklearn.metrics.mutual_info_score(A, B))
    ],
    "information.cross_entropy": lambda: [Case({"p": P, "q": Q}, _entropy(P) + _kl(P, Q))],
    "information.kl_divergence": lambda: [Case({"p": P, "q": Q}, _kl(P, Q))],
    "information.js_divergence": lambda: [Case({"p": P, "q": Q}, (_kl(P, _MIDDLE) + _kl(Q, _MIDDLE)) / 2)],
    "graphs.bfs": lambda: [Case({"graph": csr(GRAPH), "source": 0}, _bfs())],
    "graphs.dfs": lambda: [Case({"graph": csr(GRAPH), "source": 0}, _dfs())],
    "graphs.bfs_step": lambda: [
        Case(
            {"graph": csr(GRAPH), **BFS_STATE},
            {"node": 3, "queue": [5, 4], "distance": [0, -1, 1, 1, 2, 1, -1, 2], "parent": [-1, -1, 0, 0, 3, 0, -1, 2]},
        )
    ],
    "graphs.dfs_step": lambda: [
        Case(
            {"graph": csr(GRAPH), "stack": [0]},
            {
                "visited": 2,
                "finished": -1,
                "stack": [0, 2],
                "depth": [0, -1, 1, -1, -1, -1, -1, -1],
                "parent": [-1, -1, 0, -1, -1, -1, -1, -1],
            },
        ),
        Case(
            {"graph": csr([[1], [0]]), **DFS_END},
            {"visited": -1, "finished": 1, "stack": [0], "depth": [0, 1], "parent": [-1, 0]},
        ),
    ],
    "graphs.leaves": lambda: [Case({"graph": csr(TREE), "root": 0}, graphs.leaves(TREE, 0))],
    "graphs.height": lambda: [Case({"graph": csr(TREE), "root": 0}, graphs.height(TREE, 0))],
    "cluster.lloyd_step": lambda: [Case({"X": X, "centers": CENTERS}, _lloyd())],
    "cluster.KMeans": lambda: [Case({"X": X, "n_clusters": 2, "init": CENTERS, "n_init": 1}, _kmeans())],
    "trees.entropy_impurity": lambda: [Case({"counts": [16, 14]}, trees.entropy([16, 14]))],
    "trees.gini_impurity": lambda: [Case({"counts": [16, 14, 3]}, trees.gini([16, 14, 3]))],
    "trees.misclassification": lambda: [Case({"counts": [16, 14, 3]}, trees.misclassification([16, 14, 3]))],
    "trees.information_gain": lambda: [Case({"parent": PARENT, "children": CHILDREN}, trees.gain(PARENT, CHILDREN))],
    "trees.gain_ratio": lambda: [Case({"parent": PARENT, "children": CHILDREN}, trees.gain_ratio(PARENT, CHILDREN))],
    "trees.best_split": lambda: [
        Case({"X": X_TREE, "y": Y_TREE, "criterion": "gini"}, _split("gini")),
        Case({"X": _IDENTIFIED, "y": _TWO, "criterion": "gini"}, _split("gini", _IDENTIFIED, _TWO)),
        Case({"X": _SIZED_X, "y": _SIZED_Y, "criterion": "entropy"}, _split("entropy", _SIZED_X, _SIZED_Y)),
    ],
    "metrics.f1_score": lambda: [
        Case({"y_true": Y_TRUE, "y_pred": Y_PRED}, sklearn.metrics.f1_score(Y_TRUE, Y_PRED)),
        *[
            Case(
                {"y_true": Y3_TRUE, "y_pred": Y3_PRED, "average": how},
                sklearn.metrics.f1_score(Y3_TRUE, Y3_PRED, average=how),
            )
            for how in ("macro", "weighted", "micro")
        ],
    ],
    "metrics.precision_score": lambda: [
        Case({"y_true": Y_TRUE, "y_pred": Y_PRED}, metrics.precision_recall_f1(Y_TRUE, Y_PRED, 1)[0])
    ],
    "metrics.recall_score": lambda: [
        Case({"y_true": Y_TRUE, "y_pred": Y_PRED}, metrics.precision_recall_f1(Y_TRUE, Y_PRED, 1)[1])
    ],
    "metrics.accuracy_score": lambda: [Case({"y_true": Y_TRUE, "y_pred": Y_PRED}, metrics.accuracy(Y_TRUE, Y_PRED))],
    "metrics.precision_recall_fscore_support": lambda: [Case({"y_true": Y3_TRUE, "y_pred": Y3_PRED}, _scores())],
    "metrics.confusion_matrix": lambda: [
        Case({"y_true": Y_TRUE, "y_pred": Y_PRED}, sklearn.metrics.confusion_matrix(Y_TRUE, Y_PRED))
    ],
    "metrics.roc_auc_score": lambda: [
        Case({"y_true": Y_SCORE, "y_score": SCORE}, sklearn.metrics.roc_auc_score(Y_SCORE, SCORE))
    ],
    "metrics.roc_curve": lambda: [Case({"y_true": Y_SCORE, "y_score": SCORE}, _roc())],
    "metrics.auc": lambda: [
        Case(
            {"x": [0, 0.25, 0.5, 1], "y": [0, 0.5, 0.75, 1]}, float(np.trapezoid([0, 0.5, 0.75, 1], [0, 0.25, 0.5, 1]))
        )
    ],
    **METRIC_CASES,
    "metrics.rankdata": lambda: [Case({"x": TIED}, scipy.stats.rankdata(TIED))],
    "svm.hinge_loss": lambda: [
        Case({"y": [1, 1, 1, -1, -1], "decision": [2.0, 1.0, 0.5, 0.0, 1.0]}, np.mean([0, 0, 0.5, 1, 2]))
    ],
    "svm.hinge_step": lambda: [
        _step_case([1.0, 0.5], 1),
        _step_case([1.0, 0.5], -1),
        _step_case([3.0, -1.0], 1),
        _step_case([1.6, -0.05], 1),
        _step_case([-1.5, -1.25], 1),
    ],
    "optim.newton_step": lambda: [
        Case({"x": 2.0, "grad": cubic, "hess": cubic_slope}, {"x": 1.5, "direction": -0.5}),
        Case(
            {"x": [1.0, 1.0], "grad": [5.0, 3.0], "hess": [[12.0, 1.0], [1.0, 2.0]]},
            {"x": [1 - 7 / 23, 1 - 31 / 23], "direction": [-7 / 23, -31 / 23]},
        ),
    ],
    "optim.newton_root": lambda: [
        Case({"f": cubic, "df": cubic_slope, "x0": 2.0}, {"root": 2 ** (1 / 3)}),
        Case({"f": cubic, "df": cubic_slope, "x0": 2.0, "max_iter": 2}, {"root": 1.5 - 1.375 / 6.75}),
    ],
    "optim.newton": lambda: [
        Case(
            {"f": bowl, "grad": bowl_gradient, "hess": bowl_hessian, "x0": np.array([1.0, 1.0])},
            {"x": [math.sqrt(1 / 8), -math.sqrt(1 / 32)]},
        ),
        Case({"f": quartic, "grad": cubic, "hess": cubic_slope, "x0": 2.5}, {"x": 2 ** (1 / 3)}),
    ],
}
RANDOM = ("cluster.kmeans_plusplus",)
"""Compared by distribution, not by value."""

"""Every array argument of every public name, with a call that takes it: what the rows in ``every_name.py`` run over.

A topic's module in this folder may hold its own ``ARGUMENTS``, ``WEIGHTED``, ``ESTIMATORS``, ``LENGTHS``, ``WITHOUT``;
they are added to those below.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import numpy as np

from algos import cluster, graphs, information, metrics, optim, svm, trees
from tests.algos import acceptance

from . import Argument

HALVES = [0.5, 0.25, 0.25]
OTHERS = [0.25, 0.5, 0.25]
JOINT = [[0.5, 0.125], [0.125, 0.25]]
ROWS_OF_X = [[0.0, 1.0], [0.5, 1.0], [8.0, 2.0], [8.5, 2.0], [9.0, 3.0], [1.0, 0.0]]
CLASSES = [0, 0, 1, 1, 1, 0]
ANSWERS = [0, 1, 1, 1, 0, 0]
SCORES = [0.25, 0.5, 0.5, 2.0, -1.0, 0.0]


def _vectors() -> list[Argument]:
    counts = [6.0, 2.0, 4.0]
    return [
        Argument("information.entropy", "p", "vector", information.entropy, HALVES),
        *(
            Argument(f"information.{name}", argument, "vector", call, HALVES)
            for name in ("cross_entropy", "kl_divergence", "js_divergence")
            for argument, call in (
                ("p", lambda x, name=name: getattr(information, name)(x, OTHERS)),
                ("q", lambda x, name=name: getattr(information, name)(OTHERS, x)),
            )
        ),
        *(
            Argument(f"trees.{name}", "counts", "vector", getattr(trees, name), counts)
            for name in ("entropy_impurity", "gini_impurity", "misclassification")
        ),
        Argument(
            "trees.information_gain",
            "parent",
            "vector",
            lambda x: trees.information_gain(x, [[6, 0, 1], [0, 2, 3]]),
            counts,
        ),
        Argument("trees.gain_ratio", "parent", "vector", lambda x: trees.gain_ratio(x, [[6, 0, 1], [0, 2, 3]]), counts),
        Argument("svm.hinge_loss", "y", "vector", lambda x: svm.hinge_loss(x, [0.5, -2.0, 3.0]), [1.0, -1.0, -1.0]),
        Argument("svm.hinge_loss", "decision", "vector", lambda x: svm.hinge_loss([1, -1, -1], x), [0.5, -2.0, 3.0]),
        Argument(
            "svm.hinge_step", "w", "vector", lambda x: svm.hinge_step(x, 0.5, [1.0, 2.0], 1, 0.5, 0.5), [0.5, -1.0]
        ),
        Argument("svm.hinge_step", "x", "vector", lambda x: svm.hinge_step([0.5, -1], 0.5, x, 1, 0.5, 0.5), [1.0, 2.0]),
        Argument("metrics.rankdata", "x", "vector", metrics.rankdata, SCORES, finite=False),
        Argument("metrics.auc", "x", "vector", lambda x: metrics.auc(x, [1, 2, 4]), [0.0, 0.5, 2.0]),
        Argument("metrics.auc", "y", "vector", lambda x: metrics.auc([1, 2, 4], x), [0.0, 0.5, -2.0]),
        Argument("metrics.roc_curve", "y_score", "vector", lambda x: metrics.roc_curve(CLASSES, x), SCORES),
        Argument("metrics.roc_auc_score", "y_score", "vector", lambda x: metrics.roc_auc_score(CLASSES, x), SCORES),
        Argument("optim.newton", "x0", "vector", _parabola, [3.0, 4.0], number=True),
        Argument(
            "optim.newton_step", "grad", "vector", lambda x: optim.newton_step([1.0, 2.0], x, np.eye(2)), [0.5, 2.0]
        ),
    ]


def _parabola(x0: Any) -> Any:
    return optim.newton(lambda x: float(x @ x), lambda x: 2.0 * x, lambda x: 2.0 * np.eye(len(x)), x0)


def _matrices() -> list[Argument]:
    return [
        *(
            Argument(f"information.{name}", "table", "matrix", getattr(information, name), JOINT)
            for name in ("joint_entropy", "conditional_entropy", "mutual_information")
        ),
        Argument("cluster.kmeans_plusplus", "X", "matrix", lambda X: cluster.kmeans_plusplus(X, 2, rng=0), ROWS_OF_X),
        Argument("cluster.lloyd_step", "X", "matrix", lambda X: cluster.lloyd_step(X, [[0, 1], [8, 2]]), ROWS_OF_X),
        Argument(
            "cluster.lloyd_step",
            "centers",
            "matrix",
            lambda C: cluster.lloyd_step(ROWS_OF_X, C),
            [[0.0, 1.0], [8.0, 2.0]],
        ),
        Argument(
            "cluster.KMeans",
            "X",
            "matrix",
            lambda X: cluster.KMeans(2, random_state=0).fit(X).cluster_centers_,
            ROWS_OF_X,
        ),
        Argument("svm.HingeSGDClassifier", "X", "matrix", lambda X: _linear().fit(X, CLASSES).coef_, ROWS_OF_X),
        Argument("trees.best_split", "X", "matrix", lambda X: trees.best_split(X, CLASSES), ROWS_OF_X),
        Argument("trees.DecisionTreeClassifier", "X", "matrix", lambda X: _tree(X, CLASSES), ROWS_OF_X),
        Argument("graphs.from_edges", "edges", "matrix", graphs.from_edges, [[0.0, 1.0], [1.0, 2.0]]),
    ]


def _linear() -> Any:
    return svm.HingeSGDClassifier(random_state=0, max_iter=20, tol=None)


def _tree(X: Any, y: Any) -> Any:
    return trees.DecisionTreeClassifier(random_state=0).fit(X, y).tree_.threshold


def _labels() -> list[Argument]:
    pair = ("confusion_matrix", "accuracy_score", "f1_score", "precision_score", "recall_score")
    rows = []
    for name in (*pair, "precision_recall_fscore_support"):
        function = getattr(metrics, name)
        extra = {} if name in ("confusion_matrix", "accuracy_score") else {"average": "macro"}
        rows += [
            Argument(
                f"metrics.{name}",
                "y_true",
                "labels",
                lambda y, f=function, e=extra: f(y, _like(y, ANSWERS), **e),
                CLASSES,
            ),
            Argument(
                f"metrics.{name}",
                "y_pred",
                "labels",
                lambda y, f=function, e=extra: f(_like(y, ANSWERS), y, **e),
                CLASSES,
            ),
        ]
    return [
        *rows,
        Argument("metrics.roc_curve", "y_true", "labels", _curve, CLASSES),
        Argument("metrics.roc_auc_score", "y_true", "labels", lambda y: metrics.roc_auc_score(y, SCORES), CLASSES),
        Argument(
            "information.mutual_info_score",
            "labels_a",
            "labels",
            lambda y: information.mutual_info_score(y, ANSWERS),
            CLASSES,
        ),
        Argument(
            "information.mutual_info_score",
            "labels_b",
            "labels",
            lambda y: information.mutual_info_score(ANSWERS, y),
            CLASSES,
        ),
        Argument("trees.best_split", "y", "labels", lambda y: trees.best_split(ROWS_OF_X, y), CLASSES),
        Argument("trees.DecisionTreeClassifier", "y", "labels", lambda y: _tree(ROWS_OF_X, y), CLASSES),
        Argument("svm.HingeSGDClassifier", "y", "labels", lambda y: _linear().fit(ROWS_OF_X, y).coef_, CLASSES),
    ]


def _like(y: Any, answers: list[int]) -> Any:
    """Return answers with the names that `y` gives to its two classes, 0 being the first."""
    zero, one = _names(y)
    return [one if answer else zero for answer in answers]


def _curve(y: Any) -> Any:
    zero, one = _names(y)
    return metrics.roc_curve(y, SCORES, pos_label=None if (zero, one) == (0, 1) else one)


def _names(y: Any) -> tuple[Any, Any]:
    """Return what `y` calls the classes 0 and 1, or 0 and 1 where it is none of the good labels."""
    values = np.asarray(y).tolist()
    if not isinstance(values, list) or len(values) != 6 or {*map(type, values)} not in ({str}, {int}):
        return 0, 1
    return values[0], values[2]


ARGUMENTS: list[Argument] = [
    *_vectors(),
    *_matrices(),
    *_labels(),
    *(
        Argument(f"information.{name}", "p", "elementwise", getattr(information, name), HALVES)
        for name in ("self_information", "binary_entropy")
    ),
]

WEIGHTED: dict[str, Callable[[Any], Any]] = {
    "cluster.KMeans": lambda w: cluster.KMeans(2, random_state=0).fit(ROWS_OF_X, sample_weight=w).cluster_centers_,
    "cluster.kmeans_plusplus": lambda w: cluster.kmeans_plusplus(ROWS_OF_X, 2, rng=0, sample_weight=w),
    "cluster.lloyd_step": lambda w: cluster.lloyd_step(ROWS_OF_X, [[0, 1], [8, 2]], w),
    "svm.HingeSGDClassifier": lambda w: _linear().fit(ROWS_OF_X, CLASSES, sample_weight=w).coef_,
    "svm.hinge_loss": lambda w: svm.hinge_loss([1, -1, 1, -1, 1, 1], SCORES, w),
    "trees.DecisionTreeClassifier": lambda w: (
        trees.DecisionTreeClassifier().fit(ROWS_OF_X, CLASSES, sample_weight=w).tree_.threshold
    ),
    "metrics.roc_curve": lambda w: metrics.roc_curve(CLASSES, SCORES, sample_weight=w),
    "metrics.roc_auc_score": lambda w: metrics.roc_auc_score(CLASSES, SCORES, sample_weight=w),
    **{
        f"metrics.{name}": lambda w, name=name: getattr(metrics, name)(CLASSES, ANSWERS, sample_weight=w)
        for name in (
            "confusion_matrix",
            "accuracy_score",
            "f1_score",
            "precision_score",
            "recall_score",
            "precision_recall_fscore_support",
        )
    },
}

ESTIMATORS: dict[str, Callable[[], Any]] = {
    "cluster.KMeans": lambda: cluster.KMeans(2, random_state=0),
    "svm.HingeSGDClassifier": _linear,
    "trees.DecisionTreeClassifier": trees.DecisionTreeClassifier,
}

LENGTHS: dict[str, Callable[[], Any]] = {
    "information.cross_entropy": lambda: information.cross_entropy(HALVES, [0.5, 0.5]),
    "information.kl_divergence": lambda: information.kl_divergence(HALVES, [0.5, 0.5]),
    "information.js_divergence": lambda: information.js_divergence(HALVES, [0.5, 0.5]),
    "information.mutual_info_score": lambda: information.mutual_info_score([0, 1, 1], [0, 1]),
    "svm.hinge_loss": lambda: svm.hinge_loss([1, -1, 1], [0.5, 1.0]),
    "svm.hinge_step": lambda: svm.hinge_step([1.0, 2.0, 3.0], 0.0, [1.0, 2.0], 1, 0.5, 0.5),
    "svm.HingeSGDClassifier": lambda: _linear().fit([[1.0], [2.0], [3.0]], [0, 1]),
    "trees.best_split": lambda: trees.best_split([[1.0], [2.0], [3.0]], [0, 1]),
    "trees.DecisionTreeClassifier": lambda: _tree([[1.0], [2.0], [3.0]], [0, 1]),
    "cluster.lloyd_step": lambda: cluster.lloyd_step([[1.0, 2.0, 3.0]], [[1.0, 2.0]]),
    "metrics.auc": lambda: metrics.auc([0, 1, 2], [1, 2]),
    "metrics.roc_curve": lambda: metrics.roc_curve([0, 1, 1], [1, 2]),
    "metrics.roc_auc_score": lambda: metrics.roc_auc_score([0, 1, 1], [1, 2]),
    **{
        f"metrics.{name}": lambda name=name: getattr(metrics, name)([0, 1, 1], [0, 1], average="macro")
        for name in ("f1_score", "precision_score", "recall_score", "precision_recall_fscore_support")
    },
    "metrics.confusion_matrix": lambda: metrics.confusion_matrix([0, 1, 1], [0, 1]),
    "metrics.accuracy_score": lambda: metrics.accuracy_score([0, 1, 1], [0, 1]),
}

WITHOUT: dict[str, str] = {
    "graphs.Graph": "checked when it is walked; rows in graphs.py",
    "graphs.bfs": "takes a Graph, not an array; rows in graphs.py",
    "graphs.bfs_recursive": "takes a Graph",
    "graphs.bfs_step": "takes a Graph and the state that it returned",
    "graphs.dfs": "takes a Graph",
    "graphs.dfs_recursive": "takes a Graph",
    "graphs.dfs_step": "takes a Graph and the state that it returned",
    "graphs.from_adjacency": "takes lists of lists, which are not one array; rows in graphs.py",
    "graphs.from_networkx": "takes a networkx graph",
    "graphs.from_scipy": "takes a sparse matrix; rows in graphs.py",
    "graphs.height": "takes a Graph",
    "graphs.leaves": "takes a Graph",
    "optim.newton_root": "takes a number; rows in optim.py",
    "trees.export_text": "takes a fitted tree",
}


def _gather() -> None:
    """Add what the topics' modules hold."""
    for module in sorted(module.name for module in pkgutil.iter_modules(acceptance.__path__)):
        if module not in ("arguments", "every_name"):
            topic = importlib.import_module(f"tests.algos.acceptance.{module}")
            ARGUMENTS.extend(getattr(topic, "ARGUMENTS", []))
            for ours, name in (
                (WEIGHTED, "WEIGHTED"),
                (ESTIMATORS, "ESTIMATORS"),
                (LENGTHS, "LENGTHS"),
                (WITHOUT, "WITHOUT"),
            ):
                ours.update(getattr(topic, name, {}))


_gather()

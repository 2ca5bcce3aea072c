"""Good calls of every public function that takes whole numbers, from compiled code.

An argument that is an int or an array of ints is what ``hostile_parameters.py`` replaces; all else stays as it is here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from algos import (
    cluster,
    graphs,
    inference,
    metrics,
    optim,
    probability,
    sequence,
    svm,
    timeseries,
    trees,
)
from algos.graphs import Graph
from algos.probability import Moments

X = np.array([[0.0, 1.0], [0.5, 1.0], [8.0, 2.0], [8.5, 2.0], [9.0, 3.0], [1.0, 0.0]])
SERIES = np.array([1.0, 3.0, 2.0, 5.0, 4.0, 4.5, 7.0, 6.0, 2.0, 3.5, 4.0, 1.0])
SCORES = np.array([0.25, 0.5, 0.75, 2.0, -1.0, 0.0])
CLASSES, ANSWERS, GRADES = np.array([0, 0, 1, 1, 1, 0]), np.array([0, 1, 1, 1, 0, 0]), np.array([0, 2, 1, 0, 3, 1])
INDPTR, INDICES, STATE = np.array([0, 2, 3, 3]), np.array([1, 2, 2]), np.array([0, -1, -1])
COUNTS, HALVES, STEPS = np.array([6, 2, 4]), np.array([0.5, 0.5]), np.array([[0.75, 0.25], [0.5, 0.5]])
FORECASTS = np.array([[0.75, 0.25]] * 6)


@njit
def _square(x):
    return x * x - 2.0


@njit
def _line(x):
    return 2.0 * x


class Case(NamedTuple):
    """A good call; `call` is compiled, and names its arguments as the function does."""

    function: str
    call: Callable[..., Any]
    good: tuple[Any, ...]

    @property
    def names(self) -> list[str]:
        return list(inspect.signature(self.call).parameters)


_PAIRS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("accuracy_score", lambda y_true, y_pred: metrics.accuracy_score(y_true, y_pred)),
    ("rates", lambda y_true, y_pred, pos_label: metrics.rates(y_true, y_pred, pos_label=pos_label)),
    ("confusion_matrix", lambda y_true, y_pred, labels: metrics.confusion_matrix(y_true, y_pred, labels=labels)),
    (
        "precision_recall_fscore_support",
        lambda y_true, y_pred, labels, pos_label: metrics.precision_recall_fscore_support(
            y_true, y_pred, labels=labels, pos_label=pos_label
        ),
    ),
)
_EXTRA = {"pos_label": 1, "labels": np.array([0, 1])}

_RANKINGS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("precision_at_k", lambda y_true, k: metrics.precision_at_k(y_true, SCORES, k)),
    ("reciprocal_rank", lambda y_true, k: metrics.reciprocal_rank(y_true, SCORES, k)),
    ("ndcg_score", lambda y_true, k: metrics.ndcg_score(y_true, SCORES, k)),
)

_CURVES: tuple[tuple[str, Callable[..., Any]], ...] = (
    (
        "average_precision_score",
        lambda y_true, pos_label: metrics.average_precision_score(y_true, SCORES, pos_label=pos_label),
    ),
    (
        "precision_recall_curve",
        lambda y_true, pos_label: metrics.precision_recall_curve(y_true, SCORES, pos_label=pos_label),
    ),
    ("roc_curve", lambda y_true, pos_label: metrics.roc_curve(y_true, SCORES, pos_label=pos_label)),
)

CASES = [
    Case(
        "cluster.kmeans_plusplus", lambda k, rng: cluster.kmeans_plusplus(X, k, rng=rng), (2, np.random.default_rng(0))
    ),
    Case(
        "graphs.bfs", lambda indptr, indices, source: graphs.bfs(Graph(indptr, indices), source), (INDPTR, INDICES, 0)
    ),
    Case(
        "graphs.height",
        lambda indptr, indices, root: graphs.height(Graph(indptr, indices), root),
        (np.array([0, 2, 2, 2]), np.array([1, 2]), 0),
    ),
    Case(
        "graphs.bfs_step",
        lambda indptr, indices, queue, distance, parent: graphs.bfs_step(
            Graph(indptr, indices), queue, distance, parent
        ),
        (INDPTR, INDICES, np.array([0]), STATE, np.array([-1, -1, -1])),
    ),
    Case(
        "graphs.dfs_step",
        lambda indptr, indices, stack, depth, parent: graphs.dfs_step(Graph(indptr, indices), stack, depth, parent),
        (INDPTR, INDICES, np.array([0]), STATE, np.array([-1, -1, -1])),
    ),
    Case(
        "graphs.from_edges",
        lambda edges, n_nodes: graphs.from_edges(edges, n_nodes),
        (np.array([[0, 1], [1, 2], [0, 2]]), 4),
    ),
    Case(
        "inference.bootstrap",
        lambda n_resamples, rng: inference.bootstrap(SERIES, "mean", n_resamples, rng=rng),
        (50, np.random.default_rng(0)),
    ),
    Case(
        "inference.permutation_test",
        lambda n_resamples, rng: inference.permutation_test(SERIES, SCORES, n_resamples, rng=rng),
        (50, np.random.default_rng(0)),
    ),
    Case("inference.chisquare", lambda f_obs, ddof: inference.chisquare(f_obs, None, ddof), (COUNTS, 0)),
    Case("inference.chi2_contingency", lambda table: inference.chi2_contingency(table), (np.array([[6, 2], [3, 5]]),)),
    Case(
        "inference.proportion_confint",
        lambda count, nobs: inference.proportion_confint(count, nobs, "clopper-pearson"),
        (3, 9),
    ),
    Case("inference.ttest_power", lambda n: inference.ttest_power(0.5, n), (20,)),
    Case("inference.rejection_region", lambda df: inference.rejection_region(0.05, df), (5,)),
    Case("inference.chi2_sf", lambda df: inference.chi2_sf(2.0, df), (3,)),
    Case("inference.f_sf", lambda dfn, dfd: inference.f_sf(2.0, dfn, dfd), (3, 7)),
    Case("inference.t_cdf", lambda df: inference.t_cdf(0.5, df), (3,)),
    Case("inference.t_ppf", lambda df: inference.t_ppf(0.75, df), (3,)),
    *(
        Case(
            f"metrics.{name}",
            call,
            (CLASSES, ANSWERS, *(_EXTRA[extra] for extra in list(inspect.signature(call).parameters)[2:])),
        )
        for name, call in _PAIRS
    ),
    *(Case(f"metrics.{name}", call, (GRADES, 3)) for name, call in _RANKINGS),
    *(Case(f"metrics.{name}", call, (CLASSES, 1)) for name, call in _CURVES),
    Case(
        "metrics.expected_reciprocal_rank",
        lambda y_true, k, max_grade: metrics.expected_reciprocal_rank(y_true, SCORES, k, max_grade=max_grade),
        (GRADES, 3, 4),
    ),
    Case("metrics.roc_auc_score", lambda y_true: metrics.roc_auc_score(y_true, SCORES), (CLASSES,)),
    Case(
        "metrics.brier_score_loss",
        lambda y_true, pos_label: metrics.brier_score_loss(y_true, SCORES**2 / 4.0, pos_label=pos_label),
        (CLASSES, 1),
    ),
    Case(
        "metrics.log_loss",
        lambda y_true, labels: metrics.log_loss(y_true, FORECASTS, labels=labels),
        (CLASSES, np.array([0, 1])),
    ),
    Case("metrics.adjusted_r2", lambda n_features: metrics.adjusted_r2(SERIES, SERIES**2, n_features), (2,)),
    Case("metrics.rankdata", lambda x: metrics.rankdata(x), (GRADES,)),
    Case("optim.newton_root", lambda max_iter: optim.newton_root(_square, _line, 1.0, 1e-9, 1e-9, max_iter), (20,)),
    Case("probability.covariance", lambda ddof: probability.covariance(X, ddof), (1,)),
    Case("probability.moments", lambda ddof: probability.moments(SERIES, ddof), (1,)),
    Case(
        "probability.merge_moments",
        lambda n, ddof: probability.merge_moments(
            Moments(n, 0.5, 1.0, 0.0, 3.0, ddof), Moments(3, 1.0, 2.0, 0.0, 1.5, ddof)
        ),
        (4, 0),
    ),
    Case(
        "sequence.baum_welch_step",
        lambda X, lengths: sequence.baum_welch_step(X, HALVES, STEPS, STEPS, lengths),
        (CLASSES, np.array([2, 4])),
    ),
    Case("sequence.crf_nll_grad", lambda labels: sequence.crf_nll_grad(X, STEPS, labels), (CLASSES,)),
    Case("svm.hinge_loss", lambda y: svm.hinge_loss(y, SCORES), (2 * CLASSES - 1,)),
    Case("svm.hinge_step", lambda y: svm.hinge_step(HALVES, 0.5, HALVES, y, 0.5, 0.5), (1,)),
    Case("timeseries.acf", lambda nlags: timeseries.acf(SERIES, nlags), (3,)),
    Case("timeseries.pacf", lambda nlags: timeseries.pacf(SERIES, nlags), (3,)),
    Case("timeseries.adfuller", lambda maxlag: timeseries.adfuller(SERIES, maxlag), (2,)),
    Case("timeseries.kpss", lambda nlags: timeseries.kpss(SERIES, "c", nlags), (2,)),
    Case("timeseries.difference", lambda d, season: timeseries.difference(SERIES, d, season), (1, 3)),
    Case(
        "timeseries.undifference",
        lambda d, season: timeseries.undifference(SERIES, SCORES[:4], d, season),
        (1, 3),
    ),
    Case(
        "timeseries.ljung_box",
        lambda lags, model_df: timeseries.ljung_box(SERIES, lags, model_df),
        (np.array([2, 4]), 1),
    ),
    Case("timeseries.rolling_moments", lambda window, ddof: timeseries.rolling_moments(SERIES, window, ddof), (4, 1)),
    Case("timeseries.yule_walker", lambda order: timeseries.yule_walker(SERIES, order), (2,)),
    Case("trees.entropy_impurity", lambda counts: trees.entropy_impurity(counts), (COUNTS,)),
    Case("trees.gini_impurity", lambda counts: trees.gini_impurity(counts), (COUNTS,)),
    Case("trees.misclassification", lambda counts: trees.misclassification(counts), (COUNTS,)),
    Case(
        "trees.information_gain",
        lambda parent, children: trees.information_gain(parent, children),
        (COUNTS, np.array([[6, 0, 1], [0, 2, 3]])),
    ),
    Case(
        "trees.gain_ratio",
        lambda parent, children: trees.gain_ratio(parent, children),
        (COUNTS, np.array([[6, 0, 1], [0, 2, 3]])),
    ),
]

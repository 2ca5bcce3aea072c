"""Confusion, F1 and relatives, ROC, ranks."""

import numpy as np

from algos import metrics
from benchmarks.race import Race, close, equal

SIZES = {"small": 20, "medium": 100_000}
LABELLED = {"small": 20, "medium": 1000}


def binary(n):
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, n)
    y[:2] = 0, 1
    return y, np.where(rng.random(n) < 0.8, y, 1 - y)


def several(n):
    rng = np.random.default_rng(0)
    y = rng.integers(0, 5, n)
    y[:5] = range(5)
    return y, np.where(rng.random(n) < 0.7, y, rng.permutation(y))


def scores(n):
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, n)
    y[:2] = 0, 1
    return y, rng.normal(size=n) + y


def tied_scores(n):
    y, score = scores(n)
    return y, np.round(score, 1)


def labels(n):
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, (n, 10))
    y[:2] = [[0] * 10, [1] * 10]
    return y, rng.normal(size=(n, 10)) + y


def values(n):
    return (np.random.default_rng(0).normal(size=n),)


def curve(n):
    rng = np.random.default_rng(0)
    return np.sort(rng.random(n)), rng.random(n)


def sklearn_metric(name, **arguments):
    def peer(*data):
        import sklearn.metrics

        function = getattr(sklearn.metrics, name)
        return lambda: function(*data, **arguments)

    return peer


def scipy_rankdata(x):
    from scipy.stats import rankdata

    return lambda: rankdata(x)


def all_close(ours, theirs):
    for a, b in zip(ours, theirs, strict=True):
        if a is not None:
            np.testing.assert_allclose(a, b, rtol=1e-12)


def race(name, data, *, promised=(), variant="", agree=None, arguments=None, peer=None, note="", sizes=SIZES):
    function, arguments = getattr(metrics, name), arguments or {}
    peer_name = f"sklearn.metrics.{name}" if peer is None else peer[0]
    return Race(
        name=f"metrics.{name}",
        data=data,
        ours=lambda *inputs: lambda: function(*inputs, **arguments),
        peers={peer_name: sklearn_metric(name, **arguments) if peer is None else peer[1]},
        sizes=sizes,
        targets={(peer_name, size): target for size, target in dict(promised).items()},
        agree=agree or close(1e-12),
        variant=variant,
        note=note,
    )


RACES = [
    race("accuracy_score", binary, promised={"small": 20.0}),
    race("confusion_matrix", several, promised={"small": 20.0}, agree=equal),
    race("precision_score", binary, promised={"small": 20.0}),
    race("recall_score", binary, promised={"small": 20.0}),
    race("f1_score", binary, promised={"small": 20.0, "medium": 50.0}),
    race(
        "f1_score", several, promised={"small": 20.0, "medium": 50.0}, variant="macro", arguments={"average": "macro"}
    ),
    race("precision_recall_fscore_support", several, promised={"small": 20.0}, agree=all_close),
    race("roc_curve", scores, promised={"small": 20.0}, agree=all_close),
    race("roc_auc_score", scores, promised={"small": 20.0, "medium": 10.0}),
    race("roc_auc_score", tied_scores, promised={"small": 20.0, "medium": 10.0}, variant="ties"),
    race("roc_auc_score", labels, sizes=LABELLED, variant="ten labels"),
    race("auc", curve, promised={"small": 20.0}),
    race("rankdata", values, promised={"small": 20.0, "medium": 3.0}, peer=("scipy.stats.rankdata", scipy_rankdata)),
]

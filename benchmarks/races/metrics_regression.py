"""Errors of regression, losses of probabilities, rates, precision-recall and Kendall's tau."""

import numpy as np

from algos import metrics
from benchmarks.race import Race, close
from benchmarks.races.metrics import LABELLED, all_close, binary, labels, race, scores, sklearn_metric, tied_scores

SIZES = {"small": 20, "medium": 100_000}


def targets(n):
    rng = np.random.default_rng(0)
    y = rng.normal(size=n)
    return y, y + rng.normal(size=n)


def chances(n):
    y, score = scores(n)
    return y, 1.0 / (1.0 + np.exp(-score))


def class_chances(n):
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, n)
    y[:3] = range(3)
    return y, rng.dirichlet(np.ones(3), n)


def pair(n):
    rng = np.random.default_rng(0)
    x = rng.normal(size=n)
    return x, x + rng.normal(size=n)


def tied_pair(n):
    x, y = pair(n)
    return np.round(x), np.round(y)


def scipy_kendalltau(x, y):
    from scipy.stats import kendalltau

    return lambda: kendalltau(x, y)


def sklearn_adjusted(y, pred):
    from sklearn.metrics import r2_score

    n = len(y)
    return lambda: 1 - (1 - r2_score(y, pred)) * (n - 1) / (n - 3 - 1)


def written_sums(y, pred):
    def sums():
        return np.sum((y - pred) ** 2), np.sum((y - y.mean()) ** 2)

    return sums


def five_metrics(y, pred):
    """Five of scikit-learn's functions give what `rates` gives, but for NPV and the complements."""
    from sklearn import metrics as peer

    functions = (
        peer.recall_score,
        peer.precision_score,
        peer.accuracy_score,
        peer.balanced_accuracy_score,
        peer.matthews_corrcoef,
    )
    return lambda: [function(y, pred) for function in functions]


def same_rates(ours, theirs):
    found = ours.tpr, ours.ppv, ours.accuracy, ours.balanced_accuracy, ours.mcc
    np.testing.assert_allclose(found, theirs, rtol=1e-12)


FIVE_TIMES = {"small": 5.0, "medium": 5.0}

RACES = [
    *(
        race(name, targets, promised=FIVE_TIMES)
        for name in ("mean_squared_error", "root_mean_squared_error", "mean_absolute_error")
    ),
    race("r2_score", targets, promised=FIVE_TIMES, agree=close(1e-10)),
    Race(
        name="metrics.adjusted_r2",
        data=targets,
        ours=lambda y, pred: lambda: metrics.adjusted_r2(y, pred, 3),
        peers={"sklearn.metrics.r2_score": sklearn_adjusted},
        sizes=SIZES,
        agree=close(1e-10),
        targets={("sklearn.metrics.r2_score", size): target for size, target in FIVE_TIMES.items()},
    ),
    Race(
        name="metrics.sum_of_squares",
        data=targets,
        ours=lambda y, pred: lambda: metrics.sum_of_squares(y, pred),
        peers={"NumPy, written out": written_sums},
        sizes=SIZES,
        agree=close(1e-12),
        note="the NumPy expression checks nothing",
    ),
    race("log_loss", chances, promised=FIVE_TIMES),
    race("log_loss", class_chances, promised=FIVE_TIMES, variant="three classes"),
    race("brier_score_loss", chances, promised=FIVE_TIMES),
    race("brier_score_loss", class_chances, promised=FIVE_TIMES, variant="three classes"),
    Race(
        name="metrics.rates",
        data=binary,
        ours=lambda y, pred: lambda: metrics.rates(y, pred),
        peers={"five of sklearn.metrics": five_metrics},
        sizes=SIZES,
        agree=same_rates,
        targets={("five of sklearn.metrics", size): target for size, target in FIVE_TIMES.items()},
    ),
    race("precision_recall_curve", scores, promised={"small": 20.0}, agree=all_close),
    Race(
        name="metrics.precision_recall_curve",
        data=scores,
        ours=lambda y, s: lambda: metrics.precision_recall_curve(y, s, drop_intermediate=True),
        peers={
            "sklearn.metrics.precision_recall_curve": sklearn_metric("precision_recall_curve", drop_intermediate=True)
        },
        sizes=SIZES,
        agree=all_close,
        variant="dropped",
    ),
    race("average_precision_score", scores, promised={"small": 20.0}),
    race("average_precision_score", tied_scores, promised={"small": 20.0}, variant="ties"),
    race("average_precision_score", labels, sizes=LABELLED, variant="ten labels"),
    *(
        Race(
            name="metrics.kendalltau",
            data=data,
            ours=lambda x, y: lambda: metrics.kendalltau(x, y),
            peers={"scipy.stats.kendalltau": scipy_kendalltau},
            sizes=SIZES,
            agree=close(1e-12),
            targets={("scipy.stats.kendalltau", "small"): 5.0},
            variant=variant,
            note="at medium size half of the time sorts x, which NumPy does for both sides",
        )
        for data, variant in ((pair, ""), (tied_pair, "ties"))
    ),
]

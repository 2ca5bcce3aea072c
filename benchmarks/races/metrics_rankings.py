"""Measures of rankings: a batch of queries, a tenth of whose documents are relevant."""

import warnings

import numpy as np

from algos import metrics
from benchmarks.race import Race, close

SIZES = {"small": (1, 20), "medium": (1_000, 100), "large": (1_000, 1_000)}


def graded(size):
    """Grades from 0 to 3 and scores without ties."""
    rng = np.random.default_rng(0)
    relevant = rng.random(size) < 0.1
    relevant[:, 0] = True
    return relevant * rng.integers(1, 4, size).astype(float), rng.normal(size=size)


def ranked(size):
    """The same in the order of the scores: ranx is made for lists that were ranked elsewhere."""
    y, score = graded(size)
    order = np.argsort(-score, axis=1)
    return np.take_along_axis(y, order, 1), np.take_along_axis(score, order, 1)


def tied(size):
    y, score = graded(size)
    return y, np.round(score, 1)


def sklearn_ranking(name, k):
    def peer(y, score):
        import sklearn.metrics

        function = getattr(sklearn.metrics, name)
        return lambda: function(y, score, k=k)

    return peer


def ranx_ranking(name, k):
    """The compiled functions of ranx on its own lists: relevant documents, best first, and ranked documents."""

    def peer(y, score):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of an unsigned index
            import ranx.metrics
            from numba.typed import List

            relevant, ranked = List(), List()
            for grades, values in zip(y, score, strict=True):
                found = np.flatnonzero(grades)
                found = found[np.argsort(-grades[found], kind="stable")]
                order = np.argsort(-values)
                relevant.append(np.stack([found, grades[found]], axis=1))
                ranked.append(np.stack([order, values[order]], axis=1))
            function = getattr(ranx.metrics, name)
            function(relevant, ranked, k or 0)
        return lambda: function(relevant, ranked, k or 0).mean()

    return peer


def cascade_in_numpy(k, max_grade):
    """Chapelle's definition with cumulative products over the ranks."""

    def peer(y, score):
        def mean():
            order = np.argsort(-score, axis=1)[:, :k]
            stop = (2.0 ** np.take_along_axis(y, order, 1) - 1) / 2.0**max_grade
            reading = np.cumprod(1 - stop, axis=1)
            reading = np.concatenate([np.ones((len(y), 1)), reading[:, :-1]], axis=1)
            return (stop * reading / np.arange(1, stop.shape[1] + 1)).sum(1).mean()

        return mean

    return peer


def race(name, k, peers, *, data=graded, variant="", promised=None, arguments=None):
    function, arguments = getattr(metrics, name), arguments or {}
    return Race(
        name=f"metrics.{name}",
        data=data,
        ours=lambda y, score: lambda: function(y, score, k, **arguments),
        peers=peers,
        sizes=SIZES,
        targets={(peer, "medium"): target for peer, target in (promised or {}).items()},
        agree=close(1e-12),
        variant=", ".join(part for part in (variant, f"k={k}" if k else "") if part),
        note="ranx checks nothing, ours every grade and score" if data is ranked else "",
    )


def against_sklearn(name, k, data=graded, variant=""):
    peer = f"sklearn.metrics.{name}"
    return race(name, k, {peer: sklearn_ranking(name, k)}, data=data, variant=variant, promised={peer: 5.0})


def against_ranx(name, function, k, variant="ranked", arguments=None):
    peer = f"ranx.metrics.{function}"
    return race(
        name,
        k,
        {peer: ranx_ranking(function, k)},
        data=ranked,
        variant=variant,
        promised={peer: 1.0},
        arguments=arguments,
    )


RACES = [
    against_sklearn("ndcg_score", None),
    against_sklearn("ndcg_score", 10),
    against_sklearn("ndcg_score", 10, tied, "ties"),
    against_ranx("ndcg_score", "ndcg", None),
    against_ranx("ndcg_score", "ndcg", 10),
    against_ranx("ndcg_score", "ndcg_burges", 10, "ranked, exponential", {"gain": "exponential"}),
    against_sklearn("dcg_score", 10),
    against_ranx("dcg_score", "dcg", 10),
    against_ranx("precision_at_k", "precision", 10),
    against_ranx("recall_at_k", "recall", 10),
    against_ranx("average_precision_at_k", "average_precision", None),
    against_ranx("average_precision_at_k", "average_precision", 10),
    against_ranx("reciprocal_rank", "reciprocal_rank", None),
    race(
        "expected_reciprocal_rank",
        10,
        {"NumPy, written out": cascade_in_numpy(10, 3.0)},
        arguments={"max_grade": 3.0},
    ),
]

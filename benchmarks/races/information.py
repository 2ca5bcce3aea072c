"""Entropies, divergences and mutual information."""

import numpy as np

from algos import information
from benchmarks.race import Race, close

SIZES = {"small": 4, "twenty": 20, "medium": 100_000}


def one(k):
    return (np.random.default_rng(0).dirichlet(np.ones(k)),)


def two(k):
    return tuple(np.random.default_rng(0).dirichlet(np.ones(k), size=2))


def joint(k):
    side = max(2, int(k**0.5))
    return (np.random.default_rng(0).dirichlet(np.ones(side * side)).reshape(side, side),)


def labellings(n):
    rng = np.random.default_rng(0)
    a = rng.integers(0, 10, n)
    return a, (a + rng.integers(0, 3, n)) % 10


def stats_entropy(p, q=None):
    from scipy import stats

    return lambda: stats.entropy(p, q, base=2)


def special_entr(p):
    from scipy.special import entr

    return lambda: entr(p).sum() / np.log(2)


def special_rel_entr(p, q):
    from scipy.special import rel_entr

    return lambda: rel_entr(p, q).sum() / np.log(2)


def jensenshannon(p, q):
    from scipy.spatial.distance import jensenshannon

    return lambda: jensenshannon(p, q, base=2) ** 2


def numpy_self_information(p):
    return lambda: -np.log2(p)


def numpy_binary_entropy(p):
    return lambda: -(p * np.log2(p) + (1 - p) * np.log2(1 - p))


def numpy_cross_entropy(p, q):
    return lambda: -(p * np.log2(q)).sum()


def numpy_joint(table):
    return lambda: -(table * np.log2(table)).sum()


def numpy_conditional(table):
    return lambda: -(table * np.log2(table / table.sum(axis=1, keepdims=True))).sum()


def numpy_mutual(table):
    def call():
        independent = table.sum(axis=1, keepdims=True) * table.sum(axis=0)
        return (table * np.log2(table / independent)).sum()

    return call


def sklearn_mutual_info_score(a, b):
    from sklearn.metrics import mutual_info_score

    return lambda: mutual_info_score(a, b)


def normals(d):
    rng = np.random.default_rng(0)
    A, B = rng.normal(size=(2, d, 2 * d))
    return rng.normal(size=d), A @ A.T, rng.normal(size=d), B @ B.T


def numpy_gaussian_kl(mean_p, cov_p, mean_q, cov_q):
    def call():
        inverse, delta = np.linalg.inv(cov_q), mean_q - mean_p
        log_ratio = np.linalg.slogdet(cov_q)[1] - np.linalg.slogdet(cov_p)[1]
        return (np.trace(inverse @ cov_p) + delta @ inverse @ delta - len(delta) + log_ratio) / 2

    return call


def race(name, data, peers, **more):
    function = getattr(information, name)
    return Race(
        name=f"information.{name}",
        data=data,
        ours=lambda *arguments: lambda: function(*arguments),
        peers=peers,
        sizes=SIZES,
        agree=more.pop("agree", close(1e-10, 1e-12)),
        **more,
    )


def small_calls(peer):
    return {(peer, "small"): 20.0, (peer, "twenty"): 20.0}


RACES = [
    race(
        "entropy",
        one,
        {"scipy.stats.entropy": stats_entropy, "scipy.special.entr": special_entr},
        targets={("scipy.stats.entropy", "medium"): 8.0} | small_calls("scipy.stats.entropy"),
    ),
    race(
        "kl_divergence",
        two,
        {"scipy.stats.entropy": stats_entropy, "scipy.special.rel_entr": special_rel_entr},
        targets={("scipy.stats.entropy", "medium"): 10.0} | small_calls("scipy.stats.entropy"),
    ),
    race("cross_entropy", two, {"numpy": numpy_cross_entropy}, note="the peer checks nothing"),
    race("js_divergence", two, {"scipy.spatial.distance.jensenshannon": jensenshannon}),
    race("self_information", one, {"numpy": numpy_self_information}, note="the peer checks nothing"),
    race("binary_entropy", one, {"numpy": numpy_binary_entropy}, note="the peer checks nothing"),
    race("joint_entropy", joint, {"numpy": numpy_joint}, note="the peer checks nothing"),
    race("conditional_entropy", joint, {"numpy": numpy_conditional}, note="the peer checks nothing"),
    race("mutual_information", joint, {"numpy": numpy_mutual}, note="the peer checks nothing"),
    race(
        "mutual_info_score",
        labellings,
        {"sklearn.metrics.mutual_info_score": sklearn_mutual_info_score},
        targets=small_calls("sklearn.metrics.mutual_info_score"),
    ),
    Race(
        name="information.gaussian_kl",
        data=normals,
        ours=lambda *arguments: lambda: information.gaussian_kl(*arguments),
        peers={"numpy": numpy_gaussian_kl},
        sizes={"small": 3, "medium": 200},
        agree=close(1e-9),
        note="the peer checks nothing",
    ),
]

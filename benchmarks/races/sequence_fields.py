"""Linear-chain conditional random fields."""

import random
import tempfile
from pathlib import Path

import numpy as np

from algos import sequence
from benchmarks.race import Race, close

LABELS = [f"L{i}" for i in range(9)]
ITERATIONS = 30


def scores(n):
    rng = np.random.default_rng(0)
    return rng.normal(size=(n, 8)), rng.normal(size=(8, 8)), rng.integers(0, 8, n)


def sentences(n):
    """About n tokens with the usual attributes of a tagger: the word, its ends, and those of its neighbours."""
    draw, X, y, total = random.Random(0), [], [], 0
    while total < n:
        words, labels, label = [], [], draw.randrange(9)
        for _ in range(draw.randint(5, 30)):
            label = label if draw.random() < 0.5 else draw.randrange(9)
            hint = label if draw.random() < 0.6 else draw.randrange(9)
            words.append(f"w{int(20_000 ** draw.random()) * 9 + hint}")
            labels.append(LABELS[label])
        X.append([attributes(words, t) for t in range(len(words))])
        y.append(labels)
        total += len(words)
    return X, y


def attributes(words, t):
    word = words[t]
    found = {"bias": 1.0, "word": word, "suffix3": word[-3:], "suffix2": word[-2:], "even": word[-1] in "02468"}
    for name, neighbour in (("-1", t - 1), ("+1", t + 1)):
        if 0 <= neighbour < len(words):
            near = words[neighbour]
            found |= {f"{name}:word": near, f"{name}:suffix2": near[-2:], f"{name}:length": str(len(near))}
        else:
            found[f"{name}:edge"] = True
    return found


def crfsuite(X, y):
    """Read the sequences and run a number of L-BFGS iterations, as `fit` does; writing the model is part of it."""
    import pycrfsuite

    def train():
        trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
        for tokens, labels in zip(X, y, strict=True):
            trainer.append(tokens, labels)
        trainer.set_params(
            {"c1": 0.0, "c2": 1.0, "max_iterations": ITERATIONS, "epsilon": 0.0, "delta": 0.0, "period": 999}
        )
        with tempfile.TemporaryDirectory() as folder:
            trainer.train(str(Path(folder) / "model"))
        return trainer.logparser.last_iteration["loss"]

    return train


def hmmlearn_forward(states, transitions, labels):
    """Its C++ recursion takes the logarithms of a start and of steps that need not be probabilities."""
    from hmmlearn import _hmmc

    start, step = np.ones(states.shape[1]), np.exp(transitions)
    return lambda: _hmmc.forward_log(start, step, states)[0]


def naive_gradient(states, transitions, labels):
    """The recursions in NumPy, a vectorised log-sum-exp a step: no library offers them for bare scores."""

    def run():
        from scipy.special import logsumexp

        T, k = states.shape
        alpha, beta = np.empty((T, k)), np.zeros((T, k))
        alpha[0] = states[0]
        for t in range(1, T):
            alpha[t] = states[t] + logsumexp(alpha[t - 1][:, None] + transitions, axis=0)
        for t in range(T - 1, 0, -1):
            beta[t - 1] = logsumexp(transitions + states[t] + beta[t], axis=1)
        log_z = logsumexp(alpha[-1])
        marginal = np.exp(alpha + beta - log_z)
        pairs = np.exp(alpha[:-1, :, None] + transitions[None] + (states[1:] + beta[1:])[:, None, :] - log_z).sum(
            axis=0
        )
        score = states[np.arange(T), labels].sum() + transitions[labels[:-1], labels[1:]].sum()
        marginal[np.arange(T), labels] -= 1
        np.subtract.at(pairs, (labels[:-1], labels[1:]), 1)
        return log_z - score, marginal, pairs

    return run


def same_gradient(ours, theirs):
    for a, b in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-9)


def same_objective(ours, theirs):
    """Two line searches take slightly different steps: after as many iterations they are within two in a hundred."""
    np.testing.assert_allclose(ours.objective_, theirs, rtol=0.02)


RACES = [
    Race(
        name="sequence.crf_log_partition",
        data=scores,
        ours=lambda states, transitions, labels: lambda: sequence.crf_log_partition(states, transitions),
        peers={"hmmlearn._hmmc.forward_log": hmmlearn_forward},
        sizes={"small": 20, "medium": 10_000},
        agree=close(1e-10),
    ),
    Race(
        name="sequence.crf_nll_grad",
        data=scores,
        ours=lambda states, transitions, labels: lambda: sequence.crf_nll_grad(states, transitions, labels),
        peers={"NumPy and scipy.special.logsumexp": naive_gradient},
        sizes={"small": 20, "medium": 2_000},
        agree=same_gradient,
    ),
    Race(
        name="sequence.LinearChainCRF",
        data=sentences,
        ours=lambda X, y: lambda: sequence.LinearChainCRF(c2=1.0, max_iter=ITERATIONS, tol=0.0).fit(X, y),
        peers={"python-crfsuite": crfsuite},
        sizes={"small": 200, "medium": 20_000},
        agree=same_objective,
        targets={("python-crfsuite", "medium"): 1.0},
        note="30 iterations of L-BFGS from weights of zero, with reading the dictionaries",
    ),
]

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


def sentences(size):
    """About n tokens with the usual attributes of a tagger: the word, its ends, and those of its neighbours."""
    n, max_iter, tol = size
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
    return X, y, max_iter, tol


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


def our_field(X, y, max_iter, tol):
    return lambda: sequence.LinearChainCRF(c2=1.0, max_iter=max_iter, tol=tol).fit(X, y)


def crfsuite(X, y, max_iter, tol):
    """Read the sequences and run L-BFGS to the same stop, as `fit` does; writing the model is part of it."""
    import pycrfsuite

    def train():
        trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
        for tokens, labels in zip(X, y, strict=True):
            trainer.append(tokens, labels)
        trainer.set_params(
            {"c1": 0.0, "c2": 1.0, "max_iterations": max_iter, "epsilon": tol, "delta": 0.0, "period": max_iter}
        )
        with tempfile.TemporaryDirectory() as folder:
            trainer.train(str(Path(folder) / "model"))
        last = trainer.logparser.last_iteration
        return last["loss"], last["num"]

    return train


def our_gradient(states, transitions, labels):
    return lambda: sequence.crf_nll_grad(states, transitions, labels)


def potentials(states, transitions):
    """The peer's faster recursions take any non-negative steps: exponentials are part of the work, as they are for us.

    Taking the largest score of each step, and of all transitions, from the others keeps them in range.
    """
    highest, top = states.max(axis=1, keepdims=True), transitions.max()
    potential, steps = np.exp(states - highest), np.exp(transitions - top)
    return potential, steps, highest.sum() + top * (len(states) - 1)


def scaled_partition(states, transitions, labels):
    from hmmlearn import _hmmc

    start = np.ones(states.shape[1])

    def run():
        potential, steps, shift = potentials(states, transitions)
        return _hmmc.forward_scaling(start, steps, potential)[0] + shift

    return run


def log_partition(states, transitions, labels):
    """The peer's logarithms of steps within the call undo exponentials that are taken before it."""
    from hmmlearn import _hmmc

    start, steps = np.ones(states.shape[1]), np.exp(transitions)
    return lambda: _hmmc.forward_log(start, steps, states)[0]


def less_labels(log_z, marginal, pairs, states, transitions, labels):
    """Take what the labels have from what is expected."""
    every, before, after = np.arange(len(labels)), labels[:-1], labels[1:]
    score = states[every, labels].sum() + transitions[before, after].sum()
    marginal[every, labels] -= 1.0
    k = len(transitions)
    return log_z - score, marginal, pairs - np.bincount(before * k + after, minlength=k * k).reshape(k, k)


def scaled_gradient(states, transitions, labels):
    from hmmlearn import _hmmc

    start = np.ones(states.shape[1])

    def run():
        potential, steps, shift = potentials(states, transitions)
        log_z, forward, scale = _hmmc.forward_scaling(start, steps, potential)
        backward = _hmmc.backward_scaling(start, steps, potential, scale)
        marginal = forward * backward
        marginal /= marginal.sum(axis=1, keepdims=True)
        pairs = _hmmc.compute_scaling_xi_sum(forward, steps, backward, potential)
        return less_labels(log_z + shift, marginal, pairs, states, transitions, labels)

    return run


def log_gradient(states, transitions, labels):
    from hmmlearn import _hmmc

    start, steps = np.ones(states.shape[1]), np.exp(transitions)

    def run():
        log_z, forward = _hmmc.forward_log(start, steps, states)
        backward = _hmmc.backward_log(start, steps, states)
        marginal = np.exp(forward + backward - log_z)
        pairs = np.exp(_hmmc.compute_log_xi_sum(forward, steps, backward, states))
        return less_labels(log_z, marginal, pairs, states, transitions, labels)

    return run


def same_gradient(ours, theirs):
    for a, b in zip(ours, theirs, strict=True):  # counts of 500 to nine digits, which logarithms keep
        np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-6)


def same_objective(ours, theirs):
    """At the minimum of a strictly convex objective its value tells; on the way there line searches differ a little."""
    loss, n_iter = theirs
    if ours.converged_:
        np.testing.assert_allclose(ours.objective_, loss, rtol=1e-7)
    else:
        assert ours.n_iter_ == n_iter == ITERATIONS
        np.testing.assert_allclose(ours.objective_, loss, rtol=0.02)


SCALING, LOG = "hmmlearn scaling", "hmmlearn log"
NOTE = "the peer's compiled functions, called as its estimators call them, on exponentials of scores"

RACES = [
    Race(
        name="sequence.crf_log_partition",
        data=scores,
        ours=lambda states, transitions, labels: lambda: sequence.crf_log_partition(states, transitions),
        peers={SCALING: scaled_partition, LOG: log_partition},
        sizes={"small": 20, "medium": 10_000},
        agree=close(1e-10),
        note=NOTE,
    ),
    Race(
        name="sequence.crf_nll_grad",
        data=scores,
        ours=our_gradient,
        peers={SCALING: scaled_gradient, LOG: log_gradient},
        sizes={"small": 20, "medium": 10_000},
        agree=same_gradient,
        note=NOTE,
    ),
    Race(
        name="sequence.LinearChainCRF",
        data=sentences,
        ours=our_field,
        peers={"python-crfsuite": crfsuite},
        sizes={"small": (200, 300, 1e-6), "medium": (20_000, ITERATIONS, 0.0)},
        agree=same_objective,
        targets={("python-crfsuite", "medium"): 1.0},
        note=(
            "from weights of zero, with reading the dictionaries. Small: both to the minimum, equal within 1e-7. "
            f"Medium: {ITERATIONS} iterations each, far from the minimum, where line searches of different steps leave "
            "the objectives within 2 %; equal iterations are equal work"
        ),
    ),
]

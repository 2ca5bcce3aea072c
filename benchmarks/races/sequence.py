"""Hidden Markov models: the two recursions, one iteration, and whole fits."""

import numpy as np

from algos import sequence
from benchmarks.race import Race, close

ITERATIONS = 10


def chain(size):
    n, k = size
    rng = np.random.default_rng(0)
    return rng.dirichlet(np.ones(k)), rng.dirichlet(np.ones(k), k), 2.0 * rng.normal(size=(n, k))


def our_smoothing(start, trans, emit):
    log_start, log_trans = np.log(start), np.log(trans)

    def run():
        found = sequence.forward_backward(log_start, log_trans, emit)
        return [found.log_likelihood, *found.posterior[-1], *found.transitions.ravel()]

    return run


def scaled_smoothing(start, trans, emit):
    """The peer's faster recursions take probabilities: exponentials are part of the work, as they are for us."""
    from hmmlearn import _hmmc

    def run():
        highest = emit.max(axis=1, keepdims=True)
        potential = np.exp(emit - highest)
        likelihood, forward, scale = _hmmc.forward_scaling(start, trans, potential)
        backward = _hmmc.backward_scaling(start, trans, potential, scale)
        posterior = forward * backward
        posterior /= posterior.sum(axis=1, keepdims=True)
        pairs = _hmmc.compute_scaling_xi_sum(forward, trans, backward, potential)
        return [likelihood + highest.sum(), *posterior[-1], *pairs.ravel()]

    return run


def log_smoothing(start, trans, emit):
    from hmmlearn import _hmmc

    def run():
        likelihood, forward = _hmmc.forward_log(start, trans, emit)
        backward = _hmmc.backward_log(start, trans, emit)
        posterior = np.exp(forward + backward - likelihood)
        return [likelihood, *posterior[-1], *np.exp(_hmmc.compute_log_xi_sum(forward, trans, backward, emit)).ravel()]

    return run


def our_path(start, trans, emit):
    log_start, log_trans = np.log(start), np.log(trans)
    return lambda: sequence.viterbi(log_start, log_trans, emit).path


def hmmlearn_path(start, trans, emit):
    from hmmlearn import _hmmc

    return lambda: _hmmc.viterbi(start, trans, emit)[1]


def symbols(size):
    n, sequences, k, m = size
    rng = np.random.default_rng(0)
    start = rng.dirichlet(np.ones(k)), rng.dirichlet(np.ones(k), k), rng.dirichlet(np.ones(m), k)
    return rng.integers(0, m, n), np.full(sequences, n // sequences), *start


def our_step(X, lengths, *start):
    def run():
        found = sequence.baum_welch_step(X, *start, lengths)
        return [*found.startprob, *found.transmat.ravel(), *found.emissionprob.ravel()]

    return run


def hmmlearn_step(expect):
    """Make a step of the peer's compiled recursions and of counts in NumPy: no estimator, no checks, no monitor.

    `expect` takes the parameters and returns what gives a sequence's posteriors and expected steps.
    """

    def peer(X, lengths, start, trans, emission):
        ends = np.cumsum(lengths).tolist()
        sequences = list(zip([0, *ends[:-1]], ends, strict=True))
        k, m = emission.shape

        def run():
            expected = expect(start, trans, emission)
            starts, steps, posterior = np.zeros(k), np.zeros((k, k)), np.empty((len(X), k))
            for first, end in sequences:
                posterior[first:end], pairs = expected(X[first:end])
                starts += posterior[first]
                steps += pairs
            visits = np.stack([np.bincount(X, weights=posterior[:, state], minlength=m) for state in range(k)])
            steps /= steps.sum(axis=1, keepdims=True)
            visits /= visits.sum(axis=1, keepdims=True)
            return [*(starts / starts.sum()), *steps.ravel(), *visits.ravel()]

        return run

    return peer


def scaled_expectations(start, trans, emission):
    from hmmlearn import _hmmc

    table = np.ascontiguousarray(emission.T)

    def expected(x):
        potential = table[x]
        _, forward, scale = _hmmc.forward_scaling(start, trans, potential)
        backward = _hmmc.backward_scaling(start, trans, potential, scale)
        pairs = _hmmc.compute_scaling_xi_sum(forward, trans, backward, potential)
        forward *= backward
        forward /= forward.sum(axis=1, keepdims=True)
        return forward, pairs

    return expected


def log_expectations(start, trans, emission):
    from hmmlearn import _hmmc

    table = np.ascontiguousarray(np.log(emission).T)

    def expected(x):
        potential = table[x]
        likelihood, forward = _hmmc.forward_log(start, trans, potential)
        backward = _hmmc.backward_log(start, trans, potential)
        pairs = np.exp(_hmmc.compute_log_xi_sum(forward, trans, backward, potential))
        forward += backward - likelihood
        return np.exp(forward), pairs

    return expected


def hmmlearn_symbols(implementation):
    def peer(X, lengths, start, trans, emission):
        from hmmlearn.hmm import CategoricalHMM

        X = X[:, None]

        def run():
            model = CategoricalHMM(
                len(start), n_iter=ITERATIONS, tol=-np.inf, init_params="", implementation=implementation
            )
            model.startprob_, model.transmat_, model.emissionprob_ = start.copy(), trans.copy(), emission.copy()
            return model.fit(X, lengths).emissionprob_

        return run

    return peer


def our_symbols(X, lengths, start, trans, emission):
    model = sequence.CategoricalHMM(
        len(start), startprob_init=start, transmat_init=trans, emissionprob_init=emission, max_iter=ITERATIONS, tol=None
    )
    return lambda: model.fit(X, lengths=lengths).emissionprob_


def vectors(kind):
    def data(size):
        n, sequences, k, d = size
        rng = np.random.default_rng(0)
        X = 2.0 * rng.normal(size=(k, d))[rng.integers(0, k, n)] + rng.normal(size=(n, d))
        covars = np.ones((k, d)) if kind == "diag" else np.tile(np.eye(d), (k, 1, 1))
        chain = rng.dirichlet(np.ones(k)), rng.dirichlet(np.ones(k), k)
        return X, np.full(sequences, n // sequences), *chain, rng.normal(size=(k, d)), covars

    return data


def hmmlearn_vectors(kind, implementation):
    def peer(X, lengths, start, trans, means, covars):
        from hmmlearn.hmm import GaussianHMM

        def run():
            model = GaussianHMM(
                len(start),
                kind,
                n_iter=ITERATIONS,
                tol=-np.inf,
                init_params="",
                implementation=implementation,
                covars_prior=0.0,
                covars_weight=0.0,
            )
            model.n_features = X.shape[1]
            model.startprob_, model.transmat_, model.means_ = start.copy(), trans.copy(), means.copy()
            model.covars_ = covars
            return model.fit(X, lengths).means_

        return run

    return peer


def our_vectors(kind):
    def ours(X, lengths, start, trans, means, covars):
        model = sequence.GaussianHMM(
            len(start),
            kind,
            startprob_init=start,
            transmat_init=trans,
            means_init=means,
            covars_init=covars,
            max_iter=ITERATIONS,
            tol=None,
        )
        return lambda: model.fit(X, lengths=lengths).means_

    return ours


SCALING, LOG = "hmmlearn scaling", "hmmlearn log"
CHAINS = {"small": (20, 3), "medium": (20_000, 8), "four states": (20_000, 4), "long": (100_000, 5)}
SYMBOLS = {"small": (60, 3, 3, 4), "medium": (20_000, 10, 8, 12), "four states": (20_000, 10, 4, 12)}
SYMBOLS |= {"sentences": (20_000, 800, 6, 30)}
VECTORS = {"small": (60, 3, 3, 2), "medium": (20_000, 10, 6, 4)}
NOTE = f"{ITERATIONS} iterations from the same start, several sequences, the peer's priors switched off"


def fits(data, ours, peer, sizes, name, variant=""):
    return Race(
        name=name,
        variant=variant,
        data=data,
        ours=ours,
        peers={SCALING: peer("scaling"), LOG: peer("log")},
        sizes=sizes,
        targets={(which, "medium"): 2.0 for which in (SCALING, LOG)},
        agree=close(1e-8, 1e-12),
        note=NOTE,
    )


RACES = [
    Race(
        name="sequence.forward_backward",
        data=chain,
        ours=our_smoothing,
        peers={SCALING: scaled_smoothing, LOG: log_smoothing},
        sizes=CHAINS,
        targets={(which, "medium"): 2.0 for which in (SCALING, LOG)},
        agree=close(1e-7, 1e-12),  # the peer's logarithms lose eight digits of counts over 100 000 steps
        note="the peer's compiled functions, called as its estimators call them; ours also returns what was known when",
    ),
    Race(
        name="sequence.viterbi",
        data=chain,
        ours=our_path,
        peers={"hmmlearn": hmmlearn_path},
        sizes=CHAINS,
        targets={("hmmlearn", "medium"): 1.0},
        agree=close(0.0),
        note="the peer takes logarithms of start and steps within the call; it checks nothing, which shows when small",
    ),
    Race(
        name="sequence.baum_welch_step",
        data=symbols,
        ours=our_step,
        peers={SCALING: hmmlearn_step(scaled_expectations), LOG: hmmlearn_step(log_expectations)},
        sizes=SYMBOLS,
        targets={(which, "medium"): 2.0 for which in (SCALING, LOG)},
        agree=close(1e-8, 1e-12),
        note="the peer's compiled recursions and counts in NumPy, which check nothing; that shows when small",
    ),
    fits(symbols, our_symbols, hmmlearn_symbols, SYMBOLS, "sequence.CategoricalHMM"),
    *(
        fits(
            vectors(kind),
            our_vectors(kind),
            lambda implementation, kind=kind: hmmlearn_vectors(kind, implementation),
            VECTORS,
            "sequence.GaussianHMM",
            "" if kind == "diag" else kind,
        )
        for kind in ("diag", "full")
    ),
]

"""Rows of the acceptance matrix for the hidden Markov models of `algos.sequence`."""

import numpy as np

from algos._check import UndefinedWarning
from algos.sequence import CategoricalHMM, GaussianHMM, baum_welch_step, forward_backward, viterbi
from tests.algos.acceptance import Argument, Raises, Row, Same, Value, Warns

START = [-0.5, -1.0]
TRANS = [[-0.5, -1.0], [-2.0, -0.25]]
EMIT = [[-1.0, -2.0], [-0.5, -0.25], [-4.0, -1.0]]
X = [[0.0, 1.0], [0.5, 1.0], [8.0, 2.0], [8.5, 2.0], [9.0, 3.0], [1.0, 0.0]]
SYMBOLS = [0, 1, 1, 2, 0, 1]
PARAMETERS = [0.5, 0.5], [[0.75, 0.25], [0.5, 0.5]], [[0.5, 0.25, 0.25], [0.25, 0.25, 0.5]]
INF = np.inf


def step(symbols=SYMBOLS, lengths=None, **changed):
    names = ("startprob", "transmat", "emissionprob")
    given = dict(zip(names, PARAMETERS, strict=True)) | changed
    return baum_welch_step(symbols, *(given[name] for name in names), lengths).transmat


def gaussian(X=X, **parameters):
    lengths = parameters.pop("lengths", None)
    return GaussianHMM(**({"n_components": 2, "random_state": 0} | parameters)).fit(X, lengths=lengths)


def categorical(X=SYMBOLS, **parameters):
    lengths = parameters.pop("lengths", None)
    return CategoricalHMM(**({"n_components": 2, "random_state": 0} | parameters)).fit(X, lengths=lengths)


def smooth(start=START, trans=TRANS, emit=EMIT):
    return forward_backward(start, trans, emit).posterior


def best(start=START, trans=TRANS, emit=EMIT):
    return viterbi(start, trans, emit).log_probability


ARGUMENTS = [
    *(
        Argument(
            f"sequence.{name}", f"log_{argument}", kind, lambda x, f=call, a=argument: f(**{a: x}), good, finite=False
        )
        for name, call in (("forward_backward", smooth), ("viterbi", best))
        for argument, kind, good in (("start", "vector", START), ("trans", "matrix", TRANS), ("emit", "matrix", EMIT))
    ),
    *(
        Argument("sequence.baum_welch_step", name, kind, lambda x, a=name: step(**{a: x}), good)
        for name, kind, good in (
            ("startprob", "vector", PARAMETERS[0]),
            ("transmat", "matrix", PARAMETERS[1]),
        )
    ),
    Argument(
        "sequence.baum_welch_step",
        "emissionprob",
        "matrix",
        lambda x: step([0, 1, 1], emissionprob=x),
        [[0.5, 0.5], [0.25, 0.75]],
    ),
    Argument("sequence.GaussianHMM", "X", "matrix", lambda X: gaussian(X).means_, X),
]
ESTIMATORS = {"sequence.GaussianHMM": lambda: GaussianHMM(2, random_state=0)}
WITHOUT = {"sequence.CategoricalHMM": "takes integers, of one or two dimensions; rows in sequence.py"}


def _symbol_rows(name, call):
    """What symbols may come as, and what they may not."""
    usual = Same(lambda: call(np.array(SYMBOLS)))
    for number, layout, value in (
        (11, "list", SYMBOLS),
        (11, "tuple", tuple(SYMBOLS)),
        (13, "uint8", np.uint8(SYMBOLS)),
        (14, "float32", np.float32(SYMBOLS)),
        (17, "big-endian", np.array(SYMBOLS, ">i4")),
        (25, "strided", np.repeat(SYMBOLS, 2)[::2]),
        (0, "column", np.array(SYMBOLS)[:, None]),
    ):
        yield Row(number, f"{name}(X): {layout}", lambda value=value: call(value), usual)
    for number, fault, value, error in (
        (1, "empty", [], Raises(ValueError, "0 sample")),
        (4, "two columns", [[0, 1], [1, 0]], Raises(ValueError, "X must be a vector of symbols")),
        (5, "a number", 1, Raises(ValueError, "X must be a vector of symbols")),
        (22, "text", ["a", "b"], Raises(ValueError, "X.*text")),
        (43, "NaN", [0, np.nan], Raises(ValueError, "X must hold integers, got nan")),
        (43, "infinity", [0, INF], Raises(ValueError, "X must hold integers, got inf")),
        (64, "halves", [0, 0.5], Raises(ValueError, "X must hold integers, got 0.5")),
        (0, "negative", [0, -1], Raises(ValueError, "symbols from 0 up, got -1")),
    ):
        yield Row(number, f"{name}(X): {fault}", lambda value=value: call(value), error)


def _length_rows(name, call):
    for fault, lengths, error in (
        ("too few", [2, 3], Raises(ValueError, "lengths must sum.*expected 6, got 5")),
        ("too many", [5, 3], Raises(ValueError, "lengths must sum.*expected 6, got 8")),
        ("zero", [0, 6], Raises(ValueError, "lengths must be at least 1, got 0")),
        ("negative", [-1, 7], Raises(ValueError, "lengths must be at least 1, got -1")),
        ("overflowing", [2**62, 2**62, 2**62, 2**62, 6], Raises(ValueError, "expected 6, got 18446744073709551622")),
        ("halves", [2.5, 3.5], Raises(ValueError, "lengths must hold integers, got 2.5")),
        ("none", [], Raises(ValueError, "lengths must have at least 1 value")),
        ("a number", 6, Raises(ValueError, "lengths must have 1 dimension")),
    ):
        yield Row(7, f"{name}(lengths): {fault}", lambda lengths=lengths: call(lengths), error)


def _score_rows(name, call):
    """Logarithms: -infinity is welcome, NaN and +infinity are not."""
    for argument, kind in (("start", START), ("trans", TRANS), ("emit", EMIT)):
        for value, what in ((np.nan, "NaN"), (INF, "infinity")):

            def bad(argument=argument, kind=kind, value=value):
                changed = np.array(kind)
                changed.flat[1] = value
                return call(**{argument: changed})

            yield Row(43, f"{name}(log_{argument}): {what}", bad, Raises(ValueError, f"log_{argument} contains {what}"))
        empty = np.zeros((0,) * np.ndim(kind))
        yield Row(
            1,
            f"{name}(log_{argument}): empty",
            lambda argument=argument, empty=empty: call(**{argument: empty}),
            Raises(ValueError, f"log_{argument} must not be empty"),
        )
    yield Row(
        7,
        f"{name}: transitions of three states",
        lambda: call(trans=np.zeros((3, 3))),
        Raises(ValueError, r"log_trans must have shape \(2, 2\).*got \(3, 3\)"),
    )
    yield Row(
        7,
        f"{name}: emissions of three states",
        lambda: call(emit=np.zeros((2, 3))),
        Raises(ValueError, "log_emit.*2 states"),
    )


FORBIDDEN = [0.0, -INF], [[0.0, -INF], [-INF, 0.0]], [[0.0, 0.0], [-INF, 0.0]]
ROWS = [
    *_symbol_rows("sequence.baum_welch_step", step),
    *_symbol_rows("sequence.CategoricalHMM", lambda x: categorical(x).transmat_),
    *_length_rows("sequence.baum_welch_step", lambda lengths: step(lengths=lengths)),
    *_length_rows("sequence.CategoricalHMM", lambda lengths: categorical(lengths=lengths)),
    *_length_rows("sequence.GaussianHMM", lambda lengths: gaussian(lengths=lengths)),
    *_score_rows("sequence.forward_backward", smooth),
    *_score_rows("sequence.viterbi", best),
    Row(
        0,
        "sequence.forward_backward: impossible",
        lambda: forward_backward(*FORBIDDEN).log_evidence,
        Warns(UndefinedWarning, "impossible", [0.0, -INF]),
    ),
    Row(
        0,
        "sequence.viterbi: impossible",
        lambda: viterbi(*FORBIDDEN).path,
        Warns(UndefinedWarning, "forbid every path", [-1, -1]),
    ),
    Row(49, "sequence.viterbi: 1e300", lambda: best(emit=[[1e300, -1e300]]), Value(1e300)),
    Row(49, "sequence.viterbi: far below", lambda: best(emit=np.full((2, 2), -1e200)), Value(-2e200)),
    Row(
        49,
        "sequence.forward_backward: far below",
        lambda: smooth(emit=np.array(EMIT) - 1e9),
        Same(smooth, 1e-6),
    ),
    Row(
        49,
        "sequence.GaussianHMM: 1e200",
        lambda: gaussian(np.array(X) * 1e200),
        Raises(ValueError, "X has values up to"),
    ),
    Row(
        49,
        "sequence.GaussianHMM: 1e-200",
        lambda: gaussian(np.array(X) * 1e-200),
        Raises(ValueError, "X has a feature of variance"),
    ),
    Row(
        49,
        "sequence.GaussianHMM: 1e-100",
        lambda: gaussian(np.array(X) * 1e-100).predict(np.array(X) * 1e-100),
        Same(lambda: gaussian().predict(X)),
    ),
    Row(
        52,
        "sequence.GaussianHMM: constant rows",
        lambda: gaussian(np.ones((5, 2)), n_components=1).means_,
        Value([[1.0] * 2]),
    ),
    Row(
        52,
        "sequence.GaussianHMM: constant rows, two states",
        lambda: gaussian(np.ones((5, 2))).means_,
        Warns(UndefinedWarning, "1 distinct rows for 2 states", [[1.0] * 2] * 2),
    ),
    Row(
        7,
        "sequence.GaussianHMM: lengths in the place of y",
        lambda: GaussianHMM(2, random_state=0).fit(X, [2, 4]),
        Raises(ValueError, "y is ignored, but must have an entry for each of the 6 steps"),
    ),
    Row(0, "sequence.GaussianHMM: one row", lambda: gaussian([[2.0]], n_components=1).means_, Value([[2.0]])),
    Row(0, "sequence.CategoricalHMM: one symbol", lambda: categorical([0]).emissionprob_, Value([[1.0], [1.0]])),
    Row(2, "sequence.GaussianHMM: no columns", lambda: gaussian(np.zeros((4, 0))), Raises(ValueError, "0 feature")),
    Row(
        73,
        "sequence.GaussianHMM: k > n",
        lambda: gaussian(n_components=7),
        Raises(ValueError, "n_samples=6.*n_components=7"),
    ),
    Row(74, "sequence.GaussianHMM: k = 0", lambda: gaussian(n_components=0), Raises(ValueError, "n_components")),
    Row(
        74, "sequence.CategoricalHMM: k = 2.5", lambda: categorical(n_components=2.5), Raises(TypeError, "n_components")
    ),
    Row(76, "sequence.CategoricalHMM: tol < 0", lambda: categorical(tol=-1.0), Raises(ValueError, "tol must be")),
    Row(76, "sequence.GaussianHMM: min_covar = 0", lambda: gaussian(min_covar=0.0), Raises(ValueError, "min_covar")),
    Row(
        77,
        "sequence.GaussianHMM: unknown covariance_type",
        lambda: gaussian(covariance_type="round"),
        Raises(ValueError, "covariance_type must be one of .*'spherical'"),
    ),
    Row(
        77, "sequence.GaussianHMM: unknown params", lambda: gaussian(params="e"), Raises(ValueError, "'stmc', got 'e'")
    ),
    Row(79, "sequence.CategoricalHMM: max_iter = 0", lambda: categorical(max_iter=0), Raises(ValueError, "max_iter")),
    Row(79, "sequence.CategoricalHMM: n_init = 0", lambda: categorical(n_init=0), Raises(ValueError, "n_init")),
    Row(
        80,
        "sequence.CategoricalHMM: random_state = -1",
        lambda: categorical(random_state=-1),
        Raises(ValueError, "random_state"),
    ),
    Row(
        82,
        "sequence.CategoricalHMM: same seed twice",
        lambda: categorical().transmat_,
        Same(lambda: categorical().transmat_),
    ),
    Row(
        0,
        "sequence.CategoricalHMM: too few n_features",
        lambda: categorical(n_features=2),
        Raises(ValueError, "X must hold symbols from 0 to 1, got 2"),
    ),
    Row(
        0,
        "sequence.CategoricalHMM: n_features against emissionprob_init",
        lambda: categorical(n_features=4, emissionprob_init=PARAMETERS[2]),
        Raises(ValueError, "n_features=4 columns"),
    ),
    Row(
        0,
        "sequence.CategoricalHMM: emissionprob_init of three states",
        lambda: categorical(emissionprob_init=np.full((3, 3), 1.0 / 3.0)),
        Raises(ValueError, "a row for each of the 2 states"),
    ),
    Row(
        0,
        "sequence.CategoricalHMM: startprob_init of three states",
        lambda: categorical(startprob_init=[0.5, 0.25, 0.25]),
        Raises(ValueError, "startprob_init must have 2 entries"),
    ),
    Row(
        0,
        "sequence.CategoricalHMM: transmat_init of rows that sum to 2",
        lambda: categorical(transmat_init=np.ones((2, 2))),
        Raises(ValueError, "rows that sum to 1 within 1e-8, got 2 in row 0"),
    ),
    Row(
        0,
        "sequence.CategoricalHMM: negative probability",
        lambda: categorical(transmat_init=[[1.5, -0.5], [0.5, 0.5]]),
        Raises(ValueError, "transmat_init must not be negative, got -0.5"),
    ),
    Row(
        0,
        "sequence.CategoricalHMM: empty emissionprob_init",
        lambda: categorical(emissionprob_init=np.zeros((2, 0))),
        Raises(ValueError, "emissionprob_init must not be empty"),
    ),
    Row(
        7,
        "sequence.GaussianHMM: means_init of three columns",
        lambda: gaussian(means_init=np.zeros((2, 3))),
        Raises(ValueError, r"means_init must have shape \(2, 2\), got \(2, 3\)"),
    ),
    Row(
        98,
        "sequence.GaussianHMM: covars_init indefinite",
        lambda: gaussian(covariance_type="tied", covars_init=[[1.0, 2.0], [2.0, 1.0]]),
        Raises(ValueError, "positive definite"),
    ),
    Row(
        98,
        "sequence.GaussianHMM: negative variance",
        lambda: gaussian(covariance_type="spherical", covars_init=[1.0, -1.0]),
        Raises(ValueError, "positive"),
    ),
    Row(
        7,
        "sequence.baum_welch_step: symbol without a column",
        lambda: step([3]),
        Raises(ValueError, "from 0 to 2, got 3"),
    ),
]

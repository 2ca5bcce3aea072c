"""Hinge loss and the linear support vector machine by stochastic subgradients."""

import numpy as np

from algos import svm
from benchmarks.race import Race, close

SGD = "sklearn.linear_model.SGDClassifier"
EPOCHS, ALPHA = 10, 1e-4


def margins(n):
    rng = np.random.default_rng(0)
    return rng.choice([-1.0, 1.0], n), rng.normal(size=n)


def samples(size):
    n, d = size
    rng = np.random.default_rng(0)
    X, w = rng.normal(size=(n, d)), rng.normal(size=d) / np.sqrt(d)
    return X, np.where(X @ w + 0.3 * rng.normal(size=n) > 0, 1, -1)


def one_step(d):
    rng = np.random.default_rng(0)
    return rng.normal(size=d), 0.1, rng.normal(size=d), 1.0


def sklearn_hinge(y, decision):
    from sklearn.metrics import hinge_loss

    return lambda: hinge_loss(y, decision)


def numpy_hinge(y, decision):
    return lambda: np.maximum(0.0, 1.0 - y * decision).mean()


def numpy_step(w, b, x, y):
    def call():
        active = y * (w @ x + b) < 1.0
        return w - 0.01 * (ALPHA * w - active * y * x), b + 0.01 * active * y

    return call


def our_step(w, b, x, y):
    return lambda: svm.hinge_step(w, b, x, y, ALPHA, 0.01)


def same_step(ours, theirs):
    np.testing.assert_allclose(ours[0], theirs[0], rtol=1e-12)
    np.testing.assert_allclose(ours[1], theirs[1], rtol=1e-12)


def objective(model, X, y):
    w, b = model.coef_.ravel(), model.intercept_[0]
    return 0.5 * ALPHA * (w @ w) + np.maximum(0.0, 1.0 - y * (X @ w + b)).mean()


def our_fit(average):
    def ours(X, y):
        model = svm.HingeSGDClassifier(alpha=ALPHA, max_iter=EPOCHS, tol=None, average=average, random_state=0)
        return lambda: (model.fit(X, y), X, y)

    return ours


def sklearn_fit(average):
    def peer(X, y):
        from sklearn.linear_model import SGDClassifier

        model = SGDClassifier(
            loss="hinge", alpha=ALPHA, max_iter=EPOCHS, tol=None, average=average, random_state=0, n_jobs=1
        )
        return lambda: (model.fit(X, y), X, y)

    return peer


def no_worse_objective(ours, theirs):
    """After as many epochs ours is at most half a percent above the peer's objective."""
    if len(ours[2]) > 1000:
        assert objective(*ours) <= 1.005 * objective(*theirs)


def fit_race(average):
    return Race(
        name="svm.HingeSGDClassifier",
        variant="averaged" if average else "last iterate",
        data=samples,
        ours=our_fit(average),
        peers={SGD: sklearn_fit(average)},
        sizes={"small": (100, 5), "d=5": (100_000, 5), "d=20": (100_000, 20), "d=100": (100_000, 100)},
        targets={(SGD, size): 3.0 for size in ("d=5", "d=20", "d=100")},
        agree=no_worse_objective,
        note="10 epochs, both shuffling; the objectives are compared, the paths are random",
    )


RACES = [
    Race(
        name="svm.hinge_loss",
        data=margins,
        ours=lambda y, decision: lambda: svm.hinge_loss(y, decision),
        peers={"sklearn.metrics.hinge_loss": sklearn_hinge, "numpy": numpy_hinge},
        sizes={"small": 20, "medium": 100_000},
        targets={("sklearn.metrics.hinge_loss", "small"): 20.0},
        agree=close(1e-12),
        note="the NumPy expression checks nothing",
    ),
    Race(
        name="svm.hinge_step",
        data=one_step,
        ours=our_step,
        peers={"numpy": numpy_step},
        sizes={"small": 5, "hundred": 100},
        agree=same_step,
        note="the NumPy expression checks nothing",
    ),
    fit_race(average=True),
    fit_race(average=False),
]

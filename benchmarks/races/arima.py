"""ARIMA models and autoregressions, fitted to the same series; what they found is compared before anything is timed."""

import warnings

import numpy as np

from algos import timeseries
from benchmarks.race import Race, close

STATSMODELS, STATSFORECAST = "statsmodels.tsa.arima.model.ARIMA", "statsforecast.arima.arima"
COEFFICIENTS = {(1, 1, 1): ([0.6], [0.3]), (2, 1, 2): ([0.5, -0.4], [0.4, 0.3])}


def series(n, ar, ma, d, seed=0):
    from scipy.signal import lfilter

    e = np.random.default_rng(seed).normal(size=n + 200)
    w = lfilter(np.r_[1.0, ma], np.r_[1.0, -np.array(ar)], e)[200:]
    return np.cumsum(w) if d else w


def integrated(order):
    def data(n):
        return series(n, *COEFFICIENTS[order], 1), order

    return data


def our_arima(x, order):
    model = timeseries.ARIMA(*order)

    def run():
        fit = model.fit(x)
        return x, fit.ar_, fit.ma_, fit.bse_, fit.sigma2_

    return run


def statsmodels_arima(x, order):
    from statsmodels.tsa.arima.model import ARIMA

    p = order[0]

    def run():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fit = ARIMA(x, order=order).fit()
        return x, fit.params[:p], fit.params[p:-1], fit.bse, fit.params[-1]

    return run


def statsforecast_arima(x, order):
    from statsforecast.arima import arima

    p, _, q = order

    def run():
        fit = arima(x, order=order, method="CSS-ML")
        coef = [
            float(fit["coef"][name]) for name in (*(f"ar{i + 1}" for i in range(p)), *(f"ma{j + 1}" for j in range(q)))
        ]
        return x, coef[:p], coef[p:], fit["var_coef"], fit["sigma2"]

    return run


def same_likelihood(ours, theirs):
    """Ours is at least as likely, by the exact likelihood of the differences, and theirs is near."""
    w = np.diff(ours[0])
    best, other = (timeseries.arma_log_likelihood(w, ar, ma) for _, ar, ma, _, _ in (ours, theirs))
    assert other - 1e-8 <= best <= other + 0.02
    np.testing.assert_allclose(ours[4], theirs[4], rtol=1e-3)


def autoregression(size):
    n, p = size
    return series(n, [0.5, -0.3, 0.1], [], 0), p


def our_ar(x, p):
    model = timeseries.AR(p)
    return lambda: model.fit(x).params_


def statsmodels_ar(x, p):
    from statsmodels.tsa.ar_model import AutoReg

    return lambda: AutoReg(x, p).fit().params


def likelihood_data(n):
    return series(n, [0.5, -0.4], [0.4, 0.3], 0), np.array([0.5, -0.4]), np.array([0.4, 0.3])


def statsmodels_likelihood(x, ar, ma):
    from statsmodels.tsa.arima.model import ARIMA

    model = ARIMA(x, order=(len(ar), 0, len(ma)), trend="n")
    params = np.r_[ar, ma, 1.0]
    return lambda: model.loglike(params)


RACES = [
    *(
        Race(
            name="timeseries.ARIMA",
            variant=str(order),
            data=integrated(order),
            ours=our_arima,
            peers={STATSMODELS: statsmodels_arima, STATSFORECAST: statsforecast_arima},
            sizes={"small": 200, "medium": 2000},
            targets={(STATSMODELS, size): 10.0 for size in ("small", "medium")}
            | {(STATSFORECAST, size): 1.0 for size in ("small", "medium")},
            agree=same_likelihood,
            note="statsmodels approximates an unknown level by a variance of 1e6; statsforecast leaves the first value "
            "out with it, so that its maximum lies a little off",
        )
        for order in COEFFICIENTS
    ),
    Race(
        name="timeseries.arma_log_likelihood",
        data=likelihood_data,
        ours=lambda x, ar, ma: lambda: timeseries.arma_log_likelihood(x, ar, ma, 1.0),
        peers={STATSMODELS + ".loglike": statsmodels_likelihood},
        sizes={"small": 50, "medium": 2000},
        targets={(STATSMODELS + ".loglike", size): 1.0 for size in ("small", "medium")},
        agree=close(1e-10),
        note="ours also computes the derivatives; theirs is set up once, outside the timer",
    ),
    Race(
        name="timeseries.AR",
        data=autoregression,
        ours=our_ar,
        peers={"statsmodels.tsa.ar_model.AutoReg": statsmodels_ar},
        sizes={"small": (100, 2), "medium": (10_000, 5)},
        targets={("statsmodels.tsa.ar_model.AutoReg", size): 1.0 for size in ("small", "medium")},
        agree=close(1e-8),
        note="by default both solve least squares",
    ),
]

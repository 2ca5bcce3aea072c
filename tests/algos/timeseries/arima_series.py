"""Series that the tests of ARIMA and AR share."""

import numpy as np


def simulate(n, ar, ma, seed=0, d=0):
    rng = np.random.default_rng(seed)
    e = rng.normal(size=n + 100)
    w = np.zeros(n + 100)
    for t in range(n + 100):
        w[t] = e[t] + sum(c * w[t - 1 - i] for i, c in enumerate(ar) if t > i)
        w[t] += sum(c * e[t - 1 - i] for i, c in enumerate(ma) if t > i)
    w = w[100:]
    for _ in range(d):
        w = np.cumsum(w)
    return w


def sunspots():
    from statsmodels.datasets import sunspots

    return sunspots.load_pandas().data["SUNACTIVITY"].to_numpy(dtype=float)


def carbon_dioxide():
    """Monthly means of the weekly series, whose gaps are interpolated, and the first 200 weeks with their gaps."""
    from statsmodels.datasets import co2

    weekly = co2.load_pandas().data["co2"]
    return weekly.resample("MS").mean().interpolate().to_numpy(), weekly.to_numpy()[:200]

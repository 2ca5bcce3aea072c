r"""The distribution of the Dickey-Fuller statistic, by MacKinnon's response surfaces for a single series.

.. math:: p(\tau) = \Phi(b_0 + b_1 \tau + b_2 \tau^2 + b_3 \tau^3), \qquad
          \tau_p(n) = a_0 + \frac{a_1}{n} + \frac{a_2}{n^2} + \frac{a_3}{n^3}

Rows stand for the regressions "n", "c", "ct", "ctt".
"""

from __future__ import annotations

import numpy as np

from .._distributions import _norm_cdf
from .._jit import kernel

LEVELS = np.array([0.01, 0.05, 0.1])

# J. G. MacKinnon, "Approximate Asymptotic Distribution Functions for Unit-Root and Cointegration Tests", Journal of
# Business & Economic Statistics 12, 1994, tables 3 and 4. The three columns: below the first p is 0, up to the second
# the polynomial of small p holds, from there that of large p, beyond the third p is 1.
BOUNDS = np.array([[-19.04, -1.04, np.inf], [-18.83, -1.61, 2.74], [-16.18, -2.89, 0.7], [-17.17, -3.21, 0.54]])
SMALL_P = np.array(
    [
        [0.6344, 1.2378, 0.032496, 0.0],
        [2.1659, 1.4412, 0.038269, 0.0],
        [3.2512, 1.6047, 0.049588, 0.0],
        [4.0003, 1.658, 0.048288, 0.0],
    ]
)
LARGE_P = np.array(
    [
        [0.4797, 0.93557, -0.06999, 0.033066],
        [1.7339, 0.93202, -0.12745, -0.010368],
        [2.5261, 0.61654, -0.37956, -0.060285],
        [3.0778, 0.49529, -0.41477, -0.059359],
    ]
)

# J. G. MacKinnon, "Critical Values for Cointegration Tests", Queen's University working paper 1227, 2010, table 2; "n"
# from the paper of 1996. By regression, by level.
CRITICAL = np.array(
    [
        [[-2.56574, -2.2358, -3.627, 0.0], [-1.941, -0.2686, -3.365, 31.223], [-1.61682, 0.2656, -2.714, 25.364]],
        [[-3.43035, -6.5393, -16.786, -79.433], [-2.86154, -2.8903, -4.234, -40.04], [-2.56677, -1.5384, -2.809, 0.0]],
        [
            [-3.95877, -9.0531, -28.428, -134.155],
            [-3.41049, -4.3904, -9.036, -45.374],
            [-3.12705, -2.5856, -3.925, -22.38],
        ],
        [
            [-4.37113, -11.5882, -35.819, -334.047],
            [-3.83239, -5.9057, -12.49, -118.284],
            [-3.55326, -3.6596, -5.293, -63.559],
        ],
    ]
)


@kernel
def _cubic(b, x):
    return ((b[3] * x + b[2]) * x + b[1]) * x + b[0]


@kernel
def _dickey_fuller_cdf(tau, regression):
    """Return the probability of a statistic below tau under a unit root; NaN for NaN."""
    bounds = BOUNDS[regression]
    if tau < bounds[0]:
        return 0.0
    if tau > bounds[2]:
        return 1.0
    return _norm_cdf(_cubic(SMALL_P[regression] if tau <= bounds[1] else LARGE_P[regression], tau))


@kernel
def _dickey_fuller_critical(rows, regression):
    """Return the critical values at `LEVELS` for a regression on so many rows."""
    out = np.empty(LEVELS.shape[0])
    for i in range(out.shape[0]):
        out[i] = _cubic(CRITICAL[regression, i], 1.0 / rows)
    return out

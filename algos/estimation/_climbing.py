r"""Newton's method on the score of five families of distributions, in units that make the data's size one.

.. math:: \theta \leftarrow \theta + s \, J(\theta)^{-1} U(\theta), \qquad U = \nabla \ell, \qquad J = -\nabla^2 \ell

A family's log-likelihood depends on the data through two numbers, a and b: mean and variance ("gaussian"), the mean
alone, or for "gamma", whose rate is always shape / mean, the mean and log(mean) - mean(log x).
"""

from __future__ import annotations

import math

import numpy as np

from .._gamma import _excess
from .._jit import kernel
from ._gamma_score import _log_less_digamma, _log_power_less_gamma, _trigamma_less_inverse

__all__: list[str] = []

FAMILIES = ("gaussian", "bernoulli", "poisson", "exponential", "gamma")
GAUSSIAN, BERNOULLI, POISSON, EXPONENTIAL, GAMMA = range(5)


@kernel
def _loglik(family, a, b, first, second):
    """Return the log-likelihood of one value on average, less what the parameters do not touch; -inf outside."""
    if family == GAUSSIAN:
        inside = second > 0.0
        return -0.5 * (math.log(second) + (b + (first - a) ** 2) / second) if inside else -np.inf
    if family == BERNOULLI:
        return a * math.log(first) + (1.0 - a) * math.log1p(-first) if 0.0 < first < 1.0 else -np.inf
    if not first > 0.0:
        return -np.inf
    if family == POISSON:
        return -a * _excess((first - a) / a, first / a)  # less what it is at the mean
    if family == EXPONENTIAL:
        return math.log(first) - first * a
    return _log_power_less_gamma(first) - first * b


@kernel
def _direction(family, a, b, first, second):
    """Return Newton's step in both parameters, and the score times it."""
    if family == GAUSSIAN:
        gap, squares = a - first, b + (a - first) ** 2
        u, v = gap / second, 0.5 * (squares / second - 1.0) / second
        uu, uv, vv = 1.0 / second, gap / second**2, (squares / second - 0.5) / second**2
        if not uu * vv > uv * uv:  # ℓ does not curve down here: the expected information does (Fisher's scoring)
            uv, vv = 0.0, 0.5 / second**2
        determinant = uu * vv - uv * uv
        p, q = (vv * u - uv * v) / determinant, (uu * v - uv * u) / determinant
        return p, q, u * p + v * q
    if family == BERNOULLI:
        score = a / first - (1.0 - a) / (1.0 - first)
        information = a / first**2 + (1.0 - a) / (1.0 - first) ** 2
    elif family == POISSON:
        score, information = a / first - 1.0, a / first**2
    elif family == EXPONENTIAL:
        score, information = 1.0 / first - a, 1.0 / first**2
    else:
        score, information = _log_less_digamma(first) - b, _trigamma_less_inverse(first)
    return score / information, 0.0, score * score / information


@kernel
def _climb(family, n, a, b, first, second, tol, max_iter):
    """Repeat Newton's step, halved as long as it leads down or out; return the parameters, steps, and convergence."""
    n_iter, converged = 0, False
    here = _loglik(family, a, b, first, second)
    while n_iter < max_iter and not converged:
        p, q, gain = _direction(family, a, b, first, second)
        converged = n * gain <= tol
        s = 1.0
        there = _loglik(family, a, b, first + p, second + q)
        while not there >= here and (not converged or there == -np.inf) and s > 2.0**-60:
            s *= 0.5
            there = _loglik(family, a, b, first + s * p, second + s * q)
        first, second, here = first + s * p, second + s * q, there
        n_iter += 1
    return first, second, n_iter, converged


@kernel
def _standard(family, first, second, offset, unit):
    """Return parameters in the units in which `_climb` runs: data from 0 to 1 ("gaussian"), up to 1 ("exponential")."""
    if family == GAUSSIAN:
        return (first - offset) / unit, second / unit / unit
    return (first * unit, 0.0) if family == EXPONENTIAL else (first, 0.0)


@kernel
def _original(family, first, second, offset, unit):
    """Return parameters in the data's own units; for "gamma", `unit` is the mean."""
    if family == GAUSSIAN:
        return np.array([offset + unit * first, second * unit * unit])
    if family == GAMMA:
        return np.array([first, first / unit])
    return np.array([first / unit])


@kernel
def _default_start(family, b):
    """Return where to start without advice, in standard units."""
    if family == GAUSSIAN:
        return 0.5, 1.0 / 12.0  # as if the data filled their range evenly
    if family == GAMMA:
        return 0.5 / b, 0.0  # below the answer, since log k - digamma(k) > 1 / 2k; Newton then climbs from one side
    return (0.5 if family == BERNOULLI else 1.0), 0.0

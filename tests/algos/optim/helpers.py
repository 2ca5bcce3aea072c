"""Functions with gradient and Hessian that compile, and where their minima are."""

import numpy as np


def rosenbrock(x):
    total = 0.0
    for i in range(x.shape[0] - 1):
        total += 100.0 * (x[i + 1] - x[i] * x[i]) ** 2 + (1.0 - x[i]) ** 2
    return total


def rosenbrock_gradient(x):
    g = np.zeros(x.shape[0])
    for i in range(x.shape[0] - 1):
        rest = x[i + 1] - x[i] * x[i]
        g[i] += -400.0 * x[i] * rest - 2.0 * (1.0 - x[i])
        g[i + 1] += 200.0 * rest
    return g


def rosenbrock_hessian(x):
    H = np.zeros((x.shape[0], x.shape[0]))
    for i in range(x.shape[0] - 1):
        H[i, i] += 1200.0 * x[i] * x[i] - 400.0 * x[i + 1] + 2.0
        H[i, i + 1] -= 400.0 * x[i]
        H[i + 1, i] -= 400.0 * x[i]
        H[i + 1, i + 1] += 200.0
    return H


ROSENBROCK = (rosenbrock, rosenbrock_gradient, rosenbrock_hessian)


def quartic(x):
    return x**4 / 4 - 2 * x


def quartic_slope(x):
    return x**3 - 2


def quartic_curvature(x):
    return 3 * x**2


QUARTIC = (quartic, quartic_slope, quartic_curvature)

"""Newton's method for roots and for minima, with plain and with compiled functions."""

import numba
import numpy as np

from algos import optim
from benchmarks.race import Race, close

TRUST, SCIPY_NEWTON = "scipy.optimize.minimize trust-exact", "scipy.optimize.newton"


def cubic(x):
    return x * x * x - 2.0


def cubic_slope(x):
    return 3.0 * x * x


def rosenbrock(x):
    total = 0.0
    for i in range(len(x) - 1):
        total += 100.0 * (x[i + 1] - x[i] ** 2) ** 2 + (1.0 - x[i]) ** 2
    return total


def rosenbrock_gradient(x):
    out = np.zeros(len(x))
    for i in range(len(x) - 1):
        out[i] += -400.0 * x[i] * (x[i + 1] - x[i] ** 2) - 2.0 * (1.0 - x[i])
        out[i + 1] += 200.0 * (x[i + 1] - x[i] ** 2)
    return out


def rosenbrock_hessian(x):
    out = np.zeros((len(x), len(x)))
    for i in range(len(x) - 1):
        out[i, i] += 1200.0 * x[i] ** 2 - 400.0 * x[i + 1] + 2.0
        out[i, i + 1] = out[i + 1, i] = -400.0 * x[i]
        out[i + 1, i + 1] += 200.0
    return out


def bowl(x):
    return np.exp(x[0]) - x[0] + np.exp(x[1] - 1.0) - x[1] + 0.5 * (x[0] - x[1]) ** 2


def bowl_gradient(x):
    difference = x[0] - x[1]
    return np.array([np.exp(x[0]) - 1.0 + difference, np.exp(x[1] - 1.0) - 1.0 - difference])


def bowl_hessian(x):
    return np.array([[np.exp(x[0]) + 1.0, -1.0], [-1.0, np.exp(x[1] - 1.0) + 1.0]])


PROBLEMS = {
    "rosenbrock": (rosenbrock, rosenbrock_gradient, rosenbrock_hessian),
    "bowl": (bowl, bowl_gradient, bowl_hessian),
}


def root_problem(compiled):
    functions = (cubic, cubic_slope)
    return (*(map(numba.njit, functions) if compiled else functions), 1.0)


def minimum(problem):
    name, d, compiled = problem
    functions = PROBLEMS[name]
    return (*(map(numba.njit, functions) if compiled else functions), np.linspace(-1.2, 1.0, d))


def scipy_newton(f, df, x0):
    from scipy.optimize import newton

    return lambda: newton(f, x0, fprime=df)


def trust_exact(f, grad, hess, x0):
    from scipy.optimize import minimize

    return lambda: minimize(f, x0, jac=grad, hess=hess, method="trust-exact", options={"gtol": 1e-8}).x


def step_problem(d):
    rng = np.random.default_rng(0)
    A = rng.normal(size=(d, d))
    return rng.normal(size=d), rng.normal(size=d), A @ A.T + np.eye(d)


def numpy_step(x, grad, hess):
    return lambda: x - np.linalg.solve(hess, grad)


RACES = [
    Race(
        name="optim.newton_root",
        data=root_problem,
        ours=lambda f, df, x0: lambda: optim.newton_root(f, df, x0).root,
        peers={SCIPY_NEWTON: scipy_newton},
        sizes={"small": False, "compiled": True},
        targets={(SCIPY_NEWTON, "small"): 30.0, (SCIPY_NEWTON, "compiled"): 30.0},
        agree=close(1e-12),
        note="small: plain Python functions; compiled: jitted functions called by both sides",
    ),
    Race(
        name="optim.newton",
        data=minimum,
        ours=lambda f, grad, hess, x0: lambda: optim.newton(f, grad, hess, x0).x,
        peers={TRUST: trust_exact},
        sizes={
            "small": ("bowl", 2, False),
            "compiled": ("bowl", 2, True),
            "rosenbrock": ("rosenbrock", 2, False),
            "rosenbrock-compiled": ("rosenbrock", 2, True),
            "rosenbrock5-compiled": ("rosenbrock", 5, True),
        },
        targets={(TRUST, size): 30.0 for size in ("small", "compiled", "rosenbrock-compiled", "rosenbrock5-compiled")},
        agree=close(1e-6, 1e-8),
        note="with plain Python functions the caller's own code sets the limit; gradient norm below 1e-8 on both sides",
    ),
    Race(
        name="optim.newton_step",
        data=step_problem,
        ours=lambda x, grad, hess: lambda: optim.newton_step(x, grad, hess).x,
        peers={"numpy.linalg.solve": numpy_step},
        sizes={"small": 2, "ten": 10},
        agree=close(1e-9),
    ),
]

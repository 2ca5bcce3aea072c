"""ARMA models from their covariance matrices, in plain Python."""

import math


def impulse_response(ar, ma, n):
    """The weights of an innovation and of those that came 1, 2, ... steps before."""
    weights = []
    for k in range(n):
        weight = 1.0 if k == 0 else (ma[k - 1] if k <= len(ma) else 0.0)
        weight += sum(ar[i] * weights[k - 1 - i] for i in range(len(ar)) if k - 1 - i >= 0)
        weights.append(weight)
    return weights


def autocovariances(ar, ma, n_lags, terms=3000):
    """By the sum over all weights, cut off where they have died out."""
    weights = impulse_response(ar, ma, terms + n_lags)
    return [math.fsum(weights[k] * weights[k + h] for k in range(terms)) for h in range(n_lags)]


def cholesky(A):
    n = len(A)
    L = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1):
            rest = A[i][j] - math.fsum(L[i][k] * L[j][k] for k in range(j))
            L[i][j] = math.sqrt(rest) if i == j else rest / L[j][j]
    return L


def forward(L, b):
    x = []
    for i in range(len(b)):
        x.append((b[i] - math.fsum(L[i][k] * x[k] for k in range(i))) / L[i][i])
    return x


def log_likelihood(x, ar, ma, sigma2=None, mean=0.0):
    """The density of a normal vector; values that are not known are left out of it."""
    known = [t for t in range(len(x)) if not math.isnan(x[t])]
    gamma = autocovariances(ar, ma, len(x))
    L = cholesky([[gamma[abs(s - t)] for t in known] for s in known])
    squares = math.fsum(v * v for v in forward(L, [x[t] - mean for t in known]))
    log_determinant = 2.0 * math.fsum(math.log(L[i][i]) for i in range(len(known)))
    n = len(known)
    if sigma2 is None:
        sigma2 = squares / n
    return -0.5 * (n * math.log(2.0 * math.pi * sigma2) + log_determinant + squares / sigma2)


def forecast(w, ar, ma, h):
    """Mean and variance, over sigma2, of a normal vector's last h entries given the others."""
    n = len(w)
    gamma = autocovariances(ar, ma, n + h)
    L = cholesky([[gamma[abs(s - t)] for t in range(n)] for s in range(n)])
    v = forward(L, w)
    means, variances = [], []
    for step in range(h):
        weights = forward(L, [gamma[n + step - t] for t in range(n)])
        means.append(math.fsum(a * b for a, b in zip(weights, v, strict=True)))
        variances.append(gamma[0] - math.fsum(a * a for a in weights))
    return means, variances


def least_squares(x, p):
    """Constant and coefficients of an autoregression, by the normal equations."""
    rows = [[1.0] + [x[t - 1 - i] for i in range(p)] for t in range(p, len(x))]
    k = p + 1
    A = [[math.fsum(row[i] * row[j] for row in rows) for j in range(k)] for i in range(k)]
    b = [math.fsum(row[i] * x[t + p] for t, row in enumerate(rows)) for i in range(k)]
    L = cholesky(A)
    y = forward(L, b)
    for i in reversed(range(k)):
        y[i] = (y[i] - math.fsum(L[j][i] * y[j] for j in range(i + 1, k))) / L[i][i]
    return y


def burg(x, p):
    """Coefficients and variance: forward and backward errors are reversed lists of each other's lags."""
    mean = sum(x) / len(x)
    forward_errors = [value - mean for value in x]
    backward_errors = list(forward_errors)
    variance, phi = sum(value * value for value in forward_errors) / len(x), []
    for _ in range(p):
        pairs = list(zip(forward_errors[1:], backward_errors[:-1], strict=True))
        last = 2.0 * sum(f * b for f, b in pairs) / sum(f * f + b * b for f, b in pairs)
        forward_errors = [f - last * b for f, b in pairs]
        backward_errors = [b - last * f for f, b in pairs]
        phi = [a - last * b for a, b in zip(phi, reversed(phi), strict=True)] + [last]
        variance *= 1.0 - last * last
    return phi, variance

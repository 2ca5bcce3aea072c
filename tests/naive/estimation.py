"""Likelihoods and expectation maximisation as a textbook has them, in plain Python."""

from math import exp, factorial, inf, log, pi, sqrt


def gaussian_loglik(x, mean, variance):
    return sum(-0.5 * log(2 * pi * variance) - (v - mean) ** 2 / (2 * variance) for v in x)


def gaussian_mle(x):
    mean = sum(x) / len(x)
    variance = sum((v - mean) ** 2 for v in x) / len(x)
    return mean, variance, gaussian_loglik(x, mean, variance)


def exponential_mle(x):
    rate = len(x) / sum(x)
    return rate, sum(log(rate) - rate * v for v in x)


def bernoulli_mle(x):
    p = sum(x) / len(x)
    return p, sum(log(p) if v else log(1 - p) for v in x)


def poisson_mle(x):
    rate = sum(x) / len(x)
    return rate, sum((v * log(rate) if v else 0.0) - rate - log(factorial(v)) for v in x)


def determinant_and_inverse(matrix):
    """Gauss and Jordan, with row exchanges."""
    d, determinant = len(matrix), 1.0
    rows = [[*row, *(float(i == j) for j in range(d))] for i, row in enumerate(matrix)]
    for i in range(d):
        pivot = max(range(i, d), key=lambda r: abs(rows[r][i]))
        if pivot != i:
            rows[i], rows[pivot] = rows[pivot], rows[i]
            determinant = -determinant
        determinant *= rows[i][i]
        rows[i] = [v / rows[i][i] for v in rows[i]]
        for r in range(d):
            if r != i:
                rows[r] = [v - rows[r][i] * w for v, w in zip(rows[r], rows[i], strict=True)]
    return determinant, [row[d:] for row in rows]


def normal_density(x, mean, covariance):
    d = len(x)
    determinant, inverse = determinant_and_inverse(covariance)
    gap = [a - b for a, b in zip(x, mean, strict=True)]
    distance = sum(gap[i] * inverse[i][j] * gap[j] for i in range(d) for j in range(d))
    return exp(-0.5 * distance) / sqrt((2 * pi) ** d * determinant)


def em_step(X, weights, means, covariances, reg_covar=0.0):
    """One iteration with a whole covariance matrix for each component."""
    n, d, k = len(X), len(X[0]), len(weights)
    joint = [[w * normal_density(x, m, c) for w, m, c in zip(weights, means, covariances, strict=True)] for x in X]
    shares = [[p / sum(row) for p in row] for row in joint]
    mass = [sum(row[j] for row in shares) for j in range(k)]
    moved = [[sum(shares[i][j] * X[i][f] for i in range(n)) / mass[j] for f in range(d)] for j in range(k)]
    spread = [
        [
            [
                sum(shares[i][j] * (X[i][a] - moved[j][a]) * (X[i][b] - moved[j][b]) for i in range(n)) / mass[j]
                + (reg_covar if a == b else 0.0)
                for b in range(d)
            ]
            for a in range(d)
        ]
        for j in range(k)
    ]
    return [m / n for m in mass], moved, spread, sum(log(sum(row)) for row in joint)


def bernoulli_mixture_loglik(X, weights, probabilities):
    """Of rows of ones and zeros; probabilities[j][f] is the chance of a one in column f under component j."""
    total = 0.0
    for x in X:
        density = 0.0
        for weight, chances in zip(weights, probabilities, strict=True):
            product = weight
            for value, p in zip(x, chances, strict=True):
                product *= p if value else 1.0 - p
            density += product
        total += log(density) if density > 0.0 else -inf
    return total

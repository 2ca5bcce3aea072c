"""Time series as a textbook has them: sums over t, and normal equations solved by elimination."""

from math import cos, log, pi, sin, sqrt


def mean(x):
    return sum(x) / len(x)


def autocovariance(x, k, adjusted=False, demean=True):
    level = mean(x) if demean else 0.0
    n = len(x)
    return sum((x[t] - level) * (x[t + k] - level) for t in range(n - k)) / (n - k if adjusted else n)


def acf(x, nlags, adjusted=False):
    return [autocovariance(x, k, adjusted) / autocovariance(x, 0) for k in range(nlags + 1)]


def solve(matrix, right):
    """Eliminate with row exchanges."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    n = len(rows)
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(i + 1, n):
            factor = rows[r][i] / rows[i][i]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i], strict=True)]
    answer = [0.0] * n
    for i in reversed(range(n)):
        answer[i] = (rows[i][n] - sum(rows[i][j] * answer[j] for j in range(i + 1, n))) / rows[i][i]
    return answer


def least_squares(X, y):
    """Return the coefficients, the residuals and the cross products of the columns."""
    d = len(X[0])
    gram = [[sum(row[i] * row[j] for row in X) for j in range(d)] for i in range(d)]
    beta = solve(gram, [sum(row[i] * value for row, value in zip(X, y, strict=True)) for i in range(d)])
    errors = [value - sum(b * c for b, c in zip(beta, row, strict=True)) for row, value in zip(X, y, strict=True)]
    return beta, errors, gram


def yule_walker(x, order, adjusted=True, demean=True):
    c = [autocovariance(x, k, adjusted, demean) for k in range(order + 1)]
    phi = solve([[c[abs(i - j)] for j in range(order)] for i in range(order)], c[1:])
    return phi, sqrt(c[0] - sum(a * b for a, b in zip(phi, c[1:], strict=True)))


def pacf(x, nlags, adjusted=False):
    return [1.0] + [yule_walker(x, k, adjusted)[0][-1] for k in range(1, nlags + 1)]


def pacf_ols(x, nlags):
    out = [1.0]
    for k in range(1, nlags + 1):
        rows = [[1.0, *(x[t - j] for j in range(1, k + 1))] for t in range(k, len(x))]
        out.append(least_squares(rows, x[k:])[0][-1])
    return out


def pacf_burg(x, nlags):
    level = mean(x)
    forward = backward = [value - level for value in x]
    out = [1.0]
    for _ in range(nlags):
        pairs = list(zip(forward[1:], backward[:-1], strict=True))
        k = 2.0 * sum(f * b for f, b in pairs) / sum(f * f + b * b for f, b in pairs)
        out.append(k)
        forward, backward = [f - k * b for f, b in pairs], [b - k * f for f, b in pairs]
    return out


def ljung_box(x, lags):
    n, r = len(x), acf(x, lags)
    return n * (n + 2) * sum(r[k] ** 2 / (n - k) for k in range(1, lags + 1))


def box_pierce(x, lags):
    return len(x) * sum(r * r for r in acf(x, lags)[1:])


def difference(x, d=1, season=None):
    if season is not None:
        x = [x[t] - x[t - season] for t in range(season, len(x))]
    for _ in range(d):
        x = [x[t] - x[t - 1] for t in range(1, len(x))]
    return list(x)


def rolling_moments(x, window, ddof=0):
    out = []
    for i in range(len(x) - window + 1):
        part = x[i : i + window]
        level = mean(part)
        m2, m3, m4 = (sum((value - level) ** p for value in part) for p in (2, 3, 4))
        out.append((level, m2 / (window - ddof), sqrt(window) * m3 / m2**1.5, window * m4 / m2**2 - 3.0))
    return out


def dickey_fuller(x, lags, trend, longest=None):
    """Regress the steps on trend, level and lagged steps; return the level's t-statistic and the rows.

    With `longest`, use the rows that so many lags leave, and return the information criteria too.
    """
    n = len(x)
    steps = [x[t + 1] - x[t] for t in range(n - 1)]
    rows = range(lags if longest is None else longest, n - 1)
    X = [[x[t], *(steps[t - j] for j in range(1, lags + 1)), *((t / n) ** p for p in range(trend))] for t in rows]
    beta, errors, gram = least_squares(X, [steps[t] for t in rows])
    m, k = len(X), len(X[0])
    squares = sum(e * e for e in errors)
    unit = [1.0] + [0.0] * (k - 1)
    tau = beta[0] / sqrt(squares / (m - k) * solve(gram, unit)[0])
    likelihood = -m / 2.0 * (log(2.0 * pi * squares / m) + 1.0)
    return tau, m, 2 * k - 2.0 * likelihood, log(m) * k - 2.0 * likelihood


def kpss(x, lags, line=False):
    n = len(x)
    errors = least_squares([[1.0, float(t)] if line else [1.0] for t in range(n)], x)[1]
    partial = [sum(errors[: t + 1]) for t in range(n)]
    variance = sum(e * e for e in errors) / n
    for k in range(1, lags + 1):
        variance += 2.0 * (1.0 - k / (lags + 1.0)) * sum(errors[t] * errors[t + k] for t in range(n - k)) / n
    return sum(s * s for s in partial) / n**2 / variance


def trend_and_season_row(t, first, last, changepoints, period, order):
    """Return the columns of one time: 1, tau, hinges, cosine and sine of each harmonic."""
    span = last - first
    row = [1.0, (t - first) / span, *(max(0.0, (t - s) / span) for s in changepoints)]
    for h in range(1, order + 1):
        row += [cos(2.0 * pi * h * t / period), sin(2.0 * pi * h * t / period)]
    return row


def ridge(X, y, penalties):
    d = len(X[0])
    gram = [[sum(row[i] * row[j] for row in X) + (penalties[i] if i == j else 0.0) for j in range(d)] for i in range(d)]
    return solve(gram, [sum(row[i] * value for row, value in zip(X, y, strict=True)) for i in range(d)])


def ridge_prediction(X, y, penalties, later):
    """Return the errors' variance and, for each row to come, x'(X'X + penalties)^-1 x."""
    d = len(X[0])
    gram = [[sum(row[i] * row[j] for row in X) + (penalties[i] if i == j else 0.0) for j in range(d)] for i in range(d)]
    beta = ridge(X, y, penalties)
    squares = sum(
        (value - sum(b * c for b, c in zip(beta, row, strict=True))) ** 2 for row, value in zip(X, y, strict=True)
    )
    squares += sum(p * b * b for p, b in zip(penalties, beta, strict=True))
    spread = [sum(a * b for a, b in zip(row, solve(gram, row), strict=True)) for row in later]
    return squares / (len(y) - sum(p == 0.0 for p in penalties)), spread

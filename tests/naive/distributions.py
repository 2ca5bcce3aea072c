"""Distribution functions by their textbook series, in as many bits as it takes; every answer is an mpmath number.

The series of the incomplete gamma and beta functions have only positive terms, so truncated integers add them up
without losing anything; the other side is one less it, in enough bits for what the subtraction takes away.
"""

import mpmath
from mpmath import mpf

BITS = 160
STEP = mpf(2) ** -40


def _sum(first_numerator, first_denominator, x, bits):
    """Return the sum over n of the products of x (numerator + k) / (denominator + k), k < n (numerator None: of x)."""
    one = 1 << bits
    factor = int(mpmath.nint(mpmath.ldexp(x, bits)))
    denominator = int(mpmath.nint(mpmath.ldexp(first_denominator, bits)))
    numerator = one if first_numerator is None else int(mpmath.nint(mpmath.ldexp(first_numerator, bits)))
    term = total = one
    while term > 1 << 20 or factor * numerator > denominator << bits:
        term = (term * factor >> bits) * numerator // denominator
        total += term
        denominator += one
        numerator += 0 if first_numerator is None else one
    return mpf(total) / one


def _bits_for(log_density):
    return BITS + 60 + int(max(0.0, -float(log_density) / 0.69))


def gamma_pair(a, x):
    """Return P(a, x) and Q(a, x)."""
    with mpmath.workprec(BITS + 100):
        bits = _bits_for(a * mpmath.log(x) - x - mpmath.loggamma(a))
    with mpmath.workprec(bits + 100):
        density = mpmath.exp(a * mpmath.log(x) - x - mpmath.loggamma(a))
        lower = density * _sum(None, a + 1, x, bits + 40) / a
        return lower, 1 - lower


def beta_pair(a, b, odds):
    """Return I_x(a, b) and its complement for x = odds / (1 + odds)."""
    if odds > 1:
        return beta_pair(b, a, 1 / mpf(odds))[::-1] if mpmath.mp.prec > 2000 else _precisely(a, b, odds)
    with mpmath.workprec(BITS + 100):
        bits = _bits_for(_log_beta_density(a, b, odds))
    with mpmath.workprec(bits + 100):
        density = mpmath.exp(_log_beta_density(a, b, odds))
        lower = density * _sum(a + b, a + 1, odds / (1 + mpf(odds)), bits + 40) / a
        return lower, 1 - lower


def _precisely(a, b, odds):
    with mpmath.workprec(2500):
        return beta_pair(a, b, odds)


def _log_beta_density(a, b, odds):
    gammas = mpmath.loggamma(a + b) - mpmath.loggamma(a) - mpmath.loggamma(b)
    return gammas + a * mpmath.log(odds / (1 + mpf(odds))) - b * mpmath.log1p(odds)


# -- where the series would not end ----------------------------------------------------------------


def _integral(function, length):
    """Integrate from 0 to `length` by four panels of 24 points of Gauss and Legendre."""
    nodes = mpmath.calculus.quadrature.GaussLegendre(mpmath.mp).calc_nodes(4, 100)
    quarter = length / 4
    return sum(w * quarter / 2 * function(quarter * (k + (1 + t) / 2)) for k in range(4) for t, w in nodes)


def _reach(distance):
    """Return in how many standard deviations a tail ends that begins at a distance from the mean."""
    return min(mpf(14), 60 / (1 + distance))


def gamma_pair_of_many(a, x):
    """Return P(a, x) and Q(a, x) for a large a, by integrating the density over log x."""
    with mpmath.workprec(200 + int(1.2 * mpmath.log(a, 2))):
        sign = 1 if x >= a else -1
        length = _reach(abs(x - a) / mpmath.sqrt(a)) / mpmath.sqrt(a)
        total = _integral(lambda s: mpmath.exp(sign * a * s - x * mpmath.expm1(sign * s)), length)
        tail = total * mpmath.exp(a * mpmath.log(x) - x - mpmath.loggamma(a))
        return (1 - tail, tail) if sign > 0 else (tail, 1 - tail)


def beta_pair_of_many(a, b, odds):
    """Return I_x(a, b) and its complement for large a and b, by integrating the density over log odds."""
    if b * odds > a:
        return beta_pair_of_many(b, a, 1 / odds)[::-1]
    with mpmath.workprec(200 + int(1.2 * mpmath.log(a + b, 2))):
        x, deviation = odds / (1 + odds), mpmath.sqrt(a / (a + b) * b)
        length = _reach(abs((b * odds - a) / (1 + odds)) / deviation) / deviation
        total = _integral(lambda s: mpmath.exp(-a * s - (a + b) * mpmath.log1p(x * mpmath.expm1(-s))), length)
        tail = total * mpmath.exp(_log_beta_density(a, b, odds))
        return tail, 1 - tail


# -- distributions ---------------------------------------------------------------------------------


def norm_cdf(x):
    with mpmath.workprec(BITS):
        return mpmath.erfc(-mpf(x) / mpmath.sqrt(2)) / 2


def t_cdf(x, df):
    if x > 0:
        return 1 - t_cdf(-x, df)
    if x == 0:
        return mpf(0.5)
    with mpmath.workprec(2500):
        return beta_pair(mpf(df) / 2, mpf(0.5), mpf(df) / mpf(x) ** 2)[0] / 2


def chi2_sf(x, df):
    return gamma_pair(mpf(df) / 2, mpf(x) / 2)[1]


def f_sf(x, dfn, dfd):
    with mpmath.workprec(2500):
        return beta_pair(mpf(dfd) / 2, mpf(dfn) / 2, mpf(dfd) / (mpf(dfn) * mpf(x)))[0]


def t_cdf_of_many(x, df):
    """Return P(T <= x) for more than 1e8 degrees of freedom, by Fisher's series to the second term."""
    with mpmath.workprec(BITS):
        x, df = mpf(x), mpf(df)
        first, second = x * (x**2 + 1) / (4 * df), x * (3 * x**6 - 7 * x**4 - 5 * x**2 - 3) / (96 * df**2)
        return norm_cdf(x) - mpmath.npdf(x) * (first + second)


def chi2_sf_of_many(x, df):
    return gamma_pair_of_many(mpf(df) / 2, mpf(x) / 2)[1]


def f_sf_of_many(x, dfn, dfd):
    with mpmath.workprec(2500):
        return beta_pair_of_many(mpf(dfd) / 2, mpf(dfn) / 2, mpf(dfd) / (mpf(dfn) * mpf(x)))[0]


def norm_ppf(q):
    """Return the root of the distribution function, by Newton's steps on its logarithm."""
    with mpmath.workprec(BITS):
        x = -mpmath.sqrt(-2 * mpmath.log(mpf(q))) if q < 0.1 else mpf(0)
        return _root(q, x, norm_cdf, lambda x: mpmath.npdf(x))


def t_ppf(q, df, near):
    """Return the root of the distribution function beside `near`, for q < 1/2."""
    with mpmath.workprec(BITS):
        return _root(q, mpf(near), lambda x: t_cdf(x, df), lambda x: t_pdf(x, df))


def _root(q, x, cdf, pdf):
    for _ in range(100):
        value = cdf(x)
        step = mpmath.log(value / mpf(q)) * value / pdf(x)
        x -= step
        if abs(step) <= abs(x) * mpf(2) ** -90:
            break
    return x


def t_pdf(x, df):
    df = mpf(df)
    peak = (
        mpmath.gamma((df + 1) / 2) / mpmath.gamma(df / 2) if df < 1000 else mpmath.gammaprod([(df + 1) / 2], [df / 2])
    )
    return peak / mpmath.sqrt(df * mpmath.pi) * (1 + mpf(x) ** 2 / df) ** (-(df + 1) / 2)


def condition(function, *arguments):
    """Return by how much a relative change of the arguments is magnified: the sum of |a f_a / f| over all of them."""
    with mpmath.workprec(BITS):
        value = function(*arguments)
        total = mpf(0)
        for i in range(len(arguments)):
            moved = [mpf(a) for a in arguments]
            moved[i] *= 1 + STEP
            total += abs((function(*moved) / value - 1) / STEP)
        return float(total)

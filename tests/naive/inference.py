"""Statistical tests as a textbook has them; p-values by integrating densities, or by counting cases."""

from itertools import combinations
from math import comb, exp, fsum, inf, lgamma, log, pi, sqrt

# -- distributions ---------------------------------------------------------------------------------


def normal_density(x):
    return exp(-0.5 * x * x) / sqrt(2.0 * pi)


def t_density(x, df):
    scale = lgamma((df + 1.0) / 2.0) - lgamma(df / 2.0) - 0.5 * log(df * pi)
    return exp(scale - (df + 1.0) / 2.0 * log(1.0 + x * x / df))


def upper_tail(density, x):
    """Integrate from x >= 0 to infinity, with u = x + s / (1 - s), by Simpson's rule."""
    steps = 4000

    def term(s):
        return density(x + s / (1.0 - s)) / (1.0 - s) ** 2 if s < 1.0 else 0.0

    inner = fsum((4.0 if k % 2 else 2.0) * term(k / steps) for k in range(1, steps))
    return (term(0.0) + inner + term(1.0)) / (3.0 * steps)


def pvalue(density, statistic, alternative):
    beyond = upper_tail(density, abs(statistic))
    if alternative == "two-sided":
        return 2.0 * beyond
    return beyond if (statistic > 0.0) == (alternative == "greater") else 1.0 - beyond


# -- tests of means --------------------------------------------------------------------------------


def mean(x):
    return fsum(x) / len(x)


def variance(x):
    center = mean(x)
    return fsum((value - center) ** 2 for value in x) / (len(x) - 1)


def z_test(x, sd, popmean, alternative):
    z = (mean(x) - popmean) / (sd / sqrt(len(x)))
    return z, pvalue(normal_density, z, alternative)


def ttest_1samp(a, popmean, alternative):
    t, df = (mean(a) - popmean) / sqrt(variance(a) / len(a)), len(a) - 1
    return t, pvalue(lambda x: t_density(x, df), t, alternative), df


def ttest_rel(a, b, alternative):
    return ttest_1samp([x - y for x, y in zip(a, b, strict=True)], 0.0, alternative)


def ttest_ind(a, b, equal_var, alternative):
    m, n, of_a, of_b = len(a), len(b), variance(a), variance(b)
    if equal_var:
        df = m + n - 2
        squared = ((m - 1) * of_a + (n - 1) * of_b) / df * (1.0 / m + 1.0 / n)
    else:
        squared = of_a / m + of_b / n
        df = squared**2 / ((of_a / m) ** 2 / (m - 1) + (of_b / n) ** 2 / (n - 1))
    t = (mean(a) - mean(b)) / sqrt(squared)
    return t, pvalue(lambda x: t_density(x, df), t, alternative), df


def f_statistic(groups):
    values = [value for group in groups for value in group]
    center = mean(values)
    between = fsum(len(group) * (mean(group) - center) ** 2 for group in groups) / (len(groups) - 1)
    inside = fsum((value - mean(group)) ** 2 for group in groups for value in group)
    return between / (inside / (len(values) - len(groups)))


def welch_f(groups, add=fsum):
    """Welch's statistic and the degrees of freedom of its denominator; exact for fractions and `sum`."""
    k, means = len(groups), [add(group) / len(group) for group in groups]
    weights = [
        len(group) * (len(group) - 1) / add((value - center) ** 2 for value in group)
        for group, center in zip(groups, means, strict=True)
    ]
    total = add(weights)
    middle = add(w * center for w, center in zip(weights, means, strict=True)) / total
    between = add(w * (center - middle) ** 2 for w, center in zip(weights, means, strict=True)) / (k - 1)
    a = add((1 - w / total) ** 2 / (len(group) - 1) for w, group in zip(weights, groups, strict=True))
    return between / (1 + 2 * (k - 2) * a / (k * k - 1)), (k * k - 1) / (3 * a)


# -- counts ----------------------------------------------------------------------------------------


def chi_square(observed, expected):
    return fsum((o - e) ** 2 / e for o, e in zip(observed, expected, strict=True))


def expected_counts(table):
    total = sum(map(sum, table))
    columns = [sum(column) for column in zip(*table, strict=True)]
    return [[sum(row) * column / total for column in columns] for row in table]


# -- ranks and permutations ------------------------------------------------------------------------


def u_statistic(x, y):
    return sum((a > b) + 0.5 * (a == b) for a in x for b in y)


def splits(values, m):
    """Yield every way to choose m of the values, with the rest."""
    for chosen in combinations(range(len(values)), m):
        yield [values[i] for i in chosen], [values[i] for i in range(len(values)) if i not in chosen]


def tail_share(null, observed, alternative, tolerance=0.0):
    least = sum(value <= observed + tolerance for value in null) / len(null)
    most = sum(value >= observed - tolerance for value in null) / len(null)
    if alternative == "two-sided":
        return min(1.0, 2.0 * min(least, most))
    return least if alternative == "less" else most


def mannwhitneyu_exact(x, y, alternative):
    null = [u_statistic(*split) for split in splits([*x, *y], len(x))]
    assert len(null) == comb(len(x) + len(y), len(x))
    return tail_share(null, u_statistic(x, y), alternative)


def permutation_null(x, y):
    return [mean(a) - mean(b) for a, b in splits([*x, *y], len(x))]


# -- the bootstrap ---------------------------------------------------------------------------------


def quantile(values, q):
    """Interpolate linearly between the sorted values."""
    values = sorted(values)
    place = q * (len(values) - 1)
    below = min(int(place), len(values) - 2)
    return values[below] + (place - below) * (values[below + 1] - values[below])


def normal_cdf(x):
    beyond = upper_tail(normal_density, abs(x)) if abs(x) < inf else 0.0
    return beyond if x < 0.0 else 1.0 - beyond


def normal_quantile(q):
    low, high = -40.0, 40.0
    for _ in range(200):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if normal_cdf(middle) < q else (low, middle)
    return 0.5 * (low + high)


def bca_levels(x, statistic, replicates, alpha):
    """Return the two levels at which the BCa interval reads the bootstrap distribution."""
    observed = statistic(x)
    below = sum(value < observed for value in replicates) + sum(value <= observed for value in replicates)
    bias = normal_quantile(below / (2.0 * len(replicates)))
    left_out = [statistic([*x[:i], *x[i + 1 :]]) for i in range(len(x))]
    gaps = [mean(left_out) - value for value in left_out]
    acceleration = fsum(gap**3 for gap in gaps) / (6.0 * fsum(gap**2 for gap in gaps) ** 1.5)
    levels = []
    for z in (normal_quantile(alpha), -normal_quantile(alpha)):
        levels.append(normal_cdf(bias + (bias + z) / (1.0 - acceleration * (bias + z))))
    return levels


# -- intervals of a proportion, and power ----------------------------------------------------------


def wilson(count, nobs, z):
    p = count / nobs
    center = (p + z * z / (2.0 * nobs)) / (1.0 + z * z / nobs)
    reach = z / (1.0 + z * z / nobs) * sqrt(p * (1.0 - p) / nobs + z * z / (4.0 * nobs * nobs))
    return center - reach, center + reach


def binomial_at_most(k, n, p):
    return fsum(comb(n, i) * p**i * (1.0 - p) ** (n - i) for i in range(k + 1))


def noncentral_t_tail(t, df, shift):
    """Integrate P(Z > t s - shift) over the density of s, the estimated over the true standard deviation."""
    steps, scale = 200, log(2.0) + 0.5 * df * log(0.5 * df) - lgamma(0.5 * df)
    top = 1.0 + 12.0 / sqrt(df)

    def term(s):
        return exp(scale + (df - 1.0) * log(s) - 0.5 * df * s * s) * (1.0 - normal_cdf(t * s - shift)) if s else 0.0

    points = [top * k / steps for k in range(steps + 1)]
    return (
        top
        / (3.0 * steps)
        * fsum((1 if k in (0, steps) else 4 if k % 2 else 2) * term(s) for k, s in enumerate(points))
    )

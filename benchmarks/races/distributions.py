"""Distribution functions of `algos.inference` against SciPy's ufuncs."""

import numpy as np

from algos import inference
from benchmarks.race import Race, close

SIZES = {"small": 20, "medium": 100_000}


def quantiles(n):
    return (2.0 * np.random.default_rng(0).standard_normal(n),)


def probabilities(n):
    return (np.random.default_rng(0).random(n),)


def ratios(n):
    return (np.random.default_rng(0).f(5, 20, n),)


def sums_of_squares(df):
    return lambda n: (np.random.default_rng(0).chisquare(df, n),)


def special(name, *before, after=()):
    def make(x):
        from scipy import special

        function = getattr(special, name)
        return lambda: function(*before, x, *after)

    return make


def race(name, data, peer, *parameters, rtol=1e-12, **more):
    function = getattr(inference, name)
    return Race(
        name=f"inference.{name}",
        data=data,
        ours=lambda x: lambda: function(x, *parameters),
        peers={f"scipy.special.{peer}": special(peer, *parameters)},
        sizes=SIZES,
        agree=close(rtol, 1e-300),
        **more,
    )


UNCHECKED = "small: the peer is one call into C that checks nothing"

RACES = [
    race("norm_cdf", quantiles, "ndtr", note=UNCHECKED),
    race("norm_ppf", probabilities, "ndtri", note=UNCHECKED),
    race("t_cdf", quantiles, "stdtr", 10.0, note=UNCHECKED),
    race("t_ppf", probabilities, "stdtrit", 10.0, rtol=1e-11, note=UNCHECKED),  # near 1/2 the peer loses digits
    race("chi2_sf", sums_of_squares(5.0), "chdtrc", 5.0, variant="5 degrees of freedom"),
    race("chi2_sf", sums_of_squares(7.5), "chdtrc", 7.5, variant="7.5 degrees of freedom"),
    race("f_sf", ratios, "fdtrc", 4.0, 20.0, variant="4 and 20 degrees of freedom"),
    race("f_sf", ratios, "fdtrc", 5.0, 20.0, variant="5 and 20 degrees of freedom"),
]

r"""Distribution functions and quantiles of one number, for kernels: normal, Student's t, chi-square, F, beta.

Each kernel takes and returns float64. A NaN goes through; what lies outside the parameters' range gives NaN.
"""

from __future__ import annotations

import numpy as np

from ._beta import _beta_pair, _beta_ppf
from ._gamma import _gamma_pair, _log_gamma
from ._jit import kernel
from ._normal import _norm_cdf, _norm_pdf, _norm_ppf, _norm_sf
from ._student import _t_cdf, _t_ppf, _t_sf

__all__ = [
    "_beta_cdf",
    "_beta_ppf",
    "_chi2_cdf",
    "_chi2_sf",
    "_f_sf",
    "_log_gamma",
    "_norm_cdf",
    "_norm_pdf",
    "_norm_ppf",
    "_norm_sf",
    "_t_cdf",
    "_t_ppf",
    "_t_sf",
]


@kernel
def _chi2_cdf(x, df):
    """Return P(X <= x) for chi-square with `df` degrees of freedom."""
    if not (df > 0.0 and x == x):
        return np.nan
    return _gamma_pair(0.5 * df, 0.5 * x)[0]


@kernel
def _chi2_sf(x, df):
    """Return P(X > x) for chi-square with `df` degrees of freedom."""
    if not (df > 0.0 and x == x):
        return np.nan
    return _gamma_pair(0.5 * df, 0.5 * x)[1]


# -- beta and F -----------------------------------------------------------------------------------


@kernel
def _beta_cdf(x, a, b):
    """Return I_x(a, b), the chance that a beta variable is at most `x`."""
    if not (a > 0.0 and b > 0.0 and x == x):
        return np.nan
    return _beta_pair(a, b, x, 1.0 - x, b * x - a * (1.0 - x))[0]


@kernel
def _f_sf(x, dfn, dfd):
    """Return P(X > x) for F with `dfn` and `dfd` degrees of freedom."""
    if not (dfn > 0.0 and dfd > 0.0 and x == x):
        return np.nan
    if x <= 0.0:
        return 1.0
    if x == np.inf:
        return 0.0
    scale = 2.0**-100 if x > 1.0 else 1.0  # dfn x shall not overflow
    top, bottom = (scale * x) * dfn, scale * dfd
    total = top + bottom
    d = 0.5 * dfn * (bottom / total) * (1.0 - x)
    return _beta_pair(0.5 * dfd, 0.5 * dfn, bottom / total, top / total, d)[0]

"""Rows of the acceptance matrix for the distribution functions of `algos.inference`, and their arguments."""

import math

import numpy as np

from algos.inference import chi2_sf, f_sf, norm_cdf, norm_ppf, t_cdf, t_ppf
from tests.algos.acceptance import Argument, Raises, Row, Same, Value

NAN = math.nan
VALUES = [0.25, 0.5, 0.875]
DEGREES = [1.0, 2.5, 8.0]

ARGUMENTS = [
    Argument(f"inference.{name}", argument, "elementwise", call, good, finite=False, number=True)
    for name, argument, call, good in (
        ("norm_cdf", "x", norm_cdf, VALUES),
        ("norm_ppf", "q", norm_ppf, VALUES),
        ("t_cdf", "x", lambda x: t_cdf(x, 3), VALUES),
        ("t_cdf", "df", lambda df: t_cdf(0.5, df), DEGREES),
        ("t_ppf", "q", lambda q: t_ppf(q, 3), VALUES),
        ("t_ppf", "df", lambda df: t_ppf(0.25, df), DEGREES),
        ("chi2_sf", "x", lambda x: chi2_sf(x, 3), VALUES),
        ("chi2_sf", "df", lambda df: chi2_sf(0.5, df), DEGREES),
        ("f_sf", "x", lambda x: f_sf(x, 3, 4), VALUES),
        ("f_sf", "dfn", lambda df: f_sf(0.5, df, 4), DEGREES),
        ("f_sf", "dfd", lambda df: f_sf(0.5, 3, df), DEGREES),
    )
]

ROWS = [
    Row(1, "inference.norm_cdf: empty", lambda: norm_cdf([]), Value([])),
    Row(1, "inference.t_ppf: empty", lambda: t_ppf([], 3), Value([])),
    Row(1, "inference.f_sf: empty", lambda: f_sf(2.0, [], 3), Value([])),
    Row(4, "inference.norm_cdf: 3-D", lambda: norm_cdf([[[0.0]]]), Value([[[0.5]]])),
    Row(
        7,
        "inference.t_cdf: lengths differ",
        lambda: t_cdf([1, 2, 3], [1, 2]),
        Raises(ValueError, "x and df.*broadcast"),
    ),
    Row(
        7,
        "inference.f_sf: lengths differ",
        lambda: f_sf(1, [1, 2, 3], [1, 2]),
        Raises(ValueError, "dfn and dfd.*broadcast"),
    ),
    Row(43, "inference.norm_cdf: infinities", lambda: norm_cdf([-math.inf, math.inf]), Value([0.0, 1.0])),
    Row(43, "inference.t_cdf: infinities", lambda: t_cdf([-math.inf, math.inf], 2.5), Value([0.0, 1.0])),
    Row(43, "inference.t_cdf: infinite df", lambda: t_cdf([-1.0, 2.0], math.inf), Same(lambda: norm_cdf([-1.0, 2.0]))),
    Row(43, "inference.chi2_sf: infinities", lambda: chi2_sf([-math.inf, math.inf], 2.5), Value([1.0, 0.0])),
    Row(43, "inference.f_sf: infinities", lambda: f_sf([-math.inf, math.inf], 2.5, 3.5), Value([1.0, 0.0])),
    Row(
        43, "inference.norm_ppf: infinity", lambda: norm_ppf(math.inf), Raises(ValueError, "q must hold prob.*got inf")
    ),
    Row(46, "inference.norm_cdf: values of 1e-200", lambda: norm_cdf([1e-200, -1e-200]), Value([0.5, 0.5])),
    Row(46, "inference.t_cdf: values of 1e200", lambda: t_cdf([-1e200, 1e200], 30), Value([0.0, 1.0])),
    Row(46, "inference.f_sf: values of 1e308", lambda: f_sf(1e308, 2, 4), Value(0.0)),
    Row(58, "inference.norm_ppf: -0.0", lambda: norm_ppf(-0.0), Value(-math.inf)),
    Row(58, "inference.t_cdf: -0.0", lambda: t_cdf(-0.0, 3), Value(0.5)),
    Row(74, "inference.t_cdf: df 0", lambda: t_cdf(1.0, 0), Raises(ValueError, "df must hold positive.*got 0")),
    Row(
        74,
        "inference.t_ppf: df negative",
        lambda: t_ppf(0.5, [3, -1]),
        Raises(ValueError, "df must hold positive.*got -1"),
    ),
    Row(74, "inference.chi2_sf: df 0", lambda: chi2_sf([1.0], 0), Raises(ValueError, "df must hold positive.*got 0")),
    Row(74, "inference.f_sf: dfn 0", lambda: f_sf(1.0, 0, 3), Raises(ValueError, "dfn must hold positive.*got 0")),
    Row(
        74,
        "inference.f_sf: dfd negative",
        lambda: f_sf(1.0, 3, -2),
        Raises(ValueError, "dfd must hold positive.*got -2"),
    ),
    Row(83, "inference.t_cdf: df as NumPy scalar", lambda: t_cdf(0.0, np.int8(3)), Value(0.5)),
    Row(83, "inference.norm_cdf: 0-d array", lambda: norm_cdf(np.array(0.0)), Value(0.5)),
    Row(88, "inference.norm_cdf: NaN", lambda: norm_cdf([0.0, NAN]), Value([0.5, NAN])),
    Row(88, "inference.norm_ppf: NaN", lambda: norm_ppf([0.5, NAN]), Value([0.0, NAN])),
    Row(88, "inference.t_cdf: NaN", lambda: t_cdf([0.0, NAN, 0.0], [3, 3, NAN]), Value([0.5, NAN, NAN])),
    Row(88, "inference.t_ppf: NaN", lambda: t_ppf([0.5, NAN, 0.5], [3, 3, NAN]), Value([0.0, NAN, NAN])),
    Row(88, "inference.chi2_sf: NaN", lambda: chi2_sf([0.0, NAN, 0.0], [3, 3, NAN]), Value([1.0, NAN, NAN])),
    Row(88, "inference.f_sf: NaN", lambda: f_sf([0.0, NAN], 3, [4, 4]), Value([1.0, NAN])),
    Row(
        107,
        "inference.norm_ppf: above 1",
        lambda: norm_ppf([0.5, 1.5]),
        Raises(ValueError, "q must hold prob.*got 1.5"),
    ),
    Row(107, "inference.t_ppf: below 0", lambda: t_ppf(-0.5, 3), Raises(ValueError, "q must hold prob.*got -0.5")),
]

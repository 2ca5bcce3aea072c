"""Rows of the acceptance matrix with a meaning of their own in `algos.information`."""

import math

import numpy as np

from algos.information import (
    binary_entropy,
    conditional_entropy,
    cross_entropy,
    entropy,
    joint_entropy,
    js_divergence,
    kl_divergence,
    mutual_info_score,
    mutual_information,
    self_information,
)
from tests.algos.acceptance import Raises, Row, Same, Value

HALF = (0.5, 0.5)
CERTAIN = (1.0, 0.0)
TABLE = ((0.25, 0.25), (0.5, 0.0))

ROWS = [
    Row(1, "information.entropy: empty", lambda: entropy([]), Raises(ValueError, "at least one probability")),
    Row(1, "information.joint_entropy: empty", lambda: joint_entropy(np.empty((0, 3))), Raises(ValueError, "table")),
    Row(1, "information.mutual_info_score: empty", lambda: mutual_info_score([], []), Raises(ValueError, "labels_a")),
    Row(1, "information.self_information: empty", lambda: self_information([]), Value([])),
    Row(4, "information.mutual_information: 3-D", lambda: mutual_information([[[1.0]]]), Raises(ValueError, "2D")),
    Row(5, "information.entropy: a number", lambda: entropy(1.0), Raises(ValueError, "1 dimension")),
    Row(
        7,
        "information.kl_divergence: lengths differ",
        lambda: kl_divergence(HALF, [1.0]),
        Raises(ValueError, "2 and 1"),
    ),
    Row(
        7,
        "information.mutual_info_score: lengths differ",
        lambda: mutual_info_score([1, 2], [1]),
        Raises(ValueError, "labels_a has 2, labels_b has 1"),
    ),
    Row(8, "information.entropy: one outcome", lambda: entropy([1.0]), Value(0.0)),
    Row(
        13,
        "information.entropy: uint64 counts",
        lambda: entropy(np.full(2, 2**63, np.uint64), normalize=True),
        Value(1.0),
    ),
    Row(16, "information.entropy: longdouble", lambda: entropy(np.array(HALF, np.longdouble)), Value(1.0)),
    Row(
        17,
        "information.js_divergence: big-endian",
        lambda: js_divergence(np.array(CERTAIN, ">f8"), HALF),
        Same(lambda: js_divergence(CERTAIN, HALF)),
    ),
    Row(31, "information.entropy: sparse", lambda: _sparse(entropy), Raises(TypeError, "sparse.*toarray")),
    Row(
        43,
        "information.cross_entropy: infinity",
        lambda: cross_entropy(HALF, [math.inf, 0.0]),
        Raises(ValueError, "q must hold finite"),
    ),
    Row(43, "information.binary_entropy: NaN", lambda: binary_entropy(math.nan), Raises(ValueError, "between 0 and 1")),
    Row(46, "information.entropy: counts of 1e-200", lambda: entropy([1e-200, 1e-200], normalize=True), Value(1.0)),
    Row(46, "information.entropy: counts of 1e308", lambda: entropy([1e308, 1e308], normalize=True), Value(1.0)),
    Row(58, "information.kl_divergence: -0.0", lambda: kl_divergence([1.0, -0.0], CERTAIN), Value(0.0)),
    Row(
        61,
        "information.mutual_info_score: bools",
        lambda: mutual_info_score([True, False], [True, False], 2.0),
        Value(1.0),
    ),
    Row(
        62,
        "information.mutual_info_score: text and integers mixed",
        lambda: mutual_info_score(["a", 1], [0, 1]),
        Raises(TypeError, "labels_a"),
    ),
    Row(
        64,
        "information.mutual_info_score: measurements",
        lambda: mutual_info_score([0.5, 1.5], [0, 1]),
        Raises(ValueError, "continuous"),
    ),
    Row(74, "information.entropy: base 0", lambda: entropy(HALF, base=0), Raises(ValueError, "base.*above 1")),
    Row(74, "information.entropy: base NaN", lambda: entropy(HALF, base=math.nan), Raises(ValueError, "base.*above 1")),
    Row(83, "information.entropy: base as NumPy scalar", lambda: entropy(HALF, base=np.float32(2.0)), Value(1.0)),
    Row(94, "information.entropy: counts", lambda: entropy([2, 2]), Raises(ValueError, "sum to 1.*normalize=True")),
    Row(
        94,
        "information.js_divergence: counts",
        lambda: js_divergence([2, 2], HALF),
        Raises(ValueError, "p must sum to 1"),
    ),
    Row(
        94,
        "information.joint_entropy: counts",
        lambda: joint_entropy([[2, 2]]),
        Raises(ValueError, "table must sum to 1"),
    ),
    Row(95, "information.entropy: zeros", lambda: entropy([0.0, 0.0]), Raises(ValueError, "sum to 1")),
    Row(
        95,
        "information.entropy: zero counts",
        lambda: entropy([0, 0], normalize=True),
        Raises(ValueError, "positive sum, got only zeros"),
    ),
    Row(97, "information.kl_divergence: q = 0 < p", lambda: kl_divergence(HALF, CERTAIN), Value(math.inf)),
    Row(97, "information.cross_entropy: q = 0 < p", lambda: cross_entropy(HALF, CERTAIN), Value(math.inf)),
    Row(97, "information.kl_divergence: p = 0 < q", lambda: kl_divergence(CERTAIN, HALF), Value(1.0)),
    Row(97, "information.entropy: 0 log 0", lambda: entropy(CERTAIN), Value(0.0)),
    Row(97, "information.conditional_entropy: 0 log 0", lambda: conditional_entropy(TABLE), Value(0.5)),
    Row(97, "information.self_information: impossible", lambda: self_information(0.0), Value(math.inf)),
]


def _sparse(function):
    from scipy.sparse import csr_array

    return function(csr_array(np.array([HALF])))

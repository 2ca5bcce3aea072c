"""Logarithmic and squared losses of probabilities by definition and by scikit-learn."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos.metrics import _forecasts, brier_score_loss, log_loss
from tests.naive import classification as naive

pytestmark = pytest.mark.kernels

EPS = np.finfo(float).eps
TWO = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 8), st.integers(0, 3)), max_size=20).map(
    lambda rows: [[*c] for c in zip(*[(0, 4, 1), (1, 4, 1), *rows], strict=True)]
)


def inside(function, *arguments, **keywords):
    """Call what a compiled caller gets."""
    body = function.compiled_as(*arguments, **keywords)
    return body(*arguments, **keywords) if callable(body) else body


@given(TWO, st.booleans())
def test_two_classes_by_definition_and_by_scikit_learn(data, weighted):
    y, eighths, weight = data
    p, w = [v / 8 for v in eighths], weight if weighted else None
    rows = [(1 - v, v) for v in p]
    array_weight = None if w is None else np.array(w)
    for given_p in (p, rows, [[v] for v in p]):
        keywords = {"sample_weight": w}
        expected = naive.mean(naive.log_losses(y, rows, EPS), w)
        assert log_loss(y, given_p, **keywords) == pytest.approx(expected, rel=1e-13, abs=1e-15)
        assert sklearn.metrics.log_loss(y, given_p, **keywords) == pytest.approx(expected, rel=1e-12, abs=1e-15)
        found = inside(log_loss, np.array(y), np.array(given_p), sample_weight=array_weight)
        assert found == pytest.approx(expected, rel=1e-13, abs=1e-15)
        expected = naive.mean(naive.squared_losses(y, rows), w) / 2
        assert brier_score_loss(y, given_p, **keywords) == pytest.approx(expected, rel=1e-13)
        assert sklearn.metrics.brier_score_loss(y, given_p, **keywords) == pytest.approx(expected, rel=1e-12)
        found = brier_score_loss.compiled_as(np.array(y), np.array(given_p), sample_weight=array_weight)
        assert found == pytest.approx(expected, rel=1e-13)
    unclipped = naive.mean(naive.log_losses(y, rows, None), w)
    assert log_loss(y, p, clip=None, sample_weight=w) == pytest.approx(unclipped, rel=1e-13)
    found = inside(log_loss, np.array(y), np.array(p), sample_weight=array_weight, clip=None)
    assert found == pytest.approx(unclipped, rel=1e-13)


@pytest.mark.parametrize("names", [[0, 1, 2], [3, 5, 9], ["a", "b", "c"]])
@pytest.mark.parametrize("weighted", [False, True])
def test_several_classes_by_scikit_learn(names, weighted, rng):
    codes, p = np.r_[0, 1, 2, rng.integers(0, 3, 60)], rng.dirichlet([1, 1, 1], 63)
    y, weight = np.array(names)[codes], rng.random(63) if weighted else None
    for labels in (None, names):
        keywords = {"sample_weight": weight, "labels": labels}
        for normalize in (True, False):
            expected = sklearn.metrics.log_loss(y, p, normalize=normalize, **keywords)
            assert log_loss(y, p, normalize=normalize, **keywords) == pytest.approx(expected, rel=1e-13)
        for half in ("auto", True, False):
            expected = sklearn.metrics.brier_score_loss(y, p, scale_by_half=half, **keywords)
            assert brier_score_loss(y, p, scale_by_half=half, **keywords) == pytest.approx(expected, rel=1e-13)
    assert log_loss(y, p) == pytest.approx(naive.mean(naive.log_losses(codes, p, EPS)), rel=1e-13)
    assert brier_score_loss(y, p) == pytest.approx(naive.mean(naive.squared_losses(codes, p)), rel=1e-13)
    if names[0] != "a":
        labels = np.array(names)
        assert inside(log_loss, y, p, labels=labels) == pytest.approx(log_loss(y, p), rel=1e-14)
        found = brier_score_loss.compiled_as(y, p, labels=labels, scale_by_half=True)
        assert found == pytest.approx(brier_score_loss(y, p, scale_by_half=True), rel=1e-14)


def test_labels_that_do_not_occur():
    p = [[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]]
    assert log_loss([2, 0], p, labels=[0, 1, 2]) == pytest.approx(-np.log([0.5, 0.6]).mean())
    assert log_loss([1, 1], [0.5, 0.25], labels=[0, 1]) == pytest.approx(np.log([2, 4]).mean())
    assert inside(log_loss, np.array([1, 1]), np.array([0.5, 0.25]), labels=np.array([0, 1])) == pytest.approx(
        np.log([2, 4]).mean()
    )


def test_what_was_called_impossible():
    assert log_loss([1, 0], [0.0, 0.0]) * 2 == pytest.approx(36.04365338911715, rel=1e-14)
    assert log_loss([1, 0], [0.0, 0.0], clip=None) == np.inf
    assert log_loss([1, 0], [0.0, 0.5], sample_weight=[0, 1], clip=None) == pytest.approx(np.log(2))
    assert log_loss([1, 0, 2], np.eye(3)[[0, 0, 2]], sample_weight=[0, 1, 1], clip=None) == 0.0
    assert str(log_loss([1, 0], [1.0, 0.0], clip=None)) == "0.0"
    assert log_loss([1, 0], [0.0, 0.5], clip=0.25) == pytest.approx(np.log([4, 2]).mean())
    assert brier_score_loss([1, 0], [0.0, 1.0]) == 1.0


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_clipping_follows_the_dtype(dtype):
    """As in scikit-learn, which takes logarithms in that dtype as well."""
    y, p = np.array([1, 0, 1]), np.array([0.0, 1.0, 0.5], dtype)
    for given_p in (p, np.stack([1 - p, p], axis=1)):
        expected = sklearn.metrics.log_loss(y, given_p)
        assert log_loss(y, given_p) == pytest.approx(expected, rel=4 * float(np.finfo(dtype).eps))
        assert log_loss(y, given_p) == log_loss(y, given_p, clip=float(np.finfo(dtype).eps))
        assert log_loss.over_blocks(log_loss.blocks(y, given_p)) == log_loss(y, given_p)
        if dtype != np.float16:  # which Numba does not know
            assert inside(log_loss, y, given_p) == pytest.approx(log_loss(y, given_p), rel=1e-14)
    assert log_loss([1, 0], [0, 1]) == pytest.approx(sklearn.metrics.log_loss([1, 0], [0, 1]), rel=1e-13)


def test_rows_may_miss_one_by_what_their_type_can_hold(rng):
    p = rng.dirichlet(np.ones(5), 1000).astype(np.float32)
    y = rng.integers(0, 5, 1000)
    assert log_loss(y, p) == pytest.approx(
        sklearn.metrics.log_loss(y, p.astype(float) / p.sum(1, float)[:, None]), rel=1e-6
    )
    with pytest.raises(ValueError, match="rows that sum to 1, got a row that is"):
        log_loss(y, p.astype(float) * 1.0001)


def test_which_class_is_positive():
    for y, p, label in (
        (["a", "b", "b"], [0.1, 0.4, 0.9], "b"),
        (["a", "b", "b"], [0.1, 0.4, 0.9], "a"),
        ([-1, 1, 1], [0.1, 0.4, 0.9], None),
        ([3, 5, 5], [0.1, 0.4, 0.9], None),
        ([0, 0], [0.1, 0.4], None),
        ([1, 1], [0.1, 0.4], None),
        ([-1, -1], [0.1, 0.4], None),
        ([3, 3], [0.1, 0.4], None),
        ([-1, 0], [0.1, 0.4], None),
        ([-1, 0], [0.1, 0.4], -1),
    ):
        expected = sklearn.metrics.brier_score_loss(y, p, pos_label=label)
        assert brier_score_loss(y, p, pos_label=label) == pytest.approx(expected, rel=1e-14)
        if not isinstance(y[0], str):
            found = brier_score_loss.compiled_as(np.array(y), np.array(p), pos_label=label)
            assert found == pytest.approx(expected, rel=1e-14)


each = pytest.mark.parametrize("function", [log_loss, brier_score_loss], ids=lambda function: function.__name__)


@each
@pytest.mark.parametrize(
    ("y", "p", "keywords", "match"),
    [
        ([], [], {}, "at least one sample"),
        ([0, 1], [0.5], {}, "y_true has 2, y_proba has 1"),
        ([0, 1], [[[0.5]], [[0.5]]], {}, "y_proba must have shape"),
        ([0, 1], [0.5, 1.5], {}, r"in \[0, 1\], got values in \[0.5, 1.5\]"),
        ([0, 1], [0.5, -0.5], {}, r"in \[0, 1\]"),
        ([0, 1], [0.5, np.nan], {}, "y_proba contains NaN"),
        ([0, 1], [[0.5, np.inf], [0.5, 0.5]], {}, "y_proba contains infinity"),
        ([0, 1], [[0.5, 0.6], [0.5, 0.5]], {}, "rows that sum to 1, got a row that is 0.1 away"),
        ([0, 1, 2], [0.5, 0.5, 0.5], {}, "classes"),
        ([0, 1], np.full((2, 3), 1 / 3), {}, "3 columns; where not every class occurs"),
        ([0, 0], np.full((2, 2), 0.5), {}, r"only one label \(0\)"),
        ([0, 3], np.full((2, 2), 0.5), {"labels": [0, 1]}, r"not in labels: \[3\]"),
        ([0, 1], np.full((2, 2), 0.5), {"labels": [1, 0]}, "unique and ascending"),
        ([0, 1], [0.5, 0.5], {"sample_weight": [1, -1]}, "must not be negative"),
    ],
)
def test_refusals(function, y, p, keywords, match):
    with pytest.raises(ValueError, match=match):
        function(y, p, **keywords)


def test_refusals_of_one_of_them():
    with pytest.raises(ValueError, match="clip must be a finite number in"):
        log_loss([0, 1], [0.5, 0.5], clip=0.5)
    with pytest.raises(ValueError, match="only one label"):
        log_loss([1, 1], [0.5, 0.5])
    with pytest.raises(TypeError, match="normalize"):
        log_loss([0, 1], [0.5, 0.5], normalize=1)
    with pytest.raises(TypeError, match="scale_by_half"):
        brier_score_loss([0, 1], [0.5, 0.5], scale_by_half="half")
    with pytest.raises(ValueError, match="pass pos_label, the class"):
        brier_score_loss(["a", "b"], [0.5, 0.5])
    with pytest.raises(ValueError, match="pos_label='c' is not a valid label"):
        brier_score_loss(["a", "b"], [0.5, 0.5], pos_label="c")


@pytest.mark.parametrize(
    ("function", "y", "p", "keywords", "match"),
    [
        (log_loss, [], [], {}, "at least one"),
        (log_loss, [0.5, 1], [0.5, 0.5], {}, "whole numbers"),
        (log_loss, [0, 1], [0.5, 1.5], {}, "probabilities"),
        (log_loss, [0, 1], [[0.5, 0.6], [0.5, 0.5]], {}, "sum to 1"),
        (log_loss, [0, 0], [0.5, 0.5], {}, "one column for each class"),
        (log_loss, [0, 1], [0.5, 0.5], {"clip": 0.7}, "clip"),
        (log_loss, [0, 1], [0.5, 0.5], {"clip": "eps"}, "clip"),
        (log_loss, [0, 3], [0.5, 0.5], {"labels": np.array([0, 1])}, "not in labels"),
        (log_loss, [0, 1], [0.5, 0.5], {"labels": np.array([1, 0])}, "ascending"),
        (brier_score_loss, [0, 1, 2], [0.5, 0.5, 0.5], {}, "two classes"),
        (brier_score_loss, [0, 1], [0.5, 0.5], {"pos_label": 2}, "pos_label"),
    ],
)
def test_compiled_refusals(function, y, p, keywords, match):
    with pytest.raises(ValueError, match=match):
        inside(function, np.array(y, float), np.array(p, float), **keywords)


@each
def test_blocks_give_the_same_bits_everywhere(function, rng):
    n = 150_000
    y, p, weight = rng.integers(0, 2, n), rng.random(n), rng.random(n)
    weight[:70_000] = 0.0
    whole = function(y, p, sample_weight=weight)
    blocks = function.blocks(y, p, weight)
    assert len(blocks) == 3
    with ThreadPoolExecutor(3) as pool:
        assert function.over_blocks(blocks, map=pool.map) == whole
    with ProcessPoolExecutor(2) as pool:
        assert function.over_blocks(blocks, map=pool.map) == whole
    y, p = rng.integers(0, 3, 70_000), rng.dirichlet([1, 1, 1], 70_000)
    assert function.over_blocks(function.blocks(y, p), labels=[0, 1, 2]) == function(y, p)


def test_blocks_must_be_about_the_same_classes():
    blocks = [([0, 1], [0.5, 0.5]), ([0, 2], [0.5, 0.5])]
    with pytest.raises(ValueError, match=r"same classes, got \[0, 1\] and \[0, 2\]; pass labels="):
        log_loss.over_blocks(blocks)
    with pytest.raises(ValueError, match=r"same classes, got \[1\] and \[2\]"):
        brier_score_loss.over_blocks(blocks)
    assert brier_score_loss.over_blocks([([0, 1], [0.5, 0.5]), ([0, 0], [0.5, 0.5])]) == 0.25


def test_from_compiled_code():
    @njit
    def mine(y, p, rows, w):
        return (
            log_loss(y, p),
            log_loss(y, rows, sample_weight=w, normalize=False, clip=None),
            brier_score_loss(y, p, pos_label=0),
            brier_score_loss(y, rows, sample_weight=w, scale_by_half=False),
            log_loss(y, (p > 0.3).astype(np.float32)),
            log_loss(y, p, clip=0.4),
        )

    y, p, w = np.array([0, 1, 1, 0]), np.array([0.25, 0.5, 0.75, 0.125]), np.array([1.0, 2.0, 1.0, 3.0])
    rows = np.stack([1 - p, p], axis=1)
    expected = (
        sklearn.metrics.log_loss(y, p),
        sklearn.metrics.log_loss(y, rows, sample_weight=w, normalize=False),
        sklearn.metrics.brier_score_loss(y, p, pos_label=0),
        sklearn.metrics.brier_score_loss(y, rows, sample_weight=w, scale_by_half=False),
        log_loss(y, (p > 0.3).astype(np.float32)),
        log_loss(y, p, clip=0.4),
    )
    assert mine(y, p, rows, w) == pytest.approx(expected, rel=1e-13)


def test_one_specialisation_and_few_calls(count_calls, rng):
    y, p = np.array([0, 1] * 10), rng.random(20)
    log_loss(y, p)
    brier_score_loss(y, p)
    kernels = [_forecasts._log_loss, _forecasts._squared_loss]
    before = [len(kernel.signatures) for kernel in kernels]
    for function in (log_loss, brier_score_loss):
        function(y.astype(np.int8), p.astype(np.float32), sample_weight=p)
        function(y[::-1] > 0, p[::-1].tolist())
        function(np.arange(20) % 3, np.full((20, 3), 1 / 3))
        assert count_calls(function, y.tolist(), p.tolist()) < 60
    assert [len(kernel.signatures) for kernel in kernels] == before

"""The checks themselves; what each public name does with bad input is in the acceptance matrix."""

from fractions import Fraction

import numpy as np
import pytest

from algos import _check, _convert
from algos._check import generator, integer, matrix, number, one_of, probabilities, sample_weight, seed, vector


class Device:
    """Looks like an array on another device."""

    def __dlpack_device__(self):
        return (2, 0)


class Frame:
    """A data frame with columns of mixed kinds of names."""

    def __init__(self, columns):
        self.columns = columns

    def __array__(self, dtype=None, copy=None):
        return np.ones((2, len(self.columns)))


def test_what_passes_is_not_copied():
    x = np.arange(3.0)
    checked = vector(x, "x")
    assert np.shares_memory(x, checked)
    assert not checked.flags.writeable
    assert x.flags.writeable


@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        (np.ma.masked_array([1.0, 2.0], [0, 1]), TypeError, "masked array"),
        (np.array([("a", 1)], dtype="U1,i4"), TypeError, "structured dtype"),
        (np.array([1 + 2j], dtype=object), ValueError, "Complex data not supported: x holds"),
        (np.array([1 + 2j]), ValueError, "Complex data not supported"),
        (Device(), TypeError, "on another device"),
        (np.array(["2020-01-01"], dtype="M8[D]"), TypeError, "dates or durations"),
        (["a"], ValueError, "got text such as 'a'"),
        ([{}], TypeError, "got dict at position"),
        ({1.0, 2.0}, TypeError, "must be an array of numbers, got set"),
        ([[1.0], [1.0, 2.0]], ValueError, "regular array"),
        (None, TypeError, "got NoneType"),
    ],
)
def test_what_is_no_array_of_numbers(x, error, message):
    with pytest.raises(error, match=message):
        vector(x, "x")


@pytest.mark.parametrize("n", [1, 3, 1000, _check._SERIAL, _check._SERIAL + 1])
def test_finite_means_every_value(n):
    x = np.zeros(n)
    assert _check.is_finite(x)
    x[:] = 1e200  # whose squares overflow
    assert _check.is_finite(x)
    for wrong in (np.nan, np.inf, -np.inf):
        x[n // 2] = wrong
        assert not _check.is_finite(x)
        with pytest.raises(ValueError, match="contains NaN" if np.isnan(wrong) else "contains infinity"):
            _check.array(x, "x", 1)


def test_finite_of_any_shape():
    assert _check.is_finite(np.zeros(()))
    assert _check.is_finite(np.zeros((0, 3)))
    assert not _check.is_finite(np.array([[[np.inf, -np.inf]]]))


def test_names_of_columns():
    assert _convert.feature_names(Frame([0, 1])) is None
    assert _convert.feature_names(Frame(["a", "b"])).tolist() == ["a", "b"]
    with pytest.raises(TypeError, match=r"\['int', 'str'\]"):
        _convert.feature_names(Frame(["a", 1]))
    with pytest.raises(ValueError, match="more than one column named 'a'"):
        _convert.feature_names(Frame(["a", "a"]))


def test_integers_are_not_rounded():
    assert vector([1.0, 2.0], "x", dtype=_convert.INT64).tolist() == [1, 2]
    for wrong in ([1.5], [np.nan], [2.0**63], np.array([2**63], np.uint64)):
        with pytest.raises(ValueError, match="x must"):
            vector(wrong, "x", dtype=_convert.INT64)
    assert vector(np.array([7], np.uint8), "x", dtype=_convert.INT64).tolist() == [7]


def test_unaligned_and_foreign_byte_order():
    raw = np.zeros(17, np.uint8)
    unaligned = raw[1:].view(np.float64)
    assert vector(unaligned, "x").flags.aligned
    assert vector(np.array([1.5], ">f8"), "x").tolist() == [1.5]


def test_weights():
    assert sample_weight(None, 2).tolist() == [1.0, 1.0]
    assert sample_weight(3, 2).tolist() == [3.0, 3.0]
    with pytest.raises(ValueError, match="expected 2, got 1"):
        sample_weight([1.0], 2)


def test_distributions():
    assert probabilities([2, 6], "p", normalize=True).tolist() == [0.25, 0.75]
    assert probabilities([1e308, 1e308], "p", normalize=True).tolist() == [0.5, 0.5]
    for wrong in ([], [0.5, 0.6], [-0.5, 1.5], [np.nan, 1.0], [np.inf, 1.0], [1e308, 1e308]):
        with pytest.raises(ValueError, match="p must"):
            probabilities(wrong, "p")
    with pytest.raises(ValueError, match="positive sum"):
        probabilities([0, 0], "p", normalize=True)
    with pytest.raises(ValueError, match=r"got 3; divide counts by their sum$"):
        probabilities([1, 2], "p")
    with pytest.raises(ValueError, match=r"got 3; pass counts with normalize=True$"):
        probabilities([1, 2], "p", normalize=False)


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        ({"at_least": 0.0}, "of at least 0.0"),
        ({"above": 0.0}, "above 0.0"),
        ({"at_most": -9.0}, "of at most -9.0"),
        ({"below": -9.0}, "below -9.0"),
        ({"above": 0.0, "at_most": 1.0}, r"in \(0.0, 1.0\]"),
        ({"at_least": 0.0, "below": 1.0}, r"in \[0.0, 1.0\)"),
    ],
)
def test_ranges_are_written_out(limits, text):
    with pytest.raises(ValueError, match=f"rate must be a finite number {text}, got -3.0"):
        number(-3.0, "rate", **limits)
    with pytest.raises(ValueError, match="rate must be a finite number"):
        number(np.nan, "rate", **limits)


def test_scalars():
    assert number(np.array(2.0), "x") == 2.0
    assert integer(np.array(2), "n") == 2
    for wrong in (True, 2.0, "2", None):
        with pytest.raises(TypeError, match="n must be an integer"):
            integer(wrong, "n")
    with pytest.raises(TypeError, match="x must be a number"):
        number("1", "x")
    with pytest.raises(ValueError, match="kind must be one of 'a', None; got 'b'"):
        one_of("b", "kind", ["a", None])
    with pytest.raises(TypeError, match="flag must be True or False"):
        _check.boolean(1, "flag")


@pytest.mark.parametrize("digits", [400, 5000])  # Python does not write out 5000
def test_numbers_that_no_double_holds(digits):
    wrong = rf"near 10\*\*{digits}$"
    for call in (
        lambda huge: vector([1, huge], "x"),
        lambda huge: vector([1, huge], "x", dtype=_convert.INT64),
        lambda huge: sample_weight(huge, 2, "x"),
        lambda huge: number(huge, "x"),
        lambda huge: integer(huge, "x", at_least=1),
        lambda huge: integer(huge, "x", at_most=5),
    ):
        with pytest.raises(ValueError, match=f"^x must .*{wrong}"):
            call(10**digits)
    with pytest.raises(ValueError, match="x must hold finite numbers of double precision, got a Fraction beyond it"):
        vector([1.0, Fraction(10**digits)], "x")
    with pytest.raises(ValueError, match=rf"n must be an integer of at least 1, got an int near -10\*\*{digits}"):
        integer(-(10**digits), "n", at_least=1)
    with pytest.raises(ValueError, match=r"n must be an integer in \[1, 9223372036854775807\], got 92233"):
        integer(2**63, "n", at_least=1)
    assert generator(10**digits).random() == np.random.default_rng(10**digits).random()


def test_matrix_of_too_few_rows():
    with pytest.raises(ValueError, match=r"1 sample.* minimum of 2"):
        matrix([[1.0]], at_least=2)


def test_randomness():
    assert generator(5).random() == np.random.default_rng(5).random()
    assert generator(np.random.SeedSequence(5)).random() == np.random.default_rng(5).random()
    given = np.random.default_rng(1)
    assert generator(given) is given
    assert seed(7) == seed(7) != seed(8)
    assert 0 <= seed(np.random.RandomState(0)) < 2**63
    assert seed(None) != seed(np.random)

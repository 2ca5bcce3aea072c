"""Labels of every kind become codes; what has no meaning as a label is refused."""

import sys

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit
from sklearn.exceptions import DataConversionWarning

from algos import _label_codes
from algos._label_codes import _encode_pair, _position, _whole
from algos._labels import encode, encode_pair, positions, read_pair

pytestmark = pytest.mark.kernels

BIG = 2**63 + 5


def naive(labels):
    """Textbook: sort the set, look each label up in it."""
    classes = sorted(set(labels))
    return classes, [classes.index(label) for label in labels]


@given(
    st.one_of(
        st.lists(st.integers(-3, 3)),
        st.lists(st.sampled_from([-(2**63), -1, 0, 10**12, 2**63 - 1])),
        st.lists(st.text("abc", max_size=2), min_size=1),
        st.lists(st.booleans(), min_size=1),
    )
)
def test_classes_are_sorted_and_codes_point_at_them(labels):
    classes, codes = encode(labels)
    expected_classes, expected_codes = naive(labels)
    assert classes.tolist() == expected_classes
    assert codes.tolist() == expected_codes
    assert codes.dtype == np.int64
    assert codes.flags.c_contiguous
    assert not codes.flags.writeable


@given(st.lists(st.tuples(st.integers(-9, 9), st.sampled_from([-(2**62), 0, 7, 2**62])), min_size=1), st.booleans())
def test_a_pair_shares_one_set_of_classes(pairs, narrow):
    a = [p[0] for p in pairs]
    b = [p[0] // 2 if narrow else p[1] for p in pairs]
    classes, codes_a, codes_b = encode_pair(a, b)
    expected, codes = naive(a + b)
    assert classes.tolist() == expected
    assert [*codes_a, *codes_b] == codes
    inside = _encode_pair(np.array(a), np.array(b))
    assert [part.tolist() for part in inside] == [classes.tolist(), codes_a.tolist(), codes_b.tolist()]


@pytest.mark.parametrize(
    ("labels", "classes", "dtype"),
    [
        (np.array([3, 1, 3], np.int8), [1, 3], np.int8),
        (np.array([3, 1, 3], ">i4"), [1, 3], np.int32),
        (np.array([3, 1, 3], np.uint64), [1, 3], np.uint64),
        (np.array([BIG, BIG + 1, 0], np.uint64), [0, BIG, BIG + 1], np.uint64),
        ([BIG, BIG + 1, 0], [0, BIG, BIG + 1], np.uint64),  # NumPy reads this list as floats and would merge two
        ([True, False], [False, True], np.bool_),
        (np.array([True, False], object), [False, True], np.bool_),
        (np.array([2, 1], object), [1, 2], np.int64),
        (np.array([2, 1.0], object), [1.0, 2.0], np.float64),
        ([0.0, -0.0, 2.0], [0.0, 2.0], np.float64),
        (np.array([1e300, -0.0, 0.0]), [0.0, 1e300], np.float64),
        (np.array([1, 2], ">f4"), [1.0, 2.0], np.float32),
        (np.array([1, 2], np.longdouble), [1.0, 2.0], np.float64),
        (np.array(["b", "a"]), ["a", "b"], "<U1"),
        (np.array(["b", "a"], object), ["a", "b"], object),
        (np.array(["b", "a"], np.dtypes.StringDType()), ["a", "b"], np.dtypes.StringDType()),
        (np.array([b"b", b"a"]), [b"a", b"b"], "S1"),
        (np.arange(10)[::-3], [0, 3, 6, 9], np.int64),
        ((7, 5), [5, 7], np.int64),
        ([], [], np.float64),
        (pd.Series([4, 2], index=[9, 8]), [2, 4], np.int64),
        (pd.Series(["b", "a"], dtype="category"), ["a", "b"], object),
        (pd.Categorical([3, 1]), [1, 3], np.int64),
        (pd.Series([2, 1], dtype="Int64"), [1, 2], np.int64),
        (pl.Series(["b", "a"]), ["a", "b"], "<U1"),
    ],
)
def test_each_kind_keeps_its_dtype(labels, classes, dtype):
    found, codes = encode(labels)
    assert found.tolist() == classes
    assert found.dtype == dtype
    assert found[codes].tolist() == np.asarray(labels, found.dtype).tolist()


NAN = float("nan")


@pytest.mark.parametrize(
    ("labels", "error", "match"),
    [
        ([1, "a"], TypeError, "mixture of int, str"),
        (np.array([1, "a"], object), TypeError, "mixture of int, str"),
        (np.array([b"a", "a"], object), TypeError, "mixture of bytes, str"),
        ([0.5, 1.0], ValueError, "Unknown label type: continuous"),
        ([NAN, 1.0], ValueError, "contains NaN"),
        ([NAN, "a"], ValueError, "contains NaN"),
        (np.array([NAN, "a"], object), ValueError, "contains NaN"),
        ([None, "a"], ValueError, "contains None"),
        (np.array([None, 1], object), ValueError, "contains None"),
        (pd.Series([1, None], dtype="Int64"), ValueError, "contains NaN"),
        (np.array([pd.NA, "a"], object), ValueError, "contains <NA>"),
        (np.array([np.inf]), ValueError, "contains infinity"),
        ([1, -BIG], ValueError, "fit 64-bit"),
        ([-1, BIG], ValueError, "fit 64-bit"),
        ([[1, 2]], ValueError, "1d array"),
        ([[1], 2], ValueError, "regular array"),
        (3, ValueError, "1d array"),
        (None, TypeError, "NoneType"),
        ("ab", TypeError, "str"),
        ([{}], TypeError, "argument must be a string or a number"),
        (np.array([(1,), 2], object), TypeError, "tuple"),
        ([1j], ValueError, "Complex"),
        (np.array(["2020"], "M8[D]"), TypeError, "datetime64"),
        (np.ma.array([1], mask=[True]), TypeError, "masked"),
    ],
)
def test_what_is_no_label_is_refused_by_name(labels, error, match):
    with pytest.raises(error, match=match):
        encode(labels, "y")


def test_a_column_is_flattened_with_the_warning_people_know(monkeypatch):
    with pytest.warns(DataConversionWarning, match="column-vector y was passed"):
        assert encode([[2], [1]]).codes.tolist() == [1, 0]
    monkeypatch.delitem(sys.modules, "sklearn.exceptions")
    with pytest.warns(UserWarning, match="column-vector") as caught:
        encode([[2], [1]])
    assert caught[0].category is UserWarning


def test_pairs_refuse_text_against_numbers_and_other_lengths():
    with pytest.raises(TypeError, match="y_true and y_pred must hold labels of one kind; got text and numbers"):
        encode_pair(["a"], [1])
    with pytest.raises(ValueError, match="y_true has 1, y_pred has 2"):
        encode_pair([1], [1, 2])


def test_a_pair_of_integer_types_without_a_common_one_stays_exact():
    classes, a, b = encode_pair(np.array([BIG, BIG + 1], np.uint64), np.array([-1, 0]))
    assert classes.tolist() == [-1, 0, BIG, BIG + 1]
    assert (a.tolist(), b.tolist()) == ([2, 3], [0, 1])
    assert encode_pair(np.array([1], np.int8), np.array([2.0])).classes.dtype == np.float64
    assert encode_pair(["b"], ["a"]).classes.tolist() == ["a", "b"]
    assert encode_pair([], []).classes.size == 0


def test_a_narrow_pair_is_left_as_it_is():
    pair = read_pair([5, 7], [7, 9])
    assert pair.classes is None
    assert (pair.a.tolist(), pair.b.tolist(), pair.low, pair.high) == ([5, 7], [7, 9], 5, 9)
    assert read_pair([5, 10**9], [0, 1]).classes.tolist() == [0, 1, 5, 10**9]


def test_positions():
    assert positions([9, 3, 4.0], np.array([3, 5, 9])).tolist() == [2, 0, -1]
    assert positions(["b"], np.array(["a", "b"])).tolist() == [1]
    with pytest.raises(ValueError, match="must not repeat"):
        positions([1, 1], np.array([1]))
    with pytest.raises(TypeError, match="same kind"):
        positions(["a"], np.array([1]))


@given(st.sets(st.integers(-20, 20)), st.integers(-21, 21))
def test_position(classes, label):
    expected = sorted(classes).index(label) if label in classes else -1
    assert _position(np.array(sorted(classes), np.int64), label) == expected


@pytest.mark.parametrize(
    ("values", "whole"),
    [([1.0, -0.0], True), ([1.5], False), ([np.nan], False), ([np.inf], False), ([2.0**60], False), ([], True)],
)
def test_labels_inside_compiled_code_must_be_whole(values, whole):
    codes, found = _whole(np.array(values))
    assert found == whole
    assert codes.dtype == np.int64
    assert np.array_equal(codes, values) or not whole


def test_labels_of_any_integer_type_inside_compiled_code():
    @njit
    def mine(y):
        return _whole(y)

    for dtype in (np.int8, np.uint64, np.bool_):
        values, whole = mine(np.array([1, 0], dtype))
        assert values.tolist() == [1, 0]
        assert whole


def test_one_specialisation_a_kernel():
    names = ["_bounds", "_is_narrow", "_encode_range", "_encode_range_pair"]
    kernels = [getattr(_label_codes, name) for name in names]
    encode([1, 2])
    encode_pair([1, 2], [2, 1])
    before = [len(getattr(kernel, "signatures", [])) for kernel in kernels]
    encode_pair(np.array([1, 2], np.int32), (2, 1))
    encode_pair(np.arange(6)[::2], np.array([1.0, 2.0, 3.0], np.float32))
    encode(np.array([True, False]))
    assert [len(getattr(kernel, "signatures", [])) for kernel in kernels] == before


def test_twenty_labels_cost_few_calls(count_calls):
    labels = [*range(5)] * 4
    assert count_calls(encode, labels) < 25
    assert count_calls(encode_pair, labels, labels) < 35

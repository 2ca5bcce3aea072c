"""Distances in units of the tolerance, and which mistakes a variant keeps."""

from math import inf, nan

import numpy as np
import pytest

from quiz.grade import tolerance
from quiz.question import Key
from quiz.variant.separation import canonical, distance, separated


@pytest.mark.parametrize(
    ("a", "b", "key", "expected"),
    [
        (2.0, 2.1, {}, 0.1 / 0.01),
        (2.0, 2.0, {}, 0.0),
        (0.01, 0.02, {"atol": 0.005}, 2.0),
        (3, 4, {"compare": "exact"}, inf),
        (3, 3, {"compare": "exact"}, 0.0),
        ([1.0, 2.0], [1.0, 2.2], {}, 0.2 / 0.01),
        ([1.0, 2.0], [1.0, 2.0, 3.0], {}, inf),
        ([1.0, nan], [1.0, nan], {}, 0.0),
        ([1.0, inf], [1.0, inf], {}, 0.0),
        ([1.0, inf], [1.0, 5.0], {}, inf),
        ([1, 2, 2], [2, 1], {"compare": "set"}, 0.0),
        ([1, 2], [1, 3], {"compare": "set"}, inf),
        ([0, 0, 1], [1, 1, 0], {"compare": "up_to_permutation"}, 0.0),
        ([0, 0, 1], [0, 1, 1], {"compare": "up_to_permutation"}, inf),
        ([1.0, -2.0], [-1.0, 2.0], {"compare": "up_to_sign"}, 0.0),
        (["a", "b"], ["a", "b"], {"compare": "exact"}, 0.0),
        (["a", "b"], ["b", "a"], {"compare": "exact"}, inf),
    ],
)
def test_distances(a, b, key, expected):
    assert distance(np.array(a), np.array(b), Key(np.array(a), **key)) == pytest.approx(expected)


def test_the_tolerance_is_the_graders():
    key = Key(0.37, rtol=5e-3)
    step = tolerance(0.37, key)
    assert distance(0.37, 0.37 + 3 * step, key) == pytest.approx(3)


def test_a_mistake_is_kept_from_twenty_tolerances_on_and_five_from_the_others():
    key = Key(10.0, rtol=1e-3)  # one tolerance is 0.01
    assert not separated(10.19, key, [])
    assert separated(10.21, key, [])
    assert not separated(10.21, key, [10.25])
    assert separated(10.21, key, [10.27])


def test_a_mistake_inside_what_the_display_allows_is_dropped():
    key = Key(10.0, rtol=1e-3, envelope=(9.0, 11.0))
    assert not separated(10.9, key, [])
    assert not separated(11.04, key, [])
    assert separated(11.2, key, [])


def test_labels_are_renumbered_by_first_appearance():
    assert canonical(np.array([7, 3, 7, 5])).tolist() == [0, 1, 0, 2]

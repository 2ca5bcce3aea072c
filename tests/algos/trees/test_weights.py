"""Class weights, against scikit-learn's."""

import numpy as np
import pytest
from sklearn.utils.class_weight import compute_class_weight

from algos.trees._weights import class_factors

CLASSES, CODES = np.array(["a", "b", "c"]), np.array([0, 0, 1, 2, 2, 2])


@pytest.mark.parametrize(
    "weight", ["balanced", {"a": 2.0, "b": 0.0, "c": 1}, {"b": 3}, {"a": 1, "b": 2, "c": 3, "d": 4}]
)
def test_equal_to_scikit_learn(weight):
    expected = compute_class_weight(weight, classes=CLASSES, y=CLASSES[CODES])
    np.testing.assert_allclose(class_factors(weight, CLASSES, CODES), expected)


@pytest.mark.parametrize(
    ("weight", "error", "message"),
    [
        ("other", ValueError, "balanced"),
        (2.0, TypeError, "dict"),
        ({"a": -1.0}, ValueError, r"class_weight\['a'\]"),
        ({"a": 1.0, "d": 2.0}, ValueError, "keys that are not labels"),
    ],
)
def test_refusals(weight, error, message):
    with pytest.raises(error, match=message):
        class_factors(weight, CLASSES, CODES)

"""Decision trees: impurity, gain, splits and CART."""

from .gain import gain_ratio, information_gain
from .impurity import entropy_impurity, gini_impurity, misclassification

__all__ = ["entropy_impurity", "gain_ratio", "gini_impurity", "information_gain", "misclassification"]

"""Decision trees: impurity, gain, splits and CART."""

from .cart import DecisionTreeClassifier
from .gain import gain_ratio, information_gain
from .impurity import entropy_impurity, gini_impurity, misclassification
from .splitting import best_split
from .text import export_text

__all__ = [
    "DecisionTreeClassifier",
    "best_split",
    "entropy_impurity",
    "export_text",
    "gain_ratio",
    "gini_impurity",
    "information_gain",
    "misclassification",
]

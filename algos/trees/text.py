"""A fitted tree as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._check import boolean, integer
from ._structure import Tree

__all__ = ["export_text"]


def _heights(tree: Tree) -> NDArray[np.int64]:
    """Return for each node the number of levels of its subtree, 1 for a leaf."""
    height = np.ones(tree.node_count, np.int64)
    for node in range(tree.node_count - 1, -1, -1):
        left, right = tree.children_left[node], tree.children_right[node]
        if left >= 0:
            height[node] = 1 + max(height[left], height[right])
    return height


def _names(names: Sequence[Any] | None, name: str, count: int, otherwise: Sequence[Any]) -> Sequence[Any]:
    if names is None:
        return otherwise
    if isinstance(names, (str, bytes)) or len(names) != count:
        raise ValueError(f"{name} must hold {count} names, got {names!r}")
    return names


def export_text(
    decision_tree: Any,
    *,
    feature_names: Sequence[Any] | None = None,
    class_names: Sequence[Any] | None = None,
    max_depth: int = 10,
    spacing: int = 3,
    decimals: int = 2,
    show_weights: bool = False,
) -> str:
    """Text of a fitted decision tree: one line a rule, indented by depth.

    Parameters
    ----------
    decision_tree : DecisionTreeClassifier
        A fitted classifier.
    feature_names : sequence of str, optional
        One name for each feature. By default the column names seen in ``fit``, else feature_0, feature_1, ...
    class_names : sequence of str, optional
        One name for each of ``classes_``, in that order. By default the classes themselves.
    max_depth : int
        Deeper branches are cut short and their depth is told; at least 0.
    spacing : int
        Width of the indentation; at least 1.
    decimals : int
        Digits after the point of thresholds and weights; at least 0.
    show_weights : bool
        Whether to print the weight of each class in a leaf.

    Returns
    -------
    str
        The text, with a newline at its end.

    Raises
    ------
    NotFittedError
        If the classifier is not fitted.
    ValueError
        If there are too few or too many names, or a number is out of range.

    See Also
    --------
    sklearn.tree.export_text : the library it is tested against.

    Notes
    -----
    Time O(nodes), memory O(nodes).

    References
    ----------
    .. [1] The scikit-learn user guide, section "Decision Trees", whose format this is.

    Examples
    --------
    >>> from algos.trees import DecisionTreeClassifier
    >>> tree = DecisionTreeClassifier().fit([[1], [2], [3]], ["no", "yes", "no"])
    >>> print(export_text(tree, feature_names=["size"]), end="")
    |--- size <= 1.50
    |   |--- class: no
    |--- size >  1.50
    |   |--- size <= 2.50
    |   |   |--- class: yes
    |   |--- size >  2.50
    |   |   |--- class: no
    """
    decision_tree._check_fitted()
    tree: Tree = decision_tree.tree_
    max_depth, spacing = integer(max_depth, "max_depth", at_least=0), integer(spacing, "spacing", at_least=1)
    decimals, show_weights = integer(decimals, "decimals", at_least=0), boolean(show_weights, "show_weights")
    features = _names(
        feature_names,
        "feature_names",
        tree.n_features,
        getattr(decision_tree, "feature_names_in_", [f"feature_{i}" for i in range(tree.n_features)]),
    )
    classes = _names(class_names, "class_names", len(decision_tree.classes_), decision_tree.classes_)
    heights, lines = _heights(tree), []
    stack: list[tuple[int, int, str]] = [(0, 1, "")]  # node, depth, the rule that leads there
    while stack:
        node, depth, rule = stack.pop()
        if rule:
            lines.append(_indent(depth - 1, spacing) + rule)
        left, right = int(tree.children_left[node]), int(tree.children_right[node])
        if left < 0:
            value = tree.value[node, 0]
            weights = ", ".join(f"{share * tree.weighted_n_node_samples[node]:.{decimals}f}" for share in value)
            shown = f" weights: [{weights}]" if show_weights else ""
            lines.append(f"{_indent(depth, spacing)}{shown} class: {classes[int(value.argmax())]}")
        elif depth > max_depth + 1:
            lines.append(f"{_indent(depth, spacing)} truncated branch of depth {heights[node]}")
        else:
            name, threshold = features[tree.feature[node]], f"{tree.threshold[node]:.{decimals}f}"
            stack.append((right, depth + 1, f" {name} >  {threshold}"))
            stack.append((left, depth + 1, f" {name} <= {threshold}"))
    return "\n".join(lines) + "\n"


def _indent(depth: int, spacing: int) -> str:
    return ("|" + " " * spacing) * (depth - 1) + "|" + "-" * spacing

"""What the twins give, checked by hand: the buggy snippets of the notes, and the slips that learners make most."""

from __future__ import annotations

import contextlib
import inspect
import math

import numpy as np
import pytest

from quiz.mistakes import get, twins

from .cases import GRAPH, TREE, csr

H3 = 0.9182958340544896  # entropy of (1/3, 2/3) in bits


@pytest.mark.parametrize(("y", "given"), [([0, 1, 0, 1], 0.75), ([0, 0, 1, 1], 1.0), ([1, 1, 0, 0], 0.0)])
def test_c183_the_area_of_tied_scores_depends_on_the_order_of_the_samples(y: list[int], given: float) -> None:
    """Acceptance example e16: all scores tied, right is 0.5 each time."""
    assert get("auc_ties_not_averaged")(y, [0.3] * 4) == given
    assert get("auc_ties_lost")(y, [0.3] * 4) == 0.0
    assert get("auc_ties_won")(y, [0.3] * 4) == 1.0
    assert get("auc_negatives_first")(y, [0.3] * 4) == 0.5


def test_c183_without_ties_the_area_is_right() -> None:
    assert get("auc_ties_not_averaged")([0, 1, 0, 1], [0.1, 0.4, 0.35, 0.8]) == 1.0
    assert get("auc_ties_not_averaged")([0, 1, 0, 1], [0.1, 0.3, 0.35, 0.8]) == 0.75


def test_c003_the_depth_first_search_that_never_marks_goes_round_a_cycle() -> None:
    triangle = csr([[1, 2], [0, 2], [0, 1]])
    assert get("dfs_never_marks")(triangle, 0).order.tolist() == [0, 1, 0]
    square = csr([[1, 3], [0, 2], [1, 3], [0, 2]])
    assert get("dfs_never_marks")(square, 0).order.tolist() == [0, 1, 0, 1]


def test_c003_on_a_directed_tree_it_does_no_harm() -> None:
    assert get("dfs_never_marks")(csr([[1, 2], [3], [], []]), 0).order.tolist() == [0, 1, 3, 2]


def test_c004_the_breadth_first_search_with_pop_is_a_depth_first_search() -> None:
    graph = csr([[1, 2], [3, 4], [5], [], [], []])
    assert get("bfs_wrong_end")(graph, 0).order.tolist() == [0, 2, 5, 1, 4, 3]
    assert get("bfs_nothing_enqueued")(graph, 0).order.tolist() == [0]
    assert get("bfs_depth_first")(graph, 0).order.tolist() == [0, 1, 3, 4, 2, 5]


def test_orders_of_searches() -> None:
    graph = csr(GRAPH)
    assert get("bfs_descending")(graph, 0).order.tolist() == [0, 5, 3, 2, 7, 6, 4, 1]
    assert get("bfs_sorted_levels")(graph, 0).order.tolist() == [0, 2, 3, 5, 4, 6, 7, 1]
    assert get("bfs_marks_on_pop")(graph, 0).order.tolist() == [0, 2, 3, 5, 7, 4, 6, 1]
    assert get("bfs_marks_on_pop")(graph, 0).parent.tolist() != [-1, 6, 0, 0, 3, 0, 5, 2]
    assert get("bfs_counts_nodes")(graph, 0).distance.tolist() == [1, 4, 2, 2, 3, 2, 3, 3]
    assert get("bfs_never_marks")(graph, 0).order.tolist() == [0, 2, 3, 5, 0, 3, 7, 0]
    assert get("dfs_breadth_first")(graph, 0).order.tolist() == [0, 2, 3, 5, 7, 4, 6, 1]
    assert get("dfs_descending")(graph, 0).order.tolist() == [0, 5, 7, 2, 3, 4, 6, 1]
    assert get("dfs_marks_on_push")(graph, 0).order.tolist() == [0, 2, 7, 3, 4, 5, 6, 1]
    assert get("dfs_stops_at_first_leaf")(graph, 0).order.tolist() == [0, 2, 3, 4, 5, 6, 1]
    preorder, postorder = [0, 2, 3, 4, 5, 6, 1, 7], [1, 6, 7, 5, 4, 3, 2, 0]
    assert get("dfs_postorder_for_preorder")(graph, 0).order.tolist() == postorder
    assert get("dfs_reversed_postorder")(graph, 0).postorder.tolist() == preorder[::-1]
    assert get("dfs_depth_is_distance")(graph, 0).depth.tolist() == [0, 3, 1, 1, 2, 1, 2, 2]


def test_unreached_nodes_keep_minus_one() -> None:
    graph = csr([[1], [0], []])
    for name in ("bfs_wrong_end", "bfs_depth_first", "bfs_counts_nodes", "bfs_marks_on_pop", "bfs_parent_by_visit"):
        result = get(name)(graph, 0)
        assert result.distance[2] == result.parent[2] == -1
    assert get("dfs_depth_counts_nodes")(graph, 0).depth.tolist() == [1, 2, -1]


def test_trees_of_nodes() -> None:
    tree = csr(TREE)  # 0-1, 1-2, 1-3, 3-4, 3-6, 4-5: leaves 2, 5, 6, height 4
    assert get("leaves_with_root")(tree, 0).tolist() == [0, 2, 5, 6]
    assert get("leaves_deepest_only")(tree, 0).tolist() == [5]
    assert get("leaves_are_inner")(tree, 0).tolist() == [0, 1, 3, 4]
    assert get("height_counts_nodes")(tree, 0) == 5
    assert get("height_of_nearest_leaf")(tree, 0) == 2
    assert get("height_counts_leaves")(tree, 0) == 3


def test_entropies() -> None:
    p = [1 / 3, 2 / 3]
    assert get("entropy_natural_log")(p) == pytest.approx(H3 * math.log(2))
    assert get("entropy_base_10")(p) == pytest.approx(H3 * math.log10(2))
    assert get("entropy_sign")(p) == pytest.approx(-H3)
    assert get("entropy_unweighted")(p) == pytest.approx(math.log2(3) + math.log2(1.5))
    assert get("entropy_plain_mean")(p) == pytest.approx((math.log2(3) + math.log2(1.5)) / 2)
    assert get("entropy_not_normalised")([1, 2], normalize=True) == pytest.approx(-2)
    assert get("entropy_of_uniform")([1, 2]) == 1
    assert get("entropy_as_gini")(p) == pytest.approx(4 / 9)
    assert get("entropy_sign")([0.5, 0.5, 0.0]) == -1
    assert get("binary_entropy_natural_log")(0.5) == pytest.approx(math.log(2))
    assert get("binary_entropy_one_term")(0.5) == 0.5
    assert get("binary_entropy_as_variance")(0.25) == 0.1875


def test_two_variables() -> None:
    table = [[0.5, 0.0], [0.25, 0.25]]
    assert get("conditional_entropy_other_way")(table) == pytest.approx(1.5 - (2 - 0.75 * math.log2(3)))
    assert get("conditional_entropy_unweighted")([[0.5, 0.25], [0.25, 0.0]]) == pytest.approx(H3 / 2)
    assert get("conditional_entropy_joint")(table) == pytest.approx(1.5)
    assert get("joint_entropy_of_rows")(table) == pytest.approx(1.0)
    independent = np.outer([0.5, 0.5], [0.25, 0.75])
    assert get("mutual_information_natural_log")(independent) == pytest.approx(0)
    assert get("mutual_information_natural_log")([[0.5, 0], [0, 0.5]]) == pytest.approx(math.log(2))
    assert get("mutual_information_sum")([[0.5, 0], [0, 0.5]]) == pytest.approx(2)
    assert get("mutual_info_score_in_bits")([0, 0, 1, 1], ["a", "a", "b", "b"]) == pytest.approx(1)
    assert get("mutual_info_score_agreement")([0, 0, 1, 1], [0, 1, 1, 1]) == 0.75


def test_divergences_of_acceptance_example_e31() -> None:
    p, q = [0.36, 0.48, 0.16], [1 / 3] * 3
    assert get("kl_natural_log")(p, q) == pytest.approx(0.0852996, abs=5e-8)
    assert get("kl_swapped")(p, q) == pytest.approx(0.0974550 / math.log(2), abs=5e-7)
    assert get("js_natural_log")(p, q) == pytest.approx(0.0324027 * math.log(2), abs=5e-8)
    assert get("js_root")(p, q) ** 2 == pytest.approx(0.0324027, abs=5e-8)
    assert get("js_not_halved")([1, 0], [0, 1]) == pytest.approx(2)
    assert get("js_as_similarity")([1, 0], [0, 1]) == pytest.approx(0)
    assert get("kl_swapped")([1, 0], [0.5, 0.5]) == math.inf
    assert get("cross_entropy_of_p")(p, q) == pytest.approx(get("kl_as_cross_entropy")(p, p))
    assert get("kl_sign")(p, q) == pytest.approx(-0.0852996 / math.log(2), abs=5e-7)


def test_impurities_of_acceptance_examples_e02_and_e04() -> None:
    assert get("entropy_impurity_natural_log")([16, 14]) == pytest.approx(0.6909233, abs=5e-8)
    assert get("entropy_impurity_as_gini")([16, 14]) == pytest.approx(0.4977778, abs=5e-8)
    assert get("gini_as_entropy")([16, 14]) == pytest.approx(0.9967916, abs=5e-8)
    assert get("gain_unweighted_average")([16, 14], [[2, 0], [14, 14]]) == pytest.approx(0.4967916, abs=5e-8)
    assert get("gain_without_parent")([16, 14], [[2, 0], [14, 14]]) == pytest.approx(28 / 30)
    assert get("gain_is_parent_impurity")([16, 14], [[2, 0], [14, 14]]) == pytest.approx(0.9967916, abs=5e-8)
    assert get("gain_ratio_not_divided")([16, 14], [[2, 0], [14, 14]]) == pytest.approx(0.0634583, abs=5e-8)
    assert get("gini_sum_of_squares")([1, 1]) == 0.5
    assert get("misclassification_smallest_share")([5, 3, 2]) == 0.2
    assert get("misclassification_largest_share")([5, 3, 2]) == 0.5
    assert get("misclassification_counts")([5, 3, 2]) == 5


def test_splits() -> None:
    X, y = np.array([[0.0], [1.0], [3.0], [10.0]]), np.array([0, 0, 1, 1])
    assert get("split_at_left_value")(X, y) == (0, 1.0, 0.5)
    assert get("split_at_right_value")(X, y) == (0, 3.0, 0.5)
    assert get("split_widest_gap")(X, y)[:2] == (0, 6.5)
    assert get("split_lowest_gain")(X, y)[:2] == (0, 0.5)
    assert get("split_at_mean")(X, y)[:2] == (0, 3.5)
    assert get("split_other_criterion")(X, y, "gini") == (0, 2.0, 1.0)


def test_clusters() -> None:
    X, centers = np.array([[0.0], [1.0], [5.0]]), np.array([[0.0], [2.0]])
    # rightly: 0 to the first; 1 ties and goes to the first; 5 to the second; inertia 0 + 1 + 9
    assert get("lloyd_inertia_of_new_centers")(X, centers).inertia == 0.5
    assert get("lloyd_not_squared")(X, centers).inertia == 4.0
    assert get("lloyd_mean_inertia")(X, centers).inertia == pytest.approx(10 / 3)
    assert get("lloyd_one_center")(X, centers).centers.tolist() == [[2.0], [2.0]]
    assert get("lloyd_farthest")(X, centers).labels.tolist() == [1, 0, 0]
    assert get("lloyd_divides_by_all")(X, centers).centers.tolist() == [[pytest.approx(1 / 3)], [pytest.approx(5 / 3)]]
    assert get("lloyd_midpoint_with_old")(X, centers).centers.tolist() == [[pytest.approx(1 / 3)], [3.5]]
    assert get("lloyd_labels_after_update")(
        np.array([[0.0], [3.0], [8.0]]), np.array([[0.0], [6.5]])
    ).labels.tolist() == [0, 0, 1]
    one = get("kmeans_one_iteration")(X, 2, centers)
    assert (one.n_iter_, one.inertia_) == (1, 0.5)


def test_scores_of_acceptance_example_e33() -> None:
    y, p = [0] * 8 + [1] * 2, [0] * 7 + [1] + [1, 0]
    assert get("f1_of_other_class")(y, p) == 0.875
    assert get("f1_macro")(y, p) == 0.6875
    assert get("f1_weighted")(y, p) == pytest.approx(0.8)
    assert get("f1_micro")(y, p) == get("f1_as_accuracy")(y, p) == 0.8
    assert get("f1_not_doubled")(y, p) == 0.25
    assert get("recall_as_false_positive_rate")(y, p) == 1 / 8
    assert get("recall_as_specificity")(y, p) == 7 / 8
    assert get("accuracy_balanced")(y, p) == pytest.approx((7 / 8 + 1 / 2) / 2)
    assert get("confusion_transposed")([0, 1, 1], [0, 0, 1]).tolist() == [[1, 1], [0, 1]]
    assert get("confusion_positive_first")([0, 1, 1], [0, 0, 1]).tolist() == [[1, 1], [0, 1]]
    assert get("precision_as_recall")([1, 1, 0, 0], [1, 0, 0, 0]) == 0.5
    assert get("recall_as_precision")([1, 1, 0, 0], [1, 0, 0, 0]) == 1.0


def test_curves_and_ranks() -> None:
    y, s = [0, 1, 1], [0.2, 0.6, 0.2]
    assert get("roc_axes_swapped")(y, s).fpr.tolist() == [0.0, 0.5, 1.0]
    assert get("roc_strictly_above")(y, s).tpr.tolist() == [0.0, 0.0, 0.5]
    assert get("roc_ascending")(y, s).fpr.tolist() == [1.0, 0.0, 0.0]
    assert get("roc_counts")(y, s).tpr.tolist() == [0.0, 1.0, 2.0]
    row_by_row = get("roc_row_by_row")(y, s)
    assert (row_by_row.fpr.tolist(), row_by_row.tpr.tolist()) == ([0.0, 0.0, 1.0, 1.0], [0.0, 0.5, 0.5, 1.0])
    assert get("roc_without_origin")(y, s).tpr.tolist() == [0.5, 1.0]
    assert get("area_left_heights")([0, 0.5, 1], [0, 1, 1]) == 0.5
    assert get("area_right_heights")([0, 0.5, 1], [0, 1, 1]) == 1.0
    assert get("area_without_width")([0, 0.5, 1], [0, 1, 1]) == 1.5
    assert get("auc_from_labels")([0, 1, 0, 1], [0.1, 0.4, 0.35, 0.8]) == 0.75
    x = [10, 20, 20, 5]
    assert get("ranks_min")(x).tolist() == [2, 3, 3, 1]
    assert get("ranks_max")(x).tolist() == [2, 4, 4, 1]
    assert get("ranks_dense")(x).tolist() == [2, 3, 3, 1]
    assert get("ranks_dense")([1, 1, 2]).tolist() == [1, 1, 2]
    assert get("ranks_ordinal")(x).tolist() == [2, 3, 4, 1]
    assert get("ranks_descending")(x).tolist() == [3, 1.5, 1.5, 4]
    assert get("ranks_from_zero")(x).tolist() == [1, 2.5, 2.5, 0]
    assert get("ranks_argsort")(x).tolist() == [4, 1, 2, 3]


def test_hinge_of_acceptance_example_e34() -> None:
    y, f = np.ones(5), np.array([2, 1, 0.5, 0, -1.0])  # margins 2, 1, .5, 0, -1: hinge 0, 0, .5, 1, 2
    assert get("hinge_zero_on_right_side")(y, f) == pytest.approx(2 / 5)
    assert get("hinge_without_margin")(y, f) == pytest.approx(1 / 5)
    assert get("hinge_squared")(y, f) == pytest.approx((0.25 + 1 + 4) / 5)
    assert get("hinge_sum")(y, f) == 3.5
    assert get("hinge_not_clipped")(y, f) == pytest.approx((-1 + 0 + 0.5 + 1 + 2) / 5)
    assert get("hinge_zero_one")(y, f) == pytest.approx(2 / 5)
    assert get("hinge_ignores_label")(-y, f) == pytest.approx(3.5 / 5)
    assert get("hinge_sum")([0, 1], [-2.0, 0.5]) == 0.5  # labels 0 and 1 are two classes too
    step = {"w": [1.0, 0.0], "b": 0.0, "x": [0.5, 1.0], "lam": 0.1, "lr": 1.0}
    assert get("hinge_step_only_when_misclassified")(y=1, **step).w.tolist() == [0.9, 0.0]
    assert get("hinge_step_without_shrinking")(y=1, **step).w.tolist() == [1.5, 1.0]
    assert get("hinge_step_wrong_sign")(y=1, **step).w.tolist() == [pytest.approx(0.4), -1.0]
    assert get("hinge_step_leaves_bias")(y=1, **step).b == 0.0


def test_newton_of_acceptance_example_e27() -> None:
    f, df = (lambda x: x**3 - 2), (lambda x: 3 * x**2)  # the derivative of x⁴/4 − 2x, from 2: 1.5, 1.2963, ...
    assert get("newton_step_wrong_sign")(2.0, f, df) == (2.5, 0.5)
    assert get("newton_step_not_divided")(2.0, f, df).x == -4.0
    assert get("newton_step_upside_down")(2.0, f, df).x == 0.0
    assert get("newton_step_multiplied")(2.0, f, df).x == -70.0
    assert get("newton_step_forgets_x")(2.0, f, df).x == 0.5
    assert get("newton_step_halved")(2.0, 6.0, 12.0).x == 1.75
    assert get("newton_step_diagonal")([1.0, 1.0], [5.0, 3.0], [[10.0, 1.0], [1.0, 2.0]]).x.tolist() == [0.5, -0.5]
    assert get("newton_root_one_step")(f, df, 2.0).root == 1.5
    assert get("newton_root_fixed_slope")(f, df, 2.0, max_iter=2).root == pytest.approx(1.5 - 1.375 / 12)
    assert get("newton_root_secant")(f, df, 2.0, max_iter=2).root == pytest.approx(1.5 - 1.375 / 9.25)
    assert get("newton_root_of_derivative")(f, df, 2.0).root == pytest.approx(0, abs=1e-7)
    assert get("newton_root_wrong_sign")(f, df, 2.0, max_iter=1).root == 2.5
    assert get("newton_root_not_divided")(f, df, 2.0, max_iter=1).root == -4.0
    # c115: Newton on f itself finds a root of f, here 2, and not the minimum at the cube root of 2
    assert get("newton_finds_root")(lambda x: x**4 / 4 - 2 * x, f, df, 2.5).x == pytest.approx(2.0)
    assert get("newton_as_gradient_descent")(f, f, df, 2.0, max_iter=1).x == -4.0
    assert get("newton_uphill")(f, f, df, 2.0, max_iter=1).x == 2.5
    assert get("newton_one_step")(f, f, df, 2.0).x == 1.5


@pytest.mark.parametrize("start", [0.0, 1e100, -1e300, math.nan, math.inf])
def test_iterations_end_wherever_they_start(start: float) -> None:
    def f(x: float) -> float:
        return x * x + 1 if abs(x) < 1e150 else math.inf  # no root at all

    def df(x: float) -> float:
        return 2 * x

    for name in ("wrong_sign", "fixed_slope", "of_derivative", "secant", "not_divided"):
        with contextlib.suppress(ArithmeticError):  # a mistake that gives nothing is left out of the variant
            get(f"newton_root_{name}")(f, df, start)


COUNTING = [name for name, twin in twins().items() if "y_pred" in inspect.signature(twin).parameters]


@pytest.mark.parametrize("name", COUNTING)
def test_a_weighted_sample_counts_as_so_many_samples(name: str) -> None:
    """Cards give TP, FN, FP and TN as weights: a twin that dropped them would answer another question."""
    twin = get(name)
    y, p, w = np.array([1, 1, 0, 0]), np.array([1, 0, 1, 0]), np.array([7, 2, 3, 11])
    weighted = twin(y, p, sample_weight=w)
    repeated = twin(np.repeat(y, w), np.repeat(p, w))
    for field, other in zip(np.atleast_1d(weighted), np.atleast_1d(repeated), strict=True):
        np.testing.assert_allclose(field, other, rtol=1e-12)
    assert not np.array_equal(weighted, twin(y, p))

"""Impurity, splits and the decision tree."""

import numpy as np

from algos import trees
from benchmarks.race import Race, close

SKLEARN_TREE = "sklearn.tree.DecisionTreeClassifier"


def samples(size):
    """float32-representable, since scikit-learn compares in float32; continuous, so that no tie decides a split."""
    n, d, classes = size[:3]
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, d)).astype(np.float32).astype(float)
    score = X[:, 0] + 0.5 * X[:, 1] * X[:, 2 % d] + 0.5 * rng.normal(size=n)
    y = np.digitize(score, np.quantile(score, np.linspace(0, 1, classes + 1)[1:-1]))
    return X, y, *size[3:]


def our_tree(criterion):
    def ours(X, y, depth=None):
        model = trees.DecisionTreeClassifier(criterion=criterion, max_depth=depth)
        return lambda: model.fit(X, y).tree_

    return ours


def sklearn_tree(criterion):
    def peer(X, y, depth=None):
        from sklearn.tree import DecisionTreeClassifier

        model, single = DecisionTreeClassifier(criterion=criterion, max_depth=depth, random_state=0), np.float32(X)
        return lambda: model.fit(single, y).tree_

    return peer


def same_splits(ours, theirs):
    """A tree of limited depth splits alike everywhere. In a full one small nodes tie, and the peer draws among ties."""
    assert ours.feature[0] == theirs.feature[0]
    np.testing.assert_allclose(ours.threshold[0], theirs.threshold[0], rtol=1e-6)
    if theirs.max_depth <= 6 and len(theirs.feature) > 100:
        assert ours.feature.tolist() == theirs.feature.tolist()
    assert abs(len(ours.feature) - theirs.node_count) <= 0.03 * theirs.node_count + 4


def our_predictions(X, y, depth=None):
    model = trees.DecisionTreeClassifier(max_depth=depth).fit(X, y)
    return lambda: model.predict(X)


def sklearn_predictions(X, y, depth=None):
    from sklearn.tree import DecisionTreeClassifier

    model, single = DecisionTreeClassifier(max_depth=depth, random_state=0).fit(np.float32(X), y), np.float32(X)
    return lambda: model.predict(single)


def sklearn_stump(X, y):
    from sklearn.tree import DecisionTreeClassifier

    model, single = DecisionTreeClassifier(max_depth=1, random_state=0), np.float32(X)

    def call():
        tree = model.fit(single, y).tree_
        return tree.feature[0], tree.threshold[0]

    return call


def our_stump(X, y):
    return lambda: trees.best_split(X, y, "gini")[:2]


def counts(k):
    return (np.random.default_rng(0).integers(1, 50, size=k).astype(float),)


def family(k):
    children = np.random.default_rng(0).integers(1, 50, size=(2, k)).astype(float)
    return children.sum(axis=0), children


def numpy_impurity(formula):
    def peer(values):
        return lambda: formula(values / values.sum())

    return peer


def numpy_entropy(p):
    return -(p * np.log2(p)).sum()


def numpy_gain(parent, children):
    def call():
        sizes = children.sum(axis=1)
        return numpy_entropy(parent / parent.sum()) - sum(
            size / parent.sum() * numpy_entropy(child / size) for size, child in zip(sizes, children, strict=True)
        )

    return call


def numpy_gain_ratio(parent, children):
    gain = numpy_gain(parent, children)
    return lambda: gain() / numpy_entropy(children.sum(axis=1) / parent.sum())


def our_text(X, y):
    model = trees.DecisionTreeClassifier(max_depth=4).fit(X, y)
    return lambda: trees.export_text(model)


def sklearn_text(X, y):
    from sklearn.tree import DecisionTreeClassifier, export_text

    model = DecisionTreeClassifier(max_depth=4, random_state=0).fit(np.float32(X), y)
    return lambda: export_text(model)


def same_lines(ours, theirs):
    assert ours.count("\n") == theirs.count("\n")


def impurity(name, formula):
    function = getattr(trees, name)
    return Race(
        name=f"trees.{name}",
        data=counts,
        ours=lambda values: lambda: function(values),
        peers={"numpy": numpy_impurity(formula)},
        sizes={"small": 3, "thousand": 1000},
        agree=close(1e-12),
        note="the peer checks nothing",
    )


def tree_race(criterion, **more):
    return Race(
        name="trees.DecisionTreeClassifier",
        variant=criterion,
        data=samples,
        ours=our_tree(criterion),
        peers={SKLEARN_TREE: sklearn_tree(criterion)},
        sizes={
            "small": (100, 4, 2, None),
            "medium": (100_000, 20, 2, None),
            "depth-6": (100_000, 20, 2, 6),
            "five-classes": (100_000, 20, 5, None),
        },
        targets={(SKLEARN_TREE, size): 3.0 for size in ("medium", "depth-6", "five-classes")},
        agree=same_splits,
        **more,
    )


RACES = [
    impurity("entropy_impurity", numpy_entropy),
    impurity("gini_impurity", lambda p: 1.0 - (p * p).sum()),
    impurity("misclassification", lambda p: 1.0 - p.max()),
    Race(
        name="trees.information_gain",
        data=family,
        ours=lambda parent, children: lambda: trees.information_gain(parent, children),
        peers={"numpy": numpy_gain},
        sizes={"small": 3, "hundred": 100},
        agree=close(1e-10),
        note="the peer checks nothing",
    ),
    Race(
        name="trees.gain_ratio",
        data=family,
        ours=lambda parent, children: lambda: trees.gain_ratio(parent, children),
        peers={"numpy": numpy_gain_ratio},
        sizes={"small": 3, "hundred": 100},
        agree=close(1e-10),
        note="the peer checks nothing",
    ),
    Race(
        name="trees.best_split",
        data=samples,
        ours=our_stump,
        peers={f"{SKLEARN_TREE} max_depth=1": sklearn_stump},
        sizes={"small": (100, 4, 2), "medium": (100_000, 20, 2)},
        agree=close(1e-6),
    ),
    tree_race("gini"),
    tree_race("entropy"),
    Race(
        name="trees.DecisionTreeClassifier",
        variant="predict",
        data=samples,
        ours=our_predictions,
        peers={SKLEARN_TREE: sklearn_predictions},
        sizes={"small": (100, 4, 2), "medium": (100_000, 20, 2, 10)},
        agree=lambda ours, theirs: close(0.0, 0.01)(np.mean(ours == theirs), 1.0),
    ),
    Race(
        name="trees.export_text",
        data=samples,
        ours=our_text,
        peers={"sklearn.tree.export_text": sklearn_text},
        sizes={"small": (100, 4, 2)},
        agree=same_lines,
    ),
]

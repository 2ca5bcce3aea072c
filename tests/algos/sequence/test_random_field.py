"""The conditional random field's estimator: python-crfsuite's objective, enumeration, input forms, descent."""

import pickle
import random

import numpy as np
import pytest

from algos.sequence import LinearChainCRF
from tests.conftest import PLAIN
from tests.naive import random_field as naive

pytestmark = pytest.mark.kernels

WORDS = {"D": ["the", "a"], "N": ["cat", "dog", "bird", "duck"], "V": ["runs", "sleeps", "duck", "flies"], "A": ["big"]}


def sentences(n, seed=0):
    """Return tokens with numbers, flags and text, and their labels."""
    draw = random.Random(seed)
    X, y = [], []
    for _ in range(n):
        labels = ["D", *draw.choice([["N", "V"], ["A", "N", "V"], ["A", "A", "N"], ["N"]])]
        labels = [label if draw.random() < 0.9 else draw.choice("DNVA") for label in labels]
        words = [draw.choice(WORDS[label]) for label in labels]
        X.append(
            [
                {"bias": 1.0, "word": word, "last": word[-1], "long": len(word) > 3, "length": len(word) / 4}
                | ({"before": words[t - 1]} if t else {"first": True})
                for t, word in enumerate(words)
            ]
        )
        y.append(labels)
    return X, y


X, Y = sentences(8 if PLAIN else 60)


def crfsuite(X, y, tmp_path, **parameters):
    """Train python-crfsuite; return its objective, its weights and its tagger."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for tokens, labels in zip(X, y, strict=True):
        trainer.append(tokens, labels)
    trainer.set_params({"c1": 0.0, "epsilon": 1e-9, "delta": 1e-14, "max_iterations": 2000, **parameters})
    trainer.train(str(tmp_path / "model"))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(tmp_path / "model"))
    return trainer.logparser.last_iteration["loss"], tagger


@pytest.mark.slow
@pytest.mark.parametrize("every_pair", [False, True])
def test_reaches_the_objective_of_crfsuite(tmp_path, every_pair):
    loss, tagger = crfsuite(
        X, Y, tmp_path, c2=0.3,
        **{"feature.possible_states": every_pair, "feature.possible_transitions": every_pair},
    )  # fmt: skip
    ours = LinearChainCRF(
        c2=0.3, tol=1e-9, max_iter=2000, all_possible_states=every_pair, all_possible_transitions=every_pair
    ).fit(X, Y)
    assert ours.converged_
    assert ours.objective_ == pytest.approx(loss, abs=1e-5)  # its log prints six decimals
    info = tagger.info()
    # A model file leaves out the features whose weight is 0.
    assert set(info.state_features) <= set(ours.state_features_)
    for name, weight in ours.state_features_.items():
        assert info.state_features.get(name, 0.0) == pytest.approx(weight, abs=2e-4)
    for name, weight in ours.transition_features_.items():
        assert info.transitions.get(name, 0.0) == pytest.approx(weight, abs=2e-4)
    assert ours.predict(X) == [tagger.tag(tokens) for tokens in X]
    for tokens, marginal in zip(X[:5], ours.predict_marginals(X[:5]), strict=True):
        tagger.set(tokens)
        expected = [[tagger.marginal(label, t) for label in ours.classes_] for t in range(len(tokens))]
        np.testing.assert_allclose(marginal, expected, atol=1e-4)


@pytest.mark.slow
def test_rare_features_are_left_out_as_crfsuite_does(tmp_path):
    loss, tagger = crfsuite(X, Y, tmp_path, c2=0.5, **{"feature.minfreq": 3})
    ours = LinearChainCRF(c2=0.5, tol=1e-9, max_iter=2000, min_freq=3).fit(X, Y)
    assert ours.objective_ == pytest.approx(loss, abs=1e-5)
    assert set(tagger.info().state_features) <= set(ours.state_features_)
    assert len(ours.state_features_) < len(LinearChainCRF(max_iter=1).fit(X, Y).state_features_)


def test_objective_is_the_one_of_the_definition():
    crf = LinearChainCRF(c2=0.2, max_iter=5, tol=0.0).fit(X, Y)
    expected = naive.objective(X, Y, crf.classes_.tolist(), crf.state_features_, crf.transition_features_, 0.2)
    assert crf.objective_ == pytest.approx(expected, rel=1e-12)
    assert all(later < earlier for earlier, later in zip(crf.objectives_, crf.objectives_[1:], strict=False))


def test_predictions_are_those_of_enumeration():
    crf = LinearChainCRF(c2=0.2, max_iter=10).fit(X, Y)
    classes = crf.classes_.tolist()
    marginals = crf.predict_marginals(X)
    for tokens, labels, marginal in list(zip(X, crf.predict(X), marginals, strict=True))[:10]:
        states, steps = naive.scores(tokens, classes, crf.state_features_, crf.transition_features_)
        assert [classes.index(label) for label in labels] == list(naive.best_path(states, steps))
        np.testing.assert_allclose(marginal, naive.marginals(states, steps)[0], atol=1e-12)


def test_descent_comes_near_the_minimum():
    exact = LinearChainCRF(c2=1.0, tol=1e-8).fit(X, Y)
    descent = LinearChainCRF("l2sgd", c2=1.0, tol=1e-5, max_iter=30 if PLAIN else 300, random_state=0).fit(X, Y)
    weights = descent.state_features_, descent.transition_features_
    reached = naive.objective(X, Y, descent.classes_.tolist(), *weights, 1.0)
    assert exact.objective_ <= reached <= (1.2 if PLAIN else 1.01) * exact.objective_
    assert descent.state_features_.keys() == exact.state_features_.keys()
    assert descent.transition_features_.keys() == exact.transition_features_.keys()
    again = LinearChainCRF("l2sgd", c2=1.0, tol=1e-5, max_iter=30 if PLAIN else 300, random_state=0).fit(X, Y)
    assert again.state_features_ == descent.state_features_


@pytest.mark.parametrize("algorithm", ["lbfgs", "l2sgd"])
def test_tokens_in_every_form_mean_the_same(algorithm):
    flat = [[["w:a", "x", "y"], ["w:b"]], [["w:a"], ["x", "z:p:q"]]]
    nested = [
        [{"w": "a", "x": True, "y": 1}, {"w": ["b"]}],
        [{"w": {"a": 1.0}}, {"x": np.float64(1.0), "z": {"p": "q"}}],
    ]
    labels = [[1, 0], [1, 1]]
    a, b = (LinearChainCRF(algorithm, max_iter=4, random_state=0).fit(tokens, labels) for tokens in (flat, nested))
    assert a.state_features_ == b.state_features_
    assert a.predict(flat) == b.predict(nested)


def test_false_and_zero_add_nothing_but_their_name():
    a = LinearChainCRF(max_iter=3).fit([[{"x": True, "off": False}, {"y": 2}]], [["p", "q"]])
    b = LinearChainCRF(max_iter=3).fit([[{"x": True}, {"y": 2}]], [["p", "q"]])
    assert a.state_features_ == pytest.approx(b.state_features_ | {("off", "p"): 0.0}, rel=1e-12)


def test_pairs_never_seen_get_weights_on_demand():
    crf = LinearChainCRF(max_iter=2, all_possible_states=True, all_possible_transitions=True).fit(X, Y)
    attributes = {name for name, _ in LinearChainCRF(max_iter=1).fit(X, Y).state_features_}
    assert crf.state_features_.keys() == {(name, label) for name in attributes for label in crf.classes_.tolist()}
    assert crf.transition_features_.keys() == {(a, b) for a in crf.classes_.tolist() for b in crf.classes_.tolist()}


def test_descent_survives_a_penalty_that_leaves_nothing():
    x, y = [[["a"], ["b"]]] * 20, [["p", "q"]] * 20
    crf = LinearChainCRF("l2sgd", c2=1e6, max_iter=40, tol=0.0, random_state=0).fit(x, y)
    exact = LinearChainCRF(c2=1e6, tol=1e-12).fit(x, y)
    assert crf.objective_ == pytest.approx(exact.objective_, rel=1e-3)


def test_a_step_too_far_is_an_infinite_objective():
    """Potentials that vanish must make the line search step back, not end in NaN."""
    from algos.sequence._chain import _padded, _step_potentials
    from algos.sequence._training import _residuals

    transitions = np.array([[0.0, -2000.0], [-2000.0, -2000.0]])
    width = int(_padded(2))
    step, transposed, _ = _step_potentials(transitions, width)
    score = np.array([[0.0, 2000.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]])
    alpha, beta, scale, top = np.zeros((2, width)), np.zeros((2, width)), np.zeros(2), np.zeros(2)
    pairs = np.zeros((width, width))
    labels = np.zeros(2, np.int64)
    assert _residuals(score, labels, 0, transitions, step, transposed, alpha, beta, scale, top, pairs) == np.inf


def test_unknown_attributes_are_left_out():
    crf = LinearChainCRF(max_iter=5).fit(X, Y)
    plain = [[{"word": "cat"}]]
    assert crf.predict_marginals([[{"word": "cat", "never": "seen"}]])[0].tolist() == (
        crf.predict_marginals(plain)[0].tolist()
    )


def test_labels_keep_their_kind():
    assert LinearChainCRF().fit([[["a"], ["b"]]], [np.array([3, 7])]).predict([[["b"]]]) == [[7]]
    assert LinearChainCRF().fit([[["a"], ["b"]]], [("p", "q")]).predict([[["a"]]]) == [["p"]]


def test_one_label_is_always_right():
    crf = LinearChainCRF().fit([[["a"], ["b"]]], [["p", "p"]])
    assert crf.objective_ == 0.0
    assert crf.converged_
    assert crf.score([[["a"]], [["c"], ["d"]]], [["p"], ["p", "q"]]) == pytest.approx(2 / 3)


def test_pickled_estimators_predict_the_same():
    crf = LinearChainCRF(max_iter=5).fit(X, Y)
    again = pickle.loads(pickle.dumps(crf))
    assert again.predict(X) == crf.predict(X)


def test_sklearn_can_clone_and_search():
    from sklearn.base import clone
    from sklearn.model_selection import GridSearchCV

    crf = LinearChainCRF(c2=0.5)
    assert clone(crf).get_params() == crf.get_params()
    search = GridSearchCV(LinearChainCRF(max_iter=3), {"c2": [0.1, 10.0]}, cv=2).fit(X, Y)
    assert search.best_params_["c2"] in (0.1, 10.0)


def test_compiled_once():
    from algos.sequence._training import _epoch, _objective, _scores

    if PLAIN:
        pytest.skip("counts compiled versions")
    crf = LinearChainCRF(max_iter=2).fit(X, Y)
    pickle.loads(pickle.dumps(crf)).predict(X)
    LinearChainCRF("l2sgd", max_iter=2).fit(X, Y)
    assert len(_objective.signatures) == len(_scores.signatures) == len(_epoch.signatures) == 1

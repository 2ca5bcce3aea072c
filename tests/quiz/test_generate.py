"""Questions and keys: the reference is run, mistakes are run beside it, and the same parameters give the same key."""

from typing import NamedTuple

import numpy as np
import pytest

from quiz import generate
from quiz.question import Question
from quiz.variant.evaluate import BrokenCard
from tests.quiz.decks import card, fake_topic, fake_twins, mean


class Summary(NamedTuple):
    total: float
    doubled: np.ndarray


@pytest.fixture(autouse=True)
def fake(monkeypatch):
    def summary(x, factor=2):
        return Summary(float(np.sum(x)), np.asarray(x) * factor)

    def failing(x):
        raise ValueError("x must be shorter")

    class Model:
        def __init__(self, shift=0):
            self.shift = shift

        def fit(self, X):
            self.center_ = X.mean(axis=0) + self.shift
            return self

        def predict(self, X):
            return (self.center_ < X).all(axis=1).astype(int)

        def forecast(self, h):
            return Summary(float(h), np.full(h, self.center_[0]))

    fake_topic(
        monkeypatch,
        spread=lambda *groups: float(np.ptp([np.mean(g) for g in groups])),
        mean=mean,
        summary=summary,
        failing=failing,
        root=lambda f, x0: f(x0),
        Model=Model,
    )
    fake_twins(
        monkeypatch,
        n_minus_one=lambda x: float(np.sum(x) / (len(x) - 1)),
        tripled=lambda x, factor=2: Summary(float(np.sum(x)) + 1, np.asarray(x) * 3),
        bare=lambda x: np.asarray(x) * 5.0,
        loops=lambda x: loops(x),
    )


def loops(x):
    return loops(x)


MEAN = """
    kind: number
    given: {x: {reals: {size: [4, 6], digits: 1}}}
    ask: "The mean of {{x}}?"
    answer: {run: fake.mean, with: {x: $x}}
    explain: "It is {{answer}}."
    mistakes:
      - {twin: n_minus_one, say: "{{this}} divides by one less; right is {{answer}} of {{x}}."}
      - {expr: answer * 1.01, name: too-close, say: "never"}
      - {expr: answer + 7, name: plus-one, say: "one more"}
      - {expr: answer + 7.001, name: plus-one-again, say: "too close to the one before"}
      - {twin: loops, say: "never comes back"}
"""


def test_the_reference_is_run_and_mistakes_are_named():
    question, key = generate.generate(card(MEAN), 1)
    x = question.params["x"]
    assert key.expected == np.mean(x)
    assert (key.compare, key.rtol, key.atol, key.digits) == ("close", 5e-3, 0.0, 3)
    assert question.prompt == f"The mean of {x}?"
    assert [mistake.name for mistake in key.mistakes] == ["n_minus_one", "plus-one"]
    assert key.mistakes[0].value == np.sum(x) / (len(x) - 1)
    assert (
        key.mistakes[0].say == f"{key.mistakes[0].value:.4g} divides by one less; right is {key.expected:.4g} of {x}."
    )
    assert key.explain == f"It is {key.expected:.4g}."
    assert key.envelope is None
    assert "3 significant digits (off by 0.5 % is accepted)" in question.form


def test_the_same_seed_gives_the_same_question_and_the_key_follows_from_its_json():
    c = card(MEAN)
    question, key = generate.generate(c, 5)
    assert generate.generate(c, 5) == (question, key)
    assert generate.generate(c, 6)[0].params != question.params
    again = Question.from_json(question.to_json())
    assert again == question
    assert generate.solve(c, again) == key


FIELD = """
    kind: array
    given: {x: {reals: {size: 3, low: 1, high: 9, digits: 0}}}
    let:
      s: {run: fake.summary, with: {x: $x}}
    ask: "Double {{x}}."
    answer: $s.doubled
    mistakes:
      - {twin: tripled, say: "{{this.doubled}} and {{this.total}} and {{this}}"}
      - {twin: bare, say: "{{this}}"}
      - {run: fake.summary, with: {factor: 7}, name: seven, say: "{{this.doubled}}"}
"""


def test_a_twin_inherits_arguments_and_field():
    question, key = generate.generate(card(FIELD), 1)
    x = np.array(question.params["x"])
    assert key.expected.tolist() == (2 * x).tolist()
    values = {mistake.name: mistake.value.tolist() for mistake in key.mistakes}
    assert values == {"tripled": (3 * x).tolist(), "bare": (5 * x).tolist(), "seven": (7 * x).tolist()}
    listed = "[" + ", ".join(f"{v:.0f}" for v in 3 * x) + "]"
    assert key.mistakes[0].say == f"{listed} and {x.sum() + 1:.0f} and {listed}"


CHAIN = """
    kind: number
    given: {x: {reals: {size: 4, low: 1, high: 9, digits: 0}}}
    let:
      m: {run: fake.mean, with: {x: $x}}
      twice: {expr: 2 * m}
      s: {run: fake.summary, with: {x: $x}}
    ask: "{{x}}"
    answer: {expr: "twice + 1"}
    mistakes: [{twin: n_minus_one, say: "{{this}}"}]
"""


def test_what_follows_from_a_mistake_is_computed_again():
    question, key = generate.generate(card(CHAIN), 1)
    x = question.params["x"]
    assert key.expected == 2 * np.mean(x) + 1
    assert key.mistakes[0].value == pytest.approx(2 * np.sum(x) / 3 + 1)


def test_a_mistake_says_what_it_replaces_when_the_answer_does_not_tell():
    from tests.quiz.decks import DeckErrors

    both = CHAIN.replace("twice + 1", "twice + s.total")
    with pytest.raises(
        DeckErrors, match="say with `replaces:` which `let` goes wrong; the answer does not tell: it uses m, s"
    ):
        card(both)
    said = both.replace("{twin: n_minus_one,", "{twin: n_minus_one, replaces: m,")
    question, key = generate.generate(card(said), 1)
    x = question.params["x"]
    assert key.mistakes[0].value == pytest.approx(2 * np.sum(x) / 3 + np.sum(x))
    with pytest.raises(DeckErrors, match="'twice' is none"):
        card(both.replace("{twin: n_minus_one,", "{twin: n_minus_one, replaces: twice,"))


def test_an_estimator_is_fitted():
    c = card("""
        kind: array
        given: {X: {grid: {rows: 5}}}
        let: {fitted: {fit: fake.Model, with: {X: $X}}}
        ask: "{{X:matrix}}"
        answer: {fit: fake.Model, params: {shift: 1}, with: {X: $X}, get: center_}
        explain: "{{fitted.center_}}"
        mistakes: [{fit: fake.Model, params: {shift: 3}, say: "{{this}}"}]
    """)
    question, key = generate.generate(c, 0)
    X = np.array(question.params["X"])
    assert key.expected.tolist() == (X.mean(axis=0) + 1).tolist()
    assert key.mistakes[0].value.tolist() == (X.mean(axis=0) + 3).tolist()
    predicted = card("""
        kind: array
        given: {X: {grid: {rows: 5}}}
        ask: "{{X:matrix}}"
        answer: {fit: fake.Model, with: {X: $X}, call: {predict: $X}}
    """)
    question, key = generate.generate(predicted, 0)
    X = np.array(question.params["X"])
    assert key.expected.tolist() == (X.mean(axis=0) < X).all(axis=1).astype(int).tolist()


def test_a_method_of_a_fitted_estimator_gives_a_field():
    c = card("""
        kind: array
        given: {X: {grid: {rows: 5}}, h: {integer: [2, 4]}}
        ask: "{{X:matrix}} {{h}}"
        answer: {fit: fake.Model, with: {X: $X}, call: {forecast: $h}, get: doubled}
        mistakes: [{fit: fake.Model, params: {shift: 3}, say: "{{this}}"}]
    """)
    question, key = generate.generate(c, 0)
    center = np.array(question.params["X"]).mean(axis=0)[0]
    assert key.expected.tolist() == [center] * question.params["h"]
    assert key.mistakes[0].value.tolist() == [center + 3] * question.params["h"]


@pytest.mark.parametrize(
    ("call", "told"), [("{forecast: 1000000}", "forecast of 1,000,000"), ("{transform: 1}", "has no method transform")]
)
def test_a_method_that_cannot_be_called_breaks_the_card(call, told):
    with pytest.raises(generate.BrokenCard, match=told):
        generate.generate(
            card(f"""
                kind: array
                given: {{X: {{grid: {{rows: 5}}}}}}
                ask: "{{{{X:matrix}}}}"
                answer: {{fit: fake.Model, with: {{X: $X}}, call: {call}}}
            """),
            0,
        )


def test_a_list_is_spread_over_an_argument_with_a_star():
    c = card("""
        kind: number
        given: {a: {reals: {size: 3}}, b: {reals: {size: 3}}}
        ask: "{{a}} {{b}}"
        answer: {run: fake.spread, with: {groups: [$a, $b]}}
    """)
    question, key = generate.generate(c, 0)
    assert key.expected == pytest.approx(abs(np.mean(question.params["a"]) - np.mean(question.params["b"])))


def test_a_function_is_an_argument():
    c = card("""
        kind: number
        given: {a: {integer: [2, 5]}, x: {integer: [1, 3]}}
        ask: "{{a}} {{x}}"
        answer: {run: fake.root, with: {f: {function: "a*t**2 + 1", of: [t]}, x0: $x}}
    """)
    question, key = generate.generate(c, 0)
    assert key.expected == question.params["a"] * question.params["x"] ** 2 + 1
    assert key.compare == "exact"


def test_conditions_hold_and_redraws_are_counted():
    c = card("""
        kind: number
        given: {a: {integer: [1, 6]}, b: {integer: [1, 6]}}
        let: {d: {expr: a - b}}
        where: ["a != b", "d > 2"]
        ask: "{{a}} {{b}}"
        answer: $d
    """)
    redraws = []
    for seed in range(30):
        question, key, count = generate.draws(c, seed)
        assert key.expected == question.params["a"] - question.params["b"] > 2
        redraws.append(count)
    assert sum(redraws) > 30  # 6 of 36 pairs fit


def test_a_condition_on_draws_protects_the_lets():
    c = card("""
        kind: number
        given: {a: {integer: [0, 3]}}
        let: {r: {expr: 1 / a}}
        where: ["a > 0"]
        ask: "{{a}}"
        answer: $r
    """)
    assert {generate.generate(c, seed)[0].params["a"] for seed in range(20)} == {1, 2, 3}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("ask:", 'where: ["sum(x) < 0"]\n    ask:'), "the condition 'sum(x) < 0' is false"),
        (("ask:", 'where: ["sum(x)"]\n    ask:'), "is neither true nor false"),
        (("fake.mean", "fake.failing"), "fake.failing failed: ValueError: x must be shorter"),
        (("{x: $x}}", "{y: $x}}"), "fake.mean failed: TypeError"),
        (("run: fake.mean", "run: fake.summary"), "is a Summary"),
        (("{run: fake.mean, with: {x: $x}}", "{run: fake.summary, with: {x: $x}, get: totl}"), "no field 'totl'"),
        (("{run: fake.mean, with: {x: $x}}", "$x"), "is not one number but has shape"),
        (("{run: fake.mean, with: {x: $x}}", "{expr: 'x[9]'}"), "in 'x[9]'"),
        (("{run: fake.mean, with: {x: $x}}", "{expr: 'x[0] + nan'}"), "the answer is not finite"),
        (("{{x}}?", "{{x:adjacency}}?"), "cannot be shown: the view adjacency is for a graph"),
        (("size: [4, 6]", "size: 4, low: 0, high: 0.1, distinct: true"), "4 different values are wanted out of 2"),
    ],
)  # fmt: skip
def test_a_broken_card_says_why(change, said):
    plain = MEAN.split("    mistakes:")[0]
    text = plain.replace(*change)
    assert text != plain
    with pytest.raises(BrokenCard) as caught:
        generate.generate(card(text), 0)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "with_", ["x: {expr: 10^5}", "x: 999999999", "x: [0, 999999999]", "x: {expr: 'x[0]*0 + 10^7*[1, 1]'}"]
)
def test_arguments_that_could_be_sizes_are_small(with_):
    text = MEAN.split("    mistakes:")[0].replace("{x: $x}}", f"{{{with_}}}}}")
    if "10^7" in with_:
        assert np.isfinite(generate.generate(card(text), 0)[1].expected)  # a float is no size
        return
    with pytest.raises(BrokenCard, match="the argument 'x'"):
        generate.generate(card(text), 0)


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ("n_init: 1000, max_iter: 1000", "n_init x max_iter is 1,000,000"),
        ("n_clusters: 60, max_iter: 60, n_init: 60", "n_clusters x max_iter x n_init is 216,000"),
        ("n_init: 10000, n_clusters: 2, max_iter: 300", "is 6,000,000"),
        ("max_iter: 2000, random_state: 9000", ""),
        ("n_init: 10, n_clusters: 5, max_iter: 300", ""),
    ],
)
def test_repetitions_of_a_fit_may_not_multiply(monkeypatch, params, said):

    class Model:
        def __init__(self, **params):
            self.params_ = len(params)

        def fit(self, x):
            return self

    fake_topic(monkeypatch, Model=Model)
    plain = MEAN.split("    mistakes:")[0]
    text = plain.replace("{run: fake.mean, with:", f"{{fit: fake.Model, get: params_, params: {{{params}}}, with:")
    assert text != plain
    if not said:
        assert generate.generate(card(text), 0)[1].expected == params.count(":")
        return
    with pytest.raises(BrokenCard, match=said):
        generate.generate(card(text), 0)


def test_a_card_that_computes_too_long_is_broken(monkeypatch):
    import time

    from quiz.variant import evaluate

    def slow(x):
        time.sleep(0.05)
        return 0.0

    fake_topic(monkeypatch, mean=slow)
    monkeypatch.setattr(evaluate, "MAX_SECONDS", 0.2)
    endless = MEAN.split("    mistakes:")[0].replace(
        "ask:", 'let: {z: {run: fake.mean, with: {x: $x}}}\n    where: ["z > 0"]\n    ask:'
    )
    start = time.monotonic()
    with pytest.raises(BrokenCard, match=r"take more than 0\.2 s"):
        generate.generate(card(endless), 0)
    assert time.monotonic() - start < 5.0  # 200 draws would take 10 s

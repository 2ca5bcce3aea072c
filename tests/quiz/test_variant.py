"""Choice, order and recall; what rounding allows; any valid answer; labels; the form sentence."""

import numpy as np
import pytest

from quiz import generate
from quiz.grade import grade
from quiz.question import Question
from tests.quiz.decks import card, fake_topic, fake_twins, mean


@pytest.fixture(autouse=True)
def fake(monkeypatch):
    fake_topic(monkeypatch, mean=mean)
    fake_twins(monkeypatch, n_minus_one=lambda x: float(np.sum(x) / (len(x) - 1)))


CHOICE = """
    kind: choice
    given: {x: {reals: {size: 4, low: 1, high: 9, digits: 0}}}
    ask: "The mean of {{x}}?"
    answer: {run: fake.mean, with: {x: $x}}
    options: {from: mistakes, count: 3, sig: 3}
    mistakes:
      - {twin: n_minus_one, say: "one less"}
      - {expr: 2 * answer, name: double, say: "twice"}
      - {expr: answer / 2, name: half, say: "half of {{answer}}"}
"""


def test_options_come_from_mistakes_on_the_same_input():
    c = card(CHOICE)
    places = set()
    for seed in range(12):
        question, key = generate.generate(c, seed)
        x = question.params["x"]
        (right,) = key.expected
        places.add(right)
        assert len(question.options) == 3
        assert float(question.options[right]) == pytest.approx(np.mean(x), rel=5e-3)
        wrong = {"n_minus_one": np.sum(x) / 3, "double": 2 * np.mean(x), "half": np.mean(x) / 2}
        assert len(key.mistakes) == 2
        for mistake in key.mistakes:
            (index,) = mistake.value
            assert float(question.options[index]) == pytest.approx(wrong[mistake.name], rel=5e-3)
            assert key.says[index] == mistake.say
        assert key.flags["several"] is False
        assert generate.solve(c, Question.from_json(question.to_json())) == key
    assert places == {0, 1, 2}


def test_written_options_may_depend_on_the_draws():
    c = card("""
        kind: choice
        given: {a: {integer: [1, 9]}, b: {integer: [1, 9]}}
        where: ["a != b"]
        ask: "Which is true?"
        options:
          - {text: "{{a}} > {{b}}", right: {expr: a > b}, say: "compare"}
          - {text: "{{a}} < {{b}}", right: {expr: a < b}}
          - {text: "{{a}} = {{b}}"}
    """)
    for seed in range(6):
        question, key = generate.generate(c, seed)
        sign = ">" if question.params["a"] > question.params["b"] else "<"
        assert [question.options[index].split()[1] for index in key.expected] == [sign]
        assert key.says[[line.split()[1] for line in question.options].index(">")] == "compare"
        assert key.flags["several"] is False
        assert question.form == "Type the letter of one option."


PAIR = """
    kind: choice
    given: {a: {integer: [1, 3]}, b: {integer: [1, 3]}}
    ask: "Which of {{a}} and {{b}} is at least the other?"
    options:
      - {text: first, right: {expr: a >= b}}
      - {text: second, right: {expr: b >= a}}
"""


def test_draws_with_two_right_lines_are_repeated_where_one_is_asked_for():
    drawn = [generate.generate(card(PAIR), seed) for seed in range(20)]
    assert all(question.params["a"] != question.params["b"] and len(key.expected) == 1 for question, key in drawn)
    assert {question.form for question, _ in drawn} == {"Type the letter of one option."}


def test_a_card_may_say_that_several_lines_may_be_right():
    drawn = [generate.generate(card(PAIR + "    several: true"), seed) for seed in range(20)]
    assert {len(key.expected) for _, key in drawn} == {1, 2}
    assert all("Several may be right" in question.form for question, _ in drawn)
    assert all(key.flags["several"] for _, key in drawn)
    assert card(PAIR).fingerprint != card(PAIR + "    several: true").fingerprint
    assert card(PAIR).fingerprint == card(PAIR + "    several: false").fingerprint


def test_two_lines_written_right_say_it_themselves():
    question, key = generate.generate(
        card("kind: choice\nask: Q?\noptions: [{text: x, right: true}, {text: y, right: true}, {text: z}]"), 0
    )
    assert "Several may be right" in question.form
    assert len(key.expected) == 2


def test_steps_are_shuffled_and_groups_may_change_places():
    c = card("""
        kind: order
        ask: "Order."
        steps: [first, [b, c], last]
    """)
    seen = set()
    for seed in range(20):
        question, key = generate.generate(c, seed)
        seen.add(question.options)
        assert question.options not in {("first", "b", "c", "last"), ("first", "c", "b", "last")}
        assert [{question.options[i] for i in group} for group in key.flags["groups"]] == [
            {"first"},
            {"b", "c"},
            {"last"},
        ]
        assert question.options[key.expected[0]] == "first"
    assert len(seen) > 8


def test_recall_has_points():
    question, key = generate.generate(card("kind: recall\nask: Why?\npoints: [one, two]"), 0)
    assert key.expected == ("one", "two")
    assert question.options == ()


def test_hints_say_whether_they_reveal():
    c = card(
        "kind: number\nask: Half?\nanswer: {expr: 1/2}\nhints: [divide, {text: 'It is {{answer}}.', reveals: true}]"
    )
    question, key = generate.generate(c, 0)
    assert (question.hints, question.reveals) == (("divide", "It is 0.5."), (False, True))
    assert key.expected == 0.5


def test_displayed_rounding_widens_the_answer():
    c = card("""
        kind: number
        given: {p: {uniform: {low: 0.2, high: 0.8, digits: 4}}, n: {integer: [10, 20]}}
        let: {odds: {expr: p / (1 - p)}}
        ask: "p = {{p:.1f}}, n = {{n}}"
        answer: {expr: n * odds}
    """)
    question, key = generate.generate(c, 0)
    p, n = question.params["p"], question.params["n"]
    low, high = key.envelope
    assert low == pytest.approx(n * (p - 0.05) / (1 - p + 0.05))
    assert high == pytest.approx(n * (p + 0.05) / (1 - p - 0.05))
    shown = float(question.prompt.split()[2].rstrip(","))
    assert low <= n * shown / (1 - shown) <= high
    computed = card("""
        kind: number
        given: {x: {integer: [2, 9]}}
        let: {root: {expr: sqrt(x)}}
        where: ["abs(root - round(root)) > 0.1"]
        ask: "r = {{root:sig2}}"
        answer: {expr: root^4}
    """)
    question, key = generate.generate(computed, 0)
    shown = float(question.prompt.split()[2])
    assert key.envelope[0] <= shown**4 <= key.envelope[1]
    assert key.envelope[0] < question.params["x"] ** 2 < key.envelope[1]


def test_exact_displays_have_no_envelope_and_a_mistake_inside_it_is_dropped():
    body = """
        kind: number
        given: {{p: {{uniform: {{low: 0.2, high: 0.4, digits: 4}}}}}}
        ask: "p = {{{{p{view}}}}}"
        answer: {{expr: 100 * p}}
        mistakes: [{{expr: answer - 4.9, name: near, say: x}}]
    """
    _, key = generate.generate(card(body.format(view="")), 0)
    assert key.envelope is None
    assert len(key.mistakes) == 1
    _, key = generate.generate(card(body.format(view=":.1f")), 0)
    assert key.mistakes == ()


def test_any_valid_accepts_what_satisfies_the_checks():
    c = card("""
        kind: array
        given: {m: {integer: [2, 5]}}
        ask: "Three numbers with mean {{m}} that are not all equal?"
        compare: any_valid
        answer: {expr: "[m - 1, m, m + 1]"}
        check: [{run: fake.mean, with: {x: $this}, equals: $m}, {expr: "max(this) > min(this)"}]
    """)
    question, key = generate.generate(c, 0)
    m = question.params["m"]
    assert key.accept(key.expected)
    assert key.accept(np.array([m - 2.0, m, m + 2]))
    assert not key.accept(np.array([m, m, m]))
    assert not key.accept(np.array([m, m, m + 1]))


def test_labels_stand_for_integers():
    c = card("""
        kind: array
        labels: letters
        given: {g: {graph: {nodes: 4}}}
        let: {bfs: {run: graphs.bfs, with: {graph: $g, source: 0}}}
        ask: |
          {{g:adjacency}}
        answer: $bfs.order
        explain: "{{bfs.order:labels}}"
    """, topic="graphs")  # fmt: skip
    question, key = generate.generate(c, 0)
    assert question.prompt.splitlines()[1].startswith("A: ")
    assert key.flags["labels"][:4] == ("A", "B", "C", "D")
    assert key.explain == " ".join("ABCD"[i] for i in key.expected)
    assert "labels" in question.form


@pytest.mark.parametrize(
    ("fields", "expected", "said"),
    [
        ("answer: 3", 3, "A whole number."),
        ("answer: {expr: 1/3}\n    compare: exact", 1 / 3, "The exact number; a fraction is fine."),
        ("answer: {expr: 1/3}\n    probability: true", 1 / 3, "A probability from 0 to 1, to 3 significant"),
        ("answer: {expr: 1/3}\n    close: {sig: 4, atol: 0.001}", 1 / 3, "(off by 0.05 % or 0.001 is"),
        ("answer: {expr: 1/3}\n    allow: [percent]", 1 / 3, "and so does 12.5%"),
    ],
)  # fmt: skip
def test_the_form_is_derived_from_what_grades(fields, expected, said):
    question, key = generate.generate(card(f"kind: number\n    ask: q\n    {fields}".replace("    ", "")), 0)
    assert key.expected == expected
    assert said in question.form


@pytest.mark.parametrize(
    ("fields", "said", "right", "wrong"),
    [
        ("allow: [percent]", "percentages such as 12.5% count too", "25%, 0.75", "25%, 7.5%"),
        ("probability: true", "2 probabilities from 0 to 1 separated by", "0.252, 0.748", "0.26, 0.74"),
        ("allow: [infinite]", "write inf where it is infinite", "0.25, 0.75", "inf, 0.75"),
    ],
)  # fmt: skip
def test_how_else_an_array_may_be_written_is_said_and_graded(fields, said, right, wrong):
    body = f"kind: array\nask: q\ngiven: {{p: {{choice: [[0.25, 0.75]]}}}}\nanswer: $p\n{fields}"
    question, key = generate.generate(card(body), 0)
    assert said in question.form
    assert grade(question, key, right).outcome == "right"
    assert grade(question, key, wrong).outcome == "wrong"

import json
import math
import random
from dataclasses import asdict

import pytest

from quiz.history.days import as_date
from quiz.history.event import Kind
from quiz.history.replay import replay
from quiz.history.store import Store
from quiz.study.schedule import CardState
from quiz.study.stats import calibration, log_loss, reviews, stats
from tests.quiz.learner import Clock, attempt, event, summary

DAY = 20_000


def answer(number, rating=3, day=DAY, card="a", **rest):
    known = {"presentation": str(number), "topic": "graphs"}
    return event(number, Kind.ATTEMPT, card, day=day, rating=rating, **(known | rest))


def of(log, today=DAY, **rest):
    return stats(log, replay(log), today, **rest)


def test_an_empty_history():
    made = of([])
    assert (made.answers, made.cards_met, made.log_loss, made.heat, made.topics) == (0, 0, None, (), ())
    assert [row.rate for row in made.retention] == [None, None, None]
    assert (made.streak.current, made.streak.longest) == (0, 0)
    assert len(made.forecast) == 30


def test_retention_counts_reviews_after_at_least_a_day():
    log = [
        answer(1, 3, DAY - 50),  # new: says nothing of memory
        answer(2, 1, DAY - 40),
        answer(3, 3, DAY - 40),  # same day
        answer(4, 3, DAY - 20),
        answer(5, 1, DAY - 6, counted=False),  # practice
        answer(6, 2, DAY - 6),
        answer(7, 1, DAY),
        answer(8, None, DAY),
    ]
    made = of(log)
    assert [(row.days, row.reviews, row.recalled) for row in made.retention] == [(7, 2, 1), (30, 3, 2), (None, 4, 2)]
    assert made.retention[0].rate == 0.5
    assert made.answers == 7


def test_the_edge_of_a_window():
    log = [answer(1, 3, DAY - 30), answer(2, 3, DAY - 7), answer(3, 3, DAY - 6)]
    assert [row.reviews for row in of(log).retention] == [1, 2, 2]


def test_a_reset_card_is_new_again_and_undone_answers_are_gone():
    log = [answer(1, 3, DAY - 9), event(2, Kind.RESET, day=DAY - 5), answer(3, 3, DAY - 4)]
    assert [review.since for review in reviews(log)] == [None, None]
    log += [answer(4, 1, DAY), event(5, Kind.VOID, target=f"{4:032d}")]
    assert len(reviews(log)) == 2


def test_reviews_follow_a_renamed_card():
    log = [answer(1, 3, DAY - 3, "old"), answer(2, 1, DAY, "new"), event(3, Kind.ALIAS, "old", to="new")]
    assert [(review.card, review.since) for review in reviews(log)] == [("new", None), ("new", 3)]


def test_forecast_counts_what_is_due_and_puts_the_overdue_today():
    states = {
        name: CardState(name, stability=9.0, decay=0.15, last_day=DAY - 30, reps=1, **more)
        for name, more in {
            "late": {"due_day": DAY - 4}, "today": {"due_day": DAY}, "soon": {"due_day": DAY + 2},
            "far": {"due_day": DAY + 30}, "asleep": {"due_day": DAY, "suspended": True},
            "known": {"due_day": DAY, "known": True}, "buried": {"due_day": DAY, "buried_until": DAY + 2},
        }.items()
    }  # fmt: skip
    made = stats([], states, DAY)
    assert [row.count for row in made.forecast[:4]] == [2, 0, 2, 0]
    assert sum(row.count for row in made.forecast) == 4
    assert made.forecast[0].day == as_date(DAY).isoformat()
    assert (made.cards_met, made.known, made.suspended) == (7, 1, 1)
    final = stats([], states, DAY, interview_day=DAY + 9)
    assert sum(row.count for row in final.forecast) == 5


def test_the_heat_map_counts_decided_answers_a_day():
    log = [answer(1, 3, DAY - 400), answer(2, 3, DAY - 1), answer(3, 1, DAY - 1), answer(4, 3, DAY, counted=False)]
    assert [(row.day, row.count) for row in of(log).heat] == [
        (as_date(DAY - 1).isoformat(), 2),
        (as_date(DAY).isoformat(), 1),
    ]


def test_topics_weakest_first():
    log = [
        *(answer(n, 3, card=f"g{n}") for n in range(4)),
        *(answer(10 + n, 1, card=f"t{n}", topic="trees") for n in range(3)),
        answer(20, 1, card="m", topic="metrics"),
    ]
    cards = {"g9": summary("g9"), "s": summary("s", "svm")}
    made = of(log, summaries=cards).topics
    assert [row.topic for row in made] == ["trees", "metrics", "graphs", "svm"]
    assert [(row.cards, row.met, row.answers, row.right) for row in made] == [
        (3, 3, 3, 0), (1, 1, 1, 0), (5, 4, 4, 4), (1, 0, 0, 0),
    ]  # fmt: skip
    assert made[2].strength == pytest.approx(5 / 6)
    assert made[2].recall == 1.0
    assert made[3].recall is None


def test_named_mistakes_by_how_often_they_were_made():
    log = [
        answer(1, 1, DAY - 3, mistake="log_base"), answer(2, 1, DAY - 1, "b", mistake="log_base"),
        answer(3, 1, DAY, "b", mistake="sign", counted=False), answer(4, 1, DAY, "c", mistake="sign"),
        answer(5, 1, DAY, "c", mistake="log_base"), answer(6, 1, DAY, "d", mistake="slip"),
        event(7, Kind.VOID, "d", target=f"{6:032d}"), answer(8, 1, DAY, "e", mistake="mine"),
        event(9, Kind.OVERRIDE, "e", target=f"{8:032d}", rating=3),
    ]  # fmt: skip
    made = of(log).mistakes
    assert [(row.name, row.count, row.cards) for row in made] == [
        ("log_base", 3, ("a", "b", "c")),
        ("sign", 2, ("b", "c")),
    ]
    assert made[0].last == as_date(DAY).isoformat()


def test_calibration_compares_prediction_with_outcome():
    rng = random.Random(4)
    log, chances = [], [0.3, 0.55, 0.82, 0.97]
    for number in range(4000):
        chance = chances[number % 4]
        card = f"c{number}"
        log.append(answer(2 * number, 3, DAY - 9, card))
        log.append(answer(2 * number + 1, 3 if rng.random() < chance else 1, DAY, card, recall=chance))
    made = of(log)
    assert [row.reviews for row in made.calibration] == [1000] * 4
    for row, chance in zip(made.calibration, chances, strict=True):
        assert row.low < chance <= row.high
        assert row.predicted == pytest.approx(chance)
        assert row.observed == pytest.approx(chance, abs=5 * math.sqrt(chance * (1 - chance) / 1000))
    entropy = [-p * math.log(p) - (1 - p) * math.log(1 - p) for p in chances]
    assert made.log_loss == pytest.approx(sum(entropy) / 4, abs=0.05)


def test_a_prediction_on_the_edge_is_in_the_lower_bin():
    made = calibration([(0.9, True), (0.95, False), (1.0, True), (0.9, False)])
    assert [(row.high, row.reviews, row.observed) for row in made] == [(0.9, 2, 0.5), (0.95, 1, 0.0), (1.0, 1, 1.0)]


def test_log_loss_by_hand():
    assert log_loss([(0.8, True), (0.4, False)]) == pytest.approx(-(math.log(0.8) + math.log(0.6)) / 2)
    assert math.isfinite(log_loss([(1.0, False)]))
    assert log_loss([]) is None


@pytest.mark.parametrize(
    ("days", "current", "longest"),
    [([0], 1, 1), ([-1], 1, 1), ([-2], 0, 1), ([-9, -8, -7, -2, -1, 0], 3, 3), ([-9, -8, -7, -1], 1, 3)],
)
def test_streaks(days, current, longest):
    made = of([answer(n, 3, DAY + day) for n, day in enumerate(days)]).streak
    assert (made.current, made.longest) == (current, longest)


def test_the_predictions_are_those_made_before_each_answer(tmp_path):
    clock = Clock()
    with Store(tmp_path / "h.sqlite3", clock=clock) as store:
        store.record(attempt("a", 3, duration_ms=30_000))
        clock.move(days=5)
        predicted = store.state("a").recall(store.today())
        store.record(attempt("a", 1, duration_ms=90_000))
        store.flag("a")
        made = stats(store.events(), store.states(), store.today())
        assert made.log_loss == pytest.approx(-math.log(1 - predicted))
        assert made.minutes == 2.0
        assert made.flagged == ("a",)
        json.dumps(asdict(made), allow_nan=False)

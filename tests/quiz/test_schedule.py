from collections import Counter
from dataclasses import fields
from datetime import UTC, datetime, timedelta

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.history.event import Rating
from quiz.history.settings import Settings
from quiz.question import Outcome
from quiz.study.schedule import (
    CardState,
    Config,
    Hint,
    answered,
    choose_day,
    current_config,
    due_day,
    fuzz_range,
    rate,
)

CONFIG = current_config(Settings())
DAY = 20_000


@pytest.mark.parametrize(
    ("outcome", "more", "rating"),
    [
        (Outcome.RIGHT, {}, Rating.GOOD),
        (Outcome.WRONG, {}, Rating.AGAIN),
        (Outcome.PARTIAL, {"score": 0.79}, Rating.AGAIN),
        (Outcome.PARTIAL, {"score": 0.8}, Rating.GOOD),
        (Outcome.RIGHT, {"hint": Hint.NUDGE}, Rating.HARD),
        (Outcome.RIGHT, {"hint": Hint.REVEALS}, Rating.AGAIN),
        (Outcome.WRONG, {"hint": Hint.NUDGE}, Rating.AGAIN),
        (Outcome.RIGHT, {"gave_up": True}, Rating.AGAIN),
        (Outcome.INVALID, {"gave_up": True}, Rating.AGAIN),
        (Outcome.INVALID, {}, None),
        (Outcome.UNDETERMINED, {}, None),
        (Outcome.BROKEN, {}, None),
    ],
)
def test_what_an_attempt_tells_the_scheduler(outcome, more, rating):
    assert rate(outcome, **more) is rating


history = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 4)), min_size=1, max_size=12)


@given(history, st.integers(0, 400))
def test_memory_is_py_fsrs_on_noons(steps, later):
    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    moment = datetime(2024, 10, 4, 12, tzinfo=UTC)
    card = fsrs.Card(card_id=9, due=moment)
    state, day = CardState("a"), DAY
    for gap, rating in steps:
        day, moment = day + gap, moment + timedelta(days=gap)
        card, _ = scheduler.review_card(card, fsrs.Rating(rating), moment)
        state, low, high = answered(state, rating, day, CONFIG)
        assert (state.stability, state.difficulty) == (card.stability, card.difficulty)
        assert low <= day + (card.due - moment).days <= high
    assert state.recall(day + later) == pytest.approx(
        scheduler.get_card_retrievability(card, moment + timedelta(days=later)), rel=1e-12
    )
    assert state.reps == len(steps)
    assert state.lapses == sum(rating == 1 for _, rating in steps[1:])


def test_the_range_is_the_one_py_fsrs_draws_from(monkeypatch):
    for interval in [1, 2, 3, 5, 7, 8, 19, 20, 21, 60, 365, 3650, 36_500]:
        drawn = set()
        for roll in (0.0, 0.25, 0.5, 0.75, 1 - 1e-9):
            monkeypatch.setattr(fsrs.scheduler, "random", lambda roll=roll: roll)
            drawn.add(fsrs.Scheduler()._get_fuzzed_interval(interval=timedelta(days=interval)).days)
        low, high = fuzz_range(interval, 36_500)
        # py-fsrs rounds a draw from [low, high + 1), which is why its last day can be one past its own range.
        assert low == min(drawn)
        assert high <= max(drawn) <= high + 1
        assert low <= interval <= high


def test_a_second_answer_on_one_day_is_no_day_later():
    first, *_ = answered(CardState("a"), 1, DAY, CONFIG)
    again, *_ = answered(first, 3, DAY, CONFIG)
    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    expected = scheduler._short_term_stability(stability=first.stability, rating=fsrs.Rating.Good)
    assert again.stability == expected
    assert again.recall(DAY) == 1.0


def test_a_clock_that_steps_back_over_the_rollover_is_the_same_day():
    first, *_ = answered(CardState("a"), 3, DAY, CONFIG)
    back, low, _ = answered(first, 3, DAY - 1, CONFIG)
    assert back.last_day == DAY
    assert low > DAY


def test_the_day_is_the_lightest_and_ties_go_by_the_hash():
    loads = dict.fromkeys(range(30, 37), 5) | {33: 2, 35: 2}
    chosen = {choose_day(f"card-{n}", 4, 30, 36, loads) for n in range(60)}
    assert chosen == {33, 35}
    free = Counter(choose_day(f"card-{n}", 4, 30, 36, {}) for n in range(700))
    assert set(free) == set(range(30, 37))
    assert max(free.values()) < 2 * min(free.values())
    assert choose_day("a", 4, 30, 36, {}) == choose_day("a", 4, 30, 36, {})
    assert len({choose_day("a", reps, 30, 36, {}) for reps in range(30)}) > 1


def test_due_days_come_before_the_interview_in_its_last_week():
    interview = DAY + 40
    days = Counter()
    for number in range(1400):
        state = CardState(f"card-{number}", stability=100.0, last_day=DAY, due_day=DAY + 90)
        days[due_day(state, interview, DAY)] += 1
    assert set(days) == set(range(interview - 7, interview))
    assert max(days.values()) < 2 * min(days.values())


@pytest.mark.parametrize(
    ("last", "due", "today"),
    [
        (DAY, DAY + 20, DAY + 1),  # due before the interview anyway
        (DAY + 33, DAY + 90, DAY + 33),  # seen in the last week: another look would be useless
        (DAY, DAY + 90, DAY + 40),  # the interview is over
        (None, DAY + 90, DAY),  # never answered, put off by hand
    ],
)
def test_the_interview_leaves_a_due_day_alone(last, due, today):
    assert due_day(CardState("a", last_day=last, due_day=due), DAY + 40, today) == due
    assert due_day(CardState("a", last_day=last, due_day=due), None, today) == due


def test_a_config_is_named_by_its_content_and_checked():
    assert Config.from_json(CONFIG.to_json()) == CONFIG
    other = Config(CONFIG.weights, 0.85)
    assert other.config_id != CONFIG.config_id == Config(tuple(CONFIG.weights)).config_id
    for change in [
        {"weights": [1.0] * 20},
        {"weights": [-1.0] * 21},
        {"weights": None},
        {"weights": ["x"] * 21},
        {"desired_retention": 1.0},
        {"maximum_interval": 0},
        {"algorithm": "fsrs-7"},
    ]:
        with pytest.raises(ValueError, match=r"\w"):
            Config.from_json(CONFIG.to_json() | change)
    with pytest.raises(ValueError, match="desired_retention"):
        Config.from_json({"weights": list(CONFIG.weights)})


def test_retention_and_weights_change_the_interval():
    def interval(config):
        return answered(CardState("a"), 3, DAY, config)[1]

    often = Config(CONFIG.weights, 0.97)
    assert interval(often) < interval(CONFIG) < interval(Config(CONFIG.weights, 0.8))
    capped = Config(CONFIG.weights, 0.7, maximum_interval=3)
    state = CardState("a")
    for day in range(5):
        state, low, high = answered(state, 4, DAY + 3 * day, capped)
        assert low <= high <= DAY + 3 * day + 3


def test_sleep():
    assert CardState("a", suspended=True).asleep(5)
    assert CardState("a", known=True).asleep(5)
    assert CardState("a", buried_until=6).asleep(5)
    assert not CardState("a", buried_until=6).asleep(6)
    assert not CardState("a").asleep(5)
    assert CardState("a").recall(5) is None
    assert {item.name for item in fields(CardState)} > {"rev", "fingerprint", "last_event_id"}

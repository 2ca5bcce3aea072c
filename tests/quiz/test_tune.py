import math
import random
import sys

import fsrs_rs_python
import pytest

from quiz.history.settings import Settings
from quiz.history.store import Store
from quiz.study.schedule import CardState, Config, answered, current_config
from quiz.study.stats import log_loss
from quiz.study.tune import TooFewReviews, TuneMissing, adopt, fit, tune
from tests.quiz.learner import attempt, event

PUBLISHED = current_config(Settings())
# Less stability from the first answer and much less growth from each later one.
FORGETFUL = Config((0.1, 0.3, 0.6, 2.0, *PUBLISHED.weights[4:8], 0.8, *PUBLISHED.weights[9:]))


def lived(truth, cards=120, answers=9, seed=3):
    """Return the log of a learner whose memory is FSRS with other weights, asked by the published schedule."""
    rng = random.Random(seed)
    log = []
    for card in range(cards):
        memory = scheduled = CardState("")
        day = 19_000 + rng.randrange(200)
        for _ in range(answers):
            recall = memory.recall(day)
            rating = rng.choice([1, 3]) if recall is None else 3 if rng.random() < recall else 1
            log.append((day, card, rating))
            memory, *_ = answered(memory, rating, day, truth)
            scheduled, low, high = answered(scheduled, rating, day, PUBLISHED)
            day = rng.randint(low, high)
    return [
        event(n, "attempt", f"card-{card}", day=day, rating=rating, presentation=str(n))
        for n, (day, card, rating) in enumerate(sorted(log))
    ]


def test_a_fit_predicts_unseen_reviews_of_this_learner_better():
    tuning = fit(lived(FORGETFUL), PUBLISHED, fsrs_rs_python)
    assert tuning.better
    assert tuning.loss_after < tuning.loss_before - 0.02
    assert tuning.trained_on > 3 * tuning.tested_on > 100
    Config.from_json(Config(tuning.weights).to_json())

    def error(rows):
        return sum(row.reviews * abs(row.predicted - row.observed) for row in rows) / sum(row.reviews for row in rows)

    assert error(tuning.calibration_after) < error(tuning.calibration_before)
    assert sum(row.reviews for row in tuning.calibration_before) == tuning.tested_on


def test_the_losses_are_those_of_the_optimisers_own_evaluation():
    log = lived(FORGETFUL, cards=40)
    tuning = fit(log, PUBLISHED, fsrs_rs_python)
    days = {}
    for item in log:
        days.setdefault(item.card, []).append((item.study_day, item.payload["rating"]))
    later = [
        day
        for history in days.values()
        for (day, _), (last, _) in zip(history[1:], history, strict=False)
        if day > last
    ]
    split = sorted(later)[int(0.8 * len(later))]
    items = []
    for history in days.values():
        steps = [
            fsrs_rs_python.FSRSReview(rating, 0 if n == 0 else day - history[n - 1][0])
            for n, (day, rating) in enumerate(history)
        ]
        items += [
            fsrs_rs_python.FSRSItem(steps[: n + 1])
            for n, (day, _) in enumerate(history)
            if n and day > history[n - 1][0] and day >= split
        ]
    assert len(items) == tuning.tested_on
    model = fsrs_rs_python.FSRS(list(PUBLISHED.weights))
    theirs = [model.evaluate([item]).log_loss for item in items]  # of several at once it weights the recent ones more
    assert tuning.loss_before == pytest.approx(sum(theirs) / len(theirs), rel=1e-5)


def test_a_learner_like_the_published_one_gains_nothing_to_speak_of():
    tuning = fit(lived(PUBLISHED), PUBLISHED, fsrs_rs_python)
    assert tuning.loss_after > tuning.loss_before - 0.02
    assert math.isfinite(tuning.loss_after)
    assert log_loss([]) is None


def test_too_short_a_log():
    with pytest.raises(TooFewReviews, match="needs 100"):
        fit(lived(PUBLISHED, cards=5), PUBLISHED, fsrs_rs_python)


def test_adopted_weights_hold_from_the_next_answer_on(tmp_path):
    with Store(tmp_path / "h.sqlite3") as store:
        store.absorb(lived(FORGETFUL))
        old = store.record(attempt("old"))
        before = store.states()
        tuning = tune(store)
        assert store.states() == before
        adopt(store, tuning)
        store.rebuild()
        assert store.states() == before
        new = store.record(attempt("new"))
        assert store.configs()[new.after.config_id].weights == tuning.weights
        assert new.after.stability == tuning.weights[2] != old.after.stability == PUBLISHED.weights[2]


def test_without_the_optimiser_it_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    with Store(tmp_path / "h.sqlite3") as store, pytest.raises(TuneMissing, match=r"pip install 'kernelcards\[tune\]'"):
        tune(store)

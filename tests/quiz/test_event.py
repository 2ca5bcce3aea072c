import json
import math

import numpy as np
import pytest

from quiz.history.event import Attempt, Event, Kind, plain, standing, variant_key, voided
from quiz.question import Outcome, Question, Verdict
from tests.quiz.learner import event


def ids(rows):
    return [int(row.event.event_id) for row in rows]


def decided(events):
    return [(int(row.event.event_id), row.rating) for row in standing(events) if row.decides]


def try_(number, rating=1, presentation="p", **rest):
    return event(number, Kind.ATTEMPT, rating=rating, presentation=presentation, **rest)


def amend(number, kind, target, **rest):
    return event(number, kind, target=f"{target:032d}", **rest)


def test_a_void_takes_back_and_a_void_of_it_brings_back():
    log = [event(1, Kind.SUSPEND), amend(2, Kind.VOID, 1)]
    assert ids(standing(log)) == []
    log.append(amend(3, Kind.VOID, 2))
    assert ids(standing(log)) == [1]
    log.append(amend(4, Kind.VOID, 3))
    assert ids(standing(log)) == []


def test_a_long_chain_of_undo_and_redo():
    log = [event(1, Kind.SUSPEND), *(amend(n, Kind.VOID, n - 1) for n in range(2, 3001))]
    assert (f"{1:032d}" in voided(log)) is True  # 2,999 voids: odd
    assert (f"{1:032d}" in voided(log[:-1])) is False


def test_voids_may_come_in_any_order_and_rings_end():
    late = [amend(1, Kind.VOID, 2), event(2, Kind.SUSPEND)]
    assert ids(standing(late)) == []
    ring = [amend(1, Kind.VOID, 2), amend(2, Kind.VOID, 1), amend(3, Kind.VOID, 3), event(4, Kind.NOTE)]
    assert ids(standing(ring)) == [4]
    assert voided(ring) == voided(ring[::-1])


def test_the_first_graded_attempt_of_a_presentation_decides():
    log = [try_(1, None), try_(2, 1), try_(3, 3), try_(4, 4, presentation="q")]
    assert decided(log) == [(2, 1), (4, 4)]
    assert decided(log[::-1]) == [(2, 1), (4, 4)]


def test_undoing_the_deciding_attempt_takes_the_presentation_back():
    log = [try_(1, 1), try_(2, 3), amend(3, Kind.VOID, 1)]
    assert decided(log) == []
    assert ids(standing(log)) == []


def test_undoing_a_later_attempt_leaves_the_first():
    assert decided([try_(1, 1), try_(2, 3), amend(3, Kind.VOID, 2)]) == [(1, 1)]


def test_a_typo_lets_the_next_attempt_decide():
    log = [try_(1, 1), amend(2, Kind.TYPO, 1), try_(3, 3)]
    assert decided(log) == [(3, 3)]
    assert decided([*log, amend(4, Kind.VOID, 2)]) == [(1, 1)]


def test_an_override_replaces_the_rating_and_can_be_undone():
    log = [try_(1, 1), amend(2, Kind.OVERRIDE, 1, rating=3)]
    assert decided(log) == [(1, 3)]
    assert decided([*log, amend(3, Kind.OVERRIDE, 1, rating=4)]) == [(1, 4)]
    assert decided([*log, amend(3, Kind.VOID, 2)]) == [(1, 1)]


def test_an_override_grades_what_the_grader_could_not():
    assert decided([try_(1, None), try_(2, 1), amend(3, Kind.OVERRIDE, 1, rating=3)]) == [(1, 3)]


@pytest.mark.parametrize("rating", [0, 5, True, "3", 2.0, [1]])
def test_a_rating_that_is_none_counts_for_nothing(rating):
    assert decided([try_(1, rating)]) == []
    assert decided([try_(1, 1), amend(2, Kind.OVERRIDE, 1, rating=rating)]) == [(1, 1)]


def test_a_line_of_json_comes_back_the_same():
    before = event(7, Kind.ATTEMPT, rating=3, params={"p": [0.1, 0.2]}, answer="½ ≈ 0.5\n")
    line = before.to_json()
    assert "\n" not in line
    assert Event.from_json(line) == before
    assert Event.from_json(line).to_json() == line


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"at_ms": "1"}, "at_ms"),
        ({"at_ms": 2**70}, "out of range"),
        ({"study_day": -3}, "out of range"),
        ({"study_day": True}, "study_day"),
        ({"payload": []}, "payload"),
        ({"card": 3}, "card"),
        ({"more": 1}, "fields"),
    ],
)
def test_a_line_of_another_make_is_refused(change, message):
    line = json.dumps(json.loads(event(1, Kind.NOTE).to_json()) | change)
    with pytest.raises(ValueError, match=message):
        Event.from_json(line)


def test_plain_makes_json_of_anything_an_answer_can_be():
    value = {
        "array": np.arange(4.0).reshape(2, 2), "scalar": np.float64(0.5), "flag": np.bool_(True), "set": {2, 1},
        "nan": math.nan, "inf": np.array([np.inf]), 3: (1, None), "outcome": Outcome.RIGHT, "half": "\udcff",
    }  # fmt: skip
    assert plain(value) == {
        "array": [[0.0, 1.0], [2.0, 3.0]], "scalar": 0.5, "flag": True, "set": [1, 2], "nan": "nan", "inf": ["inf"],
        "3": [1, None], "outcome": "right", "half": "\\udcff",
    }  # fmt: skip
    json.dumps(plain(value), allow_nan=False).encode()


def test_an_attempt_takes_over_what_question_and_verdict_know():
    question = Question("a", "graphs", "easy", "number", 5, "f", {"n": 3}, "prompt", "form")
    verdict = Verdict(Outcome.WRONG, 0.0, mistake="stack_for_queue", parsed=[1, 2])
    made = Attempt.of(question, verdict, "shown", expected=np.array([2, 1]), rev=2)
    payload = made.payload()
    assert payload["params"] == {"n": 3}
    assert payload["expected"] == [2, 1]
    assert (payload["mistake"], payload["parsed"], payload["rev"]) == ("stack_for_queue", [1, 2], 2)
    assert payload["variant_key"] == variant_key({"n": 3}, [2, 1]) != variant_key({"n": 4}, [2, 1])

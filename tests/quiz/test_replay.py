import random
from dataclasses import replace

import pytest

from quiz.history.event import Kind
from quiz.history.replay import canonical, read_aliases, read_configs, replay, replay_card
from quiz.history.settings import Settings
from quiz.study.schedule import CardState, Config, answered, choose_day, current_config
from tests.quiz.learner import event

CONFIG = current_config(Settings())


def answer(number, rating=3, day=20_000, card="a", **rest):
    return event(number, Kind.ATTEMPT, card, day=day, rating=rating, presentation=str(number), **rest)


def test_a_replay_folds_the_answers():
    log = [answer(1), answer(2, 1, 20_004), answer(3, 3, 20_004)]
    state = CardState("a")
    for rating, day in [(3, 20_000), (1, 20_004), (3, 20_004)]:
        state, low, high = answered(state, rating, day, CONFIG)
    after = replay_card("a", log, {})
    assert (after.stability, after.difficulty, after.reps, after.lapses) == (state.stability, state.difficulty, 3, 1)
    assert after.due_day == choose_day("a", 3, low, high, {})
    assert after.last_event_id == log[-1].event_id


def test_order_of_arrival_does_not_matter():
    rng = random.Random(3)
    log = [answer(n, rng.choice([1, 3, 4]), 20_000 + n, card=f"c{n % 5}") for n in range(200)]
    log += [event(300 + n, Kind.VOID, f"c{n % 5}", target=f"{n:032d}") for n in range(0, 60, 7)]
    expected = replay(log)
    for _ in range(3):
        rng.shuffle(log)
        assert replay(log) == expected


def test_the_logged_day_is_taken_while_it_lies_in_the_range():
    log = [answer(1, 4), answer(2, 4, 20_008)]
    _, low, high = answered(replay_card("a", log[:1], {}), 4, 20_008, CONFIG)
    assert high > low
    for day in (low, high):
        chosen = [log[0], replace(log[1], payload=log[1].payload | {"due_day": day})]
        assert replay_card("a", chosen, {}).due_day == day
    outside = [log[0], replace(log[1], payload=log[1].payload | {"due_day": high + 1})]
    assert replay_card("a", outside, {}).due_day == choose_day("a", 2, low, high, {})


def test_practice_moves_nothing():
    log = [answer(1), answer(2, 1, 20_003, counted=False)]
    assert replay_card("a", log, {}) == replay_card("a", log[:1], {})


def test_each_answer_goes_by_its_own_parameters_or_all_by_the_present_ones():
    often = Config(CONFIG.weights, 0.97)
    named = answer(1, config_id=often.config_id)
    configs = read_configs([event(0, Kind.CONFIG, None, **often.to_json())])
    assert configs == {often.config_id: often}
    as_it_was = replay([named], configs)["a"]
    as_of_now = replay([named], configs, now=CONFIG)["a"]
    assert as_it_was.config_id == often.config_id
    assert as_of_now.config_id == CONFIG.config_id
    assert as_it_was.due_day < as_of_now.due_day
    assert read_configs([event(0, Kind.CONFIG, None, weights=[])]) == {}


@pytest.mark.parametrize(
    ("kind", "payload", "expected"),
    [
        (Kind.SUSPEND, {}, {"suspended": True}),
        (Kind.KNOWN, {}, {"known": True}),
        (Kind.FLAG, {"reason": "key"}, {"flagged": True}),
        (Kind.BURY, {"until_day": 20_001}, {"buried_until": 20_001}),
        (Kind.MANUAL_DUE, {"due_day": 20_050}, {"due_day": 20_050}),
        (Kind.MANUAL_DUE, {"due_day": -1}, {}),
        (Kind.BURY, {}, {}),
        (Kind.NOTE, {"text": "x"}, {}),
        ("of-a-newer-version", {}, {}),
    ],
)
def test_what_each_event_does(kind, payload, expected):
    before = replay_card("a", [answer(1)], {})
    after = replay_card("a", [answer(1), event(2, kind, **payload)], {})
    touched = {"last_event_id": f"{2:032d}"} if expected else {}
    assert after == replace(before, **expected, **touched)


def test_resume_and_reset():
    log = [answer(1), event(2, Kind.SUSPEND), event(3, Kind.KNOWN), event(4, Kind.BURY, until_day=20_009)]
    woken = replay_card("a", [*log, event(5, Kind.RESUME)], {})
    assert not woken.asleep(20_000)
    assert woken.reps == 1
    fresh = replay_card("a", [*log, event(5, Kind.RESET)], {})
    assert fresh.is_new
    assert (fresh.reps, fresh.first_day, fresh.due_day, fresh.known) == (0, None, None, False)
    assert fresh.suspended
    relearnt = replay_card("a", [answer(1, 1), event(2, Kind.RESET), answer(3)], {})
    assert relearnt.stability == replay_card("a", [answer(3)], {}).stability


def test_a_new_rev_is_noted_on_the_day_it_is_answered():
    log = [answer(1, rev=1, fingerprint="f"), answer(2, 3, 20_003, rev=2, fingerprint="g")]
    assert replay_card("a", log[:1], {}).rev_day is None
    after = replay_card("a", log, {})
    assert (after.rev, after.rev_day, after.fingerprint) == (2, 20_003, "g")
    assert replay_card("a", [*log, answer(3, 3, 20_009, rev=1)], {}).rev == 2


def test_an_imported_review_counts():
    after = replay_card("a", [event(1, Kind.IMPORT, rating=3, source="anki")], {})
    assert after.stability == replay_card("a", [answer(1)], {}).stability
    assert replay_card("a", [event(1, Kind.IMPORT, rating=9)], {}).is_new


def rename(number, old, new):
    return event(number, Kind.ALIAS, old, to=new)


def test_a_renamed_card_keeps_its_history():
    log = [answer(1, card="old"), answer(2, 3, 20_003, card="new"), rename(3, "old", "new")]
    states = replay(log)
    assert set(states) == {"new"}
    assert states["new"].reps == 2


def test_renames_chain_revert_and_never_ring():
    chain = [rename(1, "a", "b"), rename(2, "b", "c")]
    assert canonical("a", read_aliases(chain)) == "c"
    back = [rename(1, "a", "b"), rename(2, "b", "a")]
    assert canonical("b", read_aliases(back)) == "a"
    assert canonical("a", read_aliases(back)) == "a"
    ring = [rename(1, "a", "b"), rename(2, "b", "c"), rename(3, "c", "a"), rename(4, "a", "a")]
    aliases = read_aliases(ring)
    assert {canonical(card, aliases) for card in "abc"} == {"a"}
    assert read_aliases(ring[::-1]) == aliases

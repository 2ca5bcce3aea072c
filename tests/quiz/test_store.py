import sqlite3
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta, timezone

import pytest

from quiz.history.event import Kind, Rating
from quiz.history.replay import replay
from quiz.history.settings import Settings
from quiz.history.store import HistoryError, Store, history_path
from quiz.study.schedule import CardState, answered, choose_day, current_config
from tests.quiz.learner import Clock, attempt, study


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    with Store(history_path(tmp_path / "home"), clock=clock) as store:
        yield store
        assert replay(store.events()) == store.states()


def test_an_answer_is_kept_with_all_that_is_known_of_it(store, clock):
    session = store.begin_session("review", minutes=20)
    clock.move(seconds=5)
    done = store.record(
        attempt(params={"n": 3}, expected=[1.5], seed=7, fingerprint="f", rev=2, mistake="m", duration_ms=900),
        session,
    )
    event = store.event(done.event_id)
    assert (event.kind, event.card, event.session, event.tz) == (Kind.ATTEMPT, "a", session, "+00:00")
    assert 0 <= event.at_ms - clock.moment.timestamp() * 1000 <= 1  # the parameters it names come first
    assert event.study_day == store.today()
    payload = event.payload
    assert (payload["params"], payload["expected"], payload["seed"]) == ({"n": 3}, [1.5], 7)
    assert payload["due_day"] == done.after.due_day
    assert payload["recall"] is None
    assert done.before is None
    assert (done.after.reps, done.after.rev, done.after.fingerprint) == (1, 2, "f")
    assert store.configs()[payload["config_id"]].desired_retention == 0.9
    clock.move(days=4)
    again = store.record(attempt())
    assert again.before == done.after
    assert store.event(again.event_id).payload["recall"] == done.after.recall(store.today())
    store.end_session(session, answers=2)
    assert store.sessions_on(store.today() - 4) == 1
    assert store.sessions_on(store.today()) == 0


def test_ids_sort_by_time_and_events_of_one_instant_keep_their_order(store):
    ids = [store.record(attempt()).event_id for _ in range(5)]
    assert ids == sorted(ids)
    assert [event.event_id for event in store.events(kinds=[Kind.ATTEMPT])] == ids


def test_events_of_one_transaction_keep_their_order(store):
    changes = {"minutes": 9, "topics": ("x",), "new_per_day": 3, "rollover_hour": 2, "maximum_interval": 99}
    store.set(**changes)
    store.set(**dict(reversed(changes.items())))
    names = [event.payload["name"] for event in store.events(kinds=[Kind.SETTING])]
    assert names == [*changes, *reversed(changes)]


def test_a_clock_set_back_a_little_keeps_the_order_and_a_lot_is_believed(store, clock):
    first = store.record(attempt("a", 1))
    clock.move(seconds=-30)
    second = store.record(attempt("a", 3))
    assert store.event(second.event_id).at_ms == store.event(first.event_id).at_ms + 1
    clock.move(days=-400)
    assert store.event(store.record(attempt("a", 3)).event_id).study_day == store.today()


def test_only_graded_and_counted_answers_move_the_card(store):
    assert store.record(attempt("a", None)).after.is_new
    assert store.record(attempt("a", 3, counted=False, mode="drill")).after.is_new
    shown = store.new_id()
    first = store.record(attempt("a", 1, shown))
    second = store.record(attempt("a", 3, shown))
    assert second.after == first.after
    assert len(store.events(card="a")) == 4


def test_due_days_are_spread_over_the_range(store, clock):
    due = []
    for number in range(70):
        card = f"c{number}"
        store.record(attempt(card, 4))
        due.append(store.state(card).due_day)
    days = {day: due.count(day) for day in set(due)}
    assert len(days) > 2
    assert max(days.values()) - min(days.values()) <= 1


@pytest.mark.parametrize("asleep", [True, False])
def test_only_cards_that_will_be_asked_are_a_load(store, asleep):
    config = current_config(store.settings())
    after, low, high = answered(CardState("z"), 4, store.today(), config)
    free = choose_day("z", after.reps, low, high, {})
    assert low < high
    for number in range(3):
        store.set_due(f"other-{number}", free)
        if asleep:
            (store.suspend if number else store.known)(f"other-{number}")
    assert (store.record(attempt("z", 4)).after.due_day == free) == asleep


def test_what_a_learner_does_to_a_card(store):
    store.record(attempt())
    assert store.suspend("a").suspended
    assert store.known("a").known
    assert not store.resume("a").asleep(store.today())
    assert store.bury("a").buried_until == store.today() + 1
    assert store.flag("a", "the key is wrong", token="a#7").flagged
    assert store.note("a", "see CLRS").reps == 1
    assert store.set_due("a", store.today() + 9).due_day == store.today() + 9
    assert store.reset("a").is_new
    assert store.events(kinds=[Kind.FLAG])[0].payload == {"reason": "the key is wrong", "token": "a#7"}
    with pytest.raises(ValueError, match="study day"):
        store.set_due("a", -5)


def test_undo_goes_back_to_the_beginning_and_redo_to_the_end(store):
    seen = [store.states()]
    store.record(attempt("a", 1))
    seen.append(store.states())
    store.suspend("a")
    seen.append(store.states())
    store.record(attempt("b", 3))
    seen.append(store.states())
    for expected in reversed(seen[:-1]):
        assert store.undo() is not None
        assert _known(store.states()) == _known(expected)
    assert store.undo() is None
    for expected in seen[1:]:
        assert store.redo() is not None
        assert _known(store.states()) == _known(expected)
    assert store.redo() is None


def _known(states):
    return {card: state for card, state in states.items() if state != CardState(card)}


def test_undo_of_an_earlier_session_and_by_id(tmp_path, clock):
    path = tmp_path / "h.sqlite3"
    with Store(path, clock=clock) as store:
        first = store.record(attempt("a", 1))
        store.record(attempt("b", 3))
    clock.move(days=3)
    with Store(path, clock=clock) as store:
        assert store.undo().card == "b"
        store.void(first.event_id)
        assert all(state.is_new for state in store.states().values())
        with pytest.raises(ValueError, match="already undone"):
            store.void(first.event_id)
        with pytest.raises(KeyError):
            store.void("no such event")
        with pytest.raises(ValueError, match="not undone"):
            store.void(store.events(kinds=[Kind.DEVICE])[0].event_id)


def test_undo_takes_the_answer_that_decided(store):
    shown = store.new_id()
    first = store.record(attempt("a", 1, shown))
    store.record(attempt("a", 3, shown))
    store.record(attempt("a", None))
    assert store.undo().event_id == first.event_id
    assert store.state("a").is_new


def test_nothing_is_redone_after_something_new(store):
    store.record(attempt("a", 1))
    store.undo()
    store.record(attempt("b", 3))
    assert store.redo() is None
    assert store.state("a").is_new


def test_a_typo_is_entered_anew_once(store):
    shown = store.new_id()
    slip = store.record(attempt("a", 1, shown))
    assert store.typo(slip.event_id).is_new
    again = store.record(attempt("a", 3, shown))
    assert (again.after.reps, again.after.last_rating) == (1, 3)
    with pytest.raises(ValueError, match="once"):
        store.typo(again.event_id)
    assert store.undo().event_id == again.event_id
    assert store.undo().kind == Kind.TYPO
    assert store.state("a").last_rating == 1


def test_an_override_rates_anew_and_undo_takes_it_back(store):
    done = store.record(attempt("a", 1))
    assert store.override(done.event_id).last_rating == Rating.GOOD
    assert store.undo().kind == Kind.OVERRIDE
    assert store.state("a") == done.after
    unread = store.record(attempt("b", None))
    assert store.override(unread.event_id, Rating.HARD).last_rating == 2
    with pytest.raises(ValueError, match="not an attempt"):
        store.override(store.events(kinds=[Kind.OVERRIDE])[0].event_id)


def test_settings_are_events_and_survive(tmp_path, clock):
    path = tmp_path / "h.sqlite3"
    with Store(path, clock=clock) as store:
        assert store.first_run
        assert store.settings() == Settings()
        store.set(interview_day=20_800, topics=("graphs",), minutes=35)
        store.set(minutes=15, desired_retention=0.95)
        assert not store.first_run
    with Store(path, clock=clock) as store:
        assert store.settings() == Settings(20_800, ("graphs",), 15, 0.95)
        for name, value in [
            ("minutes", 0),
            ("minutes", True),
            ("topics", "graphs"),
            ("desired_retention", 1.0),
            ("rollover_hour", 24),
            ("interview_day", -1),
            ("weights", [1.0]),
            ("weights", [-1.0] * 21),
            ("nonsense", 1),
        ]:
            with pytest.raises(ValueError, match=r"\w"):
                store.set(new_per_day=3, **{name: value})
        assert store.settings().new_per_day == 8
        day = store.record(attempt("a")).after
        assert store.configs()[day.config_id].desired_retention == 0.95


def test_the_day_turns_at_the_set_hour(store, clock):
    clock.moment = datetime(2026, 5, 2, 2, tzinfo=timezone(timedelta(hours=2)))
    before = store.today()
    store.set(rollover_hour=1)
    assert store.today() == before + 1
    done = store.record(attempt())
    assert store.event(done.event_id).study_day == before + 1
    assert store.event(done.event_id).tz == "+02:00"


def test_the_log_cannot_be_edited(store):
    store.record(attempt())
    with sqlite3.connect(store.path) as db:
        for statement in ("UPDATE event SET at_ms = 0", "DELETE FROM event"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(statement)
    db.close()


def test_the_cache_has_a_column_for_every_field(store):
    db = sqlite3.connect(store.path)
    columns = [row[1] for row in db.execute("PRAGMA table_info(card_state)")]
    db.close()
    assert columns == [item.name for item in fields(CardState)]


def test_an_answer_with_odd_text_is_kept(store):
    done = store.record(attempt(answer="\udce9 \x00 ½", parsed=float("nan")))
    assert store.event(done.event_id).payload["answer"] == "\\udce9 \x00 ½"
    assert store.event(done.event_id).payload["parsed"] == "nan"


def test_rebuild_gives_what_was_there(tmp_path):
    path = tmp_path / "h.sqlite3"
    study(path, 150)
    with Store(path) as store:
        before = store.states()
        assert before
        store.rebuild()
        assert store.states() == before == replay(store.events())
        assert any(asdict(state)["suspended"] for state in before.values())


def test_a_closed_or_foreign_statement_is_explained(tmp_path):
    store = Store(tmp_path / "h.sqlite3")
    store.close()
    with pytest.raises(HistoryError, match=r"h\.sqlite3"):
        store.states()


def test_the_machine_clock_is_the_default(tmp_path):
    with Store(tmp_path / "h.sqlite3") as store:
        at = store.event(store.record(attempt()).event_id).at_ms / 1000
        assert abs(at - datetime.now(UTC).timestamp()) < 60

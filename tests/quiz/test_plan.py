from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.history.settings import Settings
from quiz.study.plan import CHANGED_PER_DAY, Item, Reason, apart, drill, next_due, placement, plan, requeue
from quiz.study.schedule import CardState
from tests.quiz.learner import summary

DAY = 20_000


def deck(*cards):
    return {card.id: card for card in cards}


def met(card, *, stability=10.0, ago=10, due=0, **rest):
    return CardState(
        card, stability=stability, difficulty=5.0, decay=0.15, last_day=DAY - ago, due_day=DAY + due, reps=1,
        first_day=DAY - ago, fingerprint="f", last_rating=rest.pop("last_rating", 3), **rest,
    )  # fmt: skip


def ask(cards, states=(), settings=None, today=DAY, **rest):
    states = {state.card: state for state in states}
    return plan(cards, states, settings or Settings(), today, **rest)


def asked(made):
    return [item.card for item in made.items]


def test_due_cards_come_by_lowest_recall_and_then_new_ones():
    cards = deck(*(summary(card) for card in "abcde"))
    made = ask(cards, [met("a", stability=50), met("b", stability=2), met("c", stability=9, due=1), met("d", ago=40)])
    assert asked(made) == ["b", "d", "a", "e"]
    assert [item.reason for item in made.items] == [Reason.DUE] * 3 + [Reason.NEW]
    recalls = [item.recall for item in made.items[:3]]
    assert recalls == sorted(recalls)
    assert made.items[3].recall is None
    assert (made.due, made.new) == (3, 1)


def test_what_the_learner_set_aside_is_not_asked():
    cards = deck(*(summary(card) for card in "abcdef"))
    states = [
        met("a", suspended=True), met("b", known=True), met("c", buried_until=DAY + 1), met("d", buried_until=DAY),
        CardState("e", suspended=True),
    ]  # fmt: skip
    assert asked(ask(cards, states)) == ["d", "f"]


def test_a_day_set_by_hand_holds_for_new_cards_too():
    cards = deck(summary("a"), summary("b"))
    states = [CardState("a", due_day=DAY + 3), CardState("b", due_day=DAY)]
    made = ask(cards, states)
    assert [(item.card, item.reason) for item in made.items] == [("b", Reason.DUE)]


def test_at_most_eight_new_cards_a_day_over_all_sessions():
    cards = deck(*(summary(f"c{n}") for n in range(30)))
    assert ask(cards).new == 8
    started = [met(f"c{n}", ago=0, due=3) for n in range(5)]
    assert ask(cards, started).new == 3
    assert ask(cards, [replace(state, first_day=DAY - 1) for state in started]).new == 8
    assert ask(cards, settings=Settings(new_per_day=2)).new == 2


def test_only_the_chosen_topics():
    cards = deck(summary("a", "graphs"), summary("b", "trees"), summary("c", "trees"))
    assert asked(ask(cards, [met("b")], Settings(topics=("trees",)))) == ["b", "c"]


def test_a_changed_card_is_asked_early_five_a_day():
    cards = deck(*(summary(f"c{n}", rev=2) for n in range(9)))
    states = [met(f"c{n}", stability=10 + n, ago=5, due=50) for n in range(9)]
    made = ask(cards, states)
    assert [item.reason for item in made.items] == [Reason.CHANGED] * CHANGED_PER_DAY
    assert asked(made) == [f"c{n}" for n in range(5)]
    done = [replace(state, rev=2, rev_day=DAY) for state in states[:3]] + states[3:]
    assert ask(cards, done).changed == 2
    assert ask(cards, states).edited == 0


def test_a_card_edited_without_a_new_rev_keeps_its_schedule_and_is_counted():
    cards = deck(summary("a", fingerprint="g"), summary("b"), summary("c", fingerprint="g"))
    made = ask(cards, [met("a", due=9), met("b", due=9)])
    assert asked(made) == ["c"]
    assert made.edited == 1


def test_the_backlog_is_what_does_not_fit_and_shows_once_a_day():
    cards = deck(*(summary(f"c{n}") for n in range(30)))
    states = [met(f"c{n}") for n in range(30)]
    made = ask(cards, states, Settings(minutes=20), seconds_per_card=120.0)
    assert (made.due, made.backlog, made.show_backlog, made.minutes) == (30, 20, True, 60.0)
    assert not ask(cards, states, Settings(minutes=20), seconds_per_card=120.0, sessions_today=1).show_backlog
    assert ask(cards, states, Settings(minutes=60)).backlog == 0


def test_before_the_interview_cards_come_once_more():
    cards = deck(*(summary(f"c{n}") for n in range(70)))
    states = [met(f"c{n}", ago=30, due=60, stability=90) for n in range(70)]
    settings = Settings(interview_day=DAY + 7)
    shown = Counter()
    for today in range(DAY, DAY + 7):
        for item in ask(cards, states, settings, today).items:
            assert item.reason is Reason.FINAL
            shown[item.card] += 1
            index = int(item.card[1:])
            states[index] = replace(states[index], last_day=today, due_day=today + 90)
    assert set(shown.values()) == {1}
    assert len(shown) == 70


def test_coverage_says_what_can_be_reached():
    cards = deck(*(summary(f"c{n}") for n in range(50)))
    assert ask(cards).coverage is None
    made = ask(cards, [met("c0", ago=0, due=3)], Settings(interview_day=DAY + 4)).coverage
    assert (made.days_left, made.unseen, made.reachable, made.per_day) == (4, 49, 7 + 3 * 8, 13)
    assert ask(cards, settings=Settings(interview_day=DAY)).coverage is None


def test_new_cards_cover_topics_and_concepts_before_depth():
    cards = deck(
        *(summary(f"g{n}", "graphs", "easy", concept=("bfs",)) for n in range(4)),
        *(summary(f"t{n}", "trees", level, concept=(f"t{n}",)) for n, level in enumerate(["hard", "easy", "medium"])),
        summary("h", "graphs", "hard", concept=("dijkstra",)),
    )
    order = [item.card for item in ask(cards).items]
    assert set(order[:2]) == {"g0", "t1"}
    assert order.index("h") < order.index("g1")
    assert order.index("t1") < order.index("t2") < order.index("t0")


def test_a_failed_topic_comes_first():
    cards = deck(*(summary(f"g{n}", "graphs") for n in range(5)), *(summary(f"t{n}", "trees") for n in range(5)))
    states = [met("g0", due=9), met("t0", due=9, last_rating=1)]
    assert ask(cards, states).items[0].card == "t1"
    assert ask(cards, [met("g0", due=9, last_rating=1), met("t0", due=9)]).items[0].card == "g1"


def test_in_a_hurry_every_level_gets_its_turn():
    levels = ["easy"] * 20 + ["medium"] * 20 + ["hard"] * 20
    cards = deck(*(summary(f"c{n}", level=level) for n, level in enumerate(levels)))

    def levels_of(settings):
        return Counter(cards[item.card].level for item in ask(cards, settings=settings).items)

    assert levels_of(Settings()) == {"easy": 8}
    assert levels_of(Settings(interview_day=DAY + 60)) == {"easy": 8}
    assert levels_of(Settings(interview_day=DAY + 2)) == {"easy": 3, "medium": 3, "hard": 2}


def test_placement_touches_every_topic_and_starts_in_the_middle():
    cards = deck(
        *(
            summary(f"{topic}-{level}-{n}", topic, level, concept=(f"{topic}{n}",))
            for topic in ("graphs", "trees", "metrics")
            for level in ("easy", "medium", "hard")
            for n in range(3)
        )
    )
    items = placement(cards, {}, Settings())
    assert len({item.card for item in items}) == 10
    assert {item.reason for item in items} == {Reason.PLACEMENT}
    topics = Counter(cards[item.card].topic for item in items)
    assert set(topics.values()) == {3, 4}
    assert Counter(cards[item.card].level for item in items)["medium"] == 9
    assert len(placement(cards, {}, Settings(topics=("trees",)), count=4)) == 4
    assert len(placement(deck(summary("a"), summary("b")), {"a": met("a")}, Settings())) == 1


def test_drill_starts_with_the_weakest_and_shuffles_the_rest():
    cards = deck(*(summary(f"c{n}") for n in range(12)), summary("other", "trees"))
    states = {"c3": met("c3", stability=0.1, ago=300), "c4": met("c4", stability=500), "c5": met("c5", suspended=True)}
    items = drill(cards, states, DAY, topic="graphs")
    assert items[0].card == "c3"
    assert items[-1].card == "c4"
    assert {item.card for item in items} == {f"c{n}" for n in range(12)} - {"c5"}
    assert drill(cards, states, DAY, topic="graphs", salt="2") != items
    assert len(drill(cards, states, DAY)) == 12


def items(text):
    return [Item(card, Reason.DUE) for card in text]


def test_siblings_are_not_adjacent_where_that_is_possible():
    cards = deck(
        summary("a", concept=("x",)), summary("b", concept=("x", "y")), summary("c"),
        summary("d", needs=("graphs.bfs",)), summary("e", needs=("graphs.bfs", "graphs.dfs")),
    )  # fmt: skip
    assert [item.card for item in apart(items("abc"), cards)] == ["a", "c", "b"]
    assert [item.card for item in apart(items("dec"), cards)] == ["d", "c", "e"]
    assert [item.card for item in apart(items("cda"), cards)] == ["c", "d", "a"]
    assert [item.card for item in apart(items("ab"), cards)] == ["a", "b"]


@given(st.lists(st.sampled_from("abcdef"), max_size=12), st.integers(0, 6))
def test_a_failed_card_returns_after_four_others_and_no_other_moves(queue, gap):
    cards = deck(summary("x", concept=("k",)), summary("a", concept=("k",)), *(summary(card) for card in "bcdef"))
    after = requeue(items(queue), Item("x", Reason.NEW), cards, gap)
    place = [item.card for item in after].index("x")
    assert after[place].reason is Reason.AGAIN
    assert place >= min(gap, len(queue))
    assert [item for item in after if item.card != "x"] == items(queue)
    near = [after[n].card for n in (place - 1, place + 1) if 0 <= n < len(after)]
    free = [n for n in range(min(gap, len(queue)), len(queue) + 1) if "a" not in queue[max(0, n - 1) : n + 1]]
    assert ("a" not in near) == bool(free)


def test_when_something_is_due_next():
    states = {state.card: state for state in [met("a", due=3), met("b", due=3), met("c", due=9), met("d", due=-2)]}
    assert next_due(states, None, DAY) == (DAY + 1, 1)
    del states["d"]
    assert next_due(states, None, DAY) == (DAY + 3, 2)
    states["a"] = replace(states["a"], suspended=True)
    states["b"] = replace(states["b"], buried_until=DAY + 5)
    assert next_due(states, None, DAY) == (DAY + 5, 1)
    assert next_due({}, None, DAY) is None
    far = {"a": met("a", ago=30, due=500)}
    assert DAY + 3 <= next_due(far, DAY + 10, DAY)[0] < DAY + 10


@pytest.mark.parametrize("cards", [{}, deck(summary("a"))])
def test_nothing_to_ask(cards):
    made = ask(cards, [met("a", due=4)])
    assert made.items == ()
    assert (made.due, made.new, made.backlog, made.minutes) == (0, 0, 0, 0.0)

from datetime import datetime

from quiz.deck.index import Summary
from quiz.history.event import Rating
from quiz.question import Key, Outcome, Question, Verdict
from quiz.session.replies import Closed, Result
from quiz.study.plan import Item, Reason
from quiz.study.report import interview_plan, report, write_report
from quiz.study.schedule import CardState


def summary(card, topic, kind="number", level="easy"):
    return Summary(card, topic, kind, level, card, "f", 1, (), (), (f"{topic}.run_{card}",), "deck.yaml", 1)


def result(card, outcome, answer="1", mistake=None, topic="graphs"):
    question = Question(card, topic, "hard", "choice", 7, "f", {}, f"What is {card}?", "", ("yes", "no"))
    verdict = Verdict(outcome, float(outcome is Outcome.RIGHT), mistake=mistake, message="As it is.")
    rating = Rating.GOOD if outcome is Outcome.RIGHT else Rating.AGAIN
    key = Key((0,), explain="Because of this.")
    return Result(Item(card, Reason.DRILL), question, key, "a) yes", verdict, answer, rating, "e", 30_000)


def test_topics_and_kinds_take_turns():
    cards = [summary(f"{topic}.{kind}{n}", topic, kind)
             for topic in ("graphs", "trees") for kind in ("number", "array") for n in range(6)]  # fmt: skip
    plan = interview_plan({card.id: card for card in cards}, {}, ["graphs", "trees"], 8, salt="s")
    kinds = sorted(item.card.rstrip("0123456789") for item in plan)
    assert kinds == ["graphs.array", "graphs.number", "trees.array", "trees.number"]


def test_easy_questions_come_first_and_suspended_ones_not_at_all():
    cards = {c.id: c for c in (summary("a", "t", level="hard"), summary("b", "t"), summary("c", "t", level="medium"))}
    assert [item.card for item in interview_plan(cards, {}, ["t"], 45, salt="s")] == ["b", "c", "a"]
    asleep = {"b": CardState("b", suspended=True)}
    assert [item.card for item in interview_plan(cards, asleep, ["t"], 45, salt="s")] == ["c", "a"]


def test_the_questions_change_from_one_interview_to_the_next():
    cards = {f"c{n}": summary(f"c{n}", "t") for n in range(40)}
    plans = {tuple(i.card for i in interview_plan(cards, {}, ["t"], 10, salt=str(n))) for n in range(5)}
    assert len(plans) == 5


def test_the_report_says_what_was_wrong_and_what_to_study(tmp_path):
    closed = Closed(
        "interview", False,
        (result("one", Outcome.RIGHT), result("two", Outcome.WRONG, "b", "off_by_one", "trees")), 3, 120_000, "time",
    )  # fmt: skip
    now = datetime(2026, 11, 22, 10, 30)
    text = report(closed, {"two": summary("two", "trees")}, now)
    assert "1 of 2 right in 2 minutes; 3 not reached." in text
    assert "| trees | 0 | 1 | 30 s |" in text
    assert text.index("| trees") < text.index("| graphs")  # the weakest first
    assert "`quiz drill trees`: two: Off by one (trees.run_two)" in text
    assert "- a) yes\n- b) no\n" in text
    assert text.count("**Right answer**: a) yes\n") == 1
    path = write_report(tmp_path, closed, {}, now)
    assert path.name == "interview-2026-11-22-103000.md"
    assert [file.name for file in path.parent.iterdir()] == [path.name]

"""A session on invented cards: a teacher and a ledger without deck, clock and terminal."""

from quiz.history.event import Event, Kind, Rating
from quiz.question import Key, MistakeResult, Outcome, Question, Verdict
from quiz.session.machine import Session
from quiz.session.roles import Unfit
from quiz.study.plan import Item, Reason


class State:
    due_day = 7


class FakeTeacher:
    """Every card asks for its own number: card `c3` wants 3. Answers with a letter cannot be read."""

    def __init__(self, **changes):
        self.changes, self.drawn = changes, []

    def draw(self, card):
        if card in self.changes.get("undrawable", ()):
            raise Unfit("no variant fits.")
        self.drawn.append(card)
        number = self.drawn.count(card)
        fields = {
            "card": card, "topic": "t", "level": "easy", "kind": "number", "seed": number, "fingerprint": "f",
            "params": {}, "prompt": f"{card}?", "form": "", "hints": ("think", "x = 3"), "reveals": (False, True),
        }  # fmt: skip
        return Question(**(fields | self.changes.get("question", {})))

    def answer(self, question):
        if question.card in self.changes.get("unsolvable", ()):
            raise Unfit("ZeroDivisionError: division by zero.")
        if question.kind == "recall":
            return Key(("one", "two"))
        return Key(int(question.card[1:]), mistakes=(MistakeResult("m", 0, "said"),))

    def grade(self, question, key, text):
        if question.kind == "recall":
            return Verdict(Outcome.RIGHT if text == "all" else Outcome.PARTIAL, 1.0 if text == "all" else 0.5)
        if text == "boom":
            return Verdict(Outcome.BROKEN, 0.0, message="the grader failed.")
        if text == "maybe":
            return Verdict(Outcome.UNDETERMINED, 0.0)
        if any(letter.isalpha() for letter in text):
            return Verdict(Outcome.INVALID, 0.0, message="cannot read")
        right = float(text) == key.expected
        guessed = "a mixed number" if text == "99" else None
        return Verdict(Outcome.RIGHT if right else Outcome.WRONG, float(right), echo=text, parsed=text, guessed=guessed)

    def expected(self, question, key):
        if question.card in self.changes.get("unprintable", ()):
            raise Unfit("ValueError: no such expected answer.")
        return str(key.expected)

    def calculate(self, text):
        return "2*3 = 6"

    def source(self, question):
        return (("t.f", "def f(): ..."),)


class FakeLedger:
    """A list of what was done, newest last."""

    def __init__(self):
        self.done, self.attempts, self.ids = [], [], 0

    def new_id(self):
        self.ids += 1
        return f"id{self.ids}"

    def _note(self, kind, card, target=None, payload=None):
        event = Event(self.new_id(), "d", kind, card, None, 0, "", 0, target, payload or {})
        self.done.append(event)
        return event

    def record(self, attempt, session=None):
        self.attempts.append(attempt)
        event = self._note(Kind.ATTEMPT, attempt.card)
        return type("Recorded", (), {"event_id": event.event_id, "after": State})

    def known(self, card):
        self._note(Kind.KNOWN, card)

    def flag(self, card, reason="", **details):
        self._note(Kind.FLAG, card, payload=details)
        self.reason = reason

    def typo(self, event_id):
        self._note(Kind.TYPO, "?", event_id)

    def override(self, event_id, rating=Rating.GOOD):
        self._note(Kind.OVERRIDE, "?", event_id)
        self.rating = rating
        return type("State", (), {"due_day": 20 if rating is Rating.EASY else 9})

    def undo(self):
        return self.done.pop() if self.done else None

    @property
    def kinds(self):
        return [event.kind for event in self.done]


def make(count=1, mode="review", counted=True, limit_ms=None, **changes):
    items = [Item(f"c{n}", Reason.NEW) for n in range(1, count + 1)]
    session = Session(
        items, FakeTeacher(**changes), FakeLedger(), summaries={}, session_id="s", mode=mode, counted=counted,
        limit_ms=limit_ms,
    )  # fmt: skip
    session.start(0)
    return session


def only(replies, kind):
    assert [type(reply) for reply in replies] == [kind]
    return replies[0]

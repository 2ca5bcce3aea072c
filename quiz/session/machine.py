"""A session as a state machine: lines in, replies out.

It reads no clock, file or terminal: the time comes with each line, and a `Teacher` and a `Ledger` stand for the cards
and the history. Every graded answer is handed to the ledger before its verdict is returned, so that whatever happens
to the process afterwards, the answer is kept.

    asking ──answer──▶ judged ──Enter──▶ asking …   (recall: asking ──▶ points ──▶ judged)
                         └──t──▶ retyping ──▶ judged
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from quiz.history.event import Attempt, Kind, Rating, plain
from quiz.question import Key, Outcome, Question, Verdict
from quiz.session import replies
from quiz.session.keys import Command, read_key, spelled, taken_letters
from quiz.session.replies import Keys, Note, Reply, Result, Tone
from quiz.session.roles import Ledger, Teacher, Unfit
from quiz.session.showing import EMPTY, UNDONE, Phase, Showing
from quiz.study.plan import Item, Reason, requeue
from quiz.study.schedule import rate


class Session:
    """One sitting."""

    def __init__(
        self, queue: Sequence[Item], teacher: Teacher, ledger: Ledger, *,
        summaries: Mapping[str, Any], session_id: str, mode: str = "review", counted: bool = True,
        limit_ms: int | None = None,
    ) -> None:  # fmt: skip
        self.queue = list(queue)
        self.teacher, self.ledger, self.summaries = teacher, ledger, summaries
        self.session_id, self.mode, self.counted, self.limit_ms = session_id, mode, counted, limit_ms
        self.blind = mode == "interview"  # verdicts come in the report
        self.phase = Phase.CLOSED
        self.results: list[Result] = []
        self.known: dict[str, list[Item]] = {}  # with what of the queue went aside
        self.flagged: list[str] = []
        self.broken: list[str] = []
        self.spent_ms = 0
        self._showing: Showing | None = None
        self._closed = False

    @property
    def question(self) -> Question | None:
        """The question on the screen."""
        return self._showing.question if self._showing else None

    @property
    def awaits_enter(self) -> bool:
        """Whether an answer that was read by a guess waits to be confirmed."""
        return self.phase is Phase.ASKING and self._showing is not None and bool(self._showing.guessed)

    def start(self, now: int) -> list[Reply]:
        """Put the first question."""
        return self._next(now)

    def enter(self, line: str, now: int) -> list[Reply]:
        """Take one line of the learner."""
        showing = self._showing
        if showing is None:
            return []
        command, text = read_key(line, self._taken())
        if command is not showing.asked_twice:
            showing.asked_twice = None
        if command is not None:
            return self._press(command, text, showing, now)
        if self.phase is Phase.JUDGED:
            return [Note("The verdict stands. Enter shows the next question.", Tone.QUIET)] if text else self._next(now)
        if self.phase is Phase.VERDICT:
            return self._judge_yourself(text)
        if self.phase is Phase.ASKING and showing.guessed and not text:
            text = showing.guessed
        if not text and not (self.phase is Phase.ASKING and showing.question.kind == "recall"):
            return [Note(EMPTY[self.phase], Tone.QUIET)]
        step = self._answer if self.phase is Phase.ASKING else self._grade
        return self._with_key(showing, now, lambda key: step(text, key, showing, now))

    def stop(self, now: int, why: str = "quit") -> list[Reply]:
        """End the session; what was answered is kept already."""
        if self._closed:
            return []
        self._closed = True
        unanswered = self._showing is not None and self.phase is not Phase.JUDGED
        self._spend(now)
        self.phase, self._showing = Phase.CLOSED, None
        return [
            replies.Closed(
                self.mode, self.counted, tuple(self.results), len(self.queue) + unanswered, self.spent_ms, why,
                tuple(self.known), tuple(self.flagged), tuple(self.broken),
            )
        ]  # fmt: skip

    def keys(self) -> Keys:
        """Return the keys that work now, as they are typed, with what they do."""
        taken = self._taken()
        rows: list[tuple[Command, str]] = []
        if self.phase is Phase.JUDGED and self.results:
            result = self.results[-1]
            if not (result.right or result.retyped or result.gave_up):
                rows.append((Command.TYPO, "typo"))
            if result.may_be_easy and self.counted:
                rows.append((Command.EASY, "easy"))
            rows += [(Command.OVERRIDE, "I was wrong" if result.right else "I was right"), (Command.SOURCE, "source")]
        elif self.blind:
            rows.append((Command.GIVE_UP, "pass"))
        else:
            hint = [(Command.HINT, "hint")] if self.question and self.question.hints else []
            rows += [*hint, (Command.GIVE_UP, "give up"), (Command.SOURCE, "source"), (Command.KNOWN, "known")]
        rows += [(Command.FLAG, "bad card"), (Command.UNDO, "undo"), (Command.QUIT, "stop")]
        enter = (("Enter", "next" if self.queue else "finish"),) if self.phase is Phase.JUDGED else ()
        return (*enter, *((spelled(command, taken), what) for command, what in rows))

    def upcoming(self) -> list[str]:
        """Return the cards that come next, so that they can be made ready."""
        return [item.card for item in self.queue]

    def _taken(self) -> frozenset[str]:
        answering = self._showing is not None and self.phase in (Phase.ASKING, Phase.RETYPING)
        return taken_letters(self._showing.question) if answering and self._showing else frozenset()

    def _spend(self, now: int) -> None:
        if self._showing is not None:
            self.spent_ms += self._showing.elapsed(now)

    def _next(self, now: int) -> list[Reply]:
        self._spend(now)
        self._showing = None
        if self.queue and self.limit_ms is not None and self.spent_ms >= self.limit_ms:
            return self.stop(now, "time")
        said: list[Reply] = []
        while self.queue:
            item = self.queue.pop(0)
            try:
                question = self.teacher.draw(item.card)
            except Unfit as error:
                said += self._set_aside(item.card, None, str(error))
                continue
            self._showing = Showing(item, question, self.ledger.new_id(), now)
            self.phase = Phase.ASKING
            number = len(self.results) + 1
            left = None if self.limit_ms is None else max(-(-(self.limit_ms - self.spent_ms) // 60_000), 0)
            return [*said, replies.Asked(question, number, number + len(self.queue), left, item.reason, self.keys())]
        return [*said, *self.stop(now, "done")]

    def _set_aside(self, card: str, question: Question | None, why: str) -> list[Reply]:
        """Flag a broken card; nothing more is counted, and the session goes on."""
        self.broken.append(card)
        self.queue = [item for item in self.queue if item.card != card]
        seed = question.seed if question else None
        self.ledger.flag(card, "broken", why=why, seed=seed)
        counted = "Your first answer stands." if self.phase is Phase.RETYPING else "Nothing was counted."
        again = f" `quiz ask {card} --seed {seed}` shows it again." if seed is not None else ""
        return [Note(f"{card} is broken and was set aside: {why} {counted}{again}", Tone.WARN)]

    def _with_key(self, showing: Showing, now: int, step: Callable[[Key], list[Reply]]) -> list[Reply]:
        """Run the reference, then `step`; where either fails, the card is broken and the learner is not to blame."""
        try:
            showing.key = showing.key or self.teacher.answer(showing.question)
            return step(showing.key)
        except Unfit as error:
            return [*self._set_aside(showing.question.card, showing.question, str(error)), *self._next(now)]

    def _answer(self, text: str, key: Key, showing: Showing, now: int) -> list[Reply]:
        if showing.question.kind != "recall":
            return self._grade(text, key, showing, now)
        self.phase, showing.text = Phase.POINTS, text
        return [replies.Points(showing.question, key)]

    def _grade(self, text: str, key: Key, showing: Showing, now: int) -> list[Reply]:
        verdict = self.teacher.grade(showing.question, key, text)
        if verdict.outcome is Outcome.INVALID:
            return [replies.Unreadable(text, verdict)]
        if verdict.outcome is Outcome.BROKEN:
            raise Unfit(verdict.message)
        if verdict.guessed and verdict.outcome is not Outcome.RIGHT and text != showing.guessed:
            showing.guessed = text
            return [replies.Guessed(verdict)]
        return self._keep(showing.text or text, key, verdict, showing, now)

    def _keep(
        self, text: str, key: Key, verdict: Verdict, showing: Showing, now: int, *, gave_up: bool = False
    ) -> list[Reply]:
        """Record an answer, then show its verdict."""
        question, retyping = showing.question, self.phase is Phase.RETYPING
        expected = self.teacher.expected(question, key)  # may find the card broken: before anything is counted
        if retyping:
            self.ledger.typo(self.results.pop().event_id)
        rating = rate(verdict.outcome, verdict.score, hint=showing.hint, gave_up=gave_up)
        attempt = Attempt.of(
            question, verdict, showing.presentation, rating=rating, answer=text, hints=showing.hints, mode=self.mode,
            expected=plain(key.expected), rev=getattr(self.summaries.get(question.card), "rev", 1),
            duration_ms=showing.elapsed(now), counted=self.counted, gave_up=gave_up,
        )  # fmt: skip
        recorded = self.ledger.record(attempt, self.session_id)
        result = Result(
            showing.item, question, key, expected, verdict, text, rating,
            recorded.event_id, showing.elapsed(now), showing.hints, gave_up, retyped=retyping,
            due_day=recorded.after.due_day if self.counted else None,
        )  # fmt: skip
        self.results.append(result)
        if self.blind:
            return [replies.Noted(len(self.results)), *self._next(now)]
        self.phase = Phase.VERDICT if verdict.outcome is Outcome.UNDETERMINED else Phase.JUDGED
        return [replies.Judged(result, self._send_back(result), self.keys(), explain=not retyping)]

    def _judge_yourself(self, text: str) -> list[Reply]:
        if text.lower() not in ("y", "yes", "n", "no"):
            return [Note("Was your answer right? y or n.", Tone.QUIET)]
        self.phase = Phase.JUDGED
        return self._override(self.results[-1], Rating.GOOD if text.lower().startswith("y") else Rating.AGAIN)

    def _override(self, result: Result, rating: Rating) -> list[Reply]:
        due_day = self.ledger.override(result.event_id, rating).due_day
        result.overrule(rating, due_day if self.counted else None)
        return [replies.Overruled(result, self._send_back(result))]

    def _send_back(self, result: Result) -> bool:
        """Put a failed card back once, with a new variant; take it out again where the failure was revoked."""
        card = result.item.card
        self.queue = [item for item in self.queue if not (item.card == card and item.reason is Reason.AGAIN)]
        once = result.item.reason is not Reason.AGAIN and self.mode in ("review", "drill") and not self.blind
        if result.rating is not Rating.AGAIN or not once:
            return False
        self.queue = requeue(self.queue, result.item, self.summaries)
        return True

    def _press(self, command: Command, text: str, showing: Showing, now: int) -> list[Reply]:
        card, judged = showing.question.card, self.phase is Phase.JUDGED
        match command:
            case Command.QUIT:
                return self.stop(now)
            case Command.HELP:
                return [replies.Helped(text)]
            case Command.CALCULATE:
                return [Note(self.teacher.calculate(text))]
            case Command.FLAG:
                self.ledger.flag(card, text)
                self.flagged.append(card)
                return [Note("Flagged as a bad card." + ("" if text else " `:f` and some words say why."))]
            case Command.UNDO:
                return self._undo(now)
            case Command.KNOWN:
                self.ledger.known(card)
                aside = [*self.known.get(card, ()), *([] if judged else [showing.item])]
                self.known[card] = aside + [item for item in self.queue if item.card == card]
                self.queue = [item for item in self.queue if item.card != card]
                note = Note(f"Set aside as known; `quiz resume {card}` brings it back.")
                return [note, *([] if judged else self._next(now))]
            case Command.GIVE_UP if not judged and self.phase is not Phase.VERDICT:
                passed = Verdict(Outcome.WRONG, 0.0)
                return self._with_key(showing, now, lambda key: self._keep("", key, passed, showing, now, gave_up=True))
            case Command.HINT | Command.SOURCE if self.blind:
                return [Note("An interview gives no hints.", Tone.QUIET)]
            case Command.HINT if self.phase is Phase.ASKING:
                return [showing.next_hint()]
            case Command.SOURCE:
                return self._source(showing, free=judged)
            case Command.TYPO if judged and not (self.results[-1].right or self.results[-1].retyped):
                self.phase = Phase.RETYPING
                return [Note("Type it again; this one counts, and the log keeps both.")]
            case Command.EASY if judged and self.counted and self.results[-1].may_be_easy:
                return self._override(self.results[-1], Rating.EASY)
            case Command.OVERRIDE if judged and self.results:
                result = self.results[-1]
                return self._override(result, Rating.AGAIN if result.right else Rating.GOOD)
        return [Note(f"{command.value} does nothing here; ?? lists the keys.", Tone.QUIET)]

    def _source(self, showing: Showing, *, free: bool) -> list[Reply]:
        if not free and (price := showing.may_see_source()) is not None:
            return [price]
        listings = self.teacher.source(showing.question)
        return [replies.Sourced(listings)] if listings else [Note("This card runs no algorithm.", Tone.QUIET)]

    def _undo(self, now: int) -> list[Reply]:
        """Take back the last thing done, by the ledger's word for what that was."""
        event = self.ledger.undo()
        if event is None or event.card is None:
            return [Note("There is nothing to undo.", Tone.QUIET)]
        card = event.card
        result = next((r for r in self.results if r.event_id in (event.event_id, event.target)), None)
        if result is not None and event.kind == Kind.OVERRIDE:
            result.restore()
            return [Note(f"Undone: your rating of {card}."), replies.Overruled(result, self._send_back(result))]
        if result is not None and event.kind == Kind.ATTEMPT:
            self.results.remove(result)
            self.queue = [item for item in self.queue if item.card != card] + [result.item]
            note = Note(f"Undone: {card} counts as not answered, and comes back at the end of this session.")
            current = self._showing is not None and self._showing.question is result.question
            return [note, *(self._next(now) if current else [])]
        back = self.known.pop(card, []) if event.kind == Kind.KNOWN else []
        self.queue += back
        if event.kind == Kind.FLAG and "why" not in event.payload and card in self.flagged:  # `why`: the card broke
            self.flagged.remove(card)
        again = ", and it comes back at the end of this session" if back else ""
        return [Note(f"Undone: {UNDONE.get(event.kind, event.kind)} {card}{again}.")]

"""A session with a person: lines from a reader, replies to a screen, and a way out that loses nothing."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from quiz.question import Question
from quiz.session.desk import Desk
from quiz.session.editor import Reader
from quiz.session.keys import NAMES, Command, read_key
from quiz.session.machine import Session
from quiz.session.replies import Closed, Judged, Noted, Reply
from quiz.session.showing import Phase

if TYPE_CHECKING:
    from quiz.render.screen import Screen

INTERRUPTED = 130
_LABELS = {Phase.RETYPING: "again ", Phase.POINTS: "points ", Phase.VERDICT: "y/n "}
_WORDS = tuple(f":{name}" for name in NAMES if len(name) > 2)
_SPARE = 3
"""So many variants are prepared for another day while this session goes on."""


def sit(
    session: Session, desk: Desk, screen: Screen, reader: Reader, clock: Callable[[], int], *,
    today: int, later: Sequence[str] = (),
) -> tuple[Closed | None, int]:  # fmt: skip
    """Hold a session; return how it closed and the exit code."""
    from quiz.render.talk import show

    closed: Closed | None = None
    unanswered: Question | None = None

    def say(replies: list[Reply]) -> None:
        nonlocal closed
        for reply in replies:
            show(screen, reply, today)
            closed = reply if isinstance(reply, Closed) else closed
        if any(isinstance(reply, Judged | Noted) for reply in replies) and later:
            desk.prepare(later[:_SPARE])

    code = 0
    with _sane_terminal():
        try:
            say(session.start(clock()))
            reader.ready()
            while closed is None:
                desk.ahead(session.question, session.upcoming())
                unanswered = session.question if session.phase is Phase.ASKING else None
                say(_step(session, reader, clock))
        except EOFError:
            if not reader.piped:
                screen.blank()  # the cursor stands behind the prompt
            say(session.stop(clock()))
        except KeyboardInterrupt:
            screen.blank()
            say(session.stop(clock(), "interrupt"))
            code = INTERRUPTED
    desk.close(unanswered)
    return closed, code


def _step(session: Session, reader: Reader, clock: Callable[[], int]) -> list[Reply]:
    """Take one line. From a pipe, Enter after a verdict may be left out: an answer goes to the next question."""
    peek = getattr(reader, "peek", None)
    if peek is not None and session.awaits_enter:
        return session.enter("", clock())  # nobody is there to confirm
    if session.phase is Phase.JUDGED and peek is not None:
        line = peek()
        command = read_key(line)[0] if line is not None else None
        answers = (None, Command.HINT, Command.GIVE_UP, *((Command.EASY,) if line and ":" not in line else ()))
        if line is not None and line.strip() and command in answers:  # a bare e is an option or Euler's number
            return session.enter("", clock())
    return session.enter(reader.read(_LABELS.get(session.phase, ""), _WORDS), clock())


@contextmanager
def _sane_terminal() -> Iterator[None]:
    """Give the terminal back as it was, also when the process is told to end."""
    before = None
    with suppress(Exception):  # no terminal, or a system whose terminals have no modes
        import termios

        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
    if before is None:
        yield
        return

    def leave(number: int, frame: object) -> None:  # noqa: ARG001
        restore()
        os._exit(128 + number)

    def restore() -> None:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
        if sys.stdout.isatty():
            os.write(sys.stdout.fileno(), b"\x1b[?2004l\x1b[0m\x1b[?25h")  # bracketed paste off, colours off, cursor on

    numbers = [signal.SIGTERM, signal.SIGHUP]
    try:
        handlers = {number: signal.signal(number, leave) for number in numbers}
    except ValueError:  # not in the main thread
        handlers = {}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)

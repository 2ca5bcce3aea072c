"""The input line: prompt_toolkit at a terminal, plain lines from a pipe.

At a terminal it has a history, Emacs or vi keys, completion of the keys of a session, and takes a pasted matrix as
one answer. From a pipe an answer with open brackets goes on over the next lines.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO

if TYPE_CHECKING:
    from quiz.render.screen import Screen

OPEN, CLOSE = "[(", "])"
_ENTRIES = re.compile(r"[\s\d\[\](),;.eE+/_−-]+")
"""A line that can only be more entries of a matrix: an answer that lacks a bracket must not swallow the next."""


class Reader(Protocol):
    """Where lines come from; the end of input is EOFError, Ctrl-C is KeyboardInterrupt."""

    piped: bool

    def ready(self) -> None:
        """Load what reading needs, before other work competes for the processor."""

    def read(self, label: str = "", words: Sequence[str] = ()) -> str:
        """Return the next line; `words` may be completed."""


def reader(screen: Screen, stdin: TextIO | None = None) -> Reader:
    """Return the reader that fits where the input comes from."""
    stdin = stdin or sys.stdin
    if not stdin.isatty():
        return PipeReader(screen, stdin)
    return LineReader(screen) if screen.moves else DumbReader(screen)


def unbalanced(text: str) -> bool:
    """Whether a bracket is still open."""
    return sum(text.count(sign) for sign in OPEN) > sum(text.count(sign) for sign in CLOSE)


class PipeReader:
    """Lines from a pipe or file, printed as if they had been typed, so that a transcript can be read."""

    piped = True

    def __init__(self, screen: Screen, stdin: TextIO) -> None:
        if isinstance(stdin, io.TextIOWrapper):
            stdin.reconfigure(errors="replace")  # bytes that are no text become an answer that cannot be read
        self._screen, self._stdin = screen, stdin
        self._ahead: str | None = None

    def ready(self) -> None:
        """Need nothing."""

    def read(self, label: str = "", words: Sequence[str] = ()) -> str:  # noqa: ARG002
        """Return the next line, and the lines after it while a bracket is open."""
        line = self.peek()
        self._ahead = None
        if line is None:
            raise EOFError
        while unbalanced(line) and _ENTRIES.fullmatch(self.peek() or "?"):
            line += f"\n{self._ahead}"
            self._ahead = None
        first, *rest = line.split("\n")
        sign = self._screen.text(f"{label}{self._screen.sign('›', '>')} ", "bold cyan")
        self._screen.lines([sign.append_text(self._screen.text(first, "bold"))])
        self._screen.lines([self._screen.text(row, "bold") for row in rest], indent=4)
        return line

    def peek(self) -> str | None:
        """Return the next line without taking it; None at the end."""
        if self._ahead is None:
            line = self._stdin.readline()
            self._ahead = line.rstrip("\r\n") if line else None
        return self._ahead


class DumbReader:
    """The terminal's own line editing: for TERM=dumb and screen readers."""

    piped = False

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def ready(self) -> None:
        """Load the terminal's line editing."""
        with suppress(ImportError):
            import readline  # noqa: F401 - gives input() its history and keys

    def read(self, label: str = "", words: Sequence[str] = ()) -> str:  # noqa: ARG002
        """Return the next line."""
        line = input(self._screen.show(f"{label}> "))
        while unbalanced(line):
            more = input("  ")
            if not more.strip():
                break
            line += "\n" + more
        return line


class LineReader:
    """prompt_toolkit; loaded when the first line is read, since the question is on the screen by then."""

    piped = False

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._session: Any = None
        self._words: Sequence[str] = ()

    def ready(self) -> None:
        """Load prompt_toolkit."""
        if self._session is None:
            self._session = self._make()

    def read(self, label: str = "", words: Sequence[str] = ()) -> str:
        """Return the next line."""
        self.ready()
        self._words = words
        sign = self._screen.sign("›", ">")
        style = "ansicyan bold" if self._screen.colour else ""
        return str(self._session.prompt([("", "  " + self._screen.show(label)), (style, f"{sign} ")]))

    def _make(self) -> Any:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import Completer, Completion
        from prompt_toolkit.enums import EditingMode
        from prompt_toolkit.key_binding import KeyBindings
        from prompt_toolkit.output import ColorDepth

        bindings = KeyBindings()

        @bindings.add("enter")
        def _(event: Any) -> None:
            buffer = event.current_buffer
            last = buffer.document.text.rsplit("\n", 1)[-1]
            if unbalanced(buffer.text) and last.strip():
                buffer.insert_text("\n")  # a second Enter, on the empty line, sends it all the same
            else:
                buffer.validate_and_handle()

        @bindings.add("escape", "enter")
        def _(event: Any) -> None:
            event.current_buffer.insert_text("\n")

        words: Callable[[], Sequence[str]] = lambda: self._words  # noqa: E731

        class Words(Completer):
            def get_completions(self, document: Any, _: Any) -> Any:
                start = document.text_before_cursor
                if " " not in start:
                    yield from (Completion(word, -len(start)) for word in words() if word.startswith(start) and start)

        return PromptSession(
            editing_mode=EditingMode.VI if _wants_vi() else EditingMode.EMACS,
            key_bindings=bindings,
            completer=Words(),
            complete_while_typing=False,
            enable_suspend=True,
            prompt_continuation="    ",
            color_depth=None if self._screen.colour else ColorDepth.DEPTH_1_BIT,
        )


def _wants_vi() -> bool:
    """Whether the learner edits other command lines with vi keys."""
    asked = os.environ.get("KERNELCARDS_KEYS", "")
    if asked:
        return asked.lower() in ("vi", "vim")
    inputrc = Path(os.environ.get("INPUTRC") or Path.home() / ".inputrc")
    try:
        return bool(re.search(r"^\s*set\s+editing-mode\s+vi\b", inputrc.read_text(errors="replace"), re.MULTILINE))
    except OSError:
        return False

"""The terminal: what it can show, and printing to it.

A `Screen` knows its width and whether it may use colour, Unicode and cursor movement. It owns the one rich console;
everything that is printed passes through it, so that an ASCII terminal never receives a character that it cannot show.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, TextIO, cast

from quiz.maths.symbols import transliterate

if TYPE_CHECKING:
    from rich.console import Console
    from rich.status import Status
    from rich.text import Text

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
MARGIN = 2
MAX_WIDTH = 88
"""Longer lines are harder to read, however wide the window is."""
MIN_WIDTH = 20


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the learner asked for on the command line."""

    width: int | None = None
    plain: bool = False  # no colour, no drawing, no cursor movement: for screen readers and logs
    ascii: bool | None = None  # None: what the terminal can show


class Screen:
    """A place to print to."""

    def __init__(self, file: TextIO | None = None, wishes: Wishes | None = None, *, record: bool = False) -> None:
        from rich.console import Console

        wishes = wishes or Wishes()
        self.file = file or sys.stdout
        environment = os.environ
        self.terminal = bool(getattr(self.file, "isatty", lambda: False)())
        dumb = environment.get("TERM", "") in ("dumb", "unknown")
        self.plain = wishes.plain
        self.unicode = not wishes.ascii if wishes.ascii is not None else shows_unicode(self.file, environment)
        self.colour = not wishes.plain and "NO_COLOR" not in environment and (record or (self.terminal and not dumb))
        self.moves = self.terminal and not dumb and not wishes.plain
        self.console: Console = Console(
            file=cast(IO[str], self.file if self.unicode else _Ascii(self.file)),
            width=wishes.width,
            height=None if self.terminal else 50,
            no_color=not self.colour,
            color_system="auto" if self.colour else None,
            force_terminal=True if record else None,
            highlight=False, markup=False, emoji=False, soft_wrap=False, record=record,
        )  # fmt: skip
        asked = wishes.width or (self.console.width if self.terminal else int(environment.get("COLUMNS") or 80))
        self.width = max(MIN_WIDTH, min(asked, wishes.width or MAX_WIDTH))
        self.console.width = max(self.width, MIN_WIDTH)

    @property
    def room(self) -> int:
        """Columns between the margins."""
        return self.width - 2 * MARGIN

    def show(self, text: str) -> str:
        """Return `text` as this terminal can show it."""
        return text if self.unicode else transliterate(text)

    def sign(self, unicode: str, ascii: str) -> str:  # noqa: A002
        """Return one of two signs."""
        return unicode if self.unicode else ascii

    def text(self, text: str, style: str = "") -> Text:
        """Return a styled piece of text."""
        from rich.text import Text

        return Text().append(self.show(text), style or None)  # a span: what is appended keeps its own style

    def print(self, text: Text, indent: int = MARGIN) -> None:
        """Print one paragraph inside the margins."""
        from rich.text import Text

        wrapped = text.wrap(self.console, max(self.room, MIN_WIDTH - 2 * MARGIN)) if text.plain else [Text()]
        self.lines(wrapped, indent)

    def lines(self, lines: Iterable[Text], indent: int = MARGIN) -> None:
        """Print lines that are already wrapped; trailing blanks are not sent."""
        from rich.text import Text

        for text in lines:
            if _CONTROL.search(text.plain):
                text.plain = _CONTROL.sub("?", text.plain)  # a deck cannot steer the terminal
            if not text.plain.strip():
                self.console.print()
                continue
            out = Text(" " * indent)
            out.append_text(text)
            out.rstrip()
            self.console.print(out, soft_wrap=True)

    def waiting(self, what: str) -> AbstractContextManager[Status | None]:
        """Show that something is being worked out, where the cursor may move."""
        if not self.moves:
            return nullcontext()
        return self.console.status(self.text(f"{what} ...", "dim"), spinner=self.sign("dots", "line"))

    def blank(self) -> None:
        """Print an empty line."""
        self.console.print()


def shows_unicode(file: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether the stream and the locale can show Unicode.

    Python turns the C locale into UTF-8 for its own use and sets LC_CTYPE to say so; the person who set LANG=C still
    has a terminal that shows ASCII, so the variables are read as they were meant.
    """
    encoding = (getattr(file, "encoding", None) or "utf-8").lower().replace("_", "-")
    if not encoding.startswith(("utf", "cp65001")):
        return False
    if "PYTHONIOENCODING" in environment or environment.get("PYTHONUTF8") == "1":
        return True
    if environment.get("LC_ALL"):
        return environment["LC_ALL"] not in ("C", "POSIX")
    ctype = environment.get("LC_CTYPE", "")
    if ctype and ctype not in ("C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8"):
        return True
    return environment.get("LANG", "") not in ("C", "POSIX") if ctype != "C" else False


class _Ascii(io.TextIOBase):
    """A stream that lets only ASCII through; the last resort behind `Screen.show`."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> int:
        return self._file.write(transliterate(text))

    def flush(self) -> None:
        self._file.flush()

    def isatty(self) -> bool:
        return bool(self._file.isatty())

    def fileno(self) -> int:
        return self._file.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]  # read-only here, an attribute in TextIO
        return "ascii"

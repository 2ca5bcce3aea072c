import io

import pytest

from quiz.render.screen import Screen, Wishes, shows_unicode


class Stream(io.StringIO):
    def __init__(self, encoding="utf-8", tty=False):
        super().__init__()
        self._encoding, self._tty = encoding, tty

    @property
    def encoding(self):
        return self._encoding

    def isatty(self):
        return self._tty


@pytest.mark.parametrize(
    ("encoding", "environment", "expected"),
    [
        ("utf-8", {"LANG": "en_GB.UTF-8"}, True),
        ("utf-8", {}, True),  # a container: nothing is said, and terminals show Unicode
        ("ascii", {"LANG": "en_GB.UTF-8"}, False),
        ("iso8859-1", {}, False),
        ("utf-8", {"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False),  # the second is Python's own doing
        ("utf-8", {"LANG": "C"}, False),
        ("utf-8", {"LC_ALL": "C"}, False),
        ("utf-8", {"LC_ALL": "POSIX", "LANG": "en_GB.UTF-8"}, False),
        ("utf-8", {"LANG": "C", "LC_CTYPE": "de_DE.UTF-8"}, True),
        ("utf-8", {"LANG": "C", "LC_ALL": "C.UTF-8"}, True),
        ("utf-8", {"LANG": "C", "PYTHONIOENCODING": "utf-8"}, True),
    ],
)
def test_what_the_terminal_can_show(encoding, environment, expected):
    assert shows_unicode(Stream(encoding), environment) is expected


def test_the_wish_wins(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    assert Screen(Stream(), Wishes(ascii=False)).unicode
    assert not Screen(Stream(), Wishes(ascii=True)).unicode


def test_no_colour_reaches_a_file_or_a_plain_terminal(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    for stream, wishes in [(Stream(), Wishes()), (Stream(tty=True), Wishes(plain=True))]:
        screen = Screen(stream, wishes)
        screen.print(screen.text("red", "bold red"))
        assert stream.getvalue() == "  red\n"


def test_no_color_and_dumb_terminals_are_heard(monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    assert not Screen(Stream(tty=True)).moves
    monkeypatch.setenv("TERM", "xterm")
    assert Screen(Stream(tty=True)).moves
    monkeypatch.setenv("NO_COLOR", "")
    stream = Stream(tty=True)
    screen = Screen(stream)
    screen.print(screen.text("red", "red"))
    assert "\x1b[3" not in stream.getvalue()


def test_nothing_but_ascii_leaves_an_ascii_screen():
    stream = Stream()
    screen = Screen(stream, Wishes(ascii=True))
    screen.console.print("π ≤ 4 ✓")
    assert stream.getvalue() == "pi <= 4 ok\n"


def test_lines_have_no_trailing_blanks():
    stream = Stream()
    screen = Screen(stream, Wishes(width=40))
    screen.print(screen.text("word " * 30))
    lines = stream.getvalue().splitlines()
    assert len(lines) > 1
    assert all(line == line.rstrip() and len(line) <= 40 for line in lines)

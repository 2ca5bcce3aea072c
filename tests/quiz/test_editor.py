import io

import pytest

from quiz.render.screen import Screen, Wishes
from quiz.session.editor import PipeReader, unbalanced


def piped(text):
    return PipeReader(Screen(io.StringIO(), Wishes(ascii=True)), io.StringIO(text))


def all_lines(reader):
    lines = []
    while True:
        try:
            lines.append(reader.read())
        except EOFError:
            return lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("1\n\n2", ["1", "", "2"]),
        ("[[1, 2],\n [3, 4]]\nq\n", ["[[1, 2],\n [3, 4]]", "q"]),
        ("(0.5\nq\n", ["(0.5", "q"]),  # a lacking bracket does not swallow what follows
        ("[[1, 2],\n\n5\n", ["[[1, 2],", "", "5"]),
        ("[1, 2", ["[1, 2"]),
        ("1\r\n2\r\n", ["1", "2"]),
        ("", []),
    ],
)
def test_lines_of_a_pipe(text, lines):
    assert all_lines(piped(text)) == lines


def test_a_line_may_be_seen_before_it_is_read():
    reader = piped("1\n2\n")
    assert (reader.peek(), reader.peek(), reader.read(), reader.read(), reader.peek()) == ("1", "1", "1", "2", None)


def test_what_was_read_is_printed_so_that_a_transcript_can_be_followed():
    reader = piped("[[1],\n[2]]\n")
    reader.read("again ")
    assert reader._screen.file.getvalue() == "  again > [[1],\n    [2]]\n"


@pytest.mark.parametrize(("text", "expected"), [("[1", True), ("[1]", False), ("f(x", True), ("]", False), ("", False)])
def test_open_brackets(text, expected):
    assert unbalanced(text) is expected

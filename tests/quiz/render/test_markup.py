import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.render import markup
from quiz.render.screen import Screen, Wishes


def render(source, width=60, **wishes):
    stream = io.StringIO()
    screen = Screen(stream, Wishes(width=width, **({"ascii": False} | wishes)))
    screen.lines(markup.render(screen, source), indent=0)
    return stream.getvalue()


def test_paragraphs_are_joined_and_wrapped():
    assert render("one\ntwo\n\nthree") == "one two\n\nthree\n"
    assert max(map(len, render("word " * 50, width=30).splitlines())) <= 26


def test_two_blanks_end_a_line():
    assert render("one  \ntwo") == "one\ntwo\n"


def test_styles_leave_no_marks():
    assert render("a **bold** and *slanted* `code` word, 2 * 3 * 4") == "a bold and slanted code word, 2 * 3 * 4\n"


def test_maths_in_a_line_and_prices():
    assert render(r"where $p_i \ge 0$ holds") == "where pᵢ ≥ 0 holds\n"
    assert render("from $5 to $6") == "from $5 to $6\n"
    assert render(r"\$x\$ stays") == "$x$ stays\n"


def test_a_short_formula_is_not_broken_over_lines():
    for width in range(24, 60):
        assert "a + b" in render("some words before it: $a + b$ and some words after", width=width)


def test_a_formula_alone_stands_in_two_dimensions():
    assert render("so\n\n$$\\frac{a}{b}$$\n\nis it") == "so\n\n    a\n    ─\n    b\n\nis it\n"


def test_lists():
    assert render("- one\n- two words") == "• one\n• two words\n"
    assert render("1. one\n2. two", ascii=True) == "1. one\n2. two\n"


def test_kept_lines_keep_their_shape():
    assert render("see\n    0: 1  2\n      deeper") == "see\n\n    0: 1  2\n      deeper\n"


def test_markup_of_rich_means_nothing():
    assert render("[bold]x[/bold] :smile: [red") == "[bold]x[/bold] :smile: [red\n"


def test_a_matrix_gets_brackets():
    assert render("```matrix\n1 -2\n30 4\n```") == "    ⎡  1  −2 ⎤\n    ⎣ 30   4 ⎦\n"
    assert render("```matrix\n1 -2\n30 4\n```", ascii=True) == "    [  1  -2 ]\n    [ 30   4 ]\n"


def test_a_table_has_a_rule_and_aligned_numbers():
    assert render("```table\nx | label\n1 | a\n10 | bb\n```").splitlines() == [
        "     x  label", "    ─────────", "     1  a", "    10  bb",
    ]  # fmt: skip


def test_a_tree_gets_branches():
    source = "```tree\nroot\n  left\n    a\n  right\n```"
    assert render(source).splitlines() == ["    root", "    ├─ left", "    │  └─ a", "    └─ right"]
    assert render(source, ascii=True).splitlines() == ["    root", "    |- left", "    |  `- a", "    `- right"]


def test_an_adjacency_list():
    assert render("```adjacency\n0: 1, 2\n10:\n```").splitlines() == ["     0 │ 1 2", "    10 │"]


@pytest.mark.parametrize("only_ascii", [False, True])
def test_a_plot_puts_the_extremes_into_the_corners(only_ascii):
    rows = render("```plot\n# x, y\n0 0\n1 1\n```", ascii=only_ascii).splitlines()
    assert rows[0].strip() == "y"
    top, bottom = rows[1], rows[-3]
    assert top.strip().startswith("1 ")
    assert bottom.strip().startswith("0 ")
    assert len(top) > len(bottom)  # the second point is at the right
    assert rows[-1].split() == ["0", "x", "1"]


def test_a_plot_is_a_table_for_a_screen_reader():
    assert render("```plot\n# x, y\n0 0\n1 0.5\n```", plain=True).splitlines() == ["    x  y", "    0  0", "    1  0.5"]


def test_a_wide_row_is_folded_and_never_cut():
    row = " ".join(map(str, range(40)))
    assert render(f"```\n{row}\n```", width=40).replace("\n", "").replace(" ", "") == row.replace(" ", "")


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(source):
    assert render(source, ascii=True).isascii()


@pytest.mark.parametrize("source", ["a \x1b[2J b", "$\x1b[2J$", "```\n\x1b]0;title\x07\n```", "`\x9b31m`"])
def test_a_deck_cannot_steer_the_terminal(source):
    assert all(character.isprintable() or character == "\n" for character in render(source))


def test_code_is_folded_at_its_blanks_and_hangs():
    code = "if first:\n    call(argument_number_one, argument_number_two)"
    for wishes in ({}, {"plain": True}):
        rows = render(f"```python\n{code}\n```", width=40, **wishes).splitlines()
        assert [row.strip() for row in rows] == ["if first:", "call(argument_number_one,", "argument_number_two)"]
        assert [len(row) - len(row.lstrip()) for row in rows] == [4, 8, 12]

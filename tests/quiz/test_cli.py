"""Sessions through the command line, in one process and without a terminal."""

import pytest

from tests.quiz.practice import DECK_OF_ONE, data


def test_help_names_every_command_and_the_exit_codes(run):
    text = run("--help").output
    for name in ("drill", "ask", "interview", "list", "show", "stats", "undo", "doctor", "log", "cards", "completion"):
        assert f"\n  {name} " in text
    assert "2 usage" in text


def test_a_session_from_a_pipe(practice):
    output = practice(lines="1.04\n1.5\nq\n").output
    assert "What is the entropy of p = [0.5, 0.25, 0.25] in bits?" in output
    assert "is the entropy in nats" in output
    assert "Not right" in output
    assert "Stopped" in output
    shown = data(practice("show", "practice.entropy", "--json"))
    assert [a["outcome"] for a in shown["attempts"]] == ["wrong"]
    assert shown["attempts"][0]["mistake"] == "nats-for-bits"
    assert shown["state"] == "learning"


def test_answers_in_a_pipe_need_no_enter_between_them(practice):
    output = practice(lines="1.5\n1 2 3 4\n[[1, 2],\n[3, 4]]\nb\n").output
    assert output.count("Right") == 3
    assert "not counted" in output  # four numbers in a row are not a matrix
    assert "3 of 3 right" in output


def test_the_end_of_the_input_ends_politely(practice):
    output = practice(lines="1.5\n").output
    assert "1 of 1 right" in output
    assert "2 questions not reached" in output


def test_when_nothing_is_left_it_says_what_comes_next(practice):
    practice(lines="1.5\n[[1,2],[3,4]]\nb\n")
    output = practice().output
    assert "Nothing is due today" in output
    assert "Next: " in output
    assert "quiz drill" in output


def test_a_first_run_without_a_terminal_asks_nothing(run):
    assert "First run" in run(lines="q\n").output


def test_drill_moves_no_due_date_unless_asked(practice):
    practice("drill", "practice", lines="!\n!\n!\nq\n")
    shown = data(practice("show", "practice.entropy", "--json"))
    assert (shown["reviews"], len(shown["attempts"])) == (0, 1)
    practice("drill", "practice", "--count", lines="!\n!\n!\nq\n")
    assert data(practice("show", "practice.entropy", "--json"))["reviews"] == 1


def test_ask_for_a_program(run):
    asked = data(run("ask", "practice.entropy", "--seed", "4", "--json"))
    assert asked["question"]["seed"] == 4
    judged = data(run("ask", "practice.entropy", "--seed", "4", "--answer", "1.04", "--json"))
    assert (judged["outcome"], judged["mistake"]) == ("wrong", "nats-for-bits")
    assert data(run("ask", "practice.entropy", "--seed", "4", "--answer", "3/2", "--json"))["outcome"] == "right"
    assert data(run("ask", "practice.entropy", "--seed", "4", "--answer", "?", "--json"))["outcome"] == "invalid"


def test_the_same_seed_asks_the_same_everywhere(run):
    one, two = (data(run("ask", "practice.choice", "--seed", "9", "--json")) for _ in range(2))
    assert one == two


def test_a_wrong_name_is_a_usage_error_with_the_nearest(run):
    assert "did you mean practice.entropy?" in run("show", "practice.entrophy", code=2).stderr
    assert "did you mean practice?" in run("drill", "practise", code=2).stderr


def test_options_may_stand_before_or_after_the_command(run, tmp_path):
    deck = tmp_path / "more.yaml"
    deck.write_text("topic: more\ncards:\n" + DECK_OF_ONE)
    for arguments in (("--deck", str(deck), "list", "more"), ("list", "more", "--deck", str(deck))):
        assert "more.one" in run(*arguments).output


def test_an_interview_writes_a_report(practice, home):
    output = practice("interview", "--minutes", "6", "--topics", "practice", lines="!\n!\n!\n").output
    assert "1.5" not in output
    (path,) = (home / "reports").iterdir()
    text = path.read_text()
    assert "| practice |" in text
    assert "Right answer" in text
    assert data(practice("show", "practice.entropy", "--json"))["reviews"] == 0


@pytest.mark.parametrize("arguments", [("list",), ("stats",), ("show", "practice.entropy"), ("doctor",), ("drill",)])
def test_sixty_columns_without_unicode_or_colour(practice, arguments):
    practice(lines="1.04\n[[1,2],[3,4]]\nq\n")
    output = practice(*arguments, "--ascii", "--width", "60", lines="?\nwhat\n1.04\n!\nq\n").output
    assert output.isascii()
    assert "\x1b" not in output
    for line in output.splitlines():
        assert len(line) <= 60 or "/" in line  # a path is not cut


def test_easy_moves_the_due_day_and_is_undone(practice):
    def due():
        return data(practice("show", "practice.entropy", "--json"))["due"]

    output = practice("ask", "practice.entropy", "--count", lines="1.5\nq\n").output
    good = due()
    practice("undo")
    assert "e easy" in output
    output = practice("ask", "practice.entropy", "--count", lines="1.5\n:e\nq\n").output
    assert "Counted as easy, on your word. Due again in" in " ".join(output.split())
    assert due() > good
    practice("undo")
    assert due() == good


def test_from_a_pipe_a_bare_e_is_the_next_answer(practice):
    output = practice("ask", "practice.entropy", "--count", lines="1.5\ne\n").output
    assert "Counted as easy" not in output


def test_an_interview_whose_report_cannot_be_written_prints_it(practice, home):
    (home / "reports").write_text("in the way")
    output = practice("interview", "--minutes", "2", lines="!\n!\n!\n").output
    assert "# Interview of" in output
    assert "could not be written (File exists" in " ".join(output.split())

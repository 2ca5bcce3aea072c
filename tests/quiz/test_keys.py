from dataclasses import replace

import pytest

from quiz.question import Question
from quiz.session.keys import HELP, Command, read_key, spelled, taken_letters


def question(kind="number", options=()):
    return Question("c", "t", "easy", kind, 1, "f", {}, "?", "", options)


@pytest.mark.parametrize("answer", ["0.5", "-1", "[1, 2]", "E", "pi", "x", "a b", "S", "qq", "1 = 2", "==", "2!", "?x"])
def test_answers_stay_answers(answer):
    assert read_key(f" {answer} ") == (None, answer)


@pytest.mark.parametrize(
    ("line", "command"),
    [("?", Command.HINT), ("!", Command.GIVE_UP), ("??", Command.HELP), ("q", Command.QUIT), (":quit", Command.QUIT),
     (":Q", Command.QUIT), (":override", Command.OVERRIDE), ("exit", Command.QUIT), ("help", Command.HELP),
     (":hint", Command.HINT), (":?", Command.HINT), (": u", Command.UNDO)],
)  # fmt: skip
def test_keys(line, command):
    assert read_key(line)[0] is command


def test_arguments():
    assert read_key("= 2 * 3 ") == (Command.CALCULATE, "2 * 3")
    assert read_key(":f too hard") == (Command.FLAG, "too hard")
    assert read_key(":what") == (Command.HELP, "what")


def test_every_letter_key_gives_way_to_an_answer():
    letters = {command.value for command in Command if command.value.isalpha()}
    for letter in letters:
        assert read_key(letter)[0] is not None
        assert read_key(letter, taken={letter}) == (None, letter)
        assert read_key(f":{letter}", taken={letter})[0] is not None
        assert spelled(Command(letter), {letter}) == f":{letter}"


def test_letters_of_options_are_taken():
    assert taken_letters(question("choice", ("x",) * 6)) == set("abcdef")
    assert taken_letters(question("number")) == {"e"}  # Euler's number
    assert taken_letters(question("order", ("x",) * 6)) == set()


def test_letters_of_labels_are_taken():
    prompt = "Which node is last?\n\n```adjacency\nS: T K\nT: S\nK: S\n```"
    asked = replace(question("number"), prompt=prompt, form="One label, such as S.")
    assert taken_letters(asked) == set("stke")
    assert taken_letters(replace(asked, form="A whole number.")) == {"e"}


def test_help_lists_every_key():
    text = " ".join(key for key, _ in HELP)
    assert all(command.value in text for command in Command if command is not Command.HELP)

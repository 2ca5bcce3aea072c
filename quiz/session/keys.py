"""What a line typed in a session means: an answer, or one of the keys.

A key is one letter only where the letter cannot be an answer: option `f` of a choice and node `s` of a graph stay
answers. With a colon in front (`:f`, `:flag`) a key always works, and the line of keys shows the form that does.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from enum import StrEnum

from quiz.question import Question


class Command(StrEnum):
    """The keys of a session; the value is the letter."""

    HINT = "?"
    GIVE_UP = "!"
    SOURCE = "s"
    KNOWN = "k"
    TYPO = "t"
    EASY = "e"
    OVERRIDE = "o"
    FLAG = "f"
    UNDO = "u"
    QUIT = "q"
    HELP = "??"
    CALCULATE = "="


NAMES = {
    "hint": Command.HINT, "h": Command.HINT, "giveup": Command.GIVE_UP, "give-up": Command.GIVE_UP,
    "answer": Command.GIVE_UP, "source": Command.SOURCE, "known": Command.KNOWN, "typo": Command.TYPO,
    "easy": Command.EASY, "override": Command.OVERRIDE, "flag": Command.FLAG, "undo": Command.UNDO,
    "quit": Command.QUIT, "exit": Command.QUIT, "help": Command.HELP, **{command.value: command for command in Command},
}  # fmt: skip

HELP = (
    ("?", "a hint; the price is said before it is paid"),
    ("!", "give up and see the answer"),
    ("= 3/8*log2(3)", "calculate without answering"),
    ("s", "show the source of the algorithm"),
    ("k", "I know this card: do not ask it again"),
    ("t", "after a wrong verdict: it was a typo, let me type it again"),
    ("e", "after a right verdict: that was easy; it comes back later (kept in the log)"),
    ("o", "after a verdict: I judge otherwise (kept in the log as an override)"),
    ("f", "this card is bad; :f and some words say why"),
    ("u", "undo the last answer or key"),
    ("q", "stop; everything answered is saved"),
    (":q", "any key with a colon works even where the letter could be an answer"),
)


def read_key(line: str, taken: Iterable[str] = ()) -> tuple[Command | None, str]:
    """Return the key that a line is, with its argument; None with the line itself where it is an answer.

    >>> read_key("q")[0].name, read_key("= 2*3"), read_key("0 1 2")
    ('QUIT', (<Command.CALCULATE: '='>, '2*3'), (None, '0 1 2'))
    >>> read_key("f", taken={"f"}), read_key(":f too easy", taken={"f"})
    ((None, 'f'), (<Command.FLAG: 'f'>, 'too easy'))
    """
    text = line.strip()
    if text.startswith("=") and not text.startswith("=="):
        return Command.CALCULATE, text[1:].strip()
    if text.startswith(":"):
        word, _, argument = text[1:].strip().partition(" ")
        command = NAMES.get(word.lower())
        return (command, argument.strip()) if command else (Command.HELP, word)
    if text in ("?", "!", "??"):
        return Command(text), ""
    if text.lower() in ("quit", "exit", "help"):
        return NAMES[text.lower()], ""
    if len(text) == 1 and text in string.ascii_lowercase and text in NAMES and text != "h" and text not in taken:
        return NAMES[text], ""
    return None, text


def taken_letters(question: Question) -> frozenset[str]:
    """Return the letters that may be an answer to `question`; e is Euler's number where numbers are asked for."""
    if question.kind == "choice":
        return frozenset(string.ascii_lowercase[: len(question.options)])
    if question.kind not in ("number", "array"):
        return frozenset()
    if "label" not in question.form:  # the sentence that says how to answer names labels where they are the answer
        return frozenset("e")
    return frozenset("e" + "".join(re.findall(r"\b[A-Za-z]\b", question.prompt)).lower())


def spelled(command: Command, taken: Iterable[str] = ()) -> str:
    """Return how to type a key just now."""
    return f":{command.value}" if command.value in taken else command.value

"""Every `quiz ...` that the program tells people to type is a command that it has."""

import ast
import re
import shlex
from pathlib import Path

import click

import quiz
from quiz.cli import cli

FOLDER = Path(quiz.__file__).parent
QUOTED = re.compile(r"`(quiz(?: [^`]*)?)`")
LOOSE = re.compile(r"\bquiz((?: (?:-{0,2}[a-z][a-z-]*|\d+))+)")


def texts(tree):
    """Return the texts of a module; what is filled in becomes x."""
    inside = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside.update(id(part) for part in node.values)
            yield node.lineno, "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.lineno, node.value


def commands():
    """Yield every command in a message or docstring with its place."""
    for path in sorted(FOLDER.rglob("*.py")):
        for line, text in texts(ast.parse(path.read_text(encoding="utf-8"))):
            place = f"{path.relative_to(FOLDER)}:{line}"
            for found in QUOTED.findall(text):
                yield place, " ".join(found.split())
            for found in LOOSE.findall(QUOTED.sub("", " ".join(text.split()))):
                words = found.split()
                if words[0] in cli.commands or words[0].startswith("-"):
                    yield place, " ".join(["quiz", *_known(words)])


def _known(words):
    """Leave out the prose behind a command that stands without quotes; options belong to the command."""
    group = cli
    kept = []
    for word in words:
        if not word.startswith("-") and not word.isdigit():
            if not isinstance(group, click.Group) or word not in group.commands:
                break
            group = group.commands[word]
        kept.append(word)
    return kept


def fault(command):
    """Say what is wrong with the words of a command; values that stand in for others are not judged."""
    arguments = shlex.split(command)[1:]
    here, parent = cli, None
    while True:
        try:
            context = here.make_context(here.name, arguments, parent=parent)
        except click.BadParameter:
            return ""
        except click.exceptions.Exit:  # --version and --help
            return ""
        except click.UsageError as error:
            return error.format_message()
        if not isinstance(here, click.Group) or not (arguments := [*context._protected_args, *context.args]):
            return ""
        if arguments[0] not in here.commands:
            return f"there is no command {arguments[0]}"
        here, parent, arguments = here.commands[arguments[0]], context, arguments[1:]


def test_the_judge_sees_faults():
    assert fault("quiz log export x") == ""
    assert fault("quiz ask x --seed x") == ""
    assert "--export" in fault("quiz log --export")
    assert "nonsense" in fault("quiz nonsense")
    assert "extra" in fault("quiz doctor now")
    assert _known(["doctor", "says", "more"]) == ["doctor"]
    assert _known(["log", "--export", "and", "merge"]) == ["log", "--export"]


def test_every_command_in_a_message_exists():
    found = list(commands())
    assert len(found) > 10
    faults = [f"{place}: {command}: {wrong}" for place, command in found if (wrong := fault(command))]
    assert faults == []

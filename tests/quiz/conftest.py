"""The commands in one process, without a terminal, on a home of their own with the practice deck."""

import pytest
from click.testing import CliRunner

from quiz.cli import cli
from tests.quiz.practice import write_deck


@pytest.fixture
def home(tmp_path):
    (tmp_path / "decks").mkdir()
    write_deck(tmp_path / "decks")
    return tmp_path


@pytest.fixture
def run(home, monkeypatch):
    monkeypatch.setenv("KERNELCARDS_HOME", str(home))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)

    def run(*arguments, lines="", code=0):
        result = CliRunner().invoke(cli, list(arguments), input=lines, catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return run


@pytest.fixture
def practice(run):
    """The same, after `quiz setup` for the practice deck alone."""
    run("setup", "--topics", "practice", "--minutes", "20")
    return run

"""How the program starts: quickly, in several processes at once, completed by the shell, never with a traceback."""

import json
import subprocess
import sys

import pytest

from tests.quiz.practice import ROOT, environment


def test_an_unreadable_history_is_no_traceback(run, home):
    (home / "history.sqlite3").write_bytes(b"not a database at all" * 100)
    result = run("stats", code=3)
    assert "history.sqlite3" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(run, shell):
    assert "_QUIZ_COMPLETE" in run("completion", shell).output


def test_completion_knows_cards_and_topics(home):
    words = {"_QUIZ_COMPLETE": "bash_complete", "COMP_WORDS": "quiz show practice.", "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-m", "quiz"],
        env=environment(home, **words),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
    )
    assert {line.partition(",")[2] for line in done.stdout.split()} == {
        "practice.entropy", "practice.matrix", "practice.choice",
    }  # fmt: skip


def test_help_is_quick_because_it_loads_nothing_heavy(home):
    script = (
        "import sys\nfrom quiz.cli import cli\n"
        "try: cli.main(['--help'], prog_name='quiz')\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'numba', 'rich', 'prompt_toolkit', 'pydantic', 'ruamel', 'fsrs', 'scipy', 'sqlite3'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run(
        [sys.executable, "-c", script],
        env=environment(home),
        check=True,
        cwd=ROOT,
        timeout=60,
        stdout=subprocess.DEVNULL,
    )


def test_the_first_question_needs_no_numpy(practice, home):
    """The question comes from a prepared variant; what grades it is loaded behind the reading."""
    practice(lines="q\n")  # leaves prepared variants
    script = (
        "import sys, quiz.session.editor\n"
        "from quiz.cli import cli\n"
        "class Reader:\n"
        "    piped = False\n"
        "    def ready(self):\n"
        "        heavy = {'numpy', 'numba', 'pydantic', 'ruamel', 'fsrs', 'algos', 'prompt_toolkit'}\n"
        "        assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "        print('LIGHT')\n"
        "    def read(self, label='', words=()): raise EOFError\n"
        "quiz.session.editor.reader = lambda screen: Reader()\n"
        "cli.main([], prog_name='quiz', standalone_mode=False)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(home), capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert "LIGHT" in done.stdout, done.stderr
    assert "practice" in done.stdout.split("LIGHT")[0]


def test_no_word_leaves_the_program_by_a_traceback(home):
    done = subprocess.run(
        [sys.executable, "-m", "quiz", "show", "no.such.card"], env=environment(home), capture_output=True, text=True,
        cwd=ROOT, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_path_that_cannot_be_written_is_a_fault_and_no_traceback(run, tmp_path):
    (tmp_path / "taken").mkdir()
    result = run("cards", "anki", str(tmp_path / "nowhere" / "deck.apkg"), "--topic", "practice", code=3)
    assert "nowhere" in result.output


def test_two_sessions_at_once_keep_both_their_answers(home):
    environ = environment(home)
    subprocess.run(
        [sys.executable, "-m", "quiz", "setup", "--topics", "practice"], env=environ, check=True, capture_output=True
    )
    command = [sys.executable, "-m", "quiz", "ask", "practice.entropy", "--count"]
    both = [
        subprocess.Popen(
            command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _ in range(2)
    ]
    for process in both:
        process.stdin.write("1.04\n")
        process.stdin.flush()
    for process in both:
        output, _ = process.communicate("t\n1.5\nq\n", timeout=120)
        assert "Traceback" not in output
        assert process.returncode == 0
    command = [sys.executable, "-m", "quiz", "show", "practice.entropy", "--json"]
    shown = json.loads(subprocess.run(command, env=environ, check=True, capture_output=True, text=True).stdout)
    assert [attempt["answer"] for attempt in shown["attempts"]].count("1.5") == 2
    assert len(shown["attempts"]) == 4

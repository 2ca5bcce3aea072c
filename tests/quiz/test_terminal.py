"""The trainer in a real terminal: what is typed, killed and interrupted."""

import json
import shutil
import signal
import subprocess
import sys
import termios

import pytest

from quiz.deck import prepared
from quiz.deck.index import catalogue
from quiz.generate import generate
from quiz.history.store import Store, history_path
from tests.quiz.practice import ROOT, environment, write_deck

pexpect = pytest.importorskip("pexpect")
PROMPT = "› "
TIMEOUT = 30


@pytest.fixture
def home(tmp_path):
    """A home with the practice deck, where nothing was set up."""
    (tmp_path / "decks").mkdir()
    write_deck(tmp_path / "decks")
    return tmp_path


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A home that asks only the practice deck, with prepared questions as after a first session."""
    home = tmp_path_factory.mktemp("template")
    (home / "decks").mkdir()
    deck = write_deck(home / "decks")
    with Store(history_path(home)) as store:
        store.set(topics=("practice",))
    cards = catalogue([deck])
    prepared.put(home, [generate(cards.card(card), seed)[0] for card in cards for seed in range(2)])
    return home


@pytest.fixture
def practice(template, tmp_path):
    shutil.copytree(template, tmp_path / "home")
    return tmp_path / "home"


def quiz(home, *arguments, **options):
    done = subprocess.run(
        [sys.executable, "-m", "quiz", *arguments], env=environment(home, **options.pop("env", {})),
        capture_output=True, text=True, cwd=ROOT, timeout=TIMEOUT, **options,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done


def attempts(home, card="practice.entropy"):
    return json.loads(quiz(home, "show", card, "--json").stdout)["attempts"]


class Terminal:
    """A learner at a terminal of 60 columns."""

    def __init__(self, home, *arguments, width=60, **env):
        self.child = pexpect.spawn(
            sys.executable, ["-m", "quiz", *arguments], env=environment(home, **env), cwd=str(ROOT), timeout=TIMEOUT,
            dimensions=(40, width), encoding="utf-8",
        )  # fmt: skip
        self.child.delaybeforesend = None
        self.before = self.modes()

    def modes(self):
        return termios.tcgetattr(self.child.child_fd)[3] & (termios.ECHO | termios.ICANON | termios.ISIG)

    def sees(self, *texts):
        for text in texts:
            self.child.expect_exact(text)

    def types(self, text):
        """Type a line, once the prompt listens."""
        self.child.expect_exact(PROMPT)
        self.child.send(text + "\r")

    def ends(self, code):
        self.child.expect(pexpect.EOF)
        modes = self.modes()
        self.child.close()
        assert (self.child.exitstatus, self.child.signalstatus) == (code, None)
        assert modes == self.before, "the terminal is left as it was found"


def test_a_first_run_and_three_kinds_of_answer(home):
    at = Terminal(home)
    at.sees("When is the interview?")
    at.types("yesterday")
    at.sees("Write the date as")
    at.types("3 weeks")
    at.sees("Which topics?")
    at.types("practice")
    at.sees("How many minutes")
    at.types("15")
    at.sees("placement questions?")
    at.types("n")
    at.sees("15 min left", "What is the entropy")
    at.types("1..5")
    at.sees("I cannot read that", "▲")
    at.types("1.04")
    at.sees("Not right", "is the entropy in nats", "1.5")
    at.types("")
    at.sees("Write this matrix down", "⎡", "⎣")
    at.types("[[1, 2], [3, 4]]")
    at.sees("Right")
    at.types("q")
    at.sees("1 of 2 right")
    at.ends(0)
    outcomes = [a["outcome"] for card in ("practice.entropy", "practice.matrix") for a in attempts(home, card)]
    assert outcomes == ["wrong", "right"]
    assert quiz(home, "doctor").returncode == 0


def test_control_c_loses_nothing_and_leaves_the_terminal_sane(practice):
    at = Terminal(practice)
    at.types("1.5")
    at.sees("Right")
    at.child.expect_exact(PROMPT)
    at.child.sendintr()
    at.sees("Interrupted", "1 of 1 right", "Everything answered is saved")
    at.ends(130)
    assert len(attempts(practice)) == 1


def test_control_c_while_the_plan_is_asked(home):
    at = Terminal(home)
    at.child.expect_exact(PROMPT)
    at.child.sendintr()
    at.ends(130)


def test_control_d_ends_politely(practice):
    at = Terminal(practice)
    at.sees("What is the entropy")
    at.child.expect_exact(PROMPT)
    at.child.sendeof()
    at.sees("Nothing was answered")
    at.ends(0)


def test_kill_loses_no_answer(practice):
    at = Terminal(practice)
    at.types("1.5")
    at.sees("Right")
    at.types("")
    at.sees("Write this matrix down")
    at.child.kill(signal.SIGKILL)
    at.child.expect(pexpect.EOF)
    at.child.close()
    assert [a["outcome"] for a in attempts(practice)] == ["right"]
    assert quiz(practice, "doctor").returncode == 0
    assert "2 new" in quiz(practice, input="q\n").stdout


def test_being_told_to_end_leaves_the_terminal_sane(practice):
    at = Terminal(practice)
    at.child.expect_exact(PROMPT)
    at.child.kill(signal.SIGTERM)
    at.ends(128 + signal.SIGTERM)


def test_a_pasted_matrix_is_one_answer(practice):
    at = Terminal(practice, "ask", "practice.matrix")
    at.sees("Write this matrix down")
    at.child.expect_exact(PROMPT)
    at.child.send("\x1b[200~[[1, 2],\n [3, 4]]\x1b[201~\r")
    at.sees("Right")
    at.types("q")
    at.ends(0)


def test_an_open_bracket_goes_on_in_the_next_line(practice):
    at = Terminal(practice, "ask", "practice.matrix")
    at.types("[[1, 2],")
    at.child.send("[3, 4]]\r")
    at.sees("Right")
    at.types("q")
    at.ends(0)


def test_keys_are_completed(practice):
    at = Terminal(practice, "ask", "practice.entropy")
    at.child.expect_exact(PROMPT)
    at.child.send(":qui\t")
    at.child.expect(r"t\x1b")  # drawn alone where the rest stands already
    at.child.send("\r")
    at.ends(0)


@pytest.mark.parametrize("arguments", [(), ("--plain",)])
def test_a_dumb_terminal_gets_plain_lines(practice, arguments):
    at = Terminal(practice, *arguments, TERM="dumb" if not arguments else "xterm", LC_ALL="C")
    at.child.expect_exact("> ")
    at.child.send("1.5\r")
    at.sees("Right")
    at.child.expect_exact("> ")
    at.child.send("q\r")
    at.child.expect(pexpect.EOF)
    assert "\x1b[" not in at.child.before


def test_a_narrow_ascii_pipe(practice):
    done = quiz(practice, "--width", "60", input="1.04\n[[1, 2],\n[3, 4]]\n", env={"LC_ALL": "C", "NO_COLOR": "1"})
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 60
    assert "Not right" in done.stdout
    assert "[ 1  2 ]" in done.stdout


def test_bytes_that_are_no_text_are_an_answer_that_cannot_be_read(practice):
    done = subprocess.run(
        [sys.executable, "-m", "quiz"], input=b"\xff\xfe\x00\x1bc (\n1.5 \x9b\n1.5\nq\n", env=environment(practice),
        capture_output=True, cwd=ROOT, timeout=TIMEOUT,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    assert b"\x1b" not in done.stdout
    assert b"1 of 1 right" in done.stdout


def test_a_reader_that_goes_away_is_no_traceback(practice):
    command = f"{sys.executable} -m quiz list | head -1"
    done = subprocess.run(
        command, shell=True, env=environment(practice), capture_output=True, text=True, cwd=ROOT, timeout=TIMEOUT
    )
    assert "Traceback" not in done.stderr


def test_typing_is_quick_while_numba_loads(practice):
    """Letters come back at once, although the background thread imports and compiles meanwhile."""
    from time import perf_counter, sleep

    at = Terminal(practice)
    at.child.expect_exact(PROMPT)
    slowest = []
    for letter in "0123456789" * 2:
        start = perf_counter()
        at.child.send(letter)
        at.child.expect_exact(letter)
        slowest.append(perf_counter() - start)
        sleep(0.02)
    assert sorted(slowest)[len(slowest) // 2] < 0.2  # the median: another process may take the processor
    at.child.sendintr()
    at.ends(130)

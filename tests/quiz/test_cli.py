"""The commands, in one process and without a terminal."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from quiz.cli import cli
from tests.quiz.practice import ROOT, environment, write_deck


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


def data(result):
    return json.loads(result.stdout)


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


def test_list(practice):
    rows = data(practice("list", "practice", "--json"))
    assert [row["id"] for row in rows] == ["practice.entropy", "practice.matrix", "practice.choice"]
    assert [row["id"] for row in data(practice("list", "practice", "--level", "medium", "--json"))] == [
        "practice.choice"
    ]
    assert data(practice("list", "practice", "--due", "--json")) == []
    assert "practice.entropy" in practice("list", "practice").output


def test_suspend_and_resume(practice):
    practice("suspend", "practice.entropy")
    assert data(practice("show", "practice.entropy", "--json"))["state"] == "suspended"
    assert "entropy" not in practice(lines="q\n").output
    practice("resume", "practice.entropy")
    assert data(practice("show", "practice.entropy", "--json"))["state"] == "new"


def test_undo_reaches_into_earlier_sessions(practice):
    practice(lines="1.04\nq\n")
    assert "practice.entropy" in practice("undo").output
    assert data(practice("show", "practice.entropy", "--json"))["reviews"] == 0
    practice("undo", "--redo")
    assert data(practice("show", "practice.entropy", "--json"))["reviews"] == 1


def test_stats(practice):
    practice(lines="1.04\n[[1,2],[3,4]]\nq\n")
    found = data(practice("stats", "--json"))
    assert found["answers"] == 2
    assert found["mistakes"][0]["name"] == "nats-for-bits"
    text = practice("stats").output
    for title in ("Falling due", "Topics, weakest first", "Nats for bits"):
        assert title in text


def test_doctor_is_content_and_finds_a_changed_cache(practice, home):
    import sqlite3

    practice(lines="1.5\nq\n")
    assert data(practice("doctor", "--json"))["ok"]
    with sqlite3.connect(home / "history.sqlite3") as db:
        db.execute("UPDATE card_state SET reps = 7")
    db.close()
    assert not data(practice("doctor", "--json", code=1))["ok"]
    practice("doctor", "--repair")
    assert data(practice("doctor", "--json"))["ok"]


def test_the_log_goes_to_another_machine(practice, tmp_path):
    practice(lines="1.5\nq\n")
    practice("log", "export", str(tmp_path / "log.jsonl"))
    other = tmp_path / "other"
    added = data(practice("log", "merge", str(tmp_path / "log.jsonl"), "--home", str(other), "--json"))
    assert added["added"] > 0
    assert data(practice("log", "merge", str(tmp_path / "log.jsonl"), "--home", str(other), "--json"))["added"] == 0
    (tmp_path / "bad.jsonl").write_text("{\n")
    assert "bad.jsonl:1" in practice("log", "merge", str(tmp_path / "bad.jsonl"), code=3).stderr


def test_a_broken_deck_is_named_by_its_place(run, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("topic: practice\ncards:\n  - id: a.b\n    kind: nonsense\n")
    assert f"{bad}:4:" in run("--deck", str(bad), "list", code=3).stderr
    (tmp_path / "decks" / "worse.yaml").write_text("cards: !!python/object:os.system {}\n")
    result = run("list", "practice", "--json")
    assert "worse.yaml:1:" in result.stderr
    assert len(data(result)) == 3


def test_a_deck_named_like_the_start_of_a_faulty_one_is_not_blamed(run, tmp_path):
    (tmp_path / "decks" / "worse.yaml").write_text("cards: !!python/object:os.system {}\n")
    (tmp_path / "decks" / "wor").mkdir()
    result = run("--deck", str(tmp_path / "decks" / "wor"), "list", "practice", "--json")
    assert "left out" in result.stderr
    run("--deck", str(tmp_path / "decks"), "list", "practice", code=3)


def test_only_cards_that_will_be_asked_are_made_ready_for_another_day(tmp_path):
    from types import SimpleNamespace

    from quiz.commands.learn import _later
    from quiz.history.store import Store
    from tests.quiz.learner import attempt

    with Store(tmp_path / "history.sqlite3") as store:
        for card in "abcd":
            store.record(attempt(card))
        store.suspend("a")
        store.known("b")
        assert set(_later(SimpleNamespace(cards=list("abcde")), store, [])) == {"c", "d", "e"}


def test_a_wrong_name_is_a_usage_error_with_the_nearest(run):
    assert "did you mean practice.entropy?" in run("show", "practice.entrophy", code=2).stderr
    assert "did you mean practice?" in run("drill", "practise", code=2).stderr


def test_an_unreadable_history_is_no_traceback(run, home):
    (home / "history.sqlite3").write_bytes(b"not a database at all" * 100)
    result = run("stats", code=3)
    assert "history.sqlite3" in result.stderr
    assert "Traceback" not in result.stderr


def test_options_may_stand_before_or_after_the_command(run, tmp_path):
    deck = tmp_path / "more.yaml"
    deck.write_text("topic: more\ncards:\n" + DECK_OF_ONE)
    for arguments in (("--deck", str(deck), "list", "more"), ("list", "more", "--deck", str(deck))):
        assert "more.one" in run(*arguments).output


DECK_OF_ONE = """\
  - id: more.one
    kind: choice
    level: easy
    ask: "Yes?"
    options: [{text: "yes", right: true}, {text: "no"}]
    explain: "Yes."
    source: "none"
"""


def test_preview_shows_what_the_learner_does_not_see(run):
    plain = run("cards", "preview", "practice.entropy", "--seed", "2").output
    full = run("cards", "preview", "practice.entropy", "--seed", "2", "--answer").output
    assert "nats" not in plain
    assert "nats-for-bits" in full
    assert "1.5" in full


def test_lint_finds_what_is_wrong_with_a_card(run, tmp_path):
    assert data(run("lint", "practice.choice", "--seeds", "3", "--json")) == []
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        "topic: bad\ncards:\n" + DECK_OF_ONE.replace("more.one", "bad.one").replace('"Yes."', '"No. {{nothing}}"')
    )
    problems = data(run("lint", "--deck", str(bad), "bad", "--json", code=1))
    assert problems[0]["file"] == str(bad)


def test_tuning_says_when_there_is_too_little_to_go_by(practice):
    assert "reviews" in practice("tune", code=1).stderr


def test_cards_go_into_an_anki_package(run, tmp_path):
    pytest.importorskip("genanki")
    path = tmp_path / "cards.apkg"
    assert "3 notes" in run("cards", "anki", str(path), "--topic", "practice", "--variants", "1").output
    assert path.read_bytes()[:2] == b"PK"


def test_schema_is_json(run):
    assert data(run("cards", "schema"))["type"] == "object"


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


def test_an_interview_writes_a_report(practice, home):
    output = practice("interview", "--minutes", "6", "--topics", "practice", lines="!\n!\n!\n").output
    assert "1.5" not in output
    (path,) = (home / "reports").iterdir()
    text = path.read_text()
    assert "| practice |" in text
    assert "Right answer" in text
    assert data(practice("show", "practice.entropy", "--json"))["reviews"] == 0


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


@pytest.mark.parametrize("arguments", [("list",), ("stats",), ("show", "practice.entropy"), ("doctor",), ("drill",)])
def test_sixty_columns_without_unicode_or_colour(practice, arguments):
    practice(lines="1.04\n[[1,2],[3,4]]\nq\n")
    output = practice(*arguments, "--ascii", "--width", "60", lines="?\nwhat\n1.04\n!\nq\n").output
    assert output.isascii()
    assert "\x1b" not in output
    for line in output.splitlines():
        assert len(line) <= 60 or "/" in line  # a path is not cut


def test_no_word_leaves_the_program_by_a_traceback(home):
    done = subprocess.run(
        [sys.executable, "-m", "quiz", "show", "no.such.card"], env=environment(home), capture_output=True, text=True,
        cwd=ROOT, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_rename_carries_the_history_over_and_its_reversal_brings_it_back(practice, home):
    def states():
        return {row["id"]: row["state"] for row in data(practice("list", "practice", "--json"))}

    practice("ask", "practice.entropy", "--count", lines="1.5\n")
    deck = home / "decks" / "practice.yaml"
    before = deck.read_text()
    head = "id: practice.entropy\n"
    deck.write_text(before.replace(head, "id: practice.surprise\n    aliases: [practice.entropy]\n"))
    assert states()["practice.surprise"] == "learning"
    deck.write_text(before)
    assert states()["practice.entropy"] == "learning"


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


def test_titles_show_formulas_and_are_cut_at_words(practice, home):
    deck = home / "decks" / "practice.yaml"
    deck.write_text(deck.read_text().replace('"Which of these', '"Of $p_i$ and $q_i$, ' + "many words " * 12 + "which"))
    listed = practice("list", "practice", "--width", "120").output
    assert "Of pᵢ and qᵢ, many words" in listed
    shown = practice("show", "practice.choice", "--json").output
    assert "many words many…" in shown or "many words…" in shown


def test_what_was_undone_is_said_in_words(practice):
    practice("ask", "practice.entropy", "--count", lines="1.5\n:e\nq\n")
    assert practice("undo").output == "Undone: your rating of practice.entropy\n"
    assert practice("undo", "--redo").output == "Redone: your rating of practice.entropy\n"
    practice("undo")
    assert practice("undo").output == "Undone: the answer to practice.entropy (right: 1.5)\n"


def test_a_card_that_is_not_set_aside_is_not_resumed(practice):
    assert practice("resume", "practice.entropy").output == "practice.entropy was not set aside\n"
    practice("suspend", "practice.entropy")
    assert practice("resume", "practice.entropy").output == "Resumed practice.entropy\n"


def test_an_old_history_with_odd_answers_is_shown(practice, home):
    from quiz.history.event import Kind
    from quiz.history.store import Store, history_path

    card = json.loads(practice("list", "--json").stdout)[0]["id"]
    with Store(history_path(home)) as store, store.writing() as now:
        store.append(now, Kind.ATTEMPT, card, {"rating": 3, "duration_ms": "x"})
        store.refresh(card)
    (shown,) = json.loads(practice("show", card, "--json").stdout)["attempts"]
    assert shown["seconds"] == 0
    assert f"Undone: the answer to {card}" in practice("undo").output

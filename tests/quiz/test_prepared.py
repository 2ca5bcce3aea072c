"""Prepared questions: used once, ignored when outdated, and never in the way when the files are damaged."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from quiz.deck import index as deck
from quiz.deck import prepared
from quiz.question import GENERATOR_VERSION, Question

QUESTION = Question(
    "a.b", "graphs", "easy", "number", 1, "f" * 16, {"x": [1.5, 2]}, "How?", "A number.", hints=("h",), reveals=(True,)
)


@pytest.fixture(autouse=True)
def package(tmp_path, monkeypatch):
    folder = tmp_path / "package"
    folder.mkdir()
    monkeypatch.setattr(prepared, "packaged_folder", lambda: folder)
    return folder


def test_a_question_is_used_once(tmp_path):
    prepared.put(tmp_path, [QUESTION])
    assert prepared.take(tmp_path, "a.b", "f" * 16) == QUESTION
    assert prepared.take(tmp_path, "a.b", "f" * 16) is None


def test_packaged_questions_stay_and_those_seen_are_avoided(package):
    prepared.write_packaged([QUESTION, replace(QUESTION, seed=2)], package)
    assert prepared.take(None, "a.b", "f" * 16).seed == 1
    assert prepared.take(None, "a.b", "f" * 16, avoid={1}).seed == 2
    assert prepared.take(None, "a.b", "f" * 16, avoid={1, 2}) is None
    loaded = prepared.load()
    assert prepared.take(None, "a.b", "f" * 16, prepared=loaded).seed == 1
    assert prepared.take(None, "a.b", "f" * 16, prepared=loaded).seed == 2


def test_the_home_comes_first(tmp_path, package):
    prepared.write_packaged([QUESTION], package)
    prepared.put(tmp_path, [replace(QUESTION, seed=9)])
    assert prepared.take(tmp_path, "a.b", "f" * 16).seed == 9
    assert prepared.take(tmp_path, "a.b", "f" * 16).seed == 1


@pytest.mark.parametrize("change", [{"fingerprint": "0" * 16}, {"generator": GENERATOR_VERSION + 1}])
def test_what_is_outdated_is_ignored(tmp_path, change):
    prepared.put(tmp_path, [QUESTION])
    path = tmp_path / prepared.FILE
    data = json.loads(path.read_text())
    if "generator" in change:
        data |= change
    else:
        data["questions"][0] |= change
    path.write_text(json.dumps(data))
    assert prepared.take(tmp_path, "a.b", "f" * 16) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"generator": 1, "questions": [{"card": 3}]}', "\x00"])
def test_a_damaged_file_counts_as_empty(tmp_path, text):
    (tmp_path / prepared.FILE).write_text(text)
    assert prepared.load(tmp_path) == {}
    prepared.put(tmp_path, [QUESTION])
    assert prepared.take(tmp_path, "a.b", "f" * 16) == QUESTION


def test_the_newest_of_each_card_are_kept(tmp_path):
    for seed in range(prepared.KEEP + 2):
        prepared.put(tmp_path, [replace(QUESTION, seed=seed), replace(QUESTION, card="a.c", seed=seed)])
    kept = prepared.load(tmp_path)
    assert [question.seed for question in kept["a.b"]] == [4, 3, 2]
    assert len(kept["a.c"]) == prepared.KEEP


def test_a_warm_start_imports_neither_yaml_nor_pydantic_nor_numpy(tmp_path):
    script = f"""
import sys
from pathlib import Path
from quiz.deck import index as deck
from quiz.deck import prepared
home = Path({str(tmp_path)!r})
cards = deck.catalogue(deck.deck_files(home), home / "cache" / "index.json")
found = prepared.load(home)
assert len(cards) > 0 and not cards.faults, cards.faults
for card_id, summary in cards.items():
    prepared.take(None, card_id, summary.fingerprint, prepared=found)
heavy = {{"ruamel", "pydantic", "numpy", "numba", "rich", "hypothesis", "fsrs", "mpmath"}} & set(sys.modules)
print(sorted(heavy))
"""
    deck.catalogue(deck.deck_files(tmp_path), tmp_path / "cache" / "index.json")  # the first start may read YAML
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

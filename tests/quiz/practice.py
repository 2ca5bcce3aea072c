"""A deck of fixed questions, and a home that asks only these: what the tests of the commands work on."""

import json
import os
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

DECK = """\
topic: practice
cards:
  - id: practice.entropy
    kind: number
    level: easy
    given: {p: {choice: [[0.5, 0.25, 0.25]]}}
    let: {H: {run: information.entropy, with: {p: $p}}}
    ask: "What is the entropy of $p$ = {{p}} in bits?"
    answer: $H
    close: {sig: 3}
    mistakes:
      - name: nats-for-bits
        run: information.entropy
        with: {base: {expr: "e"}}
        say: "{{this}} is the entropy in nats."
    hints: ["Weigh the surprisals.", {text: "The surprisals are 1, 2 and 2 bits.", reveals: true}]
    explain: "The surprisals are 1, 2 and 2 bits; weighted they give {{H}}."
    source: "none"
  - id: practice.matrix
    kind: array
    level: easy
    given: {X: {choice: [[[1, 2], [3, 4]]]}}
    ask: |
      Write this matrix down.

      {{X:matrix}}
    answer: $X
    explain: "It is what it is."
    source: "none"
  - id: practice.choice
    kind: choice
    level: medium
    ask: "Which of these is the largest?"
    options:
      - {text: "two", say: "Three is more than two."}
      - {text: "three", right: true}
      - {text: "one"}
    shuffle: false
    explain: "Three is."
    source: "none"
"""

DECK_OF_ONE = """\
  - id: more.one
    kind: choice
    level: easy
    ask: "Yes?"
    options: [{text: "yes", right: true}, {text: "no"}]
    explain: "Yes."
    source: "none"
"""
"""The cards of another deck: one, without anything to draw."""


def write_deck(folder: Path) -> Path:
    """Write the deck and return its path."""
    path = folder / "practice.yaml"
    path.write_text(DECK)
    return path


def environment(home: Path, **changes: str) -> dict[str, str]:
    """Return the environment of a learner with a terminal that shows everything."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "NUMBA_CACHE_DIR", "TMPDIR") if name in os.environ}
    return kept | {
        "KERNELCARDS_HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color", "PYTHONPATH": str(ROOT),
        "OPENBLAS_NUM_THREADS": "1", "PROMPT_TOOLKIT_NO_CPR": "1",  # pexpect answers no questions
    } | changes  # fmt: skip


def data(result: Any) -> Any:
    """Read what a command printed under ``--json``."""
    return json.loads(result.stdout)

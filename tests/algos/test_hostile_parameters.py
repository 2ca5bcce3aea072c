"""No whole number that a compiled caller passes reads outside an array, hangs or crashes; every one is tried."""

import importlib
import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from algos._catalogue import entries
from tests.algos.hostile_calls import CASES, Case
from tests.algos.hostile_parameters import GOOD, attacked, attacks

ROOT = Path(__file__).parents[2]
BOUNDS = os.environ.get("NUMBA_BOUNDSCHECK", "0") == "1"

WHOLE = """
    d ddof distance edges indices k labels labels_a labels_b lags lengths max_grade max_iter maxlag model_df n_features
    n_nodes n_resamples nlags order parent pos_label queue root season source stack window
"""
"""Names that whole numbers have wherever they stand, with a default of None or without one."""

_FSCORE = "metrics._class_scores.scores_compiled, which precision_recall_fscore_support puts to the test"
_QUERIES = "metrics._queries.queries_compiled, which precision_at_k and ndcg_score put to the test"
_LABELS = "_label_codes._whole and _encode_pair, which accuracy_score puts to the test"
_NODE = "graphs.csr._require, which bfs and height put to the test"

EXEMPT = {
    **{
        f"metrics.{name} {what}": _FSCORE
        for name in ("f1_score", "precision_score", "recall_score")
        for what in ("labels", "pos_label")
    },
    **{f"metrics.{name} k": _QUERIES for name in ("average_precision_at_k", "recall_at_k", "dcg_score")},
    **{f"graphs.{name} source": _NODE for name in ("bfs_recursive", "dfs", "dfs_recursive")},
    "graphs.leaves root": _NODE,
    "information.mutual_info_score labels_a": _LABELS,
    "information.mutual_info_score labels_b": _LABELS,
    "linalg.norm ord": "the conversion to a double",
    "linalg.pairwise_distances p": "the conversion to a double",
    "estimation.newton_mle max_iter": "nothing: iterations are counted up to it",
    "optim.newton max_iter": "nothing: iterations are counted up to it",
    "metrics.brier_score_loss labels": "metrics._forecasts.codes_of_labels_compiled, which log_loss puts to the test",
    "metrics.roc_auc_score labels": "nothing: compiled callers have two classes, and it has no say over them",
}
"""Who has a shared part check a whole number, or does not read it; compiling each of them would take seconds."""


def test_every_whole_number_is_attacked():
    covered = {f"{case.function} {name}" for case in CASES for name in attacked(case)}
    for entry in entries():
        public = getattr(importlib.import_module(f"algos.{entry.topic}"), entry.name.partition(".")[2])
        if hasattr(public, "compiled_as"):
            for name, parameter in inspect.signature(public).parameters.items():
                if type(parameter.default) is int or name in WHOLE.split():
                    whole = f"{entry.name} {name}"
                    assert (whole in covered) != (whole in EXEMPT), whole


def test_every_case_is_compiled_and_attacked():
    for case in CASES:
        topic, _, name = case.function.partition(".")
        public = getattr(importlib.import_module(f"algos.{topic}"), name)
        assert hasattr(public, "compiled_as"), case.function
        assert attacked(case), case.function
        assert len({attack.what for attack in attacks(case)}) >= 6, case.function


@pytest.fixture(scope="module")
def ends():
    """Run all attacks in child processes, one after the other: a hang or a crash ends one, and the next goes on."""
    found, waiting = {}, [case.function for case in CASES]
    while waiting:
        child = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "tests.algos.hostile_parameters", *waiting],
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        lines = [json.loads(line) for line in child.stdout.splitlines()]
        for kind, function, what, *end in lines:
            found.setdefault(function, {})[what] = end[0] if kind == "end" else "it hangs or crashes"
        if child.returncode == 0:
            break
        assert lines, child.stderr
        waiting = waiting[waiting.index(lines[-1][1]) + 1 :]
    return found


@pytest.mark.kernels
@pytest.mark.timeout(1200)  # the first waits for all
@pytest.mark.skipif(not BOUNDS, reason="only the bounds-check lane sees an index that leaves its array")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.function)
def test_hostile_whole_numbers(case: Case, ends):
    found = ends[case.function]
    assert {what: end for what, end in found.items() if end} == {}
    assert len(found) > 1
    assert GOOD in found

"""Row 122 of the matrix: threads, forked and spawned processes meet the same kernels, compiled nowhere yet."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import multiprocessing
import threading


def work(results):
    from algos.metrics import rankdata, roc_auc_score

    y, s = [0, 1, 0, 1, 1], [0.1, 0.4, 0.35, 0.35, 0.8]
    results.put((roc_auc_score(y, s).hex(), rankdata(s).tobytes().hex()))


if __name__ == "__main__":
    spawn = multiprocessing.get_context("spawn")
    results = spawn.SimpleQueue()
    workers = [multiprocessing.get_context("fork").Process(target=work, args=(results,)) for _ in range(2)]
    workers += [spawn.Process(target=work, args=(results,)) for _ in range(2)]
    workers += [threading.Thread(target=work, args=(results,)) for _ in range(8)]
    for worker in workers:
        worker.start()
    found = [results.get() for _ in workers]
    for worker in workers:
        worker.join()
    codes = {getattr(worker, "exitcode", 0) for worker in workers}
    print(len(found), len(set(found)), codes, found[0][0])
"""


@pytest.mark.slow
def test_twelve_callers_meet_cold_kernels(tmp_path):
    script = tmp_path / "callers.py"
    script.write_text(SCRIPT)
    root = Path(__file__).parents[2]
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path / "cache"), "PYTHONPATH": str(root)}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=environment, timeout=240)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["12", "1", "{0}", (5.5 / 6).hex()]  # one of the six pairs ties
    assert list((tmp_path / "cache").rglob("*.nbc")), "the kernels were not compiled here"

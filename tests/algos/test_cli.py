import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from algos import _catalogue, cli


def run(*arguments):
    return CliRunner().invoke(cli.main, arguments)


def test_list_names_every_public_name():
    import algos

    shown = {line.split()[0] for line in run("list").output.splitlines()}
    for topic in algos.__all__:
        module = getattr(algos, topic)
        names = {f"{topic}.{name}" for name in module.__all__ if not hasattr(getattr(module, name), "_fields")}
        assert names <= shown
        assert {line.split()[0] for line in run("list", topic).output.splitlines()} == names


def test_list_as_json():
    rows = json.loads(run("list", "cluster", "--json").output)
    kmeans = next(row for row in rows if row["name"] == "cluster.KMeans")
    assert kmeans["kind"] == "estimator"
    assert kmeans["cost"].startswith("Time O(nkd)")
    assert "lVert x_i - c_j" in kmeans["formula"]
    assert kmeans["signature"].startswith("KMeans(n_clusters=8, *, init='k-means++'")


def test_show_prints_the_kernels_before_the_function():
    output = run("show", "cluster.lloyd_step").output
    assert "Time O(nkd)" in output
    kernel, public = output.index("def _distances_to"), output.index("def lloyd_step")
    assert kernel < output.index("def _lloyd(") < public
    assert "def matrix" not in output  # checks are not the algorithm


def test_show_follows_kernels_into_other_files():
    files = {piece.file.name for piece in _catalogue.listings(_catalogue.find("cluster.KMeans"))}
    assert {"descent.py", "_hamerly.py", "lloyd.py", "seeding.py", "_random.py"} <= files


@pytest.mark.parametrize("entry", _catalogue.entries(), ids=lambda entry: entry.name)
def test_show_does_not_bury_the_algorithm(entry):
    """Kernels of other topics belong to it, such as the loop of a mixture's fit; checks and adapters do not."""
    plumbing = {"_adapters.py", "_base.py", "_check.py", "_convert.py", "_jit.py", "_labels.py", "_options.py"}
    for piece in _catalogue.listings(entry):
        assert piece.file.name not in plumbing
        assert "_compiled(" not in piece.code


def test_show_of_a_distribution_goes_down_to_its_kernels_and_that_of_a_test_does_not():
    files = {piece.file.name for piece in _catalogue.listings(_catalogue.find("inference.t_cdf"))}
    assert {"student_distribution.py", "_student_tails.py"} <= files
    files = {piece.file.name for piece in _catalogue.listings(_catalogue.find("inference.ttest_1samp"))}
    assert not files & {"_student_tails.py", "_quadrature.py"}


def test_show_as_json_and_in_colour():
    shown = json.loads(run("show", "lloyd_step", "--json").output)
    assert shown["name"] == "cluster.lloyd_step"
    assert any("def _lloyd(" in piece["code"] for piece in shown["source"])
    assert "\x1b[" in run("show", "lloyd_step", "--color").output


def test_unknown_names_are_met_with_the_nearest():
    missing = run("show", "cluster.KMeens")
    assert missing.exit_code == 1
    assert "did you mean cluster.KMeans?" in missing.output
    assert "`algos list`" in run("show", "zzzzz").output
    assert run("list", "astrology").exit_code == 2


def test_warmup_runs_every_example():
    result = run("warmup", "cluster")
    assert result.exit_code == 0
    assert "algorithms are ready" in result.output


def test_warmup_tells_of_a_failing_example(monkeypatch):
    from algos import cluster

    monkeypatch.setattr(cluster.lloyd_step, "__doc__", ">>> 1 + 1\n3\n")
    result = run("warmup", "cluster")
    assert result.exit_code == 1
    assert "example of cluster.lloyd_step fails" in result.output


def test_completion():
    context = cli.show.make_context("show", ["x"])
    assert cli._complete_names(context, cli.show.params[0], "cluster.K") == ["cluster.KMeans"]
    assert [item.value for item in cli._Topic().shell_complete(context, cli.show.params[0], "clu")] == ["cluster"]


@pytest.mark.slow
def test_as_a_module():
    code = (
        "import runpy, sys\n"
        "sys.argv = ['algos', 'list']\n"
        "try: runpy.run_module('algos')\n"
        "except SystemExit: print('numba' in sys.modules)"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "cluster.KMeans" in output
    assert output.splitlines()[-1] == "False"


def test_run_is_the_entry_of_the_module():
    with pytest.raises(SystemExit) as stop:
        cli.run(["list", "cluster"])
    assert stop.value.code == 0


def test_the_module_runs_the_command(monkeypatch):
    import runpy

    monkeypatch.setattr(sys, "argv", ["algos", "list", "cluster"])
    with pytest.raises(SystemExit) as stop:
        runpy.run_module("algos", run_name="__main__")
    assert stop.value.code == 0

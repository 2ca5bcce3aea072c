"""What decomposes gives the same bits in one piece, on threads, on processes and through a Dask client."""

import importlib
import inspect
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest

from algos._catalogue import entries
from tests.conftest import PLAIN

DECOMPOSING = {
    entry.name: function
    for entry in entries()
    if hasattr(
        function := getattr(importlib.import_module(f"algos.{entry.topic}"), entry.name.partition(".")[2]),
        "over_blocks",
    )
}


def rows(function):
    """Two whole blocks and a part of a third."""
    return 2 * function.block_rows + 17


def some(draw, function):
    return (draw(np.random.default_rng(5), rows(function)),)


def pair(draw, function):
    rng = np.random.default_rng(5)
    return draw(rng, rows(function)), draw(rng, rows(function))


def offset(rng, n):
    return 1e6 + rng.normal(size=n)


def matrix(rng, n):
    return rng.normal(loc=[0.0, 5.0, 1e6], size=(n, 3))


def labels_and_probabilities(function):
    rng = np.random.default_rng(5)
    return rng.integers(0, 2, rows(function)), rng.random(rows(function))


def labels(function):
    rng = np.random.default_rng(5)
    return rng.integers(0, 3, rows(function)), rng.integers(0, 3, rows(function))


def sequences(function):
    rng = np.random.default_rng(5)
    lengths = rng.integers(1, 100, rows(function) // 40)
    return rng.integers(0, 3, lengths.sum()), lengths


INPUTS = {
    "probability.moments": partial(some, offset),
    "probability.covariance": partial(some, matrix),
    "estimation.gaussian_mle": partial(some, offset),
    "estimation.exponential_mle": partial(some, lambda rng, n: rng.exponential(size=n)),
    "estimation.bernoulli_mle": partial(some, lambda rng, n: rng.integers(0, 2, n)),
    "estimation.em_step": partial(some, matrix),
    "sequence.baum_welch_step": sequences,
    "estimation.poisson_mle": partial(some, lambda rng, n: rng.poisson(3.0, n)),
    "metrics.mean_squared_error": partial(pair, offset),
    "metrics.root_mean_squared_error": partial(pair, offset),
    "metrics.mean_absolute_error": partial(pair, offset),
    "metrics.sum_of_squares": partial(pair, offset),
    "metrics.r2_score": partial(pair, offset),
    "metrics.confusion_matrix": labels,
    "metrics.log_loss": labels_and_probabilities,
    "metrics.brier_score_loss": labels_and_probabilities,
}
"""The arrays that are cut into blocks. Further arguments, the same for every block, stand in `ARGUMENTS`."""

ARGUMENTS = {
    "estimation.em_step": {
        "weights": [0.5, 0.5],
        "means": [[-1.0, 5.0, 1e6], [1.0, 5.0, 1e6]],
        "covariances": [np.eye(3).tolist(), np.eye(3).tolist()],
    },
    "sequence.baum_welch_step": {
        "startprob": [0.5, 0.5],
        "transmat": [[0.75, 0.25], [0.5, 0.5]],
        "emissionprob": [[0.5, 0.25, 0.25], [0.125, 0.125, 0.75]],
    },
}


@pytest.fixture(scope="module", params=["threads", "processes", "dask"])
def run_map(request):
    """Give the `map` of an executor."""
    if request.param == "threads":
        with ThreadPoolExecutor(3) as pool:
            yield pool.map
    elif request.param == "processes":
        with ProcessPoolExecutor(2) as pool:
            yield pool.map
    else:
        distributed = pytest.importorskip("distributed")
        with (
            distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster,
            distributed.Client(cluster) as client,
            client.get_executor() as executor,
        ):
            yield executor.map


def test_every_function_that_decomposes_is_tested_here():
    assert INPUTS.keys() == DECOMPOSING.keys()


def blocks_of(name):
    function = DECOMPOSING[name]
    return function.blocks(*INPUTS[name](function))


def named(name, arrays):
    """Give the arrays to the arguments that a block holds: not always the first ones."""
    names = list(inspect.signature(DECOMPOSING[name].partial).parameters)
    return dict(zip(names, arrays, strict=False))


def assert_same_bits(found, expected):
    if isinstance(expected, tuple):
        assert type(found) is type(expected)
        for a, b in zip(found, expected, strict=True):
            assert_same_bits(a, b)
    else:
        np.testing.assert_array_equal(found, expected)


@pytest.mark.slow
@pytest.mark.skipif(PLAIN, reason="blocks of kernels run as Python would take minutes")
@pytest.mark.parametrize("name", sorted(DECOMPOSING))
def test_same_bits_everywhere(name, run_map):
    function, arguments = DECOMPOSING[name], ARGUMENTS.get(name, {})
    arrays = INPUTS[name](function)
    blocks = function.blocks(*arrays)
    assert len(blocks) > 2
    expected = function(**arguments, **named(name, arrays))
    assert_same_bits(function.over_blocks(blocks, **arguments), expected)
    assert_same_bits(function.over_blocks(blocks, map=run_map, **arguments), expected)


def all_of_one_block():
    """Return what every function gives for its first block."""
    return {
        name: DECOMPOSING[name](**ARGUMENTS.get(name, {}), **named(name, blocks_of(name)[0])) for name in sorted(INPUTS)
    }


@pytest.mark.slow
@pytest.mark.skipif(PLAIN, reason="nothing is compiled")
def test_same_bits_whether_compiled_here_or_read_from_the_disk_cache(tmp_path, monkeypatch):
    # A worker that starts later reads what another has compiled. Were a callee not part of its caller's machine code,
    # the one would run a copy optimised on its own, the other one optimised within the caller: last digits differ.
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    results = []
    for _ in range(2):
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            results.append(pool.submit(all_of_one_block).result())
    compiled, from_cache = results
    for name, expected in compiled.items():
        assert_same_bits(from_cache[name], expected)


@pytest.mark.parametrize("name", sorted(DECOMPOSING))
def test_blocks_are_checked_before_they_are_sent(name):
    function = DECOMPOSING[name]
    with pytest.raises(ValueError, match="at least one block"):
        function.over_blocks([])
    with pytest.raises(TypeError, match="takes no argument 'colour'"):
        function.over_blocks([([1.0],)], colour="red")

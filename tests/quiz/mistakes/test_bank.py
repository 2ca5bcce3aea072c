"""The mistake bank as a whole: every twin runs on typical input, is wrong there, keeps the form, and ends soon."""

from __future__ import annotations

import importlib
import inspect
import time
from typing import Any

import numpy as np
import pytest

from quiz import mistakes

from .cases import CASES, RANDOM

TWINS = sorted(mistakes.twins())
DETERMINISTIC = [name for name in TWINS if mistakes.account(name).of not in RANDOM]


def fields(result: Any) -> dict[str, Any]:
    return result._asdict() if hasattr(result, "_asdict") else {"value": result}


def equal(a: Any, b: Any) -> bool:
    a, b = np.asarray(a, float), np.asarray(b, float)
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=1e-9, atol=1e-12, equal_nan=False))


def test_there_are_twins_for_every_topic() -> None:
    topics = {mistakes.account(name).of.split(".")[0] for name in TWINS}
    assert topics == {"information", "graphs", "cluster", "trees", "metrics", "svm", "optim"}
    assert {mistakes.account(name).of for name in TWINS} == {*CASES, *RANDOM}


@pytest.mark.parametrize("name", TWINS)
def test_the_docstring_says_what_is_wrong_and_what_repairs_it(name: str) -> None:
    account = mistakes.account(name)
    for sentence in (account.wrong, account.repair):
        assert sentence.endswith((".", ")"))
        assert len(sentence) > 15


@pytest.mark.parametrize("name", DETERMINISTIC)
def test_a_twin_differs_from_the_right_result(name: str) -> None:
    differs = False
    for case in CASES[mistakes.account(name).of]():
        twin = mistakes.get(name)
        taken = inspect.signature(twin).parameters
        open_ended = any(parameter.kind is parameter.VAR_KEYWORD for parameter in taken.values())
        arguments = {key: value for key, value in case.arguments.items() if open_ended or key in taken}
        start = time.process_time()
        given = fields(twin(**arguments))
        assert time.process_time() - start < 0.5
        right = case.right if isinstance(case.right, dict) else {"value": case.right}
        assert set(right) <= set(given)
        for field, value in given.items():
            assert isinstance(value, (int, float, np.ndarray, np.generic)), f"{field} is {type(value)}"
        again = fields(twin(**arguments))
        assert all(np.array_equal(given[field], again[field], equal_nan=True) for field in given)
        differs = differs or any(not equal(given[field], right[field]) for field in right)
    assert differs


@pytest.mark.parametrize("name", DETERMINISTIC)
def test_a_twin_leaves_its_arguments_alone(name: str) -> None:
    case, twin = CASES[mistakes.account(name).of]()[0], mistakes.get(name)
    before = {key: np.array(value) for key, value in case.arguments.items() if isinstance(value, (list, np.ndarray))}
    taken = inspect.signature(twin).parameters
    twin(**{key: value for key, value in case.arguments.items() if key in taken})
    for key, value in before.items():
        assert np.array_equal(value, np.array(case.arguments[key]))


@pytest.mark.parametrize("name", TWINS)
def test_a_twin_takes_the_arguments_of_its_algorithm(name: str) -> None:
    topic, _, original = mistakes.account(name).of.partition(".")
    function = getattr(importlib.import_module(f"algos.{topic}"), original)
    if inspect.isclass(function):
        known = {*inspect.signature(function).parameters, "X"}
    else:
        known = set(inspect.signature(function).parameters)
    for key, parameter in inspect.signature(mistakes.get(name)).parameters.items():
        assert key in known or parameter.kind is parameter.VAR_KEYWORD


def test_an_unknown_name_tells_the_near_ones() -> None:
    with pytest.raises(mistakes.UnknownTwin, match="bfs_wrong_end"):
        mistakes.get("bfs_wrongend")
    with pytest.raises(mistakes.UnknownTwin):
        mistakes.get("__class__")


def test_helpers_are_no_twins() -> None:
    assert not {name for name in TWINS if name.startswith("_")}
    assert "BreadthFirst" not in TWINS
    assert "kl" not in TWINS


def test_seeding_twins_draw_otherwise_than_by_squared_distance() -> None:
    points = [[0.0], [1.0], [10.0]]
    drawn = {}
    for name in ("seeding_by_distance", "seeding_uniform", "seeding_farthest"):
        seeds = [mistakes.get(name)(points, 2, rng=seed) for seed in range(600)]
        assert all(np.array_equal(np.array(points)[seed.indices], seed.centers) for seed in seeds)
        second = [int(seed.indices[1]) for seed in seeds if seed.indices[0] == 0]
        drawn[name] = np.mean(np.array(second) == 2)
    assert drawn["seeding_farthest"] == 1.0
    assert drawn["seeding_by_distance"] == pytest.approx(10 / 11, abs=0.05)  # by squares it would be 100/101
    assert drawn["seeding_uniform"] == pytest.approx(1 / 3, abs=0.1)  # even the first row itself may come again

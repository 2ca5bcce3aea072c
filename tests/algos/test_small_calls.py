"""A metric or a test of 20 values costs fewer than 60 Python-level calls: every name of both topics is counted."""

import importlib
import inspect
from typing import Any

import numpy as np
import pytest

from algos._catalogue import entries

_rng = np.random.default_rng(20261123)
X, Y, P = _rng.normal(size=20), _rng.normal(size=20), _rng.uniform(0.05, 0.95, 20)
CLASSES, ANSWERS, GRADES = (_rng.integers(0, most, 20) for most in (2, 2, 4))

BY_NAME: dict[str, Any] = {
    "y_true": CLASSES,
    "y_pred": ANSWERS,
    "y_score": X,
    "y_proba": P,
    "x": X,
    "y": Y,
    "a": X,
    "b": Y,
    "q": P,
    "pred": X,
    "table": np.arange(1, 21).reshape(4, 5),
    "f_obs": np.arange(1, 21),
    "count": np.arange(20),
    "nobs": np.full(20, 30),
    "groups": np.split(_rng.normal(size=20), 4),
    "df": 5,
    "dfn": 3,
    "dfd": 7,
    "sd": 1.0,
    "popmean": 0.0,
    "alpha": 0.05,
    "effect": 0.5,
    "n_features": 2,
}
"""An argument of each name, for those without a default."""

INSTEAD: dict[str, dict[str, Any]] = {
    **{
        f"metrics.{name}": {"y_true": Y, "y_pred": X}
        for name in ("mean_absolute_error", "mean_squared_error", "root_mean_squared_error", "r2_score", "adjusted_r2")
    },
    **{
        f"metrics.{name}": {"y_true": GRADES}
        for name in ("dcg_score", "ndcg_score", "expected_reciprocal_rank", "average_precision_at_k")
    },
    "metrics.auc": {"x": np.arange(20.0)},
    "inference.chi2_sf": {"x": P},
    "inference.f_sf": {"x": P},
    "inference.ttest_power": {"n": 20},
}
OPTIONS: dict[str, dict[str, Any]] = {
    "inference.bootstrap median": {"statistic": "median", "method": "percentile"},
    "inference.ttest_ind Welch": {"equal_var": False},
    "inference.f_oneway Welch": {"equal_var": False},
    "inference.mannwhitneyu exact": {"method": "exact"},
    "metrics.f1_score averages": {"average": "macro"},
    "metrics.ndcg_score first ten": {"k": 10},
}
"""Further calls of some functions."""

FUNCTIONS = [entry.name for topic in ("inference", "metrics") for entry in entries(topic) if entry.kind == "function"]


def call_of(what: str, as_list: bool) -> tuple[Any, list[Any], dict[str, Any]]:
    """Return the function, and arguments for it."""
    topic, _, name = what.split()[0].partition(".")
    function = getattr(importlib.import_module(f"algos.{topic}"), name)
    good, keywords = BY_NAME | INSTEAD.get(f"{topic}.{name}", {}), dict(OPTIONS.get(what, {}))
    arguments: list[Any] = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.VAR_POSITIONAL:
            arguments += good[parameter.name]
        elif parameter.default is parameter.empty:
            arguments.append(good[parameter.name])
        elif parameter.name == "rng":
            keywords["rng"] = 0
        elif parameter.name in INSTEAD.get(f"{topic}.{name}", {}):
            keywords[parameter.name] = good[parameter.name]
    if as_list:
        arguments = [it.tolist() if isinstance(it, np.ndarray) else it for it in arguments]
    return function, arguments, keywords


@pytest.mark.kernels
@pytest.mark.filterwarnings("ignore::algos._check.UndefinedWarning")
@pytest.mark.parametrize("as_list", [False, True], ids=["array", "list"])
@pytest.mark.parametrize("what", [*FUNCTIONS, *OPTIONS])
def test_twenty_values_cost_few_python_calls(what, as_list, count_calls):
    function, arguments, keywords = call_of(what, as_list)
    calls = count_calls(function, *arguments, **keywords)
    assert calls < 60, calls

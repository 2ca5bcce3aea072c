"""Bayes' rule: worked examples, exact fractions, underflow, edges, the call from compiled code."""

import math
from fractions import Fraction

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from algos._check import UndefinedWarning
from algos.probability import bayes, bayes_posterior, diagnostic_test
from tests.conftest import PLAIN
from tests.naive import probability as naive

pytestmark = pytest.mark.kernels

rates = st.integers(0, 20).map(lambda k: k / 20)


@pytest.mark.parametrize(("false_positives", "posterior"), [(0.25, 1 / 34), (0.10, 0.0704225), (0.05, 0.1315789)])
def test_worked_example_of_the_cancer_test(false_positives, posterior):
    result = diagnostic_test(0.75, 1.0 - false_positives, 0.01)
    assert result.ppv == pytest.approx(posterior, abs=5e-8)
    if false_positives == 0.25:
        assert result.p_positive == pytest.approx(0.255, rel=1e-15)
        assert 1.0 - result.npv == pytest.approx(0.0033557, abs=5e-8)
        assert result.lr_positive == 3.0


@pytest.mark.parametrize("m", [None, 1, 2, 9])
def test_equal_fractions(m, rng):
    prior = rng.dirichlet(np.ones(5))
    likelihood = rng.random(5 if m is None else (5, m))
    posterior, evidence = naive.bayes_posterior(prior.tolist(), likelihood.tolist())
    result = bayes_posterior(prior, likelihood)
    np.testing.assert_allclose(result.posterior, [float(value) for value in posterior], rtol=1e-14)
    assert result.evidence == pytest.approx(float(evidence), rel=1e-14)


def test_products_that_underflow_keep_their_digits(rng):
    likelihood = rng.uniform(1e-6, 1e-5, (3, 400))
    likelihood[1] = likelihood[0] * rng.uniform(0.99, 1.01, 400)
    prior = [0.2, 0.3, 0.5]
    posterior, evidence = naive.bayes_posterior(prior, likelihood.tolist())
    result = bayes_posterior(prior, likelihood)
    np.testing.assert_allclose(result.posterior, [float(value) for value in posterior], rtol=1e-12)
    assert result.evidence == 0.0 < evidence
    huge = bayes_posterior([0.5, 0.5], [[1e300] * 3, [2e300] * 3])
    assert huge.evidence == math.inf
    np.testing.assert_allclose(huge.posterior, [1 / 9, 8 / 9], rtol=1e-15)
    tiny = bayes_posterior([5e-324, 1.0], [1e308, 5e-324])
    np.testing.assert_allclose(tiny.posterior, [1.0, 1e-308], rtol=1e-7)


@given(st.lists(st.tuples(st.integers(0, 9), rates, rates), min_size=1, max_size=6))
def test_laws(rows):
    weights = [row[0] for row in rows]
    possible = any(w * a * b > 0 for w, a, b in rows)
    if sum(weights) == 0:
        return
    prior = np.array(weights) / sum(weights)
    likelihood = np.array([row[1:] for row in rows])
    if not possible:
        with pytest.raises(ValueError, match="evidence is 0"):
            bayes_posterior(prior, likelihood)
        return
    result = bayes_posterior(prior, likelihood)
    assert result.posterior.sum() == pytest.approx(1.0, rel=1e-14)
    one = bayes_posterior(prior, likelihood[:, 0])
    after = bayes_posterior(one.posterior, likelihood[:, 1])  # yesterday's posterior is today's prior
    np.testing.assert_allclose(after.posterior, result.posterior, rtol=1e-13)
    assert one.evidence * after.evidence == pytest.approx(result.evidence, rel=1e-13)
    np.testing.assert_allclose(bayes_posterior(prior, 7.0 * likelihood).posterior, result.posterior, rtol=1e-13)


@given(rates, rates, rates)
def test_a_diagnostic_test_is_two_hypotheses(sensitivity, specificity, prevalence):
    se, sp, ill = (Fraction(value) for value in (sensitivity, specificity, prevalence))
    positive = se * ill + Fraction(1.0 - specificity) * (1 - ill)
    defined = 0 < positive < 1 and not (se == 0 and sp == 1) and not (se == 1 and sp == 0)
    if not defined:
        return
    result = diagnostic_test(sensitivity, specificity, prevalence)
    assert result.ppv == pytest.approx(float(se * ill / positive), rel=1e-14)
    rule = bayes_posterior([prevalence, 1.0 - prevalence], [sensitivity, 1.0 - specificity])
    assert result.ppv == pytest.approx(rule.posterior[0], rel=1e-13)
    assert result.p_positive == pytest.approx(rule.evidence, rel=1e-13)
    rule = bayes_posterior([prevalence, 1.0 - prevalence], [1.0 - sensitivity, specificity])
    assert result.npv == pytest.approx(rule.posterior[1], rel=1e-13)
    if 0 < prevalence < 1 and result.ppv < 1.0:
        odds = prevalence / (1.0 - prevalence) * result.lr_positive
        assert result.ppv / (1.0 - result.ppv) == pytest.approx(odds, rel=1e-9)


def test_perfect_and_useless_tests():
    perfect = diagnostic_test(1, 1, 0.1)
    assert (perfect.ppv, perfect.npv, perfect.lr_positive, perfect.lr_negative) == (1.0, 1.0, math.inf, 0.0)
    assert diagnostic_test(0.5, 0.0, 0.5).lr_negative == math.inf
    for arguments, names in (
        ((0.0, 1.0, 0.5), "ppv and lr_positive"),
        ((1.0, 0.0, 0.5), "npv and lr_negative"),
        ((0.5, 1.0, 0.0), "ppv"),
        ((0.5, 0.0, 0.0), "npv"),
    ):
        with pytest.warns(UndefinedWarning, match=f"^{names}: 0/0") as caught:
            diagnostic_test(*arguments)
        assert len(caught) == 1


@pytest.mark.parametrize(
    ("prior", "likelihood", "match"),
    [
        ([], [], "prior must have at least one"),
        ([0.5, 0.6], [1, 1], "prior must sum to 1"),
        ([0.5, 0.5], [1.0], "one entry a hypothesis, got 2 and 1"),
        ([0.5, 0.5], [[[1.0]], [[1.0]]], "1 or 2 dimensions"),
        ([0.5, 0.5], [[], []], "at least one observation"),
        ([0.5, 0.5], [0.5, -0.1], "likelihood must not be negative, got -0.1"),
        ([0.5, 0.5], [0.5, np.nan], "likelihood contains NaN"),
        ([0.5, 0.5], [0.0, 0.0], "evidence is 0"),
        ([1.0, 0.0], [0.0, 0.7], "evidence is 0"),
    ],
)
def test_refuses(prior, likelihood, match):
    with pytest.raises(ValueError, match=match):
        bayes_posterior(prior, likelihood)
    if np.ndim(likelihood) < 3:
        with pytest.raises(ValueError, match=r"evidence is 0|prior must sum|prior and likelihood"):
            bayes_posterior.compiled_as(np.array(prior, float), np.array(likelihood, float))


@pytest.mark.parametrize("bad", [-0.1, 1.1, math.nan])
@pytest.mark.parametrize("place", range(3))
def test_refuses_what_is_no_probability(bad, place):
    arguments = [0.5, 0.5, 0.5]
    arguments[place] = bad
    with pytest.raises(ValueError, match=r"(sensitivity|specificity|prevalence) must be a finite number in \[0"):
        diagnostic_test(*arguments)
    with pytest.raises(ValueError, match="must lie in"):
        diagnostic_test.compiled_as(*arguments)


def test_one_compilation_serves_every_layout():
    before = set(getattr(bayes._posterior, "signatures", ()))
    for likelihood in ([1, 3], [[1], [3]], np.array([1.0, 3.0], ">f8"), np.array([[1.0, 9], [3, 9]])[:, :1]):
        np.testing.assert_allclose(bayes_posterior([0.5, 0.5], likelihood).posterior, [0.25, 0.75])
    assert len(set(getattr(bayes._posterior, "signatures", ())) - before) <= 1


def test_a_small_call_is_cheap(count_calls):
    assert count_calls(bayes_posterior, np.full(4, 0.25), np.ones((4, 3))) < 60
    assert count_calls(diagnostic_test, 0.9, 0.8, 0.1) < 60


def call_all(prior, likelihood):
    return (
        bayes_posterior(prior, likelihood),
        bayes_posterior(prior, likelihood[:, 0]),
        diagnostic_test(0.9, 0.8, prior[0]),
    )


def test_compiled_callers_get_the_same(rng):
    prior, likelihood = rng.dirichlet(np.ones(3)), rng.random((3, 8))[:, ::2]
    caller = call_all if PLAIN else numba.njit(call_all)
    for found, expected in zip(caller(prior, likelihood), call_all(prior, likelihood), strict=True):
        for a, b in zip(found, expected, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-14)
    found, expected = bayes_posterior.compiled_as(prior, likelihood), bayes_posterior(prior, likelihood)
    np.testing.assert_array_equal(found.posterior, expected.posterior)
    assert diagnostic_test.compiled_as(0.9, 0.8, 0.1) == diagnostic_test(0.9, 0.8, 0.1)

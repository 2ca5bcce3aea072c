r"""Bayes' rule: over several hypotheses, and for a test that is positive or negative.

.. math:: P(H_i \mid D) = \frac{P(H_i) \prod_j P(d_j \mid H_i)}{P(D)}, \quad
    P(D) = \sum_i P(H_i) \prod_j P(d_j \mid H_i)
"""

from __future__ import annotations

import math
import warnings
from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, UndefinedWarning, array, number, probabilities
from .._jit import adapter_part, compiled_as, kernel
from ._products import _product


class Posterior(NamedTuple):
    """What the data say about the hypotheses.

    Attributes
    ----------
    posterior : ndarray of shape (k,)
        Probability of each hypothesis given the data; they sum to one.
    evidence : float
        Probability of the data under all hypotheses together; 0.0 where it is below the smallest double.
    """

    posterior: FloatArray
    evidence: float


class DiagnosticTest(NamedTuple):
    """What a test's result says.

    Attributes
    ----------
    ppv : float
        P(ill given positive), the positive predictive value.
    npv : float
        P(healthy given negative), the negative predictive value.
    lr_positive : float
        What a positive result multiplies the odds of being ill by.
    lr_negative : float
        What a negative result multiplies them by.
    p_positive : float
        Probability that the test is positive.
    """

    ppv: float
    npv: float
    lr_positive: float
    lr_negative: float
    p_positive: float


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _posterior(prior, likelihood, posterior):
    """Fill `posterior`; return the evidence, whether the data are possible at all, and whether the input is good.

    A product is kept as a number in [1/2, 1) and an exponent of two, so that it cannot underflow.
    """
    k = likelihood.shape[0]
    exponents = np.empty(k, np.int64)
    top, possible, total, wrong = np.int64(0), False, 0.0, 0
    for i in range(k):
        posterior[i], exponents[i], bad = _product(prior[i], likelihood[i])
        wrong += bad + (0 if prior[i] >= 0.0 else 1)
        total += prior[i]
        if posterior[i] > 0.0 and (not possible or exponents[i] > top):
            top, possible = exponents[i], True
    good = wrong == 0 and abs(total - 1.0) <= 1e-8
    total = 0.0
    for i in range(k):
        posterior[i] = np.ldexp(posterior[i], max(exponents[i] - top, np.int64(-2000))) if posterior[i] > 0.0 else 0.0
        total += posterior[i]
    for i in range(k):
        posterior[i] = posterior[i] / total
    return np.ldexp(total, min(max(top, np.int64(-2000)), np.int64(2000))), possible, good


@kernel
def _ratio(a, b):
    """Return a / b, with infinity for 1 / 0 and NaN for 0 / 0."""
    if b == 0.0:
        return np.inf if a > 0.0 else np.nan
    return a / b


@kernel
def _predictive_values(sensitivity, specificity, prevalence):
    ill_positive, ill_negative = prevalence * sensitivity, prevalence * (1.0 - sensitivity)
    healthy_positive, healthy_negative = (1.0 - prevalence) * (1.0 - specificity), (1.0 - prevalence) * specificity
    return (
        _ratio(ill_positive, ill_positive + healthy_positive),
        _ratio(healthy_negative, ill_negative + healthy_negative),
        _ratio(sensitivity, 1.0 - specificity),
        _ratio(1.0 - sensitivity, specificity),
        ill_positive + healthy_positive,
    )


# -- public functions ------------------------------------------------------------------------------


@adapter_part
def _columns(likelihood):
    """Return a likelihood as a matrix of one column an observation."""
    return np.ascontiguousarray(likelihood).reshape(likelihood.shape[0], -1).astype(np.float64)


def _bayes_posterior_compiled(prior, likelihood):
    k = prior.shape[0]
    if k == 0 or likelihood.shape[0] != k or likelihood.size == 0:
        raise ValueError("prior and likelihood must have one entry a hypothesis, at least one")
    posterior = np.empty(k)
    evidence, possible, good = _posterior(prior.astype(np.float64), _columns(likelihood), posterior)
    if not good:
        raise ValueError("prior must sum to 1 within 1e-8, and likelihood must be finite and not negative")
    if not possible:
        raise ValueError("the evidence is 0: no hypothesis with a positive prior allows these data")
    return Posterior(posterior, evidence)


@compiled_as(_bayes_posterior_compiled)
def bayes_posterior(prior: Any, likelihood: Any) -> Posterior:
    r"""Return the probabilities of hypotheses after seeing data.

    .. math:: P(H_i \mid D) = \frac{P(H_i) \prod_j P(d_j \mid H_i)}{\sum_h P(H_h) \prod_j P(d_j \mid H_h)}

    Parameters
    ----------
    prior : array_like of shape (k,)
        Probabilities of the hypotheses before the data, summing to one within 1e-8.
    likelihood : array_like of shape (k,) or (k, m)
        P(data given hypothesis), or that of each of m independent observations, one a column. Not negative; densities
        may exceed one.

    Returns
    -------
    Posterior
        ``(posterior, evidence)``.

    Raises
    ------
    ValueError
        If `prior` is not a distribution; if `likelihood` has another number of rows, no column, a negative value,
        NaN or infinity; if the evidence is 0, the data being impossible under every hypothesis with a positive prior.

    See Also
    --------
    fractions.Fraction : the exact arithmetic it is tested against.
    diagnostic_test : two hypotheses and two results.

    Notes
    -----
    Time O(k m), memory O(k).
    Each product is a mantissa and an exponent, which costs less than logarithms and no digits: a thousand observations
    of probability 1e-5 leave the posterior exact, though the evidence itself underflows to 0.0.

    References
    ----------
    .. [1] C. M. Grinstead and J. L. Snell, "Introduction to Probability", 2nd ed., 1997, section 4.1, Bayes' formula.

    Examples
    --------
    A fair coin or one with two heads, equally likely before; heads comes up twice:

    >>> result = bayes_posterior([0.5, 0.5], [[0.5, 0.5], [1.0, 1.0]])
    >>> result.posterior
    array([0.2, 0.8])
    >>> result.evidence
    0.625
    """
    priors, values = array(prior, "prior", 1, finite=False), array(likelihood, "likelihood", None, finite=False)
    k, possible, good = priors.shape[0], False, False
    posterior = np.empty(k)
    if k > 0 and 1 <= values.ndim <= 2 and values.shape[0] == k and values.size > 0:
        evidence, possible, good = _posterior(priors, values.reshape(k, -1), posterior)
    if not good:
        _refuse(priors, values)
    if not possible:
        raise ValueError("the evidence is 0: no hypothesis with a positive prior allows these data")
    return Posterior(posterior, float(evidence))


def _refuse(prior: FloatArray, likelihood: FloatArray) -> None:
    """Say what is wrong with a prior or a likelihood."""
    probabilities(prior, "prior")
    values = array(likelihood, "likelihood", None)
    if values.ndim not in (1, 2):
        raise ValueError(f"likelihood must have 1 or 2 dimensions, got shape {values.shape}")
    if values.shape[0] != prior.shape[0]:
        raise ValueError(
            f"prior and likelihood must have one entry a hypothesis, got {prior.shape[0]} and {values.shape[0]}"
        )
    if values.size == 0:
        raise ValueError(f"likelihood must hold at least one observation, got shape {values.shape}")
    if values.min() < 0.0:
        raise ValueError(f"likelihood must not be negative, got {values.min()}")


def _diagnostic_test_compiled(sensitivity, specificity, prevalence):
    if not (0.0 <= sensitivity <= 1.0 and 0.0 <= specificity <= 1.0 and 0.0 <= prevalence <= 1.0):
        raise ValueError("sensitivity, specificity and prevalence must lie in [0, 1]")
    ppv, npv, lr_positive, lr_negative, p_positive = _predictive_values(
        float(sensitivity), float(specificity), float(prevalence)
    )
    return DiagnosticTest(ppv, npv, lr_positive, lr_negative, p_positive)


@compiled_as(_diagnostic_test_compiled)
def diagnostic_test(sensitivity: float, specificity: float, prevalence: float) -> DiagnosticTest:
    r"""Return what a positive and a negative test say about being ill.

    .. math:: PPV = \frac{\pi\, se}{\pi\, se + (1 - \pi)(1 - sp)}, \quad
        NPV = \frac{(1 - \pi)\, sp}{(1 - \pi)\, sp + \pi (1 - se)}, \quad
        LR_+ = \frac{se}{1 - sp}, \quad LR_- = \frac{1 - se}{sp}

    Parameters
    ----------
    sensitivity : float
        se = P(positive given ill), in [0, 1].
    specificity : float
        sp = P(negative given healthy), in [0, 1]; 1 - sp is the false positive rate.
    prevalence : float
        π = P(ill) before the test, in [0, 1].

    Returns
    -------
    DiagnosticTest
        ``(ppv, npv, lr_positive, lr_negative, p_positive)``. A likelihood ratio over zero is infinity. What is 0/0 is
        NaN with an UndefinedWarning: `ppv` of a test that is never positive, `npv` of one that is never negative,
        `lr_positive` for se = 0 and sp = 1, `lr_negative` for se = 1 and sp = 0.

    Raises
    ------
    ValueError
        If an argument lies outside [0, 1] or is NaN.

    See Also
    --------
    bayes_posterior : the same with two hypotheses, which it is tested against.
    fractions.Fraction : the exact arithmetic it is tested against.

    Notes
    -----
    Time O(1), memory O(1).
    At a low prevalence even a good test's positives are mostly healthy: that `ppv` is far below `sensitivity` is
    what base-rate neglect overlooks.

    References
    ----------
    .. [1] D. G. Altman and J. M. Bland, "Diagnostic tests 2: predictive values", BMJ 309, 1994, page 102.

    Examples
    --------
    One in a hundred is ill; the test finds 3 of 4, and one in ten of the healthy is positive, too:

    >>> result = diagnostic_test(0.75, 0.90, 0.01)
    >>> round(result.ppv, 7)
    0.0704225
    >>> round(result.lr_positive, 12)
    7.5
    """
    se = number(sensitivity, "sensitivity", at_least=0.0, at_most=1.0)
    sp = number(specificity, "specificity", at_least=0.0, at_most=1.0)
    result = DiagnosticTest(*_predictive_values(se, sp, number(prevalence, "prevalence", at_least=0.0, at_most=1.0)))
    if math.isnan(sum(result)):  # nothing is negative, so only a NaN gives one
        undefined = [name for name, value in zip(result._fields, result, strict=True) if math.isnan(value)]
        warnings.warn(f"{' and '.join(undefined)}: 0/0; returning NaN", UndefinedWarning, stacklevel=2)
    return result

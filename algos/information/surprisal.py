r"""Surprisal of single outcomes, and the entropy of a coin.

.. math:: I(p) = -\log p, \quad H(p) = -p \log p - (1 - p) \log(1 - p)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .. import _check
from .._jit import compiled_as, kernel
from .._vector import _gap, _log2, _split
from ._distributions import LN2, PER_LN2, logarithm_unit, unit_compiled


@kernel
def _surprisal(p):
    """Return -log2 p of one probability."""
    return 0.0 - _log2(p) if p != 0.0 else np.inf


@kernel
def _coin_entropy(p):
    """Return the entropy in bits of a coin that shows heads with probability p."""
    rare = p if p < 0.5 else 1.0 - p  # the smaller one: 1 - p is exact where p is above one half
    k, m = _split(1.0 - rare)
    f = -rare if k == 0.0 else m - 1.0  # 1 - rare has rounded a tiny `rare` away, `rare` itself has not
    return 0.0 - (rare * _log2(rare) + (1.0 - rare) * (k + (f - _gap(f)) * PER_LN2))


@kernel
def _surprisals(p, unit, bits):
    """Fill `bits`; return how many values are no probabilities."""
    wrong = 0
    for i in range(p.shape[0]):
        bits[i] = _surprisal(p[i]) * unit
        wrong += 0 if 0.0 <= p[i] <= 1.0 else 1
    return wrong


@kernel
def _coin_entropies(p, unit, bits):
    """Fill `bits`; return how many values are no probabilities."""
    wrong = 0
    for i in range(p.shape[0]):
        bits[i] = _coin_entropy(p[i]) * unit
        wrong += 0 if 0.0 <= p[i] <= 1.0 else 1
    return wrong


def _elementwise(run: Callable[..., Any], one: Callable[..., Any], p: Any, base: Any) -> Any:
    """Run a kernel over probabilities of any shape; `one` is for a single number, which gives a float."""
    unit = 1.0 if base == 2.0 else LN2 / logarithm_unit(base)
    if type(p) is float or type(p) is np.float64:
        if not 0.0 <= p <= 1.0:
            raise ValueError(f"p must hold probabilities between 0 and 1, got {p}")
        return float(one(float(p)) * unit)
    values = _check.array(p, "p", None, finite=False)
    if not values.ndim:
        return _elementwise(run, one, float(values), base)
    bits = np.empty(values.shape)
    if run(values, unit, bits) if values.ndim == 1 else run(values.reshape(-1), unit, bits.reshape(-1)):
        low, high = values.min(), values.max()
        raise ValueError(f"p must hold probabilities between 0 and 1, got {high if low >= 0.0 else low}")
    return bits


def _adapter_of(one):
    """Return the adapter of a function of single probabilities, given its kernel."""

    def of_number(p, base=2.0):
        unit = LN2 / unit_compiled(base)
        if not 0.0 <= p <= 1.0:
            raise ValueError("p must be a probability between 0 and 1")
        return one(np.float64(p)) * unit

    def of_array(p, base=2.0):
        unit = LN2 / unit_compiled(base)
        bits = np.empty(p.shape)
        flat = bits.ravel()
        for i, value in enumerate(p.flat):
            if not 0.0 <= value <= 1.0:
                raise ValueError("p must hold probabilities between 0 and 1")
            flat[i] = one(np.float64(value)) * unit
        return bits

    def adapter(p, base=2.0):  # noqa: ARG001  (the public signature, in types)
        return of_array if hasattr(p, "ndim") else of_number

    return adapter


_self_information_compiled, _binary_entropy_compiled = _adapter_of(_surprisal), _adapter_of(_coin_entropy)


@compiled_as(_self_information_compiled, by_type=True)
def self_information(p: Any, base: float = 2.0) -> Any:
    r"""Return the surprisal of an outcome: how much is learned when something of probability p happens.

    .. math:: I(p) = -\log p

    Parameters
    ----------
    p : float or array_like of any shape
        Probabilities between 0 and 1, each on its own.
    base : float, default 2.0
        Base of the logarithm, above 1: 2 gives bits, ``math.e`` nats.

    Returns
    -------
    float or ndarray of the shape of `p`
        0 for a certain outcome, infinity for an impossible one.

    Raises
    ------
    ValueError
        If a value of `p` is not between 0 and 1; if `base` is not above 1.

    See Also
    --------
    numpy.log2 : the library it is tested against.
    entropy : the mean of it.

    Notes
    -----
    Time O(k), memory O(k).

    References
    ----------
    .. [1] T. M. Cover and J. A. Thomas, "Elements of Information Theory", 2nd ed., 2006, section 2.1.

    Examples
    --------
    Heads three times in a row:

    >>> self_information(0.125)
    3.0
    """
    return _elementwise(_surprisals, _surprisal, p, base)


@compiled_as(_binary_entropy_compiled, by_type=True)
def binary_entropy(p: Any, base: float = 2.0) -> Any:
    r"""Return the entropy of a coin that shows heads with probability p.

    .. math:: H(p) = -p \log p - (1 - p) \log(1 - p)

    Parameters
    ----------
    p : float or array_like of any shape
        Probabilities between 0 and 1, each on its own.
    base : float, default 2.0
        Base of the logarithm, above 1: 2 gives bits, ``math.e`` nats.

    Returns
    -------
    float or ndarray of the shape of `p`
        0 at both ends, 1 bit for a fair coin.

    Raises
    ------
    ValueError
        If a value of `p` is not between 0 and 1; if `base` is not above 1.

    See Also
    --------
    scipy.stats.entropy : the library it is tested against, on (p, 1 - p).
    entropy : for more outcomes than two.

    Notes
    -----
    Time O(k), memory O(k).

    References
    ----------
    .. [1] T. M. Cover and J. A. Thomas, "Elements of Information Theory", 2nd ed., 2006, equation 2.5.

    Examples
    --------
    >>> binary_entropy(0.5)
    1.0
    >>> binary_entropy([0.0, 0.5, 1.0]).tolist()
    [0.0, 1.0, 0.0]
    """
    return _elementwise(_coin_entropies, _coin_entropy, p, base)

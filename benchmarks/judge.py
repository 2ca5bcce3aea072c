"""Statistics of paired timings, and the verdict on a change. Pure functions on log ratios.

A ratio is the peer's time over ours: 8 means eight times faster, below 1 is a loss. Confidence intervals within one
process are too narrow, since code and data are laid out anew in each; so the noise band of the gate comes from the
spread between processes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

MINIMUM_CHANGE = math.log(1.10)
DRIFT = 0.6  # rank correlation of ratio and time above which a run is not trusted


def summarize(logs: Sequence[float], ours: Sequence[float], theirs: Sequence[float]) -> dict[str, Any]:
    """Return the median ratio of a run, its 99 % interval, its drift, and both sides' median seconds."""
    from scipy.stats import bootstrap, spearmanr

    values = np.asarray(logs)
    if np.ptp(values) > 0.0:
        interval = bootstrap(
            (values,), np.median, confidence_level=0.99, n_resamples=999, method="percentile", rng=0
        ).confidence_interval
        low, high = float(interval.low), float(interval.high)
        drift = float(spearmanr(np.arange(len(values)), values).statistic)
    else:
        low = high = float(values[0])
        drift = 0.0
    return {
        "ratio": math.exp(float(np.median(values))),
        "low": math.exp(low),
        "high": math.exp(high),
        "drift": drift,
        "ours": float(np.median(ours)),
        "theirs": float(np.median(theirs)),
        "rounds": len(values),
    }


def geometric_mean(ratios: Sequence[float]) -> float:
    """Return the mean that does not depend on which side is on top.

    >>> geometric_mean([2.0, 8.0])
    4.0
    """
    return round(math.exp(sum(map(math.log, ratios)) / len(ratios)), 12)


def spread(ratios: Sequence[float]) -> float:
    """Return the robust standard deviation of log ratios between processes."""
    logs = np.log(ratios)
    return float(1.4826 * np.median(np.abs(logs - np.median(logs))))


@dataclass(frozen=True)
class Change:
    """What became of one case since the baseline, in factors: 1.25 is 25 % slower."""

    case: str
    slowdown: float
    detectable: float  # the smallest slowdown that this case's noise lets us call one
    regressed: bool


def judge(case: str, baseline: Sequence[float], now: Sequence[float], floor: float) -> Change:
    """Compare the ratios of several processes with those of the baseline.

    Parameters
    ----------
    case : str
        Its identifier.
    baseline, now : sequences of float
        One median ratio a process.
    floor : float
        The median spread of all cases; five processes are too few to trust a smaller one.
    """
    before, after = float(np.median(np.log(baseline))), float(np.median(np.log(now)))
    noise = max(spread(baseline), floor)
    band = max(MINIMUM_CHANGE, 3.0 * 1.25 * noise * math.sqrt(1.0 / len(baseline) + 1.0 / len(now)))
    slowdown = before - after
    everywhere = all(math.log(ratio) < before for ratio in now)
    return Change(case, math.exp(slowdown), math.exp(band), slowdown > band and everywhere)

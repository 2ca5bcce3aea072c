"""Fit FSRS's weights to this learner's own log (extra `tune`: the optimiser of fsrs-rs, a compiled wheel).

The earlier reviews train and the later ones test, so that the log loss that is shown is of predictions about reviews
that the fit has not seen. Adopted weights hold from the next answer on: every answer of the past names the parameters
under which it was scheduled, and keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quiz.history.event import Event
from quiz.study.schedule import CardState, Config, answered, current_config
from quiz.study.stats import Calibration, Review, calibration, log_loss, reviews

if TYPE_CHECKING:
    from quiz.history.store import Store

TRAINED_SHARE = 0.8
FEWEST_TESTED = 20
"""With fewer reviews to test on, a difference in log loss says nothing."""


class TuneMissing(Exception):  # noqa: N818 - it is an instruction, not a fault
    """The optimiser is not installed."""


class TooFewReviews(Exception):  # noqa: N818
    """The log is too short for a fit."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """What a fit gave; the losses and calibrations are of the reviews that the fit did not see."""

    weights: tuple[float, ...]  # fitted to all reviews
    trained_on: int
    tested_on: int
    loss_before: float
    loss_after: float
    calibration_before: tuple[Calibration, ...]
    calibration_after: tuple[Calibration, ...]

    @property
    def better(self) -> bool:
        """Whether the fitted weights predicted unseen reviews better than the present ones."""
        return self.loss_after < self.loss_before


def tune(store: Store) -> Tuning:
    """Fit the weights to the log of a store and compare them with the present ones; nothing is adopted."""
    try:
        import fsrs_rs_python
    except ImportError:
        raise TuneMissing("tuning needs an optimiser: pip install 'kernelcards[tune]'") from None
    settings = store.settings()
    return fit(store.events(), current_config(settings), fsrs_rs_python)


def adopt(store: Store, tuning: Tuning) -> None:
    """Schedule by the fitted weights from the next answer on."""
    store.set(weights=list(tuning.weights))


def fit(events: Sequence[Event], present: Config, optimiser: Any) -> Tuning:
    """Fit on the earlier reviews, test on the later ones, then fit on all."""
    histories = _histories(events)
    days = sorted(review.day for history in histories for review in history if review.tests_memory)
    if len(days) < FEWEST_TESTED / (1 - TRAINED_SHARE):
        needed = round(FEWEST_TESTED / (1 - TRAINED_SHARE))
        raise TooFewReviews(f"tuning needs {needed} reviews a day or more after the one before; there are {len(days)}")
    split = days[int(TRAINED_SHARE * len(days))]
    trained = Config(_weights(histories, split, present, optimiser), present.desired_retention)
    before, after = (_predictions(histories, split, config) for config in (present, trained))
    return Tuning(
        weights=_weights(histories, days[-1] + 1, present, optimiser),
        trained_on=sum(day < split for day in days),
        tested_on=len(before),
        loss_before=log_loss(before) or 0.0,
        loss_after=log_loss(after) or 0.0,
        calibration_before=calibration(before),
        calibration_after=calibration(after),
    )


def _histories(events: Sequence[Event]) -> list[list[Review]]:
    """Return the counted reviews card by card; a reset starts another history."""
    histories: list[list[Review]] = []
    latest: dict[str, list[Review]] = {}
    for review in reviews(events):
        if not review.counted:
            continue
        if review.since is None or review.card not in latest:
            latest[review.card] = []
            histories.append(latest[review.card])
        latest[review.card].append(review)
    return histories


def _weights(histories: Iterable[list[Review]], end: int, present: Config, optimiser: Any) -> tuple[float, ...]:
    """Return the weights fitted to the reviews before a day, within the bounds that py-fsrs accepts."""
    from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

    items, cards = [], []
    for card, history in enumerate(histories):
        steps = [optimiser.FSRSReview(review.rating, review.since or 0) for review in history]
        for last, review in enumerate(history):
            if review.tests_memory and review.day < end:
                items.append(optimiser.FSRSItem(steps[: last + 1]))
                cards.append(card)
    fitted = optimiser.FSRS(list(present.weights)).compute_parameters(items, card_ids=cards, num_relearning_steps=0)
    bounds = zip(fitted, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return tuple(min(max(float(weight), low), high) for weight, low, high in bounds)


def _predictions(histories: Iterable[list[Review]], start: int, config: Config) -> list[tuple[float, bool]]:
    """Return predicted recall and what happened for the reviews from a day on, by the scheduler's own arithmetic."""
    pairs = []
    for history in histories:
        state = CardState("")
        for review in history:
            recall = state.recall(review.day)
            if review.tests_memory and review.day >= start and recall is not None:
                pairs.append((recall, review.recalled))
            state, *_ = answered(state, review.rating, review.day, config)
    return pairs

"""The history replayed: the state of a card as a fold over its own events, in the one order that every machine uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from quiz.history.days import is_day
from quiz.history.event import Event, Kind, Standing, standing
from quiz.study.schedule import CardState, Config, answered, choose_day, published_weights


def replay_card(
    card: str, events: Iterable[Event], configs: Mapping[str, Config], now: Config | None = None
) -> CardState:
    """Return the state that the events of one card leave.

    As it was: each answer under the parameters that it names. With `now`: as if those had held all along.
    """
    state = CardState(card)
    for row in standing(events):
        state = _step(state, row, configs, now)
    return state


def replay(
    events: Iterable[Event],
    configs: Mapping[str, Config] | None = None,
    now: Config | None = None,
    aliases: Mapping[str, str] | None = None,
) -> dict[str, CardState]:
    """Return the state of every card in a log, whatever the order its lines came in."""
    events = list(events)
    configs = read_configs(events) if configs is None else configs
    aliases = read_aliases(events) if aliases is None else aliases
    by_card: dict[str, list[Event]] = {}
    for event in events:
        if event.card is not None and event.kind != Kind.ALIAS:
            by_card.setdefault(canonical(event.card, aliases), []).append(event)
    return {card: replay_card(card, rows, configs, now) for card, rows in by_card.items()}


def read_configs(events: Iterable[Event]) -> dict[str, Config]:
    """Return the parameter sets of a log by their ids; one that FSRS refuses is passed over."""
    configs: dict[str, Config] = {}
    for event in events:
        if event.kind == Kind.CONFIG:
            try:
                config = Config.from_json(event.payload)
            except ValueError:
                continue
            configs[config.config_id] = config
    return configs


def read_aliases(events: Iterable[Event]) -> dict[str, str]:
    """Return old id -> new id.

    A later rename to an id that was once given up takes it back into use, which is why there are no rings.
    """
    aliases: dict[str, str] = {}
    for event in sorted((event for event in events if event.kind == Kind.ALIAS), key=lambda event: event.order):
        new = event.payload.get("to")
        if event.card is not None and isinstance(new, str) and new != event.card:
            aliases.pop(new, None)
            aliases[event.card] = new
    return aliases


def canonical(card: str, aliases: Mapping[str, str]) -> str:
    """Return the present id of a card."""
    return renames(card, aliases)[-1]


def renames(card: str, aliases: Mapping[str, str]) -> list[str]:
    """Return an id and those that it was renamed to, one after the other."""
    steps = [card]
    while steps[-1] in aliases:
        steps.append(aliases[steps[-1]])
    return steps


def _step(state: CardState, row: Standing, configs: Mapping[str, Config], now: Config | None) -> CardState:
    event, payload = row.event, row.event.payload
    if event.kind in (Kind.ATTEMPT, Kind.IMPORT):
        if row.decides and row.rating is not None and payload.get("counted", True):
            return _answer(state, event, row.rating, configs, now)
        return state
    changes: dict[str, Any] | None = None
    match event.kind:
        case Kind.SUSPEND:
            changes = {"suspended": True}
        case Kind.KNOWN:
            changes = {"known": True}
        case Kind.FLAG:
            changes = {"flagged": True}
        case Kind.RESUME:
            changes = {"suspended": False, "known": False, "buried_until": None}
        case Kind.BURY if is_day(payload.get("until_day")):
            changes = {"buried_until": payload["until_day"]}
        case Kind.MANUAL_DUE if is_day(payload.get("due_day")):
            changes = {"due_day": payload["due_day"]}
        case Kind.RESET:
            changes = {"suspended": state.suspended, "flagged": state.flagged, "buried_until": state.buried_until}
            state = CardState(state.card)
    return state if changes is None else replace(state, **changes, last_event_id=event.event_id)


def _answer(
    before: CardState, event: Event, rating: int, configs: Mapping[str, Config], now: Config | None
) -> CardState:
    payload = event.payload
    config = now or configs.get(str(payload.get("config_id"))) or Config(published_weights())
    after, low, high = answered(before, rating, event.study_day, config)
    chosen, rev, fingerprint = payload.get("due_day"), payload.get("rev"), payload.get("fingerprint")
    if not isinstance(chosen, int) or not low <= chosen <= high:
        chosen = choose_day(after.card, after.reps, low, high, {})
    if not isinstance(rev, int):
        rev = before.rev
    return replace(
        after, due_day=chosen, rev=rev if before.is_new else max(rev, before.rev),
        rev_day=after.last_day if rev > before.rev and not before.is_new else before.rev_day,
        fingerprint=fingerprint if isinstance(fingerprint, str) and fingerprint else before.fingerprint,
        last_event_id=event.event_id,
    )  # fmt: skip

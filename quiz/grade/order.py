"""Grade an order: steps put into sequence."""

from __future__ import annotations

from quiz.expression import ReadError
from quiz.grade.mistaken import nearest_mistake
from quiz.grade.outcome import broken, invalid, scored
from quiz.grade.selection import Selection, indices_of
from quiz.question import Key, Question, Verdict


def grade_order(question: Question, key: Key, text: str) -> Verdict:
    """Read a sequence of lines and compare it place by place; lines of one group may change places."""
    expected = [int(index) for index in key.expected]
    try:
        given = read_order(text, len(question.options))
    except ReadError as error:
        return invalid(text, error)
    if key.compare == "any_valid":
        try:
            return scored(bool(key.accept(list(given.indices))), given, list(given.indices))
        except Exception as error:  # noqa: BLE001  whatever a checker raises, the learner must not pay for it
            return broken(f"the card's checker failed: {type(error).__name__}: {error}", given.echo)
    groups = {index: number for number, group in enumerate(key.flags.get("groups", ())) for index in group}
    parts = tuple(_same(s, t, groups) for s, t in zip(given.indices, expected, strict=True))
    right = all(parts)
    score = min(sum(parts) / len(parts), 0.99) if key.flags.get("partial") and not right else None
    mistake = None
    if not right:
        mistake = nearest_mistake(key, lambda value: tuple(value) == given.indices, lambda _value: 0.0)
    remark = "" if right else _remark(list(given.indices), expected, groups)
    return scored(right, given, list(given.indices), mistake=mistake, remark=remark, parts=parts, score=score)


def read_order(text: str, count: int) -> Selection:
    """Return the lines in the order given; ReadError unless each is there exactly once."""
    indices = indices_of(text, count)
    for index in indices:
        if indices.count(index) > 1:
            raise ReadError(f"line {index + 1} stands there twice", 0)
    missing = [str(index + 1) for index in range(count) if index not in indices]
    if missing:
        plural = "line" if len(missing) == 1 else "lines"
        raise ReadError(f"every line must have its place: {plural} {', '.join(missing[:8])} missing", 0)
    return Selection(tuple(indices), " → ".join(str(index + 1) for index in indices))


def _same(given: int, expected: int, groups: dict[int, int]) -> bool:
    return given == expected or (given in groups and groups.get(given) == groups.get(expected))


def _remark(given: list[int], expected: list[int], groups: dict[int, int]) -> str:
    """Return what is wrong with an order, if one word says it."""

    def fits(order: list[int]) -> bool:
        return all(_same(s, t, groups) for s, t in zip(order, expected, strict=True))

    if fits(given[::-1]):
        return "The right steps in reverse order."
    for i in range(len(given) - 1):
        swapped = [*given[:i], given[i + 1], given[i], *given[i + 2 :]]
        if fits(swapped):
            return f"Only two neighbours are exchanged: {given[i] + 1} and {given[i + 1] + 1}."
    if fits(given[1:] + given[:1]) or fits(given[-1:] + given[:-1]):
        return "The right cycle, but it starts at the wrong step."
    return ""

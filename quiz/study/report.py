"""The interview: which questions it asks, and the report that is written at its end."""

from __future__ import annotations

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quiz.session.replies import Closed, Result
from quiz.study.plan import LEVELS, Item, Reason, apart

if TYPE_CHECKING:
    from quiz.deck.index import Summary
    from quiz.study.schedule import CardState

MINUTES_EACH = 2
"""An interview has at least one question for so many minutes; it ends with its time, not with its questions."""


def interview_plan(
    summaries: Mapping[str, Summary], states: Mapping[str, CardState], topics: Sequence[str], minutes: int, *, salt: str
) -> list[Item]:
    """Return mixed questions: topics take turns, in each the kinds take turns, and easy ones come first."""

    def shuffle(card: str) -> bytes:
        return hashlib.sha256(f"{salt}|{card}".encode()).digest()

    wanted = [s for s in summaries.values() if s.topic in topics and not (s.id in states and states[s.id].suspended)]
    left = sorted(wanted, key=lambda s: shuffle(s.id))
    by_topic: Counter[str] = Counter()
    by_kind: Counter[tuple[str, str]] = Counter()
    chosen: list[Summary] = []
    count = max(3, minutes // MINUTES_EACH)
    while left and len(chosen) < count:
        best = min(left, key=lambda s: (by_topic[s.topic], by_kind[s.topic, s.kind]))
        left.remove(best)
        by_topic[best.topic] += 1
        by_kind[best.topic, best.kind] += 1
        chosen.append(best)
    chosen.sort(key=lambda s: LEVELS.index(s.level))
    return apart([Item(s.id, Reason.DRILL) for s in chosen], summaries)


def write_report(home: Path, closed: Closed, summaries: Mapping[str, Summary], now: datetime | None = None) -> Path:
    """Write the report as Markdown under `<home>/reports` and return its path."""
    moment = now or datetime.now().astimezone()
    folder = home / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"interview-{moment:%Y-%m-%d-%H%M%S}.md"
    temporary = path.with_suffix(".part")
    temporary.write_text(report(closed, summaries, moment), encoding="utf-8")
    os.replace(temporary, path)
    return path


def report(closed: Closed, summaries: Mapping[str, Summary], now: datetime | None = None) -> str:
    """Return the report: the score by topic, what to study, and every question with its answer."""
    now = now or datetime.now().astimezone()
    results = closed.results
    right = sum(result.right for result in results)
    unreached = f"; {closed.left} not reached" if closed.left else ""
    lines = [
        f"# Interview of {now:%Y-%m-%d %H:%M}",
        "",
        f"{right} of {len(results)} right in {closed.spent_ms / 60_000:.0f} minutes{unreached}.",
        "",
        "| topic | right | asked | median time |",
        "|---|---|---|---|",
    ]
    by_topic: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        by_topic[result.question.topic].append(result)
    for topic, rows in sorted(by_topic.items(), key=lambda item: sum(r.right for r in item[1]) / len(item[1])):
        times = sorted(row.duration_ms for row in rows)
        lines.append(
            f"| {topic} | {sum(r.right for r in rows)} | {len(rows)} | {times[len(times) // 2] / 1000:.0f} s |"
        )
    missed = [result for result in results if not result.right]
    if missed:
        from quiz.mistakes import title

        lines += ["", "## To study", ""]
        for result in missed:
            mistake = f": {title(result.verdict.mistake)}" if result.verdict.mistake else ""
            runs = ", ".join(getattr(summaries.get(result.question.card), "needs", ()))
            runs = f" ({runs})" if runs else ""
            lines.append(f"- `quiz drill {result.question.topic}`: {result.question.card}{mistake}{runs}")
    for number, result in enumerate(results, 1):
        lines += ["", f"## {number}. {result.question.card} ({result.question.level})", "", *_question(result)]
    return "\n".join(lines) + "\n"


def _question(result: Result) -> list[str]:
    lines = [result.question.prompt, ""]
    letters = "abcdefghijklmnopqrstuvwxyz" if result.question.kind == "choice" else ""
    for i, option in enumerate(result.question.options):
        lines.append(f"- {letters[i]}) {option}" if letters else f"{i + 1}. {option}")
    word = "right" if result.right else "passed" if result.gave_up else result.verdict.outcome.value
    lines += ["", f"**Your answer** ({word}, {result.duration_ms / 1000:.0f} s): {result.answer or 'none'}", ""]
    if not result.right:
        expected = result.expected.split("\n")
        lines += [f"**Right answer**: {expected[0]}"] if len(expected) == 1 else ["**Right answer**", ""]
        lines += [*(f"- {row}" for row in expected if len(expected) > 1), ""]
    if result.verdict.message:
        lines += [result.verdict.message, ""]
    if result.key.explain:
        lines += [result.key.explain, ""]
    lines.append(f"`quiz ask {result.question.card} --seed {result.question.seed}` asks it again.")
    return lines

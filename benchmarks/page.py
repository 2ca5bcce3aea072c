"""The table of ratios as a page: a line for each topic, then one for each algorithm and size, losses in bold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.judge import geometric_mean
from benchmarks.table import Result, best_peers, seconds


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _times(ratio: float) -> str:
    """Write a ratio with three digits, and without an exponent.

    >>> _times(1631.4), _times(0.00828)
    ('1631', '0.00828')
    """
    return f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.3g}"


def _of(result: Result) -> tuple[str, str, str]:
    name, peer, size = result["case"].split(" / ")
    return name, peer, size


def topics(results: Sequence[Result]) -> str:
    """Return a Markdown table with a row for each topic and for all of them."""
    best = best_peers(results)
    groups: dict[str, list[Result]] = {}
    for result in best:
        groups.setdefault(result["case"].partition(".")[0], []).append(result)
    lines = [
        _row("topic", "cases", "faster", "level", "slower", "geometric mean", "best", "worst"),
        _row("---", *["---:"] * 5, "---", "---"),
    ]
    for topic, group in [*sorted(groups.items()), ("**all**", best)]:
        faster, slower = sum(r["low"] > 1.0 for r in group), sum(r["high"] < 1.0 for r in group)
        top, worst = max(group, key=lambda r: r["ratio"]), min(group, key=lambda r: r["ratio"])
        mean = geometric_mean([r["ratio"] for r in group])
        extremes = (f"{_times(r['ratio'])} `{_of(r)[0]}`, {_of(r)[2]}" for r in (top, worst))
        counts = map(str, (len(group), faster, len(group) - faster - slower, slower))
        lines.append(_row(topic, *counts, _times(mean), *extremes))
    return "\n".join(lines)


def page(run: dict[str, Any]) -> str:
    """Return the whole page for one kept run."""
    machine, results = run["machine"], run["results"]
    best = sorted(best_peers(results), key=_of)
    missed = [r for r in results if r["target"] is not None and r["ratio"] < r["target"]]
    notes = dict.fromkeys((_of(r)[0], r["note"]) for r in best if r["note"])
    rows = [
        _row("algorithm", "size", "fastest peer here", "ours", "peer's", "ratio"),
        _row(*["---"] * 3, *["---:"] * 3),
    ]
    for r in best:
        name, peer, size = _of(r)
        ratio = _times(r["ratio"])
        ratio = f"**{ratio} (slower)**" if r["high"] < 1.0 else ratio
        rows.append(
            _row(
                f"`{name}`",
                size,
                f"{peer} {r['peer_version']}".strip(),
                seconds(r["ours"]),
                seconds(r["theirs"]),
                ratio,
            )
        )
    lines = [
        "# Races",
        "",
        f"Runs of `python -m benchmarks` on {machine['cpu']} ({machine['simd'].upper()}), Numba {machine['numba']},",
        f"NumPy {machine['numpy']}, SciPy {machine['scipy']}: {len(results)} cases.",
        "`python -m benchmarks page` wrote this. A ratio is the peer's time over ours, one thread on each side,",
        "outputs proved equal first. Where several peers were raced, the fastest counts. Ratios of one machine do not",
        "carry over to another.",
        "",
        topics(results),
        "",
        *rows,
        "",
        "## Targets missed",
        "",
        *([f"- {r['case']}: {_times(r['ratio'])}, wants {r['target']:g}" for r in missed] or ["None."]),
        "",
        "## Notes",
        "",
        *[f"- `{name}`: {note}" for name, note in notes],
    ]
    return "\n".join(lines) + "\n"

"""The table of ratios: losses as large as wins, and nothing left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.judge import DRIFT, geometric_mean
from benchmarks.machine import describe

Result = dict[str, Any]


def seconds(value: float) -> str:
    """Write a time with three digits and a unit.

    >>> seconds(0.00001234)
    '12.3 µs'
    """
    for unit, scale in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9)):
        if value >= scale:
            return f"{value / scale:.3g} {unit}"
    return f"{value / 1e-9:.3g} ns"


def verdict(result: Result) -> str:
    """Say in words who is faster, whether the promise is kept, and whether the run can be trusted."""
    if result["low"] > 1.0:
        words = ["faster"]
    elif result["high"] < 1.0:
        words = [f"SLOWER, takes {1 / result['ratio']:.2f} times the peer's time"]
    else:
        words = ["level"]
    if result["target"] is not None and result["ratio"] < result["target"]:
        words.append(f"MISSES the target of {result['target']:g}")
    if abs(result["drift"]) > DRIFT:
        words.append("drifted: run again")
    return "; ".join(words)


def table(results: Sequence[Result]) -> str:
    """Return the results as a Markdown table, the worst ratio last within each name."""
    rows = [("algorithm", "peer", "size", "ours", "peer's", "ratio", "99 % interval", "verdict")]
    for result in sorted(results, key=lambda result: (result["case"].split(" / ")[0], -result["ratio"])):
        name, peer, size = result["case"].split(" / ")
        interval = f"{result['low']:.3g} to {result['high']:.3g}"
        rows.append(
            (name, f"{peer} {result['peer_version']}".strip(), size, seconds(result["ours"]), seconds(result["theirs"]),
             f"{result['ratio']:.3g}", interval, verdict(result))
        )  # fmt: skip
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def best_peers(results: Sequence[Result]) -> list[Result]:
    """Keep, for each algorithm and size, the peer that was fastest here, so that a weak one cannot flatter us."""
    best: dict[tuple[str, str], Result] = {}
    for result in results:
        name, _, size = result["case"].split(" / ")
        if (name, size) not in best or result["ratio"] < best[name, size]["ratio"]:
            best[name, size] = result
    return list(best.values())


def summary(results: Sequence[Result], missing: Sequence[str]) -> str:
    """Return the totals that belong beside any table of ratios."""
    best = best_peers(results)
    faster = sum(result["low"] > 1.0 for result in best)
    slower = [result for result in best if result["high"] < 1.0]
    worst, top = min(best, key=lambda r: r["ratio"]), max(best, key=lambda r: r["ratio"])
    missed = [result for result in results if result["target"] is not None and result["ratio"] < result["target"]]
    mean = geometric_mean([result["ratio"] for result in best])
    counts = f"faster {faster}, level {len(best) - faster - len(slower)}, slower {len(slower)}"
    lines = [
        f"{len(results)} cases on {describe()['cpu']}, one thread on each side",
        f"missing peers: {', '.join(missing) or 'none'}",
        f"peer's time / ours, fastest peer of each: geometric mean {mean:.3g}; {counts}",
        f"best  {top['ratio']:.3g}  {top['case']}",
        f"worst {worst['ratio']:.3g}  {worst['case']}",
    ]
    lines += [f"slower: {r['case']} takes {1 / r['ratio']:.2f} times the peer's time" for r in slower]
    lines += [f"target missed: {r['case']} has {r['ratio']:.3g}, wants {r['target']:g}" for r in missed]
    notes = {(r["case"].split(" / ")[0], r["note"]): None for r in results if r["note"]}
    lines += [f"note on {name}: {note}" for name, note in notes]
    return "\n".join(lines)

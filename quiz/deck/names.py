"""The public names of algos, and "did you mean". A deck can call nothing else.

Names are found by reading the `__all__` of a topic's `__init__.py`, so that checking a deck imports no compiler.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any


def topics() -> tuple[str, ...]:
    """Return the topics of algos."""
    import algos

    return tuple(algos.__all__)


def public_names(topic: str) -> tuple[str, ...]:
    """Return what a topic exports; an unknown topic exports nothing."""
    import algos

    if topic not in algos.__all__:
        return ()
    loaded = sys.modules.get(f"algos.{topic}")
    if loaded is not None:
        return tuple(loaded.__all__)
    return _exported(Path(algos.__path__[0]) / topic / "__init__.py")


@cache
def _exported(source: Path) -> tuple[str, ...]:
    """Return the `__all__` that a file of algos assigns; the file does not change while the program runs."""
    if not source.is_file():
        return ()
    for node in ast.parse(source.read_bytes()).body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            assert isinstance(node, ast.Assign | ast.AnnAssign)
            assert node.value is not None
            return tuple(ast.literal_eval(node.value))
    return ()


def all_names() -> list[str]:
    """Return every dotted public name."""
    return [f"{topic}.{name}" for topic in topics() for name in public_names(topic)]


def is_estimator(dotted: str) -> bool:
    """Return whether a dotted name is written as a class."""
    return dotted.rpartition(".")[2][:1].isupper()


def fault_of(dotted: str) -> str | None:
    """Say what is wrong with a dotted name, or None when algos exports it."""
    topic, dot, name = dotted.partition(".")
    if dot and name in public_names(topic):
        return None
    return f"algos has no public name {shorten(dotted)!r}{did_you_mean(dotted, all_names())}"


def resolve(dotted: str) -> Callable[..., Any]:
    """Return a public name of algos, importing its topic; anything else is a LookupError."""
    fault = fault_of(dotted)
    if fault:
        raise LookupError(fault)
    topic, _, name = dotted.partition(".")
    found: Callable[..., Any] = getattr(import_module(f"algos.{topic}"), name)
    return found


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "; did you mean 'x'?" or nothing."""
    close = get_close_matches(word[:80], list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def shorten(text: str, width: int = 60) -> str:
    """Cut a text that a stranger wrote before it goes into a message."""
    return text if len(text) <= width else text[: width - 3] + "..."

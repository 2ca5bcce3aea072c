"""The mistake bank: named wrong twins of the algorithms, each with one line wrong, in plain Python and NumPy.

A card names a twin under `mistakes:`; after a wrong answer the twin runs on the inputs of the question, and a match
names the mistake. Twins take the arguments of the algorithm that they shadow and return what it returns, a number, an
array, or a NamedTuple with the same fields. They are bounded: none loops for ever, even where the mistake would.

Every docstring has the same form: `Twin of topic.name: what is done wrong.`, then `Repair: what puts it right.`
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

__all__ = ["Account", "UnknownTwin", "account", "get", "title", "twins"]

_FORM = re.compile(r"Twin of (?P<of>[\w.]+): (?P<wrong>.+?)\s+Repair: (?P<repair>.+)", re.DOTALL)


class UnknownTwin(LookupError):  # noqa: N818  it reads as a sentence where a deck is refused
    """No twin has this name."""


class Account(NamedTuple):
    """What a twin's docstring says."""

    of: str
    """The algorithm that it shadows: topic.name."""
    wrong: str
    """What is done wrong, one sentence."""
    repair: str
    """What puts it right, one sentence."""


@cache
def twins() -> dict[str, Callable[..., Any]]:
    """Return all twins by name, found by looking: the public functions of this package's public modules."""
    found: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("_"):
            continue
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        for name, value in vars(loaded).items():
            if callable(value) and getattr(value, "__module__", "") == loaded.__name__ and not isinstance(value, type):
                if name.startswith("_"):
                    continue
                if name in found:
                    raise ImportError(f"two twins are called {name}")
                found[name] = value
    return found


def get(name: str) -> Callable[..., Any]:
    """Return a twin; UnknownTwin tells which names are near."""
    known = twins()
    if name in known:
        return known[name]
    import difflib

    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    raise UnknownTwin(f"no twin is called {name!r}" + (f"; did you mean {' or '.join(near)}?" if near else ""))


def account(name: str) -> Account:
    """Return what the docstring of a twin says: the algorithm, the mistake, the repair."""
    found = _FORM.fullmatch(" ".join((get(name).__doc__ or "").split()))
    if found is None:
        raise ValueError(f"the docstring of {name} has not the form of a twin's")
    return Account(found["of"], found["wrong"], found["repair"])


def title(name: str) -> str:
    """Return how a mistake is called before a learner: what is done wrong, or the name that a deck gave it.

    >>> title("roc_axes_swapped"), title("beta-not-squared")
    ('TPR and FPR are exchanged', 'Beta not squared')
    """
    told = account(name).wrong.removesuffix(".") if name in twins() else name.replace("_", " ").replace("-", " ")
    return told[:1].upper() + told[1:]

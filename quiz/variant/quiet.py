"""Keep the warnings of computations off the learner's screen, from several threads at once.

`warnings.catch_warnings` replaces the filters of the whole process and puts back what it found: two threads that enter
and leave in turn can leave "ignore" behind for good, or show a warning in the middle of a question. Here the first to
enter sets the filters and the last to leave restores them; nobody waits for anybody's computation, which may be a
compilation of seconds. What a library catches on its own lies inside and finds the filters set.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


class _Shared:
    """The filters of the process, taken over while anybody is inside. They are global, so this counter is."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._caught = warnings.catch_warnings()

    def enter(self) -> None:
        with self._lock:
            if self._inside == 0:
                self._caught = warnings.catch_warnings()
                self._caught.__enter__()
                warnings.simplefilter("ignore")
            self._inside += 1

    def leave(self) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0:
                self._caught.__exit__(None, None, None)


_shared = _Shared()


@contextmanager
def quiet() -> Iterator[None]:
    """Ignore warnings and floating-point signals inside; the result says what happened."""
    import numpy as np

    _shared.enter()
    try:
        with np.errstate(all="ignore"):  # this one belongs to the thread
            yield
    finally:
        _shared.leave()

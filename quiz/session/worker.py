"""One background thread that runs jobs by urgency, while the learner reads.

Everything that loads NumPy, Numba or an algorithm happens there, so the prompt stays quick. What a job raises comes out
where its result is asked for. The thread is a daemon: leaving the program never waits for a compilation.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import PriorityQueue
from typing import Any

NOW, SOON, IDLE = 0, 1, 2


class Worker:
    """Jobs in order of urgency, then of arrival."""

    def __init__(self) -> None:
        self._queue: PriorityQueue[tuple[int, int, Future[Any], Callable[[], Any]]] = PriorityQueue()
        self._numbers = itertools.count()
        self._thread: threading.Thread | None = None

    def submit(self, job: Callable[[], Any], urgency: int = NOW) -> Future[Any]:
        """Queue a job and return the future of its result."""
        future: Future[Any] = Future()
        self._queue.put((urgency, next(self._numbers), future, job))
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="kernelcards", daemon=True)
            self._thread.start()
        return future

    def _run(self) -> None:
        while True:
            _, _, future, job = self._queue.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(job())
            except BaseException as error:  # noqa: BLE001 - it belongs to whoever asks for the result
                future.set_exception(error)

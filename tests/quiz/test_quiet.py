"""Computations in several threads keep their warnings to themselves, and leave the filters as they were."""

import threading
import warnings

import numpy as np

from quiz.variant.quiet import quiet


def test_threads_that_overlap_stay_quiet_and_restore_the_filters():
    before = list(warnings.filters)
    first_in, first_out = threading.Event(), threading.Event()
    heard: list[str] = []

    def second() -> None:
        with quiet():
            first_in.set()
            first_out.wait(10)
            try:
                warnings.warn("from the second thread", UserWarning, stacklevel=1)  # an error, were it heard
                np.float64(1) / np.float64(0)
            except Warning as error:
                heard.append(str(error))

    thread = threading.Thread(target=second)
    with quiet():
        thread.start()
        first_in.wait(10)
    first_out.set()
    thread.join()
    assert heard == []
    assert warnings.filters == before


def test_what_a_computation_raises_leaves_the_filters_as_they_were():
    before = list(warnings.filters)
    for _ in range(2):
        try:
            with quiet():
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
    assert warnings.filters == before

"""Grade a typed answer against the key that running the reference gave.

`grade(question, key, text)` returns a Verdict for any text: unreadable text is invalid, never wrong, and no text raises
or takes long. `write` and `expected` print answers, `calculate` serves `= expr` during a session, `tolerance` tells how
far around a reference an answer counts.
"""

from __future__ import annotations

import numpy as np

from quiz.expression import ReadError, read
from quiz.grade.array import grade_array
from quiz.grade.choice import grade_choice
from quiz.grade.entry import brief
from quiz.grade.number import grade_number
from quiz.grade.order import grade_order
from quiz.grade.outcome import broken
from quiz.grade.precision import tolerance
from quiz.grade.recall import grade_recall
from quiz.grade.show import expected, show, write
from quiz.question import Key, Outcome, Question, Verdict

__all__ = ["calculate", "expected", "grade", "show", "tolerance", "write"]


def grade(question: Question, key: Key, text: str) -> Verdict:
    """Read an answer to a question and say whether it is right, and if not, what went wrong."""
    try:
        with np.errstate(all="ignore"):  # infinities that were typed may meet
            return _grade(question, key, text)
    except Exception as error:  # noqa: BLE001  a fault of ours must cost the learner neither the session nor the card
        told = f"The grader failed on this answer ({type(error).__name__}: {error}); compare it yourself."
        return Verdict(Outcome.UNDETERMINED, 0.0, message=told)


def _grade(question: Question, key: Key, text: str) -> Verdict:
    match question.kind:
        case "number":
            return grade_number(key, text)
        case "array":
            return grade_array(key, text)
        case "choice":
            return grade_choice(question, key, text)
        case "order":
            return grade_order(question, key, text)
        case "recall":
            return grade_recall(key, text)
    return broken(f"no answer of kind {question.kind!r} can be read")


def calculate(text: str) -> str:
    """Evaluate an expression without answering and return one line: what was read and its value, or what is wrong.

    >>> calculate("-0.5*log2(0.5) - 0.5*log2(0.5)")
    '−0.5·log₂(0.5) − 0.5·log₂(0.5) = 1'
    """
    try:
        expression = read(text, percent=True, infinite=True)
        value = expression.evaluate()
    except ReadError as error:
        return f"cannot calculate: {error.message}"
    guessed = f"   (read as {expression.guessed})" if expression.guessed else ""
    result = brief(value)
    return expression.echo + ("" if expression.echo == result else f" = {result}") + guessed

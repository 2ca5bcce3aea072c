"""The source of one algorithm as a learner wants to read it in the middle of a question."""

from __future__ import annotations

import re


def listing(name: str) -> str:
    """Return the code of `topic.name`, the kernels of its file first; of docstrings only their first line.

    The file is read as text: nothing is imported or compiled. `algos show` prints the whole, with other files' parts.
    """
    from algos._catalogue import find, listings

    entry = find(name)
    return "\n\n".join(_short(piece.code) for piece in listings(entry) if piece.file == entry.file)


def _short(code: str) -> str:
    return re.sub(r'(r?"""[^"\n]+)\n\n.*?"""', r'\1"""', code.rstrip(), count=1, flags=re.DOTALL)

"""The source of one algorithm as a learner wants to read it in the middle of a question."""

from __future__ import annotations

import re


def listing(name: str) -> str:
    """Return the code of `topic.name`, the kernels of its file first; of docstrings only their first line.

    The file is read as text: nothing is imported or compiled. `algos show` prints the whole, with other files' parts.
    """
    from algos._catalogue import find, listings

    entry = find(name)
    pieces = [piece.code for piece in listings(entry) if piece.file == entry.file]
    return "\n\n".join(_short(code) for code in pieces if not _ADAPTER.match(code))


_ADAPTER = re.compile(r"(@.*\n)*def \w+_compiled\(")
"""What lets a user's own @njit call the function says nothing about the algorithm; nor does the line that names it."""


def _short(code: str) -> str:
    code = re.sub(r"@compiled_as\(.*\)\n", "", code)
    return re.sub(r'(r?"""[^"\n]+)\n\n.*?"""', r'\1"""', code.rstrip(), count=1, flags=re.DOTALL)

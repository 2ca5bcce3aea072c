"""What lint found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding, with the place of the card and, where it has one, the variant that shows it."""

    check: str  # short name of the check
    message: str
    card: str = ""
    seed: int | None = None
    file: str = ""
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        about = f" {self.card}" if self.card else ""
        variant = f" (seed {self.seed})" if self.seed is not None else ""
        return f"{self.file}:{self.line}:{self.column}:{about}: {self.check}: {self.message}{variant}"

"""``python -m algos``."""

from .cli import run

run()

"""Draw docs/session.svg and print the same as text: a real session, with its answers typed from a list.

Run from the repository: python docs/picture.py
"""

from __future__ import annotations

import io
import itertools
import os
import re
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from quiz.deck.index import catalogue, deck_files  # noqa: E402
from quiz.history.store import Store, history_path  # noqa: E402
from quiz.render.screen import Screen, Wishes  # noqa: E402
from quiz.session.desk import Desk  # noqa: E402
from quiz.session.editor import PipeReader  # noqa: E402
from quiz.session.machine import Session  # noqa: E402
from quiz.session.sitting import sit  # noqa: E402
from quiz.study.plan import Item, Reason  # noqa: E402

SEED = 3
CARDS = ("information.entropy.bits", "graphs.bfs.order")
LINES = ["0..94", "= 0.5*ln(2) + 0.1*ln(10) + 0.4*ln(2.5)", "0.943", "", "0 2 3 6 1 4 5", "q"]


def main() -> None:
    """Hold the session and write the picture."""
    os.environ.pop("NO_COLOR", None)
    with tempfile.TemporaryDirectory() as folder:
        screen = Screen(io.StringIO(), Wishes(width=84, ascii=False), record=True)
        cards = catalogue(deck_files())
        with Store(history_path(Path(folder))) as store:
            desk = Desk(cards, None, store.variant_number, seed=SEED)
            session = Session(
                [Item(card, Reason.NEW) for card in CARDS], desk, store, summaries=cards,
                session_id=store.begin_session("review"), limit_ms=20 * 60_000,
            )  # fmt: skip
            lines = PipeReader(screen, io.StringIO("\n".join(LINES) + "\n"))
            sit(session, desk, screen, lines, itertools.count(0, 9_000).__next__, today=store.today())
        text, picture = screen.console.export_text(clear=False), screen.console.export_svg(title="quiz")
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)  # a picture that loads nothing
    picture = picture.replace("Fira Code", "ui-monospace, Menlo, DejaVu Sans Mono")
    (HERE / "session.svg").write_text("\n".join(map(str.rstrip, picture.splitlines())) + "\n", encoding="utf-8")
    sys.stdout.write(text)


main()

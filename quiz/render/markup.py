"""The light Markdown of cards: blocks of text, and the styles inside a line.

Paragraphs are joined and wrapped again; `$...$` is maths, on a paragraph of its own in two dimensions; lines that begin
with four blanks, and fenced blocks, keep their shape. The text of a card never reaches rich's own markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quiz import maths
from quiz.maths.box import width_of

if TYPE_CHECKING:
    from rich.text import Text

    from quiz.render.screen import Screen

_INLINE = re.compile(
    r"(?P<code>`[^`\n]+`)"
    r"|(?P<maths>(?<!\\)\$(?=\S)(?:[^$\\]|\\.)*?(?<=\S)\$(?!\d))"
    r"|(?P<bold>\*\*(?=\S)(?:[^*]|\*(?!\*))+?(?<=\S)\*\*)"
    r"|(?P<emphasis>(?<![\w*])\*(?=[^\s*])[^*\n]+?(?<=[^\s*])\*(?![\w*]))"
)
_ITEM = re.compile(r"(?P<indent> {0,3})(?P<mark>[-*•]|\d{1,2}[.)])\s+(?P<text>.*)")
HELD = "\ue000"
"""Stands for a blank that must not break: inside a short formula or a piece of code."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, formula, or lines that keep their shape."""

    kind: str  # text, item, maths, kept, fence
    text: str
    mark: str = ""  # of an item; the word after ``` of a fence


def blocks(source: str) -> Iterator[Block]:
    """Split the text of a card."""
    pending: list[str] = []
    mark = ""
    lines = source.strip("\n").split("\n")
    i = 0

    def flush() -> Iterator[Block]:
        nonlocal pending, mark
        if pending:
            text = "\n".join(pending)
            alone = re.fullmatch(r"\s*\$\$?((?:[^$\\]|\\.)+?)\$\$?\s*([.,;:]?)\s*", text, re.DOTALL)
            if alone and not mark:
                yield Block("maths", alone[1].strip() + alone[2].replace(":", ""))
            else:
                yield Block("item" if mark else "text", text, mark)
        pending, mark = [], ""

    while i < len(lines):
        line = lines[i]
        if line.lstrip().startswith("```"):
            yield from flush()
            word = line.strip().strip("`").strip()
            end = next((j for j in range(i + 1, len(lines)) if lines[j].strip() == "```"), len(lines))
            yield Block("fence", _dedent(lines[i + 1 : end]), word)
            i = end + 1
            continue
        item = _ITEM.fullmatch(line)
        if not line.strip():
            yield from flush()
        elif line.startswith(("    ", "\t")) and not mark:
            yield from flush()
            end = i
            while end < len(lines) and (not lines[end].strip() or lines[end].startswith(("    ", "\t"))):
                end += 1
            kept = lines[i:end]
            while kept and not kept[-1].strip():
                kept.pop()
            yield Block("kept", _dedent(kept))
            i = end
            continue
        elif item:
            yield from flush()
            pending, mark = [item["text"]], item["mark"]
        else:
            pending.append(line.strip() if not line.endswith("  ") else line.strip() + "  ")
        i += 1
    yield from flush()


def _dedent(lines: list[str]) -> str:
    lines = [line.expandtabs(4).rstrip() for line in lines]
    margin = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    return "\n".join(line[margin:] for line in lines)


def inline(screen: Screen, source: str, style: str = "") -> Text:
    """Return one paragraph with its styles; the caller wraps it."""
    from rich.text import Text

    out = Text(style=style)
    position = 0
    for match in _INLINE.finditer(source):
        out.append(_plain(screen, source[position : match.start()]))
        kind, body = match.lastgroup, match[0]
        if kind == "code":
            out.append(_held(screen.show(body[1:-1])), style="cyan")
        elif kind == "maths":
            out.append(_held(maths.inline(body[1:-1].strip(), unicode=screen.unicode)), style="italic")
        elif kind == "bold":
            out.append_text(inline(screen, body[2:-2], "bold"))
        else:
            out.append_text(inline(screen, body[1:-1], "italic"))
        position = match.end()
    out.append(_plain(screen, source[position:]))
    return out


def _plain(screen: Screen, text: str) -> str:
    return screen.show(text.replace(r"\$", "$").replace(r"\*", "*").replace(r"\`", "`"))


def _held(text: str) -> str:
    """Keep a short formula on one line; a long one may break at its blanks."""
    return text.replace(" ", HELD) if width_of(text) <= 24 else text


def flat(screen: Screen, source: str) -> str:
    """Return one paragraph as plain text on one line."""
    return " ".join(inline(screen, source).plain.replace(HELD, " ").split())


def wrap(screen: Screen, text: Text, width: int) -> list[Text]:
    """Break one paragraph into lines; a line of the source that ends in two blanks ends here too."""
    lines: list[Text] = []
    for part in text.split("\n", allow_blank=False):
        part.rstrip()
        lines.extend(part.wrap(screen.console, max(width, 8), tab_size=4))
    for line in lines:
        line.plain = line.plain.replace(HELD, " ")
        line.rstrip()
    return lines


def render(
    screen: Screen, source: str, style: str = "", width: int | None = None, *, display: bool = True
) -> list[Text]:
    """Return the text of a card as lines ready to print; without `display` formulas stay in their lines."""
    from rich.text import Text

    from quiz.render import drawings

    width = width or screen.room
    out: list[Text] = []
    previous = ""
    for block in blocks(source):
        if out and not (block.kind == previous == "item"):
            out.append(Text())
        if block.kind == "maths" and display:
            rows = maths.display(block.text, width - 4, unicode=screen.unicode)
            out.extend(Text("    " + row, style=style or "bold") for row in rows)
        elif block.kind in ("kept", "fence"):
            out.extend(drawings.draw(screen, block.mark if block.kind == "fence" else "", block.text, width))
        else:
            text = f"${block.text}$" if block.kind == "maths" else block.text
            joined = re.sub(r"(?<!  )\n", " ", text).replace("  \n", "\n")
            paragraph = inline(screen, joined, style)
            if block.kind == "item":
                mark = screen.sign("•", "-") if block.mark in "-*•" else block.mark
                hang = len(mark) + 1
                for number, line in enumerate(wrap(screen, paragraph, width - hang)):
                    head = screen.text(f"{mark} " if number == 0 else " " * hang, "dim")
                    out.append(head.append_text(line))
            else:
                out.extend(wrap(screen, paragraph, width))
        previous = block.kind
    return out


def answer_lines(screen: Screen, label: str, answer: str) -> list[Text]:
    """Return the right answer beside its label; an answer of several lines hangs under the first."""
    hang = len(label) + 2
    out: list[Text] = []
    for row in answer.split("\n"):
        for line in wrap(screen, inline(screen, row, "bold green"), screen.room - hang):
            head = screen.text(" " * hang if out else f"{label}  ", "bold")
            out.append(head.append_text(line))
    return out

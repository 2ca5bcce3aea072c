"""Decks: where they lie, what is in them, and the compiled index that makes a warm start read no YAML.

The index is JSON keyed by the content of each deck file. The one for the packaged decks is shipped; a user's own decks
are filed under `<home>/cache`. A file whose content is in neither is parsed once, with every fault as file:line:column.

This module imports the standard library only.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quiz.deck.reading import Card

INDEX_VERSION = 1
"""Raised when a card with the same text would be read or summed up differently."""


INDEX = "index.json"
"""Name of the compiled index beside the packaged decks."""


class DeckError(Exception):
    """One fault of a deck, with its place."""

    def __init__(self, file: str, line: int, column: int, message: str) -> None:
        super().__init__(file, line, column, message)
        self.file, self.line, self.column, self.message = file, line, column, message

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class DeckErrors(Exception):  # noqa: N818 - the plural of DeckError
    """Every fault of a deck, in the order of the file."""

    def __init__(self, errors: Sequence[DeckError]) -> None:
        super().__init__(*errors)
        self.errors = tuple(sorted(errors, key=lambda error: (error.file, error.line, error.column)))

    def __str__(self) -> str:
        return "\n".join(map(str, self.errors))


@dataclass(frozen=True, slots=True)
class Summary:
    """What a session needs to know of a card before it shows it."""

    id: str
    topic: str
    kind: str
    level: str
    title: str  # first line of `ask`, without markup
    fingerprint: str  # of what the card means; stored with each attempt
    rev: int
    aliases: tuple[str, ...]
    concept: tuple[str, ...]
    needs: tuple[str, ...]  # dotted public names of algos that it runs
    file: str
    line: int


@dataclass(slots=True)
class Catalogue(Mapping[str, Summary]):
    """The cards of several decks by id; an alias finds the card that carries it now."""

    summaries: dict[str, Summary] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    faults: list[DeckError] = field(default_factory=list)
    _bodies: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __getitem__(self, card_id: str) -> Summary:
        return self.summaries[self.resolve(card_id)]

    def __iter__(self) -> Iterator[str]:
        return iter(self.summaries)

    def __len__(self) -> int:
        return len(self.summaries)

    def resolve(self, card_id: str) -> str:
        """Return the present id of a card that may have been renamed (KeyError when there is none)."""
        if card_id in self.summaries:
            return card_id
        return self.aliases[card_id]

    def topics(self) -> list[str]:
        """Return the topics in the order of the decks."""
        return list(dict.fromkeys(summary.topic for summary in self.summaries.values()))

    def card(self, card_id: str) -> Card:
        """Return the whole card, from the index; from the YAML only where the index does not hold what it should."""
        from quiz.deck.reading import card_from_index, cards_in

        summary = self[card_id]
        try:
            return card_from_index(self._bodies[summary.id], summary)
        except DeckError:
            anew = cards_in(Path(summary.file).read_bytes(), summary.file)
            found = next((card for card in anew if card.id == summary.id), None)
            if found is None:
                raise
            return found

    def _add(self, summary: Summary, body: dict[str, Any]) -> None:
        for name in (summary.id, *summary.aliases):
            owner = self.summaries.get(name) or self.summaries.get(self.aliases.get(name, ""))
            if owner:
                what = "id" if name == summary.id else "alias"
                message = f"the {what} {name!r} is taken by {owner.id!r} at {owner.file}:{owner.line}"
                self.faults.append(DeckError(summary.file, summary.line, 1, message))
                if name == summary.id:
                    return  # the first card keeps the name
        self.summaries[summary.id] = summary
        self.aliases.update((alias, summary.id) for alias in summary.aliases if alias not in self.summaries)
        self._bodies[summary.id] = body


def home_folder(explicit: Path | None = None) -> Path:
    """Return the learner's folder: `--home`, then KERNELCARDS_HOME, then the platform's data folder."""
    if explicit is not None:
        return explicit
    from_environment = os.environ.get("KERNELCARDS_HOME")
    if from_environment:
        return Path(from_environment).expanduser()
    from platformdirs import user_data_dir

    return Path(user_data_dir("kernelcards", appauthor=False))


def packaged_folder() -> Path:
    """Return the folder of the decks that came with the program."""
    import cards

    return Path(cards.__file__).parent if cards.__file__ else Path(next(iter(cards.__path__)))


def deck_files(home: Path | None = None, extra: Sequence[Path] = ()) -> list[Path]:
    """Return the packaged decks, the learner's own, and those named on the command line (a folder gives its decks)."""
    folders = [packaged_folder()] + ([home / "decks"] if home else [])
    files = [file for folder in folders for file in decks_in(folder)]
    for path in extra:
        files += decks_in(path) if path.is_dir() else [path]
    return list(dict.fromkeys(files))


def decks_in(folder: Path) -> list[Path]:
    """Return the deck files of a folder by name."""
    found = [*folder.glob("*.yaml"), *folder.glob("*.yml")]
    return sorted(path for path in found if not path.name.startswith("."))


def catalogue(files: Sequence[Path], cache: Path | None = None) -> Catalogue:
    """Return the cards of `files`; a deck with faults is left out and its faults are in `Catalogue.faults`."""
    result = Catalogue()
    shipped = load_index(packaged_folder() / INDEX)
    filed = load_index(cache) if cache else {}
    fresh: dict[str, list[dict[str, Any]]] = {}
    for file in files:
        name = os.fspath(file)
        try:
            text = file.read_bytes()
        except OSError as error:
            result.faults.append(DeckError(name, 1, 1, f"the deck cannot be read: {error.strerror or error}"))
            continue
        content = digest(text)
        rows = _rows(shipped.get(content), name) or _rows(filed.get(content), name)
        if not rows:
            try:
                fresh[content] = compile_deck(text, name)
            except DeckErrors as errors:
                result.faults.extend(errors.errors)
                continue
            rows = _rows(fresh[content], name)
        for summary, body in rows:
            result._add(summary, body)
    if cache and fresh:
        write_index(cache, _newest(filed | fresh))
    return result


def digest(text: bytes) -> str:
    """Return the hash under which the index files a deck."""
    return hashlib.sha256(text).hexdigest()


def compile_deck(text: bytes, file: str) -> list[dict[str, Any]]:
    """Parse one deck and return its entries for the index; raises `DeckErrors`."""
    from quiz.deck.reading import cards_in

    entries = []
    for card in cards_in(text, file):
        summary = card.summary()
        entries.append({"summary": asdict(summary) | {"file": ""}, "card": card.body()})
    return entries


def load_index(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return an index by content hash; one that is missing, damaged or of another version counts as empty."""
    try:
        data = json.loads(path.read_bytes())
        files = dict(data["files"]) if data["version"] == INDEX_VERSION else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {content: entries for content, entries in files.items() if isinstance(entries, list)}


def write_index(path: Path, files: Mapping[str, list[dict[str, Any]]]) -> None:
    """Replace an index file in one step; a folder that cannot be written only costs the next start some time."""
    decks = []
    for content, entries in files.items():  # one card a line, so that an edit shows as one
        lines = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in entries)
        decks.append(f'"{content}":[\n{lines}\n]')
    every = ",\n".join(decks)
    text = f'{{"version":{INDEX_VERSION},"files":{{\n{every}\n}}}}\n'
    try:
        replace_file(path, text)
    except OSError:
        return


def replace_file(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old or the new one, and a crash leaves one of them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}.new")
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def summary_from_json(data: Mapping[str, Any]) -> Summary:
    """Rebuild a summary that went through JSON; KeyError or TypeError where it is not one, or another version's."""
    lists = {name: tuple(data[name]) for name in _LISTS}
    summary = Summary(**{**data, **lists})
    for item in fields(Summary):
        value = getattr(summary, item.name)
        ok = isinstance(value, int) if item.name in ("rev", "line") else isinstance(value, str)
        if item.name in _LISTS:
            ok = isinstance(data[item.name], list | tuple) and all(isinstance(entry, str) for entry in value)
        if not ok:
            raise TypeError(f"{item.name}: {value!r:.80}")
    return summary


_LISTS = ("aliases", "concept", "needs")


def _rows(entries: Any, file: str) -> list[tuple[Summary, dict[str, Any]]]:
    """Return the cards of a filed deck; none at all where an entry is damaged, or was made by another version."""
    try:
        rows = [(summary_from_json({**entry["summary"], "file": file}), entry["card"]) for entry in entries or ()]
    except (KeyError, TypeError):
        return []
    return rows if all(isinstance(body, dict) for _, body in rows) else []


def _newest(files: dict[str, list[dict[str, Any]]], keep: int = 60) -> dict[str, list[dict[str, Any]]]:
    """Keep the decks that were filed last, so that edits do not pile up in the cache."""
    return dict(list(files.items())[-keep:])

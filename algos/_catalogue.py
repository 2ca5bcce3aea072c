"""What there is: every public name with its docstring, cost and source, read from the files without importing them.

A name is public because its topic's ``__init__`` imports it; nothing registers anywhere. Reading text keeps
``algos list`` as quick as a file listing, where importing a topic would load Numba.
"""

from __future__ import annotations

import ast
import difflib
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Entry", "Listing", "entries", "find", "listings", "topics"]

_PACKAGE = Path(__file__).parent
_SHARED_KERNELS = {"_blocks.py", "_magnitudes.py", "_random.py", "_sums.py", "_vector.py"}
_DISTRIBUTIONS = {
    f"_{name}.py"
    for name in (
        "beta",
        "beta_inverse",
        "distributions",
        "expansions",
        "gamma",
        "normal",
        "normal_limit",
        "quadrature",
        "student",
        "student_tails",
        "tails",
    )
}
"""Shown for the distribution functions themselves; a test's listing ends where it asks for a p-value."""
# What else lies beside them converts, checks and compiles.

_Definition = ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Entry:
    """One public name."""

    name: str  # dotted: information.entropy
    kind: str  # function, estimator or result
    signature: str
    doc: str
    file: Path
    line: int

    @property
    def topic(self) -> str:
        """The part before the dot."""
        return self.name.partition(".")[0]

    @property
    def summary(self) -> str:
        """The docstring's first line."""
        return self.doc.partition("\n")[0]

    @property
    def formula(self) -> str:
        """The first block of mathematics, as LaTeX; empty where there is none."""
        block = re.search(r"\.\. math::(.*?)(?:\n\s*\n|\Z)", self.doc, re.DOTALL)
        return " ".join(block[1].split()) if block else ""

    @property
    def cost(self) -> str:
        """The first line of Notes: time and memory."""
        notes = re.search(r"^Notes\n-+\n(.*)$", self.doc, re.MULTILINE)
        return notes[1].strip() if notes else ""


@dataclass(frozen=True)
class Listing:
    """A piece of source code and where it stands."""

    file: Path
    line: int
    code: str


@cache
def _parse(file: Path) -> tuple[str, ast.Module]:
    text = file.read_text(encoding="utf-8")
    return text, ast.parse(text)


def _imports(file: Path) -> Iterator[tuple[str, Path, str]]:
    """Yield (local name, file, name there) for the package's own imports at the top of a file."""
    for node in _parse(file)[1].body:
        if isinstance(node, ast.ImportFrom) and node.level and node.module:
            target = file.parents[node.level - 1].joinpath(*node.module.split(".")).with_suffix(".py")
            if target.is_file():
                for alias in node.names:
                    yield alias.asname or alias.name, target, alias.name


def _definitions(file: Path) -> dict[str, _Definition]:
    return {node.name: node for node in _parse(file)[1].body if isinstance(node, _Definition)}


def topics() -> list[str]:
    """Return the topics, in alphabetical order."""
    return sorted(
        folder.name for folder in _PACKAGE.iterdir() if folder.name[0] != "_" and (folder / "__init__.py").is_file()
    )


def entries(topic: str | None = None) -> list[Entry]:
    """Return the public names of one topic, or of all."""
    found = []
    for name in topics() if topic is None else [topic]:
        for public, file, original in _imports(_PACKAGE / name / "__init__.py"):
            node = _definitions(file).get(original)
            if node is not None:
                found.append(_entry(f"{name}.{public}", file, node))
    return sorted(found, key=lambda entry: entry.name.lower())


def _entry(name: str, file: Path, node: _Definition) -> Entry:
    kind, call = "function", node
    if isinstance(node, ast.ClassDef):
        kind = "result" if any(ast.unparse(base) == "NamedTuple" for base in node.bases) else "estimator"
        methods = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
        call = methods.get("__init__", node)
    signature = node.name
    if isinstance(call, ast.FunctionDef):
        arguments = re.sub(r"^self(, )?", "", ast.unparse(_without_annotations(call.args)))
        signature = f"{node.name}({arguments})"
    return Entry(name, kind, signature, inspect.cleandoc(ast.get_docstring(node) or ""), file, node.lineno)


def _without_annotations(arguments: ast.arguments) -> ast.arguments:
    bare = ast.parse(f"def f({ast.unparse(arguments)}): ...").body[0]
    assert isinstance(bare, ast.FunctionDef)
    for argument in [*bare.args.posonlyargs, *bare.args.args, *bare.args.kwonlyargs]:
        argument.annotation = None
    return bare.args


def find(name: str) -> Entry:
    """Return the entry of a dotted name, or of a bare one that only one topic has.

    KeyError, with the nearest names, where there is none.
    """
    known = {entry.name: entry for entry in entries()}
    bare: dict[str, list[str]] = {}
    for dotted in known:
        bare.setdefault(dotted.partition(".")[2].lower(), []).append(dotted)
    same = bare.get(name.lower(), [])
    if name in known or len(same) == 1:
        return known[name if name in known else same[0]]
    close = difflib.get_close_matches(name.rpartition(".")[2].lower(), bare, n=3, cutoff=0.7)
    nearest = same or [dotted for key in close for dotted in bare[key]]
    hint = f"; did you mean {' or '.join(nearest)}?" if nearest else "; `algos list` shows them all"
    raise KeyError(f"no algorithm is called {name!r}{hint}")


def _undecorated(node: _Definition) -> Iterator[ast.AST]:
    """Walk a definition but for its decorators, which name what serves other callers."""
    for field, value in ast.iter_fields(node):
        for part in value if isinstance(value, list) else [value]:
            if field != "decorator_list" and isinstance(part, ast.AST):
                yield from ast.walk(part)


def listings(entry: Entry) -> list[Listing]:
    """Return the source of an entry and of the kernels that it runs, the smallest pieces first.

    Follows every name of the package that the code mentions, in other files too, but not into checks, conversion and
    compiler options, nor to the adapters that compiled callers run.
    """
    found = _followed(entry, _SHARED_KERNELS)
    if not any("@kernel" in listing.code for listing in found.values()):  # its kernels are shared ones
        found = _followed(entry, _SHARED_KERNELS | _DISTRIBUTIONS)
    first, *rest = found.values()
    kernels = sorted(rest, key=lambda listing: (listing.file != entry.file, listing.file, listing.line))
    return [*kernels, first]


def _followed(entry: Entry, shared: set[str]) -> dict[tuple[Path, str], Listing]:
    """Return the definitions that an entry reaches, itself first; of files beside the topics only those in `shared`."""
    found: dict[tuple[Path, str], Listing] = {}

    def visit(file: Path, name: str) -> None:
        if (file, name) in found or (file.parent == _PACKAGE and file.name not in shared):
            return
        node = _definitions(file).get(name)
        if node is None:
            passed_on = {local: (target, original) for local, target, original in _imports(file)}.get(name)
            if passed_on is not None and passed_on[0] != file:
                visit(*passed_on)
            return
        text, _ = _parse(file)
        start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        code = "\n".join(text.splitlines()[start - 1 : node.end_lineno])
        found[file, name] = Listing(file, start, code)
        elsewhere = {local: (target, original) for local, target, original in _imports(file)}
        mentioned = {child.id: None for child in _undecorated(node) if isinstance(child, ast.Name)}
        for other in mentioned:
            visit(*elsewhere.get(other, (file, other)))

    visit(entry.file, entry.name.partition(".")[2])
    return found

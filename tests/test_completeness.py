"""Every public name has a whole docstring, a test, a card and a race; every name used elsewhere exists."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from algos._catalogue import entries
from benchmarks.race import all_races
from tests.algos.compiled_exceptions import EXCEPTIONS

ROOT = Path(__file__).parents[1]
PUBLIC = [entry for entry in entries() if entry.kind != "result"]
CONVERTERS = {"graphs.from_scipy", "graphs.from_networkx"}  # from other libraries' objects: no card, no race
NO_FORMULA = {"trees.export_text"}  # prints a tree


def text_under(folder, suffix):
    return "\n".join(path.read_text() for path in sorted((ROOT / folder).rglob(f"*{suffix}")))


CARDS = text_under("cards", ".yaml")
RACED = {race.name for race in all_races()}


def checks_against_another(file, name, libraries):
    """Whether a test file uses a name, and imports a textbook version or one of the libraries."""
    nodes = list(ast.walk(ast.parse(file.read_text())))
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    imported = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    imported |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    sources = {"naive" if module.startswith("tests.naive") else module.partition(".")[0] for module in imported}
    return name in used and bool(sources & {"naive", *libraries})


def identify(entry):
    return entry.name


@pytest.mark.parametrize("entry", PUBLIC, ids=identify)
class TestEveryName:
    def test_docstring_is_whole(self, entry):
        doc = entry.doc
        assert re.match(r"Time O\(.+\).*, memory O\(.+\).*\.", entry.cost), (
            f"Notes of {entry.name} must open with the cost"
        )
        assert bool(entry.formula) != (entry.name in NO_FORMULA), entry.name
        for section in ("Parameters", "See Also", "References", "Examples"):
            assert re.search(rf"^{section}\n-+$", doc, re.MULTILINE), f"{entry.name} has no section {section}"
        if entry.kind == "function":
            for section in ("Returns", "Raises"):
                assert re.search(rf"^{section}\n-+$", doc, re.MULTILINE), f"{entry.name} has no section {section}"
        assert ">>>" in doc
        assert entry.summary.endswith(".")

    def test_is_tested(self, entry):
        """By a file that also holds the textbook version or the library named under See Also."""
        libraries = set(re.findall(r"^(\w+)\.[\w.]+.* : ", entry.doc, re.MULTILINE))
        files = (ROOT / "tests" / "algos" / entry.topic).glob("test_*.py")
        assert any(checks_against_another(file, entry.name.partition(".")[2], libraries) for file in files)

    def test_is_asked_about(self, entry):
        if entry.name not in CONVERTERS:
            assert re.search(rf"\b{re.escape(entry.name)}\b", CARDS), f"no card runs {entry.name}"

    def test_is_raced(self, entry):
        if entry.name not in CONVERTERS:
            assert entry.name in RACED, f"no benchmark races {entry.name}"

    def test_can_be_called_from_compiled_code(self, entry):
        public = getattr(importlib.import_module(f"algos.{entry.topic}"), entry.name.partition(".")[2])
        excepted = EXCEPTIONS.get(entry.name)
        assert hasattr(public, "compiled_as") != bool(excepted), excepted or f"{entry.name} has no @compiled_as"


@pytest.mark.parametrize("entry", [entry for entry in entries() if entry.kind == "result"], ids=identify)
def test_help_explains_every_field_of_a_result(entry):
    """Strings under the fields of a NamedTuple are lost to help(); a section of the docstring is not."""
    public = getattr(importlib.import_module(f"algos.{entry.topic}"), entry.name.partition(".")[2])
    section = re.search(r"^Attributes\n-+\n(.*)", entry.doc, re.MULTILINE | re.DOTALL)
    explained = re.findall(r"^(\w+) : \S", section[1], re.MULTILINE) if section else []
    assert explained == list(public._fields)


def test_exceptions_name_what_exists():
    assert set(EXCEPTIONS) <= {entry.name for entry in PUBLIC}
    assert all(len(reason) > 10 for reason in EXCEPTIONS.values())


def test_cards_cover_the_concepts_of_their_topics():
    """The statements that learners meet about these topics, each behind at least one card."""
    wanted = [*range(1, 39), 51, 52, *range(54, 57), *range(84, 89), 98, 102, 103, 115]
    wanted += [*range(144, 147), 157, 160, 167, 168, *range(173, 187)]
    asked = set(re.findall(r"\bc\d{3}\b", CARDS))
    assert {f"c{number:03d}" for number in wanted} <= asked

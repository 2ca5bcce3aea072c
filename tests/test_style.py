"""House rules that a reader would otherwise have to take on trust."""

import ast
import importlib
import inspect
from pathlib import Path

import pytest

import algos
from algos._catalogue import entries

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for package in ("algos", "quiz", "benchmarks") for path in (ROOT / package).rglob("*.py"))
ALGOS = [path for path in SOURCES if path.is_relative_to(ROOT / "algos")]


def short(path):
    return str(path.relative_to(ROOT))


def decorated_kernels(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any("kernel" in ast.unparse(d) for d in node.decorator_list):
            yield node


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_one_subject_a_file(path):
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_dependencies_point_one_way(path):
    """Cards are data, quiz calls algos, nothing calls benchmarks or tests."""
    allowed = {"algos": {"algos"}, "quiz": {"algos", "quiz"}, "benchmarks": {"algos", "benchmarks"}}
    mine = allowed[path.relative_to(ROOT).parts[0]]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module]
        else:
            continue
        for name in names:
            first = name.partition(".")[0]
            assert first not in {"algos", "quiz", "benchmarks", "tests"} or first in mine, f"imports {name}"


@pytest.mark.parametrize("path", [path for path in ALGOS if path.name != "_jit.py"], ids=short)
def test_compiler_options_live_in_one_place(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            assert not any(alias.name.startswith("numba") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not (node.module or "").startswith("numba")
        elif isinstance(node, ast.keyword):
            assert node.arg != "parallel"
            assert not (node.arg == "fastmath" and ast.unparse(node.value) == "True")
        elif isinstance(node, ast.Name):
            assert node.id != "prange"


@pytest.mark.parametrize("path", [path for path in ALGOS if path.name not in ("_jit.py", "cli.py")], ids=short)
def test_kernels_stay_pure(path):
    """A kernel never raises, catches or prints, and has no defaults that a caller could rely on."""
    for node in decorated_kernels(ast.parse(path.read_text())):
        assert node.name.startswith("_"), node.name
        assert not node.args.defaults, node.name
        for child in ast.walk(node):
            assert not isinstance(child, (ast.Raise, ast.Try, ast.Assert)), f"{node.name} raises or catches"
            if isinstance(child, ast.Call):
                assert ast.unparse(child.func) not in {"print", "np.random.seed"}, node.name


@pytest.mark.parametrize("path", ALGOS, ids=short)
def test_heavy_libraries_are_not_imported_at_the_top(path):
    heavy = {"sklearn", "pandas", "polars", "networkx", "matplotlib", "torch"}
    for node in ast.parse(path.read_text()).body:
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module]
        assert not any(name.split(".")[0] in heavy or name.startswith("scipy.stats") for name in names)


def test_no_file_carries_the_name_of_something_it_exports():
    for entry in entries():
        assert entry.file.stem != entry.name.partition(".")[2]


@pytest.mark.parametrize("topic", algos.__all__)
def test_topics_export_public_names_and_nothing_else(topic):
    tree = ast.parse((ROOT / "algos" / topic / "__init__.py").read_text())
    kinds = [type(node) for node in tree.body]
    assert set(kinds[1:]) <= {ast.ImportFrom, ast.Assign}
    imported = [
        alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    assert sorted(imported) == sorted(importlib.import_module(f"algos.{topic}").__all__)


@pytest.mark.parametrize("topic", algos.__all__)
def test_an_underscore_marks_the_files_without_public_names(topic):
    folder = ROOT / "algos" / topic
    nodes = ast.parse((folder / "__init__.py").read_text()).body
    public = {f"{node.module}.py" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {path.name for path in folder.glob("*.py") if path.name[0] != "_"} == public


@pytest.mark.parametrize("path", [path for path in ALGOS if path.name != "_jit.py"], ids=short)
def test_adapters_are_called_after_what_they_adapt(path):
    """But for a loop that serves both worlds: then the public function runs it, too."""
    for node in ast.walk(ast.parse(path.read_text())):
        for decorator in getattr(node, "decorator_list", []):
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "compiled_as":
                adapter = ast.unparse(decorator.args[0])
                called = {ast.unparse(child.func) for child in ast.walk(node) if isinstance(child, ast.Call)}
                assert adapter == f"_{node.name.lstrip('_')}_compiled" or adapter in called


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_public_names_are_typed(entry):
    public = getattr(importlib.import_module(f"algos.{entry.topic}"), entry.name.partition(".")[2])
    functions = [public]
    if inspect.isclass(public):
        functions = [value for name, value in vars(public).items() if inspect.isfunction(value) and name[0] != "_"]
        functions += [public.__init__] if "__init__" in vars(public) else []
    for function in functions:
        signature = inspect.signature(function)
        bare = [name for name, p in signature.parameters.items() if p.annotation is p.empty and name != "self"]
        assert not bare, f"{function.__qualname__}: no annotation for {bare}"
        assert signature.return_annotation is not signature.empty, f"{function.__qualname__}: no return annotation"

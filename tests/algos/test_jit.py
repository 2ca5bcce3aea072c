import ast
import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numba import njit

import algos
from algos import _jit
from algos._jit import compiled_as, kernel
from tests.conftest import PLAIN

PACKAGE = Path(algos.__file__).parent

MODULE = """
from ._jit import kernel
from .callee import _value

@kernel
def _caller(x):
    return _value(x) + 1.0
"""
CALLEE = """
from ._jit import kernel

@kernel
def _value(x):
    return {} * x
"""


def run_copy(folder, *, bounds="0"):
    """Import a copied package in a fresh process; return what its kernel gives and whether it came from the cache."""
    code = "from copied.caller import _caller as f; print(f(3.0), sum(f.stats.cache_hits.values()))"
    environment = os.environ | {
        "NUMBA_CACHE_DIR": str(folder / "cache"),
        "NUMBA_BOUNDSCHECK": bounds,
        "PYTHONPATH": str(folder),
    }
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=folder, capture_output=True, text=True, check=True
    ).stdout.split()


@pytest.mark.slow
def test_stale_machine_code_is_never_run(tmp_path):
    """An edit in another file, and the bounds-check lane, each compile afresh; going back meets the old cache."""
    package = tmp_path / "copied"
    package.mkdir()
    (package / "__init__.py").touch()
    for name in ("_jit.py",):
        shutil.copy(PACKAGE / name, package)
    (package / "caller.py").write_text(MODULE)
    (package / "callee.py").write_text(CALLEE.format(2))
    assert run_copy(tmp_path) == ["7.0", "0"]
    assert run_copy(tmp_path) == ["7.0", "1"]
    (package / "callee.py").write_text(CALLEE.format(5))
    assert run_copy(tmp_path) == ["16.0", "0"]
    assert run_copy(tmp_path, bounds="1") == ["16.0", "0"]
    (package / "callee.py").write_text(CALLEE.format(2))
    assert run_copy(tmp_path) == ["7.0", "1"]


@pytest.mark.slow
def test_without_a_writable_cache(tmp_path):
    package = tmp_path / "copied"
    package.mkdir()
    (package / "__init__.py").touch()
    shutil.copy(PACKAGE / "_jit.py", package)
    (package / "callee.py").write_text(CALLEE.format(2))
    # Numba's other locators would find root's home folder; the one that is left has no folder to offer.
    environment = {key: value for key, value in os.environ.items() if key != "NUMBA_CACHE_DIR"}
    environment |= {"PYTHONPATH": str(tmp_path), "NUMBA_CACHE_LOCATOR_CLASSES": "UserProvidedCacheLocator"}
    code = "from copied.callee import _value as f; print(f(3.0), type(f._cache).__name__)"
    result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["6.0", "NullCache"]


def relative_imports(path):
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            folder = path.parents[node.level - 1]
            names = [node.module] if node.module else [alias.name for alias in node.names]
            for name in names:
                base = folder.joinpath(*name.split("."))
                found.update(file for file in (base.with_suffix(".py"), base / "__init__.py") if file.is_file())
    return found


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_fingerprint_follows_every_import(path):
    """The regular expression finds what Python's own parser finds."""
    assert relative_imports(path) <= _jit._read(path)[1]


def test_the_fingerprint_knows_the_options():
    path = PACKAGE / "_random.py"
    prints = {
        _jit._fingerprint(path, options) for options in (_jit.OPTIONS, _jit.OPTIONS | {"fastmath": _jit.REASSOCIATE})
    }
    assert len(prints) == 2


def public(x, scale=2.0):
    raise AssertionError("compiled callers get the adapter")


def adapter(x, scale=2.0):
    return scale * x


def test_compiled_as_serves_compiled_callers():
    compiled_as(adapter)(public)

    @njit
    def caller(x):
        return public(x) + public(x, scale=10.0)

    assert public.compiled_as is adapter
    assert adapter(1.0) == 2.0
    if not PLAIN:
        assert caller(1.0) == 12.0


def test_compiled_as_by_type():
    def chosen(x, how="sum"):
        raise AssertionError

    def choose(x, how="sum"):
        name = getattr(how, "literal_value", how)
        return (lambda x, how="sum": x.sum()) if name == "sum" else (lambda x, how="sum": x.max())

    compiled_as(choose, by_type=True)(chosen)

    @njit
    def caller(x):
        return chosen(x), chosen(x, how="max")

    if not PLAIN:
        assert caller(np.array([1.0, 5.0])) == (6.0, 5.0)


def test_compiled_as_refuses_other_arguments():
    with pytest.raises(TypeError, match="take different arguments"):
        compiled_as(lambda x, scale=3.0: x)(public)


def test_keywords_after_any_number_of_arguments_are_not_for_compiled_callers():
    def several(*x, scale=2.0):
        return scale * len(x)

    def wanting(*x, scale):
        return scale * len(x)

    for function in (several, wanting):
        compiled_as(lambda *x: 2.0 * len(x))(function)
        for adapter in (lambda *x, scale=2.0: scale, lambda *y: 0.0):
            with pytest.raises(TypeError, match="take different arguments"):
                compiled_as(adapter)(function)

    @njit
    def caller(x):
        return several(x, x)

    assert caller(np.ones(2)) == 4.0


def test_fastmath_keeps_nan_and_infinity_honest():
    @kernel(fastmath=_jit.REASSOCIATE)
    def _count(x):
        return np.isnan(x).sum() + 10 * np.isinf(x).sum()

    @kernel()
    def _plain(x):
        return x.sum()

    assert _count(np.array([np.nan, np.inf, 1.0, -np.inf])) == 21
    assert _plain(np.ones(3)) == 3.0


@pytest.mark.slow
@pytest.mark.skipif(PLAIN, reason="nothing is compiled")
def test_what_has_fast_math_flags_is_inlined_and_nothing_else():
    """The rule reads kernels from top to bottom: here it is read again with all of them known."""
    kernels = {}
    for path in sorted(set(PACKAGE.rglob("*.py")) - {PACKAGE / "__main__.py"}):
        module = importlib.import_module(".".join(("algos", *path.relative_to(PACKAGE).with_suffix("").parts)))
        kernels |= {id(it): it for it in vars(module).values() if hasattr(it, "targetoptions")}
    inlined = {key for key, it in kernels.items() if it.targetoptions.get("fastmath")}
    size = 0
    while size < len(inlined):
        size = len(inlined)
        for key, it in kernels.items():
            names = it.py_func.__code__.co_names
            if any(id(it.py_func.__globals__.get(name)) in inlined for name in names):
                inlined.add(key)
    assert 0 < size < len(kernels)
    assert {key for key, it in kernels.items() if it.targetoptions.get("forceinline")} == inlined


def test_importing_algos_imports_no_numpy():
    code = "import sys, algos; print('numpy' in sys.modules, 'numba' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
        == ["False"] * 2
    )


def test_topics_load_when_touched():
    assert algos.information.entropy([0.5, 0.5]) == 1.0
    assert set(algos.__all__) <= set(dir(algos))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        algos.nothing  # noqa: B018


def test_the_version_is_known_without_an_installation(monkeypatch):
    import importlib.metadata as metadata

    assert algos.__version__[0].isdigit()

    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert algos.__version__ == "0+unknown"


def test_a_function_without_a_source_file_is_compiled_without_a_cache():
    namespace = {}
    exec(compile("def _twice(x):\n    return 2 * x\n", "/nowhere/at/all.py", "exec"), namespace)
    assert kernel(namespace["_twice"])(4) == 8


def test_overload_receives_the_body():
    def doubled(x):
        raise AssertionError

    assert compiled_as(lambda x: 2 * x)(doubled).compiled_as(3) == 6
    seen = _jit._typed(lambda x: 2 * x, by_type=False)
    assert seen("a type")(3) == 6
    assert _jit._typed(lambda x: lambda x: 3 * x, by_type=True)("a type")(3) == 9

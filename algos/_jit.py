"""Compiler options, in one place.

`kernel` compiles a function; `compiled_as` lets the public function be called from a user's own ``@njit``.

Numba's disk cache knows a kernel by its own bytecode and its own file. It does not see an edit to a callee in another
file, a change of the options below, or ``NUMBA_BOUNDSCHECK``, and then runs stale machine code. `kernel` therefore
puts a fingerprint of all of these into the name under which Numba files the result. (A user's own *cached* function
that calls ours is filed under the user's name: clear that cache after upgrading this package.)

A kernel with fast-math flags, and every kernel that calls such a one, is inlined into its callers by LLVM
(`forceinline`). Otherwise the caller's machine code in the disk cache holds a second copy of its callee, optimised
within the caller; the process that compiled would run the callee's own machine code, and every later process the copy,
whose sums are associated or contracted in another way: other last digits. For other kernels both copies give the same
bits, and inlining them at every call can multiply compile time.
"""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, overload

import numba
from numba import literal_unroll, types
from numba.extending import overload as numba_overload
from numba.extending import register_jitable as adapter_part  # for what several adapters share; it may raise

__all__ = ["REASSOCIATE", "adapter_part", "compiled_as", "kernel", "literal_unroll", "types"]

Function = TypeVar("Function", bound=Callable[..., Any])

OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy"}
REASSOCIATE = frozenset({"nsz", "arcp", "contract", "afn", "reassoc"})
"""The fast-math flags that keep NaN and infinity honest. Used only where a benchmark shows the gain."""

_SETTINGS: Any = numba.config
_RELATIVE_IMPORT = re.compile(r"^\s*from[ \t]+(\.+)([\w.]*)[ \t]+import[ \t]+(\([^)]*|[^\n]*)", re.MULTILINE)


@cache
def _read(path: Path) -> tuple[bytes, frozenset[Path]]:
    """Return the content of a file of this package and the files that it imports."""
    content = path.read_bytes()
    found: set[Path] = set()
    for dots, module, names in _RELATIVE_IMPORT.findall(content.decode()):
        folder = path.parents[len(dots) - 1].joinpath(*module.split("."))
        candidates = [folder.with_suffix(".py"), folder / "__init__.py"] if module else []
        candidates += [folder / name / "__init__.py" for name in re.findall(r"\w+", names)]
        candidates += [folder / f"{name}.py" for name in re.findall(r"\w+", names)]
        found.update(candidate for candidate in candidates if candidate.is_file())
    return content, frozenset(found)


def _fingerprint(path: Path, options: dict[str, Any]) -> str:
    """Hash a file, the files of this package that it imports, transitively, and the compiler's options."""
    reached, waiting = set(), [path]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting.extend(_read(here)[1])
    settings = sorted((key, sorted(value) if isinstance(value, frozenset) else value) for key, value in options.items())
    digest = hashlib.sha256(repr((settings, _SETTINGS.BOUNDSCHECK)).encode())
    for file in sorted(reached):
        digest.update(_read(file)[0])
    return digest.hexdigest()[:12]


@overload
def kernel(function: Function) -> Function: ...
@overload
def kernel(*, fastmath: frozenset[str] = ...) -> Callable[[Function], Function]: ...
def kernel(function: Any = None, *, fastmath: frozenset[str] = frozenset()) -> Any:
    """Compile `function` with the package's options; its disk cache is dropped when anything it depends on changes.

    A kernel takes arrays and scalars and never raises, prints, seeds, or takes None, lists or strings.
    """
    if function is None:
        return lambda it: _compile(it, OPTIONS | ({"fastmath": fastmath} if fastmath else {}))
    return _compile(function, OPTIONS)


def _is_inlined(function: Any, options: dict[str, Any]) -> bool:
    """Return whether a kernel, or one that it calls, has fast-math flags: kernels stand above their callers."""
    called = (function.__globals__.get(name) for name in function.__code__.co_names)
    return "fastmath" in options or any(getattr(it, "targetoptions", {}).get("forceinline", False) for it in called)


def _compile(function: Any, options: dict[str, Any]) -> Any:
    name = function.__qualname__
    options = options | {"forceinline": _is_inlined(function, options)}
    arguments = options | {key: set(value) for key, value in options.items() if isinstance(value, frozenset)}
    try:
        stamp = _fingerprint(Path(function.__code__.co_filename), options)
        function.__qualname__ = f"{name}-{stamp}"  # Numba names its cache files after this
        compiled: Any = numba.njit(**arguments)(function)
    except (RuntimeError, OSError):  # nowhere to write a cache, or no source file to fingerprint
        compiled = numba.njit(**(arguments | {"cache": False}))(function)
    function.__qualname__ = name
    compiled.__qualname__ = name
    return compiled


def _typed(body: Callable[..., Any], by_type: bool) -> Callable[..., Any]:
    """Return what Numba asks for a body when it meets a call with these types."""

    def typed(*types: Any, **keywords: Any) -> Any:
        return body(*types, **keywords) if by_type else body

    return typed


def _offered(signature: inspect.Signature) -> list[tuple[str, Any]]:
    """Return names and defaults of the arguments, less keywords that follow ``*args``, of which Numba passes none."""
    kinds = [parameter.kind for parameter in signature.parameters.values()]
    hidden = inspect.Parameter.KEYWORD_ONLY if inspect.Parameter.VAR_POSITIONAL in kinds else None
    return [(p.name, p.default) for p in signature.parameters.values() if p.kind is not hidden]


def compiled_as(adapter: Callable[..., Any], *, by_type: bool = False) -> Callable[[Function], Function]:
    """Give a user's own ``@njit`` the body `adapter` wherever it calls the decorated public function.

    The adapter has the public signature, less keywords after ``*args``, which Numba refuses by name. It fills in
    defaults, encodes labels, and bounds every index that a kernel will use, since nobody else will: compiled callers
    skip the conversions and most of the checks of the public function. It may raise, with constant messages. With
    `by_type`, `adapter` receives Numba's types (strings as literals) and returns the body for them.
    """
    body = getattr(adapter, "py_func", adapter)

    def register(public: Function) -> Function:
        ours, theirs = inspect.signature(public), inspect.signature(body)
        if _offered(ours) != [(p.name, p.default) for p in theirs.parameters.values()]:
            raise TypeError(f"{public.__name__} and its adapter take different arguments: {ours} and {theirs}")

        typed = _typed(body, by_type)
        typed.__signature__ = theirs  # type: ignore[attr-defined]  # what inspect.signature, so Numba, reads
        numba_overload(
            public, strict=False, prefer_literal=by_type, jit_options={"error_model": OPTIONS["error_model"]}
        )(typed)
        public.compiled_as = body  # type: ignore[attr-defined]  # tests and `algos show` read it
        return public

    return register

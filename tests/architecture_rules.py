"""The rules of `test_architecture.py`: functions from the root of a source tree to sentences about what breaks them."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

PACKAGE = "rmt_notes"

# Outside libraries and the parts that may import them; whatever is not listed is not a dependency of the program.
HOMES = {
    "PySide6": ("ui", "app"),
    "shiboken6": ("ui", "app"),
    "sqlalchemy": ("db",),
    "alembic": ("db",),
    "sqlcipher3": ("db",),
    "cryptography": ("db", "export"),
    "reportlab": ("export",),
    "pikepdf": ("export",),
    "pypdfium2": ("export", "ui"),
    "rapidfuzz": ("db", "ui"),
    "platformdirs": ("settings",),
    "keyring": ("db",),
}
NETWORK = {
    "socket", "socketserver", "ssl", "http", "urllib", "ftplib", "smtplib", "poplib", "imaplib", "telnetlib", "xmlrpc",
    "asyncio", "webbrowser", "requests", "httpx", "aiohttp", "urllib3",
}  # fmt: skip
# Qt modules under the GPL alone (the program may not use them), and those that talk to a network or run scripts.
FORBIDDEN_QT = {
    "QtCharts", "QtDataVisualization", "QtGraphs", "QtGraphsWidgets", "QtVirtualKeyboard", "QtNetworkAuth", "QtLottie",
    "QtQuick3D", "QtShaderTools", "QtNetwork", "QtWebSockets", "QtHttpServer", "QtWebEngineCore", "QtWebEngineWidgets",
    "QtRemoteObjects", "QtQml", "QtQuick",
}  # fmt: skip
TRANSLATORS = {"_": 1, "_n": 2, "_p": 2}
NESTED_LOOPS = {"exec", "exec_", "processEvents"}
# Static conveniences of Qt that run a loop of their own inside the call.
BLOCKING_STATICS = {
    "QMessageBox": {"question", "information", "warning", "critical", "about", "aboutQt"},
    "QFileDialog": {"getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"},
    "QInputDialog": {"getText", "getInt", "getDouble", "getItem", "getMultiLineText"},
    "QColorDialog": {"getColor"},
    "QFontDialog": {"getFont"},
}


def broken_contracts(root: Path) -> str:
    """What import-linter says about the contracts of `pyproject.toml`; empty when all are kept.

    It runs in a process of its own, because it puts the tree it reads on the path.
    """
    read = (
        f"import sys; sys.path.insert(0, {str(root)!r});"
        "from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    )
    answer = subprocess.run(
        [sys.executable, "-P", "-c", read],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={**os.environ, "COLUMNS": "300"},
    )
    return "" if answer.returncode == 0 else answer.stdout + answer.stderr


def no_import_rings(root: Path) -> list[str]:
    """No module imports itself by way of others, imports inside functions and for type checking included."""
    imports = _import_graph(root)
    return ["a ring of imports: " + " → ".join([*ring, ring[0]]) for ring in _rings(imports)]


def clinical_values_need_only_the_standard_library(root: Path) -> list[str]:
    """`clinical` imports nothing from outside but Python's own library."""
    return [
        f"{where} imports {name}, which does not come with Python"
        for where, name in _outside_imports(root, "clinical")
        if name not in sys.stdlib_module_names
    ]


def outside_libraries_stay_at_home(root: Path) -> list[str]:
    """Each outside library is imported only by the parts it belongs to."""
    faults = []
    for path, nodes in _sources(root):
        part = _part(root, path)
        for line, name in _imported(nodes):
            top = name.partition(".")[0]
            if top in sys.stdlib_module_names or top == PACKAGE or part in HOMES.get(top, ()):
                continue
            faults.append(
                f"{_at(root, path, line)}: {top} may be imported by {' and '.join(HOMES.get(top, ())) or 'nobody'}"
            )
    return faults


def sqlite_is_reached_only_through_its_encrypted_twin(root: Path) -> list[str]:
    """Python's own sqlite3 writes in clear, so nothing may import it."""
    return [
        f"{_at(root, path, line)}: sqlite3 writes in clear"
        for path, line, name in _all_imports(root)
        if name.partition(".")[0] == "sqlite3"
    ]


def no_network(root: Path) -> list[str]:
    """The program works offline: no module that opens a connection."""
    return [
        f"{_at(root, path, line)}: {name} reaches the network"
        for path, line, name in _all_imports(root)
        if name.partition(".")[0] in NETWORK
    ]


def no_forbidden_qt_modules(root: Path) -> list[str]:
    """No part of Qt that is under the GPL alone, talks to a network or brings a scripting engine."""
    return [
        f"{_at(root, path, line)}: {name} must not be used"
        for path, line, name in _all_imports(root)
        if name.startswith("PySide6.") and name.split(".")[1] in FORBIDDEN_QT
    ]


def no_swallowed_exceptions(root: Path) -> list[str]:
    """No bare `except`, no `except Exception`, and no handler that does nothing at all.

    `except BaseException` may tidy up when it ends in a plain `raise`: then nothing is swallowed.
    """
    faults = []
    for path, nodes in _sources(root):
        for node in nodes:
            if isinstance(node, ast.ExceptHandler):
                if node.type is None or (_catches_everything([node.type]) and not _tidies_up(node)):
                    faults.append(f"{_at(root, path, node.lineno)}: a handler for everything")
                elif all(isinstance(step, ast.Pass) or _is_ellipsis(step) for step in node.body):
                    faults.append(f"{_at(root, path, node.lineno)}: an exception is swallowed; say it with `suppress`")
            elif isinstance(node, ast.Call) and _called(node) == "suppress" and _catches_everything(node.args):
                faults.append(f"{_at(root, path, node.lineno)}: everything is suppressed")
    return faults


def no_nested_event_loops(root: Path) -> list[str]:
    """No `exec()` but the application's own in `app.py`, no `processEvents()`, no dialog that waits inside the call."""
    faults = []
    for path, nodes in _sources(root):
        for node in nodes:
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            method, owner = node.func.attr, node.func.value
            if method in NESTED_LOOPS and not (method == "exec" and _part(root, path) == "app"):
                faults.append(f"{_at(root, path, node.lineno)}: .{method}() runs an event loop within an event")
            elif isinstance(owner, ast.Name) and method in BLOCKING_STATICS.get(owner.id, ()):
                faults.append(
                    f"{_at(root, path, node.lineno)}: {owner.id}.{method}() runs an event loop within an event"
                )
    return faults


def translated_words_are_plain_literals(root: Path) -> list[str]:
    """`_`, `_n` and `_p` are given literals, else their words are never found for translation."""
    faults = []
    for path, nodes in _sources(root):
        if path.name == "i18n.py":
            continue
        for node in nodes:
            if isinstance(node, ast.Call) and _called(node) in TRANSLATORS:
                wanted = TRANSLATORS[_called(node)]
                if len(node.args) < wanted or not all(_is_text(word) for word in node.args[:wanted]):
                    faults.append(f"{_at(root, path, node.lineno)}: {_called(node)}() wants plain literals")
    return faults


RULES: tuple[Callable[[Path], list[str]], ...] = (
    no_import_rings,
    clinical_values_need_only_the_standard_library,
    outside_libraries_stay_at_home,
    sqlite_is_reached_only_through_its_encrypted_twin,
    no_network,
    no_forbidden_qt_modules,
    no_swallowed_exceptions,
    no_nested_event_loops,
    translated_words_are_plain_literals,
)


def _import_graph(root: Path) -> dict[str, list[str]]:
    """Module → the modules of the program it imports, inside functions too. Read in a process of its own."""
    question = (
        f"import sys; sys.path.insert(0, {str(root)!r}); import grimp, json;"
        f"graph = grimp.build_graph({PACKAGE!r}, cache_dir=None);"
        "imports = {name: sorted(graph.find_modules_directly_imported_by(name)) for name in sorted(graph.modules)};"
        "print(json.dumps(imports))"
    )
    answer = subprocess.run(
        [sys.executable, "-P", "-c", question], capture_output=True, text=True, check=True, cwd=root
    )
    graph: dict[str, list[str]] = json.loads(answer.stdout)
    return graph


def _rings(imports: dict[str, list[str]]) -> Iterator[list[str]]:
    """The shortest ring through each module that lies on one; a ring is told once."""
    told: set[frozenset[str]] = set()
    for start in imports:
        before: dict[str, str] = {}
        queue = [start]
        for name in queue:
            for other in imports.get(name, ()):
                if other == start:
                    ring = [name]
                    while ring[-1] != start:
                        ring.append(before[ring[-1]])
                    if frozenset(ring) not in told:
                        told.add(frozenset(ring))
                        yield ring[::-1]
                    queue.clear()
                    break
                if other not in before:
                    before[other] = name
                    queue.append(other)


def _sources(root: Path) -> Iterator[tuple[Path, tuple[ast.AST, ...]]]:
    """Every file with the nodes that a rule may ask about."""
    for path in sorted((root / PACKAGE).rglob("*.py")):
        yield path, _asked_nodes(path.read_text(encoding="utf-8"))


@cache
def _asked_nodes(text: str) -> tuple[ast.AST, ...]:
    """Imports, calls and exception handlers of a source text; read once for all rules."""
    asked = (ast.Import, ast.ImportFrom, ast.Call, ast.ExceptHandler)
    return tuple(node for node in ast.walk(ast.parse(text)) if isinstance(node, asked))


def forget_sources() -> None:
    """Let the source texts go."""
    _asked_nodes.cache_clear()


def _all_imports(root: Path) -> Iterator[tuple[Path, int, str]]:
    for path, nodes in _sources(root):
        for line, name in _imported(nodes):
            yield path, line, name


def _imported(nodes: tuple[ast.AST, ...]) -> Iterator[tuple[int, str]]:
    """Every import of a module, wherever it stands; `from PySide6 import QtCore` counts as `PySide6.QtCore`."""
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"
        elif (
            isinstance(node, ast.Call)
            and _called(node) in ("import_module", "__import__")
            and node.args
            and _is_text(node.args[0])
        ):
            yield node.lineno, ast.literal_eval(node.args[0])


def _outside_imports(root: Path, part: str) -> Iterator[tuple[str, str]]:
    for path, line, name in _all_imports(root):
        top = name.partition(".")[0]
        if _part(root, path) == part and top != PACKAGE:
            yield _at(root, path, line), top


def _part(root: Path, path: Path) -> str:
    """The part of the program a file belongs to: `ui` for `rmt_notes/ui/window.py`, `app` for `rmt_notes/app.py`."""
    return path.relative_to(root / PACKAGE).parts[0].removesuffix(".py")


def _at(root: Path, path: Path, line: int) -> str:
    return f"{path.relative_to(root).as_posix()}:{line}"


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _tidies_up(handler: ast.ExceptHandler) -> bool:
    """Whether a handler of `BaseException` passes on what it caught: a plain `raise` ends it, nothing leaves before."""
    leaves = any(isinstance(node, (ast.Return, ast.Break, ast.Continue)) for node in ast.walk(handler))
    end = handler.body[-1]
    if handler.type is None or _names(handler.type) != ["BaseException"]:
        return False
    return isinstance(end, ast.Raise) and not end.exc and not leaves


def _catches_everything(kinds: list[ast.expr]) -> bool:
    return any(name in ("Exception", "BaseException") for kind in kinds for name in _names(kind))


def _names(node: ast.expr) -> list[str]:
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    return [
        part.id if isinstance(part, ast.Name) else part.attr if isinstance(part, ast.Attribute) else ""
        for part in parts
    ]


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_ellipsis(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node.value.value is ...

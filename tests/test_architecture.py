"""The layout: imports go down the levels, never in a circle, and ARCHITECTURE.md names the packages that exist."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import connectorkit
from tests.paths import ROOT

PACKAGE = Path(connectorkit.__file__).parent
# The order of imports: a package may import the packages of lower levels, and its own modules.
LEVELS = (
    ("diagnostics",),
    ("model",),
    ("sandbox", "read", "write"),
    ("contract",),
    ("resolve", "validate", "verify"),
    ("style",),
    ("edit",),
    ("render",),
    ("pipeline",),
    ("designer",),
    ("check",),
    ("importing", "diff", "package"),
    ("revise", "update"),
    ("desk", "recording"),
    ("lsp",),
    ("cli",),
)
LEVEL = {name: number for number, names in enumerate(LEVELS) for name in names}


@cache
def modules() -> dict[str, Path]:
    """The modules of the toolkit by their dotted names below the package; "" is the package itself."""
    paths = (path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
    return {".".join(path.with_suffix("").parts).removesuffix("__init__").rstrip("."): path for path in paths}


def imported(name: str) -> Iterator[str]:
    """The modules of the toolkit that a module imports, at its top, for types, or inside a function."""
    path = modules()[name]
    package = path.parent.parts
    for node in ast.walk(ast.parse((PACKAGE / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name.removeprefix("connectorkit.") for one in node.names if "connectorkit." in one.name)
        elif isinstance(node, ast.ImportFrom):
            above = ("connectorkit", *package[: len(package) - node.level + 1]) if node.level else ()
            start = ".".join((*above, *([node.module] if node.module else [])))
            if start == "connectorkit" or start.startswith("connectorkit."):
                below = start.removeprefix("connectorkit").lstrip(".")
                for one in node.names:
                    whole = f"{below}.{one.name}".lstrip(".")
                    yield whole if whole in modules() else below


@cache
def graph() -> dict[str, set[str]]:
    """The imports of each module, without the package itself, which only has the version."""
    return {name: {one for one in imported(name) if one and one != name} for name in modules() if name}


def room(name: str) -> str:
    """The package or top module that a module belongs to."""
    return name.split(".")[0].replace("__main__", "cli")


def test_every_package_has_a_level() -> None:
    assert {room(name) for name in graph()} == set(LEVEL)


def test_imports_go_down() -> None:
    wrong = [
        f"{name} imports {one}"
        for name, ones in graph().items()
        for one in sorted(ones)
        if room(one) != room(name) and LEVEL[room(one)] >= LEVEL[room(name)]
    ]
    assert wrong == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    found: list[str] = []
    try:
        TopologicalSorter(graph()).prepare()
    except CycleError as error:
        found = list(error.args[1])
    assert found == []


def test_a_circle_and_an_upward_import_would_be_seen() -> None:
    assert "model.connector" in graph()["resolve.connector"]
    assert "pipeline" in graph()["cli.result_cache"]


def test_architecture_names_exactly_the_packages_that_exist() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([a-z0-9_/]+)/` \|", text, re.MULTILINE))
    there = {str(path.parent.relative_to(PACKAGE)) for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE}
    assert named == there


def test_what_mypy_is_to_ignore_has_its_reason() -> None:
    """On its line, or in a comment of the five lines above it."""
    silent = []
    for folder in ("generator", "tests", "benchmarks"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            lines = path.read_text(encoding="utf-8").splitlines()
            for number, line in enumerate(lines):
                found = re.search(r"# type: ignore\[[a-z, -]+\](.*)", line)
                if found is None or line.lstrip().startswith(('"', "found")):
                    continue
                above = any(one.lstrip().startswith("# ") for one in lines[max(0, number - 5) : number])
                if not (found[1].startswith("  # ") or above):
                    silent.append(f"{path.relative_to(ROOT)}:{number + 1}")
    assert silent == []


def test_every_private_name_of_a_module_is_used_there() -> None:
    unused = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        words = Counter(re.findall(r"\w+", text))
        for node in ast.parse(text).body:
            names = [one.id for one in getattr(node, "targets", ()) if isinstance(one, ast.Name)]
            names += [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
            private = [name for name in names if name.startswith("_") and not name.startswith("__")]
            unused += [f"{path.relative_to(ROOT)}: {name}" for name in private if words[name] == 1]
    assert unused == []

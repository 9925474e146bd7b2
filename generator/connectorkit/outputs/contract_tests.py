"""The contract tests: a pytest suite of the vendor's API, one file for each operation, and the sandbox's spec."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from connectorkit import names
from connectorkit.model import Connector
from connectorkit.outputs.contract_requests import Doc, Requests
from connectorkit.sandbox import shapes
from connectorkit.sandbox.spec import project
from connectorkit.templating import Templates

FOLDER = "contract_tests"
CALLBACKS = {"body": "body", "query": "query", "header": "headers", "path": "path_values"}


def render(connector: Connector, templates: Templates) -> dict[str, bytes]:
    """The suite's files below ``contract_tests/``."""
    spec = project(connector)
    requests = Requests(spec)
    cases = [case(route, spec, requests) for route in spec["routes"]]
    modules = _modules(cases)
    texts = {
        f"{module}.py": templates.render(f"{FOLDER}/{_template(one)}", {"case": one, "title": spec["title"]})
        for module, one in zip(modules, cases, strict=True)
    }
    shared = {"spec": spec, "title": spec["title"], "cases": list(zip(modules, cases, strict=True))}
    texts["conftest.py"] = templates.render(f"{FOLDER}/conftest.py.j2", shared)
    texts["README.md"] = templates.render(f"{FOLDER}/README.md.j2", {**shared, "variables": _variables(spec)})
    texts["sandbox.json"] = json.dumps(spec, ensure_ascii=False, separators=(",", ":")) + "\n"
    return {f"{FOLDER}/{name}": text.encode() for name, text in sorted(texts.items())}


def run(connector: Connector, templates: Templates, base_url: str = "", full: bool = False) -> int:
    """Run the suite in a folder of its own; pytest's exit status, its output goes to standard output."""
    import os
    import subprocess
    import sys
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory(prefix="connectorkit-") as folder:
        for name, content in render(connector, templates).items():
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        paths = [str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH", "")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}
        arguments = [*(["--base-url", base_url] if base_url else []), *(["--full"] if full else [])]
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", folder, *arguments]
        command.append(str(Path(folder, FOLDER)))
        return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


def case(route: Doc, spec: Doc, requests: Requests | None = None) -> Doc:
    """What one test file says about an operation, as plain values and Python literals."""
    requests = requests or Requests(spec)
    request = requests.request(route)
    paths = [] if route["method"] == "HEAD" else list(_response(route))
    made: Doc = {
        "operation": route["operation"],
        "summary": _line(route["summary"]),
        "method": route["method"],
        "path": _line(route["path"]),
        "name": _line(route["operation"]),
        "effect": route["effect"],
        "status": route["status"],
        "request": literal(request),
        "before": literal(requests.before(route)),
        "success": literal(_success(route)),
        "paths": [(path, kinds) for path, kinds in paths],
        "required": list(requests.required(route, request)),
        "guarded": bool(spec["auth"]) and not route["open"],
        "webhook": "callback" in route,
    }
    return made | (_webhook(route, requests) if "callback" in route else {})


def _webhook(route: Doc, requests: Requests) -> Doc:
    place = route["callback"]
    event = list(_kinds(route["event"], set())) if route["event"] else []
    ended = requests.ended(route)
    return {
        "callback": f"{CALLBACKS.get(place['in'], 'form')}.{place['path']}",
        "ended": literal(ended),
        "ends": ended is not None,
        "event_paths": event,
    }


def _template(one: Doc) -> str:
    return "test_trigger.py.j2" if one["webhook"] else "test_action.py.j2"


def _modules(cases: Sequence[Doc]) -> list[str]:
    return names.unique([f"test_{names.identifier(one['operation'])}" for one in cases])


def _variables(spec: Doc) -> list[str]:
    from connectorkit.sandbox.names import variable

    return [variable(spec, one["name"]) for one in spec["credentials"]]


def _line(text: str) -> str:
    """A text that can stand in the first line of a docstring."""
    return " ".join(text.replace("\\", "/").replace('"', "'").split())


def _success(route: Doc) -> Doc:
    """Response path -> value of a success, where the answer has these paths."""
    judged = [route[one] for one in ("envelope", "items") if one in route and route["result"] is not None]
    return {one["path"]: one["equals"] for one in judged}


def _response(route: Doc) -> Iterable[tuple[str, str]]:
    """Each response path and its types. An item that was accepted lacks nothing: only a refused one may."""
    items = route.get("items", {}).get("path", "").rpartition(".")[0]
    return _kinds(route["result"], {items} if items else set())


def _kinds(shape: Doc | None, whole: set[str]) -> Iterable[tuple[str, str]]:
    for one in shapes.paths(shape):
        present = one.path.rpartition(".")[0] in whole
        words = [*(one.kinds or ("any",)), *(["absent"] if one.optional and not present else [])]
        yield one.path, " or ".join(words)


def literal(value: Any, indent: int = 0) -> str:
    """A value as Python source, one entry a line; strings in double quotes."""
    inner, outer = " " * (indent + 4), " " * indent
    if isinstance(value, dict) and value:
        lines = [f"{inner}{_text(key)}: {literal(one, indent + 4)},\n" for key, one in value.items()]
        return "{\n" + "".join(lines) + outer + "}"
    if isinstance(value, (list, tuple)) and value:
        return "[\n" + "".join(f"{inner}{literal(one, indent + 4)},\n" for one in value) + outer + "]"
    return _text(value) if isinstance(value, str) else repr(value)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\x7f")

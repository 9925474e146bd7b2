"""schemathesis against the sandbox: no server error, and no response that the source does not document.

Runs twice with the built connector: first unchanged, for server errors, status codes and content types; then, for
schemas, with a copy that also allows the types of `actual_types`, which a connector cannot declare. schemathesis has
about thirty dependencies, so it gets its own environment in the user's cache.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

from benchmarks.sandbox import ROOT, free_port, ready
from connectorkit import pipeline
from connectorkit.sandbox.shapes.document import project
from connectorkit.sandbox.shapes.document_types import Shape

VERSION = "4.32.5"
CONNECTOR = ROOT / "build/connector/apiDefinition.swagger.json"
ANSWERS = "not_a_server_error,status_code_conformance,content_type_conformance,ignored_auth"
SHAPES = "response_schema_conformance"


def program() -> Path:
    """schemathesis, installed if it is missing; raises CalledProcessError when that fails."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = cache / "connectorkit-benchmarks" / f"schemathesis-{VERSION}"
    found = home / "bin" / "schemathesis"
    if not found.exists():
        venv.create(home, with_pip=True)
        subprocess.run([home / "bin/pip", "install", "--quiet", f"schemathesis=={VERSION}"], check=True)
    return found


def widen(schema: dict[str, Any], shape: Shape) -> None:
    """Let a schema of the connector accept all types in `actual_types` of the source."""
    kinds = [kind for kind in shape.get("wire", ()) if kind != "absent"]
    if kinds:
        schema["type"] = kinds
        schema.pop("format", None)
    for one in shape.get("fields", ()):
        if one["name"] in schema.get("properties", {}):
            widen(schema["properties"][one["name"]], one["shape"])
    if "items" in schema and "items" in shape:
        widen(schema["items"], shape["items"])


def widened() -> dict[str, Any]:
    """The built connector with the types that only its source can declare."""
    document: dict[str, Any] = json.loads(CONNECTOR.read_text("utf-8"))
    connector, findings = pipeline.load(ROOT / "connector")
    if connector is None:
        raise SystemExit("\n".join(map(str, findings)))
    for route in project(connector)["routes"]:
        operation = document["paths"][route["path"]][route["method"].lower()]
        schema = operation["responses"]["200"].get("schema")
        if schema and route["result"]:
            widen(schema, route["result"])
    return document


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=50, help="most examples for each operation (50)")
    examples = str(parser.parse_args().examples)
    tool, port = program(), free_port()
    copy = tool.parents[1] / "connector.json"
    copy.write_text(json.dumps(widened()), "utf-8")
    command = [sys.executable, "-m", "connectorkit", "sandbox", str(ROOT / "connector"), "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    failed = 0
    try:
        ready(port, process)
        url = f"http://127.0.0.1:{port}/v3"
        for document, checks in ((CONNECTOR, ANSWERS), (copy, SHAPES)):
            call = [str(tool), "run", str(document), "--url", url, "--auth", "sandbox:sandbox", "--checks", checks]
            call += ["--max-examples", examples, "--seed", "1", "--no-color"]
            failed |= subprocess.run(call, cwd=tool.parents[1], check=False).returncode
    finally:
        process.terminate()
        process.wait()
    return failed


if __name__ == "__main__":
    sys.exit(main())

"""Kinds: the kinds of file that have a schema of their own for editors, and where these schemas are kept."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from connectorkit.model.file_names import SCHEMAS, SOURCE

SETTINGS: Final = "settings"
KINDS: Final = ("connector", "operation", "types", "environment", "sandbox", SETTINGS)
_BY_FILE = {SOURCE: "connector", "types.yaml": "types", "inline_types.yaml": "types", "sandbox.yaml": "sandbox"}


def file(kind: str) -> str:
    """The name of the schema for a kind of file."""
    return f"{kind}.schema.json"


def line(name: str, steps: int = 0) -> str:
    """The comment that tells an editor the schema of a file of a source: ``name`` is its path below the source.

    The files have the names that `init` and `import` give them. The path of the schema is relative to the file, so the
    comment holds wherever the source is copied. The schemas are in a folder so many ``steps`` above the source.
    """
    above = "../" * (steps + len(PurePosixPath(name).parts) - 1)
    return f"# yaml-language-server: $schema={above}{SCHEMAS}/{file(_kind(name))}"


def _kind(name: str) -> str:
    """The kind of the file of that path below the source."""
    return "environment" if PurePosixPath(name).parts[0] == "environments" else _BY_FILE.get(name, "operation")

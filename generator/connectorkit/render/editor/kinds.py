"""The kinds of file with a schema for editors, and the paths of these schemas."""

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
    """The comment that names the schema of a file for editors; ``name`` is the path of the file below the source.

    The kind follows from the names that `init` and `import` use. The path of the schema is relative to the file, so
    that a source can be copied. ``steps`` is the number of folders from the source up to the folder with the schemas.
    """
    above = "../" * (steps + len(PurePosixPath(name).parts) - 1)
    return f"# yaml-language-server: $schema={above}{SCHEMAS}/{file(_kind(name))}"


def _kind(name: str) -> str:
    """The kind of the file with that path below the source."""
    return "environment" if PurePosixPath(name).parts[0] == "environments" else _BY_FILE.get(name, "operation")

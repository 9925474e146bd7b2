"""Concepts: the JSON Schemas of the format, one for each."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

SETTINGS = Path(__file__).with_name("settings.schema.json")
CONCEPTS = ("connector", "operation", "field", "environment", "sandbox", "package")


@cache
def schema(concept: str) -> dict[str, Any]:  # Any: our own schemas, whose structure is known.
    """The JSON Schema of one concept of the format."""
    path = Path(__file__).with_name("schemas") / f"{concept}.schema.json"
    loaded: dict[str, Any] = json.loads(path.read_bytes())
    return loaded


def settings() -> dict[str, Any]:  # Any: as above.
    """The JSON Schema of connectorkit.toml, which is not a concept of the format."""
    loaded: dict[str, Any] = json.loads(SETTINGS.read_bytes())
    return loaded

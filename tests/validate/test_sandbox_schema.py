"""The JSON Schema of sandbox.yaml: its examples pass, its anti-examples fail, and every key has a description."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from tests.paths import CONNECTOR
from tests.sandbox.helpers import spec_of

import connectorkit

SCHEMA = json.loads(
    (Path(connectorkit.__file__).parent / "validate" / "schemas" / "sandbox.schema.json").read_text("utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA)


def keys(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, below in schema.get("properties", {}).items():
        yield f"{path}.{name}", below
        yield from keys(below, f"{path}.{name}")
    for name, below in schema.get("$defs", {}).items():
        yield from keys(below, name)


def test_examples_pass_and_anti_examples_fail() -> None:
    assert [error for one in SCHEMA["examples"] for error in VALIDATOR.iter_errors(one)] == []
    assert not any(VALIDATOR.is_valid(one) for one in SCHEMA["x-anti-examples"])


def test_every_key_is_described() -> None:
    assert [name for name, below in keys(SCHEMA) if "description" not in below and "$ref" not in below] == []


def test_clicksend_s_own_file_passes() -> None:
    assert list(VALIDATOR.iter_errors(spec_of(CONNECTOR)["sandbox"])) == []

"""docs/format.md: fresh, complete, and true - what it shows as accepted is accepted, and the rest refused."""

from __future__ import annotations

import functools
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from tests.paths import ROOT

from connectorkit import pipeline
from connectorkit.cli import format_reference
from connectorkit.read import yaml_document
from connectorkit.render.templates import Templates
from connectorkit.validate import format_schema

pytestmark = pytest.mark.part(0.3)

SCHEMAS = Path(format_schema.__file__).with_name("schemas")
CONCEPTS = sorted(path.name.removesuffix(".schema.json") for path in SCHEMAS.glob("*.schema.json"))


def schema_of(concept: str) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((SCHEMAS / f"{concept}.schema.json").read_bytes())
    return loaded


def samples(keyword: str) -> list[tuple[str, object]]:
    listed = {concept: schema_of(concept).get(keyword) for concept in CONCEPTS}
    return [(concept, sample) for concept, found in listed.items() if isinstance(found, list) for sample in found]


def keys_of(schema: object) -> set[str]:
    """Every property name anywhere in a schema; what stands in samples is no key."""
    if isinstance(schema, list):
        return set().union(*map(keys_of, schema))
    if not isinstance(schema, dict):
        return set()
    below = {name: value for name, value in schema.items() if name not in ("examples", "x-anti-examples", "default")}
    found = keys_of(list(below.pop("properties", {}).values())) | set(schema.get("properties", {}))
    return found | keys_of(list(below.values()))


@functools.cache
def text() -> str:
    return format_reference.render(Templates()).decode()


def section(page: str, title: str) -> str:
    return re.split(r"^## (?!Accepted|Refused)", page.split(f"\n## {title}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]


def valid(concept: str, sample: object) -> bool:
    """What the schemas alone say, without the project's own checker."""
    listed = [(str(schema_of(name)["$id"]), Resource.from_contents(schema_of(name))) for name in CONCEPTS]
    registry: Registry[Any] = Registry().with_resources(listed)
    return Draft202012Validator(schema_of(concept), registry=registry).is_valid(sample)


def shown(sample: object) -> str:
    return f"```yaml\n{format_reference.as_yaml(sample)}\n```\n"


def test_the_page_in_the_repository_is_fresh() -> None:
    assert (ROOT / "docs" / "format.md").read_text(encoding="utf-8") == text()


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_key_of_every_schema_has_a_row(concept: str) -> None:
    schema = schema_of(concept)
    shown = re.findall(r"^\| `([^`]*)` \|", section(text(), str(schema["title"])), re.MULTILINE)
    assert keys_of(schema) and keys_of(schema) <= {step.removesuffix("[]") for key in shown for step in key.split(".")}


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_schema_has_samples_of_both_kinds(concept: str) -> None:
    schema = schema_of(concept)
    assert schema["title"] and schema["description"] and schema["examples"] and schema["x-anti-examples"]


@pytest.mark.parametrize(("concept", "sample"), samples("examples"))
def test_examples_pass(concept: str, sample: object) -> None:
    assert valid(concept, sample)
    assert shown(sample) in text()


@pytest.mark.parametrize(("concept", "sample"), samples("x-anti-examples"))
def test_anti_examples_are_refused(concept: str, sample: object) -> None:
    assert not valid(concept, sample)
    assert shown(sample) in text()


@pytest.mark.parametrize(
    ("concept", "sample"), [s for s in samples("x-anti-examples") if s[0] in format_schema.CONCEPTS]
)
def test_the_page_says_what_check_says(concept: str, sample: object) -> None:
    node, _ = yaml_document.parse("sample.yaml", format_reference.as_yaml(sample).encode())
    assert node is not None
    messages = [finding.message for finding in format_schema.against(concept, node)]
    assert messages and f"{shown(sample)}\n{messages[0]}\n" in text()


def test_samples_survive_yaml() -> None:
    for _, sample in [*samples("examples"), *samples("x-anti-examples")]:
        node, _ = yaml_document.parse("sample.yaml", format_reference.as_yaml(sample).encode())
        assert node is not None and node.plain() == sample


def test_every_link_of_the_page_has_a_target() -> None:
    page = text()
    headings = re.findall(r"^#{1,6} (.*)", page, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    targets = set(re.findall(r"\]\(#([^)]*)\)", page))
    assert {"field", "operation-success"} <= targets <= anchors


def test_no_cell_of_a_table_is_broken() -> None:
    tables = [line for line in text().splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in tables} <= {3, 5}


def test_the_source_of_the_introduction_loads(tmp_path: Path) -> None:
    block = re.findall(r"```yaml\n(.*?)```", text(), re.DOTALL)[0]
    (tmp_path / "connector.yaml").write_text(block, encoding="utf-8")
    connector, found = pipeline.load(tmp_path)
    assert connector is not None and found == []
    listed = connector.operations[1].result
    assert listed is not None
    assert [(f.name, f.schema.type) for f in listed.fields or ()] == [("code", "integer"), ("data", "array")]


def test_a_changed_schema_changes_the_page(tmp_path: Path) -> None:
    for path in SCHEMAS.glob("*.schema.json"):
        shutil.copy(path, tmp_path)
    changed = schema_of("field")
    changed["description"] = "Shapes of another kind."
    (tmp_path / "field.schema.json").write_text(json.dumps(changed), encoding="utf-8")
    (tmp_path / "colour.schema.json").write_text(
        json.dumps(
            {
                "title": "Colour",
                "description": "A colour.",
                "oneOf": [
                    {"enum": ["red", "blue"]},
                    {
                        "type": "object",
                        "required": ["hue"],
                        "properties": {
                            "hue": {
                                "type": "integer",
                                "minimum": 0,
                                "maximum": 359,
                                "default": 7,
                                "description": "a|b `c`",
                            },
                            "mixed": {
                                "type": "array",
                                "minItems": 2,
                                "items": {"type": "object", "properties": {"of": {"$ref": "#"}}},
                            },
                        },
                        "patternProperties": {"^x-": {"type": ["string", "null"]}},
                    },
                ],
            }
        ),
        encoding="utf-8",
    )
    page = format_reference.render(Templates(), tmp_path).decode()
    assert "Shapes of another kind." in page
    assert section(page, "Colour").splitlines() == [
        "",
        "A colour.",
        "",
        "Either of these: `red`, `blue` or mapping.",
        "",
        "| Key | Holds | Required | Meaning |",
        "| --- | --- | --- | --- |",
        "| `hue` | whole number; at least 0; at most 359; default `7` | yes | a\\|b `c` |",
        "| `mixed` | list of mapping; 2 or more items |  |  |",
        "| `mixed[].of` | [Colour](#colour) |  |  |",
        "| `<^x->` | text or empty |  |  |",
    ]


@pytest.mark.part(0)
def test_the_command_writes_and_checks(tmp_path: Path) -> None:
    target = tmp_path / "docs" / "format.md"
    run = [sys.executable, "-m", "connectorkit.cli.format_reference", str(target)]
    stale = subprocess.run([*run, "--check"], capture_output=True, text=True, check=False)
    assert (stale.returncode, stale.stdout, stale.stderr) == (1, "", f"{target}: not up to date\n")
    assert not target.exists()
    assert subprocess.run(run, check=False).returncode == 0
    assert target.read_text(encoding="utf-8") == text()
    assert subprocess.run([*run, "--check"], check=False).returncode == 0

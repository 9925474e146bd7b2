"""docs/format/: up to date, complete, and correct: its valid examples are accepted, and the others refused."""

from __future__ import annotations

import functools
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from tests.paths import ROOT

from connectorkit import pipeline
from connectorkit.cli import format_reference, format_rows, format_samples
from connectorkit.cli.format_phrases import Definitions
from connectorkit.render.templates import Templates
from connectorkit.validate import format_schema

pytestmark = pytest.mark.part(0.3)

SCHEMAS = Path(format_schema.__file__).with_name("schemas")
CONCEPTS = sorted(path.name.removesuffix(".schema.json") for path in SCHEMAS.glob("*.schema.json"))


def schema_of(concept: str) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((SCHEMAS / f"{concept}.schema.json").read_bytes())
    return loaded


def keys_of(schema: object) -> set[str]:
    """All property names in a schema, without the contents of samples."""
    if isinstance(schema, list):
        return set().union(*map(keys_of, schema))
    if not isinstance(schema, dict):
        return set()
    below = {name: value for name, value in schema.items() if name not in ("examples", "x-anti-examples", "default")}
    found = keys_of(list(below.pop("properties", {}).values())) | set(schema.get("properties", {}))
    return found | keys_of(list(below.values()))


@functools.cache
def rendered() -> dict[str, str]:
    return {name: data.decode() for name, data in format_reference.render(Templates()).items()}


def keys_shown(title: str) -> list[str]:
    """The keys of all tables below a heading of level 2, on all pages."""
    found: list[str] = []
    for page in rendered().values():
        for section in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
            if section.partition("\n")[0] == title:
                found += re.findall(r"^\| `([^`]*)` \|", section, re.MULTILINE)
    return found


def valid(concept: str, sample: object) -> bool:
    """The verdict of the schemas alone, without the project's own checker."""
    listed = [(str(schema_of(name)["$id"]), Resource.from_contents(schema_of(name))) for name in CONCEPTS]
    registry: Registry[Any] = Registry().with_resources(listed)
    return Draft202012Validator(schema_of(concept), registry=registry).is_valid(sample)


def of_pages(what: str) -> list[tuple[str, Any]]:  # Any: an example or a mistake of a page
    return [(name, one) for name, page in format_reference.pages().items() for one in page[what]]


def test_the_pages_in_the_repository_are_fresh() -> None:
    folder = ROOT / "docs" / "format"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == rendered()


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_key_of_every_schema_has_a_row(concept: str) -> None:
    schema = schema_of(concept)
    shown = keys_shown(str(schema["title"]))
    assert keys_of(schema) and keys_of(schema) <= {step.removesuffix("[]") for key in shown for step in key.split(".")}


def test_every_key_and_part_that_a_page_names_exists_and_is_on_no_other() -> None:
    """The key `operations` alone is on two pages: it is required, and it has a page of its name."""
    definitions = Definitions.load()
    named: list[tuple[str, str]] = []
    for page in format_reference.pages().values():
        for concept, keys in page.get("keys", {}).items():
            known = format_rows.top_keys(definitions.schemas[concept], concept, definitions)
            assert set(keys or ()) <= set(known)
            named += [(concept, key) for key in keys or known]
    assert [one for one, count in Counter(named).items() if count > 1] == [("connector", "operations")]
    parts = [part for page in format_reference.pages().values() for part in page.get("parts", [])]
    assert sorted(parts) == sorted(
        f"{concept}/{part}"
        for concept in CONCEPTS
        for part in cast("dict[str, object]", schema_of(concept).get("$defs", {}))
    )


def test_every_page_is_in_the_index_and_whole() -> None:
    files = {path.stem for path in format_samples.FOLDER.glob("[!_]*.yaml")}
    assert files == set(format_reference.pages())
    for name, page in format_reference.pages().items():
        assert f"* [{page['title']}]({name}.md): {page['about']}\n" in rendered()["README.md"]
        assert len(page["examples"]) >= 2 and len(page["mistakes"]) >= 2, name
        assert rendered()[f"{name}.md"].startswith(f"# {page['title']}\n\n{page['text']}")


@pytest.mark.part(0)
@pytest.mark.parametrize("sample", of_pages("examples"), ids=lambda one: f"{one[0]}-{one[1]['text'][:20]}")
def test_examples_are_accepted(sample: tuple[str, Any]) -> None:
    """By all rules for certified connectors, and with a build that no referee objects to."""
    page, example = sample
    found = format_samples.findings(example)
    assert [(one.id, one.message) for one in found if one.severity != "advice"] == []
    assert f"{example['text']}\n\n```yaml\n{example['yaml'].rstrip()}\n```\n" in rendered()[f"{page}.md"]


@pytest.mark.part(0)
@pytest.mark.parametrize("sample", of_pages("mistakes"), ids=lambda one: f"{one[0]}-{one[1]['id']}")
def test_mistakes_are_reported_with_the_words_of_the_page(sample: tuple[str, Any]) -> None:
    page, mistake = sample
    found = [one for one in format_samples.findings(mistake) if one.id == mistake["id"]]
    assert found, "another finding, or none"
    shown = f"```yaml\n{mistake['yaml'].rstrip()}\n```\n\n{found[0].message} {found[0].help}\n"
    assert shown in rendered()[f"{page}.md"]


def test_the_source_below_the_examples_is_clean() -> None:
    assert format_samples.findings({"yaml": "profile: certified\n"}) == []


def test_an_example_is_laid_over_the_source() -> None:
    """Its operation replaces the one of the same name, its types are added, and its text is unchanged."""
    action = format_samples.files("action: GetOrder\nrequest: GET /o  # mine\n")
    assert action["operation.yaml"] == "action: GetOrder\nrequest: GET /o  # mine\n"
    whole = yaml.safe_load(action["connector.yaml"])
    assert whole["operations"][0] == "operation.yaml"
    assert "GetOrder" not in [one.get("action") for one in whole["operations"][1:]] and len(whole["operations"]) == 5
    part = format_samples.files(
        "version: 1.10\noperations:\n- action: ListShops\n  request: GET /s\ntypes:\n  A: string\n"
    )
    assert list(part) == ["connector.yaml"] and "version: 1.10\n" in part["connector.yaml"]
    whole = yaml.safe_load(part["connector.yaml"])
    assert [one.get("action") or one["trigger"] for one in whole["operations"]] == [
        "ListShops",
        "GetOrder",
        "CreateOrder",
        "WhenOrderShipped",
        "DeleteWebhook",
    ]
    assert whole["types"] == {"A": "string"} and whole["connector"] == "Contoso Orders"


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_schema_has_samples_of_both_kinds(concept: str) -> None:
    """Editors show the examples, and other tests try both."""
    schema = schema_of(concept)
    assert schema["title"] and schema["description"]
    for sample in cast("list[object]", schema["examples"]):
        assert valid(concept, sample)
    for sample in cast("list[object]", schema["x-anti-examples"]):
        assert not valid(concept, sample)


def test_every_link_of_the_pages_has_a_target() -> None:
    anchors = {
        name: {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings(page)}
        for name, page in rendered().items()
    }
    links = [(name, link) for name, page in rendered().items() for link in re.findall(r"\]\(([^)]*)\)", page)]
    assert ("webhooks.md", "fields.md#field") in links and ("responses.md", "#operation-success") in links
    for name, link in links:
        page, _, anchor = link.partition("#")
        if page in ("", *anchors):
            assert not anchor or anchor in anchors[page or name], (name, link)
        else:
            assert (ROOT / "docs" / "format" / page).is_file(), (name, link)


def headings(page: str) -> list[str]:
    return re.findall(r"^#{1,6} (.*)", page, re.MULTILINE)


def test_no_cell_of_a_table_is_broken() -> None:
    tables = [line for page in rendered().values() for line in page.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in tables} <= {3, 5}


def test_the_source_of_the_introduction_loads(tmp_path: Path) -> None:
    block = re.findall(r"```yaml\n(.*?)```", rendered()["README.md"], re.DOTALL)[0]
    (tmp_path / "connector.yaml").write_text(block, encoding="utf-8")
    connector, found = pipeline.load(tmp_path)
    assert connector is not None and found == []
    listed = connector.operations[1].result
    assert listed is not None
    assert [(f.name, f.schema.type) for f in listed.fields or ()] == [("code", "integer"), ("data", "array")]


@pytest.mark.part(0)
def test_a_changed_schema_changes_the_pages(tmp_path: Path) -> None:
    for path in SCHEMAS.glob("*.schema.json"):
        shutil.copy(path, tmp_path)
    changed = schema_of("field")
    changed["description"] = "Shapes of another kind."
    (tmp_path / "field.schema.json").write_text(json.dumps(changed), encoding="utf-8")
    assert "Shapes of another kind." in format_reference.render(Templates(), tmp_path)["fields.md"].decode()


def test_rows_say_what_a_key_holds() -> None:
    colour: dict[str, object] = {
        "title": "Colour",
        "oneOf": [
            {"enum": ["red", "blue"]},
            {
                "type": "object",
                "required": ["hue"],
                "properties": {
                    "hue": {"type": "integer", "minimum": 0, "maximum": 359, "default": 7, "description": "a|b `c`"},
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
    definitions = Definitions({"colour": colour}, {"Colour": "colours.md"}, "other.md")
    section = format_rows.section(colour, "colour", definitions)
    assert section["holds"] == "`red`, `blue` or mapping"
    rows = cast("list[dict[str, object]]", section["rows"])
    assert [tuple(row.values()) for row in rows] == [
        ("hue", "integer", ["at least 0", "at most 359", "default `7`"], True, "a|b `c`"),
        ("mixed", "list of mapping", ["at least 2 items"], False, ""),
        ("mixed[].of", "[Colour](colours.md#colour)", [], False, ""),
        ("x-<name>", "string or null", [], False, ""),
    ]
    chosen = format_rows.section(colour, "colour", definitions, ["mixed"])
    assert [row["key"] for row in cast("list[dict[str, object]]", chosen["rows"])] == ["mixed", "mixed[].of"]


@pytest.mark.part(0)
def test_the_command_writes_and_checks(tmp_path: Path) -> None:
    target = tmp_path / "docs" / "format"
    run = [sys.executable, "-m", "connectorkit.cli.format_reference", str(target)]
    stale = subprocess.run([*run, "--check"], capture_output=True, text=True, check=False)
    assert (stale.returncode, stale.stdout) == (1, "")
    assert f"{target / 'README.md'}: not up to date\n" in stale.stderr and not target.exists()
    assert subprocess.run(run, check=False).returncode == 0
    assert {path.name: path.read_text(encoding="utf-8") for path in target.iterdir()} == rendered()
    (target / "older.md").write_text("")
    assert subprocess.run([*run, "--check"], check=False, capture_output=True).returncode == 1
    assert subprocess.run(run, check=False).returncode == 0
    assert not (target / "older.md").exists()

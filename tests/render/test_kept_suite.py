"""The contract tests are taken from the cache only where they would come out the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.conftest import SMALL
from tests.paths import ROOT

from connectorkit import pipeline
from connectorkit.cli import new_project, project_templates
from connectorkit.model import content
from connectorkit.model.connector import Connector
from connectorkit.model.kept import Kept
from connectorkit.render.contract_tests import kept_suite, suite
from connectorkit.render.templates import Templates
from connectorkit.write import cache, content_key


def loaded(folder: Path) -> Connector:
    connector, findings = pipeline.load(folder)
    assert connector is not None, findings
    return connector


@pytest.fixture
def rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Connector]:
    """The connectors whose suite was rendered and not taken from the cache."""
    monkeypatch.setenv("CONNECTORKIT_CACHE", str(tmp_path / "cache"))
    made: list[Connector] = []
    whole = suite.render

    def render(connector: Connector, templates: Templates, kept: Kept) -> dict[str, bytes]:
        made.append(connector)
        return whole(connector, templates, kept)

    monkeypatch.setattr(suite, "render", render)
    return made


def build(folder: Path) -> dict[str, bytes]:
    return kept_suite.render(loaded(folder), Templates(folder / "templates"))


def test_a_text_that_people_read_renders_no_suite(source: Path, rendered: list[Connector]) -> None:
    first = build(source)
    file = source / "connector.yaml"
    changed = SMALL.replace("Reads one order.", "Reads an order.").replace("Orders of the", "All orders of the")
    file.write_text(f"# A line more.\n{changed}", encoding="utf-8")
    assert build(source) == first
    assert len(rendered) == 1


EDITS = {
    "title of the connector": ("Contoso Orders", "Contoso Trade"),
    "summary": ("summary: Get order", "summary: Read order"),
    "name of a field": ("note: string", "remark: string"),
    "type of a field": ("note: string", "note: number"),
    "text of a field": ("note: string", "note: {type: string, description: What was said.}"),
    "path": ("/orders/{order_id}", "/trades/{order_id}"),
    "credential": ("api_key: {type", "other_key: {type"),
    "header": ("X-Key", "X-Other"),
    "id of an operation": ("action: get_order", "action: read_order"),
}


@pytest.mark.part(0.3)
@pytest.mark.parametrize("what", EDITS)
def test_all_else_renders_it_again(source: Path, rendered: list[Connector], what: str) -> None:
    build(source)
    (source / "connector.yaml").write_text(SMALL.replace(*EDITS[what]), encoding="utf-8")
    again = build(source)
    assert len(rendered) == 2
    assert build(source) == again
    assert len(rendered) == 2


def test_a_template_of_the_source_renders_it_again(source: Path, rendered: list[Connector]) -> None:
    build(source)
    own = source / "templates" / "contract_tests" / "README.md.j2"
    own.parent.mkdir(parents=True)
    for count, text in enumerate(("Ours.\n", "Ours, too.\n"), 2):
        own.write_text(text, encoding="utf-8")
        assert build(source)["contract_tests/README.md"].decode() == text
        assert len(rendered) == count
        build(source)
        assert len(rendered) == count


def test_another_toolkit_or_package_renders_it_again(
    source: Path, rendered: list[Connector], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(source)
    monkeypatch.setattr(cache, "packages", lambda: ["jinja2-0.0.0.dist-info"])
    content_key.toolkit.cache_clear()
    build(source)
    content_key.toolkit.cache_clear()
    assert len(rendered) == 2


@pytest.mark.part(1)
@pytest.mark.parametrize("cut", [b"", b"{}", b"0\n{}", b"\xff"])
def test_a_broken_entry_is_none(source: Path, rendered: list[Connector], tmp_path: Path, cut: bytes) -> None:
    first = build(source)
    (entry,) = (tmp_path / "cache" / "suites").iterdir()
    whole = entry.read_bytes()
    for wrong in (cut, whole[:-9], whole.replace(b"def ", b"fed ")):
        entry.write_bytes(wrong)
        rendered.clear()
        assert build(source) == first
        assert len(rendered) == 1


def test_an_entry_of_another_key_is_none(source: Path, rendered: list[Connector], tmp_path: Path) -> None:
    first = build(source)
    (entry,) = (tmp_path / "cache" / "suites").iterdir()
    (source / "connector.yaml").write_text(SMALL.replace("Get order", "Read order"), encoding="utf-8")
    second = build(source)
    (other,) = set((tmp_path / "cache" / "suites").iterdir()) - {entry}
    other.write_bytes(entry.read_bytes())
    assert build(source) == second != first


def test_without_a_cache_it_is_rendered_each_time(
    source: Path, rendered: list[Connector], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONNECTORKIT_CACHE", "off")
    assert build(source) == build(source)
    assert len(rendered) == 2


@pytest.mark.part(0)
@pytest.mark.parametrize("template", ["", *project_templates.TEMPLATES])
def test_no_text_that_is_left_out_reaches_a_suite(template: str, tmp_path: Path) -> None:
    """Every text that the key leaves out is another one, and the suite is the same."""
    folder = ROOT / "connector"
    if template:
        new_project.create(tmp_path / "new", "New", None, template)
        folder = tmp_path / "new" / "connector"
    one = loaded(folder)
    changed = _retold(one)
    assert content.of(changed, kept_suite.TEXTS) == content.of(one, kept_suite.TEXTS)
    assert suite.render(changed, Templates()) == suite.render(one, Templates())


def _retold(one: Connector) -> Connector:
    """The connector with other texts in each place that the key leaves out, and the same objects elsewhere."""
    operations = tuple(
        replace(
            operation,
            description="Other.",
            parameters=tuple(replace(entry, description="Other.") for entry in operation.parameters),
            responses=tuple(replace(entry, description="Other.") for entry in operation.responses),
            event=replace(operation.event, description="Other.") if operation.event is not None else None,
        )
        for operation in one.operations
    )
    other = replace(one, operations=operations, frames={"readme": "Other."}, description="Other.", intro="Other.")
    return replace(other, prerequisites="Other.", credentials_help="Other.", known_issues="Other.")


class _Odd:
    """No part of a model."""


@pytest.mark.parametrize("make", [_Odd, lambda: {1, 2}, lambda: lambda: 0])
def test_what_is_no_part_of_a_model_has_no_content(make: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        content.of(make(), {})


def test_places_count_for_nothing_and_the_same_object_counts(source: Path) -> None:
    one = loaded(source)
    schema = one.operations[0].parameters[0].schema
    assert content.of([schema, schema], {}) != content.of([schema, replace(schema)], {})
    moved = schema.span._replace(line=99)
    assert content.of(replace(schema, span=moved), {}) == content.of(schema, {})

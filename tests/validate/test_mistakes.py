"""Typical mistakes of a person who writes YAML for the first time: each message contains the remedy.

`mistakes.yaml` holds each as an edit of `mistakes_base.yaml`, and its findings: `line:column id: message > suggestion`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from connectorkit.check import check

pytestmark = pytest.mark.part(0.4)

HERE = Path(__file__).parent
BASE = (HERE / "mistakes_base.yaml").read_text("utf-8")
MISTAKES: list[dict[str, Any]] = yaml.safe_load((HERE / "mistakes.yaml").read_text("utf-8"))
HEAD = BASE.split("operations:")[0]
FAMILIES = ("FMT", "SRC", "SBX", "TYP", "YAM", "DYN")


def found(folder: Path) -> list[str]:
    """The findings about the format of a source, one text each."""
    listed = check.check(folder, "custom").findings
    return [
        f"{one.span.line}:{one.span.column} {one.id}: {one.message} > {one.help}"
        for one in listed
        if one.id[:3] in FAMILIES
    ]


def test_the_base_has_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "connector.yaml").write_text(BASE, encoding="utf-8")
    assert found(tmp_path) == []
    assert len(MISTAKES) >= 60


@pytest.mark.parametrize("mistake", MISTAKES, ids=[f"{one['with'][:40]!r}" for one in MISTAKES])
def test_a_mistake_is_explained(mistake: dict[str, Any], tmp_path: Path) -> None:
    assert mistake["replace"] in BASE
    text = BASE.replace(mistake["replace"], mistake["with"], 1)
    (tmp_path / "connector.yaml").write_text(text, encoding="utf-8")
    assert found(tmp_path) == mistake["found"]


@pytest.mark.parametrize("text", ["", "# Nothing yet\n", "---\n", "\n\n"])
def test_an_empty_file_is_one_finding(text: str, tmp_path: Path) -> None:
    (tmp_path / "connector.yaml").write_text(text, encoding="utf-8")
    assert [one.partition(" ")[2].partition(" > ")[0] for one in found(tmp_path)] == ["FMT-type: The file is empty."]


@pytest.mark.parametrize(
    "key", ["operations: [part.yaml]", "operations: []\ntypes: part.yaml", "operations: []\nsandbox: part.yaml"]
)
def test_an_empty_part_is_one_finding(key: str, tmp_path: Path) -> None:
    head = BASE.partition("operations:")[0]
    (tmp_path / "connector.yaml").write_text(head + key + "\n", encoding="utf-8")
    (tmp_path / "part.yaml").write_text("# Nothing yet\n", encoding="utf-8")
    said = found(tmp_path)
    assert len(said) == 1 and "is empty" in said[0], said


def test_another_version_of_the_format_is_one_finding(tmp_path: Path) -> None:
    for version, known in (("1", True), ("2", False), ("'1'", False), ("true", False), ("1.1", False)):
        text = BASE.replace("GET /", "GT /", not known).replace("connector:", f"format: {version}\nconnector:", 1)
        (tmp_path / "connector.yaml").write_text(text, encoding="utf-8")
        listed = check.check(tmp_path, "certified").findings
        assert [one.id for one in listed if one.severity == "error" and one.id[:3] in FAMILIES] == (
            [] if known else ["SRC005"]
        )
        assert known or len(listed) == 1


def test_a_swagger_document_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "connector.yaml").write_text("swagger: '2.0'\ninfo: {title: a}\npaths: {}\n", encoding="utf-8")
    assert [one.id for one in check.check(tmp_path, "custom").findings] == ["SRC009"]


def test_a_yaml_file_that_nothing_references_is_reported(tmp_path: Path) -> None:
    (tmp_path / "connector.yaml").write_text(BASE, encoding="utf-8")
    parts = {
        "actions/old.yaml": "action: Old\nrequest: GET /old\n",
        "types.yml": "Order: {fields: {}}\n",
        "broken.yaml": "a: {\n",
        "empty.yaml": "",
        "pretend.yaml": "collections: {}\n",
    }
    others: tuple[str, ...] = (
        ".pre-commit-config.yaml",
        ".github/x.yaml",
        "templates/x.yaml",
        "build/x.yaml",
        "mkdocs.yml",
    )
    others += ("other/connector.yaml", "other/actions/x.yaml", "node_modules/x.yaml", "notes.md", "k8s.yaml")
    for name, text in [*parts.items(), *((name, "apiVersion: v1\n") for name in others)]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    listed = [one for one in check.check(tmp_path, "custom").findings if one.id == "SRC006"]
    assert {Path(one.span.file).relative_to(tmp_path).as_posix(): one.help for one in listed} == {
        "actions/old.yaml": "Add `actions/old.yaml` to 'operations' in connector.yaml, or remove the file.",
        "types.yml": "Add `types.yml` to 'types' in connector.yaml, or remove the file.",
        "broken.yaml": "Fix and reference it, or remove it.",
        "empty.yaml": "Remove the file.",
        "pretend.yaml": "Add `sandbox: pretend.yaml` to connector.yaml, or remove the file.",
    }
    assert {one.severity for one in listed} == {"warning"}
    assert any("not valid YAML at line 2" in one.message for one in listed)


@pytest.mark.parametrize(
    ("name", "help_"),
    [
        ("actions/gt_order.yaml", "Did you mean 'actions/get_order.yaml'?"),
        ("actions/get_order.yml", "Did you mean 'actions/get_order.yaml'?"),
        ("actions/zebra.yaml", "Name a file in the source folder, relative to connector.yaml."),
        ("nowhere/get_order.yaml", "Name a file in the source folder, relative to connector.yaml."),
        ("../get_orders.yaml", "Name a file in the source folder, relative to connector.yaml."),
    ],
)
def test_a_missing_file_is_told_with_one_like_it(name: str, help_: str, tmp_path: Path) -> None:
    folder = tmp_path / "source"
    (folder / "actions").mkdir(parents=True)
    (tmp_path / "get_order.yaml").touch()
    (folder / "connector.yaml").write_text(f"{HEAD}operations: [{name}]\n", encoding="utf-8")
    (folder / "actions" / "get_order.yaml").write_text("action: GetOrder\nrequest: GET /a\n", encoding="utf-8")
    assert [one.help for one in check.check(folder, "custom").findings if one.id == "SRC001"] == [help_]


@pytest.mark.parametrize("text", ["action: A\nrequest: GET /a\nparameters: {a: {\n", "\taction: A\n"])
def test_a_broken_file_that_is_referenced_is_one_finding(text: str, tmp_path: Path) -> None:
    (tmp_path / "connector.yaml").write_text(f"{HEAD}operations: [a.yaml]\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    found = [one for one in check.check(tmp_path, "custom").findings if one.span.file.endswith("a.yaml")]
    assert [one.id for one in found] == ["YAML001"]

"""Places in the files beside the documents, and in sources that declare the same value in several ways."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.check.rules.example import write
from tests.paths import BUILT

from connectorkit.check.check import check
from connectorkit.diagnostics.finding import Finding

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SCRIPT = """\
// class Script : ScriptBase is only a remark here
using System.Net.Sockets;

public class Handler : ScriptBase
{
    private readonly string text = "new HttpClient()";
}
"""


def line(finding: Finding) -> str:
    """The text of the line of a finding."""
    return Path(finding.span.file).read_text(encoding="utf-8").split("\n")[finding.span.line - 1].strip()


def found(folder: Path, example: str, profile: str = "certified") -> dict[str, Finding]:
    return {one.id: one for one in check(write(folder, example), profile).findings}


@pytest.mark.parametrize("start", ["", "published: {indent: 2}\n"])
def test_a_script_is_judged_line_by_line(tmp_path: Path, start: str) -> None:
    indented = "".join(f"    {text}\n" for text in SCRIPT.split("\n"))
    said = found(tmp_path, f"{start}files:\n  script.csx: |\n{indented}")
    assert {one: line(finding) for one, finding in said.items()} == {
        "CSX020": "public class Handler : ScriptBase",
        "CSX040": "using System.Net.Sockets;",
        "CSX061": "// class Script : ScriptBase is only a remark here",
    }


def test_a_readme_is_judged_line_by_line(tmp_path: Path) -> None:
    text = "published: {indent: 2}\nfiles:\n  readme.md: |\n    # Contoso Orders\n\n    Required. One paragraph.\n"
    said = found(tmp_path, text)
    assert line(said["DOC015"]) == "Required. One paragraph."
    assert said["DOC011"].span.file.endswith("readme.md")
    assert "'Known Issues and Limitations'" in said["DOC011"].message


def test_the_introduction_of_a_source_is_judged_in_its_own_file(tmp_path: Path) -> None:
    text = "files:\n  intro.md: |\n    Makers look up orders.\n\n    ## Triggers\n\n    None.\n"
    said = found(tmp_path, text)
    assert (Path(said["DOC023"].span.file).name, line(said["DOC023"])) == ("intro.md", "## Triggers")


def test_an_introduction_in_place_is_shown_where_it_is_written(tmp_path: Path) -> None:
    said = found(tmp_path, "intro: Orders of the Contoso shop, read and placed from a flow.")
    assert line(said["DOC021"]).startswith("intro: Orders")


@pytest.mark.parametrize(
    ("example", "rule", "text"),
    [
        ("exact: {properties_extra: {iconBrandColor: red}}", "PRP011", "iconBrandColor: red"),
        ("extra: {schemes: []}", "SEC080", "schemes: []"),
        (
            "brand_color: '#007ee5'\nfiles: {icon.png: {size: 160, color: '#007ee5'}}",
            "PRP012",
            "brand_color: '#007ee5'",
        ),
        ("credentials: {api_key: {constraints: {required: true}}}", "PRP040", "required: true"),
        ("credentials: {api_key: {type: secret}}", "PRP081", "type: secret"),
        (
            "policies: [{template: setheader, title: T, with: {name: Accept, value: x, exist: skip}}]",
            "FMT-additionalProperties",
            "exist: skip",
        ),
        (
            "policies: [{template: setheader, title: T, section: Late, with: {name: Accept, value: x}}]",
            "PRP056",
            "section: Late",
        ),
        (
            "policies: [{template: setheader, title: T, operations: [Gone], with: {name: Accept, value: x}}]",
            "PRP055",
            "- Gone",
        ),
        ("operations: {GetOrder: {action: Get order}}", "OPR030", "- action: Get order"),
        (
            "operations: {GetOrder: {parameters: {order_id: {description: 'The number, see www.contoso.com.'}}}}",
            "OPR141",
            "description: The number, see www.contoso.com.",
        ),
        ("authentication: {api_key: {type: apiKey, in: body}}", "SEC093", "in: body"),
        ("exact: {schemes: [https, wss]}", "SEC081", "- wss"),
        ("files: {icon.png: {size: 512}}", "ICO012", "icon: icon.png"),
    ],
)
def test_a_source_is_shown_at_its_own_words(tmp_path: Path, example: str, rule: str, text: str) -> None:
    said = found(tmp_path, example)
    assert rule in said
    assert line(said[rule]) == text


def test_what_is_no_part_of_a_connector_is_said_of_the_folder(tmp_path: Path) -> None:
    said = found(tmp_path, "published: {indent: 2}\nfiles: {Thumbs.db: x}")
    assert said["PRQ010"].span.file == str(tmp_path / "connector")


@pytest.mark.parametrize("data", [b"", SIGNATURE, SIGNATURE + b"\0\0\0\rIHDR\0\0\0\xa0\0\0\0\xa0"])
def test_a_broken_icon_is_said_once(tmp_path: Path, data: bytes) -> None:
    folder = write(tmp_path, "published: {indent: 2}")
    (folder / "icon.png").write_bytes(data)
    assert [one.id for one in check(folder, "certified").findings] == ["ICO010"]


def test_openapi_3_and_another_version_of_swagger_break_one_rule(tmp_path: Path) -> None:
    for version in ('{"openapi": "3.0.1", "paths": {}}', '{"swagger": "1.2", "paths": {}}'):
        file = tmp_path / "api.json"
        file.write_text(version, encoding="utf-8")
        assert "SEC010" in {one.id for one in check(file).findings}


def test_what_the_toolkit_builds_has_nothing_wrong_beside_its_texts() -> None:
    built = check(BUILT, "certified").findings
    assert [one.id for one in built if one.severity != "advice"] == []
    assert [one.id for one in built if one.id.startswith(("DOC", "ICO", "PRQ", "CSX"))] == []

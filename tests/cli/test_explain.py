"""`connectorkit explain`: rules, other findings, and where things of a source come from and go to."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.paths import ROOT

from connectorkit.check.engine.rule import Rule
from connectorkit.check.rules import RULES
from connectorkit.cli import explain, pages
from connectorkit.cli.commands import command
from connectorkit.diagnostics import finding_notes
from connectorkit.diagnostics.finding import Unusable
from connectorkit.importing.openapi3 import keyword_rules
from connectorkit.validate import format_schema as checks

pytestmark = pytest.mark.part(0.2)

CONNECTOR = str(ROOT / "connector")
BUILT = json.loads((ROOT / "build" / "connector" / "apiDefinition.swagger.json").read_bytes())
SMALL = """
connector: Contoso Orders
description: Orders of the Contoso shop, read and placed from a flow.
version: "1.0"
server: https://orders.contoso.com/v1
style: {types: definitions}
operations:
- action: GetTree
  summary: Get a tree
  description: Reads a tree.
  request: GET /tree/{id}
  parameters: {id: {type: string, description: The number of the tree.}}
  returns: Node
types:
  Node: {fields: {name: string, children: "Node[]"}}
"""


def run(*arguments: str, folder: Path = ROOT) -> tuple[int, str, str]:
    with contextlib.chdir(folder):
        done = CliRunner().invoke(command, ["explain", *arguments])
    return done.exit_code, done.stdout, done.stderr


def at(pointer: str) -> Any:  # A pointer may lead to any kind of JSON value.
    node: Any = BUILT
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        node = node[int(step)] if isinstance(node, list) else node[step]
    return node


def places(text: str) -> list[tuple[str, int]]:
    return [(file, int(line)) for file, line in re.findall(r"from +(\S+?):(\d+):", text)]


@pytest.mark.part(0.1)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_explained_by_its_page(rule: Rule) -> None:
    text = explain.text(rule.id.lower(), None)
    assert text == (ROOT / "docs" / "rules" / f"{rule.id}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("note", finding_notes.NOTES[:-1], ids=lambda note: note.id)
def test_other_findings_are_explained(note: finding_notes.Note) -> None:
    text = explain.text(note.id, None)
    assert note.title in text and note.why in text and note.help in text


def test_every_id_that_the_toolkit_says_is_explained() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "generator").rglob("*.py"))
    said = set(re.findall(r'Finding\(\s*"([A-Z]{3,4}\d{3})"', code)) | set(re.findall(r'"([A-Z]{3,4}\d{3})", f"', code))
    said |= {rule.id for rule in keyword_rules.RULES.values()}
    awaited = {"OPR020", "PAR021", "PAR030", "PAR031", "SEC010"}
    assert {"DYN020", "SRC001", "YAML001", "WVR003", "TYP001"} <= said
    assert [id_ for id_ in sorted(said - awaited) if not explain.text(id_, None)] == []


def test_every_keyword_of_the_format_is_explained() -> None:
    assert "minItems" in explain.text("FMT-minItems", None)
    with pytest.raises(Unusable):
        explain.text("FMT-nonsense", CONNECTOR)


def test_a_field_of_an_answer_comes_from_its_line_and_goes_to_its_pointer() -> None:
    text = explain.text("sms_send.data.messages[].message_id", CONNECTOR)
    ((file, line),) = places(text)
    assert "message_id" in Path(file).read_text(encoding="utf-8").splitlines()[line - 1]
    pointer = re.search(r"swagger +(\S+)", text)
    found = at(pointer[1]) if pointer else None
    assert isinstance(found, dict) and (found["type"], found["x-ms-summary"]) == ("string", "Message Id")
    assert "client.sms_send(...).data.messages[].message_id" in text


def test_a_path_without_an_operation_lists_all_that_have_it() -> None:
    text = explain.text("data.messages.message_id", CONNECTOR)
    assert re.findall(r"^  (\w+) '", text, re.MULTILINE) == ["sms_send", "send_voice", "send_mms", "send_fax"]
    assert explain.text("data.messages[].message_id", CONNECTOR).splitlines()[1:] == text.splitlines()[1:]


def test_an_input_says_that_it_is_required_and_from_which_type() -> None:
    text = explain.text("sms_send.body.messages[].to", CONNECTOR)
    assert "is        required" in text and re.search(r"type +MobileNumber, \S+types.yaml:9:", text)


def test_a_constant_and_a_field_that_is_not_declared_say_so() -> None:
    text = explain.text("sms_send.body.messages[].source", CONNECTOR)
    assert "a constant of the platform, which the client does not send, 'MSPowerAutomate'" in text
    assert "not declared" in explain.text("sms_send.data.blocked_count", CONNECTOR)


def test_an_operation_says_what_it_takes_gives_and_feeds() -> None:
    text = explain.text("get_countries", CONNECTOR)
    assert re.search(r"swagger +/paths/~1countries/get", text)
    assert "feeds     send_letter.body.recipients[].address_country" in text
    assert "ends      sms_inbound_automation" in explain.text("delete_sms_inbound_automation", CONNECTOR)


def test_a_pointer_of_the_swagger_leads_back() -> None:
    assert explain.text("/paths/~1countries/get", CONNECTOR) == explain.text("get_countries", CONNECTOR)


def test_a_type_says_where_it_is_used() -> None:
    text = explain.text("Envelope", CONNECTOR)
    used = re.findall(r"used at +(\S+?):(\d+):", text)
    assert len(used) > 10
    assert all("Envelope" in Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1] for file, line in used)


def test_a_type_that_contains_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "connector.yaml").write_text(SMALL, encoding="utf-8")
    text = explain.text("GetTree.children", str(tmp_path))
    assert "/definitions/Node/properties/children" in text


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("DYN02", "DYN020"),
        ("sms_sent", "sms_send"),
        ("data.mesages[].message_id", "data.messages[].message_id"),
        ("message_price", "data.messages[].message_price"),
    ],
)
def test_what_does_not_exist_names_what_was_meant(word: str, meant: str) -> None:
    status, out, err = run(word)
    assert (status, out) == (2, "")
    assert word in err and f"'{meant}'" in err


def test_without_a_source_only_rules_are_known(tmp_path: Path) -> None:
    assert run("INF010", folder=tmp_path)[0] == 0
    status, _, err = run("sms_send", folder=tmp_path)
    assert status == 2 and "--source" in err
    assert run("sms_send", "--source", str(tmp_path / "nowhere"), folder=tmp_path)[0] == 2


def test_a_source_with_errors_is_explained_as_far_as_it_is_understood(tmp_path: Path) -> None:
    (tmp_path / "connector.yaml").write_text(SMALL + "colour: red\n", encoding="utf-8")
    assert "/tree/{id}".replace("/", "~1") in explain.text("GetTree", str(tmp_path))
    (tmp_path / "connector.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(Unusable, match="connectorkit check"):
        explain.text("GetTree", str(tmp_path))


# --- topics


def test_without_an_argument_the_topics_are_listed(tmp_path: Path) -> None:
    status, out, err = run(folder=tmp_path)
    assert (status, err) == (0, "")
    named = re.findall(r"^connectorkit explain ([a-z]+) +", out, re.MULTILINE)
    assert {"format", "rules", "sandbox"} <= set(named)
    for topic in named:
        assert run(topic, folder=tmp_path) == (0, pages.topics()[topic].read_text(encoding="utf-8"), "")


def test_every_page_of_the_docs_is_a_topic_or_a_rule() -> None:
    files = {path.resolve() for path in (ROOT / "docs").rglob("*.md")}
    rules = {ROOT / "docs" / "rules" / f"{rule.id}.md" for rule in RULES}
    assert {path.resolve() for path in pages.topics().values()} == files - rules


@pytest.mark.parametrize("concept", checks.CONCEPTS)
def test_every_key_of_the_format_is_explained(concept: str) -> None:
    schema = checks.schema(concept)
    for key in [*schema.get("properties", {}), *schema.get("$defs", {})]:
        text = explain.text(f"format.{key}", None)
        row, heading = rf"^\| `([\w.]+\.)?{re.escape(key)}` \|", rf"#+ ([A-Z]\w+: )?{key}\n"
        assert re.search(row, text, re.MULTILINE) or re.match(heading, text, re.IGNORECASE), key


def test_a_key_is_shown_with_what_is_below_it_and_nothing_else() -> None:
    text = explain.text("format.throttle", None)
    assert re.findall(r"^\| `(.*?)` \|", text, re.MULTILINE) == ["throttle", "throttle.calls", "throttle.seconds"]
    assert text.startswith("## Connector\n\n| Key | Value |")
    assert re.findall(r"^\| `(.*?)` \|", explain.text("format.throttle.calls", None), re.MULTILINE) == [
        "throttle.calls"
    ]


def test_a_section_is_shown_with_its_parts_to_the_next_of_its_level() -> None:
    text = explain.text("format.Response-Paths", None)
    assert text.startswith("## Response paths\n") and text.count("\n## ") == 0
    assert "### Operation: success" in explain.text("format.operation", None)
    assert explain.text("format.operation.success", None).startswith("### Operation: success\n")


def test_a_key_that_is_not_one_names_what_was_meant(tmp_path: Path) -> None:
    status, out, err = run("format.throtle", folder=tmp_path)
    assert (status, out) == (2, "") and "'format.throttle'" in err and err.count("\n") == 1


def test_a_field_called_like_a_topic_is_found_in_a_named_source(tmp_path: Path) -> None:
    source = SMALL.replace("fields: {name: string,", "fields: {format: string,")
    (tmp_path / "connector.yaml").write_text(source, encoding="utf-8")
    assert run("format", folder=tmp_path)[1].startswith("# The source format")
    assert run("format", "--source", ".", folder=tmp_path)[1].startswith("format: Format (string)")

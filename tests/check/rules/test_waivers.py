"""A waiver is next to its finding, names a rule, gives a reason, and is needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectorkit.check.check import check
from connectorkit.check.engine.connector_index import Subject, mapping
from connectorkit.check.engine.rule import Hit, Rule, everywhere
from connectorkit.diagnostics.finding import Finding
from connectorkit.model.file_names import PROPERTIES

SOURCE = """\
connector: Contoso Orders
version: "1.0"
server: https://orders.example.com/v1
credentials:
  api_key: {type: securestring, label: wrong key}
  other: {type: string, label: wrong other}
operations:
- action: GetOrder
  summary: wrong
  request: GET /orders/{order_id}
  parameters:
    order_id: {type: string, description: wrong}
    count: {type: string, description: wrong}
  responses:
    "200": {description: wrong, schema: Order}
    "404": {description: wrong}
- {action: GetBuyer, summary: wrong, request: GET /buyer, returns: Person}
types:
  Order:
    fields:
      note: {type: string, description: wrong}
      buyer: Person
      seller: Person
  Person:
    fields:
      name: {type: string, description: wrong}
"""


def wrong(subject: Subject) -> Iterator[Hit]:
    """A rule that reports the description "wrong"."""
    for kind in ("schema", "parameter", "response"):
        for at in subject.of(kind):
            if at.text("description") == "wrong":
                yield Hit(at.at("description"), f"The {kind} '{at.name}' is wrong.")
    for operation in subject.operations:
        if operation.text("summary") == "wrong":
            yield Hit(operation.at("summary"), f"The operation {operation.id} is wrong.")
    listed = mapping(mapping((subject.properties or {}).get("properties")).get("connectionParameters"))
    for name in listed:
        pointer = f"/properties/connectionParameters/{name}/uiDefinition/displayName"
        yield Hit(pointer, f"The credential '{name}' is wrong.", document=PROPERTIES)


RULE = Rule("TST010", "T", "W", "S", everywhere("warning"), "H.", wrong)
ALL = 10


def findings(folder: Path, text: str) -> list[Finding]:
    (folder / "connector.yaml").write_text(text, encoding="utf-8")
    return check(folder, "certified", rules=(RULE,)).findings


def test_without_a_waiver_everything_is_said(tmp_path: Path) -> None:
    assert [finding.id for finding in findings(tmp_path, SOURCE)] == ["TST010"] * ALL


WAIVE = "waive: {TST010: It is right here.}"
PLACES = {
    "the connector": (SOURCE + WAIVE + "\n", ALL),
    "an operation": (SOURCE.replace("- action: GetOrder\n", f"- action: GetOrder\n  {WAIVE}\n"), 5),
    "an operation in brackets": (SOURCE.replace("{action: GetBuyer,", f"{{action: GetBuyer, {WAIVE},"), 1),
    "a parameter": (SOURCE.replace("count: {", f"count: {{{WAIVE}, "), 1),
    "a response": (SOURCE.replace('"404": {', f'"404": {{{WAIVE}, '), 1),
    "a credential": (SOURCE.replace("other: {", f"other: {{{WAIVE}, "), 1),
    "a field": (SOURCE.replace("note: {", f"note: {{{WAIVE}, "), 1),
    "a named type": (SOURCE.replace("  Person:\n", f"  Person:\n    {WAIVE}\n"), 1),
    "a named type around a field": (SOURCE.replace("  Order:\n", f"  Order:\n    {WAIVE}\n"), 1),
    "in small letters": (SOURCE + WAIVE.replace("TST", "tst") + "\n", ALL),
}


@pytest.mark.parametrize("case", PLACES)
def test_a_waiver_excuses_what_it_stands_next_to(case: str, tmp_path: Path) -> None:
    text, excused = PLACES[case]
    assert text != SOURCE
    left = findings(tmp_path, text)
    assert [finding.id for finding in left] == ["TST010"] * (ALL - excused)


def test_a_waiver_in_a_file_of_its_own_covers_that_file(tmp_path: Path) -> None:
    own = f"action: GetBuyer\nsummary: wrong\nrequest: GET /buyer\nreturns: Person\n{WAIVE}\n"
    (tmp_path / "buyer.yaml").write_text(own, encoding="utf-8")
    old = "- {action: GetBuyer, summary: wrong, request: GET /buyer, returns: Person}"
    left = findings(tmp_path, SOURCE.replace(old, "- buyer.yaml"))
    assert [finding.id for finding in left] == ["TST010"] * (ALL - 1)
    assert not [finding for finding in left if "GetBuyer" in finding.message]


WRONG = {
    "no rule": ("waive: {TST01: It is right here.}", "WVR001", "error", "Did you mean 'TST010'?"),
    "no rule at all": (
        "waive: {nothing: It is right here.}",
        "WVR001",
        "error",
        "Write the id of the rule as in the finding.",
    ),
    "no reason": ("waive: {TST010: ' '}", "WVR002", "error", "Explain in a few words"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_waiver_is_a_finding_and_excuses_nothing(case: str, tmp_path: Path) -> None:
    waiver, id, severity, way = WRONG[case]
    found = findings(tmp_path, SOURCE.replace("note: {", f"note: {{{waiver}, "))
    assert len(found) == ALL + 1
    one = next(finding for finding in found if finding.id == id)
    assert (one.severity, one.span.line, one.span.column) == (severity, 21, 22)
    assert way in one.help


def test_a_waiver_that_is_not_needed_is_said(tmp_path: Path) -> None:
    text = SOURCE.replace("note: {type: string, description: wrong}", f"note: {{type: string, {WAIVE}}}")
    found = findings(tmp_path, text)
    assert [finding.id for finding in found if finding.span.line == 21] == ["WVR003"]
    assert len(found) == ALL
    assert next(finding for finding in found if finding.id == "WVR003").severity == "warning"


def test_of_two_waivers_the_outer_one_is_not_needed_less(tmp_path: Path) -> None:
    text = SOURCE.replace("note: {", f"note: {{{WAIVE}, ") + WAIVE + "\n"
    assert findings(tmp_path, text) == []


def test_a_property_that_is_called_waive_is_no_waiver(tmp_path: Path) -> None:
    text = SOURCE.replace("      note: {", "      waive: {type: string, description: wrong}\n      note: {")
    assert [finding.id for finding in findings(tmp_path, text)] == ["TST010"] * (ALL + 1)
    data = SOURCE.replace("note: {type: string,", "note: {type: string, example: {waive: {TST010: x}},")
    ids = [finding.id for finding in findings(tmp_path, data)]
    assert ids.count("TST010") == ALL and set(ids) == {"TST010", "SRC008"}  # An object is not an example of a string.


def test_what_a_referee_says_can_be_waived(tmp_path: Path) -> None:
    text = SOURCE + "extra: {x-odd: 1, oddKey: 1}\n"
    (tmp_path / "connector.yaml").write_text(text, encoding="utf-8")
    said = [finding for finding in check(tmp_path, rules=()).findings if finding.id == "OAS001"]
    assert said
    excuse = "waive: {OAS001: The platform takes it., MSS001: The platform takes it.}\n"
    (tmp_path / "connector.yaml").write_text(text + excuse, encoding="utf-8")
    assert {finding.id for finding in check(tmp_path, rules=()).findings} <= {"WVR003"}


def test_errors_of_the_format_cannot_be_waived(tmp_path: Path) -> None:
    text = SOURCE.replace("note: {", "note: {typ: string, waive: {FMT-additionalProperties: It is right here.}, ")
    assert "FMT-additionalProperties" in {finding.id for finding in findings(tmp_path, text)}


def test_a_rule_that_a_profile_leaves_out_needs_no_waiver_there(tmp_path: Path) -> None:
    quiet = RULE._replace(severity=RULE.severity._replace(custom="off"))
    (tmp_path / "connector.yaml").write_text(SOURCE + WAIVE + "\n", encoding="utf-8")
    assert check(tmp_path, "certified", rules=(quiet,)).findings == []
    assert check(tmp_path, "custom", rules=(quiet,)).findings == []

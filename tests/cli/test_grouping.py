"""Findings of one rule in many places are one finding with a count; nothing of them is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.check.rules import published
from tests.conftest import Run

from connectorkit.cli.reports import text
from connectorkit.diagnostics.finding import Change, Finding, Span
from connectorkit.diagnostics.grouping import grouped


def at(line: int, id: str = "RSP141", severity: str = "advice", related: tuple[Span, ...] = ()) -> Finding:
    span = Span("a.json", line, 1, line, 5)
    return Finding(id, f"Line {line}.", span, "Write it.", severity, f"/paths/{line}", related, str(line))


def test_what_one_rule_reports_becomes_one_finding_with_every_place() -> None:
    some = [at(1), at(5, related=(Span("a.json", 6, 1, 6, 5),)), at(9), at(2, "OPR121")]
    one, other = grouped(some)
    assert one.message == "Line 1. There are 2 more findings of this rule."
    assert [span.line for span in one.related] == [5, 6, 9]
    assert [member.message for member in one.members] == ["Line 5.", "Line 9."]
    assert (one.span.line, one.fingerprint, one.pointer) == (1, "1", "/paths/1")
    assert other == at(2, "OPR121")


def test_two_places_are_told_in_the_singular() -> None:
    (one,) = grouped([at(1), at(2)])
    assert one.message == "Line 1. There is one more finding of this rule."


@pytest.mark.parametrize("id", ["FMT-required", "OAS001", "SRC001"])
def test_errors_and_findings_of_no_rule_stay_apart(id: str) -> None:
    errors = [at(1, severity="error"), at(2, severity="error")]
    others = [at(3, id), at(4, id)]
    assert grouped([*errors, *others]) == [*errors, *others]


def test_a_warning_and_advice_of_one_rule_are_two_findings() -> None:
    assert len(grouped([at(1), at(2, severity="warning"), at(3)])) == 2


def test_the_fixes_of_a_group_stay_together() -> None:
    change = [Change(Span("a.json", line, 1, line, 5), "x") for line in range(4)]
    some = [
        at(0)._replace(changes=(change[0],)),
        at(1)._replace(changes=(change[1],), fix="Write 'x'."),
        at(2),
        at(3)._replace(fix="Remove it."),
    ]
    (one,) = grouped(some)
    assert one.fix == "Write 'x'. --fix fixes one more finding."
    assert one.changes == (change[0], change[1])


def untitled(folder: Path, each: int = 5) -> Path:
    """A published connector of which ten fields, ``each`` in two operations, have no title."""
    definition = published.definition()
    for path, status in (("/shops", "200"), ("/orders/{order_id}", "200")):
        schema = definition["paths"][path]["get"]["responses"][status]["schema"]
        for number in range(each):
            schema["properties"][f"note_{number}"] = {"type": "string", "description": "A note."}
    folder.mkdir()
    (folder / "apiDefinition.swagger.json").write_text(json.dumps(definition, indent=2), encoding="utf-8")
    (folder / "apiProperties.json").write_text(json.dumps(published.properties()), encoding="utf-8")
    return folder


def test_fields_without_a_title_are_one_finding_with_all_places(tmp_path: Path, run: Run) -> None:
    folder = untitled(tmp_path / "orders")
    found = json.loads(run("check", folder, "--format", "json", "--select", "RSP141").stdout)["findings"]
    (one,) = found
    assert "4 more fields there" in one["message"] and "There is one more finding of this rule." in one["message"]
    lines = (folder / "apiDefinition.swagger.json").read_text(encoding="utf-8").splitlines()
    places = [one["line"], *(place["line"] for place in one["related"])]
    assert len(set(places)) == len(places) == 10
    assert all("note_" in lines[line - 1] for line in places)
    shown = json.loads(run("check", folder, "--format", "sarif", "--select", "RSP141").stdout)
    (result,) = shown["runs"][0]["results"]
    assert len(result["relatedLocations"]) == 9
    (member,) = one["members"]
    (told,) = [place["message"]["text"] for place in result["relatedLocations"] if "message" in place]
    assert told == member["message"] and "4 more fields there" in told


@pytest.mark.parametrize(("each", "told"), [(60, "19 more places are"), (51, "One more place is")])
def test_sarif_has_no_more_places_than_github_accepts(tmp_path: Path, run: Run, each: int, told: str) -> None:
    folder = untitled(tmp_path / "orders", each)
    call = ("check", folder, "--select", "RSP141", "--format")
    (result,) = json.loads(run(*call, "sarif").stdout)["runs"][0]["results"]
    assert len(result["relatedLocations"]) == 100
    assert result["message"]["text"].endswith(f" {told} only in the report in JSON.")
    (one,) = json.loads(run(*call, "json").stdout)["findings"]
    assert len(one["related"]) == 2 * each - 1


def test_verbose_lists_every_finding_of_a_group(tmp_path: Path, run: Run) -> None:
    folder = untitled(tmp_path / "orders")
    long = run("check", folder, "--select", "RSP141", "--verbose").stdout
    assert long.count("    See ") == 1 and long.count("      and ") == 4 and "See also" not in long


def test_some_findings_of_a_group_are_shown_with_their_messages() -> None:
    (one,) = grouped([at(line) for line in range(1, 7)])
    short = text.render([one])
    assert "    See a.json:4:1: Line 4.\n    See also 2 more findings (--verbose lists them).\n" in short
    assert "    See a.json:6:1: Line 6.\n" in text.render([one], every=True)


def test_a_build_counts_what_a_check_shows(tmp_path: Path, run: Run) -> None:
    from tests.check.rules.example import write

    example = "operations: {GetOrder: {summary: Gets An Old Order}, ListShops: {summary: Gets All Old Shops}}"
    source = write(tmp_path / "orders", example)
    checked = json.loads(run("check", source, "--format", "json").stdout)["findings"]
    advice = sum(one["severity"] == "advice" for one in checked)
    assert advice and f" {advice} advice;" in run("build", source, "--out", tmp_path / "out").stderr

"""One rule for `build`: what the platform refuses stops it; everything else is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import SMALL, Run

from connectorkit.check.rules import RULES
from connectorkit.diagnostics import evidence, finding_notes, refusals
from connectorkit.diagnostics.finding import Finding, Span

pytestmark = pytest.mark.part(0.4)

CERTIFICATION = SMALL.replace("Contoso Orders", "Contoso Orders!")


def files(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their relative path."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def refused(source: Path) -> Path:
    """A source with one error of a rule that the import refuses, and others that it does not."""
    text = SMALL.replace("parameters: {order_id: int32}", "parameters: {order_id: int32, connectionId: string}")
    (source / "connector.yaml").write_text(text, encoding="utf-8")
    return source


def test_a_refused_error_stops_the_build_and_leaves_the_old_folder(source: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("build", source, "--out", out).exit_code == 0
    before = files(out)
    text = SMALL.replace("parameters: {order_id: int32}", "parameters: {order_id: int32, connectionId: string}")
    (source / "connector.yaml").write_text(text, encoding="utf-8")
    for more in ([], ["--check"], ["--diff"], ["--only", "connector"]):
        result = run("build", source, "--out", out, *more)
        assert result.exit_code == 1
        assert "error PAR080" in result.stdout
        assert "INF110" not in result.stdout
        assert "not built; --allow-findings builds" in result.stderr
        assert files(out) == before
    allowed = run("build", source, "--out", out, "--allow-findings")
    assert (allowed.exit_code, allowed.stdout) == (0, "")
    assert b"connectionId" in files(out)["connector/apiDefinition.swagger.json"]


def test_other_findings_are_counted_in_one_line(source: Path, run: Run, tmp_path: Path) -> None:
    (source / "connector.yaml").write_text(CERTIFICATION, encoding="utf-8")
    result = run("build", source, "--out", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (0, "")
    checked = json.loads(run("check", source, "--format", "json").stdout)["findings"]
    errors = sum(one["severity"] == "error" for one in checked)
    assert errors
    line = result.stderr.splitlines()[-1]
    assert line.startswith(f"{source}: {errors} error")
    assert line.endswith(f"see `connectorkit check {source}`")


def test_a_clean_source_is_built_without_a_word_more(tmp_path: Path, run: Run) -> None:
    from tests.check.rules.example import write

    result = run("build", write(tmp_path / "clean", "{}"), "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert len(result.stderr.splitlines()) == 1


def test_a_refused_error_of_a_referee_stops_the_build(source: Path, run: Run, tmp_path: Path) -> None:
    (source / "connector.yaml").write_text(SMALL + "extra: {odd: 1}\n", encoding="utf-8")
    result = run("build", source, "--out", tmp_path / "out", "--format", "json")
    assert result.exit_code == 1
    assert {one["id"] for one in json.loads(result.stdout)["findings"]} & {"OAS001", "EXT020"}
    assert not (tmp_path / "out").exists()


def test_a_waiver_lets_a_refused_error_of_a_rule_through(refused: Path, run: Run, tmp_path: Path) -> None:
    text = (refused / "connector.yaml").read_text(encoding="utf-8")
    (refused / "connector.yaml").write_text(text + "waive: {PAR080: imported last week}\n", encoding="utf-8")
    assert run("build", refused, "--out", tmp_path / "out").exit_code == 0


def test_names_that_lead_nowhere_are_rendered_as_a_connector_alone(source: Path, run: Run, tmp_path: Path) -> None:
    text = SMALL.replace("/{order_id}", "/{id}")
    (source / "connector.yaml").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    assert run("build", source, "--out", out, "--only", "connector").exit_code == 1
    everything = run("build", source, "--out", out, "--allow-findings")
    assert everything.exit_code == 1
    assert "--only connector" in everything.stderr
    assert not out.exists()
    assert run("build", source, "--out", out, "--only", "connector", "--allow-findings").exit_code == 0


def test_an_error_of_the_format_is_not_said_to_be_allowed(source: Path, run: Run, tmp_path: Path) -> None:
    (source / "connector.yaml").write_text(SMALL.replace("summary:", "summery:"), encoding="utf-8")
    for more in ([], ["--only", "connector"]):
        result = run("build", source, "--out", tmp_path / "out", "--allow-findings", *more)
        assert result.exit_code == 1 and "--allow-findings has no effect on these errors" in result.stderr
        assert not (tmp_path / "out").exists()


def test_only_an_error_of_every_profile_is_refused_by_the_platform() -> None:
    everywhere = {rule.id for rule in RULES if set(rule.severity) == {"error"}}
    refused = {id for id, record in evidence.RECORDS.items() if record.kind == evidence.REFUSED}
    assert refused - everywhere - set(finding_notes.ids()) == set()
    assert {rule.id[:3] for rule in RULES} <= set(refusals.FAMILIES)


@pytest.mark.parametrize(
    ("id", "severity", "expected"),
    [
        ("PAR080", "error", True),
        ("PAR080", "warning", False),
        ("INF040", "error", False),
        ("FMT-required", "error", True),
        ("YAML001", "error", True),
        ("OAS001", "error", True),
        ("MSS001", "warning", False),
        ("TRG043", "error", True),
        ("WVR001", "error", False),
        ("CFG001", "error", False),
    ],
)
def test_the_kind_of_a_finding(id: str, severity: str, expected: bool) -> None:
    assert refusals.refused(Finding(id, "", Span("", 1, 1, 1, 1), "", severity)) is expected

"""Settings: which findings are reported, shown, and make a check fail; on the command line and in files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.check.rules.example import write
from tests.conftest import SMALL, Run

pytestmark = pytest.mark.part(0.4)

TITLE = SMALL.replace("Contoso Orders", "Contoso Orders!").replace("Get order", "Get the order & more")


def ids(stdout: str) -> set[str]:
    return {one["id"] for one in json.loads(stdout)["findings"]}


@pytest.fixture
def titled(source: Path) -> Path:
    (source / "connector.yaml").write_text(TITLE, encoding="utf-8")
    return source


def test_rules_are_selected_and_ignored_by_id_and_by_family(titled: Path, run: Run) -> None:
    def found(*options: str) -> set[str]:
        return ids(run("check", titled, "--format", "json", *options).stdout)

    assert {"OPR080", "INF040", "INF110"} <= found()
    assert found("--select", "opr080") == {"OPR080"}
    assert found("--select", "INF040,OPR") >= {"INF040", "OPR080"}
    assert found("--select", "INF040", "--select", "OPR080") == {"INF040", "OPR080"}
    assert "OPR080" not in found("--ignore", "OPR")
    # The longer of two matches counts.
    assert found("--select", "OPR080", "--ignore", "OPR") == {"OPR080"}
    assert "INF040" not in found("--select", "INF", "--ignore", "INF040")


def test_an_unknown_rule_of_the_command_line_is_refused_with_a_suggestion(titled: Path, run: Run) -> None:
    for option in ("--select", "--ignore"):
        result = run("check", titled, option, "OPR08O")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "Did you mean 'OPR080'?" in result.stderr


def test_an_error_that_keeps_a_source_from_being_read_cannot_be_ignored(source: Path, run: Run) -> None:
    (source / "connector.yaml").write_text("connector: [", encoding="utf-8")
    for options in (["--ignore", "YAML001"], ["--select", "OPR"]):
        result = run("check", source, *options)
        assert result.exit_code == 1
        assert "YAML001" in result.stdout


def test_severity_shows_and_fail_on_judges(tmp_path: Path, run: Run) -> None:
    folder = write(tmp_path / "clean", "connector: Contoso!")
    custom = ("check", folder, "--profile", "custom")
    assert run(*custom).exit_code == 0
    assert run(*custom, "--fail-on", "warning").exit_code == 0
    failing = run(*custom, "--fail-on", "advice", "--severity", "error")
    # A hidden finding that makes the check fail is mentioned.
    assert (failing.exit_code, failing.stdout) == (1, "")
    assert failing.stderr == "1 below the selected severity\n"


def test_quiet_prints_findings_only_and_verbose_how_it_was_checked(titled: Path, run: Run) -> None:
    assert run("check", titled, "--quiet").stderr == ""
    shown = run("check", titled, "--verbose", "--ignore", "INF040").stderr
    assert f"{titled}: source, profile of the source, no settings file, 1 findings not selected" in shown


@pytest.mark.parametrize("place", ["source", "above"])
@pytest.mark.parametrize("name", ["connectorkit.toml", "pyproject.toml"])
def test_settings_are_read_from_the_nearest_file(name: str, place: str, titled: Path, run: Run) -> None:
    folder = titled if place == "source" else titled.parent
    head = "[tool.connectorkit]\n" if name == "pyproject.toml" else ""
    (folder / name).write_text(f'{head}select = ["OPR080", "INF040"]\nignore = ["INF"]\n', encoding="utf-8")
    assert ids(run("check", titled, "--format", "json").stdout) == {"INF040", "OPR080"} - {"INF040"} | {"INF040"}
    (folder / name).write_text(f'{head}fail-on = "advice"\nquiet = true\nseverity = "error"\n', encoding="utf-8")
    assert run("check", titled).stderr == ""
    assert run("check", titled, "--severity", "advice", "--format", "json").exit_code == 1


def test_approvals_of_diff_are_left_to_diff(titled: Path, run: Run) -> None:
    approval = '[[diff.approved]]\nfingerprint = "0123456789abcdef"\nreason = "Nobody reads it."\n'
    Path("connectorkit.toml").write_text(f'ignore = ["INF"]\n{approval}', encoding="utf-8")
    found = ids(run("check", titled, "--format", "json").stdout)
    assert "OPR080" in found and not any(one.startswith(("INF", "CFG")) for one in found)


def test_a_nearer_file_counts_alone_and_a_foreign_pyproject_is_passed_over(titled: Path, run: Run) -> None:
    (titled.parent / "connectorkit.toml").write_text('ignore = ["OPR080"]\n', encoding="utf-8")
    (titled / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    assert "OPR080" not in ids(run("check", titled, "--format", "json").stdout)
    (titled / "connectorkit.toml").write_text('ignore = ["INF040"]\n', encoding="utf-8")
    found = ids(run("check", titled, "--format", "json").stdout)
    assert "OPR080" in found and "INF040" not in found


def test_the_profile_of_a_file_yields_to_the_source_and_to_the_call(titled: Path, run: Run) -> None:
    def severity(*options: str) -> str:
        found = json.loads(run("check", titled, "--format", "json", *options).stdout)["findings"]
        return next(str(one["severity"]) for one in found if one["id"] == "INF040")

    (titled.parent / "connectorkit.toml").write_text('profile = "custom"\n', encoding="utf-8")
    assert severity() == "advice"
    assert severity("--profile", "certified") == "error"
    (titled / "connector.yaml").write_text(TITLE + "profile: certified\n", encoding="utf-8")
    assert severity() == "error"


def published(folder: Path) -> Path:
    folder.mkdir()
    operation = {"summary": "Get & go", "description": "Gets it.", "responses": {"200": {"description": "ok"}}}
    paths = {f"/{name}": {"get": {**operation, "operationId": name}} for name in ("GetOne", "GetTwo")}
    document = {
        "swagger": "2.0",
        "info": {"title": "Pier", "version": "1.0"},
        "host": "pier.example.org",
        "paths": paths,
    }
    (folder / "apiDefinition.swagger.json").write_text(json.dumps(document, indent=1), encoding="utf-8")
    return folder


def test_a_waiver_beside_published_json_is_by_rule_and_operation(tmp_path: Path, run: Run) -> None:
    folder = published(tmp_path / "pier")

    def pointers() -> set[str]:
        found = json.loads(run("check", folder, "--format", "json").stdout)["findings"]
        return {one["pointer"] for one in found if one["id"] == "OPR080"}

    assert pointers() == {"/paths/~1GetOne/get/summary", "/paths/~1GetTwo/get/summary"}
    waiver = '[[waive]]\nrule = "OPR080"\nreason = "the product is called so"\n'
    (folder / "connectorkit.toml").write_text(f'{waiver}operation = "GetOne"\n', encoding="utf-8")
    assert pointers() == {"/paths/~1GetTwo/get/summary"}
    (folder / "connectorkit.toml").write_text(waiver, encoding="utf-8")
    assert pointers() == set()
    (folder / "connectorkit.toml").write_text(f'{waiver}operation = "GetThree"\n', encoding="utf-8")
    found = json.loads(run("check", folder, "--format", "json").stdout)["findings"]
    assert [(one["line"], one["severity"]) for one in found if one["id"] == "CFG004"] == [(1, "warning")]


WRONG = {
    'ignor = ["OPR"]': ("1:1", "CFG002", "Did you mean 'ignore'?"),
    'fail_on = "error"': ("1:1", "CFG002", "Did you mean 'fail-on'?"),
    'quiet = true\nfail-on = "warn"': ("2:1", "CFG002", "Did you mean 'warning'?"),
    'select = "OPR"': ("1:1", "CFG002", "Write a list"),
    'select = [\n  "INF",\n  "OPR08O",\n]': ("3:3", "CFG003", "Did you mean 'OPR080'?"),
    '[[waive]]\nrule = "OPR080"': ("1:1", "CFG002", "'reason'"),
    '[[waive]]\nrule = "OPR080"\nreason = "x"\noperations = "A"': ("4:1", "CFG002", "Did you mean 'operation'?"),
    '[[waive]]\nrule = "OPR080"\nreason = " "': ("3:1", "CFG002", "is empty"),
    '[[waive]]\nrule = "OPR08O"\nreason = "x"': ("2:8", "CFG003", "Did you mean 'OPR080'?"),
    "waive = 5": ("1:1", "CFG002", "[[waive]] in double brackets"),
    "waive = [5]": ("1:1", "CFG002", "[[waive]] in double brackets"),
    '[waive]\nrule = "OPR080"\nreason = "x"': ("1:2", "CFG002", "[[waive]] in double brackets"),
    '[tool.connectorkit]\nignore = ["OPR"]': ("1:1", "CFG002", "at the top level of connectorkit.toml"),
    "ignore = [1]": ("1:1", "CFG002", "A value of 'ignore' must be a string; it is 1."),
    "a = \n": ("1:5", "CFG001", "Correct the TOML"),
}


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_with_a_file_is_a_finding_with_its_place(text: str, titled: Path, run: Run) -> None:
    place, id_, words = WRONG[text]
    (titled / "connectorkit.toml").write_text(text, encoding="utf-8")
    for _ in range(2):
        result = run("check", titled)
        assert result.exit_code == 1
        assert f"connectorkit.toml:{place}: error {id_}" in result.stdout
        assert words in result.stdout
        assert "OPR080" in result.stdout
    assert run("explain", id_).exit_code == 0


def test_a_table_of_another_kind_in_pyproject_is_a_finding(titled: Path, run: Run) -> None:
    (titled / "pyproject.toml").write_text("[tool]\nconnectorkit = 5\n", encoding="utf-8")
    assert "pyproject.toml:2:1: error CFG002" in run("check", titled).stdout


def test_a_fix_leaves_alone_what_is_not_selected_or_is_waived(titled: Path, run: Run) -> None:
    shown = run("check", titled, "--fix", "--diff", "--ignore", "INF040")
    assert "Contoso Orders!" not in shown.stdout.replace(" connector: Contoso Orders!", "")
    assert "+connector: Contoso Orders\n" in run("check", titled, "--fix", "--diff").stdout
    waiver = '[[waive]]\nrule = "INF040"\nreason = "the name of the product"\n'
    (titled / "connectorkit.toml").write_text(waiver, encoding="utf-8")
    assert "+connector: Contoso Orders\n" not in run("check", titled, "--fix", "--diff").stdout


def test_a_build_counts_what_a_check_reports(titled: Path, run: Run, tmp_path: Path) -> None:
    (titled / "connectorkit.toml").write_text('select = ["OPR080"]\n', encoding="utf-8")
    assert run("build", titled, "--out", tmp_path / "out").stderr.splitlines()[-1].startswith(f"{titled}: 1 error;")
    (titled / "connectorkit.toml").write_text('select = ["OPR080"]\nignore = ["OPR080"]\n', encoding="utf-8")
    assert "see `connectorkit check" not in run("build", titled, "--out", tmp_path / "out").stderr

"""`connectorkit format` on the command line."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connectorkit.cli.commands import command

ROOT = (
    "connector: Orders\ndescription: Orders of a shop.\nversion: '1'\nserver: https://x.example\noperations: [a.yaml]\n"
)
ACTION = "request: GET /orders   # list\naction: ListOrders\n"
STYLED = "action: ListOrders\nrequest: GET /orders  # list\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, ["format", *map(str, arguments)])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "connector"
    folder.mkdir()
    (folder / "connector.yaml").write_text(ROOT)
    (folder / "a.yaml").write_text(ACTION)
    return folder


def test_it_writes_all_files_of_a_source(source: Path) -> None:
    (source / "a.yaml").chmod(0o640)
    result = run(source.parent)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "2 files formatted, 0 unchanged\n")
    assert (source / "a.yaml").read_text() == STYLED
    assert stat.S_IMODE((source / "a.yaml").stat().st_mode) == 0o640
    assert 'version: "1"\n' in (source / "connector.yaml").read_text()
    assert run(source, "--check").exit_code == 0
    assert run(source).stderr == "0 files formatted, 2 unchanged\n"
    assert sorted(path.name for path in source.iterdir()) == ["a.yaml", "connector.yaml"]


def test_check_lists_the_files_and_writes_nothing(source: Path) -> None:
    result = run(source, "--check")
    assert (result.exit_code, result.stdout) == (1, f"{source}/connector.yaml\n{source}/a.yaml\n")
    assert (source / "a.yaml").read_text() == ACTION


def test_check_as_json_names_the_first_line_that_changes(source: Path) -> None:
    run(source / "connector.yaml")
    result = run(source, "--check", "--format", "json")
    (found,) = json.loads(result.stdout)["findings"]
    assert (found["id"], found["file"], found["line"], found["severity"]) == ("STY010", f"{source}/a.yaml", 1, "error")
    assert result.exit_code == 1


def test_diff_shows_and_writes_nothing(source: Path) -> None:
    result = run(source / "a.yaml", "--diff")
    assert result.exit_code == 1
    assert result.stdout.endswith(
        "-request: GET /orders   # list\n action: ListOrders\n+request: GET /orders  # list\n"
    )
    assert (source / "a.yaml").read_text() == ACTION


def test_a_file_stands_for_itself(source: Path) -> None:
    assert run(source / "a.yaml", source / "a.yaml").stderr == "1 file formatted, 0 unchanged\n"
    assert (source / "connector.yaml").read_text() == ROOT


def test_a_file_that_cannot_be_read_gives_one_finding_and_the_others_are_written(source: Path) -> None:
    broken = "action: A\nrequest: {GET\n"
    (source / "a.yaml").write_text(broken)
    result = run(source)
    assert result.exit_code == 1 and result.stdout.count("error YAML001") == 1
    assert (source / "a.yaml").read_text() == broken
    assert 'version: "1"\n' in (source / "connector.yaml").read_text()


def test_duplicate_keys_give_one_finding(source: Path) -> None:
    (source / "a.yaml").write_text("action: A\naction: B\naction: C\n")
    result = run(source)
    assert result.exit_code == 1 and result.stdout.count("error YAML004") == 1


def test_a_file_that_is_missing_is_reported(source: Path) -> None:
    (source / "a.yaml").unlink()
    result = run(source)
    assert result.exit_code == 1 and "SRC001" in result.stdout


def test_a_file_that_nothing_names_is_not_formatted(source: Path) -> None:
    (source / "other.yaml").write_text("b:   1\n")
    result = run(source / "other.yaml")
    assert result.exit_code == 1 and "the source does not reference it" in result.stderr
    assert (source / "other.yaml").read_text() == "b:   1\n"


def test_a_swagger_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text("swagger: '2.0'\n")
    assert run(tmp_path / "api.yaml").exit_code == 2


def test_the_settings_are_read(source: Path) -> None:
    (source.parent / "connectorkit.toml").write_text("quiet = true\nserevity = 'error'\n")
    result = run(source)
    assert result.stderr == "" and "serevity" in result.stdout and result.exit_code == 1

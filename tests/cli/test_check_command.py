"""`check`: its arguments, cache and exit status; and the findings that `build` leaves to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.check.rules.example import write
from tests.conftest import SMALL, Run
from tests.paths import ROOT

from connectorkit.check import check

STAGES = ("yaml", "jsonschema_rs", "jsonschema", "jinja2", "connectorkit.check.check", "connectorkit.check.rules")
TITLE = SMALL.replace("Contoso Orders", "Contoso Orders!")


def swagger() -> str:
    return (ROOT / "build" / "connector" / "apiDefinition.swagger.json").read_text(encoding="utf-8")


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A published connector whose title ends with a mark."""
    folder = tmp_path / "published"
    folder.mkdir()
    text = swagger().replace('"title": "ClickSend SMS"', '"title": "ClickSend SMS!"', 1)
    (folder / "apiDefinition.swagger.json").write_text(text, encoding="utf-8")
    return folder


def test_a_source_is_yaml_a_published_folder_or_a_swagger(source: Path, published: Path, run: Run) -> None:
    (source / "connector.yaml").write_text(TITLE, encoding="utf-8")
    file = published / "apiDefinition.swagger.json"
    (published.parent / "alone.json").write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    for path, place in (
        (source, "connector.yaml:1:12"),
        (published, f"{file}:4:14"),
        (published.parent / "alone.json", "alone.json:4:14"),
    ):
        result = run("check", path, "--profile", "certified")
        assert result.exit_code == 1
        assert f"{place}: error INF040: The title " in result.stdout


def test_the_profile_is_that_of_the_call_then_of_the_source(source: Path, run: Run) -> None:
    def severity(*arguments: str) -> str:
        found = json.loads(run("check", source, *arguments, "--format", "json").stdout)["findings"]
        return next(str(one["severity"]) for one in found if one["id"] == "INF040")

    (source / "connector.yaml").write_text(TITLE, encoding="utf-8")
    assert severity() == "error"
    (source / "connector.yaml").write_text(TITLE + "profile: custom\n", encoding="utf-8")
    assert severity() == "advice"
    assert severity("--profile", "independent") == "error"
    assert run("check", source, "--profile", "other").exit_code == 2


def test_advice_alone_does_not_fail_unless_it_is_asked_to(tmp_path: Path, run: Run) -> None:
    folder = write(tmp_path / "clean", "connector: Contoso!")
    assert run("check", write(tmp_path / "other", "{}")).exit_code == 0
    result = run("check", folder, "--profile", "custom")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (0, "1 advice; 1 fixable with --fix")
    assert "such as `connectorkit explain INF040`" in result.stderr
    assert run("check", folder, "--profile", "custom", "--fail-on", "advice").exit_code == 1


def remembered(path: Path, cache: Path, *more: str) -> tuple[str, list[str]]:
    """The findings of a check in a separate process, and the stages that it imported."""
    script = (
        "import sys\nfrom connectorkit.cli import result_cache\n"
        "print([f.id for f in result_cache.findings_of(sys.argv[1], *sys.argv[2:])])\n"
        f"print(*[name for name in {STAGES!r} if name in sys.modules])"
    )
    environment = {**os.environ, "CONNECTORKIT_CACHE": str(cache)}
    command = [sys.executable, "-c", script, str(path), *more]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    ids, stages = done.stdout.splitlines()
    return ids, stages.split()


@pytest.mark.part(0.3)
@pytest.mark.parametrize("below", ["orders", "published", "published/apiDefinition.swagger.json"])
def test_known_bytes_are_answered_from_memory(source: Path, published: Path, tmp_path: Path, below: str) -> None:
    (source / "connector.yaml").write_text(TITLE, encoding="utf-8")
    path = tmp_path / below
    assert path.exists()
    first, stages = remembered(path, tmp_path / "cache")
    assert "INF040" in first
    assert "connectorkit.check.check" in stages
    assert remembered(path, tmp_path / "cache") == (first, [])
    assert remembered(path, tmp_path / "cache", "custom")[1] != []


def test_what_is_remembered_is_only_for_the_same_bytes(source: Path, run: Run) -> None:
    def ids() -> list[str]:
        return [one["id"] for one in json.loads(run("check", source, "--format", "json").stdout)["findings"]]

    before = ids()
    (source / "connector.yaml").write_text(TITLE, encoding="utf-8")
    assert sorted(ids()) == sorted([*before, "INF040"])
    (source / "connector.yaml").write_text(SMALL, encoding="utf-8")
    assert ids() == before


def test_a_broken_memory_is_no_answer(source: Path, run: Run, tmp_path: Path) -> None:
    before = run("check", source).stdout
    kept = list((tmp_path / "cache" / "checks").iterdir())
    assert kept
    for entry in kept:
        entry.write_bytes(b'{"findings": [[1]], "files": []}\n')
    assert run("check", source).stdout == before


def test_a_remembered_answer_is_that_of_a_fresh_one(source: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (source / "connector.yaml").write_text(TITLE, encoding="utf-8")
    for form in ("text", "json", "sarif", "github", "junit"):
        outputs = [run("check", source, "--format", form).stdout for _ in range(2)]
        with monkeypatch.context() as off:
            off.setenv("CONNECTORKIT_CACHE", "off")
            outputs.append(run("check", source, "--format", form).stdout)
        assert outputs[0] == outputs[1] == outputs[2] != ""


def test_sarif_says_how_a_file_would_be_mended(source: Path, run: Run) -> None:
    (source / "connector.yaml").write_text(TITLE, encoding="utf-8")
    results = json.loads(run("check", source, "--format", "sarif").stdout)["runs"][0]["results"]
    fixes = next(result for result in results if result["ruleId"] == "INF040")["fixes"]
    region = {"startLine": 1, "startColumn": 12, "endLine": 1, "endColumn": 27}
    assert fixes[0]["artifactChanges"][0]["replacements"] == [
        {"deletedRegion": region, "insertedContent": {"text": "Contoso Orders"}}
    ]


def test_the_connector_of_this_repository_is_clean() -> None:
    assert check.check(ROOT / "connector", "certified").findings == []


def test_unknown_keys_are_said_one_by_one(source: Path, run: Run) -> None:
    (source / "connector.yaml").write_text(SMALL + "odd: 1\nstrange: 2\n", encoding="utf-8")
    out = run("check", source, "--profile", "custom").stdout
    assert "Unknown key 'odd'" in out and "Unknown key 'strange'" in out

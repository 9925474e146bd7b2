"""`package --base`: what changed since is evidence, in every form of the base; a changed id is an error."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.package.test_command import change

CHANGES = ("changes.json", "changes.md")


@pytest.fixture
def released(source: Path, run: Run) -> Path:
    """The small source, changed after it was packaged into `old`, built into `built` and copied to `before`."""
    assert run("package", source, "--out", "old").exit_code == 0
    assert run("build", source, "--out", "built", "--only", "connector").exit_code == 0
    shutil.copytree(source, "before")
    change(source, ", note: string", "")
    change(source, "summary: Get order", "summary: Read order")
    return source


def evidence(out: str, name: str = "changes.md") -> str:
    return (Path(out) / "evidence" / name).read_text(encoding="utf-8")


BASES = {
    "old/contosoorders_solution.zip": "contosoorders_solution.zip!Connector/new_contosoorders_openapidefinition.json",
    "old/contosoorders_certification.zip": "contosoorders_certification.zip!package.zip!PkgAssets/",
    "old/solution": "solution/Connectors/new_contosoorders_openapidefinition.json",
    "before": "before/connector.yaml",
    "built/connector": "connector/apiDefinition.swagger.json",
    "built/connector/apiDefinition.swagger.json": "apiDefinition.swagger.json",
}


@pytest.mark.parametrize("old", BASES)
def test_changes_since_any_form_of_the_base_are_evidence(old: str, released: Path, run: Run) -> None:
    result = run("package", released, "--out", "out", "--base", old)
    assert result.exit_code == 0, result.output
    name = Path(old).name
    assert f"; 1 breaking change since {name}, see evidence/changes.md" in result.stderr
    found = json.loads(evidence("out", "changes.json"))
    removed = next(one for one in found["findings"] if one["id"] == "BRK530")
    assert removed["old"]["file"].startswith(BASES[old])
    assert removed["file"] == "connector.yaml"
    assert "was removed" in evidence("out")


def test_the_manifest_and_the_checklist_name_the_base_and_what_follows(released: Path, run: Run) -> None:
    run("package", released, "--out", "out", "--base", "old/solution")
    manifest = json.loads((Path("out") / "manifest.json").read_bytes())
    expected = {"name": "solution", "old": "1.0", "new": "1.0", "step": "major", "follows": "2.0", "raised": False}
    assert manifest["base"] == {**expected, "minor": False, "changes": 2, "breaking": 1, "approved": 0}
    assert "changes since solution, see evidence/changes.md" in manifest["checked"]
    assert {f"evidence/{name}" for name in CHANGES} <= set(manifest["files"])
    checklist = (Path("out") / "repository" / "pull_request.md").read_text(encoding="utf-8")
    assert "- [ ] The version was raised: it is 1.0, and 2.0 follows (major)." in checklist
    breaks = "- [ ] No change breaks flows, apps or clients: 1 change does, and existing flows must keep working."
    assert breaks in checklist
    assert "- Certification does not count this as a minor update." in checklist


def test_a_minor_update_with_a_raised_version_is_ticked(source: Path, run: Run) -> None:
    run("package", source, "--out", "old")
    change(source, "Reads one order.", "Reads an order.")
    change(source, 'version: "1.0"', 'version: "1.0.1"')
    result = run("package", source, "--out", "out", "--base", "old/solution")
    assert "; 0 breaking changes since solution, see evidence/changes.md" in result.stderr
    checklist = (Path("out") / "repository" / "pull_request.md").read_text(encoding="utf-8")
    assert "- [x] The version was raised from 1.0 to 1.0.1." in checklist
    assert "- [x] No change breaks flows, apps or clients." in checklist
    assert "- Certification counts this as a minor update: only texts and appearance." in checklist


def test_an_approved_change_is_counted_apart(released: Path, run: Run) -> None:
    found = json.loads(run("diff", "before", released, "--format", "json").stdout)["findings"][0]["fingerprint"]
    assert run("diff", "before", released, "--approve", found, "--because", "Nobody reads it.").exit_code == 0
    result = run("package", released, "--out", "out", "--base", "before")
    assert "; 0 breaking changes since before, 1 approved, see evidence/changes.md" in result.stderr
    assert "Nobody reads it" in evidence("out")


def test_without_a_base_the_manifest_says_that_nothing_was_compared(source: Path, run: Run) -> None:
    run("package", source, "--out", "out")
    manifest = json.loads((Path("out") / "manifest.json").read_bytes())
    assert manifest["base"] is None
    assert "changes since an earlier version: no base was given" in manifest["not_checked"]
    assert not (Path("out") / "evidence" / "changes.md").exists()


def test_a_package_with_a_base_is_verified_without_it(released: Path, run: Run) -> None:
    run("package", released, "--out", "out", "--base", "before")
    shutil.rmtree("before")
    assert run("package", released, "--verify", "out").exit_code == 0


def test_the_place_of_the_call_does_not_matter(released: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("package", released, "--out", "out", "--base", "old/solution")
    Path("elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    run("package", "../orders", "--out", "out", "--base", Path("../old/solution").resolve())
    for name in CHANGES:
        assert evidence("out", name) == evidence("../out", name)


def test_an_id_that_a_base_of_sources_would_have_is_kept_too(released: Path, run: Run) -> None:
    change(released, "operations:\n", "package: {name: other}\noperations:\n")
    result = run("package", released, "--out", "out", "--base", "before")
    assert (result.exit_code, Path("out").exists()) == (1, False)
    assert "PKG108: The logical name is 'new_other', but it was 'new_contosoorders' in before." in result.stdout


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_revision_is_a_base(source: Path, run: Run, tmp_path: Path) -> None:
    named = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    for call in (["init", "-q"], ["add", "orders"], ["commit", "-q", "-m", "first"]):
        subprocess.run(["git", *named, *call], cwd=tmp_path, check=True, capture_output=True)
    change(source, ", note: string", "")
    result = run("package", source, "--out", "out", "--base", "git:HEAD:orders")
    assert "; 1 breaking change since git:HEAD:orders," in result.stderr
    found = json.loads(evidence("out", "changes.json"))["findings"][0]
    assert found["old"]["file"] == "git:HEAD:orders/connector.yaml"


@pytest.mark.parametrize("old", ["nowhere", "bad.zip", "git:nothing"])
def test_a_base_that_cannot_be_read_is_refused_and_nothing_is_written(old: str, source: Path, run: Run) -> None:
    Path("bad.zip").write_bytes(b"PK\x03\x04")
    result = run("package", source, "--out", "out", "--base", old)
    assert (result.exit_code, Path("out").exists(), result.stderr.count("\n")) == (2, False, 1), result.output

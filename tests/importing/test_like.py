"""`build --like`, and the layout that an import records: the first difference shows what changed and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from benchmarks.corpus import score

from tests.importing.test_command import folder, run, swagger
from tests.paths import CORPUS
from tests.repository import git

pytestmark = pytest.mark.part(0.3)

DEFINITION = "apiDefinition.swagger.json"
# One of each layout: CR LF, four spaces, tabs in places, a byte order mark, escapes.
NAMES = ("Kanbanize", "Lettria", "Unix Timestamp", "IA-Connect Dynamic Code", "3E Events")
SAMPLE = [path for path in score.connectors(CORPUS) if path.name in NAMES] if CORPUS.is_dir() else []
ODD = (
    '\ufeff{\r\n\t"info": { "version": "1.0", "title": "Caf\\u00e9 orders", "description": "Orders." },\r\n'
    '\t"swagger" : "2.0",\r\n\t"schemes": ["https"],  "host": "shop.example.com", "basePath": "\\/v1",\r\n'
    '\t"paths": {\r\n\t\t"/orders": {\r\n\t\t\t"get": {\r\n\t\t\t\t"responses": {"200": {"description": "OK"}},\r\n'
    '\t\t\t\t"summary": "List orders",\r\n\t\t\t\t"deprecated": false,\r\n\t\t\t\t"operationId": "ListOrders"\r\n'
    "\t\t\t}\r\n\t\t}\r\n\t}\r\n}"
)


def build(out: Path, *options: object) -> bytes:
    result = run("build", out, "--out", out.parent / "built", "--only", "connector", "--allow-findings", *options)
    assert result.exit_code in (0, 1), result.stderr
    return (out.parent / "built" / "connector" / DEFINITION).read_bytes()


def change_summary(out: Path) -> None:
    """Give the first operation that has a summary another one."""
    for file in [*sorted((out / "actions").glob("*.yaml")), out / "connector.yaml"]:
        text = file.read_text(encoding="utf-8")
        changed = re.sub(r"\bsummary: (\"[^\"]*\"|[^,}\n]+)", "summary: Another summary", text, count=1)
        if changed != text:
            file.write_text(changed, encoding="utf-8")
            return
    raise AssertionError("no operation has a summary")


def changed(old: bytes, new: bytes) -> int:
    a, b = old.split(b"\n"), new.split(b"\n")
    return sum(x != y for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.name)
def test_one_changed_summary_changes_one_line(path: Path, tmp_path: Path) -> None:
    original = next(file for file in path.iterdir() if file.name.lower().endswith("swagger.json")).read_bytes()
    assert run("import", path, "--out", tmp_path / "out").exit_code == 0
    assert build(tmp_path / "out", "--like", path) == original
    change_summary(tmp_path / "out")
    assert changed(original, build(tmp_path / "out", "--like", path)) == 1


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A connector in a layout that no tool writes."""
    shop = folder(tmp_path / "shop", swagger())
    (shop / DEFINITION).write_bytes(ODD.encode())
    assert run("import", shop, "--out", tmp_path / "out").exit_code == 0
    return shop


def test_an_odd_layout_stays(odd: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert build(out, "--like", odd) == ODD.encode()
    assert build(out, "--like", odd / DEFINITION) == ODD.encode()
    change_summary(out)
    assert build(out, "--like", odd) == ODD.replace("List orders", "Another summary").encode()


def test_the_recorded_layout_is_the_default(tmp_path: Path) -> None:
    shop = folder(tmp_path / "shop", swagger())
    text = json.dumps(dict(reversed(swagger().items())), indent="\t").replace("\n", "\r\n")
    (shop / DEFINITION).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert run("import", shop, "--out", tmp_path / "out").exit_code == 0
    assert build(tmp_path / "out") == (shop / DEFINITION).read_bytes()
    properties = (tmp_path / "built" / "connector" / "apiProperties.json").read_bytes()
    assert properties == (shop / "apiProperties.json").read_bytes()


def test_the_recorded_layout_holds_no_value(odd: Path, tmp_path: Path) -> None:
    recorded = (tmp_path / "out" / "layout.json").read_text(encoding="utf-8")
    assert "orders" not in recorded.replace("~1orders", "") and "https" not in recorded
    assert yaml.safe_load((tmp_path / "out" / "connector.yaml").read_text())["exact"]["layout"] == "layout.json"


def test_a_revision_of_git_gives_the_layout(odd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "shop")
    git(tmp_path, "commit", "-qm", "Add the shop")
    (odd / DEFINITION).unlink()
    monkeypatch.chdir(tmp_path)
    for place in ("git:HEAD:shop", f"git:HEAD:shop/{DEFINITION}"):
        assert build(tmp_path / "out", "--like", place) == ODD.encode()
    (tmp_path / "built" / "connector" / DEFINITION).write_bytes(ODD.encode())
    git(tmp_path, "add", "built")
    git(tmp_path, "commit", "-qm", "Build")
    assert build(tmp_path / "out", "--like", "git:HEAD") == ODD.encode()


@pytest.mark.parametrize("place", ["git:", "git:--output=x", "git:HEAD:none", "git:none:shop", "nowhere"])
def test_an_original_that_is_not_there(odd: Path, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init", "-q")
    monkeypatch.chdir(tmp_path)
    result = run("build", tmp_path / "out", "--out", tmp_path / "built", "--like", place)
    assert result.exit_code == 2 and result.stderr.count("\n") == 1
    assert not (tmp_path / "built").exists() and not (tmp_path / "x").exists()


def test_an_original_that_is_broken_leaves_the_usual_layout(odd: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    result = run("build", tmp_path / "out", "--out", tmp_path / "built", "--like", tmp_path / "broken.json")
    assert "LIK001" in result.stdout and result.exit_code == 0

"""Building: whole or not at all, the same bytes everywhere, and nothing that is not its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import SMALL, Run
from tests.paths import ROOT

from connectorkit.diagnostics.finding import Unusable
from connectorkit.write import build_folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_build_writes_checks_and_shows_differences(source: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("build", source, "--out", out, "--check").exit_code == 1
    assert not out.exists()
    assert run("build", source, "--out", out).exit_code == 0
    swagger = json.loads((out / "connector/apiDefinition.swagger.json").read_text(encoding="utf-8"))
    assert swagger["host"] == "orders.example.com"
    assert swagger["basePath"] == "/v1"
    assert run("build", source, "--out", out, "--check").exit_code == 0
    (source / "connector.yaml").write_text(SMALL.replace("Get order", "Read order"), encoding="utf-8")
    shown = run("build", source, "--out", out, "--diff")
    assert shown.exit_code == 1
    assert '+        "summary": "Read order",' in shown.stdout
    assert run("build", source, "--out", out, "--check").exit_code == 1
    assert run("build", source, "--out", out).exit_code == 0
    assert run("build", source, "--out", out, "--diff").stdout == ""


def test_a_build_with_errors_leaves_the_old_one_whole(source: Path, run: Run, tmp_path: Path) -> None:
    run("build", source, "--out", tmp_path / "out")
    before = files(tmp_path / "out")
    (source / "connector.yaml").write_text(SMALL.replace("returns: Order", "returns: Nothing"), encoding="utf-8")
    assert run("build", source, "--out", tmp_path / "out").exit_code == 1
    assert files(tmp_path / "out") == before


@pytest.mark.parametrize("step", ["mkdir", "write_bytes", "write_text"])
def test_a_write_that_fails_half_way_leaves_the_old_build_whole(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build_folder.write(out, {"connector/a.json": b"1", "connector/b.json": b"2"})
    before = files(out)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(Path, step, refuse)
        with pytest.raises(Unusable, match="No space left"):
            build_folder.write(out, {"connector/a.json": b"new", "docs/c.md": b"new"})
    assert files(out) == before
    assert os.listdir(tmp_path) == ["out"]


def test_where_folders_cannot_be_swapped_a_failed_rename_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build_folder.write(out, {"a.json": b"1"})
    before = files(out)
    real = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError(5, "Input/output error")
        return real(self, target)

    monkeypatch.setattr(sys, "platform", "other")
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(Unusable, match="Input/output error"):
        build_folder.write(out, {"a.json": b"2"})
    assert files(out) == before


@pytest.mark.part(0.3)
@pytest.mark.parametrize("moment", range(12))
def test_a_build_that_is_killed_leaves_a_whole_build(moment: int, source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    old, new = {f"connector/{n}": b"old" for n in range(4)}, {f"connector/{n}": b"new" for n in range(4)}
    build_folder.write(out, old)
    script = (
        "import os, sys; from pathlib import Path; from connectorkit.write import build_folder as write\n"
        "left = [int(sys.argv[2])]\n"
        "def count(event, _):\n"
        "    if event in ('open', 'os.rename', 'os.mkdir', 'os.remove', 'os.link', 'ctypes.dlsym'):\n"
        "        left[0] -= 1\n"
        "        if left[0] < 0: os._exit(9)\n"
        "tree = {f'connector/{n}': b'new' for n in range(4)}\n"
        "sys.addaudithook(count); write.write(Path(sys.argv[1]), tree)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(out), str(moment * 4)], check=False)
    assert {name: data for name, data in files(out).items() if name != build_folder.MANIFEST} in (old, new)
    build_folder.write(out, new)
    assert os.listdir(tmp_path) == ["out"] or sorted(os.listdir(tmp_path)) == ["orders", "out"]


def test_what_a_killed_build_left_is_removed(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    out, other = tmp_path / "build[1]", tmp_path / f".build1.connectorkit-{ended.pid}-x"
    left = tmp_path / f".{out.name}.connectorkit-{ended.pid}-x"
    running = tmp_path / f".{out.name}.connectorkit-{os.getpid()}-x"
    for folder in (left, running, other):
        folder.mkdir()
    build_folder.write(out, {"a": b"1"})
    assert not left.exists() and running.exists() and other.exists() and (out / "a").read_bytes() == b"1"


def test_files_that_are_not_ours_are_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "connector").mkdir(parents=True)
    (out / "connector/a.json").write_bytes(b"by hand")
    (out / "notes.txt").write_bytes(b"by hand")
    with pytest.raises(Unusable, match="was not written by connectorkit"):
        build_folder.write(out, {"connector/a.json": b"1"})
    (out / "connector/a.json").unlink()
    build_folder.write(out, {"connector/a.json": b"1", "connector/b.json": b"2"})
    build_folder.write(out, {"connector/a.json": b"1"})
    assert (out / "notes.txt").read_bytes() == b"by hand"
    assert not (out / "connector/b.json").exists()


def test_nothing_is_written_outside_the_folder(tmp_path: Path) -> None:
    for name in ("../up", "/absolute", "a/../../up"):
        with pytest.raises(Unusable, match="outside"):
            build_folder.write(tmp_path / "out", {name: b"x"})
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "docs").symlink_to(tmp_path / "real")
    for folder in ("link", "out"):
        with pytest.raises(Unusable, match="symbolic link"):
            build_folder.write(tmp_path / folder, {"docs/a": b"x"})
    assert not list((tmp_path / "real").iterdir())


def test_several_sources_are_built_beside_one_another(source: Path, run: Run, tmp_path: Path) -> None:
    second = tmp_path / "second"
    shutil.copytree(source, second)
    result = run("build", source, second, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert sorted(os.listdir(tmp_path / "out")) == ["orders", "second"]


@pytest.mark.part(0)
def test_the_output_depends_on_the_source_alone(source: Path, tmp_path: Path) -> None:
    trees = []
    for number, (seed, zone, locale) in enumerate([("0", "UTC", "C"), ("1", "Asia/Tokyo", "tr_TR.UTF-8")]):
        folder = tmp_path / f"place {number}" / "orders"
        shutil.copytree(source, folder)
        out = tmp_path / f"out{number}"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "CONNECTORKIT_CACHE": "off"}
        command = [sys.executable, "-m", "connectorkit", "build", str(folder), "--out", str(out)]
        subprocess.run(command, check=True, env=environment, capture_output=True)
        trees.append(files(out))
    assert trees[0] == trees[1]


def test_a_remembered_build_is_the_same_as_a_fresh_one(source: Path, run: Run, tmp_path: Path) -> None:
    run("build", source, "--out", tmp_path / "first")
    run("build", source, "--out", tmp_path / "second")
    assert files(tmp_path / "first") == files(tmp_path / "second")
    kept = [p for p in (tmp_path / "cache" / "builds").iterdir()]
    assert kept
    for entry in kept:
        entry.write_bytes(b"broken")
    run("build", source, "--out", tmp_path / "third")
    assert files(tmp_path / "first") == files(tmp_path / "third")


def test_a_template_of_the_project_wins(source: Path, run: Run, tmp_path: Path) -> None:
    folder = source / "templates" / "connector"
    folder.mkdir(parents=True)
    (folder / "apiProperties.json.j2").write_text(
        '{"properties": {"connectionParameters": {}, "iconBrandColor": "#123456", "capabilities": []}}',
        encoding="utf-8",
    )
    run("build", source, "--out", tmp_path / "out", "--only", "connector")
    properties = json.loads((tmp_path / "out/connector/apiProperties.json").read_text(encoding="utf-8"))
    assert properties["properties"]["iconBrandColor"] == "#123456"


def test_the_source_has_at_most_two_fifths_of_the_characters_of_the_swagger() -> None:
    """Spaces, comments and the sandbox, which no swagger has, do not count."""
    files = [path for path in (ROOT / "connector").rglob("*.yaml") if path.name != "sandbox.yaml"]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    written = sum(len("".join(line.split())) for line in lines if not line.lstrip().startswith("#"))
    definition = json.loads((ROOT / "build/connector/apiDefinition.swagger.json").read_text(encoding="utf-8"))
    assert written <= 0.4 * len(json.dumps(definition, ensure_ascii=False, separators=(",", ":")))


def test_a_field_that_is_written_raw_replaces_that_of_its_type_and_is_judged_there(source: Path, run: Run) -> None:
    text = SMALL.replace(
        "returns: Order", "returns: {type: Order, fields: {note: {exact: {raw: {$ref: 'other.json#/Note'}}}}}"
    )
    (source / "connector.yaml").write_text(text, encoding="utf-8")
    result = run("check", str(source), "--format", "json")
    found = [one for one in json.loads(result.stdout)["findings"] if one["id"] == "SEC040"]
    assert [one["line"] for one in found] == [1 + text[: text.index("returns:")].count("\n")]

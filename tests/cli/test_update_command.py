"""`connectorkit update` as people call it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.conftest import Run
from tests.paths import BUILT
from tests.update.vendor import changed, get, imported, schema, write

ORDER = ("paths", "/orders/{order_id}", "get")


def new(tmp_path: Path, limit: int = 20) -> Path:
    """A new document with one output more, another limit, and an operation less."""

    def edit(document: dict[str, Any]) -> None:
        schema(document, "Order")["properties"]["paid"] = {"type": "boolean"}
        get(document, *ORDER)["parameters"][2]["schema"]["maximum"] = limit
        del document["paths"]["/orders/{order_id}"]["delete"]

    return write(tmp_path / "new.json", changed(edit))


def files(folder: Path) -> dict[Path, bytes]:
    return {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_what_came_is_written_and_what_went_is_reported(run: Run, tmp_path: Path) -> None:
    folder = imported(tmp_path)
    done = run("update", folder, "--from", new(tmp_path))
    assert done.exit_code == 0
    assert "connector.yaml:21:5: warning UPD010: The vendor no longer has the operation 'deleteOrder'." in done.stdout
    assert done.stderr.endswith("2 changes of the vendor arrived, 0 left\n")
    assert "paid: boolean" in (folder / "connector.yaml").read_text(encoding="utf-8")
    done = run("update", folder, "--from", tmp_path / "new.json")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.endswith("0 changes of the vendor arrived, 0 left\n")
    assert run("explain", "UPD010").exit_code == 0


def test_diff_writes_nothing(run: Run, tmp_path: Path) -> None:
    folder = imported(tmp_path)
    before = files(folder)
    done = run("update", folder, "--from", new(tmp_path), "--diff")
    assert done.exit_code == 1
    assert "+      paid: boolean\n" in done.stdout
    assert "imported.json" not in done.stdout
    assert "UPD010" in done.stdout
    assert files(folder) == before
    assert run("update", folder, "--from", tmp_path / "old.json", "--diff").exit_code == 0


def test_what_breaks_flows_is_counted(run: Run, tmp_path: Path) -> None:
    folder = imported(tmp_path)
    document = changed(lambda new: schema(new, "NewOrder")["required"].append("amount"))
    done = run("update", folder, "--from", write(tmp_path / "new.json", document))
    assert done.exit_code == 0
    assert "1 of them breaks users of the connector; `connectorkit diff OLD NEW` lists them" in done.stderr


def test_a_conflict_stops_all_of_it_unless_partial(run: Run, tmp_path: Path) -> None:
    folder = imported(tmp_path)
    file = folder / "connector.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("max: 10", "max: 5"), encoding="utf-8")
    before = files(folder)
    done = run("update", folder, "--from", new(tmp_path), "--format", "json")
    assert done.exit_code == 1
    assert [one["id"] for one in json.loads(done.stdout)["findings"]] == ["UPD020", "UPD010"]
    assert "1 conflict, so nothing was written; --partial writes the other 1 change of the vendor" in done.stderr
    assert files(folder) == before
    done = run("update", folder, "--from", tmp_path / "new.json", "--partial")
    assert done.exit_code == 1
    assert "paid: boolean" in file.read_text(encoding="utf-8")
    once = files(folder)
    assert run("update", folder, "--from", tmp_path / "new.json", "--partial").exit_code == 1
    assert files(folder) == once
    file.write_text(file.read_text(encoding="utf-8").replace("max: 5", "max: 20"), encoding="utf-8")
    assert run("update", folder, "--from", tmp_path / "new.json").exit_code == 0


def test_both_documents_may_be_in_git(run: Run, tmp_path: Path) -> None:
    folder = imported(tmp_path)
    (folder / "imported.json").unlink()
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run(["git", "init", "-q"], check=True, cwd=tmp_path)
    subprocess.run(["git", "add", "old.json"], check=True, cwd=tmp_path)
    subprocess.run([*git, "commit", "-qm", "Old"], check=True, cwd=tmp_path)
    write(tmp_path / "old.json", json.loads(new(tmp_path).read_text(encoding="utf-8")))
    done = run("update", folder, "--base", "git:HEAD:old.json", "--from", "old.json")
    assert done.exit_code == 0
    assert "2 changes of the vendor arrived" in done.stderr
    assert run("update", folder, "--base", "git:HEAD:none.json", "--from", "old.json").exit_code == 2


def test_wrong_calls_are_one_line_and_status_2(run: Run, tmp_path: Path) -> None:
    folder, text = imported(tmp_path), tmp_path / "text.json"
    text.write_text("{", encoding="utf-8")
    document = new(tmp_path)
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "connector.yaml").write_text("connector: A\nmore: 1\n", encoding="utf-8")
    cases = {
        (folder, "--from", tmp_path / "none.json"): "no such file or folder",
        (folder, "--from", text): "text.json",
        (folder, "--from", folder): "is already a connectorkit source",
        (BUILT, "--from", document): "published connector; `connectorkit import` converts it to a source",
        (broken, "--from", document): "has errors; run `connectorkit check`",
        (folder, "--from", document, "--operation", "none"): "no operation matches --operation none",
    }
    for call, said in cases.items():
        done = run("update", *call)
        assert (done.exit_code, done.stdout) == (2, ""), call
        assert said in done.stderr
        assert done.stderr.count("\n") == 1

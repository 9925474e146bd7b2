"""Mistakes of users cause findings with a place and a suggestion, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import SMALL, Run

from connectorkit import pipeline

pytestmark = pytest.mark.part(0.4)

CASES: dict[str, tuple[str, str, str, str]] = {
    "a word that is no key": (
        "description: Orders",
        "descripton: Orders",
        "connector.yaml:2:1",
        "Did you mean 'description'?",
    ),
    "a type that does not exist": ("returns: Order", "returns: Ordr", "connector.yaml:13:12", "Did you mean 'Order'?"),
    "a version without quotes": ('"1.0"', "1.0", "connector.yaml:3:10", "Quote the value"),
    "a path parameter that is not described": ("/{order_id}", "/{id}", "connector.yaml:8:3", "{id}"),
    "a request without a path": ("GET /orders/{order_id}", "GET", "connector.yaml:11:12", "Write a method"),
    "a doubt that nothing answers": (
        "  summary",
        "  in_doubt: {look_with: get_ordr}\n  summary",
        "connector.yaml:9:25",
        "'get_ordr', but there is no such operation",
    ),
    "a doubt about what is no input": (
        "  summary",
        "  in_doubt: {look_for: [nr]}\n  summary",
        "connector.yaml:9:25",
        "Use one of: order_id",
    ),
    "the same key twice": ("version:", "connector: X\nversion:", "connector.yaml:3:1", "Duplicate key"),
    "a tab": ("  summary", "\tsummary", "connector.yaml:9:1", "YAML001"),
    "a merge key": ("types:", "<<: {}\ntypes:", "connector.yaml:14:1", "Merge keys"),
    "an anchor that holds itself": ("types:", "extra: &a {a: *a}\ntypes:", "connector.yaml:14:8", "contains itself"),
    "a tag": ("version:", "extra: !!python/object:os.system {a: 1}\nversion:", "connector.yaml:3:8", "not supported"),
    "a control character": ("Reads one", "Reads \x07 one", "connector.yaml:10:22", "U+0007"),
    "an open bracket": ("{order_id: int32}", "{order_id: int32", "connector.yaml:13:", "YAML001"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_found_at_its_place(case: str, source: Path, run: Run) -> None:
    old, new, place, words = CASES[case]
    assert old in SMALL
    (source / "connector.yaml").write_text(SMALL.replace(old, new, 1), encoding="utf-8")
    result = run("check", source)
    assert result.exit_code == 1, result.output
    assert place in result.stdout
    assert words in result.stdout
    assert "Traceback" not in result.output


def test_a_choice_that_only_looks_like_a_number_is_a_text(source: Path, run: Run) -> None:
    note = "note: {type: int32, choices: {'9²': Squared, '--1': Twice, '-7': Seven}}"
    (source / "connector.yaml").write_text(SMALL.replace("note: string", note), encoding="utf-8")
    assert run("check", source).exit_code == 1
    connector, _ = pipeline.load(source)
    assert connector is not None
    note_field = next(field for field in connector.types["Order"].schema.fields or () if field.name == "note")
    assert [choice.value for choice in note_field.schema.choices] == ["9²", "--1", -7]


def test_names_in_the_sandbox_are_names_of_the_connector(source: Path, run: Run) -> None:
    said = "sandbox: {collections: {orders: {parent: order}}, operations: {get_ordr: {list: orders}}}\n"
    (source / "connector.yaml").write_text(SMALL + said, encoding="utf-8")
    result = run("check", source)
    assert result.exit_code == 1
    assert (
        "connector.yaml:16:42: error SBX001: 'parent' names 'order', but there is no such collection" in result.stdout
    )
    assert (
        "connector.yaml:16:64: error SBX001: 'operations' names 'get_ordr', but there is no such operation"
        in result.stdout
    )
    assert "Did you mean 'get_order'?" in result.stdout


def test_all_findings_are_said_at_once(source: Path, run: Run) -> None:
    broken = SMALL.replace("note: string", "note: sting").replace("version", "verison").replace("/{order_id}", "/{id}")
    (source / "connector.yaml").write_text(broken, encoding="utf-8")
    found = json.loads(run("check", source, "--profile", "custom", "--format", "json").stdout)["findings"]
    assert {(3, "FMT-additionalProperties"), (8, "PAR030"), (15, "TYP001")} <= {(f["line"], f["id"]) for f in found}
    # A key that is missing because it is misspelt is not reported again.
    assert "INF160" not in {f["id"] for f in found}


def test_what_does_not_fit_together_is_not_said_again_by_a_referee(source: Path, run: Run) -> None:
    (source / "connector.yaml").write_text(SMALL.replace("/{order_id}", "/{id}"), encoding="utf-8")
    found = json.loads(run("check", source, "--profile", "custom", "--format", "json").stdout)["findings"]
    assert [f["id"] for f in found if f["id"] in ("PAR030", "PAR031", "OAS001")] == ["PAR030"]
    assert all(f["line"] and f["column"] and f["help"] and f["message"].endswith((".", "?")) for f in found)


UNUSABLE = {
    "a folder that does not exist": lambda folder: folder / "nowhere",
    "a folder that is no connector": lambda folder: folder,
    "a file": lambda folder: folder / "file.txt",
    "bytes that are no text": lambda folder: folder / "latin",
    "a folder with a folder in place of the file": lambda folder: folder / "odd",
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_what_cannot_be_used_is_one_line_and_status_2(case: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    (tmp_path / "latin").mkdir()
    (tmp_path / "latin" / "connector.yaml").write_bytes(b"connector: Caf\xe9\n")
    (tmp_path / "odd" / "connector.yaml").mkdir(parents=True)
    # A file may be a swagger for `check`: its faults are findings.
    commands: list[list[str | Path]] = [["build", "--out", tmp_path / "out"], ["test"], ["sandbox"]]
    commands += [] if case == "a file" else [["check"]]
    for command in commands:
        result = run(*command, UNUSABLE[case](tmp_path))
        assert result.exit_code == 2, result.output
        assert len(result.stderr.strip().splitlines()) == 1
        assert result.stdout == ""
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "[]",
        "null",
        "- a\n- b\n",
        "connector: []\noperations: {}\n",
        "a: &a [*a, *a]\n",
        "{" * 3000,
        "- " * 3000,
        "\ufeff",
        "? [a]\n: b\n",
        "connector: 'x\n",
        "a" * 100_000,
        "operations: [{action: a}, 5, nowhere.yaml, ../up.yaml]\n",
    ],
    ids=range(14),
)
def test_any_text_ends_in_findings(text: str, source: Path, run: Run) -> None:
    (source / "connector.yaml").write_text(text, encoding="utf-8")
    result = run("build", source, "--out", source.parent / "out")
    assert result.exit_code == 1, result.output
    assert "connector.yaml:" in result.stdout
    assert not (source.parent / "out").exists()


def test_a_source_cannot_reach_out_of_its_folder(source: Path, run: Run) -> None:
    (source.parent / "secret.md").write_text("secret", encoding="utf-8")
    for name in ("../secret.md", str(source.parent / "secret.md")):
        (source / "connector.yaml").write_text(SMALL + f"intro: {name}\n", encoding="utf-8")
        result = run("check", source)
        assert result.exit_code == 1
        assert "is outside the source folder" in result.stdout


def test_a_template_of_the_project_that_is_broken_is_a_finding(source: Path, run: Run) -> None:
    folder = source / "templates" / "connector"
    folder.mkdir(parents=True)
    for text in ("{{ nothing_of_that_name }}", "{% if %}", "not JSON", "{{ ''.__class__.__mro__ }}"):
        (folder / "apiProperties.json.j2").write_text(text, encoding="utf-8")
        result = run("check", source)
        assert result.exit_code == 1, text
        assert "TPL001" in result.stdout
        assert "apiProperties.json.j2:1:1" in result.stdout


@pytest.mark.skipif(os.name != "posix", reason="pipes have names")
def test_a_pipe_beside_the_files_of_a_source_is_not_waited_for(source: Path) -> None:
    os.mkfifo(source / "more.yaml")
    command = [sys.executable, "-m", "connectorkit", "check", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert "The file 'more.yaml' is not used, and it is not valid YAML." in done.stdout

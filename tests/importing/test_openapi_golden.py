"""OpenAPI files in common styles: the YAML imported from each, and all findings.

Each folder below openapi/ holds a file, its expected source (``expected/``), and the findings one by one.
``python -m tests.importing.test_openapi_golden`` renews both; read the difference before it is committed.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from connectorkit import pipeline
from connectorkit.importing import run
from connectorkit.render.swagger.documents import DEFINITION, PROPERTIES
from connectorkit.verify import referees
from connectorkit.write import new_folder

CASES = sorted(path for path in Path(__file__).with_name("openapi").iterdir() if path.is_dir())


def imported(case: Path) -> tuple[dict[str, str], str]:
    """The files of the YAML, and the findings as lines without the name of the file."""
    tree, findings = run.files(next(case.glob("openapi.*")))
    said = [f"{f.span.line}:{f.span.column}: {f.severity} {f.id}: {f.message}\n" for f in findings]
    return {name: data.decode() for name, data in tree.items()}, "".join(said)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_yaml_and_the_findings(case: Path) -> None:
    tree, said = imported(case)
    folder = case / "expected"
    expected = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.yaml")}
    assert said == (case / "findings.txt").read_text("utf-8")
    assert tree == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_was_imported_builds_and_is_imported_again_as_the_same(case: Path, tmp_path: Path) -> None:
    folder, again = tmp_path / "source", tmp_path / "again"
    shutil.copytree(case / "expected", folder)
    built = pipeline.build(folder)
    assert [finding.message for finding in built.findings if finding.blocking] == []
    assert {name.partition("/")[0] for name in built.files} >= {"connector", "client", "contract_tests", "docs"}
    assert list(referees.openapi(json.loads(built.files[DEFINITION]))) == []
    new_folder.fill(again, {Path(name).name: built.files[name] for name in (DEFINITION, PROPERTIES)})
    tree, findings = run.files(again)
    first, said = imported(case)
    assert tree == {name: text.encode() for name, text in first.items()}
    # A parameter that looks like paging stays a parameter: the swagger does not declare the end of its list either.
    assert [finding.id for finding in findings] == ["IMP127"] * said.count(" IMP127: ")


def main() -> None:
    """Renew the expected files."""
    for case in CASES:
        tree, said = imported(case)
        shutil.rmtree(case / "expected", ignore_errors=True)
        new_folder.fill(case / "expected", {name: text.encode() for name, text in tree.items()})
        (case / "findings.txt").write_text(said, "utf-8")


if __name__ == "__main__":
    main()

"""YAML written by the toolkit is in the style: sources of `import` and `init`, and fixes of `check --fix`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from connectorkit.cli import new_project
from connectorkit.cli.commands import command
from connectorkit.importing import run
from connectorkit.read import source
from connectorkit.style import style
from tests.corpus import connectors, rows
from tests.sampling import sampled

# Each is imported; the others are left to the tests that import the whole sample.
SHARE = 20 / 135


def in_style(folder: Path) -> bool:
    """Whether each YAML file of a source is in the style."""
    concepts = style.concepts(source.load(folder))
    files = {file: Path(file).read_bytes() for file in concepts}
    return bool(files) and all(style.styled(file, data, concepts[file]).data == data for file, data in files.items())


@pytest.mark.part(0.2)
@pytest.mark.parametrize("folder", rows(sampled(connectors(), SHARE, "style") if connectors() else []))
def test_an_import_is_in_the_style(folder: Path, tmp_path: Path) -> None:
    run.run(folder, tmp_path / "source", lambda line: None, run.Options())
    assert in_style(tmp_path / "source")


@pytest.mark.parametrize("title", ["Tasks", "no", "A: b # c", "'x' \\ \"y\"", "12"])
def test_a_new_project_is_in_the_style(title: str, tmp_path: Path) -> None:
    new_project.create(tmp_path / "project", title)
    assert in_style(tmp_path / "project" / "connector")


def fixed(folder: Path) -> None:
    result = CliRunner().invoke(command, ["check", str(folder), "--fix", "--select", "OPR121"])
    assert "1 finding fixed" in result.stderr, result.output


def test_a_fix_keeps_a_file_in_the_style(tmp_path: Path) -> None:
    new_project.create(tmp_path / "project", "Tasks")
    folder = tmp_path / "project" / "connector"
    action = folder / "actions" / "list_tasks.yaml"
    # With the full stop that the fix adds, the line is longer than 100 columns.
    long = "Reads the tasks of the team, the newest first, whatever their state is and who has them"
    assert len(f"description: {long}") == 100
    text = action.read_text()
    action.write_text(text.replace("Reads the tasks of the team, the newest first.", long))
    assert in_style(folder)
    fixed(folder)
    assert in_style(folder) and f"description: >-\n  {long}.\n" in action.read_text()


def test_a_fix_leaves_another_style_alone(tmp_path: Path) -> None:
    new_project.create(tmp_path / "project", "Tasks")
    action = tmp_path / "project" / "connector" / "actions" / "list_tasks.yaml"
    text = action.read_text().replace("summary:", "summary:   ")
    action.write_text(text.replace("the newest first.", "the newest first"))
    fixed(tmp_path / "project" / "connector")
    assert action.read_text() == text

"""`connectorkit watch`: its builds and output after each change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.desk.served import shop_in

from connectorkit.cli.watch_command import Watching
from connectorkit.desk.library import Library
from connectorkit.model.file_names import ENVIRONMENT, PREVIEW_DATA
from connectorkit.write import build_folder

BUILT = "connector/apiDefinition.swagger.json"


class Watched:
    """A watch that looks for changes when a test calls it."""

    def __init__(self, folder: Path) -> None:
        self.source, self.out = shop_in(folder), folder / "out"
        self._rounds = Watching(Library(self.source), str(self.source), str(self.out), ("connector",)).rounds()
        self.look()

    def look(self) -> None:
        """Look until there is nothing to do."""
        while next(self._rounds):
            pass

    def edit(self, old: str, new: str, name: str = "list_orders.yaml") -> None:
        file = self.source / name
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        self.look()

    @property
    def built(self) -> str:
        return (self.out / BUILT).read_text(encoding="utf-8")


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    monkeypatch.setattr("connectorkit.cli.watch_command._LOOK_SECONDS", 0)
    monkeypatch.setattr("connectorkit.cli.watch_command._CALM_SECONDS", 0)
    return Watched(tmp_path)


def test_each_change_is_built_and_findings_are_one_line_each(
    watched: Watched, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    watched.edit("summary: List orders", "summary: Show orders.")
    assert '"summary": "Show orders."' in watched.built
    printed = capsys.readouterr()
    assert any("list_orders.yaml:2:10: error OPR090: " in line for line in printed.out.splitlines())
    assert f"2 files changed in {watched.out}" in printed.err
    watched.edit("Show orders.", "Show orders")
    assert "OPR090" not in capsys.readouterr().out


def test_a_broken_state_leaves_what_was_built(watched: Watched, capsys: pytest.CaptureFixture[str]) -> None:
    before = watched.built
    watched.edit("summary: List orders", "summary: [List orders")
    assert watched.built == before
    assert "not built" in capsys.readouterr().out
    watched.edit("summary: [List orders", "summary: Orders")
    assert '"summary": "Orders"' in watched.built


def test_a_deleted_output_folder_is_built_again(watched: Watched, capsys: pytest.CaptureFixture[str]) -> None:
    before = watched.built
    shutil.rmtree(watched.out)
    watched.look()
    assert watched.built == before
    watched.edit("summary: List orders", "sumary: List orders")
    shutil.rmtree(watched.out)
    capsys.readouterr()
    watched.look()
    assert not watched.out.exists()  # An error stops the build; each look goes on.
    watched.edit("sumary: List orders", "summary: List orders")
    assert watched.built == before


def test_a_source_that_is_gone_and_comes_back(watched: Watched, tmp_path: Path) -> None:
    before = watched.built
    shutil.move(watched.source, tmp_path / "away")
    watched.look()
    assert watched.built == before
    shutil.move(tmp_path / "away", watched.source)
    watched.edit("summary: List orders", "summary: Orders")
    assert '"summary": "Orders"' in watched.built


def test_a_file_of_the_user_in_the_way_is_not_replaced(watched: Watched, capsys: pytest.CaptureFixture[str]) -> None:
    (watched.out / BUILT).unlink()
    (watched.out / ".connectorkit").unlink()
    (watched.out / BUILT).write_text("mine", encoding="utf-8")
    watched.edit("summary: List orders", "summary: Orders")
    assert watched.built == "mine"
    assert "was not written by connectorkit" in capsys.readouterr().out


def test_nothing_is_written_when_files_change_while_they_are_read(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    from connectorkit.cli import composed_build

    before, build = watched.built, composed_build.of_checked
    later = iter([True, False])

    def building(*given: object) -> object:
        if next(later, False):
            file = watched.source / "list_orders.yaml"
            file.write_text(file.read_text(encoding="utf-8").replace("First", "Second"), encoding="utf-8")
        else:
            assert watched.built == before
        return made(*given)

    made: Callable[..., object] = build
    monkeypatch.setattr(composed_build, "of_checked", building)
    watched.edit("summary: List orders", "summary: First orders")
    assert '"summary": "Second orders"' in watched.built


def test_the_folder_of_another_command_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for mark, what in ((PREVIEW_DATA, "a preview"), ("manifest.json", "a package"), (ENVIRONMENT, "an environment")):
        out = tmp_path / mark / "out"
        build_folder.write(out, {mark: b"{}"})
        source = shop_in(tmp_path / mark)
        rounds = Watching(Library(source), str(source), str(out), ("connector",)).rounds()
        while next(rounds):
            pass
        assert f"{what}, which would be removed" in capsys.readouterr().out
        assert [path.name for path in out.iterdir() if not path.name.startswith(".")] == [mark]

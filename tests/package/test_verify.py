"""`package --verify`: a package comes from a source or not, and why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectorkit.package import sealed
from connectorkit.write import archive
from tests.conftest import Run
from tests.package import spoiled as spoil
from tests.package.test_command import change

pytestmark = pytest.mark.part(0.4)

SOLUTION = "out/contosoorders_solution.zip"
CERTIFICATION = "out/contosoorders_certification.zip"
UNPACKED = ("out", "out/solution", "out/flow_solution")


@pytest.fixture
def packaged(source: Path, run: Run) -> Path:
    """A source with its package in `out`."""
    assert run("package", source, "--out", "out", "--managed").exit_code == 0
    return source


@pytest.mark.parametrize("what", [SOLUTION, CERTIFICATION, "out/contosoorders_solution_managed.zip", *UNPACKED])
def test_a_package_comes_from_its_source(what: str, packaged: Path, run: Run) -> None:
    result = run("package", packaged, "--verify", what)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "comes from this source" in result.stderr


def test_a_renamed_zip_is_recognised(packaged: Path, run: Run) -> None:
    for name in ("contosoorders_solution_managed.zip", "contosoorders_certification.zip"):
        Path("out", name).rename("any.zip")
        assert run("package", packaged, "--verify", "any.zip").exit_code == 0


@pytest.mark.parametrize("what", [SOLUTION, CERTIFICATION, *UNPACKED])
def test_a_newer_source_is_told(what: str, packaged: Path, run: Run) -> None:
    change(packaged, "Reads one order.", "Reads an order.")
    result = run("package", packaged, "--verify", what)
    assert result.exit_code == 1
    pointer = (
        '#/paths/~1orders~1{order_id}/get/description: is "Reads one order.", the source renders "Reads an order."'
    )
    assert any(line.endswith(f"_openapidefinition.json{pointer}") for line in result.stdout.splitlines())
    if what not in UNPACKED[1:]:
        assert "comes from another or newer source" in result.stderr


def test_an_edited_zip_is_told(packaged: Path, run: Run) -> None:
    entries = spoil.opened(Path(SOLUTION).read_bytes())
    seal = f"connectorkit 0.1.0 sha256:{sealed.digest(entries)}"
    spoil.replaced(entries, "solution.xml", "<Version>1.0.0.0</Version>", "<Version>1.0.0.1</Version>")
    Path(SOLUTION).write_bytes(archive.pack(entries, seal))
    result = run("package", packaged, "--verify", SOLUTION)
    assert result.exit_code == 1
    place = "solution.xml /ImportExportXml/SolutionManifest/Version"
    assert result.stdout == f'{place}: is "1.0.0.1", the source renders "1.0.0.0"\n'
    assert "was edited after it was written" in result.stderr


def test_a_zip_that_another_program_packed_is_told(packaged: Path, run: Run) -> None:
    entries = spoil.opened(Path(SOLUTION).read_bytes())
    del entries["Connector/new_contosoorders_connectionparameters.json"]
    Path(SOLUTION).write_bytes(archive.pack({**entries, "more.txt": b""}))
    result = run("package", packaged, "--verify", SOLUTION)
    assert result.stdout.splitlines() == [
        "Connector/new_contosoorders_connectionparameters.json: is missing",
        "more.txt: is not part of the package",
    ]
    assert "was not written by connectorkit" in result.stderr


def test_another_version_of_the_toolkit_is_told(packaged: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from connectorkit.package import verify

    change(packaged, "Reads one order.", "Reads an order.")
    monkeypatch.setattr(verify, "__version__", "9.9.9")
    for what in (SOLUTION, "out"):
        result = run("package", packaged, "--verify", what)
        assert "was written by connectorkit 0.1.0; this is 9.9.9" in result.stderr


def test_an_edited_folder_is_told(packaged: Path, run: Run) -> None:
    file = Path("out/solution/Other/Customizations.xml")
    file.write_text(file.read_text(encoding="utf-8").replace("<Roles />", "<Roles a='b'><Role /></Roles>"), "utf-8")
    result = run("package", packaged, "--verify", "out")
    place = "solution/Other/Customizations.xml /ImportExportXml/Roles"
    assert result.stdout.splitlines() == [
        f'{place}/@a: is "b", the source renders null',
        f"{place}/Role: is not in the source",
    ]
    assert "was edited after it was written" in result.stderr


def test_only_a_part_can_be_verified(packaged: Path, run: Run) -> None:
    run("package", packaged, "--out", "part", "--only", "certification")
    assert run("package", packaged, "--verify", "part").exit_code == 0
    manifest = json.loads(Path("part/manifest.json").read_bytes())
    assert "part/solution" not in manifest["files"]


def test_a_folder_that_is_no_package_cannot_be_verified(packaged: Path, run: Run) -> None:
    Path("empty").mkdir()
    result = run("package", packaged, "--verify", "empty")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "not a package" in result.stderr

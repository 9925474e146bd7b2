"""Published connectors package, verify, and come back: the second solution has the bytes of the first."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from benchmarks.corpus import score

from connectorkit.write import build_folder
from tests.conftest import SMALL, Run
from tests.package import round_trip
from tests.paths import CONNECTOR, CORPUS

FOLDERS = score.connectors(CORPUS) if CORPUS.is_dir() else []
FEW, MORE = 2, 30
MULTI = """\
credential_sets:
  key: {label: API key, description: By key, credentials: {api_key: {type: securestring, label: API key}}}
  login: {label: Login, description: By login, credentials: {user: {type: string}, word: {type: securestring}}}
script: script.csx
script_operations: [get_order]
policies: [{template: setheader, title: Version, with: {name: X-Version, value: "2"}}]
package:
  name: orders
  publisher: {prefix: cont, name: contoso, title: Contoso & Co, description: Sells, option_value_prefix: 12345}
  solution: {name: Orders, title: "Orders <1>", version: "2.3.4.5", description: All of it}
  ids: {connector: 01234567-89ab-cdef-0123-456789abcdef, workflow: 11234567-89ab-cdef-0123-456789abcdef}
  environment_variables:
    host: {at: host, title: Host, description: Where it runs}
    path: {at: base_path}
operations:
"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Some connectors with ``--complete``, else a few; they are the same each time."""
    if "folder" in metafunc.fixturenames:
        complete = metafunc.config.getoption("complete", default=False)
        chosen = random.Random(15).sample(FOLDERS, min(MORE if complete else FEW, len(FOLDERS)))
        metafunc.parametrize("folder", chosen, ids=[folder.name for folder in chosen])


@pytest.mark.part(0)
def test_it_comes_back_the_same(folder: Path, tmp_path: Path) -> None:
    there = round_trip.trip(folder, tmp_path)
    if not there.first.files:
        assert {one.id for one in there.first.findings if one.blocking} == {"PKG102"}
        return
    assert there.wrong == []
    assert there.verified
    assert round_trip.of_solution(there.first) == round_trip.of_solution(there.second)


def test_our_own_connector_comes_back_the_same(tmp_path: Path) -> None:
    source = shutil.copytree(CONNECTOR, tmp_path / "connector")
    assert_same(source, tmp_path)


def test_everything_that_a_solution_can_hold_comes_back(source: Path, tmp_path: Path) -> None:
    whole = SMALL.replace("credentials: {api_key: {type: securestring, label: API key, role: api_key}}\n", "")
    (source / "connector.yaml").write_text(whole.replace("operations:\n", MULTI), encoding="utf-8")
    (source / "script.csx").write_text("public class Script : ScriptBase {}\n", encoding="utf-8")
    again = assert_same(source, tmp_path)
    files = round_trip.packaged(source).files
    assert b'id="{01234567-89ab-cdef-0123-456789abcdef}"' in files["solution/Other/Solution.xml"]
    assert b'id="{11234567-89ab-cdef-0123-456789abcdef}"' in files["flow_solution/Other/Solution.xml"]
    assert b"<Version>2.3.4.5</Version>" in files["solution/Other/Solution.xml"]
    assert "workflow" not in (again / "connector.yaml").read_text(encoding="utf-8")
    assert "host: {at: host, title: Host, description: Where it runs}" in (again / "connector.yaml").read_text("utf-8")


def assert_same(source: Path, scratch: Path) -> Path:
    """Package, import, package again, by each form of the solution; gives the last source."""
    first = round_trip.packaged(source, managed=True)
    build_folder.write(scratch / "out", first.files)
    zips = [name for name in first.files if name.endswith("_solution.zip")]
    for form in (*zips, "solution"):
        again = round_trip.imported(scratch / "out" / form, scratch / f"again {form}")
        assert round_trip.of_solution(round_trip.packaged(again, managed=True)) == round_trip.of_solution(first)
    return again


def test_a_certification_zip_keeps_the_ids_of_its_flow(source: Path, run: Run) -> None:
    ids = "ids: {workflow: 11234567-89ab-cdef-0123-456789abcdef, api: shared_contoso-5f1a, flow_solution: Sample}"
    (source / "connector.yaml").write_text(f"{SMALL}package: {{{ids}}}\nintro: Read orders.\n", encoding="utf-8")
    assert run("package", source, "--out", "out").exit_code == 0
    assert run("import", "out/contosoorders_certification.zip", "--out", "again").exit_code == 0
    text = Path("again/connector.yaml").read_text(encoding="utf-8")
    for kept in ("11234567-89ab-cdef-0123-456789abcdef", "shared_contoso-5f1a", "flow_solution: Sample"):
        assert kept in text
    assert any("Read orders." in file.read_text(encoding="utf-8") for file in Path("again").rglob("*.yaml"))


def test_a_download_of_pac_is_imported(source: Path, run: Run) -> None:
    run("build", source, "--out", "build", "--only", "connector")
    built = Path("build/connector")
    Path("download").mkdir()
    for old, new in (
        ("apiDefinition.swagger.json", "apiDefinition.json"),
        ("apiProperties.json", "apiProperties.json"),
    ):
        shutil.copy(built / old, Path("download") / new)
    (Path("download") / "settings.json").write_text('{"connectorId": "x"}', encoding="utf-8")
    (Path("download") / "icon.png").write_bytes((CONNECTOR / "icon.png").read_bytes())
    assert run("import", "download", "--out", "again").exit_code == 0
    assert Path("again/icon.png").is_file()


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18])
def test_a_zip_without_a_connector_is_one_finding(data: bytes, run: Run) -> None:
    Path("empty.zip").write_bytes(data)
    result = run("import", "empty.zip", "--out", "again")
    assert result.exit_code == 1
    assert result.stdout.count("PKG0") == 1
    assert not Path("again").exists()

"""Packages as sides of a comparison: all forms, the names of their entries, and refused archives."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from connectorkit.write import archive, build_folder
from tests.conftest import SMALL, Run
from tests.package import round_trip
from tests.package import spoiled as spoil
from tests.paths import CONNECTOR

RICH = SMALL.replace(
    "operations:\n",
    """\
publisher: Contoso
stack_owner: Contoso
brand_color: "#0078d4"
exact: {capabilities: [actions]}
icon: icon.png
script: script.csx
script_operations: [get_order]
policies: [{template: setheader, title: Version, with: {name: X-Version, value: "2"}}]
package: {name: orders, publisher: {prefix: cont}}
operations:
""",
)
CODE = """\
public class Script : ScriptBase
{
    public override Task<HttpResponseMessage> ExecuteAsync() => this.Context.SendAsync(this.Context.Request);
}
"""
FORMS = ("orders_solution.zip", "orders_solution_managed.zip", "orders_certification.zip", "solution", "flow_solution")


@pytest.fixture
def rich(source: Path) -> Path:
    """The small source with all keys that a solution can contain, and one that it cannot."""
    (source / "connector.yaml").write_text(RICH, encoding="utf-8")
    shutil.copy(CONNECTOR / "icon.png", source / "icon.png")
    (source / "script.csx").write_text(CODE, encoding="utf-8")
    return source


@pytest.fixture
def packages(rich: Path, tmp_path: Path) -> Path:
    """The folder of a package of that source."""
    made = round_trip.packaged(rich, managed=True)
    build_folder.write(tmp_path / "dist", made.files)
    return Path("dist")


def edit(source: Path, old: str, new: str) -> None:
    file = source / "connector.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("form", FORMS)
def test_a_source_and_its_package_are_the_same(form: str, run: Run, rich: Path, packages: Path) -> None:
    for sides in ((rich, packages / form), (packages / form, rich)):
        done = run("diff", *sides, "--fail-on", "advice")
        assert done.exit_code == 0, done.output
        assert done.stdout == (
            "no change\n"
            "Version 1.0: nothing changed, so no new version is needed.\n"
            "A solution contains no publisher, stack owner or capabilities, so these were not compared.\n"
        )


def test_a_download_of_pac_is_the_same_too(run: Run, rich: Path) -> None:
    assert run("build", rich, "--out", "build", "--only", "connector").exit_code == 0
    Path("download").mkdir()
    for name in ("apiProperties.json", "icon.png", "script.csx"):
        shutil.copy(Path("build/connector", name), "download")
    shutil.copy("build/connector/apiDefinition.swagger.json", "download/apiDefinition.json")
    done = run("diff", "download", rich, "--fail-on", "advice")
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "no change"), done.output


# The edit of the source, the change found, and the entry of the old zip that it names.
EDITS = {
    "an output": ("note: string", "note: int32", "BRK550", "openapidefinition.json"),
    "a connection parameter": ("label: API key", "label: Key", "BRK642", "connectionparameters.json"),
    "a policy": ('value: "2"', 'value: "3"', "BRK672", "policytemplateinstances.json"),
    "the color": ("#0078d4", "#ff0000", "BRK721", "customizations.xml"),
}


@pytest.mark.parametrize("what", EDITS)
def test_a_change_names_the_entry_of_the_old_package(what: str, run: Run, rich: Path, packages: Path) -> None:
    old, new, id_, entry = EDITS[what]
    edit(rich, old, new)
    done = run("diff", packages / "orders_solution.zip", rich, "--format", "json")
    found = json.loads(done.stdout)["findings"][0]
    place = "dist/orders_solution.zip!" + ("" if entry.endswith("xml") else "Connector/cont_orders_")
    assert (found["id"], found["old"]["file"]) == (id_, f"{place}{entry}")
    assert found["old"]["line"] > 1
    assert found["new"]["file"].endswith("orders/connector.yaml")


def test_the_place_in_a_certification_zip_names_every_zip_around_it(run: Run, rich: Path, packages: Path) -> None:
    edit(rich, "note: string", "remark: string")
    done = run("diff", packages / "orders_certification.zip", rich)
    inside = "dist/orders_certification.zip!package.zip!PkgAssets/ContosoOrders.zip!Connector/cont_orders_"
    assert f"{inside}openapidefinition.json:" in done.stdout
    back = run("diff", rich, packages / "orders_certification.zip", "--format", "github")
    assert f"file={inside}openapidefinition.json," in back.stdout


def test_custom_code_and_icon_are_compared(run: Run, rich: Path, packages: Path) -> None:
    (rich / "script.csx").write_text(CODE.replace("=>", "=> // Sent on.\n"), encoding="utf-8")
    (rich / "icon.png").write_bytes((rich / "icon.png").read_bytes() + b"\0")
    done = run("diff", packages / "orders_solution.zip", rich)
    assert "The custom code changed." in done.stdout
    assert "The file icon.png changed." in done.stdout
    assert "dist/orders_solution.zip!Connector/cont_orders_iconblob.Png" in done.stdout


def test_two_packages_are_compared_without_a_source(run: Run, rich: Path, packages: Path) -> None:
    edit(rich, "note: string", "remark: string")
    build_folder.write(Path("next"), round_trip.packaged(rich).files)
    done = run("diff", packages / "solution", "next/orders_certification.zip")
    assert done.exit_code == 1
    assert "Before: dist/solution/Connectors/cont_orders_openapidefinition.json:" in done.stdout


def test_defaults_of_environment_variables_are_compared(run: Run, rich: Path) -> None:
    edit(rich, "prefix: cont}}", "prefix: cont}, environment_variables: {host: {at: host}}}")
    build_folder.write(Path("dist"), round_trip.packaged(rich).files)
    assert run("diff", "dist/solution", rich).stdout.startswith("no change\n")
    edit(rich, "orders.example.com", "shop.example.com")
    assert "from 'orders.example.com' to 'shop.example.com'" in run("diff", "dist/solution", rich).stdout


def test_a_value_that_the_environment_decides_is_not_compared_and_that_is_said(run: Run, rich: Path) -> None:
    edit(rich, "prefix: cont}}", "prefix: cont}, environment_variables: {host: {at: host}}}")
    build_folder.write(Path("dist"), round_trip.packaged(rich).files)
    file = next(Path("dist/solution").rglob("environmentvariabledefinition.xml"))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("<defaultvalue>orders.example.com</defaultvalue>", ""), encoding="utf-8")
    done = run("diff", "dist/solution", rich, "--fail-on", "advice")
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "no change")
    assert "The values of environment variables were not compared: cont_host." in done.stdout


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_package_of_a_revision(run: Run, rich: Path, packages: Path, tmp_path: Path) -> None:
    named = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    for call in (["init", "-q"], ["add", "dist"], ["commit", "-q", "-m", "first"]):
        subprocess.run(["git", *named, *call], cwd=tmp_path, check=True, capture_output=True)
    shutil.rmtree("dist")
    edit(rich, "note: string", "remark: string")
    for form in ("orders_solution.zip!Connector", "solution/Connectors"):
        done = run("diff", f"git:HEAD:dist/{form.partition('!')[0].partition('/')[0]}", rich)
        assert f"Before: git:HEAD:dist/{form}/cont_orders_openapidefinition.json:" in done.stdout, done.output


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a way out": (lambda: spoil.plain("a/../../b"), "points outside"),
    "an encrypted entry": (spoil.encrypted, "encrypted"),
    "ten thousand entries": (spoil.crowd, "10,000 entries"),
    "a bomb": (spoil.bomb, "unpacks to more"),
    "a bomb inside": (lambda: archive.pack({"intro.md": b"x", "p.zip": spoil.bomb()}), "bad.zip!p.zip: The archive is"),
    "nothing": (lambda: archive.pack({"a.txt": b""}), "contains no connector"),
}


@pytest.mark.parametrize("way", HOSTILE)
def test_a_hostile_archive_is_refused_in_one_line(way: str, run: Run, source: Path) -> None:
    make, why = HOSTILE[way]
    Path("bad.zip").write_bytes(make())
    for sides in (("bad.zip", source), (source, "bad.zip")):
        done = run("diff", *sides)
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.output
        assert done.stderr.startswith("bad.zip: ") and why in done.stderr
    assert {path.name for path in Path().iterdir()} <= {"bad.zip", "orders", "cache"}

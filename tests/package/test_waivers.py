"""Findings of `package` and of a package, waived by the source and by the settings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectorkit.read import archive as reading
from connectorkit.write import archive
from tests.conftest import Run
from tests.package.test_command import change

ZIP = "out/contosoorders_solution.zip"


def evidence(out: str = "out") -> set[str]:
    return {one["id"] for one in json.loads(Path(out, "evidence/findings.json").read_bytes())["findings"]}


def checked(run: Run, *given: str | Path) -> set[str]:
    return {one["id"] for one in json.loads(run("check", *given, "--format", "json").stdout)["findings"]}


def test_the_source_waives_what_is_reported_while_it_is_packaged(source: Path, run: Run) -> None:
    run("package", source, "--out", "out")
    assert {"PKG100", "PKG022"} <= evidence()
    change(source, "operations:\n", "waive: {PKG100: It is released, PKG022: There is none}\noperations:\n")
    run("package", source, "--out", "out")
    assert not {"PKG100", "PKG022", "WVR001", "WVR003"} & evidence()
    assert not {"WVR001", "WVR003"} & checked(run, source)


def test_a_waiver_that_excuses_nothing_is_reported_when_everything_is_packaged(source: Path, run: Run) -> None:
    change(source, "operations:\n", "waive: {PKG105: No reason to be here}\noperations:\n")
    run("package", source, "--out", "out")
    assert "WVR003" in evidence()
    run("package", source, "--out", "out", "--only", "repository")
    assert "WVR003" not in evidence()


def test_a_waiver_without_a_reason_excuses_nothing(source: Path, run: Run) -> None:
    change(source, "operations:\n", 'waive: {PKG100: " "}\noperations:\n')
    run("package", source, "--out", "out")
    found = json.loads(Path("out/evidence/findings.json").read_bytes())["findings"]
    assert [one["id"] for one in found].count("WVR002") == 1
    assert "PKG100" in evidence()


def test_what_stops_a_package_cannot_be_waived(source: Path, run: Run) -> None:
    long = "package: {name: abcdefghijklmnopqrstuvwxyz1, publisher: {prefix: contoso}}\nwaive: {PKG101: We like it}\n"
    change(source, "operations:\n", f"{long}operations:\n")
    Path("connectorkit.toml").write_text('[[waive]]\nrule = "PKG101"\nreason = "We like it"\n', encoding="utf-8")
    result = run("package", source, "--out", "out")
    assert (result.exit_code, Path("out").exists()) == (1, False)
    assert "PKG101" in result.stdout


@pytest.mark.parametrize("text", ['[[waive]]\nrule = "PKG100"\nreason = "Released"\n', 'ignore = ["PKG100"]\n'])
def test_the_settings_waive_too(text: str, source: Path, run: Run) -> None:
    (source / "connectorkit.toml").write_text(text, encoding="utf-8")
    run("package", source, "--out", "out")
    assert "PKG100" not in evidence() and "PKG022" in evidence()
    assert not any(one.startswith("CFG") for one in checked(run, source))


def test_findings_about_a_package_are_waived_unless_it_cannot_be_read(source: Path, run: Run) -> None:
    run("package", source, "--out", "out")
    whole, _ = reading.read("x", Path(ZIP).read_bytes())
    assert whole is not None
    entries = {name: data for name, data in whole.entries.items() if name != "[Content_Types].xml"}
    Path("a.zip").write_bytes(archive.pack(entries))
    Path("b.zip").write_bytes(archive.pack({**entries, "customizations.xml": b"<a>"}))
    assert "PKG017" in checked(run, "a.zip") and {"PKG017", "PKG030"} <= checked(run, "b.zip")
    rules = "".join(f'[[waive]]\nrule = "{one}"\nreason = "Known"\n' for one in ("PKG017", "PKG030"))
    Path("connectorkit.toml").write_text(rules, encoding="utf-8")
    assert "PKG017" not in checked(run, "a.zip")
    assert "PKG030" in checked(run, "b.zip")

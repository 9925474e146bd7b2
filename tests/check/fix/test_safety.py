"""A fix makes nothing worse, writes only what changed, and nothing outside the source."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.check.fix.helpers import GET, SCHEMA, SOURCE, asks, rule, source
from tests.conftest import Run
from tests.conftest import run as run

from connectorkit.check import check
from connectorkit.check.engine.connector_index import Subject
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule
from connectorkit.check.fix import apply as fixing
from connectorkit.diagnostics.finding import Unusable
from connectorkit.edit import files

EDIT = Edit("set", "/info/title", "Contoso Sales")


def test_a_fix_that_makes_another_finding_is_dropped(tmp_path: Path) -> None:
    def no_sales(subject: Subject) -> Iterator[Hit]:
        if "Sales" in subject.info.text("title"):
            yield Hit("/info/title", "No sales.")

    other = asks(Edit("set", f"{GET}/summary", "Get orders"), id="TST030")
    fixed = fix(source(tmp_path / "orders"), asks(EDIT), rule("TST020", no_sales), other)
    assert fixed.count == 1
    assert [finding.id for finding in fixed.left] == ["TST010"]
    assert next(iter(fixed.new.values())).decode() == SOURCE.replace("'Get an order'", "'Get orders'")


def test_a_check_names_only_fixes_that_can_be_made(tmp_path: Path) -> None:
    def no_sales(subject: Subject) -> Iterator[Hit]:
        if "Sales" in subject.info.text("title"):
            yield Hit("/info/title", "No sales.")

    other = asks(Edit("set", f"{GET}/summary", "Get orders"), id="TST030")
    folder, rules = source(tmp_path / "orders"), (asks(EDIT), rule("TST020", no_sales), other)
    found = check.check(folder, "custom", rules=rules).findings
    assert [(one.id, one.fix) for one in found] == [("TST010", ""), ("TST030", "Mend it.")]
    assert [one.fix for one in fixing.fix(folder, "custom", rules).left] == [""]


def test_a_fix_that_does_not_help_is_dropped(tmp_path: Path) -> None:
    def never(subject: Subject) -> Iterator[Hit]:
        yield Hit("/info/title", "Wrong.", fix=Fix("Add a mark.", (Edit("set", "/info/title", "Contoso!"),)))

    fixed = fix(source(tmp_path / "orders"), rule("TST020", never))
    assert (fixed.count, fixed.new) == (0, {})


def test_fixes_of_one_place_follow_one_another(tmp_path: Path) -> None:
    def shorter(subject: Subject) -> Iterator[Hit]:
        title = subject.info.text("title")
        if len(title) > 10:
            yield Hit("/info/title", f"'{title}' is long.", fix=Fix("Cut.", (Edit("set", "/info/title", title[:-1]),)))

    def lower(subject: Subject) -> Iterator[Hit]:
        title = subject.info.text("title")
        if title != title.lower():
            yield Hit("/info/title", "Loud.", fix=Fix("Whisper.", (Edit("set", "/info/title", title.lower()),)))

    text = SOURCE.replace("Contoso Orders", "ContosoABCD")
    fixed = fix(source(tmp_path / "orders", text), rule("TST020", shorter), rule("TST021", lower))
    assert fixed.left == []
    assert b"connector: contosoabc   # the title" in next(iter(fixed.new.values()))


def test_a_waived_finding_is_not_mended(tmp_path: Path) -> None:
    folder = source(tmp_path / "orders", SOURCE + "waive: {TST010: It is the name of the product.}\n")
    fixed = fix(folder, asks(EDIT))
    assert (fixed.count, fixed.left, fixed.new) == (0, [], {})


def test_a_source_that_is_not_in_the_format_is_not_touched(tmp_path: Path) -> None:
    fixed = fix(source(tmp_path / "orders", SOURCE.replace("version:", "verison:")), asks(EDIT))
    assert (fixed.count, fixed.new) == (0, {})
    assert {finding.id: finding.fix for finding in fixed.left} == {"FMT-additionalProperties": "", "TST010": ""}


def test_only_changed_files_are_written(tmp_path: Path) -> None:
    folder = source(tmp_path / "orders", SOURCE.split("types:")[0] + "types: types.yaml\n")
    types = folder / "types.yaml"
    types.write_text("Person: {fields: {first_name: string, city: string}}\n", encoding="utf-8")
    before = types.stat().st_mtime_ns, types.stat().st_ino
    (folder / "connector.yaml").chmod(0o640)
    fixed = fix(folder, asks(EDIT))
    assert list(fixed.new) == [str(folder / "connector.yaml")]
    fixed.write()
    assert (types.stat().st_mtime_ns, types.stat().st_ino) == before
    assert (folder / "connector.yaml").stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(folder)) == ["connector.yaml", "types.yaml"]


def test_nothing_outside_of_the_source_is_written(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders" / "connector.yaml").symlink_to(tmp_path / "real.yaml")
    fixed = fix(tmp_path / "orders", asks(EDIT))
    assert (fixed.count, fixed.new) == (0, {})
    assert (tmp_path / "real.yaml").read_text(encoding="utf-8") == SOURCE


def test_a_link_within_the_source_stays_a_link(tmp_path: Path) -> None:
    folder = source(tmp_path / "orders")
    (folder / "connector.yaml").rename(folder / "real.yaml")
    (folder / "connector.yaml").symlink_to("real.yaml")
    fix(folder, asks(EDIT)).write()
    assert (folder / "connector.yaml").is_symlink()
    assert "Contoso Sales" in (folder / "real.yaml").read_text(encoding="utf-8")


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    folder = source(tmp_path / "orders")
    fixed = fix(folder, asks(EDIT))
    (folder / "connector.yaml").write_text("connector: Mine\n", encoding="utf-8")
    with pytest.raises(Unusable, match="by another program"):
        fixed.write()
    assert (folder / "connector.yaml").read_text(encoding="utf-8") == "connector: Mine\n"


def test_a_write_that_fails_leaves_the_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "connector.yaml"
    file.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(Unusable, match="No space left"):
        files.write({str(file): b"old"}, {str(file): b"new"})
    assert file.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["connector.yaml"]


def test_several_files_are_written_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, new = (tmp_path / name for name in ("one.yaml", "two.yaml", "more/new.yaml"))
    one.write_bytes(b"1")
    two.write_bytes(b"2")
    replace, calls = os.replace, list[str]()

    def refuse(old: str, new: Path) -> None:
        calls.append(str(new))
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        replace(old, new)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(Unusable, match="No space left"):
        files.write({str(one): b"1", str(two): b"2"}, {str(one): b"a", str(two): b"b", str(new): b"c"})
    assert calls[:3] == [str(new), str(one), str(two)]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"one.yaml": b"1", "two.yaml": b"2"}


def test_many_fixes_of_one_file_are_made_at_once(tmp_path: Path) -> None:
    fields = "".join(f"      field_{n}: {{type: string, title: small {n}}}\n" for n in range(60))
    text = SOURCE.replace("      note: string\n", "      note: string\n" + fields)
    edits = [Edit("set", f"{SCHEMA}/properties/field_{n}/x-ms-summary", f"Small {n}") for n in range(60)]
    rules = [asks(edit, id=f"TST{100 + n}") for n, edit in enumerate(edits)]
    fixed = fix(source(tmp_path / "orders", text), *rules)
    assert fixed.count == 60
    assert next(iter(fixed.new.values())).decode() == text.replace("title: small", "title: Small")


def test_the_command_shows_writes_and_then_has_nothing_to_do(tmp_path: Path, run: Run) -> None:
    text = SOURCE.replace("connector: Contoso Orders ", "connector: Contoso Orders!")
    folder = source(tmp_path / "orders", text)
    shown = run("check", "orders", "--profile", "certified", "--fix", "--diff")
    assert shown.exit_code == 1
    assert "-connector: Contoso Orders!  # the title\n+connector: Contoso Orders  # the title\n" in shown.stdout
    assert "orders: 1 finding could be fixed\n" in shown.stderr
    assert (folder / "connector.yaml").read_text(encoding="utf-8") == text
    patch = subprocess.run(["git", "apply", "-"], input=shown.stdout, text=True, cwd=tmp_path, capture_output=True)
    assert patch.returncode == 0, patch.stderr
    mended = (folder / "connector.yaml").read_text(encoding="utf-8")
    (folder / "connector.yaml").write_text(text, encoding="utf-8")
    done = run("check", "orders", "--profile", "certified", "--fix")
    assert "orders: 1 finding fixed\n" in done.stderr
    assert "INF040" not in done.stdout
    assert (folder / "connector.yaml").read_text(encoding="utf-8") == mended
    again = run("check", "orders", "--profile", "certified", "--fix")
    assert "orders: 0 findings fixed\n" in again.stderr
    assert again.stdout == done.stdout
    assert run("check", "orders", "--diff").exit_code == 2


def fix(folder: Path, *rules: Rule) -> fixing.Fixed:
    return fixing.fix(folder, "custom", rules)

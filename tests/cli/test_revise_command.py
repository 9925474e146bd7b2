"""`connectorkit revise` as people call it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Run
from tests.paths import BUILT
from tests.revise.orders import source


def test_list_shows_families_and_what_comes_next(run: Run, tmp_path: Path) -> None:
    folder = source(tmp_path / "orders")
    done = run("revise", "--list", folder)
    assert done.exit_code == 0
    assert done.stdout == "no family (3): ListShops, GetOrder, PlaceOrder\n  next: connectorkit revise ListShops\n"
    assert run("revise", "ListShops", folder).exit_code == 0
    shown = (
        "ListShops\n  1  ListShops     Production, advanced\n  2  ListShops_V2  Preview, important\n"
        "  next: connectorkit revise ListShops --retire\nno family (2): GetOrder, PlaceOrder\n"
    )
    assert run("revise", "--list", folder).stdout.startswith(shown)
    run("revise", "ListShops", folder, "--retire")
    done = run("revise", "--list", folder)
    assert "  1  ListShops     Production, advanced, deprecated\n" in done.stdout
    assert "  next: connectorkit revise ListShops_V2\n" in done.stdout


def test_list_as_json(run: Run, tmp_path: Path) -> None:
    folder = source(tmp_path / "orders")
    run("revise", "ListShops", folder)
    said = json.loads(run("revise", "--list", folder, "--format", "json").stdout)
    second = {"operation": "ListShops_V2", "revision": 2, "status": "Preview", "visibility": "important",
              "deprecated": False, "request": "GET /v2/shops"}  # fmt: skip
    assert [one["family"] for one in said["families"]] == ["ListShops"]
    assert said["families"][0]["operations"][1] == second
    assert said["families"][0]["next"] == "connectorkit revise ListShops --retire"
    assert said["alone"] == ["GetOrder", "PlaceOrder"]


def test_diff_writes_nothing(run: Run, tmp_path: Path) -> None:
    folder = source(tmp_path / "orders")
    before = {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    done = run("revise", "ListShops", folder, "--diff")
    assert done.exit_code == 1
    assert "+action: ListShops_V2\n" in done.stdout
    assert "--- /dev/null\n" in done.stdout
    assert "2 references still use the old operation; --references changes them" in done.stderr
    assert {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()} == before


def test_the_report_names_the_references_that_are_left(run: Run, tmp_path: Path) -> None:
    folder = source(tmp_path / "orders")
    done = run("revise", "ListShops", folder, "--format", "json")
    assert done.exit_code == 0
    assert [one["id"] for one in json.loads(done.stdout)["findings"]] == ["REV010", "REV010"]
    assert "ListShops_V2 is revision 2 of 'ListShops' (Preview, GET /v2/shops); ListShops is advanced" in done.stderr
    assert "the service must serve /v2/shops; if it does not, add a policy `routerequ" in done.stderr
    assert run("check", folder, "--fail-on", "error", "--select", "VER,SRC,TYP,OPR,PAR").exit_code == 0
    assert run("explain", "REV010").exit_code == 0


def test_moved_references_may_break_something(run: Run, tmp_path: Path) -> None:
    done = run("revise", "ListShops", source(tmp_path / "orders"), "--references")
    assert done.exit_code == 0
    assert done.stdout == ""
    assert "may break saved flows; `connectorkit diff OLD NEW` lists them" in done.stderr


def test_wrong_calls_are_one_line_and_status_2(run: Run, tmp_path: Path) -> None:
    folder = source(tmp_path / "orders")
    cases = {
        (): "Name the operation: connectorkit revise OPERATION [SOURCE]",
        ("--list", folder, "--format", "sarif"): "--list supports only the formats text and json.",
        ("--list", folder, "--retire"): "--list accepts only a SOURCE and --format.",
        ("ListShops", folder, "--retire", "--path", "/x"): "--path cannot be combined with --retire.",
        ("ListShop", folder): "Did you mean 'ListShops'?",
        ("ListShops", BUILT): "published connector; `connectorkit import` converts it to a source",
        ("ListShops", tmp_path / "nowhere"): "no such file or folder",
    }
    for call, said in cases.items():
        done = run("revise", *call)
        assert (done.exit_code, done.stdout) == (2, ""), call
        assert said in done.stderr
        assert done.stderr.count("\n") == 1


def test_a_broken_template_is_one_line(run: Run, tmp_path: Path) -> None:
    folder = source(tmp_path / "orders")
    template = folder / "templates" / "connector" / "apiDefinition.swagger.json.j2"
    template.parent.mkdir(parents=True)
    template.write_text("{{ nope( }}", encoding="utf-8")
    for call in (("revise", "ListShops", folder), ("diff", folder, folder), ("update", folder, "--from", BUILT)):
        done = run(*call)
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1), call

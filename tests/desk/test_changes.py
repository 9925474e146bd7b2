"""Changes: a source compared with the last commit, on the page and in a folder for a pull request."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from connectorkit.desk import static_folder
from connectorkit.model.json_value import Object, listed, mapping
from tests.conftest import Run
from tests.desk.served import serve, shop_in
from tests.repository import git

pytestmark = pytest.mark.part(1)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shop in a repository with one commit, and an edit that is not committed; it is the current folder."""
    folder = shop_in(tmp_path)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    edit(
        folder,
        "place_order.yaml",
        "title: Customer\n      description: Who places",
        "title: Buyer\n      description: Who places",
    )
    edit(folder, "list_orders.yaml", "required: true, in: query}", "required: true, in: header}")
    monkeypatch.chdir(folder)
    return folder


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def documents(folder: Path) -> Object:
    """The documents that a folder keeps in its script, by name."""
    found: Object = {}
    for line in (folder / static_folder.DATA).read_text(encoding="utf-8").splitlines()[1:]:
        name, _, text = line.removeprefix("PREVIEW_DATA.set(").removesuffix(");").partition(", ")
        found[json.loads(name)] = json.loads(json.loads(text))
    return found


def test_a_folder_holds_the_cards_and_what_changes(
    shop: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop)
    out = tmp_path / "out"
    made = run("preview", ".", "--static", out)
    assert (made.exit_code, made.stdout) == (0, "")
    assert f"open {out / 'index.html'}" in made.stderr
    changes = mapping(documents(out)["changes"])
    assert (changes["base"], changes["error"]) == ("git:HEAD", "")
    assert "BRK310" in {mapping(one)["id"] for one in listed(changes["changes"])}
    again = run("preview", ".", "--static", out)
    assert "0 files changed" in again.stderr


def test_the_repository_is_that_of_the_source_and_not_of_the_current_folder(
    shop: Path, tmp_path_factory: pytest.TempPathFactory, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    git(elsewhere, "init", "-q")
    monkeypatch.chdir(elsewhere)
    assert run("preview", shop, "--static", elsewhere / "out").exit_code == 0
    changes = mapping(documents(elsewhere / "out")["changes"])
    assert (changes["error"], "BRK310" in {mapping(one)["id"] for one in listed(changes["changes"])}) == ("", True)


def test_a_folder_of_others_is_left_alone(
    shop: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop)
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("mine", encoding="utf-8")
    made = run("preview", ".", "--static", out)
    assert made.exit_code == 2
    assert "was not written by connectorkit" in made.stderr
    assert (out / "index.html").read_text(encoding="utf-8") == "mine"
    inside = run("preview", ".", "--static", shop / "preview")
    assert inside.exit_code == 2
    assert inside.stderr.startswith("--static ")
    assert not (shop / "preview").exists()


def test_a_revision_that_does_not_exist_is_refused(
    shop: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop)
    made = run("preview", ".", "--static", tmp_path / "out", "--base", "v9")
    assert (made.exit_code, made.stderr.count("\n")) == (2, 1)
    assert "has no revision 'v9'" in made.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.part(0)
def test_cards_stand_side_by_side(shop: Path, page: Page) -> None:
    for served in serve(shop):
        page.goto(served.url)
        page.locator("#view-changes").click()
        expect(page.locator("#changes")).to_contain_text("flows: breaks")
        place = page.get_by_role("region", name="Place order: changed")
        expect(place.locator("li.was")).to_contain_text(["changed: Customer, required, Who places the order."])
        expect(place.locator("li.now")).to_contain_text(["changed: Buyer, required, Who places the order."])
        served.edit("place_order.yaml", "title: Buyer", "title: Customer")
        expect(place).to_have_count(0)
        git(shop, "commit", "-qam", "two")
        page.locator("#view-cards").click()
        page.locator("#view-changes").click()
        expect(page.get_by_text("0 changes since the last commit.")).to_be_visible()
        page.close()


@pytest.mark.part(0)
def test_the_folder_opens_without_a_server(
    shop: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, page: Page
) -> None:
    monkeypatch.chdir(shop)
    run("preview", ".", "--static", tmp_path / "out")
    page.goto((tmp_path / "out" / "index.html").as_uri())
    page.get_by_role("button", name="List orders").click()
    expect(page.get_by_text("Try it requires a running preview: connectorkit preview.")).to_be_visible()
    expect(page.get_by_role("button", name="Try it", exact=True)).to_have_count(0)
    page.locator("#view-changes").click()
    expect(page.get_by_role("region", name="Place order: changed")).to_be_visible()
    page.locator("#view-reference").click()
    expect(page.frame_locator("iframe").get_by_role("heading", name="Contoso Shop").first).to_be_visible()

"""Dynamic values while a card is filled in, Power Apps, agents and several tabs, in the browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from connectorkit.cli import new_project
from tests.desk.served import Served, serve

# These start a browser; make test-all runs them.
pytestmark = pytest.mark.part(0)

FORMS = Path(__file__).with_name("forms")


@pytest.fixture
def forms(tmp_path: Path) -> Iterator[Served]:
    yield from serve(Path(shutil.copytree(FORMS, tmp_path / "forms")))


def test_fields_appear_and_are_tried(forms: Served, page: Page) -> None:
    page.goto(forms.url)
    expect(page.get_by_text("Fill in Form first: the fields depend on it.").first).to_be_visible()
    page.get_by_role("textbox", name="Form", exact=True).fill("f1")
    page.keyboard.press("Tab")
    page.get_by_role("textbox", name="Full name").fill("Ada")
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("combobox", name="Size").select_option("small")
    expect(page.locator("li", has_text="body.$.name")).to_be_visible()
    page.get_by_role("button", name="Try it", exact=True).click()
    expect(page.get_by_role("region", name="Request")).to_contain_text(re.compile(r'"name": "Ada",\s+"size": "small"'))
    expect(page.locator("#response-status")).to_have_text("Response: status 200")


def test_a_response_without_fields_is_named(forms: Served, page: Page) -> None:
    page.goto(forms.url)
    page.get_by_role("button", name="Send a form").click()
    expect(page.get_by_text("The response of no_fields in the sandbox has no schema at 'schema'")).to_be_visible()


def test_a_drop_down_in_each_item_of_a_list_is_filled(forms: Served, page: Page) -> None:
    page.goto(forms.url)
    page.get_by_role("button", name="Add rows").click()
    page.get_by_role("button", name="Add new item to Rows").click()
    kinds = page.get_by_role("combobox", name="Kind")
    kinds.nth(0).select_option("Heading")
    kinds.nth(1).select_option("Heading")
    expect(page.get_by_text("1 from the sandbox")).to_have_count(2)


def test_the_function_of_power_apps_is_beside_the_card(forms: Served, served: Served, page: Page) -> None:
    page.goto(served.url)
    page.get_by_role("tab", name="Power Apps").click()
    formula = page.get_by_role("region", name="Formula")
    expect(formula).to_have_text("ContosoShop.placeorder(shop, customer, lines, {note, speed})")
    expect(page.get_by_role("tabpanel")).to_contain_text("Returns a record.")
    page.get_by_role("button", name="When an order is placed").click()
    expect(page.get_by_text("Power Apps offers no function for this card. Triggers are for flows.")).to_be_visible()
    page.goto(forms.url)
    page.get_by_role("button", name="Add rows").click()
    page.get_by_role("tab", name="Power Apps").click()
    expect(page.get_by_text("Power Apps does not support this operation:")).to_be_visible()
    expect(page.get_by_text("the array 'tags' is sent in the form 'ssv'.")).to_be_visible()


def test_an_mcp_server_shows_its_tools(tmp_path: Path, page: Page) -> None:
    new_project.create(tmp_path / "project", "Orders", template="mcp")
    for served in serve(tmp_path / "project" / "connector"):
        page.goto(served.url)
        expect(page.get_by_role("region", name="Tools")).to_contain_text("find_orders")
        page.get_by_role("button", name="List the tools").click()
        expect(page.get_by_role("region", name="Response", exact=True)).to_contain_text('"find_orders"')


def test_ten_tabs_follow_an_edit(served: Served, page: Page) -> None:
    """A browser keeps six connections to a server; tabs that each held one would wait for ever."""
    tabs = [page, *(page.context.new_page() for _ in range(9))]
    for tab in tabs:
        tab.goto(served.url)
        expect(tab.get_by_role("heading", name="Place order")).to_be_visible()
    served.edit("place_order.yaml", "summary: Place order", "summary: Place an order")
    for tab in tabs:
        expect(tab.locator("#card-title")).to_have_text("Place an order")
    page.goto("about:blank")
    served.edit("place_order.yaml", "summary: Place an order", "summary: Order")
    for tab in tabs[1:]:
        expect(tab.locator("#card-title")).to_have_text("Order")

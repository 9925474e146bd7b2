"""Edits of the YAML appear in the browser, and filled-in values stay."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.desk.served import Served

# These start a browser; make test-all runs them.
pytestmark = pytest.mark.part(0)


def test_a_title_changes_and_what_was_filled_in_stays(served: Served, page: Page) -> None:
    page.goto(served.url)
    page.get_by_role("textbox", name="Customer").fill("Ada")
    page.get_by_role("textbox", name="Product").fill("Tea")
    page.get_by_role("textbox", name="Product").focus()
    served.edit(
        "place_order.yaml",
        "title: Customer\n      description: Who places",
        "title: Buyer\n      description: Who places",
    )
    expect(page.get_by_role("textbox", name="Buyer")).to_have_value("Ada")
    expect(page.get_by_role("textbox", name="Product")).to_have_value("Tea")
    expect(page.get_by_role("textbox", name="Product")).to_be_focused()
    expect(page.get_by_role("textbox", name="Customer")).to_have_count(0)


def test_a_field_is_hidden(served: Served, page: Page) -> None:
    page.goto(served.url)
    expect(page.get_by_label("Speed", exact=True)).to_be_visible()
    served.edit("place_order.yaml", "visibility: important\n      choices", "visibility: internal\n      choices")
    expect(page.get_by_label("Speed", exact=True)).to_have_count(0)


def test_a_drop_down_is_added(served: Served, page: Page) -> None:
    page.goto(served.url)
    page.get_by_role("button", name="List orders").click()
    expect(page.get_by_role("textbox", name="Customer")).to_be_visible()
    served.edit("list_orders.yaml", "required: true, in: query}", "required: true, in: query, choices: [Ada, Bob]}")
    drop_down = page.get_by_role("combobox", name="Customer")
    expect(drop_down.locator("option")).to_contain_text(["Only orders", "Ada", "Bob", "Enter a custom value"])
    drop_down.select_option("Bob")
    expect(drop_down.locator("option:checked")).to_have_text("Bob")


def test_a_drop_down_is_fed_by_an_operation_after_an_edit(served: Served, page: Page) -> None:
    page.goto(served.url)
    page.get_by_role("button", name="List orders").click()
    served.edit(
        "list_orders.yaml",
        "required: true, in: query}",
        "required: true, in: query, options: {operation: list_shops, value: id, title: name, collection: shops}}",
    )
    expect(page.get_by_role("combobox", name="Customer").locator("option")).to_contain_text(["Contoso North"])


def test_a_broken_source_keeps_the_last_good_cards_and_shows_why(served: Served, page: Page) -> None:
    page.goto(served.url)
    page.get_by_role("textbox", name="Customer").fill("Ada")
    served.edit("place_order.yaml", "summary: Place order", "sumary: Place order")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The cards show the last state without errors.")
    expect(alert).to_contain_text("Unknown key 'sumary'")
    expect(alert).to_contain_text("place_order.yaml:2:1")
    expect(alert).not_to_contain_text("names no contact")
    expect(page.get_by_role("textbox", name="Customer")).to_have_value("Ada")
    served.edit("place_order.yaml", "sumary: Place order", "summary: Place an order")
    expect(alert).to_have_text("")
    expect(page.get_by_role("heading", name="Place an order")).to_be_visible()


def test_a_file_that_is_added_counts(served: Served, page: Page) -> None:
    page.goto(served.url)
    (served.folder / "count_orders.yaml").write_text(
        "action: count_orders\nsummary: Count orders\ndescription: Counts the orders.\nrequest: GET /orders/count\n",
        encoding="utf-8",
    )
    served.edit("connector.yaml", "  - list_orders.yaml\n", "  - list_orders.yaml\n  - count_orders.yaml\n")
    expect(page.get_by_role("button", name="Count orders")).to_be_visible()

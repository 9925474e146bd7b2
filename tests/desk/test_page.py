"""The page in the browser: search, fill in, try, fire, compare, with the mouse or with the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk import page_tools
from tests.desk.served import Served

# These start a browser; make test-all runs them.
pytestmark = pytest.mark.part(0)

VIEWS = ("cards", "connections", "changes", "findings", "reference")


def test_operations_are_searched_and_opened(served: Served, page: Page) -> None:
    page.goto(served.url)
    page.get_by_role("searchbox").fill("list ord")
    rows = page.get_by_role("navigation", name="Actions and triggers").get_by_role("listitem")
    expect(rows).to_have_count(1)
    rows.get_by_role("button", name="List orders").click()
    expect(page.get_by_role("heading", name="List orders")).to_be_visible()
    page.get_by_role("searchbox").fill("nothing like this")
    expect(page.get_by_text("No operation matches.")).to_be_visible()


def test_advanced_parameters_are_shown_all_or_one_by_one(served: Served, page: Page) -> None:
    page.goto(served.url)
    note = page.get_by_role("textbox", name="Note")
    expect(note).to_have_count(0)
    page.get_by_role("button", name="Show all").click()
    note.fill("In the evening")
    page.get_by_role("button", name="Clear all").click()
    expect(note).to_have_count(0)
    page.get_by_label("Show an advanced parameter").select_option("Note")
    expect(note).to_have_value("In the evening")


def test_a_drop_down_is_filled_from_the_sandbox(served: Served, page: Page) -> None:
    page.goto(served.url)
    shop = page.get_by_role("combobox", name="Shop")
    shop.select_option("Contoso North")
    expect(page.get_by_text("1 from the sandbox")).to_be_visible()
    shop.select_option("Enter a custom value")
    page.get_by_role("textbox", name="Shop").fill("south")
    page.get_by_role("button", name="Choose from the list").click()
    expect(shop.locator("option:checked")).to_have_text("south")


def fill(page: Page) -> None:
    page.get_by_role("combobox", name="Shop").select_option("Contoso North")
    page.get_by_role("textbox", name="Customer").fill("Ada")
    page.get_by_role("textbox", name="Product").fill("Tea")
    page.get_by_role("textbox", name="Count").fill("3")


def test_a_card_is_tried(served: Served, page: Page) -> None:
    page.goto(served.url)
    fill(page)
    page.get_by_role("button", name="Try it", exact=True).click()
    request = page.get_by_role("region", name="Request")
    expect(request).to_contain_text(re.compile(r"POST http://127\.0\.0\.1:\d+/v1/shops/north/orders"))
    expect(request).to_contain_text("x-key: ***")
    expect(request).to_contain_text('"count": 3')
    expect(page.locator("#response-status")).to_have_text("Response: status 200")
    values = page.locator("li", has_text="body.$.customer").locator(".value")
    expect(values).to_have_text('"Ada"')


def test_required_inputs_that_are_empty_are_named(served: Served, page: Page) -> None:
    page.goto(served.url)
    page.get_by_role("button", name="Try it", exact=True).click()
    expect(page.get_by_text("'Customer' is required.")).to_be_visible()
    expect(page.get_by_text("'Product' is required.")).to_be_visible()
    expect(page.get_by_role("combobox", name="Shop")).to_be_focused()
    customer = page.get_by_role("textbox", name="Customer")
    expect(customer).to_have_attribute("aria-invalid", "true")
    customer.fill("Ada")
    expect(page.get_by_text("'Customer' is required.")).to_have_count(0)


def test_items_are_added_and_removed(served: Served, page: Page) -> None:
    page.goto(served.url)
    page.get_by_role("textbox", name="Product").fill("Tea")
    page.get_by_role("button", name="Add new item to Lines").click()
    products = page.get_by_role("textbox", name="Product")
    products.nth(1).fill("Milk")
    page.get_by_role("button", name="Remove Lines - 1").click()
    expect(products).to_have_count(1)
    expect(products).to_have_value("Milk")


def test_a_webhook_is_fired(served: Served, page: Page) -> None:
    page.goto(served.url)
    page.get_by_role("button", name="When an order is placed").click()
    page.get_by_role("button", name="Fire the trigger").click()
    expect(page.locator("#delivered")).to_have_text("Delivered 1 time")
    expect(page.get_by_role("region", name="Delivery")).to_contain_text('"order_id"')
    expect(page.locator("li", has_text="body.$.total").locator(".value")).to_have_text("12.5")
    expect(page.get_by_role("region", name="Request")).to_contain_text("POST")
    page.get_by_role("button", name="Fire the trigger").click()
    expect(page.get_by_role("heading", name="Subscription")).to_have_count(0)
    expect(page.locator("#delivered")).to_have_text("Delivered 1 time")


def test_the_sandbox_starts_anew_after_an_edit_and_the_page_says_so(served: Served, page: Page) -> None:
    page.goto(served.url)
    fill(page)
    page.get_by_role("button", name="Try it", exact=True).click()
    expect(page.locator("#response-status")).to_be_visible()
    served.edit("place_order.yaml", "summary: Place order", "summary: Place an order")
    expect(page.get_by_role("heading", name="Place an order")).to_be_visible()
    expect(page.get_by_text("1 from the sandbox")).to_be_visible()
    expect(page.get_by_role("textbox", name="Product")).to_have_value("Tea")


def test_the_swagger_of_a_part_and_its_place_are_shown(served: Served, page: Page) -> None:
    page.goto(served.url)
    page.get_by_role("button", name="Swagger of Speed").click()
    expect(page.get_by_role("region", name="Swagger")).to_contain_text('"enum"')
    expect(page.get_by_role("tabpanel")).to_contain_text("place_order.yaml:")
    page.get_by_role("button", name="The whole operation").click()
    expect(page.get_by_role("region", name="Swagger")).to_contain_text('"operationId": "place_order"')


def test_findings_lead_to_file_and_line(served: Served, page: Page) -> None:
    page.goto(served.url)
    page.get_by_role("button", name=re.compile(r"Findings \(\d+\)")).click()
    expect(page.get_by_text("connector.yaml:4:9")).to_be_visible()
    expect(page.get_by_text("SEC070: The host 'shop.example.com' is reserved for examples.")).to_be_visible()


def test_a_place_opens_in_the_editor_that_was_chosen(served: Served, page: Page) -> None:
    page.goto(served.url)
    page.locator("#view-findings").click()
    place = page.get_by_role("link", name=re.compile(r"connector\.yaml:4:9$"))
    expect(place).to_have_count(0)
    page.get_by_label("Open locations in").select_option("Visual Studio Code")
    expect(place).to_have_attribute("href", f"vscode://file{served.folder}/connector.yaml:4:9")
    page.reload()
    page.locator("#view-findings").click()
    expect(place).to_be_visible()


def test_the_connection_dialog_asks_for_what_the_connector_asks(served: Served, page: Page) -> None:
    page.goto(served.url)
    page.get_by_role("button", name="Connection", exact=True).click()
    key = page.get_by_label("API key")
    expect(key).to_have_attribute("type", "password")
    expect(page.get_by_role("button", name="Create new")).to_be_visible()


def test_the_reference_page_is_in_a_frame_without_scripts(served: Served, page: Page) -> None:
    page.goto(served.url)
    page.get_by_role("button", name="Reference", exact=True).click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Contoso Shop").first).to_be_visible()
    assert page.locator("iframe").get_attribute("sandbox") == ""


def test_the_keyboard_alone_is_enough(served: Served, page: Page) -> None:
    page.goto(served.url)
    expect(page.get_by_role("textbox", name="Customer")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("list orders")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="List orders")).to_be_visible()
    expect(page.get_by_role("button", name="List orders")).to_be_focused()
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Customer")).to_be_focused()
    page.keyboard.type("Ada")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Try it", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#response-status")).to_have_text("Response: status 200")
    page.get_by_role("tab", name="Try it").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Power Apps")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: str, served: Served, chromium: Browser) -> None:
    context = chromium.new_context(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page = context.new_page()
    page.goto(served.url)
    fill(page)
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("button", name="Try it", exact=True).click()
    expect(page.locator("#response-status")).to_be_visible()
    violations(page)
    page.get_by_role("button", name="List orders").click()
    page.get_by_role("button", name="Try it", exact=True).click()
    for panel in ("tokens", "swagger", "findings"):
        page.locator(f"#tab-{panel}").click()
        violations(page)
    served.edit("list_orders.yaml", "in: query}", "in: query, choices: [A]}")
    for view in VIEWS:
        page.locator(f"#view-{view}").click()
        page.wait_for_timeout(200)
        violations(page)
    served.edit("list_orders.yaml", "summary:", "sumary:")
    expect(page.get_by_role("alert")).to_contain_text("sumary")
    violations(page)
    context.close()


def violations(page: Page) -> None:
    """Assert that the present page breaks no rule of axe-core."""
    page.evaluate(page_tools.AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "async () => (await axe.run({iframes: false})).violations.map((one) => [one.id, one.nodes.map((n) => n.html)])"
    )
    assert found == []

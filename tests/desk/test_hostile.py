"""A source is untrusted: all its texts are shown as text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from connectorkit.desk import static_folder
from connectorkit.desk.library import Library
from connectorkit.desk.view import View
from tests.desk.served import Served, serve

# These start a browser; make test-all runs them.
pytestmark = pytest.mark.part(0)

IMAGE = "<img src=x onerror=alert(1)>"
SCRIPT = "</script><script>alert(2)</script>"
RIGHT_TO_LEFT = "\u202eevil\u202c \u05d0"
URL = "javascript:alert(3)"


def connector() -> dict[str, object]:
    """A source with markup, scripts and odd names in all texts and names. It is JSON, which is YAML."""
    field = {"type": "string", "title": f"{IMAGE}{SCRIPT}", "description": IMAGE, "required": True}
    odd = {"__proto__": field, "constructor": {**field, "title": RIGHT_TO_LEFT}, "a.b/c~d'\"": field}
    operation = {
        "action": "__proto__",
        "summary": f"{IMAGE} {RIGHT_TO_LEFT}",
        "description": f"{SCRIPT} {URL}",
        "request": "POST /a",
        "body": {"fields": odd},
        "returns": {"fields": {**odd, "list": {"items": {"fields": odd}}}},
    }
    return {
        "connector": f"{IMAGE}{SCRIPT}",
        "description": IMAGE,
        "version": "1.0",
        "server": "https://hostile.example.com",
        "brand_color": "#123456",
        "authentication": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        "credentials": {"api_key": {"type": "securestring", "label": IMAGE, "description": SCRIPT, "role": "api_key"}},
        "intro": f"# {IMAGE}\n[x]({URL}) {SCRIPT}",
        "operations": [operation],
    }


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    folder = tmp_path / "hostile"
    folder.mkdir()
    (folder / "connector.yaml").write_text(json.dumps(connector()), encoding="utf-8")
    return folder


@pytest.fixture
def served_hostile(hostile: Path) -> Iterator[Served]:
    yield from serve(hostile)


def test_texts_stay_texts_in_every_view(served_hostile: Served, page: Page) -> None:
    """The page fails the test when a script runs or the policy is broken."""
    page.goto(served_hostile.url)
    walk(page)
    for box in page.get_by_role("textbox").all():
        box.fill(IMAGE)
    page.get_by_role("button", name="Try it", exact=True).click()
    expect(page.locator("#response-status")).to_have_text("Response: status 200")
    assert json.loads(str(page.locator("pre").nth(1).text_content()))["__proto__"] == IMAGE


def test_texts_stay_texts_in_a_folder(hostile: Path, tmp_path: Path, page: Page) -> None:
    library = Library(hostile)
    library.refresh()
    out = tmp_path / "out"
    out.mkdir()
    for name, data in static_folder.files(View(library, None), "hostile").items():
        (out / name).write_bytes(data)
    assert b"<script" not in (out / static_folder.DATA).read_bytes()
    page.goto((out / "index.html").as_uri())
    walk(page)


def test_published_files_stay_texts_too(tmp_path: Path, page: Page) -> None:
    """A colour that is a style, an icon that is markup, choices that are scripts, and a folder with quotes."""
    folder = tmp_path / 'it\'s "<b>" & more'
    folder.mkdir()
    choice = {"name": IMAGE, "in": "query", "type": "string", "x-ms-summary": SCRIPT, "enum": [IMAGE, URL, "__proto__"]}
    loads = {"x-ms-dynamic-schema": {"operationId": "__proto__", "value-path": IMAGE}, "type": "object"}
    operation = {
        "operationId": "constructor",
        "summary": IMAGE,
        "description": SCRIPT,
        "externalDocs": {"url": URL},
        "parameters": [choice, {"name": "body", "in": "body", "schema": loads}],
        "responses": {"200": {"description": IMAGE, "schema": loads}},
    }
    definition = {
        "swagger": "2.0",
        "info": {"title": IMAGE, "version": "1", "contact": {"url": URL}},
        "host": "hostile.example.com",
        "paths": {"/a": {"post": operation}},
    }
    color = "red;background:url(https://evil.example.com/x)"
    properties = {"properties": {"iconBrandColor": color, "connectionParameters": {IMAGE: {"type": "string"}}}}
    (folder / "apiDefinition.swagger.json").write_text(json.dumps(definition), encoding="utf-8")
    (folder / "apiProperties.json").write_text(json.dumps(properties), encoding="utf-8")
    (folder / "icon.png").write_text("<svg onload=alert(1) xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    for served in serve(folder, published=True):
        page.goto(served.url)
        expect(page.locator("#card-title")).to_have_text(IMAGE)
        assert page.evaluate("document.documentElement.style.getPropertyValue('--brand')") == ""
        page.get_by_role("button", name="Show all").click()
        page.get_by_role("combobox", name=SCRIPT).select_option(URL)
        page.get_by_role("button", name="Try it", exact=True).click()
        for view in ("connections", "changes", "findings", "reference"):
            page.locator(f"#view-{view}").click()
            page.wait_for_timeout(100)
        assert page.locator("img, a[href^=javascript]").count() == 0


def walk(page: Page) -> None:
    """Look at every view."""
    expect(page.get_by_role("heading", name=f"{IMAGE}{SCRIPT}")).to_be_visible()
    expect(page.locator("#card-title")).to_have_text(f"{IMAGE} {RIGHT_TO_LEFT}")
    expect(page.get_by_role("textbox", name=f"{IMAGE}{SCRIPT}").first).to_be_visible()
    for panel in ("tokens", "apps", "swagger", "findings"):
        page.locator(f"#tab-{panel}").click()
    for view in ("connections", "changes", "findings", "reference"):
        page.locator(f"#view-{view}").click()
        page.wait_for_timeout(100)
    assert page.locator("img[src=x]").count() == 0
    assert page.frames[-1].locator("img, script, a[href^=javascript]").count() == 0
    page.locator("#view-cards").click()

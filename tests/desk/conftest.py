"""A copy of the shop, a preview that serves it, and a browser; each test has a separate page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.desk import browser as browsers
from tests.desk.served import SECONDS, Served, serve, shop_in

# Many tests may run at the same time; none of them measures speed.
expect.set_options(timeout=SECONDS * 1000)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A copy of the shop that a test may edit."""
    return shop_in(tmp_path)


@pytest.fixture
def served(shop: Path) -> Iterator[Served]:
    """A preview of the shop."""
    yield from serve(shop)


# An event loop runs in this thread while Playwright does, so it ends before the tests of another module begin.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser; one for the tests of a module."""
    with sync_playwright() as playwright:
        browser = browsers.launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A new page, which must report no error and call no other machine."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(SECONDS * 1000)
    made = context.new_page()
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    made.on("request", lambda request: wrong.append(request.url) if not _own(request.url) else None)
    made.on("dialog", lambda dialog: wrong.append(f"a script ran: {dialog.message}"))
    yield made
    context.close()
    assert wrong == []


def _own(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "file:", "data:"))

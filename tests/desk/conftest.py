"""A copy of the shop, a preview that serves it, and a browser; each test has a page of its own."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from connectorkit.desk.changes import Changes
from connectorkit.desk.library import Library
from connectorkit.desk.server import Preview
from connectorkit.desk.view import View
from tests.desk import browser as browsers

SHOP = Path(__file__).with_name("shop")
SECONDS = 30


class Served(NamedTuple):
    """A preview that listens, and the folder whose files are edited."""

    preview: Preview
    folder: Path

    @property
    def url(self) -> str:
        return self.preview.url

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a file as an editor does when it saves."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (old, text)
        path.write_text(text.replace(old, new), encoding="utf-8")


def serve(folder: Path, revision: str = "HEAD") -> Iterator[Served]:
    """Serve a folder until the test is done."""
    library = Library(folder)
    library.refresh()
    preview = Preview(library, View(library, Changes(folder, revision)))
    thread = threading.Thread(target=preview.serve, daemon=True)
    thread.start()
    end = time.monotonic() + SECONDS
    while not preview.started and time.monotonic() < end:
        time.sleep(0.01)
    yield Served(preview, folder)
    preview.stop()
    thread.join(SECONDS)
    assert not thread.is_alive()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A copy of the shop that a test may edit."""
    return Path(shutil.copytree(SHOP, tmp_path / "shop"))


@pytest.fixture
def served(shop: Path) -> Iterator[Served]:
    """A preview of the shop."""
    yield from serve(shop)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; one for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**browsers.options())  # type: ignore[arg-type]  # Named options.
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of its own, which must report no error and ask no other machine."""
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

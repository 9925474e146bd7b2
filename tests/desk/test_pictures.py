"""Pictures of four cards. They are compared with a tolerance, because browsers smooth letters differently.

``python -m tests.desk.test_pictures`` renews them.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.desk import browser as browsers
from tests.desk.served import serve, shop_in

# These start a browser; make test-all runs them.
pytestmark = pytest.mark.part(0)

PICTURES = Path(__file__).with_name("pictures")
NAMES = ("action", "filled", "trigger", "dark")
# The mean colours of squares are compared: a letter that is smoothed otherwise hardly changes them, a missing one does.
_SQUARE = 8
_VISIBLE = 40
_MOST_SQUARES = 6
_MOST_PIXELS = 4
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def taken(browser: Browser, url: str, name: str) -> bytes:
    """A picture of one card as PNG."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 1000},
        color_scheme="dark" if name == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(url)
    expect(page.get_by_text("1 from the sandbox")).to_be_visible()
    prepare(page, name)
    # The path of a file contains a scratch folder.
    page.evaluate("document.querySelectorAll('article footer .wrap').forEach((one) => one.remove())")
    picture = page.locator("article").screenshot()
    context.close()
    return picture


def prepare(page: Page, name: str) -> None:
    """Bring the card into the state of a picture."""
    if name == "trigger":
        page.get_by_role("button", name="When an order is placed").click()
        page.get_by_role("button", name="Show all").click()
    elif name == "filled":
        page.get_by_role("combobox", name="Shop").select_option("Contoso North")
        page.get_by_role("textbox", name="Customer").fill("Ada Lovelace")
        page.get_by_role("button", name="Add new item to Lines").click()
        page.get_by_role("button", name="Show all").click()
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")


def difference(one: bytes, other: bytes) -> str:
    """The visible difference of two pictures; "" for none."""
    first, second = (Image.open(BytesIO(data)).convert("RGB") for data in (one, other))
    if any(abs(a - b) > _MOST_PIXELS for a, b in zip(first.size, second.size, strict=True)):
        return f"the size is {second.size} in place of {first.size}"
    size = (min(first.width, second.width), min(first.height, second.height))
    squares = (size[0] // _SQUARE, size[1] // _SQUARE)
    means = [one.crop((0, 0, *size)).resize(squares, Image.Resampling.BOX) for one in (first, second)]
    channels = ImageChops.difference(means[0], means[1]).split()
    worst = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    visible = sum(worst.histogram()[_VISIBLE:])
    return f"{visible} squares of {_SQUARE} pixels differ" if visible > _MOST_SQUARES else ""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    for served in serve(shop_in(tmp_path_factory.mktemp("pictures"))):
        yield served.url


@pytest.mark.parametrize("name", NAMES)
def test_the_card_looks_as_it_did(name: str, url: str, chromium: Browser, tmp_path: Path) -> None:
    if not FONT.is_file():
        why = "the font DejaVu Sans is missing: install the package fonts-dejavu-core (.ci/browser does)"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    made = taken(chromium, url, name)
    (tmp_path / f"{name}.png").write_bytes(made)
    assert difference((PICTURES / f"{name}.png").read_bytes(), made) == "", f"see {tmp_path / name}.png"


def test_a_field_that_is_missing_would_be_seen() -> None:
    whole = Image.open(PICTURES / "action.png").convert("RGB")
    blank = whole.copy()
    blank.paste((255, 255, 255), (10, 208, 110, 230))  # The label "Customer *".
    data = BytesIO()
    blank.save(data, "PNG")
    assert difference((PICTURES / "action.png").read_bytes(), data.getvalue()) != ""


def main() -> None:
    """Renew the pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = browsers.launch(playwright)
        for served in serve(shop_in(Path(scratch))):
            for name in NAMES:
                (PICTURES / f"{name}.png").write_bytes(taken(browser, served.url, name))
        browser.close()


if __name__ == "__main__":
    main()

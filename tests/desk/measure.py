"""Time from an edit on the disk to the changed card in the browser: ``python -m tests.desk.measure SOURCE [TIMES]``.

An edit changes the summary of the operation in the first file that has one; the clock stops when the page has drawn it.
"""

from __future__ import annotations

import gc
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.desk import browser
from tests.desk.served import serve

_WATCH = """() => { window.drawn = new Promise((done) => new MutationObserver(() => {
  const found = document.querySelector("#card-title");
  if (found && found.textContent.includes("edit-")) requestAnimationFrame(() => done(Date.now()));
}).observe(document.body, {subtree: true, childList: true})); }"""


def main(source: str, times: int) -> None:
    """Print the median and the worst of ``times`` edits, in milliseconds."""
    gc.set_threshold(100_000, 50, 50)  # As the command line does.
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(shutil.copytree(source, Path(scratch) / "source"))
        file, text = next(_summaries(folder))
        page = browser.launch(playwright).new_page()
        for served in serve(folder):
            page.goto(served.url)
            old = re.search(r"^summary: (.*)$", text, re.MULTILINE)
            assert old is not None
            page.get_by_role("navigation", name="Actions and triggers").get_by_text(old[1], exact=True).click()
            taken = []
            for number in range(times):
                page.wait_for_timeout(600)
                page.evaluate(_WATCH)
                start = time.time()
                file.write_text(text.replace(old[0], f"summary: edit-{number}"), encoding="utf-8")
                taken.append(page.evaluate("window.drawn") - start * 1000)
                page.wait_for_timeout(300)
                file.write_text(text, encoding="utf-8")
            print(*(round(one) for one in taken))
            taken.sort()
            print(f"{source}: median {statistics.median(taken):.0f} ms, worst {taken[-1]:.0f} ms of {times} edits")


def _summaries(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files of actions that makers see, with their texts."""
    for path in sorted(folder.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if (
            re.search(r"^action: ", text, re.MULTILINE)
            and re.search(r"^summary: ", text, re.MULTILINE)
            and "internal" not in text
        ):
            yield path, text


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10)

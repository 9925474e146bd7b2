"""A preview of a copy of the shop, over a real socket."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from connectorkit.desk.changes import Changes
from connectorkit.desk.library import Library
from connectorkit.desk.server import Preview
from connectorkit.desk.view import View

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


def shop_in(folder: Path) -> Path:
    """A copy of the shop that a test may edit."""
    return Path(shutil.copytree(SHOP, folder / "shop"))


def serve(folder: Path, revision: str = "HEAD", published: bool = False) -> Iterator[Served]:
    """A context with a server of a folder; ``published``: it holds published files."""
    library = Library(folder, published)
    library.refresh()
    preview = Preview(library, View(library, Changes(folder, revision)))
    thread = threading.Thread(target=preview.serve, daemon=True)
    thread.start()
    end = time.monotonic() + SECONDS
    while not preview.started and time.monotonic() < end:
        time.sleep(0.01)
    try:
        yield Served(preview, folder)
    finally:
        preview.stop()
        thread.join(SECONDS)
    assert not thread.is_alive()

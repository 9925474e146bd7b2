"""The static files of the page: they are part of the toolkit, and no other file is ever served."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

INDEX: Final = "index.html"
_FOLDER: Final = Path(__file__).with_name("page")
_KINDS: Final = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}


@cache
def files() -> dict[str, bytes]:
    """The files of the page by name."""
    return {path.name: path.read_bytes() for path in sorted(_FOLDER.iterdir()) if path.suffix in _KINDS}


def kind(name: str) -> str:
    """The media type of a file of the page."""
    return _KINDS[Path(name).suffix]

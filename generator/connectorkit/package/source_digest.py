"""A digest of the files that make up a source."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from connectorkit.model import file_names
from connectorkit.package import sealed
from connectorkit.read import source as sources


class SourceDigest(NamedTuple):
    """The SHA-256 of a source in hexadecimal digits, and the number of its files."""

    digest: str
    files: int


def of(folder: Path) -> SourceDigest:
    """The digest of connector.yaml, the files that it names, and the templates of the source."""
    source = sources.load(folder)
    named = [name for name, (inside, exists) in source.looked.items() if inside and exists]
    templates = folder / "templates"
    own = [path.relative_to(folder).as_posix() for path in templates.rglob("*") if path.is_file()]
    tree = {name: (folder / name).read_bytes() for name in {file_names.SOURCE, *named, *own}}
    return SourceDigest(sealed.digest(tree), len(tree))

"""Editor support in a new source: the schemas, and the line in each file that names its schema."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from connectorkit.model.file_names import SCHEMAS
from connectorkit.render.editor import kinds, schemas
from connectorkit.write import build_folder

_LINE = re.compile(r"#\s*yaml-language-server:\s*\$schema=(\S+)")


def equipped(tree: dict[str, bytes], steps: int = 0) -> dict[str, bytes]:
    """The files of a new source by path, with the schemas and lines for editors added.

    ``steps`` is the number of folders from the source up to the schemas; with 0, the schemas are added to the source.
    """
    headed = {name: _headed(name, data, steps) if name.endswith(".yaml") else data for name, data in tree.items()}
    return headed if steps else headed | {f"{SCHEMAS}/{name}": data for name, data in _folder().items()}


def headed_like(sibling: str, name: str, text: str) -> str:
    """``text`` for a new file of a source, with the line that names its schema if connector.yaml has one.

    ``sibling`` is the text of connector.yaml, ``name`` the path of the new file below it.
    """
    found = _LINE.match(sibling)
    path = PurePosixPath(found[1]) if found else None
    if path is None or path.parent.name != SCHEMAS:
        return text
    return f"{kinds.line(name, path.parts.count('..'))}\n{text}"


def _headed(name: str, data: bytes, steps: int) -> bytes:
    return kinds.line(name, steps).encode() + b"\n" + data


def _folder() -> dict[str, bytes]:
    """The schemas, and the list that lets `connectorkit schema` renew them."""
    made = schemas.files()
    return made | {build_folder.MANIFEST: build_folder.manifest(made)}

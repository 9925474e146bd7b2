"""Source files: what a new source gets for editors: their schemas, and in each file the line that names its schema."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from connectorkit.model.file_names import SCHEMAS
from connectorkit.render.editor import kinds, schemas
from connectorkit.write import build_folder

_LINE = re.compile(r"#\s*yaml-language-server:\s*\$schema=(\S+)")


def equipped(tree: dict[str, bytes], steps: int = 0) -> dict[str, bytes]:
    """The files of a new source, by their paths below it, with all that an editor needs to complete and check them.

    The schemas are in a folder so many ``steps`` above the source; they are part of it when there is none.
    """
    headed = {name: _headed(name, data, steps) if name.endswith(".yaml") else data for name, data in tree.items()}
    return headed if steps else headed | {f"{SCHEMAS}/{name}": data for name, data in _folder().items()}


def headed_like(sibling: str, name: str, text: str) -> str:
    """The text of a new file of a source, with the line that names its schema where connector.yaml has one.

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

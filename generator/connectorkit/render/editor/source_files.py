"""Source files: what a new source gets for editors: their schemas, and in each file the line that names its schema."""

from __future__ import annotations

from connectorkit.render.editor import kinds, schemas
from connectorkit.write import build_folder


def equipped(tree: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a new source, by their paths below it, with all that an editor needs to complete and check them."""
    headed = {name: _headed(name, data) if name.endswith(".yaml") else data for name, data in tree.items()}
    return headed | {f"{kinds.FOLDER}/{name}": data for name, data in _folder().items()}


def _headed(name: str, data: bytes) -> bytes:
    return kinds.line(name).encode() + b"\n" + data


def _folder() -> dict[str, bytes]:
    """The schemas, and the list that lets `connectorkit schema` renew them."""
    made = schemas.files()
    return made | {build_folder.MANIFEST: build_folder.manifest(made)}

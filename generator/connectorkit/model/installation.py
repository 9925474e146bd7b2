"""Where the toolkit's own files are, in a checkout and in an installed wheel. Light to import."""

from __future__ import annotations

import os

import connectorkit

TYPE_CHECKING = False  # The module of this name takes as long to import as a cached answer.
if TYPE_CHECKING:
    from pathlib import Path

NAME = "connectorkit"


def resource(name: str) -> str:
    """The path of ``templates``, ``docs`` ...: at the top of a checkout, beside the modules of a wheel."""
    package = os.path.dirname(os.path.abspath(connectorkit.__file__))
    inside = os.path.join(package, name)
    return inside if os.path.exists(inside) else os.path.join(os.path.dirname(os.path.dirname(package)), name)


def wheel() -> Path | None:
    """The wheel that this toolkit was installed from (PEP 610); None when it is unknown or was removed."""
    import json
    from importlib import metadata
    from pathlib import Path
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    try:
        origin = json.loads(metadata.distribution(NAME).read_text("direct_url.json") or "{}")
        address = urlsplit(origin.get("url", ""))
    except (metadata.PackageNotFoundError, ValueError, AttributeError):
        return None
    path = Path(url2pathname(address.path))
    return path if address.scheme == "file" and path.suffix == ".whl" and path.is_file() else None

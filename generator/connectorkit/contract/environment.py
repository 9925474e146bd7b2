"""Names that the suite, its readme and the client share."""

from __future__ import annotations

from typing import Any


def variable(spec: dict[str, Any], name: str) -> str:
    """The environment variable of a credential, ``<PACKAGE>_<CREDENTIAL>``."""
    text = f"{spec['package']}_{name}".upper()
    return "".join(one if one.isalnum() else "_" for one in text)

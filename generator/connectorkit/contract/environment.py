"""Names that the suite, its readme and the client share."""

from __future__ import annotations

from connectorkit.sandbox.shapes.document_types import Document


def variable(spec: Document, name: str) -> str:
    """The environment variable of a credential, ``<PACKAGE>_<CREDENTIAL>``, which the client reads too."""
    argument = next((one["argument"] for one in spec["credentials"] if one["name"] == name), name)
    text = f"{spec['package']}_{argument}".upper()
    return "".join(one if one.isalnum() else "_" for one in text)

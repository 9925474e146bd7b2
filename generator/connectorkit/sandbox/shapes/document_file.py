"""Reading and validating the sandbox's document from a file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from connectorkit.diagnostics.finding import Unusable
from connectorkit.model.json_value import Json, mapping
from connectorkit.sandbox.shapes.document_types import Document

if TYPE_CHECKING:
    import jsonschema_rs

NAME = "sandbox.json"
_SCHEMAS = (
    Path(__file__).with_name("sandbox-document.schema.json"),
    Path(__file__).parents[2] / "validate" / "schemas" / "sandbox.schema.json",
)


def read(path: Path) -> Document:
    """The document in a file; raises Unusable for an invalid one, or one of another version of the toolkit."""
    try:
        document: Json = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "invalid JSON"
        raise Unusable(f"{path}: cannot read the sandbox document ({reason}). {_SUGGESTION}") from None
    wrong = problem(document)
    if wrong:
        raise Unusable(f"{path}: not a sandbox document of this version of connectorkit: {wrong}. {_SUGGESTION}")
    return cast("Document", document)  # The schema, which was just checked, corresponds to the type.


_SUGGESTION = "Build the contract tests again with `connectorkit build --only tests`."


def problem(document: Json) -> str:
    """The first problem of a document, as ``place: what``; "" for none."""
    error = next(_validator().iter_errors(document), None)
    if error is None:
        return ""
    place = ".".join(map(str, error.instance_path)) or "the top level"
    told = " ".join(error.message.split())
    return f"{place}: {told if len(told) <= 200 else told[-200:]}"


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    import jsonschema_rs  # Imported here: a sandbox of a source validates no document.

    document, section = (mapping(json.loads(path.read_bytes())) for path in _SCHEMAS)
    bundle = {"$ref": document["$id"], "$defs": {"document": document, "sandbox": section}}
    return jsonschema_rs.Draft202012Validator(bundle)

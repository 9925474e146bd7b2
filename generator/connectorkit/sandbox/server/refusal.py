"""Error responses in the vendor's own format."""

from __future__ import annotations

import json
from copy import deepcopy
from http import HTTPStatus

from connectorkit.model.json_value import Json
from connectorkit.sandbox.shapes.document_types import Document, Record, Route, Shape
from connectorkit.sandbox.vendor.fill_answer import fill, put


class Refusal(Exception):
    """A rejected request: the HTTP status, what is wrong, and the vendor's code and text ("" for the default).

    ``own`` is the whole body if it is a special one.
    """

    def __init__(
        self, status: int, message: str = "", details: dict[str, str] | None = None, code: str = "", own: Json = None
    ) -> None:
        super().__init__(status)
        self.status, self.message, self.details, self.code, self.own = status, message, details or {}, code, own


def body(spec: Document, route: Route | None, refusal: Refusal) -> Json:
    """The error body: that of the source for the status, else one from the declared shape and error paths."""
    if refusal.own is not None:
        return deepcopy(refusal.own)
    errors, said = spec["errors"], spec["sandbox"].get("errors", {})
    own = said.get(str(refusal.status))
    if own is not None:
        document: Json = deepcopy(own)
        if refusal.message and errors["message"]:
            document = put(document, errors["message"], refusal.message)
        if refusal.code and errors["code"]:
            document = put(document, errors["code"], refusal.code)
    else:
        document = _composed(spec, route["failures"].get(str(refusal.status)) if route else None, refusal)
    if refusal.details and errors["details"]:
        return put(document, errors["details"], {**refusal.details})
    if refusal.details and own is not None and errors["message"]:
        return put(document, errors["message"], text(refusal))
    return document


def _composed(spec: Document, shape: Shape | None, refusal: Refusal) -> Json:
    errors, code = spec["errors"], refusal.code or _code(refusal.status)
    document: Json = {}
    if shape and shape.get("fields"):
        same: Record = dict.fromkeys(
            ("message", "error", "error_description", "description", "detail", "title"), text(refusal)
        )
        document = fill(shape, {**same, "code": code, "status": refusal.status, "statusCode": refusal.status})
    if errors["code"]:
        document = put(document, errors["code"], code)
    if errors["message"]:
        document = put(document, errors["message"], text(refusal))
    if not shape and not errors["code"] and not errors["message"]:
        document = {"error": {"code": code, "message": text(refusal)}}
    # The declared shape may have no field for the reason, which callers need nevertheless.
    shown = json.dumps(document, ensure_ascii=False)
    if isinstance(document, dict) and any(
        json.dumps(told, ensure_ascii=False)[1:-1] not in shown for told in refusal.details.values()
    ):
        document["message"] = text(refusal)
    return document


def text(refusal: Refusal) -> str:
    """One sentence about what is wrong, including the fields at fault."""
    told = refusal.message or HTTPStatus(refusal.status).phrase
    return " ".join([f"{told}.".replace("..", "."), *refusal.details.values()])


def _code(status: int) -> str:
    return HTTPStatus(status).phrase.upper().replace(" ", "_").replace("-", "_")

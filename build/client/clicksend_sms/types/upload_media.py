"""The types of the operation Convert Media File Format."""

from __future__ import annotations

from .._engine.model import Model, Result
from .._engine.operation import Input, Operation


class UploadMediaResult(Result):
    """The result of upload_media.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: Media | None


class Media(Model):
    """Media."""

    __slots__ = ("upload_id", "file_name", "date_added", "date_delete", "user_id", "url")
    upload_id: int | None
    file_name: str | None
    date_added: int | None
    date_delete: int | None
    user_id: int | None
    url: str | None


UploadMediaResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", Media, {}),
)
Media._shape = (
    ("upload_id", "upload_id", "i", {}),
    ("file_name", "file_name", "s", {}),
    ("date_added", "date_added", "i", {}),
    ("date_delete", "date_delete", "i", {}),
    ("user_id", "user_id", "i", {}),
    ("_url", "url", "s", {}),
)
OPERATION = Operation(
    "upload_media",
    "POST",
    "/uploads",
    "idempotent",
    UploadMediaResult,
    (
        Input(
            "convert", "convert", "query", "s", {"required": True, "enum": ("fax", "mms", "csv", "post", "postcard")}
        ),
        Input("content", "content", "body", "y", {"required": True}),
    ),
    body="json",
    body_required=True,
    content_type="application/json",
    accept="application/json",
    envelope=("response_code", "SUCCESS"),
    look_for=(("convert", "convert", ()),),
)

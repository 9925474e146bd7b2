"""Deliveries of a webhook, as JSON or as a form, to typed events."""

from __future__ import annotations

from .errors import DecodeError
from .model import decode_result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeVar

    from .jsonvalue import JsonValue
    from .model import Event

    E = TypeVar("E", bound=Event)


def parse(trigger: str, event: type[E], body: bytes | str | Mapping[str, object]) -> E:
    """The event in ``body``: JSON, a form, or a mapping already parsed. Raises DecodeError if it is neither."""
    from .encode import plain

    try:
        if not isinstance(body, (bytes, bytearray, str)):
            return decode_result(event, plain(body), [])
        text = body if isinstance(body, str) else bytes(body).decode("utf-8-sig")
        return decode_result(event, _parsed(text.lstrip("\ufeff").strip()), [])
    except (ValueError, TypeError, RecursionError):
        raw = body.encode("utf-8", "replace") if isinstance(body, str) else body
        kept = bytes(raw) if isinstance(raw, (bytes, bytearray)) else b""
        raise DecodeError(trigger, "the delivery is neither JSON nor a form", kept) from None


def _parsed(text: str) -> JsonValue:
    if not text:
        raise ValueError("empty")
    if text[:1] in ("{", "["):
        from json import loads

        data: JsonValue = loads(text)
        return data
    from urllib.parse import parse_qs

    form = parse_qs(text, keep_blank_values=True, strict_parsing=True)
    return {name: values[0] if len(values) == 1 else list(values) for name, values in form.items()}

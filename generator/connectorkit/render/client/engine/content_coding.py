"""Decompression of bodies that a service compressed although the client did not ask for it."""

from __future__ import annotations

import zlib

from .http_messages import LARGEST_BODY, Failure, Response

_GZIP, _ZLIB, _RAW = 31, 15, -15
# Registered codings. Others, such as the aws-chunked of a file store, are often declared and not applied.
_UNREAD = frozenset(("br", "compress", "dcb", "dcz", "x-compress", "zstd"))
_CUT, _DAMAGED = "the compressed response was truncated", "the compressed response is damaged"
_LARGE = "the response is too large"


def inflated(response: Response) -> Response | Failure:
    """The response with its body decompressed; a Failure when the body is cut off or grows too large.

    A body that is not in the declared coding is left unchanged: some services declare one that they do not apply.
    """
    codings = [name.strip().lower() for name in response.headers.get("content-encoding", "").split(",")]
    body = response.body
    for coding in reversed(codings):
        width = _width(coding, body)
        if not width or not body:
            break
        made = _members(body, width)
        if isinstance(made, str):
            return Failure(True, made, response.status, response.body)
        body = made
    return response if body is response.body else Response(response.status, response.headers, body)


def unread_coding(response: Response) -> str:
    """The declared compression if this client does not support it; "" for none."""
    codings = (name.strip().lower() for name in response.headers.get("content-encoding", "").split(","))
    return next((name for name in codings if name in _UNREAD), "")


def _width(coding: str, body: bytes) -> int:
    """The window size with which zlib reads ``body``; 0 when it cannot."""
    if coding in ("gzip", "x-gzip"):
        return _GZIP if _is_gzip(body) else 0
    if coding != "deflate":
        return 0
    if len(body) > 1 and body[0] & 15 == 8 and (body[0] << 8 | body[1]) % 31 == 0:
        return _ZLIB
    return 0 if _is_text(body) else _RAW


def _is_gzip(body: bytes) -> bool:
    return body.startswith(b"\x1f\x8b"[: len(body)])


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _members(body: bytes, width: int) -> bytes | str:
    """The decompressed ``body``, which may have several gzip members, or what is wrong with it."""
    parts: list[bytes] = []
    size = 0
    while body:
        work = zlib.decompressobj(width)
        try:
            part = work.decompress(body, LARGEST_BODY - size + 1)
        except zlib.error:
            return _DAMAGED
        size += len(part)
        if size > LARGEST_BODY:
            return _LARGE
        if not work.eof:
            return _CUT
        parts.append(part)
        # Some servers pad the last block; data that is not a further member is not part of the body.
        body = work.unused_data if width == _GZIP and _is_gzip(work.unused_data) else b""
    return b"".join(parts)

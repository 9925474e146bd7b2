"""Messages of the language server protocol over streams: a header with the length, then JSON."""

from __future__ import annotations

import json
import threading
from typing import IO, Final

from connectorkit.model.json_value import Json, Object, mapping

MOST_BYTES: Final = 64_000_000
_MOST_HEAD = 8_192

PARSE_ERROR: Final = -32700
INVALID_REQUEST: Final = -32600
METHOD_NOT_FOUND: Final = -32601
INVALID_PARAMS: Final = -32602
INTERNAL_ERROR: Final = -32603
NOT_INITIALIZED: Final = -32002
REQUEST_FAILED: Final = -32803
CANCELLED: Final = -32800


class Malformed(Exception):
    """A message that is not a JSON object; the messages after it can still be read."""


class Ended(Exception):
    """The client closed the stream, or message boundaries were lost."""


class Reader:
    """Reads messages one after another."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self) -> Object:
        """The next message. Raises Malformed if it cannot be read, and Ended at the end of the stream."""
        length = self._length()
        body = self._stream.read(length)
        if len(body) < length:
            raise Ended
        try:
            message: Json = json.loads(body)
        except (ValueError, RecursionError):
            raise Malformed from None
        if not isinstance(message, dict):
            raise Malformed
        return message

    def _length(self) -> int:
        """The Content-Length of the next header; lines that are not header fields are skipped."""
        length, taken = -1, 0
        while True:
            line = self._stream.readline(_MOST_HEAD)
            taken += len(line)
            if not line or taken > MOST_BYTES:
                raise Ended
            name, colon, value = line.strip().partition(b":")
            if not name and length >= 0:
                return length
            if colon and name.strip().lower() == b"content-length" and value.strip().isdigit():
                length = int(value)
                if length > MOST_BYTES:
                    raise Ended


class Writer:
    """Writes messages. Threads may share it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def write(self, message: Object) -> None:
        """Send one message. Raises Ended if the client has closed the stream."""
        body = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode("utf-8", "replace")
        try:
            with self._lock:
                self._stream.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
                self._stream.flush()
        except (OSError, ValueError):
            raise Ended from None

    def result(self, number: Json, value: Json) -> None:
        """Send the result of a request."""
        self.write({"id": number, "result": value})

    def error(self, number: Json, code: int, message: str) -> None:
        """Send an error as the response to a request."""
        self.write({"id": number, "error": {"code": code, "message": message}})

    def notify(self, method: str, values: Object) -> None:
        """Send a notification."""
        self.write({"method": method, "params": values})


class Refused(Exception):
    """A request that cannot be carried out; its text is for the person who asked."""


class Foreign(Refused):
    """A request about a file outside any source: its result is empty, which is not an error."""


def at(value: Json, *keys: str) -> Json:
    """The value at a path of keys in a message; None if there is none."""
    for key in keys:
        value = mapping(value).get(key)
    return value


def text(value: Json, *keys: str) -> str:
    """The string at a path of keys. Raises KeyError for anything else."""
    found = at(value, *keys)
    if not isinstance(found, str):
        raise KeyError(".".join(keys))
    return found


def number(value: Json, *keys: str) -> int:
    """The integer at a path of keys. Raises KeyError for anything else."""
    found = at(value, *keys)
    if not isinstance(found, int) or isinstance(found, bool):
        raise KeyError(".".join(keys))
    return found

"""One answer while it arrives, read by httptools, which is imported for the first one."""

from __future__ import annotations

from .failure_reasons import Broken
from .http_messages import LARGEST_BODY, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class _Parser(Protocol):
        def feed_data(self, data: bytes, /) -> None: ...

        def get_status_code(self) -> int: ...

        def should_keep_alive(self) -> bool: ...


_LARGEST_HEAD = 128 * 1024
_parser: Callable[[object], _Parser] | None = None


def parser() -> Callable[[object], _Parser]:
    """The parser of httptools. Raises ImportError, with a way out, when that is not installed."""
    global _parser
    if _parser is None:
        from importlib import import_module

        try:
            made: Callable[[object], _Parser] = import_module("httptools").HttpResponseParser
        except ImportError:
            raise ImportError("an asynchronous client needs the package httptools: install the extra 'async'") from None
        _parser = made
    return _parser


class Answer:
    """``status`` is 0 until the head has arrived; ``chunks`` are the pieces of the body so far."""

    __slots__ = ("_head", "_method", "_parser", "_size", "chunks", "complete", "keep_alive", "status")

    def __init__(self, method: str) -> None:
        self._method = method
        self._parser: _Parser | None = parser()(self)
        self._head: list[tuple[bytes, bytes]] = []
        self._size = 0
        self.chunks: list[bytes] = []
        self.status = 0
        self.complete = False
        self.keep_alive = False

    def feed(self, data: bytes) -> None:
        """Read on. Raises Broken when it is no HTTP or too large."""
        reading = self._parser
        if reading is None:
            return
        try:
            reading.feed_data(data)
        except Broken:
            raise
        except Exception as error:
            if self.complete:
                self.keep_alive = False
                return
            # httptools passes on what its callbacks raise as the context of an error of its own.
            if isinstance(error.__context__, Broken):
                raise error.__context__ from None
            raise Broken(f"the answer is not HTTP ({type(error).__name__})") from None
        if self.complete:
            # The two hold each other.
            self._parser = None

    def ends_with_connection(self) -> bool:
        """True for a body without a length, which is whole when the connection ends."""
        names = {name.lower() for name, _ in self._head}
        return bool(self.status) and not names & {b"content-length", b"transfer-encoding"}

    def headers(self) -> dict[str, str]:
        """The headers, with lower-case names."""
        return joined([(name.decode("latin-1"), value.decode("latin-1")) for name, value in self._head])

    def _over(self) -> bool:
        """Whether this belongs to another answer, which nobody asked for."""
        if self.complete:
            self.keep_alive = False
        return self.complete

    def on_header(self, name: bytes, value: bytes) -> None:
        """Called by httptools."""
        if self._over():
            return
        self._size += len(name) + len(value)
        if self._size > _LARGEST_HEAD and not self.status:
            raise Broken("the head of the answer is too large")
        self._head.append((name, value))

    def on_headers_complete(self) -> None:
        """Called by httptools."""
        if self._over():
            return
        status = self._parser.get_status_code() if self._parser is not None else 0
        if status >= 200:
            self.status, self._size = status, 0
            # Neither has a body, whatever its headers say.
            if self._method == "HEAD" or (self._method == "CONNECT" and status < 300):
                self.complete = True

    def on_body(self, chunk: bytes) -> None:
        """Called by httptools."""
        if self._over():
            return
        self._size += len(chunk)
        if self._size > LARGEST_BODY:
            raise Broken("the answer is too large")
        self.chunks.append(chunk)

    def on_message_complete(self) -> None:
        """Called by httptools; also after an answer such as 100, which another one follows."""
        if self._over():
            return
        if not self.status:
            self._head.clear()
            return
        self.complete = True
        self.keep_alive = self._parser is not None and self._parser.should_keep_alive()

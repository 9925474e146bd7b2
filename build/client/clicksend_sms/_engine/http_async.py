"""HTTP over aiohttp, which is imported when the first request is sent."""

from __future__ import annotations

from .wire import Failure, Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from types import TracebackType
    from typing import Protocol

    from .wire import Request

    class _Stream(Protocol):
        def iter_chunked(self, size: int) -> AsyncIterator[bytes]: ...

    class _Headers(Protocol):
        def items(self) -> list[tuple[str, str]]: ...

    class _Answer(Protocol):
        status: int
        headers: _Headers
        content: _Stream

    class _Exchange(Protocol):
        async def __aenter__(self) -> _Answer: ...

        async def __aexit__(
            self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
        ) -> None: ...

    class _Session(Protocol):
        closed: bool

        def request(
            self, method: str, url: object, *, data: bytes | None, headers: Mapping[str, str], allow_redirects: bool,
            trace_request_ctx: object,
        ) -> _Exchange: ...  # fmt: skip

        async def close(self) -> None: ...


LARGEST_BODY = 64 * 1024 * 1024


class _Repeated(Exception):
    """aiohttp was about to send a request again by itself."""


class _TooLarge(ValueError):
    """An answer beyond LARGEST_BODY."""


class _State:
    """How far one request came."""

    __slots__ = ("connected",)

    def __init__(self) -> None:
        self.connected = False


class Transport:
    """Sends requests. ``timeout`` in seconds holds for the whole exchange."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._session: _Session | None = None

    async def send(self, request: Request) -> Response | Failure:
        """The answer to ``request``, or why there is none; never sends twice."""
        from importlib import import_module

        aiohttp, yarl = import_module("aiohttp"), import_module("yarl")
        scheme, host, port = request.origin
        shown = f"[{host}]" if ":" in host else host
        url = yarl.URL(f"{scheme}://{shown}:{port}{request.target}", encoded=True)
        state = _State()
        try:
            return await self._exchange(request, url, state)
        except _Repeated:
            return Failure(True, "the connection broke")
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            reason = _reason(error)
            return Failure(state.connected, reason if state.connected else f"no connection to {host}: {reason}")

    async def _exchange(self, request: Request, url: object, state: _State) -> Response:
        session = self._session
        if session is None or session.closed:
            session = self._session = _open(self._timeout)
        async with session.request(
            request.method, url, data=request.body, headers=request.headers, allow_redirects=False,
            trace_request_ctx=state,
        ) as answer:  # fmt: skip
            chunks: list[bytes] = []
            size = 0
            async for chunk in answer.content.iter_chunked(256 * 1024):
                chunks.append(chunk)
                size += len(chunk)
                if size > LARGEST_BODY:
                    raise _TooLarge
            headers: dict[str, str] = {}
            for name, value in answer.headers.items():
                name = name.lower()
                headers[name] = f"{headers[name]}, {value}" if name in headers else value
            return Response(answer.status, headers, b"".join(chunks))

    async def close(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()


def _open(timeout: float) -> _Session:
    from importlib import import_module

    aiohttp = import_module("aiohttp")

    async def connected(session: object, context: object, params: object) -> None:
        state = getattr(context, "trace_request_ctx", None)
        if isinstance(state, _State):
            state.connected = True

    async def once(session: object, context: object, params: object) -> None:
        state = getattr(context, "trace_request_ctx", None)
        if isinstance(state, _State) and state.connected:
            raise _Repeated

    trace = aiohttp.TraceConfig()
    # aiohttp repeats PUT, DELETE and the like by itself when a connection breaks; repeating is decided in retry.py.
    trace.on_connection_create_start.append(once)
    trace.on_connection_reuseconn.append(once)
    trace.on_connection_create_end.append(connected)
    trace.on_connection_reuseconn.append(connected)
    session: _Session = aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=timeout), cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False, trace_configs=[trace], auto_decompress=True,
        skip_auto_headers=("Content-Type", "User-Agent", "Accept", "Accept-Encoding"),
    )  # fmt: skip
    return session


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "timed out"
    if isinstance(error, _TooLarge):
        return "the answer is too large"
    kind = type(error).__name__
    return "TLS failed" if "SSL" in kind or "Certificate" in kind else f"the connection broke ({kind})"

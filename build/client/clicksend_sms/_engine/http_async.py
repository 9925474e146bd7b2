"""HTTP over asyncio, connections kept open; answers are read by httptools, the parser of Node.js."""

from __future__ import annotations

import asyncio
import select
import time

from .failure_reasons import Broken, reason
from .http_messages import Failure, Response, netloc_of, written
from .http_parser import Answer, parser
from .proxies import proxy_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from typing import NoReturn

    from .http_messages import Request
    from .proxies import Origin, Proxy

_IDLE_SECONDS = 50.0
# Servers close idle connections after 5 seconds and more; what must not be sent twice does not race with that.
_FRESH_SECONDS = 4.0
_MOST_IDLE = 16


class AsyncHttpTransport:
    """The transport of an asynchronous client.

    ``ssl_context`` replaces the default one, to trust other certificates for instance. With ``environment`` the
    variables HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY hold. The timeout of a request bounds all of it. Raises
    ImportError when httptools is not installed.
    """

    def __init__(self, *, ssl_context: ssl.SSLContext | None = None, environment: bool = True) -> None:
        parser()
        self._context = ssl_context
        self._environment = environment
        self._loop: asyncio.AbstractEventLoop | None = None
        self._idle: list[_Line] = []

    def __reduce__(self) -> NoReturn:
        raise TypeError("open connections are not pickled")

    async def send(self, request: Request, /) -> Response | Failure:
        """The answer to ``request``, or why there is none; never sends twice."""
        request.departed = False
        ends = time.monotonic() + request.timeout
        line = self._kept(request)
        if line is None:
            try:
                async with asyncio.timeout(request.timeout):
                    line = await self._connected(request.origin)
            except (OSError, ValueError, Broken) as error:
                return Failure(False, f"no connection to {request.origin[1]}: {reason(error)}")
        try:
            reply = await line.exchange(request, ends)
        finally:
            # Also when the task is cancelled: the answer to come belongs to nobody then.
            if line.reusable() and len(self._idle) < _MOST_IDLE:
                line.since = time.monotonic()
                self._idle.append(line)
            else:
                line.close()
        return reply

    async def close(self) -> None:
        """Close the connections that are not in use."""
        idle, self._idle = self._idle, []
        if self._loop is asyncio.get_running_loop():
            for line in idle:
                line.close()
            await asyncio.sleep(0)

    def _kept(self, request: Request) -> _Line | None:
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            # Connections of a loop that is over cannot be used in another.
            self._loop, self._idle = loop, []
        longest = _IDLE_SECONDS if request.repeatable else _FRESH_SECONDS
        for index in range(len(self._idle) - 1, -1, -1):
            line = self._idle[index]
            if line.origin == request.origin:
                del self._idle[index]
                if time.monotonic() - line.since < longest and line.silent():
                    return line
                line.close()
        return None

    async def _connected(self, origin: Origin) -> _Line:
        scheme, host, port = origin
        loop = asyncio.get_running_loop()
        proxy = proxy_for(origin) if self._environment else None
        if scheme == "https" and self._context is None:
            import ssl

            self._context = ssl.create_default_context()
        context = self._context if scheme == "https" else None
        made = _Line(origin)
        if proxy is None:
            await loop.create_connection(lambda: made, host, port, ssl=context, happy_eyeballs_delay=0.25)
            return made
        await loop.create_connection(lambda: made, proxy.host, proxy.port)
        try:
            await made.through(proxy, context)
        except BaseException:
            made.close()
            raise
        return made


class _Line(asyncio.Protocol):
    """An open connection. ``prefix`` and ``headers`` are what a proxy needs on each request."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.prefix = ""
        self.headers: dict[str, str] = {}
        self.since = 0.0
        self.transport: asyncio.Transport | None = None
        self.answer: Answer | None = None
        self.waiter: asyncio.Future[None] | None = None
        self.used_up = False
        self.ends = self.alarm_at = 0.0
        self.alarm: asyncio.TimerHandle | None = None
        self.poll = select.poll() if hasattr(select, "poll") else None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Part of the protocol of asyncio."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        sock = transport.get_extra_info("socket")
        if self.poll is not None and sock is not None:
            self.poll.register(sock, select.POLLIN)

    def data_received(self, data: bytes) -> None:
        """Part of the protocol of asyncio."""
        answer, waiter = self.answer, self.waiter
        if answer is None or answer.complete:
            self.used_up = True
            return
        try:
            answer.feed(data)
        except Broken as error:
            self._finish(error)
            return
        if answer.complete and waiter is not None and not waiter.done():
            waiter.set_result(None)

    def eof_received(self) -> bool:
        """Part of the protocol of asyncio."""
        self._ended()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Part of the protocol of asyncio."""
        self._unwatch()
        self._ended(exc)

    def _ended(self, error: Exception | None = None) -> None:
        self.used_up = True
        answer = self.answer
        if answer is not None and not answer.complete:
            if error is None and answer.ends_with_connection():
                self._finish(None)
            else:
                kind = "the answer was cut off" if answer.status else "the connection broke"
                self._finish(Broken(kind if error is None else f"the connection broke ({type(error).__name__})"))

    def _finish(self, error: Exception | None) -> None:
        self.used_up = True
        if self.waiter is not None and not self.waiter.done():
            if error is None:
                self.waiter.set_result(None)
            else:
                self.waiter.set_exception(error)

    def silent(self) -> bool:
        """True when nothing arrived on an idle connection; its end would arrive too, so it is still open."""
        if self.used_up or self.transport is None or self.transport.is_closing():
            return False
        return self.poll is None or not self.poll.poll(0)

    def reusable(self) -> bool:
        """True when the answer was read to its end and another may follow."""
        answer = self.answer
        return not self.used_up and answer is not None and answer.complete and answer.keep_alive

    def close(self) -> None:
        """Close it at once, also when bytes are still to be sent."""
        self._unwatch()
        if self.transport is not None:
            self.transport.abort()

    async def exchange(self, request: Request, ends: float) -> Response | Failure:
        """The answer, or why there is none by ``ends`` on the monotonic clock."""
        headers = {**request.headers, **self.headers} if self.headers else request.headers
        try:
            data = written(request, self.prefix, headers)
        except ValueError:
            return Failure(False, "the request cannot be written as HTTP")
        request.departed = True
        answer = await self._asked(data, request.method, ends)
        if isinstance(answer, Exception):
            had = self.answer
            return Failure(True, reason(answer), had.status if had else 0, b"".join(had.chunks) if had else b"")
        return Response(answer.status, answer.headers(), b"".join(answer.chunks))

    async def _asked(self, data: bytes, method: str, ends: float) -> Answer | Exception:
        transport = self.transport
        if transport is None:
            return Broken("the connection broke")
        loop = asyncio.get_running_loop()
        waiter = self.waiter = loop.create_future()
        answer = self.answer = Answer(method)
        self._watch(loop, ends)
        try:
            transport.write(data)
            await waiter
        except (OSError, Broken) as error:
            return error
        return answer

    def _watch(self, loop: asyncio.AbstractEventLoop, ends: float) -> None:
        """See to it that the exchange is over by ``ends``; an alarm that is set already serves the next one too."""
        self.ends = ends
        if self.alarm is None or ends < self.alarm_at:
            self._unwatch()
            self.alarm_at = ends
            self.alarm = loop.call_later(max(ends - time.monotonic(), 0.0), self._expire, loop)

    def _expire(self, loop: asyncio.AbstractEventLoop) -> None:
        self.alarm = None
        if self.waiter is not None and not self.waiter.done():
            if time.monotonic() < self.ends:
                self._watch(loop, self.ends)
            else:
                self._finish(TimeoutError())

    def _unwatch(self) -> None:
        if self.alarm is not None:
            self.alarm.cancel()
            self.alarm = None

    async def through(self, proxy: Proxy, context: ssl.SSLContext | None) -> None:
        """Have the proxy pass on what is sent: a tunnel for TLS, else request by request."""
        scheme, host, _ = self.origin
        netloc = netloc_of(self.origin)
        if context is None:
            self.prefix, self.headers = f"{scheme}://{netloc}", proxy.headers
            return
        lines = [f"CONNECT {netloc} HTTP/1.1", f"host: {netloc}", *(f"{k}: {v}" for k, v in proxy.headers.items())]
        answer = await self._asked("\r\n".join([*lines, "\r\n"]).encode("ascii"), "CONNECT", time.monotonic() + 3600)
        if isinstance(answer, Exception):
            raise answer
        if not 200 <= answer.status < 300 or self.transport is None:
            raise Broken(f"the proxy refused the connection with HTTP {answer.status}")
        self.answer = self.waiter = None
        loop = asyncio.get_running_loop()
        self.transport = await loop.start_tls(self.transport, self, context, server_hostname=host)

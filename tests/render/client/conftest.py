"""Shared by the tests of the client: a rendered client and a scripted server on a real socket."""

from __future__ import annotations

import asyncio
import importlib
import json
import shutil
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.paths import ROOT

from connectorkit.pipeline import load
from connectorkit.render.client import package as output
from connectorkit.render.templates import Templates


@dataclass(slots=True)
class Seen:
    """One request as the server read it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Answer:
    """A step of the server: a response, or a closed connection. ``cut`` bytes of the body are not sent."""

    body: bytes = b'{"response_code": "SUCCESS"}'
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    reset: bool = False
    cut: int = 0
    close: bool = False


class _Listening(ThreadingHTTPServer):
    request_queue_size = 128


class Server:
    """A server with scripted replies in order, repeating the last one, that keeps the requests."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.answers: list[Answer] = [Answer()]
        self.choose: Callable[[Seen], Answer] | None = None
        self.connections = 0
        self._lock = threading.Lock()
        self._http = _Listening(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"

    def take(self, seen: Seen) -> Answer:
        """Record a request and return the reply."""
        with self._lock:
            self.seen.append(seen)
            if self.choose is not None:
                return self.choose(seen)
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def stop(self) -> None:
        """End the server and its thread."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                server.connections += 1

            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                headers = {name.lower(): value for name, value in self.headers.items()}
                answer = server.take(Seen(self.command, self.path, headers, self.rfile.read(length)))
                if answer.reset:
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.connection.close()
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body[: len(answer.body) - answer.cut])
                self.close_connection = bool(answer.cut or answer.close)

            do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any

            def finish(self) -> None:
                if not self.wfile.closed:
                    try:
                        super().finish()
                    except (OSError, ValueError):
                        self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                """Keep the test output clean."""

        return Handler


@pytest.fixture
def server() -> Iterator[Server]:
    """A new server on a free port of this machine."""
    running = Server()
    yield running
    running.stop()


def rendered(source: Path, target: Path) -> Path:
    """Write the client of ``source`` below ``target``; return the folder with its package."""
    connector, findings = load(source)
    assert connector is not None, findings
    for name, content in output.render(connector, Templates()).items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return target / "client"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rendered ClickSend client."""
    return rendered(ROOT / "connector", tmp_path_factory.mktemp("clicksend"))


@pytest.fixture(scope="session")
def nasty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rendered client of a connector with odd names and texts."""
    return rendered(Path(__file__).with_name("nasty"), tmp_path_factory.mktemp("nasty"))


def imported(folder: Path) -> ModuleType:
    """The package in ``folder``, imported from there."""
    name = next(path.parent.name for path in folder.glob("*/__init__.py"))
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    return importlib.import_module(name)


@pytest.fixture(scope="session")
def package(folder: Path) -> ModuleType:
    """The ClickSend client, imported."""
    return imported(folder)


@pytest.fixture(scope="session")
def nasty(nasty_folder: Path) -> ModuleType:
    """The odd client, imported."""
    return imported(nasty_folder)


@pytest.fixture
def sleeps() -> list[float]:
    """The seconds that a client slept, none of which really passed."""
    return []


class Caller:
    """Calls a client of one kind, so that a test can run for both. Sleeps are recorded instead of slept.

    ``settings`` override the settings of the client here; ``client`` is that of the last call.
    """

    def __init__(self, package: ModuleType, kind: str, url: str, sleeps: list[float]) -> None:
        self.package, self.kind, self.url, self.sleeps = package, kind, url, sleeps
        self.moment, self.epoch = 0.0, 1_700_000_000.0
        self.credentials: dict[str, str] = {"username": "user-name", "password": "top-secret"}
        self.client: Any = None

    def __call__(self, name: str, settings: dict[str, Any] | None = None, **arguments: Any) -> Any:
        return self.run(lambda client: getattr(client, name)(**arguments), **(settings or {}))

    def run(self, use: Callable[[Any], Any], **settings: Any) -> Any:
        """The result of ``use`` for a new client."""
        if self.kind == "sync":
            with self.made(self.package.Client, **settings) as client:
                found = use(client)
                return list(found) if hasattr(found, "__next__") else found

        async def awaited() -> Any:
            async with self.made(self.package.AsyncClient, **settings) as client:
                found = use(client)
                return [one async for one in found] if hasattr(found, "__anext__") else await found

        return asyncio.run(awaited())

    def made(self, kind: Any, **settings: Any) -> Any:
        """A client with a stopped clock, which only sleeping advances."""

        async def rest(seconds: float) -> None:
            self._sleep(seconds)

        runtime = self.package.Runtime(
            clock=lambda: self.moment,
            now=lambda: self.epoch + self.moment,
            random=lambda: 0.0,
            sleep=self._sleep,
            async_sleep=rest,
        )
        known = {**self.credentials, "base_url": self.url, "timeout": 5.0}
        self.client = kind(**{**known, "runtime": runtime, **settings})
        return self.client

    def _sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.moment += seconds


@pytest.fixture(params=["sync", "async"])
def caller(request: pytest.FixtureRequest, package: ModuleType, server: Server, sleeps: list[float]) -> Caller:
    """Calls of a client of the server, synchronous and asynchronous."""
    return Caller(package, request.param, server.url, sleeps)


@pytest.fixture(params=["sync", "async"])
def nasty_caller(request: pytest.FixtureRequest, nasty: ModuleType, server: Server, sleeps: list[float]) -> Caller:
    """Calls of the client with odd names; a test gives the credentials that it needs."""
    made = Caller(nasty, request.param, server.url, sleeps)
    made.credentials = {"token": "t0ken"}
    return made


def answer(data: object, status: int = 200, **more: Any) -> Answer:
    """A response in JSON."""
    return Answer(json.dumps(data).encode(), status, **more)


def message(package: ModuleType, to: str = "+61411111111", **more: Any) -> Any:
    """An SMS to be sent."""
    return package.SmsSendMessage(to=to, body="Hi", **more)


def sent(*statuses: str) -> dict[str, Any]:
    """The response to an SMS send, one item for each status."""
    items = [{"status": status, "to": "+61411111111", "message_price": "0.0792"} for status in statuses]
    return {"http_code": 200, "response_code": "SUCCESS", "response_msg": "Queued.", "data": {"messages": items}}


@pytest.fixture
def make(package: ModuleType, server: Server, sleeps: list[float]) -> Callable[..., object]:
    """Makes a client of the server, whose sleeps are noted instead of slept."""

    def build(**changes: object) -> object:
        now = 1_700_000_000.0
        runtime = package.Runtime(clock=lambda: 0.0, now=lambda: now, random=lambda: 0.0, sleep=sleeps.append)
        settings = {"username": "user-name", "password": "top-secret", "base_url": server.url, "timeout": 5.0}
        return package.Client(**{**settings, "runtime": runtime, **changes})

    return build


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost and its key, made for this run."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost,DNS:service.invalid",
        "-keyout",
        str(folder / "key.pem"),
        "-out",
        str(folder / "cert.pem"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "cert.pem", folder / "key.pem"

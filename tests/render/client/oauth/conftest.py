"""A client with a sign-in, and a server that is its API and its token endpoint at once."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs

import pytest
from tests.render.client.conftest import Answer, Seen, Server, imported, rendered

NOTES = Path(__file__).with_name("notes")
CLIENT_SECRET = "s3cret-of-the-application"


@pytest.fixture(scope="session")
def notes_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rendered client."""
    return rendered(NOTES, tmp_path_factory.mktemp("notes"))


@pytest.fixture(scope="session")
def notes(notes_folder: Path) -> ModuleType:
    """The client, imported."""
    return imported(notes_folder)


class Service:
    """An API that accepts the token issued last, and the endpoint that issues tokens.

    ``grants`` are the forms sent to
    the endpoint, ``calls`` the requests of the API. ``lifetime`` of tokens and ``wait`` of the endpoint are in seconds.
    ``refuse`` responds in place of the endpoint.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.grants: list[dict[str, str]] = []
        self.calls: list[Seen] = []
        self.lifetime: float | str | None = 3600
        self.wait = 0.0
        self.rotate = True
        self.refresh = "refresh-token-0"
        self.access = ""
        self.refuse: Callable[[], Answer] | None = None
        self.reply: Callable[[Seen], Answer] | None = None
        self._lock = threading.Lock()
        server.choose = self._chosen

    @property
    def token_endpoint(self) -> str:
        """Where tokens come from."""
        return f"{self.server.url}/token"

    def _chosen(self, seen: Seen) -> Answer:
        if seen.target.startswith("/token"):
            return self._granted(seen)
        self.calls.append(seen)
        if self.reply is not None:
            return self.reply(seen)
        if seen.headers.get("authorization") != f"Bearer {self.access}":
            return Answer(b'{"error": {"code": "stale", "message": "old token"}}', 401)
        return Answer(b'{"notes": [], "id": 7}')

    def _granted(self, seen: Seen) -> Answer:
        form = {name: values[0] for name, values in parse_qs(seen.body.decode()).items()}
        self.grants.append(form)
        if self.refuse is not None:
            return self.refuse()
        if form["grant_type"] == "refresh_token" and form["refresh_token"] != self.refresh:
            return Answer(json.dumps({"error": "invalid_grant", "error_description": "used"}).encode(), 400)
        number = len(self.grants)
        self.access = f"access-token-{number}"
        made: dict[str, object] = {"access_token": self.access, "token_type": "bearer"}
        if self.lifetime is not None:
            made["expires_in"] = self.lifetime
        if form["grant_type"] != "client_credentials" and self.rotate:
            made["refresh_token"] = self.refresh = f"refresh-token-{number}"
        return Answer(json.dumps(made).encode())


@pytest.fixture
def service(server: Server) -> Service:
    """A new service. The server holds its lock while it responds, so waits are made on the client's side."""
    return Service(server)


def application(notes: ModuleType, service: Service, **more: Any) -> Any:
    """Tokens for the application itself."""
    settings = {"client_id": "me", "client_secret": CLIENT_SECRET, "token_endpoint": service.token_endpoint}
    return notes.ClientCredentials(**{**settings, **more})


def person(notes: ModuleType, service: Service, token: Any = None, **more: Any) -> Any:
    """Tokens of a person who signed in and got ``token``, an old one if it is not given."""
    if token is None:
        token = notes.Token("access-token-old", refresh_token=service.refresh, expires_at=time.time() - 5)
    settings = {
        "client_id": "me",
        "client_secret": CLIENT_SECRET,
        "redirect_uri": "https://app.example.com/back",
        "token_endpoint": service.token_endpoint,
        "authorization_endpoint": f"{service.server.url}/authorize",
        "store": notes.MemoryTokenStore(token) if token else None,
    }
    return notes.AuthorizationCode(**{**settings, **more})


class Notes:
    """Clients of one kind, so that a test can run for both."""

    def __init__(self, package: ModuleType, kind: str, url: str) -> None:
        self.package, self.kind, self.url = package, kind, url

    def run(self, oauth: Any, *uses: Callable[[Any], Any], **settings: Any) -> list[Any]:
        """The results or exceptions of concurrent ``uses``: threads for sync, tasks for async."""
        settings = {"base_url": self.url, "oauth": oauth, "timeout": 10.0, **settings}
        if self.kind == "sync":
            with self.package.Client(**settings) as client:
                return _threads(client, uses)

        async def awaited() -> list[Any]:
            async with self.package.AsyncClient(**settings) as client:
                return list(await asyncio.gather(*(use(client) for use in uses), return_exceptions=True))

        return asyncio.run(awaited())

    def call(self, oauth: Any, use: Callable[[Any], Any], **settings: Any) -> Any:
        """The result of one use; its exceptions are raised."""
        (found,) = self.run(oauth, use, **settings)
        if isinstance(found, BaseException):
            raise found
        return found


def _threads(client: Any, uses: tuple[Callable[[Any], Any], ...]) -> list[Any]:
    found: list[Any] = [None] * len(uses)
    together = threading.Barrier(len(uses))

    def work(index: int) -> None:
        together.wait()
        try:
            found[index] = uses[index](client)
        except BaseException as error:
            found[index] = error

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(uses))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture(params=["sync", "async"])
def clients(request: pytest.FixtureRequest, notes: ModuleType, server: Server) -> Iterator[Notes]:
    """Synchronous and asynchronous clients of the server."""
    yield Notes(notes, request.param, server.url)


def read(client: Any) -> Any:
    """A call that reads."""
    return client.list_notes()


def send(client: Any) -> Any:
    """A call that must not be repeated once it may have been carried out."""
    return client.send_note(text="hello")

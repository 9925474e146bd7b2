"""Calls get their tokens: fetched once for many, renewed when they end or are refused, and stored before use."""

from __future__ import annotations

import asyncio
import threading
import time
from types import ModuleType
from typing import Any

import pytest
from tests.render.client.conftest import Answer, Server

from .conftest import CLIENT_SECRET, Notes, Service, application, person, read, send

pytestmark = pytest.mark.part(0.3)

THREADS, TASKS = 32, 100


def bearer(service: Service) -> list[str]:
    return [seen.headers["authorization"] for seen in service.calls]


def many(clients: Notes) -> int:
    return THREADS if clients.kind == "sync" else TASKS


def test_an_application_fetches_one_token_for_many_calls(clients: Notes, service: Service) -> None:
    oauth = application(clients.package, service)
    found = clients.run(oauth, *[read] * many(clients))
    assert [type(one).__name__ for one in found] == ["ListNotesResult"] * many(clients)
    expected = {
        "grant_type": "client_credentials",
        "client_id": "me",
        "client_secret": CLIENT_SECRET,
        "scope": "notes.read offline",
    }
    assert service.grants == [expected] and set(bearer(service)) == {"Bearer access-token-1"}
    clients.run(oauth, send)
    assert len(service.grants) == 1


def test_an_expired_token_is_refreshed_once_for_many_calls(clients: Notes, service: Service) -> None:
    oauth = person(clients.package, service)
    found = clients.run(oauth, *[read, send] * (many(clients) // 2))
    assert not [one for one in found if isinstance(one, BaseException)]
    (form,) = service.grants
    assert (form["grant_type"], form["refresh_token"], form["client_secret"]) == (
        "refresh_token",
        "refresh-token-0",
        CLIENT_SECRET,
    )
    assert bearer(service) == ["Bearer access-token-1"] * many(clients)


def test_a_refused_token_is_renewed_once_for_many_calls(clients: Notes, service: Service) -> None:
    token = clients.package.Token("revoked", refresh_token="refresh-token-0", expires_at=time.time() + 3600)
    found = clients.run(person(clients.package, service, token), *[read, send] * (many(clients) // 2))
    assert not [one for one in found if isinstance(one, BaseException)]
    assert len(service.grants) == 1
    assert bearer(service).count("Bearer access-token-1") == many(clients)


@pytest.mark.parametrize("use", [read, send])
def test_a_second_refusal_is_an_error_and_ends_it(clients: Notes, service: Service, use: Any) -> None:
    service.reply = lambda seen: Answer(b'{"error": {"code": "no", "message": "not you"}}', 401)
    with pytest.raises(clients.package.Unauthorized, match="not you"):
        clients.call(person(clients.package, service), use)
    assert len(service.calls) == 2 and len(service.grants) == 2


def test_a_token_that_cannot_be_renewed_is_not_tried_twice(clients: Notes, service: Service) -> None:
    token = clients.package.Token("revoked")
    with pytest.raises(clients.package.Unauthorized):
        clients.call(person(clients.package, service, token), read)
    assert len(service.calls) == 1 and service.grants == []


def test_renewal_is_not_one_of_the_repetitions(clients: Notes, service: Service) -> None:
    token = clients.package.Token("revoked", refresh_token="refresh-token-0")
    assert clients.call(person(clients.package, service, token), send, retries=0).id == 7


def test_a_send_is_not_repeated_for_anything_but_a_refusal(clients: Notes, service: Service) -> None:
    service.reply = lambda seen: Answer(b"", 500)
    with pytest.raises(clients.package.OutcomeUnknown):
        clients.call(person(clients.package, service), send)
    assert len(service.calls) == 1


def test_a_rotated_token_is_stored_before_it_is_used(clients: Notes, service: Service) -> None:
    order: list[str] = []

    class Store:
        token = clients.package.Token("old", refresh_token="refresh-token-0", expires_at=1.0)

        def get(self) -> Any:
            return self.token

        def set(self, token: Any) -> None:
            order.append(f"stored {token.refresh_token}")
            self.token = token

    service.reply = lambda seen: order.append(seen.headers["authorization"]) or Answer()  # type: ignore[func-returns-value]  # append returns None
    store = Store()
    clients.call(person(clients.package, service, store=store), send)
    assert order == ["stored refresh-token-1", "Bearer access-token-1"]
    assert store.token.expires_at - time.time() == pytest.approx(3600, abs=30)


def test_a_refresh_token_is_kept_when_no_new_one_comes(clients: Notes, service: Service) -> None:
    service.rotate = False
    oauth = person(clients.package, service)
    clients.call(oauth, read)
    assert oauth.store.get().refresh_token == "refresh-token-0"


def test_a_token_that_another_process_renewed_is_taken_from_the_store(clients: Notes, service: Service) -> None:
    oauth = person(clients.package, service)
    clients.call(oauth, read)
    service.access = "of-the-other"
    oauth.store.set(clients.package.Token("of-the-other", refresh_token="other", expires_at=time.time() + 900))
    clients.call(oauth, send)
    assert len(service.grants) == 1 and bearer(service)[-1] == "Bearer of-the-other"


def test_a_refresh_token_that_another_process_used_is_not_the_end(clients: Notes, service: Service) -> None:
    oauth = person(clients.package, service)
    newer = clients.package.Token("of-the-other", refresh_token="other", expires_at=time.time() + 900)

    def meanwhile() -> Answer:
        oauth.store.set(newer)
        service.access = "of-the-other"
        return Answer(b'{"error": "invalid_grant"}', 400)

    service.refuse = meanwhile
    clients.call(oauth, read)
    assert bearer(service) == ["Bearer of-the-other"]


@pytest.mark.parametrize(("lifetime", "fetched"), [(3600, 1), ("3600", 1), (None, 1), (100, 1), (0, 1)])
def test_a_lifetime_is_read_in_every_form(clients: Notes, service: Service, lifetime: Any, fetched: int) -> None:
    service.lifetime = lifetime
    oauth = application(clients.package, service)
    clients.call(oauth, read)
    clients.call(oauth, read)
    assert len(service.grants) == fetched


@pytest.mark.parametrize(
    ("age", "lifetime", "fetched"),
    [(3530, 3600, 1), (3545, 3600, 2), (75, 100, 1), (85, 100, 2), (7, 10, 1), (9, 10, 2)],
)
def test_a_token_is_renewed_before_it_ends(
    clients: Notes, service: Service, age: float, lifetime: float, fetched: int
) -> None:
    moment = [1_700_000_000.0]
    service.lifetime = lifetime
    oauth = application(clients.package, service)
    runtime = clients.package.Runtime(now=lambda: moment[0])
    clients.call(oauth, read, runtime=runtime)
    moment[0] += age
    clients.call(oauth, read, runtime=runtime)
    assert len(service.grants) == fetched


def test_tasks_go_on_when_the_first_is_cancelled(notes: ModuleType, service: Service, server: Server) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> Answer:
        begun.set()
        go_on.wait(10)
        service.access = "late"
        return Answer(b'{"access_token": "late", "expires_in": 3600}')

    service.refuse = slow
    oauth = application(notes, service)

    async def calls() -> list[Any]:
        async with notes.AsyncClient(base_url=server.url, oauth=oauth) as client:
            first = asyncio.create_task(client.list_notes())
            await asyncio.to_thread(begun.wait, 10)
            others = [asyncio.create_task(client.list_notes()) for _ in range(5)]
            await asyncio.sleep(0.05)
            first.cancel()
            with pytest.raises(asyncio.CancelledError):
                await first
            others[0].cancel()
            go_on.set()
            return list(await asyncio.gather(*others, return_exceptions=True))

    found = asyncio.run(calls())
    assert isinstance(found[0], asyncio.CancelledError)
    assert [type(one).__name__ for one in found[1:]] == ["ListNotesResult"] * 4
    assert len(service.grants) == 1


def test_a_send_that_is_interrupted_after_a_refusal_was_not_carried_out(
    notes: ModuleType, service: Service, server: Server
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> Answer:
        begun.set()
        go_on.wait(10)
        return Answer(b"", 400)

    service.refuse = slow
    token = notes.Token("revoked", refresh_token="refresh-token-0")

    oauth = person(notes, service, token)

    async def calls() -> BaseException | None:
        async with notes.AsyncClient(base_url=server.url, oauth=oauth) as client:
            sending = asyncio.create_task(client.send_note(text="hello"))
            await asyncio.to_thread(begun.wait, 10)
            sending.cancel()
            await asyncio.wait((sending,))
            go_on.set()
            while not oauth._flight.over:
                await asyncio.sleep(0.01)
            try:
                await sending
            except asyncio.CancelledError as error:
                return error
            return None

    error = asyncio.run(calls())
    assert isinstance(error, asyncio.CancelledError) and error.__cause__ is None
    assert not getattr(error, "__notes__", None) and len(service.calls) == 1


def test_a_deadline_ends_the_wait_and_not_the_request(clients: Notes, service: Service) -> None:
    go_on = threading.Event()

    def slow() -> Answer:
        go_on.wait(10)
        service.access = "late"
        return Answer(b'{"access_token": "late", "expires_in": 3600}')

    service.refuse = slow
    oauth = application(clients.package, service)

    def hurried(client: Any) -> Any:
        return client.with_options(deadline=0.3).list_notes()

    def patient(client: Any) -> Any:
        if clients.kind == "sync":
            time.sleep(0.6)
            go_on.set()
            return client.list_notes()

        async def late() -> Any:
            waiting = asyncio.create_task(client.list_notes())
            await asyncio.sleep(0.6)
            go_on.set()
            return await waiting

        return late()

    first, second = clients.run(oauth, hurried, patient)
    assert isinstance(
        first, clients.package.ConnectionFailed
    ) and "not sent: no access token arrived within 0.3" in str(first)
    assert type(second).__name__ == "ListNotesResult" and len(service.grants) == 1 and len(service.calls) == 1


def test_one_account_serves_clients_of_both_kinds(notes: ModuleType, service: Service, server: Server) -> None:
    oauth = application(notes, service)
    both = [Notes(notes, kind, server.url) for kind in ("sync", "async", "async")]
    threads = [threading.Thread(target=one.run, args=(oauth, *[read] * 8)) for one in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(service.grants) == 1 and set(bearer(service)) == {"Bearer access-token-1"} and len(service.calls) == 24

"""Whether a call is repeated, and the exceptions for calls in doubt: the vendor's retry table, row by row."""

from __future__ import annotations

import asyncio
import importlib
import socket
from types import ModuleType
from typing import Any

import pytest

from .conftest import Answer, Caller, Server, answer, message, sent

pytestmark = pytest.mark.part(0.3)

SENDS = ["sms_send", "send_voice", "send_mms", "send_fax", "send_letter", "send_postcard"]
CREATES = ["create_list", "create_list_contact", "sms_inbound_automation"]
DELETES = ["delete_list", "delete_list_contact", "delete_sms_inbound_automation"]
READS = [
    "get_contact_lists",
    "view_list_contacts",
    "search_contact_list",
    "get_countries",
    "get_voice_languages",
    "get_return_addresses",
]
REPEATED = [*DELETES, *READS, "upload_media"]
GOOD = {"response_code": "SUCCESS", "data": []}


def arguments(package: ModuleType, name: str) -> dict[str, Any]:
    address = {f"address_{part}": "x" for part in ("name", "city", "state", "postal_code", "country", "line_1")}
    known: dict[str, dict[str, Any]] = {
        "sms_send": {"messages": [message(package)]},
        "send_voice": {"messages": [package.SendVoiceMessage(to="+61411111111", body="Hi", voice="male")]},
        "send_mms": {"messages": [package.SendMmsMessage(to="+61411111111", subject="s", body="b")], "media_file": "u"},
        "send_fax": {"messages": [package.SendFaxMessage(to="+61261111111")], "file_url": "u"},
        "send_letter": {
            "file_url": "u",
            "colour": 0,
            "duplex": 0,
            "recipients": [package.Recipient(**address, return_address_id=1)],
        },
        "send_postcard": {
            "recipients": [package.Recipient(**address, return_address_id=1)],
            "file_urls": ["u"],
        },
        "create_list": {"list_name": "n"},
        "create_list_contact": {"list_id": 1, "first_name": "a", "last_name": "b", "phone_number": "+61411111111"},
        "sms_inbound_automation": {"action_address": "https://example.com/hook"},
        "delete_list": {"list_id": 1},
        "delete_list_contact": {"list_id": 1, "contact_id": 2},
        "delete_sms_inbound_automation": {"inbound_rule_id": 1},
        "view_list_contacts": {"list_id": 1},
        "search_contact_list": {"q": "x"},
        "upload_media": {"convert": "fax", "content": b"x"},
    }
    return known.get(name, {})


@pytest.mark.parametrize("name", [*SENDS, *CREATES, *REPEATED])
def test_a_refusal_for_too_many_calls_is_repeated_by_all(caller: Caller, server: Server, name: str) -> None:
    server.answers = [answer({}, 429, headers={"Retry-After": "7"}), answer(GOOD)]
    assert caller(name, **arguments(caller.package, name)).response.status == 200
    assert len(server.seen) == 2 and caller.sleeps == [7.0]


@pytest.mark.parametrize("name", [*SENDS, *CREATES, *REPEATED])
def test_a_connection_that_was_never_made_is_tried_again_by_all(caller: Caller, name: str) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        caller.url = f"http://127.0.0.1:{held.getsockname()[1]}"
        with pytest.raises(caller.package.ConnectionFailed) as caught:
            caller(name, **arguments(caller.package, name))
    assert caught.value.sent is False and len(caller.sleeps) == 2


FAULTS = [
    Answer(reset=True),
    Answer(b'{"a": 1}', cut=3),
    Answer(b"{}", 500),
    Answer(b"<h1>", 502),
    Answer(b"", 503),
    Answer(b"", 504),
    Answer(b"", 520),
    Answer(b"{}", 408),
]


@pytest.mark.part(0.3, name=str, fault=repr)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.status}{'-reset' * fault.reset}-{fault.cut}")
@pytest.mark.parametrize("name", [*SENDS, *CREATES])
def test_what_sends_or_creates_is_never_repeated_in_doubt(
    caller: Caller, server: Server, name: str, fault: Answer
) -> None:
    server.answers = [fault, answer(GOOD)]
    with pytest.raises(caller.package.OutcomeUnknown) as caught:
        caller(name, **arguments(caller.package, name))
    assert len(server.seen) == 1 and caller.sleeps == []
    assert caught.value.sent_at == 1_700_000_000.0 and caught.value.look_for


@pytest.mark.part(0.3, name=str, fault=repr)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.status}{'-reset' * fault.reset}-{fault.cut}")
@pytest.mark.parametrize("name", REPEATED)
def test_what_can_be_repeated_is(caller: Caller, server: Server, name: str, fault: Answer) -> None:
    server.answers = [fault, fault, answer(GOOD)]
    assert caller(name, **arguments(caller.package, name)).response.status == 200
    assert len(server.seen) == 3 and caller.sleeps == [0.25, 0.5]


@pytest.mark.parametrize("status", [404, 403, 410])
@pytest.mark.parametrize("name", DELETES)
def test_a_deletion_in_doubt_that_finds_nothing_is_done(caller: Caller, server: Server, name: str, status: int) -> None:
    server.answers = [Answer(reset=True), answer({"response_code": "NOT_FOUND", "data": None}, status)]
    result = caller(name, **arguments(caller.package, name))
    assert result.already_done and result.response.status == status and result.raw["response_code"] == "NOT_FOUND"


@pytest.mark.parametrize("before", [[], [answer({}, 429)]])
def test_a_deletion_without_doubt_that_finds_nothing_is_refused(
    caller: Caller, server: Server, before: list[Answer]
) -> None:
    server.answers = [*before, answer({}, 404)]
    with pytest.raises(caller.package.NotFound):
        caller("delete_list", list_id=1)


def test_the_doubt_says_what_to_look_for(caller: Caller, server: Server) -> None:
    server.answers = [Answer(b'{"data": {"mess', cut=2)]
    package = caller.package
    messages = [message(package, custom_string="order-17"), message(package, "+61422222222")]
    with pytest.raises(package.OutcomeUnknown) as caught:
        caller("sms_send", messages=messages)
    error = caught.value
    assert error.look_for == {
        "messages[].to": ["+61411111111", "+61422222222"],
        "messages[].body": ["Hi", "Hi"],
        "messages[].custom_string": ["order-17"],
    }
    assert (error.trail.status, error.trail.body, error.trail.attempts) == (200, b'{"data": {"me', 1)
    assert "2023-11-14T22:13:20Z" in str(error) and "messages[].custom_string" in str(error)
    assert "+614" not in str(error) and "order-17" not in str(error)


def test_the_doubt_names_the_call_that_reads(caller: Caller, server: Server) -> None:
    server.answers = [answer({}, 500)]
    with pytest.raises(caller.package.UnsettledServerError) as caught:
        caller("create_list", list_name="Depot")
    assert (caught.value.look_with, caught.value.look_for) == ("get_contact_lists", {"list_name": ["Depot"]})
    assert hasattr(caller.client, caught.value.look_with)
    with pytest.raises(caller.package.OutcomeUnknown) as caught:
        caller("create_list_contact", **arguments(caller.package, "create_list_contact"))
    assert list(caught.value.look_for) == ["list_id", "phone_number", "first_name", "last_name"]
    with pytest.raises(caller.package.OutcomeUnknown) as caught:
        caller("sms_inbound_automation", action_address="https://example.com/hook")
    assert caught.value.look_for == {"action_address": ["https://example.com/hook"]} and not caught.value.look_with


@pytest.mark.parametrize("asked", ["121", "3600", "Tue, 14 Nov 2023 22:15:21 GMT", "99999999999999999999"])
def test_a_service_that_asks_for_too_long_is_told_of(caller: Caller, server: Server, asked: str) -> None:
    server.answers = [answer({}, 429, headers={"Retry-After": asked}), answer(GOOD)]
    with pytest.raises(caller.package.RateLimited) as caught:
        caller("get_countries")
    assert caught.value.retry_after >= 121.0 and caller.sleeps == [] and len(server.seen) == 1


def test_a_deletion_in_doubt_that_has_no_time_left_says_so(caller: Caller, server: Server) -> None:
    server.answers = [Answer(reset=True)]
    throttle = caller.package.Throttle(1, 60.0, lambda: caller.moment)
    with pytest.raises(caller.package.ConnectionFailed, match="throttle") as caught:
        caller("delete_list", {"throttle": throttle, "deadline": 10.0}, list_id=1)
    assert caught.value.sent is True and len(server.seen) == 1


@pytest.mark.parametrize(
    ("chance", "asked", "waited"), [(0.0, "20", 20.0), (0.5, "20", 20.5), (0.0, None, 0.25), (0.5, None, 0.375)]
)
def test_waits_are_scattered_upwards(
    package: ModuleType, server: Server, sleeps: list[float], chance: float, asked: str | None, waited: float
) -> None:
    server.answers = [answer({}, 429, headers={"Retry-After": asked} if asked else {}), answer(GOOD)]
    runtime = package.Runtime(random=lambda: chance, sleep=sleeps.append)
    with package.Client(username="u", password="p", base_url=server.url, runtime=runtime) as client:
        client.get_countries()
    assert sleeps == [waited]


def test_the_deadline_holds_for_all_attempts_together(caller: Caller, server: Server) -> None:
    server.answers = [answer({}, 503, headers={"Retry-After": "6"})]
    with pytest.raises(caller.package.ServerError):
        caller("get_countries", {"deadline": 10.0})
    assert caller.sleeps == [6.0] and len(server.seen) == 2


def test_a_call_can_have_a_deadline_of_its_own(caller: Caller, server: Server) -> None:
    server.answers = [answer({}, 429, headers={"Retry-After": "6"}), answer(GOOD)]
    with pytest.raises(caller.package.RateLimited):
        caller.run(lambda client: client.with_options(deadline=5.0).get_countries())
    assert caller.sleeps == []
    server.answers = [answer({}, 503), answer(GOOD)]
    with pytest.raises(caller.package.ServerError):
        caller.run(lambda client: client.with_options(retries=0).get_countries())
    assert caller.run(lambda client: client.with_options(timeout=2).get_countries()).response_code == "SUCCESS"
    with pytest.raises(caller.package.ValidationFailed, match="deadline"):
        caller.run(lambda client: client.with_options(deadline=0))


def test_the_deadline_bounds_an_attempt(package: ModuleType) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        client = package.Client(username="u", password="p", base_url=url, timeout=60, deadline=0.1)
        with pytest.raises(package.OutcomeUnknown, match="timed out"):
            client.sms_send(messages=[message(package)])


def test_the_throttle_keeps_the_deadline(caller: Caller, server: Server) -> None:
    throttle = caller.package.Throttle(1, 60.0, lambda: caller.moment)
    caller("get_countries", {"throttle": throttle})
    with pytest.raises(caller.package.ConnectionFailed, match="throttle") as caught:
        caller("sms_send", {"throttle": throttle, "deadline": 5.0}, messages=[message(caller.package)])
    assert caught.value.sent is False and len(server.seen) == 1
    caller("get_countries", {"throttle": throttle})
    assert caller.sleeps == [60.0]


@pytest.mark.parametrize(("sends", "doubtful"), [(True, True), (False, False)])
def test_a_cancelled_call_says_whether_it_may_have_been_carried_out(
    package: ModuleType, sends: bool, doubtful: bool
) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()

        async def cancelled() -> BaseException:
            url = f"http://127.0.0.1:{silent.getsockname()[1]}"
            async with package.AsyncClient(username="u", password="p", base_url=url) as client:
                call = client.sms_send(messages=[message(package)]) if sends else client.get_countries()
                task = asyncio.ensure_future(call)
                peer, _ = await asyncio.to_thread(silent.accept)
                await asyncio.to_thread(peer.recv, 1)
                task.cancel()
                try:
                    await task
                except asyncio.CancelledError as error:
                    peer.settimeout(5)
                    while await asyncio.to_thread(peer.recv, 65536):
                        pass  # The connection is closed, so that no other request reads the response.
                    peer.close()
                    return error
            raise AssertionError("not cancelled")

        error = asyncio.run(cancelled())
    found = error.__cause__
    assert isinstance(found, package.OutcomeUnknown) is doubtful
    assert any("the outcome is unknown" in note for note in getattr(error, "__notes__", [])) is doubtful


def test_a_call_that_is_cancelled_while_it_connects_leaves_no_doubt(package: ModuleType) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()

        async def cancelled() -> BaseException | None:
            url = f"https://127.0.0.1:{silent.getsockname()[1]}"
            async with package.AsyncClient(username="u", password="p", base_url=url) as client:
                task = asyncio.ensure_future(client.sms_send(messages=[message(package)]))
                peer, _ = await asyncio.to_thread(silent.accept)
                await asyncio.to_thread(peer.recv, 1)  # TLS has begun, and gets no response.
                task.cancel()
                with peer, pytest.raises(asyncio.CancelledError) as caught:
                    await task
                return caught.value.__cause__

        assert asyncio.run(cancelled()) is None


def test_a_call_that_is_cancelled_before_it_is_sent_leaves_no_doubt(package: ModuleType, server: Server) -> None:
    async def cancelled() -> BaseException | None:
        throttle = package.Throttle(1, 60.0)
        throttle.reserve()
        async with package.AsyncClient(username="u", password="p", base_url=server.url, throttle=throttle) as client:
            task = asyncio.ensure_future(client.sms_send(messages=[message(package)]))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            return caught.value.__cause__

    assert asyncio.run(cancelled()) is None and server.seen == []


@pytest.mark.parametrize(("idle", "connections"), [(4.0, 1), (-1.0, 2)], ids=["fresh", "old"])
def test_an_old_connection_is_not_used(
    caller: Caller, server: Server, monkeypatch: pytest.MonkeyPatch, idle: float, connections: int
) -> None:
    exchange = importlib.import_module(f"{caller.package.__name__}._engine.exchange")
    monkeypatch.setattr(exchange, "IDLE_SECONDS", idle)
    server.answers = [answer(sent("SUCCESS"))]

    def both(client: Any) -> Any:
        messages = [message(caller.package)]
        if caller.kind == "sync":
            return [client.get_countries(), client.sms_send(messages=messages)]

        async def calls() -> Any:
            return [await client.get_countries(), await client.sms_send(messages=messages)]

        return calls()

    caller.run(both)
    assert server.connections == connections

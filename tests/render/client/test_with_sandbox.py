"""The client against the sandbox: what the vendor's API does, and how often the server really did it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest
from tests.paths import CONNECTOR
from tests.sandbox.helpers import Api, spec_of
from tests.sandbox.receiver import Receiver

from connectorkit.sandbox.server.server import Running, serve

from .conftest import Caller
from .test_doubt import CREATES, SENDS, arguments

pytestmark = pytest.mark.part(0.35)

GOOD = "+61455555555"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Running]:
    with serve(spec_of(CONNECTOR)) as running:
        yield running


@pytest.fixture
def api(sandbox: Running) -> Api:
    sandbox.state.reset()
    return Api(sandbox.root, sandbox.url)


@pytest.fixture(params=["sync", "async"])
def calls(request: pytest.FixtureRequest, package: ModuleType, api: Api, sandbox: Running) -> Caller:
    return Caller(package, request.param, sandbox.url, [])


SETTINGS: dict[str, Any] = {"username": "sandbox", "password": "sandbox", "throttle": None}


def sms(calls: Caller, *recipients: str, **settings: Any) -> Any:
    messages = [calls.package.SmsSendMessage(to=to, body=f"Hello {n}") for n, to in enumerate(recipients)]
    return calls("sms_send", {**SETTINGS, **settings}, messages=messages)


def counted(api: Api, name: str) -> tuple[int, int]:
    told = api.call("GET", "/_sandbox/state")[1]["operations"][name]
    return told["requests"], told["handled"]


def kept(api: Api) -> list[dict[str, Any]]:
    return list(api.call("GET", "/_sandbox/state")[1]["collections"]["messages"])


def test_good_and_bad_recipients_in_one_call(calls: Caller, api: Api) -> None:
    result = sms(calls, GOOD, "12")
    assert [(one.accepted, one.status) for one in result.outcomes] == [(True, "SUCCESS"), (False, "INVALID_RECIPIENT")]
    assert (result.data.total_count, result.data.queued_count, result.problems) == (2, 1, [])
    assert result.data.messages[0].message_price == Decimal("0.0792") and result.data.messages[1].schedule is None
    with pytest.raises(calls.package.PartialFailure):
        result.raise_for_rejected()


def test_a_thousand_messages(calls: Caller, api: Api) -> None:
    sms(calls, *[GOOD] * 1000).raise_for_rejected()
    assert len(kept(api)) == 1000 and counted(api, "sms_send") == (1, 1)


def test_a_message_without_credit_is_refused_although_the_envelope_says_success(calls: Caller, api: Api) -> None:
    result = sms(calls, GOOD, username="nocredit")
    assert result.response_code == "SUCCESS" and [one.status for one in result.rejected] == ["INSUFFICIENT_CREDIT"]


def test_a_country_that_is_not_enabled_is_counted(calls: Caller, api: Api) -> None:
    api.call("POST", "/_sandbox/settings", {"countries": ["AU"]})
    result = sms(calls, GOOD, "+447777777777")
    assert result.data.blocked_count == 1 and result.outcomes[1].status == "COUNTRY_NOT_ENABLED"


FAULTS = [
    {"reset": "after"},
    {"close": "after"},
    {"truncate": True},
    {"status": 500, "handled": True},
    {"status": 502, "html": True, "handled": True},
    {"reset": "before"},
    {"close": "before"},
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
@pytest.mark.parametrize("name", [*SENDS, *CREATES])
def test_nothing_is_done_twice_and_the_doubt_is_told(
    calls: Caller, api: Api, sandbox: Running, name: str, fault: dict[str, Any]
) -> None:
    given = arguments(calls.package, name)
    if name == "create_list_contact":
        given["list_id"] = calls("create_list", SETTINGS, list_name="x").data.list_id
    sandbox.fault(operation=name, **fault)
    with pytest.raises(calls.package.OutcomeUnknown):
        calls(name, SETTINGS, **given)
    requests, handled = counted(api, name)
    assert requests == 1 and handled == (0 if "before" in fault.values() else 1)


@pytest.mark.parametrize("fault", [{"invalid_json": True}, {"retype": ["data.messages"]}, {"remove": ["data"]}])
def test_an_accepted_send_is_told_as_accepted_whatever_the_answer_looks_like(
    calls: Caller, api: Api, sandbox: Running, fault: dict[str, Any]
) -> None:
    sandbox.fault(operation="sms_send", **fault)
    result = sms(calls, GOOD)
    assert result.response.status == 200 and result.response.body and counted(api, "sms_send") == (1, 1)
    with pytest.raises((calls.package.UnreadableOutcome, calls.package.PartialFailure)):
        result.raise_for_rejected()


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_throttled_send_is_made_once(calls: Caller, api: Api, sandbox: Running, form: str) -> None:
    calls.epoch = time.time()
    sandbox.fault(operation="sms_send", rate_limit={"retry_after": 7, **({"form": form} if form == "date" else {})})
    sms(calls, GOOD).raise_for_rejected()
    assert counted(api, "sms_send") == (2, 1) and len(kept(api)) == 1
    (waited,) = calls.sleeps
    assert waited == 7.0 if form == "seconds" else waited >= 7.0


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_deletion_is_repeated_until_it_is_done(calls: Caller, api: Api, sandbox: Running, when: str) -> None:
    made = calls("create_list", SETTINGS, list_name="Depot").data
    sandbox.fault(operation="delete_list", reset=when)
    result = calls("delete_list", SETTINGS, list_id=made.list_id)
    assert result.already_done is (when == "after") and counted(api, "delete_list")[0] == 2
    with pytest.raises(calls.package.NotFound):
        calls("delete_list", SETTINGS, list_id=made.list_id)


def test_a_slow_send_is_not_sent_again(calls: Caller, api: Api, sandbox: Running) -> None:
    sandbox.fault(operation="sms_send", delay_ms=1500)
    with pytest.raises(calls.package.OutcomeUnknown, match="timed out"):
        sms(calls, GOOD, timeout=0.3)
    assert counted(api, "sms_send") == (1, 1)


def test_pages_are_walked_to_their_end(calls: Caller, api: Api) -> None:
    assert calls("iter_get_contact_lists", SETTINGS) == []
    for number in range(32):
        calls("create_list", SETTINGS, list_name=f"List {number}")
    names = {one.list_name for one in calls("iter_get_contact_lists", SETTINGS, limit=15)}
    assert len(names) == 32 and counted(api, "get_contact_lists")[0] == 4
    assert calls("iter_get_contact_lists", SETTINGS, page=9, limit=15) == []


def test_a_list_a_contact_and_what_is_unknown(calls: Caller, api: Api) -> None:
    made = calls("create_list", SETTINGS, list_name="Depot").data
    person = {"first_name": "Ada", "last_name": "Byron", "phone_number": GOOD}
    contact = calls("create_list_contact", SETTINGS, list_id=made.list_id, **person).data
    listed = calls("iter_view_list_contacts", SETTINGS, list_id=made.list_id)
    assert [one.contact_id for one in listed] == [contact.contact_id]
    with pytest.raises(calls.package.Forbidden):
        calls("create_list_contact", SETTINGS, list_id=999999, **person)
    with pytest.raises(calls.package.NotFound):
        calls("delete_list_contact", SETTINGS, list_id=made.list_id, contact_id=999999)
    found = calls("search_contact_list", SETTINGS, q="Depot").data.data
    assert [one.id for one in found if one.type == "list"] == [made.list_id]


def test_wrong_credentials(calls: Caller, api: Api) -> None:
    with pytest.raises(calls.package.Unauthorized, match="Authorization failed"):
        sms(calls, GOOD, password="wrong-key")
    assert kept(api) == []


def test_an_upload_is_sent_on(calls: Caller, api: Api) -> None:
    media = calls("upload_media", SETTINGS, convert="mms", content=b"picture").data
    item = calls.package.SendMmsMessage(to=GOOD, subject="s", body="b")
    calls("send_mms", SETTINGS, messages=[item], media_file=media.url).raise_for_rejected()
    assert [one["_media_file_url"] for one in kept(api)] == [media.url]


def test_a_webhook_from_its_begin_to_its_end(calls: Caller, api: Api) -> None:
    with Receiver() as receiver:
        rule = calls("sms_inbound_automation", SETTINGS, action_address=receiver.url)
        api.call("POST", "/_sandbox/events/sms_inbound_automation", {"body": "YES"})
        event = calls.package.Client.parse_sms_inbound_automation(receiver.arrived[0].body)
        assert event.body == "YES" and event.unique == event.message_id and event.problems == []
        calls("delete_sms_inbound_automation", SETTINGS, inbound_rule_id=int(rule.subscription))
        api.call("POST", "/_sandbox/events/sms_inbound_automation", {"body": "NO"})
        assert len(receiver.arrived) == 1

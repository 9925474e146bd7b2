"""The contract tests of section 12.3 of the vendor's reference, by their numbers: sandbox and client together."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

from connectorkit import pipeline
from connectorkit.contract.contract import Listener
from connectorkit.sandbox.server.server import Running, serve
from connectorkit.write import new_folder
from tests.contract.proxy import Back, Mutation, Proxy, Sent
from tests.paths import CONNECTOR
from tests.sandbox.helpers import Api, spec_of

Doc = dict[str, Any]
PACKAGE = "clicksend_sms"
GOOD, BAD, ABROAD, PAID = "+61411111111", "12", "+33612345678", "+61412345678"


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder = tmp_path_factory.mktemp("reference")
    new_folder.fill(folder / "build", pipeline.build(CONNECTOR, ("client",)).files)
    sys.path.insert(0, str(folder / "build" / "client"))
    kept = {name: sys.modules.pop(name) for name in _loaded()}
    yield importlib.import_module(PACKAGE)
    for name in _loaded():
        del sys.modules[name]
    sys.modules |= kept
    sys.path.remove(str(folder / "build" / "client"))


def _loaded() -> list[str]:
    return [name for name in sys.modules if name.partition(".")[0] == PACKAGE]


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with serve(spec_of(CONNECTOR)) as server:
        yield server


@pytest.fixture
def api(running: Running) -> Api:
    running.state.reset()
    return Api(running.root, running.url)


@pytest.fixture
def client(sdk: ModuleType, api: Api) -> Iterator[Any]:
    with made(sdk, api.url) as client:
        yield client


def made(sdk: ModuleType, url: str, waits: list[float] | None = None) -> Any:
    runtime = sdk.Runtime(sleep=(waits if waits is not None else []).append)
    return sdk.Client(username="sandbox", password="sandbox", base_url=url, throttle=None, runtime=runtime)


def messages(sdk: ModuleType, *numbers: str, body: str = "Order 17 ready") -> list[Any]:
    return [sdk.SmsSendMessage(to=one, body=body) for one in numbers]


def setting(api: Api, **values: Any) -> None:
    status, told = api.call("POST", "/_sandbox/settings", values)
    assert status == 200, told


def sends(api: Api) -> Doc:
    state = api.call("GET", "/_sandbox/state")[1]
    count = state["operations"].get("sms_send", {"requests": 0, "handled": 0})
    return {**count, "messages": len(state["collections"]["messages"])}


def test_01_one_accepted_and_one_refused_in_one_call(sdk: ModuleType, client: Any) -> None:
    result = client.sms_send(messages=messages(sdk, PAID, BAD))
    assert (result.http_code, result.data.total_count, result.data.queued_count) == (200, 2, 1)
    accepted, refused = result.data.messages
    assert (accepted.status, refused.status) == ("SUCCESS", "INVALID_RECIPIENT")
    assert (refused.message_price, refused.message_parts, refused.direction) == (None, None, None)
    assert "message_price" not in result.raw["data"]["messages"][1]
    assert result.problems == []
    with pytest.raises(sdk.PartialFailure) as told:
        result.raise_for_rejected()
    assert told.value.positions == [1]


def test_02_country_that_is_not_enabled_counts_as_blocked(sdk: ModuleType, client: Any, api: Api) -> None:
    setting(api, countries=["AU"])
    data = client.sms_send(messages=messages(sdk, GOOD, ABROAD)).data
    assert data.messages[1].status == "COUNTRY_NOT_ENABLED"
    assert (data.total_count, data.queued_count, data.blocked_count) == (2, 1, 1)


def test_03_credit_that_is_used_up_is_said_inside_a_success(sdk: ModuleType, client: Any, api: Api) -> None:
    setting(api, balance="0")
    result = client.sms_send(messages=messages(sdk, PAID))
    assert (result.http_code, result.response_code) == (200, "SUCCESS")
    assert (result.data.total_count, result.data.queued_count) == (1, 0)
    assert result.data.messages[0].status == "INSUFFICIENT_CREDIT"
    with pytest.raises(sdk.PartialFailure):
        result.raise_for_rejected()


def test_04_prices_are_exact(sdk: ModuleType, client: Any) -> None:
    paid, free = client.sms_send(messages=messages(sdk, PAID)), client.sms_send(messages=messages(sdk, GOOD))
    assert paid.raw["data"]["messages"][0]["message_price"] == "0.0792"
    assert Decimal(paid.data.messages[0].message_price) == Decimal(str(paid.data.total_price)) == Decimal("0.0792")
    assert free.raw["data"]["total_price"] == 0 and isinstance(free.raw["data"]["total_price"], int)
    assert Decimal(free.data.total_price) == 0 and free.problems == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("x" * 160, 1),
        ("x" * 161, 2),
        ("x" * 306, 2),
        ("x" * 307, 3),
        ("x" * 1224, 8),
        ("x" * 1225, 8),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("ж" * 134, 2),
        ("ж" * 135, 3),
        ("ж" * 536, 8),
        ("ж" * 537, 8),
        ("x" * 159 + "😀", 3),
        ("x" * 70 + "😀", 2),
        ("x" * 158 + "€", 1),
        ("x" * 159 + "€", 2),
        ("x" * 158 + "\n", 1),
        ("x" * 159 + "\n", 2),
    ],
    ids=lambda one: f"{one[:1]}{len(one)}{one[-1:]!a}" if isinstance(one, str) else str(one),
)
def test_05_parts_of_a_text(sdk: ModuleType, client: Any, text: str, parts: int) -> None:
    result = client.sms_send(messages=messages(sdk, PAID, body=text))
    assert result.data.messages[0].message_parts == parts


def test_06_errors_have_their_exact_bodies(sdk: ModuleType, client: Any, api: Api) -> None:
    for credentials in ("Basic wrong", ""):
        status, _, text = api.raw("GET", "/lists", Authorization=credentials)
        message = "Authorization failed."
        told = {"http_code": 401, "response_code": "UNAUTHORIZED", "response_msg": message, "data": None}
        assert (status, json.loads(text)) == (401, told)
    with pytest.raises(sdk.Forbidden) as unknown:
        client.create_list_contact(list_id=999_999, first_name="Ada", last_name="Byron", phone_number=GOOD)
    assert "don't have the permissions" in unknown.value.message
    list_id = client.create_list(list_name="Depot").data.list_id
    with pytest.raises(sdk.NotFound) as missing:
        client.delete_list_contact(list_id=list_id, contact_id=999_999)
    assert (missing.value.code, missing.value.message) == ("NOT_FOUND", "Contact record not found.")


@pytest.mark.parametrize(("seconds", "least", "most"), [(39, 39, 50), (None, 0, 20)])
def test_06_throttled_with_and_without_a_time_to_come_back(
    sdk: ModuleType, api: Api, seconds: int | None, least: float, most: float
) -> None:
    api.call("POST", "/_sandbox/faults", {"operation": "sms_send", "rate_limit": {"retry_after": seconds}})
    waits: list[float] = []
    with made(sdk, api.url, waits) as client:
        assert client.sms_send(messages=messages(sdk, GOOD)).response_code == "SUCCESS"
    assert sends(api) == {"requests": 2, "handled": 1, "messages": 1}
    assert len(waits) == 1 and least <= waits[0] <= most


def test_06_code_of_an_error_can_be_a_number(sdk: ModuleType, client: Any, api: Api) -> None:
    body = {"http_code": 400, "response_code": 400, "response_msg": "preg_replace(): wrong", "data": None}
    api.call("POST", "/_sandbox/faults", {"operation": "create_list", "status": 400, "body": body})
    with pytest.raises(sdk.BadRequest) as told:
        client.create_list(list_name="Depot")
    assert told.value.code == "400"


def test_07_lists_in_three_pages(client: Any, api: Api) -> None:
    made = [client.create_list(list_name=f"Depot {number}").data.list_id for number in range(31)]
    numbers, found = [], []
    for page in (1, 2, 3):
        data = client.get_contact_lists(page=page, limit=15).data
        found += [one.list_id for one in data.data]
        numbers.append((data.current_page, data.last_page, data.total, data.from_, data.to))
    assert found == made
    assert numbers == [(1, 3, 31, 1, 15), (2, 3, 31, 16, 30), (3, 3, 31, 31, 31)]
    assert [one.list_id for one in client.iter_get_contact_lists()] == made


def test_07_empty_list_and_page_after_the_end(client: Any) -> None:
    assert list(client.iter_get_contact_lists()) == []
    data = client.get_contact_lists().data
    assert (data.total, data.current_page, data.last_page, data.from_, data.to, data.data) == (0, 1, 0, None, None, [])
    client.create_list(list_name="Depot")
    data = client.get_contact_lists(page=9).data
    assert (data.from_, data.to, data.data) == (None, None, [])


def test_07_credentials_go_to_no_other_host(sdk: ModuleType, running: Running, api: Api) -> None:
    spec = spec_of(CONNECTOR)

    def elsewhere(sent: Sent, back: Back) -> Back:
        document = back.json()
        document["data"]["next_page_url"] = f"{other.url}/lists?page=2"
        return back.with_json(document)

    asked: list[str] = []

    def noted(sent: Sent) -> Sent:
        asked.append(sent.path)
        return sent

    for number in range(31):
        api.call("POST", "/lists", {"list_name": f"Depot {number}"})
    with Proxy(spec, running.url) as proxy, Proxy(spec, running.url) as other:
        proxy.mutation = Mutation("get_contact_lists", answer=elsewhere)
        other.mutation = Mutation("get_contact_lists", call=noted)
        with made(sdk, proxy.url) as client:
            assert len(list(client.iter_get_contact_lists())) == 31
        assert asked == []


def test_08_a_thousand_are_taken_and_one_more_is_not(sdk: ModuleType, client: Any) -> None:
    result = client.sms_send(messages=messages(sdk, *[GOOD] * 1000))
    assert (result.data.total_count, result.data.queued_count) == (1000, 1000)
    try:
        more = client.sms_send(messages=messages(sdk, *[GOOD] * 1001))
    except (sdk.BadRequest, sdk.ValidationFailed):
        return
    assert more.data.queued_count == 0
    assert {one.status for one in more.data.messages} == {"TOO_MANY_RECIPIENTS"}


@pytest.mark.parametrize("how", ["close", "reset"])
def test_09_a_send_whose_answer_is_lost_is_not_sent_again(sdk: ModuleType, client: Any, api: Api, how: str) -> None:
    api.call("POST", "/_sandbox/faults", {"operation": "sms_send", how: "after"})
    with pytest.raises(sdk.OutcomeUnknown):
        client.sms_send(messages=messages(sdk, GOOD))
    assert sends(api) == {"requests": 1, "handled": 1, "messages": 1}


def test_10_upload_is_used_and_expires(sdk: ModuleType, client: Any, api: Api) -> None:
    setting(api, upload_seconds=600)
    file = {use: client.upload_media(convert=use, content=b"GIF89a").data for use in ("mms", "fax", "post")}
    assert file["mms"].date_delete - file["mms"].date_added == 600

    def picture() -> str:
        one = sdk.SendMmsMessage(to=GOOD, subject="Photo", body="See picture")
        return str(client.send_mms(media_file=file["mms"].url, messages=[one]).data.messages[0].status)

    assert picture() == "SUCCESS"
    fax = client.send_fax(file_url=file["fax"].url, messages=[sdk.SendFaxMessage(to="+61261111111")])
    assert fax.data.messages[0].file_url == file["fax"].url
    person = sdk.Recipient(
        address_name="J Smith",
        address_line_1="1 Test St",
        address_city="Perth",
        address_state="WA",
        address_postal_code="11111",
        address_country="AU",
        return_address_id=4,
    )
    letter = client.send_letter(file_url=file["post"].url, colour=0, duplex=0, recipients=[person])
    assert letter.data.recipients[0].file_url == file["post"].url
    api.call("POST", "/_sandbox/clock", {"advance": 601})
    assert picture() == "INVALID_MEDIA_FILE"


@pytest.mark.parametrize("kind", ["json", "post"])
def test_11_inbound_message_is_pushed_until_the_rule_is_deleted(api: Api, client: Any, kind: str) -> None:
    rule = {
        "message_search_type": 0,
        "message_search_term": "*",
        "dedicated_number": "*",
        "rule_name": "Rule",
        "webhook_type": kind,
        "action": "URL",
        "enabled": 1,
    }
    with Listener() as listener:
        status, answer = api.call("POST", "/ms-flow/automations/sms/inbound", {**rule, "action_address": listener.url})
        assert status == 200, answer
        api.call("POST", "/_sandbox/events/sms_inbound_automation", {"body": "YES"})
        pushed = listener.taken(1)
        event = client.parse_sms_inbound_automation(pushed[0])
        assert event.body == "YES" and event.problems == []
        client.delete_sms_inbound_automation(inbound_rule_id=answer["data"]["inbound_rule_id"])
        api.call("POST", "/_sandbox/events/sms_inbound_automation", {"body": "NO"})
        assert listener.taken() == []


def test_11_push_that_failed_comes_again_after_ten_seconds(api: Api, client: Any) -> None:
    with Listener([500]) as listener:
        rule = client.sms_inbound_automation(action_address=listener.url)
        api.call("POST", "/_sandbox/events/sms_inbound_automation", {"body": "YES"})
        first = listener.taken(1)
        api.call("POST", "/_sandbox/clock", {"advance": 9})
        assert listener.taken() == []
        api.call("POST", "/_sandbox/clock", {"advance": 1})
        again = listener.taken(1)
        assert first == again
        client.delete_sms_inbound_automation(inbound_rule_id=int(rule.subscription))
        api.call("POST", "/_sandbox/clock", {"advance": 100_000})
        assert listener.taken() == []


def test_11_consumer_knows_a_duplicate_by_its_message_id(api: Api, client: Any) -> None:
    with Listener() as listener:
        client.sms_inbound_automation(action_address=listener.url)
        api.call("POST", "/_sandbox/events/sms_inbound_automation?times=2", {"body": "YES"})
        api.call("POST", "/_sandbox/events/sms_inbound_automation", {"body": "YES"})
        events = [client.parse_sms_inbound_automation(one) for one in listener.taken(3)]
    assert len({one.message_id for one in events}) == 2
    assert events[0].message_id == events[1].message_id


def test_12_search_finds_contacts_too_and_the_caller_filters(client: Any) -> None:
    list_id = client.create_list(list_name="Ada friends").data.list_id
    client.create_list_contact(list_id=list_id, first_name="Ada", last_name="Byron", phone_number=GOOD)
    found = list(client.iter_search_contact_list(q="ada"))
    assert {one.type for one in found} == {"list", "contact"}
    assert [one.id for one in found if one.type == "list"] == [list_id]
    assert [one.contacts_count for one in found if one.type == "contact"] == [None]


def test_13_gender_is_one_or_several(client: Any) -> None:
    result = client.get_voice_languages()
    raw = {one["code"]: one["gender"] for one in result.raw["data"]}
    typed = {one.code: one.gender for one in result.data}
    assert (raw["en-au"], raw["sv-se"], raw["pt-pt"]) == (["female", "male"], "female", "male")
    assert (typed["en-au"], typed["sv-se"], typed["pt-pt"]) == (["female", "male"], ["female"], ["male"])
    assert result.problems == []


def test_14_the_constants_of_the_platform_are_in_no_call(sdk: ModuleType, client: Any, api: Api) -> None:
    person = {
        "address_name": "J Smith",
        "address_line_1": "1 Test St",
        "address_city": "Perth",
        "address_state": "WA",
        "address_postal_code": "11111",
        "address_country": "AU",
        "return_address_id": 4,
    }
    client.sms_send(messages=messages(sdk, GOOD))
    client.send_voice(messages=[sdk.SendVoiceMessage(to=GOOD, body="x", lang="en-au", voice="female")])
    picture = sdk.SendMmsMessage(to=GOOD, subject="Photo", body="x")
    client.send_mms(media_file="https://files.example/a.gif", messages=[picture])
    client.send_fax(file_url="https://files.example/a.pdf", messages=[sdk.SendFaxMessage(to="+61261111111")])
    client.send_letter(file_url="https://files.example/a.pdf", colour=0, duplex=0, recipients=[sdk.Recipient(**person)])
    client.send_postcard(file_urls=["https://files.example/a.pdf"], recipients=[sdk.Recipient(**person)])
    sent = [call["body"] for call in api.call("GET", "/_sandbox/requests")[1]["requests"]]
    items = [one for body in sent for one in body.get("messages", body.get("recipients"))]
    assert len(items) == 6 and all("source" not in one for one in (*sent, *items))

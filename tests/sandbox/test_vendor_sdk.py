"""The vendor's own client for Python, unchanged, against the sandbox."""

from __future__ import annotations

import json
from typing import Any, TypeAlias, TypeVar

import clicksend
import pytest
from clicksend import models
from clicksend.exceptions import BadRequestException, ForbiddenException, NotFoundException, UnauthorizedException
from pydantic import ValidationError

from tests.sandbox.helpers import Api
from tests.sandbox.receiver import Receiver

GOOD = "+61455555555"
Message: TypeAlias = models.SendSmsRequestMessagesInner
T = TypeVar("T")


@pytest.fixture
def client(api: Api) -> clicksend.ApiClient:
    return clicksend.ApiClient(clicksend.Configuration(host=api.root, username="sandbox", password="sandbox"))


def there(value: T | None) -> T:
    """A part of a response; in this client's models, each may be absent."""
    assert value is not None
    return value


def kept(api: Api) -> list[dict[str, Any]]:  # Records are JSON of the vendor's, hence Any.
    return list(api.call("GET", "/_sandbox/state")[1]["collections"]["messages"])


def sms(*items: Message) -> models.SendSmsRequest:
    return models.SendSmsRequest(messages=list(items))


def test_one_message(client: clicksend.ApiClient, api: Api) -> None:
    item = Message(to=GOOD, body="Hello", custom_string="order-17")
    answer = clicksend.SmsApi(client).send_sms(send_sms_request=sms(item))
    data = there(answer.data)
    (one,) = there(data.messages)
    assert (answer.response_code, data.queued_count, data.blocked_count) == ("SUCCESS", 1, 0)
    assert (one.status, one.message_price, one.custom_string, one.var_from) == (
        "SUCCESS",
        "0.0792",
        "order-17",
        "+61400000000",
    )
    assert there(data.currency).currency_name_short == "AUD"
    assert [row["message_id"] for row in kept(api)] == [one.message_id]


def test_a_thousand_messages(client: clicksend.ApiClient, api: Api) -> None:
    items = [Message(to=GOOD, body=f"No {number}") for number in range(1000)]
    data = there(clicksend.SmsApi(client).send_sms(send_sms_request=sms(*items)).data)
    assert (data.queued_count, len(there(data.messages)), data.total_price) == (1000, 1000, 79.2)
    assert len(kept(api)) == 1000


def test_good_and_bad_recipients(client: clicksend.ApiClient, api: Api) -> None:
    """Refused messages have the schedule "", as has been seen: this client sends, then trips over reading it."""
    request = sms(Message(to=GOOD, body="x"), Message(to="12", body="x"))
    with pytest.raises(ValidationError, match="schedule"):
        clicksend.SmsApi(client).send_sms(send_sms_request=request)
    raw = clicksend.SmsApi(client).send_sms_without_preload_content(send_sms_request=request)
    assert [one["status"] for one in json.loads(raw.data)["data"]["messages"]] == ["SUCCESS", "INVALID_RECIPIENT"]
    assert len(kept(api)) == 2
    api.call("POST", "/_sandbox/settings", {"refused_schedule": 0, "countries": ["AU"]})
    items = (Message(to=GOOD, body="x"), Message(to="12", body="x"), Message(to="+447777777777", body="x"))
    data = there(clicksend.SmsApi(client).send_sms(send_sms_request=sms(*items)).data)
    assert [one.status for one in there(data.messages)] == ["SUCCESS", "INVALID_RECIPIENT", "COUNTRY_NOT_ENABLED"]
    assert (data.total_count, data.queued_count, data.blocked_count) == (3, 1, 1)


def test_price_and_history(client: clicksend.ApiClient) -> None:
    request = models.CalculateSmsPriceRequest.model_validate({"messages": [{"to": GOOD, "body": "a" * 161}]})
    raw = clicksend.SmsApi(client).calculate_sms_price_without_preload_content(calculate_sms_price_request=request)
    assert json.loads(raw.data)["data"]["total_price"] == 0.1584
    clicksend.SmsApi(client).send_sms(send_sms_request=sms(Message(to=GOOD, body="x")))
    history = there(clicksend.SmsApi(client).view_sms_history(page=1, limit=15).data)
    assert [(one.to, one.body) for one in there(history.data)] == [(GOOD, "x")]


def test_lists_and_contacts(client: clicksend.ApiClient) -> None:
    lists, contacts = clicksend.ListsApi(client), clicksend.ContactsApi(client)
    made = there(lists.create_list(create_list_request=models.CreateListRequest(list_name="Depot")).data)
    number = str(made.list_id)
    person = models.CreateNewContactRequest(phone_number="+61411111111", first_name="Ada", last_name="Byron")
    contact = there(lists.create_new_contact(number, create_new_contact_request=person).data)
    assert (contact.list_name, contact.first_name, contact.list_id) == ("Depot", "Ada", made.list_id)
    assert there(there(lists.view_lists().data).data)[0].contacts_count == 1
    members = there(there(lists.view_list_contacts(number).data).data)
    assert [one.contact_id for one in members] == [contact.contact_id]
    assert there(lists.view_specific_list(number).data).list_name == "Depot"
    yard = models.CreateListRequest(list_name="Yard")
    renamed = there(lists.update_list(number, create_list_request=yard).data)
    assert (renamed.list_name, renamed.list_id) == ("Yard", made.list_id)
    changed = models.CreateNewContactRequest(phone_number="+61422222222")
    contacts.update_contact(number, str(contact.contact_id), create_new_contact_request=changed)
    shown = there(contacts.get_specific_contact(number, str(contact.contact_id)).data)
    assert (shown.phone_number, shown.first_name) == ("+61422222222", "Ada")
    lists.view_contact_lists(q="yard")
    assert contacts.delete_contact(number, str(contact.contact_id)).data == []
    assert lists.delete_list(number).data == []
    with pytest.raises(NotFoundException):
        lists.delete_list(number)
    with pytest.raises(ForbiddenException, match="permissions to access"):
        lists.create_new_contact(number, create_new_contact_request=person)


def test_message_to_a_list(client: clicksend.ApiClient) -> None:
    lists = clicksend.ListsApi(client)
    made = lists.create_list(create_list_request=models.CreateListRequest(list_name="x"))
    number = str(there(made.data).list_id)
    for phone in ("+61411111111", GOOD):
        person = models.CreateNewContactRequest(phone_number=phone, first_name="A", last_name="B")
        lists.create_new_contact(number, create_new_contact_request=person)
    answer = clicksend.SmsApi(client).send_sms(send_sms_request=sms(Message(list_id=number, body="x")))
    sent = there(there(answer.data).messages)
    assert [(one.to, one.list_id) for one in sent] == [("+61411111111", number), (GOOD, number)]


def test_voice_and_its_languages(client: clicksend.ApiClient) -> None:
    voice = clicksend.VoiceMessagingApi(client)
    spoken = there(voice.view_voice_languages().data)
    languages = {one.code: there(one.gender).actual_instance for one in spoken}
    assert (len(languages), languages["en-au"], languages["sv-se"]) == (23, ["female", "male"], "female")
    items = [
        models.SendVoiceMessageRequestMessagesInner(to=to, body="Your order", voice="female", lang="en-au")
        for to in (GOOD, "12")
    ]
    request = models.SendVoiceMessageRequest(messages=items)
    data = there(voice.send_voice_message(send_voice_message_request=request).data)
    calls = there(data.messages)
    assert [one.status for one in calls] == ["SUCCESS", "INVALID_RECIPIENT"]
    assert (calls[0].message_price, calls[0].to_type, data.queued_count) == ("0.0770", "mobile", 1)


def test_pictures_and_uploads(client: clicksend.ApiClient, api: Api) -> None:
    uploads = clicksend.UploadsApi(client)
    assert uploads.upload_a_media_file(body={"content": "aGVsbG8=", "convert": "mms"}) is None
    (upload,) = api.call("GET", "/_sandbox/state")[1]["collections"]["uploads"]
    assert "content" not in upload
    items = [models.SendMmsRequestMessagesInner(to=to, body="See", subject="Photo") for to in (GOOD, "12")]
    request = models.SendMmsRequest(media_file=upload["_url"], messages=items)
    sent = there(there(clicksend.MmsApi(client).send_mms(send_mms_request=request).data).messages)
    assert [one.status for one in sent] == ["SUCCESS", "INVALID_RECIPIENT"]
    assert (sent[0].media_file_url, sent[0].message_price) == (upload["_url"], "2.4200")
    with pytest.raises(BadRequestException, match="convert"):
        uploads.upload_a_media_file(body={"content": "aGVsbG8=", "convert": "nothing"})


def test_inbound_rules(client: clicksend.ApiClient, api: Api) -> None:
    with Receiver() as receiver:
        rules = clicksend.SmsApi(client)
        request = models.CreateSmsInboundAutomationRequest(
            dedicated_number="*",
            rule_name="r",
            message_search_type=0,
            message_search_term="*",
            action="URL",
            action_address=receiver.url,
            enabled=1,
        )
        made = there(rules.create_sms_inbound_automation(create_sms_inbound_automation_request=request).data)
        number = str(made.inbound_rule_id)
        kept_rules = there(there(rules.view_sms_inbound_automations().data).data)
        assert [one.rule_name for one in kept_rules] == ["r"]
        api.call("POST", "/_sandbox/events/sms_inbound_automation")
        change = models.UpdateSmsInboundAutomationRequest(rule_name="other", enabled=0)
        rules.update_sms_inbound_automation(number, update_sms_inbound_automation_request=change)
        assert there(rules.view_sms_inbound_automation(number).data).rule_name == "other"
        api.call("POST", "/_sandbox/events/sms_inbound_automation")
        assert rules.delete_sms_inbound_automation(number).data == []
        with pytest.raises(NotFoundException):
            rules.view_sms_inbound_automation(number)
    assert len(receiver.arrived) == 1


def test_wrong_key(api: Api) -> None:
    stranger = clicksend.ApiClient(clicksend.Configuration(host=api.root, username="sandbox", password="wrong"))
    with pytest.raises(UnauthorizedException) as error:
        clicksend.SmsApi(stranger).send_sms(send_sms_request=sms(Message(to=GOOD, body="x")))
    document = json.loads(there(error.value.body))
    assert (document["response_code"], document["data"]) == ("UNAUTHORIZED", None)
    assert kept(api) == []

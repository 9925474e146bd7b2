"""Messages: counting, prices and outcomes as at the vendor."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.helpers import Api

GOOD = "+61455555555"
SPARSE = {"to", "body", "from", "schedule", "message_id", "custom_string", "is_shared_system_number", "status"}
BLOCKED = SPARSE | {"message_parts", "message_price", "country", "carrier"}


def send(api: Api, *items: dict[str, Any], path: str = "/sms/send", **more: Any) -> dict[str, Any]:
    messages = [{"to": GOOD, "body": "Order 17 ready", "source": "test", **one} for one in items]
    status, document = api.call("POST", path, {"messages": messages, **more})
    assert (status, document["response_code"]) == (200, "SUCCESS"), document
    return dict(document["data"])


def parts(api: Api, body: str) -> int:
    return int(send(api, {"body": body})["messages"][0]["message_parts"])


def switch(api: Api, **settings: Any) -> None:
    status, document = api.call("POST", "/_sandbox/settings", settings)
    assert status == 200, document


@pytest.mark.parametrize(
    ("length", "wide", "expected"),
    [
        (1, False, 1),
        (160, False, 1),
        (161, False, 2),
        (306, False, 2),
        (307, False, 3),
        (918, False, 6),
        (1224, False, 8),
        (1225, False, 8),
        (70, True, 1),
        (71, True, 2),
        (134, True, 2),
        (135, True, 3),
        (536, True, 8),
        (537, True, 8),
    ],
)
def test_parts_of_a_text(api: Api, length: int, wide: bool, expected: int) -> None:
    assert parts(api, ("ж" if wide else "a") * length) == expected


def test_one_character_outside_the_alphabet_makes_the_text_unicode(api: Api) -> None:
    assert parts(api, "a" * 160) == 1
    assert parts(api, "a" * 158 + "😀") == 3  # 160 units of UTF-16
    assert parts(api, "a" * 159 + "’") == 3
    assert [parts(api, "a" * 68 + one) for one in ("😀", "😀😀")] == [1, 2]
    switch(api, detect_unicode=False)
    assert parts(api, "a" * 159 + "’") == 1


def test_extension_characters_and_line_breaks_count_double_unless_switched(api: Api) -> None:
    assert [parts(api, "a" * 158 + one) for one in ("€", "€€", "\n", "\n\n")] == [1, 2, 1, 2]
    assert parts(api, "a" * 160 + "") == 1
    switch(api, line_break=1, extension=1)
    assert [parts(api, "a" * 158 + one) for one in ("€€", "\n\n")] == [1, 1]


def test_long_text_is_cut_at_the_limit_of_the_account_and_so_billed(api: Api) -> None:
    item = send(api, {"body": "a" * 1300})["messages"][0]
    assert (len(item["body"]), item["message_parts"], item["message_price"]) == (1224, 8, "0.6336")
    switch(api, parts_limit=6)
    item = send(api, {"body": "ж" * 1300})["messages"][0]
    assert (len(item["body"]), item["message_parts"]) == (402, 6)


def test_voice_has_four_parts_of_its_own_length(api: Api) -> None:
    voice = {"lang": "en-au", "voice": "female"}
    lengths = (300, 301, 1200, 1201)
    items = send(api, *({**voice, "body": "a" * one} for one in lengths), path="/voice/send")["messages"]
    assert [(one["message_parts"], one["message_price"]) for one in items] == [
        (1, "0.0770"),
        (2, "0.1540"),
        (4, "0.3080"),
        (4, "0.3080"),
    ]
    assert len(items[3]["body"]) == 1200
    item = send(api, {**voice, "lang": "xx-xx"}, path="/voice/send")["messages"][0]
    assert item["status"] == "INVALID_LANG"


def test_total_is_an_exact_sum_and_a_bare_integer_when_whole(api: Api) -> None:
    assert send(api, {}, {}, {})["total_price"] == 0.2376
    nothing = send(api, {"to": "+61411111111"})
    assert (nothing["total_price"], type(nothing["total_price"])) == (0, int)
    assert (nothing["messages"][0]["message_parts"], nothing["messages"][0]["message_price"]) == (0, "0.0000")


def test_refused_number_is_sparse_and_blocks_nothing(api: Api) -> None:
    data = send(api, {}, {"to": "12"}, {"to": "+999123456789"}, {"to": "no number"})
    assert (data["total_count"], data["queued_count"], data["blocked_count"]) == (4, 1, 0)
    for item in data["messages"][1:]:
        assert (set(item), item["status"], item["from"], item["schedule"]) == (SPARSE, "INVALID_RECIPIENT", "", "")
        assert (len(item["message_id"]), item["is_shared_system_number"]) == (36, False)


def test_country_that_is_not_enabled_is_counted_as_blocked(api: Api) -> None:
    switch(api, countries=["AU"])
    data = send(api, {}, {"to": "+447777777777"}, {"to": "12"})
    item = data["messages"][1]
    assert (data["queued_count"], data["blocked_count"]) == (1, 1)
    assert (item["status"], item["country"], item["message_parts"], item["message_price"]) == (
        "COUNTRY_NOT_ENABLED",
        "GB",
        0,
        "0.0000",
    )
    assert set(item) == BLOCKED


def test_country_that_asks_for_a_registered_sender_is_blocked_too(api: Api) -> None:
    switch(api, unregistered=["GB"])
    data = send(api, {}, {"to": "+447712345678"})
    assert [one["status"] for one in data["messages"]] == ["SUCCESS", "REGISTRATION_NEEDED"]
    assert (data["queued_count"], data["blocked_count"]) == (1, 1)


def test_balance_runs_out_within_a_call(api: Api) -> None:
    switch(api, balance="0.10")
    data = send(api, {}, {})
    assert [one["status"] for one in data["messages"]] == ["SUCCESS", "INSUFFICIENT_CREDIT"]
    assert (data["total_price"], data["queued_count"], data["total_count"]) == (0.0792, 1, 2)
    item = data["messages"][1]
    assert (item["message_parts"], item["message_price"], item["direction"]) == (1, "0.0000", "out")
    assert send(api, {"to": "+61411111111"})["queued_count"] == 1  # A test number costs nothing.
    assert api.call("GET", "/account")[1]["data"]["balance"] == "0.0208"


def test_balance_can_be_spent_to_the_end(api: Api) -> None:
    switch(api, balance="0.1584")
    assert send(api, {}, {}, {})["queued_count"] == 2


def test_customers_in_trouble(api: Api) -> None:
    def call(name: str) -> tuple[int, Any]:
        import base64

        pair = base64.b64encode(f"{name}:any key".encode()).decode()
        items = [{"to": GOOD, "body": "x", "source": "t"}]
        return api.call("POST", "/sms/send", {"messages": items}, Authorization=f"Basic {pair}")

    status, document = call("nocredit")
    assert (status, document["data"]["messages"][0]["status"]) == (200, "INSUFFICIENT_CREDIT")
    status, document = call("notactive")
    assert (status, document["response_code"], document["data"]) == (403, "ACCOUNT_NOT_ACTIVATED", None)
    assert call("banned")[0] == 403
    assert call("somebody")[0] == 401
    assert len(api.call("GET", "/_sandbox/state")[1]["collections"]["messages"]) == 0


def test_same_text_to_the_same_number_is_throttled_when_asked_for(api: Api) -> None:
    assert [one["status"] for one in send(api, {}, {})["messages"]] == ["SUCCESS", "SUCCESS"]
    switch(api, throttled_seconds=10)
    assert [one["status"] for one in send(api, {}, {}, {"body": "x"})["messages"]] == [
        "SUCCESS",
        "THROTTLED",
        "SUCCESS",
    ]
    api.call("POST", "/_sandbox/clock", {"advance": 11})
    assert send(api, {})["messages"][0]["status"] == "SUCCESS"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"body": " "}, "EMPTY_MESSAGE"),
        ({"from": "has space"}, "INVALID_SENDER_ID"),
        ({"from": "abcdefghijkl"}, "INVALID_SENDER_ID"),
        ({"from": "abcdefghijk"}, "SUCCESS"),
        ({"schedule": "soon"}, "INVALID_SCHEDULE"),
        ({"list_id": 99}, "NOT_ENOUGH_PERMISSION_TO_LIST_ID"),
    ],
)
def test_statuses_of_single_messages(api: Api, change: dict[str, Any], status: str) -> None:
    assert [one["status"] for one in send(api, change, {})["messages"]] == [status, "SUCCESS"]


def test_number_comes_back_in_the_international_form(api: Api) -> None:
    items = send(api, {"to": "0455 555 555"}, {"to": "0061455555555"}, {"to": "021234567", "country": "NZ"})["messages"]
    assert [(one["to"], one["country"]) for one in items] == [(GOOD, "AU"), (GOOD, "AU"), ("+6421234567", "NZ")]


def test_a_thousand_messages_are_taken_and_one_more_is_refused(api: Api) -> None:
    data = send(api, *({"custom_string": str(number)} for number in range(1000)))
    assert (data["queued_count"], [one["custom_string"] for one in data["messages"]][-1]) == (1000, "999")
    assert len({one["message_id"] for one in data["messages"]}) == 1000
    one = {"to": GOOD, "body": "x", "source": "t"}
    for count in (1001, 0):
        status, document = api.call("POST", "/sms/send", {"messages": [one] * count})
        assert (status, document["response_code"], list(document["data"])) == (400, "BAD_REQUEST", ["messages"])
    assert api.call("GET", "/_sandbox/state")[1]["made"]["messages"] == 1000


def test_message_to_a_list_needs_no_number(api: Api) -> None:
    number = api.call("POST", "/lists", {"list_name": "x"})[1]["data"]["list_id"]
    for phone in (GOOD, "+61411111111", "12"):
        person = {"first_name": "A", "last_name": "B", "phone_number": phone}
        api.call("POST", f"/lists/{number}/contacts", person)
    items = [{"list_id": number, "body": "x", "source": "t"}, {"to": GOOD, "body": "y", "source": "t"}]
    data = api.call("POST", "/sms/send", {"messages": items})[1]["data"]
    assert [one["to"] for one in data["messages"]] == [GOOD, "+61411111111", "12", GOOD]
    assert (data["total_count"], data["queued_count"], data["messages"][0]["list_id"]) == (4, 3, str(number))


def test_picture_messages_need_a_subject_and_a_file_that_is_there(api: Api) -> None:
    upload = api.call("POST", "/uploads?convert=mms", {"content": "aGk="})[1]["data"]
    picture = {"path": "/mms/send", "media_file": upload["_url"]}
    item = send(api, {"subject": "Photo"}, **picture)["messages"][0]
    assert (item["status"], item["message_price"], item["schedule"]) == ("SUCCESS", "2.4200", "")
    assert item["_media_file_url"] == upload["_url"]
    assert send(api, {"subject": " "}, **picture)["messages"][0]["status"] == "SUBJECT_REQUIRED"
    strange = send(api, {"subject": "x"}, path="/mms/send", media_file="no address")
    assert strange["messages"][0]["status"] == "INVALID_MEDIA_FILE"
    api.call("POST", "/_sandbox/clock", {"advance": 604_801})
    assert send(api, {"subject": "x"}, **picture)["messages"][0]["status"] == "INVALID_MEDIA_FILE"


def test_upload_can_expire_after_ten_minutes(api: Api) -> None:
    switch(api, upload_seconds=600)
    data = api.call("POST", "/uploads", {"content": "aGk=", "convert": "mms"})[1]["data"]
    assert data["date_delete"] - data["date_added"] == 600
    status, document = api.call("POST", "/uploads", {"content": "aGk=", "convert": "nothing"})
    assert (status, list(document["data"])) == (400, ["convert"])


def test_upload_can_be_a_form_with_a_file(api: Api) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n\x89PNG\xff\r\n--x--\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    status, _, text = api.raw("POST", "/uploads?convert=mms", part, **kind)
    assert (status, "file_name" in text) == (200, True)
    assert api.raw("POST", "/uploads?convert=mms", part.replace(b'name="file"', b'name="fill"'), **kind)[0] == 400


def test_letters_to_test_codes_and_postcards_have_their_prices(api: Api) -> None:
    address = {
        "address_name": "J",
        "address_line_1": "1 Test St",
        "address_city": "Perth",
        "address_state": "WA",
        "address_country": "AU",
        "return_address_id": 4,
    }
    both = [{**address, "address_postal_code": code} for code in ("6000", "11111")]
    letter = {"file_url": "https://x.example/l.pdf", "colour": 1, "duplex": 0, "source": "t", "recipients": both}
    data = api.call("POST", "/post/letters/send", letter)[1]["data"]
    assert [one["post_price"] for one in data["recipients"]] == ["13.4200", "0.0000"]
    assert (data["total_price"], data["queued_count"]) == (13.42, 2)
    card = {"file_urls": ["https://x.example/c.pdf"], "recipients": both[:1]}
    data = api.call("POST", "/post/postcards/send", card)[1]["data"]
    assert (data["total_price"], data["recipients"][0]["priority"]) == (11, 32)


def test_fax_to_a_test_number_has_no_pages(api: Api) -> None:
    items = ({"to": "+61261111111"}, {"to": "+61261111122"})
    found = send(api, *items, path="/fax/send", file_url="https://x.example/f.pdf")
    assert [(one["message_pages"], one["message_price"]) for one in found["messages"]] == [
        (0, "0.0000"),
        (1, "13.2000"),
    ]

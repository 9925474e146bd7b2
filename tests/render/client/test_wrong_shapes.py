"""JSON responses that differ from the declaration, and pages that would end a list too early."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Answer, Caller, Seen, Server, answer, message

pytestmark = pytest.mark.part(0.4)


@pytest.mark.parametrize("body", ["[]", '"x"', "null", "7", "true", "{}", '{"other": 1}', "", " ", "<html>", "[[[["])
def test_a_read_of_another_shape_cannot_be_decoded(caller: Caller, server: Server, body: str) -> None:
    server.answers = [Answer(body.encode())]
    with pytest.raises(caller.package.DecodeError) as caught:
        caller("get_contact_lists")
    assert caught.value.body == body.encode() and len(server.seen) == 1


@pytest.mark.parametrize("body", ["{}", '"x"', "null", "7", "", "[1, 2]"])
def test_a_list_of_another_shape_cannot_be_decoded(nasty_caller: Caller, server: Server, body: str) -> None:
    server.answers = [Answer(body.encode())]
    if body == "[1, 2]":
        assert nasty_caller("close_2").problems == ["[]"]
        return
    with pytest.raises(nasty_caller.package.DecodeError):
        nasty_caller("close_2")


@pytest.mark.parametrize("body", ["[]", '"x"', "null", ""])
def test_a_send_of_another_shape_was_accepted(caller: Caller, server: Server, body: str) -> None:
    server.answers = [Answer(body.encode())]
    result = caller("sms_send", messages=[message(caller.package)])
    assert result.unparsed
    with pytest.raises(caller.package.OutcomeUnknown):
        result.raise_for_rejected()


def test_a_read_without_content_is_empty(caller: Caller, server: Server) -> None:
    server.answers = [Answer(b"", 204)]
    assert caller("get_contact_lists").data is None


def rows(number: int) -> dict[str, Any]:
    """Page ``number`` of three pages of 15."""
    items = [{"list_id": 15 * (number - 1) + row} for row in range(15)] if number < 4 else []
    return {"data": {"current_page": number, "last_page": 3, "total": 45, "data": items}}


WRONG: dict[str, Any] = {
    "an array": [],
    "text": "x",
    "null": None,
    "an empty object": {},
    "another object": {"other": 1},
    "no page": {"data": None},
    "an array for the page": {"data": []},
    "no items": {"data": {"current_page": 2, "last_page": 3}},
    "null items": {"data": {"current_page": 2, "last_page": 3, "data": None}},
    "text for the items": {"data": {"current_page": 2, "last_page": 3, "data": "x"}},
    "an object for the items": {"data": {"current_page": 2, "last_page": 3, "data": {"0": {"list_id": 1}}}},
    "text for an item": {"data": {"current_page": 2, "last_page": 3, "data": [{"list_id": 1}, "x"]}},
    "null for an item": {"data": {"current_page": 2, "last_page": 3, "data": [None]}},
    "the first page again": rows(1) | {"data": rows(1)["data"] | {"current_page": None}},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=list(WRONG))
def test_a_page_of_another_shape_does_not_end_the_list(caller: Caller, server: Server, wrong: Any) -> None:
    first = wrong if isinstance(wrong, dict) and wrong.get("data", {}) and "total" in wrong["data"] else rows(1)
    server.choose = lambda seen: answer(first if page_of(seen) == 1 else wrong)
    taken: list[int] = []

    def walk(client: Any) -> Any:
        if caller.kind == "sync":
            for one in client.iter_get_contact_lists():
                taken.append(one.list_id)
            return []

        async def pages() -> Any:
            async for one in client.iter_get_contact_lists():
                taken.append(one.list_id)

        return pages()

    with pytest.raises(caller.package.DecodeError):
        caller.run(walk)
    assert taken == list(range(15))


def page_of(seen: Seen) -> int:
    return int(seen.target.partition("page=")[2].split("&")[0])


def test_all_items_come(caller: Caller, server: Server) -> None:
    server.choose = lambda seen: answer(rows(page_of(seen)))
    assert [one.list_id for one in caller("iter_get_contact_lists")] == list(range(45))
    assert len(server.seen) == 3


def test_an_empty_page_before_the_last_one_is_not_the_end(caller: Caller, server: Server) -> None:
    def page(seen: Seen) -> Answer:
        data = rows(page_of(seen))
        if page_of(seen) == 2:
            data["data"]["data"] = []
        return answer(data)

    server.choose = page
    assert [one.list_id for one in caller("iter_get_contact_lists")] == [*range(15), *range(30, 45)]


def test_a_service_without_pages_sends_its_list_once(caller: Caller, server: Server) -> None:
    server.answers = [Answer(json.dumps({"data": {"data": [{"list_id": 1}]}}).encode())]
    assert [one.list_id for one in caller("iter_get_contact_lists")] == [1]


@pytest.mark.parametrize("asked", ["0", "00", "Tue, 14 Nov 2000 22:15:21 GMT", "Tue, 14 Nov 2023 22:13:20 GMT"])
def test_to_come_back_at_once_is_the_ordinary_wait(caller: Caller, server: Server, asked: str) -> None:
    server.answers = [answer({}, 429, headers={"Retry-After": asked}), answer({"response_code": "SUCCESS"})]
    caller("get_countries")
    assert caller.sleeps == [0.25]

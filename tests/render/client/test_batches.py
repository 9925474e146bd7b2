"""The results of the items of a batch, and the types of money."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from .conftest import Caller, Server, answer, message, sent


def send(caller: Caller, count: int) -> Any:
    return caller("sms_send", messages=[message(caller.package, f"+6141111111{n}") for n in range(count)])


def test_each_item_is_told_by_its_position(caller: Caller, server: Server) -> None:
    server.answers = [answer(sent("SUCCESS", "INVALID_RECIPIENT", "THROTTLED", "NEVER_HEARD_OF", "SUCCESS"))]
    result = send(caller, 5)
    told = [(one.index, one.accepted, one.status, one.transient, one.duplicate) for one in result.outcomes]
    assert told == [
        (0, True, "SUCCESS", False, False),
        (1, False, "INVALID_RECIPIENT", False, False),
        (2, False, "THROTTLED", True, True),
        (3, False, "NEVER_HEARD_OF", False, False),
        (4, True, "SUCCESS", False, False),
    ]
    assert [one.item is item for one, item in zip(result.outcomes, result.data.messages, strict=True)] == [True] * 5
    assert len(result.accepted) == 2 and len(result.rejected) == 3
    with pytest.raises(caller.package.PartialFailure, match="3 of 5 items") as caught:
        result.raise_for_rejected()
    assert (caught.value.positions, caught.value.unanswered) == ([1, 2, 3], [])


def test_all_accepted_raises_nothing(caller: Caller, server: Server) -> None:
    server.answers = [answer(sent("SUCCESS", "SUCCESS"))]
    result = send(caller, 2)
    result.raise_for_rejected()
    assert (len(result.accepted), result.rejected) == (2, [])


@pytest.mark.parametrize("status", ["INSUFFICIENT_CREDIT", "COUNTRY_NOT_ENABLED"])
def test_a_refusal_inside_an_accepted_envelope_is_a_refusal(caller: Caller, server: Server, status: str) -> None:
    server.answers = [answer(sent(status))]
    with pytest.raises(caller.package.PartialFailure) as caught:
        send(caller, 1).raise_for_rejected()
    assert caught.value.rejected[0].status == status


@pytest.mark.parametrize(
    ("data", "silent"),
    [
        (sent("SUCCESS"), [1, 2]),
        ({"data": {"messages": 3}}, [0, 1, 2]),
        ({"data": None}, [0, 1, 2]),
        ({}, [0, 1, 2]),
        ({"data": {"messages": [{"status": "SUCCESS"}, None, {}]}}, [1, 2]),
    ],
)
def test_items_that_the_answer_does_not_tell_of_are_not_taken_for_accepted(
    caller: Caller, server: Server, data: Any, silent: list[int]
) -> None:
    server.answers = [answer(data)]
    with pytest.raises(caller.package.PartialFailure) as caught:
        send(caller, 3).raise_for_rejected()
    assert (caught.value.unanswered, caught.value.rejected) == (silent, [])


def test_only_what_may_pass_is_repeated_and_only_by_the_caller(caller: Caller, server: Server) -> None:
    server.answers = [answer(sent("SUCCESS", "INVALID_RECIPIENT", "THROTTLED", "INTERNAL_ERROR", "SOMETHING_IS_WRONG"))]
    messages = [message(caller.package, f"+6141111111{n}") for n in range(5)]
    result = caller("sms_send", messages=messages)
    assert len(server.seen) == 1
    assert result.to_repeat(messages) == messages[2:]
    assert result.to_repeat(messages, repeated=True) == messages[3:]
    assert result.to_repeat(messages[:2]) == []


def test_a_thousand_messages_are_one_call(caller: Caller, server: Server) -> None:
    server.answers = [answer(sent(*["SUCCESS"] * 1000))]
    result = caller("sms_send", messages=[message(caller.package) for _ in range(1000)])
    result.raise_for_rejected()
    assert len(server.seen) == 1 and len(result.accepted) == 1000


@pytest.mark.parametrize(
    ("total", "price", "held"),
    [
        (0, "0.0792", (Decimal(0), Decimal("0.0792"))),
        (0.1584, "2.4200", (Decimal("0.1584"), Decimal("2.4200"))),
        ("11", 11, (Decimal(11), Decimal(11))),
        (None, "", (None, None)),
        (3, 0.07, (Decimal(3), Decimal("0.07"))),
    ],
)
def test_money_is_decimal_whatever_travels(
    caller: Caller, server: Server, total: object, price: object, held: tuple[Any, Any]
) -> None:
    server.answers = [answer({"data": {"total_price": total, "messages": [{"message_price": price}]}})]
    result = send(caller, 1)
    amounts = (result.data.total_price, result.data.messages[0].message_price)
    assert amounts == held and all(type(one) in (Decimal, type(None)) for one in amounts) and result.problems == []
    assert str(amounts[1]) == str(held[1])


@pytest.mark.parametrize("price", [True, "much", "NaN", "1_000", [1], {}])
def test_what_is_no_money_is_a_problem(caller: Caller, server: Server, price: object) -> None:
    server.answers = [answer({"data": {"messages": [{"message_price": price}]}})]
    result = send(caller, 1)
    assert result.data.messages[0].message_price is None
    assert result.problems == ["data.messages[].message_price"] and result.raw["data"]["messages"] == [
        {"message_price": price}
    ]


def test_numbers_may_come_as_digits_and_unknown_keys_do_no_harm(caller: Caller, server: Server) -> None:
    item = {"date": "1785000000", "schedule": "", "message_parts": "", "user_id": "12", "list_id": 437, "new_key": [1]}
    body = {"http_code": "200", "response_code": 200, "data": {"total_count": "1", "messages": [item], "else": None}}
    server.answers = [answer({**body, "response_code": "SUCCESS"})]
    result = send(caller, 1)
    first = result.data.messages[0]
    assert (first.date, first.schedule, first.message_parts, first.user_id, first.list_id) == (
        1785000000,
        None,
        None,
        12,
        "437",
    )
    assert (result.http_code, result.data.total_count, result.problems) == (200, 1, [])


@pytest.mark.parametrize("gender", ["female", ["female"]])
def test_a_gender_is_one_or_several(caller: Caller, server: Server, gender: object) -> None:
    server.answers = [answer({"data": [{"code": "en-au", "gender": gender}]})]
    assert caller("get_voice_languages").data[0].gender == ["female"]


def test_a_search_gives_lists_and_contacts(caller: Caller, server: Server) -> None:
    found = [{"id": 1, "type": "list"}, {"id": "2", "type": "contact"}, {"id": 3, "type": "list"}]
    server.answers = [answer({"data": {"data": found}})]
    result = caller("search_contact_list", q="depot")
    assert [one.id for one in result.data.data if one.type == "list"] == [1, 3]

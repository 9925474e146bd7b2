"""Findings about texts that makers see name the place; each mistake causes one."""

from __future__ import annotations

from typing import Any

import pytest
from tests.check.rules import judging

DEFINITION = "apiDefinition.swagger.json"
LIST = {"type": "array", "title": "Events", "description": "What was found.", "items": {"type": "string"}}
TEXT = {"type": "string", "title": "Kind", "description": "What it is."}


def _hook(schema: dict[str, Any]) -> list[tuple[str, str]]:
    """The findings about a webhook that is a batch and delivers this schema."""
    documents = judging.built()
    item = next(one for one in documents[DEFINITION]["paths"].values() if "x-ms-notification-content" in one)
    item["x-ms-notification-content"]["schema"] = {"type": "object", **schema}
    item["post"]["x-ms-trigger"] = "batch"
    return [
        (one.finding.message, one.finding.pointer) for one in judging.judge(documents) if one.finding.id == "TRG012"
    ]


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({"events": LIST}, ""),
        ({"events": LIST, "kind": {**TEXT, "x-ms-visibility": "internal"}}, ""),
        ({"data": {"type": "object", "properties": {"events": LIST}}}, ""),
        ({"kind": TEXT}, "cannot be split: its payload contains no list."),
        ({"events": LIST, "kind": TEXT}, "by its list 'events': the response also shows 'kind'."),
        (
            {"data": {"type": "object", "properties": {"events": LIST, "total": TEXT}}, "kind": TEXT},
            "by its list 'data.events': the response also shows 'data.total' and 'kind'.",
        ),
        (
            {"events": LIST, "others": LIST},
            "cannot be split: its response contains several lists, 'events' and 'others'.",
        ),
    ],
)
def test_a_batch_names_what_keeps_it_whole(properties: dict[str, Any], said: str) -> None:
    found = _hook({"properties": properties})
    assert [message.endswith(said) for message, _ in found] == ([True] if said else [])
    assert all(at.endswith("/x-ms-notification-content/schema") for _, at in found)


def test_one_media_type_for_all_operations_is_one_finding() -> None:
    documents = judging.built()
    for operation in (one for item in documents[DEFINITION]["paths"].values() for one in item.values()):
        operation.pop("produces", None)
    documents[DEFINITION]["produces"] = ["application/xml"]
    (found,) = [one.finding for one in judging.judge(documents) if one.finding.id == "OPR033"]
    assert found.pointer == "/produces"
    assert found.message == (
        "Power Apps does not offer 'Send SMS', nor 13 more: the response has the media type 'application/xml'."
    )

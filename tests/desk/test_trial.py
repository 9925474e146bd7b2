"""A filled card as a request, and what of a response is shown: against the sandbox, without a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectorkit.desk.library import Library, Snapshot
from connectorkit.desk.trial import Refused, Trial
from connectorkit.model.json_value import Json, Object, mapping
from tests.paths import ROOT

pytestmark = pytest.mark.part(1)

# Each input is of another kind: in its place in the request, and in the conversion of its text.
SOURCE: Object = {
    "connector": "Contoso Kinds",
    "description": "Inputs of many kinds.",
    "version": "1.0",
    "server": "https://kinds.example.com/base",
    "authentication": {"key": {"type": "apiKey", "in": "query", "name": "code"}},
    "credentials": {"api_key": {"type": "securestring", "label": "Key", "role": "api_key"}},
    "operations": [
        {
            "action": "send",
            "summary": "Send",
            "description": "Sends.",
            "request": "POST /a/{name}",
            "parameters": {
                "name": {"type": "string", "title": "Name"},
                "ids": {"in": "query", "items": "int32", "title": "Ids"},
                "many": {"in": "query", "items": "string", "collection_format": "multi", "title": "Many"},
                "flag": {"in": "query", "type": "boolean", "title": "Flag"},
                "trace": {"in": "header", "type": "string", "title": "Trace"},
                "hidden": {"in": "query", "type": "string", "required": True, "constant": "fixed", "title": "Hidden"},
            },
            "body": {
                "fields": {
                    "count": {"type": "int32", "title": "Count"},
                    "price": {"type": "number", "title": "Price"},
                    "inner": {
                        "required": True,
                        "fields": {
                            "text": {"type": "string", "title": "Text"},
                            "kind": {"type": "string", "required": True, "constant": "plain", "title": "Kind"},
                        },
                    },
                    "free": {"type": "object", "title": "Free"},
                    "words": {"items": "string", "title": "Words"},
                }
            },
            "returns": {
                "fields": {"count": {"type": "int32", "title": "Count"}, "words": {"items": "string", "title": "Words"}}
            },
        },
        {
            "action": "pick",
            "summary": "Pick",
            "description": "Picks.",
            "request": "GET /pick",
            "parameters": {
                "shelf": {"in": "query", "type": "string", "title": "Shelf", "required": True},
                "book": {
                    "in": "query",
                    "type": "string",
                    "title": "Book",
                    "options": {
                        "operation": "books",
                        "value": "id",
                        "title": "name",
                        "with": {"shelf": {"from": "shelf"}, "sort": "name"},
                    },
                },
            },
        },
        {
            "action": "books",
            "summary": "Books",
            "description": "Lists.",
            "visibility": "internal",
            "request": "GET /books/{shelf}",
            "parameters": {
                "shelf": {"type": "string", "title": "Shelf"},
                "sort": {"in": "query", "type": "string", "title": "Sort"},
            },
            "returns": {
                "items": {
                    "fields": {"id": {"type": "string", "example": "b1"}, "name": {"type": "string", "example": "Book"}}
                }
            },
        },
    ],
}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "connector.yaml").write_text(json.dumps(SOURCE), encoding="utf-8")
    return snapshot_of(folder)


def snapshot_of(folder: Path) -> Snapshot:
    library = Library(folder)
    library.refresh()
    assert library.snapshot is not None, library.problems
    return library.snapshot


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    made = Trial()
    yield made
    made.close()


def test_values_travel_where_and_as_the_definition_says(trial: Trial, snapshot: Snapshot) -> None:
    values: Object = {
        "path.$.name": "a b/c",
        "query.$.ids": ["1", "2"],
        "query.$.many": ["x", "y"],
        "query.$.flag": False,
        "header.$.trace": "t1",
        "body.$.count": "7",
        "body.$.price": "1.5",
        "body.$.inner.text": "hello",
        "body.$.free": '{"a": [1]}',
        "body.$.words": ["one", "two"],
        "body.$.unknown": "is left out",
    }
    made = trial.call(snapshot, "send", values)
    request = mapping(made["request"])
    assert request["body"] == {
        "inner": {"kind": "plain", "text": "hello"},
        "count": 7,
        "price": 1.5,
        "free": {"a": [1]},
        "words": ["one", "two"],
    }
    url = str(request["url"])
    assert "/base/a/a%20b%2Fc?" in url
    assert url.partition("?")[2].split("&") == ["hidden=fixed", "ids=1,2", "many=x", "many=y", "flag=false", "code=***"]
    assert mapping(request["headers"])["trace"] == "t1"
    assert mapping(made["response"])["status"] == 200
    assert mapping(made["tokens"])["body.$.count"] == [7]


def test_what_cannot_be_read_as_a_number_is_sent_as_it_is_and_the_sandbox_says_so(
    trial: Trial, snapshot: Snapshot
) -> None:
    made = trial.call(snapshot, "send", {"path.$.name": "a", "body.$.count": "seven"})
    assert mapping(mapping(made["request"])["body"])["count"] == "seven"
    assert mapping(made["response"])["status"] == 400


def test_a_drop_down_waits_for_what_it_depends_on(trial: Trial, snapshot: Snapshot) -> None:
    assert trial.choices(snapshot, "pick", ["query.$.book"], {}) == {"choices": [], "missing": ["Shelf"]}
    found = trial.choices(snapshot, "pick", ["query.$.book"], {"query.$.shelf": "top"})
    assert found == {"choices": [{"title": "Book", "value": "b1"}], "missing": []}


def test_what_is_no_drop_down_is_refused(trial: Trial, snapshot: Snapshot) -> None:
    with pytest.raises(Refused, match="cannot call the operation that fills"):
        trial.choices(snapshot, "pick", ["query.$.shelf"], {})
    with pytest.raises(Refused, match="no callback URL"):
        trial.fire(snapshot, "send", {})


def test_clicksend_sends_its_hidden_constant_in_each_item(trial: Trial) -> None:
    clicksend = snapshot_of(ROOT / "connector")
    items: Json = [{"$.to": "+61411111111", "$.body": "Hello"}]
    made = trial.call(clicksend, "sms_send", {"body.$.messages": items})
    body = mapping(mapping(made["request"])["body"])
    assert body["messages"] == [{"source": "MSPowerAutomate", "to": "+61411111111", "body": "Hello"}]
    assert mapping(mapping(made["request"])["headers"])["authorization"] == "***"
    assert mapping(made["tokens"])["body.$.data.messages.[*].to"] == ["+61411111111"]

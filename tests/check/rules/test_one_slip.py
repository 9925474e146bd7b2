"""One mistake of a publisher is reported once, at its line, with the text to write."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from tests.check.rules import published


def said(tmp_path: Path, definition: Any, properties: Any = None) -> list[tuple[str, str, str, str]]:
    """Id, line, message and suggestion of each finding."""
    found = published.findings(tmp_path, definition, properties=properties)
    return [(one.id, published.line(one).strip(), one.message, one.help) for one in found]


def test_a_parameter_of_a_path_that_feeds_a_shape_needs_required_alone(tmp_path: Path) -> None:
    document = published.definition()
    order = document["paths"]["/orders/{order_id}"]["get"]
    order["responses"]["200"]["schema"]["properties"]["total"] = {
        "type": "object",
        "x-ms-summary": "Total",
        "description": "What the order costs.",
        "additionalProperties": True,
        "x-ms-dynamic-schema": {
            "operationId": "ListShops",
            "value-path": "shops",
            "parameters": {"city": {"parameter": "order_id"}},
        },
    }
    document["paths"]["/shops"]["get"]["parameters"][0]["required"] = True
    fine = {one[0] for one in said(tmp_path, copy.deepcopy(document))}
    del order["parameters"][0]["required"]
    new = [one for one in said(tmp_path, document) if one[0] not in fine]
    assert [(rule, way) for rule, _, _, way in new] == [("PAR040", 'Write `"required": true`.')]


def test_a_body_that_refers_to_nothing_hides_who_takes_the_address(tmp_path: Path) -> None:
    document = published.definition()
    post = document["paths"]["/webhooks"]["post"]
    body = next(one for one in post["parameters"] if one["in"] == "body")
    document["definitions"] = {"Webhook": body["schema"]}
    body["schema"] = {"$ref": "#/definitions/Webhok"}
    del post["x-ms-trigger"]
    assert "TRG034" not in {one[0] for one in said(tmp_path, document)}
    body["schema"] = {"$ref": "#/definitions/Webhook"}
    document["definitions"]["Webhook"]["properties"]["callback_url"].pop("x-ms-notification-url")
    (way,) = [one[3] for one in said(tmp_path, document) if one[0] == "TRG034"]
    assert way.startswith('Mark the field for the callback URL with `"x-ms-notification-url": true`')


def test_a_parameter_that_stands_twice_is_no_third_operation(tmp_path: Path) -> None:
    document = published.definition()
    shops = document["paths"]["/shops"]["get"]
    city = shops["parameters"][0]
    other = {
        **copy.deepcopy(shops),
        "operationId": "ListStores",
        "summary": "List stores",
        "description": "Lists all stores that take orders.",
    }
    document["paths"] |= {
        f"/stores{number}": {"get": {**copy.deepcopy(other), "operationId": f"ListStores{number}"}}
        for number in range(4)
    }
    shops["parameters"].append(copy.deepcopy(city))
    assert "PAR200" not in {one[0] for one in said(tmp_path, copy.deepcopy(document))}
    document["paths"]["/sellers"] = {"get": {**copy.deepcopy(other), "operationId": "ListSellers"}}
    (message,) = [one[2] for one in said(tmp_path, document) if one[0] == "PAR200"]
    assert message == "The parameter 'city' is described identically in 6 operations."


def test_a_text_that_looks_like_a_value_is_called_a_text(tmp_path: Path) -> None:
    document = published.definition()
    city = document["paths"]["/shops"]["get"]["parameters"][0]
    city |= {"type": "boolean", "default": "true", "required": "false"}
    found = {one[0]: one[2] for one in said(tmp_path, document)}
    assert found["PAR160"] == "The default of 'city' of 'List shops' is the string \"true\"; it must be true or false."
    assert found["PAR146"] == (
        "Whether 'city' of 'List shops' is required is the string \"false\"; it must be true or false."
    )


def test_revisions_of_one_name_are_told_apart(tmp_path: Path) -> None:
    document = published.definition()
    shops = document["paths"]["/shops"]["get"]
    newer = {**copy.deepcopy(shops), "operationId": "ListShops_V2"}
    for revision, one in enumerate((shops, newer), 1):
        one["x-ms-api-annotation"] = {"family": "ListShops", "revision": revision}
    document["paths"]["/v2/shops"] = {"get": newer}
    (message,) = [one[2] for one in said(tmp_path, document) if one[0] == "VER035"]
    assert message.endswith("has a newer revision, 'ListShops_V2'.")


def test_what_is_to_be_written_is_named_with_its_key(tmp_path: Path) -> None:
    document = published.definition()
    city = document["paths"]["/shops"]["get"]["parameters"][0]
    city |= {"in": "path", "required": True}
    document["paths"]["/shops/{city}"] = document["paths"].pop("/shops")
    ways = {one[0]: one[3] for one in said(tmp_path, document)}
    assert ways["PAR050"] == 'Write `"x-ms-url-encoding": "single"`, or `double` if values contain slashes.'

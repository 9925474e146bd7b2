"""Connectors that run on the platform, or were accepted, and that a check once reported wrongly.

Each kind has small inputs, with required and forbidden findings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.check.rules import published
from tests.check.rules.example import merged
from tests.check.rules.published import errors, order_fields, reported

from connectorkit.model.file_names import SCRIPT

pytestmark = pytest.mark.part(0.4)

Plain = dict[str, Any]


def test_names_that_a_call_reads_are_compared_without_case(tmp_path: Path) -> None:
    definition = published.definition()
    options = order_fields(definition)["shop_id"]["x-ms-dynamic-values"]
    options |= {"value-collection": "Shops", "value-path": "SHOP_ID", "value-title": "Name"}
    assert reported(tmp_path / "case", definition) == {}
    options["value-title"] = "Nome"
    assert errors(reported(tmp_path / "lost", definition)) == {"DYN034"}


def test_the_arguments_of_a_call_are_compared_without_case(tmp_path: Path) -> None:
    definition = published.definition()
    definition["paths"]["/shops"]["get"]["parameters"][0]["required"] = True
    order_fields(definition)["shop_id"]["x-ms-dynamic-values"]["parameters"] = {"City": "Sydney"}
    assert errors(reported(tmp_path / "case", definition)) == set()
    order_fields(definition)["shop_id"]["x-ms-dynamic-values"]["parameters"] = {"Town": "Sydney"}
    assert errors(reported(tmp_path / "lost", definition)) == {"DYN022", "DYN023"}


@pytest.mark.parametrize(
    ("source", "expected"), [("place.town", set()), ("Place.Town", set()), ("place.road", {"DYN026"})]
)
def test_a_dotted_path_names_a_field_of_the_body(tmp_path: Path, source: str, expected: set[str]) -> None:
    definition = published.definition()
    town = {"type": "string", "x-ms-summary": "Town", "description": "The town."}
    order_fields(definition)["place"] = {
        "type": "object",
        "x-ms-summary": "Place",
        "description": "Where the buyer lives.",
        "required": ["town"],
        "properties": {"town": town},
    }
    definition["paths"]["/orders"]["post"]["parameters"][0]["schema"]["required"].append("place")
    order_fields(definition)["shop_id"]["x-ms-dynamic-values"]["parameters"] = {"city": {"parameter": source}}
    assert errors(reported(tmp_path, definition)) == expected


_SIGN_IN = {
    "type": "oauth2",
    "flow": "accessCode",
    "authorizationUrl": "https://contoso.com/authorize",
    "tokenUrl": "https://contoso.com/token",
    "scopes": {},
}


@pytest.mark.parametrize(
    ("security", "of_operation", "expected"),
    [
        ([{"api_key": []}], None, set()),
        ([{"api_key": []}, {"sign_in": []}], None, set()),
        ([{"sign_in": []}, {"api_key": []}], None, set()),
        ([{"sign_in": []}, {}], None, set()),
        ([], None, set()),
        (None, None, set()),
        ([{"sign_in": []}], None, {"SEC122"}),
        ([{"api_key": [], "sign_in": []}], None, {"SEC122"}),
        ([{"api_key": []}], [{"sign_in": []}], {"SEC122"}),
    ],
)
def test_security_is_judged_by_what_calls_need(
    tmp_path: Path, security: object, of_operation: object, expected: set[str]
) -> None:
    definition = published.definition()
    definition["securityDefinitions"]["sign_in"] = dict(_SIGN_IN)
    definition["security"] = security
    if security is None:
        del definition["security"]
    if of_operation is not None:
        definition["paths"]["/shops"]["get"]["security"] = of_operation
    assert errors(reported(tmp_path, definition)) == expected


_SCRIPT = "public class Script : ScriptBase { public override async Task<HttpResponseMessage> ExecuteAsync() { } }"


@pytest.mark.parametrize(
    ("operations", "expected"), [(None, set()), ([], set()), (["ListShops"], set()), (["GetOrder"], {"DYN034"})]
)
def test_a_script_may_change_what_its_operations_send_and_receive(
    tmp_path: Path, operations: list[str] | None, expected: set[str]
) -> None:
    definition = published.definition()
    definition["paths"]["/shops"]["get"]["parameters"][0]["required"] = True
    options = order_fields(definition)["shop_id"]["x-ms-dynamic-values"]
    options |= {"value-title": "label"}
    properties = published.properties()
    if operations is not None:
        properties["properties"]["scriptOperations"] = operations
    found = reported(tmp_path, definition, properties, **{SCRIPT: _SCRIPT})
    # Without the script both are errors: the title is not in the response, and the argument is missing.
    assert errors(found) == expected | ({"DYN022"} if expected else set())
    del properties["properties"]["connectionParameters"]
    found = reported(tmp_path / "key", published.definition(), properties, **{SCRIPT: _SCRIPT})
    assert found["SEC120"].severity == "warning"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("clearText", "cleartext"),
        ("uiDefinition", "UIDefinition"),
        ("constraints", "Constraints"),
        ("displayName", "displayname"),
        ('"securestring"', '"SecureString"'),
    ],
)
def test_keys_and_types_of_properties_are_read_in_any_case(tmp_path: Path, old: str, new: str) -> None:
    import json

    text = json.dumps(published.properties())
    assert old in text
    found = reported(tmp_path, published.definition(), json.loads(text.replace(old, new, 1)))
    assert not {"MSS001", "PRP043", "PRP070", "PRP072", "PRP073", "PRP081", "SEC120"} & found.keys()


@pytest.mark.parametrize("ending", ["(preview)", "(Preview)", "[DEPRECATED]", "[Preview]", "(deprecated)"])
def test_a_status_may_end_a_title_or_summary(tmp_path: Path, ending: str) -> None:
    definition = published.definition()
    definition["info"]["title"] = f"Contoso {ending}"
    definition["paths"]["/shops"]["get"]["summary"] = f"List shops {ending}"
    assert reported(tmp_path, definition).keys() - {"INF170"} == set()
    definition["paths"]["/shops"]["get"]["summary"] = "List shops [all]"
    assert errors(reported(tmp_path / "other", definition)) == {"OPR090"}


@pytest.mark.parametrize(
    ("key", "silent", "loud"),
    [
        ("uniqueItems", False, True),
        ("minItems", 0, 1),
        ("minProperties", 0, 1),
        ("exclusiveMinimum", False, True),
    ],
)
def test_a_key_that_says_nothing_is_not_reported(tmp_path: Path, key: str, silent: object, loud: object) -> None:
    definition = published.definition()
    order_fields(definition)["shop_id"][key] = silent
    assert reported(tmp_path / "silent", definition) == {}
    order_fields(definition)["shop_id"][key] = loud
    assert reported(tmp_path / "loud", definition)


def test_a_server_of_tools_has_no_response_schema(tmp_path: Path) -> None:
    definition = published.definition()
    post = definition["paths"]["/orders"]["post"]
    del post["responses"]["201"]["schema"]
    assert "RSP020" in reported(tmp_path / "plain", definition)
    post["x-ms-agentic-protocol"] = "mcp-streamable-1.0"
    assert "RSP020" not in reported(tmp_path / "tools", definition)


@pytest.mark.parametrize(("more", "expected"), [({}, set()), ({"default": {"description": "An error."}}, {"RSP020"})])
def test_a_lone_response_of_success_describes_the_outputs(tmp_path: Path, more: Plain, expected: set[str]) -> None:
    definition = published.definition()
    get = definition["paths"]["/shops"]["get"]
    get["responses"] = {"206": get["responses"]["200"], **more}
    assert reported(tmp_path, definition).keys() & {"RSP020"} == expected


def test_an_exported_definition_is_recognised_and_reported_once(tmp_path: Path) -> None:
    definition = published.definition()
    connection = {
        "name": "connectionId",
        "in": "path",
        "required": True,
        "type": "string",
        "x-ms-visibility": "internal",
    }
    for item in definition["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and "operationId" in operation:
                operation["parameters"] = [dict(connection), *operation.get("parameters", [])]
    definition["paths"] = {f"/{{connectionId}}{path}": item for path, item in definition["paths"].items()}
    found = published.findings(tmp_path, definition, "certified", published.properties())
    (one,) = [one for one in found if "connectionId" in one.message or "connectionId" in one.pointer.rpartition("/")[2]]
    assert (one.id, one.severity, one.pointer) == ("PAR080", "warning", "/paths")
    # One path without the segment, and the parameter is the author's own.
    definition["paths"]["/ping"] = {
        "get": merged(definition["paths"]["/{connectionId}/shops"]["get"], {"operationId": "Ping", "summary": "Ping"})
    }
    assert "PAR080" in errors(reported(tmp_path / "own", definition))


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_text_counts_as_missing(tmp_path: Path, empty: str) -> None:
    def of(value: str | None) -> set[tuple[str, str]]:
        definition = published.definition()
        places = [
            (order_fields(definition)["speed"], "description"),
            (order_fields(definition)["amount"], "x-ms-summary"),
        ]
        places += [(definition["info"], "description"), (definition["info"]["contact"], "url")]
        places += [(definition["paths"]["/shops"]["get"], key) for key in ("summary", "description")]
        places += [
            (definition["paths"]["/shops"]["get"]["parameters"][0], key) for key in ("x-ms-summary", "description")
        ]
        for node, key in places:
            node.pop(key, None)
            if value is not None:
                node[key] = value
        return {(one.id, one.severity) for one in reported(tmp_path / repr(value), definition).values()}

    assert of(empty) == of(None)
    assert {id for id, _ in of(None)} >= {
        "RSP141",
        "RSP142",
        "INF060",
        "INF100",
        "OPR070",
        "OPR120",
        "PAR090",
        "PAR093",
    }


@pytest.mark.parametrize(
    ("name", "text", "better"),
    [
        ("city", "homeTown", "Home town"),
        ("city", "home_town", "Home town"),
        ("shopName", "Shopname", "Shop name"),
        ("ShopName", "ShopName", "Shop name"),
        ("orderid", "Orderid", "Order ID"),
        ("city", "Home town", ""),
        ("city", "Town", ""),
        ("repository", "GitHub", ""),
        ("username", "Username", ""),
        ("key", "ISBN", ""),
        ("address1", "Address1", ""),
    ],
)
def test_a_name_of_a_program_is_no_label(tmp_path: Path, name: str, text: str, better: str) -> None:
    definition = published.definition()
    definition["paths"]["/shops"]["get"]["parameters"][0] |= {"name": name, "x-ms-summary": text}
    found = reported(tmp_path, definition)
    assert found["OPR153"].help == f"Write words, such as '{better}'." if better else "OPR153" not in found


def test_a_name_of_a_program_is_no_description(tmp_path: Path) -> None:
    definition = published.definition()
    order_fields(definition)["speed"]["description"] = "orderSpeed"
    assert reported(tmp_path, definition)["OPR153"].severity == "advice"


@pytest.mark.parametrize(
    ("id", "summary", "expected"),
    [
        ("listallharbours", "List all harbours", "Write 'ListAllHarbours', unless flows already use the operation."),
        ("listallharbours", "Show them", "Begin each word with a capital"),
        ("list_all_harbours", "Show them", "Write 'ListAllHarbours', unless flows already use the operation."),
    ],
)
def test_a_suggestion_joins_no_words(tmp_path: Path, id: str, summary: str, expected: str) -> None:
    definition = published.definition()
    definition["paths"]["/orders/{order_id}"]["get"] |= {"operationId": id, "summary": summary}
    assert reported(tmp_path, definition)["OPR050"].help.startswith(expected)
    definition["paths"]["/orders/{order_id}"]["get"]["operationId"] = "list all harbours"
    assert reported(tmp_path / "blanks", definition)["OPR030"].help == "Write 'ListAllHarbours'."

"""Each row of the collected table of changes that files can show: its id and its verdict for each audience."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.diff.base import BODY, GONE, Edit, Plain, compared, move, put

pytestmark = pytest.mark.part(0.4)

GET = "/definition/paths/~1orders~1{order_id}/get"
POST = "/definition/paths/~1orders/post"
FIELD = f"{POST}/parameters/0/schema/properties"
OUTPUT = "/definition/definitions/Order/properties"
BATCH = "/definition/paths/~1new_orders/get"
HOOK = "/definition/paths/~1hooks"
MCP = "/definition/paths/~1mcp/post"
LISTS = "/definition/paths/~1lists/get"
INNER = "/properties/properties"
NEW = {"type": "string", "x-ms-summary": "New"}
DROP_DOWN = {"operationId": "ListLists", "value-path": "id"}


class Row(NamedTuple):
    """A row of the table: the edits that show it, the ids that are expected, and the verdict of the first."""

    row: str
    verdict: str
    ids: tuple[str, ...]
    edits: tuple[Edit, ...]


def row(name: str, verdict: str, ids: str, *edits: Edit) -> Row:
    return Row(name, verdict, tuple(ids.split()), edits)


def parameter(name: str, **more: object) -> Plain:
    return {"name": name, "in": "query", "type": "string", "x-ms-summary": name.title(), **more}


def fields_in_order(*names: str) -> Plain:
    properties: Plain = BODY["properties"]
    return {name: properties[name] for name in (*names, *(one for one in properties if one not in names))}


ROWS = (
    row("1 operation removed", "BBBB", "BRK010", put("/definition/paths/~1mcp", GONE)),
    row("1 operation added", "---n", "BRK011", put(f"{GET[:-4]}/delete", {"operationId": "Drop", "responses": {}})),
    row("2 operationId renamed", "-BBB", "BRK020", put(f"{POST}/operationId", "PlaceOrder")),
    row("3 punctuation of an operationId", "-B-B", "BRK030", put(f"{POST}/operationId", "Create_Order")),
    row(
        "4 clash of operationIds",
        "--B-",
        "BRK040 BRK011",
        put("/definition/paths/~1more", {"get": {"operationId": "Get_Order", "responses": {}}}),
    ),
    row("5 path changed", "BB--", "BRK050", move("/definition/paths/~1orders", "/purchases")),
    row(
        "6 path parameter renamed",
        "-B-n",
        "BRK060",
        move("/definition/paths/~1orders~1{order_id}", "/orders/{id}"),
        put("/definition/paths/~1orders~1{id}/get/parameters/0/name", "id"),
    ),
    row("7 method changed", "BBb-", "BRK070", move(POST, "put")),
    row("8 host changed", "Bbbb", "BRK080", put("/definition/host", "api2.example.com")),
    row(
        "9 base path changed, paths compensate",
        "-b--",
        "BRK090",
        put("/definition/basePath", "/"),
        *(
            move(f"/definition/paths/~1{name}".replace("orders_id", "orders~1{order_id}"), f"/v1/{plain}")
            for name, plain in (
                ("orders_id", "orders/{order_id}"),
                ("orders", "orders"),
                ("lists", "lists"),
                ("new_orders", "new_orders"),
                ("hooks", "hooks"),
                ("mcp", "mcp"),
            )
        ),
    ),
    row("8 base path changed", "Bbbb", "BRK091", put("/definition/basePath", "/v2")),
    row("10 https dropped", "Bbbb", "BRK100", put("/definition/schemes", ["http"])),
    row("11 consumes narrowed", "Bbb-", "BRK110", put(f"{POST}/consumes", ["application/xml"])),
    row("12 produces changed", "bbb-", "BRK120", put(f"{GET}/produces", ["application/xml"])),
    row("13 operation internal", "-BBB", "BRK130", put(f"{GET}/x-ms-visibility", "internal")),
    row("14 operation important", "-n-n", "BRK140", put(f"{GET}/x-ms-visibility", "important")),
    row("15 trigger becomes action", "-BBB", "BRK150", put(f"{BATCH}/x-ms-trigger", GONE)),
    row("15 action becomes trigger", "-BBB", "BRK150", put(f"{GET}/x-ms-trigger", "single")),
    row("16 batch becomes single", "-B--", "BRK160", put(f"{BATCH}/x-ms-trigger", "single")),
    row("17 top list renamed", "-B--", "BRK170", move(f"{BATCH}/responses/200/schema/properties/value", "orders")),
    row(
        "17 second visible property",
        "-B--",
        "BRK170 BRK531",
        put(f"{BATCH}/responses/200/schema/properties/count", {"type": "integer"}),
    ),
    row(
        "18 callback moved",
        "BB--",
        "BRK180",
        move(f"{HOOK}/post/parameters/0/schema/properties/url", "callback_address"),
        put(f"{HOOK}/post/parameters/0/schema/required", ["callback_address"]),
    ),
    row(
        "19 notification field removed",
        "BB--",
        "BRK190",
        put(f"{HOOK}/x-ms-notification-content/schema/properties/event_id", GONE),
    ),
    row(
        "19 notification field renamed",
        "BB--",
        "BRK191",
        move(f"{HOOK}/x-ms-notification-content/schema/properties/event_id", "eventId"),
    ),
    row(
        "19 notification field retyped",
        "BB--",
        "BRK192",
        put(f"{HOOK}/x-ms-notification-content/schema/properties/amount/type", "string"),
    ),
    row("19 notification content removed", "-BB-", "BRK193", put(f"{HOOK}/x-ms-notification-content", GONE)),
    row("20 deprecated", "nnnn", "BRK200", put(f"{GET}/deprecated", True)),
    row("21 deprecated parameter", "nnBn", "BRK210", put(f"{GET}/parameters/3/x-deprecated", True)),
    row("22 required parameter added", "BBBB", "BRK220", put(f"{GET}/parameters/5", parameter("x", required=True))),
    row(
        "22 required field added",
        "BBBB",
        "BRK220",
        put(f"{FIELD}/new", NEW),
        put(f"{POST}/parameters/0/schema/required/3", "new"),
    ),
    row(
        "23 required, internal, with default",
        "-b--",
        "BRK230",
        put(f"{GET}/parameters/5", parameter("x", required=True, default="a", **{"x-ms-visibility": "internal"})),
    ),
    row(
        "23 required, internal field with default in a required body",
        "-bB-",
        "BRK231",
        put(f"{FIELD}/mode", {"type": "string", "default": "x", "x-ms-visibility": "internal"}),
        put(f"{POST}/parameters/0/schema/required/3", "mode"),
    ),
    row(
        "26 the same removed",
        "bbB-",
        "BRK261",
        put(f"{FIELD}/source", GONE),
        put(f"{POST}/parameters/0/schema/required", ["customer", "amount"]),
    ),
    row(
        "24 required, visible, with default",
        "BbBn",
        "BRK240",
        put(f"{GET}/parameters/5", parameter("x", required=True, default="a")),
    ),
    row("25 optional parameter added", "---n", "BRK250", put(f"{GET}/parameters/5", parameter("x"))),
    row("26 required parameter removed", "bBBb", "BRK260", put(f"{GET}/parameters/1", GONE)),
    row("27 optional parameter removed", "bBBn", "BRK270", put(f"{GET}/parameters/3", GONE)),
    row("27 optional field removed", "bBBn", "BRK270", put(f"{FIELD}/note", GONE)),
    row("28 optional becomes required", "BBBn", "BRK280", put(f"{GET}/parameters/3/required", True)),
    row("28 in an optional object", "bbbn", "BRK281", put(f"{FIELD}/address/required", ["street", "zip"])),
    row("29 required becomes optional", "--B-", "BRK290", put(f"{GET}/parameters/2/required", False)),
    row(
        "29 field becomes optional",
        "--B-",
        "BRK290",
        put(f"{POST}/parameters/0/schema/required", ["customer", "source"]),
    ),
    row(
        "30 order of required parameters",
        "-nB-",
        "BRK300",
        put(f"{GET}/parameters/1", parameter("shop", required=True)),
        put(f"{GET}/parameters/2", parameter("region", required=True)),
    ),
    row("30 order of required fields", "-nB-", "BRK300", put(FIELD, fields_in_order("amount", "customer"))),
    row("31 in changed, required", "BBBn", "BRK310", put(f"{GET}/parameters/1/in", "header")),
    row("31 in changed, optional", "BB-n", "BRK311", put(f"{GET}/parameters/3/in", "header")),
    row("32 required parameter renamed", "BB-n", "BRK320", put(f"{GET}/parameters/1/name", "area")),
    row("32 optional parameter renamed", "BBBn", "BRK321", put(f"{GET}/parameters/3/name", "include")),
    row("32 body renamed", "-B--", "BRK322", put(f"{POST}/parameters/0/name", "purchase")),
    row("33 type of an input", "BBBb", "BRK330", put(f"{FIELD}/note/type", "integer")),
    row("33 integer to number", "--b-", "BRK331", put(f"{FIELD}/amount/type", "number")),
    row("34 format of an input", "bbb-", "BRK340", put(f"{FIELD}/note/format", "date-time")),
    row("34 format of an output", "bbb-", "BRK341", put(f"{OUTPUT}/created/format", GONE)),
    row("34 width of a number", "n---", "BRK342", put(f"{OUTPUT}/total/format", "double")),
    row("35 choice removed", "BBbb", "BRK350", put(f"{FIELD}/currency/enum", ["EUR"])),
    row("36 choice added", "----", "BRK360", put(f"{FIELD}/currency/enum", ["EUR", "USD", "CHF"])),
    row("37 choices imposed", "Bbbb", "BRK370", put(f"{FIELD}/note/enum", ["a"])),
    row("38 output value added", "bb--", "BRK380", put(f"{OUTPUT}/status/enum", ["open", "closed", "late"])),
    row("39 limit of an input stricter", "Bbb-", "BRK390", put(f"{FIELD}/customer/maxLength", 20)),
    row("39 pattern of an input", "Bbb-", "BRK390", put(f"{FIELD}/note/pattern", "^a")),
    row("39 limit of an input weaker", "----", "BRK391", put(f"{FIELD}/customer/maxLength", 90)),
    row("40 limit of an output weaker", "b---", "BRK400", put(f"{OUTPUT}/total/maximum", 2000)),
    row("41 visible default", "bnbn", "BRK411", put(f"{FIELD}/currency/default", "USD")),
    row("41 internal default", "bbbn", "BRK410", put(f"{FIELD}/source/default", "app")),
    row("42 default of internal required removed", "BBBn", "BRK420", put(f"{FIELD}/source/default", GONE)),
    row("43 collection format", "Bbb-", "BRK430", put(f"{GET}/parameters/4/collectionFormat", "multi")),
    row("44 url encoding", "BB--", "BRK440", put(f"{GET}/parameters/0/x-ms-url-encoding", "double")),
    row("45 input becomes internal", "-BBn", "BRK450", put(f"{FIELD}/note/x-ms-visibility", "internal")),
    row("46 input becomes advanced", "-n--", "BRK460", put(f"{FIELD}/note/x-ms-visibility", "advanced")),
    row("47 title of an input", "-n-n", "BRK470", put(f"{FIELD}/note/x-ms-summary", "Remark")),
    row("47 summary", "-n-n", "BRK471", put(f"{GET}/summary", "Read order")),
    row("48 description of an input", "---n", "BRK480", put(f"{FIELD}/note/description", "Another.")),
    row("48 description of an operation", "---n", "BRK480", put(f"{GET}/description", "Another.")),
    row("48 description of the connector", "---n", "BRK481", put("/definition/info/description", "Another.")),
    row("49 value-path", "-Bb-", "BRK490", put(f"{FIELD}/list_id/x-ms-dynamic-values/value-path", "name")),
    row("49 source of values", "-bb-", "BRK491", put(f"{FIELD}/list_id/x-ms-dynamic-values/operationId", "GetOrder")),
    row("50 drop-down added", "-nn-", "BRK500", put(f"{FIELD}/note/x-ms-dynamic-values", DROP_DOWN)),
    row("51 drop-down removed", "-nn-", "BRK510", put(f"{FIELD}/list_id/x-ms-dynamic-values", GONE)),
    row(
        "52 output becomes dynamic",
        "-bBb",
        "BRK520",
        put(f"{GET}/responses/200/schema", {"type": "object", "x-ms-dynamic-schema": {"operationId": "ListLists"}}),
    ),
    row("53 output removed", "bBBn", "BRK530", put(f"{OUTPUT}/total", GONE)),
    row("53 output added", "----", "BRK531", put(f"{OUTPUT}/new", NEW)),
    row("54 output renamed", "bBBn", "BRK540", move(f"{OUTPUT}/total", "sum")),
    row("55 type of an output", "BBBb", "BRK550", put(f"{OUTPUT}/total/type", "string")),
    row(
        "55 list becomes object", "BBBb", "BRK550", put(f"{OUTPUT}/lines", {"type": "object", "x-ms-summary": "Lines"})
    ),
    row(
        "56 output becomes required",
        "bn--",
        "BRK560",
        put("/definition/definitions/Order/required", ["order_id", "total"]),
    ),
    row("57 output becomes internal", "-BBn", "BRK570", put(f"{OUTPUT}/total/x-ms-visibility", "internal")),
    row("58 title of an output", "-n-n", "BRK580", put(f"{OUTPUT}/total/x-ms-summary", "Sum")),
    row("59 two outputs with one title", "-n--", "BRK590 BRK580", put(f"{OUTPUT}/total/x-ms-summary", "Status")),
    row("60 status changed", "BbB-", "BRK600", move(f"{POST}/responses/200", "201")),
    row("60 status without schema", "BBB-", "BRK601", put(f"{POST}/responses", {"204": {"description": "Placed"}})),
    row("61 success schema dropped", "BBBn", "BRK610", put(f"{POST}/responses/200/schema", GONE)),
    row("62 response header removed", "bb--", "BRK620", put(f"{GET}/responses/200/headers", GONE)),
    row("63 connection parameter removed", "BBBB", "BRK630", put(f"{INNER}/connectionParameters/api_key", GONE)),
    row("63 connection parameter renamed", "BBBB", "BRK631", move(f"{INNER}/connectionParameters/api_key", "key")),
    row(
        "63 connection parameter retyped", "BBBB", "BRK632", put(f"{INNER}/connectionParameters/api_key/type", "string")
    ),
    row(
        "63 identity provider",
        "BBBB",
        "BRK632",
        put(f"{INNER}/connectionParameters/account/oAuthSettings/identityProvider", "aad"),
    ),
    row("63 key sent elsewhere", "BBBB", "BRK634", put("/definition/securityDefinitions/key/in", "query")),
    row("63 security definition removed", "b---", "BRK635", put("/definition/securityDefinitions", {})),
    row(
        "64 connection parameter added, required",
        "BBBB",
        "BRK640",
        put(
            f"{INNER}/connectionParameters/site",
            {"type": "string", "uiDefinition": {"constraints": {"required": "true"}}},
        ),
    ),
    row(
        "64 connection parameter added, optional",
        "----",
        "BRK641",
        put(f"{INNER}/connectionParameters/site", {"type": "string"}),
    ),
    row(
        "66 scopes grown",
        "bbbb",
        "BRK660",
        put(f"{INNER}/connectionParameters/account/oAuthSettings/scopes", ["orders.read", "orders.write"]),
    ),
    row("67 policy added", "bbbb", "BRK670", put(f"{INNER}/policyTemplateInstances/1", {"templateId": "routerequest"})),
    row("67 policy removed", "bbbb", "BRK671", put(f"{INNER}/policyTemplateInstances", [])),
    row(
        "67 policy changed",
        "bbbb",
        "BRK672",
        put(f"{INNER}/policyTemplateInstances/0/parameters/x-ms-apimTemplateParameter.name", "X-B"),
    ),
    row("68 script operations", "nnnn", "BRK680", put(f"{INNER}/scriptOperations", ["GetOrder", "CreateOrder"])),
    row("69 pageable removed", "bbb-", "BRK690", put(f"{LISTS}/x-ms-pageable", GONE)),
    row("69 next link renamed", "bbb-", "BRK690", put(f"{LISTS}/x-ms-pageable/nextLinkName", "next")),
    row("71 agentic protocol removed", "-n-B", "BRK710", put(f"{MCP}/x-ms-agentic-protocol", GONE)),
    row("71 agentic protocol changed", "-n-n", "BRK711", put(f"{MCP}/x-ms-agentic-protocol", "mcp-sse-1.0")),
    row("72 title", "---n", "BRK720", put("/definition/info/title", "Shop")),
    row("72 brand color", "---n", "BRK721", put(f"{INNER}/iconBrandColor", "#00ff00")),
)


@pytest.mark.parametrize("case", ROWS, ids=[one.row for one in ROWS])
def test_a_change_has_its_id_and_its_verdict(case: Row) -> None:
    found = compared(*case.edits).reported
    assert sorted(one.finding.id for one in found) == sorted(case.ids), [one.finding.message for one in found]
    change = next(one.change for one in found if one.finding.id == case.ids[0])
    said = "".join("-" if level == "ok" else level for level in change.verdict)
    assert said == case.verdict, change.message
    expected = "error" if "B" in said else "warning" if "b" in said else "advice"
    assert change.verdict.severity == expected

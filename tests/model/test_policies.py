"""The effects of policies on a request: expressions, steps, and those that only the platform can apply."""

from __future__ import annotations

from typing import Any

import pytest

from connectorkit.model.json_value import Json
from connectorkit.model.policies.expressions import Unknown, of_environment, parsed
from connectorkit.model.policies.plan import OPERATIONS, PARAMETER, SECTION, Plan, planned
from connectorkit.model.policies.steps import Lacking, Sent, address, path, taken, text

NAMES = ("api_key", "Sub Domain", "token:Host")


def policy(template: str, title: str = "P", operations: Json = None, section: Json = None, **more: Json) -> Json:
    parameters = {f"{PARAMETER}{name}": value for name, value in more.items()}
    parameters |= {} if operations is None else {OPERATIONS: operations}
    parameters |= {} if section is None else {SECTION: section}
    return {"templateId": template, "title": title, "parameters": parameters}


def plan(*policies: Json) -> Plan:
    return planned(policies, NAMES, ["One", "Two"])


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("plain", ("plain",)),
        ("", ()),
        ("a@b.example", ("a@b.example",)),
        ("@connectionParameters('api_key')", (("connection", "api_key", None),)),
        ("@ConnectionParameters('API_KEY')", (("connection", "api_key", None),)),
        ("@{connectionParameters('api_key')}", (("connection", "api_key", None),)),
        ('Bearer @connectionParameters("api_key")', ("Bearer ", ("connection", "api_key", None))),
        ("@connectionParameters(‘api_key’, ‘’)", (("connection", "api_key", ""),)),
        ("@connectionParameters('host','eu')x", (("connection", "token:Host", "eu"), "x")),
        ("@connectionParameters('gone','eu')", (("connection", "gone", "eu"),)),
        ("@headers('X-Tenant')@header('Y')", (("header", "x-tenant", None), ("header", "y", None))),
        ("https://@queryParameters('Host')/", ("https://", ("query", "Host", None), "/")),
    ],
)
def test_expressions(written: str, value: object) -> None:
    assert parsed(written, NAMES) == value


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("@connectionParameters('gone')", "no connection parameter 'gone'"),
        ("@body().id", "'@body().id'"),
        ("Bearer @{triggerBody().token}", "'@{triggerBody().token}'"),
        ("@concat('a', connectionParameters('api_key'))", "needs the platform"),
        ("@operationId()", "needs the platform"),
        ("@Request.OriginalHTTPMethod", "needs the platform"),
        ('@environmentVariables("x")', "environment variable"),
        ("@{environmentVariables('x')}", "environment variable"),
    ],
)
def test_expressions_that_only_the_platform_can_evaluate(written: str, why: str) -> None:
    with pytest.raises(Unknown) as caught:
        parsed(written, NAMES)
    assert why in str(caught.value)


def test_environment_variables_are_recognised() -> None:
    assert of_environment('@environmentVariables("host")') and of_environment("@{EnvironmentVariables('host')}")
    assert not of_environment("environmentVariables.example.com") and not of_environment(None)


SOURCES = {"connection": {"s": "acme", "u": "https://x.example:8443/base", "h": "x.example"}, "header": {}, "query": {}}


@pytest.mark.parametrize(
    ("value", "made"),
    [
        (("https://", ("connection", "s", None), ".example.com/v1"), "https://acme.example.com/v1"),
        (("https://api.example", ("connection", "dot", ".eu"), "/"), "https://api.example.eu/"),
        ((("connection", "u", None),), "https://x.example:8443/base"),
        (("https://", ("connection", "h", None), "/", ("connection", "s", None)), "https://x.example/acme"),
        (("https://x.example:", ("connection", "port", "1234")), "https://x.example:1234"),
    ],
)
def test_addresses(value: Any, made: str) -> None:
    assert address(value, SOURCES) == made


@pytest.mark.parametrize(
    ("value", "given"),
    [
        (("https://", ("connection", "v", None), ".example.com"), "evil.example/"),
        (("https://", ("connection", "v", None), ".example.com"), "evil.example:443"),
        (("https://", ("connection", "v", None), ".example.com"), "u:p@evil.example"),
        (("https://api.example", ("connection", "v", None), "/"), ".eu/@evil.example"),
        (("https://api.example", ("connection", "v", None)), "@evil.example"),
        (("https://", ("connection", "v", None), "/"), "https://x.example"),
        (("https://", ("connection", "v", None), "/api"), "x.example#"),
        ((("connection", "v", None), ".example.com"), "https://evil.example/"),
        ((("connection", "v", None), "/api"), "https://x.example\\@evil.example"),
    ],
)
def test_a_value_does_not_leave_its_part_of_an_address(value: Any, given: str) -> None:
    with pytest.raises(Lacking):
        address(value, {"connection": {"v": given}})


def test_paths_are_encoded_and_do_not_climb() -> None:
    value: Any = ("teams/{id}/", ("header", "team", None), "?x=1")
    assert path(value, {"header": {"team": "a b/ü?#"}}) == "/teams/{id}/a%20b/%C3%BC%3F%23?x=1"
    for bad in ("", "..", "a/../b", "."):
        with pytest.raises(Lacking):
            path(value, {"header": {"team": bad}})


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("override", {"x": "1"}, {"x": "2"}),
        ("override", {}, {"x": "2"}),
        ("skip", {"x": "1"}, {"x": "1"}),
        ("skip", {}, {"x": "2"}),
        ("append", {"x": "1"}, {"x": "1,2"}),
        ("append", {}, {"x": "2"}),
    ],
)
def test_what_a_header_is_then(action: str, before: dict[str, str], after: dict[str, str]) -> None:
    sent = Sent("GET", dict(before), [])
    taken(("header", "x", action, ("2",), "P"), sent, {})
    assert sent.headers == after


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("override", [("x", "1"), ("y", "3"), ("x", "0")], [("y", "3"), ("x", "2%2F")]),
        ("skip", [("x", "1")], [("x", "1")]),
        ("skip", [("X", "1")], [("X", "1"), ("x", "2%2F")]),
        ("append", [("x", "1")], [("x", "1"), ("x", "2%2F")]),
    ],
)
def test_what_a_query_is_then(action: str, before: list[tuple[str, str]], after: list[tuple[str, str]]) -> None:
    sent = Sent("GET", {}, list(before))
    taken(("query", "x", action, ("2/",), "P"), sent, {})
    assert sent.query == after


def test_a_reference_reads_the_request_as_it_is_then() -> None:
    sent = Sent("GET", {"x": "1"}, [("q", "a%2Fb"), ("q", "c")])
    value: Any = (("header", "x", None), "-", ("query", "q", None))
    assert text(value, sent.sources({})) == "1-a/b,c"
    with pytest.raises(Lacking) as caught:
        text((("query", "gone", None),), sent.sources({}))
    assert (caught.value.source, caught.value.name, caught.value.why) == ("query", "gone", "")


def test_a_policy_holds_for_its_operations_and_an_empty_list_for_all() -> None:
    made = plan(
        policy("SetHeader", operations=["Two", "Gone"], name="X-A", value="1"),
        policy("setheader", operations=[], name="X-B", value="2"),
        policy("setqueryparameter", operations="One", name="q", value="3", existsAction="Skip"),
    )
    assert {name: [step[:3] for step in steps] for name, steps in made.steps.items()} == {
        "Two": [("header", "x-a", "override"), ("header", "x-b", "override")],
        "One": [("header", "x-b", "override"), ("query", "q", "skip")],
    }
    assert made.unsimulated == ()


def test_what_an_earlier_policy_sets_is_put_in_its_place() -> None:
    made = plan(
        policy("setheader", name="X", value="Basic @connectionParameters('api_key')"),
        policy("setheader", name="Y", value="<@headers('x')>"),
    )
    assert made.steps["One"][1][3] == ("<", "Basic ", ("connection", "api_key", None), ">")


def test_routes() -> None:
    made = plan(
        policy("routerequesttoendpoint", operations=["One"], newPath="/a/@connectionParameters('api_key')"),
        policy("routerequesttoendpoint", operations=["Two"], newPath="/b", httpMethod="put"),
        policy("routerequesttoendpoint", operations=["Two"], newPath="/c", httpMethod="@Request.OriginalHTTPMethod"),
    )
    assert [step[0] for step in made.steps["One"]] == ["path"]
    assert [(step[0], step[3]) for step in made.steps["Two"]] == [
        ("path", ("/b",)),
        ("method", ("PUT",)),
        ("path", ("/c",)),
    ]


UNSIMULATED: dict[str, tuple[Json, str]] = {
    "unknown": (policy("setmagic"), "its template is unknown"),
    "no template": ({"title": "P"}, "its template is unknown"),
    "response": (policy("setheader", section="Response", name="X", value="1"), "it changes the response"),
    "failure": (policy("setproperty", section="Failure"), "it changes the response"),
    "body": (policy("convertarraytoobject", section="Request"), "it changes the body"),
    "polling": (policy("pollingtrigger"), "the platform polls with values from the previous response"),
    "pages": (policy("updatenextlink"), "it changes links in responses"),
    "url": (policy("setvaluefromurl"), "it sends its own request"),
    "status": (policy("setconnectionstatustounauthenticated"), "it changes the connection status"),
    "action": (policy("setheader", name="X", value="1", existsAction="delete"), "existsAction 'delete'"),
    "framing": (
        policy("setheader", name="Content-Length", value="1"),
        "the header 'Content-Length' belongs to the connection",
    ),
    "odd header": (policy("setheader", name="X Y", value="1"), "the header 'X Y' cannot be set"),
    "no name": (policy("setqueryparameter", value="1"), "it sets nothing"),
    "no value": (policy("setheader", name="X"), "it has no 'value'"),
    "line break": (policy("setheader", name="X", value="a\r\nY: b"), "control character"),
    "method": (policy("routerequesttoendpoint", newPath="/a", httpMethod="TRACE"), "its method 'TRACE'"),
    "expression": (policy("setheader", name="X", value="@guid()"), "'@guid()'"),
    "no address": (policy("dynamichosturl", urlTemplate="https://a.example/?x=1"), "its template is not a URL"),
}


@pytest.mark.parametrize("case", UNSIMULATED)
def test_what_only_the_platform_can_do(case: str) -> None:
    made = plan(UNSIMULATED[case][0])
    assert [(one.position, one.everywhere, one.operations) for one in made.unsimulated] == [(0, True, ("One", "Two"))]
    assert UNSIMULATED[case][1] in made.unsimulated[0].why


def test_what_uses_an_unsimulated_value_is_not_simulated_either() -> None:
    made = plan(
        policy("setvaluefromurl", "Token", ["One"], parameterTemplate="@headers('Authorization')"),
        policy("setheader", "Bearer", name="Authorization", value="Bearer @headers('Authorization')"),
        policy("setheader", "Clear", name="Authorization", value="x"),
        policy("setheader", "Copy", name="Y", value="@headers('Authorization')"),
    )
    assert [one.called for one in made.unsimulated] == ["Token", "Bearer"]
    assert [step[4] for step in made.steps["One"]] == ["Clear", "Copy"]


def test_an_address_that_is_not_known_stays_unknown_until_another_policy_makes_one() -> None:
    unknown = policy("dynamichosturl", urlTemplate="https://@body().host")
    assert plan(unknown).steps["One"][-1][3] == ()
    assert plan(unknown, policy("dynamichosturl", urlTemplate="https://a.example")).steps["One"][-1][3] != ()


@pytest.mark.parametrize(
    "node", [None, 1, "x", [], {"parameters": []}, {"templateId": 1, "parameters": {OPERATIONS: {}}}]
)
def test_odd_nodes_are_no_trouble(node: Json) -> None:
    assert plan(node).steps == {}

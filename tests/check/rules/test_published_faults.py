"""A fault put into a published connector causes one finding, of its rule and at its place and line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.check.rules import judging

from connectorkit.model.file_names import DEFINITION, PROPERTIES

pytestmark = pytest.mark.part(0.4)

LISTS = "/paths/~1lists/get"
SEND = "/paths/~1sms~1send/post"
PARAMETER = "x-ms-apimTemplateParameter."
KEY = "/properties/connectionParameters/username"
FIRST = "/properties/policyTemplateInstances/0"
GONE = object()


def policy(*, template: str = "setheader", **more: Any) -> list[dict[str, Any]]:
    """A list of one policy, its parameters by their last name; `None` takes one away."""
    said = {"name": "Accept", "value": "text/plain", **more}
    names = {"operations": "x-ms-apimTemplate-operationName", "section": "x-ms-apimTemplate-policySection"}
    listed = {names.get(name, PARAMETER + name): value for name, value in said.items() if value is not None}
    return [{"templateId": template, "title": "Accept", "parameters": listed}]


# Rule, pointer of the key that is set (in apiProperties.json when it begins with /properties), its value, and the
# pointer of the finding where that is another one.
FAULTS: list[tuple[str, str, Any, str]] = [
    ("INF010", "/info/title", GONE, ""),
    ("INF030", "/info/title", "SMS Connector", ""),
    ("INF160", "/info/version", 1, ""),
    ("SEC161", "/info/contact/phone", "+1 555 0100", ""),
    ("SEC161", "/securityDefinitions/basic_auth/Type", "basic", ""),
    ("OPR010", f"{SEND}/operationId", GONE, ""),
    ("OPR020", f"{LISTS}/operationId", "sms_send", ""),
    ("OPR030", f"{SEND}/operationId", "SendSms!", ""),
    ("OPR031", f"{LISTS}/operationId", "get-contact-lists", ""),
    ("OPR070", f"{SEND}/summary", GONE, ""),
    ("OPR070", f"{SEND}/summary", 5, ""),
    ("OPR071", f"{SEND}/summary", "Send " + "very " * 16 + "long", ""),
    ("OPR080", f"{SEND}/summary", "Send SMS & MMS", ""),
    ("OPR090", f"{SEND}/summary", "Send SMS.", ""),
    ("OPR081", f"{SEND}/summary", "Send SMS, now", ""),
    ("OPR101", f"{SEND}/summary", "Sends SMS", ""),
    ("OPR120", f"{SEND}/description", " ", ""),
    ("OPR121", f"{SEND}/description", "sends a message", ""),
    ("OPR130", f"{SEND}/description", "Send SMS", ""),
    ("OPR140", f"{SEND}/description", "See www.clicksend.com for more.", ""),
    ("OPR142", f"{SEND}/description", "Sends a maker\u2019s message.", ""),
    ("OPR150", f"{SEND}/description", "Sends a message from Power Automate.", ""),
    ("OPR151", f"{SEND}/description", "Sends a message with a customString.", ""),
    ("OPR170", f"{SEND}/description", "Sends a mesage.", ""),
    ("INF182", f"{SEND}/description", "Sends a message with AKIA3XQ7TZB2M5W9KD4F.", ""),
    ("SEC010", "/swagger", "2.1", ""),
    ("SEC060", "/host", "", ""),
    ("SEC061", "/host", "rest.clicksend.com/v3", ""),
    ("SEC062", "/basePath", "v3", ""),
    ("SEC070", "/host", "rest.staging.clicksend.com", ""),
    ("SEC080", "/schemes", [], ""),
    ("SEC081", "/schemes", ["https", "ftp"], "/schemes/1"),
    ("SEC082", "/schemes", ["http"], "/schemes/0"),
    ("SEC084", "/schemes", GONE, ""),
    ("SEC090", "/securityDefinitions/basic_auth/type", "digest", ""),
    ("SEC110", "/security", [{"api_key": []}], "/security/0/api_key"),
    ("SEC111", "/security", [{"basic_auth": ["read"]}], "/security/0/basic_auth"),
    ("SEC121", KEY, GONE, f"{DEFINITION}#/securityDefinitions/basic_auth"),
    ("SEC160", "/tags", [{"name": "SMS"}, {"name": "SMS"}], "/tags/1/name"),
    ("PRP010", "/properties/iconBrandColor", GONE, ""),
    ("PRP011", "/properties/iconBrandColor", "blue", ""),
    ("PRP012", "/properties/iconBrandColor", "#FFFFFF", ""),
    ("PRP020", "/properties/publisher", "", ""),
    ("PRP070", "/properties/homepage", "https://www.clicksend.com", ""),
    ("PRP077", "/properties/capabilities", "actions", ""),
    ("PRP030", f"{KEY}/uiDefinition", GONE, ""),
    ("PRP031", f"{KEY}/uiDefinition/displayName", "", ""),
    ("PRP032", f"{KEY}/uiDefinition/description", "", ""),
    ("PRP040", f"{KEY}/uiDefinition/constraints/required", True, ""),
    ("PRP041", f"{KEY}/uiDefinition/constraints/clearText", "true", ""),
    ("PRP042", f"{KEY}/uiDefinition/constraints/tabIndex", "2", ""),
    ("PRP043", f"{KEY}/uiDefinition/constraints/tabIndx", 2, ""),
    ("PRP072", f"{KEY}/default", "x", ""),
    ("PRP081", f"{KEY}/type", "SecuredString", ""),
    ("PRP060", "/properties/scriptOperations", ["sms_sent"], "/properties/scriptOperations/0"),
    ("PRP050", "/properties/policyTemplateInstances", [{"title": "Accept"}], f"{FIRST}/templateId"),
    ("PRP051", "/properties/policyTemplateInstances", policy(template="setheadr"), f"{FIRST}/templateId"),
    ("PRP052", "/properties/policyTemplateInstances", policy(value=None), f"{FIRST}/parameters/{PARAMETER}value"),
    (
        "PRP053",
        "/properties/policyTemplateInstances",
        policy(value=None, vlaue="x"),
        f"{FIRST}/parameters/{PARAMETER}vlaue",
    ),
    (
        "PRP054",
        "/properties/policyTemplateInstances",
        policy(existsAction="skipp"),
        f"{FIRST}/parameters/{PARAMETER}existsAction",
    ),
    (
        "PRP055",
        "/properties/policyTemplateInstances",
        policy(operations=["sms_sent"]),
        f"{FIRST}/parameters/x-ms-apimTemplate-operationName/0",
    ),
    (
        "PRP056",
        "/properties/policyTemplateInstances",
        policy(section="Before"),
        f"{FIRST}/parameters/x-ms-apimTemplate-policySection",
    ),
    (
        "PRP057",
        "/properties/policyTemplateInstances",
        policy(value="@connectionParameters('user')"),
        f"{FIRST}/parameters/{PARAMETER}value",
    ),
    (
        "PRP059",
        "/properties/policyTemplateInstances",
        policy(operations="sms_send"),
        f"{FIRST}/parameters/x-ms-apimTemplate-operationName",
    ),
]
BEFORE = judging.said(judging.built())


def document_of(pointer: str) -> str:
    return PROPERTIES if pointer.startswith("/properties") else DEFINITION


def put(documents: judging.Documents, pointer: str, value: Any) -> None:
    above, _, key = pointer.rpartition("/")
    node = judging.at(documents[document_of(pointer)], above)
    if value is GONE:
        del node[key]
    else:
        node[key] = value


def family(rule: str) -> str:
    return rule[:3]


@pytest.mark.part(0.3, rule=family)
@pytest.mark.parametrize(("rule", "pointer", "value", "place"), FAULTS, ids=[f"{one[0]}-{one[1]}" for one in FAULTS])
def test_a_fault_gives_its_rule_alone(rule: str, pointer: str, value: Any, place: str) -> None:
    documents = judging.built()
    put(documents, pointer, value)
    found = [one.finding for one in judging.judge(documents)]
    new = [one for one in found if (one.id, one.pointer) not in BEFORE]
    place = place or pointer
    shown = (
        place.removeprefix(f"{DEFINITION}#")
        if "#" in place or document_of(place) == DEFINITION
        else (f"{PROPERTIES}#{place}")
    )
    assert [(one.id, one.pointer) for one in new] == [(rule, shown)]


@pytest.mark.part(0.3)
@pytest.mark.parametrize(
    ("pointer", "value", "line"),
    [
        (f"{SEND}/summary", "Send SMS & MMS", '      "summary": "Send SMS & MMS",'),
        ("/host", "rest.clicksend.com/v3", '  "host": "rest.clicksend.com/v3",'),
        ("/info/contact/phone", "+1 555 0100", '"phone": "+1 555 0100"'),
        (f"{KEY}/type", "SecuredString", '        "type": "SecuredString",'),
        ("/schemes", ["https", "ftp"], '    "ftp"'),
    ],
)
def test_a_finding_stands_on_the_line_of_the_value(pointer: str, value: Any, line: str) -> None:
    documents = judging.built()
    put(documents, pointer, value)
    new = [one.finding for one in judging.judge(documents) if (one.finding.id, one.finding.pointer) not in BEFORE]
    lines = json.dumps(documents[document_of(pointer)], indent=2).split("\n")
    assert [lines[one.span.line - 1].strip() for one in new] == [line.strip()]


def test_something_missing_is_said_at_what_lacks_it() -> None:
    documents = judging.built()
    put(documents, f"{SEND}/summary", GONE)
    (new,) = [one.finding for one in judging.judge(documents) if one.finding.id == "OPR070"]
    assert '"post": {' in json.dumps(documents[DEFINITION], indent=2).split("\n")[new.span.line - 1]

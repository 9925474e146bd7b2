"""Faults of apiProperties.json as a whole, of its policies and of its script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.check.rules.mutations.jsontext import GONE, PROPERTIES, Fault, get, put
from tests.check.rules.mutations.places import unnamed
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.top_level import AT, properties, root, top, without
from tests.check.rules.mutations.yamltext import Change, Tree

_SET = f"{AT}/policyTemplateInstances"
_PARAMETER = "x-ms-apimTemplateParameter."
_NAMES = "x-ms-apimTemplate-operationName"

# Contents of apiProperties.json
properties("INF190", "publisher", "Brønnøysund")
properties("PRP010", "iconBrandColor", GONE)
properties("PRP010", "iconBrandColor", "")
for _color in ("red", "#12", "0a7cc1", 5):
    properties("PRP011", "iconBrandColor", _color)
for _color in ("#007ee5", "#FFFFFF"):
    properties("PRP012", "iconBrandColor", _color)
properties("PRP013", "iconBrandColor", "#0a7cc1")
for _rule, _key in (("PRP020", "publisher"), ("PRP021", "stackOwner")):
    properties(_rule, _key, GONE)
    properties(_rule, _key, " ")
properties("PRP022", "stackOwner", "Fabrikam")
properties("PRP070", "website", "https://contoso.com")
properties("PRP070", "publishr", "Contoso")
properties("PRP077", "capabilities", "actions")
properties("PRP078", "capabilities", ["Actions"], "/0")
properties("OPR161", "capabilities", [""], "/0")


@in_yaml("PRP010")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("brand_color"):
        change = entry.beside("exact: {omit: [iconBrandColor]}")
        yield change._replace(line=entry.line + 1)


without("PRP020", "publisher")
without("PRP021", "stack_owner")
top("PRP011", "exact", "{properties_extra: {iconBrandColor: red}}")
top("PRP012", "brand_color", '"#007ee5"')
top("PRP013", "brand_color", '"#0a7cc1"')
top("PRP075", "exact", "{omit: [properties]}")
top("PRP060", "script_operations", "[Nothing]")
top("PRP061", "exact", "{properties_extra: {scriptOperations: [5]}}")
top("PRP070", "exact", "{properties_extra: {website: 'https://contoso.com'}}")
top("PRP071", "exact", "{properties_root_extra: {publisher: Contoso}}")
top("PRP077", "exact", "{properties_extra: {capabilities: actions}}")
top("PRP078", "exact", "{capabilities: [Actions]}")
top("OPR161", "exact", '{capabilities: [""]}')
top("PRP022", "stack_owner", "Fabrikam")
top("INF190", "publisher", "Brønnøysund")


@in_json("PRP071")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    yield put("/publisher", "Contoso", "/publisher", PROPERTIES)


@in_json("PRP075")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    yield put(AT, [], AT, PROPERTIES)
    yield put(AT, "none", AT, PROPERTIES)


# Policies
def _policy(
    rule: str,
    change: dict[str, Any],
    at: str,
    template: str = "setheader",
    text: str = "",
    more: dict[str, Any] | None = None,
) -> None:
    """Rows for a policy more; a value of None takes a key away."""
    said = {f"{_PARAMETER}name": "Accept", f"{_PARAMETER}value": "text/plain"}
    made = {"templateId": template, "title": "Accept", "parameters": {**said, **change}}
    made |= more or {}
    made["parameters"] = {key: value for key, value in {**said, **change}.items() if value is not None}

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        there = get(documents[PROPERTIES], _SET) or []
        yield put(_SET, [*there, made], f"{_SET}/{len(there)}{at}", PROPERTIES)

    if text:

        @in_yaml(rule)
        def _(tree: Tree) -> Iterator[Change]:
            first = root(tree)
            if first is not None and "policies" not in first.siblings:
                yield first.beside(f"policies: [{text}]")


_VALUE = f"/parameters/{_PARAMETER}value"
_WITH = "title: Accept, with: {name: Accept, value: text/plain}"
_policy("PRP051", {}, "/templateId", "setheadr", f"{{template: setheadr, {_WITH}}}")
_policy("PRP052", {f"{_PARAMETER}value": None}, "/parameters", text="{template: setheader, title: A, with: {name: A}}")
_policy(
    "PRP053",
    {f"{_PARAMETER}more": "x"},
    f"/parameters/{_PARAMETER}more",
    text="{template: setheader, title: A, with: {name: A, value: b, more: c}}",
)
_policy(
    "PRP054",
    {f"{_PARAMETER}existsAction": "skipp"},
    f"/parameters/{_PARAMETER}existsAction",
    text="{template: setheader, title: A, with: {name: A, value: b, existsAction: skipp}}",
)
_policy(
    "PRP055",
    {_NAMES: ["Nothing"]},
    f"/parameters/{_NAMES}/0",
    text=f"{{template: setheader, operations: [Nothing], {_WITH}}}",
)
_policy(
    "PRP056",
    {"x-ms-apimTemplate-policySection": "request"},
    "/parameters/x-ms-apimTemplate-policySection",
    text=f"{{template: setheader, section: request, {_WITH}}}",
)
_policy(
    "PRP057",
    {f"{_PARAMETER}value": "@connectionParameters('nothing')"},
    _VALUE,
    text="""{template: setheader, title: A, with: {name: A, value: "@connectionParameters('no')"}}""",
)
_policy(
    "PRP059",
    {_NAMES: "Nothing"},
    f"/parameters/{_NAMES}",
    text=f"{{template: setheader, operations: Nothing, {_WITH}}}",
)
_policy(
    "PRP115",
    {f"{_PARAMETER}value": "@guid()"},
    "",
    text="{template: setheader, title: A, with: {name: A, value: '@guid()'}}",
)
_policy("PRP111", {f"{_PARAMETER}value": 5}, _VALUE, text="{template: setheader, title: A, with: {name: A, value: 5}}")
_policy("PRP050", {}, "/templateId", "", "{title: Host}")
_policy(
    "PRP110",
    {},
    "/section",
    more={"section": "Request"},
    text=f"{{template: setheader, {_WITH}, extra: {{section: Request}}}}",
)
_policy(
    "SEC083",
    {f"{_PARAMETER}name": None, f"{_PARAMETER}value": None, f"{_PARAMETER}urlTemplate": "http://eu.contoso.com"},
    f"/parameters/{_PARAMETER}urlTemplate",
    "dynamichosturl",
    "{template: dynamichosturl, title: Host, with: {urlTemplate: 'http://eu.contoso.com'}}",
)


@in_json("PRP058")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    there = get(documents[PROPERTIES], _SET) or []
    one = {"templateId": "setheader", "title": "A", "parameters": {f"{_PARAMETER}name": "A", f"{_PARAMETER}value": "b"}}
    yield put(_SET, [*there, one, {**one, "title": "B"}], f"{_SET}/{len(there) + 1}", PROPERTIES)


top(
    "PRP058",
    "policies",
    "[{template: setheader, title: A, with: {name: A, value: b}}, "
    "{template: setheader, title: B, with: {name: A, value: b}}]",
    lambda entry: "policies" not in entry.siblings,
)
properties("PRP060", "scriptOperations", ["Nothing"], "/0")
properties("PRP061", "scriptOperations", [5], "/0")


def _scripted(rule: str, by: Callable[[str], list[str]], at: str) -> None:
    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for _, one in unnamed(documents):
            yield put(f"{AT}/scriptOperations", by(one["operationId"]), f"{AT}/scriptOperations{at}", PROPERTIES)


_scripted("PRP063", lambda name: [name], "")


@in_yaml("PRP063")
def _(tree: Tree) -> Iterator[Change]:
    first = root(tree)
    for entry in tree.operations() if first is not None else ():
        if first is not None and entry.text.isalpha():
            yield first.beside(f"script_operations: [{entry.text}]")

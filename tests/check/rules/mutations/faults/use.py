"""Faults of policies against each other, and of addresses and variables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.check.rules.mutations.jsontext import PROPERTIES, Edit, Fault, get, put
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.top_level import AT, definition, root, top
from tests.check.rules.mutations.yamltext import Change, Entry, Tree

_SET, _PARAMETER = f"{AT}/policyTemplateInstances", "x-ms-apimTemplateParameter."
_GATEWAY = {
    "type": "gatewaySetting",
    "uiDefinition": {"displayName": "Gateway", "description": "A gateway.", "tooltip": "A gateway."},
}


def _header(name: str, value: str) -> dict[str, Any]:
    said = {f"{_PARAMETER}name": name, f"{_PARAMETER}value": value}
    return {"templateId": "setheader", "title": value, "parameters": said}


def _free(entry: Entry) -> bool:
    return "policies" not in entry.siblings


# Policies
@in_json("PRP112")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    there = get(documents[PROPERTIES], _SET) or []
    host = {f"{_PARAMETER}urlTemplate": "https://eu.contoso.com"}
    policy = {"templateId": "dynamichosturl", "title": "Host", "parameters": host}
    edits = (
        Edit(f"{AT}/connectionParameters/gateway", _GATEWAY, PROPERTIES),
        Edit(_SET, [*there, policy], PROPERTIES),
    )
    yield Fault(edits, f"{_SET}/{len(there)}", PROPERTIES)


@in_yaml("PRP112")
def _(tree: Tree) -> Iterator[Change]:
    first = root(tree)
    for entry in tree.each("credentials"):
        if len(entry.path) == 1 and first is not None and _free(first):
            asked = entry.into(
                "gateway: {type: gatewaySetting, label: Gateway, description: A gateway., tooltip: One.}"
            )
            policy = "{template: dynamichosturl, title: Host, with: {urlTemplate: https://eu.contoso.com}}"
            again = root(Tree(tree.file, asked.text))
            if again is not None:
                yield again.beside(f"policies: [{policy}]")


@in_json("PRP113")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    there = get(documents[PROPERTIES], _SET) or []
    two = [_header("X-Shop", "north"), _header("x-shop", "south")]
    yield put(_SET, [*there, *two], f"{_SET}/{len(there) + 1}", PROPERTIES)


top(
    "PRP113",
    "policies",
    "[{template: setheader, title: A, with: {name: X-Shop, value: north}}, "
    "{template: setheader, title: B, with: {name: x-shop, value: south}}]",
    _free,
)


@in_json("PRP114")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    if not get(documents[PROPERTIES], _SET):
        yield put(_SET, [], _SET, PROPERTIES)


# Addresses and variables
_VARIABLE = '@environmentVariables("shop_host")'
definition("SEC063", "host", _VARIABLE)
top("SEC063", "server", f"'https://{_VARIABLE}/v1'", lambda entry: "server" in entry.siblings)


@in_json("SEC064")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    there = get(documents[PROPERTIES], _SET) or []
    yield put(_SET, [*there, _header("X-Shop", _VARIABLE)], f"{_SET}/{len(there)}", PROPERTIES)


top(
    "SEC064",
    "policies",
    f"[{{template: setheader, title: A, with: {{name: X-Shop, value: '{_VARIABLE}'}}}}]",
    _free,
)
for _address in ("https://staging.contoso.com/help", "https://127.0.0.1/help", "https://your-company.contoso.com/help"):
    definition("SEC071", "info/contact/url", _address)
top("SEC071", "privacy_policy", "https://contoso-dev.contoso.com/privacy")
top("SEC071", "website", "http://192.168.0.4/")

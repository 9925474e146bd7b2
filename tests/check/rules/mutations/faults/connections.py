"""Faults of connection parameters, of sign-ins, and of connectors with several authentications."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.check.rules.mutations.jsontext import DEFINITION, GONE, PROPERTIES, Edit, Fault, put, walk
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.top_level import AT, properties, top
from tests.check.rules.mutations.yamltext import Change, Tree, keys


# Connection parameters
def _entered(documents: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, one in documents[PROPERTIES]["properties"].get("connectionParameters", {}).items():
        if one["type"] in ("string", "securestring"):
            yield f"{AT}/connectionParameters/{name}", one


def _asks(rule: str, key: str, value: Any, at: str = "") -> None:
    """A row for JSON: a value of what a maker enters."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for pointer, _ in _entered(documents):
            place = f"{pointer}/{key}"
            yield put(place, value, f"{place}{at}" if value is not GONE else place.rpartition("/")[0], PROPERTIES)


_UI, _LIMITS = "uiDefinition", "uiDefinition/constraints"
_asks("PRP030", _UI, GONE)
_asks("PRP030", _UI, {})
for _rule, _key in (("PRP031", "displayName"), ("PRP032", "description"), ("PRP033", "tooltip")):
    _asks(_rule, f"{_UI}/{_key}", GONE)
    _asks(_rule, f"{_UI}/{_key}", " ")
for _bad in (True, "True", "yes"):
    _asks("PRP040", f"{_LIMITS}/required", _bad)
for _wrong in ("true", 1):
    _asks("PRP041", f"{_LIMITS}/clearText", _wrong)
_asks("PRP042", f"{_LIMITS}/tabIndex", "2")
_asks("PRP043", f"{_LIMITS}/cleerText", True)
_asks("PRP044", f"{_LIMITS}/allowedValues", [{"text": "Europe"}], "/0")
_asks("PRP045", f"{_LIMITS}/hidden", False)
_asks("PRP072", "defaultVal", "abc")
_asks("PRP081", "type", "securestrin")
_asks("PRP081", "type", GONE)
_asks("PRP082", "defaultValue", 5)


def _credential(rule: str, key: str, text: str) -> None:
    """A row for YAML: a value of what a maker enters."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in tree.each("credentials", "*"):
            said = keys(entry.value)
            if "type" in said and said["type"].value in ("string", "securestring"):
                there = tree.at((*entry.path, key)) if key in said else None
                yield there.put(text) if there is not None else entry.into(f"{key}: {text}")


_credential("PRP031", "label", '""')
_credential("PRP032", "description", '""')
_credential("PRP033", "tooltip", '""')
_credential("PRP040", "constraints", "{clearText: false, required: true}")
_credential("PRP041", "constraints", '{clearText: "false", required: "true"}')
_credential("PRP042", "constraints", '{clearText: false, required: "true", tabIndex: "2"}')
_credential("PRP043", "constraints", '{cleerText: false, required: "true"}')
_credential("PRP044", "constraints", '{required: "true", allowedValues: [{text: Europe}]}')
_credential("PRP045", "constraints", '{clearText: false, required: "true", hidden: false}')
_credential("PRP072", "extra", "{defaultVal: abc}")
_credential("PRP081", "type", "securestrin")
_credential("PRP082", "extra", "{defaultValue: 5}")
_credential("PRP030", "exact", "{ui: {}}")
_MORE = {"type": "string", _UI: {"displayName": "Number", "description": "A number.", "tooltip": "A number."}}


@in_json("PRP080")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    yield put(f"{AT}/connectionParameters/my shop", _MORE, "", PROPERTIES)


@in_yaml("PRP080")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("credentials"):
        yield entry.into("my shop: {type: string, description: A number., tooltip: A number.}")


@in_json("PRP085")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for bad in ("securestring", None, ["string"]):
        yield put(f"{AT}/connectionParameters/more", bad, "", PROPERTIES)


@in_json("PRP083")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for name, one in documents[PROPERTIES]["properties"].get("connectionParameters", {}).items():
        if one["type"] == "oauthSetting":
            yield put(f"{AT}/connectionParameters/{name}/oAuthSettings", GONE, "", PROPERTIES)


@in_json("PRP084")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    said = {"type": "string", _UI: {"constraints": {"hidden": "true", "required": "false"}}}
    yield put(f"{AT}/connectionParameters/token:TenantId", said, "", PROPERTIES)


@in_yaml("PRP084")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("credentials"):
        yield entry.into(
            '"token:TenantId": {type: string, exact: {ui: {constraints: {hidden: "true", required: "false"}}}}'
        )


@in_yaml("PRP083")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("credentials", "*", "oauth"):
        yield entry.without(tree.at(entry.path[:-1]).line)


# Signing in
def _sign_in(rule: str, key: str, value: Any, at: str = "") -> None:
    """A row for JSON: a value of the settings of a sign-in."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for pointer, one in walk(documents[PROPERTIES]):
            if pointer.endswith("/oAuthSettings") and isinstance(one, dict):
                place = f"{pointer}/{key}"
                yield put(place, value, f"{place}{at}" if value is not GONE else place.rpartition("/")[0], PROPERTIES)


def _oauth(rule: str, key: str, text: str) -> None:
    """A row for YAML: the same; "-" takes it away."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in tree.each("credentials", "*", "oauth"):
            path = (*entry.path, *key.split("/"))
            there = next((one for one in tree.entries() if one.path == path), None)
            if text == "-":
                yield from () if there is None else (there.without(tree.at(path[:-1]).line),)
            elif there is not None:
                yield there.put(text)
            else:
                yield entry.into(f"{key}: {text}")


_sign_in("PRP073", "redirectURI", "https://contoso.com")
_sign_in("PRP090", "identityProvider", GONE)
_sign_in("PRP091", "identityProvider", "oauth22")
_sign_in("PRP092", "customParameters/tokenUrl", GONE)
_sign_in("PRP093", "customParameters/another", {"value": "x"})
_sign_in("PRP094", "customParameters/tokenUrl", "https://contoso.com/token")
_sign_in("PRP095", "customParameters/refreshUrl/value", "contoso.com/token")
_sign_in("PRP096", "redirectMode", "PerConnector")
_sign_in("PRP098", "properties", {"IsFirstParty": False}, "/IsFirstParty")
_sign_in("PRP099", "scopes", "read")
_sign_in("PRP099", "clientId", 5)
_sign_in("SEC130", "redirectMode", "Global")
_sign_in("PRP086", "customParameters/refreshUrl", GONE)
_sign_in("INF180", "clientSecret", "aB3dE6gH9jK2mN5p")
_sign_in("INF181", "clientId", "1f0c9d3e-6a41-4b7e-9a52-8c3d5e7f9a10")
_oauth("PRP073", "extra", "{redirectURI: 'https://contoso.com'}")
_oauth("PRP090", "identity_provider", "-")
_oauth("PRP091", "identity_provider", "oauth22")
_oauth("PRP092", "custom/tokenUrl", "-")
_oauth(
    "PRP093",
    "custom",
    "{authorizationUrl: 'https://contoso.com/a', tokenUrl: 'https://contoso.com/token', "
    "refreshUrl: 'https://contoso.com/token', another: x}",
)
_oauth("PRP095", "custom/refreshUrl", "contoso.com/token")
_oauth("PRP096", "redirect_mode", "PerConnector")
_oauth("PRP098", "properties", "{IsFirstParty: false}")
_oauth("PRP099", "extra", "{scopes: read}")
_oauth("SEC130", "redirect_mode", "Global")
_oauth("PRP086", "custom/refreshUrl", "-")
_oauth("INF180", "extra", "{clientSecret: aB3dE6gH9jK2mN5p}")
_oauth("INF181", "client_id", "1f0c9d3e-6a41-4b7e-9a52-8c3d5e7f9a10")

# Several authentications
_WAY = {"name": "key", "uiDefinition": {"displayName": "By key"}, "parameters": {}}
_WAYS: dict[str, tuple[list[Any], str, str]] = {
    "PRP100": ([], "/values", "values: []"),
    "PRP101": ([{**_WAY, "name": ""}], "/values/0/name", "values: [{uiDefinition: {displayName: K}, parameters: {}}]"),
    "PRP102": (
        [_WAY, _WAY],
        "/values/1/name",
        "values: [{name: key, uiDefinition: {displayName: K}, parameters: {}}, {name: key, uiDefinition: "
        "{displayName: C}, parameters: {}}]",
    ),
    "PRP103": (
        [{**_WAY, "uiDefinition": {"displayName": ""}}],
        "/values/0/uiDefinition/displayName",
        "values: [{name: key, uiDefinition: {displayName: ''}, parameters: {}}]",
    ),
    "PRP104": (
        [{**_WAY, "parameters": []}],
        "/values/0/parameters",
        "values: [{name: key, uiDefinition: {displayName: By key}}]",
    ),
    "PRP105": (
        [{**_WAY, "displayName": "By key"}],
        "/values/0/displayName",
        "values: [{name: key, displayName: K, uiDefinition: {displayName: K}, parameters: {}}]",
    ),
}
for _rule, (_listed, _where, _text) in _WAYS.items():
    properties(_rule, "connectionParameterSets", {"uiDefinition": {"displayName": "Ways"}, "values": _listed}, _where)
    if _text:
        top(_rule, "exact", f"{{properties_extra: {{connectionParameterSets: {{{_text}}}}}}}")


@in_yaml("PRP094")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("credentials", "*", "oauth"):
        text = (
            "{customParameters: {authorizationUrl: {value: 'https://contoso.com/a'}, tokenUrl: 'https://contoso.com', "
            "refreshUrl: {value: 'https://contoso.com'}}}"
        )
        yield entry.into(f"extra: {text}")


@in_yaml("PRP085")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("connector"):
        yield entry.beside("exact: {properties_extra: {connectionParameters: {more: securestring}}}")


@in_json("PRP097")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, one in walk(documents[PROPERTIES]):
        if pointer.endswith("/oAuthSettings") and isinstance(one, dict):
            provider = Edit(f"{pointer}/identityProvider", "oauth2pkcewithprm", PROPERTIES)
            yield Fault((provider, Edit(f"{pointer}/customParameters", GONE, PROPERTIES)), provider.pointer, PROPERTIES)


@in_yaml("PRP097")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("oauth", "identity_provider"):
        changed = entry.put("oauth2pkcewithprm")
        custom = next(Tree(tree.file, changed.text).each("oauth", "custom"))
        yield custom.without(changed.line)


# Use of connection parameters
@in_json("PRP087")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, _ in _entered(documents):
        edits = tuple(
            Edit(f"/{key}", GONE) for key in ("securityDefinitions", "security") if key in documents[DEFINITION]
        )
        yield Fault(edits, pointer, PROPERTIES)


@in_yaml("PRP087")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("authentication"):
        if len(entry.path) == 1 and "security" not in entry.siblings and "apiKey" in tree.text:
            changed = entry.without()
            names = [
                one for one in Tree(tree.file, changed.text).each("credentials", "*") if "label" in keys(one.value)
            ]
            for name in names[:1]:
                yield changed._replace(line=name.line + 1 if name.value.start_mark.line + 1 > name.line else name.line)


_asks("PRP088", "type", "string")
_credential("PRP088", "type", "string")

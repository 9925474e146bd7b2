"""Faults of where a connector calls, how one connects to it, and of its policies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.check.rules.mutations.jsontext import DEFINITION, GONE, PROPERTIES, Edit, Fault, get, put, walk
from tests.check.rules.mutations.places import unnamed
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.yamltext import Change, Entry, Tree, keys

_AT = "/properties"
_SET = f"{_AT}/policyTemplateInstances"
_PARAMETER = "x-ms-apimTemplateParameter."
_NAMES = "x-ms-apimTemplate-operationName"


def _root(tree: Tree) -> Entry | None:
    return next((entry for entry in tree.entries() if entry.path == ("connector",)), None)


def _top(rule: str, key: str, text: str, only: Callable[[Entry], bool] = lambda entry: True) -> None:
    """A row for YAML: ``key: text`` is said at the top, over what it says there."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        first = _root(tree)
        if first is not None and only(first):
            there = key in first.siblings
            yield tree.at((key,)).put(text) if there else first.beside(f"{key}: {text}")


def _gone(rule: str, key: str) -> None:
    """A row for YAML: a key at the top is taken away."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        first = _root(tree)
        if first is not None and key in first.siblings:
            yield tree.at((key,)).without(first.top)


def _definition(rule: str, key: str, value: Any, at: str = "") -> None:
    """A row for JSON: a value of the definition."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        yield put(f"/{key}", value, f"/{key}{at}" if value is not GONE else "/")


def _properties(rule: str, key: str, value: Any, at: str = "") -> None:
    """A row for JSON: a value of apiProperties.json."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        pointer = f"{_AT}/{key}"
        yield put(pointer, value, f"{pointer}{at}" if value is not GONE else _AT, PROPERTIES)


def _served(entry: Entry) -> bool:
    return "server" in entry.siblings


# Where it calls
for _said in ("1.2", "3.0.0", 2):
    _definition("SEC010", "swagger", _said)
for _host in ("https://orders.contoso.com", "orders.contoso.com/v1", "orders contoso.com"):
    _definition("SEC061", "host", _host)
_definition("SEC060", "host", GONE)
_definition("SEC060", "host", "")
_definition("SEC062", "basePath", "v1")
for _host in ("orders-staging.contoso.com", "dev.contoso.com", "localhost"):
    _definition("SEC070", "host", _host)
_definition("SEC080", "schemes", [])
_definition("SEC081", "schemes", ["https", "wss"], "/1")
_definition("SEC081", "schemes", ["ftp"], "/0")
_definition("SEC082", "schemes", ["https", "http"], "/1")
_definition("SEC082", "schemes", ["http"], "/0")
_definition("SEC084", "schemes", GONE)
_definition("SEC160", "tags", [{"name": "Orders"}, {"name": "Shops"}, {"name": "Orders"}], "/2/name")
_definition("SEC161", "tags", [{"name": "Orders", "descripton": "All."}], "/0/descripton")
_top("SEC010", "extra", '{swagger: "1.2"}')
_top("SEC070", "server", "https://orders-staging.contoso.com/v1", _served)
_top("SEC080", "extra", "{schemes: []}")
_top("SEC081", "schemes", "[https, wss]")
_top("SEC082", "schemes", "[https, http]")
_top("SEC160", "tags", "[{name: Orders}, {name: Orders}]")
_top("SEC161", "tags", "[{name: Orders, Description: All.}]")
_top("SEC061", "host", "https://orders.contoso.com")
_top("SEC062", "base_path", "v1")


def _server(rule: str, text: str) -> None:
    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        first = _root(tree)
        if first is not None and _served(first):
            yield tree.at(("server",)).instead(text)._replace(line=first.top)


_server("SEC060", "base_path: /v1\nschemes: [https]")
_server("SEC084", "host: orders.contoso.com\nbase_path: /v1")


# What is needed to call
def _schemes(documents: dict[str, Any], *kinds: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, one in documents[DEFINITION].get("securityDefinitions", {}).items():
        if one.get("type") in kinds:
            yield f"/securityDefinitions/{name}", one


def _scheme(rule: str, kinds: str, key: str, value: Any) -> None:
    """A row for JSON: a value of a security definition of one of these types."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for at, _ in _schemes(documents, *kinds.split()):
            yield put(f"{at}/{key}", value, f"{at}/{key}" if value is not GONE else at)


def _access(rule: str, kinds: str, key: str, text: str) -> None:
    """A row for YAML: a value of a way to authenticate."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in tree.each("authentication", "*"):
            said = keys(entry.value)
            if "type" in said and said["type"].value in kinds.split():
                there = tree.at((*entry.path, key)) if key in said else None
                if text == "-":
                    yield from () if there is None else (there.without(entry.line),)
                else:
                    yield there.put(text) if there is not None else entry.into(f"{key}: {text}")


_ANY = "basic apiKey oauth2"
for _bad in ("bearer", "Basic", 5, GONE):
    _scheme("SEC090", _ANY, "type", _bad)
for _key in ("name", "in"):
    _scheme("SEC093", "apiKey", _key, GONE)
    _access("SEC093", "apiKey", _key, "-")
_scheme("SEC093", "apiKey", "in", "body")
_scheme("SEC091", "oauth2", "flow", "application")
_scheme("SEC091", "oauth2", "flow", "password")
_access("SEC091", "oauth2", "flow", "password")
for _key in ("authorizationUrl", "tokenUrl"):
    _scheme("SEC093", "oauth2", _key, GONE)
_scheme("SEC094", "oauth2", "scopes", GONE)
_scheme("SEC161", _ANY, "Flow", "x")


@in_json("SEC092")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in _schemes(documents, "oauth2"):
        yield Fault((Edit(f"{at}/flow", "implicit"), Edit(f"{at}/tokenUrl", GONE)), f"{at}/flow")


@in_yaml("SEC092")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("authentication", "*", "flow"):
        left = Tree(tree.file, entry.put("implicit").text)
        change = left.at((*entry.path[:-1], "tokenUrl")).without(entry.line)
        yield change


@in_yaml("SEC090")
def _(tree: Tree) -> Iterator[Change]:
    first = _root(tree)
    for entry in tree.each("authentication"):
        if first is not None and "extra" not in first.siblings:
            for name in keys(entry.value):
                yield first.beside(f"extra: {{securityDefinitions: {{{name}: {{type: bearer}}}}}}")


@in_yaml("SEC094")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("authentication", "*", "scopes"):
        left = Tree(tree.file, entry.without(tree.at(entry.path[:-1]).line).text)
        needs = left.at(("security",))
        yield needs.put(f"[{{{entry.path[-2]}: []}}]")._replace(line=left.at(entry.path[:-1]).line)


@in_json("SEC100")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    known = documents[DEFINITION].get("securityDefinitions", {})
    if [one["type"] for one in known.values()] == ["basic"]:
        yield put("/securityDefinitions/other", {"type": "apiKey", "in": "header", "name": "X-Key"})


@in_yaml("SEC100")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("authentication"):
        if "apiKey" in tree.text[entry.value.start_mark.index : entry.value.end_mark.index]:
            change = entry.into("other: {type: apiKey, in: header, name: X-Key}")
            name = next(iter(keys(entry.value)))
            yield change._replace(line=Tree(tree.file, change.text).at((*entry.path, name)).line)


def _needs(documents: dict[str, Any]) -> list[dict[str, Any]]:
    return list(documents[DEFINITION].get("security", []))


@in_json("SEC110")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    yield put("/security", [{"nothing": []}], "/security/0/nothing")


@in_json("SEC111")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in _schemes(documents, "basic", "apiKey"):
        name = at.rpartition("/")[2]
        yield put("/security", [{name: ["read"]}], f"/security/0/{name}")


@in_json("SEC112")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for index, one in enumerate(_needs(documents)):
        for name, scopes in one.items():
            if scopes:
                yield put(f"/security/{index}/{name}/0", "nothing")


_top("SEC110", "security", "[{nothing: []}]")


@in_yaml("SEC111")
def _(tree: Tree) -> Iterator[Change]:
    first = _root(tree)
    for entry in tree.each("authentication", "*"):
        if first is not None and "oauth2" not in tree.text[entry.value.start_mark.index : entry.value.end_mark.index]:
            there = "security" in first.siblings
            text = f"[{{{entry.path[-1]}: [read]}}]"
            yield tree.at(("security",)).put(text) if there else first.beside(f"security: {text}")


@in_yaml("SEC112")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("authentication", "*", "scopes"):
        yield tree.at(("security",)).put(f"[{{{entry.path[-2]}: [nothing]}}]")


@in_json("SEC120")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in _schemes(documents, "apiKey"):
        yield Fault((Edit(f"{_AT}/connectionParameters", {}, PROPERTIES),), at)


@in_json("SEC121")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in _schemes(documents, "basic"):
        yield Fault((Edit(f"{_AT}/connectionParameters/username", GONE, PROPERTIES),), at)


@in_json("SEC122")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in _schemes(documents, "oauth2"):
        yield Fault((Edit(f"{_AT}/connectionParameters", {}, PROPERTIES),), at)


def _unasked(rule: str, kind: str) -> None:
    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in tree.each("credentials"):
            for scheme in tree.each("authentication", "*"):
                if kind in tree.text[scheme.value.start_mark.index : scheme.value.end_mark.index]:
                    change = tree.at((*entry.path, next(iter(keys(entry.value))))).without()
                    yield change._replace(line=Tree(tree.file, change.text).at(scheme.path).line)


_unasked("SEC120", "apiKey")
_unasked("SEC121", "basic")
_unasked("SEC122", "oauth2")


# What apiProperties.json says
_properties("INF190", "publisher", "Brønnøysund")
_properties("PRP010", "iconBrandColor", GONE)
_properties("PRP010", "iconBrandColor", "")
for _color in ("red", "#12", "0a7cc1", 5):
    _properties("PRP011", "iconBrandColor", _color)
for _color in ("#007ee5", "#FFFFFF"):
    _properties("PRP012", "iconBrandColor", _color)
_properties("PRP013", "iconBrandColor", "#0a7cc1")
for _rule, _key in (("PRP020", "publisher"), ("PRP021", "stackOwner")):
    _properties(_rule, _key, GONE)
    _properties(_rule, _key, " ")
_properties("PRP022", "stackOwner", "Fabrikam")
_properties("PRP070", "website", "https://contoso.com")
_properties("PRP070", "publishr", "Contoso")
_properties("PRP077", "capabilities", "actions")
_properties("PRP078", "capabilities", ["Actions"], "/0")
_properties("OPR161", "capabilities", [""], "/0")


@in_yaml("PRP010")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("brand_color"):
        change = entry.beside("omit: [iconBrandColor]")
        yield change._replace(line=entry.line + 1)


_gone("PRP020", "publisher")
_gone("PRP021", "stack_owner")
_top("PRP011", "properties_extra", "{iconBrandColor: red}")
_top("PRP012", "brand_color", '"#007ee5"')
_top("PRP013", "brand_color", '"#0a7cc1"')
_top("PRP075", "omit", "[properties]")
_top("PRP060", "script_operations", "[Nothing]")
_top("PRP061", "properties_extra", "{scriptOperations: [5]}")
_top("PRP070", "properties_extra", "{website: 'https://contoso.com'}")
_top("PRP071", "properties_root_extra", "{publisher: Contoso}")
_top("PRP077", "properties_extra", "{capabilities: actions}")
_top("PRP078", "capabilities", "[Actions]")
_top("OPR161", "capabilities", '[""]')
_top("PRP022", "stack_owner", "Fabrikam")
_top("INF190", "publisher", "Brønnøysund")


@in_json("PRP071")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    yield put("/publisher", "Contoso", "/publisher", PROPERTIES)


@in_json("PRP075")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    yield put(_AT, [], _AT, PROPERTIES)
    yield put(_AT, "none", _AT, PROPERTIES)


# What makers enter
def _entered(documents: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, one in documents[PROPERTIES]["properties"].get("connectionParameters", {}).items():
        if one["type"] in ("string", "securestring"):
            yield f"{_AT}/connectionParameters/{name}", one


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
for _bad in ("true", 1):
    _asks("PRP041", f"{_LIMITS}/clearText", _bad)
_asks("PRP042", f"{_LIMITS}/tabIndex", "2")
_asks("PRP043", f"{_LIMITS}/cleartext", True)
_asks("PRP044", f"{_LIMITS}/allowedValues", [{"text": "Europe"}], "/0")
_asks("PRP045", f"{_LIMITS}/hidden", False)
for _key in ("Type", "defaultvalue"):
    _asks("PRP072", _key, "abc")
_asks("PRP081", "type", "secureString")
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
_credential("PRP043", "constraints", '{cleartext: false, required: "true"}')
_credential("PRP044", "constraints", '{required: "true", allowedValues: [{text: Europe}]}')
_credential("PRP045", "constraints", '{clearText: false, required: "true", hidden: false}')
_credential("PRP072", "extra", "{defaultvalue: abc}")
_credential("PRP081", "type", "secureString")
_credential("PRP082", "extra", "{defaultValue: 5}")
_credential("PRP030", "ui", "{}")
_MORE = {"type": "string", _UI: {"displayName": "Number", "description": "A number.", "tooltip": "A number."}}


@in_json("PRP080")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    yield put(f"{_AT}/connectionParameters/my key", _MORE, "", PROPERTIES)


@in_yaml("PRP080")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("credentials"):
        yield entry.into("my key: {type: string, description: A number., tooltip: A number.}")


@in_json("PRP085")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for bad in ("securestring", None, ["string"]):
        yield put(f"{_AT}/connectionParameters/more", bad, "", PROPERTIES)


@in_json("PRP083")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for name, one in documents[PROPERTIES]["properties"].get("connectionParameters", {}).items():
        if one["type"] == "oauthSetting":
            yield put(f"{_AT}/connectionParameters/{name}/oAuthSettings", GONE, "", PROPERTIES)


@in_json("PRP084")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    said = {"type": "string", _UI: {"constraints": {"hidden": "true", "required": "false"}}}
    yield put(f"{_AT}/connectionParameters/token:TenantId", said, "", PROPERTIES)


@in_yaml("PRP084")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("credentials"):
        yield entry.into('"token:TenantId": {type: string, ui: {constraints: {hidden: "true", required: "false"}}}')


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
_sign_in("PRP091", "identityProvider", "oAuth2")
_sign_in("PRP092", "customParameters/tokenUrl", GONE)
_sign_in("PRP093", "customParameters/another", {"value": "x"})
_sign_in("PRP094", "customParameters/tokenUrl", "https://contoso.com/token")
_sign_in("PRP095", "customParameters/refreshUrl/value", "contoso.com/token")
_sign_in("PRP096", "redirectMode", "globalPerConnector")
_sign_in("PRP098", "properties", {"IsFirstParty": False}, "/IsFirstParty")
_sign_in("PRP099", "scopes", "read")
_sign_in("PRP099", "clientId", 5)
_sign_in("SEC130", "redirectMode", "Global")
_sign_in("INF180", "clientSecret", "aB3dE6gH9jK2mN5p")
_sign_in("INF181", "clientId", "1f0c9d3e-6a41-4b7e-9a52-8c3d5e7f9a10")
_oauth("PRP073", "extra", "{redirectURI: 'https://contoso.com'}")
_oauth("PRP090", "identity_provider", "-")
_oauth("PRP091", "identity_provider", "oAuth2")
_oauth("PRP092", "custom/tokenUrl", "-")
_oauth(
    "PRP093",
    "custom",
    "{authorizationUrl: 'https://contoso.com/a', tokenUrl: 'https://contoso.com/token', "
    "refreshUrl: 'https://contoso.com/token', another: x}",
)
_oauth("PRP095", "custom/refreshUrl", "contoso.com/token")
_oauth("PRP096", "redirect_mode", "globalPerConnector")
_oauth("PRP098", "properties", "{IsFirstParty: false}")
_oauth("PRP099", "extra", "{scopes: read}")
_oauth("SEC130", "redirect_mode", "Global")
_oauth("INF180", "extra", "{clientSecret: aB3dE6gH9jK2mN5p}")
_oauth("INF181", "client_id", "1f0c9d3e-6a41-4b7e-9a52-8c3d5e7f9a10")

# Several ways to connect
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
    _properties(_rule, "connectionParameterSets", {"uiDefinition": {"displayName": "Ways"}, "values": _listed}, _where)
    if _text:
        _top(_rule, "properties_extra", f"{{connectionParameterSets: {{{_text}}}}}")


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
            first = _root(tree)
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


_top(
    "PRP058",
    "policies",
    "[{template: setheader, title: A, with: {name: A, value: b}}, "
    "{template: setheader, title: B, with: {name: A, value: b}}]",
    lambda entry: "policies" not in entry.siblings,
)
_properties("PRP060", "scriptOperations", ["Nothing"], "/0")
_properties("PRP061", "scriptOperations", [5], "/0")


def _scripted(rule: str, by: Callable[[str], list[str]], at: str) -> None:
    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for _, one in unnamed(documents):
            yield put(f"{_AT}/scriptOperations", by(one["operationId"]), f"{_AT}/scriptOperations{at}", PROPERTIES)


_scripted("PRP063", lambda name: [name], "")


@in_yaml("PRP063")
def _(tree: Tree) -> Iterator[Change]:
    first = _root(tree)
    for entry in tree.operations() if first is not None else ():
        if first is not None and entry.text.isalpha():
            yield first.beside(f"script_operations: [{entry.text}]")


@in_yaml("PRP094")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("credentials", "*", "oauth"):
        text = (
            "{customParameters: {authorizationUrl: {value: 'https://contoso.com/a'}, tokenUrl: 'https://contoso.com'}}"
        )
        yield entry.into(f"extra: {text}")


@in_yaml("PRP085")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("connector"):
        yield entry.beside("properties_extra: {connectionParameters: {more: securestring}}")

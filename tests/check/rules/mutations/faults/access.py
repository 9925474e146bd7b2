"""Faults of a connector's addresses and credentials."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.check.rules.mutations.jsontext import DEFINITION, GONE, PROPERTIES, Edit, Fault, put
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.top_level import AT, definition, root, top
from tests.check.rules.mutations.yamltext import Change, Entry, Tree, keys


def _served(entry: Entry) -> bool:
    return "server" in entry.siblings


# Where it calls
for _said in ("1.2", "3.0.0", 2):
    definition("SEC010", "swagger", _said)
for _host in ("https://orders.contoso.com", "orders.contoso.com/v1", "orders contoso.com"):
    definition("SEC061", "host", _host)
definition("SEC060", "host", GONE)
definition("SEC060", "host", "")
definition("SEC062", "basePath", "v1")
for _host in ("orders-staging.contoso.com", "dev.contoso.com", "localhost"):
    definition("SEC070", "host", _host)
definition("SEC080", "schemes", [])
definition("SEC081", "schemes", ["https", "wss"], "/1")
definition("SEC081", "schemes", ["ftp"], "/0")
definition("SEC082", "schemes", ["https", "http"], "/1")
definition("SEC082", "schemes", ["http"], "/0")
definition("SEC084", "schemes", GONE)
definition("SEC160", "tags", [{"name": "Orders"}, {"name": "Shops"}, {"name": "Orders"}], "/2/name")
definition("SEC161", "tags", [{"name": "Orders", "descripton": "All."}], "/0/descripton")
top("SEC010", "extra", '{swagger: "1.2"}')
top("SEC070", "server", "https://orders-staging.contoso.com/v1", _served)
top("SEC080", "extra", "{schemes: []}")
top("SEC081", "exact", "{schemes: [https, wss]}")
top("SEC082", "exact", "{schemes: [https, http]}")
top("SEC160", "tags", "[{name: Orders}, {name: Orders}]")
top("SEC161", "tags", "[{name: Orders, Description: All.}]")
top("SEC061", "exact", "{host: https://orders.contoso.com}")
top("SEC062", "exact", "{base_path: v1}")


def _server(rule: str, text: str) -> None:
    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        first = root(tree)
        if first is not None and _served(first):
            yield tree.at(("server",)).instead(text)._replace(line=first.top)


_server("SEC060", "exact: {base_path: /v1, schemes: [https]}")
_server("SEC084", "exact: {host: orders.contoso.com, base_path: /v1}")


# Credentials
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
    """A row for YAML: a value of an authentication."""

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
    first = root(tree)
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


top("SEC110", "security", "[{nothing: []}]")


@in_yaml("SEC111")
def _(tree: Tree) -> Iterator[Change]:
    first = root(tree)
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
        yield Fault((Edit(f"{AT}/connectionParameters", {}, PROPERTIES),), at)


@in_json("SEC121")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in _schemes(documents, "basic"):
        yield Fault((Edit(f"{AT}/connectionParameters/username", GONE, PROPERTIES),), at)


@in_json("SEC122")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in _schemes(documents, "oauth2"):
        yield Fault((Edit(f"{AT}/connectionParameters", {}, PROPERTIES),), at)


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

"""Faults of a connector's title, description and metadata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.check.rules.mutations.jsontext import DEFINITION, Fault, drop, put, walk
from tests.check.rules.mutations.table import in_json, in_yaml, removed
from tests.check.rules.mutations.yamltext import Change, Entry, Tree

_TITLES = {
    "INF010": ["", "  "],
    "INF020": ["Contoso Orders of Shops and Warehouses"],
    "INF030": ["Contoso API", "Contoso connector", "Contoso for Power Automate"],
    "INF040": ["Contoso!", "Contoso "],
}
_DESCRIPTIONS = {
    "INF060": ["Short.", "Long text. " * 60],
    "INF070": ["Заказы магазина Контосо, которые читаются и создаются из потока."],
    "INF080": ["Orders of the shop, for Power Apps and its makers everywhere."],
    "INF090": ["This wraps the API of the shop for orders of all kinds."],
}
_METADATA = "/x-ms-connector-metadata"
_VALUES = {
    "INF120": [
        ("Website", "website", "contoso.com"),
        ("Website", "website", "http://contoso.com"),
        ("Privacy policy", "privacy_policy", "none"),
    ],
    "INF130": [("Categories", "categories", "AI;Data;Finance")],
    "INF131": [("Categories", "categories", "Tools"), ("Categories", "categories", "AI;Datas")],
    "INF132": [("Categories", "categories", "AI; Data")],
}
_CONTACT = {"INF101": ("email", ["help at contoso", "help@contoso"]), "INF102": ("url", ["www.contoso.com", "help"])}


def _top(entry: Entry) -> bool:
    return len(entry.path) == 1 and entry.tree.file == "connector.yaml"


def _text(rule: str, pointer: str, path: tuple[str, ...], text: str) -> None:
    """A text put at a pointer and at a key. A connector that has such a text is left alone."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        if rule != "INF090" or "API" not in documents[DEFINITION]["info"]["description"]:
            yield put(pointer, text)

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in tree.each(*path):
            if entry.path == path and _root(tree) and (rule != "INF090" or "API" not in entry.text):
                yield entry.put(f'"{text}"')


def _root(tree: Tree) -> bool:
    return tree.file == "connector.yaml"


def _row(rule: str, name: str, key: str, text: str) -> None:
    """A value of the metadata; categories are a list in a source."""
    said = f"[{', '.join(repr(part) for part in text.split(';'))}]" if key == "categories" else f'"{text}"'

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for index, row in enumerate(documents[DEFINITION][_METADATA[1:]]):
            if row["propertyName"] == name:
                yield put(f"{_METADATA}/{index}/propertyValue", text)

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        yield from (entry.put(said) for entry in tree.each(key) if _top(entry))


for _rule, _listed in _TITLES.items():
    for _said in _listed:
        _text(_rule, "/info/title", ("connector",), _said)
for _rule, _listed in _DESCRIPTIONS.items():
    for _said in _listed:
        _text(_rule, "/info/description", ("description",), _said)
for _rule, (_key, _listed) in _CONTACT.items():
    for _said in _listed:
        _text(_rule, f"/info/contact/{_key}", ("contact", _key), _said)
for _rule, _rows in _VALUES.items():
    for _one in _rows:
        _row(_rule, *_one)


@in_json("INF100")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    yield from (drop(f"/info/contact/{key}") for key in ("name", "url", "email"))
    yield drop("/info/contact")


@in_yaml("INF100")
def _(tree: Tree) -> Iterator[Change]:
    for key in ("name", "url", "email"):
        for entry in tree.each("contact", key):
            yield entry.without(tree.at(entry.path[:-1]).line)


@in_json("INF110")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    yield from (drop(f"{_METADATA}/{index}") for index in range(3))
    yield drop(_METADATA)


for _key in ("website", "privacy_policy", "categories"):
    removed("INF110", _key, line=lambda entry: entry.top, only=_top)


@in_json("INF111")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, value in walk(documents[DEFINITION][_METADATA[1:]], _METADATA):
        if pointer.endswith("/propertyName"):
            yield put(pointer, str(value).swapcase())


@in_yaml("INF111")
def _(tree: Tree) -> Iterator[Change]:
    rows = ["website", "privacy_policy", "categories"]
    changed, said = tree, {}
    for key in rows if _root(tree) else ():
        entry = changed.at((key,))
        said[key] = entry.text or "Data"
        changed = Tree(tree.file, entry.without().text)
    names = {"website": "website", "privacy_policy": "Privacy policy", "categories": "Categories"}
    text = "".join(f"\n    {names[key]}: {value}" for key, value in said.items())
    if text:
        made = changed.at(("connector",)).beside(f"exact:\n  metadata:{text}")
        yield made._replace(line=made.line + 2)


@in_json("INF150")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    yield put("/info/x-ms-api-annotation", {"status": "Beta"}, "/info/x-ms-api-annotation/status")


@in_yaml("INF150")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("connector"):
        said = entry.siblings.get("annotation")
        yield tree.at(("annotation", "status")).put("Beta") if said else entry.beside("annotation: {status: Beta}")


@in_json("INF151")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    definition = documents[DEFINITION]
    ready = "/paths/~1visits~1{visit_id}/get/x-ms-api-annotation/status"
    if "/visits/{visit_id}" in definition["paths"]:
        yield put("/info/x-ms-api-annotation", {"status": "Preview"}, ready)
    for path, item in definition["paths"].items() if "x-ms-api-annotation" in definition["info"] else ():
        for method in item:
            if method in ("get", "post"):
                pointer = f"/paths/{path.replace('/', '~1')}/{method}/x-ms-api-annotation"
                yield put(pointer, {"status": "Production"}, f"{pointer}/status")


@in_yaml("INF151")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("connector"):
        if "annotation" in entry.siblings:
            yield from (one.beside("annotation: {status: Production}") for one in tree.operations())
        else:
            made = entry.beside("annotation: {status: Preview}")
            ready = [one for one in Tree(tree.file, made.text).each("annotation", "status") if one.text == "Production"]
            yield from (made._replace(line=one.line) for one in ready)


@in_json("INF160")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    yield drop("/info/version")
    yield from (put("/info/version", said) for said in ("", 1))


removed("INF160", "version", line=lambda entry: entry.top, only=_top)

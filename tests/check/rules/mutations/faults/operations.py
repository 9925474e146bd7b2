"""Faults of an operation's id, summary and description."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from tests.check.rules.mutations.jsontext import Edit, Fault, drop, put
from tests.check.rules.mutations.places import Node, operations, shown, triggers, unnamed, y_operations
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.yamltext import Change, Entry, Tree

_LONG = "Get one order of the Contoso shop with all of its lines and the prices of every line"
_IDS: dict[str, list[Callable[[str], str]]] = {
    "OPR030": [lambda said: f"{said}!", lambda said: f"{said} Now", lambda said: f"{said}é"],
    "OPR031": [lambda said: f"get-{said}", lambda said: f"{said}.All"],
    "OPR040": [lambda said: f"{said}{'OfTheContosoShopWithAllItsLines' * 4}"],
    "OPR050": [lambda said: f"{said[0].lower()}{said[1:]}", lambda said: f"get_{said.lower()}"],
}
_SUMMARIES = {
    "OPR070": ['""', '"  "'],
    "OPR071": [_LONG],
    "OPR080": ["Get order/lines", "Get order & lines", "Get 5% of orders"],
    "OPR081": ['"Get an order: lines"', "Get an order (all), now"],
    "OPR090": ["Get an order.", "Get an order -"],
    "OPR100": ["Get All Open Orders", "Remove Every Open Bill"],
    "OPR101": ["Gets an order", "Removing an order"],
    "OPR152": ["Get an order by Id", "Get an order as Pdf"],
    "OPR190": ["Get an order v2", "Get an order V3"],
}
_DESCRIPTIONS = {
    "OPR120": ['""', '"  "'],
    "OPR121": ["reads one thing with its lines", "Reads one thing with its lines"],
    "OPR140": ['"Reads one thing, see https://contoso.com/docs."', "Reads one thing, as www.contoso.com says."],
    "OPR142": ["Reads one thing – with its lines.", "Reads the thing’s lines."],
    "OPR150": ["Reads one thing for Power Automate.", "Reads one thing for a flow of Logic Apps."],
    "OPR151": ["Reads one thing by its orderNumber."],
    "OPR170": ["Retrive one thing with its lines."],
    "INF182": ["Reads one thing with the key AKIA3XQ7TZB2M5W9KD4F of the shop."],
}


def _id(rule: str, by: Callable[[str], str]) -> None:
    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for at, one in unnamed(documents):
            if one["operationId"].isalpha() and one["operationId"][0].isupper():
                yield put(f"{at}/operationId", by(one["operationId"]))

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in tree.operations():
            if entry.text.isalpha() and entry.text[0].isupper() and tree.text.count(entry.text) == 1:
                yield entry.put(by(entry.text))


for _rule, _listed in _IDS.items():
    for _by in _listed:
        _id(_rule, _by)


@in_json("OPR010")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in unnamed(documents):
        yield drop(f"{at}/operationId")
        yield put(f"{at}/operationId", "")
        yield put(f"{at}/operationId", 5)


@in_yaml("OPR010")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.operations():
        if tree.text.count(entry.text) == 1:
            yield entry.beside("exact: {id_written: false}")._replace(line=entry.line + 1)


@in_json("OPR020")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for (_, first), (at, _) in pairwise(unnamed(documents)):
        yield put(f"{at}/operationId", first["operationId"])


@in_yaml("OPR020")
def _(tree: Tree) -> Iterator[Change]:
    for first, second in pairwise(entry for entry in tree.operations() if tree.text.count(entry.text) == 1):
        yield second.put(first.text)


@in_json("OPR032")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    actions = [(at, one) for at, one in unnamed(documents) if not {"x-ms-visibility", "x-ms-trigger"} & one.keys()]
    for (before, _), (at, _) in pairwise(actions):
        edits = (Edit(f"{before}/operationId", "Alike_V2"), Edit(f"{at}/operationId", "AlikeV2"))
        yield Fault(edits, f"{at}/operationId")


@in_yaml("OPR032")
def _(tree: Tree) -> Iterator[Change]:
    found = [one for one in tree.operations("action") if "visibility" not in one.siblings]
    for first, second in pairwise(one for one in found if tree.text.count(one.text) == 1):
        changed = second.put("AlikeV2")
        yield Tree(tree.file, changed.text).at(first.path).put("Alike_V2")._replace(line=changed.line)


@in_json("OPR033")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in shown(documents):
        if "produces" not in one:
            yield put(f"{at}/produces", ["application/pdf"])


@in_yaml("OPR033")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.operations("action"):
        if not {"visibility", "produces"} & entry.siblings.keys():
            yield entry.beside("produces: [application/pdf]")


@in_json("OPR060")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    key = "x-ms-api-annotation"
    for at, one in operations(documents):
        if key not in one and one["operationId"][0].isupper():
            yield put(f"{at}/{key}", {"family": one["operationId"], "revision": 2}, f"{at}/operationId")


@in_yaml("OPR060")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.operations():
        if "annotation" not in entry.siblings and entry.text[0].isupper():
            change = entry.beside(f"annotation: {{family: {entry.text}, revision: 2}}")
            yield change._replace(line=change.line + 1)


def _text(
    rule: str,
    key: str,
    text: str,
    where: Callable[[dict[str, Any]], Iterator[tuple[str, Node]]],
    kinds: tuple[str, ...],
) -> None:
    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for at, _ in where(documents):
            yield put(f"{at}/{key}", text.strip('"'))

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in y_operations(tree, *kinds):
            if key in entry.siblings:
                yield _said(entry, key).put(text)


def _said(entry: Entry, key: str) -> Entry:
    return entry.tree.at((*entry.path[:-1], key))


@in_json("OPR200")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in shown(documents):
        status = one.get("x-ms-api-annotation", {}).get("status", "")
        if status:
            yield put(f"{at}/summary", f"Get an order ({status})")


@in_yaml("OPR200")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("annotation", "status"):
        yield tree.at((*entry.path[:-2], "summary")).put(f"Get an order ({entry.text})")


for _rule, _texts in _SUMMARIES.items():
    for _one in _texts:
        _text(_rule, "summary", _one, shown, ("action",))
for _rule, _texts in _DESCRIPTIONS.items():
    for _one in _texts:
        _text(_rule, "description", _one, shown, ("action",))
_text("OPR110", "summary", "Order shipped", triggers, ("trigger",))
_text("OPR110", "summary", "On a new order", triggers, ("trigger",))
_text("OPR111", "description", "An order left a shop.", triggers, ("trigger",))


def _missing(rule: str, key: str) -> None:
    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for at, one in shown(documents):
            if key in one:
                yield drop(f"{at}/{key}")
            if rule == "OPR070":
                yield put(f"{at}/{key}", 5)

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in y_operations(tree, "action"):
            if key in entry.siblings and entry.siblings["request"]:
                yield _said(entry, key).without(entry.top)


_missing("OPR070", "summary")
_missing("OPR120", "description")


@in_json("OPR130")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in shown(documents):
        yield put(f"{at}/description", f"{one['summary']}.")


@in_yaml("OPR130")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_operations(tree, "action"):
        if "description" in entry.siblings:
            yield _said(entry, "description").put(f"{entry.siblings['summary'].value}.")


@in_json("OPR160")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    yield put("/info/termsOfService", "")


@in_yaml("OPR160")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("connector"):
        yield entry.beside('terms_of_service: ""')

"""Faults of values that a dynamic call reads from the response, and of its two spellings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.check.rules.mutations.faults.dynamic import LIST, NEWER, PROPERTIES, SCHEMA, VALUES, calls, target, twin
from tests.check.rules.mutations.jsontext import DEFINITION, GONE, Edit, Fault, get, put
from tests.check.rules.mutations.table import in_json, in_yaml, replaced, values
from tests.check.rules.mutations.yamltext import Change, Entry, Tree, keys

_LISTED = f"({VALUES}|{LIST})"


def _other(entry: Entry) -> str:
    return f"{entry.text}s"


# The response
values("DYN030", f"/{_LISTED}/(value-collection|itemsPath)", lambda said: f"{said}s")
values("DYN030", f"/{VALUES}/value-collection", lambda said: f"/{said}")
replaced("DYN030", "options", "collection", by=_other)


@in_json("DYN031")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, call in calls(documents, VALUES, LIST):
        key = "value-collection" if pointer.endswith(VALUES) else "itemsPath"
        if "/" in call.get(key, ""):
            yield put(f"{pointer}/{key}", call[key].partition("/")[0])
        _, operation = target(documents, call)
        answer = get(operation, "/responses/200/schema/properties") or {}
        for name, field in answer.items():
            if field.get("type") == "string" and key in call:
                yield put(f"{pointer}/{key}", name)


replaced("DYN031", "options", "collection", by=lambda entry: "data" if "/" in entry.text else None)
replaced("DYN031", "options", "collection", by=lambda entry: "http_code" if entry.text == "data" else None)


@in_json("DYN032")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, call in calls(documents, VALUES, LIST):
        for key in ("value-collection", "itemsPath"):
            if key in call:
                yield put(f"{pointer}/{key}", GONE, pointer)


@in_yaml("DYN032")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("options", "collection"):
        yield entry.without(tree.at(entry.path[:-1]).line)


values("DYN033", f"/{_LISTED}/(value-path|itemValuePath)", lambda said: None if said == "folder_id" else f"{said}s")
replaced("DYN033", "options", "value", by=lambda entry: _other(entry) if "operation" in entry.siblings else None)
values("DYN034", f"/{_LISTED}/(value-title|itemTitlePath)", lambda said: f"{said}s")
replaced("DYN034", "options", "title", by=_other)


@in_json("DYN035")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, call in calls(documents, VALUES, LIST):
        yield from (put(f"{pointer}/{key}", GONE, pointer) for key in ("value-path", "itemValuePath") if key in call)


@in_yaml("DYN035")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("options", "value"):
        if "operation" in entry.siblings:
            yield entry.without(tree.at(entry.path[:-1]).line)


values("DYN036", f"/({SCHEMA}|{PROPERTIES})/(value-path|itemValuePath)", lambda said: f"x{said}")
replaced("DYN036", "dynamic_schema", "value", by=lambda entry: f"x{entry.text}")


# Two spellings
def _more_parameters(documents: dict[str, Any], pointer: str, name: str) -> Edit:
    """A parameter of the same name as a field of the body."""
    at = pointer.partition("/parameters/")[0]
    listed = get(documents[DEFINITION], f"{at}/parameters")
    said = {
        "name": name,
        "in": "query",
        "required": True,
        "type": "string",
        "x-ms-summary": "Same",
        "description": "Another of the same name.",
    }
    return Edit(f"{at}/parameters/{len(listed)}", said)


def _alone(rule: str, key: str, ambiguous: bool) -> None:
    """A row for JSON: the newer spelling is removed, and a parameter of the same name added."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for pointer, call in calls(documents, key):
            other = twin(documents, pointer)
            for name, said in call.get("parameters", {}).items() if other and "/post/" in pointer else ():
                if isinstance(said, dict) and not pointer.startswith("/definitions"):
                    more = (_more_parameters(documents, pointer, said["parameter"]),) if ambiguous else ()
                    plain = (Edit(f"{pointer}/value-path", "details"),) if key == SCHEMA else ()
                    yield Fault((Edit(other, GONE), *more, *plain), f"{pointer}/parameters/{name}/parameter")


_alone("DYN040", VALUES, True)
_alone("DYN041", VALUES, False)
_alone("DYN042", SCHEMA, True)
_alone("DYN043", SCHEMA, False)


def _older(tree: Tree, key: str) -> Iterator[tuple[Tree, Entry]]:
    """The source with the older spelling of a call alone, and where the call takes something."""
    for entry in tree.each("body", "fields", "*", key, "written"):
        left = Tree(tree.file, entry.put("values" if key == "options" else "schema").text)
        if key == "dynamic_schema":
            shape = entry.path[:-1]
            left = Tree(tree.file, left.at((*shape, "properties")).without().text)
            left = Tree(tree.file, left.at((*shape, "value")).put("details").text)
        yield from ((left, one) for one in left.each(key, "with", "*", "from"))


def _alone_in_yaml(rule: str, key: str, ambiguous: bool) -> None:
    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for left, taken in _older(tree, key):
            if not ambiguous:
                yield Change(tree.file, left.text, taken.line)
                continue
            operation = next(one for one in left.operations() if one.path[:2] == taken.path[:2])
            field = (
                f"{taken.text}: {{type: string, title: Other, required: true, description: Another of the same name.}}"
            )
            change = operation.beside(f"parameters: {{{field}}}")
            yield change._replace(line=Tree(tree.file, change.text).at(taken.path).line)


_alone_in_yaml("DYN040", "options", True)
_alone_in_yaml("DYN041", "options", False)
_alone_in_yaml("DYN042", "dynamic_schema", True)
_alone_in_yaml("DYN043", "dynamic_schema", False)


@in_json("DYN044")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, call in calls(documents, SCHEMA):
        if call["value-path"].endswith("/properties"):
            given = Edit(f"{pointer}/parameters/kind", "sale")
            yield Fault((Edit(twin(documents, pointer), GONE), given), f"{pointer}/value-path")
        elif twin(documents, pointer):
            where = Edit(f"{pointer}/value-path", f"{call['value-path']}/properties")
            yield Fault((Edit(twin(documents, pointer), GONE), where), f"{pointer}/value-path")


@in_yaml("DYN044")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("dynamic_schema", "written"):
        left = Tree(tree.file, entry.put("schema").text)
        shape = entry.path[:-1]
        if "properties" in entry.siblings:
            left = Tree(tree.file, left.at((*shape, "properties")).without().text)
            left = Tree(tree.file, left.at((*shape, "with", "kind")).put("sale").text)
        else:
            left = Tree(tree.file, left.at((*shape, "value")).put("shape/properties").text)
        yield Change(tree.file, left.text, left.at((*shape, "value")).line)


@in_json("DYN050")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, call in calls(documents, PROPERTIES):
        yield put(f"{pointer}/itemValuePath", f"{call['itemValuePath']}/inner")
        yield put(f"{pointer}/itemValuePath", GONE, pointer)


replaced("DYN050", "dynamic_schema", "properties", "value", by=lambda entry: "details/inner")


@in_json("DYN051")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, _ in calls(documents, LIST):
        towns = {"operationId": "ListTowns", "itemValuePath": "town_id", "itemTitlePath": "name"}
        yield put(pointer, towns, f"{pointer}/operationId")
    for pointer, call in calls(documents, PROPERTIES):
        name = "Ping" if call["operationId"] != "GetFields" else "ListForms"
        yield put(pointer, {"operationId": name}, f"{pointer}/operationId")


@in_yaml("DYN051")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("options", "written"):
        yield entry.beside("list: {operation: ListTowns, value: town_id, title: name}")
    for entry in tree.each("dynamic_schema", "properties"):
        yield entry.put("{operation: Ping}")._replace(line=tree.at((*entry.path, "operation")).line)


values("DYN052", f"/{LIST}/itemTitlePath", lambda said: "shop_id")
values("DYN052", f"/{LIST}/itemValuePath", lambda said: "name")


@in_yaml("DYN052")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("options", "written"):
        said = keys(entry.within)
        given = tree.text[said["with"].start_mark.index : said["with"].end_mark.index]
        yield entry.beside(
            f"list: {{operation: ListShops, collection: data/shops, value: shop_id, title: shop_id, with: {given}}}"
        )


@in_json("DYN053")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, call in calls(documents, *NEWER):
        for name, said in call.get("parameters", {}).items():
            at = f"{pointer}/parameters/{name}"
            yield put(at, {"value": 20 if said == {"value": 50} else "other"})
            if said == {"value": 50}:
                yield put(at, GONE, at.replace(LIST, VALUES))


replaced("DYN053", "dynamic_schema", "properties", "with", "kind", by=lambda entry: "{value: sale}")


@in_yaml("DYN053")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("options", "written"):
        given = "with: {town: {from: town, path: body/town}, most: 20}"
        yield entry.beside(
            f"list: {{operation: ListShops, collection: data/shops, value: shop_id, title: name, {given}}}"
        )

"""Faults of references, and of the shapes that they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.check.rules.mutations.faults.answers import ERROR, SCHEMA
from tests.check.rules.mutations.jsontext import DEFINITION, Edit, Fault, get, put, walk
from tests.check.rules.mutations.places import operations, outputs, y_outputs
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.yamltext import Change, Entry, Tree, keys


# References
def _shared(documents: dict[str, Any]) -> Iterator[str]:
    for name, one in documents[DEFINITION].get("definitions", {}).items():
        if one.get("properties"):
            yield name


@in_json("RSP080")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer in _references(documents):
        yield put(f"{pointer}/description", "What it is.")
        yield put(f"{pointer}/x-ms-summary", "Thing")


def _references(documents: dict[str, Any]) -> Iterator[str]:
    for at, one in [*operations(documents)]:
        for pointer, value in walk(one, at):
            if pointer.endswith("/$ref") and str(value).startswith("#/definitions/"):
                yield pointer.rpartition("/")[0]


@in_json("RSP081")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer in _references(documents):
        yield put(f"{pointer}/$ref", "#/definitions/Nothing")


@in_json("RSP086")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer in _references(documents):
        yield put(f"{pointer}/$ref", ["Thing"])


@in_json("SEC040")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer in _references(documents):
        yield put(f"{pointer}/$ref", "types.json#/Thing")


@in_json("RSP084")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer in _references(documents):
        name = get(documents[DEFINITION], f"{pointer}/$ref").rpartition("/")[2]
        made = Edit("/x-shapes", {"Thing": get(documents[DEFINITION], f"/definitions/{name}")})
        yield Fault((made, Edit(f"{pointer}/$ref", "#/x-shapes/Thing")), f"{pointer}/$ref")


@in_json("RSP082")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    if "definitions" in documents[DEFINITION]:
        yield put("/definitions/Loop", {"$ref": "#/definitions/Loop"}, "/definitions/Loop/$ref")


@in_json("RSP085")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for name in _shared(documents):
        yield put("/definitions/Other", {"$ref": f"#/definitions/{name}"}, "/definitions/Other/$ref")


@in_json("RSP083")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    yield put("/paths/~1shared", {"$ref": "#/x-paths/shared"}, "/paths/~1shared/$ref")


@in_json("RSP090")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for name in _shared(documents):
        at = f"/definitions/{name}"
        own = {"$ref": f"#{at}"}
        wanted = get(documents[DEFINITION], at).get("required", [])
        yield Fault((Edit(f"{at}/properties/again", own), Edit(f"{at}/required", [*wanted, "again"])), at)


@in_json("SEC030")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in [*outputs(documents)]:
        if one.get("type") == "string" and "format" not in one:
            kept = {key: value for key, value in one.items() if key in ("x-ms-summary", "title", "description")}
            yield put(at, {**kept, "allOf": [ERROR]}, f"{at}/allOf")


@in_yaml("SEC030")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_outputs(tree):
        if keys(entry.value)["type"].value == "string":
            yield tree.at((*entry.path, "type")).instead(f"all_of: [{SCHEMA}]")


def _raw(rule: str, text: str) -> None:
    """A row for YAML: a field of a response that is written as JSON Schema."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in y_outputs(tree):
            yield entry.put(f"{{exact: {{raw: {text}}}}}")


_raw("RSP086", "{$ref: [Shop]}")

_raw("SEC040", "{$ref: 'shop.json#/Shop'}")
_raw("RSP081", "{$ref: '#/definitions/Nothing'}")


def _top(rule: str, text: str) -> None:
    """A row for YAML: something more at the top of the source."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in tree.each("connector"):
            if text.partition(":")[0] not in entry.siblings:
                yield entry.beside(text)


_top("RSP082", "responses: {Missing: {exact: {raw: {$ref: '#/responses/Missing'}}}}")
_top("RSP085", "responses: {Missing: No such shop, Gone: {exact: {raw: {$ref: '#/responses/Missing'}}}}")


@in_yaml("RSP080")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("*"):
        said = keys(entry.value)
        if said.keys() == {"type"} and said["type"].value[0].isupper() and "fields" in entry.path[-2:-1]:
            yield entry.into("description: What it is.")


@in_yaml("RSP090")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("types", "*", "fields"):
        change = entry.into(f"again: {{type: {entry.path[-2]}, required: true}}")
        yield change._replace(line=tree.at(entry.path[:-1]).line)


@in_yaml("RSP083")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.operations("action"):
        if entry.path[-2:-1] and entry.path[-2].isdigit():
            said = "{path: /shared, extra: {$ref: '#/x-paths/shared'}}"
            yield _item(tree, entry, said)


def _item(tree: Tree, entry: Entry, text: str) -> Change:
    start = entry.key.start_mark
    before = tree.text.rindex("-", 0, start.index)
    indent = tree.text[tree.text.rindex("\n", 0, before) + 1 : before]
    return tree.changed(before, before, f"- {text}\n{indent}", tree.text[:before].count("\n") + 1)


@in_yaml("RSP084")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_outputs(tree):
        left = Tree(tree.file, entry.put("{exact: {raw: {$ref: '#/x-shapes/Shop'}}}").text)
        for top in left.each("connector"):
            change = top.beside("extra: {x-shapes: {Shop: {type: object}}}")
            yield change._replace(line=Tree(tree.file, change.text).at(entry.path).line)

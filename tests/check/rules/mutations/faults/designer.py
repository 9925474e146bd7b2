"""Faults of trees, editors, pages, capabilities and samples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.check.rules.mutations.faults.dynamic import TREE, VALUES
from tests.check.rules.mutations.faults.triggers import operations
from tests.check.rules.mutations.jsontext import DEFINITION, GONE, PROPERTIES, Edit, Fault, drop, get, put, walk
from tests.check.rules.mutations.places import y_parameters
from tests.check.rules.mutations.table import added, gone, in_json, in_yaml, removed, replaced, values
from tests.check.rules.mutations.yamltext import Change, Tree, keys

_PICKED = "/paths/~1visits/post/parameters/0/schema/properties/folder"
_CHOSEN = {"parent": {"selectedItemValuePath": "folder_id"}}
_PAGED, _LINK = "x-ms-pageable", "/paths/~1visits/get/x-ms-pageable/nextLinkName"


def _there(documents: dict[str, Any], pointer: str) -> bool:
    return get(documents[DEFINITION], pointer) is not None


def _texts(documents: dict[str, Any]) -> Iterator[str]:
    """The text fields of inline bodies and responses."""
    for pointer, value in walk(documents[DEFINITION]):
        if pointer.split("/")[-2:-1] == ["properties"] and isinstance(value, dict) and value.get("type") == "string":
            yield pointer


# Trees
@in_json("DYN080")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    if _there(documents, _PICKED):
        yield drop(f"{_PICKED}/{TREE}", f"{_PICKED}/{VALUES}")


@in_yaml("DYN080")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("fields", "folder", "tree"):
        yield entry.without(tree.at((*entry.path[:-1], "options")).line)


@in_json("DYN081")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, value in walk(documents[DEFINITION]):
        if pointer.endswith(f"{TREE}/open"):
            yield put(f"{pointer}/parameters", _CHOSEN, f"{pointer}/parameters/parent")
        if pointer.endswith(f"/{VALUES}") and "operationId" in value and "parameters" not in value:
            names = [
                one["name"]
                for _, operation in operations(documents)
                for one in operation["parameters"]
                if operation["operationId"] == value["operationId"] and one.get("in") == "query"
            ]
            for name in names:
                said = {name: {"selectedItemValuePath": "name"}}
                yield put(f"{pointer}/parameters", said, f"{pointer}/parameters/{name}")


@in_yaml("DYN081")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("tree", "open"):
        yield entry.into("parameters: {parent: {selectedItemValuePath: folder_id}}")


gone("DYN082", f"/{TREE}/(open|browse)")
removed("DYN082", "tree", "open", line=lambda entry: entry.top - 1)
removed("DYN082", "tree", "browse", line=lambda entry: entry.top - 1)


@in_json("DYN085")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    if _there(documents, _PICKED):
        yield drop("/x-ms-capabilities/file-picker", f"{_PICKED}/{VALUES}/capability")


@in_yaml("DYN085")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("features", "file-picker"):
        change = entry.without()
        capability = next(Tree(tree.file, change.text).each("options", "capability"))
        yield change._replace(line=capability.line)


# Pages
@in_json("DYN090")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in operations(documents):
        yield put(f"{at}/{_PAGED}", {"nextLinkName": "next"}, f"{at}/{_PAGED}/nextLinkName")


added("DYN090", "pageable: {nextLinkName: next}", ("action",))
replaced("DYN090", "pageable", "nextLinkName", by=lambda entry: "next")


@in_json("DYN091")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    if _there(documents, _LINK):
        at = "/properties/policyTemplateInstances/0"
        yield Fault((Edit(at, GONE, PROPERTIES),), _LINK)
        names = f"{at}/parameters/x-ms-apimTemplate-operationName"
        yield Fault((Edit(names, ["ListShops"], PROPERTIES),), _LINK)


@in_yaml("DYN091")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("policies", "0", "operations"):
        yield entry.put("[ListShops]")._replace(line=next(tree.each("pageable", "nextLinkName")).line)


@in_json("DYN092")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    if _there(documents, _LINK):
        yield drop("/paths/~1visits/get/responses/200/schema/properties/nextLink", _LINK)
        yield put(_LINK, "@odata.nextLink")


@in_yaml("DYN092")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("returns", "fields", "nextLink"):
        yield entry.rename("link")._replace(line=next(tree.each("pageable", "nextLinkName")).line)


# Editors
@in_json("DYN100")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at in _texts(documents):
        if "x-ms-editor" not in get(documents[DEFINITION], at):
            yield put(f"{at}/x-ms-editor", "dictionary")
    for pointer, value in walk(documents[DEFINITION]):
        if pointer.endswith("/x-ms-editor") and value == "dictionary":
            yield put(f"{pointer.rpartition('/')[0]}/additionalProperties", False, pointer)


@in_yaml("DYN100")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("fields", "*"):
        said = keys(entry.value)
        if said.get("type") is not None and said["type"].value == "string" and "exact" not in said:
            yield entry.into("exact: {editor: dictionary}")
    for entry in tree.each("labels", "additional"):
        yield entry.put("false")


gone("DYN101", "/x-ms-editor-options/items/[0-9]+/(title|value)")


@in_yaml("DYN101")
def _(tree: Tree) -> Iterator[Change]:
    for key in ("title", "value"):
        yield from (entry.without(entry.line) for entry in tree.each("editor_options", "items", "*", key))


# Capabilities
values("DYN110", "/x-ms-capabilities/testConnection", lambda said: "Ping")


@in_json("DYN110")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    if not _there(documents, "/x-ms-capabilities"):
        yield put("/x-ms-capabilities", {"testConnection": "Ping"}, "/x-ms-capabilities/testConnection")
        yield put("/x-ms-capabilities", [])


@in_yaml("DYN110")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("connector"):
        if "features" not in entry.siblings:
            yield entry.beside("features: {testConnection: Ping}")
    yield from (entry.put("Ping") for entry in tree.each("features", "testConnection"))


@in_json("DYN111")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in operations(documents):
        if at.endswith("/ping/get") or at.endswith("~1ping/get"):
            moved = (Edit(at, GONE), Edit(at.replace("/get", "/post"), one))
            yield Fault(moved, "/x-ms-capabilities/testConnection/operationId")


@in_yaml("DYN111")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("request"):
        if entry.text == "GET /ping":
            yield entry.put("POST /ping")._replace(line=next(tree.each("testConnection", "operationId")).line)


values("DYN112", "/testConnection/parameters/depth", lambda said: {"parameter": "depth"})
replaced("DYN112", "testConnection", "parameters", "depth", by=lambda entry: "{parameterReference: depth}")


@in_json("DYN114")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in operations(documents):
        if at.endswith("~1ping/get"):
            yield put(f"{at}/x-ms-visibility", "advanced", at)


@in_yaml("DYN114")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("visibility"):
        if "Ping" in (getattr(entry.siblings.get("action"), "value", ""),):
            yield entry.put("advanced")._replace(line=entry.top)


gone("DYN115", "/file-picker/open")
removed("DYN115", "file-picker", "open", line=lambda entry: entry.top - 1)


# Samples
@in_json("EXT220")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in operations(documents):
        yield from (put(f"{at}/{key}", "true") for key in ("x-ms-safe-operation", "x-ms-no-generic-test"))


added("EXT220", "extra: {x-ms-no-generic-test: 'true'}")


@in_json("EXT240")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at in _texts(documents):
        yield put(f"{at}/x-ms-test-value", "ghp_16C7e42F292c6912E7710c838347Ae178B4a")


@in_yaml("EXT240")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("body", "fields", "*"):
        said = set(keys(entry.value))
        if {"type", "description"} <= said and not {"example", "constant", "title", "media"} & said:
            yield entry.into("example: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0")


@in_json("EXT250")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at in _texts(documents):
        yield put(f"{at}/x-ms-media-kind", "Image")


@in_yaml("EXT250")
def _(tree: Tree) -> Iterator[Change]:
    yield from (entry.put("video") for entry in tree.each("media"))
    for entry in tree.each("body", "fields", "*"):
        said = set(keys(entry.value))
        if {"type", "description"} <= said and "media" not in said:
            yield entry.into("media: film")


# Paths of file pickers and file trees
@in_json("DYN116")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    at = "/x-ms-capabilities/file-picker"
    if get(documents[DEFINITION], at):
        yield put(f"{at}/value-title", "label")
        yield put(f"{at}/value-collection", "files")


@in_yaml("DYN116")
def _(tree: Tree) -> Iterator[Change]:
    for key in ("value-title", "value-collection"):
        for entry in tree.each("file-picker", key):
            yield entry.put("labels")


@in_json("DYN117")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, value in walk(documents[DEFINITION]):
        if pointer.endswith("/selectedItemValuePath") and value:
            yield put(pointer, "chosen")


@in_yaml("DYN117")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("selectedItemValuePath"):
        yield entry.put("chosen")


_STATE = "x-ms-trigger-value"


@in_json("TRG074")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in operations(documents):
        if "get" in at.rpartition("/")[2] and one.get("responses", {}).get("200", {}).get("schema"):
            for index, parameter in enumerate(one.get("parameters", [])):
                if parameter.get("in") == "query":
                    place = f"{at}/parameters/{index}/{_STATE}"
                    yield put(place, {"value-collection": "nothing_such"}, f"{place}/value-collection")


@in_yaml("TRG074")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_parameters(tree, "query"):
        start = entry.path[:-2]
        said = keys(tree.at((*start, "returns")).value) if "returns" in tree.at((*start, "request")).siblings else {}
        if "fields" in said and "extra" not in keys(entry.value):
            yield entry.into(f"extra: {{{_STATE}: {{value-collection: nothing_such}}}}")

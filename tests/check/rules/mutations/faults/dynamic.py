"""Faults of calls that the designer makes: of the operation, its parameters, and the values read from its response."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.check.rules.mutations.faults.triggers import operations
from tests.check.rules.mutations.jsontext import DEFINITION, GONE, Edit, Fault, drop, get, put, walk
from tests.check.rules.mutations.table import gone, in_json, in_yaml, replaced, values
from tests.check.rules.mutations.yamltext import Change, Entry, Tree, keys

VALUES, LIST = "x-ms-dynamic-values", "x-ms-dynamic-list"
SCHEMA, PROPERTIES = "x-ms-dynamic-schema", "x-ms-dynamic-properties"
TREE = "x-ms-dynamic-tree"
NEWER = (LIST, PROPERTIES)


def calls(documents: dict[str, Any], *keys_: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each extension that names an operation to call, with its pointer."""
    for pointer, value in walk(documents[DEFINITION]):
        if pointer.rpartition("/")[2] in (keys_ or (VALUES, LIST, SCHEMA, PROPERTIES)) and "operationId" in value:
            yield pointer, value


def twin(documents: dict[str, Any], pointer: str) -> str:
    """The pointer of the newer spelling beside an older one; "" for none."""
    above, _, key = pointer.rpartition("/")
    other = f"{above}/{ {VALUES: LIST, SCHEMA: PROPERTIES}.get(key, '') }"
    return other if get(documents[DEFINITION], other) is not None else ""


def target(documents: dict[str, Any], call: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The operation that is called, with its pointer."""
    return next((at, one) for at, one in operations(documents) if one["operationId"] == call["operationId"])


# Visibility
@in_json("DYN010")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, value in walk(documents[DEFINITION]):
        inside = pointer.split("/")
        field = inside[-2:-1] == ["properties"] or (len(inside) == 4 and inside[1] == "paths")
        plain = isinstance(value, dict) and not {"schema", "$ref", "x-ms-visibility"} & value.keys()
        if field and plain:
            yield put(f"{pointer}/x-ms-visibility", "Advanced")


@in_yaml("DYN010")
def _(tree: Tree) -> Iterator[Change]:
    for ends in (("fields", "*"), ("parameters", "*")):
        for entry in tree.each(*ends):
            said = set(keys(entry.value))
            if "description" in said and not {"visibility", "constant", "extra", "callback"} & said:
                yield entry.into("extra: {x-ms-visibility: hidden}")


# The operation
values("DYN020", f"/({VALUES}|{LIST}|{SCHEMA}|{PROPERTIES})/operationId", lambda said: f"{said}X")
values("DYN020", f"/({TREE}|file-picker)/(open|browse)/operationId", lambda said: "Nowhere")
values("DYN020", "/testConnection/operationId", lambda said: "Nowhere")
replaced("DYN020", "options", "operation", by=lambda entry: f"{entry.text}X")
replaced(
    "DYN020",
    "dynamic_schema",
    "operation",
    by=lambda entry: None if "properties" in entry.siblings else f"{entry.text}X",
)
replaced("DYN020", "open", "operationId", by=lambda entry: "Nowhere")
gone("DYN021", f"/({VALUES}|{LIST}|{SCHEMA}|{PROPERTIES})/operationId")
values("DYN021", f"/({VALUES}|{LIST}|{SCHEMA}|{PROPERTIES})", lambda said: "Lists" if "operationId" in said else None)


@in_yaml("DYN021")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("options", "operation"):
        if "written" not in entry.siblings:
            yield entry.without(tree.at(entry.path[:-1]).line)


# Parameters
@in_json("DYN022")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, call in calls(documents):
        _, operation = target(documents, call)
        needed = {one.get("name") for one in operation["parameters"] if one.get("required")}
        for name in needed & set(call.get("parameters", {})):
            more = "/parameters" if len(call["parameters"]) > 1 else ""
            yield drop(f"{pointer}/parameters/{name}", pointer + more)
    for pointer, call in calls(documents, VALUES, SCHEMA):
        called = [one["operationId"] for _, one in calls(documents, VALUES, SCHEMA)]
        at, operation = target(documents, call)
        given = call.get("parameters", {})
        for index, one in enumerate(operation["parameters"]):
            free = one.get("in") == "query" and not one.get("required") and one["name"] not in given
            if free and called.count(call["operationId"]) == 1:
                yield put(f"{at}/parameters/{index}/required", True, f"{pointer}/parameters" if given else pointer)


@in_yaml("DYN022")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("options", "with", "town"):
        yield entry.without(tree.at(entry.path[:-1]).line)
    for entry in tree.each("parameters", "city"):
        options = next(tree.each("options"))
        yield entry.into("required: true")._replace(line=options.line)


@in_json("DYN023")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, call in calls(documents):
        said: object = {"value": "x"} if pointer.endswith(NEWER) else "x"
        given = {**call.get("parameters", {}), "nowhere": said}
        yield put(f"{pointer}/parameters", given, f"{pointer}/parameters/nowhere")


@in_yaml("DYN023")
def _(tree: Tree) -> Iterator[Change]:
    for key in ("options", "dynamic_schema"):
        for entry in tree.each(key):
            said = keys(entry.value)
            if "operation" in said and "with" not in said:
                yield entry.into("with: {nowhere: x}")
            elif "with" in said and "properties" not in said:
                yield tree.at((*entry.path, "with")).into("nowhere: x")


@in_json("DYN024")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, call in calls(documents):
        newer = pointer.endswith(NEWER)
        for name, said in call.get("parameters", {}).items():
            if said in (50, {"value": 50}):
                at = f"{pointer}/parameters/{name}"
                yield put(f"{at}/value" if newer else at, "50")
        _, operation = target(documents, call)
        for one in operation["parameters"]:
            if one.get("type") == "string" and one.get("in") == "query" and "parameters" not in call:
                at = f"{pointer}/parameters/{one['name']}"
                given = {one["name"]: {"value": 5} if newer else 5}
                yield put(f"{pointer}/parameters", given, f"{at}/value" if newer else at)


replaced("DYN024", "with", "most", by=lambda entry: '"50"')
replaced("DYN024", "with", "most", by=lambda entry: "true")


@in_yaml("DYN024")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("options"):
        if "ListForms" in tree.text and "with" not in keys(entry.value):
            yield entry.into("with: {folder: 5}")
        if "ListShops" in tree.text and "city" in tree.text:
            yield entry.into("with: {city: 5}")


@in_json("DYN029")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, _ in calls(documents):
        yield put(f"{pointer}/parameters", ["Sydney"])


@in_yaml("DYN029")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("options"):
        if not {"with", "capability", "extra"} & set(keys(entry.value)):
            yield entry.into("extra: {parameters: [Sydney]}")


@in_json("DYN060")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, call in calls(documents, *NEWER):
        for name in call.get("parameters", {}):
            said = "Sydney" if pointer.endswith(LIST) else {"parameter": name}
            yield put(f"{pointer}/parameters/{name}", said)


@in_yaml("DYN060")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("dynamic_schema", "properties", "with", "kind"):
        for text in ("{raw: {parameter: kind}}", "{raw: sale}", "{raw: {value: a, other: b}}"):
            yield entry.put(text)


@in_json("DYN061")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, call in calls(documents, VALUES, SCHEMA):
        for name, said in call.get("parameters", {}).items():
            written = {"value": said} if not isinstance(said, dict) else {"parameterReference": said["parameter"]}
            yield put(f"{pointer}/parameters/{name}", written)


@in_yaml("DYN061")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("with", "most"):
        yield entry.put("{value: 50}")


# Values from the response
@in_json("DYN025")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, call in calls(documents, VALUES, SCHEMA):
        at, operation = target(documents, call)
        for index, one in enumerate(operation["parameters"]):
            said = call.get("parameters", {}).get(one.get("name"))
            if isinstance(said, dict) and "type" in one:
                yield put(f"{at}/parameters/{index}/type", "integer", f"{pointer}/parameters/{one['name']}/parameter")


@in_yaml("DYN025")
def _(tree: Tree) -> Iterator[Change]:
    for name in ("town", "kind"):
        for entry in tree.each("parameters", name, "type"):
            source = next(one for one in tree.each("with", name, "from") if one.text == name)
            yield entry.put("int32")._replace(line=source.line)


@in_json("DYN026")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, call in calls(documents, VALUES, SCHEMA):
        for name, said in call.get("parameters", {}).items():
            if isinstance(said, dict):
                at, other = f"{pointer}/parameters/{name}/parameter", twin(documents, pointer)
                yield put(at, "nowhere")
                more = (Edit(f"{other}/parameters/{name}/parameterReference", "body/nowhere"),) if other else ()
                yield Fault((Edit(at, "nowhere"), *more), at)


@in_json("DYN026")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, call in calls(documents, *NEWER):
        for name, said in call.get("parameters", {}).items():
            if "parameterReference" in said:
                yield put(f"{pointer}/parameters/{name}/parameterReference", "body/nowhere")


@in_yaml("DYN026")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("options", "with", "*"):
        if "from" in keys(entry.value):
            yield entry.put("{from: nowhere, path: body/nowhere}")
    for entry in tree.each("dynamic_schema", "properties", "with", "kind"):
        yield entry.put("{from: kind, path: body/nowhere}")


def _sources(documents: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each field of a body that a call takes: pointer of the body's schema, name, and pointer of the reference."""
    for pointer, call in calls(documents, VALUES, SCHEMA):
        body = pointer.partition("/properties/")[0]
        for name, said in call.get("parameters", {}).items():
            if isinstance(said, dict) and get(documents[DEFINITION], f"{body}/properties/{said['parameter']}"):
                yield body, said["parameter"], f"{pointer}/parameters/{name}/parameter"


def _optional(documents: dict[str, Any], body: str, name: str) -> Edit:
    required = [one for one in get(documents[DEFINITION], f"{body}/required") if one != name]
    return Edit(f"{body}/required", required or GONE)


@in_json("DYN027")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for body, name, at in _sources(documents):
        hidden = Edit(f"{body}/properties/{name}/x-ms-visibility", "internal")
        yield Fault((_optional(documents, body, name), hidden), at)


@in_json("DYN028")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for body, name, at in _sources(documents):
        yield Fault((_optional(documents, body, name),), at)


@in_json("DYN070")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for body, name, at in _sources(documents):
        field = f"{body}/properties/{name}"
        yield Fault((Edit(f"{field}/x-ms-visibility", "internal"), Edit(f"{field}/default", "sale")), at)


def _taken(rule: str, said: str, instead: str) -> None:
    """A row for YAML: the field that a call takes is changed."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in tree.each("with", "*", "from"):
            for field in tree.each("body", "fields", entry.text, "required"):
                if "properties" not in entry.path and field.path[:2] == entry.path[:2]:
                    whole = field.instead(instead)
                    yield whole._replace(line=_line_in(whole, entry))


def _line_in(change: Change, entry: Entry) -> int:
    return Tree(change.file, change.text).at(entry.path).line


_taken("DYN027", "required: true", "visibility: internal")
_taken("DYN028", "required: true", "required: false")


@in_yaml("DYN070")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("with", "*", "from"):
        for field in tree.each("body", "fields", entry.text):
            if "properties" not in entry.path and field.path[:2] == entry.path[:2]:
                change = field.into("constant: sale")
                yield change._replace(line=_line_in(change, entry))

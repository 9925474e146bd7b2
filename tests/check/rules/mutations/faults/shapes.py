"""Faults of the schemas of bodies and responses, and of their size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.check.rules.mutations.faults.answers import schemas
from tests.check.rules.mutations.jsontext import DEFINITION, Fault, put
from tests.check.rules.mutations.places import (
    bodies,
    inputs,
    lacks,
    objects,
    outputs,
    says,
    texts,
    writes,
    y_inputs,
    y_operations,
    y_outputs,
    y_texts,
)
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.yamltext import Change, Entry, Tree, keys

# Shapes
says(
    "RSP050",
    lambda documents: ((at.rpartition("/")[0], one) for at, one in schemas(documents)),
    "schema",
    lambda one: {},
)
says(
    "RSP051",
    lambda documents: ((at.rpartition("/")[0], one) for at, one in schemas(documents)),
    "schema",
    lambda one: {"type": "object"},
)
says("RSP051", schemas, "properties", lambda one: {})
says("RSP052", objects, "properties", lambda one: {} if not one.get("required") else None)
lacks("RSP052", objects, "properties", only=lambda one: not one.get("required") and one.get("type") == "object")
for _where in (inputs, outputs):
    lacks("RSP140", _where, "type", only=lambda one: "format" not in one and "maxLength" not in one)
    lacks("RSP141", _where, "title", "x-ms-summary")
    lacks("RSP142", _where, "description")
    says("RSP104", _where, "required", lambda one: True)
    says("RSP104", _where, "required", lambda one: "true")
    says("RSP103", _where, "required", lambda one: ["a"])
    says("RSP170", _where, "x-ms-capabilities", lambda one: {"filterFunctions": []}, "/filterFunctions")
    says("SEC020", _where, "nullable", lambda one: True)
    says("SEC020", _where, "writeOnly", lambda one: True)
for _tree in (y_inputs, y_outputs):
    writes("RSP141", _tree, "title", "none")
    writes("RSP104", _tree, "extra", "{required: true}")
    writes("RSP103", _tree, "extra", "{required: [a]}")
    writes("RSP170", _tree, "extra", "{x-ms-capabilities: {filterFunctions: []}}")
    writes("SEC020", _tree, "extra", "{nullable: true}")
    writes("RSP140", _tree, "type", "any")


def _without_description(entry: Entry) -> Iterator[Change]:
    said = keys(entry.value)
    if "description" in said and "type" in said and entry.tree.file == "connector.yaml":
        yield entry.tree.at((*entry.path, "description")).without(entry.line)


@in_yaml("RSP142")
def _(tree: Tree) -> Iterator[Change]:
    for entry in [*y_inputs(tree), *y_outputs(tree)]:
        yield from _without_description(entry)


def _listed(rule: str, said: dict[str, Any], at: str = "") -> None:
    """A row for JSON: a list in the place of a text."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for pointer, one in [*texts(documents), *inputs(documents), *outputs(documents)]:
            if one.get("type") == "string":
                left = ("format", "maxLength", "x-ms-test-value")
                kept = {key: value for key, value in one.items() if key not in left}
                yield put(pointer, {**kept, **said}, f"{pointer}{at}")


_listed("RSP100", {"type": "array"})
for _tree in (y_texts, y_inputs, y_outputs):
    writes("RSP100", _tree, "type", "array", lambda entry: keys(entry.value)["type"].value == "string")


@in_json("RSP101")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, body in bodies(documents):
        if body.get("schema", {}).get("properties") and not body["schema"].get("required"):
            yield put(f"{at}/schema/required", [])
    for at, _ in schemas(documents):
        yield put(f"{at}/required", [])


@in_json("RSP102")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, body in bodies(documents):
        listed = body.get("schema", {}).get("required", [])
        if body.get("schema", {}).get("properties"):
            yield put(f"{at}/schema/required", [*listed, "nothing"], f"{at}/schema/required/{len(listed)}")


@in_json("RSP120")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in schemas(documents):
        yield put(f"{at}/discriminator", "nothing")


def _y_shapes(tree: Tree, *parts: str) -> Iterator[Entry]:
    """The bodies and responses that are objects with properties."""
    for operation in y_operations(tree):
        for part in parts:
            there = operation.siblings.get(part)
            if there is not None and "fields" in keys(there):
                yield tree.at((*operation.path[:-1], part))


def _bodies(tree: Tree) -> Iterator[Entry]:
    return _y_shapes(tree, "body")


def _both(tree: Tree) -> Iterator[Entry]:
    return _y_shapes(tree, "body", "returns")


def _optional(entry: Entry) -> bool:
    text = entry.tree.text[entry.value.start_mark.index : entry.value.end_mark.index]
    return "required" not in text


writes("RSP101", _both, "extra", "{required: []}", _optional)
writes("RSP102", _both, "exact", "{required_fields: [nothing]}", _optional)
writes("RSP120", _both, "discriminator", "nothing")


def _answered(rule: str, text: str) -> None:
    """A row for YAML: another schema of a response."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in y_operations(tree, "action"):
            if "returns" in entry.siblings and tree.text.count(entry.text) == 1 and "pageable" not in entry.siblings:
                answer = tree.at((*entry.path[:-1], "returns"))
                yield answer.put(text)._replace(line=answer.line)


_answered("RSP050", "{type: any}")
_answered("RSP051", "{type: object}")


@in_yaml("RSP052")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_outputs(tree):
        if keys(entry.value)["type"].value == "string":
            yield tree.at((*entry.path, "type")).put("object")._replace(line=entry.line)


# Too much
@in_json("RSP110")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    said = {"summary": "Get a thing", "description": "Reads one thing.", "x-ms-visibility": "internal"}
    answer = {"204": {"description": "Nothing"}}
    more = {
        f"/things{number}": {"get": {"operationId": f"Get{number}", **said, "responses": answer}}
        for number in range(260)
    }
    yield put("/paths", {**documents[DEFINITION]["paths"], **more})


@in_json("RSP111")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    things = {
        f"thing{number}": {"type": "string", "x-ms-summary": f"Thing {number}", "description": "A thing."}
        for number in range(520)
    }
    for at, one in schemas(documents):
        fields = {**one["properties"], **things}
        yield put(f"{at}/properties", fields, at)

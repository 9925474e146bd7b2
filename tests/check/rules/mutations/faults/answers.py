"""Faults of answers, of shapes and of references."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.check.rules.mutations.jsontext import DEFINITION, GONE, Edit, Fault, get, put, walk
from tests.check.rules.mutations.places import (
    Placed,
    answers,
    bodies,
    inputs,
    lacks,
    node,
    objects,
    operations,
    outputs,
    says,
    shown,
    texts,
    writes,
    y_inputs,
    y_operations,
    y_outputs,
    y_texts,
)
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.yamltext import Change, Entry, Tree, keys

_ERROR = {"type": "object", "properties": {"code": {"type": "string", "x-ms-summary": "Code", "description": "It."}}}


def _described(documents: dict[str, Any]) -> Iterator[Placed]:
    """The answers of success that have a schema which stands in place."""
    for at, one in answers(documents):
        if one.get("schema", {}).get("properties") and "x-ms-trigger" not in node(documents, _operation(at)):
            yield at, one


def _operation(at: str) -> str:
    return at.rpartition("/responses/")[0]


def _schemas(documents: dict[str, Any]) -> Iterator[Placed]:
    """Those schemas, of operations that nothing reads while a flow is edited."""
    called = {one["operationId"] for one in _calls(documents[DEFINITION])}
    for at, one in _described(documents):
        operation = node(documents, _operation(at))
        if operation["operationId"] not in called and "x-ms-pageable" not in operation:
            yield f"{at}/schema", one["schema"]


def _calls(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "operationId" in value and "responses" not in value:
            yield value
        for below in value.values():
            yield from _calls(below)
    elif isinstance(value, list):
        for below in value:
            yield from _calls(below)


# Answers
@in_json("RSP010")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in _schemas(documents):
        yield put(f"{_operation(at)}/responses", GONE, _operation(at))
        yield put(f"{_operation(at)}/responses", {})


@in_json("RSP011")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in _schemas(documents):
        yield put(f"{_operation(at)}/responses", {"404": {"description": "No such thing"}})


@in_json("RSP020")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in _schemas(documents):
        if at.split("/")[-2] in ("200", "201"):
            yield put(at, GONE, at.rpartition("/")[0])


def _more(rule: str, status: str, said: Any, where: str = "", text: str = "") -> None:
    """Rows for one more answer."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for at, one in shown(documents):
            if status not in one["responses"]:
                yield put(f"{at}/responses/{status}", said, f"{at}/responses/{status}{where}")

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in y_operations(tree, "action"):
            there = entry.siblings.get("responses")
            start = (*entry.path[:-1], "responses")
            if there is None and text and "returns" not in entry.siblings:
                yield entry.beside(f'responses: {{"{status}": {text}}}')
            elif there is not None and text and status not in keys(there):
                change = tree.at(start).into(f'"{status}": {text}')
                yield change if rule != "RSP040" else _second(tree, change, start)


def _second(tree: Tree, change: Change, start: tuple[str, ...]) -> Change:
    """The place of the schema of the answer that stands after the new one."""
    left = Tree(tree.file, change.text)
    listed = [entry for entry in left.entries() if entry.path[:-2] == start and entry.path[-1] == "schema"]
    return change._replace(line=listed[-1].line)


_SCHEMA = "{fields: {code: {type: string, description: The code.}}}"
_more(
    "RSP030",
    "default",
    {"description": "An error", "schema": _ERROR},
    "/schema",
    f"{{description: An error, schema: {_SCHEMA}}}",
)
_more(
    "RSP040",
    "404",
    {"description": "No such thing", "schema": _ERROR},
    "/schema",
    f"{{description: No such thing, schema: {_SCHEMA}}}",
)
_more("RSP060", "4XX", {"description": "An error"}, "", "{description: An error}")
_more("RSP061", "404", {}, "", "{raw: {x-contoso-code: none}}")
_more("RSP062", "404", {"description": " "}, "/description", '""')
_more("RSP070", "404", {"description": "Error"}, "/description", "Error")
_more("RSP070", "500", {"description": "default"}, "/description", "default")
_more("RSP081", "404", {"$ref": "#/responses/Missing"}, "/$ref", "{raw: {$ref: '#/responses/Missing'}}")
_more("SEC040", "404", {"$ref": "shop.json#/Shop"}, "/$ref", "{raw: {$ref: 'shop.json#/Shop'}}")
_more("RSP086", "404", {"$ref": 5}, "/$ref", "{raw: {$ref: 5}}")
lacks("RSP061", answers, "description")
says("RSP062", answers, "description", lambda one: "")
says("RSP160", answers, "headers", lambda one: {"Date": {"type": "string"}}, "/Date")
says("RSP131", answers, "headers", lambda one: {"Place": {"type": "string"}, "place": {"type": "string"}}, "/place")


def _y_answers(tree: Tree) -> Iterator[Entry]:
    """The answers of success that are written out."""
    for operation in y_operations(tree):
        start = (*operation.path[:-1], "responses")
        for entry in tree.entries():
            if entry.path[:-1] == start and entry.path[-1].startswith("2"):
                yield entry


writes("RSP160", _y_answers, "headers", "{Date: {type: string}}")
writes("RSP131", _y_answers, "headers", "{Place: {type: string}, place: {type: string}}")
writes("RSP062", _y_answers, "description", '""')


@in_json("RSP130")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in answers(documents):
        made = (Edit(f"{_operation(at)}/produces", ["application/json"]), Edit(f"{at}/examples", {"text/xml": "<a/>"}))
        yield Fault(made, f"{at}/examples/text~1xml")


@in_yaml("RSP130")
def _(tree: Tree) -> Iterator[Change]:
    for entry in _y_answers(tree):
        operation = next(one for one in tree.operations() if one.path[:-1] == entry.path[:-2])
        if keys(entry.value) and "produces" not in operation.siblings:
            left = Tree(tree.file, entry.into("examples: {text/xml: <a/>}").text)
            change = left.at(operation.path).beside("produces: [application/json]")
            told = Tree(tree.file, change.text).at((*entry.path, "examples"))
            yield change._replace(line=told.line)


# Shapes
says(
    "RSP050",
    lambda documents: ((at.rpartition("/")[0], one) for at, one in _schemas(documents)),
    "schema",
    lambda one: {},
)
says(
    "RSP051",
    lambda documents: ((at.rpartition("/")[0], one) for at, one in _schemas(documents)),
    "schema",
    lambda one: {"type": "object"},
)
says("RSP051", _schemas, "properties", lambda one: {})
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
    for at, _ in _schemas(documents):
        yield put(f"{at}/required", [])


@in_json("RSP102")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, body in bodies(documents):
        listed = body.get("schema", {}).get("required", [])
        if body.get("schema", {}).get("properties"):
            yield put(f"{at}/schema/required", [*listed, "nothing"], f"{at}/schema/required/{len(listed)}")


@in_json("RSP120")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in _schemas(documents):
        yield put(f"{at}/discriminator", "nothing")


def _y_shapes(tree: Tree, *parts: str) -> Iterator[Entry]:
    """The whole bodies and answers that have fields."""
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
writes("RSP102", _both, "required_fields", "[nothing]", _optional)
writes("RSP120", _both, "discriminator", "nothing")


@in_yaml("RSP010")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_operations(tree, "action"):
        returns = entry.siblings.get("returns")
        if returns is not None and "responses" not in entry.siblings and tree.text.count(entry.text) == 1:
            change = tree.at((*entry.path[:-1], "returns")).instead("responses: false")
            yield change


@in_yaml("RSP011")
def _(tree: Tree) -> Iterator[Change]:
    for entry in _y_answers(tree):
        if not keys(entry.value):
            yield entry.rename("default")._replace(line=tree.at(entry.path[:-1]).line)


@in_yaml("RSP020")
def _(tree: Tree) -> Iterator[Change]:
    for entry in _y_answers(tree):
        said = keys(entry.value)
        if "schema" in said and entry.path[-1] in ("200", "201") and len(said) > 1:
            yield tree.at((*entry.path, "schema")).without(entry.line)


def _answered(rule: str, text: str) -> None:
    """A row for YAML: another shape of an answer."""

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
            yield put(at, {**kept, "allOf": [_ERROR]}, f"{at}/allOf")


@in_yaml("SEC030")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_outputs(tree):
        if keys(entry.value)["type"].value == "string":
            yield tree.at((*entry.path, "type")).instead(f"all_of: [{_SCHEMA}]")


def _raw(rule: str, text: str) -> None:
    """A row for YAML: a field of an answer that is written as JSON Schema."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in y_outputs(tree):
            yield entry.put(f"{{raw: {text}}}")


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


_top("RSP082", "responses: {Missing: {raw: {$ref: '#/responses/Missing'}}}")
_top("RSP085", "responses: {Missing: No such shop, Gone: {raw: {$ref: '#/responses/Missing'}}}")


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
        left = Tree(tree.file, entry.put("{raw: {$ref: '#/x-shapes/Shop'}}").text)
        for top in left.each("connector"):
            change = top.beside("extra: {x-shapes: {Shop: {type: object}}}")
            yield change._replace(line=Tree(tree.file, change.text).at(entry.path).line)


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
    field = {"type": "string", "x-ms-summary": "Thing", "description": "A thing."}
    for at, one in _schemas(documents):
        fields = {**one["properties"], **{f"thing{number}": field for number in range(520)}}
        yield put(f"{at}/properties", fields, at)

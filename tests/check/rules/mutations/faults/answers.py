"""Faults of responses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.check.rules.mutations.jsontext import DEFINITION, GONE, Edit, Fault, get, put
from tests.check.rules.mutations.places import Placed, answers, lacks, node, says, shown, writes, y_operations
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.yamltext import Change, Entry, Tree, keys

ERROR = {"type": "object", "properties": {"code": {"type": "string", "x-ms-summary": "Code", "description": "It."}}}


def _described(documents: dict[str, Any]) -> Iterator[Placed]:
    """The successful responses with an inline schema."""
    for at, one in answers(documents):
        if one.get("schema", {}).get("properties") and "x-ms-trigger" not in node(documents, operation_of(at)):
            yield at, one


def operation_of(at: str) -> str:
    return at.rpartition("/responses/")[0]


def schemas(documents: dict[str, Any]) -> Iterator[Placed]:
    """Those schemas, of operations that nothing reads while a flow is edited."""
    called = {one["operationId"] for one in _calls(documents[DEFINITION])}
    for at, one in _described(documents):
        operation = node(documents, operation_of(at))
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
    for at, _ in schemas(documents):
        yield put(f"{operation_of(at)}/responses", GONE, operation_of(at))
        yield put(f"{operation_of(at)}/responses", {})


@in_json("RSP011")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in schemas(documents):
        yield put(f"{operation_of(at)}/responses", {"404": {"description": "No such thing"}})


@in_json("RSP020")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in schemas(documents):
        operation = get(documents[DEFINITION], at.partition("/responses/")[0]) or {}
        # An operation for agents has no schema.
        if at.split("/")[-2] in ("200", "201") and "x-ms-agentic-protocol" not in operation:
            yield put(at, GONE, at.rpartition("/")[0])


def _more(rule: str, status: str, said: Any, where: str = "", text: str = "") -> None:
    """Rows for an added response."""

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
    """The place of the schema of the response after the new one."""
    left = Tree(tree.file, change.text)
    listed = [entry for entry in left.entries() if entry.path[:-2] == start and entry.path[-1] == "schema"]
    return change._replace(line=listed[-1].line)


SCHEMA = "{fields: {code: {type: string, description: The code.}}}"
_more(
    "RSP030",
    "default",
    {"description": "An error", "schema": ERROR},
    "/schema",
    f"{{description: An error, schema: {SCHEMA}}}",
)
_more(
    "RSP040",
    "404",
    {"description": "No such thing", "schema": ERROR},
    "/schema",
    f"{{description: No such thing, schema: {SCHEMA}}}",
)
_more("RSP060", "4XX", {"description": "An error"}, "", "{description: An error}")
_more("RSP061", "404", {}, "", "{exact: {raw: {x-contoso-code: none}}}")
_more("RSP062", "404", {"description": " "}, "/description", '""')
_more("RSP070", "404", {"description": "Error"}, "/description", "Error")
_more("RSP070", "500", {"description": "default"}, "/description", "default")
_more("RSP081", "404", {"$ref": "#/responses/Missing"}, "/$ref", "{exact: {raw: {$ref: '#/responses/Missing'}}}")
_more("SEC040", "404", {"$ref": "shop.json#/Shop"}, "/$ref", "{exact: {raw: {$ref: 'shop.json#/Shop'}}}")
_more("RSP086", "404", {"$ref": 5}, "/$ref", "{exact: {raw: {$ref: 5}}}")
lacks("RSP061", answers, "description")
says("RSP062", answers, "description", lambda one: "")
says("RSP160", answers, "headers", lambda one: {"Date": {"type": "string"}}, "/Date")
says("RSP131", answers, "headers", lambda one: {"Place": {"type": "string"}, "place": {"type": "string"}}, "/place")


def y_answers(tree: Tree) -> Iterator[Entry]:
    """The successful responses that are written out."""
    for operation in y_operations(tree):
        start = (*operation.path[:-1], "responses")
        for entry in tree.entries():
            if entry.path[:-1] == start and entry.path[-1].startswith("2"):
                yield entry


writes("RSP160", y_answers, "headers", "{Date: {type: string}}")
writes("RSP131", y_answers, "headers", "{Place: {type: string}, place: {type: string}}")
writes("RSP062", y_answers, "description", '""')


@in_json("RSP130")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in answers(documents):
        made = (
            Edit(f"{operation_of(at)}/produces", ["application/json"]),
            Edit(f"{at}/examples", {"text/xml": "<a/>"}),
        )
        yield Fault(made, f"{at}/examples/text~1xml")


@in_yaml("RSP130")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_answers(tree):
        operation = next(one for one in tree.operations() if one.path[:-1] == entry.path[:-2])
        if keys(entry.value) and "produces" not in operation.siblings:
            left = Tree(tree.file, entry.into("examples: {text/xml: <a/>}").text)
            change = left.at(operation.path).beside("produces: [application/json]")
            told = Tree(tree.file, change.text).at((*entry.path, "examples"))
            yield change._replace(line=told.line)


@in_yaml("RSP010")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_operations(tree, "action"):
        returns = entry.siblings.get("returns")
        if returns is not None and "responses" not in entry.siblings and tree.text.count(entry.text) == 1:
            change = tree.at((*entry.path[:-1], "returns")).instead("responses: false")
            yield change


@in_yaml("RSP011")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_answers(tree):
        if not keys(entry.value):
            yield entry.rename("default")._replace(line=tree.at(entry.path[:-1]).line)


@in_yaml("RSP020")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_answers(tree):
        said = keys(entry.value)
        if "schema" in said and entry.path[-1] in ("200", "201") and len(said) > 1:
            yield tree.at((*entry.path, "schema")).without(entry.line)

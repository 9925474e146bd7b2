"""Faults of bodies and forms: of their media types, and of the parameters beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.check.rules.mutations.jsontext import Edit, Fault, put
from tests.check.rules.mutations.places import (
    OfDocuments,
    bodies,
    node,
    shown,
    texts,
    y_operations,
    y_parameters,
    y_texts,
)
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.yamltext import Change, Entry, Tree, keys

_TITLE = "x-ms-summary"


def _consumes(rule: str, said: list[str], where: str) -> None:
    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for at, _ in bodies(documents):
            operation = at.rpartition("/parameters/")[0]
            yield put(f"{operation}/consumes", said, f"{operation}/consumes{where}")

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in y_operations(tree):
            if "body" in entry.siblings and "consumes" not in entry.siblings:
                yield entry.beside(f"consumes: [{', '.join(said)}]")


_consumes("PAR220", ["application/json", "application/xml"], "")
_consumes("PAR221", ["application/json", "json"], "/1")
_consumes("PAR222", ["application/xml"], "/0")
_consumes("PAR223", ["multipart/form-data"], "")


@in_json("PAR110")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in shown(documents):
        for index, parameter in enumerate(one.get("parameters", [])):
            if parameter.get("in") == "formData":
                yield put(f"{at}/parameters/{index}/name", "größe")


@in_yaml("PAR110")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_parameters(tree, "formData"):
        yield entry.rename("größe")


@in_json("PAR111")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, parameter in _form(documents):
        if parameter["type"] == "file":
            for name in ("scan@work", 'the "scan"'):
                yield put(f"{at}/name", name, at)


@in_yaml("PAR111")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_parameters(tree, "formData"):
        if tree.at((*entry.path, "type")).text == "file":
            yield entry.rename("scan@work")


@in_json("PAR131")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, parameter in _form(documents):
        if parameter["type"] == "string":
            yield Fault((Edit(f"{at}/type", "array"), Edit(f"{at}/items", {"type": "string"})), at)


@in_yaml("PAR131")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_parameters(tree, "formData"):
        kind = tree.at((*entry.path, "type"))
        if kind.text == "string":
            yield kind.put("'string[]'")._replace(line=entry.line)


def _form(documents: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for at, one in shown(documents):
        for index, parameter in enumerate(one.get("parameters", [])):
            if parameter.get("in") == "formData":
                yield f"{at}/parameters/{index}", parameter


@in_json("PAR103")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in shown(documents):
        if "consumes" in one and any(parameter.get("type") == "file" for parameter in one["parameters"]):
            yield put(f"{at}/consumes", ["application/x-www-form-urlencoded"])


@in_yaml("PAR103")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("consumes"):
        yield entry.put("[application/x-www-form-urlencoded]")._replace(line=entry.line)


def _second(rule: str, said: dict[str, Any], text: str) -> None:
    """Rows for something more that is sent beside a body."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for at, _ in bodies(documents):
            operation = at.rpartition("/parameters/")[0]
            pointer = f"{operation}/parameters/{len(node(documents, operation)['parameters'])}"
            yield put(pointer, said, pointer)

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in y_operations(tree):
            body = entry.siblings.get("body")
            read = body is not None and "from:" in tree.text[body.start_mark.index : body.end_mark.index]
            if body is not None and "parameters" not in entry.siblings and not (read and rule == "PAR061"):
                change = entry.beside(f"parameters: {{{text}}}")
                second = Tree(tree.file, change.text).at((*entry.path[:-1], "body"))
                yield change._replace(line=second.line if rule == "PAR061" else change.line)


_second("PAR061", {"name": "more", "in": "body", "schema": {"type": "string"}}, "more: {in: body, schema: string}")
_second(
    "PAR062",
    {"name": "note", "in": "formData", "type": "string", _TITLE: "Note", "description": "Something."},
    "note: {in: formData, type: string, description: Something.}",
)


def _shaped(rule: str, where: OfDocuments) -> None:
    """A row for JSON: a dynamic schema at a place that allows none."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        called = [one["operationId"] for _, one in shown(documents) if not one.get("parameters")]
        for at, _ in where(documents):
            for name in called[:1]:
                yield put(f"{at}/x-ms-dynamic-schema", {"operationId": name, "parameters": {}})


_shaped("PAR150", bodies)
_shaped("PAR151", texts)


def _y_bodies(tree: Tree) -> Iterator[Entry]:
    for operation in y_operations(tree):
        if "body" in operation.siblings:
            yield tree.at((*operation.path[:-1], "body"))


def _shape(tree: Tree) -> str:
    """A shape that an operation gives which takes nothing; "" where there is none."""
    free = (entry.text for entry in y_operations(tree, "action") if not {"parameters", "body"} & entry.siblings.keys())
    name = next(free, "")
    return f"{{x-ms-dynamic-schema: {{operationId: {name}, parameters: {{}}}}}}" if name else ""


def _whole(rule: str, extra: Callable[[Tree], str]) -> None:
    """A row for YAML: a body with a further key beside its schema."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in _y_bodies(tree):
            text = tree.text[entry.value.start_mark.index : entry.value.end_mark.index]
            simple = not any(word in text for word in ("callback", "from:", "Hook"))
            if simple and keys(entry.value).keys() == {"fields"} and extra(tree):
                yield entry.put(f"{{schema: {{type: object}}, extra: {extra(tree)}}}")._replace(line=entry.line)


_whole("PAR142", lambda tree: "{format: int32}")
_whole("PAR150", _shape)


@in_yaml("PAR151")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_texts(tree):
        if _shape(tree):
            yield entry.into(f"extra: {_shape(tree)}")


@in_yaml("PAR140")
def _(tree: Tree) -> Iterator[Change]:
    for entry in _y_bodies(tree):
        if "parameters" not in entry.siblings:
            yield entry.instead("parameters: {body: {exact: {raw: {name: body, in: body}}}}")

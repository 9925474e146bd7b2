"""The places in a connector where faults are put: operations, parameters, fields and responses, in both forms."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.check.rules.mutations.jsontext import DEFINITION, Fault, get, join, put, walk
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.yamltext import Change, Entry, Tree, keys

METHODS = ("get", "put", "post", "delete", "patch")
Node = dict[str, Any]
Placed = tuple[str, Node]
OfDocuments = Callable[[dict[str, Any]], Iterator[Placed]]
OfTree = Callable[[Tree], Iterator[Entry]]


def operations(documents: dict[str, Any]) -> Iterator[Placed]:
    """Each operation with its pointer."""
    for path, item in documents[DEFINITION]["paths"].items():
        for method in METHODS:
            if method in item:
                yield join("paths", path, method), item[method]


def shown(documents: dict[str, Any]) -> Iterator[Placed]:
    """The actions that makers see."""
    for at, one in operations(documents):
        if one.get("x-ms-visibility") != "internal" and "x-ms-trigger" not in one:
            yield at, one


def triggers(documents: dict[str, Any]) -> Iterator[Placed]:
    """The triggers that makers see."""
    for at, one in operations(documents):
        if one.get("x-ms-visibility") != "internal" and "x-ms-trigger" in one:
            yield at, one


def unnamed(documents: dict[str, Any]) -> Iterator[Placed]:
    """The operations whose operationId is not referenced elsewhere."""
    text = json.dumps(documents)
    yield from ((at, one) for at, one in operations(documents) if text.count(json.dumps(one["operationId"])) == 1)


def parameters(documents: dict[str, Any], *places: str) -> Iterator[Placed]:
    """The inline parameters in ``places``, without internal ones, of operations that makers see."""
    for at, one in [*shown(documents), *triggers(documents)]:
        for index, parameter in enumerate(one.get("parameters", [])):
            if parameter.get("in") in places and parameter.get("x-ms-visibility") != "internal":
                yield f"{at}/parameters/{index}", parameter


def queried(documents: dict[str, Any]) -> Iterator[Placed]:
    """The parameters of queries."""
    return parameters(documents, "query")


def texts(documents: dict[str, Any]) -> Iterator[Placed]:
    """The query parameters of type string without constraints."""
    for at, one in queried(documents):
        if one.get("type") == "string" and _plain(one):
            yield at, one


def of_paths(documents: dict[str, Any]) -> Iterator[Placed]:
    """The parameters of paths."""
    return parameters(documents, "path")


def bodies(documents: dict[str, Any]) -> Iterator[Placed]:
    """The bodies."""
    return parameters(documents, "body")


def inputs(documents: dict[str, Any]) -> Iterator[Placed]:
    """The plain fields of inline bodies that makers see."""
    for at, body in bodies(documents):
        yield from _fields(body.get("schema", {}), f"{at}/schema")


def outputs(documents: dict[str, Any]) -> Iterator[Placed]:
    """The plain fields of inline responses that makers see."""
    for at, answer in answers(documents):
        yield from _fields(answer.get("schema", {}), f"{at}/schema")


def answers(documents: dict[str, Any]) -> Iterator[Placed]:
    """The successful responses of operations that makers see."""
    for at, one in [*shown(documents), *triggers(documents)]:
        for status, answer in one["responses"].items():
            if status.startswith("2"):
                yield f"{at}/responses/{status}", answer


def objects(documents: dict[str, Any]) -> Iterator[Placed]:
    """The inline objects in successful responses, which have fields."""
    for at, answer in answers(documents):
        for pointer, node in walk(answer.get("schema", {}), f"{at}/schema"):
            inside = pointer.rpartition("/")[0].endswith("/properties") or pointer.endswith("/items")
            if inside and isinstance(node, dict) and isinstance(node.get("properties"), dict):
                yield pointer, node


def _fields(schema: Any, at: str) -> Iterator[Placed]:
    for pointer, node in walk(schema, at):
        field = pointer.rpartition("/")[0].endswith("/properties") and isinstance(node, dict)
        if field and _plain(node) and isinstance(node.get("type"), str) and node.get("x-ms-visibility") != "internal":
            yield pointer, node


def _plain(node: Node) -> bool:
    strange = set(
        """
        $ref properties items allOf enum default x-ms-dynamic-values x-ms-dynamic-list x-ms-dynamic-schema
        x-ms-dynamic-tree x-ms-editor x-ms-media-kind
        """.split()
    )
    return not strange & node.keys()


# Functions that enter rows
def says(rule: str, where: OfDocuments, key: str, by: Callable[[Node], Any], at: str = "") -> None:
    """A row for JSON: ``key`` is set at each place; ``by`` gives None to leave one alone. Expects the finding at the
    value, or at ``at`` beside or below it.
    """

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for pointer, node in where(documents):
            value = by(node)
            if value is not None:
                yield put(f"{pointer}/{key}", value, f"{pointer}/{key}{at}" if not at.startswith("..") else pointer)


def lacks(rule: str, where: OfDocuments, *names: str, only: Callable[[Node], bool] = lambda node: True) -> None:
    """A row for JSON: keys are removed at each place that has them."""
    from tests.check.rules.mutations.jsontext import GONE, Edit

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for pointer, node in where(documents):
            edits = tuple(Edit(f"{pointer}/{name}", GONE) for name in names if name in node)
            if edits and only(node):
                yield Fault(edits, pointer)


def writes(rule: str, where: OfTree, key: str, text: str, only: Callable[[Entry], bool] = lambda entry: True) -> None:
    """A row for YAML: ``key: text`` is set at each place, in place of the present value."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in where(tree):
            if not only(entry):
                continue
            inside = keys(entry.value)
            if key in inside:
                yield tree.at((*entry.path, key)).put(text)
            elif inside and not {"shared", "raw"} & inside.keys():
                yield entry.into(f"{key}: {text}")


def forgets(rule: str, where: OfTree, key: str, only: Callable[[Entry], bool] = lambda entry: True) -> None:
    """A row for YAML: ``key`` is removed at each place. The finding is expected at the start of the place."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in where(tree):
            if key in keys(entry.value) and only(entry):
                yield tree.at((*entry.path, key)).without(entry.line)


def y_operations(tree: Tree, *kinds: str) -> Iterator[Entry]:
    """The first key of each operation that makers see."""
    for entry in tree.operations(*kinds):
        hidden = entry.siblings.get("visibility")
        if hidden is None or hidden.value != "internal":
            yield entry


def y_parameters(tree: Tree, *places: str) -> Iterator[Entry]:
    """The parameters ``there`` of operations that makers see."""
    for operation in y_operations(tree):
        start = operation.path[:-1]
        request = str(operation.siblings["request"].value)
        for entry in tree.entries():
            if entry.path[:-1] == (*start, "parameters"):
                said = keys(entry.value)
                where = said["in"].value if "in" in said else "path" if f"{{{entry.path[-1]}}}" in request else "query"
                if where in places and "shared" not in said and str(getattr(said.get("visibility"), "value", "")) == "":
                    yield entry


def y_texts(tree: Tree) -> Iterator[Entry]:
    """The plain query parameters of type string."""
    for entry in y_parameters(tree, "query"):
        said = keys(entry.value)
        if "type" in said and said["type"].value == "string" and not {"options", "choices", "tree"} & said.keys():
            yield entry


def y_paths(tree: Tree) -> Iterator[Entry]:
    """The parameters of paths."""
    return y_parameters(tree, "path")


def y_inputs(tree: Tree) -> Iterator[Entry]:
    """The plain fields of bodies that makers see."""
    return _y_fields(tree, "body")


def y_outputs(tree: Tree) -> Iterator[Entry]:
    """The plain fields of responses that makers see."""
    return _y_fields(tree, "returns")


def _y_fields(tree: Tree, part: str) -> Iterator[Entry]:
    strange = set(
        """
        options choices tree dynamic_schema fields items default callback constant exact visibility media
        """.split()
    )
    simple = ("string", "int32", "int64", "double", "float", "date", "date-time", "boolean")
    for operation in y_operations(tree):
        start = (*operation.path[:-1], part)
        for entry in tree.entries():
            said = keys(entry.value)
            inside = entry.path[: len(start)] == start and entry.path[-2:-1] == ("fields",)
            if inside and not strange & said.keys() and "type" in said and said["type"].value in simple:
                yield entry


def node(documents: dict[str, Any], pointer: str) -> Any:
    """The value at a pointer of the definition."""
    return get(documents[DEFINITION], pointer)

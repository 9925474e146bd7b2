"""Relations between parts of a connector: lists of parameters, and the schemas of requests and responses."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Operation, Subject, listed

LOCATIONS = ("query", "path", "header", "body", "formData")
_DEFINITIONS = "#/definitions/"


def location(parameter: At) -> str:
    """The location (`in`) of a parameter; "" when it is missing or unknown."""
    where = parameter.node.get("in")
    return where if isinstance(where, str) and where in LOCATIONS else ""


def placed(operation: Operation) -> list[tuple[str, At]]:
    """The parameters in the list of the operation, each with the pointer of its list item."""
    indexes = [index for index, one in enumerate(listed(operation.node.get("parameters"))) if isinstance(one, dict)]
    own = operation.parameters[len(operation.parameters) - len(indexes) :]
    return [(operation.at("parameters", index), at) for index, at in zip(indexes, own, strict=True)]


def all_placed(operation: Operation) -> list[tuple[str, At]]:
    """As :func:`placed`, preceded by the parameters of the path."""
    own = placed(operation)
    above = operation.parameters[: len(operation.parameters) - len(own)]
    return [*((at.pointer, at) for at in above), *own]


def of_path(subject: Subject, path: At) -> list[tuple[str, At]]:
    """As :func:`placed`, for the parameters of a path."""
    found = []
    for index, one in enumerate(listed(path.node.get("parameters"))):
        if isinstance(one, dict):
            pointer = path.at("parameters", index)
            shared = subject.at(one["$ref"]) if "$ref" in one else None
            found.append((pointer, shared or At("parameter", pointer, one, str(one.get("name", "")), path)))
    return found


def visible(parameter: At) -> bool:
    """Whether makers see a parameter."""
    operation = parameter.operation
    return "$ref" not in parameter.node and not parameter.internal and not (operation and operation.hidden)


def reached(subject: Subject, tops: Iterator[At]) -> set[str]:
    """The names of the definitions that ``tops`` use, directly or indirectly."""
    edges: dict[str, list[str]] = {}
    for at in subject.having("schema", "$ref"):
        target = at.node["$ref"]
        if isinstance(target, str) and target.startswith(_DEFINITIONS):
            edges.setdefault(at.top.pointer, []).append(target)
    waiting = [target for top in tops for target in edges.get(top.pointer, ())]
    found: set[str] = set()
    while waiting:
        target = waiting.pop()
        if target not in found:
            found.add(target)
            shared = subject.shared.get(target)
            waiting += edges.get(shared.pointer, ()) if shared is not None else ()
    return {target.removeprefix(_DEFINITIONS) for target in found}


def inputs(subject: Subject, candidates: list[At]) -> list[At]:
    """Those of the schemas ``candidates`` that are part of a request; cheap without candidates."""
    if not candidates:
        return []
    bodies = [at for at in subject.having("parameter", "schema") if at.node.get("in") == "body"]
    tops = [At("schema", f"{at.pointer}/schema", {}) for at in bodies]
    pointers = {top.pointer for top in tops}
    names: set[str] | None = None
    found = []
    for at in candidates:
        top = at.top
        if top.role == "definition" and names is None:
            names = reached(subject, iter(tops))
        if top.pointer in pointers or (top.role == "definition" and names is not None and top.name in names):
            found.append(at)
    return found


def shown(subject: Subject) -> Iterator[Operation]:
    """The operations that makers see."""
    return (operation for operation in subject.operations if not operation.hidden)

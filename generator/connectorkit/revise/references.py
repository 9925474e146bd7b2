"""References of a source to an operation by its operationId.

Some *lead* to an operation, such as a drop-down that it supplies: they can be changed to its next version. Others
*list* operations, such as those of a policy: the next version is added to them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.edit.yaml_tree import Changes, YamlTree
from connectorkit.read import nodes
from connectorkit.read.source import Source
from connectorkit.read.yaml_document import Node

LEFT: Final = "REV010"
EXTENSION: Final = "extension"
_CALLS: Final = {
    "options": "drop-down",
    "list": "drop-down",
    "dynamic_schema": "loaded schema",
    "properties": "loaded schema",
}
# The key of the call, and the key in it that names the operation.
_NAMED: Final = {
    ("unsubscribe", "operation"): "unsubscribe",
    ("in_doubt", "look_with"): "in_doubt",
    ("pageable", "operationName"): "next page",
    ("platform", "operation"): "next page",
    ("replacement", "operationId"): "replacement",
    ("flow", "trigger"): "sample flow",
}
# These hold values of the vendor, which may look like references.
_VALUES: Final = frozenset(("default", "example", "examples", "constant", "sample", "test_value", "choices", "with"))
# The keys below these are names, not keys of the format.
_OF_NAMES: Final = frozenset(("", "fields", "parameters", "types", "inline_types", "undeclared"))


class Reference(NamedTuple):
    """A reference to an operation. ``above`` is set where it is a key of that mapping."""

    what: str
    inside: str
    node: Node
    span: Span
    above: Node | None = None


def leading(source: Source, operation: str) -> list[Reference]:
    """Every reference to an operation, including its own, in the order of the files."""
    found: dict[Span, Reference] = {}
    for root in source.roots:
        for one in _walk(root, "", "", operation):
            found.setdefault(one.span, one)
    for one in of_flow(source, {operation}):
        found.setdefault(one.span, one)
    return sorted(found.values(), key=lambda one: (one.span.file, one.span.line, one.span.column))


def _walk(node: Node, key: str, inside: str, operation: str) -> Iterator[Reference]:
    if isinstance(node.value, list):
        for item in node.sequence:
            yield from _walk(item, key, inside, operation)
        return
    inside = next((name for key in ("action", "trigger", "mcp") if (name := nodes.text(node, key))), inside)
    for name, below in node.mapping.items():
        what = kind(key, name)
        if what and below.text == operation:
            yield Reference(what, inside, below, below.span)
        elif not is_value(key, name):
            yield from _walk(below, name, inside, operation)


def is_value(key: str, name: str) -> bool:
    """Whether the key ``name`` in a mapping under ``key`` holds a value of the vendor."""
    return name in _VALUES and key not in _OF_NAMES


def kind(key: str, name: str) -> str:
    """A description of the key ``name`` in a mapping under ``key``, if it names an operation; else ""."""
    if name == "operation" and key in _CALLS:
        return _CALLS[key]
    return _NAMED.get((key, name), EXTENSION if name == "operationId" else "")


def of_flow(source: Source, operations: Collection[str]) -> Iterator[Reference]:
    """The references of the sample flow to ``operations``, without its trigger."""
    package = source.root.get("package")
    flow = package.get("flow") if package is not None else None
    for item in nodes.items(flow, "actions"):
        if item.text in operations:
            yield Reference("sample flow", "", item, item.span)
    inputs = flow.get("inputs") if flow is not None else None
    if inputs is not None:
        for name, node in inputs.mapping.items():
            if name in operations:
                yield Reference("sample flow", "", node, inputs.keys[name], inputs)


class Listing(NamedTuple):
    """A list, or a mapping, with an entry ``item`` for an operation."""

    what: str
    node: Node
    item: Node


def listing(source: Source, operation: str) -> list[Listing]:
    """The lists with an operation: those of policies, of the script, and of cases of the sandbox."""
    found = []
    for policy in nodes.items(source.root, "policies"):
        found += _in_list("policy", policy.get("operations"), operation)
    found += _in_list("script", source.root.get("script_operations"), operation)
    for node in _mappings(source.sandbox):
        for case in nodes.items(node, "cases"):
            found += _in_list("case of the sandbox", case.get("of"), operation)
    return found


def behaviours(source: Source, operation: str) -> list[Listing]:
    """The entries of the sandbox under the name of an operation."""
    sandbox = source.sandbox
    named = [sandbox.get(key) for key in ("operations", "events")] if sandbox is not None else []
    return [
        Listing("sandbox", node, node.mapping[operation])
        for node in named
        if node is not None and operation in node.mapping
    ]


def _in_list(what: str, node: Node | None, operation: str) -> list[Listing]:
    return [Listing(what, node, item) for item in node.sequence if item.text == operation] if node is not None else []


def _mappings(node: Node | None) -> Iterator[Node]:
    waiting = [node] if node is not None else []
    while waiting:
        here = waiting.pop()
        yield here
        waiting += [*here.mapping.values(), *here.sequence]


def moved(tree: YamlTree, one: Reference, old: str, new: str) -> Changes | None:
    """The change of a reference to another operation."""
    return tree.rename_key(one.above, old, new) if one.above is not None else tree.set_scalar(one.node, new)


def finding(one: Reference, old: str, new: str) -> Finding:
    """The finding about an unchanged reference."""
    of = f" of '{one.inside}'" if one.inside else ""
    return Finding(
        LEFT,
        f"The reference ({one.what}){of} still uses '{old}', although '{new}' is its next version.",
        one.span,
        f"When '{new}' is ready, change it, or run `connectorkit revise {old} --references`.",
        "advice",
    )

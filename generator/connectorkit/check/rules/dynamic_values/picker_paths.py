"""Rules about the paths in extensions of file pickers and file trees."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine import schema_paths
from connectorkit.check.engine.connector_index import Plain, Subject, mapping
from connectorkit.check.engine.labels import begun
from connectorkit.check.engine.response_paths import astray, item, response, text
from connectorkit.check.engine.rule import Hit, Rule, everywhere
from connectorkit.check.engine.schema_paths import Lost

_PICKER, _TREE = "file-picker", "x-ms-dynamic-tree"
_OF_ITEMS = ("value-title", "value-folder-property", "value-media-property")


def _picker(subject: Subject) -> Iterator[Hit]:
    said = mapping(mapping(subject.definition.get("x-ms-capabilities")).get(_PICKER))
    start = "/x-ms-capabilities/file-picker"
    operation = subject.operation(text(mapping(said.get("open")), "operationId"))
    whole = response(subject, operation)
    if operation is None or whole is None:
        return
    if "value-collection" not in said and schema_paths.kind(subject, whole) != "array":
        return  # It is unknown which property of an object holds the files.
    items = schema_paths.follow(subject, whole, text(said, "value-collection"))
    if isinstance(items, Lost):
        yield from astray(
            f"{start}/value-collection", "The file picker", text(said, "value-collection"), items, operation
        )
        return
    for pointer, path in _picker_paths(said, start):
        found = schema_paths.follow(subject, item(subject, items), path)
        if isinstance(found, Lost):
            yield from astray(pointer, "The file picker", path, found, operation)


def _picker_paths(said: Plain, start: str) -> Iterator[tuple[str, str]]:
    """The paths into an item in a file picker, each with its place."""
    for key in _OF_ITEMS:
        if isinstance(said.get(key), str):
            yield f"{start}/{key}", text(said, key)
    for name, one in mapping(mapping(said.get("browse")).get("parameters")).items():
        if isinstance(mapping(one).get("value-property"), str):
            yield f"{start}/browse/parameters/{name}/value-property", text(mapping(one), "value-property")


def _tree(subject: Subject) -> Iterator[Hit]:
    for kind in ("parameter", "schema"):
        for at in subject.having(kind, _TREE):
            for part in ("open", "browse"):
                said = mapping(mapping(at.node[_TREE]).get(part))
                operation = subject.operation(text(said, "operationId"))
                whole = response(subject, operation)
                items = schema_paths.follow(subject, whole, text(said, "itemsPath")) if whole else None
                if operation is None or items is None or isinstance(items, Lost):
                    continue
                for steps, path in _tree_paths(said):
                    found = schema_paths.follow(subject, item(subject, items), path)
                    if isinstance(found, Lost):
                        yield from astray(
                            at.at(_TREE, part, *steps), f"The file tree of {begun(at)}", path, found, operation
                        )


def _tree_paths(said: Plain) -> Iterator[tuple[tuple[str, ...], str]]:
    """The paths into an item in a part of a file tree, except value and title."""
    full = said.get("itemFullTitlePath")
    if isinstance(full, str):
        yield ("itemFullTitlePath",), full
    for name, one in mapping(said.get("parameters")).items():
        selected = mapping(one).get("selectedItemValuePath")
        if isinstance(selected, str):
            yield ("parameters", name, "selectedItemValuePath"), selected


RULES = (
    Rule(
        "DYN116",
        "A file picker reads properties that the response has",
        why="Otherwise files have no names, or folders cannot be opened.",
        source="OpenAPI extensions, x-ms-capabilities and x-ms-dynamic-values",
        severity=everywhere("warning"),
        help="Name a property of the items that the operation under `open` returns.",
        check=_picker,
    ),
    Rule(
        "DYN117",
        "A file tree reads properties that the response has",
        why="Otherwise the tree shows no titles, or cannot be opened below its first level.",
        source="OpenAPI extensions, x-ms-dynamic-tree",
        severity=everywhere("warning"),
        help="Name a property of the items that the operation returns.",
        check=_tree,
    ),
)

"""Rules about extensions that the designer reads: file trees, editors and paging."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine import schema_paths
from connectorkit.check.engine.connector_index import Operation, Subject, listed, mapping, short
from connectorkit.check.engine.dynamic_calls import CAPABILITIES, TREE, VALUES, argument, calls, named, start, thing
from connectorkit.check.engine.rule import Hit, Rule, Severities, everywhere
from connectorkit.model.connector import Json

_PICKER, _SELECTED = "file-picker", "selectedItemValuePath"
_PAGEABLE, _EDITOR, _EDITOR_OPTIONS = "x-ms-pageable", "x-ms-editor", "x-ms-editor-options"
_LINKS = ("nextLink", "@odata.nextLink")


def _tree_beside(subject: Subject) -> Iterator[Hit]:
    for kind in ("parameter", "schema"):
        for at in subject.having(kind, VALUES):
            if mapping(at.node[VALUES]).get("capability") == _PICKER and TREE not in at.node:
                yield Hit(at.at(VALUES), f"{thing(at, subject)} has a file picker, but no file tree.")


def _picker_there(subject: Subject) -> Iterator[Hit]:
    there = isinstance(mapping(subject.root.node.get(CAPABILITIES)).get(_PICKER), dict)
    for kind in ("parameter", "schema"):
        for at in subject.having(kind, VALUES) if not there else ():
            if mapping(at.node[VALUES]).get("capability") == _PICKER:
                yield Hit(
                    at.at(VALUES, "capability"),
                    f"{thing(at, subject)} has a file picker, but the connector declares none.",
                )


def _selected_in_browse(subject: Subject) -> Iterator[Hit]:
    for call in calls(subject):
        for name, said in call.arguments.items():
            if _SELECTED in mapping(said) and not (call.key == TREE and call.part == "browse"):
                yield Hit(
                    argument(call, name),
                    f"{start(named(call, subject))} reads the opened folder, which exists only while makers browse a "
                    "tree.",
                )


def _tree_parts(subject: Subject) -> Iterator[Hit]:
    for kind in ("parameter", "schema"):
        for at in subject.having(kind, TREE):
            said = mapping(at.node[TREE])
            missing = [part for part in ("open", "browse") if not isinstance(said.get(part), dict)]
            if missing:
                yield Hit(
                    at.at(TREE),
                    f"The file tree of {thing(at, subject)} does not describe how to {' and '.join(missing)} it.",
                )


def _link_known(subject: Subject) -> Iterator[Hit]:
    for operation, pointer, said in _pageable(subject):
        if said not in _LINKS:
            what = f"'{short(str(said))}', which the platform does not know" if said else "no field"
            yield Hit(pointer, f"{operation.called} names {what} as the link to its next page.")


def _pageable(subject: Subject) -> Iterator[tuple[Operation, str, Json]]:
    for operation in subject.operations:
        if _PAGEABLE in operation.node:
            said = mapping(operation.node[_PAGEABLE])
            yield operation, operation.at(_PAGEABLE, "nextLinkName"), said.get("nextLinkName")


def _link_there(subject: Subject) -> Iterator[Hit]:
    for operation, pointer, said in _pageable(subject):
        answer = schema_paths.answer(subject, operation)
        if isinstance(said, str) and said in _LINKS and answer is not None:
            found = schema_paths.below(subject, schema_paths.spot(answer), said)
            if isinstance(found, schema_paths.Lost):
                yield Hit(
                    pointer,
                    f"'{said}', the link to the next page, is not a field of the response of {operation.called}.",
                )


def _link_rewritten(subject: Subject) -> Iterator[Hit]:
    paged = [(one, pointer) for one, pointer, said in _pageable(subject) if said in _LINKS]
    rewritten = _rewritten(subject) if paged else {""}
    left = [(one, pointer) for one, pointer in paged if one.id not in rewritten and "" not in rewritten]
    if left:
        operation, pointer = left[0]
        more = f" and {len(left) - 1} more" if len(left) > 1 else ""
        yield Hit(pointer, f"No updatenextlink policy covers the next pages of {operation.called}{more}.")


def _rewritten(subject: Subject) -> set[str]:
    """The operations whose links a policy rewrites; with "" if it applies to all, or if there are no properties."""
    said = mapping(subject.properties).get("properties")
    if not isinstance(said, dict):
        return {""}
    found: set[str] = set()
    for one in listed(said.get("policyTemplateInstances")):
        policy = mapping(one)
        if str(policy.get("templateId")).lower() == "updatenextlink":
            names = listed(mapping(policy.get("parameters")).get("x-ms-apimTemplate-operationName"))
            found |= {str(name) for name in names} or {""}
    return found


def _dictionary(subject: Subject) -> Iterator[Hit]:
    for kind in ("parameter", "schema"):
        for at in subject.having(kind, _EDITOR):
            if at.node[_EDITOR] != "dictionary":
                continue
            more = at.node.get("additionalProperties", kind == "schema")
            declared = mapping(at.node.get("properties")) and "additionalProperties" not in at.node
            if schema_paths.kind(subject, schema_paths.spot(at)) != "object" or more is False or declared:
                yield Hit(
                    at.at(_EDITOR),
                    f"{thing(at, subject)} has the editor for names and values, but is not an object "
                    "that allows any keys.",
                )


def _choices(subject: Subject) -> Iterator[Hit]:
    for kind in ("parameter", "schema"):
        for at in subject.having(kind, _EDITOR_OPTIONS):
            items = mapping(at.node[_EDITOR_OPTIONS]).get("items")
            for index, item in enumerate(listed(items)):
                lacking = [key for key in ("title", "value") if key not in mapping(item)]
                if lacking:
                    yield Hit(
                        at.at(_EDITOR_OPTIONS, "items", index),
                        f"A choice of {thing(at, subject)} has no {' and no '.join(lacking)}.",
                    )


_READ = "operationId: ListShops, itemsPath: shops, itemValuePath: shop_id, itemTitlePath: name"
_OPEN, _CHOSEN = f"{{{_READ}}}", "parameters: {city: {selectedItemValuePath: shop_id}}"


RULES = (
    Rule(
        "DYN080",
        "An input with a file picker has a file tree",
        why="Newer designers support only x-ms-dynamic-tree.",
        source="validator DynamicTreeExtensionMissing",
        severity=Severities("warning", "warning", "advice"),
        help="Write `tree` with settings, open and browse next to the file picker.",
        check=_tree_beside,
    ),
    Rule(
        "DYN081",
        "Only a call that browses a tree reads the opened folder",
        why="Otherwise no folder has been chosen yet.",
        source="validator SelectedItemValuePathNotAllowedInThisPosition",
        severity=everywhere("error"),
        help="Move selectedItemValuePath to the parameters of browse.",
        check=_selected_in_browse,
    ),
    Rule(
        "DYN082",
        "A file tree can be opened and browsed",
        why="`open` lists the first level, and `browse` every other level.",
        source="OpenAPI extensions, x-ms-dynamic-tree",
        severity=Severities("error", "error", "warning"),
        help="Write both open and browse, each with the operationId that lists the items.",
        check=_tree_parts,
    ),
    Rule(
        "DYN085",
        "The connector declares the file picker of an input",
        why="The capability file-picker names the operations that list files and folders.",
        source="OpenAPI extensions, x-ms-capabilities",
        severity=everywhere("warning"),
        help="Write `features: {file-picker: {open: ..., browse: ...}}`.",
        check=_picker_there,
    ),
    Rule(
        "DYN090",
        "The link to the next page is nextLink or @odata.nextLink",
        why="The platform supports only these two names.",
        source="validator InvalidNextLinkNameValue",
        severity=everywhere("warning"),
        help="Return the link under one of these names, from the service or with a script.",
        check=_link_known,
    ),
    Rule(
        "DYN091",
        "A policy routes requests for next pages through the connection",
        why="The link points directly to the service. Without the policy updatenextlink, the platform follows it "
        "without credentials.",
        source="OpenAPI extensions, x-ms-pageable",
        severity=Severities("advice", "advice", "off"),
        help="Add a policy of the template updatenextlink for these operations under `policies`.",
        check=_link_rewritten,
    ),
    Rule(
        "DYN092",
        "The link to the next page is in the response",
        why="The platform looks for it at the top level of the response.",
        source="OpenAPI extensions, x-ms-pageable",
        severity=Severities("advice", "advice", "off"),
        help="Describe the link as an internal field of the response.",
        check=_link_there,
    ),
    Rule(
        "DYN100",
        "Only an object that allows any keys has the editor for names and values",
        why="In this editor, makers enter pairs of a name and a value.",
        source="validator InvalidCustomEditorExtensionDictionaryValue",
        severity=Severities("error", "error", "warning"),
        help="Write `type: object` and `additional: string`, or remove the editor.",
        check=_dictionary,
    ),
    Rule(
        "DYN101",
        "The choices of an editor have a title and a value",
        why="The title is shown and the value is sent.",
        source="OpenAPI extensions, x-ms-editor-options",
        severity=Severities("warning", "warning", "advice"),
        help="Write `{title: ..., value: ...}` for each.",
        check=_choices,
    ),
)

"""The editor of an input, and the choices of its drop-down."""

from __future__ import annotations

from typing import NamedTuple

from connectorkit.designer.javascript import Plain, mapping, same, to_string
from connectorkit.model.schema import Json

COMBOBOX = "combobox"
FILE_PICKER = "filepicker"
_YES_NO = ("Yes", "No")
_DYNAMIC = ("x-ms-dynamic-values", "x-ms-dynamic-list", "x-ms-dynamic-tree")


class Editor(NamedTuple):
    """The editor of an input.

    ``kind``: "" for a text field, "combobox" for a drop-down, "filepicker", or the value of ``x-ms-editor``.
    ``choices``: the titles of a static drop-down, as written; None for none. ``loads``: the extension that loads them
    from an operation.
    """

    kind: str = ""
    choices: tuple[Json, ...] | None = None
    loads: str = ""


def editor(schema: Plain, required: bool, listed: Plain | None = None) -> Editor:
    """The editor of a parameter or schema; the enum is that of ``listed`` if given.

    Of several extensions that load values, the first of ``_DYNAMIC`` wins. An array always has the editor for arrays.
    """
    own = schema.get("x-ms-editor")
    own = own if isinstance(own, str) else ""
    loads = loading(schema)
    choices = choices_of(listed if listed is not None else schema, required)
    if (listed if listed is not None else schema).get("type") == "array":
        return Editor(own, None, loads)
    if loads:
        return Editor(_loaded(schema, loads), choices, loads)
    return Editor(COMBOBOX if choices is not None else own, choices)


def loading(schema: Plain) -> str:
    """The extension that loads values, of the schema or of the items of an array; "" for none."""
    items = mapping(schema.get("items"))
    return next((key for key in _DYNAMIC if schema.get(key) or (schema.get(key) is None and items.get(key))), "")


def _loaded(schema: Plain, key: str) -> str:
    extension = mapping(schema.get(key) or mapping(schema.get("items")).get(key))
    picks = key == "x-ms-dynamic-tree" or same(extension.get("capability"), "file-picker")
    return FILE_PICKER if picks else COMBOBOX


def choices_of(schema: Plain, required: bool) -> tuple[Json, ...] | None:
    """The titles of an enum or of a boolean; None for other schemas.

    ``x-ms-enum-values`` replaces an enum completely: a value that it lacks cannot be chosen.
    """
    values = schema.get("enum")
    if isinstance(values, list):
        named = schema.get("x-ms-enum-values")
        if named:
            return _titles(named, "displayName")
        options = mapping(schema.get("x-ms-editor-options")).get("items")
        return _titles(options, "title") if options else tuple(map(to_string, values))
    if schema.get("type") == "boolean":
        return _YES_NO if required else ("", *_YES_NO)
    return None


def _titles(named: Json, key: str) -> tuple[Json, ...]:
    return tuple(mapping(one).get(key) for one in named) if isinstance(named, list) else ()

"""Choices and schemas that the designer loads from another operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from connectorkit.diff.change import Change
from connectorkit.diff.kind import CONFIRM, KEEP_INPUT, KEEP_OUTPUT, NOTHING, Kind, verdict
from connectorkit.diff.meaning.operations import text
from connectorkit.diff.pairs import Pair, from_to
from connectorkit.model.json_value import Json, Object, mapping

VALUE_PATH = Kind(
    "BRK490",
    "The value that a drop-down stores changed",
    verdict("-Bb-"),
    "Saved flows contain a value from the old path.",
    KEEP_INPUT,
    "LogicAppsUX: value-path",
)
VALUES_SOURCE = Kind(
    "BRK491",
    "The source of a drop-down changed",
    verdict("-bb-"),
    "Stored values may not be among the choices of the new source.",
    CONFIRM,
    "LogicAppsUX: x-ms-dynamic-values",
)
VALUES_TITLE = Kind(
    "BRK492",
    "A drop-down shows other titles",
    verdict("-n--"),
    "Only the text of the list changes.",
    NOTHING,
    "LogicAppsUX: value-title",
    text=True,
)
VALUES_ADDED = Kind(
    "BRK500",
    "An input now has a drop-down",
    verdict("-nn-"),
    "Makers choose the value instead of typing it; existing values are kept.",
    NOTHING,
    "LogicAppsUX: x-ms-dynamic-values",
)
VALUES_REMOVED = Kind(
    "BRK510",
    "An input no longer has a drop-down",
    verdict("-nn-"),
    "Makers type the value instead of choosing it; existing values are kept.",
    NOTHING,
    "LogicAppsUX: x-ms-dynamic-values",
)
OUTPUT_DYNAMIC = Kind(
    "BRK520",
    "An output now has a dynamic schema",
    verdict("-bBb"),
    "Dynamic content is resolved again, and Power Apps gets an untyped object.",
    KEEP_OUTPUT,
    "Power Fx: x-ms-dynamic-schema",
)
INPUT_DYNAMIC = Kind(
    "BRK521",
    "An input now has a dynamic schema",
    verdict("-bBb"),
    "The inputs of saved flows are resolved again, and Power Apps gets an untyped object.",
    KEEP_INPUT,
    "Power Fx: x-ms-dynamic-schema",
)
SCHEMA_SOURCE = Kind(
    "BRK522",
    "The source of a dynamic schema changed",
    verdict("-bb-"),
    "Inputs or dynamic content that flows use may be missing from the new schema.",
    CONFIRM,
    "LogicAppsUX: x-ms-dynamic-schema",
)
SCHEMA_STATIC = Kind(
    "BRK523",
    "A dynamic schema is now fixed",
    verdict("-bB-"),
    "Properties of the old schema that are not among the fixed ones are lost, and Power Apps gets another type.",
    CONFIRM,
    "Power Fx: x-ms-dynamic-schema",
)

LISTS: Final = ("x-ms-dynamic-values", "x-ms-dynamic-list", "x-ms-dynamic-tree")
SCHEMAS: Final = ("x-ms-dynamic-schema", "x-ms-dynamic-properties")
_NEWER: Final = {
    "itemValuePath": "value-path",
    "itemTitlePath": "value-title",
    "itemsPath": "value-collection",
    "builtInOperation": "capability",
    "itemsCollectionPath": "value-collection",
}
_TITLES: Final = ("value-title",)


class Source(NamedTuple):
    """The source of a drop-down or a schema: the extension, and its parts in the older spelling."""

    key: str
    parts: Object


def _source(words: Object, keys: tuple[str, ...], renamed: Mapping[str, str]) -> Source | None:
    """The source under the first existing key of ``keys``; ``renamed`` maps old operationIds to new ones."""
    for key in keys:
        if isinstance(value := words.get(key), dict):
            parts = {_NEWER.get(name, name): one for name, one in value.items()}
            called = text(parts, "operationId")
            if called:
                parts["operationId"] = renamed.get(called, called)
            parts["parameters"] = {name: _argument(one) for name, one in mapping(parts.get("parameters")).items()}
            return Source(key, parts)
    return None


def _argument(value: Json) -> Json:
    """An argument, independent of the spelling of its reference, of which only the last name counts."""
    named = mapping(value)
    reference = named.get("parameter", named.get("parameterReference"))
    return {"parameter": reference} if reference is not None else named.get("value", value)


def drop_downs(pair: Pair, renamed: Mapping[str, str]) -> Iterator[Change]:
    """A drop-down that was added, removed or gets its values from elsewhere."""
    old, new = _source(pair.old.words, LISTS, renamed), _source(pair.new.words, LISTS, {})
    if not pair.is_input or (old is None and new is None):
        return
    if old is None or new is None:
        kind, said = (VALUES_REMOVED, "no longer has a drop-down") if old else (VALUES_ADDED, "now has a drop-down")
        yield pair.change(kind, said, (old or new or Source("", {})).key)
        return
    differing = [key for key in {**old.parts, **new.parts} if old.parts.get(key) != new.parts.get(key)]
    if "value-path" in differing:
        said = from_to(old.parts.get("value-path"), new.parts.get("value-path"))
        yield pair.change(VALUE_PATH, f"stores a different value of its drop-down: the path {said}", new.key)
    elif differing:
        only_titles = all(key in _TITLES for key in differing)
        said = "shows other titles in its drop-down" if only_titles else f"fills its drop-down {_phrase(old, new)}"
        yield pair.change(VALUES_TITLE if only_titles else VALUES_SOURCE, said, new.key)


def loaded_schemas(pair: Pair, renamed: Mapping[str, str]) -> Iterator[Change]:
    """A schema that is loaded now, is fixed now, or comes from elsewhere."""
    old, new = _source(pair.old.words, SCHEMAS, renamed), _source(pair.new.words, SCHEMAS, {})
    if old is None and new is None:
        return
    if old is None and new is not None:
        kind = INPUT_DYNAMIC if pair.is_input else OUTPUT_DYNAMIC
        yield pair.change(kind, f"now has a dynamic schema, from {_called(new) or 'elsewhere'}", new.key)
    elif new is None:
        yield pair.change(SCHEMA_STATIC, "now has a fixed schema instead of a dynamic one")
    elif old is not None and old.parts != new.parts:
        yield pair.change(SCHEMA_SOURCE, f"loads its schema {_phrase(old, new)}", new.key)


def _phrase(old: Source, new: Source) -> str:
    before, after = _called(old), _called(new)
    if before == after:
        return f"from {after} differently" if after else "differently"
    return f"from {after or 'elsewhere'}, not from {before or 'elsewhere'}"


def _called(source: Source) -> str:
    called = text(source.parts, "operationId") or text(source.parts, "capability")
    return f"'{called}'" if called else ""


KINDS: Final = (
    VALUE_PATH,
    VALUES_SOURCE,
    VALUES_TITLE,
    VALUES_ADDED,
    VALUES_REMOVED,
    OUTPUT_DYNAMIC,
    INPUT_DYNAMIC,
    SCHEMA_SOURCE,
    SCHEMA_STATIC,
)

"""The interface of the connector's templates: the values of each concept by name, independent of the JSON's keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from connectorkit.model import format_keywords as words
from connectorkit.model.connector import Json, Unset


class Absent:
    """The type of ABSENT, the value of a name without a value; its key in a template is not written."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return ""


ABSENT: Final = Absent()


class View:
    """One part of the connector for the template of its concept.

    A template reads a value by its name. A known name without a value is ABSENT; an unknown one is an error.
    """

    __slots__ = ("_concept", "_values")

    def __init__(self, concept: str, values: Mapping[str, Value]) -> None:
        self._concept = concept
        self._values = values

    def __getattr__(self, name: str) -> Value:
        try:
            return self._values[name]
        except KeyError:
            if name in NAMES[self._concept]:
                return ABSENT
            raise AttributeError(name) from None


class Each(list["Value"]):
    """Parts in a list."""


class ByName(dict[str, "Value"]):
    """Parts in an object, by name."""


# A value of a concept: JSON, or parts of the connector with their own templates.
Value: TypeAlias = "Json | View | Each | ByName | Absent | Mapping[str, Json]"


def content(view: View) -> tuple[str, Mapping[str, Value]]:
    """The concept of a view, and its values by name."""
    return view._concept, view._values


def _words(table: words.Words) -> tuple[str, ...]:
    return tuple(table)


_DOCUMENT = ("info", "host", "base_path", "schemes", "consumes", "produces", "parameters", "responses", "types")
# The names that a template of a concept can use. EXTRA holds the keys of the source's `extra`.
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "definition": (
        *_DOCUMENT,
        "security_definitions",
        "security",
        "metadata",
        *_words(words.ROOT),
        "paths",
        "extra",
    ),
    "info": ("title", "description", "version", "contact", *_words(words.INFO), "extra"),
    "metadata": ("name", "value"),
    "security_definition": (
        *("type", "description", "name", "location", "flow", "authorization_url", "token_url", "scopes", "extra"),
    ),
    "path": ("path", "parameters", "notification", "operations", "extra"),
    "notification": ("description", "schema", "extra"),
    "operation": (
        *("path", "method", "kind", "effect", "summary", "description", "id", "visibility", "protocol", "trigger"),
        *(
            "trigger_hint",
            "annotation",
            "tags",
            "deprecated",
            "consumes",
            "produces",
            *_words(words.OPERATION | words.FOR_AGENTS),
        ),
        *("parameters", "responses", "security", "extra"),
    ),
    "parameter": (
        *("reference", "name", "location", "required", "summary", "description", "visibility", "schema", "more"),
        *("type", "url_encoding", "collection_format", "extra"),
    ),
    "response": ("reference", "description", "schema", "headers", "examples", *_words(words.RESPONSE), "extra"),
    "schema": (
        *("reference", "type", "format", "title", "description", "summary", "visibility", *_words(words.LIMITS)),
        *("read_only", "notification_url", "url_encoding", "default", "example", "choices", "dynamic_values"),
        *("dynamic_list", "dynamic_schema", "dynamic_properties", *_words(words.SCHEMA | words.FOR_AGENTS_INPUT)),
        *("items", "all_of", "required_fields", "fields", "additional", "extra"),
    ),
    "choice": ("value", "display_name"),
    "dynamic_values": (
        *("operation", "capability", "built_in", "arguments", "collection", "value", "title", "folder", "extra"),
    ),
    "dynamic_list": ("operation", "built_in", "arguments", "items", "value", "title", "extra"),
    "dynamic_schema": ("operation", "arguments", "value", "extra"),
    "dynamic_properties": ("operation", "arguments", "value", "extra"),
    "argument": ("parameter", "reference", "value"),
    "properties_file": ("properties", "extra"),
    "properties": (
        *("connection_parameters", "connection_parameter_sets", "brand_color", "capabilities", "script_operations"),
        *("policies", "publisher", "stack_owner", "extra"),
    ),
    "connection_parameter_sets": ("interface", "sets"),
    "connection_parameter_set": ("name", "interface", "parameters", "extra"),
    "connection_parameter": ("type", "oauth", "settings", "interface", "extra"),
    "oauth": (*_words(words.OAUTH), "custom", "extra"),
    "interface": ("display_name", "description", "tooltip", "constraints", "extra"),
    "policy": ("template", "title", "type", "parameters", "extra"),
}


def keyed(*tables: words.Words) -> dict[str, str]:
    """The keys of the format by the keys of the swagger, for several tables."""
    return {key: word for table in tables for word, (key, _) in table.items()}


def named(keys: Mapping[str, str], values: Mapping[str, Json]) -> dict[str, Value]:
    """``values`` by name instead of by key of the swagger; ``keys`` maps each key to its name."""
    return {keys[key]: value for key, value in values.items()}


def split(concept: str, value: Json, keys: Mapping[str, str]) -> Value:
    """The view of an object that is JSON already: ``keys`` names its known keys, ``extra`` holds the others."""
    if not isinstance(value, dict):
        return value
    known: dict[str, Value] = {name: value[key] for key, name in keys.items() if key in value}
    return View(concept, known | extra({key: one for key, one in value.items() if key not in keys}))


def some(name: str, value: Value | None) -> dict[str, Value]:
    """The name with its value; nothing for None and ""."""
    return {} if value is None or value == "" else {name: value}


def given(name: str, value: Json | Unset) -> dict[str, Value]:
    """The name with its value, null included; nothing for UNSET."""
    return {} if isinstance(value, Unset) else {name: value}


def extra(keys: Mapping[str, Json]) -> dict[str, Value]:
    """The additional keys of the source."""
    return {"extra": keys} if keys else {}

"""Schemas of a swagger as fields of the format. Keywords without a key of the format go to ``extra``."""

from __future__ import annotations

from dataclasses import dataclass, field

from connectorkit.importing.swagger2 import dynamic_values, texts
from connectorkit.importing.swagger2.format_words import take_agents, takes
from connectorkit.importing.swagger2.texts import FieldTexts
from connectorkit.model import format_keywords
from connectorkit.model.connector import Json
from connectorkit.resolve.swagger_style import Style, Texts

Plain = dict[str, Json]
REFERENCE = "#/definitions/"


@dataclass(slots=True)
class Converter:
    """Converts schemas to fields. ``definitions`` are the names of the possible targets of references."""

    style: Style = field(default_factory=Style)
    definitions: frozenset[str] = frozenset()

    def field(self, schema: Json, key: str = "", titled: bool = False, style: Texts | None = None) -> Json:
        """The field for ``schema``: a type word or a mapping."""
        if not isinstance(schema, dict):
            return {"raw": schema}
        rest = dict(schema)
        node: Plain = {}
        self._type(rest, node)
        self._texts(rest, node, key, titled, style or self.style.fields)
        self._values(rest, node)
        _choices(rest, node)
        self._words(rest, node)
        _dynamic(rest, node)
        self._inner(rest, node)
        if rest:
            node["extra"] = rest
        return node["type"] if list(node) == ["type"] else node

    def word(self, name: str) -> str:
        """The type word for a definition; "" when its name cannot be a word."""
        reserved = name in format_keywords.TYPES or name in format_keywords.FORMATS or name == format_keywords.UNTYPED
        return "" if reserved or not name or name.endswith("[]") else name

    def _type(self, rest: Plain, node: Plain) -> None:
        target = rest.get("$ref")
        name = target[len(REFERENCE) :] if isinstance(target, str) and target.startswith(REFERENCE) else ""
        if name and name in self.definitions:
            del rest["$ref"]
            node["type" if self.word(name) else "ref"] = name
            return
        kind, form = rest.get("type"), rest.get("format")
        if isinstance(kind, str) and kind in format_keywords.TYPES:
            del rest["type"]
            node["type"] = kind
            if isinstance(form, str) and format_keywords.FORMATS.get(form) == kind:
                node["type"] = rest.pop("format")
        if isinstance(rest.get("format"), str) and rest["format"]:
            node["format"] = rest.pop("format")

    def _texts(self, rest: Plain, node: Plain, key: str, titled: bool, style: Texts) -> None:
        said = [_text(rest, wire) for wire in ("title", "x-ms-summary", "description")]
        reference = "ref" in node or (node.get("type") in self.definitions and self.word(str(node["type"])) != "")
        node |= texts.written(style, FieldTexts(key, said[0], said[1], said[2], reference), titled)

    def _values(self, rest: Plain, node: Plain) -> None:
        visibility = rest.get("x-ms-visibility")
        if visibility in ("important", "advanced", "internal") and isinstance(visibility, str):
            del rest["x-ms-visibility"]
            if visibility == "internal" and "default" in rest:
                node["constant"] = rest.pop("default")
            else:
                node["visibility"] = visibility
        if "default" in rest:
            node["default"] = rest.pop("default")
        if self.style.examples in rest:
            node["example"] = rest.pop(self.style.examples)
        for wire, key in (("readOnly", "read_only"), ("x-ms-notification-url", "callback")):
            if rest.get(wire) is True:
                del rest[wire]
                node[key] = True

    def _words(self, rest: Plain, node: Plain) -> None:
        for key, (wire, kind) in (*format_keywords.LIMITS.items(), *format_keywords.SCHEMA.items()):
            if wire in rest and takes("field", key, kind, rest[wire]) and _fits(wire, rest[wire]):
                node[key] = rest.pop(wire)
        take_agents(rest, node, format_keywords.AGENTS_INPUT)
        if rest.get("x-ms-url-encoding") in ("single", "double"):
            node["url_encoding"] = rest.pop("x-ms-url-encoding")

    def _inner(self, rest: Plain, node: Plain) -> None:
        self._items(rest, node)
        required = rest.get("required")
        listed = [name for name in required if isinstance(name, str)] if isinstance(required, list) else []
        wanted = listed if isinstance(required, list) and len(listed) == len(required) else []
        properties = rest.get("properties")
        if isinstance(properties, dict) and properties:
            del rest["properties"]
            named = set(wanted)
            flagged = wanted if wanted == [name for name in properties if name in named] else []
            node["fields"] = self._fields(properties, named if flagged else set())
            wanted = [] if flagged else wanted
            if flagged:
                del rest["required"]
            _implied(node, "" if "items" in node else "object")
        if isinstance(rest.get("additionalProperties"), (bool, dict)):
            extra = rest.pop("additionalProperties")
            node["additional"] = extra if isinstance(extra, bool) else self.field(extra)
        parts = rest.get("allOf")
        if isinstance(parts, list) and parts:
            del rest["allOf"]
            node["all_of"] = [self.field(part) for part in parts]
        if wanted:
            del rest["required"]
            node["required_fields"] = list(wanted)

    def _fields(self, properties: Plain, required: set[str]) -> Plain:
        made: Plain = {}
        for name, schema in properties.items():
            below = self.field(schema, name, True)
            made[name] = with_required(below) if name in required else below
        return made

    def _items(self, rest: Plain, node: Plain) -> None:
        if not isinstance(rest.get("items"), dict):
            return
        below = self.field(rest.pop("items"))
        if below == {}:
            below = format_keywords.UNTYPED
        if isinstance(below, str) and node.get("type") == "array":
            node["type"] = f"{below}[]"
        else:
            _implied(node, "" if "properties" in rest else "array")
            node["items"] = below


def with_required(node: Json) -> Plain:
    """The field with `required: true` after the texts."""
    if not isinstance(node, dict):
        return {"type": node, "required": True}
    front = ("type", "ref", "name", "in", "format", "title", "summary", "schema_title", "description")
    head = {key: value for key, value in node.items() if key in front}
    return {**head, "required": True, **{key: value for key, value in node.items() if key not in front}}


def _fits(wire: str, value: Json) -> bool:
    """Whether the format allows the value of a limit."""
    if wire in ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"):
        return isinstance(value, int) and value >= 0
    if wire == "multipleOf":
        return isinstance(value, (int, float)) and value > 0
    return True


def _implied(node: Plain, kind: str) -> None:
    """Omit an implied type, and write `any` where there is none."""
    if node.get("type") == kind:
        del node["type"]
    elif "type" not in node and "ref" not in node:
        rest = dict(node)
        node.clear()
        node.update({"type": format_keywords.UNTYPED, **rest})


def _text(rest: Plain, wire: str) -> str | None:
    value = rest.get(wire)
    if not isinstance(value, str) or not value:
        return None
    del rest[wire]
    return value


def _choices(rest: Plain, node: Plain) -> None:
    values = rest.get("enum")
    if not isinstance(values, list) or not values:
        return
    shown = _shown(values, rest.get("x-ms-enum-values"), str(node.get("type", "")))
    del rest["enum"]
    node["choices"] = values if shown is None else shown
    if shown is not None:
        del rest["x-ms-enum-values"]


def _shown(values: list[Json], displayed: Json, word: str) -> Plain | None:
    """The values with their display names, as a mapping; None where a mapping cannot express them."""
    if not isinstance(displayed, list) or len(displayed) != len(values):
        return None
    kind = format_keywords.FORMATS.get(word, word)
    shown: Plain = {}
    for value, entry in zip(values, displayed, strict=True):
        if not isinstance(entry, dict) or set(entry) != {"value", "displayName"}:
            return None
        name, same = entry["displayName"], entry["value"]
        key = _choice_key(value, kind)
        if type(same) is not type(value) or same != value or not isinstance(name, str) or not name or key is None:
            return None
        if key in shown:
            return None
        shown[key] = name
    return shown


def _choice_key(value: Json, kind: str) -> str | None:
    """The key for a value of that type; None when no key is read back as it."""
    if isinstance(value, bool):
        return ("true" if value else "false") if kind == "boolean" else None
    if isinstance(value, int):
        return str(value) if kind in ("integer", "number") else None
    if not isinstance(value, str):
        return None
    number = kind in ("integer", "number") and value.lstrip("-").isdigit()
    return None if number or (kind == "boolean" and value in ("true", "false")) else value


def _dynamic(rest: Plain, node: Plain) -> None:
    for key, first, second, convert in (
        ("options", "x-ms-dynamic-values", "x-ms-dynamic-list", dynamic_values.options),
        ("dynamic_schema", "x-ms-dynamic-schema", "x-ms-dynamic-properties", dynamic_values.shape),
    ):
        found = convert(rest.get(first), rest.get(second))
        if found is not None:
            node[key] = found
            for wire in (first, second):
                if isinstance(rest.get(wire), dict):
                    del rest[wire]

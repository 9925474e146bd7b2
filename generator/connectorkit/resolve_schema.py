"""Resolve shapes: type words, named types and what is laid over them become Schema values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, cast

from connectorkit import names
from connectorkit.findings import Finding
from connectorkit.model import Argument, Choice, Field, Json, Options, Schema, Span
from connectorkit.read import Node

TYPES = ("string", "integer", "number", "boolean", "object", "array", "file", "null")
FORMATS = {
    "int32": "integer", "int64": "integer", "float": "number", "double": "number", "byte": "string",
    "binary": "string", "date": "string", "date-time": "string", "password": "string", "uri": "string",
    "email": "string", "uuid": "string",
}  # fmt: skip
_LIMITS = {
    "min": "minimum", "max": "maximum", "min_length": "minLength", "max_length": "maxLength",
    "min_items": "minItems", "max_items": "maxItems", "pattern": "pattern", "multiple_of": "multipleOf",
    "unique_items": "uniqueItems",
}  # fmt: skip
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def derived_title(key: str) -> str:
    """``currency_name_short`` gives Currency Name Short."""
    words = _CAMEL.sub(" ", key.lstrip("_").replace("_", " ").replace("-", " ")).split()
    return " ".join(word[:1].upper() + word[1:] for word in words)


@dataclass(slots=True)
class Shapes:
    """Turns nodes of the source into Schema values; keeps the named types and the findings."""

    types: dict[str, Node]
    titles: str = "x-ms-summary"
    descriptions: str = "none"
    definitions: bool = False
    findings: list[Finding] = field(default_factory=list)
    done: dict[str, Schema] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)

    def schema(self, node: Node, key: str = "", titled: bool = True) -> Schema:
        """The shape that ``node`` says, as the field ``key``; ``titled``: it has a title of its own."""
        if isinstance(node.value, str):
            return self._texts(self._word(node.value, node.span), {}, node.span, key, titled)
        entries = node.mapping
        word = entries.get("type")
        base = self._word(word.text, word.span) if word else Schema(node.span)
        if "ref" in entries:
            base = self._named(entries["ref"].text, entries["ref"].span)
        return self._texts(self._overlay(base, entries, node.span), entries, node.span, key, titled)

    def named(self, name: str) -> Schema:
        """The shape of a named type, resolved once."""
        if name not in self.done:
            self.open.append(name)
            self.done[name] = self.schema(self.types[name], "", False)
            self.open.pop()
        return self.done[name]

    def _word(self, word: str, span: Span) -> Schema:
        if word.endswith("[]"):
            return Schema(span, type="array", items=self._word(word[:-2], span))
        if word in TYPES:
            return Schema(span, type=word)
        if word in FORMATS:
            return Schema(span, type=FORMATS[word], format=word)
        return self._named(word, span)

    def _named(self, name: str, span: Span) -> Schema:
        if name not in self.types:
            from difflib import get_close_matches

            near = get_close_matches(name, [*self.types, *TYPES, *FORMATS], 1, 0.6)
            way = f"Did you mean '{near[0]}'?" if near else "Write it under `types`, or use a type word."
            self.findings.append(Finding("TYP001", f"There is no type '{name}'.", span, way))
            return Schema(span)
        if name in self.open and not self.definitions:
            self.findings.append(Finding("TYP002", f"The type '{name}' contains itself, which cannot be copied into place.",
                                         span, "Set `style: {types: definitions}` in connector.yaml."))  # fmt: skip
            return Schema(span, type="object")
        if self.definitions:
            return Schema(span, ref=name)
        return replace(self.named(name), span=span, type_name=name)

    def _overlay(self, base: Schema, entries: dict[str, Node], span: Span) -> Schema:
        changes: dict[str, Any] = {"span": span}
        if "fields" in entries:
            changes["fields"] = self._merged(base.fields, entries["fields"])
            changes["type_name"] = ""
            changes["type"] = base.type or ("" if base.ref else "object")
        if "items" in entries:
            changes["items"] = self.schema(entries["items"], "", False)
            changes["type"] = base.type or "array"
        if "undeclared" in entries:
            changes["undeclared"] = self._merged(base.undeclared, entries["undeclared"])
        if "additional" in entries:
            extra = entries["additional"]
            changes["additional"] = extra.value if isinstance(extra.value, bool) else self.schema(extra, "", False)
        if "all_of" in entries:
            changes["all_of"] = tuple(self.schema(part, "", False) for part in entries["all_of"].sequence)
        if "choices" in entries:
            changes["choices"] = _choices(entries["choices"], base.type)
        limits = {wire: entries[key].plain() for key, wire in _LIMITS.items() if key in entries}
        if limits:
            changes["limits"] = {**base.limits, **limits}
        for key in ("format", "visibility", "read_only", "callback"):
            if key in entries:
                changes[key] = entries[key].value
        for key in ("default", "example"):
            if key in entries:
                changes[key] = entries[key].plain()
        if "internal" in entries:
            changes |= {"visibility": "internal", "default": entries["internal"].plain()}
        if "required_fields" in entries:
            changes["required_fields"] = tuple(n.text for n in entries["required_fields"].sequence)
        if "wire" in entries:
            changes["wire"] = tuple(n.text or "null" for n in entries["wire"].sequence)
        if "options" in entries:
            changes["options"] = _options(entries["options"])
        if "extra" in entries:
            changes["extra"] = {**base.extra, **cast("dict[str, Json]", entries["extra"].plain())}
        return replace(base, **changes)

    def _merged(self, base: tuple[Field, ...] | None, node: Node) -> tuple[Field, ...]:
        """``base`` with the fields of ``node`` appended; one that it has already is changed in place."""
        merged = {f.name: f for f in base or ()}
        for key, below in node.mapping.items():
            old = merged.get(key)
            if old is None or isinstance(below.value, str) or below.get("type") or below.get("ref"):
                merged[key] = Field(key, "", self.schema(below, key), _flag(below, "required"))
            else:
                patched = self._overlay(old.schema, below.mapping, below.span)
                schema = self._texts(patched, below.mapping, below.span, key, True)
                merged[key] = replace(old, schema=schema, required=_flag(below, "required", old.required))
        python = names.unique([names.identifier(name) for name in merged])
        return tuple(replace(f, python=python[i]) for i, f in enumerate(merged.values()))

    def _texts(self, schema: Schema, entries: dict[str, Node], span: Span, key: str, titled: bool) -> Schema:
        title = entries["title"].text if "title" in entries else schema.display
        if not title and titled:
            title = derived_title(key)
        if title == "none":
            title = ""
        description = entries["description"].text if "description" in entries else schema.description
        if description is None and title and self.descriptions == "title":
            description = title
        summary = title if title and self.titles in ("x-ms-summary", "both") else None
        written = title if title and self.titles in ("title", "both") else None
        return replace(schema, span=span, display=title, description=description, summary=summary, title=written)


def _flag(node: Node, key: str, default: bool = False) -> bool:
    below = node.get(key)
    return default if below is None else below.value is True


def _choices(node: Node, type_: str) -> tuple[Choice, ...]:
    if isinstance(node.value, list):
        return tuple(Choice(item.plain()) for item in node.value)
    number = type_ in ("integer", "number")
    return tuple(
        Choice(int(key) if number and key.lstrip("-").isdigit() else key, item.text)
        for key, item in node.mapping.items()
    )


def _options(node: Node) -> Options:
    def text(key: str) -> str:
        below = node.get(key)
        return below.text if below else ""

    made = []
    arguments = node.get("with")
    for name, value in (arguments.mapping if arguments else {}).items():
        reference = value.get("from")
        made.append(Argument(name, reference=reference.text) if reference else Argument(name, value.plain()))
    return Options(text("operation"), text("value"), text("title"), text("collection"), tuple(made))

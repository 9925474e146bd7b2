"""Resolve type words, named types and changes of named types to Schema values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, cast

from connectorkit.diagnostics import phrases
from connectorkit.diagnostics.finding import Finding
from connectorkit.model import format_keywords, python_names
from connectorkit.model.connector import Choice, Field, Json, Schema, Span
from connectorkit.model.format_keywords import FORMATS as FORMATS
from connectorkit.model.format_keywords import TYPES as TYPES
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.model.record import record, replace
from connectorkit.read import nodes
from connectorkit.read.yaml_document import Node
from connectorkit.resolve import dynamic_values, kept_parts
from connectorkit.resolve.kept_parts import KeptParts
from connectorkit.resolve.swagger_style import Style, Texts
from connectorkit.resolve.swagger_style import derived_title as derived_title

# Type names of other languages -> suggestion.
_TYPE_SLIPS = {
    **dict.fromkeys(("str", "text", "varchar"), "Use 'string'."),
    **dict.fromkeys(("int", "long"), "Use 'integer', or 'int32' or 'int64'."),
    **dict.fromkeys(("bool",), "Use 'boolean'."),
    **dict.fromkeys(("decimal", "numeric", "real"), "Use 'number', or 'double'."),
    **dict.fromkeys(("datetime", "timestamp"), "Use 'date-time'."),
    **dict.fromkeys(("list",), "Use 'array', or the type of the items and [], such as string[]."),
    **dict.fromkeys(("dict", "map", "json"), "Use 'object'."),
    **dict.fromkeys(("guid",), "Use 'uuid'."),
    **dict.fromkeys(("url",), "Use 'uri'."),
}

# What says nothing of a shape beside its type and its texts, which are laid over it in another place.
_PLAIN = frozenset(("type", "ref", "required", "title", "description", "summary", "schema_title"))


@record
class Shapes:
    """Resolves nodes of the source to Schema values; collects named types and findings.

    ``types`` are all named types; those in ``inline`` are copied into place, whatever the style. ``context`` is the
    result of :func:`kept_parts.context`.
    """

    types: dict[str, Node]
    style: Style = field(default_factory=Style)
    inline: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    done: dict[str, Schema] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    kept: Kept = NOTHING
    context: str = ""
    parts: KeptParts = field(init=False)

    def __post_init__(self) -> None:
        self.parts = KeptParts(self.kept, self.findings, self._used)

    def schema(self, node: Node, key: str = "", titled: bool = True, texts: Texts | None = None) -> Schema:
        """The schema that ``node`` declares for the field ``key``; ``titled``: it gets its own title."""
        style = texts or self.style.fields
        if isinstance(node.value, str):
            return self._texts(self._word(node.value, node.span), {}, node.span, key, titled, style)
        entries = node.mapping
        if "raw" in entries:
            return Schema(node.span, raw=entries["raw"].plain(), display=derived_title(key))
        word = entries.get("type")
        base = self._word(word.text, word.span) if word else Schema(node.span)
        if "ref" in entries:
            base = self._named(entries["ref"].text, entries["ref"].span)
        return self._texts(self._overlay(base, entries, node.span), entries, node.span, key, titled, style)

    def named(self, name: str) -> Schema:
        """The schema of a named type, resolved once."""
        if name not in self.done:
            self.open.append(name)
            self.done[name] = self.parts.made("type", (self.types[name], self.context), lambda: self._type(name))
            self.open.pop()
        return self.done[name]

    def _type(self, name: str) -> Schema:
        return self.schema(self.types[name], "", False, replace(self.style.fields, descriptions="none"))

    def _used(self, name: str) -> object:
        return kept_parts.used(name, self.types, self.is_definition(name), self.open, self.named)

    def is_definition(self, name: str) -> bool:
        """Whether the named type is rendered under #/definitions and referenced."""
        return self.style.definitions and name not in self.inline

    def _word(self, word: str, span: Span) -> Schema:
        if word.endswith("[]"):
            return Schema(span, type="array", items=self._word(word[:-2], span))
        if word == format_keywords.UNTYPED:
            return Schema(span)
        if word in TYPES:
            return Schema(span, type=word)
        if word in FORMATS:
            return Schema(span, type=FORMATS[word], format=word)
        return self._named(word, span)

    def _named(self, name: str, span: Span) -> Schema:
        if name not in self.types:
            near = phrases.nearest(name, [*self.types, *TYPES, *FORMATS], 0.6)
            words = ", ".join(TYPES[:6])
            way = f"Did you mean '{near}'?" if near else f"Define it under 'types', or use one of: {words}."
            way = _TYPE_SLIPS.get(name.lower(), way)
            self.findings.append(Finding("TYP001", f"Unknown type '{name}'.", span, way))
            return Schema(span)
        if self.is_definition(name):
            self.parts.use(name, kept_parts.REFERRED)
            return Schema(span, ref=name)
        if name in self.open:
            itself = f"The type '{name}' contains itself, so it cannot be written inline."
            way = "Set `style: {types: definitions}` in connector.yaml."
            self.findings.append(Finding("TYP002", itself, span, way))
            return Schema(span, type="object")
        shape = self.named(name)
        self.parts.use(name, shape)
        return replace(shape, span=span, type_name=name, base_name=name)

    def _overlay(self, base: Schema, entries: dict[str, Node], span: Span) -> Schema:
        """``base`` with what ``entries`` say of it; its texts and its place are laid over it by :meth:`_texts`."""
        if entries.keys() <= _PLAIN:
            return base
        # Keyword arguments of `replace`, each of the type of its field: so is what the functions below return.
        changes: dict[str, Any] = {**self._parts(base, entries), **_values(entries, self.style.examples)}
        if "choices" in entries:
            changes["choices"] = _choices(entries["choices"], base.type)
        limits = nodes.words(Node(entries, span, {}), format_keywords.LIMITS)
        if limits:
            changes["limits"] = {**base.limits, **limits}
        more = _more(entries, span)
        if more:
            changes["more"] = {**base.more, **more}
        if "options" in entries:
            changes["options"] = dynamic_values.options(entries["options"])
        if "dynamic_schema" in entries:
            changes["shape"] = dynamic_values.shape(entries["dynamic_schema"])
        if "extra" in entries:
            changes["extra"] = {**base.extra, **cast("dict[str, Json]", entries["extra"].plain())}
        return replace(base, **changes) if changes else base

    def _parts(self, base: Schema, entries: dict[str, Node]) -> dict[str, Any]:
        """The changed schemas inside a schema."""
        changes: dict[str, Any] = {}
        typed = "type" in entries or "ref" in entries
        if "fields" in entries:
            changes["fields"] = self._merged(base.fields, entries["fields"])
            changes["type_name"] = ""
            changes["type"] = base.type if typed else "object"
        if "items" in entries:
            changes["items"] = self.schema(entries["items"], "", False)
            changes["type"] = base.type if typed else "array"
        if "undeclared" in entries:
            changes["undeclared"] = self._merged(base.undeclared, entries["undeclared"])
        if "additional" in entries:
            extra = entries["additional"]
            changes["additional"] = extra.value if isinstance(extra.value, bool) else self.schema(extra, "", False)
        if "all_of" in entries:
            changes["all_of"] = tuple(self.schema(part, "", False) for part in entries["all_of"].sequence)
        if "required_fields" in entries:
            changes["required_fields"] = tuple(n.text for n in entries["required_fields"].sequence)
            required = set(changes["required_fields"])
            fields = changes.get("fields", base.fields)
            if fields is not None:
                changes["fields"] = tuple(replace(f, required=f.name in required) for f in fields)
        return changes

    def _merged(self, base: tuple[Field, ...] | None, node: Node) -> tuple[Field, ...]:
        """``base`` with the fields of ``node`` appended; existing fields are changed in place."""
        merged = {f.name: f for f in base or ()}
        for key, below in node.mapping.items():
            self._judge_name(key, node)
            old = merged.get(key)
            if old is None or isinstance(below.value, str) or _is_whole(below):
                merged[key] = Field(key, "", self.schema(below, key), nodes.flag(below, "required"))
            else:
                patched = self._overlay(old.schema, below.mapping, below.span)
                schema = self._texts(patched, below.mapping, below.span, key, True, self.style.fields)
                merged[key] = replace(old, schema=schema, required=nodes.flag(below, "required", old.required))
        python = python_names.unique([python_names.identifier(name) for name in merged])
        return tuple(Field(f.name, python[i], f.schema, f.required) for i, f in enumerate(merged.values()))

    def _judge_name(self, key: str, node: Node) -> None:
        """Report a name that ends in [] and is not a list of objects: it is declared twice, or in another form."""
        name = key.removesuffix("[]")
        if name in ("", key):
            return
        span, below = node.keys.get(key, node.span), node.mapping[key]
        if name in node.mapping:
            said = f"'{key}' and '{name}' are the same field."
            self.findings.append(Finding("TYP004", said, span, "Keep one of them.", related=(node.keys[name],)))
        elif "type" not in below.mapping:
            said = f"'{key}' is the name of a field here, because it has no `fields`."
            way = f"For a list, write `{name}: string[]`; for a field with that name, write its `type`."
            self.findings.append(Finding("TYP005", said, span, way, "warning"))

    def _texts(
        self, schema: Schema, entries: Mapping[str, Node], span: Span, key: str, titled: bool, style: Texts
    ) -> Schema:
        said = entries["title"].text if "title" in entries else schema.display
        title = "" if said == "none" else said
        derived = titled and not said
        if derived:
            title = derived_title(key, "title" if schema.ref else style.derived, style.spelling)
        description = entries["description"].text if "description" in entries else schema.description
        if description is None and style.descriptions != "none" and not schema.ref:
            description = (derived_title(key, "key") if style.descriptions == "key" and titled else title) or None
        written = "" if derived and schema.ref else title
        said_texts = {word: entries[word].text for word in ("summary", "schema_title") if word in entries}
        texts = {**schema.texts, **said_texts}
        summary = texts.get("summary", written if written and style.in_summary else None)
        heading = texts.get("schema_title", written if written and style.in_title else None)
        return replace(
            schema, span=span, display=title, description=description, summary=summary, title=heading, texts=texts
        )


def _values(entries: dict[str, Node], example_key: str) -> dict[str, Any]:
    """The changed keywords of ``replace`` that come from one key each."""
    plain = ("format", "visibility", "read_only", "callback", "money", "personal")
    changes: dict[str, Any] = {key: entries[key].value for key in plain if key in entries}
    changes |= {key: entries[key].plain() for key in ("default", "example") if key in entries}
    if "example" in entries:
        changes["example_key"] = example_key
    if "constant" in entries:
        changes |= {"visibility": "internal", "default": entries["constant"].plain(), "platform": False}
    if "platform_constant" in entries:
        changes |= {"visibility": "internal", "default": entries["platform_constant"].plain(), "platform": True}
    if "safe_values" in entries:
        changes["safe_values"] = tuple(n.plain() for n in entries["safe_values"].sequence)
    if "actual_types" in entries:
        changes["wire"] = tuple(n.text or "null" for n in entries["actual_types"].sequence)
    return changes


def _more(entries: dict[str, Node], span: Span) -> dict[str, Json]:
    node = Node(entries, span, {})
    more = nodes.words(node, format_keywords.SCHEMA) | nodes.agents(node)
    encoding = entries.get("url_encoding")
    if encoding is not None and encoding.text != "none":
        more["x-ms-url-encoding"] = encoding.text
    return more


def _is_whole(node: Node) -> bool:
    """Whether a field declares its whole schema, rather than changes of an existing one."""
    return any(node.get(key) is not None for key in ("type", "ref", "raw"))


def _choices(node: Node, type_: str) -> tuple[Choice, ...]:
    if isinstance(node.value, list):
        return tuple(Choice(item.plain()) for item in node.value)
    return tuple(Choice(_choice(key, type_), item.text) for key, item in node.mapping.items())


def _choice(key: str, type_: str) -> Json:
    """The value for a key in a mapping of choices; keys are strings, values may be numbers."""
    digits = key.removeprefix("-")
    if type_ in ("integer", "number") and digits.isascii() and digits.isdigit() and len(key) < 4000:
        return int(key)
    return key == "true" if type_ == "boolean" and key in ("true", "false") else key

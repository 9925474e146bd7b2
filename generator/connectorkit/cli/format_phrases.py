"""Descriptions of the format's JSON Schemas for readers: what a key contains, and its limits."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from connectorkit.model import json_pointer
from connectorkit.render.docs import markdown_text

Plain = dict[str, object]

_NAMES = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "object": "mapping",
    "array": "list",
    "null": "null",
}
_LIMITS = (
    ("minimum", "at least {}"),
    ("maximum", "at most {}"),
    ("exclusiveMinimum", "more than {}"),
    ("exclusiveMaximum", "less than {}"),
    ("minLength", "at least {} characters"),
    ("maxLength", "at most {} characters"),
    ("minItems", "at least {} items"),
    ("maxItems", "at most {} items"),
    ("minProperties", "at least {} entries"),
    ("maxProperties", "at most {} entries"),
)


def mapping(value: object) -> Plain:
    """``value`` if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> list[object]:
    """``value`` if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


@dataclass(frozen=True, slots=True)
class Definitions:
    """The schemas by the name of their concept.

    ``homes`` maps the title of each section to its page; ``here`` is the page that is being rendered.
    """

    schemas: dict[str, Plain]
    homes: dict[str, str] = field(default_factory=dict)
    here: str = ""

    @classmethod
    def load(cls, folder: Path | None = None) -> Definitions:
        """Every ``<concept>.schema.json`` in a folder; by default, the toolkit's own."""
        own = Path(__file__).parents[1] / "validate" / "schemas"
        files = sorted((folder or own).glob("*.schema.json"))
        return cls({path.name.removesuffix(".schema.json"): json.loads(path.read_bytes()) for path in files})

    def title(self, concept: str, part: str = "") -> str:
        """The heading of a concept, or of a named part of a concept."""
        title = str(self.schemas.get(concept, {}).get("title") or concept)
        return f"{title}: {part}" if part else title

    def link(self, title: str) -> str:
        """A link to the section with a title, on this page or another."""
        page = self.homes.get(title, self.here)
        return f"[{markdown_text.inline(title)}]({'' if page == self.here else page}#{markdown_text.slug(title)})"

    def target(self, reference: str, concept: str) -> tuple[str, list[str], Plain]:
        """The target of a ``$ref`` in ``concept``: a concept, the path in its schema, and the schema at this path."""
        file, _, pointer = reference.partition("#")
        named = file.rsplit("/", 1)[-1].removesuffix(".schema.json") or concept
        steps = json_pointer.split(pointer)
        found = self.schemas.get(named, {})
        for step in steps:
            found = mapping(found.get(step))
        return named, steps, found

    def description(self, schema: Plain, concept: str) -> str:
        """The description of a key, or of the named part that it references."""
        said = schema.get("description")
        if not said and "$ref" in schema:
            _, steps, found = self.target(str(schema["$ref"]), concept)
            said = found.get("description") if steps else ""
        return str(said or "")


def meaning(text: str) -> str:
    """The description of a schema, which is Markdown, escaped for a table cell."""
    return markdown_text.plain(text).replace("|", "\\|")


def holds(schema: Plain, concept: str, definitions: Definitions) -> str:
    """The values that a schema allows, as Markdown for a table cell."""
    if isinstance(schema.get("$ref"), str):
        return _referred(str(schema["$ref"]), concept, definitions)
    if "const" in schema:
        return _literal(schema["const"])
    if "enum" in schema:
        return ", ".join(dict.fromkeys(_literal(value) for value in sequence(schema["enum"])))
    branches = [mapping(branch) for key in ("oneOf", "anyOf") for branch in sequence(schema.get(key))]
    said = [word for branch in branches if (word := holds(branch, concept, definitions)) != "anything"]
    if said:
        return " or ".join(dict.fromkeys(said))
    said_type = schema.get("type")
    kinds = sequence(said_type) or ([said_type] if said_type else [])
    words = [_kind(str(kind), schema, concept, definitions) for kind in kinds]
    return " or ".join(words) or "anything"


def _referred(reference: str, concept: str, definitions: Definitions) -> str:
    """A link to the section of a concept or of a named part; for a reference to another key, the name of that key."""
    named, steps, found = definitions.target(reference, concept)
    if steps and (len(steps) != 2 or steps[0] != "$defs"):
        owner = definitions.link(definitions.title(named, steps[1] if steps[0] == "$defs" else ""))
        return f"{holds(found, named, definitions)}, as {markdown_text.code(steps[-1])} of {owner}"
    return definitions.link(definitions.title(named, steps[-1] if steps else ""))


def _kind(kind: str, schema: Plain, concept: str, definitions: Definitions) -> str:
    inner = mapping(schema.get({"array": "items", "object": "additionalProperties"}.get(kind, "")))
    word = holds(inner, concept, definitions) if inner else "anything"
    return _NAMES.get(kind, kind) + (f" of {word}" if word != "anything" else "")


def _literal(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
    return markdown_text.code(text)


def limits_of(schema: Plain) -> list[str]:
    """The limits of a value in words, its default and its pattern included."""
    found = [_limit(key, text, schema[key]) for key, text in _LIMITS if key in schema]
    found += ["unique items"] * (schema.get("uniqueItems") is True)
    found += [f"must match {_pattern(str(schema['pattern']))}"] if "pattern" in schema else []
    return found + ([f"default {_literal(schema['default'])}"] if "default" in schema else [])


def _limit(key: str, text: str, value: object) -> str:
    words = text.format(value).replace(" 1 items", " 1 item").replace(" 1 entries", " 1 entry")
    return "not empty" if (key, value) == ("minLength", 1) else words


def _pattern(text: str) -> str:
    # In a table, a vertical bar must be escaped even within code.
    return "`" + text.replace("|", "\\|") + "`" if "`" not in text else markdown_text.inline(text)

"""Schemas: the JSON Schemas of the format for editors, one for each kind of file, each complete in itself.

The toolkit's own are of draft 2020-12 and refer to one another's files. Editors understand draft-07 best, and load a
schema without looking for others. What a referee does not need is added: Markdown, examples and snippets.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from connectorkit.model.format_keywords import FORMATS, TYPES, UNTYPED
from connectorkit.render.docs import markdown_text
from connectorkit.render.editor import kinds
from connectorkit.validate import concepts

Plain = dict[str, object]

_DRAFT = "http://json-schema.org/draft-07/schema#"
_SNIPPETS = Path(__file__).with_name("snippets.json")
# Keywords without a constraint: beside a reference, draft-07 ignores all others.
_NOTES = frozenset(("title", "description", "markdownDescription", "examples", "default", "defaultSnippets"))
# Keywords for the toolkit alone. `$id` would become the base of references.
_OWN = frozenset(("$schema", "$id", "x-anti-examples", "x-open", "x-beside", "x-suggestions"))
# Below these keywords are names, and their values are schemas.
_NAMED = frozenset(("properties", "patternProperties", "$defs"))
# Below these is data.
_DATA = frozenset(("examples", "default", "const", "enum", "required"))
_TYPES_FILE: Plain = {
    "title": "Types",
    "description": "A file with named types: the name of each, and its shape.",
    "examples": [{"Order": {"fields": {"order_id": "string", "total": "double"}}}],
    "type": "object",
    "additionalProperties": {"$ref": "field.schema.json"},
}


@cache
def files() -> dict[str, bytes]:
    """The schemas by the names of their files: JSON of draft-07, the same bytes for the same toolkit."""
    return {kinds.file(kind): _text(_whole(kind)) for kind in kinds.KINDS}


def _text(schema: Plain) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()


def _whole(kind: str) -> Plain:
    """The schema of one kind of file, with all that it refers to below ``definitions``."""
    if kind == "types":
        top = _converted(_TYPES_FILE, "field")
    elif kind == kinds.SETTINGS:
        top = _converted(concepts.settings(), kind)
    else:
        top = {"$ref": f"#/definitions/{kind}"}
    needed = _needed(top)
    return {"$schema": _DRAFT, **top, **({"definitions": needed} if needed else {})}


def _needed(top: Plain) -> Plain:
    """The concepts that a schema refers to, directly or over others."""
    found: Plain = {}
    waiting = list(_referred(top))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _concept(name)
            waiting += _referred(found[name])
    return {name: found[name] for name in concepts.CONCEPTS if name in found}


def _referred(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"].split("/")[2]
        for below in value.values():
            yield from _referred(below)
    elif isinstance(value, list):
        for below in value:
            yield from _referred(below)


@cache
def _concept(name: str) -> Plain:
    made = _converted(concepts.schema(name), name)
    made["defaultSnippets"] = _snippets().get(name, [])
    if name == "field":
        _offer_type_words(made)
    return {key: value for key, value in made.items() if value != []}


@cache
def _snippets() -> dict[str, list[Plain]]:
    loaded: dict[str, list[Plain]] = json.loads(_SNIPPETS.read_bytes())
    return loaded


def _offer_type_words(field: Plain) -> None:
    """Type words as examples: an editor offers them, and any other name is still allowed."""
    words = [*TYPES, *FORMATS, UNTYPED]
    branches = field["oneOf"]
    assert isinstance(branches, list)
    branches[0]["examples"] = words
    branches[1]["properties"]["type"]["examples"] = words
    # The examples of the concept are fields of many kinds; an editor would offer them as values of each.
    del field["examples"]


def _converted(schema: Plain, concept: str) -> Plain:
    """A schema of the toolkit in draft-07, for an editor."""
    made: Plain = {}
    for key, value in schema.items():
        if key in _OWN:
            continue
        if key == "$ref":
            made[key] = _reference(str(value), concept)
        elif key == "description":
            made |= _described(str(value))
        elif key in _NAMED and isinstance(value, dict):
            below = {name: _converted(one, concept) for name, one in value.items()}
            made["definitions" if key == "$defs" else key] = below
        else:
            made[key] = value if key in _DATA else _below(value, concept)
    made |= _messages(schema)
    if "$ref" in made and set(made) - {"$ref"} - _NOTES:
        made = {"allOf": [{"$ref": made.pop("$ref")}], **made}
    return made


def _below(value: object, concept: str) -> object:
    if isinstance(value, dict):
        return _converted(value, concept)
    return [_below(one, concept) for one in value] if isinstance(value, list) else value


def _reference(target: str, concept: str) -> str:
    """A reference to another file, or within this one, as one below ``definitions``."""
    file, _, pointer = target.partition("#")
    name = file.removesuffix(".schema.json") or concept
    return f"#/definitions/{name}{pointer.replace('/$defs/', '/definitions/')}"


def _described(text: str) -> Plain:
    """A description, which is Markdown, for editors that show Markdown and for those that do not."""
    return {"description": text.replace("`", ""), "markdownDescription": markdown_text.plain(text)}


def _messages(schema: Plain) -> Plain:
    """What an editor shows in place of its own message, which would show a regular expression."""
    said = schema.get("x-suggestions")
    if not isinstance(said, dict):
        return {}
    made: Plain = {"patternErrorMessage": said["pattern"]} if "pattern" in said else {}
    others = [said[key] for key in ("type", "not", "required", "additionalProperties") if key in said]
    return made | ({"errorMessage": others[0]} if others else {})

"""The JSON Schemas of the format for editors, one self-contained schema for each kind of file.

The toolkit's schemas use draft 2020-12 and refer to each other's files. Editors support draft-07 best and do not load
further files. :mod:`draft_07` converts a schema; this module bundles the concepts and adds snippets.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from connectorkit.model.format_keywords import FORMATS, TYPES, UNTYPED
from connectorkit.render.editor import draft_07, kinds
from connectorkit.render.editor.draft_07 import Plain
from connectorkit.validate import concepts

_DRAFT = "http://json-schema.org/draft-07/schema#"
_SNIPPETS = Path(__file__).with_name("snippets.json")
_TYPES_FILE: Plain = {
    "title": "Types",
    "description": "A file with named types: the name and schema of each.",
    "type": "object",
    "additionalProperties": {"$ref": "field.schema.json", "description": "A named type: a type word, or a schema."},
}


@cache
def files() -> dict[str, bytes]:
    """The schemas by file name: draft-07 JSON, deterministic for a version of the toolkit."""
    return {kinds.file(kind): _text(_whole(kind)) for kind in kinds.KINDS}


def _text(schema: Plain) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()


def _whole(kind: str) -> Plain:
    """The schema of one kind of file, with everything that it refers to under ``definitions``."""
    if kind == "types":
        top = draft_07.converted(_TYPES_FILE, "field")
    elif kind == kinds.SETTINGS:
        top = draft_07.converted(concepts.settings(), kind)
    else:
        top = {**draft_07.notes(concepts.schema(kind)), "$ref": f"#/definitions/{kind}"}
    needed = _needed(top)
    return {"$schema": _DRAFT, **top, **({"definitions": needed} if needed else {})}


def _needed(top: Plain) -> Plain:
    """The concepts that a schema refers to, directly or indirectly."""
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
    """The schema of one concept without its description: each reference to it has one."""
    made = draft_07.without_notes(draft_07.converted(concepts.schema(name), name))
    made.pop("examples", None)
    offered = _snippets().get(name, [])
    if name == "field":
        word, shape = draft_07.branches(made)
        word["defaultSnippets"] = draft_07.properties(shape)["type"]["defaultSnippets"] = _type_words()
        shape["defaultSnippets"] = offered
    elif offered:
        made["defaultSnippets"] = offered
    return made


@cache
def _snippets() -> dict[str, list[Plain]]:
    loaded: dict[str, list[Plain]] = json.loads(_SNIPPETS.read_bytes())
    return loaded


def _type_words() -> list[Plain]:
    """The completions for type words; any other name is still allowed."""
    words = {word: "A Swagger type." for word in TYPES}
    words |= {word: f"{FORMATS[word]} with this format." for word in FORMATS}
    words[UNTYPED] = "No type."
    # Without quotes, YAML reads null as a null value.
    return [
        {"label": word, "description": said, "body": f'"{word}"' if word == "null" else word}
        for word, said in words.items()
    ]

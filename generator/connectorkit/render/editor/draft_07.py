"""Conversion of the toolkit's schemas to draft-07, with messages and Markdown for editors.

The schemas allow the same values. A choice between types becomes a condition on the type: an editor picks the best
matching alternative, and reports errors of the wrong one when a key is misspelled.
"""

from __future__ import annotations

from typing import Any

from connectorkit.render.docs import markdown_text
from connectorkit.validate import concepts

Plain = dict[str, Any]  # Any: our own JSON Schemas, whose structure is known

# Keywords without a constraint: beside a reference, draft-07 ignores all others.
_NOTES = frozenset(("title", "description", "markdownDescription", "examples", "default", "defaultSnippets"))
# Keywords that only the toolkit uses. `$id` would become the base of references.
_OWN = frozenset(("$schema", "$id", "x-anti-examples", "x-open", "x-beside", "x-suggestions"))
# Below these keywords are names, and their values are schemas.
_NAMED = frozenset(("properties", "patternProperties", "$defs"))
# Below these is data.
_DATA = frozenset(("examples", "default", "const", "enum", "required"))
_NOTHING: Plain = {"not": {}}


def converted(schema: Plain, concept: str) -> Plain:
    """A draft 2020-12 schema of the file of ``concept`` (such as field.schema.json) in draft-07.

    References point below ``#/definitions/<concept>``.
    """
    made: Plain = {}
    for key, value in schema.items():
        if key in _NAMED:
            below = {name: _below(one, concept) for name, one in value.items()}
            # Each reference to a definition has its own description, since its purpose may differ.
            made |= {"definitions": _plain(below)} if key == "$defs" else {key: below}
        elif key == "description":
            made |= _described(value)
        elif key == "$ref":
            made["$ref"] = _reference(value, concept)
            made |= {} if "description" in schema else _described(target(value, concept)[1].get("description", ""))
        elif key == "oneOf" and _by_type(schema, concept):
            made |= _conditions(value, concept)
        elif key not in _OWN:
            made[key] = value if key in _DATA else _below(value, concept)
    if "description" in made:
        made |= _plain({key: made[key] for key in ("then", "else") if key in made})
    made |= _messages(schema)
    if "$ref" in made and set(made) - {"$ref"} - _NOTES:
        made = {"allOf": [{"$ref": made.pop("$ref")}], **made}
    return made


def notes(schema: Plain) -> Plain:
    """Title, description and examples of a schema."""
    return {
        **({"title": schema["title"]} if "title" in schema else {}),
        **_described(schema.get("description", "")),
        **({"examples": schema["examples"]} if "examples" in schema else {}),
    }


def branches(made: Plain) -> tuple[Plain, Plain]:
    """The two alternatives of a converted schema: other values, and a mapping."""
    return made["else"], made["then"]


def properties(made: Plain) -> Plain:
    """The keys of a converted schema."""
    found: Plain = made["properties"]
    return found


def target(reference: str, concept: str) -> tuple[str, Plain]:
    """The target of a reference in the file of ``concept``: the concept of its file, and the schema."""
    file, _, pointer = reference.partition("#")
    name = file.removesuffix(".schema.json") or concept
    found: Any = concepts.schema(name)  # Any: a list on the way, as in `oneOf/1`
    for step in filter(None, pointer.split("/")):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return name, found


def _below(value: Any, concept: str) -> Any:  # Any: what is below a keyword: a schema, a list of them, or data
    if isinstance(value, dict):
        # A key that is never allowed becomes `false`, so that an editor does not offer it.
        refused = {key: value[key] for key in value if key not in _OWN} == _NOTHING
        return False if refused else converted(value, concept)
    return [_below(one, concept) for one in value] if isinstance(value, list) else value


def _reference(reference: str, concept: str) -> str:
    """A reference as one below ``definitions``; alternatives are where :func:`_conditions` puts them."""
    name, _ = target(reference, concept)
    pointer = reference.partition("#")[2].replace("/$defs/", "/definitions/")
    # The second of two alternatives is a mapping.
    return f"#/definitions/{name}{pointer.replace('/oneOf/1/', '/then/')}"


def _by_type(schema: Plain, concept: str) -> bool:
    """Whether the alternatives are values of other types and, last, one mapping."""
    if "if" in schema:
        return False
    *others, last = [_type(one, concept) for one in schema["oneOf"]]
    return last == "object" and not {"object", ""} & set(others) and len(set(others)) == len(others)


def _type(schema: Plain, concept: str) -> str:
    """The type of all values that a schema allows; "" when there is none."""
    if "$ref" in schema:
        name, found = target(schema["$ref"], concept)
        return _type(found, name)
    said = schema.get("type", "boolean" if isinstance(schema.get("const"), bool) else "")
    return said if isinstance(said, str) else ""


def _conditions(alternatives: list[Plain], concept: str) -> Plain:
    """The condition: the last alternative for a mapping, else one of the others."""
    *others, last = [_below(one, concept) for one in alternatives]
    rest = others[0] if len(others) == 1 else {"oneOf": others}
    return {"if": {"type": "object"}, "then": last, "else": rest}


def _plain(schemas: Plain) -> Plain:
    """Schemas by name without their descriptions, which an editor would show in place of an outer one."""
    return {name: without_notes(one) if isinstance(one, dict) else one for name, one in schemas.items()}


def without_notes(schema: Plain) -> Plain:
    """A converted schema without title, description and examples."""
    return {key: value for key, value in schema.items() if key not in ("description", "markdownDescription")}


def _described(text: str) -> Plain:
    """A Markdown description, also as plain text for editors that do not show Markdown."""
    if not text:
        return {}
    return {"description": text.replace("`", ""), "markdownDescription": markdown_text.plain(text)}


def _messages(schema: Plain) -> Plain:
    """Error messages for editors, whose own would show a regular expression or no reason at all."""
    said = schema.get("x-suggestions", {})
    refused = [one["x-suggestions"]["not"] for one in schema.get("properties", {}).values() if "not" in one]
    others = [said[key] for key in ("type", "required", "additionalProperties") if key in said]
    others += [f"Not allowed here. {text}" for text in dict.fromkeys(refused)]
    return {
        **({"patternErrorMessage": said["pattern"]} if "pattern" in said else {}),
        **({"errorMessage": " ".join(others)} if others else {}),
    }

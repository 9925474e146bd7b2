"""Rows: the descriptions of keys in the format's JSON Schemas, for the tables of docs/format/."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from connectorkit.cli.format_phrases import Definitions, Plain, holds, limits_of, mapping, sequence

# Readable names for patterns of keys.
_PATTERNS: Final = {"^x-": "x-<name>", "^[45][0-9][0-9]$": "<status>"}


def section(schema: Plain, concept: str, definitions: Definitions, keys: Collection[str] | None = None) -> Plain:
    """The values of one section: a concept or a named part of it, with the rows of ``keys`` in their order.

    All rows if ``keys`` is None. Keys under `exact` have a separate page, which lists :func:`exact_rows`.
    """
    listed = [row for row in rows(schema, concept, definitions) if not _is_exact(str(row["key"]))]
    found = [row for row in listed if keys is None or _first(str(row["key"])) in keys]
    if keys is not None:
        found.sort(key=lambda row: [*keys].index(_first(str(row["key"]))))
    return {
        "description": str(schema.get("description") or ""),
        "holds": holds(schema, concept, definitions),
        "choices": [one for one in exclusive(schema) if keys is None or set(one) <= set(keys)],
        "rows": found,
    }


def exact_rows(schema: Plain, concept: str, definitions: Definitions) -> list[Plain]:
    """The rows of the keys under `exact` in a concept, or in a named part of one."""
    return [row for row in rows(schema, concept, definitions) if _is_exact(str(row["key"]))]


def _is_exact(key: str) -> bool:
    return "exact" in key.split(".")


def top_keys(schema: Plain, concept: str, definitions: Definitions) -> list[str]:
    """The keys that a schema allows, without those of nested mappings."""
    return list(dict.fromkeys(_first(str(row["key"])) for row in rows(schema, concept, definitions)))


def _first(key: str) -> str:
    return key.partition(".")[0].removesuffix("[]")


def exclusive(schema: Plain) -> Iterator[list[str]]:
    """Groups of keys of which exactly one is required."""
    branches = [mapping(branch) for branch in sequence(schema.get("oneOf"))]
    if branches and all(set(branch) == {"required"} for branch in branches):
        yield [str(key) for branch in branches for key in sequence(branch["required"])]


def rows(schema: Plain, concept: str, definitions: Definitions, prefix: str = "") -> Iterator[Plain]:
    """One row for each key that a schema allows, including those of nested mappings: key, holds, required, meaning."""
    shown = set[str]()
    for shape in _mappings(schema):
        needed = sequence(shape.get("required"))
        for name, below in mapping(shape.get("properties")).items():
            found = list(_rows_of(f"{prefix}{name}", mapping(below), name in needed, concept, definitions))
            yield from found[1:] if name in shown else found
            shown.add(name)
        for pattern, below in mapping(shape.get("patternProperties")).items():
            name = _PATTERNS.get(pattern, f"<{pattern}>")
            yield from _rows_of(f"{prefix}{name}", mapping(below), False, concept, definitions)
        inner = mapping(shape.get("additionalProperties"))
        yield from rows(inner, concept, definitions, f"{prefix}<name>.")


def _rows_of(key: str, schema: Plain, needed: bool, concept: str, definitions: Definitions) -> Iterator[Plain]:
    yield {
        "key": key,
        "holds": holds(schema, concept, definitions),
        "limits": limits_of(schema),
        "required": needed,
        "meaning": definitions.description(schema, concept),
    }
    yield from rows(schema, concept, definitions, f"{key}.")
    for branch in _lists(schema):
        yield from rows(mapping(branch.get("items")), concept, definitions, f"{key}[].")


def _mappings(schema: Plain) -> list[Plain]:
    """A schema and its branches that have keys; conditions that only forbid keys are left out."""
    branches = [mapping(branch) for key in ("oneOf", "anyOf", "allOf") for branch in sequence(schema.get(key))]
    results = [mapping(one.get("then")) for one in (schema, *branches)]
    keys = ("properties", "patternProperties", "additionalProperties")
    shapes = (schema, *branches, *(one for one in results if "x-beside" not in one and not _forbids(one)))
    return [shape for shape in shapes if any(mapping(shape.get(key)) for key in keys)]


def _forbids(schema: Plain) -> bool:
    return any("not" in mapping(below) for below in mapping(schema.get("properties")).values())


def _lists(schema: Plain) -> list[Plain]:
    branches = [mapping(branch) for key in ("oneOf", "anyOf") for branch in sequence(schema.get(key))]
    return [shape for shape in (schema, *branches) if mapping(shape.get("items"))]

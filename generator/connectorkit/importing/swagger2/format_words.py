"""Whether a key of the format allows the value of a published document; other values go to ``extra``."""

from __future__ import annotations

from functools import cache

from connectorkit.model import format_keywords, json_pointer
from connectorkit.model.connector import UNSET, Json, Unset
from connectorkit.model.format_keywords import Words
from connectorkit.validate import exact_keys, format_schema
from connectorkit.validate.concepts import schema

_FIELD = ("oneOf", "1", "properties")


def takes(concept: str, key: str, kind: str, value: Json) -> bool:
    """Whether ``key`` of a concept (connector, operation, field) allows a value; ``kind`` is its JSON type, or any."""
    if not format_keywords.is_of(value, kind):
        return False
    return kind not in ("object", "array") or format_schema.fits(concept, _steps(concept, key), value)


@cache
def _steps(concept: str, key: str) -> tuple[str, ...]:
    """The path of a key in the schema of a concept: at the top, or under `exact`."""
    steps = _FIELD if concept == "field" else ("properties",)
    beside = (*steps, key)
    there = json_pointer.find(schema(concept), json_pointer.join(beside), UNSET)
    return (*steps, exact_keys.KEY, "properties", key) if isinstance(there, Unset) else beside


def takes_part(concept: str, part: str, value: Json) -> bool:
    """Whether a named part of a concept, such as ``oauth`` of connector, allows a value."""
    return format_schema.fits(concept, ("$defs", part), value)


def take_agents(rest: dict[str, Json], node: dict[str, Json], table: Words) -> None:
    """Move the texts for agents from ``rest`` to the key ``agents`` of ``node``, except empty ones."""
    said: dict[str, Json] = {}
    for key, (wire, kind) in table.items():
        if wire in rest and format_keywords.is_of(rest[wire], kind) and rest[wire] != "":
            said[key] = rest.pop(wire)
    if said:
        node["agents"] = said

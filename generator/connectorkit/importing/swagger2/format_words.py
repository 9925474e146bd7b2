"""Whether a key of the format can have the value of a published document; what it cannot have goes to ``extra``."""

from __future__ import annotations

from connectorkit.model import format_keywords
from connectorkit.model.connector import Json
from connectorkit.model.format_keywords import Words
from connectorkit.validate import format_schema

_FIELD = ("oneOf", "1", "properties")


def takes(concept: str, key: str, kind: str, value: Json) -> bool:
    """Whether ``key`` of a concept (connector, operation, field) takes a value; ``kind`` is its JSON type, or any."""
    if not format_keywords.is_of(value, kind):
        return False
    steps = _FIELD if concept == "field" else ("properties",)
    return kind not in ("object", "array") or format_schema.fits(concept, (*steps, key), value)


def takes_part(concept: str, part: str, value: Json) -> bool:
    """Whether a named part of a concept, such as ``oauth`` of connector, takes a value."""
    return format_schema.fits(concept, ("$defs", part), value)


def take_agents(rest: dict[str, Json], node: dict[str, Json], table: Words) -> None:
    """Move what a part says for agents from ``rest`` to the key ``agents`` of ``node``; an empty text stays."""
    said: dict[str, Json] = {}
    for key, (wire, kind) in table.items():
        if wire in rest and format_keywords.is_of(rest[wire], kind) and rest[wire] != "":
            said[key] = rest.pop(wire)
    if said:
        node["agents"] = said

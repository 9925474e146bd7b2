"""Rules about self-contained definitions: references stay in the document."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, short
from connectorkit.check.engine.references import references, referrer
from connectorkit.check.engine.rule import Hit, Rule, Severities, everywhere


def _outside(subject: Subject) -> Iterator[Hit]:
    for at, target in references(subject):
        if not target.startswith("#"):
            yield Hit(at.at("$ref"), f"{referrer(at)} refers to '{short(target)}', which is outside this document.")


def _parts(subject: Subject) -> Iterator[Hit]:
    found = [at for at in subject.having("schema", "allOf") if not at.internal]
    if found:
        more = f", and {len(found) - 1} more schemas" if len(found) > 1 else ""
        whole = f"{referrer(found[0])} combines other schemas (allOf){more}"
        yield Hit(
            found[0].at("allOf"),
            f"{whole}; the designer does not display such schemas well.",
            related=tuple(at.at("allOf") for at in found[1:6]),
        )


RULES = (
    Rule(
        "SEC030",
        "Schemas do not combine others",
        why="A combined schema appears as one unnamed group, or not at all.",
        source="schema of apiDefinition; 10 of 1,036 published connectors have such schemas",
        severity=Severities("advice", "advice", "off"),
        help="Merge the fields of all parts into one schema.",
        check=_parts,
    ),
    Rule(
        "SEC040",
        "References stay within the document",
        why="The platform loads no other files. The import refuses it.",
        source="schema of apiDefinition; kept by about 32,000 references of published connectors",
        severity=everywhere("error"),
        help="Copy the target into this document, under definitions.",
        bad="operations: {CreateOrder: {body: {fields: {seller: {exact: {raw: {$ref: 'shop.json#/Shop'}}}}}}}",
        good="operations: {CreateOrder: {body: {fields: {seller: {type: string, description: Who sells.}}}}}",
        check=_outside,
    ),
)

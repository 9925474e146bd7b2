"""Rules about the type, title and description of fields in bodies and responses.

A schema is reported once, at its first field that lacks something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from connectorkit.check.engine import extension_keys
from connectorkit.check.engine.connector_index import At, Subject, mapping, short
from connectorkit.check.engine.labels import called
from connectorkit.check.engine.rule import Hit, Rule, Severities

_ADVICE = Severities("advice", "advice", "off")
_SHAPING = frozenset(
    """
    $ref properties allOf additionalProperties items enum oneOf anyOf x-ms-dynamic-schema x-ms-dynamic-properties
    """.split()
)


def _lacking(subject: Subject, lacks: Callable[[At], bool], key: str = "") -> Iterator[list[At]]:
    """The visible fields that lack something, grouped by their body, response or type."""
    found: dict[str, list[At]] = {}
    for at in subject.of("schema"):
        if lacks(at) and not at.internal and not (key and extension_keys.misspelt("schema", at.node, key)):
            found.setdefault(at.top.pointer, []).append(at)
    yield from found.values()


def _hit(ats: list[At], key: str, what: str) -> Hit:
    first = ats[0]
    more = f", and {len(ats) - 1} more {'fields' if len(ats) > 2 else 'field'} there," if len(ats) > 1 else ""
    have = "have" if len(ats) > 1 else "has"
    related = tuple(at.at(key) if key else at.pointer for at in ats[1:])
    words = called(first)
    pointer = first.at(key) if key else first.pointer
    return Hit(pointer, f"{words[0].upper()}{words[1:]}{more} {have} {what}.", related=related)


def _types(subject: Subject) -> Iterator[Hit]:
    def lacks(at: At) -> bool:
        return at.role in ("property", "items") and "type" not in at.node and not _SHAPING & at.node.keys()

    for ats in _lacking(subject, lacks):
        yield _hit(ats, "type", "no type")


def _titles(subject: Subject) -> Iterator[Hit]:
    def lacks(at: At) -> bool:
        return at.role == "property" and not at.has("x-ms-summary") and not at.has("title") and "$ref" not in at.node

    for ats in _lacking(subject, lacks, "x-ms-summary"):
        yield _hit(ats, "x-ms-summary", "no title")


def _descriptions(subject: Subject) -> Iterator[Hit]:
    def lacks(at: At) -> bool:
        return at.role == "property" and not at.has("description") and "$ref" not in at.node and _leaf(at)

    for ats in _lacking(subject, lacks, "description"):
        yield _hit(ats, "description", "no description")


def _leaf(at: At) -> bool:
    """Whether the designer shows a row for the field; for an object or list, it shows rows for its content."""
    within = {"properties", "items", "allOf", "x-ms-notification-url"} & at.node.keys()
    return not within and at.node.get("type") != "array"


def _objects(subject: Subject) -> Iterator[Hit]:
    def lacks(at: At) -> bool:
        node = at.node
        if node.get("type") != "object" or at.role not in ("property", "items"):
            return False
        bare = node.get("properties", {}) == {} and not (_SHAPING - {"properties"}) & node.keys()
        return bare and not node.get("required")

    for ats in _lacking(subject, lacks):
        yield _hit(
            ats,
            "properties",
            "no properties, although they are objects" if len(ats) > 1 else "no properties, although it is an object",
        )


def _filters(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("schema", "x-ms-capabilities"):
        said = mapping(at.node["x-ms-capabilities"])
        if "filterFunctions" not in said:
            continue
        names = said["filterFunctions"]
        pointer = at.at("x-ms-capabilities", "filterFunctions")
        if not isinstance(names, list) or not names:
            yield Hit(pointer, f"The filter functions of {called(at)} are not a list of names.")
        elif len({str(name) for name in names}) < len(names):
            yield Hit(pointer, f"The filter functions of {called(at)} name one twice.")
        elif at.top.parent is not None and at.top.parent.kind == "parameter":
            yield Hit(pointer, f"'{short(at.path)}' has filter functions, but is an input; only outputs are filtered.")


RULES = (
    Rule(
        "RSP052",
        "An object inside a schema has fields",
        why="Makers can neither enter nor use its content, and reviewers reject it.",
        source="policy 5000.2.4.6",
        severity=_ADVICE,
        help="Declare its properties, load its schema from an operation, or allow any with additionalProperties.",
        bad="operations: {GetOrder: {returns: {fields: {buyer: {type: object, description: Who buys.}}}}}",
        check=_objects,
    ),
    Rule(
        "RSP140",
        "A field has a type",
        why="Without a type, makers cannot use the field where a string, number or date is needed.",
        source="connector string guidance; certification thread PR#1772",
        severity=_ADVICE,
        help="Write its type.",
        bad="operations: {GetOrder: {returns: {fields: {note: {type: any, description: A note.}}}}}",
        good="operations: {GetOrder: {returns: {fields: {note: {type: string, description: A note.}}}}}",
        check=_types,
    ),
    Rule(
        "RSP141",
        "A field has a title",
        why="Without one, makers see the name in the JSON.",
        source="connector string guidance; certification thread PR#1772",
        severity=_ADVICE,
        help="Add a title (x-ms-summary) that a maker would understand.",
        bad="operations: {GetOrder: {returns: {fields: {note: {type: string, title: none, description: A note.}}}}}",
        good="operations: {GetOrder: {returns: {fields: {note: {type: string, title: Note, description: A note.}}}}}",
        check=_titles,
    ),
    Rule(
        "RSP142",
        "A field has a description",
        why="Makers read it when they enter or use the field.",
        source="connector string guidance; certification thread PR#1772",
        severity=_ADVICE,
        help="Describe its content in one sentence.",
        bad="operations: {GetOrder: {returns: {fields: {note: {type: string}}}}}",
        good="operations: {GetOrder: {returns: {fields: {note: {type: string, description: A note.}}}}}",
        check=_descriptions,
    ),
    Rule(
        "RSP170",
        "Filter functions are a list of names, on outputs",
        why="The import refuses any other value.",
        source="validator FilterFunctionsPropertyEmpty, ...HasDuplicates, ...InInputSchema",
        severity=Severities("error", "error", "error"),
        help="Name each function once, on a field of a response.",
        bad="operations: {GetOrder: {returns: {fields: {total: {extra: {x-ms-capabilities: {filterFunctions: []}}}}}}}",
        check=_filters,
    ),
)

"""Rules about types and formats, and about files."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Subject, short
from connectorkit.check.engine.labels import begun
from connectorkit.check.engine.parts import location
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, everywhere
from connectorkit.check.engine.words import nearest
from connectorkit.diagnostics import phrases

_REFUSED = everywhere("error")
_DOUBTFUL = Severities("warning", "warning", "advice")
_KINDS = ("schema", "parameter", "items", "header")
TYPES = ("string", "integer", "number", "boolean", "object", "array")
FORMATS = {
    "int32": ("integer",),
    "int64": ("integer",),
    "float": ("number",),
    "double": ("number",),
    "byte": ("string",),
    "binary": ("string", "file"),
    "date": ("string",),
    "date-time": ("string",),
    "date-no-tz": ("string",),
    "password": ("string",),
    "email": ("string",),
    "html": ("string",),
    "uri": ("string",),
    "uuid": ("string",),
}
_OF_OBJECTS = frozenset(
    ("properties", "required", "additionalProperties", "x-ms-dynamic-schema", "x-ms-dynamic-properties")
)
_MEANT = {
    "guid": "uuid",
    "datetime": "date-time",
    "url": "uri",
    "decimal": "double",
    "base64": "byte",
    "int": "int32",
    "long": "int64",
    "e-mail": "email",
    "integer": "int32",
}


def _types(subject: Subject) -> Iterator[Hit]:
    for kind in _KINDS:
        for at in subject.having(kind, "type"):
            type_ = at.node["type"]
            if not (isinstance(type_, str) and type_ in (*TYPES, "file")):
                what = "lists several types" if isinstance(type_, list) else f"has the type {phrases.short(type_)}"
                many = isinstance(type_, list)
                way = "Keep the one that makers need." if many else phrases.suggestion(str(type_), TYPES)
                yield Hit(
                    at.at("type"),
                    f"{begun(at)} {what}, which the platform does not know.",
                    way,
                    correction=(Edit("set", at.at("type"), _likely(at)),),
                )


def _likely(at: At) -> str:
    """The intended type: one with similar spelling, or one with such keywords."""
    near = nearest(at.text("type").lower(), TYPES)
    return near or ("array" if "items" in at.node else "object" if at.node.keys() & _OF_OBJECTS else "string")


def _simple(subject: Subject) -> Iterator[Hit]:
    for kind in ("parameter", "items", "header"):
        for at in subject.having(kind, "type"):
            if at.node["type"] == "object" and location(at) != "body":
                yield Hit(at.at("type"), f"{begun(at)} is an object, which can only be sent in a body.")


def _formats(subject: Subject) -> Iterator[tuple[At, str]]:
    for kind in _KINDS:
        for at in subject.having(kind, "format"):
            said = at.node["format"]
            if isinstance(said, str):
                yield at, said


def _known(subject: Subject) -> Iterator[Hit]:
    for at, said in _formats(subject):
        if said.strip() and said not in FORMATS:
            right = _MEANT.get(said.lower()) or next((one for one in FORMATS if one == said.strip().lower()), "")
            way = f"Did you mean '{right}'?" if right else phrases.suggestion(said, FORMATS)
            yield Hit(
                at.at("format"), f"{begun(at)} has the format '{short(said)}', which the platform does not know.", way
            )


def _fitting(subject: Subject) -> Iterator[Hit]:
    for at, said in _formats(subject):
        types, type_ = FORMATS.get(said, ()), at.node.get("type")
        # Another rule reports an object outside a body.
        known = isinstance(type_, str) and type_ in TYPES and not (type_ == "object" and at.kind != "schema")
        if types and known and type_ not in types:
            yield Hit(
                at.at("format"),
                f"{begun(at)} has the type {type_} with the format {said}, which belongs to {types[0]}.",
                f"Change the type to {types[0]}, or remove the format.",
            )


def _empty(subject: Subject) -> Iterator[Hit]:
    for at, said in _formats(subject):
        if not said.strip():
            pointer = at.at("format")
            yield Hit(
                pointer, f"{begun(at)} has an empty format.", fix=Fix("Remove the format.", (Edit("remove", pointer),))
            )


def _file_parameter(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("parameter", "type"):
        where = location(at)
        if at.node["type"] == "file" and where not in ("formData", "body", ""):
            yield Hit(at.at("type"), f"{begun(at)} is a file, but is sent in the {where}.")


def _file_schema(subject: Subject) -> Iterator[Hit]:
    for kind in ("schema", "items", "header"):
        for at in subject.having(kind, "type"):
            if at.node["type"] == "file" and not _whole_answer(at):
                yield Hit(
                    at.at("type"), f"{begun(at)} is a file, but only a form field or a whole response can be a file."
                )


def _whole_answer(at: At) -> bool:
    return at.kind == "schema" and at.role == "root" and at.parent is not None and at.parent.kind == "response"


RULES = (
    Rule(
        "PAR240",
        "The platform knows each format",
        why="The platform ignores any other format, so makers see a plain field.",
        source="validator UnrecognizedTypeFormat",
        severity=_DOUBTFUL,
        help="Write a known format, or remove it.",
        bad="operations: {ListShops: {parameters: {city: {format: guid}}}}",
        good="operations: {ListShops: {parameters: {city: {format: uuid}}}}",
        check=_known,
    ),
    Rule(
        "PAR241",
        "A format fits its type",
        why="The platform does not know any other combination, so makers see a plain field.",
        source="validator UnrecognizedTypeFormat",
        severity=_DOUBTFUL,
        help="Correct the type or the format.",
        bad="operations: {ListShops: {parameters: {city: {type: string, format: int32}}}}",
        good="operations: {ListShops: {parameters: {city: {type: integer, format: int32}}}}",
        check=_fitting,
    ),
    Rule(
        "PAR242",
        "A format is not empty",
        why="It has no meaning, and reviewers reject empty values.",
        source="validator UnrecognizedTypeFormat",
        severity=_DOUBTFUL,
        help="Remove it.",
        bad="operations: {ListShops: {parameters: {city: {format: ''}}}}",
        good="operations: {ListShops: {parameters: {city: {format: uuid}}}}",
        check=_empty,
    ),
    Rule(
        "PAR243",
        "A type is a JSON type",
        why="The import refuses any other type.",
        source="validator JsonValueNotInEnum",
        severity=_REFUSED,
        help="Write string, integer, number, boolean, object or array.",
        bad="operations: {ListShops: {parameters: {city: {extra: {type: text}}}}}",
        good="operations: {ListShops: {parameters: {city: {type: string}}}}",
        check=_types,
    ),
    Rule(
        "PAR244",
        "Only a body contains an object",
        why="Outside a body, only simple values and lists of them can be sent. The import refuses an object.",
        source="schema of apiDefinition",
        severity=_REFUSED,
        help="Write a parameter for each of its fields, or use a string.",
        bad="operations: {ListShops: {parameters: {city: {type: object}}}}",
        good="operations: {ListShops: {parameters: {city: {type: string}}}}",
        check=_simple,
    ),
    Rule(
        "PAR100",
        "A file is sent as a form field",
        why="Only a form can contain a file. The import refuses any other location.",
        source="validator FileParameterMustBeInFormData",
        severity=_REFUSED,
        help="Write `in: formData`.",
        bad="operations: {ListShops: {parameters: {city: {type: file}}}}",
        good="operations: {ListShops: {parameters: {city: {type: string}}}}",
        check=_file_parameter,
    ),
    Rule(
        "PAR101",
        "Only a form field or a whole response is a file",
        why="JSON cannot contain a file. The import refuses it.",
        source="validator SchemaTypeFileNotValid",
        severity=_REFUSED,
        help="Use the format `byte` (Base64), or return the file as the whole response.",
        bad="operations: {CreateOrder: {body: {fields: {photo: {type: file, description: A picture.}}}}}",
        good="operations: {CreateOrder: {body: {fields: {photo: {type: byte, description: A picture.}}}}}",
        check=_file_schema,
    ),
)

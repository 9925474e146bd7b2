"""Rules about the keys of a parameter, which depend on its location."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Subject, short
from connectorkit.check.engine.labels import begun, called
from connectorkit.check.engine.no_ops import says_nothing
from connectorkit.check.engine.parts import LOCATIONS, location
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, everywhere
from connectorkit.check.engine.words import nearest
from connectorkit.diagnostics import phrases
from connectorkit.model import uri_template

_REFUSED = everywhere("error")
# Keys that a parameter outside the body has itself, and a body parameter in its schema.
_OF_VALUES = tuple(
    """
    type format items default enum collectionFormat maximum exclusiveMaximum minimum exclusiveMinimum maxLength
    minLength pattern maxItems minItems uniqueItems multipleOf
    """.split()
)
_DYNAMIC = (
    "x-ms-dynamic-values",
    "x-ms-dynamic-list",
    "x-ms-dynamic-schema",
    "x-ms-dynamic-properties",
    "x-ms-dynamic-tree",
)


def _empty(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("parameter", "allowEmptyValue"):
        where = location(at)
        if at.node["allowEmptyValue"] is True and where not in ("query", "formData", ""):
            pointer = at.at("allowEmptyValue")
            yield Hit(
                pointer,
                f"{begun(at)} is in the {where}, where a value cannot be empty.",
                fix=Fix("Remove allowEmptyValue.", (Edit("remove", pointer),)),
            )


def _collection(subject: Subject) -> Iterator[Hit]:
    for kind in ("parameter", "items", "header"):
        for at in subject.having(kind, "collectionFormat"):
            said = at.node["collectionFormat"]
            if said != "csv":
                yield Hit(
                    at.at("collectionFormat"),
                    f"{begun(at)} sends its array as {phrases.short(said)}, which the platform does not support.",
                )


def _schema_there(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("parameter", "in"):
        if at.node["in"] == "body" and not isinstance(at.node.get("schema"), dict):
            yield Hit(at.at("schema"), f"{begun(at)} has no schema.")


def _schema_elsewhere(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("parameter", "schema"):
        where = location(at)
        if where not in ("body", ""):
            yield Hit(at.at("schema"), f"{begun(at)} is in the {where} but has a schema, which only a body can have.")


def _body_keys(subject: Subject) -> Iterator[Hit]:
    for key in _OF_VALUES:
        for at in subject.having("parameter", key):
            if at.node.get("in") == "body" and not says_nothing(key, at.node[key]):
                yield Hit(at.at(key), f"{begun(at)} has `{key}` next to its schema; it belongs in the schema.")


def _named(subject: Subject) -> Iterator[Hit]:
    for at in subject.of("parameter"):
        if "$ref" not in at.node and not (isinstance(at.node.get("name"), str) and at.node["name"]):
            where = f"of {at.operation.called}" if at.operation else "here"
            yield Hit(at.at("name"), f"A parameter {where} has no name.", correction=_name(at))


def _name(at: At) -> tuple[Edit, ...]:
    """The edit that names a path parameter after the only unfilled path variable."""
    operation = at.operation
    if operation is None or at.node.get("in") != "path":
        return ()
    taken = {one.name for one in operation.parameters}
    left = [name for name in uri_template.variables(operation.template) if name not in taken]
    return (Edit("set", at.at("name"), left[0]),) if left else ()


def _located(subject: Subject) -> Iterator[Hit]:
    for at in subject.of("parameter"):
        if "$ref" not in at.node and not location(at):
            said = at.node.get("in")
            what = (
                f"is in {phrases.short(said)}, which is not a location in a request"
                if "in" in at.node
                else "has no location in the request"
            )
            way = phrases.suggestion(str(said), LOCATIONS) if said else f"Write one of: {', '.join(LOCATIONS)}."
            yield Hit(at.at("in"), f"{begun(at)} {what}.", way, correction=(Edit("set", at.at("in"), _likely(at)),))


def _likely(at: At) -> str:
    """The probable location of a parameter."""
    near = nearest(at.text("in").lower(), ("query", "path", "header", "body"))
    template = at.operation.template if at.operation else at.parent.name if at.role == "path" and at.parent else ""
    if near or "schema" in at.node:
        return near or "body"
    return "path" if f"{{{at.name}}}" in template or at.role == "shared" else "query"


def _typed(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("parameter", "in"):
        if location(at) not in ("body", "") and not {"type", "schema", "$ref"} & at.node.keys():
            yield Hit(at.at("type"), f"{begun(at)} has no type.")


def _required(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("parameter", "required"):
        said = at.node["required"]
        if not isinstance(said, bool) and location(at) != "path":
            pointer = at.at("required")
            right = {"true": True, "false": False}.get(said.strip().lower()) if isinstance(said, str) else None
            safe = right is not None and at.node.get("x-ms-visibility") != "internal"
            fix = Fix(f"Write {phrases.short(right)}.", (Edit("set", pointer, right),)) if safe else None
            yield Hit(
                pointer,
                f"Whether {called(at)} is required is {phrases.described(said)}; it must be true or false.",
                fix=fix,
            )


def _dynamic(subject: Subject) -> Iterator[Hit]:
    for key in _DYNAMIC:
        for at in subject.having("parameter", key):
            if at.node.get("in") == "body":
                yield Hit(
                    at.at(key), f"{begun(at)} has `{key}` next to its schema, where the platform does not read it."
                )


def _dynamic_shape(subject: Subject) -> Iterator[Hit]:
    for key in ("x-ms-dynamic-schema", "x-ms-dynamic-properties"):
        for at in subject.having("parameter", key):
            where = location(at)
            if where not in ("body", ""):
                yield Hit(
                    at.at(key),
                    f"'{short(at.name)}' is in the {where}, where a schema cannot change: `{key}` has no effect.",
                )


RULES = (
    Rule(
        "PAR120",
        "Only query parameters and form fields may be empty",
        why="A path or header cannot be empty. The import refuses it.",
        source="validator AllowEmptyValueOnlyValidForQueryFormData",
        severity=_REFUSED,
        help="Remove allowEmptyValue.",
        bad="operations: {ListShops: {parameters: {city: {in: header, allow_empty: true}}}}",
        good="operations: {ListShops: {parameters: {city: {in: query, allow_empty: true}}}}",
        check=_empty,
    ),
    Rule(
        "PAR130",
        "An array is sent with commas",
        why="The platform supports no other format. The import refuses it.",
        source="validator CollectionFormatValueNotSupported; all 31 uses in 1,036 published connectors are csv",
        severity=_REFUSED,
        help="Write csv. If the service needs another form, use a string that makers enter in that form.",
        bad="operations: {ListShops: {parameters: {city: {type: 'string[]', collection_format: multi}}}}",
        good="operations: {ListShops: {parameters: {city: {type: 'string[]', collection_format: csv}}}}",
        check=_collection,
    ),
    Rule(
        "PAR140",
        "A body has a schema",
        why="Without it, makers have nothing to fill in. The import refuses it.",
        source="validator BodyParameterSchemaRequired",
        severity=_REFUSED,
        help="Describe the body under `schema`.",
        bad="operations: {CreateOrder: {body: null, parameters: {body: {exact: {raw: {name: body, in: body}}}}}}",
        good="operations: {CreateOrder: {body: {fields: null, schema: {type: object}}}}",
        check=_schema_there,
    ),
    Rule(
        "PAR141",
        "Only a body has a schema",
        why="All other parameters declare their type directly. The import refuses a schema.",
        source="validator NonBodyParameterSchemaNotValid",
        severity=_REFUSED,
        help="Write the type and the rest of the schema next to the name, as Swagger 2.0 requires.",
        bad="operations: {ListShops: {parameters: {city: {extra: {schema: {type: string}}}}}}",
        good="operations: {ListShops: {parameters: {city: {type: string}}}}",
        check=_schema_elsewhere,
    ),
    Rule(
        "PAR142",
        "A body parameter describes its value in its schema",
        why="The platform reads only the schema. The import refuses other keys.",
        source="validator BodyParameterPropertyNotValid",
        severity=_REFUSED,
        help="Move it into the schema.",
        bad="operations: {CreateOrder: {body: {fields: null, schema: {type: object}, extra: {type: object}}}}",
        good="operations: {CreateOrder: {body: {fields: null, schema: {type: object}}}}",
        check=_body_keys,
    ),
    Rule(
        "PAR143",
        "A parameter has a name",
        why="A parameter without a name cannot be sent. The import refuses it.",
        source="schema of apiDefinition",
        severity=_REFUSED,
        help="Write the name that the service expects.",
        good="operations: {ListShops: {parameters: {city: {in: query}}}}",
        check=_named,
    ),
    Rule(
        "PAR144",
        "A parameter is in the path, query, header, body or form",
        why="A request has no other locations. The import refuses them.",
        source="schema of apiDefinition",
        severity=_REFUSED,
        help="Write the location where it is sent.",
        bad="operations: {ListShops: {parameters: {city: {extra: {in: qurey}}}}}",
        good="operations: {ListShops: {parameters: {city: {in: query}}}}",
        check=_located,
    ),
    Rule(
        "PAR145",
        "A parameter outside the body has a type",
        why="The type determines the input that makers see. The import refuses a parameter without one.",
        source="schema of apiDefinition",
        severity=_REFUSED,
        help="Write its type, such as `string`.",
        bad="operations: {ListShops: {parameters: {city: {type: any}}}}",
        good="operations: {ListShops: {parameters: {city: {type: string}}}}",
        check=_typed,
    ),
    Rule(
        "PAR146",
        "Whether a parameter is required is true or false",
        why="The import refuses any other value.",
        source="schema of apiDefinition",
        severity=_REFUSED,
        help="Write true or false.",
        bad="operations: {ListShops: {parameters: {city: {extra: {required: 'true'}}}}}",
        good="operations: {ListShops: {parameters: {city: {required: false}}}}",
        check=_required,
    ),
    Rule(
        "PAR150",
        "The dynamic extensions of a body are in its schema",
        why="The platform reads only the schema. The import refuses other keys.",
        source="validator DynamicExtensionDefinitionNotAllowedInParameter",
        severity=_REFUSED,
        help="Move it into the schema.",
        check=_dynamic,
    ),
    Rule(
        "PAR151",
        "Only a body has a dynamic schema",
        why="A value in the path, query or header is a single value.",
        source="documentation of x-ms-dynamic-schema",
        severity=everywhere("warning"),
        help="Remove it, or use x-ms-dynamic-values for a drop-down.",
        bad="operations: {ListShops: {parameters: {city: {"
        "dynamic_schema: {operation: GetOrder, with: {order_id: '1'}}}}}}",
        good="operations: {ListShops: {parameters: {city: {type: string}}}}",
        check=_dynamic_shape,
    ),
)

"""Rules about schemas: arrays have items, required fields exist, and no schema requires itself."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine import schema_paths
from connectorkit.check.engine.connector_index import At, Plain, Subject, mapping, short
from connectorkit.check.engine.labels import begun, called
from connectorkit.check.engine.platform_lists import AS_OF, MAX_OPERATIONS
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, everywhere
from connectorkit.check.engine.words import nearest
from connectorkit.check.rules.responses.statuses import successes
from connectorkit.diagnostics import phrases
from connectorkit.model.connector import Json

_REFUSED = everywhere("error")
_ASKED = Severities("warning", "warning", "off")
_DYNAMIC = frozenset(("x-ms-dynamic-schema", "x-ms-dynamic-properties"))
_SHAPING = _DYNAMIC | {"$ref", "properties", "allOf", "additionalProperties", "items", "oneOf", "anyOf"}
_MOST_PARTS = 200


def _items(subject: Subject) -> Iterator[Hit]:
    for kind in ("schema", "parameter", "items", "header"):
        for at in subject.having(kind, "type"):
            if at.node["type"] == "array" and "items" not in at.node and not _DYNAMIC & at.node.keys():
                yield Hit(at.at("items"), f"{begun(at)} is a list, but does not describe its items.")


def _required_some(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("schema", "required"):
        if at.node["required"] == []:
            pointer = at.at("required")
            yield Hit(
                pointer,
                f"{begun(at)} has an empty list of required fields.",
                fix=Fix("Remove the list.", (Edit("remove", pointer),)),
                correction=_listing(at),
            )


def _listing(at: At) -> tuple[Edit, ...]:
    """The edit that replaces an empty `required` by all fields."""
    return (Edit("set", at.at("required"), list(mapping(at.node.get("properties")))),)


def _required_known(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("schema", "required"):
        wanted = at.node["required"]
        if not isinstance(wanted, list) or not _object(at.node) or _DYNAMIC & at.node.keys():
            continue
        known = fields(subject, at)
        if known == {} and len(wanted) > 1:
            yield Hit(
                at.at("required"),
                f"{begun(at)} requires {len(wanted)} fields, but has none.",
                "Describe the fields under `properties`, or remove the list.",
            )
            continue
        for index, name in enumerate(wanted):
            if isinstance(name, str) and known is not None and name not in known:
                yield Hit(
                    at.at("required", index),
                    f"{begun(at)} requires '{short(name)}', but has no such field.",
                    phrases.suggestion(name, known) if known else "Describe the field, or remove it.",
                    correction=_likely(at.at("required", index), name, known, wanted),
                )


def _likely(pointer: str, name: str, known: dict[str, Plain], wanted: list[Json]) -> tuple[Edit, ...]:
    """The edit for an unknown entry of `required`: a field with similar spelling, or a hidden constant."""
    left = [one for one in known if one not in wanted]
    hidden = [one for one in left if known[one].get("x-ms-visibility") == "internal" and "default" in known[one]]
    near = nearest(name, left, 0.6) or next(iter(hidden), "")
    return (Edit("set", pointer, near),) if near else ()


def fields(subject: Subject, at: At) -> dict[str, Plain] | None:
    """The fields of a schema by name, including those of schemas that it extends; None when some are unknown."""
    found: dict[str, Plain] = {}
    for count, part in enumerate(schema_paths.parts(subject, schema_paths.spot(at))):
        properties = part.node.get("properties", {})
        if not part.known or not isinstance(properties, dict) or count > _MOST_PARTS:
            return None
        if "$ref" not in part.node:
            found |= {name: mapping(one) for name, one in properties.items()}
    return found


def _object(node: Plain) -> bool:
    return node.get("type", "object") == "object"


def _required_of_object(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("schema", "required"):
        type_ = at.node.get("type")
        if isinstance(at.node["required"], list) and isinstance(type_, str) and type_ != "object":
            yield Hit(at.at("required"), f"{begun(at)} is {phrases.kinds(type_)}, but has a list of required fields.")


def _required_flag(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("schema", "required"):
        said = at.node["required"]
        if not isinstance(said, list):
            yield Hit(
                at.at("required"),
                f"{begun(at)} has `required: {phrases.short(said)}`; required fields are "
                "listed in the object around them.",
                correction=_listing(at),
            )


def _discriminator(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("schema", "discriminator"):
        name = at.node["discriminator"]
        if not isinstance(name, str):
            continue
        known = fields(subject, at)
        wanted = at.node.get("required")
        what = "" if known is None else _no_tag(subject, known.get(name), wanted, name)
        if what:
            yield Hit(at.at("discriminator"), f"{begun(at)} uses the discriminator '{short(name)}', which is {what}.")


def _no_tag(subject: Subject, field: Plain | None, wanted: object, name: str) -> str:
    if field is None:
        return "not one of its properties"
    target = subject.resolved(At("schema", "", field)).node
    if "$ref" not in target and target.get("type", "string") != "string":
        return "no text"
    return "" if isinstance(wanted, list) and name in wanted else "not required"


def _endless(subject: Subject) -> Iterator[Hit]:
    edges = _needs(subject)
    done: set[str] = set()
    for start in edges:
        if start not in done:
            loop = _loop(start, edges, done)
            if loop:
                at = subject.shared[loop[0]]
                names = [one.removeprefix("#/definitions/") for one in loop]
                shown = " needs ".join(f"'{short(name)}'" for name in [*names[:6], names[0]])
                yield Hit(
                    at.pointer,
                    f"The type {shown}, so every value is infinite.",
                    related=tuple(subject.shared[one].pointer for one in loop[1:6]),
                )


def _needs(subject: Subject) -> dict[str, list[str]]:
    """The definitions that each definition requires: by required fields, allOf parts and references."""
    edges: dict[str, list[str]] = {}
    for at in subject.having("schema", "$ref"):
        target = at.node["$ref"]
        here = at
        if at.role == "definition":
            continue
        while here.parent is not None and here.parent.kind == "schema" and _needed(here):
            here = here.parent
        if here.role == "definition" and isinstance(target, str) and target in subject.shared:
            edges.setdefault(f"#/definitions/{here.name}", []).append(target)
    return edges


def _needed(at: At) -> bool:
    return (at.role == "property" and at.required) or at.role == "part"


def _loop(start: str, edges: dict[str, list[str]], done: set[str]) -> list[str]:
    """The first loop reachable from ``start``; visited definitions are added to ``done``."""
    path: list[str] = []
    on_path: dict[str, int] = {}
    waiting: list[tuple[str, int]] = [(start, 0)]
    while waiting:
        name, depth = waiting.pop()
        for left in path[depth:]:
            del on_path[left]
        del path[depth:]
        if name in on_path:
            done.update(path)
            return path[on_path[name] :]
        if name in done:
            continue
        done.add(name)
        on_path[name] = len(path)
        path.append(name)
        waiting += [(target, depth + 1) for target in edges.get(name, ())]
    return []


def _empty_answer(subject: Subject) -> Iterator[Hit]:
    for at in _answers(subject):
        if not (_SHAPING | {"type", "enum"}) & at.node.keys():
            yield Hit(at.pointer, f"The schema of {called(at)} is empty.")


def _empty_object(subject: Subject) -> Iterator[Hit]:
    for at in _answers(subject):
        bare = not mapping(at.node.get("properties")) and not (_SHAPING - {"properties"}) & at.node.keys()
        sound = isinstance(at.node.get("properties", {}), dict)
        object_ = at.node.get("type") == "object" or "properties" in at.node
        if sound and bare and object_ and not at.node.get("required"):
            pointer = at.at("properties") if "properties" in at.node else at.pointer
            yield Hit(pointer, f"{begun(at)} is an object without fields.")


def _answers(subject: Subject) -> Iterator[At]:
    """The schemas of successful responses, except those of internal operations."""
    seen: set[str] = set()
    for operation in subject.operations:
        for _, at in () if operation.hidden else successes(operation):
            node = at.node.get("schema")
            if isinstance(node, dict) and at.pointer not in seen:
                seen.add(at.pointer)
                yield At("schema", at.at("schema"), node, "", at, at.operation, "root")


def _operations(subject: Subject) -> Iterator[Hit]:
    if len(subject.operations) > MAX_OPERATIONS:
        limit = f"the limit is {MAX_OPERATIONS} as of {AS_OF}"
        yield Hit("/paths", f"The connector has {len(subject.operations)} operations; {limit}.")


RULES = (
    Rule(
        "RSP050",
        "The schema of a response is not empty",
        why="Makers get no output from it, and reviewers reject it.",
        source="policy 5000.2.4.4; certification threads since PR#1086",
        severity=_ASKED,
        help="Describe the response, or remove the schema if nothing is returned.",
        bad="operations: {CreateOrder: {responses: {'201': {schema: {fields: null, type: any}}}}}",
        good="operations: {CreateOrder: {responses: {'204': {description: No content}, '201': null}}}",
        check=_empty_answer,
    ),
    Rule(
        "RSP051",
        "The object of a response has fields",
        why="Makers get no output from an object without fields, and reviewers reject it.",
        source="policy 5000.2.4.6",
        severity=_ASKED,
        help="Describe its fields, or write `additional: true` for any. If nothing is returned, remove the schema.",
        bad="operations: {CreateOrder: {responses: {'201': {schema: {fields: null, type: object}}}}}",
        check=_empty_object,
    ),
    Rule(
        "RSP090",
        "No type requires itself",
        why="Every value would be infinite. The import refuses it.",
        source="validator RequiredLoopInSchemaNotAllowed",
        severity=_REFUSED,
        help="Make one of the properties optional, or an array.",
        check=_endless,
    ),
    Rule(
        "RSP100",
        "A list describes its items",
        why="Otherwise makers cannot use its items. The import refuses it.",
        source="validator ArrayHasNoItems",
        severity=_REFUSED,
        help="Describe the items.",
        bad="operations: {ListShops: {parameters: {city: {type: array}}}}",
        good="operations: {ListShops: {parameters: {city: {type: 'string[]'}}}}",
        check=_items,
    ),
    Rule(
        "RSP101",
        "A list of required fields is not empty",
        why="The import refuses an empty list.",
        source="validator RequiredPropertyArrayEmpty",
        severity=_REFUSED,
        help="Remove the list.",
        check=_required_some,
    ),
    Rule(
        "RSP102",
        "Required fields exist",
        why="Makers cannot enter a field that does not exist. The import refuses it.",
        source="validator RequiredPropertyDefinitionMissing",
        severity=_REFUSED,
        help="Describe the field, or remove it from the list.",
        bad="operations: {CreateOrder: {body: {exact: {required_fields: [shop_id, colour]}}}}",
        good="operations: {CreateOrder: {body: {exact: {required_fields: [shop_id, amount]}}}}",
        check=_required_known,
    ),
    Rule(
        "RSP103",
        "`required` lists the fields of an object",
        why="It has no effect on any other type. The validator reports it, although published connectors contain it.",
        source="validator RequiredPropertyNotOnObject",
        severity=Severities("warning", "warning", "advice"),
        help="Remove `required`, or write `type: object`.",
        bad="operations: {CreateOrder: {body: {fields: {speed: {extra: {required: [slow]}}}}}}",
        good="operations: {CreateOrder: {body: {fields: {speed: {required: true}}}}}",
        check=_required_of_object,
    ),
    Rule(
        "RSP104",
        "An object lists its required fields",
        why="A flag on the field itself has no effect, or the import refuses it.",
        source="validator JsonTypeIncorrect",
        severity=_REFUSED,
        help="Name the field in `required` of the object around it.",
        bad="operations: {CreateOrder: {body: {fields: {speed: {extra: {required: true}}}}}}",
        good="operations: {CreateOrder: {body: {fields: {speed: {required: true}}}}}",
        check=_required_flag,
    ),
    Rule(
        "RSP110",
        "A connector has at most 256 operations",
        why="Microsoft documents this limit for the import.",
        source="validator TotalOperationsCountExceedsMaxAllowed; FAQ",
        severity=everywhere("warning"),
        help="Split the connector by subject.",
        check=_operations,
    ),
    Rule(
        "RSP120",
        "A discriminator is a required string",
        why="It determines the type of a value. The import refuses any other discriminator.",
        source="validator DiscriminatorMustBeARequiredStringProperty",
        severity=_REFUSED,
        help="Declare the field as a required string.",
        bad="operations: {CreateOrder: {body: {discriminator: speed}}}",
        good="operations: {CreateOrder: {body: {discriminator: shop_id}}}",
        check=_discriminator,
    ),
)

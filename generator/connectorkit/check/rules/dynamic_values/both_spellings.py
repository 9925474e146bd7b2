"""Rules about the two spellings of a dynamic call: where the newer one is needed, and that both agree."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine import schema_paths
from connectorkit.check.engine.connector_index import Operation, Subject, short
from connectorkit.check.engine.dynamic_calls import (
    LIST,
    PROPERTIES,
    SCHEMA,
    VALUES,
    Call,
    argument,
    calls,
    field_of_body,
    inputs,
    literal,
    named,
    older,
    reference,
    referring,
    start,
    taken,
    uncertain,
    wanted,
)
from connectorkit.check.engine.rule import Hit, Rule, Severities
from connectorkit.check.engine.schema_paths import Lost
from connectorkit.check.rules.dynamic_values.dynamic import misfit
from connectorkit.check.rules.dynamic_values.dynamic_paths import expression, reading, text
from connectorkit.model.connector import Json


def _alone(subject: Subject, key: str) -> Iterator[Call]:
    """The calls in the older spelling without a newer one beside them."""
    twin = {VALUES: LIST, SCHEMA: PROPERTIES}[key]
    for call in calls(subject):
        if call.key == key and call.at is not None and twin not in call.at.node:
            yield call


def _ambiguous(subject: Subject, key: str, twin: str) -> Iterator[Hit]:
    for call in _alone(subject, key):
        for name, source, operation, _ in referring(subject, call):
            if source in dict(inputs(operation)) and field_of_body(subject, operation, source):
                what = f"{start(named(call, subject))} uses '{short(source)}'"
                yield Hit(
                    f"{argument(call, name)}/parameter",
                    f"{what}, which {operation.called} has twice: as a parameter and in its body.",
                    f"Write {twin} as well, which names one of them: `{source}` or `body/{source}`.",
                )


def _inside(subject: Subject, key: str, twin: str) -> Iterator[Hit]:
    for call in _alone(subject, key):
        said = list(referring(subject, call))
        lost = {name for name, *_, found in said if isinstance(found, Lost)}
        first = {
            name: (source, operation)
            for name, source, operation, _ in reversed(said)
            if name not in lost and source not in dict(inputs(operation)) and not uncertain(operation, source)
        }
        for name, (source, operation) in first.items():
            body = operation.body.name if operation.body else "body"
            what = f"{start(named(call, subject))} uses '{short(source)}' from the body of {operation.called}"
            path = short(source.replace(".", "/"))
            way = f"Write {twin} as well (`written: both`), with {{parameterReference: {body}/{path}}}."
            yield Hit(f"{argument(call, name)}/parameter", f"{what}, which {key} alone cannot express.", way)


def _list_ambiguous(subject: Subject) -> Iterator[Hit]:
    yield from _ambiguous(subject, VALUES, LIST)


def _list_inside(subject: Subject) -> Iterator[Hit]:
    yield from _inside(subject, VALUES, LIST)


def _shape_ambiguous(subject: Subject) -> Iterator[Hit]:
    yield from _ambiguous(subject, SCHEMA, PROPERTIES)


def _shape_inside(subject: Subject) -> Iterator[Hit]:
    yield from _inside(subject, SCHEMA, PROPERTIES)


def _shape_properties(subject: Subject) -> Iterator[Hit]:
    for call in _alone(subject, SCHEMA):
        path = text(call, "value-path")
        if path == "properties" or path.endswith("/properties"):
            yield Hit(
                f"{call.pointer}/value-path",
                f"{start(named(call, subject))} reads '{short(path)}', the fields of a schema instead of the schema.",
            )


def _pairs(subject: Subject) -> Iterator[tuple[Call, Call, Operation | None]]:
    """The older and the newer call of each place, and the operation that both call, None if they differ."""
    for call in calls(subject):
        twin = older(subject, call)
        if twin is not None:
            same = call.target_id == twin.target_id
            yield twin, call, subject.operation(call.target_id) if same else None


def _same_path(subject: Subject) -> Iterator[Hit]:
    for old, new, target in _pairs(subject):
        if target is None or new.key != PROPERTIES or not _reads(subject, old) or not _reads(subject, new):
            continue
        wanted = text(old, "value-path").removesuffix("properties").rstrip("/")
        said = text(new, "itemValuePath")
        if said != wanted:
            yield from _path_hit(subject, new, wanted, said)


def _path_hit(subject: Subject, new: Call, wanted: str, said: str) -> Iterator[Hit]:
    pointer = f"{new.pointer}/itemValuePath"
    where = f"at '{short(said)}'" if said else "at the top of the response"
    right = f"at '{short(wanted)}'" if wanted else "at the top of the response"
    yield Hit(
        pointer if said else new.pointer,
        f"{start(named(new, subject))} is read {where} by {PROPERTIES}, and {right} by {SCHEMA}.",
    )


def _reads(subject: Subject, call: Call) -> bool:
    """Whether everything that a call reads exists; other rules report where it does not."""
    one = reading(subject, call)
    if one is None:
        return True
    if isinstance(one.found, Lost):
        return False
    if not call.lists or not one.found.known:
        return True
    if schema_paths.kind(subject, one.found) not in ("array", ""):
        return False
    item = schema_paths.item(subject, one.found)
    if call.paths[1] not in call.node and schema_paths.kind(subject, item) == "object":
        return False
    paths = [text(call, key) for key in call.paths[1:]]
    return not any(isinstance(schema_paths.follow(subject, item, path), Lost) for path in paths if not expression(path))


def _same_operation(subject: Subject) -> Iterator[Hit]:
    for old, new, _ in _pairs(subject):
        if old.target_id != new.target_id and subject.operation(old.target_id) and subject.operation(new.target_id):
            yield Hit(
                f"{new.pointer}/operationId",
                f"{start(named(new, subject))} calls '{short(new.target_id)}' "
                f"in {new.key}, but '{short(old.target_id)}' in {old.key}.",
                related=(f"{old.pointer}/operationId",),
            )


def _same_reading(subject: Subject) -> Iterator[Hit]:
    for old, new, target in _pairs(subject):
        if target is None or not old.lists or not (_reads(subject, old) and _reads(subject, new)):
            continue
        for old_key, new_key in zip(old.paths, new.paths, strict=True):
            if text(old, old_key) != text(new, new_key):
                pointer = f"{new.pointer}/{new_key}" if new_key in new.node else new.pointer
                yield Hit(
                    pointer,
                    f"{start(named(new, subject))} reads '{short(text(old, old_key))}' in {old_key}, "
                    f"and '{short(text(new, new_key))}' in {new_key}.",
                )


def _same_arguments(subject: Subject) -> Iterator[Hit]:
    for old, new, target in _pairs(subject):
        if target is None or not all(isinstance(one.node.get("parameters", {}), dict) for one in (old, new)):
            continue
        needed = {name for name, _ in wanted(subject, target)}
        for name in {**old.arguments, **new.arguments}:
            both = name in old.arguments and name in new.arguments
            if (name not in needed and not both) or (both and _differ(subject, old, new, name)):
                yield from _another(subject, old, new, target, name)


def _another(subject: Subject, old: Call, new: Call, target: Operation, name: str) -> Iterator[Hit]:
    found = taken(subject, target, name)
    odd = isinstance(found, Lost) or any(misfit(subject, call, name, found) for call in (old, new))
    if not odd:
        call = new if name in new.arguments else old
        yield Hit(
            argument(call, name),
            f"{start(named(new, subject))} passes a different '{short(name)}' in {new.key} than in {old.key}.",
        )


def _differ(subject: Subject, old: Call, new: Call, name: str) -> bool:
    """Whether both calls have valid but different values for an argument."""
    first, second = _said(old, old.arguments[name]), _said(new, new.arguments[name])
    lost = any(
        one == name and isinstance(found, Lost) for call in (old, new) for one, _, _, found in referring(subject, call)
    )
    return first is not None and second is not None and first != second and not lost


def _said(call: Call, said: Json) -> tuple[str, Json] | None:
    """The meaning of an argument: its kind and its value; None where it has the wrong form for its extension."""
    source = reference(call, said)
    if source:
        return "input", source.rpartition("/")[2]
    written, value = literal(call, said)
    return ("value", value) if written else None


_NEEDED = Severities("warning", "warning", "advice")
_AGREE = Severities("warning", "warning", "advice")
RULES = (
    Rule(
        "DYN040",
        "A drop-down that reads an ambiguous name has x-ms-dynamic-list",
        why="The older extension contains only the name, so the platform cannot distinguish the two inputs.",
        source="validator DynamicListExtensionRequiredForAmbiguousReferences",
        severity=_NEEDED,
        help="Write x-ms-dynamic-list as well (`written: both`).",
        check=_list_ambiguous,
    ),
    Rule(
        "DYN041",
        "A drop-down that uses a field of the body has x-ms-dynamic-list",
        why="The older extension can refer only to parameters; newer designers do not resolve its references to "
        "fields of the body.",
        source="validator DynamicListExtensionRequiredForNonParameterReferences",
        severity=_NEEDED,
        help="Write x-ms-dynamic-list as well (`written: both`).",
        check=_list_inside,
    ),
    Rule(
        "DYN042",
        "A dynamic schema that reads an ambiguous name has x-ms-dynamic-properties",
        why="The older extension contains only the name, so the platform cannot distinguish the two inputs.",
        source="validator DynamicPropertiesExtensionRequiredForAmbiguousReferences",
        severity=_NEEDED,
        help="Write x-ms-dynamic-properties as well (`written: both`).",
        check=_shape_ambiguous,
    ),
    Rule(
        "DYN043",
        "A dynamic schema that reads a field of the body has x-ms-dynamic-properties",
        why="The older extension can refer only to parameters; newer designers do not resolve its references to "
        "fields of the body.",
        source="validator DynamicPropertiesExtensionRequiredForNonParameterReferences",
        severity=_NEEDED,
        help="Write x-ms-dynamic-properties as well (`written: both`).",
        check=_shape_inside,
    ),
    Rule(
        "DYN044",
        "A dynamic schema whose path ends at its properties has x-ms-dynamic-properties",
        why="The older extension may point to the properties of a schema; the newer one points to the schema itself.",
        source="validator DynamicPropertiesExtensionRequiredForPropertiesValuePath",
        severity=_NEEDED,
        help="Write x-ms-dynamic-properties as well, with itemValuePath one step shorter.",
        check=_shape_properties,
    ),
    Rule(
        "DYN050",
        "Both extensions of a dynamic schema read it from the same path",
        why="Newer and older designers would show different fields.",
        source="validator DynamicPropertiesItemValuePathMismatch",
        severity=Severities("error", "error", "warning"),
        help="Write the path of value-path in itemValuePath, without `properties` at its end.",
        check=_same_path,
    ),
    Rule(
        "DYN051",
        "Both extensions call the same operation",
        why="Newer and older designers would show different choices or fields.",
        source="OpenAPI extensions, x-ms-dynamic-list",
        severity=_AGREE,
        help="Name the same operationId in both.",
        check=_same_operation,
    ),
    Rule(
        "DYN052",
        "Both extensions of a drop-down read the same list, value and title",
        why="Newer and older designers would send different values for the same choice.",
        source="OpenAPI extensions, x-ms-dynamic-list",
        severity=_AGREE,
        help="Write the same paths in both.",
        check=_same_reading,
    ),
    Rule(
        "DYN053",
        "Both extensions pass the same arguments",
        why="Newer and older designers would show different choices or fields.",
        source="OpenAPI extensions, x-ms-dynamic-list",
        severity=_AGREE,
        help="Write the same arguments in both.",
        check=_same_arguments,
    ),
)

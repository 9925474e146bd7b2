"""Rules about paths that a dynamic call reads in a response: the list, value and title of choices, and the schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.check.engine import schema_paths
from connectorkit.check.engine.connector_index import Operation, Subject, mapping, short
from connectorkit.check.engine.dynamic_calls import Call, calls, choose, named, older, start
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, everywhere
from connectorkit.check.engine.schema_paths import Lost, Spot
from connectorkit.check.engine.scripts import scripted
from connectorkit.check.engine.words import did_you_mean


class Reading(NamedTuple):
    """A call whose response has a schema: its operation, the response, and the list or schema that it reads."""

    call: Call
    target: Operation
    answer: Spot
    path: str
    found: Spot | Lost


def readings(subject: Subject) -> list[Reading]:
    """Every call whose response has a schema; of two spellings that read the same, the older one."""
    return subject.once(_readings)


def _readings(subject: Subject) -> list[Reading]:
    made = []
    for call in calls(subject):
        one = reading(subject, call) if call.at is not None else None
        twin = older(subject, call)
        if one and not (twin and twin.target_id == call.target_id and _read(twin) == _read(call)):
            made.append(one)
    return made


def reading(subject: Subject, call: Call) -> Reading | None:
    """The reading of ``call``; None where the response has no schema, or a script may change it."""
    target = subject.operation(call.target_id)
    answer = schema_paths.answer(subject, target) if target else None
    if target is None or answer is None or scripted(subject, target):
        return None
    path = text(call, call.paths[0] if call.lists else call.paths[1])
    if expression(path):
        return None
    begin = schema_paths.spot(answer)
    return Reading(call, target, begin, path, schema_paths.follow(subject, begin, path))


def text(call: Call, key: str) -> str:
    """The path under a key of an extension; "" for none."""
    said = call.node.get(key) if key else None
    return said if isinstance(said, str) else ""


def expression(path: str) -> bool:
    """Whether a path is an expression, which cannot be followed here."""
    return "{" in path or "(" in path


def _read(call: Call) -> tuple[str, ...]:
    return tuple(text(call, key) for key in call.paths)


def _list_there(subject: Subject) -> Iterator[Hit]:
    for one in readings(subject):
        if one.call.lists and isinstance(one.found, Lost):
            yield _lost(subject, one, one.call.paths[0], one.path, one.found, "the response")


def _lost(subject: Subject, one: Reading, key: str, path: str, found: Lost, where: str) -> Hit:
    """The breach for a path without a target; the fix removes an extra slash at its ends."""
    pointer, names = f"{one.call.pointer}/{key}", found.names
    better = path.strip("/")
    fix = Fix(f"Write '{better}'.", (Edit("set", pointer, better),)) if better and better != path else None
    what = f"'{short(path)}'" if found.step == path else f"'{short(found.step)}' of '{short(path)}'"
    message = f"{start(named(one.call, subject))} reads {what}, which {where} of {one.target.called} does not have."
    return Hit(pointer, message, did_you_mean(found.step, names, choose(names)), fix)


def _list_is_one(subject: Subject) -> Iterator[Hit]:
    for one in readings(subject):
        kind = _kind(subject, one)
        if one.path and kind not in ("", "array"):
            yield Hit(
                f"{one.call.pointer}/{one.call.paths[0]}",
                f"{start(named(one.call, subject))} reads the choices "
                f"from '{short(one.path)}' of {one.target.called}, which is of type {kind}.",
            )


def _kind(subject: Subject, one: Reading) -> str:
    """The type of the value that is read as the list; "" if unknown."""
    found = one.found
    return schema_paths.kind(subject, found) if one.call.lists and isinstance(found, Spot) and found.known else ""


def _list_named(subject: Subject) -> Iterator[Hit]:
    for one in readings(subject):
        kind = _kind(subject, one)
        if not one.path and kind not in ("", "array") and not schema_paths.loose(subject, one.answer):
            lists = tuple(_lists(subject, one.answer))
            way = f"Write `collection: {lists[0]}`." if len(lists) == 1 else ""
            pointer = f"{one.call.pointer}/{one.call.paths[0]}"
            yield Hit(
                pointer,
                f"{start(named(one.call, subject))} does not name the array of choices in the response of "
                f"{one.target.called}.",
                way,
            )


def _lists(subject: Subject, answer: Spot) -> Iterator[str]:
    for part in schema_paths.parts(subject, answer):
        for name in mapping(part.node.get("properties")):
            field = schema_paths.below(subject, answer, name)
            if isinstance(field, Spot) and schema_paths.kind(subject, field) == "array":
                yield name


def _items(subject: Subject) -> Iterator[tuple[Reading, Spot]]:
    for one in readings(subject):
        if one.call.lists and isinstance(one.found, Spot) and _kind(subject, one) == "array":
            yield one, schema_paths.item(subject, one.found)


def _value_there(subject: Subject) -> Iterator[Hit]:
    yield from _in_items(subject, 1)


def _title_there(subject: Subject) -> Iterator[Hit]:
    yield from _in_items(subject, 2)


def _in_items(subject: Subject, which: int) -> Iterator[Hit]:
    for one, item in _items(subject):
        key = one.call.paths[which]
        path = text(one.call, key)
        found = schema_paths.follow(subject, item, path)
        same = which == 2 and path == text(one.call, one.call.paths[1])
        if isinstance(found, Lost) and not same and not expression(path):
            yield _lost(subject, one, key, path, found, "an item of the list")


def _value_named(subject: Subject) -> Iterator[Hit]:
    for one, item in _items(subject):
        if one.call.paths[1] not in one.call.node and item.known and schema_paths.kind(subject, item) == "object":
            yield Hit(
                one.call.pointer,
                f"{start(named(one.call, subject))} does not name the field with the value in the items of the "
                f"response of {one.target.called}.",
            )


def _shape_there(subject: Subject) -> Iterator[Hit]:
    for one in readings(subject):
        if not one.call.lists and isinstance(one.found, Lost):
            yield _lost(subject, one, one.call.paths[1], one.path, one.found, "the response")


RULES = (
    Rule(
        "DYN030",
        "The list of choices is in the response",
        why="Without it, the drop-down stays empty. A script that is not available here may add it.",
        source="validator InvokedOperationShouldProduceArray",
        severity=everywhere("warning"),
        help="Name the list by its path in the response, with a slash between names.",
        bad="operations: {CreateOrder: {body: {fields: {shop_id: {options: {collection: data}}}}}}",
        good="operations: {CreateOrder: {body: {fields: {shop_id: {options: {collection: shops}}}}}}",
        check=_list_there,
    ),
    Rule(
        "DYN031",
        "The choices are a list",
        why="Each item of the list becomes a choice.",
        source="validator InvokedOperationShouldProduceArray",
        severity=everywhere("error"),
        help="Name the list itself, or declare a list at this path in the response.",
        good="operations: {ListShops: {returns: {fields: {shops: {description: The shops.}}}}}",
        check=_list_is_one,
    ),
    Rule(
        "DYN032",
        "The array of choices is named, unless the whole response is the array",
        why="Without a name, the platform uses the whole response as the list.",
        source="validator InvokedOperationShouldProduceArray",
        severity=everywhere("error"),
        help="Name the list (value-collection, itemsPath).",
        bad="operations: {CreateOrder: {body: {fields: {shop_id: {options: {collection: null}}}}}}",
        good="operations: {CreateOrder: {body: {fields: {shop_id: {options: {collection: shops}}}}}}",
        check=_list_named,
    ),
    Rule(
        "DYN033",
        "The value of a choice is in the items",
        why="This value is sent when a maker selects the choice.",
        source="validator InvokedOperationShouldProduceProperty",
        severity=everywhere("error"),
        help="Name a field of the items by its path.",
        bad="operations: {CreateOrder: {body: {fields: {shop_id: {options: {value: shop}}}}}}",
        good="operations: {CreateOrder: {body: {fields: {shop_id: {options: {value: shop_id}}}}}}",
        check=_value_there,
    ),
    Rule(
        "DYN034",
        "The title of a choice is in the items",
        why="Makers see this title in the drop-down.",
        source="validator InvokedOperationShouldProduceProperty",
        severity=everywhere("error"),
        help="Name a field of the items by its path.",
        bad="operations: {CreateOrder: {body: {fields: {shop_id: {options: {title: title}}}}}}",
        good="operations: {CreateOrder: {body: {fields: {shop_id: {options: {title: name}}}}}}",
        check=_title_there,
    ),
    Rule(
        "DYN035",
        "The value of a choice is named if the items are objects",
        why="Otherwise the whole object is sent instead of a value.",
        source="OpenAPI extensions, x-ms-dynamic-values",
        severity=Severities("warning", "warning", "warning"),
        help="Name the field of the items to send (value-path, itemValuePath).",
        bad="operations: {CreateOrder: {body: {fields: {shop_id: {options: {value: null}}}}}}",
        good="operations: {CreateOrder: {body: {fields: {shop_id: {options: {value: shop_id}}}}}}",
        check=_value_named,
    ),
    Rule(
        "DYN036",
        "The dynamic schema is in the response",
        why="It defines the fields that makers see.",
        source="validator InvokedOperationShouldProduceProperty",
        severity=Severities("warning", "warning", "warning"),
        help="Name the field of the response that contains the schema, with a slash between names.",
        check=_shape_there,
    ),
)

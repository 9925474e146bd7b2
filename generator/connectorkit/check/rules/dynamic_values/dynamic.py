"""Rules about dynamic calls: the called operation and its arguments."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine import schema_paths
from connectorkit.check.engine.connector_index import Operation, Subject, mapping, short
from connectorkit.check.engine.dynamic_calls import (
    KEYS,
    Call,
    argument,
    calls,
    choose,
    literal,
    named,
    older,
    start,
    taken,
    thing,
    wanted,
)
from connectorkit.check.engine.rule import Hit, Rule, everywhere
from connectorkit.check.engine.schema_paths import Lost, Spot
from connectorkit.check.engine.scripts import scripted
from connectorkit.check.engine.words import did_you_mean
from connectorkit.model.connector import Json

_CONTEXT = "x-ms-operation-context"
_OTHERS = ("builtInOperation", "capability", "dynamicState")
_PYTHON: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def _target_exists(subject: Subject) -> Iterator[Hit]:
    if any(not one.id for one in subject.operations):
        # Another rule reports an operation without operationId, which may be the called one.
        return
    for call in calls(subject):
        name, twin = call.target_id, older(subject, call)
        if name and subject.operation(name) is None and not (twin and twin.target_id == name):
            yield _missing(subject, f"{call.pointer}/operationId", named(call, subject), name)
    for at in subject.having("operation", _CONTEXT):
        said = mapping(mapping(at.node[_CONTEXT]).get("simulate")).get("operationId")
        if isinstance(said, str) and said and subject.operation(said) is None:
            what = f"the simulation of {thing(at, subject)}"
            yield _missing(subject, at.at(_CONTEXT, "simulate", "operationId"), what, said)


def _missing(subject: Subject, pointer: str, what: str, name: str) -> Hit:
    message = f"{start(what)} calls '{short(name)}', which does not exist."
    ways = subject.once(_ways)
    if name not in ways:
        ways[name] = did_you_mean(name, (one.id for one in subject.operations))
    return Hit(pointer, message, ways[name])


def _ways(_: Subject) -> dict[str, str]:
    """A cache of suggestions by undefined name, because searching for one is slow."""
    return {}


def _target_named(subject: Subject) -> Iterator[Hit]:
    for key in KEYS:
        for kind in ("parameter", "items", "schema"):
            for at in subject.having(kind, key):
                said = at.node[key]
                if not isinstance(said, dict) or not _names_something(said):
                    pointer = at.at(key, "operationId") if isinstance(said, dict) else at.at(key)
                    yield Hit(pointer, f"{key} of {thing(at, subject)} names no operation.")
    for call in calls(subject):
        if call.part and not _names_something(call.node):
            yield Hit(f"{call.pointer}/operationId", f"{start(named(call, subject))} names no operation.")


def _names_something(node: dict[str, Json]) -> bool:
    name = node.get("operationId")
    return (isinstance(name, str) and bool(name)) or any(key in node for key in _OTHERS)


def _called(subject: Subject) -> Iterator[tuple[Call, Operation, Call | None]]:
    """Each call of an existing operation, and the call in the older spelling if it calls the same operation."""
    for call in calls(subject):
        target = subject.operation(call.target_id)
        if target is not None:
            twin = older(subject, call)
            yield call, target, twin if twin and twin.target_id == call.target_id else None


def _arguments_needed(subject: Subject) -> Iterator[Hit]:
    for call, target, twin in _called(subject):
        if not isinstance(call.node.get("parameters", {}), dict):
            continue
        lacking = set(_lacking(subject, call, target)) - set(_lacking(subject, twin, target) if twin else ())
        for name in sorted(lacking):
            pointer = f"{call.pointer}/parameters" if call.arguments else call.pointer
            message = f"{start(named(call, subject))} calls {target.called} without '{short(name)}', which it requires."
            yield Hit(pointer, message, most=_most(subject, target))


def _most(subject: Subject, target: Operation) -> str:
    """The highest severity of mistakes in a call of ``target``: a script may correct the request."""
    return "warning" if scripted(subject, target) else ""


def _lacking(subject: Subject, call: Call, target: Operation) -> Iterator[str]:
    given = {one.casefold() for one in call.arguments}
    given |= {one.replace(".", "/") for one in given}
    body = target.body
    for written, inside in wanted(subject, target):
        name = written.casefold()
        root = body.name.casefold() if body else ""
        fields = {one.partition("/")[2] if body and one.startswith(f"{root}/") else one for one in given}
        whole = inside and body is not None and root in given
        if name not in given and not (inside and any(_within(one, name) for one in fields)) and not whole:
            yield written


def _within(path: str, name: str) -> bool:
    return path == name or path.startswith(name + "/")


def _arguments_known(subject: Subject) -> Iterator[Hit]:
    for call, target, twin in _called(subject):
        for name in call.arguments:
            found = taken(subject, target, name)
            if isinstance(found, Lost) and not (twin and name in twin.arguments):
                message = f"{start(named(call, subject))} sends '{short(name)}', which {target.called} does not have."
                way = did_you_mean(name, found.names, choose(found.names))
                yield Hit(argument(call, name), message, way, most=_most(subject, target))


def _literal_types(subject: Subject) -> Iterator[Hit]:
    for call, target, twin in _called(subject):
        for name, said in call.arguments.items():
            _, value = literal(call, said)
            if twin and literal(twin, twin.arguments.get(name)) == (True, value):
                continue
            kind = misfit(subject, call, name, taken(subject, target, name))
            if kind:
                pointer = f"{argument(call, name)}/value" if call.newer else argument(call, name)
                yield Hit(
                    pointer,
                    f"{start(named(call, subject))} sends {short(repr(value))} to {target.called} as "
                    f"'{short(name)}', which is of type {kind}.",
                    most=_most(subject, target),
                )


def misfit(subject: Subject, call: Call, name: str, found: Spot | Lost) -> str:
    """The type of an input if the literal of a call has another one; "" if they match."""
    written, value = literal(call, call.arguments.get(name))
    kind = schema_paths.kind(subject, found) if isinstance(found, Spot) and found.known else ""
    return kind if written and value is not None and kind in _PYTHON and not _fits(value, kind) else ""


def _fits(value: Json, kind: str) -> bool:
    if isinstance(value, float) and kind == "integer":
        return value.is_integer()
    return isinstance(value, _PYTHON[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _arguments_listed(subject: Subject) -> Iterator[Hit]:
    for call in calls(subject):
        if not isinstance(call.node.get("parameters", {}), dict):
            yield Hit(f"{call.pointer}/parameters", f"The arguments of {named(call, subject)} are not an object.")


def _newer_spelling(subject: Subject) -> Iterator[Hit]:
    for call in calls(subject):
        for name, said in call.arguments.items() if call.newer else ():
            keys = set(mapping(said))
            picked = keys == {"selectedItemValuePath"}
            if not picked and keys not in ({"value"}, {"parameterReference"}):
                yield Hit(
                    argument(call, name),
                    f"'{short(name)}' of {named(call, subject)} is written in the syntax of the older "
                    f"extension, which {call.key} does not read.",
                )


def _older_spelling(subject: Subject) -> Iterator[Hit]:
    for call in calls(subject):
        for name, said in call.arguments.items() if not call.newer and call.at is not None else ():
            keys = set(mapping(said))
            if "parameterReference" in keys or keys == {"value"}:
                yield Hit(
                    argument(call, name),
                    f"'{short(name)}' of {named(call, subject)} is written in the syntax of the newer "
                    f"extension, which {call.key} does not read.",
                )


_ALL = everywhere("error")
RULES = (
    Rule(
        "DYN020",
        "The operation that is called while a flow is edited exists",
        why="Otherwise the drop-down, the schema or the tree stays empty.",
        source="validator OperationIdNotFound",
        severity=_ALL,
        help="Name the operationId of an operation of this connector.",
        bad="operations: {CreateOrder: {body: {fields: {shop_id: {options: {operation: ListShop}}}}}}",
        good="operations: {CreateOrder: {body: {fields: {shop_id: {options: {operation: ListShops}}}}}}",
        check=_target_exists,
    ),
    Rule(
        "DYN021",
        "A drop-down, a dynamic schema and a tree name the operation that fills them",
        why="Without it, there is nothing to call.",
        source="schema of apiDefinition, x-ms-dynamic-values",
        severity=_ALL,
        help="Write `operation` with the operationId (operationId in the extension).",
        bad="operations: {CreateOrder: {body: {fields: {shop_id: {options: {operation: null}}}}}}",
        good="operations: {CreateOrder: {body: {fields: {shop_id: {options: {operation: ListShops}}}}}}",
        check=_target_named,
    ),
    Rule(
        "DYN022",
        "A call passes every argument that the operation requires",
        why="Otherwise the service refuses the call, and the list stays empty.",
        source="validator OperationMissingRequiredProperty",
        severity=_ALL,
        help="Write it under `with`: a value, or `{from: input}` for what the maker has entered.",
        bad="operations: {ListShops: {parameters: {city: {required: true}}}}",
        good="operations: {ListShops: {parameters: {city: {required: false}}}}",
        check=_arguments_needed,
    ),
    Rule(
        "DYN023",
        "A call passes only arguments that the operation has",
        why="The import refuses any other argument, which is often a misspelling.",
        source="validator OperationParameterNameNotFound",
        severity=_ALL,
        help="Use the name of a parameter of the called operation.",
        bad="operations: {CreateOrder: {body: {fields: {shop_id: {options: {with: {town: Sydney}}}}}}}",
        good="operations: {CreateOrder: {body: {fields: {shop_id: {options: {with: {city: Sydney}}}}}}}",
        check=_arguments_known,
    ),
    Rule(
        "DYN024",
        "A constant argument of a call is of the right type",
        why="The import compares it with the parameter of the called operation.",
        source="validator OperationParameterStaticTypeMismatch",
        severity=_ALL,
        help="Write a value of that type. A number in quotes is a string.",
        bad="operations: {CreateOrder: {body: {fields: {shop_id: {options: {with: {city: 5}}}}}}}",
        good="operations: {CreateOrder: {body: {fields: {shop_id: {options: {with: {city: '5'}}}}}}}",
        check=_literal_types,
    ),
    Rule(
        "DYN029",
        "The arguments of a call are an object",
        why="Each argument is passed to the parameter with the same name.",
        source="schema of apiDefinition, x-ms-dynamic-values",
        severity=_ALL,
        help="Write `parameters` as an object of parameter names and values.",
        bad="operations: {CreateOrder: {body: {fields: {shop_id: {options: {extra: {parameters: [Sydney]}}}}}}}",
        good="operations: {CreateOrder: {body: {fields: {shop_id: {options: {with: {city: Sydney}}}}}}}",
        check=_arguments_listed,
    ),
    Rule(
        "DYN060",
        "The newer extensions wrap their arguments",
        why="x-ms-dynamic-list, -properties and -tree accept only {value} or {parameterReference}.",
        source="OpenAPI extensions, x-ms-dynamic-list",
        severity=_ALL,
        help="Write {value: ...} for a value or {parameterReference: body/field} for an input, and no other key.",
        good="operations: {CreateOrder: {body: {fields: {shop_id: {options: {written: both, with: {city: Sydney}}}}}}}",
        check=_newer_spelling,
    ),
    Rule(
        "DYN061",
        "The older extensions do not wrap values",
        why="x-ms-dynamic-values and -schema send {value: ...} unchanged, as an object instead of a plain value.",
        source="OpenAPI extensions, x-ms-dynamic-values",
        severity=_ALL,
        help="Write a value directly, and an input as {parameter: name}, or as {from: name} in a YAML source.",
        bad="operations: {CreateOrder: {body: {fields: {shop_id: {options: {with: {city: {value: Sydney}}}}}}}}",
        good="operations: {CreateOrder: {body: {fields: {shop_id: {options: {with: {city: Sydney}}}}}}}",
        check=_older_spelling,
    ),
)

"""The kinds of the values of a client, the classes that hold them, and the rules of what is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from connectorkit.model.connector import UNSET, Json, Operation, Schema, Unset
from connectorkit.model.record import record
from connectorkit.sandbox.shapes import response_paths

_LIMITS = {
    "minimum": (int, float),
    "maximum": (int, float),
    "multipleOf": (int, float),
    "minLength": (int,),
    "maxLength": (int,),
    "minItems": (int,),
    "maxItems": (int,),
    "pattern": (str,),
    "exclusiveMinimum": (bool,),
    "exclusiveMaximum": (bool,),
    "uniqueItems": (bool,),
}
_CODES = {"string": "s", "integer": "i", "number": "n", "boolean": "b", "file": "f", "null": "j"}


@record
class Kind:
    """What a value is: a code of the engine, ``c`` for a class, ``l`` and ``m`` for list and mapping."""

    code: str
    schema: Schema
    plan: Plan | None = None
    item: Kind | None = None


@record
class Slot:
    """One attribute of a class."""

    wire: str
    python: str
    kind: Kind
    required: bool = False
    undeclared: bool = False


@record(frozen=True)
class Use:
    """Where a class was first met: under ``key`` of the objects of ``owner``, None at the top of a request.

    ``many``: as one of several, the item of a list or the value of a mapping.
    """

    operation: Operation
    key: str = ""
    owner: Plan | None = None
    many: bool = False


@record
class Plan:
    """One class. ``sent`` and ``received`` tell in which directions its objects travel.

    ``named`` is the named type of the source that it is made of, "" for none. ``unsent`` are the fields of a class
    that is only sent, which a client leaves out. ``partly``: several operations return it, each a part of its fields.
    ``users`` is the number of operations that need it. ``wish`` is the name that it would have if no other class had
    a claim to it.
    """

    name: str
    base: str
    module: str
    schema: Schema
    use: Use
    named: str = ""
    slots: list[Slot] = field(default_factory=list)
    additional: Kind | None = None
    whole: Kind | None = None
    unsent: frozenset[str] = frozenset()
    sent: bool = False
    received: bool = False
    partly: bool = False
    users: int = 1
    wish: str = ""


def inside(kind: Kind | None) -> Iterator[Kind]:
    """``kind``, and the kinds of the items within it."""
    while kind is not None:
        yield kind
        kind = kind.item


def kinds_of(plan: Plan) -> Iterator[Kind]:
    """The kinds of all that the objects of ``plan`` hold, items included."""
    for kind in [*(slot.kind for slot in plan.slots), plan.additional, plan.whole]:
        yield from inside(kind)


def reached(plan: Plan) -> Iterator[Plan]:
    """The classes that the attributes of ``plan`` hold directly."""
    yield from (kind.plan for kind in kinds_of(plan) if kind.plan is not None)


def code(schema: Schema) -> str:
    if schema.money and schema.type in ("number", "integer", "string"):
        return "e" if schema.type == "string" else "d"
    if schema.type == "object":
        return "o"
    if schema.type == "string" and schema.format == "password":
        return "p"
    if schema.type == "string" and schema.format in ("byte", "binary"):
        return "y"
    values = [choice.value for choice in schema.choices]
    if not schema.type and values and all(isinstance(value, str) for value in values):
        return "s"
    return _CODES.get(schema.type, "j")


def choices(kind: Kind) -> tuple[Json, ...]:
    """The values a kind is limited to; none when they contradict its type."""
    if not kind.schema.choices:
        return ()
    values = tuple(choice.value for choice in kind.schema.choices)
    types: dict[str, tuple[type, ...]] = {"s": (str,), "p": (str,), "i": (int,), "n": (int, float), "b": (bool,)}
    fits = types.get(kind.code, ())
    sound = all(isinstance(v, fits) and (isinstance(v, bool) is (kind.code == "b")) for v in values)
    return tuple(dict.fromkeys(values)) if fits and sound else ()


def rules(kind: Kind, required: bool = False) -> dict[str, object]:
    """The rules of a value that is sent, as the engine has them."""
    held = constant(kind.schema)
    if unsent(kind.schema):
        return {"readOnly": True}
    if held is not UNSET:
        return {"constant": held}
    found: dict[str, object] = {}
    if required:
        found["required"] = True
        if kind.plan is None and kind.schema.default is not UNSET and kind.schema.default is not None:
            found["default"] = kind.schema.default
    if allowed := choices(kind):
        found["enum"] = allowed
    return {**found, **_limits(kind)}


def _limits(kind: Kind) -> dict[str, Json]:
    fitting = {
        "s": ("Length", "pattern"),
        "p": ("Length", "pattern"),
        "l": ("Items",),
        "i": ("imum", "multiple"),
        "n": ("imum", "multiple"),
        "d": ("imum", "multiple"),
    }.get(kind.code, ())
    found: dict[str, Json] = {}
    for name, value in kind.schema.limits.items():
        sound = isinstance(value, _LIMITS.get(name, ())) and (isinstance(value, bool) is (_LIMITS[name] == (bool,)))
        if sound and any(part in name for part in fitting) and (name != "pattern" or _compiles(str(value))):
            found[name] = value
    for least, most in (("minLength", "maxLength"), ("minItems", "maxItems"), ("minimum", "maximum")):
        low, high = found.get(least), found.get(most)
        if isinstance(low, (int, float)) and isinstance(high, (int, float)) and low > high:
            del found[least], found[most]  # No value is within both.
    return found


def _compiles(pattern: str) -> bool:
    import re

    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


def unsent(schema: Schema) -> bool:
    """Whether a client never sends a value: the service writes it, or the platform alone."""
    return schema.read_only or schema.platform


def constant(schema: Schema) -> Json | Unset:
    """What an internal input always is; UNSET when it is up to the caller. What `unsent` names is not sent."""
    return UNSET if not schema.internal or schema.callback else schema.default


def attributes(plan: Plan, path: str) -> tuple[tuple[str, ...], Kind] | None:
    """The attributes that lead to a response path such as ``data.items[]``, and the kind found there."""
    found: list[str] = []
    kind: Kind | None = None
    at: Plan | None = plan
    for step in response_paths.split(path):
        if step != "[]":
            slot = next((s for s in at.slots if s.wire == step), None) if at else None
            if slot is None:
                return None
            found.append(slot.python)
            kind = slot.kind
        else:
            if at is plan and plan.whole is not None and not found:
                found.append("value")
                kind = plan.whole
            kind = kind.item if kind is not None and kind.code == "l" else None
        if kind is None:
            return None
        at = kind.plan
    return (tuple(found), kind) if kind is not None else None

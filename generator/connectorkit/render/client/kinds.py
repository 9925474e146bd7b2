"""The kinds of a client's values, the classes that hold them, and the rules for sent values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from connectorkit.model import vendor_patterns
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
    """The kind of a value. ``code``: that of the engine, ``c`` for a class, ``l`` and ``m`` for list and mapping."""

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
    """The first use of a class: under ``key`` of the objects of ``owner``, which is None at the top of a request.

    ``many``: as the item of a list or the value of a mapping.
    """

    operation: Operation
    key: str = ""
    owner: Plan | None = None
    many: bool = False


@record
class Plan:
    """One class. ``sent`` and ``received``: the directions in which its objects are used.

    ``named`` is its named type in the source, "" for none. ``unsent`` are fields of a sent class that a client leaves
    out. ``partly``: several operations return it, each with a part of its fields. ``users`` is the number of operations
    that use it. ``wish`` is the name that it would have without other claims to it.
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
    """``kind``, and the kinds of its items at any depth."""
    while kind is not None:
        yield kind
        kind = kind.item


def kinds_of(plan: Plan) -> Iterator[Kind]:
    """The kinds of all values in the objects of ``plan``, items included."""
    for kind in [*(slot.kind for slot in plan.slots), plan.additional, plan.whole]:
        yield from inside(kind)


def reached(plan: Plan) -> Iterator[Plan]:
    """The classes of the attributes of ``plan``, items included."""
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
    """The values to which a kind is limited; empty when they contradict its type."""
    if not kind.schema.choices:
        return ()
    values = tuple(choice.value for choice in kind.schema.choices)
    types: dict[str, tuple[type, ...]] = {"s": (str,), "p": (str,), "i": (int,), "n": (int, float), "b": (bool,)}
    fits = types.get(kind.code, ())
    sound = all(isinstance(v, fits) and (isinstance(v, bool) is (kind.code == "b")) for v in values)
    return tuple(dict.fromkeys(values)) if fits and sound else ()


def rules(kind: Kind, required: bool = False) -> dict[str, object]:
    """The rules of a sent value, in the form of the engine."""
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
        if sound and any(part in name for part in fitting) and (name != "pattern" or vendor_patterns.plain(str(value))):
            found[name] = value
    for least, most in (("minLength", "maxLength"), ("minItems", "maxItems"), ("minimum", "maximum")):
        low, high = found.get(least), found.get(most)
        if isinstance(low, (int, float)) and isinstance(high, (int, float)) and low > high:
            del found[least], found[most]  # No value satisfies both.
    return found


def unsent(schema: Schema) -> bool:
    """Whether a client never sends a value, because only the service or the platform sets it."""
    return schema.read_only or schema.platform


def constant(schema: Schema) -> Json | Unset:
    """The constant of an internal input; UNSET when the caller chooses it. Inputs of `unsent` are not sent at all."""
    return UNSET if not schema.internal or schema.callback else schema.default


def attributes(plan: Plan, path: str) -> tuple[tuple[str, ...], Kind] | None:
    """The attributes of a response path such as ``data.items[]``, and the kind at its end; None when there is none."""
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

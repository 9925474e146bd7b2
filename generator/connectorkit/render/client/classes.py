"""The typed classes of a client: which there are, what they are called, where they live."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from connectorkit.model import flatten, python_names
from connectorkit.model.connector import UNSET, Connector, Field, Json, Operation, Schema
from connectorkit.render.client.python_text import literal

# Names that the generated modules use themselves.
RESERVED_CLASSES = frozenset(
    """ApiError AsyncClient AsyncEngine AsyncHttpTransport AsyncIterator AsyncTransport AttributeError BATCH BadRequest
    Batch CallEvent Callable Client ConnectionFailed ConnectorError Decimal DecodeError Event Failure File Forbidden
    HttpTransport Input ItemOutcome Iterator JsonObject JsonValue Literal Mapping Model NotFound OPERATION Operation
    OutcomeUnknown Paging PartialFailure RateLimited Request Response Result Runtime SERVICE Self Sequence ServerError
    Service SyncClient TYPE_CHECKING Throttle Trail Transport Unauthorized UnreadableOutcome UnsettledServerError
    ValidationFailed""".split()
)
_RESERVED_RESULT = tuple(
    """
    raw problems response unparsed already_done outcomes accepted rejected raise_for_rejected to_repeat subscription
    unique
    """.split()
)
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
# So that the statements that name a class fit on a line.
_LONGEST = 100
_CODES = {"string": "s", "integer": "i", "number": "n", "boolean": "b", "file": "f", "null": "j"}
_PLAIN = {
    "s": "str",
    "p": "str",
    "i": "int",
    "n": "float",
    "d": "Decimal",
    "e": "Decimal",
    "b": "bool",
    "j": "JsonValue",
    "r": "bytes",
}


@dataclass(slots=True)
class Kind:
    """What a value is: a code of the engine, ``c`` for a class, ``l`` and ``m`` for list and mapping."""

    code: str
    schema: Schema
    plan: Plan | None = None
    item: Kind | None = None


@dataclass(slots=True)
class Slot:
    """One attribute of a class."""

    wire: str
    python: str
    kind: Kind
    required: bool = False
    undeclared: bool = False


@dataclass(slots=True)
class Plan:
    """One class. ``sent`` and ``received`` tell in which directions its objects travel."""

    name: str
    base: str
    module: str
    schema: Schema
    slots: list[Slot] = field(default_factory=list)
    additional: Kind | None = None
    whole: Kind | None = None
    sent: bool = False
    received: bool = False


@dataclass(slots=True)
class Types:
    """All classes of a client, found while its operations are walked through.

    ``alone`` are the named types that only one class is made of; that class has the name of the type. ``prefix``
    begins the names of the classes that an operation makes of a named type otherwise.
    """

    connector: Connector
    alone: frozenset[str] = frozenset()
    prefix: str = ""
    overlays: dict[str, set[tuple[int, str, bool]]] = field(default_factory=dict)
    plans: list[Plan] = field(default_factory=list)
    shared: dict[str, Plan] = field(default_factory=dict)
    made: dict[tuple[int, str, bool], tuple[Schema, Plan]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=lambda: set(RESERVED_CLASSES))

    def claim(self, name: str) -> str:
        """``name``, or with a number where it is taken; a name too long for a line is cut."""
        chosen = python_names.unique([name[:_LONGEST]], self.taken)[0]
        self.taken.add(chosen)
        return chosen

    def kind(self, schema: Schema, name: str, module: str, sent: bool, open_: tuple[int | str, ...] = ()) -> Kind:
        """The kind of ``schema``; a class that it needs is called ``name``, unless it is a shared type.

        ``open_`` are the shapes that this one is the item of: a list that holds itself is any JSON.
        """
        full, shared = self.merged(schema)
        if full.fields:
            return Kind("c", full, plan=self._class(schema, full, shared, name, module, sent))
        if shared in open_ or id(schema) in open_:
            return Kind("j", full)
        below = (*open_, id(schema), *([shared] if shared else []))
        if full.type == "array" or (full.items is not None and not full.type):
            item = self.kind(full.items, name, module, sent, below) if full.items else Kind("j", Schema(full.span))
            return Kind("l", full, item=item)
        if isinstance(full.additional, Schema):
            return Kind("m", full, item=self.kind(full.additional, name, module, sent, below))
        return Kind(_code(full), full)

    def merged(self, schema: Schema) -> tuple[Schema, str]:
        """``schema`` with what it refers to and is composed of laid together, and the shared type that it is."""
        full = flatten.flat(self.connector, schema)
        return full, self._shared_name(schema, full)

    def _shared_name(self, schema: Schema, full: Schema) -> str:
        name, seen = "", set[str]()
        while len(schema.all_of) == 1 and not (schema.ref or schema.fields or schema.undeclared or schema.additional):
            schema = schema.all_of[0]
        while schema.ref and schema.ref in self.connector.types and schema.ref not in seen:
            if schema.fields or schema.all_of or schema.undeclared:
                return ""
            name = schema.ref
            seen.add(name)
            schema = self.connector.types[name].schema
        if not name and schema.type_name in self.connector.types:
            twin = self.connector.types[schema.type_name].schema
            same = (twin.fields, twin.additional, twin.undeclared) == (full.fields, full.additional, full.undeclared)
            return schema.type_name if same else ""
        return name

    def _class(self, schema: Schema, full: Schema, shared: str, name: str, module: str, sent: bool) -> Plan:
        """The class of an object; the same schema has one class in a module, so that what holds itself ends."""
        home = "models" if shared else module
        key = (id(schema), home, sent and home != "models")
        plan = self.shared.get(shared) if shared else self.made[key][1] if key in self.made else None
        if plan is None:
            title = python_names.class_name(shared) if shared else self._overlay_name(schema, key, name)
            plan = Plan(self.claim(title), "Model", home, full)
            self.made[key] = schema, plan
            if shared:
                self.shared[shared] = plan
            self.plans.append(plan)
            self.fill(plan, full, sent)
        elif (sent and not plan.sent) or (not sent and not plan.received):
            self._mark(plan, sent)
        return plan

    def _overlay_name(self, schema: Schema, key: tuple[int, str, bool], name: str) -> str:
        """The name of a class of fields laid over a named type: that of the type, if no other class is made of it."""
        while len(schema.all_of) == 1 and not schema.ref:
            schema = schema.all_of[0]
        base = next((one for one in (schema.ref, schema.base_name) if one in self.connector.types), "")
        if not base:
            return name
        self.overlays.setdefault(base, set()).add(key)
        plain = python_names.class_name(base)
        return plain if base in self.alone else name if key[1] == "models" else self.prefix + plain

    def lone(self) -> frozenset[str]:
        """The named types that one class alone was made of."""
        return frozenset(base for base, keys in self.overlays.items() if len(keys) == 1 and base not in self.shared)

    def named(self, schema: Schema) -> str:
        """The class of the objects of ``schema``, or of its items; "" when it has none."""
        while schema.items is not None and not schema.fields:
            schema = schema.items
        made = dict.fromkeys(plan.name for key, (_, plan) in self.made.items() if key[0] == id(schema))
        shared = self.shared.get(schema.ref or schema.type_name)
        return ", ".join(made) or (shared.name if shared else "")

    def fill(self, plan: Plan, full: Schema, sent: bool) -> None:
        """Give ``plan`` the attributes of an object schema."""
        plan.sent, plan.received = plan.sent or sent, plan.received or not sent
        required = set(full.required_fields or ())
        own = sent and plan.module != "models"
        fields = [(f, False) for f in full.fields or () if not (own and f.schema.read_only)]
        known = {f.name for f in full.fields or ()}
        if not sent or plan.module == "models":
            fields += [(f, True) for f in full.undeclared if f.name not in known]
        taken = ("additional_properties", "to_dict", *(() if plan.base == "Model" else _RESERVED_RESULT))
        pythons = python_names.unique([f.python or python_names.identifier(f.name) for f, _ in fields], taken)
        for (below, undeclared), python in zip(fields, pythons, strict=True):
            kind = self.kind(below.schema, plan.name + item_class(below), plan.module, sent)
            plan.slots.append(Slot(below.name, python, kind, below.required or below.name in required, undeclared))
        if full.additional is True or isinstance(full.additional, Schema):
            schema = full.additional if isinstance(full.additional, Schema) else Schema(full.span)
            plan.additional = self.kind(schema, f"{plan.name}Entry", plan.module, sent)

    def _mark(self, plan: Plan, sent: bool) -> None:
        plan.sent, plan.received = plan.sent or sent, plan.received or not sent
        for below in reached(plan):
            if not (below.sent if sent else below.received):
                self._mark(below, sent)

    def result(self, operation: Operation, module: str, base: str, schema: Schema | None, suffix: str) -> Plan:
        """The class of an answer or event: the fields of an object, or one attribute ``value``."""
        plan = Plan(
            self.claim(python_names.class_name(operation.id) + suffix), base, module, schema or Schema(operation.span)
        )
        self.plans.append(plan)
        plan.received = True
        if schema is None:
            return plan
        full, _ = self.merged(schema)
        if full.fields:
            self.fill(plan, full, False)
            plan.schema = full
        elif full.type == "file" or (full.type in ("", "string") and full.format in ("binary", "file")):
            plan.whole = Kind("r", full)
        elif full.type or full.items or full.additional:
            plan.whole = self.kind(full, f"{plan.name}Item", module, False)
        else:
            plan.whole = Kind("j", full)
        return plan


def item_class(below: Field) -> str:
    """The class name of what a field holds, or holds several of."""
    return python_names.class_name(python_names.singular(below.name) if below.schema.type == "array" else below.name)


def reached(plan: Plan) -> Iterator[Plan]:
    """The classes that the attributes of ``plan`` hold directly."""
    for kind in [*(slot.kind for slot in plan.slots), plan.additional, plan.whole]:
        while kind is not None:
            if kind.plan is not None:
                yield kind.plan
            kind = kind.item


def _code(schema: Schema) -> str:
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


def annotation(kind: Kind, sent_only: bool) -> str:
    """The Python type; values that are only sent may be any sequence or mapping, and are held to their choices."""
    if kind.plan is not None:
        return kind.plan.name
    if kind.item is not None:
        below = annotation(kind.item, sent_only)
        if kind.code == "l":
            return f"Sequence[{below}]" if sent_only else f"list[{below}]"
        return f"Mapping[str, {below}]" if sent_only else f"dict[str, {below}]"
    if kind.code == "o":
        return "Mapping[str, JsonValue]" if sent_only else "JsonObject"
    if kind.code == "y":
        return "bytes | str" if sent_only else "bytes"
    if kind.code == "f":
        return "bytes | File"
    if kind.code in "de" and sent_only:
        return "Decimal | float"
    values = choices(kind)
    if sent_only and values and kind.code in "sib" and not any(isinstance(v, int) and abs(v) >> 63 for v in values):
        return f"Literal[{', '.join(map(literal, values))}]"
    return _PLAIN[kind.code]


def choices(kind: Kind) -> tuple[Json, ...]:
    """The values a kind is limited to; none when they contradict its type."""
    values = tuple(choice.value for choice in kind.schema.choices)
    types: dict[str, tuple[type, ...]] = {"s": (str,), "p": (str,), "i": (int,), "n": (int, float), "b": (bool,)}
    fits = types.get(kind.code, ())
    sound = all(isinstance(v, fits) and (isinstance(v, bool) is (kind.code == "b")) for v in values)
    return tuple(dict.fromkeys(values)) if fits and sound else ()


def kind_text(kind: Kind, sent: bool) -> str:
    """The kind as the engine's shape table has it."""
    if kind.plan is not None:
        return kind.plan.name
    if kind.item is not None:
        return f'("{kind.code}", {kind_text(kind.item, sent)}, {rules_text(kind.item) if sent else "{}"})'
    return f'"{kind.code}"'


def rules_text(kind: Kind, required: bool = False) -> str:
    """The rules of a value that is sent, as a Python literal."""
    rules: dict[str, object] = {}
    held = constant(kind.schema)
    if held is not UNSET:
        return literal({"constant": held})
    if kind.schema.read_only:
        return literal({"readOnly": True})
    if required:
        rules["required"] = True
        if kind.plan is None and kind.schema.default is not UNSET and kind.schema.default is not None:
            rules["default"] = kind.schema.default
    if choices(kind):
        rules["enum"] = choices(kind)
    return literal({**rules, **_limits(kind)})


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


def constant(schema: Schema) -> object:
    """What an internal input is always sent as; UNSET when it is up to the caller."""
    if not schema.internal or schema.callback:
        return UNSET
    if schema.default is not UNSET:
        return schema.default
    if not schema.fields or any(f.required and constant(f.schema) is UNSET for f in schema.fields):
        return UNSET
    made = {f.name: value for f in schema.fields if (value := constant(f.schema)) is not UNSET}
    return made or UNSET


def attributes(plan: Plan, path: str) -> tuple[tuple[str, ...], Kind] | None:
    """The attributes that lead to a response path such as ``data.items[]``, and the kind found there."""
    found: list[str] = []
    kind: Kind | None = None
    at: Plan | None = plan
    for step in path.split("."):
        name = step.removesuffix("[]")
        if name:
            slot = next((s for s in at.slots if s.wire == name), None) if at else None
            if slot is None:
                return None
            found.append(slot.python)
            kind = slot.kind
        elif at is plan and plan.whole is not None and not found:
            found.append("value")
            kind = plan.whole
        if step.endswith("[]"):
            kind = kind.item if kind is not None and kind.code == "l" else None
        if kind is None:
            return None
        at = kind.plan
    return (tuple(found), kind) if kind is not None else None

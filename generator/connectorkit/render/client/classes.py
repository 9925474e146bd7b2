"""The typed classes of a client, and the modules that define them."""

from __future__ import annotations

from dataclasses import field

from connectorkit.model import flatten, python_names
from connectorkit.model.connector import UNSET, Connector, Operation, Schema
from connectorkit.model.record import record, replace
from connectorkit.render.client.kinds import Kind, Plan, Slot, Use, code, reached, unsent

# Names that the generated modules use themselves.
RESERVED_CLASSES = frozenset(
    """ApiError AsyncClient AsyncEngine AsyncHttpTransport AsyncIterator AsyncTransport AttributeError BadRequest
    BaseException BATCH Batch Callable CallEvent Client ConnectionFailed ConnectorError Decimal DecodeError
    Event Exception Failure File Forbidden HttpTransport Input ItemOutcome Iterator JsonObject JsonValue Literal
    Mapping Model NotFound OPERATION Operation OutcomeUnknown Paging PartialFailure RateLimited Request Response
    Result Runtime Self Sequence ServerError SERVICE Service SyncClient Throttle Trail Transport TYPE_CHECKING
    Unauthorized UnreadableOutcome UnsettledServerError ValidationFailed Warning""".split()
)
_RESERVED_RESULT = tuple(
    """
    raw problems response unparsed already_done outcomes accepted rejected raise_for_rejected to_repeat subscription
    unique
    """.split()
)
# The most characters of a class name, so that statements with one fit on a line.
LONGEST = 100


@record
class Types:
    """All classes of a client, collected from its operations.

    Only results and events are named here; `class_names` names the others when all are known.
    """

    connector: Connector
    plans: list[Plan] = field(default_factory=list)
    shared: dict[str, Plan] = field(default_factory=dict)
    made: dict[tuple[int, str, bool], tuple[Schema, Plan]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=lambda: set(RESERVED_CLASSES))

    def kind(self, schema: Schema, use: Use, module: str, sent: bool, open_: tuple[int | str, ...] = ()) -> Kind:
        """The kind of ``schema``, with the class that it needs.

        ``open_`` are the lists around ``schema``: a list that contains itself becomes any JSON.
        """
        full, shared = self.merged(schema)
        if full.fields:
            return Kind("c", full, plan=self._class(schema, full, shared, use, module, sent))
        if shared in open_ or id(schema) in open_:
            return Kind("j", full)
        below = (*open_, id(schema), *([shared] if shared else []))
        if full.type == "array" or (full.items is not None and not full.type):
            one = replace(use, many=True)
            item = self.kind(full.items, one, module, sent, below) if full.items else Kind("j", Schema(full.span))
            return Kind("l", full, item=item)
        if isinstance(full.additional, Schema):
            return Kind("m", full, item=self.kind(full.additional, replace(use, many=True), module, sent, below))
        return Kind(code(full), full)

    def merged(self, schema: Schema) -> tuple[Schema, str]:
        """``schema`` merged with its types and ``allOf`` parts, and the name of its shared type ("" for none)."""
        full = flatten.flat(self.connector, schema)
        shared = self._shared_name(schema, full)
        if full.internal and full.fields and full.default is UNSET:
            value = flatten.hidden_constant(self.connector, schema)
            alone = flatten.speaks_for_platform(self.connector, schema)
            full = replace(full, default={} if alone else value, platform=alone)
        return full, shared

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

    def _class(self, schema: Schema, full: Schema, shared: str, use: Use, module: str, sent: bool) -> Plan:
        """The class of an object. A schema has one class in a module, so that recursive schemas terminate."""
        home = "models" if shared else module
        key = (id(schema), home, sent and home != "models")
        plan = self.shared.get(shared) if shared else self.made[key][1] if key in self.made else None
        if plan is None:
            plan = Plan("", "Model", home, full, use, shared or self._base(schema))
            self.made[key] = schema, plan
            if shared:
                self.shared[shared] = plan
            self.plans.append(plan)
            self.fill(plan, full, sent)
        elif (sent and not plan.sent) or (not sent and not plan.received):
            self._mark(plan, sent)
        return plan

    def _base(self, schema: Schema) -> str:
        """The named type that a schema extends; "" for none."""
        while len(schema.all_of) == 1 and not schema.ref:
            schema = schema.all_of[0]
        return next((one for one in (schema.ref, schema.base_name) if one in self.connector.types), "")

    def of(self, schema: Schema) -> list[Plan]:
        """The classes of the objects of ``schema``, or of its items."""
        while schema.items is not None and not schema.fields:
            schema = schema.items
        made = {plan.name: plan for key, (_, plan) in self.made.items() if key[0] == id(schema)}
        shared = self.shared.get(schema.ref or schema.type_name)
        return [*made.values()] or ([shared] if shared else [])

    def fill(self, plan: Plan, full: Schema, sent: bool) -> None:
        """Give ``plan`` the attributes of an object schema."""
        plan.sent, plan.received = plan.sent or sent, plan.received or not sent
        required = set(full.required_fields or ())
        own = sent and plan.module != "models"
        plan.unsent = frozenset(f.name for f in full.fields or () if own and unsent(self.merged(f.schema)[0]))
        fields = [(f, False) for f in full.fields or () if f.name not in plan.unsent]
        known = {f.name for f in full.fields or ()}
        if not sent or plan.module == "models":
            fields += [(f, True) for f in full.undeclared if f.name not in known]
        taken = ("additional_properties", "to_dict", *(() if plan.base == "Model" else _RESERVED_RESULT))
        pythons = python_names.unique([f.python or python_names.identifier(f.name) for f, _ in fields], taken)
        for (below, undeclared), python in zip(fields, pythons, strict=True):
            kind = self.kind(below.schema, Use(plan.use.operation, below.name, plan), plan.module, sent)
            plan.slots.append(Slot(below.name, python, kind, below.required or below.name in required, undeclared))
        if full.additional is True or isinstance(full.additional, Schema):
            schema = full.additional if isinstance(full.additional, Schema) else Schema(full.span)
            plan.additional = self.kind(schema, Use(plan.use.operation, "", plan, True), plan.module, sent)

    def _mark(self, plan: Plan, sent: bool) -> None:
        plan.sent, plan.received = plan.sent or sent, plan.received or not sent
        for below in reached(plan):
            if not (below.sent if sent else below.received):
                self._mark(below, sent)

    def result(self, operation: Operation, module: str, base: str, schema: Schema | None, suffix: str) -> Plan:
        """The class of a response or event: the fields of an object, or one attribute ``value``."""
        name = python_names.unique([(python_names.class_name(operation.id) + suffix)[:LONGEST]], self.taken)[0]
        self.taken.add(name)
        plan = Plan(name, base, module, schema or Schema(operation.span), Use(operation))
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
            plan.whole = self.kind(full, Use(operation, "", plan), module, False)
        else:
            plan.whole = Kind("j", full)
        return plan

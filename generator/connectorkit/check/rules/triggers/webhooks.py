"""Rules about the field of a webhook for the notification URL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.check.engine.connector_index import At, Operation, Subject
from connectorkit.check.engine.dynamic_calls import thing, users
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, everywhere
from connectorkit.check.engine.schema_paths import hidden
from connectorkit.diagnostics import phrases

CALLBACK = "x-ms-notification-url"
CONTENT = "x-ms-notification-content"


class Callback(NamedTuple):
    """The field for the notification URL: its operation and place, and what is wrong on the path to it.

    ``gap`` is an optional field on the path, None if all are required. ``internal``: makers do not see it. ``body`` is
    the parameter around it.
    """

    operation: Operation
    at: At
    gap: At | None
    internal: bool
    body: At


def marked(at: At) -> bool:
    """Whether a node is marked as the notification URL, even with a string, which another rule reports."""
    return str(at.node.get(CALLBACK)).lower() == "true"


def callbacks(subject: Subject) -> list[Callback]:
    """Every field for a notification URL in the body of an operation."""
    return subject.once(_callbacks)


def _callbacks(subject: Subject) -> list[Callback]:
    found = []
    for at in subject.having("schema", CALLBACK):
        for owner, gap, internal in _owners(subject, at) if marked(at) else ():
            if owner.kind == "parameter" and owner.node.get("in") == "body":
                found += [Callback(one, at, gap, internal, owner) for one in users(subject, owner)]
    return found


def _owners(subject: Subject, start: At) -> Iterator[tuple[At, At | None, bool]]:
    """The owners of a field, found through references to its schema: parameters, responses and events."""
    waiting: list[tuple[At, At | None, bool]] = [(start, None, False)]
    seen = {start.pointer}
    for at, gap, internal in waiting:
        here = at
        while here.kind == "schema":
            internal = internal or hidden(here.node)
            gap = gap or (here if here.role == "property" and not here.required else None)
            if here.role == "definition" or here.parent is None:
                break
            here = here.parent
        if here.kind == "schema":
            above = subject.once(_referring).get(here.name, [])
            waiting += [(one, gap, internal) for one in above if one.pointer not in seen]
            seen |= {one.pointer for one in above}
        else:
            yield here, gap, internal or hidden(here.node)


def _referring(subject: Subject) -> dict[str, list[At]]:
    """The schemas that refer to each type, by its name."""
    found: dict[str, list[At]] = {}
    for at in subject.having("schema", "$ref"):
        target = subject.shared.get(str(at.node["$ref"]))
        if target is not None:
            found.setdefault(target.name, []).append(at)
    return found


def contents(operation: Operation) -> bool:
    """Whether the path of an operation declares the notification content."""
    return isinstance(operation.item.node.get(CONTENT), dict)


def unread(subject: Subject) -> set[str]:
    """The pointers of operations with a broken reference, behind which a missing field may be."""
    return {
        at.operation.pointer
        for at in subject.having("schema", "$ref")
        if at.operation is not None and subject.at(at.node["$ref"]) is None
    }


def _address_there(subject: Subject) -> Iterator[Hit]:
    broken = subject.once(unread)
    having = {one.pointer for at in subject.having("schema", CALLBACK) for one in _takers(subject, at)}
    for operation in subject.operations:
        writes = operation.method in ("post", "put", "patch")
        body = operation.body
        shaped = body is None or (isinstance(body.node.get("schema"), dict) and operation.pointer not in broken)
        if operation.trigger and writes and shaped and contents(operation) and operation.pointer not in having:
            yield Hit(
                body.at("schema") if body else operation.pointer,
                f"{operation.called} has no field that receives the callback URL.",
                correction=_likely(subject, operation),
            )


def _takers(subject: Subject, at: At) -> Iterator[Operation]:
    """The operations whose body contains a node."""
    for owner, _, _ in _owners(subject, at):
        if owner.kind == "parameter" and owner.node.get("in") == "body":
            yield from users(subject, owner)


def _likely(subject: Subject, operation: Operation) -> tuple[Edit, ...]:
    """The edit that marks the only field that could be the notification URL."""
    found = [
        at
        for at in subject.having("schema", "x-ms-visibility")
        if at.operation is operation
        and at.role == "property"
        and at.required
        and hidden(at.node)
        and "default" not in at.node
        and at.node.get("type", "string") == "string"
    ]
    return (Edit("set", found[0].at(CALLBACK), True),) if len(found) == 1 else ()


def _address_once(subject: Subject) -> Iterator[Hit]:
    first: dict[str, Callback] = {}
    for one in callbacks(subject):
        other = first.setdefault(one.operation.pointer, one)
        if other.at is not one.at:
            yield Hit(
                one.at.at(CALLBACK),
                f"{one.operation.called} has a second field that receives the callback URL: {thing(one.at, subject)}.",
                related=(other.at.at(CALLBACK),),
            )


def _address_in_body(subject: Subject) -> Iterator[Hit]:
    for kind in ("parameter", "items", "header"):
        for at in subject.having(kind, CALLBACK):
            if marked(at):
                yield Hit(
                    at.at(CALLBACK), f"{thing(at, subject)} receives the callback URL, but is not a field of a body."
                )
    for at in subject.having("schema", CALLBACK):
        owner = at.top.parent
        if marked(at) and owner is not None and owner.kind != "parameter":
            yield Hit(at.at(CALLBACK), f"{thing(at, subject)} receives the callback URL, but is not a field of a body.")


def _address_internal(subject: Subject) -> Iterator[Hit]:
    for one in callbacks(subject):
        if not one.internal and not one.operation.hidden:
            yield Hit(one.at.pointer, f"Makers see {thing(one.at, subject)}, which the platform sets.")


def _address_required(subject: Subject) -> Iterator[Hit]:
    for one in callbacks(subject):
        if one.gap is not None:
            what = "" if one.gap is one.at else f", since {thing(one.gap, subject)} is optional"
            yield Hit(
                one.gap.pointer, f"{thing(one.at, subject)}, which receives the callback URL, is not required{what}."
            )


def _address_body(subject: Subject) -> Iterator[Hit]:
    for one in callbacks(subject):
        if one.gap is None and not one.body.required:
            yield Hit(
                one.body.pointer,
                f"The body of {one.operation.called} is not required, but contains the callback URL.",
            )


def _address_text(subject: Subject) -> Iterator[Hit]:
    for one in callbacks(subject):
        kind = subject.resolved(one.at).node.get("type")
        if kind is not None and kind != "string":
            yield Hit(
                one.at.at("type"), f"{thing(one.at, subject)} receives the callback URL, but is of type '{kind}'."
            )


def _address_flag(subject: Subject) -> Iterator[Hit]:
    for kind in ("schema", "parameter"):
        for at in subject.having(kind, CALLBACK):
            said, pointer = at.node[CALLBACK], at.at(CALLBACK)
            if not isinstance(said, bool):
                fix = Fix("Write true.", (Edit("set", pointer, True),)) if marked(at) else None
                what = f"The mark on {thing(at, subject)} is {phrases.described(said)}"
                yield Hit(pointer, f"{what}; it must be true.", fix=fix)


_ALL = everywhere("error")
RULES = (
    Rule(
        "TRG020",
        "A webhook has a field that receives the callback URL",
        why="The platform sends the URL of the flow in this field. Without it, the service cannot deliver events.",
        source="validator WebhookOperationsMissingNotificationUrlProperty",
        severity=_ALL,
        help="Mark the field of the body for the callback URL with `callback: true` (x-ms-notification-url).",
        good="operations: {WhenOrderShipped: {body: {fields: {callback_url: {callback: true}}}}}",
        check=_address_there,
    ),
    Rule(
        "TRG021",
        "Only one field of a webhook receives the callback URL",
        why="The platform sets exactly one field.",
        source="OpenAPI extensions, x-ms-notification-url",
        severity=_ALL,
        help="Keep the mark on the field whose URL the service calls.",
        good="operations: {WhenOrderShipped: {body: {fields: {callback_url: {callback: true}}}}}",
        check=_address_once,
    ),
    Rule(
        "TRG022",
        "The field for the callback URL is in a body",
        why="The platform sets only fields of the body.",
        source="validator NotificationUrlNotAllowedInThisPosition",
        severity=_ALL,
        help="Move the mark to the field of the body for the callback URL.",
        good="operations: {WhenOrderShipped: {body: {fields: {callback_url: {callback: true}}}}}",
        check=_address_in_body,
    ),
    Rule(
        "TRG023",
        "The field for the callback URL is internal",
        why="Makers cannot know the URL, and their input is overwritten.",
        source="validator NotificationUrlNotInternal",
        severity=Severities("error", "error", "warning"),
        help="Add `visibility: internal`.",
        good="operations: {WhenOrderShipped: {body: {fields: {callback_url: {visibility: internal}}}}}",
        check=_address_internal,
    ),
    Rule(
        "TRG024",
        "The field for the callback URL and its parents are required",
        why="The platform omits internal fields that are not required, so the service gets no URL.",
        source="validator NotificationUrlNotRequired",
        severity=_ALL,
        help="Add `required: true` on each field from the body down to it.",
        bad="operations: {WhenOrderShipped: {body: {fields: {callback_url: {required: false}}}}}",
        good="operations: {WhenOrderShipped: {body: {fields: {callback_url: {required: true}}}}}",
        check=_address_required,
    ),
    Rule(
        "TRG025",
        "The field for the callback URL is a string",
        why="A URL is a string.",
        source="validator NotificationUrlNotString",
        severity=Severities("error", "error", "warning"),
        help="Write `type: string`.",
        bad="operations: {WhenOrderShipped: {body: {fields: {callback_url: {type: int32}}}}}",
        good="operations: {WhenOrderShipped: {body: {fields: {callback_url: {type: string}}}}}",
        check=_address_text,
    ),
    Rule(
        "TRG026",
        "The key that marks the field for the callback URL is true",
        why="The platform ignores any other value, and the field stays empty.",
        source="schema of apiDefinition, x-ms-notification-url",
        severity=_ALL,
        help="Write true without quotes.",
        good="operations: {WhenOrderShipped: {body: {fields: {callback_url: {callback: true}}}}}",
        check=_address_flag,
    ),
    Rule(
        "TRG027",
        "The body with the callback URL is required",
        why="An optional body may be omitted together with the URL.",
        source="validator NotificationUrlNotRequired",
        severity=Severities("advice", "advice", "off"),
        help="Remove `required: false` from the body, which is required by default.",
        good="operations: {WhenOrderShipped: {body: {fields: {callback_url: {callback: true}}}}}",
        check=_address_body,
    ),
)

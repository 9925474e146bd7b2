"""The example calls in a client's readme, as values for its template."""

from __future__ import annotations

from typing import NamedTuple

from connectorkit.model.connector import Json, Unset
from connectorkit.render.client.attributes import fits, required
from connectorkit.render.client.kinds import Kind, Plan, choices
from connectorkit.render.client.methods import Call, Input
from connectorkit.sandbox.shapes.from_schema import is_scalar_of

Values = dict[str, object]
_PLAIN: dict[str, Json] = {"i": 1, "n": 1.0, "d": 1, "e": 1, "b": True, "o": {}}


class Shown(NamedTuple):
    """A value of a sample. ``form``, which decides the other fields: class, list, mapping, variable, bytes, literal."""

    form: str
    name: str = ""
    item: Shown | None = None
    arguments: tuple[Given, ...] = ()
    literal: Json = None


class Given(NamedTuple):
    """An argument of a sample with its value."""

    name: str
    value: Shown


def example(calls: list[Call]) -> Values:
    """The examples of the readme: a call, and if there are any, a batch, an unknown outcome, pages and a webhook."""
    ordered = sorted(calls, key=lambda c: (c.operation.internal, c.operation.kind == "trigger", c.batch is None))
    batch = next((c for c in calls if c.batch), None)
    doubt = next((c for effect in ("sends", "creates") for c in ordered if c.operation.effect == effect), None)
    pages = next((c for c in calls if c.iterate), None)
    event = next((c for c in calls if c.parse), None)
    first = ordered[0] if ordered else None
    return {
        "first": _shown(first),
        "batch": _batch(batch) if batch else None,
        "doubt": _shown(doubt),
        "pages": {"call": _sample(pages, pages.iterate), "pages": pages.iterate_pages} if pages else None,
        "event": _event(calls, event) if event else None,
    }


def _event(calls: list[Call], call: Call) -> Values:
    declared = call.operation.event
    return {
        "parse": call.parse,
        "call": _sample(call, called=True),
        "classes": _classes(call),
        "end": _ending(calls, call),
        "unique": bool(declared and declared.unique),
    }


def _shown(call: Call | None) -> Values | None:
    return {"call": _sample(call), "classes": _classes(call), "batch": bool(call.batch)} if call else None


def _batch(call: Call) -> Values:
    listed = call.operation.success.items_request
    sent = next((i for i in call.arguments if f"{i.wire}[]" == listed and i.wanted and i.kind.code == "l"), None)
    return {
        "call": _sample(call, kept=sent),
        "classes": _classes(call),
        "sent": sent.argument if sent else "",
        "list": _value(sent.kind, 0) if sent else None,
    }


def _classes(call: Call) -> list[str]:
    return sorted({plan.name for i in call.arguments if i.wanted for plan in _plans(i.kind)})


def _plans(kind: Kind | None) -> list[Plan]:
    found = []
    while kind is not None:
        found += [kind.plan] if kind.plan else []
        kind = kind.item
    return found


def _ending(calls: list[Call], trigger: Call) -> Values | None:
    """The call that ends a subscription; ``integer``: its id is a number there."""
    ending = trigger.operation.unsubscribe
    target = next((c for c in calls if ending and c.operation.id == ending.operation), None)
    if target is None or ending is None:
        return None
    named = next((i for i in target.arguments if i.wire == ending.parameter), None)
    if named is None:
        return None
    return {"method": target.method, "argument": named.argument, "integer": named.kind.code == "i"}


def _sample(call: Call, method: str = "", kept: Input | None = None, called: bool = False) -> Values:
    """A call with its required arguments; ``called``: also with the optional URL of a webhook."""
    wanted = [i for i in call.arguments if i.wanted or (called and i.kind.schema.callback)]
    return {
        "method": method or call.method,
        "arguments": [
            Given(i.argument, Shown("variable", i.argument) if i is kept else _value(i.kind, 0)) for i in wanted
        ],
    }


def _value(kind: Kind, depth: int) -> Shown:
    if kind.plan is not None:
        slots = [slot for slot in kind.plan.slots if required(slot)] if depth < 3 else []
        given = tuple(Given(slot.python, _value(slot.kind, depth + 1)) for slot in slots)
        return Shown("class", kind.plan.name, arguments=given)
    if kind.item is not None:
        return Shown("list" if kind.code == "l" else "mapping", item=_value(kind.item, depth))
    if kind.code in "fry" and not kind.schema.callback:
        return Shown("bytes")
    return Shown("literal", literal=_literal(kind))


def _literal(kind: Kind) -> Json:
    shown = kind.schema.example
    if (
        kind.code in "spinb"
        and not isinstance(shown, Unset)
        and fits(shown, kind.code)
        and is_scalar_of(shown, kind.schema)
    ):
        return shown
    values = choices(kind)
    if values:
        return values[0]
    return "https://example.com/hook" if kind.schema.callback else _PLAIN.get(kind.code, "...")

"""The texts of a client's docstrings, from the source: descriptions, limits, choices, examples and units."""

from __future__ import annotations

from connectorkit.model.connector import UNSET, Schema, Unset
from connectorkit.model.nouns import HOLDERS
from connectorkit.model.python_names import words
from connectorkit.render.client.class_words import is_generic
from connectorkit.render.client.kinds import Kind, Plan, Slot, choices
from connectorkit.render.client.methods import Call, Input
from connectorkit.render.python_text import literal, one_line, sentence

_LONGEST_EXAMPLE = 60
_UNIQUE = {"uniqueItems": "Items are unique."}


def class_text(plan: Plan, call: Call | None) -> str:
    """The beginning of the docstring of a class."""
    schema = plan.schema
    if call is not None and plan is call.result:
        return sentence(f"The result of {one_line(call.operation.id)}", schema.description)
    if call is not None and plan is call.event:
        event = call.operation.event
        return sentence(f"A delivery of {one_line(call.operation.id)}", event.description if event else "")
    return _class_head(plan)


def _class_head(plan: Plan) -> str:
    """The first line of a class: its title and description, or else the words of its name."""
    title = "" if plan.named or is_generic(plan) else plan.schema.display
    about = "" if all(word in HOLDERS for word in words(plan.schema.description or "")) else plan.schema.description
    part = "An operation may return only some of these attributes; the others are None" if plan.partly else ""
    return sentence(title or " ".join(words(plan.name)).capitalize(), about, part)


def _informative(name: str, *texts: str | None) -> list[str]:
    """The texts, except those that only repeat the name."""
    return [text for text in map(one_line, texts) if text and words(text) != words(name)]


def _example(kind: Kind) -> list[str]:
    shown = kind.schema.example
    if isinstance(shown, Unset) or kind.code not in "sindeb" or not isinstance(shown, (str, int, float)):
        return []
    text = literal(shown)
    return [f"Example: {text}."] if len(text) <= _LONGEST_EXAMPLE else []


def slot_text(slot: Slot, sent: bool) -> str:
    """The description of an attribute in a docstring; "" when it only repeats the name."""
    note = "Not declared by the connector" if slot.undeclared else ""
    schema = slot.kind.schema
    limits = notes(slot.kind) if sent else _units(slot.kind)
    return sentence(*_informative(slot.wire, schema.display, schema.description), *limits, *_example(slot.kind), note)


def method_text(call: Call) -> str:
    """The beginning of the docstring of a method."""
    operation = call.operation
    return sentence(operation.summary or operation.id, operation.description) or sentence(call.method)


def input_text(entry: Input) -> str:
    """The description of an argument in a docstring; "" when it only repeats the name."""
    default = entry.kind.schema.default
    known = [f"Default: {default}."] if default is not UNSET and default is not None and not entry.wanted else []
    called = ["The URL that the service calls."] if entry.kind.schema.callback else []
    return sentence(*_informative(entry.wire, *entry.texts), *notes(entry.kind), *_example(entry.kind), *called, *known)


def notes(kind: Kind) -> list[str]:
    """Sentences about the choices, limits and units of a value."""
    shown = [f"{c.value} = {c.display}" for c in kind.schema.choices if c.display and c.display != str(c.value)]
    more = ", ..." if len(shown) > 12 else ""
    listed = [f"Choices: {', '.join(shown[:12])}{more}."] if choices(kind) and shown else []
    sent = ["Bytes are sent as Base64; a string must already be Base64."] if kind.code == "y" else []
    return [*_limits(kind.schema), *listed, *sent, *_units(kind)]


def _limits(schema: Schema) -> list[str]:
    limits = schema.limits
    found = [_range(limits.get("minLength"), limits.get("maxLength"), " characters")]
    found += [_range(limits.get("minItems"), limits.get("maxItems"), " items")]
    found += [_range(limits.get("minimum"), limits.get("maximum"), "")]
    found += [f"A multiple of {limits['multipleOf']}."] if "multipleOf" in limits else []
    found += [f"Matches {limits['pattern']}."] if "pattern" in limits else []
    found += [text for name, text in _UNIQUE.items() if limits.get(name) is True]
    return [text for text in found if text]


def _range(least: object, most: object, unit: str) -> str:
    if least is not None and most is not None:
        return f"{least} to {most}{unit}."
    return f"At least {least}{unit}." if least is not None else f"At most {most}{unit}." if most is not None else ""


def _units(kind: Kind) -> list[str]:
    formats = {"date-time": "A date and time as in RFC 3339.", "date": "A date as YYYY-MM-DD."}
    money = ["An amount of money."] if kind.code in "de" else []
    return [*money, *([formats[kind.schema.format]] if kind.schema.format in formats else [])]

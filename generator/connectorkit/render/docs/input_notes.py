"""Notes below the description of an input: choices, default and limits.

The platform's own pages do not show them. They are in the description column, so that the columns stay those of the
platform's pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from connectorkit.model.connector import Choice, Credential, Json, Options, Schema, Unset

MOST_CHOICES = 100
MOST_CHARACTERS = 200


class Part(NamedTuple):
    """A piece of a note: text, a value (``code``), or the title of an operation with its id (``operation``)."""

    text: str
    code: bool = False
    operation: str = ""


class Note(NamedTuple):
    """One line below a description: its label and its content."""

    label: str
    parts: tuple[Part, ...]


def of(schema: Schema, target: Callable[[Schema], Schema]) -> tuple[Note, ...]:
    """The notes on an input; ``target`` follows a reference to a named type."""
    whole = target(schema)
    items = target(whole.items) if whole.items is not None else None
    choices = schema.choices or whole.choices or (items.choices if items else ())
    options = schema.options or whole.options or (items.options if items else None)
    default = whole.default if isinstance(schema.default, Unset) else schema.default
    notes: list[Note] = []
    if choices:
        notes.append(Note("Choices", tuple(_listed(choices))))
    if options is not None:
        notes.append(Note("Choices", tuple(_loaded(options))))
    if not isinstance(default, Unset):
        notes.append(Note("Default", tuple(_chosen(default, choices))))
    if schema.shape is not None and schema.shape.operation:
        notes.append(Note("Fields", (Part("loaded by "), Part("", operation=schema.shape.operation))))
    notes += _limits({**whole.limits, **schema.limits})
    return tuple(notes)


def of_credential(credential: Credential) -> tuple[Note, ...]:
    """The notes on a connection parameter; a secret has none that shows a value."""
    constraints = _mapping(_mapping(credential.interface).get("constraints"))
    allowed = constraints.get("allowedValues") or credential.settings.get("allowedValues")
    rows = [_mapping(one) for one in allowed] if isinstance(allowed, list) else []
    choices = tuple(Choice(one["value"], str(one.get("text") or "")) for one in rows if "value" in one)
    notes = [Note("Choices", tuple(_listed(choices)))] if choices else []
    default = credential.settings.get("defaultValue", constraints.get("default"))
    if default is not None and not credential.secret:
        notes.append(Note("Default", tuple(_chosen(default, choices))))
    return tuple(notes)


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def _shown(value: Json) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"


def _value(value: Json) -> Part:
    text = _shown(value)
    return Part(text, code=True) if text.strip() else Part("empty")


def _one(choice: Choice) -> Iterator[Part]:
    if not choice.display or choice.display == _shown(choice.value):
        yield _value(choice.value)
    else:
        yield from (Part(f"{choice.display} ("), _value(choice.value), Part(")"))


def _listed(choices: tuple[Choice, ...]) -> Iterator[Part]:
    for number, choice in enumerate(choices[:MOST_CHOICES]):
        yield from [Part(", ")] * (number > 0)
        yield from _one(choice)
    if len(choices) > MOST_CHOICES:
        yield Part(f" and {len(choices) - MOST_CHOICES} more")


def _chosen(value: Json, choices: tuple[Choice, ...]) -> Iterator[Part]:
    same = [one for one in choices if type(one.value) is type(value) and one.value == value]
    yield from _one(same[0] if same else Choice(value))


def _loaded(options: Options) -> Iterator[Part]:
    if not options.operation:
        yield Part("chosen from a list that is loaded")
        return
    yield from (Part("loaded by "), Part("", operation=options.operation))
    names = [one.reference for one in options.arguments if one.reference]
    for number, name in enumerate(names):
        yield from (Part(", " if number else " for the chosen "), Part(name, code=True))


def _limits(said: Mapping[str, Json]) -> Iterator[Note]:
    least = "more than" if said.get("exclusiveMinimum") is True else "at least"
    most = "less than" if said.get("exclusiveMaximum") is True else "at most"
    yield from _range("Value", said.get("minimum"), said.get("maximum"), "", (least, most))
    yield from _range("Length", said.get("minLength"), said.get("maxLength"), "character")
    yield from _range("Items", said.get("minItems"), said.get("maxItems"))
    yield from _range("Properties", said.get("minProperties"), said.get("maxProperties"))
    if said.get("uniqueItems") is True:
        yield Note("Items", (Part("each only once"),))
    if "multipleOf" in said:
        yield Note("Multiple of", (Part(_shown(said["multipleOf"])),))
    if "pattern" in said:
        yield Note("Pattern", (_value(said["pattern"]),))


def _range(
    label: str, least: Json, most: Json, unit: str = "", words: tuple[str, str] = ("at least", "at most")
) -> Iterator[Note]:
    last = most if most is not None else least
    after = f" {unit}{'' if last == 1 else 's'}" if unit else ""
    if least is not None and least == most and words == ("at least", "at most"):
        yield Note(label, (Part(f"exactly {_shown(least)}{after}"),))
    elif least is not None and most is not None and words == ("at least", "at most"):
        yield Note(label, (Part(f"{_shown(least)} to {_shown(most)}{after}"),))
    else:
        said = [
            f"{word} {_shown(bound)}" for word, bound in zip(words, (least, most), strict=True) if bound is not None
        ]
        if said:
            yield Note(label, (Part(", ".join(said) + after),))

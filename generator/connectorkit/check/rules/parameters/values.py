"""Rules about defaults, choices and the names of choices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.check.engine.connector_index import At, Subject, empty, mapping
from connectorkit.check.engine.labels import begun, called
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, everywhere
from connectorkit.check.rules.parameters.lost_values import not_text
from connectorkit.diagnostics import phrases
from connectorkit.model.connector import Json

_REFUSED = everywhere("error")
_DOUBTFUL = everywhere("warning")
_KINDS = ("schema", "parameter", "items", "header")
_NAMES = "x-ms-enum-values"
_PYTHON: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "object": dict,
    "array": list,
}
_WORDS: dict[str, Json] = {"true": True, "false": False}


class _No(NamedTuple):
    """The type of the marker for no value, since None is a value."""


_NO = _No()


def fits(value: Json, type_: Json) -> bool:
    """Whether a value has a JSON type; any value fits an unknown type. 2.0 is an integer, a boolean is not."""
    wanted = _PYTHON.get(type_) if isinstance(type_, str) else None
    if wanted is None:
        return True
    if isinstance(value, bool):
        return type_ == "boolean"
    if isinstance(value, float) and type_ == "integer":
        return value.is_integer()
    return isinstance(value, wanted)


def _meant(value: Json, type_: Json) -> Json | _No:
    """The value of that type that a string spells; _NO for none."""
    if not isinstance(value, str):
        return _NO
    if type_ == "boolean":
        return _WORDS.get(value.strip().lower(), _NO)
    digits = value.strip().removeprefix("-")
    if type_ in ("integer", "number") and digits.isascii() and digits.isdigit() and len(digits) < 16:
        return int(value)
    return _NO


def _valued(subject: Subject, key: str) -> Iterator[At]:
    for kind in _KINDS:
        yield from subject.having(kind, key)


def _default_type(subject: Subject) -> Iterator[Hit]:
    for at in _valued(subject, "default"):
        value, type_ = at.node["default"], at.node.get("type")
        if not_text(at):
            continue  # PAR165
        if not fits(value, type_) and not (value is None and at.node.get("x-nullable") is True):
            yield Hit(
                at.at("default"),
                f"The default of {called(at)} is {phrases.described(value)}; it must be {phrases.kinds(type_)}.",
                fix=_retyped(at, _meant(value, type_)),
            )


def _retyped(at: At, right: Json | _No) -> Fix | None:
    listed = at.node.get("enum")
    if isinstance(right, _No) or (isinstance(listed, list) and right not in listed):
        return None
    return Fix(f"Write {phrases.short(right)}.", (Edit("set", at.at("default"), right),))


def _default_listed(subject: Subject) -> Iterator[Hit]:
    for at in _valued(subject, "default"):
        value, listed = at.node["default"], at.node.get("enum")
        if isinstance(listed, list) and listed and value not in listed and fits(value, at.node.get("type")):
            words = [one for one in listed if isinstance(one, str)]
            pointer, twin = at.at("default"), _twin(value, words)
            fix = Fix(f"Write '{twin}'.", (Edit("set", pointer, twin),)) if twin else None
            way = f"Did you mean '{twin}'?" if twin else phrases.suggestion(str(value), map(str, listed))
            message = f"The default of {called(at)} is {phrases.short(value)}, which is not one of its choices."
            yield Hit(pointer, message, way, fix)


def _twin(value: Json, words: list[str]) -> str:
    """The only word that differs from ``value`` just in blanks and letter case; "" for none."""
    same = [word for word in words if isinstance(value, str) and word.strip().lower() == value.strip().lower()]
    return same[0] if len(same) == 1 else ""


def _choices(subject: Subject) -> Iterator[Hit]:
    for at in _valued(subject, "enum"):
        said = at.node["enum"]
        if not isinstance(said, list) or not said:
            what = "an empty list" if said == [] else phrases.kind(said)
            yield Hit(at.at("enum"), f"The choices of {called(at)} are {what}, so there is nothing to choose.")


def _choices_once(subject: Subject) -> Iterator[Hit]:
    for at in _valued(subject, "enum"):
        for index, value in _twice(at.node["enum"]):
            yield Hit(at.at("enum", index), f"{begun(at)} offers {phrases.short(value)} twice.")


def _twice(values: Json) -> Iterator[tuple[int, Json]]:
    seen = set()
    for index, value in enumerate(values if isinstance(values, list) else ()):
        key = phrases.short(value, 10_000)
        if key in seen:
            yield index, value
        seen.add(key)


def _choices_type(subject: Subject) -> Iterator[Hit]:
    for at in _valued(subject, "enum"):
        listed, type_ = at.node["enum"], at.node.get("type")
        wrong = [index for index, one in enumerate(listed if isinstance(listed, list) else ()) if not fits(one, type_)]
        if isinstance(listed, list) and wrong and not (None in listed and at.node.get("x-nullable") is True):
            yield Hit(
                at.at("enum", wrong[0]),
                f"{begun(at)} offers {phrases.described(listed[wrong[0]])}, but its values are {phrases.kinds(type_)}.",
                fix=_all_meant(at, listed, type_),
                correction=_choice_correction(at, listed, wrong[0], type_),
            )


def _all_meant(at: At, listed: list[Json], type_: Json) -> Fix | None:
    """The fix that converts the choices to their type, unless something else refers to them."""
    right = [one if fits(one, type_) else _meant(one, type_) for one in listed]
    plain = [one for one in right if not isinstance(one, _No)]
    again = len(set(map(repr, plain))) < len(plain)
    if len(plain) < len(listed) or again or {"default", _NAMES} & at.node.keys():
        return None
    return Fix(f"Write {phrases.short(plain)}.", (Edit("set", at.at("enum"), plain),))


def _choice_correction(at: At, listed: list[Json], index: int, type_: Json) -> tuple[Edit, ...]:
    """The edit that restores the probable choice at ``index``: the named one, or the default."""
    named = at.node.get(_NAMES)
    entry = mapping(named[index]) if isinstance(named, list) and index < len(named) else {}
    likely = [
        one
        for one in (entry.get("value"), at.node.get("default"))
        if one is not None and one not in listed and fits(one, type_)
    ]
    return (Edit("set", at.at("enum", index), likely[0]),) if likely else ()


def _names(subject: Subject) -> Iterator[tuple[At, int, dict[str, Json]]]:
    for at in _valued(subject, _NAMES):
        said = at.node[_NAMES]
        for index, entry in enumerate(said if isinstance(said, list) else ()):
            yield at, index, mapping(entry)


def _named_choice(subject: Subject) -> Iterator[Hit]:
    for at, index, entry in _names(subject):
        listed = at.node.get("enum")
        there = not empty(entry.get("value")) and isinstance(listed, list) and listed
        if there and isinstance(listed, list) and entry["value"] not in listed:
            yield Hit(
                at.at(_NAMES, index, "value"),
                f"{begun(at)} names {phrases.short(entry['value'])}, which is not one of its choices.",
                phrases.suggestion(str(entry["value"]), map(str, listed)),
            )


def _name_there(subject: Subject) -> Iterator[Hit]:
    for at, index, entry in _names(subject):
        lacking = [key for key in ("displayName", "value") if empty(entry.get(key))]
        if len(lacking) > 1:
            yield Hit(at.at(_NAMES, index), f"Choice {index + 1} of {called(at)} has neither a name nor a value.")
            continue
        for key, what in (("displayName", "no name to show"), ("value", "no value")):
            if key in lacking:
                which = f" {phrases.short(entry['value'])}" if key != "value" and "value" in entry else ""
                yield Hit(
                    at.at(_NAMES, index, key),
                    f"The choice{which} of {called(at)} has {what}.",
                    f"Write `{key}` next to it.",
                )


def _named_once(subject: Subject) -> Iterator[Hit]:
    for at in _valued(subject, _NAMES):
        said = at.node[_NAMES]
        values = [mapping(entry).get("value") for entry in (said if isinstance(said, list) else ())]
        for index, value in _twice(values):
            if value is not None:
                yield Hit(at.at(_NAMES, index, "value"), f"{begun(at)} names {phrases.short(value)} twice.")


def _names_of_nothing(subject: Subject) -> Iterator[Hit]:
    for at in _valued(subject, _NAMES):
        if "enum" not in at.node and at.node[_NAMES]:
            yield Hit(at.at(_NAMES), f"{begun(at)} names its choices, but has none.")


RULES = (
    Rule(
        "PAR160",
        "A default is of the declared type",
        why="The designer cannot show a default of another type, and the service may refuse it.",
        source="validator DefaultValueMustMatchType; broken by 3 % of 1,036 published connectors",
        severity=_DOUBTFUL,
        help="Write a value of the type, or remove the default.",
        bad="operations: {CreateOrder: {body: {fields: {amount: {default: '5'}}}}}",
        good="operations: {CreateOrder: {body: {fields: {amount: {default: 5}}}}}",
        check=_default_type,
    ),
    Rule(
        "PAR161",
        "A list of choices is not empty",
        why="Makers cannot choose anything. The import refuses it.",
        source="validator EnumMustContainAtLeastOneElement",
        severity=_REFUSED,
        help="Write the choices, or remove `choices`.",
        bad="operations: {ListShops: {parameters: {city: {extra: {enum: []}}}}}",
        good="operations: {ListShops: {parameters: {city: {choices: [Sydney]}}}}",
        check=_choices,
    ),
    Rule(
        "PAR162",
        "No choice is listed twice",
        why="Makers see it twice. The import refuses it.",
        source="validator ArrayDuplicateValue",
        severity=_REFUSED,
        help="Remove one of them.",
        bad="operations: {ListShops: {parameters: {city: {choices: [Sydney, Perth, Sydney]}}}}",
        good="operations: {ListShops: {parameters: {city: {choices: [Sydney, Perth]}}}}",
        check=_choices_once,
    ),
    Rule(
        "PAR163",
        "Choices are of the declared type",
        why="The service may refuse a string where it expects a number.",
        source="validator InvalidEnumValue; broken by 2 % of 1,036 published connectors",
        severity=_DOUBTFUL,
        help="Write all choices in the declared type, or correct the type.",
        bad="operations: {CreateOrder: {body: {fields: {amount: {choices: ['1', '2']}}}}}",
        good="operations: {CreateOrder: {body: {fields: {amount: {choices: [1, 2]}}}}}",
        check=_choices_type,
    ),
    Rule(
        "PAR164",
        "A default is one of the choices",
        why="The drop-down cannot show any other value.",
        source="JSON Schema; kept by all but a few published connectors",
        severity=_DOUBTFUL,
        help="Write one of the choices, or remove the default.",
        bad="operations: {CreateOrder: {body: {fields: {speed: {default: Slow}}}}}",
        good="operations: {CreateOrder: {body: {fields: {speed: {default: slow}}}}}",
        check=_default_listed,
    ),
    Rule(
        "PAR170",
        "Only choices have names",
        why="Other values cannot be chosen. The import refuses them.",
        source="validator InvalidEnumValuesExtensionValue",
        severity=_REFUSED,
        help="List the value under `choices`, or remove its name.",
        check=_named_choice,
    ),
    Rule(
        "PAR171",
        "A named choice has a name and a value",
        why="Otherwise makers see an empty line. The import refuses it.",
        source="validator MissingEnumValuesDisplayName",
        severity=_REFUSED,
        help="Write both.",
        bad="operations: {ListShops: {parameters: {city: {choices: [PER], exact: {choice_names: [{value: PER}]}}}}}",
        check=_name_there,
    ),
    Rule(
        "PAR172",
        "A choice has one name",
        why="Only one name can be shown. The import refuses more.",
        source="validator DuplicateEnumValuesInExtension",
        severity=_REFUSED,
        help="Remove one of the names.",
        good="operations: {ListShops: {parameters: {city: {choices: {PER: Perth}}}}}",
        check=_named_once,
    ),
    Rule(
        "PAR173",
        "The names of choices are next to the choices",
        why="Without a list of choices, the names have no effect.",
        source="validator InvalidEnumValuesExtensionValue",
        severity=_REFUSED,
        help="List the choices, under `choices` of the same parameter or field.",
        bad="operations: {ListShops: {parameters: {city: {exact: {choice_names: [{value: P, displayName: Perth}]}}}}}",
        good="operations: {ListShops: {parameters: {city: {choices: {PER: Perth}}}}}",
        check=_names_of_nothing,
    ),
)

"""Messages for JSON Schema errors: what is wrong with a value of a source, and what to write instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from connectorkit.diagnostics import phrases
from connectorkit.read.yaml_scalars import WrittenNumber
from connectorkit.validate import exact_keys, older_words, swagger_words

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_PAGE = "See docs/format for what is allowed here."
_FIELD = "Write a type, such as string, or a mapping, such as {type: string}."
_LONGEST_PLACE = 120
_LONGEST_KEY = 60
_MOST_KEYS = 8
_ALIKE = 0.6
# Suggestions for values of a wrong type that reveal the mistake: (key, type of the value) -> suggestion.
_SLIPS: dict[tuple[str, type], str] = {
    ("type", list): "Write one type, such as `type: string`; add `nullable: true` where the value can be null.",
    ("required", list): "Write `required: true` at each required field.",
    ("required", str): "Write `required: true` or `required: false`, without quotes.",
    ("parameters", list): "Write each parameter as a key: `parameters: {limit: {type: integer}}`.",
    ("fields", list): "Write each field as a key: `fields: {name: string}`.",
    ("responses", list): "Write each response under its status: `responses: {404: Not found.}`.",
    ("credentials", list): "Write each connection parameter as a key: `credentials: {api_key: {type: securestring}}`.",
    ("items", list): "Write one schema for all items: `items: string`, or `items: {fields: {id: integer}}`.",
    ("operations", dict): "Write a list of files or operations: `operations: [actions/list_orders.yaml]`.",
    ("authentication", str): "Give it a name: `authentication: {api_key: {type: apiKey, in: header, name: X-Key}}`.",
}


_PYTHON: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "object": (dict,),
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}


class Message(NamedTuple):
    """One sentence about what is wrong, and a suggestion."""

    text: str
    suggestion: str


def worded(error: ValidationError, key: str = "") -> Message:
    """The message for an error; ``key`` is the unknown key that it reports, "" for other errors."""
    place = _place(list(error.absolute_path))
    if key:
        return _unknown(error, key, place)
    say = _SENTENCES.get(str(error.validator), _other)
    message = say(error, place)
    suggestions = cast("dict[str, Any]", error.schema).get("x-suggestions", {})
    return Message(message.text, str(suggestions.get(error.validator) or message.suggestion))


def without_consequences(slips: Sequence[tuple[ValidationError, str]]) -> list[tuple[ValidationError, str]]:
    """The errors, each with its unknown key or "", without missing keys that exist under a misspelled name."""
    meant = {(tuple(error.absolute_path), _meant(error, key)) for error, key in slips if key}
    return [(error, key) for error, key in slips if key or not _is_consequence(error, meant)]


def _meant(error: ValidationError, key: str) -> str:
    allowed = [*cast("dict[str, Any]", error.schema).get("properties", {})]
    return swagger_words.replacement(key, allowed)[0] or phrases.nearest(key, allowed, _ALIKE)


def _is_consequence(error: ValidationError, meant: set[tuple[tuple[str | int, ...], str]]) -> bool:
    here = tuple(error.absolute_path)
    if error.validator == "required":
        present = cast("dict[str, object]", error.instance)
        missing = [key for key in cast("list[str]", error.validator_value) if key not in present]
        return all((here, key) in meant for key in missing)
    if error.validator in ("oneOf", "anyOf"):
        if not isinstance(error.instance, dict):
            return any("required" in branch for branch in cast("list[dict[str, Any]]", error.validator_value))
        branches = cast("list[dict[str, Any]]", error.validator_value)
        return any((here, key) in meant for branch in branches for key in branch.get("required", ()))
    return False


def _place(steps: Sequence[str | int]) -> str:
    """``'operations[0].body'``; "" for the top level of a file."""
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return f"'{_cut(text, _LONGEST_PLACE)}'" if text else ""


def _subject(place: str) -> str:
    return place or "The top level"


def _within(place: str) -> str:
    return f"in {place}" if place else "at the top level"


def _unknown(error: ValidationError, key: str, place: str) -> Message:
    rule = cast("dict[str, Any]", error.schema)
    allowed = [*rule.get("properties", {})]
    newer = older_words.new_key(rule, key, cast("dict[str, object]", error.instance).get("in"))
    if newer:
        text = f"'{_cut(key)}' {_within(place)} is a key of an older version of the format; it is now '{newer}'."
        return Message(text, "Run `connectorkit migrate`.")
    beside = rule.get("x-beside")
    if beside == "schema" and "schema" not in cast("dict[str, Any]", error.instance):
        text = f"'{_cut(key)}' has no effect {_within(place)} because of `in: body`."
        return Message(text, "Describe the body under 'body' of the operation: `body: {fields: {name: string}}`.")
    if beside and not _meant(error, key):
        text = f"'{_cut(key)}' has no effect next to '{beside}' {_within(place)}."
        return Message(text, f"Remove '{_cut(key)}' or '{beside}'.")
    patterns = [*rule.get("patternProperties", {})]
    suggestions = rule.get("x-suggestions", {})
    known = swagger_words.suggestion(key, allowed) or _under_exact(rule, key)
    suggestion = known or suggestions.get("additionalProperties", "")
    if not suggestion:
        suggestion = phrases.suggestion(key, allowed) if allowed or not patterns else f"Keys must match {patterns[0]}."
    return Message(f"Unknown key '{_cut(key)}' {_within(place)}.", suggestion)


def _under_exact(rule: dict[str, Any], key: str) -> str:
    """The key under `exact` for a keyword of Swagger; "" for other words."""
    inner = [*rule.get("properties", {}).get(exact_keys.KEY, {}).get("properties", {})]
    word = swagger_words.replacement(key, inner)[0] if inner else ""
    return f"Write it as '{word}' under 'exact'." if word else ""


def _required(error: ValidationError, place: str) -> Message:
    rule = cast("dict[str, Any]", error.schema)
    present = cast("dict[str, object]", error.instance)
    missing = [str(key) for key in cast("list[str]", error.validator_value) if key not in present]
    text = f"{phrases.both(missing)} {'is' if len(missing) == 1 else 'are'} missing {_within(place)}."
    meaning = rule.get("properties", {}).get(missing[0], {}).get("description", "") if len(missing) == 1 else ""
    return Message(text, f"Add {phrases.both(missing)}{': ' + meaning if meaning else '.'}")


def _enum(error: ValidationError, place: str) -> Message:
    allowed = [_scalar(value) for value in cast("list[object]", error.validator_value) if value is not None]
    text = f"{phrases.short(error.instance)} is not a valid value for {_subject(place)}."
    return Message(text, phrases.suggestion(_scalar(error.instance), allowed))


def _scalar(value: object) -> str:
    return value if isinstance(value, str) else phrases.short(value)


def _type(error: ValidationError, place: str) -> Message:
    return _wrong_type(error, place, error.validator_value)


def _wrong_type(error: ValidationError, place: str, wanted: object) -> Message:
    value = error.instance
    allowed = phrases.kinds(wanted, yaml=True)
    if value is None:
        empty = "The file is empty." if not place else f"{place} is empty; it must be {allowed}."
        indent = "Write a value, indented below the key if it takes several lines, or remove the key."
        return Message(empty, indent if place else "Write the keys that docs/format describes, or remove the file.")
    text = f"{_subject(place)} must be {allowed}, not {phrases.kind(value, yaml=True)}."
    return Message(text, _retyped(error, wanted))


def _retyped(error: ValidationError, wanted: object) -> str:
    """What to write in place of a value of the wrong type."""
    key, value = str(error.absolute_path[-1]) if error.absolute_path else "", error.instance
    slip = _SLIPS.get((key, type(value)))
    types = wanted if isinstance(wanted, list) else [wanted]
    if slip:
        return slip
    if "string" in types and isinstance(value, (bool, int, float)):
        written = value.written if isinstance(value, WrittenNumber) else phrases.short(value)
        return f'Quote the value to make it a string: "{written}".'
    if types == ["boolean"]:
        return "Write true or false, without quotes."
    if isinstance(value, str) and types[0] in ("integer", "number"):
        return "Remove the quotes." if value.strip("-").replace(".", "", 1).isdigit() else "Write a number."
    keys = cast("dict[str, Any]", error.schema).get("properties", {})
    if "object" in types and 0 < len(keys) <= _MOST_KEYS:
        return f"Write its keys: `{key}: {{{', '.join(f'{name}: ...' for name in keys)}}}`."
    if types[0] == "array" and not isinstance(value, dict):
        return f"Write a list: `{key}: [{phrases.short(value) if not isinstance(value, str) else _cut(value)}]`."
    return _PAGE


def _branches(error: ValidationError, place: str) -> Message:
    """The message when no alternative matches: keys of which one is required, or types."""
    branches = cast("list[dict[str, Any]]", error.validator_value)
    if all("required" in branch for branch in branches):
        return _one_of(error, place, [str(branch["required"][0]) for branch in branches])
    types = list(dict.fromkeys(one for branch in branches for one in _types(branch)))
    if types and not any(_is(error.instance, one) for one in types):
        message = _wrong_type(error, place, types)
        known = message.suggestion in _SLIPS.values()
        return message._replace(suggestion=_FIELD) if types == ["string", "object"] and not known else message
    return Message(f"{phrases.short(error.instance)} is not a valid value for {_subject(place)}.", _PAGE)


def _types(branch: dict[str, Any]) -> list[str]:
    if str(branch.get("$ref", "")).endswith(("field.schema.json", "#")):
        return ["string", "object"]
    if "const" in branch:
        return []
    said = branch.get("type", "object")
    return [said] if isinstance(said, str) else [str(one) for one in said if one != "null"]


def _is(value: object, type_: str) -> bool:
    return isinstance(value, _PYTHON.get(type_, (object,))) and (type_ == "boolean" or not isinstance(value, bool))


def _one_of(error: ValidationError, place: str, keys: list[str]) -> Message:
    present = [key for key in keys if key in cast("dict[str, object]", error.instance)]
    if len(present) > 1:
        text = f"{phrases.both(present)} cannot be used together {_within(place)}."
        return Message(text, "Keep one of them.")
    exactly = "exactly one" if error.validator == "oneOf" else "one"
    named = phrases.either(f"'{key}'" for key in keys)
    return Message(f"{_subject(place)} needs {exactly} of {named}.", f"Add {named}.")


def _pattern(error: ValidationError, place: str) -> Message:
    text = f"{phrases.short(error.instance)} is not a valid value for {_subject(place)}."
    return Message(text, f"It must match {error.validator_value}.")


def _bound(error: ValidationError, place: str) -> Message:
    wanted = cast("int", error.validator_value)
    bounds = {
        "minimum": f"must be at least {wanted}",
        "maximum": f"must be at most {wanted}",
        "exclusiveMinimum": f"must be greater than {wanted}",
        "minItems": f"must have at least {wanted} item{'' if wanted == 1 else 's'}",
        "maxItems": f"must have at most {wanted} item{'' if wanted == 1 else 's'}",
        "minLength": "must not be empty",
    }
    shown = f", not {phrases.short(error.instance)}" if "imum" in str(error.validator).lower() else ""
    return Message(f"{_subject(place)} {bounds[str(error.validator)]}{shown}.", "Change the value, or remove the key.")


def _const(error: ValidationError, place: str) -> Message:
    wanted = phrases.short(error.validator_value)
    return Message(f"{_subject(place)} can only be {wanted}.", f"Write {wanted}, or remove the key.")


def _not(error: ValidationError, place: str) -> Message:
    return Message(f"{_subject(place)} has no effect here.", "Remove it.")


def _other(error: ValidationError, place: str) -> Message:
    text = f"{phrases.short(error.instance)} is not a valid value for {_subject(place)}: {error.message[:160]}."
    return Message(text, _PAGE)


def _cut(text: str, most: int = _LONGEST_KEY) -> str:
    return text if len(text) <= most else text[: most - 3] + "..."


_SENTENCES = {
    "required": _required,
    "enum": _enum,
    "type": _type,
    "oneOf": _branches,
    "anyOf": _branches,
    "pattern": _pattern,
    "const": _const,
    "not": _not,
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "minItems", "maxItems", "minLength"), _bound),
}

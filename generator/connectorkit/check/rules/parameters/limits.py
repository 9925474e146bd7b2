"""Rules about limits of values, and about keywords without effect on the type of a value."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Subject
from connectorkit.check.engine.labels import begun, called
from connectorkit.check.engine.no_ops import says_nothing
from connectorkit.check.engine.rule import Hit, Rule, Severities, everywhere
from connectorkit.diagnostics import phrases
from connectorkit.model.connector import Json
from connectorkit.model.patterns import lazy

_REFUSED = everywhere("error")
_KINDS = ("schema", "parameter", "items", "header")
_PAIRS = {"minimum": "maximum", "minLength": "maxLength", "minItems": "maxItems", "minProperties": "maxProperties"}
_COUNTS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
_NUMBERS = ("minimum", "maximum", "multipleOf")
_FLAGS = ("exclusiveMinimum", "exclusiveMaximum", "uniqueItems")
# The types on which a keyword has an effect.
_MEANING = {
    **dict.fromkeys((*_NUMBERS, "exclusiveMinimum", "exclusiveMaximum"), ("integer", "number")),
    **dict.fromkeys(("minLength", "maxLength", "pattern"), ("string", "file")),
    **dict.fromkeys(("minItems", "maxItems", "uniqueItems", "items", "collectionFormat"), ("array",)),
    **dict.fromkeys(
        ("minProperties", "maxProperties", "properties", "additionalProperties", "discriminator"), ("object",)
    ),
}
_TYPES = frozenset(("string", "integer", "number", "boolean", "array", "object", "file"))
# .NET, Java and JavaScript have another syntax for named groups than Python.
_GROUP = lazy(r"\(\?<(?![=!])")
_CLASS = lazy(r"\\[pP]\{\^?\w+\}|\\[zZG]")


def _number(value: Json) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _order(subject: Subject) -> Iterator[Hit]:
    for kind in _KINDS:
        for least, most in _PAIRS.items():
            for at in subject.having(kind, least):
                low, high = at.node[least], at.node.get(most)
                if isinstance(low, (int, float)) and isinstance(high, (int, float)) and low > high:
                    yield Hit(
                        at.at(least),
                        f"{begun(at)} has {least} {phrases.short(low)} and {most} "
                        f"{phrases.short(high)}, so no value is valid.",
                        related=(at.at(most),),
                    )


def _exclusive(subject: Subject) -> Iterator[Hit]:
    for kind in _KINDS:
        for key, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            for at in subject.having(kind, key):
                if bound not in at.node and at.node[key] is True:
                    yield Hit(
                        at.at(key),
                        f"{begun(at)} has {key}, but no {bound}.",
                        f"Write `{bound}` next to it, or remove it.",
                    )


def _values(subject: Subject) -> Iterator[Hit]:
    for kind in _KINDS:
        for key, wanted in _WANTED.items():
            for at in subject.having(kind, key):
                value = at.node[key]
                if not _sound(key, value):
                    message = f"The {key} of {called(at)} is {phrases.short(value)}; it must be {wanted}."
                    yield Hit(at.at(key), message, f"Write {wanted}.")


def _sound(key: str, value: Json) -> bool:
    if key in _FLAGS:
        return isinstance(value, bool)
    if key in _NUMBERS:
        return _number(value) and (key != "multipleOf" or (isinstance(value, (int, float)) and value > 0))
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return _number(value) and whole and isinstance(value, (int, float)) and value >= 0


_WANTED = {
    **dict.fromkeys(_COUNTS, "an integer of at least 0"),
    "minimum": "a number",
    "maximum": "a number",
    "multipleOf": "a number above 0",
    **dict.fromkeys(_FLAGS, "true or false"),
}


def _pattern(subject: Subject) -> Iterator[Hit]:
    for kind in _KINDS:
        for at in subject.having(kind, "pattern"):
            wrong = _broken(at.node["pattern"])
            if wrong:
                yield Hit(at.at("pattern"), f"The pattern of {called(at)} is not a regular expression: {wrong}.")


def _broken(pattern: Json) -> str:
    """What is wrong with a regular expression; "" if it is valid, or may be valid in another dialect."""
    if not isinstance(pattern, str):
        return f"it is {phrases.kind(pattern)}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # They are about valid expressions.
            re.compile(_CLASS.sub(r"\\w", _GROUP.sub("(?P<", pattern)))
    except (re.error, OverflowError, RecursionError) as error:
        said = str(error)
        return said if said.startswith(_SURE) else ""
    return ""


# Errors of Python for expressions that no dialect accepts.
_SURE = (
    "missing )",
    "unterminated",
    "unbalanced parenthesis",
    "nothing to repeat",
    "bad character range",
    "min repeat greater",
    "multiple repeat",
    "unexpected end",
    "bad escape (end",
)


def _meaningless(subject: Subject) -> Iterator[Hit]:
    for kind in _KINDS:
        found: dict[str, tuple[At, list[str]]] = {}
        for key, types in _MEANING.items():
            for at in subject.having(kind, key):
                type_ = at.node.get("type")
                if (
                    isinstance(type_, str)
                    and type_ in _TYPES
                    and type_ not in types
                    and not says_nothing(key, at.node[key])
                ):
                    found.setdefault(at.pointer, (at, []))[1].append(key)
        for at, keys in found.values():
            shown = " and ".join(f"`{key}`" for key in keys)
            have = "have" if len(keys) > 1 else "has"
            what = "Remove them" if len(keys) > 1 else "Remove it"
            yield Hit(
                at.at(keys[0]),
                f"{begun(at)} is {phrases.kinds(at.node['type'])}, so {shown} {have} no effect.",
                f"{what}, or write `type: {_MEANING[keys[0]][0]}`.",
                related=tuple(at.at(key) for key in keys[1:]),
            )


RULES = (
    Rule(
        "PAR210",
        "A lower bound is not above the upper one",
        why="Otherwise no value is valid. The import refuses it.",
        source="validator MinimumShouldBeLessThanOrEqualToMaximum, MinLength..., MinItems...",
        severity=_REFUSED,
        help="Correct one of the bounds.",
        bad="operations: {CreateOrder: {body: {fields: {amount: {min: 5, max: 3}}}}}",
        good="operations: {CreateOrder: {body: {fields: {amount: {min: 3, max: 5}}}}}",
        check=_order,
    ),
    Rule(
        "PAR211",
        "An exclusive bound comes with the bound itself",
        why="Without the bound, nothing is excluded. The import refuses it.",
        source="validator ExclusiveMaximumRequiresMaximum, ExclusiveMinimumRequiresMinimum",
        severity=_REFUSED,
        help="Write the bound, or remove the key.",
        bad="operations: {CreateOrder: {body: {fields: {amount: {min: null, exclusive_min: true}}}}}",
        good="operations: {CreateOrder: {body: {fields: {amount: {min: 0, exclusive_min: true}}}}}",
        check=_exclusive,
    ),
    Rule(
        "PAR212",
        "A bound is a valid number",
        why="The import refuses any other value.",
        source="validator MultipleOfMustBeGreaterThanZero, MinLengthMustBeGreaterThanOrEqualToZero ...",
        severity=_REFUSED,
        help="Correct or remove it.",
        bad="operations: {CreateOrder: {body: {fields: {amount: {extra: {multipleOf: 0}}}}}}",
        good="operations: {CreateOrder: {body: {fields: {amount: {multiple_of: 5}}}}}",
        check=_values,
    ),
    Rule(
        "PAR213",
        "A pattern is a regular expression",
        why="The import refuses any other value.",
        source="validator PatternShouldBeValidRegularExpression",
        severity=_REFUSED,
        help="Close every group, and escape literal special characters with a backslash.",
        bad="operations: {ListShops: {parameters: {city: {pattern: '[A-Z'}}}}",
        good="operations: {ListShops: {parameters: {city: {pattern: '[A-Z]+'}}}}",
        check=_pattern,
    ),
    Rule(
        "PAR230",
        "The keywords of a value fit its type",
        why="The keyword has no effect on other types.",
        source="validator SwaggerKeywordNotSupported",
        severity=Severities("warning", "warning", "advice"),
        help="Remove it, or correct the type.",
        bad="operations: {CreateOrder: {body: {fields: {amount: {max_length: 2}}}}}",
        good="operations: {CreateOrder: {body: {fields: {amount: {max: 99}}}}}",
        check=_meaningless,
    ),
)

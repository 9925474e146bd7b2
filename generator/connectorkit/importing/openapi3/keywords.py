"""Conversion of the keywords of a single value in an OpenAPI 3 schema: types, texts, limits and values."""

from __future__ import annotations

import json
from collections.abc import Callable

from connectorkit.importing.openapi3.document import Plain, Rest, Spot, is_form, kind, shorten
from connectorkit.model.connector import Json

TYPES = ("string", "number", "integer", "boolean", "object", "array")
_COUNTS = ("maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties")
_BOUNDS = (("minimum", "exclusiveMinimum", max), ("maximum", "exclusiveMaximum", min))
_LOST = tuple(
    """
    not if then else propertyNames contains minContains maxContains dependentSchemas dependentRequired dependencies
    unevaluatedItems unevaluatedProperties contentSchema additionalItems $dynamicRef $recursiveRef
    """.split()
)
_LIMITS = ("multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "uniqueItems", *_COUNTS)
_VALUE = frozenset(("type", "format", "enum", "pattern", *_LIMITS))
_BARE = ("$schema", "$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary", "$comment")


def types(rest: Rest, made: Plain) -> None:
    """Convert `type` and `nullable`; several types become no type."""
    nullable = rest.flag("nullable")
    spot = rest.take("type")
    words = _words(rest, spot)
    plain = [word for word in words if word != "null" and not (word == "integer" and "number" in words)]
    if plain == ["file"]:
        made |= {"type": "string", "format": "binary"}
    elif len(plain) == 1:
        made["type"] = plain[0]
    elif spot and plain:
        listed = ", ".join(plain)
        rest.source.say(
            "types",
            spot.pointer,
            f"In a connector, a value has only one type, not several ({listed}); any value is allowed.",
        )
    elif spot and "null" in words:
        rest.source.say(
            "types", spot.pointer, "Only null is allowed here, which a connector cannot express; any value is allowed."
        )
    if nullable or "null" in words:
        made["x-nullable"] = True


def _words(rest: Rest, spot: Spot | None) -> list[str]:
    if spot is None:
        return []
    listed = list(rest.source.items(spot)) if isinstance(spot.value, list) else [spot]
    for one in listed:
        if not isinstance(one.value, str) or one.value not in (*TYPES, "null", "file"):
            said = f"'{shorten(one.value)}'" if isinstance(one.value, str) else kind(one.value)
            rest.source.say("wrong", one.pointer, f"{said} is not a type; any value is allowed.")
    known = [one.value for one in listed if isinstance(one.value, str) and one.value in (*TYPES, "null", "file")]
    return list(dict.fromkeys(known))


def limits(rest: Rest, made: Plain) -> None:
    """Convert limits; an exclusive limit becomes a limit and a flag."""
    for key in _COUNTS:
        _number(rest, key, made, "an integer of at least 0", lambda value: value >= 0 and int(value) == value, int)
    _number(rest, "multipleOf", made, "a number above 0", lambda value: value > 0)
    for bound, exclusive, tighter in _BOUNDS:
        _number(rest, bound, made, "a number", lambda value: True)
        _exclusive(rest, made, bound, exclusive, tighter)
    unique = rest.flag("uniqueItems")
    if unique:
        made["uniqueItems"] = True


def _number(
    rest: Rest,
    key: str,
    made: Plain,
    wanted: str,
    holds: Callable[[float], bool],
    turn: Callable[[float], float] | None = None,
) -> None:
    spot = rest.take(key)
    if spot is None:
        return
    if not is_number(spot.value) or not holds(_float(spot.value)):
        rest.source.lost(spot, wanted)
    else:
        made[key] = turn(_float(spot.value)) if turn else spot.value


def _exclusive(rest: Rest, made: Plain, bound: str, exclusive: str, tighter: Callable[..., float]) -> None:
    spot = rest.take(exclusive)
    if spot is None or spot.value is False:
        return
    limit = made.get(bound)
    if spot.value is True:
        if limit is None:
            rest.source.say("wrong", spot.pointer, f"'{exclusive}' has no effect without '{bound}'; it was dropped.")
        else:
            made[exclusive] = True
    elif not is_number(spot.value):
        rest.source.lost(spot, "a number")
    elif limit is None or tighter(_float(limit), _float(spot.value)) == _float(spot.value):
        made |= {bound: spot.value, exclusive: True}


def is_number(value: Json) -> bool:
    """Whether a JSON value is a number; booleans are not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _float(value: Json) -> float:
    return value if isinstance(value, (int, float)) else 0


def choices(rest: Rest, made: Plain) -> None:
    """Convert `enum` and `const`; null among the values makes it nullable."""
    listed, fixed = rest.take("enum"), rest.take("const")
    if listed is not None and not (isinstance(listed.value, list) and listed.value):
        rest.source.lost(listed, "a list of values", "an empty list" if listed.value == [] else "")
        listed = None
    values = listed.value if listed and isinstance(listed.value, list) else []
    if fixed is not None:
        if listed is not None and values != [fixed.value]:
            rest.source.say("wrong", listed.pointer, "'const' allows only one value, so this list was dropped.")
        values = [fixed.value]
    spot = fixed or listed
    if spot is None:
        return
    if any(value is None for value in values):
        made["x-nullable"] = True
    kept: list[Json] = [
        value for index, value in enumerate(values) if value is not None and not _among(value, values[:index])
    ]
    if kept:
        made["enum"] = kept
    else:
        rest.source.say(
            "types", spot.pointer, "Only null is allowed here, which a connector cannot express; any value is allowed."
        )


def _among(value: Json, values: list[Json]) -> bool:
    return any(_exact(value) == _exact(other) for other in values)


def _exact(value: Json) -> str:
    return json.dumps(
        float(value) if is_number(value) and isinstance(value, (int, float)) and abs(value) < 1e15 else value,
        sort_keys=True,
    )


def default(rest: Rest, made: Plain) -> None:
    """Convert a `default` that the schema allows; null is dropped."""
    spot = rest.take("default")
    if spot is None:
        return
    if spot.value is None:
        rest.source.say(
            "unplaced", spot.pointer, "The default is null, which a connector expresses by omitting the value."
        )
        return
    value = fitting(spot.value, made.get("type"))
    if value is None:
        rest.source.lost(spot, f"a value of the type {made['type']}")
        return
    if value is not spot.value:
        rest.source.say(
            "same",
            spot.pointer,
            f"The default is {kind(spot.value)}, but its type is {made['type']}; it was converted.",
        )
    if _is_allowed(value, made):
        made["default"] = value
    else:
        rest.source.say("wrong", spot.pointer, "The default is not an allowed value; it was dropped.")


def _is_allowed(value: Json, schema: Plain) -> bool:
    """Whether openapi-spec-validator accepts a value, by the limits of this schema alone."""
    limits = {key: said for key, said in schema.items() if key in _VALUE}
    if not limits.keys() - {"type"}:
        return True
    from openapi_schema_validator import OAS30Validator, oas30_format_checker

    return bool(OAS30Validator(limits, format_checker=oas30_format_checker).is_valid(value))


def fitting(value: Json, word: Json) -> Json:
    """The value converted to the type ``word``; None when that is impossible."""
    if word == "string":
        return value if isinstance(value, str) else _text(value)
    if word == "boolean":
        return value if isinstance(value, bool) else {"true": True, "false": False}.get(str(value).lower())
    if word in ("integer", "number"):
        return _numeric(value, word == "integer")
    wanted = {"array": list, "object": dict}.get(str(word))
    return value if wanted is None or isinstance(value, wanted) else None


def _text(value: Json) -> str | None:
    return None if isinstance(value, (dict, list)) else json.dumps(value)


def _numeric(value: Json, whole: bool) -> Json:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    if not is_number(value) or not isinstance(value, (int, float)) or value in (float("inf"), float("-inf")):
        return None
    if whole and isinstance(value, float):
        return int(value) if value.is_integer() else None
    return value if value == value else None


def examples(rest: Rest, made: Plain) -> None:
    """Convert `example`, or the first of `examples`: a connector can hold one."""
    said, listed = rest.take("example"), rest.take("examples")
    if said is not None:
        made["example"] = said.value
    if listed is None:
        return
    if not isinstance(listed.value, list):
        rest.source.lost(listed, "a list of values")
        return
    for index, value in enumerate(listed.value):
        if "example" not in made:
            made["example"] = value
        elif value != made["example"]:
            rest.source.say(
                "unplaced",
                listed.below(index).pointer,
                "A connector can have only one example; the others were dropped.",
            )


def marks(rest: Rest, made: Plain) -> None:
    """Convert `readOnly`, `writeOnly` and `deprecated`."""
    if rest.flag("readOnly"):
        made["readOnly"] = True
    carried: dict[str, tuple[str, Json]] = {"writeOnly": ("x-writeOnly", True), "deprecated": ("x-deprecated", True)}
    for key, (own, value) in carried.items():
        spot = rest.spot.below(key) if key in rest else None
        if rest.flag(key) and spot is not None:
            made.setdefault(own, value)
            rest.source.say("same", spot.pointer, f"'{key}' was written as {own}, which makers do not see.")


def contents(rest: Rest, made: Plain) -> None:
    """Convert the content keywords of strings: base64 and bytes have a format, others are dropped."""
    encoding, media = rest.take("contentEncoding"), rest.take("contentMediaType")
    coded = encoding is not None and encoding.value in ("base64", "base64url") and "format" not in made
    raw = encoding is None and media is not None and "format" not in made
    if coded or raw:
        made["format"] = "byte" if coded else "binary"
    if encoding is not None and (not coded or encoding.value == "base64url"):
        rest.source.say("unplaced", encoding.pointer, "Connectors cannot express 'contentEncoding'; it was dropped.")
    if media is not None and not (raw and media.value == "application/octet-stream"):
        rest.source.say("unplaced", media.pointer, "Connectors cannot express 'contentMediaType'; it was dropped.")


def beside(rest: Rest, made: Plain) -> None:
    """Convert `xml` and `externalDocs`, which are the same in Swagger 2.0."""
    spot = rest.take("xml")
    if spot is not None:
        inner = Rest(rest.source, spot) if isinstance(spot.value, dict) else None
        if inner is None:
            rest.source.lost(spot, "an object")
        else:
            xml: Plain = {}
            inner.texts(xml, "name", "prefix")
            inner.address(xml, "namespace")
            xml |= {key: True for key in ("attribute", "wrapped") if inner.flag(key)}
            made["xml"] = inner.close(xml, "`xml`")
    external_docs(rest, made)


def external_docs(rest: Rest, made: Plain) -> None:
    """Convert `externalDocs`, which needs a URL."""
    spot = rest.take("externalDocs")
    if spot is None:
        return
    url = spot.mapping.get("url")
    if not isinstance(url, str) or not is_form("uri", url):
        rest.source.lost(spot, "an object with a `url` that is an absolute URL", "this")
        return
    inner = Rest(rest.source, spot)
    docs: Plain = {}
    inner.texts(docs, "description", "url")
    made["externalDocs"] = inner.close(docs, "`externalDocs`")


def drop_unsupported(rest: Rest) -> None:
    """Report and drop the keywords that connectors cannot express."""
    for key in _LOST:
        rest.drop("keyword", key, f"'{key}' cannot be expressed in a connector; it was dropped.")
    for key in _BARE:
        rest.drop("unplaced", key, f"'{key}' cannot be expressed in a connector; it was dropped.")

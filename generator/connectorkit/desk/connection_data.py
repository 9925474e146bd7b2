"""Connection dialogs as plain values: one for each way to connect, read from apiProperties.json."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.designer.javascript import Plain, mapping, words
from connectorkit.desk.card_data import SpanOf, place
from connectorkit.model import json_pointer
from connectorkit.model.json_value import Json, listed

_SIGN_IN = "oauthsetting"
_GATEWAY = "gatewaysetting"
_TOP = ("properties",)


def dialogs(properties: Plain, span_of: SpanOf) -> list[Json]:
    """The connection dialogs with their fields; a single dialog without fields if a connection needs no values."""
    inner = mapping(properties.get("properties"))
    sets = mapping(inner.get("connectionParameterSets"))
    found: list[Json] = []
    for number, one in enumerate(listed(sets.get("values"))):
        said = mapping(one)
        at = (*_TOP, "connectionParameterSets", "values", number)
        shown = mapping(said.get("uiDefinition"))
        title = words(shown.get("displayName")) or words(said.get("name"))
        made = _dialog(title, words(shown.get("description")), mapping(said.get("parameters")), span_of, at)
        found.append({**made, "place": place(span_of(json_pointer.join(at)))})
    if found:
        return found
    parameters = mapping(inner.get("connectionParameters"))
    return [_dialog("", "", parameters, span_of, _TOP, "connectionParameters")]


def _dialog(
    title: str,
    description: str,
    parameters: Plain,
    span_of: SpanOf,
    at: tuple[str | int, ...],
    key: str = "parameters",
) -> Plain:
    fields = list(_fields(parameters, span_of, (*at, key)))
    signs_in = [mapping(one) for one in parameters.values() if _type(one) == _SIGN_IN]
    return {
        "title": title,
        "description": description,
        "fields": fields,
        "sign_in": words(mapping(signs_in[0].get("oAuthSettings")).get("identityProvider")) if signs_in else "",
        "signs_in": bool(signs_in),
    }


def _fields(parameters: Plain, span_of: SpanOf, at: tuple[str | int, ...]) -> Iterator[Json]:
    for name, one in parameters.items():
        shown = mapping(mapping(one).get("uiDefinition"))
        limits = mapping(shown.get("constraints"))
        kind = _type(one)
        if kind == _SIGN_IN or limits.get("hidden") in (True, "true"):
            continue
        choices = [c for value in listed(limits.get("allowedValues")) if "value" in (c := mapping(value))]
        described = words(shown.get("description")) or words(mapping(shown.get("schema")).get("description"))
        yield {
            "name": name,
            "label": words(shown.get("displayName")) or name,
            "description": described,
            "tooltip": words(shown.get("tooltip")),
            "required": limits.get("required") in (True, "true"),
            "secret": kind == "securestring" and limits.get("clearText") not in (True, "true"),
            "kind": "gateway" if kind == _GATEWAY else kind,
            "default": limits.get("default"),
            "choices": [{"title": words(c.get("text")) or words(c.get("value")), "value": c["value"]} for c in choices],
            "place": place(span_of(json_pointer.join((*at, name)))),
        }


def _type(one: Json) -> str:
    return words(mapping(one).get("type")).lower()

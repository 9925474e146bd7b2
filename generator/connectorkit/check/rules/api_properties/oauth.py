"""Rules about the oAuthSettings of a connection parameter."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, empty, listed, mapping, short
from connectorkit.check.engine.platform_lists import AS_OF, IDENTITY_PROVIDERS, REDIRECT_MODES, same
from connectorkit.check.engine.properties import Settings, hit, is_a, oauth_settings, strange
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, everywhere, spelt
from connectorkit.check.engine.words import address, misspelt, nearest
from connectorkit.model.connector import Json
from connectorkit.model.json_pointer import escape

_MEMBERS: dict[str, type] = {
    "identityProvider": str,
    "clientId": str,
    "clientSecret": str,
    "scopes": list,
    "redirectMode": str,
    "redirectUrl": str,
    "properties": dict,
    "customParameters": dict,
    "additionalParameters": dict,
}
_FORMS: dict[type, str] = {str: "a text", list: "a list", dict: "an object"}
_AAD = ("loginUri", "tenantId", "resourceUri", "enableOnbehalfOfLogin", "loginUriAAD")
_CUSTOM = {
    "oauth2": ("authorizationUrl", "tokenUrl", "refreshUrl"),
    "oauth2generic": tuple(
        """
        authorizationUrlTemplate authorizationUrlQueryStringTemplate tokenUrlTemplate tokenUrlQueryStringTemplate
        tokenBodyTemplate refreshUrlTemplate refreshUrlQueryStringTemplate refreshBodyTemplate scopeListDelimiter
        """.split()
    ),
    "aad": _AAD,
    "aadcertificate": _AAD,
}
_NEEDED = {
    "oauth2": ("authorizationUrl", "tokenUrl"),
    "oauth2generic": ("authorizationUrlTemplate", "tokenUrlTemplate"),
    "aad": ("resourceUri",),
    "aadcertificate": ("resourceUri",),
}
_ADDRESSES = (
    "authorizationUrl",
    "tokenUrl",
    "refreshUrl",
    "authorizationUrlTemplate",
    "tokenUrlTemplate",
    "refreshUrlTemplate",
    "loginUri",
)
_SHIPPED = Severities("error", "error", "warning")


def _said(one: Settings) -> str:
    """The identity provider as it is written; "" for none."""
    value = one.node.get("identityProvider")
    return value if isinstance(value, str) else ""


def _provider(one: Settings) -> str:
    """The identity provider in the platform's letter case; "" for none or an unknown one."""
    return same(_said(one), IDENTITY_PROVIDERS)


def _custom(one: Settings) -> dict[str, Json]:
    return mapping(one.node.get("customParameters"))


def _provider_there(subject: Subject) -> Iterator[Hit]:
    for one in oauth_settings(subject):
        if not one.node.get("identityProvider") and not misspelt(one.node, "identityProvider"):
            yield hit(f"{one.pointer}/identityProvider", f"{one.called} names no identity provider.")


def _provider_known(subject: Subject) -> Iterator[Hit]:
    for one in oauth_settings(subject):
        said = _said(one)
        if said and not same(said, IDENTITY_PROVIDERS):
            message = f"{one.called} names the identity provider '{short(said)}', which is unknown as of {AS_OF}."
            near = nearest(said, IDENTITY_PROVIDERS, 0.8)
            yield hit(f"{one.pointer}/identityProvider", message, f"Did you mean '{near}'?" if near else "")


def _unknown(subject: Subject) -> Iterator[Hit]:
    for one in oauth_settings(subject):
        yield from strange(one.pointer, one.node, _MEMBERS, one.called)


def _forms(subject: Subject) -> Iterator[Hit]:
    for one in oauth_settings(subject):
        for key, kind in _MEMBERS.items():
            value = one.node.get(key)
            if value is not None and not is_a(value, kind):
                message = f"`{key}` of the sign-in '{short(one.parameter.name)}' must be {_FORMS[kind]}."
                yield hit(f"{one.pointer}/{key}", message)
        for index, scope in enumerate(listed(one.node.get("scopes"))):
            if not isinstance(scope, str):
                yield hit(f"{one.pointer}/scopes/{index}", f"{one.called} has a scope that is not a string.")


def _custom_needed(subject: Subject) -> Iterator[Hit]:
    for one in oauth_settings(subject):
        said = _custom(one)
        if "customParameters" not in one.node and misspelt(one.node, "customParameters"):
            continue
        for name in _NEEDED.get(_provider(one), ()):
            value = mapping(said.get(name)).get("value")
            there = name in said and (not empty(value) or not isinstance(said[name], dict))
            if not there and not misspelt(said, name):
                at = f"{one.pointer}/customParameters/{name}" + ("/value" if isinstance(said.get(name), dict) else "")
                yield hit(at, f"{one.called} has no `{name}`, which {_provider(one)} needs.")


def _custom_unknown(subject: Subject) -> Iterator[Hit]:
    for one in oauth_settings(subject):
        known = _CUSTOM.get(_provider(one))
        for name in _custom(one) if known else ():
            if known and not same(name, known):
                near = nearest(name, known)
                what = f"the custom parameter '{short(name)}'"
                message = f"{one.called} has {what}, which {_provider(one)} does not know."
                way = f"Did you mean '{near}'?" if near else f"It knows {', '.join(known)}."
                start, lacking = f"{one.pointer}/customParameters", near if near not in _custom(one) else ""
                at = f"{start}/{escape(name)}"
                yield hit(at, message, way, related=f"{start}/{near}" if lacking else "", correction=spelt(at, lacking))


def _custom_form(subject: Subject) -> Iterator[Hit]:
    for one in oauth_settings(subject):
        for name, value in _custom(one).items():
            at = f"{one.pointer}/customParameters/{escape(name)}"
            if not isinstance(value, dict) or "value" not in value:
                fix = None if isinstance(value, (dict, list)) else Fix("Wrap it.", (Edit("set", at, {"value": value}),))
                yield hit(at, f"The custom parameter '{short(name)}' is not an object with `value`.", fix=fix)


def _addresses(subject: Subject) -> Iterator[Hit]:
    for one in oauth_settings(subject):
        for name in _ADDRESSES:
            value = mapping(_custom(one).get(name)).get("value")
            if empty(value) or (isinstance(value, str) and ("@" in value or "{" in value or "<" in value)):
                continue
            if not isinstance(value, str) or not address(value):
                at = f"{one.pointer}/customParameters/{name}/value"
                yield hit(at, f"'{short(str(value))}', the `{name}` of the sign-in, is not an absolute address.")


def _mode_known(subject: Subject) -> Iterator[Hit]:
    for one in oauth_settings(subject):
        said = one.node.get("redirectMode")
        if isinstance(said, str) and not same(said, REDIRECT_MODES):
            message = f"{one.called} has the redirect mode '{short(said)}', which is unknown as of {AS_OF}."
            yield hit(f"{one.pointer}/redirectMode", message)


def _first_party(subject: Subject) -> Iterator[Hit]:
    for one in oauth_settings(subject):
        said = mapping(one.node.get("properties"))
        value = said.get("IsFirstParty")
        if "IsFirstParty" in said and value not in ("True", "False"):
            right = str(value).capitalize()
            at = f"{one.pointer}/properties/IsFirstParty"
            fix = Fix(f'Write "{right}".', (Edit("set", at, right),)) if right in ("True", "False") else None
            message = f'{one.called} has an `IsFirstParty` that is neither "True" nor "False".'
            yield hit(at, message, fix=fix)


RULES = (
    Rule(
        "PRP073",
        "A sign-in has no unknown keys",
        why="The platform ignores a key that it does not know.",
        source="schema of apiProperties; import InvalidRequestContent",
        severity=everywhere("warning"),
        help="Remove it.",
        check=_unknown,
    ),
    Rule(
        "PRP090",
        "A sign-in names its identity provider",
        why="It determines the sign-in flow.",
        source="schema of apiProperties",
        severity=everywhere("error"),
        help="Write oauth2, oauth2generic or aad.",
        check=_provider_there,
    ),
    Rule(
        "PRP091",
        "The identity provider of a sign-in is a known one",
        why="The provider determines the sign-in flow.",
        source="schema of apiProperties",
        severity=everywhere("warning"),
        help="Write oauth2, oauth2generic or aad.",
        check=_provider_known,
    ),
    Rule(
        "PRP092",
        "A sign-in has every value that its identity provider requires",
        why="Without these addresses makers cannot sign in.",
        source="schema of apiProperties",
        severity=everywhere("error"),
        help="Add it under `custom`, in apiProperties.json `customParameters`.",
        check=_custom_needed,
    ),
    Rule(
        "PRP093",
        "A sign-in has only custom parameters that its identity provider reads",
        why="The provider ignores any other parameter, which is often a misspelling.",
        source="schema of apiProperties",
        severity=Severities("warning", "warning", "advice"),
        help="Remove it.",
        check=_custom_unknown,
    ),
    Rule(
        "PRP094",
        "A custom parameter of a sign-in is an object with a value",
        why="The platform reads an object with `value`, not a bare string.",
        source="schema of apiProperties",
        severity=everywhere("error"),
        help="Write an object with the key `value`.",
        check=_custom_form,
    ),
    Rule(
        "PRP095",
        "The addresses of a sign-in are absolute",
        why="The platform opens them for makers and sends requests to them.",
        source="validator UrlNotValid",
        severity=everywhere("error"),
        help="Begin it with https://.",
        check=_addresses,
    ),
    Rule(
        "PRP096",
        "The redirect mode of a sign-in is a known one",
        why="The platform supports only these redirect modes.",
        source="schema of apiProperties",
        severity=everywhere("warning"),
        help="Write GlobalPerConnector.",
        check=_mode_known,
    ),
    Rule(
        "PRP098",
        "IsFirstParty of a sign-in is a string",
        why="The platform accepts only these two strings, not a boolean.",
        source="schema of apiProperties",
        severity=_SHIPPED,
        help="Write the string False, in quotes.",
        check=_first_party,
    ),
    Rule(
        "PRP099",
        "The settings of a sign-in have the right JSON type",
        why="The platform reads the file strictly.",
        source="schema of apiProperties",
        severity=everywhere("error"),
        help="Write a value of that type.",
        check=_forms,
    ),
)

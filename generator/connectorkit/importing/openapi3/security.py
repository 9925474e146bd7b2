"""Security schemes of OpenAPI 3 as security definitions, with their connection parameters."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from connectorkit.importing.openapi3.document import Plain, Rest, Source, Spot, is_form, shorten
from connectorkit.model.connector import Json
from connectorkit.model.policies.plan import PARAMETER, SECTION
from connectorkit.model.python_names import unique
from connectorkit.resolve.swagger_style import derived_title

_FLOWS = {
    "authorizationCode": "accessCode",
    "implicit": "implicit",
    "password": "password",
    "clientCredentials": "application",
}
_ADDRESSES = {
    "accessCode": ("authorizationUrl", "tokenUrl"),
    "implicit": ("authorizationUrl",),
    "password": ("tokenUrl",),
    "application": ("tokenUrl",),
}
BRAND_COLOR = "#da3b01"
"""The colour that independent publishers use; the one of a new connector is sent back by reviewers."""
DUMMY = "[[DUMMY]]"
"""Stands for the id of an app that its owner fills in: no credential belongs into a source."""
_REDIRECT = "https://global.consent.azure-apim.net/redirect"
_OTHER = re.compile(r"[^A-Za-z0-9_]+")


class Security:
    """Converts security schemes and requirements to Swagger 2.0."""

    def __init__(self, source: Source, base: str) -> None:
        self.source = source
        self.base = base
        self._spots: dict[str, Spot] = {}
        self._words: dict[str, str] = {}
        self._refresh: dict[str, Spot] = {}
        self._required: list[list[str]] = []
        self.definitions: Plain = {}
        for spot in source.component("securitySchemes"):
            target = source.resolve(spot)
            made = self._scheme(target, spot.name) if target is not None else None
            self._spots[spot.name] = spot
            if made is not None:
                self.definitions[spot.name] = made

    def _scheme(self, spot: Spot, name: str) -> Plain | None:
        if not isinstance(spot.value, dict):
            self.source.lost(spot, "a security scheme")
            return None
        rest = Rest(self.source, spot)
        kind = rest.text("type")
        described: Plain = {}
        rest.texts(described, "description")
        if kind == "apiKey":
            made = self._key(rest)
        elif kind == "http":
            made = self._http(rest, name)
        elif kind == "oauth2":
            made = self._flows(rest, name)
        else:
            known = kind in ("openIdConnect", "mutualTLS")
            word = shorten(str(kind))
            what = f"A connector cannot sign in with {word}" if known else f"'{word}' is not a known security scheme"
            self.source.say("security", spot.pointer, f"{what}; '{shorten(name)}' was dropped.")
            return None
        return rest.close({**made, **described}, "a security scheme") if made is not None else None

    def _key(self, rest: Rest) -> Plain | None:
        name, place = rest.text("name"), rest.text("in")
        if place in ("header", "query") and name is not None:
            return {"type": "apiKey", "name": name, "in": place}
        said = (
            "Connectors do not send cookies"
            if place == "cookie"
            else "An API key must have a name and be in a header or the query"
        )
        self.source.say(
            "security",
            rest.spot.pointer,
            f"{said}; '{shorten(rest.spot.name)}' was dropped.",
            "If the key is a cookie, add it to `credentials`, and send the header Cookie with the policy setheader.",
        )
        return None

    def _http(self, rest: Rest, name: str) -> Plain | None:
        word = (rest.text("scheme") or "").lower()
        if word != "basic":
            rest.text("bearerFormat")
        if word == "basic":
            return {"type": "basic"}
        self._words[name] = word.capitalize()
        if word == "bearer":
            said = (
                f"'{shorten(name)}' became an API key in the header Authorization; users must enter 'Bearer' "
                "before the token."
            )
            self.source.say("token", rest.spot.pointer, said)
        else:
            said = f"Connectors do not support the scheme '{shorten(word)}'"
            what = f"{said}; the header Authorization is sent as users enter it."
            self.source.say("security", rest.spot.pointer, what)
        return {"type": "apiKey", "name": "Authorization", "in": "header"}

    def _flows(self, rest: Rest, name: str) -> Plain | None:
        spot = rest.take("flows")
        rest.drop("unplaced", "oauth2MetadataUrl", "A connector cannot have a metadata URL; it was dropped.")
        listed = {one.name: one for one in self.source.entries(spot)}
        made: Plain | None = None
        for key, flow in _FLOWS.items():
            one = listed.pop(key, None)
            if one is not None and made is None:
                made = self._flow(one, flow, name)
            elif one is not None:
                self.source.say(
                    "security", one.pointer, f"A security definition has only one flow; '{key}' was dropped."
                )
        for one in listed.values():
            self.source.say("unknown", one.pointer, f"'{shorten(one.name)}' is not a flow; it was dropped.")
        if made is None:
            said = f"'{shorten(name)}' has no flow that connectors support; it was dropped."
            self.source.say("security", rest.spot.pointer, said)
        return made

    def _flow(self, spot: Spot, flow: str, name: str) -> Plain | None:
        rest = Rest(self.source, spot)
        made: Plain = {"type": "oauth2", "flow": flow}
        for key in _ADDRESSES[flow]:
            self._address(rest, made, key)
        missing = [key for key in _ADDRESSES[flow] if key not in made]
        if missing:
            said = f"The flow '{spot.name}' needs {' and '.join(missing)}, an absolute URL; it was dropped."
            self.source.say("wrong", spot.pointer, said)
            return None
        scopes = {one.name: one for one in self.source.entries(rest.take("scopes"))}
        made["scopes"] = {key: self._scope(one) for key, one in scopes.items()}
        refresh = rest.take("refreshUrl")
        if refresh is not None and isinstance(refresh.value, str):
            self._refresh[name] = refresh
        elif refresh is not None:
            self.source.lost(refresh, "a string")
        if flow != "accessCode":
            said = (
                "The platform supports only the authorization code flow; connections cannot use the flow "
                f"'{spot.name}'."
            )
            self.source.say("security", spot.pointer, said)
        return rest.close(made, "a flow")

    def _address(self, rest: Rest, made: Plain, key: str) -> None:
        """Move an absolute URL of a flow; a relative one is resolved against the API's."""
        said = rest.spot.mapping.get(key)
        whole = urljoin(self.base, said) if isinstance(said, str) and self.base else said
        if isinstance(whole, str) and whole != said and is_form("uri", whole):
            made[key] = whole
            rest.drop("same", key, f"The address is relative to the API: {shorten(whole)}.")
        elif isinstance(said, str) and is_form("uri", said):
            rest.texts(made, key)

    def _scope(self, spot: Spot) -> str:
        if not isinstance(spot.value, str):
            self.source.lost(spot, "a string")
            return ""
        return spot.value

    def requirements(self, spot: Spot | None) -> list[Json] | None:
        """The security requirements in Swagger 2.0; None where there are none, or none remain."""
        if spot is None or not isinstance(spot.value, list):
            if spot is not None:
                self.source.lost(spot, "a list")
            return None
        made: list[Json] = []
        for one in self.source.items(spot):
            kept = {below.name: self._scopes(below) for below in self.source.entries(one) if self._known(below)}
            if (kept or one.value == {}) and kept not in made:
                made.append(dict(kept))
                self._required.append(list(kept))
        return made if made or not spot.value else None

    def _known(self, spot: Spot) -> bool:
        if spot.name not in self.definitions:
            what = (
                "was dropped from the connector" if spot.name in self._spots else "is not a security scheme of the file"
            )
            self.source.say("security", spot.pointer, f"'{shorten(spot.name)}' {what}; it is ignored.")
        return spot.name in self.definitions

    def _scopes(self, spot: Spot) -> list[Json]:
        definition = self.definitions[spot.name]
        listed = [one for one in self.source.items(spot) if isinstance(one.value, str)]
        if isinstance(definition, dict) and definition.get("type") == "oauth2":
            return [one.value for one in listed]
        for one in listed:
            self.source.say("unplaced", one.pointer, "Only OAuth has scopes in a connector.")
        return []

    def properties(self) -> Plain:
        """apiProperties.json with the connection parameters of the first required security scheme.

        Moves its definition before the others, because the platform uses the first one. Call it last.
        """
        chosen = next((names for names in self._required if names), list(self.definitions)[:1])
        first = next((name for name in chosen if self._usable(name)), "")
        more = [name for name in chosen if name != first and self._is_key(name)] if first else []
        if first:
            self.definitions = {first: self.definitions[first], **self.definitions}
        for name in self.definitions:
            if name != first and name not in more and first:
                said = (
                    f"A connection uses only one security scheme, here '{shorten(first)}'; '{shorten(name)}' is "
                    "ignored."
                )
                self.source.say("security", self._spots[name].pointer, said)
        parameters: Plain = self._parameters(first) if first else {}
        policies: list[Json] = []
        for name in more:
            credential = unique([_OTHER.sub("_", name) or "key"], parameters)[0]
            parameters[credential] = self._secret(name, 2 + len(parameters))
            policies.append(self._policy(name, credential))
        for name, spot in self._refresh.items():
            if name != first:
                self.source.say("unplaced", spot.pointer, "This flow has no sign-in, so its refresh URL was dropped.")
        made: Plain = {"connectionParameters": parameters, "iconBrandColor": BRAND_COLOR, "capabilities": []}
        return {"properties": {**made, **({"policyTemplateInstances": policies} if policies else {})}}

    def _definition(self, name: str) -> Plain:
        definition = self.definitions.get(name)
        return definition if isinstance(definition, dict) else {}

    def _usable(self, name: str) -> bool:
        return self._definition(name).get("flow", "accessCode") == "accessCode"

    def _is_key(self, name: str) -> bool:
        return self._definition(name).get("type") == "apiKey"

    def _parameters(self, name: str) -> Plain:
        kind = self._definition(name)["type"]
        if kind == "basic":
            return {
                "username": _asked("User name", "The user name.", 2, True),
                "password": _asked("Password", "The password.", 3),
            }
        return {"api_key": self._secret(name, 2)} if kind == "apiKey" else {"token": self._sign_in(name)}

    def _secret(self, name: str, position: int) -> Plain:
        """The connection parameter of a key."""
        definition, word = self._definition(name), self._words.get(name)
        if word is not None:
            shown = f"{word} {name}" if word and word != "Bearer" else "Token"
            return _asked(shown, f"The word {word or 'that comes first'}, a blank and the token.", position)
        label = "API Key" if position == 2 else derived_title(name)
        return _asked(label, f"The key that is sent as {definition.get('name')}.", position)

    def _policy(self, name: str, credential: str) -> Plain:
        """The policy that sends a further key: the platform sends only the first one."""
        definition = self._definition(name)
        template = "setheader" if definition["in"] == "header" else "setqueryparameter"
        self.source.say("spread", self._spots[name].pointer, f"'{shorten(name)}' is sent with the policy {template}.")
        return {
            "templateId": template,
            "title": f"Send {name}",
            "parameters": {
                f"{PARAMETER}name": definition["name"],
                f"{PARAMETER}value": f"@connectionParameters('{credential}')",
                f"{PARAMETER}existsAction": "override",
                SECTION: "Request",
            },
        }

    def _sign_in(self, name: str) -> Plain:
        definition = self._definition(name)
        refresh = self._refresh[name].value if name in self._refresh else definition["tokenUrl"]
        addresses = {
            "authorizationUrl": definition["authorizationUrl"],
            "tokenUrl": definition["tokenUrl"],
            "refreshUrl": refresh,
        }
        scopes = list(definition["scopes"]) if isinstance(definition["scopes"], dict) else []
        return {
            "type": "oauthSetting",
            "oAuthSettings": {
                "identityProvider": "oauth2",
                "clientId": DUMMY,
                "scopes": list[Json](scopes),
                "redirectMode": "GlobalPerConnector",
                "redirectUrl": _REDIRECT,
                "properties": {"IsFirstParty": "False", "IsOnbehalfofLoginSupported": False},
                "customParameters": {key: {"value": value} for key, value in addresses.items()},
            },
        }


def _asked(label: str, description: str, position: int, shown: bool = False) -> Plain:
    ui: Plain = {
        "displayName": label,
        "description": description,
        "tooltip": description,
        "constraints": {"clearText": shown, "required": "true", "tabIndex": position},
    }
    return {"type": "securestring", "uiDefinition": ui}

"""The identity providers of a connector, used as by the platform, from which a client gets access tokens.

Sources: the oAuthSettings of apiProperties.json, whose customParameters depend on the identity provider, and otherwise
the security definitions of type oauth2 in the swagger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from urllib.parse import unquote_plus

from connectorkit.model import python_names
from connectorkit.model.access import OF_SIGN_IN
from connectorkit.model.connector import Connector, Credential, Json
from connectorkit.model.patterns import lazy
from connectorkit.model.record import record
from connectorkit.model.sign_in import signs_in

CODE = (
    ("grant_type", "authorization_code"),
    ("code", "{code}"),
    ("redirect_uri", "{redirecturl}"),
    ("client_id", "{clientid}"),
    ("client_secret", "{clientsecret}"),
)
REFRESH = (
    ("grant_type", "refresh_token"),
    ("refresh_token", "{refreshtoken}"),
    ("client_id", "{clientid}"),
    ("client_secret", "{clientsecret}"),
)
CLIENT = (
    ("grant_type", "client_credentials"),
    ("client_id", "{clientid}"),
    ("client_secret", "{clientsecret}"),
    ("scope", "{scopes}"),
)
SIGN_IN = (
    ("response_type", "code"),
    ("client_id", "{clientid}"),
    ("redirect_uri", "{redirecturl}"),
    ("scope", "{scopes}"),
    ("state", "{state}"),
)
_ENTRA = ("aad", "aadcertificate")
_ENTRA_LOGIN = "https://login.microsoftonline.com"
# People of any tenant sign in there, but an application needs the name of its own tenant.
_ANY_TENANT = ("common", "organizations", "consumers")
# Placeholders that the engine fills, by their names in templates, in any letter case.
_FILLED = {
    **{name: name for name in ("clientid", "clientsecret", "code", "scopes", "state", "refreshtoken", "redirecturl")},
    **{name: name for name in ("codechallenge", "codeverifier")},
    "scope": "scopes",
    "redirecturi": "redirecturl",
}
_TEMPLATE = lazy(r"@\{?connectionParameters\(\s*'([^']*)'[^)]*\)\}?|\{([^{}\s]+)\}")
# The additional exports of a client with a sign-in.
ERRORS = ("AuthenticationFailed", "SignInRequired")
STORES = ("FileTokenStore", "MemoryTokenStore", "Token", "TokenStore")
CLASSES = (*ERRORS, *STORES, "AuthorizationCode", "ClientCredentials", "SignIn")
_TAKEN = (
    *("authorization_endpoint", "connection", "environ", "pkce", "redirect_uri", "scopes", "self", "send_secret_in"),
    *("store", "token_endpoint"),
)

Pairs = tuple[tuple[str, str], ...]
Plain = Mapping[str, Json]


@record(frozen=True)
class Endpoint:
    """A URL and the pairs of its query and body; all may have placeholders."""

    url: str = ""
    query: Pairs = ()
    body: Pairs = ()

    def texts(self) -> Iterator[str]:
        """All texts that may contain placeholders."""
        yield self.url
        yield from (value for _, value in (*self.query, *self.body))


@record(frozen=True)
class Argument:
    """An argument of the constructor of a grant. ``default`` is None for a required one."""

    name: str
    text: str
    default: str | None = None
    secret: bool = False


@record
class Connection:
    """One way to sign in. ``code`` and ``client``: the grants that it supports; ``pkce``: it is declared."""

    name: str
    label: str = ""
    authorization: Endpoint = Endpoint()
    token: Endpoint = Endpoint()
    refresh: Endpoint = Endpoint()
    application: Endpoint = Endpoint()
    scopes: tuple[str, ...] = ()
    delimiter: str = " "
    pkce: bool = False
    parameters: dict[str, Argument] = field(default_factory=dict)

    @property
    def code(self) -> bool:
        """Whether people can sign in."""
        return bool(self.authorization.url and self.token.url)

    @property
    def client(self) -> bool:
        """Whether an application can get a token for itself."""
        return bool(self.application.url)


def connections(connector: Connector) -> list[Connection]:
    """The ways to sign in with a known token endpoint."""
    listed = [("", "", connector.credentials)]
    listed += [(one.name, one.label, one.credentials) for one in connector.credential_sets]
    declared = _declared(connector)
    found: dict[str, Connection] = {}
    for name, label, credentials in listed:
        for one in credentials:
            settings = one.settings.get("oAuthSettings")
            if one.type == "oauthSetting" and isinstance(settings, dict):
                made = _Reader(credentials, settings, declared).connection(name or one.name, label)
                if (made.code or made.client) and made.name not in found:
                    found[made.name] = made
    if not found and declared and not signs_in(connector):
        made = _Reader(connector.credentials, {}, declared).connection("oauth2", "")
        found = {made.name: made} if made.code or made.client else {}
    return list(found.values())


def _declared(connector: Connector) -> dict[str, Json]:
    """The first security definition of type oauth2; {} for none."""
    found = (dict(one.definition) for one in connector.authentications if one.type == "oauth2")
    return next(found, {})


class _Reader:
    """Reads the settings of one identity provider."""

    def __init__(self, credentials: tuple[Credential, ...], settings: Plain, declared: Plain) -> None:
        self.credentials = {one.name.lower(): one for one in credentials}
        self.settings = settings
        self.declared = declared
        self.provider = _text(settings.get("identityProvider")).lower()
        custom = settings.get("customParameters")
        self.custom = {
            key.lower(): _text(value.get("value") if isinstance(value, dict) else value)
            for key, value in (custom.items() if isinstance(custom, dict) else ())
        }
        self.parameters: dict[str, Argument] = {}

    def connection(self, name: str, label: str) -> Connection:
        """The way to sign in, called ``name``, with its ``label``."""
        made = self._entra() if self.provider in _ENTRA else self._templates()
        made.name, made.label = name, label
        scopes = self.settings.get("scopes")
        listed = scopes if isinstance(scopes, list) else []
        if not self.settings and isinstance(scopes := self.declared.get("scopes"), dict):
            listed = list(scopes)
        made.scopes = tuple(self._template(text) for one in listed if (text := _text(one)))
        made.delimiter = self.custom.get("scopelistdelimiter") or " "
        endpoints = (made.authorization, made.token, made.refresh, made.application)
        used = {found for e in endpoints for text in e.texts() for found in re.findall(r"\{(\w+)\}", text)}
        used |= {found for text in made.scopes for found in re.findall(r"\{(\w+)\}", text)}
        made.parameters = {key: one for key, one in self._all().items() if key in used}
        made.pkce = made.pkce or "codechallenge" in used or "pkce" in self.provider
        return made

    def _all(self) -> dict[str, Argument]:
        identity = Argument("client_id", "The ID of the application that is registered with the service.")
        secret = Argument("client_secret", "The secret of that application.", None, True)
        return {"clientid": identity, "clientsecret": secret, **self.parameters}

    def _templates(self) -> Connection:
        """A connection of oauth2, oauth2generic, or of a provider whose addresses the swagger declares."""
        known, declared = self.custom, self.declared
        authorization = known.get("authorizationurltemplate") or known.get("authorizationurl")
        token = known.get("tokenurltemplate") or known.get("tokenurl")
        refresh = known.get("refreshurltemplate") or known.get("refreshurl")
        flow = _text(declared.get("flow"))
        authorization = authorization or _text(declared.get("authorizationUrl"))
        token = token or _text(declared.get("tokenUrl"))
        made = Connection("")
        asked = self._pairs(known.get("authorizationurlquerystringtemplate", "")) or SIGN_IN
        if not any("{state}" in value for _, value in asked):
            # Without a state, a forged return could not be detected.
            asked = (*asked, ("state", "{state}"))
        made.authorization = Endpoint(self._template(authorization), asked)
        query = self._pairs(known.get("tokenurlquerystringtemplate", ""))
        body = self._pairs(known.get("tokenbodytemplate", "")) or CODE
        made.token = Endpoint(self._template(token), query, body)
        query = self._pairs(known.get("refreshurlquerystringtemplate", ""))
        body = self._pairs(known.get("refreshbodytemplate", "")) or REFRESH
        made.refresh = Endpoint(self._template(refresh or token), query, body)
        if dict(made.token.body).get("grant_type") == "client_credentials":
            # The service has no sign-in of a person, whatever page the platform opens before.
            made.application, made.authorization = made.token, Endpoint()
        elif flow == "application" and not self.settings:
            made.application, made.authorization = replace(made.token, body=CLIENT), Endpoint()
        elif flow == "application" or self._declares_client():
            made.application = replace(made.token, body=CLIENT)
        return made

    def _entra(self) -> Connection:
        """A connection of Microsoft Entra ID; the platform uses version 1 of its endpoints."""
        login = (self.custom.get("loginuri") or _ENTRA_LOGIN).rstrip("/")
        said = self.custom.get("tenantid", "")
        tenant = said if re.fullmatch(r"[A-Za-z0-9.-]+", said) else "common"
        text = "The directory of the account."
        self.parameters["p_tenant_id"] = Argument("tenant_id", text, tenant)
        own = None if tenant in _ANY_TENANT else tenant
        self.parameters["p_own_tenant_id"] = Argument("tenant_id", text, own)
        resource = self.custom.get("resourceuri") or _text(self._property("AzureActiveDirectoryResourceId"))
        wanted: Pairs = (("resource", self._template(resource)),) if resource else ()
        at = f"{self._template(login)}/{{p_tenant_id}}/oauth2"
        mine = f"{self._template(login)}/{{p_own_tenant_id}}/oauth2/token"
        client = tuple(pair for pair in CLIENT if pair[0] != "scope")
        return Connection(
            "",
            authorization=Endpoint(f"{at}/authorize", (*SIGN_IN, *wanted)),
            token=Endpoint(f"{at}/token", (), (*CODE, *wanted)),
            refresh=Endpoint(f"{at}/token", (), (*REFRESH, *wanted)),
            application=Endpoint(mine, (), (*client, *wanted)),
        )

    def _property(self, name: str) -> Json:
        properties = self.settings.get("properties")
        return properties.get(name) if isinstance(properties, dict) else None

    def _declares_client(self) -> bool:
        """Whether a connection parameter selects the grant, as in connectors with service principals."""
        return f"{OF_SIGN_IN}granttype" in self.credentials

    def _pairs(self, template: str) -> Pairs:
        """The pairs of a query or a form, whose values may hold placeholders."""
        parts = [part.partition("=") for part in template.strip().lstrip("?&").split("&") if part]
        return tuple((unquote_plus(name), self._template(unquote_plus(value))) for name, _, value in parts)

    def _template(self, text: str) -> str:
        """``text`` with the placeholders of the engine."""
        return _TEMPLATE.sub(lambda found: f"{{{self._placeholder(found[1] or found[2], bool(found[1]))}}}", text)

    def _placeholder(self, name: str, parameter: bool) -> str:
        low = name.lower()
        if low in _FILLED and not parameter:
            return _FILLED[low]
        python = python_names.identifier(name.removeprefix(OF_SIGN_IN))
        key = f"p_{python}" if python.isascii() else f"p_{python.encode().hex()}"
        if key not in self.parameters:
            known = self.credentials.get(f"{OF_SIGN_IN}{low}") or self.credentials.get(low)
            self.parameters[key] = _argument(python, known)
        return key


def _argument(python: str, known: Credential | None) -> Argument:
    (name,) = python_names.unique([python], _TAKEN)
    if known is None:
        return Argument(name, "A part of the URLs or requests of the sign-in.")
    text = known.description or known.label
    return Argument(name, text, None if known.required else "", known.secret)


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""

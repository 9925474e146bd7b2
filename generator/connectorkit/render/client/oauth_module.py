"""The module of a client with its grants, as values for the template."""

from __future__ import annotations

from connectorkit.render.client.oauth import STORES, Argument, Connection, Endpoint
from connectorkit.render.python_text import markdown, sentence

Values = dict[str, object]


def grants(package: str, connections: list[Connection]) -> list[Values]:
    """The grant classes that the connections need."""
    made = []
    for code in (True, False):
        having = [one for one in connections if (one.code if code else one.client)]
        if having:
            made.append(_grant(package, having, code))
    return made


def homes(grants: list[Values]) -> list[tuple[str, tuple[str, ...]]]:
    """The names that the package exports for the grants, by module."""
    if not grants:
        return []
    found = [("oauth", tuple(str(grant["name"]) for grant in grants)), ("_engine.tokens", STORES)]
    return found + ([("_engine.sign_in", ("SignIn",))] if any(grant["code"] for grant in grants) else [])


def _grant(package: str, connections: list[Connection], code: bool) -> Values:
    return {
        "name": "AuthorizationCode" if code else "ClientCredentials",
        "code": code,
        "pkce": all(one.pkce for one in connections),
        "arguments": [_argument(package, one) for one in _arguments(connections, code)],
        "connections": [_connection(one, code) for one in connections],
    }


def _endpoints(one: Connection, code: bool) -> tuple[Endpoint, ...]:
    return (one.authorization, one.token, one.refresh) if code else (one.application,)


def _arguments(connections: list[Connection], code: bool) -> list[Argument]:
    """The arguments for the placeholders of all connections; required ones stay required."""
    found: dict[str, Argument] = {}
    for one in connections:
        for argument in _used(one, code).values():
            known = found.get(argument.name)
            found[argument.name] = argument if known is None or known.default is not None else known
    return list(found.values())


def _used(one: Connection, code: bool) -> dict[str, Argument]:
    """The parameters whose placeholders a grant uses."""
    texts = [text for endpoint in _endpoints(one, code) for text in endpoint.texts()] + list(one.scopes)
    return {key: argument for key, argument in one.parameters.items() if any(f"{{{key}}}" in text for text in texts)}


def _argument(package: str, argument: Argument) -> Values:
    variable = f"{package}_{argument.name}".upper()
    text = sentence(argument.text, f"The variable {variable}")
    if argument.default:
        text = sentence(argument.text, f"The variable {variable}, or {argument.default}")
    return {
        "name": argument.name,
        "variable": variable,
        "text": markdown(argument.text),
        "about": text,
        "required": argument.default is None,
        "default": markdown(argument.default or ""),
    }


def _connection(one: Connection, code: bool) -> Values:
    """A way to sign in; ``endpoints`` are those of a Provider: authorization, token, refresh and application."""
    parts = (one.authorization, one.token, one.refresh, Endpoint()) if code else (*[Endpoint()] * 3, one.application)
    return {
        "name": one.name,
        "label": markdown(one.label or one.name),
        "endpoints": [{"url": part.url, "query": part.query, "body": part.body} for part in parts],
        "scopes": one.scopes,
        "delimiter": one.delimiter,
        "parameters": {key: (a.name, a.default, a.secret) for key, a in _used(one, code).items()},
    }

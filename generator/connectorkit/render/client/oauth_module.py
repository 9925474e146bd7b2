"""The module of a client that holds its grants, as values for the template."""

from __future__ import annotations

from connectorkit.render.client.oauth import STORES, Argument, Connection, Endpoint
from connectorkit.render.client.python_text import literal, markdown, sentence, wrapped

_ABOUT = {
    True: "Access tokens for what a person allows by signing in (authorization code).",
    False: "Access tokens for the application itself, without a person (client credentials).",
}
Values = dict[str, object]


def grants(package: str, connections: list[Connection]) -> list[Values]:
    """The classes of grants that the connections have."""
    made = []
    for code in (True, False):
        having = [one for one in connections if (one.code if code else one.client)]
        if having:
            made.append(_grant(package, having, code))
    return made


def homes(grants: list[Values]) -> list[tuple[str, list[str]]]:
    """The names that the package exports for them, by their modules."""
    if not grants:
        return []
    found = [("oauth", [str(grant["name"]) for grant in grants]), ("_engine.tokens", list(STORES))]
    return found + ([("_engine.sign_in", ["SignIn"])] if any(grant["code"] for grant in grants) else [])


def _grant(package: str, connections: list[Connection], code: bool) -> Values:
    return {
        "name": "AuthorizationCode" if code else "ClientCredentials",
        "base": "CodeGrant" if code else "ClientGrant",
        "table": "_SIGN_INS" if code else "_APPLICATIONS",
        "code": code,
        "doc": _ABOUT[code],
        "pkce": all(one.pkce for one in connections),
        "arguments": [_argument(package, one) for one in _arguments(connections, code)],
        "connections": [
            {"name": literal(one.name), "provider": _provider(one, code), "label": markdown(one.label or one.name)}
            for one in connections
        ],
    }


def _endpoints(one: Connection, code: bool) -> tuple[Endpoint, ...]:
    return (one.authorization, one.token, one.refresh) if code else (one.application,)


def _arguments(connections: list[Connection], code: bool) -> list[Argument]:
    """The arguments for the placeholders of all connections, by their names; what has no default in one has none."""
    found: dict[str, Argument] = {}
    for one in connections:
        for argument in _used(one, code).values():
            known = found.get(argument.name)
            found[argument.name] = argument if known is None or known.default is not None else known
    return list(found.values())


def _used(one: Connection, code: bool) -> dict[str, Argument]:
    """The parameters of the placeholders that a grant fills."""
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
        "doc": "\n".join(wrapped(f"{argument.name}: {text}", 8, 4)),
        "required": argument.default is None,
        "default": markdown(argument.default or ""),
    }


def _provider(one: Connection, code: bool) -> str:
    parts = (one.authorization, one.token, one.refresh) if code else (Endpoint(), Endpoint(), Endpoint())
    endpoints = [_endpoint(part) for part in (*parts, Endpoint() if code else one.application)]
    parameters = {key: (argument.name, argument.default, argument.secret) for key, argument in _used(one, code).items()}
    rest = [literal(one.scopes), literal(one.delimiter), literal(parameters)]
    return f"Provider({', '.join(endpoints + rest)})"


def _endpoint(one: Endpoint) -> str:
    parts = [literal(one.url), literal(one.query), literal(one.body)]
    defaults = ['""', "()", "()"]
    while parts and parts[-1] == defaults[len(parts) - 1]:
        parts.pop()
    return f"Endpoint({', '.join(parts)})"

"""How calls authenticate: the credentials of each security definition, and the definitions that a call needs together.

The client, the sandbox and the contract tests ask here, so they send and require the same credentials.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from connectorkit.model import python_names
from connectorkit.model.connector import Connector, Credential, Operation
from connectorkit.model.policies import simulation
from connectorkit.model.record import record
from connectorkit.model.sign_in import signs_in

OF_SIGN_IN = "token:"
"""Names of connection parameters that belong to a sign-in begin with this."""
Alternatives = tuple[tuple[str, ...], ...]
"""The alternatives of a security requirement: the names of schemes, of which each row is sent together."""
# The words in names of connection parameters without a role that tell their use.
_HINTS = {
    "username": ("user", "login", "account", "email"),
    "password": ("pass", "secret", "key", "token"),
    "api_key": ("key", "token", "auth", "secret"),
    "token": ("token",),
}
# A connection parameter with another role is used if there is no other.
_INSTEAD = {"api_key": ("token", "password")}


@record(frozen=True)
class Argument:
    """A value of a scheme: its ``role``, its ``name`` in Python, and the connection parameter, None for none."""

    role: str
    name: str
    credential: Credential | None


@record(frozen=True)
class Scheme:
    """A security definition that calls use. ``kind``: basic, apiKey or oauth2; ``place`` is header or query.

    ``key`` is the name of the header or query parameter of an API key. Without a definition (``declared`` is false), it
    is the access token of a sign-in, which the platform sends even if the swagger does not declare it.
    """

    name: str
    kind: str
    place: str
    key: str
    arguments: tuple[Argument, ...]
    declared: bool = True


def schemes(connector: Connector) -> list[Scheme]:
    """The schemes of a connector, in order; a connection parameter belongs to one of them."""
    chooser = _Chooser(connector)
    made: list[Scheme] = []
    for one in connector.authentications:
        said = one.definition
        if one.type == "basic":
            pair = (chooser.argument("username"), chooser.argument("password"))
            made.append(Scheme(one.name, "basic", "header", "", pair))
        elif one.type == "apiKey":
            place = "query" if said.get("in") == "query" else "header"
            key = str(said.get("name") or "Authorization")
            made.append(Scheme(one.name, "apiKey", place, key, (chooser.argument("api_key", one.name),)))
        elif one.type == "oauth2":
            made.append(Scheme(one.name, "oauth2", "header", "", (chooser.token(one.name),)))
    if signs_in(connector) and not any(one.kind == "oauth2" for one in made):
        (name,) = python_names.unique(["oauth2"], [one.name for one in connector.authentications])
        made.append(Scheme(name, "oauth2", "header", "", (chooser.token(),), declared=False))
    return made


class _Chooser:
    """Chooses a connection parameter for each value of the schemes."""

    def __init__(self, connector: Connector) -> None:
        # A connection parameter of a sign-in is not a token, whatever its name.
        there = [one for one in connector.credentials if one.type in ("string", "securestring")]
        self._unused = [one for one in there if not one.name.startswith(OF_SIGN_IN)]
        keys = [one.name for one in connector.authentications if one.type == "apiKey"]
        tokens = [one.name for one in connector.authentications if one.type == "oauth2"]
        # Definitions whose connection parameter may have their name; all of type oauth2 share that of the first.
        self._named = {*keys, *tokens[:1]}
        self._taken = [*simulation.CLIENT_SETTINGS, "self"]
        self._token: Argument | None = None

    def token(self, scheme: str = "") -> Argument:
        """The access token, which all schemes of type oauth2 share; ``scheme`` is the first security definition."""
        self._token = self._token or self.argument("token", scheme)
        return self._token

    def argument(self, role: str, scheme: str = "") -> Argument:
        """A value with a role: the connection parameter of this role, else one whose name means it, else a secret.

        ``scheme`` is the name of a security definition with one value; a connection parameter of this name is its value
        and is not used for others.
        """
        same = (one for one in self._unused if not one.role and one.name == scheme)
        free = [one for one in self._unused if not one.role and one.name not in self._named]
        named = (one for one in free if any(hint in one.python.casefold() for hint in _HINTS[role]))
        secret = (one for one in free if one.type == "securestring")
        chosen = self._of(role) or next(same, None) or next(named, None) or next(secret, None)
        for other in _INSTEAD.get(role, ()):
            chosen = chosen or self._of(other)
        self._named.discard(scheme)
        if chosen is not None:
            self._unused.remove(chosen)
        (name,) = python_names.unique([simulation.argument(chosen) if chosen else role], self._taken)
        self._taken.append(name)
        return Argument(role, name, chosen)

    def _of(self, role: str) -> Credential | None:
        return next((one for one in self._unused if one.role == role), None)


def alternatives(said: object, names: Collection[str]) -> Alternatives | None:
    """A security requirement of the swagger; alternatives with an unknown scheme are left out. None for none at all."""
    if not isinstance(said, list):
        return None
    rows = [tuple(one) for one in said if isinstance(one, dict)]
    return tuple(row for row in rows if all(name in names for name in row))


def of_connector(connector: Connector, known: Sequence[Scheme]) -> Alternatives:
    """The alternatives of calls without own security requirements: by default, each scheme alone."""
    declared = [one.name for one in known if one.declared]
    said = alternatives(connector.security, declared) or tuple((name,) for name in declared)
    return (*said, *((one.name,) for one in known if not one.declared))


def of_operation(operation: Operation, known: Sequence[Scheme]) -> Alternatives | None:
    """The own security requirements of an operation; None for those of the connector."""
    said = alternatives(operation.security, [one.name for one in known])
    return None if not said and operation.security != [] else said

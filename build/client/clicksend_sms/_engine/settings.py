"""The settings of a client: its arguments, and environment variables for missing ones."""

from __future__ import annotations

from .errors import ValidationFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NoReturn

    from .credentials import Credentials
    from .operation import Service
    from .token_source import TokenSource


class Settings:
    """The arguments and the environment of a client. Its repr shows none of them.

    ``environ`` is read instead of the environment of the process.
    """

    __slots__ = ("_environ", "_given", "oauth")

    def __init__(
        self,
        given: Mapping[str, str | int | None],
        environ: Mapping[str, str] | None = None,
        oauth: TokenSource | None = None,
    ) -> None:
        self._given = given
        self._environ = environ
        self.oauth = oauth

    def __repr__(self) -> str:
        return "<Settings>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("settings contain credentials and cannot be pickled")

    def settled(self, service: Service, base_url: str | None) -> tuple[Credentials, str]:
        """The credentials of a client, and its address if it was given. Arguments take precedence over the environment.

        Raises ValidationFailed, which names the missing arguments and variables.
        """
        from .credentials import Credentials

        read = self._asked(service)
        values = {
            name: self._read(service, name) if value is None and name in read else _text(value)
            for name, value in self._given.items()
        }
        address = self._read(service, "base_url") or "" if base_url is None else base_url
        fetched = self._fetched(service)
        clash = sorted(name for name in fetched if values.get(name) is not None)
        needed = _needed(service, bool(address)) - fetched
        missing = [name for name, value in values.items() if value is None and name in needed]
        known = address or service.base_url or service.own_address
        missing += ["base_url"] if not known and base_url is None else []
        found = Credentials(values)
        del values
        if clash:
            raise ValidationFailed(service.package, [f"pass {clash[0]} or oauth, not both"])
        if missing:
            raise ValidationFailed(service.package, [missing_setting(service, name) for name in missing])
        return found, address

    def all(self, service: Service) -> dict[str, str | None]:
        """All settings, including those from the environment. The caller must keep them hidden."""
        return {
            name: self._read(service, name) if value is None else _text(value) for name, value in self._given.items()
        }

    def _fetched(self, service: Service) -> set[str]:
        """The arguments that fetched tokens replace."""
        return {a for scheme in service.schemes if scheme[1] == "oauth" for a in scheme[4]} if self.oauth else set()

    def _read(self, service: Service, name: str) -> str | None:
        import os

        source = os.environ if self._environ is None else self._environ
        return source.get(variable(service, name)) or None

    def _asked(self, service: Service) -> set[str]:
        """The credentials to be read from the environment.

        If the service offers alternative ways to authenticate, only variables of those that the arguments belong to are
        read. Another one would take precedence over the arguments.
        """
        fetched = self._fetched(service)
        arguments = {scheme[0]: set(scheme[4]) for scheme in service.schemes}
        credentials = set[str]().union(*arguments.values())
        given = {name for name in credentials if self._given.get(name) is not None} | fetched
        if len(service.security) == 1 or not given:
            return set(self._given) - fetched
        rows = [set[str]().union(*(arguments.get(name, set()) for name in row)) for row in service.security]
        read = set[str]().union(*(row for row in [*rows, *arguments.values()] if row & given))
        return (read | (set(self._given) - credentials)) - fetched


def _needed(service: Service, located: bool) -> set[str]:
    """The required settings of a client; ``located``: its address was given.

    Credentials that only some operations need are not among them; a call without them fails before it is sent.
    """
    needs = ("always",) if located else ("always", "address")
    needed = {argument for _, argument, need, _ in service.connection if need in needs}
    if len(service.security) == 1:
        needed.update(*(scheme[4] for scheme in service.schemes if scheme[0] in service.security[0]))
    return needed


def _text(value: str | int | None) -> str | None:
    """A setting as a string. Values of other types are left for validation to reject."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else value


def variable(service: Service, name: str) -> str:
    """The environment variable of a setting."""
    return f"{service.package}_{name}".upper()


def missing_setting(service: Service, name: str) -> str:
    """The problem of a setting that is neither an argument nor in the environment."""
    return f"{name} is missing, and the environment variable {variable(service, name)} is not set"

"""A container that keeps credentials out of tracebacks."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NoReturn


class Credentials:
    """Credentials by the name of their argument. Its repr hides them, also in a traceback with local variables."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, str | None]) -> None:
        self._values = values

    def __repr__(self) -> str:
        return "<Credentials>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials cannot be pickled")

    def revealed(self) -> Mapping[str, str | None]:
        """The credentials themselves."""
        return self._values


def problems_of(name: str, value: object) -> list[str]:
    """What is wrong with a credential, without its value."""
    if not isinstance(value, str):
        return [f"{name} must be text, not {type(value).__name__}"]
    if not value:
        return [f"{name} must not be empty"]
    if any(ord(c) < 32 or ord(c) == 127 for c in value):
        return [f"{name} contains a control character"]
    if any(0xD800 <= ord(c) < 0xE000 for c in value):
        return [f"{name} contains half of a surrogate pair"]
    return []

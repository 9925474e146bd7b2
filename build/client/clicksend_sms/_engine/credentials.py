"""The credentials of a client on their way to where they are used."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NoReturn


class Credentials:
    """Credentials by the name of their argument. It shows none of them, in a traceback with locals for instance."""

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

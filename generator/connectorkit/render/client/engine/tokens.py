"""Access tokens and token stores."""

from __future__ import annotations

from typing import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike
    from typing import NoReturn, Self

# Seconds before expiry at which a token is renewed, so that none expires in transit; at most a fifth of the lifetime.
_MARGIN = 60.0
_PART = 0.2


class Token:
    """An access token with its refresh token, times and scope. Its repr hides it, and it cannot be pickled.

    ``expires_at`` and ``obtained_at`` are Unix seconds, None if unknown. Raises ValueError for a token that is not
    valid in a header.
    """

    __slots__ = ("access_token", "expires_at", "obtained_at", "refresh_token", "scope")

    def __init__(
        self,
        access_token: str,
        *,
        refresh_token: str | None = None,
        expires_at: float | None = None,
        obtained_at: float | None = None,
        scope: str = "",
    ) -> None:
        if not isinstance(access_token, str) or not access_token or not _printable(access_token):
            raise ValueError("an access token must consist of visible ASCII characters")
        self.access_token = access_token
        self.refresh_token = refresh_token or None
        self.expires_at = expires_at
        self.obtained_at = obtained_at
        self.scope = scope

    def __repr__(self) -> str:
        ends = "no known end" if self.expires_at is None else f"until {self.expires_at:.0f}"
        return f"<Token, {ends}, {'can' if self.refresh_token else 'cannot'} be refreshed>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a token cannot be pickled; store the result of to_dict()")

    def to_dict(self) -> dict[str, str | float | None]:
        """The whole token for a store, in JSON values. The result contains secrets."""
        return {
            "access_token": self.access_token,
            "refresh_token": self.refresh_token,
            "expires_at": self.expires_at,
            "obtained_at": self.obtained_at,
            "scope": self.scope,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> Self:
        """The reverse of `to_dict()`. Raises ValueError, without showing a value, for other data."""
        access, refresh, scope = (data.get(name) for name in ("access_token", "refresh_token", "scope"))
        if not isinstance(access, str) or not isinstance(refresh, (str, type(None))):
            raise ValueError("this is not a stored token")
        return cls(
            access,
            refresh_token=refresh,
            expires_at=_moment(data.get("expires_at")),
            obtained_at=_moment(data.get("obtained_at")),
            scope=scope if isinstance(scope, str) else "",
        )

    def is_fresh(self, now: float) -> bool:
        """Whether it may still be used at ``now`` (Unix seconds), with a margin for the transit."""
        if self.expires_at is None:
            return True
        lifetime = _MARGIN / _PART if self.obtained_at is None else self.expires_at - self.obtained_at
        return now < self.expires_at - min(_MARGIN, _PART * lifetime)


def _printable(text: str) -> bool:
    return all(32 < ord(c) < 127 for c in text)


def _moment(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


class TokenStore(Protocol):
    """Stores the token of one account, for example in a database. One thread at a time calls it.

    A new token is stored before it is used. An exception of a store ends the call with `AuthenticationFailed`. An
    asynchronous client calls it in a thread, so it may block.
    """

    def get(self) -> Token | None:
        """The token that was stored last; None when there is none."""
        ...

    def set(self, token: Token, /) -> None:
        """Store ``token`` in place of the last one, which may be invalid from now on."""
        ...


class MemoryTokenStore:
    """Keeps a token in memory. ``token`` is the initial one."""

    __slots__ = ("_token",)

    def __init__(self, token: Token | None = None) -> None:
        self._token = token

    def get(self) -> Token | None:
        """The token that was stored last; None when there is none."""
        return self._token

    def set(self, token: Token, /) -> None:
        """Keep ``token`` in place of the last one."""
        self._token = token


class FileTokenStore:
    """Keeps a token in an unencrypted file that only its owner can read. The file is replaced in one step."""

    __slots__ = ("_path",)

    def __init__(self, path: str | PathLike[str]) -> None:
        from os import fspath

        self._path = fspath(path)

    def get(self) -> Token | None:
        """The token of the file; None when there is no file. Raises ValueError when the file has other content."""
        from json import loads

        try:
            with open(self._path, encoding="utf-8") as file:
                data = loads(file.read())
        except FileNotFoundError:
            return None
        except ValueError:
            data = None
        if not isinstance(data, dict):
            raise ValueError("the file contains no stored token")
        return Token.from_dict(data)

    def set(self, token: Token, /) -> None:
        """Write ``token`` to a temporary file beside the file, and replace the file by it."""
        import os
        from json import dumps
        from secrets import token_hex

        beside = f"{self._path}.{token_hex(8)}"
        try:
            with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(dumps(token.to_dict()))
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, self._path)
        except BaseException:
            if os.path.exists(beside):
                os.unlink(beside)
            raise

"""Settings of a sandbox: behaviour of the vendor that is unknown or differs between customers."""

from __future__ import annotations

from collections.abc import Mapping

from connectorkit.diagnostics.phrases import nearest
from connectorkit.model.json_value import Json, whole
from connectorkit.sandbox.server.auth import takes_tokens
from connectorkit.sandbox.shapes.document_types import Document

# Every sandbox has these; a source can change their defaults and add its own.
BUILT_IN: dict[str, Json] = {
    "lenient": False,  # Require only what the vendor requires, not everything that the connector requires.
    "rate_calls": 0,  # The most calls of one operation from one address in rate_seconds; 0 for no limit.
    "rate_seconds": 60,
    "strict_pages": False,  # Reject a page size out of range rather than adjust it.
    "strict_delivery": False,  # Only 200 from a subscriber counts as delivered, not every 2xx.
}
# The settings of a sandbox that issues tokens.
TOKENS: dict[str, Json] = {
    "token_seconds": 3600,  # The lifetime of an access token in seconds, in real time and by the sandbox's clock.
    "rotate_refresh_tokens": True,  # A refresh token can be used once; the response has the next one.
    "refuse_sign_in": False,  # The person at the authorization page denies access.
}
_TRUTH = {"true": True, "on": True, "yes": True, "1": True, "false": False, "off": False, "no": False, "0": False}


class Settings:
    """Values by name. A value has the type of its default; a string default also allows a number."""

    def __init__(self, spec: Document, given: Mapping[str, Json] | None = None) -> None:
        """``given`` overrides the defaults of the source; raises ValueError for an unknown or invalid setting."""
        throttle = spec["throttle"]
        seconds = throttle["seconds"] if throttle else 0
        self.defaults: dict[str, Json] = {
            **BUILT_IN,
            **(TOKENS if takes_tokens(spec) else {}),
            "rate_seconds": seconds or 60,
            **spec["sandbox"].get("settings", {}),
        }
        for name, value in (given or {}).items():
            self.defaults[name] = self.checked(name, value)
        self.values = dict(self.defaults)

    def reset(self) -> None:
        """Restore the initial values."""
        self.values = dict(self.defaults)

    def change(self, given: Mapping[str, Json]) -> None:
        """Change settings; raises ValueError, without any change, when one is invalid."""
        self.values |= {name: self.checked(name, value) for name, value in given.items()}

    def number(self, name: str) -> int:
        """The value of an integer setting."""
        return whole(self.values[name])

    def checked(self, name: str, value: Json) -> Json:
        """A value, or a string of one, in the setting's type; raises ValueError."""
        if name not in self.defaults:
            near = nearest(name, self.defaults, 0.6)
            hint = f" Did you mean '{near}'?" if near else ""
            raise ValueError(f"There is no setting '{name}'.{hint} There are {', '.join(sorted(self.defaults))}.")
        found = _typed(value, self.defaults[name])
        if found is None:
            raise ValueError(f"The setting '{name}' is {_word(self.defaults[name])}, not {value!r}.")
        return found


def _typed(value: Json, like: Json) -> Json:
    """The value in the type of ``like``; None when it cannot be converted."""
    if isinstance(like, bool):
        return value if isinstance(value, bool) else _TRUTH.get(str(value).lower())
    if isinstance(like, int):
        text = str(value)
        whole = not isinstance(value, bool) and text.removeprefix("-").isdecimal() and len(text) < 16
        return int(text) if whole else None
    if isinstance(like, list):
        parts = value if isinstance(value, list) else [part.strip() for part in str(value).split(",")]
        return [str(part) for part in parts if part != ""]
    return value if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None


def _word(like: Json) -> str:
    words = {bool: "true or false", int: "a whole number", list: "a comma-separated list of strings"}
    return next((word for kind, word in words.items() if isinstance(like, kind)), "a text")

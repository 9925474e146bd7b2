"""Why there is no answer, in words that name no credential."""

from __future__ import annotations


class Broken(Exception):
    """An answer that is not HTTP, too large, or cut off; the message names no credential."""


def reason(error: BaseException) -> str:
    """What a failure of a connection means, in a few words."""
    kinds = {kind.__name__ for kind in type(error).__mro__}
    said = str(error.args[0]) if error.args else ""
    if isinstance(error, TimeoutError):
        return "timed out"
    if "SSLError" in kinds:
        return f"TLS failed: {getattr(error, 'reason', None) or type(error).__name__}"
    if "gaierror" in kinds:
        return "the name cannot be resolved"
    if said.startswith("Tunnel connection failed"):
        return "the proxy refused the connection"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    if isinstance(error, (Broken, ConnectionError)) or type(error) is ValueError:
        return said or "the connection broke"
    return f"the connection broke ({type(error).__name__})"

"""Links to the next page: a response is not trusted to choose where credentials are sent."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urljoin, urlsplit

from .http_messages import bracketed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .http_messages import Origin

_SAFE = "/:@!$&'()*+,;=~%-._"
_LONGEST = 16_384


def target(link: str, origin: Origin, before: str, kept: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The target of a link and "", or "" and why it is not followed.

    ``before`` is the target of the page with the link. ``kept`` are encoded query parameters that each request needs
    and a link may lack: credentials, and those of policies. The link must stay at ``origin``.
    """
    if len(link) > _LONGEST:
        return "", "its next link is too long"
    if any(ord(c) <= 32 or ord(c) == 127 for c in link.strip()) or "\\" in link:
        return "", "its next link is not a valid URL"
    scheme, host, port = origin
    try:
        parts = urlsplit(urljoin(f"{scheme}://{bracketed(host)}:{port}{before}", link.strip()))
        there = (parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
    except ValueError:
        return "", "its next link is not a valid URL"
    if there != (scheme, host.lower(), port) or "@" in parts.netloc:
        shown = f"{there[0]}://{bracketed(there[1])}:{there[2]}" if there[0] in ("http", "https") else there[0] + ":"
        return "", f"its next link points to another origin, {shown}, where nothing is sent"
    named = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    more = [f"{quote(name, safe='[]$')}={value}" for name, value in kept if name not in named]
    path = quote(parts.path or "/", safe=_SAFE)
    query = "&".join([*([quote(parts.query, safe=_SAFE + "?")] if parts.query else []), *more])
    return path + (f"?{query}" if query else ""), ""

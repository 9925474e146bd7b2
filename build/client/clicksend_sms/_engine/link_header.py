"""The Link header of HTTP (RFC 8288). Each client has a copy of this module; it imports no other."""

from __future__ import annotations

import re

_LONGEST = 16_384
# One link with its parameters. The alternatives exclude each other, so matching takes linear time.
_LINK = re.compile(r'<([^<>]*)>((?:[^,"<]|"[^"]*")*)')
_REL = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))', re.IGNORECASE)


def rel_next(header: str) -> str | None:
    """The URL with rel=next; None when there is none."""
    for address, parameters in _LINK.findall(header[:_LONGEST]):
        rel = _REL.search(parameters)
        if rel is not None and "next" in (rel[1] or rel[2] or "").lower().split():
            return str(address).strip() or None
    return None

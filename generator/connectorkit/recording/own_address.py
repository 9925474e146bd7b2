"""The address of a sandbox in its responses, replaced by the server of the source.

A sandbox has another port in every run, and writes it into links to the next page. Without the replacement, recordings
of the same source would differ each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote, urlsplit

from connectorkit.recording.exchange import Exchange, with_texts

NOWHERE = "https://service.invalid"
"""What stands for the server of a source whose host depends on the connection."""


def server(schemes: Sequence[str], host: str) -> str:
    """The server of a source without its base path; :data:`NOWHERE` where it has no host."""
    return f"{schemes[0] if schemes else 'https'}://{host}" if host and "{" not in host else NOWHERE


def replaced(exchange: Exchange, origins: Iterable[str], server: str) -> Exchange:
    """An exchange with each of ``origins`` (scheme, host and port) replaced, also percent-encoded ones."""
    forms: dict[str, str] = {}
    for one in origins:
        for old, new in ((one, server), (urlsplit(one).netloc, urlsplit(server).netloc)):
            forms |= {old.lower(): new, quote(old, safe="").lower(): quote(new, safe="")}
    if not forms:
        return exchange
    longest = sorted(forms, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)

    return with_texts(exchange, lambda text: pattern.sub(lambda found: forms[found[0].lower()], text))

"""Web pages that were saved in place of a file, a common mistake when downloading from a repository."""

from __future__ import annotations

import re

from connectorkit.diagnostics.finding import Finding, Span

_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)


def finding(file: str, data: bytes) -> Finding | None:
    """The finding about a file that is a web page; None for other files."""
    if not _PAGE.match(data):
        return None
    return Finding(
        "WEB001",
        "The file is a web page (HTML), not the file that the page shows.",
        Span(file, 1, 1, 1, 1),
        "Download the raw file (on GitHub: 'Raw' or 'Download raw file') and use it instead.",
    )

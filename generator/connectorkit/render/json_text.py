"""The layout of JSON in all outputs."""

from __future__ import annotations

import json


def canonical(value: object) -> bytes:
    """JSON with an indent of two spaces, non-ASCII characters kept and a final newline."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()

"""Encodes a form with files as ``multipart/form-data``, with names quoted as browsers quote them (RFC 7578)."""

from __future__ import annotations

from collections.abc import Mapping

from connectorkit.designer.javascript import to_string
from connectorkit.model.json_value import Json

_QUOTED = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})
_BOUNDARY = "connectorkit-preview"


def body(form: Mapping[str, Json], files: Mapping[str, str]) -> tuple[str, bytes]:
    """The content type and the body; ``files`` maps fields to file names."""
    texts = [(name, to_string(one)) for name, value in form.items() for one in _each(value)]
    boundary = _BOUNDARY
    while any(boundary in text for _, text in texts):
        boundary += "-"
    parts = []
    for name, text in texts:
        head = f'Content-Disposition: form-data; name="{name.translate(_QUOTED)}"'
        if name in files:
            head += f'; filename="{files[name].translate(_QUOTED)}"\r\nContent-Type: application/octet-stream'
        parts.append(f"--{boundary}\r\n{head}\r\n\r\n{text}\r\n")
    whole = "".join([*parts, f"--{boundary}--\r\n"])
    return f"multipart/form-data; boundary={boundary}", whole.encode("utf-8", "replace")


def _each(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]

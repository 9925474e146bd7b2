"""The preview as a folder that opens without a server, such as for a pull request: the page with data in a script."""

from __future__ import annotations

import json
from typing import Final

from connectorkit.desk import page_files
from connectorkit.desk.guard import POLICY
from connectorkit.desk.view import View
from connectorkit.model.file_names import PREVIEW_DATA
from connectorkit.model.json_value import Json

DATA: Final = PREVIEW_DATA
_HEAD: Final = b'<meta charset="utf-8">'
_FIRST_SCRIPT: Final = b'<script src="state.js"'


def files(view: View, source: str) -> dict[str, bytes]:
    """The files of the folder by name."""
    page = page_files.files()
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'.encode()
    index = page[page_files.INDEX].replace(_HEAD, _HEAD + b"\n" + policy, 1)
    index = index.replace(_FIRST_SCRIPT, f'<script src="{DATA}" defer></script>\n'.encode() + _FIRST_SCRIPT, 1)
    session: Json = {"token": "", "source": source, "live": False, "root": ""}
    parts = {
        "session": json.dumps(session).encode(),
        "connector": view.connector(),
        "findings": view.findings(),
        "changes": view.changes(),
    }
    return {**page, page_files.INDEX: index, "reference.html": view.reference(), DATA: _script(parts)}


def _script(parts: dict[str, bytes]) -> bytes:
    """A script with each document as a string: in a string, a name such as ``__proto__`` has no effect."""
    lines = ["const PREVIEW_DATA = new Map();"]
    for name, document in parts.items():
        text = json.dumps(document.decode("utf-8", "replace")).replace("<", "\\u003c")
        lines.append(f'PREVIEW_DATA.set("{name}", {text});')
    return ("\n".join(lines) + "\n").encode()

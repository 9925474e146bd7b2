"""URLs and e-mail addresses in plain texts as links of the page."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_ADDRESS = re.compile(r"""https?://[^\s<>"'`|\\]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+""", re.ASCII)
_MARKS = ".,;:!?()[]{}"


def linked(text: str) -> Markup:
    """A plain text as HTML in which http, https and e-mail addresses are links."""
    parts: list[Markup] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        shown = _without_punctuation(found[0])
        if "://" in shown and not shown.endswith("//"):
            parts += [escape(text[end : found.start()]), _link(shown, shown)]
            end = found.start() + len(shown)
        elif "@" in shown:
            parts += [escape(text[end : found.start()]), _link(f"mailto:{shown}", shown)]
            end = found.start() + len(shown)
    return Markup("").join([*parts, escape(text[end:])])


def _without_punctuation(address: str) -> str:
    """An address without the punctuation of its sentence; a closing bracket that it opened itself stays."""
    opened = address.count("(") - address.count(")")
    end = len(address)
    while end and address[end - 1] in _MARKS and not (address[end - 1] == ")" and opened >= 0):
        opened += address[end - 1] == ")"
        opened -= address[end - 1] == "("
        end -= 1
    return address[:end]


def _link(address: str, shown: str) -> Markup:
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(address, shown)

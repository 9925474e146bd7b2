"""A value, or the text of a file, in the style of the format.

Every result is read again before it is used: its values, its comments and the order of its names must be unchanged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.model import encodings
from connectorkit.model.connector import Json
from connectorkit.read import yaml_document
from connectorkit.read.line_offsets import Lines
from connectorkit.read.source import MAX_VALUES, Source
from connectorkit.style import comments, values
from connectorkit.style.arrange import arrange
from connectorkit.style.emit import emit
from connectorkit.style.lists import shorten, shorten_below
from connectorkit.style.parse import Refused, parse
from connectorkit.style.pieces import Document, Group, Piece, groups
from connectorkit.validate import key_order, list_keys
from connectorkit.validate.key_order import Place

LEFT = "STY020"
_BREAK = re.compile("\r\n|\r|\n")


class Styled(NamedTuple):
    """The bytes of a file in the style, or the unchanged bytes and the findings that prevented it."""

    data: bytes
    findings: list[Finding]


def written(value: Json, concept: str = "") -> str:
    """The text of a new file of ``concept`` with ``value``; without a concept, the order of keys is kept."""
    document = Document(values.piece(value), values.comment(value), concept == key_order.TYPES)
    place = key_order.top(concept) if concept else None
    shorten(document.root, place)
    arrange(document, place)
    return emit(document)


def part(value: dict[str, Json] | list[Json], place: Place | None, named: bool = False) -> list[str]:
    """The lines of ``value``, which are entries of the mapping, or items of the list, at ``place``.

    ``named``: the entries keep their keys, so that a list of objects among them is not written short.
    """
    document = Document(values.piece(value))
    (shorten_below if named else shorten)(document.root, place)
    arrange(document, place)
    return emit(document).splitlines()


def styled(name: str, data: bytes, concept: str) -> Styled:
    """The bytes of a file of ``concept`` in the style; line ends and the byte order mark stay as they are.

    ``name`` is the file's name in findings. Raises Unusable when the bytes are not UTF-8 text.
    """
    return rewritten(name, data, concept)


def rewritten(
    name: str,
    data: bytes,
    concept: str,
    change: Callable[[Piece], None] = lambda root: None,
    meant: Callable[[Json], Json] = lambda value: value,
) -> Styled:
    """As :func:`styled`, after ``change`` has changed the pieces of the file.

    ``meant`` maps the old value of the file to the expected one, with which the result is compared.
    """
    before, findings = yaml_document.parse(name, data, MAX_VALUES)
    if before is None or findings:
        return Styled(data, findings[:1])
    text = encodings.utf8(data)
    found = _BREAK.search(text)
    plain = _BREAK.sub("\n", text)
    try:
        parsed = parse(plain)
    except Refused as reason:
        return Styled(data, [_left(name, str(reason), reason.line)])
    if not isinstance(parsed.root, Group):
        return Styled(data, [])
    document, said = comments.attach(plain, parsed)
    change(document.root)
    place = key_order.top(concept) if concept else None
    shorten(document.root, place)
    arrange(document, place)
    made = emit(document)
    if not _keeps_value(name, made, list_keys.shortened(meant(before.plain()), place), document, said):
        return Styled(data, [_left(name, "Formatting it would lose content.", 1)])
    ending = "\r\n" if found and found[0] == "\r\n" else "\n"
    mark = data[: len(data) - len(text.encode())]
    return Styled(mark + made.replace("\n", ending).encode(), [])


def is_styled(name: str, data: bytes, concept: str) -> bool:
    """Whether the bytes of a file of ``concept`` are in the style."""
    return styled(name, data, concept) == Styled(data, [])


def concepts(source: Source) -> dict[str, str]:
    """The concept of each YAML file of a source, by its path, the root first."""
    found = {root.span.file: key_order.TYPES for root in source.roots}
    for concept, node in source.parts:
        if concept != "field" and node in source.roots:
            found[node.span.file] = concept
    return found


def _keeps_value(name: str, made: str, meant: Json, document: Document, said: list[str]) -> bool:
    """Whether a new text has the value ``meant``, the order of ``document`` and the comments ``said``."""
    after, findings = yaml_document.parse(name, made.encode("utf-8", "surrogatepass"), MAX_VALUES)
    if after is None or findings or repr(_by_key(after.plain())) != repr(_by_key(meant)):
        return False
    parsed = parse(made)
    found = comments.find(made, parsed, Lines("file.yaml", made))
    return _keys(document) == _keys(Document(parsed.root)) and Counter(one.text for one in found) == Counter(said)


def _keys(document: Document) -> list[str | None]:
    return [entry.key for group in groups(document.root) for entry in group.entries]


def _by_key(value: Json) -> Json:
    """A value with sorted keys, for comparison."""
    if isinstance(value, dict):
        return {key: _by_key(value[key]) for key in sorted(value)}
    return [_by_key(item) for item in value] if isinstance(value, list) else value


def _left(name: str, reason: str, line: int) -> Finding:
    return Finding(
        LEFT,
        f"The file was not formatted. {reason}",
        Span(name, line, 1, line, 1),
        "Remove them, or format the file by hand.",
    )

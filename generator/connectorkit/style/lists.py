"""Write lists of objects in fields short, as :mod:`connectorkit.validate.list_keys` defines."""

from __future__ import annotations

from connectorkit.style.pieces import Entry, Group, Piece
from connectorkit.validate import key_order, list_keys
from connectorkit.validate.key_order import Place


def shorten(piece: Piece, place: Place | None) -> None:
    """Write every list of objects below a piece short where possible, in place, with its comments."""
    shorten_below(piece, place)
    if isinstance(piece, Group) and piece.mapping and list_keys.is_fields(place):
        keys = {entry.key or "" for entry in piece.entries}
        for entry in piece.entries:
            _shorten(entry, keys)


def shorten_below(piece: Piece, place: Place | None) -> None:
    """As :func:`shorten`, except for the entries or items of the piece itself."""
    if not isinstance(piece, Group) or place is None:
        return
    if not piece.mapping:
        below = key_order.items(place)
        for entry in piece.entries:
            shorten(entry.value, below)
        return
    view = key_order.mapping(place, {entry.key or "" for entry in piece.entries})
    for entry in piece.entries:
        shorten(entry.value, view.below.get(entry.key or "", view.others))


def _shorten(entry: Entry, others: set[str]) -> None:
    value = entry.value
    if not isinstance(value, Group) or not value.mapping:
        return
    found = next((one for one in value.entries if one.key == "items"), None)
    items = found.value if found is not None else None
    if found is None or not isinstance(items, Group) or not items.mapping or items.anchor:
        return
    inner = [one.key or "" for one in items.entries]
    if not list_keys.fits(entry.key or "", [one.key or "" for one in value.entries], inner, others):
        return
    first = items.entries[0]
    first.before = [*found.before, *([found.beside] if found.beside else []), *first.before]
    for number, one in enumerate(items.entries):
        one.number = found.number + number
    at = value.entries.index(found)
    value.entries[at : at + 1] = items.entries
    value.after = [*items.after, *value.after]
    entry.key = f"{entry.key}{list_keys.MARK}"

"""Arrange: keys in the order of the documentation, and which mappings and lists are written in brackets."""

from __future__ import annotations

from connectorkit.style.pieces import Alias, Document, Entry, Group, Piece, groups
from connectorkit.validate import key_order
from connectorkit.validate.key_order import Place

MOST_KEYS = 4


def arrange(document: Document, place: Place | None) -> None:
    """Order the keys of a file, or of the part at ``place``, in place; without a place nothing changes."""
    _group(document.root, place, True)
    if not _anchors_lead(document.root):
        _restore(document.root)
    _lift(document.root)


def _group(piece: Piece, place: Place | None, top: bool = False) -> None:
    if not isinstance(piece, Group):
        return
    if not piece.mapping:
        below = key_order.items(place)
        for entry in piece.entries:
            _group(entry.value, below)
        piece.apart = key_order.is_operation(below)
        for entry in piece.entries if piece.apart else ():
            if isinstance(entry.value, Group):
                entry.value.inline = False
        whole = top or key_order.holds_mappings(place)
        piece.inline = not whole and all(not isinstance(one.value, Group) for one in piece.entries)
        return
    view = key_order.mapping(place, {entry.key or "" for entry in piece.entries})
    for entry in piece.entries:
        _group(entry.value, view.below.get(entry.key or "", view.others))
    if view.sorts:
        piece.entries.sort(key=lambda entry: view.order.get(entry.key or "", len(view.order)))
    piece.inline = not top and not view.names and len(piece.entries) <= MOST_KEYS and all(map(_short, piece.entries))


def _short(entry: Entry) -> bool:
    """Whether an entry fits into a mapping in brackets: its value is a scalar, or a list of scalars."""
    value = entry.value
    return not isinstance(value, Group) or (not value.mapping and value.inline)


def _anchors_lead(root: Piece) -> bool:
    """Whether each alias still comes after its anchor, and the names of anchors are unique."""
    known: set[str] = set()
    waiting: list[Piece] = [root]
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, Alias):
            if piece.name not in known:
                return False
            continue
        if piece.anchor:
            if piece.anchor in known:
                return False
            known.add(piece.anchor)
        if isinstance(piece, Group):
            waiting += [entry.value for entry in reversed(piece.entries)]
    return True


def _restore(root: Piece) -> None:
    """Restore the order in which the entries were written."""
    for group in groups(root):
        group.entries.sort(key=lambda entry: entry.number)


def _lift(root: Piece) -> None:
    """Move comments above the first entry of an item above the item: no line fits between its dash and the entry."""
    for group in reversed(list(groups(root))):
        for entry in group.entries:
            inner = entry.value
            if isinstance(inner, Group) and not inner.entries and inner.after:
                entry.before += inner.after
                inner.after = []
            if not group.mapping and isinstance(inner, Group) and inner.entries:
                first = inner.entries[0]
                entry.before += [line for line in first.before if line]
                first.before = []


def commented(group: Group) -> bool:
    """Whether a group contains comments or empty lines, so that it cannot be written on one line."""
    return bool(group.after) or any(
        entry.beside
        or (entry.before if number else any(entry.before))
        or (isinstance(entry.value, Group) and commented(entry.value))
        for number, entry in enumerate(group.entries)
    )

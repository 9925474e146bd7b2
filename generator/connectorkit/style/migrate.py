"""Migrate: replace the older words of a file by the current ones."""

from __future__ import annotations

from functools import partial

from connectorkit.model.connector import Json
from connectorkit.style import style
from connectorkit.style.pieces import Entry, Group, Piece, Scalar
from connectorkit.style.style import Styled
from connectorkit.validate import exact_keys, key_order, older_words
from connectorkit.validate.key_order import Place, View


def migrated(name: str, data: bytes, concept: str) -> Styled:
    """The bytes of a file of ``concept`` with its older words replaced, in the style; unchanged when it has none.

    Raises Unusable when the bytes are not UTF-8 text.
    """
    place = key_order.top(concept)
    changed: list[str] = []

    def meant(value: Json) -> Json:
        made = older_words.migrated(value, place)
        changed.extend([""] if repr(made) != repr(value) else [])
        return made

    made = style.rewritten(name, data, concept, partial(_change, place=place), meant)
    return made if changed or made.findings else Styled(data, [])


def _change(piece: Piece, place: Place | None) -> None:
    if not isinstance(piece, Group):
        return
    if not piece.mapping:
        below = key_order.items(place)
        for entry in piece.entries:
            _change(entry.value, below)
        return
    _rename(piece, place)
    view = key_order.mapping(place, {entry.key or "" for entry in piece.entries})
    for entry in piece.entries:
        _change(entry.value, view.below.get(entry.key or "", view.others))
    exact = exact_keys.inner(view)
    if exact is not None:
        _gather(piece, view, exact)


def _rename(piece: Group, place: Place | None) -> None:
    keys = {entry.key or "" for entry in piece.entries}
    said = next((entry.value for entry in piece.entries if entry.key == "in"), None)
    names = older_words.renamed(place, keys, said.text if isinstance(said, Scalar) else "")
    for entry in piece.entries:
        new = names.get(entry.key or "")
        entry.key = new if new and new not in keys else entry.key


def _gather(piece: Group, view: View, exact: View) -> None:
    """Move the exact entries of a mapping under `exact`, with their comments."""
    moved: list[Entry] = []
    for entry in [entry for entry in piece.entries if entry.key in exact.order]:
        key = entry.key or ""
        if key not in view.order:
            piece.entries.remove(entry)
            moved.append(entry)
        elif isinstance(entry.value, Group) and entry.value.mapping:
            parts = key_order.mapping(exact.below.get(key), ()).order
            apart = [one for one in entry.value.entries if one.key in parts]
            if apart:
                entry.value.entries = [one for one in entry.value.entries if one not in apart]
                moved.append(Entry(key, Group(True, apart), number=entry.number))
                if not entry.value.entries:
                    moved[-1].before, moved[-1].beside = entry.before, entry.beside
                    piece.entries.remove(entry)
    if moved:
        _put(piece, moved)


def _put(piece: Group, moved: list[Entry]) -> None:
    there = next((entry.value for entry in piece.entries if entry.key == exact_keys.KEY), None)
    if isinstance(there, Group):
        there.entries += moved
        return
    last = max((entry.number for entry in (*piece.entries, *moved)), default=0)
    piece.entries.append(Entry(exact_keys.KEY, Group(True, moved), number=last + 1))

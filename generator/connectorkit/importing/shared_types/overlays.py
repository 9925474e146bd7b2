"""Overlays: similar shapes, of which one is written as an extension of the other."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.importing.shared_types.distinct_shapes import INSIDE, TEXTS, Form
from connectorkit.model.connector import Json

Plain = dict[str, Json]
_FIELDS = 3
_SAVED = 120
_ROUNDS = 8
_MORE = 20
_TEXT = 20
_PAYLOAD = 36
_HIGH = 3
_CHANGED = (*TEXTS, "visibility", "required")
Fields = tuple[str, ...]


def find(able: list[Form], sizes: dict[Form, int]) -> None:
    """Let forms extend others with the same fields where that is much shorter. ``sizes`` are in characters.

    The base may lack the last fields. Common parts become quiet in the form, and its size becomes that of the
    difference.
    """
    alike: dict[Fields, list[Form]] = {}
    for form in able:
        if form.base is None and len(form.parts) >= _FIELDS and all(part[0] == "field" for part in form.parts):
            alike.setdefault(_fields(form, len(form.parts)), []).append(form)
    for group in alike.values():
        _lay(group, sizes)
    for group in alike.values():
        for form in group:
            if form.base is None and form.height < _HIGH:
                _extend(form, alike, sizes)


def _fields(form: Form, count: int) -> Fields:
    return (form.core, *(part[1] for part in form.parts[:count]))


def _lay(group: list[Form], sizes: dict[Form, int]) -> None:
    """Choose bases in a group of forms with the same fields, the most used first."""
    waiting = sorted(group, key=lambda form: -len(form.above))
    for _ in range(_ROUNDS):
        if len(waiting) < 2:
            return
        base, *others = waiting
        waiting = []
        for form in others:
            if _is_near(form, base, sizes, 2):
                lay(form, base)
            else:
                waiting.append(form)


def _extend(form: Form, alike: dict[Fields, list[Form]], sizes: dict[Form, int]) -> None:
    """Let a form extend one with all its fields except the last."""
    for count in range(len(form.parts) - 1, max(_FIELDS, len(form.parts) - _MORE) - 1, -1):
        bases = [base for base in alike.get(_fields(form, count), ()) if base.base is None]
        base = max(bases, key=lambda one: len(one.above), default=None)
        if base is not None and _is_near(form, base, sizes, 3):
            lay(form, base)
            return


def _is_near(form: Form, base: Form, sizes: dict[Form, int], share: int) -> bool:
    """Whether extending the base saves enough, and at least 1/``share`` of the form."""
    return saves(form, base, sizes) >= max(_SAVED, sizes[form] // share)


def saves(form: Form, base: Form, sizes: dict[Form, int]) -> int:
    """The characters saved when a form extends another; 0 where it cannot or should not."""
    fits = all(_can_change(form, base, index, sizes) for index in different(form, base))
    return sizes[form] - _changed(form, base, sizes) if fits else 0


def different(form: Form, base: Form) -> Iterator[int]:
    """The indexes of the fields that differ from those of the base."""
    have = len(base.parts)
    return (index for index, part in enumerate(form.parts) if index >= have or part != base.parts[index])


def _changed(form: Form, base: Form, sizes: dict[Form, int]) -> int:
    """The size of a form's changes to its base, in characters."""
    return sum(_size(form, base, index, sizes) for index in different(form, base))


def _size(form: Form, base: Form, index: int, sizes: dict[Form, int]) -> int:
    part, edge = form.parts[index], form.inner[index]
    own = len(part[1]) + len(part[2]) + _TEXT
    if edge is None:
        return own
    old = base.inner[index] if index < len(base.inner) else None
    within = old is not None and match(edge.form, old.form)
    return own + (_changed(edge.form, old.form, sizes) if old is not None and within else sizes[edge.form])


def _can_change(form: Form, base: Form, index: int, sizes: dict[Form, int]) -> bool:
    """Whether a field can override that of the base: a shape with the same subject."""
    if not _is_shape(form, index):
        return False
    edge = form.inner[index]
    if index >= len(base.parts) or edge is None or not edge.form.node.keys() & INSIDE:
        return True
    old = base.inner[index]
    if sizes[edge.form] <= _PAYLOAD or old is None or not match(edge.form, old.form):
        return sizes[edge.form] <= _PAYLOAD
    return all(_can_change(edge.form, old.form, below, sizes) for below in different(edge.form, old.form))


def _is_shape(form: Form, index: int) -> bool:
    node = field_of(form, index)
    return not isinstance(node, dict) or "raw" not in node


def field_of(form: Form, index: int) -> Json:
    """The field with that index."""
    fields = form.node.get("fields")
    return fields[form.parts[index][1]] if isinstance(fields, dict) else None


def lay(form: Form, base: Form) -> None:
    """Let a form extend another; common parts become quiet."""
    form.base = base
    base.over.append(form)
    base.height = max(base.height, form.height + 1)
    changed = set(different(form, base))
    form.own = sum(len(form.parts[index][1]) + len(form.parts[index][2]) + 2 for index in changed)
    for index, edge in enumerate(form.inner):
        if edge is not None and index not in changed:
            edge.quiet = True


def new_texts(node: Json, old: Json, types: frozenset[str], derived: bool) -> Plain | None:
    """The texts and flags that turn ``old`` into the field ``node``; None if more differs, or a text is removed.

    The caller handles differences of inner fields.
    ``derived``: missing descriptions are derived from titles, so a new title changes the description.
    """
    new, was = _mapping(node), _mapping(old)
    if _kept(new) != _kept(was) or any(key in new for key in INSIDE if key != "fields"):
        return None
    if not was.keys() - {"required"} <= new.keys() or "ref" in new or _word(new) in types or "extra" in new:
        return None
    said: Plain = {
        key: new[key]
        for key in (*TEXTS, "visibility")
        if key in new and (new[key] != was.get(key) or new[key] == "none")
    }
    if new.get("required") != was.get("required"):
        said["required"] = new.get("required", False)
    return None if derived and "title" in said and "description" not in new else said


def match(form: Form, base: Form) -> bool:
    """Whether two forms are objects that only differ in their fields."""
    return (
        form.is_object
        and form.core == base.core
        and len(form.parts) == len(base.parts)
        and "type" not in form.node
        and all(a[0] == "field" and a[:2] == b[:2] for a, b in zip(form.parts, base.parts, strict=True))
        and all(_is_shape(form, index) for index in different(form, base))
    )


def _kept(node: Plain) -> Plain:
    return {key: value for key, value in node.items() if key not in _CHANGED and key != "fields"}


def _mapping(node: Json) -> Plain:
    return node if isinstance(node, dict) else {"type": node}


def _word(node: Plain) -> str:
    return str(node.get("type", "")).removesuffix("[]")

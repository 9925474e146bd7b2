"""Overlays: shapes that are almost another one, and are said as that one with little laid over it."""

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
    """Lay forms over others of the same fields where that is much shorter. ``sizes`` are in characters.

    The one below may lack the last fields. What a form has in common with its base becomes quiet, and its size is
    that of the difference.
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
    """Lay a form over one that has all of its fields but the last."""
    for count in range(len(form.parts) - 1, max(_FIELDS, len(form.parts) - _MORE) - 1, -1):
        bases = [base for base in alike.get(_fields(form, count), ()) if base.base is None]
        base = max(bases, key=lambda one: len(one.above), default=None)
        if base is not None and _is_near(form, base, sizes, 3):
            lay(form, base)
            return


def _is_near(form: Form, base: Form, sizes: dict[Form, int], share: int) -> bool:
    """Whether laying over saves enough, and at least one of so many parts of the form."""
    return saves(form, base, sizes) >= max(_SAVED, sizes[form] // share)


def saves(form: Form, base: Form, sizes: dict[Form, int]) -> int:
    """The characters that a form is shorter for when it is laid over another; 0 where it cannot or should not be."""
    fits = all(_can_change(form, base, index, sizes) for index in different(form, base))
    return sizes[form] - _changed(form, base, sizes) if fits else 0


def different(form: Form, base: Form) -> Iterator[int]:
    """The fields that a form does not have from its base, by their place."""
    have = len(base.parts)
    return (index for index, part in enumerate(form.parts) if index >= have or part != base.parts[index])


def _changed(form: Form, base: Form, sizes: dict[Form, int]) -> int:
    """The characters that say what a form changes in its base."""
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
    """Whether a field can be said again over another: a shape, and not one that is about something else."""
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
    """The field of that place."""
    fields = form.node.get("fields")
    return fields[form.parts[index][1]] if isinstance(fields, dict) else None


def lay(form: Form, base: Form) -> None:
    """Lay a form over another; what they have in common becomes quiet."""
    form.base = base
    base.over.append(form)
    base.height = max(base.height, form.height + 1)
    changed = set(different(form, base))
    form.own = sum(len(form.parts[index][1]) + len(form.parts[index][2]) + 2 for index in changed)
    for index, edge in enumerate(form.inner):
        if edge is not None and index not in changed:
            edge.quiet = True


def new_texts(node: Json, old: Json, types: frozenset[str], derived: bool) -> Plain | None:
    """The texts and marks that make the field ``node`` of ``old``; None where more differs, or a text goes.

    What differs in the fields inside is left to the caller.
    ``derived``: a missing description is made from the title, so a new title brings a new description.
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
    """Whether two forms are objects that differ in nothing but what their fields say."""
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

"""Envelopes: common leading fields of many responses become a type, which these responses extend."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.importing.shared_types import overlays
from connectorkit.importing.shared_types.distinct_shapes import Edge, Form
from connectorkit.model import python_names
from connectorkit.model.nouns import HOLDERS

Parts = tuple[tuple[str, ...], ...]
_FIELDS = 2
_MOST = 12
_SEVERAL = 3
_REFERENCE = 20
_SAVED = 40
# For each kind, the words of which a key must contain one, and the other words that it may contain.
_KINDS = {
    "page": ("page next previous prev offset cursor", "per size number total url link count current last first id"),
    "envelope": ("code status message msg success succeeded error errors", "http response result is has text id"),
}


def find(able: list[Form], sizes: dict[Form, int]) -> list[Form]:
    """Let responses extend their common leading fields; returns the new types.

    A response with only these fields is the type itself.
    """
    waiting = [
        form
        for form in able
        if _is_answer(form)
        and form.base is None
        and form.core == "{}"
        and len(form.parts) >= _FIELDS
        and all(part[0] == "field" for part in form.parts)
    ]
    made = []
    for kind, start in _starts(waiting, sizes):
        members = [form for form in waiting if form.base is None and form.parts[: len(start)] == start]
        base = next((form for form in members if form.parts == start and not form.kind), None)
        if len(members) < (2 if base is not None else _SEVERAL):
            continue
        if base is None:
            base = _new(members[0], len(start))
            made.append(base)
        base.kind = kind
        for form in members:
            if form is not base:
                overlays.lay(form, base)
        _lay_similar(waiting, base, sizes)
    return made


def _is_answer(form: Form) -> bool:
    """Whether a form is a whole response, a named type, or the value of a key such as data in one of these."""
    return any(
        edge.root.kind in ("returns", "answer", "type")
        if edge.root is not None
        else edge.way == "field"
        and edge.key.lower() in HOLDERS
        and edge.parent is not None
        and any(one.root is not None and one.root.kind in ("returns", "answer", "type") for one in edge.parent.above)
        for edge in form.above
    )


def _starts(forms: list[Form], sizes: dict[Form, int]) -> list[tuple[str, Parts]]:
    """The sequences of leading fields with their kind, those that save the most first."""
    counted: dict[Parts, int] = {}
    size: dict[Parts, int] = {}
    for form in forms:
        so_far = 0
        for count, part in enumerate(form.parts[:_MOST], 1):
            edge = form.inner[count - 1]
            so_far += len(part[1]) + len(part[2]) + 2 + (sizes[edge.form] if edge is not None else 0)
            if count >= _FIELDS:
                start = form.parts[:count]
                counted[start] = counted.get(start, 0) + 1
                size[start] = so_far
    saved = {start: (times - 1) * size[start] - times * _REFERENCE for start, times in counted.items()}
    worth = [start for start in saved if saved[start] >= _SAVED]
    return [(kind, start) for start in sorted(worth, key=lambda one: (-saved[one], -len(one))) for kind in _kind(start)]


def _kind(start: Parts) -> Iterator[str]:
    """The kind of leading fields, by their keys; nothing for other common fields."""
    keys = [set(python_names.words(part[1])) for part in start]
    for kind, (some, more) in _KINDS.items():
        telling, allowed = set(some.split()), {*some.split(), *more.split()}
        if any(key & telling and key <= allowed for key in keys):
            yield kind
            return


def _new(member: Form, count: int) -> Form:
    """A new form with the leading fields of another."""
    fields = member.node.get("fields")
    first = dict(list(fields.items())[:count]) if isinstance(fields, dict) else {}
    parts = member.parts[:count]
    size = sum(len(part[1]) + len(part[2]) + 2 for part in parts)
    made = Form({"fields": first}, True, size, member.core, parts)
    for edge in member.inner[:count]:
        made.inner.append(None if edge is None else Edge(edge.form, edge.keys, edge.way, edge.key, made))
        if edge is not None and made.inner[-1] is not None:
            edge.form.above.append(made.inner[-1])
    return made


def _lay_similar(waiting: list[Form], base: Form, sizes: dict[Form, int]) -> None:
    """Let forms extend a base if they begin with its fields but have other texts."""
    keys = [part[1] for part in base.parts]
    for form in waiting:
        starts = [part[1] for part in form.parts[: len(keys)]] == keys
        if starts and form is not base and form.base is None and overlays.saves(form, base, sizes) >= _SAVED // 2:
            overlays.lay(form, base)

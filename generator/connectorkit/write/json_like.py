"""New values in the layout of an older text: an unchanged value keeps its exact text.

The result means the same as the new value. What no reader of a connector distinguishes, such as ``required: false``,
stays as in the older text, so that a diff shows real changes only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from connectorkit.model import compare
from connectorkit.model.connector import Json
from connectorkit.write import json_parts
from connectorkit.write.json_parts import Part, Style

Plain = dict[str, Json]
_MANY = 2_000
"""Longer lists are compared item by item."""
_NAMES = ("name", "operationId", "propertyName", "$ref", "templateId", "url", "id")


@dataclass(slots=True)
class _Member:
    """A member as text: the blanks before it, its key with the colon, its value, the blanks after it."""

    lead: str
    head: str
    text: str
    gap: str = ""


def like(original: str, value: Json, kind: str) -> str:
    """``value`` in the layout of ``original``, a JSON text of a document of ``kind`` (see ``model/compare.py``).

    Raises ValueError where ``original`` is not JSON.
    """
    whole = json_parts.parse(original)
    return f"{whole.before}{_Writer(whole.style).text(whole.root, value, kind, '')}{whole.after}"


class _Writer:
    def __init__(self, style: Style) -> None:
        self.style = style

    def text(self, old: Part, new: Json, kind: str, margin: str) -> str:
        """The text of a value whose further lines begin with ``margin``."""
        if compare.same(kind, old.value, new):
            return old.text
        if isinstance(old.value, dict) and isinstance(new, dict) and new:
            return self._object(old, new, kind, margin)
        if isinstance(old.value, list) and isinstance(new, list) and new:
            return self._list(old, new, kind, margin)
        return self.style.dump(new, margin)

    def _object(self, old: Part, new: Plain, kind: str, margin: str) -> str:
        index = {key: at for at, key in enumerate(old.keys)}
        kept = {key for key in old.keys if key in new or compare.silent(kind, key, old.below[index[key]].value)}
        added = [
            key for key in new if key not in kept and not (key not in index and compare.silent(kind, key, new[key]))
        ]
        members = []
        for key in _order(old, new, kept, added, kind):
            if key not in index:
                members.append(self._new(old, f"{self.style.dump(key, flat=True)}{self.style.colon}", new[key], margin))
                continue
            at = index[key]
            inner = self._margin(old.leads[at], margin)
            below = old.below[at]
            text = self.text(below, new[key], compare.below(kind, key), inner) if key in new else below.text
            members.append(_Member(old.leads[at], old.heads[at], text, old.gaps[at]))
        return self._joined("{", members, old, margin, "}")

    def _list(self, old: Part, new: list[Json], kind: str, margin: str) -> str:
        inside = compare.item(kind)
        members = []
        for at, value in _aligned([part.value for part in old.below], new):
            if at is None:
                members.append(self._new(old, "", value, margin))
                continue
            inner = self._margin(old.leads[at], margin)
            members.append(_Member(old.leads[at], "", self.text(old.below[at], value, inside, inner), old.gaps[at]))
        return self._joined("[", members, old, margin, "]")

    def _margin(self, lead: str, above: str) -> str:
        found = json_parts.margin(lead)
        return above if found is None else found

    def _new(self, old: Part, head: str, value: Json, margin: str) -> _Member:
        """A member that the older text does not have, in the style of its neighbours."""
        leads = [lead for lead in old.leads if json_parts.margin(lead) is not None]
        if leads:
            lead = leads[-1]
        elif old.leads and (self.style.indent is None or _flat(value)):
            lead = old.leads[-1] if len(old.leads) > 1 else " "
            return _Member(lead, head, self.style.dump(value, flat=True))
        elif self.style.indent is None:
            return _Member("", head, self.style.dump(value))
        else:
            lead = f"{self.style.newline}{margin}{self.style.indent}"
        return _Member(lead, head, self.style.dump(value, self._margin(lead, margin)))

    def _joined(self, opening: str, members: Sequence[_Member], old: Part, margin: str, closing: str) -> str:
        if not members:
            return opening + closing
        tail = old.tail
        broken = any(json_parts.margin(member.lead) is not None for member in members)
        if broken and json_parts.margin(tail) is None:
            tail = f"{self.style.newline}{margin}"
        if old.leads:
            # The blanks behind an opening bracket and behind a comma may differ: `[ 1,2]`.
            members[0].lead, members[-1].gap = _first(members[0].lead, old), ""
        body = ",".join(f"{one.lead}{one.head}{one.text}{one.gap}" for one in members)
        return f"{opening}{body}{tail}{closing}"


def _first(lead: str, old: Part) -> str:
    return lead if json_parts.margin(lead) is not None or json_parts.margin(old.leads[0]) is not None else old.leads[0]


def _flat(value: Json) -> bool:
    return not isinstance(value, (dict, list)) or not value


def _order(old: Part, new: Plain, kept: set[str], added: Sequence[str], kind: str) -> list[str]:
    """The keys in the order of the older text; a new key follows the same key as in the new value."""
    order = [key for key in old.keys if key in kept]
    common = [key for key in order if key in new]
    if compare.keeps_order(kind) and common != [key for key in new if key in kept]:
        order = [key for key in new if key in kept]
    fresh = set(added)
    last = -1
    for key in new:
        if key in fresh:
            last += 1
            order.insert(last, key)
        elif key in kept:
            last = order.index(key)
    return order


def _aligned(old: list[Json], new: list[Json]) -> Iterator[tuple[int | None, Json]]:
    """Each new item with the index of the older item that it comes from; None for one that is new."""
    if len(old) > _MANY or len(new) > _MANY:
        yield from ((at if at < len(old) else None, value) for at, value in enumerate(new))
        return
    a, b = [_mark(item) for item in old], [_mark(item) for item in new]
    from difflib import SequenceMatcher  # Only a build in the layout of another needs it.

    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(range(i1, i2), new[j1:j2], strict=True)
        else:
            yield from _paired(old, range(i1, i2), new[j1:j2])


def _paired(old: list[Json], left: Sequence[int], new: list[Json]) -> Iterator[tuple[int | None, Json]]:
    """Items of a changed stretch: by their names; else one after another where the counts are the same."""
    names = {_name(old[at]): at for at in left if _name(old[at])}
    if not names and len(left) == len(new):
        yield from zip(left, new, strict=True)
        return
    for value in new:
        yield names.pop(_name(value), None), value


def _name(item: Json) -> str:
    if not isinstance(item, dict):
        return ""
    return next((f"{key} {item[key]} {item.get('in', '')}" for key in _NAMES if key in item), "")


def _mark(item: Json) -> str:
    return json.dumps(item, sort_keys=True)

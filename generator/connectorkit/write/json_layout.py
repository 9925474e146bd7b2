"""The layout of a JSON text as a small value: indentation, line ends, key order, and unusual spellings.

An import records it, so that a build writes a connector in the layout of its author. It holds no values of the
connector except those without effect, such as ``required: false``. Anything new is written in the style of the rest.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from connectorkit.model import compare, file_names, json_pointer
from connectorkit.model.connector import Json
from connectorkit.write import json_parts
from connectorkit.write.json_parts import Part, Style

Plain = dict[str, Json]
_FINAL = "\n"
KINDS = {file_names.DEFINITION: "root", file_names.PROPERTIES: "data"}
"""The kind of each JSON file for ``model/compare.py``."""


class _Spot(NamedTuple):
    """An object or a list of the text: its pointer, its kind, the group of values like it, and its new value."""

    pointer: str
    kind: str
    called: str
    part: Part
    new: Json


@dataclass(slots=True)
class Layout:
    """The layout of one document.

    ``mark``: the file begins with a byte order mark. ``order`` has the usual key order of each kind of object, then
    those of objects that have exactly these keys; ``order_at`` that of single objects by pointer. ``inline`` are the
    keys whose lists and objects are on one line, ``inline_at`` the exceptions by pointer. ``spelled`` are scalars
    with an unusual spelling, ``silent`` keys without effect, both by pointer. ``absent`` are keys without effect that a
    kind of object leaves out, ``absent_at`` those that single objects leave out, by pointer.
    """

    style: Style = field(default_factory=Style)
    mark: bool = False
    before: str = ""
    after: str = _FINAL
    order: dict[str, list[list[str]]] = field(default_factory=dict)
    order_at: dict[str, list[str]] = field(default_factory=dict)
    inline: set[str] = field(default_factory=set)
    inline_at: dict[str, bool] = field(default_factory=dict)
    spelled: dict[str, str] = field(default_factory=dict)
    silent: dict[str, Plain] = field(default_factory=dict)
    absent: dict[str, list[str]] = field(default_factory=dict)
    absent_at: dict[str, list[str]] = field(default_factory=dict)
    # The paths with parameters, known once each is written: the designer fails on their operations without a list.
    _sharing: set[str] = field(default_factory=set, compare=False)

    def written(self, pointer: str, kind: str, called: str, value: Plain) -> Plain:
        """The members of an object, with the keys without effect that this text has, and no others."""
        left = {*self.absent.get(called, ()), *self.absent_at.get(pointer, ())}
        more = self.silent.get(pointer)
        if kind == "path" and value.get("parameters"):
            self._sharing.add(pointer)
        if kind == "operation" and pointer.rpartition("/")[0] in self._sharing:
            left.discard("parameters")
        if not more and left.isdisjoint(value):
            return value
        kept = {key: one for key, one in value.items() if not (key in left and compare.silent(kind, key, one))}
        for key, one in (more or {}).items():
            if key not in value and compare.silent(kind, key, one):
                kept[key] = one
        return kept


def record(text: str, new: Json, kind: str) -> Layout:
    """The layout of ``text``, a document of ``kind`` that means the same as ``new``.

    Raises ValueError where ``text`` is not JSON.
    """
    whole = json_parts.parse(text)
    layout = Layout(whole.style, before=whole.before, after=whole.after)
    spots: list[_Spot] = []
    _collect(_Spot("", kind, kind, whole.root, new), spots, layout)
    _record_absent(spots, layout)
    _record_orders(spots, layout)
    _record_lines(spots, layout)
    return layout


def _collect(spot: _Spot, spots: list[_Spot], layout: Layout) -> None:
    part, new = spot.part, spot.new
    if not isinstance(part.value, (dict, list)) or not part.below:
        if part.text != layout.style.dump(part.value, flat=True):
            layout.spelled[spot.pointer] = part.text
        return
    spots.append(spot)
    for index, below in enumerate(part.below):
        key = part.keys[index] if part.keys else str(index)
        pointer = f"{spot.pointer}/{json_pointer.escape(key)}"
        if isinstance(new, dict) and key in new:
            kind = compare.below(spot.kind, key)
            called = kind if kind != "data" else f"data {key}"
            _collect(_Spot(pointer, kind, called, below, new[key]), spots, layout)
        elif isinstance(new, list) and index < len(new):
            kind = compare.item(spot.kind)
            called = kind if kind != "data" else spot.called
            _collect(_Spot(pointer, kind, called, below, new[index]), spots, layout)
        elif isinstance(new, dict) and part.keys and compare.silent(spot.kind, key, below.value):
            layout.silent.setdefault(spot.pointer, {})[key] = below.value
            _collect(_Spot(pointer, "data", f"data {key}", below, below.value), spots, layout)


def _record_absent(spots: Iterable[_Spot], layout: Layout) -> None:
    """Record which keys without effect of the new value the text does not have."""
    lacking: dict[tuple[str, str], list[str]] = defaultdict(list)
    having: set[tuple[str, str]] = set()
    for spot in spots:
        for key, value in spot.new.items() if isinstance(spot.new, dict) and spot.part.keys else ():
            if compare.silent(spot.kind, key, value):
                if key in spot.part.keys:
                    having.add((spot.called, key))
                else:
                    lacking[spot.called, key].append(spot.pointer)
    for (called, key), pointers in lacking.items():
        if (called, key) not in having:
            layout.absent.setdefault(called, []).append(key)
        for pointer in pointers if (called, key) in having else ():
            layout.absent_at.setdefault(pointer, []).append(key)


def _record_orders(spots: Iterable[_Spot], layout: Layout) -> None:
    groups: dict[str, list[_Spot]] = defaultdict(list)
    for spot in spots:
        if spot.part.keys and not compare.keeps_order(spot.kind):
            groups[spot.called].append(spot)
    for called, group in groups.items():
        written = [_written(spot, layout) for spot in group]
        if all(_arranged(new, ()) == spot.part.keys for spot, new in zip(group, written, strict=True)):
            continue
        layout.order[called] = [merged(spot.part.keys for spot in group)]
        for _ in range(2):
            # First the orders of sets of keys, then the exceptions to these.
            odd = [
                spot
                for spot, new in zip(group, written, strict=True)
                if _arranged(new, _usual(layout.order[called], new)) != spot.part.keys
            ]
            if len(layout.order[called]) == 1:
                layout.order[called] += _variants(odd)
        layout.order_at |= {spot.pointer: spot.part.keys for spot in odd}


def _written(spot: _Spot, layout: Layout) -> Plain:
    new = spot.new if isinstance(spot.new, dict) else {}
    return layout.written(spot.pointer, spot.kind, spot.called, new)


def _variants(spots: Iterable[_Spot]) -> list[list[str]]:
    """The most frequent order of each set of keys."""
    found: dict[frozenset[str], list[str]] = {}
    for order, _ in Counter(tuple(spot.part.keys) for spot in spots).most_common():
        found.setdefault(frozenset(order), list(order))
    return list(found.values())


def _usual(orders: Sequence[list[str]], written: Plain) -> Sequence[str]:
    """The order of an object among those of its kind: the one of exactly its keys, else the first."""
    keys = set(written)
    return next((order for order in orders[1:] if keys == set(order)), orders[0] if orders else ())


def merged(orders: Iterable[Sequence[str]]) -> list[str]:
    """One order of all keys that most of ``orders`` agree with."""
    behind: Counter[tuple[str, str]] = Counter()
    counted: Counter[str] = Counter()
    for order, times in Counter(tuple(order) for order in orders).items():
        for at, key in enumerate(order):
            counted[key] += times
            for later in order[at + 1 :]:
                behind[later, key] += times
    left = list(counted)
    made: list[str] = []
    while left:
        made.append(min(left, key=lambda key: sum(behind[key, other] > behind[other, key] for other in left)))
        left.remove(made[-1])
    return made


def _arranged(written: Plain, usual: Sequence[str]) -> list[str]:
    """The keys of an object in the usual order; a key without a usual place stays behind the key before it."""
    if not usual:
        return list(written)
    known = set(usual)
    order = [key for key in usual if key in written]
    last = -1
    for key in written:
        if key in known:
            last = order.index(key)
        else:
            last += 1
            order.insert(last, key)
    return order


def _record_lines(spots: Iterable[_Spot], layout: Layout) -> None:
    """Record which lists and objects are on one line."""
    if layout.style.indent is None:
        return
    groups: dict[str, list[_Spot]] = defaultdict(list)
    for spot in spots:
        groups[_group(spot.pointer)].append(spot)
    for name, group in groups.items():
        flat = [json_parts.margin(spot.part.leads[0]) is None for spot in group]
        usual = sum(flat) * 2 > len(flat)
        if usual:
            layout.inline.add(name)
        layout.inline_at |= {spot.pointer: one for spot, one in zip(group, flat, strict=True) if one != usual}


def _group(pointer: str) -> str:
    """The key of a value, or of the lists around it."""
    names = [key for key in json_pointer.split(pointer) if not key.isdigit()]
    return names[-1] if names else ""


def apply(layout: Layout, new: Json, kind: str) -> str:
    """``new``, a document of ``kind``, as text in that layout."""
    return f"{layout.before}{_Writer(layout).text('', kind, kind, new, '', False)}{layout.after}"


def laid_out(files: Mapping[str, bytes], layouts: Mapping[str, Layout]) -> dict[str, bytes]:
    """The JSON files of a build that have a layout, written in it; ``layouts`` by the names of the files."""
    made: dict[str, bytes] = {}
    for path, data in files.items():
        name = path.rpartition("/")[2]
        if name in layouts:
            kind, value = KINDS.get(name, "data"), json.loads(data)
            text = apply(layouts[name], value, kind)
            if compare.same(kind, json.loads(text), value):
                made[path] = encoded(text, layouts[name].mark)
    return made


def encoded(text: str, mark: bool) -> bytes:
    """The bytes of a JSON file, with a byte order mark where it had one."""
    return text.encode("utf-8-sig" if mark else "utf-8")


class _Writer:
    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.style = layout.style
        self.arranged: dict[tuple[str, tuple[str, ...]], list[str]] = {}

    def text(self, pointer: str, kind: str, called: str, value: Json, margin: str, flat: bool, group: str = "") -> str:
        """The text of a value; ``flat``: it is on one line with what is around it. ``group``: that of its pointer."""
        if not isinstance(value, (dict, list)) or not value:
            return self._scalar(pointer, value)
        flat = flat or self.style.indent is None or self.layout.inline_at.get(pointer, group in self.layout.inline)
        inner = margin if flat else margin + (self.style.indent or "")
        made = self._items if isinstance(value, list) else self._members
        members = made(pointer, kind, called, value, inner, flat, group)  # type: ignore[arg-type]  # as chosen above
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        if flat:
            comma = ", " if self.style.indent is not None else self.style.comma
            return f"{opening}{comma.join(members)}{closing}"
        line = f"{self.style.newline}{inner}"
        return f"{opening}{line}{f',{line}'.join(members)}{self.style.newline}{margin}{closing}"

    def _items(
        self, pointer: str, kind: str, called: str, value: list[Json], margin: str, flat: bool, group: str
    ) -> list[str]:
        inside = compare.item(kind)
        of = inside if inside != "data" else called
        return [
            self.text(f"{pointer}/{index}", inside, of, item, margin, flat, group) for index, item in enumerate(value)
        ]

    def _members(
        self, pointer: str, kind: str, called: str, value: Plain, margin: str, flat: bool, group: str
    ) -> list[str]:
        written, members = self.layout.written(pointer, kind, called, value), []
        for key in self._order(pointer, kind, called, written):
            of = compare.below(kind, key) if key in value else "data"
            name = of if of != "data" else f"data {key}"
            at, within = f"{pointer}/{json_pointer.escape(key)}", group if key.isdigit() else key
            text = self.text(at, of, name, written[key], margin, flat, within)
            members.append(f"{self.style.dump(key, flat=True)}{self.style.colon}{text}")
        return members

    def _order(self, pointer: str, kind: str, called: str, written: Plain) -> list[str]:
        if compare.keeps_order(kind):
            return list(written)
        own = self.layout.order_at.get(pointer)
        if own:
            return _arranged(written, own)
        # Most objects of a kind have the same keys as another one.
        keys = (called, tuple(written))
        if keys not in self.arranged:
            self.arranged[keys] = _arranged(written, _usual(self.layout.order.get(called, []), written))
        return self.arranged[keys]

    def _scalar(self, pointer: str, value: Json) -> str:
        spelled = self.layout.spelled.get(pointer)
        if spelled is not None and _means(spelled, value):
            return spelled
        return self.style.dump(value, flat=True)


def _means(text: str, value: Json) -> bool:
    try:
        said: Json = json.loads(text, strict=False)
    except ValueError:
        return False
    return type(said) is type(value) and said == value

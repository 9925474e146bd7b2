"""Fields: the rows of a schema in the designer, inputs or outputs, each with its title and its key.

The rules are those of ``SchemaProcessor`` in LogicAppsUX (``libs/logic-apps-shared/src/parsers/lib/common``).
"""

from __future__ import annotations

from dataclasses import field
from operator import attrgetter
from typing import NamedTuple

from connectorkit.designer.choices import Editor, editor
from connectorkit.designer.javascript import ANY_ITEM, Plain, encoded, get, keys, last_step, same, words
from connectorkit.designer.references import Laid, References
from connectorkit.model.record import record, replace
from connectorkit.model.schema import Json

BODY = "key-body-output"
"""The name of the outputs of a body as a whole."""
_ITEM = "key-item-output"
_NO_EDITOR = Editor()
_SCALARS = frozenset(("boolean", "integer", "null", "number", "string"))
_KNOWN_KEYS = {
    "$.body": "Body",
    "$.headers": "Headers",
    "$.queries": "Queries",
    # The wording of this title is a guess, modelled on "Status code".
    "$.pathparameters": "Path parameters",
    "$.statuscode": "Status code",
}
_DEPTH = 100
# JSON Schema has seven types; a list of more repeats them.
_KINDS = 7
_MOST = 50_000
_MOST_OF_ALL = 300_000


class Field(NamedTuple):
    """One row: an input, or an output for later steps.

    ``key``: the address, such as ``body.$.items.[*].name``. ``type``: "any" where the schema has none.
    ``rank``: its group among its siblings (:func:`rank`). ``inside_array``: it is an array item or a part of one.
    ``dynamic``: its fields are loaded while a flow is edited. ``pointer``: its place in the definition. ``titled``: it
    has its own title, which is not its name.
    """

    key: str
    title: str
    name: str
    type: str
    visibility: str
    required: bool
    rank: int
    editor: Editor = Editor()
    description: str = ""
    default: Json = None
    inside_array: bool = False
    dynamic: bool = False
    pointer: str = ""
    titled: bool = False


class Budget:
    """The number of schemas that may still be read: a small definition can expand to more than fits into memory."""

    def __init__(self) -> None:
        self._of_all = _MOST_OF_ALL
        self._left = self._given = 0
        self.cut = False

    def start(self) -> None:
        """Begin the next operation."""
        self._left = self._given = min(_MOST, self._of_all)
        self.cut = False

    def skip(self, taken: int) -> bool:
        """Count an operation that is known to need ``taken`` schemas; False if these are too many."""
        self.start()
        if taken > self._left:
            return False
        self._left -= taken
        self._of_all -= taken
        return True

    @property
    def taken(self) -> int:
        """The number of schemas read for this operation."""
        return self._given - self._left

    def take(self, depth: int) -> bool:
        """Count one more schema at ``depth``; False if it must not be read."""
        self._left -= 1
        self._of_all -= 1
        allowed = self._left >= 0 and depth < _DEPTH
        self.cut |= not allowed
        return allowed


@record
class Place:
    """The place of a schema, and the values inherited from the schemas around it.

    ``key``: its address. ``name``: the path of names to it, "" for a body or an item. ``current``: its own name.
    ``titles`` and ``summaries``: those around it, which precede its own. ``required``: None if undecided. An array
    changes the place for its items, which also affects a second type of the same schema.
    """

    inputs: bool
    key: str = "$"
    name: str = ""
    current: str = ""
    titles: str = ""
    summaries: str = ""
    required: bool | None = True
    permission: Json = None
    visibility: str = ""
    array: str | None = None
    depth: int = 0
    budget: Budget = field(default_factory=Budget)
    pointer: str = ""


class Fields:
    """The fields of schemas of one document. In outputs, objects have rows too, in addition to their fields."""

    def __init__(self, references: References) -> None:
        self._references = references

    def of(self, schema: Laid, place: Place) -> list[Field]:
        """The rows of a schema in the designer's order; outputs without internal ones.

        Internal inputs are removed with the card: an object with only internal fields has no row.
        """
        if not place.budget.take(place.depth):
            return []
        kinds = schema.node.get("type")
        if not isinstance(kinds, list):
            return in_order(self._typed(schema, kinds, place))
        rows: list[Field] = []
        for kind in kinds[:_KINDS]:
            rows += self._typed(schema._replace(node={**schema.node, "type": kind}), kind, place)
        return in_order(rows)

    def _typed(self, schema: Laid, kind: Json, place: Place) -> list[Field]:
        place.pointer = schema.site
        if kind == "array":
            return self._array(schema, place)
        if kind == "object":
            return self._object(schema, place)
        scalar = kind is None or (isinstance(kind, str) and kind in _SCALARS)
        return _single(schema.node, kind, place) if scalar else []

    def _array(self, schema: Laid, place: Place, skip: bool = False) -> list[Field]:
        """The rows of an array, its item, and the fields of its item. An array input has one editor."""
        node = schema.node
        own = [] if skip else _single(node, "array", place)
        if place.inputs or _internal(node) or not place.budget.take(place.depth):
            return own
        items = self._references.below(schema, "items")
        _enter_items(node, items.node, place)
        place.pointer = items.site
        own += _single(items.node, items.node.get("type"), place, item=True)
        if items.node.get("type") == "object":
            if items.node.get("x-ms-dynamic-schema"):
                return [*_single(items.node, "object", place), *own]
            return [*self._properties(items, place, f"{place.key}.{ANY_ITEM}"), *own]
        if items.node.get("type") == "array":
            place.name = _name(place)
            place.key = f"{place.key}.{ANY_ITEM}"
            return [*self._array(items, place, skip=True), *own]
        return own

    def _object(self, schema: Laid, place: Place) -> list[Field]:
        if get(schema.node, "x-ms-dynamic-schema") is not None:
            return _single(schema.node, "object", place)
        return self._properties(schema, place, place.key) or _single(schema.node, "object", place)

    def _properties(self, schema: Laid, place: Place, key: str) -> list[Field]:
        """The rows of an object's fields, and in outputs also of the object itself."""
        node = schema.node
        if place.inputs and _read_only(node, place):
            return []
        rows: list[Field] = []
        properties = self._references.below(schema, "properties")
        if not _internal(node):
            for name in keys(properties.node):
                inner = self._references.below(properties, name)
                rows += self.of(inner, _below(node, place, key, name))
        if not place.inputs:
            rows += _single(node, "object", replace(place, key=key))
        return in_order(rows)


def in_order(rows: list[Field]) -> list[Field]:
    """Rows in the designer's order: required, then important, then unmarked, then advanced ones."""
    return sorted(rows, key=attrgetter("rank")) if len(rows) > 1 else rows


def rank(required: bool, visibility: Json) -> int:
    """The group of an input or output: 0 required, 1 important, 2 unmarked, 3 advanced."""
    if required or not visibility:
        return 0 if required else 2
    if same(visibility, "important"):
        return 1
    return 3 if same(visibility, "advanced") else 2


def joined(left: str, right: str) -> str:
    """Two texts with a blank between them; one of them if the other is empty."""
    return f"{left} {right}" if left and right else left or right


def _below(node: Plain, place: Place, key: str, name: str) -> Place:
    step = encoded(name)
    return replace(
        place,
        key=f"{key}.{step}",
        name=f"{place.name}.{step}" if place.name else step,
        current=name,
        titles=joined(place.titles, words(node.get("title"))),
        summaries=joined(place.summaries, words(node.get("x-ms-summary"))),
        required=place.required is not False and isinstance(listed := node.get("required"), list) and name in listed,
        permission=node.get("x-ms-permission") or place.permission,
        visibility=_visibility(node, place),
        depth=place.depth + 1,
    )


def _enter_items(node: Plain, items: Plain, place: Place) -> None:
    """Change the place of an array to that of its items."""
    name = _name(place)
    place.visibility = _visibility(node, place)
    place.array = place.name if place.array is not None or place.depth else name
    place.name = ""
    if not items.get("title"):
        place.titles = joined(place.titles, words(node.get("title")))
    if not items.get("x-ms-summary"):
        place.summaries = joined(place.summaries, words(node.get("x-ms-summary")))
    place.current = ANY_ITEM
    place.depth += 1


def _single(node: Plain, kind: Json, place: Place, item: bool = False) -> list[Field]:
    """The row of a schema itself; none for a read-only input or an internal output."""
    visibility = _visibility(node, place)
    if _read_only(node, place) if place.inputs else visibility and same(visibility, "internal"):
        return []
    return [_row(node, kind, replace(place, key=f"{place.key}.{ANY_ITEM}") if item else place, visibility)]


def _row(node: Plain, kind: Json, place: Place, visibility: str) -> Field:
    required = bool(place.required)
    own = words(node.get("title")) or words(node.get("x-ms-summary"))
    title = _title(node, place, own) or ("Body" if place.inputs else "")
    return Field(
        key=place.key,
        title=title,
        name=_name(place) or title,
        type=kind if isinstance(kind, str) else "any",
        visibility=visibility,
        required=required,
        # A field with dependencies is shown by other inputs, and ranks with the required ones.
        rank=rank(required or bool(node.get("x-ms-input-dependencies")), visibility),
        editor=editor(node, required) if place.inputs else _NO_EDITOR,
        description=words(node.get("description")),
        default=node.get("default"),
        inside_array=place.array is not None,
        dynamic=bool(node.get("x-ms-dynamic-schema") or node.get("x-ms-dynamic-properties")),
        pointer=place.pointer,
        titled=bool(own),
    )


def _title(node: Plain, place: Place, own: str) -> str:
    """The title of a row; ``own`` is that of the schema itself, "" for none."""
    if not own:
        own = "Item" if place.current == ANY_ITEM else _known(node, place)
    return joined(place.titles or place.summaries, own) if own else ""


def _known(node: Plain, place: Place) -> str:
    """The default title: by the key, or by the name; for a whole body, its description."""
    known = _KNOWN_KEYS.get(place.key.lower())
    if known is not None:
        return known
    if place.key.startswith("$.x-ms-"):
        parts = place.key.replace("$.x-ms-", "", 1).split("-")
        return " ".join(part[:1].upper() + part[1:] for part in parts)
    name = _name(place)
    if name in (BODY, _ITEM):
        return "Item" if name == _ITEM else words(node.get("description")) or "Body"
    return last_step(name)


def _name(place: Place) -> str:
    if place.name or place.inputs:
        return place.name or place.current
    if place.array is None:
        return BODY
    return f"{place.array}-{_ITEM}" if place.array and place.array != BODY else _ITEM


def _visibility(node: Plain, place: Place) -> str:
    return words(node.get("x-ms-visibility")) or place.visibility


def _internal(node: Plain) -> bool:
    return same(node.get("x-ms-visibility"), "internal")


def _read_only(node: Plain, place: Place) -> bool:
    return bool(node.get("readOnly")) or same(node.get("x-ms-permission") or place.permission, "read-only")

"""Repeats: shapes that occur several times in a source become named types."""

from __future__ import annotations

from connectorkit.importing.shared_types import distinct_shapes, envelopes, overlays, type_names
from connectorkit.importing.shared_types.distinct_shapes import Form, Forms
from connectorkit.importing.shared_types.rewrite import Writer
from connectorkit.model.connector import Json
from connectorkit.resolve.swagger_style import Style

Plain = dict[str, Json]
# In characters: the cost of a reference, and the least saving that justifies a named type.
_REFERENCE = 14
_SAVED = 160
_LEAST_OBJECT = 60
_SAVED_OBJECT = 25
_SMALL_OBJECT = 30
_OFTEN = 4
_LEAST_VALUE = 110
_LEAST_PARAMETER = 60


def take(root: Plain, types: Plain, operations: list[Plain], style: Style) -> Plain:
    """Replace repeated shapes by named types, and return the types.

    ``root``, ``types`` and ``operations`` are changed in place.
    """
    found = Forms()
    found.take(distinct_shapes.slots(root, types, operations))
    worth = _worth(found.all, frozenset(types))
    if not worth:
        return {}
    writer = Writer(found, type_names.names(found.all, worth, types), style, frozenset(types))
    for slot in list(distinct_shapes.slots(root, types, operations)):
        slot.holder[slot.key] = writer.node(slot.holder[slot.key])
    return writer.named()


def _worth(all_forms: list[Form], types: frozenset[str]) -> set[Form]:
    """The forms whose naming shortens the source. Sizes depend on which are named, so this takes two rounds."""
    able = {form for form in all_forms if _can(form, types)}
    first = _chosen(all_forms, able, _sizes(all_forms, set()))
    sizes = _sizes(all_forms, first)
    whole = [form for form in all_forms if form in able]
    made = envelopes.find(whole, sizes)
    overlays.find(whole, _sizes(all_forms, first))
    all_forms += made
    second = _chosen(all_forms, able, _sizes(all_forms, first))
    return _chosen(all_forms, able, _sizes(all_forms, second))


def _can(form: Form, types: frozenset[str]) -> bool:
    """Whether the form can be a named type: not a list or a reference."""
    word = form.node.get("type")
    return "ref" not in form.node and word not in types and "items" not in form.node and form.node.keys() != {"extra"}


def _sizes(all_forms: list[Form], named: set[Form]) -> dict[Form, int]:
    sizes: dict[Form, int] = {}
    for form in all_forms:
        sizes[form] = form.own + sum(_REFERENCE if edge.form in named else sizes[edge.form] for edge in form.below)
    return sizes


def _chosen(all_forms: list[Form], able: set[Form], sizes: dict[Form, int]) -> set[Form]:
    """Choose outer forms first: a named form contains its inner forms only once."""
    chosen: set[Form] = set()
    uses: dict[Form, int] = {}
    for form in reversed(all_forms):
        uses[form] = sum(
            1 if edge.parent is None or edge.parent in chosen else uses[edge.parent]
            for edge in form.above
            if not edge.quiet
        )
        if form.over or (form in able and _pays(form, uses[form], sizes[form])):
            chosen.add(form)
    return chosen


def _pays(form: Form, uses: int, size: int) -> bool:
    if form.is_object:
        least = _LEAST_OBJECT if uses < _OFTEN else _SMALL_OBJECT
        least *= 2 if len(form.parts) < 2 else 1  # an object of one field is hardly more than the field
        return uses > 1 and size >= least and (uses - 1) * size >= uses * _REFERENCE + _SAVED_OBJECT
    parameters = sum(edge.root is not None and edge.root.kind == "parameter" for edge in form.above)
    least = _LEAST_PARAMETER if 2 * parameters > len(form.above) else _LEAST_VALUE
    return uses > 1 and size >= least and (uses - 1) * size >= uses * _REFERENCE + _SAVED

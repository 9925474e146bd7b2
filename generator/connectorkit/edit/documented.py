"""Documented: where the documentation of the format has a key among those that a mapping has already."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from connectorkit.read.yaml_document import Node
from connectorkit.validate import key_order


def before(path: Sequence[Node], concept: str, word: str) -> str | None:
    """The key of the last node of ``path`` behind which ``word`` belongs; "" where it comes first.

    ``path`` leads from the top of a file of ``concept`` to the mapping. None where the keys have no order of their own.
    """
    place: key_order.Place | None = key_order.top(concept)
    for above, below in pairwise(path):
        if isinstance(above.value, list):
            place = key_order.items(place)
        else:
            view = key_order.mapping(place, above.mapping.keys())
            name = next(key for key, one in above.mapping.items() if one is below)
            place = view.below.get(name, view.others)
    names = path[-1].mapping.keys()
    view = key_order.mapping(place, {*names, word})
    if not view.sorts or word not in view.order:
        return None
    earlier = [name for name in names if view.order.get(name, len(view.order)) < view.order[word]]
    return max(earlier, key=lambda name: view.order[name], default="")

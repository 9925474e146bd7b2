"""The documented position of a key among the keys of a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from connectorkit.read.yaml_document import Node
from connectorkit.validate import exact_keys, key_order
from connectorkit.validate.key_order import Place


def place(path: Sequence[Node], concept: str) -> Place | None:
    """The place of the last node of ``path`` in the schemas; ``path`` starts at the top of a file of ``concept``."""
    place: Place | None = key_order.top(concept)
    for above, below in pairwise(path):
        if isinstance(above.value, list):
            place = key_order.items(place)
        else:
            view = key_order.mapping(place, above.mapping.keys())
            name = next(key for key, one in above.mapping.items() if one is below)
            place = view.below.get(name, view.others)
    return place


def before(node: Node, place: Place | None, word: str) -> str | None:
    """The key of the mapping ``node`` after which ``word`` belongs; "" where it comes first.

    None where the format does not order the keys.
    """
    names = node.mapping.keys()
    view = key_order.mapping(place, {*names, word})
    if not view.sorts or word not in view.order:
        return None
    earlier = [name for name in names if view.order.get(name, len(view.order)) < view.order[word]]
    return max(earlier, key=lambda name: view.order[name], default="")


def under_exact(node: Node, place: Place | None, word: str) -> bool:
    """Whether ``word`` of the mapping ``node`` belongs under its key `exact`."""
    return exact_keys.moves(key_order.mapping(place, {*node.mapping, word}), word)


def is_exact(node: Node, above: Node, place: Place | None) -> bool:
    """Whether ``node`` is the value of `exact` in the mapping ``above``, which is at ``place``."""
    order = key_order.mapping(place, above.mapping.keys()).order
    return exact_keys.KEY in order and above.get(exact_keys.KEY) is node

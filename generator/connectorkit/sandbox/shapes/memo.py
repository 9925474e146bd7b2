"""Parts of the document that cache results derived from them."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast

Key = TypeVar("Key")
Part = TypeVar("Part")
T = TypeVar("T")


class Node(dict[str, object]):
    """An immutable mapping of the document; ``memo`` caches derived results."""

    __slots__ = ("memo",)

    def __init__(self, values: dict[str, object]) -> None:
        super().__init__(values)
        self.memo: dict[object, Any] = {}  # Any: each key has its own type, see `remembered`.


def noded(value: T) -> T:
    """A copy of a part of the document in which every mapping is a Node."""
    return cast("T", _noded(value))  # A Node is a dict with the same items.


def _noded(value: object) -> object:
    if isinstance(value, dict):
        return Node({name: _noded(one) for name, one in value.items()})
    return [_noded(one) for one in value] if isinstance(value, list) else value


def remembered(make: Callable[[Part], T]) -> Callable[[Part], T]:
    """Decorator: cache the result of a function of a part in the part, if it is a Node."""

    def known(part: Part, /) -> T:
        node: object = part
        if type(node) is not Node:
            return make(part)
        memo = node.memo
        if make not in memo:
            memo[make] = make(part)
        found: T = memo[make]
        return found

    update_wrapper(known, make)
    return known


def remembered_for(make: Callable[[Part, Key], T]) -> Callable[[Part, Key], T]:
    """As :func:`remembered`, for a function with one more hashable argument."""

    def known(part: Part, about: Key, /) -> T:
        node: object = part
        if type(node) is not Node:
            return make(part, about)
        memo, key = node.memo, (make, about)
        if key not in memo:
            memo[key] = make(part, about)
        found: T = memo[key]
        return found

    update_wrapper(known, make)
    return known


def recalled(part: object, key: object, make: Callable[[], T]) -> T:
    """The cached result for a key of a part, else the result of ``make``, which is cached if the part is a Node."""
    if type(part) is not Node:
        return make()
    if key not in part.memo:
        part.memo[key] = make()
    found: T = part.memo[key]
    return found

"""Parts of the document that remember what has been worked out of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast

Key = TypeVar("Key")
Part = TypeVar("Part")
T = TypeVar("T")


class Node(dict[str, object]):
    """A mapping of the document that nobody changes any more; ``memo`` holds what was made of it."""

    __slots__ = ("memo",)

    def __init__(self, values: dict[str, object]) -> None:
        super().__init__(values)
        self.memo: dict[object, Any] = {}  # Each key has its own type of value: see `remembered` and `recalled`.


def noded(value: T) -> T:
    """A copy of a part of the document in which every mapping is a Node."""
    return cast("T", _noded(value))  # A Node is a dict with the same items.


def _noded(value: object) -> object:
    if isinstance(value, dict):
        return Node({name: _noded(one) for name, one in value.items()})
    return [_noded(one) for one in value] if isinstance(value, list) else value


def remembered(make: Callable[[Part], T]) -> Callable[[Part], T]:
    """A function of a part whose result is kept in that part; of no Node nothing is kept."""

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
    """The same for a function that has one more argument, which can be a key."""

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
    """What is kept in a part under a key, made when it is not there; of no Node nothing is kept."""
    if type(part) is not Node:
        return make()
    if key not in part.memo:
        part.memo[key] = make()
    found: T = part.memo[key]
    return found

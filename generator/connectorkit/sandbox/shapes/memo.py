"""Parts of the document that remember what has been worked out of them."""

from __future__ import annotations

from typing import Any


class Node(dict[str, Any]):
    """A mapping of the document that nobody changes any more; ``memo`` holds what was made of it."""

    __slots__ = ("memo",)

    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__(values)
        self.memo: dict[Any, Any] = {}


def noded(value: Any) -> Any:
    """A copy of a document in which every mapping is a Node."""
    if isinstance(value, dict):
        return Node({name: noded(one) for name, one in value.items()})
    return [noded(one) for one in value] if isinstance(value, list) else value


def memo(value: Any) -> dict[Any, Any]:
    """Where to remember what is made of a mapping; of one that is no Node nothing is kept."""
    return value.memo if type(value) is Node else {}

"""JSON Pointer (RFC 6901): the address of a value inside a JSON document, such as ``/paths/~1orders/get``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from connectorkit.model.schema import Json

_Missing = TypeVar("_Missing")
# An index with more digits is beyond any list, and int() rejects very long ones.
_INDEX_DIGITS = 8


def escape(key: str) -> str:
    """A key as one step of a pointer."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


def unescape(step: str) -> str:
    """The key that one step of a pointer names."""
    return step.replace("~1", "/").replace("~0", "~") if "~" in step else step


def join(keys: Iterable[str | int]) -> str:
    """The pointer with the steps ``keys``; "" for the document itself."""
    return "".join([f"/{escape(str(key))}" for key in keys])


def split(pointer: str) -> list[str]:
    """The keys of a pointer; anything before its first slash (such as "#") is ignored."""
    return [unescape(step) for step in pointer.split("/")[1:]]


def index(key: str) -> int | None:
    """The index of a list item that a key names; None when it is not an index."""
    return int(key) if key.isdecimal() and len(key) <= _INDEX_DIGITS else None


def find(document: Json, pointer: str, missing: _Missing) -> Json | _Missing:
    """The value at ``pointer``, or ``missing`` when the document has none there."""
    here = document
    for key in split(pointer):
        if isinstance(here, dict) and key in here:
            here = here[key]
        elif isinstance(here, list) and (at := index(key)) is not None and at < len(here):
            here = here[at]
        else:
            return missing
    return here


def upwards(pointer: str) -> Iterator[str]:
    """The pointer itself, then the pointers of the values around it, up to the document."""
    yield pointer
    while pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer

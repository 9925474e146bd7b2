"""Batches of which a part was refused."""

from __future__ import annotations

from .errors import PartialFailure
from .model import found, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def partial_failure(
    operation: str, result: object, path: Sequence[str], at: Sequence[str], equals: object
) -> PartialFailure:
    """The error that tells the refused items of ``result`` and their positions."""
    listed = found(result, path)
    items = listed if isinstance(listed, list) else []
    good = [same(found(item, at), equals) for item in items]
    accepted = [item for item, ok in zip(items, good, strict=True) if ok]
    rejected = [item for item, ok in zip(items, good, strict=True) if not ok]
    return PartialFailure(operation, accepted, rejected, [n for n, ok in enumerate(good) if not ok])

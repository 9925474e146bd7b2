"""Types of the tables that define the values of a client and how they are sent."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Rules = dict[str, object]
    # A class is a Model. Any class is accepted here, so that this module imports no other.
    Kind = str | type[Any] | tuple[str, "Kind", Rules]
    Shape = tuple[tuple[str, str, Kind, Rules], ...]
    Read = tuple[tuple[str, str, Kind, type | None], ...]
    # The type of values that are sent unchanged is compared with ``type(value)``, which narrows only through Any.
    Written = tuple[tuple[str, str, Kind, Rules, Any, bool], ...]

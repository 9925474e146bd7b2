"""The Link header. A client has a copy of ``connectorkit.model.link_header`` in place of this module."""

from __future__ import annotations

from connectorkit.model.link_header import rel_next

__all__ = ["rel_next"]

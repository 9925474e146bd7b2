"""The steps of policies. A client has a copy of ``connectorkit.model.policies.steps`` in place of this module."""

from __future__ import annotations

from connectorkit.model.policies.steps import Lacking, Reference, Sent, Step, Value, references, taken

__all__ = ["Lacking", "Reference", "Sent", "Step", "Value", "references", "taken"]

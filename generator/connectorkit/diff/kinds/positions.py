"""Internal fields of a body that are positional arguments in Power Apps nevertheless."""

from __future__ import annotations

from typing import Final

from connectorkit.designer.power_apps import arguments
from connectorkit.diff.kind import KEEP_INPUT, Kind, verdict
from connectorkit.diff.pairs import Context, Node

ADDED = Kind(
    "BRK231",
    "A required internal field with a default was added to a required body",
    verdict("-bB-"),
    "Makers of flows do not see it; Power Apps passes it by position, although it is internal.",
    "Make it optional, or make the body optional.",
    "certification OBS-06; Power Fx ConnectorFunction.Initialize",
    hidden=True,
)
REMOVED = Kind(
    "BRK261",
    "A required internal field with a default was removed from a required body",
    verdict("bbB-"),
    "Makers of flows do not see it, but the positions in Power Apps change.",
    KEEP_INPUT,
    "Power Fx ConnectorFunction.Initialize",
    hidden=True,
)


def passed(node: Node, context: Context) -> bool:
    """Whether an internal field is a positional argument in Power Apps."""
    in_required_body = context.field and context.sure and not context.hidden
    return in_required_body and arguments.positional(node.words, node.required, in_required_body=True)


KINDS: Final = (ADDED, REMOVED)

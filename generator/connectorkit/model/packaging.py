"""The key ``package`` of a source: names, ids, the sample flow and environment variables. Part of the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from connectorkit.diagnostics.finding import Span
from connectorkit.model.record import record
from connectorkit.model.schema import Json

NOWHERE: Final = Span("", 1, 1, 1, 1)
ID_KEYS: Final = ("connector", "workflow", "name", "api", "connection_reference", "flow_solution")
"""The ids that a source can keep. ``connector`` and ``workflow`` are GUIDs, the others logical names."""


@record(frozen=True)
class Publisher:
    """The Dataverse publisher; ``option_value_prefix`` is 10000 to 99999, or 0 where the source has none."""

    prefix: str = ""
    name: str = ""
    title: str = ""
    description: str = ""
    option_value_prefix: int = 0


@record(frozen=True)
class Solution:
    """The Dataverse solution; ``version`` has four parts."""

    name: str = ""
    title: str = ""
    description: str = ""
    version: str = ""


@record(frozen=True)
class SampleFlow:
    """The sample flow: operationIds of its trigger ("" for a button) and actions; ``inputs`` by operationId.

    The inputs of an operation are keyed as a flow stores them, such as ``body/messages``.
    """

    title: str = ""
    trigger: str = ""
    actions: tuple[str, ...] = ()
    inputs: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)


@record(frozen=True)
class Variable:
    """An environment variable of Dataverse. ``at``: places, each host, base_path, or a pointer into security fields.

    ``type`` is `text` or `secret`; "" where the source leaves it to the place.
    """

    span: Span
    name: str
    at: tuple[str, ...]
    title: str = ""
    description: str = ""
    type: str = ""


@record(frozen=True)
class Packaging:
    """The key ``package`` of connector.yaml; an empty value means its default."""

    span: Span = NOWHERE
    name: str = ""
    publisher: Publisher = Publisher()
    solution: Solution = Solution()
    group: str = ""
    folder: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    flow: SampleFlow = SampleFlow()
    variables: tuple[Variable, ...] = ()

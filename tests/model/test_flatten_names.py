"""Schemas without a reference, in a connector that has a type without a name."""

from __future__ import annotations

from tests.paths import CONNECTOR

from connectorkit import pipeline
from connectorkit.diagnostics.finding import Span
from connectorkit.model import flatten
from connectorkit.model.connector import NamedType, Schema
from connectorkit.model.record import replace

NOWHERE = Span("connector.yaml", 1, 1, 1, 1)


def test_a_definition_with_an_empty_name_is_referred_to_by_none() -> None:
    inner = Schema(NOWHERE, "object")
    nameless = Schema(NOWHERE, "array", items=inner)
    loaded, _ = pipeline.load(CONNECTOR)
    assert loaded is not None
    connector = replace(loaded, types={"": NamedType("", "unnamed", nameless, True)})
    composed = Schema(NOWHERE, all_of=(inner,))
    assert flatten.parts(connector, composed) == [inner]
    assert flatten.flat(connector, composed).type == "object"

"""Kinds of change, one module for each area; every kind is registered here."""

from __future__ import annotations

from typing import Final

from connectorkit.diff.kind import Kind
from connectorkit.diff.kinds import (
    connections,
    connector,
    deprecated_inputs,
    dynamic_values,
    operations,
    other_words,
    parameters,
    policies,
    positions,
    responses,
    schemas,
    texts,
    triggers,
)

KINDS: Final[tuple[Kind, ...]] = tuple(
    sorted(
        (
            *operations.KINDS,
            *parameters.KINDS,
            *positions.KINDS,
            *deprecated_inputs.KINDS,
            *schemas.KINDS,
            *responses.KINDS,
            *triggers.KINDS,
            *dynamic_values.KINDS,
            *connections.KINDS,
            *policies.KINDS,
            *connector.KINDS,
            *texts.KINDS,
            *other_words.KINDS,
        ),
        key=lambda kind: kind.id,
    )
)


def find(id_: str) -> Kind | None:
    """The kind of change with an id, in any letter case; None when there is none."""
    return next((kind for kind in KINDS if kind.id == id_.upper()), None)

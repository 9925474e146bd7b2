"""The faults of all rules; a module for each family, imported here so that its functions enter the table."""

from __future__ import annotations

from tests.check.rules.mutations.faults import (
    access,
    answers,
    designer,
    dynamic,
    families,
    files,
    info,
    keys,
    operations,
    parameters,
    readings,
    triggers,
)

__all__ = [
    "access",
    "answers",
    "designer",
    "dynamic",
    "families",
    "files",
    "info",
    "keys",
    "operations",
    "parameters",
    "readings",
    "triggers",
]

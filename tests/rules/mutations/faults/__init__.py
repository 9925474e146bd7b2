"""The faults of all rules; a module for each family, imported here so that its functions enter the table."""

from __future__ import annotations

from tests.rules.mutations.faults import (  # noqa: F401
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

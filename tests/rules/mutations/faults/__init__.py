"""The faults of all rules; a module for each family, imported here so that its functions enter the table."""

from __future__ import annotations

from tests.rules.mutations.faults import designer, dynamic, families, info, readings, triggers  # noqa: F401

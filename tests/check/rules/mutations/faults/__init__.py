"""The faults of all rules: a module for each family, whose functions enter the table when it is imported."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from tests.check.rules.mutations.table import FILES, JSON, YAML

__all__ = ["FILES", "JSON", "YAML"]

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

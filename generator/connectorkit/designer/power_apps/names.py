"""Names of operations and inputs in a formula."""

from __future__ import annotations

import re

from connectorkit.model.patterns import lazy

_DROPPED = re.compile(r"[^A-Za-z0-9]")
_PLAIN = lazy(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def function_name(operation_id: str) -> str:
    """The function name of an operation: its letters and digits; "" if it has none.

    Source: ``OpenApiHelperFunctions.NormalizeOperationId``. A name that begins with a digit gets an underscore.
    """
    name = _DROPPED.sub("", operation_id)
    return f"_{name}" if name[:1].isdigit() else name


def in_formula(name: str) -> str:
    """A name in a formula: in quotes if it is not a word."""
    return name if _PLAIN.match(name) else "'{}'".format(name.replace("'", "''"))


def unlike(name: str, taken: list[str]) -> str:
    """The name of an optional input: with ``_1``, ``_2`` and so on if a required one has the same."""
    number, found = 0, name
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    return found

"""The path of the next version of an operation.

The platform's recipe requires a new path, such as one below /v2/. A version at the start of the path is raised by one;
a path without one gets the number of the revision as a prefix.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from connectorkit.diagnostics.finding import Unusable
from connectorkit.revise.families import Member

_VERSION = re.compile(r"/v([0-9]{1,4})(?=/|\Z)")
_VARIABLE = re.compile(r"\{([^{}]*)\}")


def chosen(member: Member, number: int, given: str, others: Iterable[Member]) -> str:
    """The path of revision ``number``: ``given``, else that of :func:`following`.

    Raises Unusable when another operation has it, or when it does not match the inputs of the operation.
    """
    path = given or following(member.path, number)
    _refuse_odd(member, path)
    address = (member.method, _VARIABLE.sub("{}", path))
    taken = next((one for one in others if (one.method, _VARIABLE.sub("{}", one.path)) == address), None)
    if taken is not None:
        raise Unusable(
            f"{member.method} {path}: already belongs to '{taken.id}'; choose another path for '{member.id}' with "
            "--path, such as --path /v9/..."
        )
    return path


def following(path: str, number: int) -> str:
    """The path of revision ``number`` by the rule above."""
    found = _VERSION.match(path)
    return f"/v{int(found[1]) + 1}{path[found.end() :]}" if found else f"/v{number}{path}"


def _refuse_odd(member: Member, path: str) -> None:
    if not path.startswith("/") or re.search(r"[\s?#]", path):
        raise Unusable(f"--path {path}: write a path relative to the server, such as /v2/orders")
    old, new = (sorted(_VARIABLE.findall(one)) for one in (member.path, path))
    if old != new:
        listed = ", ".join(f"{{{name}}}" for name in old) or "none"
        raise Unusable(f"--path {path}: the variables of the path are inputs and must be kept: {listed}")

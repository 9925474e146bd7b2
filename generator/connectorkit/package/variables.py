"""Environment variables of Dataverse: definitions in a solution, and the references that replace values."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from typing import cast

from connectorkit.diagnostics.finding import Finding
from connectorkit.model import json_pointer
from connectorkit.model.connector import Connector, Json
from connectorkit.model.packaging import Variable
from connectorkit.package.naming import Names
from connectorkit.resolve.swagger_style import derived_title

Plain = dict[str, Json]
_SWAGGER = {"host": "/host", "base_path": "/basePath"}
_SECRET = re.compile(r"secret|password", re.IGNORECASE)


def schema_name(names: Names, variable: Variable) -> str:
    """The logical name of a variable, with the publisher's prefix."""
    return f"{names.prefix}_{variable.name}"


def reference(name: str) -> str:
    """What stands in the place of a value."""
    return f'@environmentVariables("{name}")'


def replaced(names: Names, listed: Iterable[Variable], definition: Plain, properties: Plain) -> tuple[Plain, Plain]:
    """Both documents with references where the source names variables."""
    both: Plain = {"definition": copy.deepcopy(definition), "properties": copy.deepcopy(properties)}
    for variable in listed:
        holder, key = _holder(both, variable)
        if holder is not None and isinstance(holder.get(key), str):
            holder[key] = reference(schema_name(names, variable))
    return cast("Plain", both["definition"]), cast("Plain", both["properties"])


def rows(names: Names, connector: Connector, definition: Plain, properties: Plain) -> list[dict[str, str]]:
    """The definitions of a solution; ``default`` is the value that the source has, "" for a secret."""
    both: Plain = {"definition": definition, "properties": properties}
    return [
        {
            "name": schema_name(names, one),
            "title": one.title or derived_title(one.name),
            "description": one.description,
            "default": "" if _SECRET.search(one.at) else _value(both, one) or "",
            "version": names.version,
        }
        for one in connector.packaging.variables
    ]


def findings(connector: Connector, definition: Plain, properties: Plain) -> list[Finding]:
    """Variables that would replace nothing."""
    both: Plain = {"definition": definition, "properties": properties}
    return [
        Finding(
            "PKG107",
            f"The environment variable '{one.name}' would replace '{one.at}', but there is no text there.",
            one.span,
            "Name `host`, `base_path`, or a pointer to a text of the security fields.",
        )
        for one in connector.packaging.variables
        if _value(both, one) is None
    ]


def pointer(variable: Variable) -> str:
    """Where a variable stands, as a pointer into the swagger or the connection parameters."""
    return _SWAGGER.get(variable.at, variable.at)


def _holder(both: Plain, variable: Variable) -> tuple[Plain | None, str]:
    where = pointer(variable)
    document = "properties" if where.startswith("/connectionParameter") else "definition"
    found = json_pointer.find(both[document], where.rpartition("/")[0], None)
    return (found if isinstance(found, dict) else None), json_pointer.split(where)[-1]


def _value(both: Plain, variable: Variable) -> str | None:
    holder, key = _holder(both, variable)
    value = holder.get(key) if holder is not None else None
    return value if isinstance(value, str) else None

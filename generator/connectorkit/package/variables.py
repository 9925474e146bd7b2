"""Environment variables of Dataverse: definitions in a solution, and the references that replace values."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from typing import Final, cast

from connectorkit.diagnostics.finding import Finding
from connectorkit.model import json_pointer
from connectorkit.model.connector import Connector, Json
from connectorkit.model.packaging import Variable
from connectorkit.package.naming import Names
from connectorkit.read import variable_references
from connectorkit.resolve.swagger_style import derived_title

Plain = dict[str, Json]
_SWAGGER = {"host": "/host", "base_path": "/basePath"}
TEXT: Final = "text"
SECRET: Final = "secret"
_SECRET = re.compile(r"secret|password", re.IGNORECASE)


def schema_name(names: Names, variable: Variable) -> str:
    """The logical name of a variable, with the publisher's prefix."""
    return f"{names.prefix}_{variable.name}"


def reference(name: str) -> str:
    """The reference that replaces a value."""
    return f'@environmentVariables("{name}")'


def is_secret(variable: Variable) -> bool:
    """Whether a variable refers to a secret in Azure Key Vault: as declared, or by the name of its place."""
    return variable.type == SECRET if variable.type else _of_secret(variable)


def replaced(names: Names, listed: Iterable[Variable], definition: Plain, properties: Plain) -> tuple[Plain, Plain]:
    """Both documents with references where the source names variables."""
    both: Plain = {"definition": copy.deepcopy(definition), "properties": copy.deepcopy(properties)}
    for variable in listed:
        for place in variable.at:
            if _fits(both, place, is_secret(variable)):
                holder, key = _holder(both, place)
                variable_references.put(holder, key, reference(schema_name(names, variable)))
    return cast("Plain", both["definition"]), cast("Plain", both["properties"])


def rows(names: Names, connector: Connector, definition: Plain, properties: Plain) -> list[dict[str, str]]:
    """The definitions of a solution by name; ``default`` is the value in the source, "" for a secret."""
    both: Plain = {"definition": definition, "properties": properties}
    return [
        {
            "name": schema_name(names, one),
            "title": one.title or derived_title(one.name),
            "description": one.description,
            "default": "" if is_secret(one) or _of_secret(one) else _value(both, one.at[0]) or "",
            "version": names.version,
            "type": SECRET if is_secret(one) else TEXT,
        }
        for one in sorted(connector.packaging.variables, key=lambda one: one.name)
    ]


def findings(connector: Connector, definition: Plain, properties: Plain) -> list[Finding]:
    """Findings about variables that would replace nothing or different values, and secrets stored as text."""
    both: Plain = {"definition": definition, "properties": properties}
    found = []
    for one in connector.packaging.variables:
        found += [_nothing(one, place) for place in one.at if not _fits(both, place, is_secret(one))]
        if not is_secret(one) and len({_value(both, place) for place in one.at} - {None}) > 1:
            found.append(_differing(one))
        if _of_secret(one) and not is_secret(one):
            found.append(_unsafe(one))
    return found


def _nothing(one: Variable, place: str) -> Finding:
    return Finding(
        "PKG107",
        f"The environment variable '{one.name}' would replace '{place}', but that is not a string.",
        one.span,
        "Name `host`, `base_path`, or a pointer to a string of the security fields.",
    )


def _differing(one: Variable) -> Finding:
    return Finding(
        "PKG107",
        f"The environment variable '{one.name}' would replace different values.",
        one.span,
        "Use a separate variable for each value.",
    )


def _unsafe(one: Variable) -> Finding:
    return Finding(
        "PKG109",
        f"The environment variable '{one.name}' is for a secret, but it is of type text, which is not encrypted.",
        one.span,
        "Write `type: secret`, and keep the value in Azure Key Vault.",
        "warning",
    )


def _of_secret(variable: Variable) -> bool:
    return any(_SECRET.search(place.rpartition("/")[2]) for place in variable.at)


def _fits(both: Plain, place: str, secret: bool) -> bool:
    """Whether a place can have a reference: it has a string, or a secret that the source omits."""
    holder, key = _holder(both, place)
    absent = isinstance(holder, dict) and bool(holder) and key not in holder and place.startswith("/")
    return _value(both, place) is not None or (absent and secret)


def _holder(both: Plain, place: str) -> tuple[Plain | list[Json], str]:
    where = _SWAGGER.get(place, place)
    document = "properties" if where.startswith("/connectionParameter") else "definition"
    found = json_pointer.find(both[document], where.rpartition("/")[0], None)
    return (found if isinstance(found, (dict, list)) else []), json_pointer.split(where)[-1]


def _value(both: Plain, place: str) -> str | None:
    holder, key = _holder(both, place)
    value = json_pointer.find(holder, f"/{json_pointer.escape(key)}", None)
    return value if isinstance(value, str) else None

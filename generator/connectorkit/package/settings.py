"""The deployment settings of a solution: the values of its environment variables, set for each environment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from connectorkit.render.json_text import canonical

NAME: Final = "deployment-settings.json"


def render(variables: Iterable[Mapping[str, str]]) -> bytes:
    """The file for `pac solution import --settings-file`, with the defaults of the solution."""
    rows = [{"SchemaName": one["name"], "Value": one["default"]} for one in variables]
    return canonical({"EnvironmentVariables": rows, "ConnectionReferences": []})

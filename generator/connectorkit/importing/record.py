"""The recorded definition: a file of the source with the imported definition, with which `update` compares.

It is always Swagger 2.0, without keys that have no effect. A build does not read it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import subject
from connectorkit.check.rules.info import secrets
from connectorkit.importing.select import Selection
from connectorkit.model import compare, json_pointer
from connectorkit.model.connector import Json

Plain = dict[str, Json]
FORMAT = 1
REMOVED = "(removed: it looks like a secret)"
_PARTS = ("operations", "tags", "paths")


def recorded(definition: Plain) -> Plain:
    """The recorded form of a definition, without keys that have no effect and without possible secrets."""
    made = copy.deepcopy(compare.effective(definition))
    for pointer in _secrets(made):
        above, _, key = pointer.rpartition("/")
        holder = json_pointer.find(made, above, None)
        if isinstance(holder, dict):
            holder[json_pointer.unescape(key)] = REMOVED
        elif isinstance(holder, list) and key.isdecimal():
            holder[int(key)] = REMOVED
    return made


def _secrets(definition: Plain) -> Iterator[str]:
    found = subject(definition, {})
    for rule in secrets.RULES:
        for hit in rule.check(found) if rule.check is not None else ():
            yield hit.pointer


def text(definition: Plain, selection: Selection) -> str:
    """The file with a definition from :func:`recorded`, and the selected part of the API."""
    chosen: Plain = {key: list(getattr(selection, key)) for key in _PARTS if getattr(selection, key)}
    whole: Plain = {"format": FORMAT, **({"selection": chosen} if chosen else {}), "definition": definition}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def read(data: str) -> tuple[Plain, Selection]:
    """The definition in a file and the selected part of the API. Raises ValueError for a file of another form."""
    said: Json = json.loads(data)
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise ValueError(f"it has another format than {FORMAT}")
    unknown = next((key for key in said if key not in ("format", "selection", "definition")), "")
    if unknown:
        raise ValueError(f"unknown key '{unknown}'")
    definition, chosen = said.get("definition"), said.get("selection", {})
    if not isinstance(definition, dict) or not isinstance(definition.get("paths", {}), dict):
        raise ValueError("'definition' is not a Swagger document")
    if not isinstance(chosen, dict) or any(key not in _PARTS or not _texts(one) for key, one in chosen.items()):
        raise ValueError("'selection' has an invalid value")
    return definition, Selection(**{key: tuple(map(str, one)) for key, one in chosen.items() if isinstance(one, list)})


def _texts(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)

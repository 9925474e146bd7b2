"""References inside example data, which the platform does not follow: resolved, or dropped with a finding."""

from __future__ import annotations

from connectorkit.diagnostics.finding import Finding
from connectorkit.importing.openapi3.keyword_rules import RULES
from connectorkit.model import json_pointer
from connectorkit.model.connector import Json
from connectorkit.read.connector_folder import Place

Plain = dict[str, Json]
_MANY = 10_000
"""So many references are written out."""


def resolve(document: Plain, place: Place) -> tuple[Plain, list[Finding]]:
    """``document`` with references in its examples resolved, and a finding for each broken one."""
    resolver = _Resolver(document, place)
    made = resolver.keywords(document, "", False)
    return (made if isinstance(made, dict) else document), resolver.findings


class _Resolver:
    def __init__(self, document: Plain, place: Place) -> None:
        self.document = document
        self.place = place
        self.findings: list[Finding] = []
        self.copied = 0

    def keywords(self, node: Json, at: str, named: bool) -> Json:
        """A value of the description; ``named``: its keys are names of the API."""
        if isinstance(node, list):
            return [self.keywords(item, f"{at}/{index}", False) for index, item in enumerate(node)]
        if not isinstance(node, dict):
            return node
        made: Plain = {}
        for key, below in node.items():
            spot = f"{at}/{json_pointer.escape(key)}"
            if not named and (key == "example" or (key == "examples" and isinstance(below, list))):
                made[key] = self.data(below, spot)
            elif not named and key == "examples" and isinstance(below, dict):
                entries = ((name, f"{spot}/{json_pointer.escape(name)}", one) for name, one in below.items())
                made[key] = {name: self._example(one, where) for name, where, one in entries}
            else:
                made[key] = self.keywords(below, spot, not named and key in ("properties", "schemas"))
        return made

    def _example(self, example: Json, at: str) -> Json:
        if not isinstance(example, dict) or "value" not in example:
            return example
        return {**example, "value": self.data(example["value"], f"{at}/value")}

    def data(self, node: Json, at: str, open_: tuple[str, ...] = ()) -> Json:
        """A value of an example with its references resolved; ``open_`` are the references around it."""
        if isinstance(node, list):
            return [self.data(item, f"{at}/{index}", open_) for index, item in enumerate(node)]
        if not isinstance(node, dict):
            return node
        target = node.get("$ref")
        if isinstance(target, str):
            found = self._found(target)
            self.copied += 1
            if found is not None and target not in open_ and self.copied < _MANY:
                return self.data(found, at, (*open_, target))
            self._drop(target, at)
            node = {key: below for key, below in node.items() if key != "$ref"}
        return {key: self.data(below, f"{at}/{json_pointer.escape(key)}", open_) for key, below in node.items()}

    def _found(self, target: str) -> Json:
        document: Json = self.document
        nothing: Json = None
        found: Json = json_pointer.find(document, target, nothing)
        return found if target.startswith("#/") else None

    def _drop(self, target: str, at: str) -> None:
        id, severity, way = RULES["data"]
        message = f"The reference '{target[:80]}' inside an example does not resolve; it was dropped."
        self.findings.append(Finding(id, message, self.place(at), way, severity, at))

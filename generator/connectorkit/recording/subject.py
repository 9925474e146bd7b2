"""The subject of replay and drift: a source with the place of every response path."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from urllib.parse import urlsplit

from connectorkit import pipeline
from connectorkit.check.locate import YamlPlaces
from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.model import field_paths
from connectorkit.model.connector import Connector
from connectorkit.model.file_names import DEFINITION
from connectorkit.model.json_pointer import escape
from connectorkit.read.source import Source
from connectorkit.resolve import swagger_style
from connectorkit.sandbox.shapes import from_schema, policies
from connectorkit.sandbox.shapes.document import project
from connectorkit.sandbox.shapes.document_types import Shape


class Subject:
    """A connector, the document that its sandbox serves, and places in its YAML.

    ``texts`` is the style of derived texts.
    """

    def __init__(self, source: Source, connector: Connector) -> None:
        self.folder, self.connector = source.folder, connector
        self._environments = list(source.environments.values())
        self.spec = project(connector)
        self.operations = {one.id: one for one in connector.operations}
        self.routes = {route["operation"]: route for route in self.spec["routes"]}
        self.texts = swagger_style.of(source.root).fields
        self._places = YamlPlaces(source, connector)
        self._pointers: dict[tuple[str, str, str], str] = {}
        self._open: set[tuple[str, str, str]] = set()
        self._optional: dict[tuple[str, str], list[str]] = {}
        for one in field_paths.walk(connector):
            if one.where == "answer":
                key = (one.operation.id, one.status, one.path)
                self._pointers[key] = one.pointer or self._pointers.get(key, "")
                self._open |= {key} if one.schema.additional is True else set()
                if one.pointer and not one.required:
                    self._optional.setdefault((one.operation.id, one.status), []).append(one.path)
        self._shapes: dict[tuple[str, str], Shape] = {}

    def hosts(self, url: str = "") -> Container[str]:
        """The hosts of the service, of its environments and of ``url``; any where policies decide on the host."""
        steps = [step for route in self.spec["routes"] for step in policies.steps(route)]
        if "{" in self.connector.host or not self.connector.host or any(step[0] == "host" for step in steps):
            return _Any()
        servers = [node.mapping["server"].plain() for node in self._environments if "server" in node.mapping]
        named = [urlsplit(str(one)).netloc for one in (*servers, *([url] if url else []))]
        return {one.rpartition("@")[2].lower() for one in (self.connector.host, *named)}

    def status(self, operation: str, status: int) -> str:
        """The key of the declared response for a status: the status, else `default`; "" when there is none."""
        declared = [one.status for one in self.operations[operation].responses]
        return next((one for one in (str(status), "default") if one in declared), "")

    def shape(self, operation: str, key: str) -> Shape | None:
        """The shape of the response under ``key``; None when it has no schema."""
        if (operation, key) not in self._shapes:
            found = next((one for one in self.operations[operation].responses if one.status == key), None)
            if found is None or found.schema is None:
                return None
            self._shapes[operation, key] = from_schema.tree(found.schema, self.connector)
        return self._shapes[operation, key]

    def is_open(self, operation: str, key: str, path: str) -> bool:
        """Whether the object around a path allows additional properties."""
        return (operation, key, above(path)) in self._open

    def optional(self, operation: str, key: str) -> list[str]:
        """The optional response paths in the swagger."""
        return self._optional.get((operation, key), [])

    def span(self, operation: str, key: str = "", path: str = "") -> Span:
        """The place of a response path in the YAML, or of the nearest value around it."""
        one = self.operations[operation]
        here: str | None = path
        while key and here:
            pointer = self._pointers.get((operation, key, here))
            if pointer:
                return self._places.span(DEFINITION, pointer)
            here = above(here)
        at = f"/paths/{escape(one.path)}/{one.method}"
        return self._places.span(DEFINITION, f"{at}/responses/{escape(key)}" if key else at)


class _Any(Container[str]):
    """Contains every non-empty host."""

    def __contains__(self, host: object) -> bool:
        return bool(host)


def above(path: str) -> str:
    """The response path of the object or array around a path; "" for the response itself."""
    if path.endswith("[]"):
        return path[:-2]
    return path.rpartition(".")[0]


def load(folder: Path) -> tuple[Subject | None, list[Finding]]:
    """The subject of a source; None and its findings when it has errors."""
    source = pipeline.read(folder)
    connector, findings = pipeline.resolved(source)
    return (Subject(source, connector) if connector is not None else None), findings

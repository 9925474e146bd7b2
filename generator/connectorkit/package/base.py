"""A base: an earlier version of the connector, whose names and ids must not change, and the changes since then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.model.connector import Connector, Json
from connectorkit.package import naming
from connectorkit.package.naming import Names
from connectorkit.read.connector_folder import Plain


@dataclass(frozen=True, slots=True)
class Update:
    """The summary of an update: the versions, the next version, and the numbers of changes.

    ``step`` is `major`, `minor`, `patch` or `none`; ``minor``: certification counts the update as minor. ``breaking``
    counts the changes of severity error without an approval; ``approved`` those of any severity with one.
    """

    old: str = ""
    new: str = ""
    step: str = "none"
    follows: str = ""
    raised: bool = False
    minor: bool = False
    changes: int = 0
    breaking: int = 0
    approved: int = 0


@dataclass(frozen=True, slots=True)
class Base:
    """``name`` is its name in texts, without folders; ``package`` is its key `package`."""

    name: str
    package: Plain
    update: Update

    def written(self) -> dict[str, object]:
        """The base in the form of a manifest."""
        return {"name": self.name, **asdict(self.update)}


def read(said: Json) -> Base | None:
    """The base in a manifest; None where it is missing or invalid."""
    if not isinstance(said, dict) or not isinstance(said.get("name"), str):
        return None
    fields = {key: value for key, value in said.items() if key != "name"}
    known = asdict(Update())
    if fields.keys() != known.keys() or any(type(fields[key]) is not type(known[key]) for key in known):
        return None
    return Base(str(said["name"]), {}, Update(**fields))  # type: ignore[arg-type]  # Compared with the fields above.


def of_source(connector: Connector) -> Plain:
    """The names and ids of a source's package, in the form of a solution's."""
    names = naming.of(connector)
    ids: dict[str, Json] = {
        "name": names.logical,
        "connector": names.connector_id,
        "workflow": names.workflow_id,
        "connection_reference": names.connection_reference,
        "flow_solution": names.flow_solution,
    }
    return {"ids": ids, "publisher": {"prefix": names.prefix}, "solution": {"name": names.solution}}


def findings(names: Names, base: Base, span: Span) -> list[Finding]:
    """The names and ids that differ from those of a base; none where the base has none."""
    return [
        Finding(
            "PKG108",
            f"The {what} is '{new}', but it was '{old}' in {base.name}.",
            span,
            f"Keep it: write `{key}` under `package`. A changed value creates a second connector, or loses "
            "connections.",
        )
        for what, key, old, new in (_compared(names, base.package) if base.package else ())
        if old and old != new
    ]


def _compared(names: Names, said: Plain) -> list[tuple[str, str, str, str]]:
    """The names and ids to compare: a description, the key that sets it, the old and the new value."""
    ids, publisher, solution = (_mapping(said, key) for key in ("ids", "publisher", "solution"))
    logical = ids.get("name") or f"{publisher.get('prefix', '')}_{said.get('name', '')}"
    return [
        ("logical name", f"ids.name: {logical}", logical, names.logical),
        (
            "publisher's prefix",
            f"publisher.prefix: {publisher.get('prefix')}",
            publisher.get("prefix", ""),
            names.prefix,
        ),
        ("solution's name", f"solution.name: {solution.get('name')}", solution.get("name", ""), names.solution),
        *_ids(ids, names),
    ]


def _ids(ids: dict[str, str], names: Names) -> list[tuple[str, str, str, str]]:
    listed = {
        "connector": ("id of the connector", names.connector_id),
        "workflow": ("id of the sample flow", names.workflow_id),
        "connection_reference": ("connection reference", names.connection_reference),
        "flow_solution": ("flow solution's name", names.flow_solution),
    }
    return [(what, f"ids.{key}: {ids.get(key)}", ids.get(key, ""), new) for key, (what, new) in listed.items()]


def _mapping(said: Mapping[str, Json], key: str) -> dict[str, str]:
    found = said.get(key)
    return {name: str(value) for name, value in found.items()} if isinstance(found, dict) else {}

"""Families: operations of a source that are revisions of each other, and the next possible commands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from connectorkit.diagnostics.finding import Unusable
from connectorkit.model.connector import Json
from connectorkit.read import nodes
from connectorkit.read.source import Source
from connectorkit.read.yaml_document import Node
from connectorkit.resolve.name_references import suggestion
from connectorkit.validate import exact_keys

PREVIEW, PRODUCTION = "Preview", "Production"
_SUFFIX = re.compile(r"_V([0-9]{1,4})\Z")


class Member(NamedTuple):
    """An operation of a source. ``family`` and ``revision`` are "" and 0 where it has no annotation."""

    node: Node
    id: str
    family: str
    revision: int
    status: str

    @property
    def live(self) -> bool:
        """Whether it is still offered to makers."""
        return not nodes.flag(self.node, "deprecated")

    @property
    def key(self) -> str:
        """The key with its id."""
        return next((key for key in ("trigger", "mcp") if key in self.node.mapping), "action")

    @property
    def method(self) -> str:
        """Its method, in capitals."""
        return nodes.text(self.node, "request").partition(" ")[0]

    @property
    def path(self) -> str:
        """Its path."""
        return nodes.text(self.node, "request").partition(" ")[2]

    @property
    def base(self) -> str:
        """The name of its family: the declared one, else its id without the revision suffix."""
        return self.family or _SUFFIX.sub("", self.id)

    @property
    def number(self) -> int:
        """Its revision: the declared one, else that of its id, else 1."""
        found = _SUFFIX.search(self.id)
        return self.revision or (int(found[1]) if found else 1)


def members(source: Source) -> list[Member]:
    """Every operation of a source with an id in the swagger, in order."""
    return [_member(node) for node in source.operations if _id(node) and _is_written(node)]


def _is_written(node: Node) -> bool:
    said = exact_keys.get(node, "id_written")
    return said is None or said.value is True


def _id(node: Node) -> str:
    return nodes.text(node, "action") or nodes.text(node, "trigger") or nodes.text(node, "mcp")


def _member(node: Node) -> Member:
    said = node.get("annotation")
    revision = said.get("revision") if said is not None else None
    number = revision.value if revision is not None else None
    whole = number if isinstance(number, int) and not isinstance(number, bool) else 0
    return Member(node, _id(node), nodes.text(said, "family"), whole, nodes.text(said, "status"))


def find(source: Source, operation: str) -> Member:
    """The operation with that id. Raises Unusable, with a suggestion, when there is none."""
    known = members(source)
    found = [one for one in known if one.id == operation]
    if len(found) == 1:
        return found[0]
    if found:
        raise Unusable(f"{source.folder}: {len(found)} operations are named '{operation}'; give each a unique name")
    if any(_id(node) == operation for node in source.operations):
        raise Unusable(
            f"{source.folder}: '{operation}' has no operationId in the Swagger file (`id_written: false` under "
            "`exact`), so flows cannot distinguish its revisions; remove `id_written` first"
        )
    near = suggestion(operation, (one.id for one in known))
    raise Unusable(f"{source.folder}: there is no operation '{operation}'. {near}")


def family(source: Source, member: Member) -> list[Member]:
    """The revisions of the family of an operation, the lowest first."""
    return sorted((one for one in members(source) if one.base == member.base), key=lambda one: one.number)


def families(source: Source) -> dict[str, list[Member]]:
    """The families with several revisions or an annotation, by name, each with the lowest revision first."""
    found: dict[str, list[Member]] = {}
    for one in members(source):
        found.setdefault(one.base, []).append(one)
    return {
        name: sorted(those, key=lambda one: one.number)
        for name, those in found.items()
        if len(those) > 1 or those[0].family
    }


def usual_status(source: Source) -> str:
    """The default status of operations: Production, unless the whole connector is a preview."""
    return PREVIEW if nodes.text(source.root.get("annotation"), "status") == PREVIEW else PRODUCTION


def following(those: Sequence[Member]) -> str:
    """The next step for a family, as a command or a sentence."""
    live = [one for one in those if one.live]
    if len(live) > 2:
        return f"{len(live)} revisions are offered, but only two are allowed: connectorkit revise {live[0].id} --retire"
    if len(live) == 2:
        return f"connectorkit revise {live[0].id} --retire"
    if not live:
        return "nothing: all revisions are deprecated"
    return f"connectorkit revise {live[0].id}"


def document(found: Mapping[str, Sequence[Member]], alone: Sequence[str]) -> Json:
    """Families, and operations without one, as JSON; ``next`` is a command or a sentence."""
    return {
        "families": [
            {"family": name, "operations": [_entry(one) for one in those], "next": following(those)}
            for name, those in found.items()
        ],
        "alone": list(alone),
    }


def _entry(one: Member) -> Json:
    return {
        "operation": one.id,
        "revision": one.number,
        "status": one.status,
        "visibility": nodes.text(one.node, "visibility"),
        "deprecated": not one.live,
        "request": f"{one.method} {one.path}",
    }

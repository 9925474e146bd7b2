"""The connector as a whole: address, title, version and branding."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from connectorkit.diff.change import Change, Place
from connectorkit.diff.kind import CONFIRM, NOTHING, Kind, verdict
from connectorkit.diff.meaning.operations import base_path, text
from connectorkit.diff.pair_of_sides import Contents, SidePair, in_properties, of_definition, of_file
from connectorkit.diff.pairs import from_to
from connectorkit.diff.version import parsed
from connectorkit.model.file_names import ICON, INTRO, README
from connectorkit.model.json_value import Json, listed, mapping

HOST = Kind(
    "BRK080",
    "The host changed",
    verdict("Bbbb"),
    "Every request is sent to another host. Connections, policies and firewalls may name the old host.",
    CONFIRM,
    "certification BRK-13",
)
BASE_PATH_SAME = Kind(
    "BRK090",
    "The base path changed, but the full addresses are the same",
    verdict("-b--"),
    "The addresses do not change, but Logic Apps stores the path without the base path.",
    CONFIRM,
    "LogicAppsUX getOperationByMethodAndPath",
)
BASE_PATH = Kind(
    "BRK091",
    "The base path changed",
    verdict("Bbbb"),
    "Every request is sent to another address.",
    CONFIRM,
    "certification BRK-13",
)
SCHEME = Kind(
    "BRK100",
    "HTTPS is no longer offered",
    verdict("Bbbb"),
    "The platform calls services over HTTPS.",
    "Keep https among the schemes.",
    "oad 1002",
)
PLAIN_SCHEME = Kind(
    "BRK101",
    "A scheme other than HTTPS was removed",
    verdict("b---"),
    "The platform uses HTTPS if it is offered; other clients may not.",
    CONFIRM,
    "oad 1002",
)
TITLE = Kind(
    "BRK720",
    "The title of the connector changed",
    verdict("---n"),
    "Makers and agents find the connector under its new title; it cannot change after the release.",
    "Keep the title after the release.",
    "certification",
    text=True,
)
LOOKS = Kind(
    "BRK721",
    "The brand color, publisher or owner changed",
    verdict("---n"),
    "Only the presentation of the connector changes.",
    NOTHING,
    "certification OK-02",
    quick=True,
    text=True,
)
FILE = Kind(
    "BRK722",
    "The icon or a text file of the connector changed",
    verdict("---n"),
    "Only the presentation of the connector changes.",
    NOTHING,
    "certification OK-02",
    quick=True,
    text=True,
)
INFO = Kind(
    "BRK481",
    "The description or contact of the connector changed",
    verdict("---n"),
    "Agents and makers choose the connector by its description.",
    NOTHING,
    "certification OK-02",
    quick=True,
    text=True,
)
METADATA = Kind(
    "BRK723",
    "The metadata of the connector changed",
    verdict("---n"),
    "The reference page and the gallery show it.",
    NOTHING,
    "certification",
    text=True,
)
LOWERED = Kind(
    "BRK740",
    "The version was lowered",
    verdict("bbbb"),
    "People and tools treat the lower version as the older one.",
    "Raise the version.",
    "oad 1000",
)
CAPABILITY = Kind(
    "BRK750",
    "A capability was removed",
    verdict("bbb-"),
    "Connections that rely on it, such as those through a gateway, stop working.",
    "Keep the capability.",
    "apiProperties.json: capabilities",
)
CAPABILITY_ADDED = Kind(
    "BRK751",
    "A capability was added",
    verdict("-n--"),
    "Nothing relies on it yet.",
    NOTHING,
    "apiProperties.json: capabilities",
)


def hosts(pair: SidePair) -> Iterator[Change]:
    """A changed host."""
    old, new = (text(one.definition, "host").lower() for one in (pair.old, pair.new))
    if old != new:
        yield of_definition(HOST, "host", from_to(old, new), "/host")


def base_paths(pair: SidePair) -> Iterator[Change]:
    """A changed base path, unless the paths of operations change so that every URL stays the same."""
    old, new = (base_path(one.definition) for one in (pair.old, pair.new))
    if old != new:
        addresses = {one.place for one in pair.new.operations}
        ids = {(one.id, one.template) for one in pair.new.operations if one.id}
        # An unchanged path means that its URL moved with the base path.
        moved = any((one.id, one.template) in ids for one in pair.old.operations)
        same = not moved and any(one.place in addresses for one in pair.old.operations)
        yield of_definition(BASE_PATH_SAME if same else BASE_PATH, "base path", from_to(old, new), "/basePath")


def schemes(pair: SidePair) -> Iterator[Change]:
    """Removed schemes."""
    old, new = _schemes(pair.old), _schemes(pair.new)
    for gone in sorted(old - new):
        kind = SCHEME if gone == "https" or "https" not in new else PLAIN_SCHEME
        yield of_definition(kind, f"scheme '{gone}'", "was removed", "/schemes")


def _schemes(side: Contents) -> set[str]:
    return {one.lower() for one in listed(side.definition.get("schemes")) if isinstance(one, str)} or {"https"}


def infos(pair: SidePair) -> Iterator[Change]:
    """A changed title, description, contact or version."""
    old, new = (mapping(one.definition.get("info")) for one in (pair.old, pair.new))
    if text(old, "title") != text(new, "title"):
        said = from_to(text(old, "title"), text(new, "title"))
        yield of_definition(TITLE, "title of the connector", said, "/info/title")
    if text(old, "description") != text(new, "description"):
        yield of_definition(INFO, "description of the connector", "changed", "/info/description")
    if _filled(old.get("contact")) != _filled(new.get("contact")):
        yield of_definition(INFO, "contact of the connector", "changed", "/info/contact")
    before, after = parsed(text(old, "version")), parsed(text(new, "version"))
    if before and after and after < before:
        said = f"was lowered from {text(old, 'version')} to {text(new, 'version')}"
        yield of_definition(LOWERED, "version", said, "/info/version")


def _filled(value: Json) -> dict[str, Json]:
    return {key: one for key, one in mapping(value).items() if one not in (None, "")}


def metadata(pair: SidePair) -> Iterator[Change]:
    """Changed rows of metadata; their order does not matter."""
    old, new = (_rows(one) for one in (pair.old, pair.new))
    for name in [*old, *(one for one in new if one not in old)]:
        if old.get(name) != new.get(name):
            said = from_to(old.get(name), new.get(name))
            yield of_definition(METADATA, f"metadata '{name}'", said, "/x-ms-connector-metadata")


def _rows(side: Contents) -> dict[str, Json]:
    rows = (mapping(one) for one in listed(side.definition.get("x-ms-connector-metadata")))
    return {str(row.get("propertyName")): row.get("propertyValue") for row in rows}


def looks(pair: SidePair) -> Iterator[Change]:
    """A changed brand colour, publisher or stack owner."""
    if pair.old.properties is None or pair.new.properties is None:
        return
    for key, said in (("iconBrandColor", "brand color"), ("publisher", "publisher"), ("stackOwner", "stack owner")):
        old, new = (text(one.inner, key) for one in (pair.old, pair.new))
        if old.lower() != new.lower() and pair.both_hold(key):
            place = in_properties(f"/properties/{key}")
            yield of_file(LOOKS, said, from_to(old, new), place, place)


def capabilities(pair: SidePair) -> Iterator[Change]:
    """Added or removed capabilities."""
    if pair.old.properties is None or pair.new.properties is None or not pair.both_hold("capabilities"):
        return
    old, new = (
        {one for one in listed(side.inner.get("capabilities")) if isinstance(one, str)} for side in (pair.old, pair.new)
    )
    place = in_properties("/properties/capabilities")
    for name in sorted(old - new):
        yield of_file(CAPABILITY, f"capability '{name}'", "was removed", place, place)
    for name in sorted(new - old):
        yield of_file(CAPABILITY_ADDED, f"capability '{name}'", "was added", None, place)


def files(pair: SidePair) -> Iterator[Change]:
    """A changed icon, readme or introduction, if both sides have one."""
    alike = pair.old.source == pair.new.source
    for name in (ICON, README, INTRO) if alike else (ICON,):
        old, new = (_digest(one.files.get(name)) for one in (pair.old, pair.new))
        if old and new and old != new:
            place = Place("", name)
            yield of_file(FILE, f"file {name}", "changed", place, place)


def _digest(data: bytes | None) -> bytes:
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).digest() if data is not None else b""


KINDS: Final = (
    HOST,
    BASE_PATH_SAME,
    BASE_PATH,
    SCHEME,
    PLAIN_SCHEME,
    TITLE,
    LOOKS,
    FILE,
    INFO,
    METADATA,
    LOWERED,
    CAPABILITY,
    CAPABILITY_ADDED,
)
JUDGES: Final = (hosts, base_paths, schemes, infos, metadata, looks, capabilities, files)

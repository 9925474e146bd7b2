"""Dataverse solutions, packed or unpacked, and the archives that contain them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from connectorkit.diagnostics.finding import Finding, Span, Unusable
from connectorkit.read import archive, xml_document
from connectorkit.read.xml_document import Element

MAX_FILES: Final = 2_000
MANIFEST: Final = "solution.xml"
CUSTOMIZATIONS: Final = "customizations.xml"
UNPACKED: Final = "other/solution.xml"
TEXT: Final = "100000000"
SECRET: Final = "100000005"
"""The types of environment variables of which a connector can take values."""


@dataclass(slots=True)
class Solution:
    """One solution. ``place`` is its name in findings; ``entries`` are its files by name.

    ``connectors`` and ``workflows`` are the XML elements of its connectors and flows.
    """

    place: str
    entries: Mapping[str, bytes]
    packed: bool
    manifest: Element | None = None
    customizations: Element | None = None
    connectors: list[Element] = field(default_factory=list)
    workflows: list[Element] = field(default_factory=list)

    def at(self, name: str) -> str:
        """The name of an entry of the zip, or of a file of the unpacked folder, in findings."""
        return archive.place(self.place, name) if self.packed else f"{self.place}/{name}"

    def named(self, path: str) -> str:
        """The name of the entry for a path of customizations.xml, in any letter case; "" for none."""
        wanted = path.lstrip("/")
        if not self.packed and wanted.lower().startswith("connector/"):
            wanted = f"Connectors/{wanted[len('connector/') :]}"
        return entry(self.entries, wanted)

    def part(self, connector: Element, node: str) -> tuple[str, bytes] | None:
        """Name and bytes of the file that the element ``node`` of a connector names; None when there is none."""
        path = connector.value(node)
        name = self.named(path) if path else ""
        return (name, self.entries[name]) if name else None


def entry(entries: Mapping[str, bytes], name: str) -> str:
    """The name of the entry that equals ``name`` in any letter case; "" for none."""
    if name in entries:
        return name
    return next((one for one in entries if one.lower() == name.lower()), "")


def is_solution(entries: Mapping[str, bytes]) -> bool:
    """Whether files are those of a solution, packed or unpacked."""
    names = {name.lower() for name in entries}
    return UNPACKED in names or bool({MANIFEST, CUSTOMIZATIONS} & names)


def load(place: str, entries: Mapping[str, bytes]) -> tuple[Solution, list[Finding]]:
    """The solution in ``entries``, and findings about XML files that cannot be read."""
    packed = not entry(entries, UNPACKED)
    solution, findings = Solution(place, entries, packed), list[Finding]()
    above = "" if packed else "Other/"
    solution.manifest = _xml(solution, f"{above}{MANIFEST}", findings)
    solution.customizations = _xml(solution, f"{above}{CUSTOMIZATIONS}", findings)
    if solution.customizations is not None:
        solution.connectors = solution.customizations.all("Connectors", "Connector")
        solution.workflows = solution.customizations.all("Workflows", "Workflow")
    if not packed:
        solution.connectors += _unpacked(solution, "connectors/", ".xml", "Connector", findings)
        solution.workflows += _unpacked(solution, "workflows/", ".data.xml", "Workflow", findings)
    return solution, findings


def from_folder(folder: Path) -> dict[str, bytes]:
    """The files of an unpacked solution by name; raises Unusable when they are too many or cannot be read."""
    entries: dict[str, bytes] = {}
    left = archive.MAX_BYTES
    try:
        for path in sorted(folder.rglob("*")):
            if path.is_symlink() or not path.is_file():
                continue
            left -= path.stat().st_size
            if len(entries) >= MAX_FILES or left < 0:
                raise Unusable(f"{folder}: is too large for a solution")
            entries[path.relative_to(folder).as_posix()] = path.read_bytes()
    except OSError as error:
        raise Unusable(f"{folder}: cannot be read ({error.strerror or error})") from None
    return entries


def inside(
    place: str, whole: archive.Archive, budget: archive.Budget, findings: list[Finding]
) -> Iterator[tuple[str, archive.Archive]]:
    """The solutions in the zips inside an archive, each with its place; a zip that cannot be read is a finding."""
    for name, data in whole.entries.items():
        if not name.lower().endswith(".zip"):
            continue
        inner_place = archive.place(place, name)
        inner, wrong = archive.read(inner_place, data, budget)
        findings += wrong
        if inner is not None and is_solution(inner.entries):
            yield inner_place, inner
        elif inner is not None:
            yield from inside(inner_place, inner, budget, findings)


def start(file: str) -> Span:
    """The start of a file."""
    return Span(file, 1, 1, 1, 1)


def _xml(solution: Solution, wanted: str, findings: list[Finding]) -> Element | None:
    name = entry(solution.entries, wanted)
    if not name:
        return None
    root, wrong = xml_document.read(solution.at(name), solution.entries[name])
    findings += wrong
    return root


def _unpacked(solution: Solution, folder: str, end: str, tag: str, findings: list[Finding]) -> Iterator[Element]:
    for name in sorted(solution.entries):
        if name.lower().startswith(folder) and name.lower().endswith(end):
            root = _xml(solution, name, findings)
            if root is not None and root.tag == tag:
                yield root

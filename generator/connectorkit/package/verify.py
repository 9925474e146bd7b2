"""Verify that a zip or a folder was built from a source, entry by entry, and find the cause of differences."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from connectorkit import __version__
from connectorkit.diagnostics import phrases
from connectorkit.diagnostics.finding import Finding, Unusable
from connectorkit.model import json_pointer
from connectorkit.model.connector import Json
from connectorkit.package import base, manifest, sealed, source_digest
from connectorkit.package.assemble import assemble
from connectorkit.package.request import PARTS, UNPACKED, Request
from connectorkit.read import archive, connector_folder, package_kind, solution, xml_document
from connectorkit.read.xml_document import Element
from connectorkit.write import build_folder

SAME: Final = "comes from this source"
_EDITED: Final = "was edited after it was written"
_FOREIGN: Final = "was not written by connectorkit, or was repacked by another program"
_NEWER: Final = "was not edited, but comes from another or newer source"
_IGNORED = ("evidence/", manifest.NAME)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The differences, a line each, and one sentence about their cause."""

    differences: list[str]
    verdict: str

    @property
    def same(self) -> bool:
        """True when the package comes from the source."""
        return not self.differences


@dataclass(frozen=True, slots=True)
class Source:
    """The source of a comparison: its folder, the files of its build, and the findings of its check."""

    folder: Path
    built: Mapping[str, bytes]
    said: Sequence[Finding] = ()

    def packaged(self, request: Request) -> Mapping[str, bytes]:
        """The package of the source; raises Unusable when it cannot be built."""
        made = assemble(self.folder, self.built, request, self.said)
        if not made.files:
            raise Unusable(f"{self.folder}: cannot be packaged: {made.findings[0].message}")
        return made.files


def verify(source: Source, package: Path) -> Outcome:
    """Compare ``package`` with the package of ``source``. Raises Unusable when either cannot be used."""
    if not package.exists():
        raise Unusable(f"{package}: no such file or folder")
    return _folder(source, package) if package.is_dir() else _zip(source, package)


def _zip(source: Source, package: Path) -> Outcome:
    expected = source.packaged(Request(managed=True))
    whole = _opened(str(package), connector_folder.read_bytes(package) or b"")
    wanted = _opened("expected", expected[_counterpart(package, whole, expected)])
    found = list(_entries("", wanted.entries, whole.entries))
    return Outcome(found, _why(sealed.read(whole.comment, whole.entries)) if found else SAME)


def _counterpart(package: Path, whole: archive.Archive, expected: Mapping[str, bytes]) -> str:
    """The file of the expected package with which a zip is compared."""
    if package.name in expected:
        return package.name
    if not solution.is_solution(whole.entries):
        found = next((name for name in expected if name.endswith("_certification.zip")), "")
        if not found:
            raise Unusable(f"{package}: the source has no visible operation, so there is no certification zip")
        return found
    read, _ = solution.load(str(package), whole.entries)
    managed = read.manifest is not None and read.manifest.value("SolutionManifest", "Managed") == "1"
    return next(name for name in expected if name.endswith("_solution_managed.zip" if managed else "_solution.zip"))


def _why(seal: sealed.Seal) -> str:
    if not seal.version:
        return _FOREIGN
    if not seal.intact:
        return _EDITED
    if seal.version != __version__:
        return f"was written by connectorkit {seal.version}; this is {__version__}"
    return _NEWER


def _folder(source: Source, package: Path) -> Outcome:
    entries = solution.from_folder(package)
    entries.pop(build_folder.MANIFEST, None)
    if package_kind.is_unpacked(package):
        expected = source.packaged(Request((UNPACKED,)))
        wanted = _below(expected, "flow_solution/" if any(n.startswith("Workflows/") for n in entries) else "solution/")
        found = list(_entries("", wanted, entries))
        return Outcome(found, f"{_EDITED}, or comes from another source" if found else SAME)
    if manifest.NAME not in entries:
        raise Unusable(f"{package}: not a package (no {manifest.NAME}) and not an unpacked solution")
    said = _manifest(entries)
    expected = source.packaged(_request(said))
    wanted = {name: data for name, data in expected.items() if not name.startswith(_IGNORED)}
    theirs = {name: data for name, data in entries.items() if not name.startswith(_IGNORED)}
    found = list(_entries("", wanted, theirs))
    return Outcome(found, _cause(source.folder, said, entries) if found else SAME)


def _request(said: Mapping[str, Json]) -> Request:
    """The options with which the package was created, from its manifest."""
    listed = said.get("parts")
    parts = tuple(one for one in PARTS if one in listed) if isinstance(listed, list) else PARTS
    return Request(parts, said.get("managed") is True, base=base.read(said.get("base")))


def _cause(source: Path, said: Mapping[str, Json], entries: Mapping[str, bytes]) -> str:
    import hashlib

    listed = said.get("files")
    if not isinstance(listed, dict):
        return _FOREIGN
    if any(name not in entries or hashlib.sha256(entries[name]).hexdigest() != sum_ for name, sum_ in listed.items()):
        return _EDITED
    if said.get("toolkit") != __version__:
        return f"was written by connectorkit {said.get('toolkit')}; this is {__version__}"
    origin = said.get("source")
    same = isinstance(origin, dict) and origin.get("sha256") == source_digest.of(source).digest
    return _EDITED if same else _NEWER


def _manifest(entries: Mapping[str, bytes]) -> dict[str, Json]:
    try:
        said = json.loads(entries.get(manifest.NAME, b"{}"))
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _below(tree: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    return {name.removeprefix(folder): data for name, data in tree.items() if name.startswith(folder)}


def _opened(name: str, data: bytes) -> archive.Archive:
    whole, findings = archive.read(name, data)
    if whole is None:
        raise Unusable(f"{name}: {findings[0].message}")
    return whole


def _entries(above: str, wanted: Mapping[str, bytes], theirs: Mapping[str, bytes]) -> Iterator[str]:
    """A line for each difference between two sets of files, including nested zips."""
    for name in sorted({*wanted, *theirs}):
        place = f"{above}{name}"
        if name not in theirs:
            yield f"{place}: is missing"
        elif name not in wanted:
            yield f"{place}: is not part of the package"
        elif wanted[name] != theirs[name]:
            yield from _file(place, wanted[name], theirs[name])


def _file(place: str, wanted: bytes, theirs: bytes) -> Iterator[str]:
    end = place.rpartition(".")[2].lower()
    if end == "zip":
        both = [archive.read(place, data)[0] for data in (wanted, theirs)]
        if both[0] is not None and both[1] is not None:
            lines = list(_entries(archive.place(place, ""), both[0].entries, both[1].entries))
            yield from lines or [f"{place}: has the same entries, but was packed differently"]
            return
    lines = list(_json(place, wanted, theirs) if end == "json" else _xml(place, wanted, theirs) if end == "xml" else ())
    yield from lines or [f"{place}: has different bytes"]


def _json(place: str, wanted: bytes, theirs: bytes) -> Iterator[str]:
    try:
        yield from _values(place, "", json.loads(wanted), json.loads(theirs))
    except (ValueError, RecursionError):
        yield f"{place}: is not JSON"


def _values(place: str, pointer: str, wanted: Json, theirs: Json) -> Iterator[str]:
    if isinstance(wanted, dict) and isinstance(theirs, dict):
        for key in [*wanted, *(key for key in theirs if key not in wanted)]:
            below = f"{pointer}/{json_pointer.escape(key)}"
            if key not in theirs:
                yield f"{place}#{below}: is missing"
            elif key not in wanted:
                yield f"{place}#{below}: is not in the source"
            else:
                yield from _values(place, below, wanted[key], theirs[key])
    elif isinstance(wanted, list) and isinstance(theirs, list) and len(wanted) == len(theirs):
        for index, (one, other) in enumerate(zip(wanted, theirs, strict=True)):
            yield from _values(place, f"{pointer}/{index}", one, other)
    elif wanted != theirs or type(wanted) is not type(theirs):
        yield f"{place}#{pointer}: is {phrases.short(theirs)}, the source renders {phrases.short(wanted)}"


def _xml(place: str, wanted: bytes, theirs: bytes) -> Iterator[str]:
    ours, _ = xml_document.read(place, wanted)
    other, _ = xml_document.read(place, theirs)
    if ours is None or other is None:
        yield f"{place}: is not valid XML"
        return
    yield from _elements(place, f"/{ours.tag}", ours, other)


def _elements(place: str, path: str, wanted: Element, theirs: Element) -> Iterator[str]:
    if wanted.tag != theirs.tag:
        yield f"{place} {path}: is <{theirs.tag}>"
        return
    for name in sorted({*wanted.attributes, *theirs.attributes}):
        ours, other = wanted.attributes.get(name), theirs.attributes.get(name)
        if ours != other:
            yield f"{place} {path}/@{name}: is {phrases.short(other)}, the source renders {phrases.short(ours)}"
    if wanted.text != theirs.text:
        yield f"{place} {path}: is {phrases.short(theirs.text)}, the source renders {phrases.short(wanted.text)}"
    yield from _children(place, path, wanted, theirs)


def _children(place: str, path: str, wanted: Element, theirs: Element) -> Iterator[str]:
    ours, other = _by_path(wanted), _by_path(theirs)
    for step in [*ours, *(step for step in other if step not in ours)]:
        if step not in other:
            yield f"{place} {path}/{step}: is missing"
        elif step not in ours:
            yield f"{place} {path}/{step}: is not in the source"
        else:
            yield from _elements(place, f"{path}/{step}", ours[step], other[step])


def _by_path(parent: Element) -> dict[str, Element]:
    """The children by their step in a path; several with one tag are numbered from 2."""
    found: dict[str, Element] = {}
    seen: dict[str, int] = {}
    for one in parent.children:
        seen[one.tag] = seen.get(one.tag, 0) + 1
        found[one.tag if seen[one.tag] == 1 else f"{one.tag}[{seen[one.tag]}]"] = one
    return found

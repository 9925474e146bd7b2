"""The layers of a certification zip: steps V-07 to V-15 of ConnectorPackageValidator.ps1, and the 5000.1.1 policies."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final, NamedTuple

from connectorkit.diagnostics.finding import Finding
from connectorkit.package.request import ASSETS
from connectorkit.read import archive, solution
from connectorkit.read.solution import Solution, start

_PLUGINS: Final = "aiplugins/"


class Layers(NamedTuple):
    """The solutions inside a certification zip by place, and findings about the layers around them."""

    solutions: list[tuple[str, archive.Archive]]
    findings: list[Finding]


def opened(place: str, whole: archive.Archive, budget: archive.Budget) -> Layers:
    """Open all layers of a certification zip; ``place`` is the name of the outer zip."""
    found = _root(place, whole)
    zips = _zips(whole)
    if len(zips) != 1:
        return Layers([], found)
    inner_place = archive.place(place, zips[0])
    inner, wrong = archive.read(inner_place, whole.entries[zips[0]], budget)
    if inner is None:
        return Layers([], wrong)
    found += _assets(inner_place, inner)
    solutions, wrong = _solutions(inner_place, inner, budget)
    return Layers(solutions, wrong if any(one.id == "PKG001" for one in wrong) else [*found, *wrong])


def together(place: str, solutions: Sequence[Solution]) -> list[Finding]:
    """Check the combination of solutions: a connector solution, and a flow solution with the same connector."""
    connectors = [one for one in solutions if one.connectors and not one.workflows]
    flows = [one for one in solutions if one.connectors and one.workflows]
    found = []
    if not connectors:
        what = "There is no connector solution: a solution with a connector and without workflows (V-15, 5000.1.1.8)."
        found.append(_at(place, "PKG014", what, "Add a solution that contains only the connector."))
    if not flows:
        what = "There is no flow solution: a solution with a connector and a workflow (V-15, 5000.1.1.6)."
        found.append(_at(place, "PKG015", what, "Add a solution with a sample flow that uses the connector."))
    for one in (*connectors, *flows):
        if one.manifest is not None and one.manifest.value("SolutionManifest", "Managed") == "1":
            what = "The solution is managed, but certification accepts only unmanaged solutions."
            found.append(_at(one.at(solution.MANIFEST), "PKG025", what, "Export the solution as unmanaged."))
    if connectors and flows:
        found += _same(connectors[0], flows[0])
    return found


def _root(place: str, whole: archive.Archive) -> list[Finding]:
    """V-07: one text and one zip at the root, and no folder."""
    found = []
    texts = [name for name in whole.entries if "/" not in name and name.lower().endswith(".md")]
    folders = sorted({name.split("/")[0] for name in (*whole.entries, *whole.folders) if "/" in name})
    if folders:
        what = f"The root contains the folder '{folders[0]}' (V-07, 5000.1.1.11)."
        found.append(_at(place, "PKG010", what, "Put intro.md and the inner zip at the root, without a folder."))
    if len(texts) != 1:
        what = f"The root contains {len(texts)} .md files; it must be exactly one, intro.md (V-07, 5000.1.1.5)."
        found.append(_at(place, "PKG011", what, "Leave only intro.md at the root."))
    if len(_zips(whole)) != 1:
        what = f"The root contains {len(_zips(whole))} zip files; it must be exactly one (V-07)."
        found.append(_at(place, "PKG012", what, "Put one zip with the folder PkgAssets at the root."))
    if len(texts) == 1 and not whole.entries[texts[0]].strip():
        where = archive.place(place, texts[0])
        found.append(_at(where, "PKG011", "intro.md is empty (5000.1.1.5).", "Write the introduction."))
    elif len(texts) == 1 and not _is_text(whole.entries[texts[0]]):
        where = archive.place(place, texts[0])
        found.append(_at(where, "PKG011", "intro.md is not UTF-8 text.", "Save it as UTF-8."))
    return found


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _assets(place: str, inner: archive.Archive) -> list[Finding]:
    """V-09 and V-10: one folder that contains two zips, three with a plugin, and no folder."""
    found = []
    names = (*inner.entries, *inner.folders)
    folders = sorted({name.split("/")[0] for name in names if "/" in name})
    if len(folders) != 1:
        what = f"The inner zip contains {len(folders)} folders; it must be exactly one, {ASSETS} (V-09, 5000.1.1.12)."
        return [_at(place, "PKG013", what, f"Put the solutions into the folder {ASSETS}.")]
    if folders[0] != ASSETS:
        what = f"The folder of the solutions is called '{folders[0]}', not {ASSETS} (5000.1.1.12)."
        found.append(_at(archive.place(place, folders[0]), "PKG013", what, f"Rename it to {ASSETS}."))
    deeper = sorted({name.split("/")[1] for name in names if len([part for part in name.split("/") if part]) > 2})
    if deeper:
        what = f"The folder of the solutions contains the folder '{deeper[0]}' (V-10)."
        found.append(_at(archive.place(place, folders[0]), "PKG013", what, "Put the solutions directly into it."))
    return found


Opened = tuple[list[tuple[str, archive.Archive]], list[Finding]]


def _solutions(place: str, inner: archive.Archive, budget: archive.Budget) -> Opened:
    listed, found = [], list[Finding]()
    for name, data in inner.entries.items():
        if name.lower().endswith(".zip") and name.count("/") == 1:
            inner_place = archive.place(place, name)
            one, wrong = archive.read(inner_place, data, budget)
            found += wrong
            listed += [(inner_place, one)] if one is not None else []
    plugins = any(name.lower().startswith(_PLUGINS) for _, one in listed for name in one.entries)
    wanted = 3 if plugins else 2
    if len(listed) != wanted and not found:
        what = f"The folder of the solutions contains {len(listed)} zip files; it must be {wanted} (V-10, 5000.1.1.13)."
        found.append(_at(place, "PKG016", what, "Put the connector solution and the flow solution into it."))
    return listed, found


def _same(connector: Solution, flow: Solution) -> list[Finding]:
    """Check that both solutions contain the same connector."""
    ours, theirs = connector.connectors[0], flow.connectors[0]
    found = []
    for tag, what in (("connectorid", "id"), ("name", "name")):
        if ours.value(tag) != theirs.value(tag):
            message = f"The flow solution contains a connector with another {what} than the connector solution."
            found.append(Finding("PKG029", message, theirs.span, "Export both solutions from the same environment."))
    definitions = [one.part(node, "openapidefinition") for one, node in ((connector, ours), (flow, theirs))]
    if definitions[0] and definitions[1] and not _equal(definitions[0][1], definitions[1][1]):
        message = "The definition in the flow solution differs from the one in the connector solution."
        place = start(flow.at(definitions[1][0]))
        found.append(Finding("PKG029", message, place, "Export both solutions again after the last change."))
    return found


def _equal(one: bytes, other: bytes) -> bool:
    try:
        return bool(json.loads(one) == json.loads(other))
    except (ValueError, RecursionError):
        return one == other


def _zips(whole: archive.Archive) -> list[str]:
    return [name for name in whole.entries if "/" not in name and name.lower().endswith(".zip")]


def _at(place: str, id: str, message: str, help: str) -> Finding:
    return Finding(id, message, start(place), help)

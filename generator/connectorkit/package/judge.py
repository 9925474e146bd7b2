"""Check any solution, certification zip or unpacked solution."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from connectorkit.diagnostics.finding import Finding, Unusable, ordered
from connectorkit.package import judge_certification, judge_connector, judge_solution
from connectorkit.read import archive, connector_folder, json_document, solution


def findings(path: Path, profile: str = "") -> list[Finding]:
    """All findings about the package at ``path``. Raises Unusable when it cannot be read.

    ``profile`` is that of the rules about the connector inside: "" is certified for a certification zip, else custom.
    """
    if path.is_dir():
        return ordered(_solutions([(str(path), solution.from_folder(path))], profile or "custom"))
    data = connector_folder.read_bytes(path)
    if data is None:
        raise Unusable(f"{path}: has more than {json_document.MAX_BYTES:,} bytes; this is not a package")
    return ordered(of_zip(str(path), data, profile))


def of_zip(place: str, data: bytes, profile: str = "", rules: bool = True) -> list[Finding]:
    """All findings about the zip in ``data``; ``place`` is its name in findings.

    ``rules``: the connector inside is checked too.
    """
    budget = archive.Budget()
    whole, wrong = archive.read(place, data, budget)
    if whole is None:
        return wrong
    if solution.is_solution(whole.entries):
        return _solutions([(place, whole.entries)], profile or "custom", rules, whole.folders)
    certification = judge_certification.opened(place, whole, budget)
    found = certification.findings
    if any(one.id == "PKG001" for one in found):
        return found
    inner = [(name, one.entries) for name, one in certification.solutions]
    found += _solutions(inner, profile or "certified", rules)
    read = [solution.load(name, entries)[0] for name, entries in inner]
    return found + judge_certification.together(place, read)


def _solutions(
    listed: Iterable[tuple[str, dict[str, bytes]]], profile: str, rules: bool = True, folders: tuple[str, ...] = ()
) -> list[Finding]:
    """Findings about each solution, and about the connector of the first one that has one."""
    found: list[Finding] = []
    judged = False
    for place, entries in listed:
        one, wrong = solution.load(place, entries)
        found += [*wrong, *judge_solution.findings(one, folders)]
        if rules and one.connectors and not judged and not _damaged(wrong):
            judged = True
            found += judge_connector.findings(one, profile)
    return found


def _damaged(wrong: list[Finding]) -> bool:
    return any(one.blocking for one in wrong)

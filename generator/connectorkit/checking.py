"""Checking: all there is to say about a connector at once, in YAML or as its published JSON files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from connectorkit import mend, verify, waivers
from connectorkit import source as sources
from connectorkit.findings import Finding, Span, ordered
from connectorkit.model import Connector, Json
from connectorkit.outputs import swagger
from connectorkit.places import Places, YamlPlaces
from connectorkit.resolve import resolve
from connectorkit.rules import RULES, engine
from connectorkit.rules.engine import Judged
from connectorkit.rules.record import PROFILES
from connectorkit.rules.subject import Subject, subject

Plain = dict[str, Json]
_FOLDERS = {"certified-connectors": "certified", "independent-publisher-connectors": "independent",
            "custom-connectors": "custom"}  # fmt: skip


@dataclass(slots=True)
class Checked:
    """The outcome of a check: what there is to say, and of that what came from rules, with fixes and places."""

    findings: list[Finding]
    profile: str
    judged: list[Judged] = field(default_factory=list)
    places: Places | None = None


def check(path: Path, profile: str = "") -> Checked:
    """Everything about the source folder, connector folder or swagger at ``path``.

    ``profile`` is one of PROFILES; "" takes the one that the source says or that the folder lies in, else certified.
    Raises Unusable when there is nothing to check.
    """
    if path.is_dir() and (path / "connector.yaml").is_file():
        return of_source(sources.load(path), profile)
    from connectorkit import published

    return published.check(path, profile or profile_of(path))


def profile_of(path: Path) -> str:
    """The profile of a published connector by the folder of Microsoft's repository in which it lies."""
    found = (_FOLDERS.get(part) for part in reversed(path.resolve().parts))
    return next((name for name in found if name), PROFILES[0])


def of_source(source: sources.Source, profile: str = "") -> Checked:
    """Everything about a source that was read; one with errors is judged as far as it can be understood."""
    said = source.root.get("profile")
    profile = profile or (said.text if said is not None and said.text in PROFILES else PROFILES[0])
    known = list(source.findings)
    blocked = any(finding.blocking for finding in known)
    if blocked and not mend.mended(source):
        return Checked(ordered(known), profile)
    connector, findings = resolve(source)
    places = YamlPlaces(source, connector)
    shapeless = _shapeless(findings, places)
    judged = [one for one in rendered(source, connector, places, profile) if one.finding.span not in shapeless]
    found = [*(one for one in findings if not _ruled(one, judged, places)), *(one.finding for one in judged)]
    found = waivers.apply(found, waivers.collect(source), (rule.id for rule in RULES))
    if blocked:
        found = mend.new(found, known)
    return Checked(ordered([*known, *found]), profile, judged, places)


def _shapeless(findings: list[Finding], places: YamlPlaces) -> set[Span]:
    """The places of types that are unknown, and of what is of such a type: nothing more can be said of them."""
    unknown = {finding.span for finding in findings if finding.id.startswith("TYP")}
    if not unknown:
        return unknown
    typed = {node.span: key or node.span for node, key in places.index.values()
             if "type" in node.mapping and node.mapping["type"].span in unknown}  # fmt: skip
    return unknown | typed.keys() | set(typed.values())


def _ruled(finding: Finding, judged: list[Judged], places: YamlPlaces) -> bool:
    """Whether a rule says the same: under the same id, of the node of ``finding`` or of something in it.

    Of variables and parameters of paths the rules say all, and call two that differ in spelling one fault.
    """
    if finding.id in ("PAR030", "PAR031"):
        return True
    region = places.region(finding.span) or finding.span
    return any(one.finding.id == finding.id and _within(one.finding.span, region) for one in judged)


def _within(span: Span, region: Span) -> bool:
    start, end = (region.line, region.column), (region.end_line, region.end_column)
    return span.file == region.file and start <= (span.line, span.column) <= end


def rendered(source: sources.Source, connector: Connector, places: Places, profile: str) -> list[Judged]:
    """What rules and referees say about what ``connector`` is rendered to."""
    definition, properties = _documents(source.folder, connector)
    verdicts = verify.kept(_bytes(definition), _bytes(properties))
    return engine.judge(_subject(source, definition, properties, profile), RULES, profile, places, verdicts)


def _documents(folder: Path, connector: Connector) -> tuple[Plain, Plain]:
    """Both documents as values; a template of the source's own has the last word."""
    if not (folder / "templates" / "connector").is_dir():
        return swagger.project(connector).definition, swagger.properties(connector)
    from connectorkit.templating import Templates

    files = swagger.render(connector, Templates(folder / "templates"))
    return json.loads(files[swagger.DEFINITION]), json.loads(files[swagger.PROPERTIES])


def _bytes(document: Plain) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _subject(source: sources.Source, definition: Plain, properties: Plain, profile: str) -> Subject:
    names = {"icon": "icon.png", "script": "script.csx"}
    files = {names[key]: data for key, data in source.files.items()}
    files |= {"intro.md": source.texts["intro"].encode()} if source.texts.get("intro") else {}
    return subject(definition, properties, files=files, profile=profile)



"""Checking: all there is to say about a connector at once, in YAML or as its published JSON files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from connectorkit import mend, verify, waivers
from connectorkit import source as sources
from connectorkit.findings import Finding, ordered
from connectorkit.model import Connector, Json
from connectorkit.outputs import swagger
from connectorkit.places import Places, YamlPlaces
from connectorkit.resolve import resolve
from connectorkit.rules import RULES, engine
from connectorkit.rules.engine import Judged
from connectorkit.rules.record import PROFILES
from connectorkit.rules.subject import subject

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
    judged = rendered(source, connector, places, profile)
    ruled = {one.finding.id for one in judged}
    found = [*(one for one in findings if one.id not in ruled), *(one.finding for one in judged)]
    found = waivers.apply(found, waivers.collect(source), (rule.id for rule in RULES))
    if blocked:
        found = mend.new(found, known)
    return Checked(ordered([*known, *found]), profile, judged, places)


def rendered(source: sources.Source, connector: Connector, places: Places, profile: str) -> list[Judged]:
    """What rules and referees say about what ``connector`` is rendered to."""
    definition, properties = _documents(source.folder, connector)
    data = _bytes(definition)
    verdicts = verify.kept(data, _bytes(properties))
    judged = subject(definition, properties, files=_files(source), size=_size(definition, len(data)), profile=profile)
    return engine.judge(judged, RULES, profile, places, verdicts)


def _documents(folder: Path, connector: Connector) -> tuple[Plain, Plain]:
    """Both documents as values; a template of the source's own has the last word."""
    if not (folder / "templates" / "connector").is_dir():
        return swagger.project(connector).definition, swagger.properties(connector)
    from connectorkit.templating import Templates

    files = swagger.render(connector, Templates(folder / "templates"))
    return json.loads(files[swagger.DEFINITION]), json.loads(files[swagger.PROPERTIES])


def _bytes(document: Plain) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _files(source: sources.Source) -> dict[str, bytes]:
    """The files beside the documents that the source names or writes."""
    names = {"icon": "icon.png", "script": "script.csx"}
    files = {names[key]: data for key, data in source.files.items()}
    files |= {"intro.md": source.texts["intro"].encode()} if source.texts.get("intro") else {}
    return files


def _size(definition: Plain, compact: int) -> int:
    """Bytes of the definition as it is written; one far from the limit is not measured to the byte."""
    if compact < 100_000:
        return compact
    return len(json.dumps(definition, ensure_ascii=False, indent=2).encode("utf-8", "surrogatepass"))



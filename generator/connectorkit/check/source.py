"""The check of a YAML source: findings of the format, of the rules and of the referees, each at its line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from connectorkit.check import environments, waivers, written_size
from connectorkit.check.engine import run
from connectorkit.check.engine.connector_index import Beside, subject
from connectorkit.check.engine.rule import OFF, PROFILES
from connectorkit.check.engine.run import Judged
from connectorkit.check.judgement import Checked, Plain, Rules
from connectorkit.check.locate import Places, YamlPlaces, yaml_places
from connectorkit.check.rules import RULES
from connectorkit.diagnostics import environment_notes, package_notes
from connectorkit.diagnostics.finding import Finding, Span, ordered
from connectorkit.model import json_pointer
from connectorkit.model.connector import Connector
from connectorkit.model.file_names import DEFINITION, INTRO, NAMED, PROPERTIES
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.read import nodes
from connectorkit.read import source as sources
from connectorkit.render.swagger import concept_templates
from connectorkit.render.swagger import documents as swagger
from connectorkit.resolve.connector import once as resolved_once
from connectorkit.resolve.connector import resolve
from connectorkit.validate import partial_source
from connectorkit.verify import referees as verify
from connectorkit.verify.referees import Verdict

# Results that a check keeps for the next one.
_KEPT = (
    *("resolved", "documents", "verdicts", "size", "card", "function", "targets", "beside operations"),
    *("waivers", "index"),
)


def of_source(
    source: sources.Source, profile: str = "", rules: Rules = RULES, within: Iterable[str] | None = None
) -> Checked:
    """Check a source; one with errors is checked as far as possible.

    ``within`` names the environments to check besides production; all when None.
    """
    within = source.environments if within is None else within
    if not (source.folder / "templates").is_dir():
        return _of_source(source, profile, rules, within)
    from connectorkit.check import own_templates
    from connectorkit.render.templates import TemplateFault

    try:
        checked = _of_source(source, profile, rules, within)
        sound = not any(one.blocking for one in source.findings)
    except TemplateFault as fault:
        checked, sound = Checked(ordered([*source.findings, fault.finding]), profile), False
    found = ordered([*checked.findings, *own_templates.findings(source, sound)])
    return Checked(found, checked.profile, checked.judged, checked.places, checked.documents)


def _of_source(source: sources.Source, profile: str, rules: Rules, within: Iterable[str]) -> Checked:
    said = source.root.get("profile")
    profile = profile or (said.text if said is not None and said.text in PROFILES else PROFILES[0])
    known = list(source.findings)
    blocked = any(finding.blocking for finding in known)
    if blocked and not partial_source.trim(source):
        return Checked(ordered(known), profile)
    connector, findings = resolved_once(source)
    if connector is None:
        source.kept.turn("resolved")
        return Checked(ordered([*known, *findings]), profile)
    places = yaml_places(source, connector)
    documents = rendered_documents(source.folder, connector, source.kept)
    source.rendered = None if blocked else documents
    # Contradictions are reported already, better than the referees could.
    asked = not blocked and not any(finding.blocking for finding in findings)
    shapeless = _shapeless(findings, places)
    # Of two operations with one request only one is rendered; that a call misses the other one is reported already.
    silent_ids = {"DYN020", "PRP055", "PRP060"} if any(one.id == "PAR021" for one in findings) else set()
    judged = [
        one
        for one in rendered(source, documents, places, profile, rules, asked, _tools(source, connector))
        if one.finding.span not in shapeless and one.finding.id not in silent_ids
    ]
    found = [*(one for one in findings if not _ruled(one, judged, places)), *(one.finding for one in judged)]
    if asked:
        found += environments.findings(source, within, partial(_rules_of, rules=rules), found)
    silent = {rule.id for rule in rules if blocked or rule.severity[PROFILES.index(profile)] == OFF}
    elsewhere = source.environments.keys() - set(within)
    silent |= package_notes.OF_SOURCES | (environment_notes.IDS if elsewhere else frozenset())
    notes = package_notes.OF_SOURCES | environment_notes.IDS
    known_ids = (*(rule.id for rule in rules), *run.REFEREES, *notes)
    excuses = environments.outside(waivers.collect(source), [source.environments[name] for name in elsewhere])
    found = waivers.apply(found, excuses, known_ids, silent)
    if blocked:
        # No fixes until the file is valid: a trimmed tree differs from the file.
        found = [one._replace(fix="") for one in partial_source.new(found, known, source.trimmed)]
        judged = [one._replace(fix=None) for one in judged]
    source.kept.turn(*_KEPT)
    return Checked(
        ordered([*known, *found]), profile, judged, places, {DEFINITION: documents[0], PROPERTIES: documents[1]}
    )


def _rules_of(source: sources.Source, rules: Rules) -> list[Finding]:
    """The findings of the rules in a source without errors of the format."""
    connector, findings = resolve(source)
    if connector is None:
        return findings
    documents = rendered_documents(source.folder, connector)
    judged = rendered(source, documents, YamlPlaces(source, connector), environments.PROFILE, rules, False)
    return [*findings, *(one.finding for one in judged)]


def _shapeless(findings: list[Finding], places: YamlPlaces) -> set[Span]:
    """The places of unknown types, and of values with such a type, about which nothing else can be reported."""
    unknown = {finding.span for finding in findings if finding.id.startswith("TYP")}
    if not unknown:
        return unknown
    typed = {
        node.span: key or node.span
        for node, key in places.index.values()
        if "type" in node.mapping and node.mapping["type"].span in unknown
    }
    return unknown | typed.keys() | set(typed.values())


def _ruled(finding: Finding, judged: list[Judged], places: YamlPlaces) -> bool:
    """Whether a rule reports the same: the same id, for the node of ``finding`` or something in it.

    Rules cover path variables and parameters completely, and report two that differ in spelling as one mistake.
    """
    if finding.id in ("PAR030", "PAR031", "DYN020"):
        return True
    region = places.region(finding.span) or finding.span
    return any(one.finding.id == finding.id and _within(one.finding.span, region) for one in judged)


def _within(span: Span, region: Span) -> bool:
    start, end = (region.line, region.column), (region.end_line, region.end_column)
    return span.file == region.file and start <= (span.line, span.column) <= end


def rendered(
    source: sources.Source,
    documents: tuple[Plain, Plain],
    places: Places,
    profile: str,
    rules: Rules = RULES,
    referees: bool = True,
    tools: Mapping[str, list[Plain]] | None = None,
) -> list[Judged]:
    """The findings of rules, and with ``referees`` those of referees, about both documents of a connector.

    ``tools`` are those of its MCP servers, by the pointer of the operation.
    """
    definition, properties = documents
    data, kept = _bytes(definition), source.kept
    verdicts = _verdicts(data, _bytes(properties), kept) if referees else []
    size = written_size.of(definition, len(data), kept)
    beside = Beside(files=_files(source), size=size, profile=profile, tools=tools or {}, kept=kept)
    judged = subject(definition, properties, **beside)
    return run.judge(judged, rules, profile, places, verdicts)


def _verdicts(definition: bytes, properties: bytes, kept: Kept) -> list[Verdict]:
    """The verdicts of the referees; states of a source that is being edited are not cached on disk."""
    if kept is NOTHING:
        return verify.kept(definition, properties)
    return kept.once("verdicts", (definition, properties), lambda: verify.of_bytes(definition, properties, kept))


def rendered_documents(folder: Path, connector: Connector, kept: Kept = NOTHING) -> tuple[Plain, Plain]:
    """Definition and properties as values, rendered with the templates of the source if it has any."""
    return kept.once("documents", (connector,), lambda: _rendered_documents(folder, connector, kept))


def _rendered_documents(folder: Path, connector: Connector, kept: Kept) -> tuple[Plain, Plain]:
    templates = concept_templates.templates(folder / "templates")
    return swagger.definition(connector, templates, kept), swagger.properties(connector, templates)


def _tools(source: sources.Source, connector: Connector) -> dict[str, list[Plain]]:
    """The declared tools in the keys of the source, by the pointer of their MCP server."""
    declared = {node.span: nodes.items(node, "tools") for node in source.operations if "tools" in node.mapping}
    return {
        json_pointer.join(("paths", one.path, one.method)): [nodes.mapping(tool) for tool in declared[one.span]]
        for one in connector.operations
        if one.span in declared
    }


def _bytes(document: Plain) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _files(source: sources.Source) -> dict[str, bytes]:
    """The files beside the documents that the source names or a build writes."""
    files = {NAMED[key]: data for key, data in source.files.items()}
    files |= {INTRO: source.texts["intro"].encode()} if source.texts.get("intro") else {}
    return files

"""Findings as SARIF 2.1.0, for code scanning services."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from connectorkit import __version__
from connectorkit.check.engine.rule import OFF, Rule
from connectorkit.check.rules import RULES
from connectorkit.cli import pages
from connectorkit.cli.reports import parts
from connectorkit.cli.reports.parts import Facts, Frame
from connectorkit.diagnostics import evidence, finding_notes
from connectorkit.diagnostics.finding import Change, Finding, Span
from connectorkit.render.json_text import indented

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "connectorkit/v1"
_INDEX = '"ruleIndex": -1'
_LEVELS = {"error": "error", "warning": "warning", "advice": "note", OFF: "none"}
# GitHub shows no more locations of a result, and refuses a report with 1,000 or more.
_MOST_RELATED = 100
Plain = dict[str, object]


def render(findings: Sequence[Finding], rules: Iterable[Rule] = RULES) -> str:
    """One run with all ``rules``, with or without findings, and the other ids in ``findings``."""
    return parts.joined(findings, part, lambda facts: frame(facts, rules))


def frame(facts: Facts, rules: Iterable[Rule] = RULES) -> Frame:
    """The frame around the results: the tool with its rules, and with the other ids that were found."""
    described = [_rule(rule) for rule in rules]
    numbers = {str(one["id"]): index for index, one in enumerate(described)}
    for one in facts.first.values():
        if one.id not in numbers:
            numbers[one.id] = len(described)
            described.append(_other(one))
    run = {
        "tool": {"driver": {"name": "connectorkit", "version": __version__, "rules": described}},
        "columnKind": "unicodeCodePoints",
        "results": [],
    }
    head, _, tail = indented({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}).rpartition("]\n    }\n  ]\n}")
    end = f"{chr(10) + '      ' if facts.number else ''}]\n    }}\n  ]\n}}{tail}\n"

    def numbered(id: str, text: str) -> str:
        return text.replace(_INDEX, f'"ruleIndex": {numbers[id]}', 1)

    return Frame(head, ",", end, numbered)


def part(one: Finding) -> str:
    """A finding as a part of the document, without its ruleIndex, which depends on all findings."""
    return f"\n        {indented(_result(one, -1), chr(10) + '        ')}"


def _rule(rule: Rule) -> Plain:
    level = _LEVELS[rule.severity.certified]
    return {
        "id": rule.id,
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": rule.why},
        "help": _help(rule.id, _help_text(rule)),
        "defaultConfiguration": {"level": level} if level != "none" else {"enabled": False},
        "properties": {"docs": pages.command(rule.id)},
    }


def _help_text(rule: Rule) -> str:
    """The help of a rule: what to do, why, the source and, if the rule can be an error, its evidence."""
    record = evidence.RECORDS.get(rule.id)
    lines = [rule.help, rule.why, f"Source: {rule.source}."]
    return "\n".join([*lines, *([f"Evidence ({record.kind}): {record.text}"] if record else [])])


def _other(one: Finding) -> Plain:
    """The descriptor for a finding that does not come from a rule but from a reader, schema or referee."""
    note = finding_notes.find(one.id)
    return {
        "id": one.id,
        **({"shortDescription": {"text": f"{note.title}."}, "fullDescription": {"text": note.why}} if note else {}),
        "help": _help(one.id, note.help if note else one.help),
        "defaultConfiguration": {"level": _LEVELS[one.severity]},
        "properties": {"docs": pages.command(one.id)},
    }


def _help(id_: str, text: str) -> Plain:
    """The help of a rule as text and Markdown, since a report is also read without the toolkit's pages."""
    page = pages.of_id(id_)
    return {"text": text, **({"markdown": page} if page else {})}


def _result(one: Finding, index: int) -> Plain:
    messages = {other.span: {"message": {"text": other.message}} for other in one.members}
    listed, omitted = one.related[:_MOST_RELATED], len(one.related[_MOST_RELATED:])
    related = [{"id": number, **_location(span), **messages.get(span, {})} for number, span in enumerate(listed, 1)]
    places = "One more place is" if omitted == 1 else f"{omitted} more places are"
    more = f" {places} only in the report in JSON." if omitted else ""
    return {
        "ruleId": one.id,
        "ruleIndex": index,
        "level": _LEVELS[one.severity],
        "message": {"text": f"{one.message} {one.help}{more}"},
        "locations": [_location(one.span)],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {FINGERPRINT: one.fingerprint},
        **({"fixes": [_fix(one)]} if one.changes else {}),
        **({"properties": {"pointer": one.pointer}} if one.pointer else {}),
    }


def _location(span: Span) -> Plain:
    return {"physicalLocation": {"artifactLocation": _artifact(span.file), "region": _region(span)}}


def _artifact(file: str) -> Plain:
    return {"uri": _uri(file)}


def _uri(file: str) -> str:
    """The URI of a file, relative to the working folder if the file is inside it; a relative path stays relative."""
    path = Path(file)
    if path.is_absolute():
        try:
            path = path.relative_to(Path.cwd())
        except ValueError:
            return path.as_uri()
    return quote(os.fsencode(os.path.normpath(path)).replace(os.sep.encode(), b"/"), safe="/!$&'()*+,;=@~")


def _region(span: Span) -> Plain:
    return {"startLine": span.line, "startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column}


def _fix(one: Finding) -> Plain:
    by_file: dict[str, list[Change]] = {}
    for change in one.changes:
        by_file.setdefault(change.span.file, []).append(change)
    changes = [
        {
            "artifactLocation": _artifact(file),
            "replacements": [
                {"deletedRegion": _region(change.span), "insertedContent": {"text": change.text}} for change in changes
            ],
        }
        for file, changes in by_file.items()
    ]
    return {"description": {"text": one.fix}, "artifactChanges": changes}

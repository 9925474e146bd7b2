"""Findings as JUnit XML for CI servers: a test case for each finding; errors are failures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from connectorkit.cli.reports.parts import Facts, Frame
from connectorkit.diagnostics.finding import Finding

# XML 1.0 cannot represent these characters, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def frame(facts: Facts) -> Frame:
    """One test suite; with a single passing case if there are no findings."""
    counts = f'tests="{facts.number or 1}" failures="{facts.blocking}" errors="0" skipped="0" time="0"'
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="connectorkit" {counts}>\n'
        f'  <testsuite name="connectorkit check" {counts}>\n'
    )
    return Frame(head, "", f"{'' if facts.number else _passed()}  </testsuite>\n</testsuites>\n")


def part(one: Finding) -> str:
    """The test case of a finding."""
    return "".join(_case(one))


def _passed() -> str:
    return '    <testcase classname="connectorkit" name="no findings" time="0"/>\n'


def _case(one: Finding) -> Iterator[str]:
    where = f"{one.span.file}:{one.span.line}:{one.span.column}"
    body = _text(f"{where}: {one.severity} {one.id}: {one.message}\n{one.help}")
    name = _attribute(f"{one.id} {where}")
    yield f'    <testcase classname={_attribute(one.span.file)} name={name} time="0">\n'
    if one.blocking:
        yield f"      <failure type={_attribute(one.id)} message={_attribute(one.message)}>{body}</failure>\n"
    else:
        yield f"      <system-out>{body}</system-out>\n"
    yield "    </testcase>\n"


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text).replace("\r", " "))


def _attribute(text: str) -> str:
    return quoteattr(" ".join(_FORBIDDEN.sub("\ufffd", text).split("\n")).replace("\r", " ").replace("\t", " "))

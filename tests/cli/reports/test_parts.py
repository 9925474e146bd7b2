"""Reports that are put together from parts: the same as when all findings are at hand, in any order of the sources."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from connectorkit.check import written_size
from connectorkit.cli import reports
from connectorkit.cli.reports.parts import Spool, made
from connectorkit.diagnostics.finding import Change, Finding, Span, ordered
from connectorkit.model.json_value import Object
from connectorkit.render import json_text

TEXT = some.text(some.characters(), max_size=8)
SCALARS = some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | TEXT
JSON = some.recursive(SCALARS, lambda inner: some.lists(inner) | some.dictionaries(TEXT, inner), max_leaves=20)


@given(JSON)
def test_json_is_what_the_standard_library_writes(value: object) -> None:
    assert json_text.indented(value) == json.dumps(value, ensure_ascii=False, indent=2)


@given(some.dictionaries(some.sampled_from(("paths", "definitions", "info")), JSON))
def test_the_size_of_a_definition_is_that_of_its_text(definition: Object) -> None:
    text = json.dumps(definition, ensure_ascii=False, indent=2).encode("utf-8", "surrogatepass")
    compact = json.dumps(definition, ensure_ascii=False).encode("utf-8", "surrogatepass")
    far = 1_000_000  # The size of a small definition is only estimated.
    assert written_size.of(definition, len(compact) + far) == len(text) + far


def found() -> list[Finding]:
    """Findings of three files, with what a text needs: members, related places, changes, ids that are no rules."""
    places = [Span(f"{name}/connector.yaml", line, 1, line, 9) for name in ("b", "a b", "a") for line in (9, 1, 3)]
    made = [
        Finding(id, f"{id} \ud800 <&>", place, "Help.", severity, "/info", (place,))
        for place in places
        for id, severity in (("OPR080", "error"), ("FMT-type", "error"), ("INF070", "warning"), ("SRC008", "warning"))
    ]
    change = Change(places[0], "new")
    return [
        one._replace(fix="Do it.", changes=(change,), members=(one._replace(message="Other."),))
        if one.severity == "warning"
        else one
        for one in made
    ]


@pytest.mark.parametrize("form", sorted(reports.DOCUMENTS))
def test_a_document_is_the_same_from_parts(form: str) -> None:
    listed = ordered(found())
    groups: dict[str, list[Finding]] = {}
    for one in listed:
        groups.setdefault(one.span.file, []).append(one)
    shuffled = list(groups.values())
    random.Random(1).shuffle(shuffled)
    spool = Spool(reports.kind_of(form))
    for group in [*shuffled, shuffled[0]]:  # The same source twice counts once.
        spool.add(made(group, reports.kind_of(form)))
    assert b"".join(spool.pieces()) == reports.document(form, listed)
    assert len(spool) == len(listed)


@pytest.mark.parametrize("form", sorted(reports.DOCUMENTS))
def test_a_document_about_nothing_is_complete(form: str) -> None:
    spool = Spool(reports.kind_of(form))
    assert b"".join(spool.pieces()) == reports.document(form, [])


def test_two_sources_that_share_a_file_have_fingerprints_of_their_own() -> None:
    span = Span("a/connector.yaml", 1, 1, 1, 2)
    one = Finding("CFG004", "One.", span, "Help.", "warning", fingerprint="0123456789abcdef")
    other = one._replace(message="Other.")
    spool = Spool(reports.kind_of("json"))
    for finding in (one, other):
        spool.add(made([finding], reports.kind_of("json")))
    assert b"".join(spool.pieces()) == reports.document("json", ordered([one, other]))

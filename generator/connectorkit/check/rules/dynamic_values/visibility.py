"""Rules about x-ms-visibility."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, short
from connectorkit.check.engine.dynamic_calls import thing
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities
from connectorkit.check.engine.words import nearest, suggestion

WORDS = ("important", "advanced", "internal")
_KEY = "x-ms-visibility"
_KINDS = ("operation", "parameter", "items", "schema", "header")


def _words(subject: Subject) -> Iterator[Hit]:
    for kind in _KINDS:
        for at in subject.having(kind, _KEY):
            said = at.node[_KEY]
            if said not in WORDS and said != "":
                pointer, better = at.at(_KEY), str(said).strip().lower()
                fix = Fix(f"Write '{better}'.", (Edit("set", pointer, better),)) if better in WORDS else None
                yield Hit(
                    pointer,
                    f"The visibility of {thing(at, subject)} is '{short(str(said))}', which is unknown.",
                    suggestion(better, WORDS),
                    fix,
                    correction=(Edit("set", pointer, nearest(better, WORDS, 0.6) or "internal"),),
                )


RULES = (
    Rule(
        "DYN010",
        "A visibility is important, advanced or internal",
        why="The platform ignores any other word or letter case, so an input that should be hidden is shown.",
        source="OpenAPI extensions, x-ms-visibility",
        severity=Severities("warning", "warning", "warning"),
        help="Write important, advanced or internal in lower case.",
        bad="operations: {GetOrder: {parameters: {order_id: {extra: {x-ms-visibility: Advanced}}}}}",
        good="operations: {GetOrder: {parameters: {order_id: {visibility: advanced}}}}",
        check=_words,
    ),
)

"""Rules about the examples of responses."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, listed, mapping, short
from connectorkit.check.engine.rule import Hit, Rule, Severities
from connectorkit.check.engine.words import media_type
from connectorkit.diagnostics import phrases


def _examples(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("response", "examples"):
        operation = at.operation
        if operation is None:
            continue
        source = operation if "produces" in operation.node else subject.root
        given = [media_type(one) for one in listed(source.node.get("produces")) if isinstance(one, str)]
        for media in mapping(at.node["examples"]):
            if given and media_type(media) not in given and "*/*" not in given:
                yield Hit(
                    at.at("examples", media),
                    f"The {short(at.name)} response of {operation.called} has an example of "
                    f"{short(media)}, which it does not produce.",
                    phrases.suggestion(media, given),
                )


RULES = (
    Rule(
        "RSP130",
        "An example has a media type that the operation produces",
        why="Otherwise the example belongs to no response of the operation.",
        source="validator ResponseExampleMustBeProducedByOperation",
        severity=Severities("warning", "warning", "off"),
        help="Correct the media type of the example, or list it under `produces`.",
        check=_examples,
    ),
)

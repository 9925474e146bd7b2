"""The rule about names of definitions that the validator misinterprets."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject
from connectorkit.check.engine.rule import Hit, Rule, Severities

_SECURITY = "security"


def _security(subject: Subject) -> Iterator[Hit]:
    for at in subject.of("schema"):
        if at.role == "definition" and at.name == _SECURITY:
            yield Hit(at.pointer, "The validation expects an array under the name of the definition 'security'.")


RULES = (
    Rule(
        "RSP087",
        "No definition is called security",
        why="The validation mistakes it for the security requirement with the same name, and rejects the connector: "
        '"Expected '
        "type 'Object', "
        "but value is of type 'Array'. ValuePath: /definitions/security\".",
        source="microsoft/PowerPlatformConnectors pull request 4123 (2026); 0 of 131 accepted connectors",
        severity=Severities("error", "error", "warning"),
        help="Give the definition another name, such as SecuritySettings.",
        check=_security,
    ),
)

"""Rules about sign-ins: the redirect URL, and independent publishers."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject
from connectorkit.check.engine.properties import hit, oauth_settings
from connectorkit.check.engine.rule import Hit, Rule, Severities
from connectorkit.check.engine.words import misspelt


def _mode_own(subject: Subject) -> Iterator[Hit]:
    for one in oauth_settings(subject):
        if one.node.get("redirectMode") in (None, "Global") and not misspelt(one.node, "redirectMode"):
            yield hit(f"{one.pointer}/redirectMode", f"{one.called} shares its redirect address with all connectors.")


def _independent(subject: Subject) -> Iterator[Hit]:
    for one in oauth_settings(subject):
        message = (
            f"{one.called} needs an app registration of the publisher, which independent publishers cannot provide."
        )
        yield hit(one.parameter.pointer, message)


RULES = (
    Rule(
        "SEC130",
        "A sign-in has its own redirect address",
        why="Since February 2024, every new connector must have one.",
        source="certification submission",
        severity=Severities("advice", "advice", "off"),
        help="Write GlobalPerConnector. After saving the connector, register the address that it shows.",
        check=_mode_own,
    ),
    Rule(
        "SEC140",
        "A connector of an independent publisher does not use OAuth",
        why="Microsoft currently does not accept such connectors.",
        source="guide of the repository",
        severity=Severities("off", "warning", "off"),
        help="Use a key, or publish the connector as a verified publisher.",
        check=_independent,
    ),
)

"""The platform's lists as of a date. A value that is not here may be newer than the list.

A rule about such a list reports a warning with :func:`unknown`, never an error. The policy templates with their
parameters are in :mod:`connectorkit.check.engine.policy_templates`, as of the same date.
Sources: the JSON schemas and the accepted connectors of microsoft/PowerPlatformConnectors on GitHub, and the pages
"certification-submission", "define-openapi-definition", "write-code" and "faq" of Microsoft Learn.
"""

from __future__ import annotations

from connectorkit.check.engine.connector_index import short

AS_OF = "2024-10-23"
"""The date of the copy of Microsoft's repository from which the lists were taken."""

CATEGORIES = (
    "AI",
    "Business Management",
    "Business Intelligence",
    "Collaboration",
    "Commerce",
    "Communication",
    "Content and Files",
    "Finance",
    "Data",
    "Human Resources",
    "Internet of Things",
    "IT Operations",
    "Lifestyle and Entertainment",
    "Marketing",
    "Productivity",
    "Sales and CRM",
    "Security",
    "Social Media",
    "Website",
)
CONNECTION_TYPES = (
    "string",
    "securestring",
    "int",
    "bool",
    "oauthSetting",
    "gatewaySetting",
    "connection",
    "clientCertificate",
    "managedIdentity",
)
IDENTITY_PROVIDERS = ("oauth2", "oauth2generic", "aad", "aadcertificate", "facebook", "oauth2pkcewithprm")
REDIRECT_MODES = ("Global", "GlobalPerConnector", "Direct", "None")

MAX_DEFINITION = 1 << 20
"""Bytes of a definition; two accepted ones have up to 1,104,994."""
MAX_SCRIPT = 1 << 20
"""Bytes of script.csx."""
MAX_OPERATIONS = 256
"""Operations of a connector."""
MAX_SCHEMAS = 512
"""Schemas of one body or response."""


def unknown(what: str, value: str) -> str:
    """The part of a sentence about an unlisted value, such as "the category 'X' is unknown as of 2024"."""
    return f"the {what} '{short(value)}' is unknown as of {AS_OF}"


def same(value: str, known: tuple[str, ...]) -> str:
    """``value`` in the letter case of ``known``, which the platform ignores; "" if it is not listed."""
    lowered = value.casefold()
    return next((one for one in known if one.casefold() == lowered), "")

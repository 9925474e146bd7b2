"""Rules about the URLs of a connector other than its host, and about variables in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from connectorkit.check.engine.connector_index import Plain, Subject, listed, mapping, short
from connectorkit.check.engine.policy_templates import VARIABLE, has_variable
from connectorkit.check.engine.properties import oauth_settings
from connectorkit.check.engine.rule import Hit, Rule, Severities, everywhere
from connectorkit.check.engine.written_strings import strings
from connectorkit.check.rules.security.address import not_production
from connectorkit.model.connector import Json
from connectorkit.model.file_names import DEFINITION, PROPERTIES
from connectorkit.model.json_pointer import escape

_STAND_IN = re.compile(
    r"//[^/]*(\[\[|\{\{|<[^>]*>|\byour[-_.]?(domain|company|host|site|server|tenant|api)\b|\bchangeme\b|\bplaceholder\b)",
    re.IGNORECASE,
)
_VARIABLES = "@environmentvariables("
_WITH_VARIABLES = ("/host", "/basePath", "/securityDefinitions", "/security")


class _Place(NamedTuple):
    """A URL and its place."""

    pointer: str
    document: str
    text: str
    what: str


def _addresses(subject: Subject) -> Iterator[_Place]:
    """The URLs that people or the platform open, without those in texts."""
    info = subject.info
    for home, key in (("contact", "url"), ("license", "url")):
        yield from _place(f"/info/{home}/{key}", mapping(info.node.get(home)).get(key), f"the {home}")
    yield from _place("/info/termsOfService", info.node.get("termsOfService"), "the terms of service")
    for index, one in enumerate(listed(subject.definition.get("x-ms-connector-metadata"))):
        at = f"/x-ms-connector-metadata/{index}/propertyValue"
        yield from _place(at, mapping(one).get("propertyValue"), f"'{mapping(one).get('propertyName')}'")
    for scheme in subject.of("security"):
        for key in ("authorizationUrl", "tokenUrl"):
            yield from _place(scheme.at(key), scheme.node.get(key), f"`{key}`")
    for sign_in in oauth_settings(subject):
        custom: Plain = mapping(sign_in.node.get("customParameters"))
        for name, value in custom.items():
            at = f"{sign_in.pointer}/customParameters/{escape(name)}/value"
            yield from _place(at, mapping(value).get("value"), f"`{name}`", PROPERTIES)
    said = mapping(mapping(subject.properties).get("properties")).get("policyTemplateInstances")
    for index, policy in enumerate(listed(said)):
        for name, value in mapping(mapping(policy).get("parameters")).items():
            at = f"/properties/policyTemplateInstances/{index}/parameters/{escape(name)}"
            yield from _place(at, value, f"`{name.rpartition('.')[2]}`", PROPERTIES)


def _place(pointer: str, value: Json, what: str, document: str = DEFINITION) -> Iterator[_Place]:
    if isinstance(value, str) and value.strip().lower().startswith(("http://", "https://")):
        yield _Place(pointer, document, value.strip(), what)


def _production(subject: Subject) -> Iterator[Hit]:
    for place in _addresses(subject):
        reason = _reason(place.text)
        if reason:
            message = f"The address '{short(place.text)}' of {place.what} {reason}."
            yield Hit(place.pointer, message, document=place.document)


def _reason(text: str) -> str:
    """Why a URL is not a production URL; "" if it looks like one."""
    if _STAND_IN.search(text):
        return "holds a placeholder"
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        return ""
    return "" if re.search(r"[@{}\[\]<>%]", host) else not_production(host)


def _variable_in_host(subject: Subject) -> Iterator[Hit]:
    for key in ("host", "basePath"):
        if VARIABLE.search(subject.root.text(key)):
            yield Hit(f"/{key}", f"The {_NAMED[key]} is an environment variable, which works only in a solution.")


_NAMED = {"host": "host", "basePath": "base path"}


def _variable_elsewhere(subject: Subject) -> Iterator[Hit]:
    nowhere = not any(_VARIABLES in text.lower() for text in strings(subject))
    for pointer, text in () if nowhere else _strings(subject.definition, ""):
        if VARIABLE.search(text) and not pointer.startswith(_WITH_VARIABLES):
            yield Hit(
                pointer, f"'{short(text)}' contains an environment variable, which the platform does not replace there."
            )
    properties = mapping(mapping(subject.properties).get("properties"))
    for index, one in enumerate(listed(properties.get("policyTemplateInstances"))):
        if has_variable(one):
            at = f"/properties/policyTemplateInstances/{index}"
            message = f"Policy {index + 1} has an environment variable, which is not replaced in policies."
            yield Hit(at, message, document=PROPERTIES)


def _strings(node: Json, pointer: str) -> Iterator[tuple[str, str]]:
    waiting: list[tuple[str, Json]] = [(pointer, node)]
    while waiting:
        here, value = waiting.pop()
        if isinstance(value, str):
            yield here, value
        elif isinstance(value, dict):
            waiting += [(f"{here}/{escape(key)}", below) for key, below in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{here}/{index}", below) for index, below in enumerate(value)]


RULES = (
    Rule(
        "SEC063",
        "Only a solution has an environment variable as its host",
        why="The variable has a value only in an environment that has imported the solution with it. The connector "
        "cannot be created from its files alone.",
        source="environment variables in custom connectors, read 2026-11",
        severity=Severities("warning", "warning", "advice"),
        help="Ship the connector in a solution with the variable, or write the host.",
        bad="server: 'https://@environmentVariables(\"shop_host\")/v1'",
        good="server: https://orders.contoso.com/v1",
        check=_variable_in_host,
    ),
    Rule(
        "SEC064",
        "Environment variables are only where the platform replaces them",
        why="The platform replaces them only in host, base path and security. Elsewhere, such as in operations and "
        "policies, the variable is sent unchanged.",
        source="environment variables in custom connectors, read 2026-11",
        severity=everywhere("warning"),
        help="Move the variable to the host or to the sign-in, or write the value.",
        bad="policies: [{template: setheader, title: S, with: {name: S, value: '@environmentVariables(\"shop\")'}}]",
        good="policies: [{template: setheader, title: S, with: {name: S, value: north}}]",
        check=_variable_elsewhere,
    ),
    Rule(
        "SEC071",
        "Addresses belong to production",
        why="Makers and reviewers cannot open an address of a test system or a local machine, or an address with a "
        "placeholder.",
        source="certification policies 5000.2.6.4, 5000.3.1.3 and 5000.3.1.5",
        severity=Severities("warning", "warning", "advice"),
        help="Write the public address.",
        bad="privacy_policy: https://staging.contoso.com/privacy",
        good="privacy_policy: https://contoso.com/privacy",
        check=_production,
    ),
)

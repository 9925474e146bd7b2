"""Rules about parameter names that the platform, the connection or the designer reserves."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Subject, short
from connectorkit.check.engine.labels import begun
from connectorkit.check.engine.parts import location
from connectorkit.check.engine.rule import Hit, Rule, Severities, everywhere

_CREDENTIALS = "authorization"
# Headers that an HTTP client sets for its connection; another value breaks the request.
_TRANSPORT = frozenset(
    """
    connection content-length expect host keep-alive proxy-authorization proxy-connection te trailer
    transfer-encoding upgrade
    """.split()
)
_BRACKETS = frozenset("[]")


def _headers(subject: Subject) -> Iterator[At]:
    return (at for at in subject.having("parameter", "name") if location(at) == "header")


def _authorization(subject: Subject) -> Iterator[Hit]:
    for at in _headers(subject):
        if at.name.strip().lower() == _CREDENTIALS:
            yield Hit(at.at("name"), f"{begun(at)} is a header that the platform sets from the connection.")


def _transport(subject: Subject) -> Iterator[Hit]:
    for at in _headers(subject):
        if at.name.strip().lower() in _TRANSPORT:
            yield Hit(at.at("name"), f"{begun(at)} is a header that HTTP itself sets.")


def _of_security(subject: Subject) -> Iterator[Hit]:
    keys = {
        (scheme.text("in"), scheme.text("name").lower()): scheme
        for scheme in subject.of("security")
        if scheme.node.get("type") == "apiKey" and scheme.text("name")
    }
    for at in subject.having("parameter", "name"):
        scheme = keys.get((location(at), at.name.lower()))
        if scheme is not None and at.name.lower() != _CREDENTIALS:
            yield Hit(
                at.at("name"),
                f"{begun(at)} has the same name and location as the security definition '{short(scheme.name)}'.",
                related=(scheme.at("name"),),
            )


def _brackets(subject: Subject) -> Iterator[Hit]:
    found = [at for at in subject.having("parameter", "name") if location(at) == "query" and _BRACKETS & {*at.name}]
    if found:
        count = len({at.name for at in found})
        more = f", like {count - 1} more" if count > 1 else ""
        yield Hit(
            found[0].at("name"),
            f"{begun(found[0])} has brackets in its name{more}.",
            related=tuple(at.at("name") for at in found[1:]),
        )


RULES = (
    Rule(
        "PAR081",
        "No parameter is the Authorization header",
        why="The platform sets this header from the connection, and the portal does not save an operation that has "
        "it as a parameter: \"'Authorization' header is not allowed. Use 'API Key' authentication type in the "
        'Security tab to set this header."',
        source="message of the portal, serverlessnotes.com, setting headers using custom connector template "
        "policies; 0 of 131 accepted connectors, read 2026-11-30",
        severity=everywhere("error"),
        help="Describe it as a security definition (apiKey, header, Authorization), or set it with a policy setheader.",
        check=_authorization,
    ),
    Rule(
        "PAR083",
        "No parameter is a header of the HTTP connection",
        why="The platform sets such a header for its own connection, so a value from a maker is lost or breaks the "
        "request.",
        source="RFC 9110 sections 7.2, 7.6 and 8.6; 0 of 131 accepted connectors",
        severity=everywhere("warning"),
        help="Remove the parameter. If the service has another host name, set the host with a policy.",
        check=_transport,
    ),
    Rule(
        "PAR084",
        "No parameter repeats the key of a security definition",
        why="The connection already sends the key. Otherwise makers must enter it again in each step, where others "
        "can read it.",
        source="connection parameters; 0 of 131 accepted connectors",
        severity=everywhere("warning"),
        help="Remove the parameter.",
        check=_of_security,
    ),
    Rule(
        "PAR147",
        "The name of a query parameter contains no brackets",
        why="Brackets are escaped in a query, which some services do not support, and makers see the name if a title "
        "is missing.",
        source="RFC 3986 section 3.4; 1 of 131 accepted connectors",
        severity=Severities("advice", "advice", "advice"),
        help="Test the operation with a value for it. If the service does not read it, send it with a policy "
        "setqueryparameter.",
        check=_brackets,
    ),
)

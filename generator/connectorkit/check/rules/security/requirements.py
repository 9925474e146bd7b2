"""Rules about security requirements, and whether a connection has parameters for them."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Subject, listed, mapping, short
from connectorkit.check.engine.properties import asked, parameters
from connectorkit.check.engine.rule import Hit, Rule, Severities, everywhere
from connectorkit.check.engine.scripts import has_script
from connectorkit.check.engine.words import did_you_mean
from connectorkit.check.rules.security.definitions import called
from connectorkit.model.connector import Json
from connectorkit.model.json_pointer import escape

_WARNED = everywhere("warning")


def _requirements(subject: Subject) -> Iterator[tuple[str, str, Json]]:
    """The security requirements: pointer, name of the security definition, and its value."""
    homes = [("", subject.root.node), *((one.pointer, one.node) for one in subject.having("operation", "security"))]
    for start, node in homes:
        for index, entry in enumerate(listed(node.get("security"))):
            for name, value in mapping(entry).items():
                yield f"{start}/security/{index}/{escape(name)}", name, value


def _defined(subject: Subject) -> dict[str, At]:
    return {scheme.name: scheme for scheme in subject.of("security")}


def _requirement_defined(subject: Subject) -> Iterator[Hit]:
    known = _defined(subject)
    for pointer, name, _ in _requirements(subject):
        if name not in known:
            way = did_you_mean(name, known, "Add it to `securityDefinitions`, or remove the requirement.")
            yield Hit(pointer, f"`security` asks for '{short(name)}', which is not a security definition.", way)


def _requirement_empty(subject: Subject) -> Iterator[Hit]:
    known = _defined(subject)
    for pointer, name, value in _requirements(subject):
        kind = known[name].node.get("type") if name in known else ""
        if kind in ("basic", "apiKey") and value != []:
            yield Hit(pointer, f"The requirement '{short(name)}' lists scopes, which only a sign-in has.")


def _requirement_scopes(subject: Subject) -> Iterator[Hit]:
    known = _defined(subject)
    for pointer, name, value in _requirements(subject):
        scopes = known[name].node.get("scopes") if name in known and known[name].node.get("type") == "oauth2" else None
        for index, scope in enumerate(listed(value)):
            if isinstance(scopes, dict) and not (isinstance(scope, str) and scope in scopes):
                message = f"The scope '{short(str(scope))}' is not one of the security definition '{short(name)}'."
                yield Hit(f"{pointer}/{index}", message)


def _count(subject: Subject, *kinds: str) -> int:
    return sum(one.kind in kinds for one in parameters(subject))


def _lacks_key(subject: Subject) -> bool:
    return not _count(subject, "securestring", "string")


def _lacks_password(subject: Subject) -> bool:
    return _count(subject, "securestring", "string") < 2


def _lacks_sign_in(subject: Subject) -> bool:
    return not _count(subject, "oauthSetting")


_LACKS = {"apiKey": _lacks_key, "basic": _lacks_password, "oauth2": _lacks_sign_in}
_ASKED_FOR = {
    "apiKey": "needs a key, but there is no connection parameter for it.",
    "basic": "needs a user name and a password, but there are no connection parameters for both.",
    "oauth2": "needs a sign-in, but no connection parameter is one.",
}


def _key_asked(subject: Subject) -> Iterator[Hit]:
    yield from _asked(subject, "apiKey")


def _password_asked(subject: Subject) -> Iterator[Hit]:
    yield from _asked(subject, "basic")


def _sign_in_asked(subject: Subject) -> Iterator[Hit]:
    yield from _asked(subject, "oauth2")


def _asked(subject: Subject, kind: str) -> Iterator[Hit]:
    """The breach for the first required security definition of one kind without a connection parameter."""
    most = "warning" if has_script(subject) else ""
    for scheme in subject.once(_unserved):
        if scheme.node.get("type") == kind:
            yield Hit(scheme.pointer, f"{called(scheme)} {_ASKED_FOR[kind]}", most=most)
            return


def _unserved(subject: Subject) -> list[At]:
    """The security definitions of calls for which no alternative of `security` has connection parameters.

    Definitions that `security` does not use are ignored. Empty where the parameters of a connection are unknown.
    """
    if not asked(subject) or not isinstance(mapping(subject.properties).get("properties"), dict):
        return []
    known, found = _defined(subject), dict[str, At]()
    for alternatives in _alternatives(subject):
        needs = [
            [known[name] for name in one if name in known and _lacking(subject, known[name])] for one in alternatives
        ]
        for scheme in needs[0] if needs and all(needs) else ():
            found.setdefault(scheme.name, scheme)
    return list(found.values())


def _lacking(subject: Subject, scheme: At) -> bool:
    kind = scheme.node.get("type")
    return isinstance(kind, str) and kind in _LACKS and _LACKS[kind](subject)


def _alternatives(subject: Subject) -> Iterator[list[list[str]]]:
    """The requirements of each operation: alternatives, each with the names of the combined security definitions."""
    for node in [subject.root.node, *(one.node for one in subject.having("operation", "security"))]:
        used = node is not subject.root.node or any("security" not in one.node for one in subject.operations)
        if used:
            yield [list(mapping(entry)) for entry in listed(node.get("security"))]


RULES = (
    Rule(
        "SEC110",
        "Every security requirement is defined",
        why="Otherwise calls are sent without credentials.",
        source="validator SecurityRequirementMustBeDefined",
        severity=_WARNED,
        help="Name one of the security definitions.",
        bad="security: [{apikey: []}]",
        good="security: [{api_key: []}]",
        check=_requirement_defined,
    ),
    Rule(
        "SEC111",
        "Only an OAuth requirement has scopes",
        why="The import refuses scopes for a key or a password.",
        source="validator SecurityRequirementMustHaveEmptyValue",
        severity=everywhere("error"),
        help="Leave the list empty.",
        bad="security: [{api_key: [read]}]",
        good="security: [{api_key: []}]",
        check=_requirement_empty,
    ),
    Rule(
        "SEC112",
        "The scopes of a requirement are defined",
        why="The validator compares them with the security definition.",
        source="validator OAuthScopeName",
        severity=_WARNED,
        help="Add it to the scopes of the security definition, or remove it.",
        check=_requirement_scopes,
    ),
    Rule(
        "SEC120",
        "A connection has a parameter for the key that calls need",
        why="Without it, the service refuses every call.",
        source="connection parameters",
        severity=Severities("error", "error", "warning"),
        help="Add a connection parameter of type securestring, such as api_key.",
        bad="credentials: {api_key: null}",
        good="credentials: {api_key: {type: securestring}}",
        check=_key_asked,
    ),
    Rule(
        "SEC121",
        "A connection has parameters for the user name and password that calls need",
        why="Without both, the service refuses every call.",
        source="connection parameters",
        severity=Severities("error", "error", "warning"),
        help="Add the connection parameters username and password, the latter of type securestring.",
        bad="authentication: {api_key: null, basic: {type: basic}}",
        check=_password_asked,
    ),
    Rule(
        "SEC122",
        "A connection has a sign-in if calls need one",
        why="Without a token, the service refuses every call.",
        source="connection parameters",
        severity=Severities("error", "error", "warning"),
        help="Add a connection parameter of type oauthSetting.",
        check=_sign_in_asked,
    ),
)

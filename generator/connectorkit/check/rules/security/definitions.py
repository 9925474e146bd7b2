"""Rules about security definitions."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Subject, short
from connectorkit.check.engine.properties import properties_of
from connectorkit.check.engine.rule import Hit, Rule, everywhere
from connectorkit.check.engine.words import misspelt, suggestion

_TYPES = ("basic", "apiKey", "oauth2")
_FLOWS = ("accessCode", "implicit")
_UNSUPPORTED = ("application", "password")


def called(scheme: At) -> str:
    """Its name in messages."""
    return f"The security definition '{short(scheme.name)}'"


def _known_types(subject: Subject) -> Iterator[Hit]:
    for scheme in subject.of("security"):
        kind = scheme.node.get("type")
        if kind not in _TYPES and not ("type" not in scheme.node and misspelt(scheme.node, "type")):
            what = f"has the type '{short(str(kind))}'" if "type" in scheme.node else "has no type"
            way = suggestion(kind, _TYPES) if isinstance(kind, str) else ""
            yield Hit(
                scheme.at("type"), f"{called(scheme)} {what}; the platform accepts basic, apiKey and oauth2.", way
            )


def _flows(subject: Subject) -> Iterator[Hit]:
    for scheme in subject.of("security"):
        flow = scheme.node.get("flow")
        if scheme.node.get("type") == "oauth2" and flow in _UNSUPPORTED:
            related = tuple(scheme.at(key) for key in ("authorizationUrl", "tokenUrl") if key in scheme.node)
            yield Hit(
                scheme.at("flow"),
                f"{called(scheme)} uses the flow '{flow}', in which makers do not sign in.",
                related=related,
            )


def _implicit(subject: Subject) -> Iterator[Hit]:
    for scheme in subject.of("security"):
        if scheme.node.get("type") == "oauth2" and scheme.node.get("flow") == "implicit":
            yield Hit(
                scheme.at("flow"),
                f"{called(scheme)} uses the flow 'implicit', so the connection is lost when the token expires.",
            )


def _members(subject: Subject) -> Iterator[Hit]:
    for scheme in subject.of("security"):
        for key, allowed in _wanted(scheme):
            value = scheme.node.get(key)
            if key not in scheme.node and misspelt(scheme.node, key):
                continue
            if not isinstance(value, str) or not value.strip():
                yield Hit(scheme.at(key), f"{called(scheme)} has no `{key}`.")
            elif allowed and value not in allowed:
                yield Hit(
                    scheme.at(key),
                    f"'{short(value)}' is not a `{key}` that a security definition can have.",
                    suggestion(value, allowed),
                )


def _wanted(scheme: At) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The required keys of a security definition of its type, with their possible values."""
    kind, flow = scheme.node.get("type"), scheme.node.get("flow")
    if kind == "apiKey":
        return ("name", ()), ("in", ("header", "query"))
    if kind != "oauth2" or flow in _UNSUPPORTED:
        return ()
    token = (("tokenUrl", ()),) if flow == "accessCode" else ()
    return ("flow", _FLOWS), ("authorizationUrl", ()), *token


def _scopes_there(subject: Subject) -> Iterator[Hit]:
    for scheme in subject.of("security"):
        if scheme.node.get("type") == "oauth2" and not isinstance(scheme.node.get("scopes"), dict):
            if "scopes" not in scheme.node and misspelt(scheme.node, "scopes"):
                continue
            yield Hit(scheme.at("scopes"), f"{called(scheme)} has no scopes.")


def _several(subject: Subject) -> Iterator[Hit]:
    schemes = subject.of("security")
    if len(schemes) > 1 and "connectionParameterSets" not in properties_of(subject):
        rest = " and ".join(f"'{short(scheme.name)}'" for scheme in schemes[1:])
        yield Hit(
            schemes[1].pointer,
            f"The import uses only '{short(schemes[0].name)}' and ignores {rest}.",
            related=(schemes[0].pointer,),
        )


def _tags(subject: Subject) -> Iterator[Hit]:
    first: dict[str, str] = {}
    for tag in subject.of("tag"):
        if tag.name and first.setdefault(tag.name, tag.pointer) != tag.pointer:
            yield Hit(
                tag.at("name"), f"The tag '{short(tag.name)}' is described twice.", related=(f"{first[tag.name]}/name",)
            )


RULES = (
    Rule(
        "SEC090",
        "A security definition has a type that the platform supports",
        why="The import accepts no other type.",
        source="define an OpenAPI definition; validator SecurityScheme",
        severity=everywhere("error"),
        help="Choose basic, apiKey or oauth2.",
        bad="extra: {securityDefinitions: {api_key: {type: bearer}}}",
        good="extra: {securityDefinitions: {api_key: {type: apiKey, in: header, name: Authorization}}}",
        check=_known_types,
    ),
    Rule(
        "SEC091",
        "A sign-in uses a flow in which makers sign in",
        why="The platform supports only the authorization code flow, not client credentials or passwords.",
        source="custom connector FAQ; connection parameters",
        severity=everywhere("error"),
        help="Use the flow accessCode with an authorizationUrl and a tokenUrl.",
        check=_flows,
    ),
    Rule(
        "SEC092",
        "A sign-in uses the authorization code flow",
        why="The implicit flow has no refresh token, so the connection is lost when the first token expires.",
        source="connection parameters",
        severity=everywhere("warning"),
        help="Use the flow accessCode with a tokenUrl.",
        check=_implicit,
    ),
    Rule(
        "SEC093",
        "A security definition has all keys that its type requires",
        why="The import refuses an incomplete security definition.",
        source="validator SecurityScheme",
        severity=everywhere("error"),
        help="Add it. An apiKey requires name and in; oauth2 requires its flow and its addresses.",
        bad="authentication: {api_key: {name: null}}",
        good="authentication: {api_key: {name: X-Api-Key}}",
        check=_members,
    ),
    Rule(
        "SEC094",
        "A sign-in declares its scopes",
        why="The validator compares them with the scopes that calls need.",
        source="validator SecurityScheme",
        severity=everywhere("warning"),
        help='Write "scopes": {} if there are none.',
        check=_scopes_there,
    ),
    Rule(
        "SEC100",
        "A definition has one security definition",
        why="The import uses the first one and silently ignores the others.",
        source="define an OpenAPI definition",
        severity=everywhere("advice"),
        help="Keep the one that makers use, or offer several authentication methods with `credential_sets`.",
        bad="authentication: {key: {type: apiKey, in: header, name: X-Key}}",
        good="authentication: {api_key: {type: apiKey, in: header, name: X-Key}}",
        check=_several,
    ),
    Rule(
        "SEC160",
        "A tag is described once",
        why="The import refuses two tags with the same name.",
        source="validator on tags",
        severity=everywhere("error"),
        help="Keep one of them.",
        bad="tags: [{name: Orders}, {name: Orders}]",
        good="tags: [{name: Orders}, {name: Shops}]",
        check=_tags,
    ),
)

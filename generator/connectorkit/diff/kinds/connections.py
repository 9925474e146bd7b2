"""Connections: parameters, security definitions and OAuth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from connectorkit.diff.change import Change, Place
from connectorkit.diff.kind import CONFIRM, NOTHING, Kind, verdict
from connectorkit.diff.meaning.operations import text
from connectorkit.diff.pair_of_sides import Contents, SidePair, in_definition, in_properties, of_file
from connectorkit.diff.pairs import from_to
from connectorkit.model.json_pointer import escape
from connectorkit.model.json_value import Json, Object, listed, mapping

_ANEW: Final = "Every connection must be created again."
REMOVED = Kind(
    "BRK630",
    "A connection parameter was removed",
    verdict("BBBB"),
    _ANEW,
    "Keep the parameter; add another authentication method as a separate set.",
    "certification BRK-11",
)
RENAMED = Kind(
    "BRK631",
    "A connection parameter was renamed",
    verdict("BBBB"),
    _ANEW,
    "Keep the name; change only the display name.",
    "certification BRK-11",
)
RETYPED = Kind(
    "BRK632",
    "The type of a connection parameter changed",
    verdict("BBBB"),
    _ANEW,
    "Keep the type; add another authentication method as a separate set.",
    "certification BRK-11",
)
SET_REMOVED = Kind(
    "BRK633",
    "An authentication method was removed",
    verdict("BBBB"),
    "Connections that use it stop working, and certification does not allow it.",
    "Keep it.",
    "certification BRK-11",
)
SECURITY = Kind(
    "BRK634",
    "The credentials are sent differently",
    verdict("BBBB"),
    "The service and its clients expect them elsewhere, and connections must be created again.",
    "Add the new method as a connection parameter set.",
    "certification BRK-11",
)
SECURITY_REMOVED = Kind(
    "BRK635",
    "A security definition was removed",
    verdict("b---"),
    "The connection parameters define the sign-in, but generated clients may read the definition.",
    CONFIRM,
    "certification BRK-11",
)
SECURITY_OTHER = Kind(
    "BRK636",
    "A security definition was added or changed",
    verdict("n---"),
    "The connection parameters define the sign-in, but generated clients may read the definition.",
    NOTHING,
    "oad; apiDefinition.swagger.json: securityDefinitions",
)
REQUIRED_ADDED = Kind(
    "BRK640",
    "A required connection parameter was added",
    verdict("BBBB"),
    _ANEW,
    "Make it optional, or give it a default.",
    "certification BRK-11",
)
OPTIONAL_ADDED = Kind(
    "BRK641",
    "An optional connection parameter was added",
    verdict("----"),
    "Existing connections work without it.",
    NOTHING,
    "certification OK-01",
)
CONSTRAINT = Kind(
    "BRK642",
    "The settings of a connection parameter changed",
    verdict("nnn-"),
    "New connections have different texts or limits.",
    NOTHING,
    "apiProperties.json: uiDefinition",
)
SET_ADDED = Kind(
    "BRK650",
    "An authentication method was added",
    verdict("----"),
    "Existing connections do not change.",
    NOTHING,
    "certification OK-01",
)
SCOPES_GROWN = Kind(
    "BRK660",
    "OAuth scopes were added",
    verdict("bbbb"),
    "Connections do not have the new scopes until people consent again.",
    CONFIRM,
    "OAuth 2.0",
)
SCOPES_LESS = Kind(
    "BRK661",
    "OAuth scopes were removed",
    verdict("nnnn"),
    "New connections have fewer permissions.",
    "Confirm that no operation needs them.",
    "OAuth 2.0",
)
OAUTH = Kind(
    "BRK662",
    "The OAuth settings changed",
    verdict("bbbb"),
    "Connections are refreshed at another address, or for another application.",
    CONFIRM,
    "OAuth 2.0",
)

_PARAMETERS: Final = "connectionParameters"
_SETS: Final = "connectionParameterSets"
Parameters = dict[str, Object]


def _of_set(node: Object) -> Parameters:
    return {name: one for name, one in mapping(node.get("parameters")).items() if isinstance(one, dict)}


def _single(side: Contents) -> Parameters:
    return {name: one for name, one in mapping(side.inner.get(_PARAMETERS)).items() if isinstance(one, dict)}


def _sets(side: Contents) -> dict[str, tuple[Parameters, str]]:
    """The sets by name, each with the pointer of its parameters."""
    values = listed(mapping(side.inner.get(_SETS)).get("values"))
    here = f"/properties/{_SETS}/values"
    return {
        text(one, "name") or str(index): (_of_set(one), f"{here}/{index}/parameters")
        for index, one in enumerate(values)
        if isinstance(one, dict)
    }


def parameters(pair: SidePair) -> Iterator[Change]:
    """Changes of connection parameters and connection parameter sets."""
    if pair.old.properties is None or pair.new.properties is None:
        return
    old, new = _sets(pair.old), _sets(pair.new)
    for side, sets in ((pair.old, old), (pair.new, new)):
        if single := _single(side):
            sets[""] = (single, f"/properties/{_PARAMETERS}")
    _keep_default(old, new)
    for name, (before, pointer) in old.items():
        if name not in new:
            what = f"way to sign in '{name}'" if name else "way to sign in without a set"
            yield of_file(SET_REMOVED, what, "was removed", in_properties(pointer), _nearest(new))
        else:
            yield from _compared(before, new[name][0], pointer, new[name][1])
    for name, (_, pointer) in new.items():
        if name not in old and old:
            yield of_file(SET_ADDED, f"way to sign in '{name}'", "was added", None, in_properties(pointer))
        elif name not in old:
            yield from _compared({}, new[name][0], pointer, pointer)


def _nearest(sets: dict[str, tuple[Parameters, str]]) -> Place:
    return in_properties(f"/properties/{_SETS}" if sets else "/properties")


def _keep_default(old: dict[str, tuple[Parameters, str]], new: dict[str, tuple[Parameters, str]]) -> None:
    """Parameters that became a set keep working: the set with the same names replaces them."""
    if "" in old and "" not in new:
        names = set(old[""][0])
        same = next((name for name, (one, _) in new.items() if set(one) == names and name not in old), None)
        if same is not None:
            new[""] = new.pop(same)


def _compared(old: Parameters, new: Parameters, before: str, after: str) -> Iterator[Change]:
    gone, came = [name for name in old if name not in new], [name for name in new if name not in old]
    if len(gone) == len(came) == 1 and _type(old[gone[0]]) == _type(new[came[0]]):
        said = f"was renamed from '{gone[0]}' to '{came[0]}'"
        yield of_file(RENAMED, "connection parameter", said, _place(before, gone[0]), _place(after, came[0]))
        gone, came = [], []
    for name in gone:
        yield of_file(REMOVED, _noun(name), "was removed", _place(before, name), in_properties(after))
    for name in came:
        required = _required(new[name])
        said = "was added and is required" if required else "was added"
        yield of_file(REQUIRED_ADDED if required else OPTIONAL_ADDED, _noun(name), said, None, _place(after, name))
    for name in old.keys() & new.keys():
        yield from _parameter(name, old[name], new[name], _place(before, name), _place(after, name))


def _noun(name: str) -> str:
    return f"connection parameter '{name}'"


def _place(pointer: str, name: str) -> Place:
    return in_properties(f"{pointer}/{escape(name)}")


def _type(node: Object) -> str:
    return text(node, "type").lower()


def _required(node: Object) -> bool:
    said = mapping(mapping(node.get("uiDefinition")).get("constraints")).get("required")
    # The platform also accepts the string "true".
    return str(said).lower() == "true" or _type(node) == "oauthsetting"


def _parameter(name: str, old: Object, new: Object, before: Place, after: Place) -> Iterator[Change]:
    if _type(old) != _type(new):
        yield of_file(
            RETYPED, _noun(name), f"has a different type: it {from_to(_type(old), _type(new))}", before, after
        )
    elif _required(new) and not _required(old):
        yield of_file(REQUIRED_ADDED, _noun(name), "became required", before, after)
    elif {**old, "oAuthSettings": None} != {**new, "oAuthSettings": None}:
        yield of_file(CONSTRAINT, _noun(name), "has different settings", before, after)
    yield from _oauth(name, mapping(old.get("oAuthSettings")), mapping(new.get("oAuthSettings")), before, after)


def _oauth(name: str, old: Object, new: Object, before: Place, after: Place) -> Iterator[Change]:
    if not old or not new:
        return
    provider, now = (text(one, "identityProvider").lower() for one in (old, new))
    if provider != now:
        yield of_file(
            RETYPED, _noun(name), f"has a different identity provider: it {from_to(provider, now)}", before, after
        )
        return
    yield from _scopes(_noun(name), old.get("scopes"), new.get("scopes"), before, after)
    rest = [{key: one for key, one in side.items() if key != "scopes"} for side in (old, new)]
    differing = [key for key in {**rest[0], **rest[1]} if rest[0].get(key) != rest[1].get(key)]
    if differing:
        # Only names are shown: a value may be a client secret.
        yield of_file(
            OAUTH, _noun(name), f"has different OAuth settings: {', '.join(sorted(differing))}", before, after
        )


def _scopes(noun: str, old: Json, new: Json, before: Place, after: Place) -> Iterator[Change]:
    have, want = _words(old), _words(new)
    if want - have:
        yield of_file(SCOPES_GROWN, noun, f"requests more scopes: {', '.join(sorted(want - have))}", before, after)
    if have - want:
        yield of_file(SCOPES_LESS, noun, f"requests fewer scopes: {', '.join(sorted(have - want))}", before, after)


def _words(scopes: Json) -> set[str]:
    if isinstance(scopes, dict):
        return set(scopes)
    return {one for one in listed(scopes) if isinstance(one, str)}


def security(pair: SidePair) -> Iterator[Change]:
    """Changes in how credentials are sent."""
    old, new = (mapping(one.definition.get("securityDefinitions")) for one in (pair.old, pair.new))
    ways = [[_authentication(mapping(one)) for one in side.values()] for side in (old, new)]
    place = in_definition("/securityDefinitions")
    alone = pair.old.properties is None or pair.new.properties is None
    kinds = {way[0] for way in ways[1]}
    gone = [way for way in ways[0] if way not in ways[1]]
    came = [way for way in ways[1] if way not in ways[0]]
    if len(gone) == len(came) == 1 and gone[0][0] == came[0][0]:
        said = f"is sent in the {_where(came[0])}, no longer in the {_where(gone[0])}"
        yield of_file(SECURITY, "API key", said, place, place)
        gone, came = [], []
    for way in gone:
        # If apiProperties.json has the sign-in, a removed security definition does not change it.
        kind = SECURITY if alone or way[0] in kinds else SECURITY_REMOVED
        yield of_file(kind, _phrase(way), "was removed", place, place)
    if came and not ways[0] and alone:
        yield of_file(SECURITY, "service", "now requires credentials", in_definition(""), place)
    elif not gone:
        for way in came:
            yield of_file(SECURITY_OTHER, _phrase(way), "was added to the security definitions", place, place)
    for name in [name for name in old if name in new]:
        yield from _defined(name, mapping(old[name]), mapping(new[name]), alone)


def _defined(name: str, old: Object, new: Object, alone: bool) -> Iterator[Change]:
    """Changes of a security definition; its scopes only count without apiProperties.json."""
    place = in_definition(f"/securityDefinitions/{escape(name)}")
    if _authentication(old) != _authentication(new):
        return
    if alone:
        yield from _scopes(f"way to sign in '{name}'", old.get("scopes"), new.get("scopes"), place, place)
    known = {"scopes", "description", "name", "in"}
    differing = sorted(key for key in {**old, **new} if key not in known and old.get(key) != new.get(key))
    if differing:
        said = f"has different values of {', '.join(differing)}"
        yield of_file(OAUTH if alone else SECURITY_OTHER, f"security definition '{name}'", said, place, place)


def _where(way: tuple[str, ...]) -> str:
    return f"{way[1]} '{way[2]}'"


def _phrase(way: tuple[str, ...]) -> str:
    kind, *rest = way
    if rest:
        return f"API key in the {_where(way)}"
    return f"sign-in by {'OAuth' if kind == 'oauth2' else kind or 'an unknown way'}"


def _authentication(node: Object) -> tuple[str, ...]:
    """How a definition sends credentials, in words; the URLs of OAuth do not affect requests."""
    kind = text(node, "type").lower()
    return (kind, text(node, "in").lower(), text(node, "name").lower()) if kind == "apikey" else (kind,)


KINDS: Final = (
    REMOVED,
    RENAMED,
    RETYPED,
    SET_REMOVED,
    SECURITY,
    SECURITY_REMOVED,
    SECURITY_OTHER,
    REQUIRED_ADDED,
    OPTIONAL_ADDED,
    CONSTRAINT,
    SET_ADDED,
    SCOPES_GROWN,
    SCOPES_LESS,
    OAUTH,
)
JUDGES: Final = (parameters, security)

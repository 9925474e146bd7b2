"""The rule about keys of the small parts of a definition: contact, licence, tags and security definitions."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Subject, mapping, short
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, everywhere, spelt
from connectorkit.check.engine.words import nearest

_KNOWN = {
    "contact": ("name", "url", "email"),
    "license": ("name", "url"),
    "tag": ("name", "description", "externalDocs"),
    "security": ("type", "description", "name", "in", "flow", "authorizationUrl", "tokenUrl", "scopes"),
}
_THINGS = {"contact": "the contact", "license": "the licence", "tag": "the tag", "security": "the security definition"}


def _parts(subject: Subject) -> Iterator[At]:
    for kind in ("contact", "license"):
        yield At(kind, f"/info/{kind}", mapping(subject.info.node.get(kind)))
    yield from subject.of("tag")
    yield from subject.of("security")


def _unknown(subject: Subject) -> Iterator[Hit]:
    for at in _parts(subject):
        known = _KNOWN[at.kind]
        for key in at.node:
            if key not in known and not key.startswith("x-"):
                yield _hit(at, key, known)


def _hit(at: At, key: str, known: tuple[str, ...]) -> Hit:
    same = next((one for one in known if one.lower() == key.lower()), "")
    near = same or nearest(key, known)
    fix = None
    if same and same not in at.node:
        fix = Fix(f"Write `{same}`.", (Edit("rename", at.at(key), same),))
    thing = _THINGS[at.kind] + (f" '{short(at.name)}'" if at.name else "")
    return Hit(
        at.at(key),
        f"`{short(key)}` is not a key that {thing} can have.",
        f"Did you mean `{near}`?" if near else "",
        fix,
        (at.at(near),) if near and near not in at.node else (),
        correction=spelt(at.at(key), near if near not in at.node else ""),
    )


RULES = (
    Rule(
        "SEC161",
        "Contact, license, tags and security definitions have only known keys, or keys that begin with x-",
        why="The import refuses any other key, which is often a misspelling.",
        source="validator on extension names; Swagger 2.0",
        severity=everywhere("error"),
        help="Remove it, or use a name that begins with x-.",
        bad="tags: [{name: Orders, Description: All about orders.}]",
        good="tags: [{name: Orders, description: All about orders.}]",
        check=_unknown,
    ),
)

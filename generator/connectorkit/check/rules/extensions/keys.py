"""Rules about keys: misspelled and unknown ones, and extensions in places without effect."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine import extension_keys, nested
from connectorkit.check.engine.connector_index import At, Subject, short
from connectorkit.check.engine.labels import begun, called
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, everywhere, spelt
from connectorkit.diagnostics import phrases

# A rule of another module reports these at the same place.
# Other rules report these with their own messages.
_ELSEWHERE = {
    "parameter": frozenset(
        ("x-ms-url-encoding", "x-ms-dynamic-schema", "x-ms-dynamic-properties", "x-ms-notification-url")
    ),
    "items": frozenset(("x-ms-notification-url",)),
    "header": frozenset(("x-ms-notification-url",)),
    "operation": frozenset(("x-ms-notification-content",)),
}
_WHOLE = {
    "root": "the whole definition",
    "info": "`info`",
    "path": "a path",
    "operation": "an operation",
    "parameter": "a parameter",
    "items": "the items of a parameter",
    "response": "a response",
    "header": "a header",
    "schema": "a schema",
    "notification": "an event",
}
_TEXTS = frozenset(
    (
        "summary",
        "description",
        "title",
        "x-ms-summary",
        "x-ms-trigger-hint",
        "x-ms-test-value",
        "x-ms-deployment-version",
    )
)
_MOST = 500


def _unknown(subject: Subject, extensions: bool) -> Iterator[tuple[At, str]]:
    """The unknown keys of parts, each with the part: only extensions, or only other keys."""
    for kind in extension_keys.SWAGGER:
        known = extension_keys.known(kind)
        strange = [key for key in subject.keys(kind) if key not in known and _is_extension(key) == extensions]
        for key in strange[:_MOST]:
            for at in subject.having(kind, key):
                yield at, key


def _is_extension(key: str) -> bool:
    return key.lower().startswith(("x-", "x_", "xms"))


def _misspelt(subject: Subject) -> Iterator[Hit]:
    for at, key in _unknown(subject, True):
        right = extension_keys.intended(at.kind, key)
        if right:
            yield Hit(
                at.at(key),
                f"{begun(at)} has `{short(key)}`, which the platform does not read; the extension is `{right}`.",
                fix=_renamed(at, key, right),
                correction=_correction(at, key, right),
            )
    for one in nested.slips(subject):
        yield Hit(
            one.pointer,
            f"`{one.extension}` of {called(one.at)} has the key `{short(one.key)}`, which nothing "
            f"reads; the key is `{one.right}`.",
            correction=spelt(one.pointer, one.right),
        )


def _renamed(at: At, key: str, right: str) -> Fix | None:
    """The fix that renames a key with a text. Renaming other keys could cause unexpected findings."""
    if right in at.node or right not in _TEXTS or not isinstance(at.node[key], str):
        return None
    return Fix(f"Rename it to `{right}`.", (Edit("rename", at.at(key), right),))


def _correction(at: At, key: str, right: str) -> tuple[Edit, ...]:
    return spelt(at.at(key), right if right not in at.node else "")


def _strange(subject: Subject) -> Iterator[Hit]:
    for at, key in _unknown(subject, True):
        if key.lower().startswith("x-ms-") and not extension_keys.intended(at.kind, key):
            yield Hit(at.at(key), f"{begun(at)} has `{short(key)}`, which is not a known extension of the platform.")


def _keys(subject: Subject) -> Iterator[Hit]:
    for at, key in _unknown(subject, False):
        right = extension_keys.intended(at.kind, key)
        if at.kind == "notification" and not right:
            continue
        way = f"Did you mean `{right}`?" if right else _allowed(at.kind)
        fix = _renamed(at, key, right)
        yield Hit(
            at.at(key),
            f"{begun(at)} has the key `{short(key)}`, which {_WHOLE[at.kind]} cannot have.",
            way,
            fix,
            correction=_correction(at, key, right),
        )


def _allowed(kind: str) -> str:
    return f"Remove it; {_WHOLE[kind]} can have {phrases.either(sorted(extension_keys.SWAGGER[kind]))}."


def _misplaced(subject: Subject) -> Iterator[Hit]:
    for kind in extension_keys.SWAGGER:
        wrong = extension_keys.EVERY - extension_keys.EXTENSIONS[kind] - _ELSEWHERE.get(kind, frozenset())
        for key in sorted(wrong & subject.keys(kind).keys()):
            for at in subject.having(kind, key):
                home = phrases.either(_WHOLE[one] for one in extension_keys.homes(key))
                yield Hit(
                    at.at(key),
                    f"{begun(at)} has `{key}`, which has no effect on {_WHOLE[kind]}.",
                    f"Move it to {home}, or remove it.",
                )


RULES = (
    Rule(
        "EXT010",
        "Extensions are spelt correctly",
        why="The platform silently ignores a misspelt extension.",
        source="misspelt in 8 of 1,036 published connectors",
        severity=everywhere("warning"),
        help="Correct the spelling.",
        bad="operations: {ListShops: {parameters: {city: {extra: {x-ms-visbility: advanced}}}}}",
        good="operations: {ListShops: {parameters: {city: {visibility: advanced}}}}",
        check=_misspelt,
    ),
    Rule(
        "EXT011",
        "The platform knows each extension that begins with x-ms-",
        why="The prefix x-ms- is reserved for the platform, which ignores names that it does not know.",
        source="schema of apiDefinition; 102 extensions in 1,036 published connectors",
        severity=Severities("advice", "advice", "off"),
        help="Remove it, or begin your own extension with x- and your name.",
        bad="operations: {ListShops: {extra: {x-ms-favourite: true}}}",
        good="operations: {ListShops: {extra: {x-contoso-favourite: true}}}",
        check=_strange,
    ),
    Rule(
        "EXT020",
        "Every key is one of Swagger 2.0 or an extension",
        why="The platform ignores any other key, or refuses the import.",
        source="validator AdditionalPropertyNotAllowed",
        severity=everywhere("error"),
        help="Correct the key, or remove it.",
        bad="operations: {ListShops: {extra: {descripton: Lists all shops.}}}",
        good="operations: {ListShops: {description: Lists all shops.}}",
        check=_keys,
    ),
    Rule(
        "EXT030",
        "An extension is in a place where the platform reads it",
        why="The platform does not read it elsewhere.",
        source="schema of apiDefinition",
        severity=Severities("warning", "warning", "advice"),
        help="Move it to where it belongs.",
        bad="operations: {ListShops: {extra: {x-ms-url-encoding: single}}}",
        good="operations: {ListShops: {visibility: important}}",
        check=_misplaced,
    ),
)

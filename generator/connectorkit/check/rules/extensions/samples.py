"""Rules about x-ms-test-value, boolean extensions, and media kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Subject, short
from connectorkit.check.engine.dynamic_calls import thing
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities
from connectorkit.check.engine.words import suggestion
from connectorkit.model.patterns import lazy

_TEST, _MEDIA = "x-ms-test-value", "x-ms-media-kind"
_MEDIA_KINDS = ("image", "audio")
_SWITCHES = {
    "operation": ("x-ms-safe-operation", "x-ms-no-generic-test"),
    "parameter": ("x-ms-localizeDefaultValue",),
    "schema": ("x-ms-localizeDefaultValue",),
}
# Secrets with a form that nothing else has.
_SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}|\bAKIA[0-9A-Z]{16}\b|\bAIza[\w-]{35}\b|"
    r"\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abprs]-[\w-]{10,}|\bsk[-_](live|proj|test)?[-_]?[A-Za-z0-9]{20,}|"
    r"\bBearer [\w.~+/-]{16,}|\bAccountKey=[\w+/=]{20,}",
)
_NAMED = re.compile(
    r"password|passwd|\bpwd\b|secret|\bapi[ _-]?key\b|apikey|access[ _-]?key|access[ _-]?token|auth[ _-]?token|"
    r"refresh[ _-]?token|private[ _-]?key|\bbearer\b",
    re.IGNORECASE,
)
_ABOUT = lazy(r"\b(name|id|ids|type|version|ur[il]|count|length|date|expiry|expires|hint|policy)\b", re.I)
_PLACEHOLDER = lazy(r"[\W_]*\Z|[<\[{(]|.*(your|example|sample|dummy|test|placeholder|xxx|\*\*\*|\.\.\.)", re.I)


def _no_secrets(subject: Subject) -> Iterator[Hit]:
    for kind in ("parameter", "schema", "items"):
        for at in subject.having(kind, _TEST):
            said = at.node[_TEST]
            if isinstance(said, str) and (_SECRET.search(said) or (_secret(at) and not _PLACEHOLDER.match(said))):
                yield Hit(at.at(_TEST), f"The test value of {thing(at, subject)} looks like a secret.")


def _secret(at: At) -> bool:
    """Whether a value is a secret by the name of its field; the name or the age of a secret is not."""
    words = f"{_words(at.name)} {at.title}"
    return at.node.get("format") == "password" or bool(_NAMED.search(words) and not _ABOUT.search(words))


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").replace("-", " ")


def _switches(subject: Subject) -> Iterator[Hit]:
    for kind, keys in _SWITCHES.items():
        for key in keys:
            for at in subject.having(kind, key):
                said = at.node[key]
                if not isinstance(said, bool):
                    known = str(said).lower() in ("true", "false")
                    fix = Fix(f"Write {str(said).lower()}.", (Edit("set", at.at(key), str(said).lower() == "true"),))
                    yield Hit(
                        at.at(key),
                        f"{key} of {thing(at, subject)} is '{short(str(said))}'; it must be true or false.",
                        fix=fix if known else None,
                    )


def _media(subject: Subject) -> Iterator[Hit]:
    for kind in ("schema", "parameter"):
        for at in subject.having(kind, _MEDIA):
            said = at.node[_MEDIA]
            if said not in _MEDIA_KINDS:
                better = str(said).strip().lower()
                fix = Fix(f"Write {better}.", (Edit("set", at.at(_MEDIA), better),)) if better in _MEDIA_KINDS else None
                what = f"The media kind of {thing(at, subject)}"
                yield Hit(
                    at.at(_MEDIA),
                    f"{what} is '{short(str(said))}', which is unknown.",
                    suggestion(better, _MEDIA_KINDS),
                    fix,
                )


RULES = (
    Rule(
        "EXT220",
        "x-ms-safe-operation and x-ms-no-generic-test are true or false",
        why="Any other value is treated as false, or refused.",
        source="schema of apiDefinition, x-ms-safe-operation and x-ms-no-generic-test",
        severity=Severities("warning", "warning", "advice"),
        help="Write true or false without quotes.",
        bad="operations: {CreateOrder: {extra: {x-ms-safe-operation: 'true'}}}",
        good="operations: {CreateOrder: {extra: {x-ms-safe-operation: false}}}",
        check=_switches,
    ),
    Rule(
        "EXT240",
        "A test value is not a secret",
        why="The definition is published, so everyone can read the value.",
        source="schema of apiDefinition, x-ms-test-value",
        severity=Severities("error", "error", "error"),
        help="Write a fictional value, and revoke the secret if it was a real one.",
        check=_no_secrets,
    ),
    Rule(
        "EXT250",
        "A media kind is image or audio",
        why="The platform has controls only for these two.",
        source="schema of apiDefinition, x-ms-media-kind",
        severity=Severities("warning", "warning", "advice"),
        help="Write image or audio.",
        bad="operations: {CreateOrder: {body: {fields: {note: {type: string, description: A note., media: video}}}}}",
        good="operations: {CreateOrder: {body: {fields: {note: {type: string, description: A note., media: image}}}}}",
        check=_media,
    ),
)

"""Rules about secrets, which must not be in a published connector."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from connectorkit.check.engine.connector_index import Subject, short
from connectorkit.check.engine.labels import name_of
from connectorkit.check.engine.policy_templates import policies
from connectorkit.check.engine.properties import hit, oauth_settings
from connectorkit.check.engine.rule import Hit, Rule, Severities
from connectorkit.check.engine.written_strings import strings
from connectorkit.model.connector import Json
from connectorkit.model.file_names import DEFINITION, PROPERTIES
from connectorkit.model.json_pointer import escape
from connectorkit.model.patterns import lazy
from connectorkit.model.policies.plan import PARAMETER

# Keys and tokens with a form that nothing else has.
_TOKEN = lazy(
    r"AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,}|xox[abprs]-[0-9A-Za-z-]{20,}|"
    r"[sr]k_live_[0-9A-Za-z]{16,}|\bsk-(?:proj-)?[A-Za-z0-9]{32,}|AIza[\w-]{35}|"
    r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY|\bSG\.[\w-]{22}\.[\w-]{43}|AccountKey=[A-Za-z0-9+/=]{40,}|"
    r"[?&]sig=[A-Za-z0-9%]{40,}"
)
# Each of these tokens contains one of these strings, which are searched first, since most documents have none.
_MARKS = (
    *("AKIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "xox", "k_live_", "sk-", "AIza"),
    *("PRIVATE KEY", "SG.", "AccountKey=", "sig="),
)
_STAND_IN = lazy(
    r"[<>\[\]{}\s*@$]|dummy|placeholder|your|enter|example|sample|test|xxx|todo|secret|client|"
    r"string|app[_-]?id|123456",
    re.IGNORECASE,
)
_GUID = lazy(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", re.IGNORECASE)
_SECRET_NAME = re.compile(
    r"((api|access|subscription|account|auth|secret|private)[ _-]?(key|token|code)|password|"
    r"secret|authorization)\Z",
    re.IGNORECASE,
)


def real(value: Json) -> bool:
    """Whether a value looks like a real secret, and not like a placeholder."""
    if not isinstance(value, str) or len(value) < 12:
        return False
    if _GUID.match(value):
        return len(set(value)) > 6
    return not _STAND_IN.search(value) and _mixed(value)


def _mixed(value: str) -> bool:
    """Whether letters and digits are mixed as in no word."""
    changes = sum(a.isdigit() != b.isdigit() for a, b in pairwise(value))
    return changes > 3 and len(set(value)) > 8


def is_client_secret(value: Json) -> bool:
    """Whether a value is a client secret, and not a placeholder."""
    return isinstance(value, str) and bool(value) and (real(value) or not _STAND_IN.search(value))


def _client_secret(subject: Subject) -> Iterator[Hit]:
    for one in oauth_settings(subject):
        if is_client_secret(one.node.get("clientSecret")):
            at = f"{one.pointer}/clientSecret"
            yield hit(at, f"The sign-in '{short(one.parameter.name)}' contains its client secret.")


def _client_id(subject: Subject) -> Iterator[Hit]:
    for one in oauth_settings(subject):
        value = one.node.get("clientId")
        if real(value):
            at = f"{one.pointer}/clientId"
            yield hit(at, f"The client ID '{short(str(value))}' of the sign-in looks like a real one.")


def _marked(subject: Subject) -> bool:
    """Whether either document contains a token."""
    return any(_TOKEN.search(text) for text in strings(subject) if any(mark in text for mark in _MARKS))


def _tokens(subject: Subject) -> Iterator[Hit]:
    if not _marked(subject):
        return
    for document, tree in ((DEFINITION, subject.definition), (PROPERTIES, subject.properties)):
        for pointer, text in _placed(tree):
            found = None if pointer.endswith("/x-ms-test-value") else _TOKEN.search(text)
            if found and (len(set(found[0])) > 12 or "PRIVATE" in found[0]) and "EXAMPLE" not in found[0].upper():
                yield Hit(pointer, f"This is a secret: '{found[0][:8]}...'.", document=document)


def _placed(tree: Json) -> Iterator[tuple[str, str]]:
    """Every string of a document with its pointer."""
    waiting: list[tuple[str, Json]] = [("", tree)]
    while waiting:
        at, node = waiting.pop()
        if isinstance(node, str):
            yield at, node
        elif isinstance(node, dict):
            waiting += [(f"{at}/{escape(key)}", below) for key, below in reversed(node.items())]
        elif isinstance(node, list):
            waiting += [(f"{at}/{index}", below) for index, below in enumerate(node)]


def _values(subject: Subject) -> Iterator[Hit]:
    for kind in ("parameter", "schema"):
        for key in ("default", "example", "x-example"):
            for at in subject.having(kind, key):
                value = at.node[key]
                if isinstance(value, str) and _SECRET_NAME.search(at.name) and real(value) and not _TOKEN.search(value):
                    yield Hit(at.at(key), f"The `{key}` of {name_of(at)} looks like a real secret.")
    for policy in policies(subject):
        name, value = (policy.parameters.get(PARAMETER + key) for key in ("name", "value"))
        if not isinstance(name, str) or not isinstance(value, str) or _TOKEN.search(value):
            continue
        if _SECRET_NAME.search(name) and any(real(word) for word in value.split()):
            yield hit(policy.at(f"{PARAMETER}value"), f"{policy.called} sends what looks like a real secret.")


RULES = (
    Rule(
        "INF180",
        "A connector does not contain its client secret",
        why="Anyone who reads the file can act in its name, and the scan of the repository refuses it.",
        source="guide of the repository; scan for credentials",
        severity=Severities("error", "error", "warning"),
        help="Remove it, and create a new secret in the service.",
        check=_client_secret,
    ),
    Rule(
        "INF181",
        "A connector has a placeholder for its client ID",
        why="The real client ID is part of the submission, and could not be changed here.",
        source="guide of the repository",
        severity=Severities("warning", "warning", "off"),
        help="Write a placeholder, such as [[DUMMY]].",
        check=_client_id,
    ),
    Rule(
        "INF182",
        "A connector contains no keys or tokens",
        why="Anyone who reads the file can use them, and the scan of the repository refuses it.",
        source="scan for credentials",
        severity=Severities("error", "error", "error"),
        help="Remove it, and create a new one in the service.",
        bad="operations: {GetOrder: {description: Reads one order with the key AKIA3XQ7TZB2M5W9KD4F of the shop.}}",
        good="operations: {GetOrder: {description: Reads one order with the key of the shop.}}",
        check=_tokens,
    ),
    Rule(
        "INF183",
        "Examples and constants contain no real secrets",
        why="Anyone who reads the file can use them, and the scan of the repository reports them.",
        source="scan for credentials",
        severity=Severities("warning", "warning", "advice"),
        help="Let makers enter it as a connection parameter, or write a placeholder.",
        check=_values,
    ),
)

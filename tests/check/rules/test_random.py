"""Rules never fail, whatever a document contains: documents of others are untrusted."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest
from tests.check.rules import judging

from connectorkit.check.engine.connector_index import subject
from connectorkit.check.rules import RULES
from connectorkit.model.file_names import DEFINITION, ICON, INTRO, PROPERTIES, README, SCRIPT

ODD: list[Any] = [
    None,
    True,
    0,
    -1.5,
    "",
    "x",
    "\u2028\ud800",
    [],
    {},
    [1, None, {}],
    {"value": 1},
    "https://[",
    10**30,
]
KEYS = ["type", "name", "in", "parameters", "oAuthSettings", "uiDefinition", "constraints", "schema", "~/"]
FILES = {
    ICON: b"\x89PNG\r\n\x1a\n" + bytes(30),
    SCRIPT: b'class Script : ScriptBase { "/*',
    README: b"\xff# \n---\n```",
    INTRO: b"## Actions\n\nOne. Two.",
}


def nodes(node: Any) -> Iterator[Any]:
    """Every object and list of a document."""
    if isinstance(node, (dict, list)):
        yield node
        for below in node.values() if isinstance(node, dict) else node:
            yield from nodes(below)


def spoil(document: Any, chance: random.Random) -> None:
    """Put something odd into one place."""
    node = chance.choice(list(nodes(document)))
    odd = copy.deepcopy(chance.choice(ODD))
    if isinstance(node, list):
        node.insert(0, odd)
    elif node and chance.random() < 0.8:
        node[chance.choice(list(node))] = odd
    else:
        node[chance.choice(KEYS)] = odd


@pytest.mark.part(0)
@pytest.mark.parametrize("seed", range(12))
def test_no_rule_fails_on_odd_documents(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(20):
        documents = judging.built()
        for _ in range(chance.choice([1, 2, 5])):
            spoil(documents[chance.choice([DEFINITION, PROPERTIES])], chance)
        properties = documents[PROPERTIES]
        judged = subject(documents[DEFINITION], properties, files=FILES, published=True, folder=True, names=("a~",))
        for rule in RULES:
            for hit in rule.check(judged):
                assert hit.message and isinstance(hit.pointer, str)


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_no_rule_fails_on_an_odd_start(odd: Any) -> None:
    for key in ("info", "paths", "security", "securityDefinitions", "tags", "x-ms-connector-metadata", "schemes"):
        judged = subject({"swagger": "2.0", key: odd}, {"properties": odd}, files=FILES, published=True)
        assert all(hit.message for rule in RULES for hit in rule.check(judged))

"""No rule fails on any value anywhere in a document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.check.rules.mutations import connectors
from tests.check.rules.mutations.jsontext import DEFINITION, PROPERTIES, Edit, Fault, edited, walk

from connectorkit.check.engine.connector_index import subject
from connectorkit.check.rules import RULES

ODD: list[Any] = [
    None,
    True,
    0,
    1.5,
    "",
    "x",
    "#/definitions/Visit",
    [],
    [None],
    [{}],
    {},
    {"a": 1},
    {"$ref": "#/definitions/Visit"},
    {"type": ["string", "null"]},
    {"properties": {"a": 5}},
    {"parameter": 5},
    {"operationId": ["x"]},
    10**30,
    [["a"]],
]


@pytest.mark.part(0.25)
@pytest.mark.parametrize("name", ["visits", "forms"])
@pytest.mark.parametrize("document", [DEFINITION, PROPERTIES])
def test_no_rule_trips_over_odd_values(tmp_path: Path, name: str, document: str) -> None:
    base = connectors.make(name, tmp_path / name)
    pointers = [pointer for pointer, _ in walk(base.documents[document]) if pointer]
    for index, pointer in enumerate(pointers):
        odd = ODD[index % len(ODD)]
        documents = edited(base.documents, Fault((Edit(pointer, odd, document),), pointer))
        made = subject(documents[DEFINITION], documents[PROPERTIES], published=True)
        for rule in RULES:
            for hit in rule.check(made):
                assert hit.message and (hit.pointer == "" or hit.pointer.startswith("/"))

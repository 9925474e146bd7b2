"""The quick verdict on a swagger is never more lenient than openapi-spec-validator."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.corpus import connectors, rows
from tests.paths import ROOT

from connectorkit.verify.quick_accept import accepted, endless
from connectorkit.verify.referees import asked

pytestmark = pytest.mark.part(0.4)

Plain = dict[str, Any]


def clicksend() -> Plain:
    made: Plain = json.loads((ROOT / "build" / "connector" / "apiDefinition.swagger.json").read_bytes())
    return made


def refused(definition: Plain) -> bool:
    return next(asked(definition), None) is not None


def nodes(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for below in value.values() if isinstance(value, dict) else value:
            yield from nodes(below)


def first(definition: Plain) -> Plain:
    """The first operation with a required body."""
    made: Plain = definition["paths"]["/sms/send"]["post"]
    return made


def _unused_path_parameter(definition: Plain) -> None:
    parameter = {"name": "id", "in": "path", "required": True, "type": "string"}
    first(definition)["parameters"].append(parameter)


def _repeated_parameter(definition: Plain) -> None:
    first(definition)["parameters"] += 2 * [{"name": "id", "in": "query", "type": "string"}]


def _repeated_id(definition: Plain) -> None:
    definition["paths"]["/again"] = {"post": copy.deepcopy(first(definition))}


def _reference_to_nothing(definition: Plain) -> None:
    first(definition)["responses"]["200"] = {"$ref": "#/responses/none"}


def _repeated_tag(definition: Plain) -> None:
    definition["tags"] = [{"name": "a"}, {"name": "a"}]


def _unknown_key(definition: Plain) -> None:
    first(definition)["sumary"] = "Send"


@pytest.mark.parametrize(
    "breaks",
    [
        _unused_path_parameter,
        _repeated_parameter,
        _repeated_id,
        _reference_to_nothing,
        _repeated_tag,
        _unknown_key,
    ],
)
def test_what_the_validator_refuses_is_not_accepted(breaks: Callable[[Plain], None]) -> None:
    definition = clicksend()
    breaks(definition)
    assert refused(definition)
    assert not accepted(definition)


def test_clicksend_needs_no_further_question() -> None:
    assert accepted(clicksend())


@pytest.mark.part(0.3)
@pytest.mark.parametrize("seed", range(40))
def test_random_changes(seed: int) -> None:
    chance, definition = random.Random(seed), clicksend()
    values = [None, "", "x", 1, True, [], {}, {"$ref": "#/x"}, ["a"], {"type": "file"}, -1, 1.5]
    for _ in range(chance.randint(1, 3)):
        node = chance.choice([node for node in nodes(definition) if node])
        key: Any = chance.choice(list(node)) if isinstance(node, dict) else chance.randrange(len(node))
        node[key] = copy.deepcopy(chance.choice(values))
    assert not (accepted(definition) and refused(definition))


@pytest.mark.part(0.05)
@pytest.mark.parametrize("folder", rows(connectors()))
def test_a_published_connector(folder: Path) -> None:
    files = sorted(path for path in folder.iterdir() if path.name.lower().endswith("swagger.json"))
    assert files
    for file in files:
        definition = json.loads(file.read_text(encoding="utf-8-sig"), strict=False) if _is_json(file) else {}
        assert not (accepted(definition) and refused(definition)), file


def _is_json(file: Path) -> bool:
    try:
        return isinstance(json.loads(file.read_text(encoding="utf-8-sig"), strict=False), dict)
    except ValueError:
        return False


def test_a_document_that_the_validator_would_never_finish_is_not_given_to_it() -> None:
    definition = clicksend()
    twice = {f"D{n}": {"allOf": 2 * [{"$ref": f"#/definitions/D{n + 1}"}]} for n in range(60)}
    assert endless({**definition, "definitions": {**twice, "D60": {"type": "object"}}})
    loop = {"A": {"allOf": [{"$ref": "#/definitions/B"}]}, "B": {"allOf": [{"$ref": "#/definitions/A"}]}}
    chain = {f"D{n}": {"allOf": [{"$ref": f"#/definitions/D{n + 1}"}]} for n in range(3000)}
    assert not endless({**definition, "definitions": {**loop, **chain}})
    assert not endless({"definitions": 5})

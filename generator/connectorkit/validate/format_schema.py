"""Check: the JSON Schemas of the format, and what they say in sentences.

jsonschema_rs decides quickly whether there is anything to say; jsonschema, which is slow to
import, is asked for the errors only when there is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from connectorkit.diagnostics import phrases
from connectorkit.diagnostics.finding import Finding, mark
from connectorkit.read.source import Source
from connectorkit.read.yaml_document import Node

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

CONCEPTS = ("connector", "operation", "field", "sandbox", "package")
_WAY = "See `connectorkit explain format` for what may stand here."
_MANY = 50
MOST = 500


@cache
def schema(concept: str) -> dict[str, Any]:
    """The JSON Schema of one concept of the format."""
    path = Path(__file__).with_name("schemas") / f"{concept}.schema.json"
    loaded: dict[str, Any] = json.loads(path.read_bytes())
    return loaded


@cache
def _bundle(concept: str) -> dict[str, Any]:
    """The schema with the others beside it, so that references need no registry."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": schema(concept)["$id"],
        "$defs": {name: schema(name) for name in CONCEPTS},
    }


@cache
def _quick(concept: str) -> Any:
    import jsonschema_rs

    return jsonschema_rs.validator_for(_bundle(concept))


def validate(source: Source) -> Source:
    """The same ``source`` with a finding for each value that the schemas of the format do not allow."""
    for concept, node in source.parts:
        source.findings += against(concept, node)
    return source


def against(concept: str, node: Node) -> list[Finding]:
    """Every way in which ``node`` is not a ``concept``, in words, at its place."""
    return [_finding(error, node, key) for error in _errors(concept, node) for key in _unknown(error)[:_MANY] or [""]]


def faults(concept: str, node: Node) -> Iterator[tuple[list[str | int], list[str]]]:
    """The path of every value that is wrong, and the unknown keys when these are what is wrong with it."""
    for error in _errors(concept, node):
        yield list(error.absolute_path), _unknown(error)


def _unknown(error: ValidationError) -> list[str]:
    if error.validator != "additionalProperties" or not isinstance(error.instance, dict):
        return []
    known = cast("dict[str, Any]", error.schema).get("properties", {})
    return [str(key) for key in error.instance if key not in known]


def _errors(concept: str, node: Node) -> Iterator[ValidationError]:
    plain = node.plain()
    try:
        if _quick(concept).is_valid(plain):
            return
    except (ValueError, OverflowError):
        pass
    from jsonschema import Draft202012Validator

    # A file that is wrong all over is not judged to its end.
    yield from islice(_leaves(Draft202012Validator(_bundle(concept)).iter_errors(plain)), MOST)


def _leaves(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    for error in errors:
        branches: dict[int, list[ValidationError]] = {}
        for below in error.context or []:
            branches.setdefault(int(below.schema_path[0]), []).append(below)
        fitting = [b for b in branches.values() if not any(e.validator == "type" and not e.path for e in b)]
        if error.validator == "oneOf" and len(fitting) == 1:
            yield from _leaves(fitting[0])
        else:
            yield error


def _finding(error: ValidationError, node: Node, key: str) -> Finding:
    """An error in words; ``key`` is the unknown key that it is about, "" for another kind."""
    steps = list(error.absolute_path)
    wanted: Any = error.validator_value
    rule: Any = error.schema
    place = node.at(iter(steps))
    where = _cut(".".join(str(step) for step in steps), 120) or "the top of the file"
    span = place.keys.get(key, place.span)
    message, way = f"{phrases.short(error.instance)} is not right at {where}: {error.message[:160]}.", _WAY
    if key:
        message = f"'{_cut(key)}' is not a key that {where} can have."
        way = phrases.way(key, list(rule.get("properties", {})))
    elif error.validator == "required":
        missing = [one for one in wanted if one not in cast("dict[str, object]", error.instance)]
        message, way = f"{where} lacks {phrases.both(missing)}.", f"Add {phrases.both(missing)}."
    elif error.validator == "enum":
        allowed = [str(v) for v in wanted if v is not None]
        message = f"{phrases.short(error.instance)} is not a value that {where} can have."
        way = phrases.way(str(error.instance), allowed)
    elif error.validator == "type":
        message = f"{where} is {phrases.kind(error.instance)}; it must be {phrases.kinds(wanted)}."
        way = "Quote the value to make it a text." if wanted == "string" else _WAY
    elif error.validator in ("oneOf", "anyOf") and all("required" in branch for branch in wanted):
        either = [branch["required"][0] for branch in wanted]
        exactly = "exactly " if error.validator == "oneOf" else ""
        keys = phrases.both(either)
        message, way = f"{where} needs {exactly}one of {keys}.", f"Write one of {keys}."
    elif error.validator == "oneOf":
        message = f"{phrases.short(error.instance)} is not a shape that {where} can have."
    elif error.validator == "pattern":
        message = f"{phrases.short(error.instance)} does not have the form that {where} needs."
        way = f"It must match {wanted}."
    about = "\0".join((*_names(node, steps), key))
    print_ = mark(f"FMT-{error.validator}", span.file, about)
    return Finding(f"FMT-{error.validator}", message, span, way, fingerprint=print_)


def _names(node: Node, steps: list[str | int]) -> Iterator[str]:
    """The steps of a path, with items of lists by their name where they have one."""
    for step in steps:
        node = node.at(iter([step]))
        said = (node.get(key) for key in ("action", "trigger", "path", "name", "service", "template"))
        yield next((one.text for one in said if one is not None and one.text), str(step))


def _cut(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 3] + "..."

"""Validation of a source against the JSON Schemas of the format.

jsonschema_rs decides quickly whether there is an error at all. Only then is jsonschema, which is slow to import, used
to find the errors. :mod:`schema_messages` words them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from connectorkit.diagnostics.finding import Finding, mark
from connectorkit.model import free_texts
from connectorkit.model.connector import Json
from connectorkit.model.kept import NOTHING
from connectorkit.read.source import Source
from connectorkit.read.yaml_document import Node
from connectorkit.validate import exact_keys, key_order, recorded_layout
from connectorkit.validate.concepts import CONCEPTS as CONCEPTS
from connectorkit.validate.concepts import schema as schema
from connectorkit.write.memo import Facts

if TYPE_CHECKING:
    import jsonschema_rs
    from jsonschema.exceptions import ValidationError

_MANY = 50
MOST = 500
_VALID = "validated"
# Concepts whose schemas judge no free text; in others, a key with the name of one has another meaning.
WITH_FREE_TEXTS = frozenset(("connector", "operation", "field", "environment"))


@cache
def _bundle(concept: str) -> dict[str, object]:
    """The schema with the others bundled, so that references need no registry."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": schema(concept)["$id"],
        "$defs": {name: schema(name) for name in CONCEPTS},
    }


@cache
def _quick(concept: str) -> jsonschema_rs.Validator:
    import jsonschema_rs

    return jsonschema_rs.validator_for(_bundle(concept))


def validate(source: Source) -> Source:
    """``source`` itself, with a finding added for each value that the schemas of the format do not allow.

    Its keys are put in the order of the documentation, so that the order in the files has no effect.
    """
    facts = Facts(os.path.realpath(source.folder)) if source.kept is NOTHING else None
    for concept, node in source.parts:
        source.findings += source.kept.once(_VALID, (concept, node), partial(_validated, concept, node, facts))
    source.kept.turn(_VALID)
    if facts is not None:
        facts.save()
    exact_keys.flatten(source)
    source.findings += recorded_layout.findings(source)
    return source


def _validated(concept: str, node: Node, facts: Facts | None) -> list[Finding]:
    found = [] if facts is not None and _fits(concept, node, facts) else against(concept, node)
    key_order.apply(node, key_order.top(concept))
    return found


def _fits(concept: str, node: Node, facts: Facts) -> bool:
    """Whether the schema of a concept allows a part of a source; asked once for each content of it except texts."""
    plain = node.plain()
    content = json.dumps(plain, ensure_ascii=False)
    content = free_texts.numbered(content) if concept in WITH_FREE_TEXTS else content
    return facts.holds(f"format {concept}", content.encode("utf-8", "surrogatepass"), lambda: _allows(concept, plain))


def against(concept: str, node: Node) -> list[Finding]:
    """A finding for each value of ``node`` that the schema of ``concept`` does not allow, at its place."""
    from connectorkit.validate import schema_messages  # as above, only for errors

    slips: list[tuple[ValidationError, str]] = []
    known = set[tuple[tuple[str | int, ...], str]]()
    for error in _errors(concept, node):
        for key in _unknown(error)[:_MANY] or [""]:
            if not key or (tuple(error.absolute_path), key) not in known:
                known.add((tuple(error.absolute_path), key))
                slips.append((error, key))
    return [_finding(error, node, key) for error, key in schema_messages.without_consequences(slips)]


def faultless(source: Source, concept: str, node: Node) -> bool:
    """Whether :func:`validate` has found no error in a tree, so that nothing must be trimmed."""
    return source.kept.get(_VALID, (concept, node)) == []


def faults(concept: str, node: Node) -> Iterator[tuple[list[str | int], list[str]]]:
    """The path of every wrong value, with its unknown keys if these are what is wrong."""
    for error in _errors(concept, node):
        yield list(error.absolute_path), _unknown(error)


def _unknown(error: ValidationError) -> list[str]:
    if error.validator != "additionalProperties" or not isinstance(error.instance, dict):
        return []
    rule = error.schema if isinstance(error.schema, dict) else {}
    patterns = [re.compile(one) for one in rule.get("patternProperties", {})]
    known = rule.get("properties", {})
    return [str(key) for key in error.instance if key not in known and not any(one.search(key) for one in patterns)]


def fits(concept: str, path: tuple[str, ...], value: Json) -> bool:
    """Whether ``value`` is valid for the part at ``path`` (steps into the schema of ``concept``)."""
    try:
        return bool(_part(concept, path).is_valid(value))
    except (ValueError, OverflowError):
        return False


@cache
def _part(concept: str, path: tuple[str, ...]) -> jsonschema_rs.Draft202012Validator:
    import jsonschema_rs

    pointer = "".join(f"/{step}" for step in path)
    bundle = {**_bundle(concept), "$ref": f"{schema(concept)['$id']}#{pointer}"}
    return jsonschema_rs.Draft202012Validator(bundle)


def _allows(concept: str, plain: Json) -> bool:
    """Whether the quick validator allows a value; false also for one that it cannot take over from Python."""
    try:
        return bool(_quick(concept).is_valid(plain))
    except (ValueError, OverflowError):
        return False


def _errors(concept: str, node: Node) -> Iterator[ValidationError]:
    plain = node.plain()
    if _allows(concept, plain):
        return
    from jsonschema import Draft202012Validator

    # A file with very many errors is not validated to its end.
    yield from islice(_leaves(Draft202012Validator(_bundle(concept)).iter_errors(plain)), MOST)


def _leaves(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    for error in errors:
        branches: dict[int, list[ValidationError]] = {}
        for below in error.context or []:
            branches.setdefault(int(below.schema_path[0]), []).append(below)
        wrong = [any(e.validator in ("type", "const") and not e.path for e in b) for b in branches.values()]
        fitting = [branch for branch, other in zip(branches.values(), wrong, strict=True) if not other]
        if error.validator == "oneOf" and len(fitting) == 1 and not _are_keys(error):
            yield from _leaves(fitting[0])
        else:
            yield error


def _are_keys(error: ValidationError) -> bool:
    """Whether the branches of an error are alternative required keys."""
    return all("required" in branch for branch in cast("list[dict[str, Any]]", error.validator_value))


def _finding(error: ValidationError, node: Node, key: str) -> Finding:
    """The finding for an error; ``key`` is the unknown key that it reports, "" for other errors."""
    steps = list(error.absolute_path)
    place = node.at(iter(steps))
    named = str(error.instance) if "propertyNames" in error.absolute_schema_path else key
    span = place.keys.get(named, place.span)
    from connectorkit.validate import schema_messages  # as above

    message, suggestion = schema_messages.worded(error, key)
    about = "\0".join((*_names(node, steps), key))
    print_ = mark(f"FMT-{error.validator}", span.file, about)
    return Finding(f"FMT-{error.validator}", message, span, suggestion, fingerprint=print_)


def _names(node: Node, steps: list[str | int]) -> Iterator[str]:
    """The steps of a path, with list items by their name if they have one."""
    for step in steps:
        node = node.at(iter([step]))
        names = (node.get(key) for key in ("action", "trigger", "mcp", "path", "name", "service", "template"))
        yield next((one.text for one in names if one is not None and one.text), str(step))

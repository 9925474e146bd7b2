"""Consequences: breaches that exist only because of a misspelling, which another rule reports with its correction."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator

from connectorkit.check.engine.connector_index import Subject, mapping, subject
from connectorkit.check.engine.rule import Edit, Hit, Rule
from connectorkit.model import json_pointer
from connectorkit.model.connector import Json
from connectorkit.model.file_names import DEFINITION

Breach = tuple[Rule, str, Hit]
Run = Callable[[Subject, Collection[str]], Iterable[Breach]]
# The most misspellings that are corrected for a second run; each correction copies the nodes above it.
_MOST = 200


def without(hits: list[Breach], judged: Subject, run: Run) -> list[Breach]:
    """``hits`` without those that disappear when obvious misspellings are corrected.

    A misspelled key is one mistake, although a node then also lacks that key. ``run`` applies the rules
    with some ids.
    """
    # The correction of a key is certain; that of a value is a guess, which may itself be a consequence.
    for sure in (True, False):
        slips = [hit for _, _, hit in hits if hit.correction and _renames(hit) == sure]
        if slips:
            kept = {id(hit) for hit in slips}
            asked = {rule.id for rule, _, hit in hits if id(hit) not in kept}
            again = run(_corrected(judged, slips[:_MOST]), asked) if asked else ()
            left = Counter(_key(rule, hit) for rule, _, hit in again)
            hits = [one for one in hits if id(one[2]) in kept or _stays(_key(one[0], one[2]), left)]
    return hits


def _renames(hit: Hit) -> bool:
    return all(edit.what == "rename" for edit in hit.correction)


# The pointer of the section and the number of steps to a part of it -> the rules about references to such parts.
_REFERRING = {
    "/securityDefinitions": (2, frozenset(("SEC110",))),
    "/definitions": (2, frozenset(("RSP081",))),
    "/parameters": (2, frozenset(("RSP081",))),
    "/responses": (2, frozenset(("RSP081",))),
    "/paths": (3, frozenset(("DYN020", "DYN111", "PRP055", "PRP060"))),
}


def readable(hits: list[Breach], judged: Subject, refused: Iterable[str]) -> list[Breach]:
    """``hits`` without those about references to a part that is not an object, rejected by a referee at ``refused``."""
    silent: set[str] = set()
    for pointer in refused:
        steps, rules = _REFERRING.get("/".join(pointer.split("/")[:2]), (0, frozenset[str]()))
        if pointer.count("/") <= steps and not isinstance(_at(judged.definition, pointer), dict):
            silent |= rules
    return [one for one in hits if one[0].id not in silent] if silent else hits


def _at(node: Json, pointer: str) -> Json:
    for key in json_pointer.split(pointer):
        node = mapping(node).get(key)
    return node


def _key(rule: Rule, hit: Hit) -> tuple[str, str, str]:
    return rule.id, hit.document, hit.pointer


def _stays(key: tuple[str, str, str], left: Counter[tuple[str, str, str]]) -> bool:
    left[key] -= 1
    return left[key] >= 0


def _corrected(judged: Subject, slips: Iterable[Hit]) -> Subject:
    """The connector with the misspellings corrected."""
    definition: Json = judged.definition
    properties: Json = judged.properties
    for hit in slips:
        for edit in hit.correction:
            steps = json_pointer.split(edit.pointer)
            if hit.document == DEFINITION:
                definition = _edited(definition, steps, edit)
            else:
                properties = _edited(properties, steps, edit)
    given = {one.name: getattr(judged, one.name) for one in dataclasses.fields(Subject) if one.name in _GIVEN}
    return subject(mapping(definition), properties if isinstance(properties, dict) else None, **given)


_GIVEN = frozenset(("files", "published", "folder", "size", "text", "names", "profile", "kept"))


def _edited(node: Json, steps: list[str], edit: Edit) -> Json:
    """A copy of ``node`` with an edit; nodes outside the edited path are shared."""
    if isinstance(node, list) and steps[0].isdecimal() and int(steps[0]) < len(node):
        index = int(steps[0])
        below = _edited(node[index], steps[1:], edit) if len(steps) > 1 else edit.value
        return [*node[:index], below, *node[index + 1 :]]
    if not isinstance(node, dict):
        return node
    if len(steps) > 1:
        return {**node, steps[0]: _edited(node[steps[0]], steps[1:], edit)} if steps[0] in node else node
    return dict(_renamed(node, steps[0], edit)) if edit.what == "rename" else {**node, steps[0]: edit.value}


def _renamed(node: dict[str, Json], key: str, edit: Edit) -> Iterator[tuple[str, Json]]:
    for name, value in node.items():
        if name != key:
            yield name, value
        elif isinstance(edit.value, str) and edit.value not in node:
            yield edit.value, value

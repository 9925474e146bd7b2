"""Steps: the vendor's changes as changes of the current definition, and what the record keeps if one fails."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from connectorkit.model import compare, json_pointer
from connectorkit.model.connector import UNSET, Json, Unset
from connectorkit.update.sides import Plain, items, mapping


@dataclass(frozen=True, slots=True)
class Undo:
    """A value of the base that the record keeps where the new one was not merged: ``old`` under ``key`` of ``node``.

    Without a key, ``old`` is the whole object. With ``listed``, ``node[key]`` is an array, and ``old`` is true where it
    has the item ``listed``; where ``node`` is the array itself, the item is removed.
    """

    node: Plain | list[Json]
    key: str
    old: Json | Unset
    listed: Json | Unset = UNSET


@dataclass(slots=True)
class Step:
    """A change of the current definition at ``pointer``, which is an object there.

    ``kind``: set, remove (a key), require, optional (a property of the name ``key``), property, parameter, response,
    operation, choice, replace, request or server. ``value`` is that of the new definition. ``about`` is the beginning
    of a sentence, ``place`` the pointer to show. ``soft``: it may be skipped without harm.
    """

    kind: str
    pointer: str
    key: str
    value: Json
    about: str
    undos: tuple[Undo, ...]
    place: str = ""
    soft: bool = False

    @property
    def target(self) -> tuple[str, str, str]:
        """The target of the step in the current definition."""
        family = {"require": "required", "optional": "required"}.get(self.kind, self.kind)
        return self.pointer, self.key, family if self.kind in _NAMED else "key"


_NAMED = frozenset(("require", "optional", "property", "parameter", "response", "operation", "choice"))


def made(definition: Plain, steps: Sequence[Step], types: Plain) -> Plain:
    """A copy of the definition with all ``steps`` made; ``types`` are definitions that they add."""
    whole = copy.deepcopy(definition)
    for one in steps:
        _make(whole, one)
    if types:
        whole["definitions"] = {**mapping(whole.get("definitions", UNSET)), **copy.deepcopy(types)}
    for one in steps:
        # The pointers of other steps use the old path.
        if one.kind == "request":
            _move(whole, one)
    return whole


def _make(whole: Plain, step: Step) -> None:
    here, value = json_pointer.find(whole, step.pointer, UNSET), copy.deepcopy(step.value)
    if step.kind == "operation":
        paths = whole.setdefault("paths", {})
        mapping(mapping(paths).setdefault(step.key, {})).update(mapping(value))
    elif not isinstance(here, dict) or step.kind == "request":
        return
    elif step.kind in ("set", "replace"):
        _set(here, step, value)
    elif step.kind == "server":
        here.update(mapping(value))
    elif step.kind == "remove":
        here.pop(step.key, None)
    else:
        _grow(here, step, value)


def _set(here: Plain, step: Step, value: Json) -> None:
    if step.kind == "set":
        here[step.key] = value
        return
    here.clear()
    here.update(mapping(value))


def _grow(here: Plain, step: Step, value: Json) -> None:
    """Add an entry to an object or an array, or change whether a property is required."""
    listed = items(here.get("required", UNSET))
    if step.kind == "property":
        mapping(here.setdefault("properties", {}))[step.key] = mapping(value)["schema"]
    elif step.kind == "response":
        mapping(here.setdefault("responses", {}))[step.key] = value
    elif step.kind == "parameter":
        items(here.setdefault("parameters", [])).append(value)
    elif step.kind == "choice":
        here["enum"] = [*items(here.get("enum", UNSET)), value]
    required = step.kind == "require" or (step.kind == "property" and mapping(value).get("required") is True)
    if required:
        here["required"] = [*listed, step.key]
    elif step.kind == "optional":
        here["required"] = [one for one in listed if one != step.key]


def _move(whole: Plain, step: Step) -> None:
    path, method = json_pointer.split(step.pointer)[1:]
    paths, (new_method, _, new_path) = mapping(whole["paths"]), str(step.value).partition(" ")
    item = mapping(paths[path])
    operation = item.pop(method)
    if not item:
        del paths[path]
    mapping(paths.setdefault(new_path, {}))[new_method.lower()] = operation


def canonical(definition: Plain) -> str:
    """A definition as text, equal for definitions that only differ in order."""
    return json.dumps(_sorted(compare.effective(definition)), sort_keys=True)


def _sorted(node: Json, key: str = "") -> Json:
    if isinstance(node, dict):
        return {name: _sorted(below, name) for name, below in node.items()}
    if isinstance(node, list):
        inner = [_sorted(one) for one in node]
        return sorted(inner, key=lambda one: json.dumps(one, sort_keys=True)) if key in _UNORDERED else inner
    return node


_UNORDERED = frozenset(("required", "parameters", "enum"))


def revert(undos: Iterable[Undo]) -> None:
    """Restore values of the base in the new definition."""
    for one in undos:
        if isinstance(one.node, list):
            if one.listed in one.node and isinstance(one.old, Unset):
                one.node.remove(one.listed)
        elif not one.key and isinstance(one.old, dict):
            one.node.clear()
            one.node.update(one.old)
        elif not isinstance(one.listed, Unset):
            left = [item for item in items(one.node.get(one.key, UNSET)) if item != one.listed]
            one.node[one.key] = [*left, one.listed] if one.old is True else left
        elif isinstance(one.old, Unset):
            one.node.pop(one.key, None)
        else:
            one.node[one.key] = one.old

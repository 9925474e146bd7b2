"""Selection of a part of a large API by operationIds, tags and paths, without unused types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from connectorkit.model.connector import Json
from connectorkit.model.http_methods import METHODS
from connectorkit.model.json_pointer import split

Plain = dict[str, Json]
_NAMED = ("x-ms-dynamic-values", "x-ms-dynamic-list", "x-ms-dynamic-schema", "x-ms-dynamic-properties")
_GROUPS = ("definitions", "parameters", "responses")
_KEPT = frozenset(("securitySchemes", "links", "callbacks", "pathItems"))


@dataclass(frozen=True, slots=True)
class Selection:
    """Patterns with `*` and `?`. An operation is kept when it matches one pattern of each given kind."""

    operations: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.operations or self.tags or self.paths)

    def __str__(self) -> str:
        named = (("--operation", self.operations), ("--tag", self.tags), ("--path", self.paths))
        return " ".join(f"{option} {pattern}" for option, patterns in named for pattern in patterns)

    def fits(self, path: str, operation: Plain) -> bool:
        """Whether an operation is in the selection."""
        id, tags = operation.get("operationId"), operation.get("tags")
        listed = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
        return (
            _any(self.operations, [id] if isinstance(id, str) else [])
            and _any(self.tags, listed)
            and _any(self.paths, [path])
        )


WHOLE = Selection()
"""All of an API."""


def _any(patterns: tuple[str, ...], values: list[str]) -> bool:
    return not patterns or any(fnmatchcase(value, pattern) for pattern in patterns for value in values)


def select(document: Plain, selection: Selection) -> Plain | None:
    """The document with the selected operations, those that supply their drop-downs, and the types that they use.

    None when no operation is selected.
    """
    listed = list(_operations(document))
    chosen = {id(one) for path, one in listed if selection.fits(path, one)}
    if not chosen:
        return None
    by_id = {one["operationId"]: one for _, one in listed if isinstance(one.get("operationId"), str)}
    waiting = [one for _, one in listed if id(one) in chosen]
    while waiting:
        for name in _called(waiting.pop()):
            helper = by_id.get(name)
            if helper is not None and id(helper) not in chosen:
                chosen.add(id(helper))
                waiting.append(helper)
    return _pruned({**document, "paths": _paths(document.get("paths"), chosen)})


def properties(document: Plain | None, ids: set[str]) -> Plain | None:
    """apiProperties.json without the policies and script operations of operations that are not in ``ids``."""
    inner = document.get("properties") if document is not None else None
    if document is None or not isinstance(inner, dict):
        return document
    made = dict(inner)
    policies = inner.get("policyTemplateInstances")
    if isinstance(policies, list):
        kept = (_policy(policy, ids) for policy in policies)
        made["policyTemplateInstances"] = [policy for policy in kept if policy is not None]
    scripts = inner.get("scriptOperations")
    if isinstance(scripts, list):
        made["scriptOperations"] = [one for one in scripts if one in ids]
    return {**document, "properties": made}


def _policy(policy: Json, ids: set[str]) -> Json:
    """A policy for the remaining operations; None if it applied to none of them."""
    parameters = policy.get("parameters") if isinstance(policy, dict) else None
    if not isinstance(policy, dict) or not isinstance(parameters, dict):
        return policy
    named = parameters.get("x-ms-apimTemplate-operationName")
    if not isinstance(named, list) or not named:
        return policy
    left: list[Json] = [one for one in named if one in ids]
    return {**policy, "parameters": {**parameters, "x-ms-apimTemplate-operationName": left}} if left else None


def ids(document: Plain) -> set[str]:
    """The operationIds of a document."""
    return {id for _, one in _operations(document) if isinstance(id := one.get("operationId"), str)}


def _operations(document: Plain) -> Iterator[tuple[str, Plain]]:
    paths = document.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        for method in METHODS if isinstance(item, dict) else ():
            operation = item.get(method) if isinstance(item, dict) else None
            if isinstance(operation, dict):
                yield path, operation


def _paths(paths: Json, chosen: set[int]) -> Plain:
    made: Plain = {}
    for path, item in paths.items() if isinstance(paths, dict) else ():
        if not isinstance(item, dict):
            continue
        left = {key: one for key, one in item.items() if key not in METHODS or id(one) in chosen}
        if any(key in METHODS for key in left):
            made[path] = left
    return made


def _called(node: Json) -> Iterator[str]:
    """The operationIds that supply drop-downs and schemas in a value."""
    if isinstance(node, list):
        for item in node:
            yield from _called(item)
    elif isinstance(node, dict):
        for key, below in node.items():
            if key in _NAMED and isinstance(below, dict) and isinstance(below.get("operationId"), str):
                yield str(below["operationId"])
            yield from _called(below)


def _pruned(document: Plain) -> Plain:
    """The document without components that nothing refers to."""
    components = document.get("components")
    homes: dict[tuple[str, ...], Json] = {(group,): document.get(group) for group in _GROUPS}
    if isinstance(components, dict):
        homes |= {("components", group): one for group, one in components.items() if group not in _KEPT}
    groups = {home: one for home, one in homes.items() if isinstance(one, dict)}
    others = {key: one for key, one in document.items() if (key,) not in groups and key != "components"}
    used: set[tuple[str, ...]] = set()
    waiting: list[Json] = [others, *(_kept(components) if isinstance(components, dict) else ())]
    while waiting:
        for target in set(_targets(waiting.pop())) - used:
            used.add(target)
            group = groups.get(target[:-1])
            if group is not None and target[-1] in group:
                waiting.append(group[target[-1]])
    left = {home: {key: one for key, one in group.items() if (*home, key) in used} for home, group in groups.items()}
    made = {key: left.get((key,), one) for key, one in document.items()}
    if isinstance(components, dict):
        made["components"] = {key: left.get(("components", key), one) for key, one in components.items()}
    return made


def _kept(components: Plain) -> list[Json]:
    return [one for group, one in components.items() if group in _KEPT]


def _targets(node: Json) -> Iterator[tuple[str, ...]]:
    """The targets of the references in a value, including those of discriminators."""
    if isinstance(node, str) and node.startswith("#/"):
        steps = tuple(split(node))
        yield steps[: 3 if steps[0] == "components" else 2]
    elif isinstance(node, list):
        for item in node:
            yield from _targets(item)
    elif isinstance(node, dict):
        mapping = node.get("mapping")
        for name in mapping.values() if isinstance(mapping, dict) and "propertyName" in node else ():
            if isinstance(name, str) and "/" not in name:
                yield ("components", "schemas", name)
        for below in node.values():
            yield from _targets(below)

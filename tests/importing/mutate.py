"""Random changes of a JSON document, one after another: what a careless hand or an odd tool could make of it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, TypeAlias

Choose: TypeAlias = Callable[[int], int]
Container: TypeAlias = "dict[str, Any] | list[Any]"

KEYS = """
    type description required items properties title format default extra raw in name enum schema parameters responses
    definitions additionalProperties allOf readOnly deprecated tags summary operationId security consumes produces
    schemes host basePath info paths contact license headers examples example discriminator xml externalDocs
    collectionFormat allowEmptyValue minimum exclusiveMinimum maxLength uniqueItems multipleOf pattern x-ms-summary
    x-ms-visibility x-ms-trigger x-ms-trigger-hint x-ms-dynamic-values x-ms-dynamic-list x-ms-dynamic-schema
    x-ms-dynamic-properties x-ms-dynamic-tree x-ms-url-encoding x-ms-notification-content x-ms-notification-url
    x-ms-api-annotation x-ms-connector-metadata x-ms-enum-values x-ms-test-value x-nullable x-example x-vendor X-Upper
    x- $ref get post head trace 200 default uiDefinition constraints oAuthSettings customParameters
    policyTemplateInstances templateId scriptOperations capabilities connectionParameters values
    connectionParameterSets iconBrandColor publisher stackOwner displayName tooltip value parameter parameterReference
    value-path itemsPath propertyName propertyValue swagger
""".split()
NAMES = [
    *("", " ", "no", "null", "1.0", "0x1F", "a b", " a", "a ", "ä", "a.b", "a/b", "~1/", "~0", "#", "- a"),
    *("? a", ": x", "a: b", "{{ x }}", "{x}", "[]", "a[]", "|", ">", "%", "@", "`", "!", "&a", "*a", "<<", "="),
    *("\t", "\n", "\r", "\x00", "\x7f", "\x85", "\u2028", "\ufeff", "\ufeffa", "\U0001f600", "long " * 300),
    *("x" * 2000, "'", '"', "\\", "fields", "shared", "path", "action", "trigger", "kind", "any", "ref"),
    *("string", "date-time", "../../x", "con"),
]
TEXTS = [
    *NAMES,
    *("yes", "~", "12:30", "2020-01-01", "1e3", "1_000", ".5", "-0.0", "+1", "l1\nl2\n", "l1\n\nl2", "\nl1"),
    *(" l1\n l2", "l1 \nl2", "l1\n\tl2", "l1\n#l2", "a\r\nb", "long words " * 20, "---", "...", "- - a"),
    *("--- a\nb", "{% raw %}", "{% endraw %}", "{# c #}", "${x}", "%YAML 1.2", "internal", "none", "single"),
    *("batch", "object", "array", "integer", "file", "OK", "200", "x" * 3000, "\u00a0a", "a\u00a0", "\u200b"),
    *("query", "body", "path"),
]
NUMBERS = [
    *(0, 1, -1, 200, 2**31, 2**53 + 1, 2**64, -(2**63), 10**40, 10**299, 0.0, -0.0, 1.0, 1.5, 1e22, 1e300),
    *(5e-324, 1e16, 123456789.0),
]
EMPTIES: list[Any] = [
    None,
    False,
    True,
    "",
    [],
    {},
    [[]],
    [{}],
    {"": ""},
    {"a": None},
    [None],
    ["a"],
    [""],
    [1, 1.0, True, "1"],
]
REFERENCES = ["#/definitions/A", "#/parameters/P", "#/responses/R", "#", "", "other.json", "#/paths", "#/definitions/"]


def mutate(document: Any, choose: Choose, times: int) -> Any:
    """A copy of ``document`` with that many changes; ``choose(n)`` gives a number below n."""
    made = copy.deepcopy(document)
    for _ in range(times):
        _change(made, choose)
    return made


def _change(document: Any, choose: Choose) -> None:
    holder = _holder(document, choose)
    CHANGES[choose(len(CHANGES))](document, holder, choose)


def _holder(document: Any, choose: Choose) -> Container:
    """Some container of the document: by a walk from the top, or any of all."""
    if choose(3) == 0:
        holders = _holders(document)
        return holders[choose(len(holders))]
    here: Container = document
    while True:
        below = [value for value in _values(here) if isinstance(value, (dict, list))]
        if not below or choose(5) == 0:
            return here
        here = below[choose(len(below))]


def _holders(document: Container) -> list[Container]:
    found, waiting = [], [document]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += [value for value in _values(node) if isinstance(value, (dict, list))]
    return found


def _values(node: Container) -> list[Any]:
    return list(node.values()) if isinstance(node, dict) else node


def _slot(node: Container, choose: Choose) -> Any:
    """A key or an index of ``node`` that has a value, None when it is empty."""
    slots = list(node) if isinstance(node, dict) else list(range(len(node)))
    return slots[choose(len(slots))] if slots else None


def _key(choose: Choose) -> str:
    listed = KEYS if choose(3) else NAMES
    return listed[choose(len(listed))]


def value(document: Any, choose: Choose) -> Any:
    """Some value: a scalar, something empty, a reference, or a part of the document itself."""
    kind = choose(6)
    if kind == 0:
        return {"$ref": REFERENCES[choose(len(REFERENCES))]}
    if kind == 1:
        holders = _holders(document)
        return copy.deepcopy(holders[choose(len(holders))]) if len(holders) < 400 else {"type": "string"}
    groups: list[list[Any]] = [TEXTS, NUMBERS, EMPTIES, EMPTIES]
    listed = groups[kind - 2]
    return copy.deepcopy(listed[choose(len(listed))])


def _delete(document: Any, holder: Container, choose: Choose) -> None:
    slot = _slot(holder, choose)
    if slot is not None:
        del holder[slot]


def _replace(document: Any, holder: Container, choose: Choose) -> None:
    slot = _slot(holder, choose)
    if slot is not None:
        holder[slot] = value(document, choose)


def _insert(document: Any, holder: Container, choose: Choose) -> None:
    _put(holder, value(document, choose), choose)


def _put(holder: Container, made: Any, choose: Choose) -> None:
    if isinstance(holder, dict):
        holder[_key(choose)] = made
    else:
        holder.insert(choose(len(holder) + 1), made)


def _repeat(document: Any, holder: Container, choose: Choose) -> None:
    slot = _slot(holder, choose)
    if slot is not None:
        _put(holder, copy.deepcopy(holder[slot]), choose)


def _rename(document: Any, holder: Container, choose: Choose) -> None:
    slot = _slot(holder, choose)
    if slot is not None and isinstance(holder, dict):
        renamed = {(_key(choose) if key == slot else key): below for key, below in holder.items()}
        holder.clear()
        holder.update(renamed)


def _turn(document: Any, holder: Container, choose: Choose) -> None:
    if isinstance(holder, list):
        holder.reverse()
    else:
        turned = dict(reversed(holder.items()))
        holder.clear()
        holder.update(turned)


def _wrap(document: Any, holder: Container, choose: Choose) -> None:
    slot = _slot(holder, choose)
    if slot is not None:
        holder[slot] = [holder[slot]] if choose(2) else {_key(choose): holder[slot]}


def _unwrap(document: Any, holder: Container, choose: Choose) -> None:
    slot = _slot(holder, choose)
    if slot is not None and isinstance(holder[slot], (dict, list)) and holder[slot]:
        holder[slot] = _values(holder[slot])[0]


CHANGES = [_insert, _insert, _insert, _delete, _replace, _repeat, _rename, _turn, _wrap, _unwrap]

"""Faults of annotations, of families of operations, and of texts for assistants."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from tests.check.rules.mutations.faults.triggers import operations
from tests.check.rules.mutations.jsontext import DEFINITION, Edit, Fault, get, put
from tests.check.rules.mutations.table import added, gone, in_json, in_yaml, removed, values
from tests.check.rules.mutations.yamltext import Change, Tree

_KEY = "x-ms-api-annotation"
_SAID: dict[str, list[tuple[dict[str, Any], str]]] = {
    "VER010": [({"familly": "A"}, "/familly"), ({"status": "Preview", "note": "x"}, "/note")],
    "VER011": [({"family": "A", "revision": "1"}, "/revision"), ({"family": "A", "revision": 0}, "/revision")],
    "VER012": [({"status": "Beta"}, "/status"), ({"status": "preview"}, "/status")],
    "VER013": [({"revision": 1}, "")],
    "VER015": [({"family": "", "revision": 1}, "/family")],
    "VER034": [({"family": "A"}, "")],
    "VER050": [({"replacement": {"api": "a", "operationId": "B"}}, "/replacement")],
    "VER060": [({"expires": "2031-01-01"}, "/expires")],
}
_FLOW = {
    "VER010": "{familly: A}",
    "VER011": "{family: A, revision: first}",
    "VER012": "{status: Beta}",
    "VER013": "{revision: 1}",
    "VER015": "{family: 5, revision: 1}",
    "VER034": "{family: A}",
    "VER050": "{replacement: {api: a, operationId: B}}",
    "VER060": "{expires: '2031-01-01'}",
}


def _annotated(rule: str, said: dict[str, Any], where: str) -> None:
    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for at, one in operations(documents):
            if _KEY not in one and "status" not in documents[DEFINITION]["info"].get(_KEY, {}):
                yield put(f"{at}/{_KEY}", said, f"{at}/{_KEY}{where}")


for _rule, _cases in _SAID.items():
    for _case in _cases:
        _annotated(_rule, *_case)
    added(_rule, f"annotation: {_FLOW[_rule]}")

gone("VER051", "/replacement/api")
values("VER051", "/replacement", lambda said: {})
removed("VER051", "replacement", "api", line=lambda entry: entry.line)
gone("VER052", "/replacement/operationId")
removed("VER052", "replacement", "operationId", line=lambda entry: entry.line)
values("VER014", "v2~1visits~1{visit_id}/get/x-ms-api-annotation/family", lambda said: "GetVist")


@in_yaml("VER014")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("annotation", "family"):
        if "Preview" in {str(node.value) for node in entry.siblings.values()}:
            yield entry.put("GetVist")


def _pairs(documents: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Two operations without a family, to form a new one."""
    free = [at for at, one in operations(documents) if _KEY not in one and "x-ms-trigger" not in one]
    preview = "status" in documents[DEFINITION]["info"].get(_KEY, {})
    yield from pairwise(free) if not preview else ()


def _family(
    documents: dict[str, Any], first: str, second: str, one: dict[str, Any], two: dict[str, Any]
) -> tuple[Edit, ...]:
    """The edits that make a family of two. The older operation is hidden, so that only its annotation is wrong."""
    name = get(documents[DEFINITION], f"{first}/operationId")
    hidden = Edit(f"{first}/x-ms-visibility", "internal")
    more = () if get(documents[DEFINITION], f"{first}/x-ms-visibility") == "internal" else (hidden,)
    return (Edit(f"{first}/{_KEY}", {"family": name, **one}), Edit(f"{second}/{_KEY}", {"family": name, **two}), *more)


@in_json("VER030")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for first, second in _pairs(documents):
        yield Fault(_family(documents, first, second, {"revision": 1}, {"revision": 1}), f"{second}/{_KEY}/revision")


values("VER030", "v2~1visits~1{visit_id}/get/x-ms-api-annotation/revision", lambda said: 1)


@in_yaml("VER030")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("annotation", "revision"):
        if entry.text == "2":
            yield entry.put("1")


@in_json("VER031")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in operations(documents):
        if _KEY not in one and "/visits/{visit_id}" in documents[DEFINITION]["paths"]:
            said = {"family": "GetVisit", "revision": 3}
            yield put(f"{at}/{_KEY}", said, "/paths/~1visits~1{visit_id}/get/x-ms-api-annotation")


@in_yaml("VER031")
def _(tree: Tree) -> Iterator[Change]:
    oldest = [entry for entry in tree.each("annotation", "revision") if "status" in entry.siblings]
    for first in oldest[:1]:
        for entry in tree.operations("action"):
            if "annotation" not in entry.siblings:
                change = entry.beside("annotation: {family: GetVisit, revision: 3}")
                yield change._replace(line=Tree(tree.file, change.text).at(first.path).line)


@in_json("VER032")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for first, second in _pairs(documents):
        ready = {"status": "Production"}
        edits = _family(documents, first, second, {"revision": 1, **ready}, {"revision": 2, **ready})
        yield Fault(edits, f"{first}/{_KEY}/status")


@in_yaml("VER032")
def _(tree: Tree) -> Iterator[Change]:
    ready = [entry for entry in tree.each("annotation", "status") if entry.text == "Production"]
    for entry in tree.each("annotation", "status"):
        if entry.text == "Preview" and ready and "family" in entry.siblings:
            yield entry.put("Production")._replace(line=ready[0].line)


@in_json("VER033")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for first, second in _pairs(documents):
        yield Fault(_family(documents, first, second, {}, {}), f"{second}/{_KEY}")


@in_yaml("VER033")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.operations("action"):
        if entry.text == "GetVisit":
            left = Tree(tree.file, tree.at((*entry.path[:-1], "annotation")).put("{family: GetVisit}").text)
            second = next(one for one in left.operations("action") if one.text == "GetVisit_V2")
            yield left.at((*second.path[:-1], "annotation")).put("{family: GetVisit}")


@in_json("VER035")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for first, second in _pairs(documents):
        if "x-ms-visibility" not in get(documents[DEFINITION], first):
            yield Fault(_family(documents, first, second, {"revision": 1}, {"revision": 2})[:2], first)


@in_yaml("VER035")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("visibility"):
        if entry.text == "advanced" and "annotation" in entry.siblings:
            yield entry.put("important")._replace(line=entry.top)


# Assistants
@in_json("EXT300")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    yield put("/info/x-ms-keywords", "orders")
    yield put("/info/x-ms-keywords", ["orders", 5], "/info/x-ms-keywords/1")


@in_yaml("EXT300")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("connector"):
        if "keywords" in entry.siblings:
            yield tree.at(("keywords",)).put("[visits, 5]")
        else:
            yield entry.beside("keywords: [orders, '']")


_MADE = {"humanName": "Contoso", "modelDescription": "Reads orders."}


@in_json("EXT310")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    at = "/x-ms-openai-manifest"
    yield from (put(at, {key: said}) for key, said in _MADE.items())
    yield put(at, [])


@in_json("EXT311")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    at = "/x-ms-openai-manifest"
    yield put(at, {**_MADE, "contactEmail": "help"}, f"{at}/contactEmail")
    yield put(at, {**_MADE, "legalUrl": "contoso.com"}, f"{at}/legalUrl")


def _manifest(rule: str, said: str) -> None:
    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in tree.each("connector"):
            there = "ai_plugin" in entry.siblings
            yield tree.at(("ai_plugin",)).instead(f"ai_plugin: {said}") if there else entry.beside(f"ai_plugin: {said}")


_manifest("EXT310", "{humanName: Contoso}")
_manifest("EXT311", "{humanName: Contoso, modelDescription: Reads orders., contactEmail: help}")
_DATA, _CONFIRM = "x-ms-openai-data", "x-ms-require-user-confirmation"


def _ai(rule: str, where: str, name: str = "", confirm: object = True, on: object = True, writes: bool = False) -> None:
    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for at, one in operations(documents):
            entry = {"operationId": name or one["operationId"], _CONFIRM: confirm}
            if not writes or not at.endswith("/get"):
                yield put(f"{at}/{_DATA}", {"openai-enabled": on, "operations": [entry]}, f"{at}/{_DATA}{where}")

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for operation in tree.operations("action"):
            entry = f"{{operationId: {name or operation.text}, {_CONFIRM}: {str(confirm).lower()!r}}}"
            entry = entry if isinstance(confirm, str) else entry.replace("'", "")
            if "ai" not in operation.siblings and (not writes or "GET" not in operation.siblings["request"].value):
                yield operation.beside(f"ai: {{openai-enabled: {str(on).lower()}, operations: [{entry}]}}")


_ai("EXT320", "/openai-enabled", on="yes")
_ai("EXT321", "/operations/0/operationId", name="Nowhere")
_ai("EXT330", f"/operations/0/{_CONFIRM}", confirm="true")
_ai("EXT331", f"/operations/0/{_CONFIRM}", confirm=False, writes=True)


@in_json("EXT340")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    at = "/info/x-ms-openai-published-to-copilots"
    yield put(at, [{"AICopilot-enabled": True}], f"{at}/0")
    yield put(at, "Sales")


@in_yaml("EXT340")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("connector"):
        yield entry.beside("exact: {info_extra: {x-ms-openai-published-to-copilots: [{AICopilotName: Sales}]}}")

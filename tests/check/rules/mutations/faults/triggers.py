"""Faults of triggers: of batches, polling, and notifications."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.check.rules.mutations.jsontext import DEFINITION, GONE, PROPERTIES, Edit, Fault, get, put
from tests.check.rules.mutations.table import added, gone, in_json, in_yaml, removed, replaced, values
from tests.check.rules.mutations.yamltext import Change, Tree

CONTENT, _NEWS = "x-ms-notification-content", "x-ms-notification"
_METHODS = ("get", "post", "put", "patch", "delete")
_NAMES = "x-ms-apimTemplate-operationName"


def operations(documents: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each operation with its pointer."""
    for path, item in documents[DEFINITION]["paths"].items():
        for method, operation in item.items():
            if method in _METHODS:
                yield f"/paths/{path.replace('~', '~0').replace('/', '~1')}/{method}", operation


def hooks(documents: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The triggers whose path declares the content of the notification."""
    return [
        (at, one)
        for at, one in operations(documents)
        if "x-ms-trigger" in one and CONTENT in get(documents[DEFINITION], at.rpartition("/")[0])
    ]


# Triggers
values("TRG010", "/x-ms-trigger", lambda said: "webhook")
values("TRG010", "/x-ms-trigger", lambda said: said.capitalize())
added("TRG010", "extra: {x-ms-trigger: hook}", ("trigger",), lambda entry: "kind" not in entry.siblings)


@in_json("TRG011")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    policies = "/properties/policyTemplateInstances"
    for index, policy in enumerate(get(documents[PROPERTIES], policies) or []):
        if policy["templateId"] == "pollingtrigger":
            at = "/paths/~1visits~1new/get/responses/200/schema"
            less = Edit(f"{policies}/{index}", GONE, PROPERTIES)
            yield Fault((less, Edit(f"{at}/properties/visits", {"type": "string", "x-ms-summary": "Visits"})), at)


@in_yaml("TRG011")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("triggerDataPath"):
        without = Tree(tree.file, entry.put("'@json(triggerBody())'").text)
        for one in without.operations("trigger"):
            visits = (*one.path[:-1], "returns", "fields", "visits")
            if "kind" in one.siblings:
                yield (
                    without.at(visits)
                    .put("{type: string, description: The new visits.}")
                    ._replace(line=without.at(visits[:-2]).line)
                )


@in_json("TRG012")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    at = "/paths/~1visits~1new/get/responses/200/schema"
    if get(documents[DEFINITION], f"{at}/properties/last"):
        yield Fault((Edit(f"{at}/properties/last/x-ms-visibility", "none"),), at)
        extra = {"type": "array", "x-ms-summary": "Old Visits", "description": "What was.", "items": {"type": "string"}}
        yield Fault((Edit(f"{at}/properties/old", extra),), at)


@in_yaml("TRG012")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("returns", "fields", "last"):
        changed = entry.put("{type: string, description: The last visit.}")
        yield changed._replace(line=tree.at(entry.path[:-2]).line)


@in_json("TRG060")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in operations(documents):
        yield put(f"{at}/{_NEWS}", {"operationId": "Nowhere"}, f"{at}/{_NEWS}/operationId")


added("TRG060", f"extra: {{{_NEWS}: {{operationId: Nowhere}}}}")
replaced("TRG060", _NEWS, "operationId", by=lambda entry: "Nowhere")


def _hook_id(tree: Tree) -> str:
    return next((entry.text for entry in tree.operations("trigger") if "event" in entry.siblings), "")


@in_json("TRG061")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for _, hook in hooks(documents)[:1]:
        for at, one in operations(documents):
            if "x-ms-trigger" not in one:
                yield put(f"{at}/{_NEWS}", {"operationId": hook["operationId"]})


@in_yaml("TRG061")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.operations("action") if _hook_id(tree) else ():
        if "extra" not in entry.siblings:
            yield entry.beside(f"extra: {{{_NEWS}: {{operationId: {_hook_id(tree)}}}}}")


@in_json("TRG062")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, hook in hooks(documents):
        yield put(f"{at}/{_NEWS}", {"operationId": hook["operationId"]})


@in_yaml("TRG062")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.operations("trigger"):
        if "event" in entry.siblings:
            yield entry.beside(f"extra: {{{_NEWS}: {{operationId: {entry.text}}}}}")


values("TRG063", f"/{_NEWS}/operationId", lambda said: "ListTowns")
replaced("TRG063", _NEWS, "operationId", by=lambda entry: "ListTowns")


@in_json("TRG070")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in operations(documents):
        if one.get("x-ms-trigger") == "batch":
            path = at.rpartition("/")[0]
            yield Fault((Edit(at, GONE), Edit(f"{path}/post", one)), f"{path}/post")


@in_yaml("TRG070")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("request"):
        if "kind" in entry.siblings and entry.text.startswith("GET"):
            yield entry.put(entry.text.replace("GET", "POST"))._replace(line=entry.top)


@in_json("TRG071")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    at = f"/properties/policyTemplateInstances/1/parameters/{_NAMES}/0"
    if get(documents[PROPERTIES], at):
        yield put(at, "ListVisits", document=PROPERTIES)
        yield Fault((Edit("/paths/~1visits~1new/get/x-ms-trigger", "single"),), at, PROPERTIES)


@in_yaml("TRG071")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("policies", "1", "operations"):
        yield entry.put("[ListVisits]")
        for one in tree.each("kind"):
            if one.text == "batch":
                yield one.put("single")._replace(line=entry.line)


values("TRG072", "triggerDataPath", lambda said: "@triggerBody().nothing", document=PROPERTIES)
replaced("TRG072", "triggerDataPath", by=lambda entry: '"@triggerBody().last"')
values("TRG073", "~1visits~1new/get/parameters/0/x-ms-visibility", lambda said: "advanced", "..")
replaced("TRG073", "since", "visibility", by=lambda entry: "advanced")
values("TRG090", "/x-ms-trigger-metadata/(kind|mode)", lambda said: "webhook")
gone("TRG090", "/x-ms-trigger-metadata/(kind|mode)")
replaced("TRG090", "trigger_metadata", "kind", by=lambda entry: "webhook")
replaced("TRG090", "trigger_metadata", "mode", by=lambda entry: "webhook")
removed("TRG090", "trigger_metadata", "kind", line=lambda entry: entry.line)


@in_json("EXT060")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in operations(documents):
        if "x-ms-trigger" not in one:
            yield put(f"{at}/x-ms-trigger-hint", "Place an order.")


added("EXT060", "hint: Place an order.", ("action",))


@in_json("EXT061")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in operations(documents):
        if "x-ms-trigger" in one:
            yield put(f"{at}/x-ms-trigger-hint", 5)


added("EXT061", "extra: {x-ms-trigger-hint: [Ship it.]}", ("trigger",), lambda entry: "hint" not in entry.siblings)

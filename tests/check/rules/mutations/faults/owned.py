"""Faults of parameters whose names something else owns, of values that are lost, and of paths without operations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.check.rules.mutations.jsontext import DEFINITION, GONE, Edit, Fault, join, put
from tests.check.rules.mutations.places import METHODS, shown, texts, writes, y_operations, y_texts
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.top_level import root
from tests.check.rules.mutations.yamltext import Change, Tree, keys

_TEXTS = {"type": "string", "x-ms-summary": "More", "description": "One thing more."}
_NAMES = {
    "PAR081": [("Authorization", "header"), ("authorization", "header")],
    "PAR083": [("Host", "header"), ("content-length", "header")],
    "PAR084": [("X-Api-Key", "header"), ("x-api-key", "header")],
    "PAR147": [("page[size]", "query"), ("tags[]", "query")],
}


def _parameter(rule: str, name: str, where: str) -> None:
    """Rows for both forms: a parameter more."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        if rule == "PAR084" and not _keyed(documents):
            return
        for at, one in shown(documents):
            # A GET alone: other requests may have form fields.
            if at.endswith("/get"):
                index = len(one.get("parameters", []))
                made = {"name": name, "in": where, **_TEXTS}
                yield put(f"{at}/parameters/{index}", made, f"{at}/parameters/{index}/name")

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        first = root(tree)
        keyed = first is not None and "X-Api-Key" in tree.text
        for entry in y_operations(tree, "action"):
            if str(entry.siblings["request"].value).startswith("GET ") and (rule != "PAR084" or keyed):
                text = f"{{in: {where}, type: string, title: More, description: One thing more.}}"
                there = tree.at((*entry.path[:-1], "parameters")) if "parameters" in entry.siblings else None
                said = f"'{name}': {text}"
                yield there.into(said) if there is not None else entry.beside(f"parameters: {{{said}}}")


def _keyed(documents: dict[str, Any]) -> bool:
    return any(one.get("name") == "X-Api-Key" for one in documents[DEFINITION]["securityDefinitions"].values())


for _rule, _named in _NAMES.items():
    for _name, _where in _named:
        _parameter(_rule, _name, _where)


# Values
for _value in (5, True, 1.5, ["a"], {"a": 1}):

    @in_json("PAR165")
    def _(documents: dict[str, Any], value: Any = _value) -> Iterator[Fault]:
        for at, one in texts(documents):
            if "format" not in one and "maxLength" not in one:
                yield put(f"{at}/default", value)


writes("PAR165", y_texts, "extra", "{default: 5}", lambda entry: not {"format", "default"} & keys(entry.value).keys())


@in_json("PAR174")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in texts(documents):
        if "format" not in one:
            named = [{"value": "a", "displayName": "A"}]
            edits = (Edit(f"{at}/enum", ["a", "b"]), Edit(f"{at}/x-ms-enum-values", named))
            yield Fault(edits, f"{at}/x-ms-enum-values")


@in_yaml("PAR174")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_texts(tree):
        if not {"format", "default", "choices"} & keys(entry.value).keys():
            yield entry.into("choices: [a, b], exact: {choice_names: [{value: a, displayName: A}]}")


@in_json("PAR182")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in shown(documents):
        for index, parameter in enumerate(one.get("parameters", [])):
            if parameter.get("in") == "body" and _alone(parameter):
                here = f"{at}/parameters/{index}"
                yield Fault((Edit(f"{here}/x-ms-visibility", "internal"),), here)


def _alone(parameter: dict[str, Any]) -> bool:
    """Whether nothing else takes anything of a body."""
    return "dynamic" not in str(parameter) and "x-ms-notification-url" not in str(parameter)


@in_yaml("PAR182")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_operations(tree, "action"):
        said = keys(entry.siblings["body"]) if "body" in entry.siblings else {}
        start, end = (said["fields"].start_mark.index, said["fields"].end_mark.index) if "fields" in said else (0, 0)
        if "visibility" not in said and "fields" in said and not _taken(tree.text[start:end]):
            yield tree.at((*entry.path[:-1], "body")).into("visibility: internal")


def _taken(text: str) -> bool:
    return any(word in text for word in ("options:", "dynamic_schema:", "tree:", "callback:", "with:"))


# Paths
@in_json("PAR016")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    yield put(join("paths", "/left/over"), {})


@in_yaml("PAR016")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_operations(tree):
        if str(entry.path[-2]) == "0":
            text = "path: /left/over"
            mark = entry.within.start_mark
            start = tree.text.rindex("-", 0, mark.index)
            indent = " " * (start - tree.text.rfind("\n", 0, start) - 1)
            yield tree.changed(start, start, f"- {text}\n{indent}", int(mark.line) + 1)


@in_json("PAR063")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for path, item in documents[DEFINITION]["paths"].items():
        own = [method for method in METHODS if method in item]
        if len(own) == 1 and {one.get("in") for one in item[own[0]].get("parameters", [])} == {"path"}:
            at = join("paths", path)
            moved = Edit(f"{at}/parameters", item[own[0]]["parameters"])
            yield Fault((moved, Edit(f"{at}/{own[0]}/parameters", GONE)), f"{at}/{own[0]}")


@in_json("RSP087")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for name, one in documents[DEFINITION].get("definitions", {}).items():
        if f"#/definitions/{name}" not in str(one) and isinstance(one.get("properties"), dict):
            renamed = {"security" if key == name else key: value for key, value in _definitions(documents).items()}
            moved = _pointed(documents[DEFINITION], f"#/definitions/{name}", "#/definitions/security")
            edits = tuple(Edit(f"{pointer}/$ref", "#/definitions/security") for pointer in moved)
            yield Fault((*edits, Edit("/definitions", renamed)), "/definitions/security")
            return


def _definitions(documents: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = documents[DEFINITION]["definitions"]
    return found


def _pointed(node: Any, old: str, new: str, at: str = "") -> Iterator[str]:
    """The pointers of the references to a definition, outside the definitions."""
    if isinstance(node, dict):
        if node.get("$ref") == old:
            yield at
        for key, below in node.items():
            if not (at == "" and key == "definitions"):
                yield from _pointed(below, old, new, at + join(key))
    elif isinstance(node, list):
        for index, below in enumerate(node):
            yield from _pointed(below, old, new, f"{at}/{index}")


@in_yaml("RSP087")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("types", "*"):
        name = str(entry.path[-1])
        if (
            len(entry.path) == 2
            and "types: definitions" in tree.text
            and not re.search(rf"\b{name}\b[^:,}}\]\s]", tree.text)
        ):
            text = re.sub(rf"(?<![\w ]){name}\b|(?<=type: ){name}\b|(?<=  ){name}(?=:)", "security", tree.text)
            yield Change(tree.file, text, entry.line)

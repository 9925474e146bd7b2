"""Faults of the values of parameters and of fields of a body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.check.rules.mutations.jsontext import GONE, Edit, Fault, put
from tests.check.rules.mutations.places import inputs, node, says, texts, writes, y_inputs, y_texts
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.yamltext import Change, Entry, Tree, keys
from yaml.nodes import CollectionNode

_NAMES = "x-ms-enum-values"


def _numbers(documents: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from ((at, one) for at, one in inputs(documents) if one["type"] in ("integer", "number"))


def _words(documents: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from ((at, one) for at, one in inputs(documents) if one["type"] == "string" and "format" not in one)


def _y_words(tree: Tree) -> Iterator[Entry]:
    yield from (entry for entry in y_inputs(tree) if keys(entry.value)["type"].value == "string")


def _y_numbers(tree: Tree) -> Iterator[Entry]:
    yield from (entry for entry in y_inputs(tree) if keys(entry.value)["type"].value in ("int32", "int64", "double"))


# Values
says("PAR160", _numbers, "default", lambda node: "5")
writes("PAR160", _y_numbers, "default", '"5"')
for _where in (texts, _words):
    says("PAR160", _where, "default", lambda node: 5)
    says("PAR161", _where, "enum", lambda node: [])
    says("PAR162", _where, "enum", lambda node: ["a", "b", "a"], "/2")
    says("PAR163", _where, "enum", lambda node: ["a", 5], "/1")
    says("PAR173", _where, _NAMES, lambda node: [{"value": "PER", "displayName": "Perth"}])
    says("PAR213", _where, "pattern", lambda node: "[A-Z")
    says("PAR230", _where, "minimum", lambda node: 5)
    says("PAR212", _where, "maxLength", lambda node: -1)
    says("PAR212", _where, "maxLength", lambda node: "5")
    says("PAR240", _where, "format", lambda node: "guid")
    says("PAR241", _where, "format", lambda node: "int32")
    says("PAR242", _where, "format", lambda node: "")
    says("PAR243", _where, "type", lambda node: "text")
    says("PAR243", _where, "type", lambda node: ["string", "null"])
for _tree in (y_texts, _y_words):
    writes("PAR160", _tree, "default", "5")
    writes("PAR161", _tree, "extra", "{enum: []}")
    writes("PAR162", _tree, "choices", "[a, b, a]")
    writes("PAR163", _tree, "choices", "[a, 5]")
    writes("PAR173", _tree, "exact", "{choice_names: [{value: PER, displayName: Perth}]}")
    writes("PAR213", _tree, "pattern", '"[A-Z"')
    writes("PAR230", _tree, "min", "5")
    writes("PAR212", _tree, "extra", "{maxLength: -1}")
    writes("PAR240", _tree, "format", "guid")
    writes("PAR241", _tree, "format", "int32")
    writes("PAR242", _tree, "format", '""')
    writes("PAR243", _tree, "extra", "{type: text}")


def _choices(rule: str, said: dict[str, Any], place: str, text: str) -> None:
    """Rows for choices and their names, which are several keys."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for at, _ in [*texts(documents), *_words(documents)]:
            yield Fault(tuple(Edit(f"{at}/{key}", value) for key, value in said.items()), f"{at}{place}")

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in [*y_texts(tree), *_y_words(tree)]:
            if isinstance(entry.value, CollectionNode) and entry.value.flow_style:  # Two keys on one line.
                yield entry.into(text)


_CITY = {"value": "PER", "displayName": "Perth"}
_choices("PAR164", {"enum": ["a", "b"], "default": "c"}, "/default", "default: c, choices: [a, b]")
_choices(
    "PAR170",
    {"enum": ["SYD"], _NAMES: [_CITY]},
    f"/{_NAMES}/0/value",
    "choices: [SYD], exact: {choice_names: [{value: PER, displayName: Perth}]}",
)
_choices(
    "PAR171",
    {"enum": ["PER"], _NAMES: [{"value": "PER"}]},
    f"/{_NAMES}/0",
    "choices: [PER], exact: {choice_names: [{value: PER}]}",
)
_choices(
    "PAR172",
    {"enum": ["PER"], _NAMES: [_CITY, {**_CITY, "displayName": "Perth City"}]},
    f"/{_NAMES}/1/value",
    "choices: [PER], exact: {choice_names: [{value: PER, displayName: Perth}, {value: PER, displayName: P}]}",
)


@in_json("PAR210")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in _numbers(documents):
        yield Fault((Edit(f"{at}/minimum", 50), Edit(f"{at}/maximum", 3)), f"{at}/minimum")


@in_yaml("PAR210")
def _(tree: Tree) -> Iterator[Change]:
    for entry in _y_numbers(tree):
        said = keys(entry.value)
        if not {"min", "max"} & said.keys():
            yield entry.into("min: 50, max: 3")
        elif "min" in said and "max" in said:
            yield tree.at((*entry.path, "max")).put("0")._replace(line=tree.at((*entry.path, "min")).line)


@in_json("PAR211")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in _numbers(documents):
        gone = (Edit(f"{at}/minimum", GONE),) if "minimum" in one else ()
        yield Fault((*gone, Edit(f"{at}/exclusiveMinimum", True)), f"{at}/exclusiveMinimum")


@in_yaml("PAR211")
def _(tree: Tree) -> Iterator[Change]:
    for entry in _y_numbers(tree):
        there = "min" in keys(entry.value)
        yield (
            tree.at((*entry.path, "min")).instead("exclusive_min: true") if there else entry.into("exclusive_min: true")
        )


says("PAR230", _numbers, "maxLength", lambda node: 5)
writes("PAR230", _y_numbers, "max_length", "5")
says("PAR244", texts, "type", lambda node: "object")
writes("PAR244", y_texts, "type", "object")
says("PAR100", texts, "type", lambda node: "file" if "format" not in node else None)
writes("PAR100", y_texts, "type", "file")
says("PAR101", _words, "type", lambda node: "file")
writes("PAR101", _y_words, "type", "file")
says("PAR102", _words, "format", lambda node: "binary")
writes("PAR102", _y_words, "type", "binary")
writes("PAR102", _y_words, "format", "binary")


@in_json("PAR190")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in inputs(documents):
        above, _, name = at.rpartition("/properties/")
        if name in node(documents, above).get("required", []):
            yield put(f"{at}/readOnly", True)


writes(
    "PAR190",
    y_inputs,
    "read_only",
    "true",
    lambda entry: getattr(keys(entry.value).get("required"), "value", "") == "true",
)

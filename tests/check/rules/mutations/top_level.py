"""Rows of the table for the top of a connector: of its definition, of apiProperties.json and of its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.check.rules.mutations.jsontext import GONE, PROPERTIES, Fault, put
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.yamltext import Change, Entry, Tree

AT = "/properties"


def root(tree: Tree) -> Entry | None:
    return next((entry for entry in tree.entries() if entry.path == ("connector",)), None)


def top(rule: str, key: str, text: str, only: Callable[[Entry], bool] = lambda entry: True) -> None:
    """A row for YAML: ``key: text`` is set at the top level, in place of the present value."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        first = root(tree)
        if first is not None and only(first):
            there = key in first.siblings
            yield tree.at((key,)).put(text) if there else first.beside(f"{key}: {text}")


def without(rule: str, key: str) -> None:
    """A row for YAML: a key of the top level is removed."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        first = root(tree)
        if first is not None and key in first.siblings:
            yield tree.at((key,)).without(first.top)


def definition(rule: str, key: str, value: Any, at: str = "") -> None:
    """A row for JSON: a value of the definition."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        yield put(f"/{key}", value, f"/{key}{at}" if value is not GONE else "/")


def properties(rule: str, key: str, value: Any, at: str = "") -> None:
    """A row for JSON: a value of apiProperties.json."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        pointer = f"{AT}/{key}"
        yield put(pointer, value, f"{pointer}{at}" if value is not GONE else AT, PROPERTIES)

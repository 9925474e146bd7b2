"""Faults of parameters: where they travel, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.check.rules.mutations.jsontext import GONE, Edit, Fault, put
from tests.check.rules.mutations.places import (
    bodies,
    forgets,
    inputs,
    lacks,
    of_paths,
    outputs,
    queried,
    says,
    shown,
    texts,
    writes,
    y_inputs,
    y_outputs,
    y_parameters,
    y_paths,
    y_texts,
)
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.yamltext import Change, Entry, Tree, keys

_LONG = "The name of the city or of the part of the city in which the shops are that you look for"
_TITLE, _ENCODED, _NAMES = "x-ms-summary", "x-ms-url-encoding", "x-ms-enum-values"


def _query(tree: Tree) -> Iterator[Entry]:
    return y_parameters(tree, "query")


# Path parameters
says("PAR040", of_paths, "required", lambda node: False)
lacks("PAR040", of_paths, "required")
writes("PAR040", y_paths, "required", "false")
lacks("PAR050", of_paths, _ENCODED)
writes("PAR050", y_paths, "url_encoding", "none")
says("PAR051", of_paths, _ENCODED, lambda node: "triple")
says("PAR051", of_paths, _ENCODED, lambda node: "Single")
writes("PAR051", y_paths, "extra", "{x-ms-url-encoding: triple}")
says("PAR052", queried, _ENCODED, lambda node: "single")
writes("PAR052", _query, "url_encoding", "single")


@in_json("PAR030")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in shown(documents):
        for index, parameter in enumerate(one.get("parameters", [])):
            if parameter.get("in") == "path":
                yield Fault((Edit(f"{at}/parameters/{index}", GONE),), at)


@in_yaml("PAR030")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_paths(tree):
        yield entry.without(next(one.line for one in tree.operations() if one.path[:-1] == entry.path[:-2]))


_MORE = {
    "name": "extra",
    "in": "path",
    "required": True,
    "type": "string",
    _TITLE: "Extra",
    "description": "Something more.",
    _ENCODED: "single",
}


def _another(rule: str, said: dict[str, Any], where: str = "") -> None:
    """A row for JSON: one more parameter."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for at, one in shown(documents):
            listed = one.get("parameters", [])
            forms = any(parameter.get("in") in ("body", "formData") or "$ref" in parameter for parameter in listed)
            if not (forms and rule == "PAR070") and (at.endswith("/get") or rule != "PAR070") and listed:
                pointer = f"{at}/parameters/{len(listed)}"
                made = {key: value for key, value in {**_MORE, **said}.items() if value is not GONE}
                yield put(pointer, made, pointer + where)


def _beside(rule: str, text: str, kinds: tuple[str, ...] = ("query", "path")) -> None:
    """A row for YAML: one more parameter beside those that there are."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in y_parameters(tree, *kinds):
            yield entry.beside(text)


_another("PAR031", {})
_beside("PAR031", "extra: {type: string, in: path, description: Something more.}")
_another("PAR080", {"name": "connectionId", "in": "query", "required": False, _ENCODED: GONE}, "/name")
_beside("PAR080", "connectionId: {type: string, description: The connection.}")


@in_json("PAR060")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in shown(documents):
        for parameter in one.get("parameters", []):
            if parameter.get("in") == "query":
                pointer = f"{at}/parameters/{len(one['parameters'])}"
                yield put(pointer, {**parameter, "description": "The same again."}, pointer)


@in_yaml("PAR060")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_texts(tree):
        change = entry.beside(f"again: {{name: {entry.path[-1]}, type: string, description: The same again.}}")
        second = Tree(tree.file, change.text).at(entry.path)
        yield change._replace(line=second.line)


# Titles and descriptions
lacks("PAR090", texts, _TITLE)
says("PAR090", texts, _TITLE, lambda node: "")
writes("PAR090", y_texts, "title", "none")
says("PAR091", texts, _TITLE, lambda node: _LONG)
writes("PAR091", y_texts, "title", _LONG)
says("PAR092", texts, _TITLE, lambda node: "home town")
writes("PAR092", y_texts, "title", "home town")
says("OPR153", texts, _TITLE, lambda node: "homeTown")
says("OPR153", texts, _TITLE, lambda node: "home_town")
for _word in ("homeTown", "home_town", "Orderdate"):
    writes("OPR153", y_texts, "title", _word)
lacks("PAR093", texts, "description")
says("PAR093", texts, "description", lambda node: "  ")
writes("PAR093", y_texts, "description", '""')
forgets("PAR093", y_texts, "description")
for _where in (inputs, outputs):
    says("PAR094", _where, _TITLE, lambda node: _LONG)
for _tree in (y_inputs, y_outputs):
    writes("PAR094", _tree, "title", _LONG)
for _where in (texts, inputs, outputs):
    says("OPR141", _where, "description", lambda node: "The thing, see https://contoso.com/docs for more.")
    says("OPR143", _where, "description", lambda node: "The thing’s number.")
for _tree in (y_texts, y_inputs, y_outputs):
    writes("OPR141", _tree, "description", '"The thing, see https://contoso.com/docs for more."')
    writes("OPR143", _tree, "description", "The thing’s number.")


# The form of a parameter
says("PAR120", of_paths, "allowEmptyValue", lambda node: True)
writes("PAR120", y_paths, "allow_empty", "true")
says("PAR141", texts, "schema", lambda node: {"type": "string"})
writes("PAR141", y_texts, "extra", "{schema: {type: string}}")
says("PAR142", bodies, "format", lambda node: "int32")
says("PAR142", bodies, "maxLength", lambda node: 5)
says("PAR140", bodies, "schema", lambda node: GONE, "..")
says("PAR144", texts, "in", lambda node: "Query")
says("PAR144", texts, "in", lambda node: "qurey")
lacks("PAR144", texts, "in")
writes("PAR144", y_texts, "extra", "{in: qurey}")
lacks("PAR145", texts, "type")
writes("PAR145", y_texts, "type", "any")
says("PAR146", texts, "required", lambda node: "true")
says("PAR146", texts, "required", lambda node: 1)
writes("PAR146", y_texts, "extra", '{required: "true"}')
lacks("PAR143", texts, "name")
says("PAR143", texts, "name", lambda node: "")


@in_json("PAR130")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in texts(documents):
        listed = {key: said for key, said in one.items() if key not in ("format",)}
        listed |= {"type": "array", "items": {"type": "string"}, "collectionFormat": "multi"}
        yield put(at, listed, f"{at}/collectionFormat")


@in_yaml("PAR130")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_texts(tree):
        typed = Tree(tree.file, tree.at((*entry.path, "type")).put('"string[]"').text)
        yield typed.at(entry.path).into("collection_format: multi")


# Hidden values
@in_json("PAR180")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in texts(documents):
        yield Fault((Edit(f"{at}/x-ms-visibility", "internal"), Edit(f"{at}/required", True)), f"{at}/default")


@in_json("PAR181")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in texts(documents):
        if not one.get("required"):
            yield Fault((Edit(f"{at}/x-ms-visibility", "internal"), Edit(f"{at}/default", "Sydney")), f"{at}/default")


writes("PAR181", y_texts, "constant", "Sydney", lambda entry: "required" not in keys(entry.value))


@in_yaml("PAR143")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_texts(tree):
        if "required" not in keys(entry.value):
            yield entry.put(f"{{exact: {{raw: {{in: query, type: string, {_TITLE}: City, description: The city.}}}}}}")


@in_yaml("PAR180")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_texts(tree):
        if "required" not in keys(entry.value):
            yield entry.into("visibility: internal, required: true")

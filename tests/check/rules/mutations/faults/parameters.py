"""Faults of parameters: where they travel, what they are called, and what is said of their values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.check.rules.mutations.jsontext import GONE, Edit, Fault, put
from tests.check.rules.mutations.places import (
    OfDocuments,
    bodies,
    forgets,
    inputs,
    lacks,
    node,
    of_paths,
    outputs,
    queried,
    says,
    shown,
    texts,
    writes,
    y_inputs,
    y_operations,
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


def _numbers(documents: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from ((at, one) for at, one in inputs(documents) if one["type"] in ("integer", "number"))


def _words(documents: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from ((at, one) for at, one in inputs(documents) if one["type"] == "string" and "format" not in one)


def _y_words(tree: Tree) -> Iterator[Entry]:
    yield from (entry for entry in y_inputs(tree) if keys(entry.value)["type"].value == "string")


def _y_numbers(tree: Tree) -> Iterator[Entry]:
    yield from (entry for entry in y_inputs(tree) if keys(entry.value)["type"].value in ("int32", "int64", "double"))


# What travels in the path
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
says("PAR092", texts, _TITLE, lambda node: "home_town")
writes("PAR092", y_texts, "title", "home_town")
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


writes("PAR181", y_texts, "internal", "Sydney", lambda entry: "required" not in keys(entry.value))

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
    writes("PAR173", _tree, "choice_names", "[{value: PER, displayName: Perth}]")
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
            if entry.value.flow_style:  # Two keys on one line are none of a block.
                yield entry.into(text)


_CITY = {"value": "PER", "displayName": "Perth"}
_choices("PAR164", {"enum": ["a", "b"], "default": "c"}, "/default", "default: c, choices: [a, b]")
_choices(
    "PAR170",
    {"enum": ["SYD"], _NAMES: [_CITY]},
    f"/{_NAMES}/0/value",
    "choices: [SYD], choice_names: [{value: PER, displayName: Perth}]",
)
_choices(
    "PAR171",
    {"enum": ["PER"], _NAMES: [{"value": "PER"}]},
    f"/{_NAMES}/0",
    "choices: [PER], choice_names: [{value: PER}]",
)
_choices(
    "PAR172",
    {"enum": ["PER"], _NAMES: [_CITY, {**_CITY, "displayName": "Perth City"}]},
    f"/{_NAMES}/1/value",
    "choices: [PER], choice_names: [{value: PER, displayName: Perth}, {value: PER, displayName: P}]",
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
        yield tree.at((*entry.path, "min")).instead("above: true") if there else entry.into("above: true")


says("PAR230", _numbers, "maxLength", lambda node: 5)
writes("PAR230", _y_numbers, "max_length", "5")
says("PAR244", texts, "type", lambda node: "object")
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


def _consumes(rule: str, said: list[str], where: str) -> None:
    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for at, _ in bodies(documents):
            operation = at.rpartition("/parameters/")[0]
            yield put(f"{operation}/consumes", said, f"{operation}/consumes{where}")

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in y_operations(tree):
            if "body" in entry.siblings and "consumes" not in entry.siblings:
                yield entry.beside(f"consumes: [{', '.join(said)}]")


_consumes("PAR220", ["application/json", "application/xml"], "")
_consumes("PAR221", ["application/json", "json"], "/1")
_consumes("PAR222", ["application/xml"], "/0")
_consumes("PAR223", ["multipart/form-data"], "")


@in_json("PAR110")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in shown(documents):
        for index, parameter in enumerate(one.get("parameters", [])):
            if parameter.get("in") == "formData":
                yield put(f"{at}/parameters/{index}/name", "größe")


@in_yaml("PAR110")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_parameters(tree, "formData"):
        yield entry.rename("größe")


@in_json("PAR103")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in shown(documents):
        if "consumes" in one and any(parameter.get("type") == "file" for parameter in one["parameters"]):
            yield put(f"{at}/consumes", ["application/x-www-form-urlencoded"])


@in_yaml("PAR103")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("consumes"):
        yield entry.put("[application/x-www-form-urlencoded]")._replace(line=entry.line)


def _second(rule: str, said: dict[str, Any], text: str) -> None:
    """Rows for something more that is sent beside a body."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for at, _ in bodies(documents):
            operation = at.rpartition("/parameters/")[0]
            pointer = f"{operation}/parameters/{len(node(documents, operation)['parameters'])}"
            yield put(pointer, said, pointer)

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in y_operations(tree):
            body = entry.siblings.get("body")
            read = body is not None and "from:" in tree.text[body.start_mark.index : body.end_mark.index]
            if body is not None and "parameters" not in entry.siblings and not (read and rule == "PAR061"):
                change = entry.beside(f"parameters: {{{text}}}")
                second = Tree(tree.file, change.text).at((*entry.path[:-1], "body"))
                yield change._replace(line=second.line if rule == "PAR061" else change.line)


_second("PAR061", {"name": "more", "in": "body", "schema": {"type": "string"}}, "more: {in: body, schema: string}")
_second(
    "PAR062",
    {"name": "note", "in": "formData", "type": "string", _TITLE: "Note", "description": "Something."},
    "note: {in: formData, type: string, description: Something.}",
)


def _shaped(rule: str, where: OfDocuments) -> None:
    """A row for JSON: a shape that another operation gives, where no shape can stand."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        called = [one["operationId"] for _, one in shown(documents) if not one.get("parameters")]
        for at, _ in where(documents):
            for name in called[:1]:
                yield put(f"{at}/x-ms-dynamic-schema", {"operationId": name, "parameters": {}})


_shaped("PAR150", bodies)
_shaped("PAR151", texts)


def _y_bodies(tree: Tree) -> Iterator[Entry]:
    for operation in y_operations(tree):
        if "body" in operation.siblings:
            yield tree.at((*operation.path[:-1], "body"))


def _shape(tree: Tree) -> str:
    """A shape that an operation gives which takes nothing; "" where there is none."""
    free = (entry.text for entry in y_operations(tree, "action") if not {"parameters", "body"} & entry.siblings.keys())
    name = next(free, "")
    return f"{{x-ms-dynamic-schema: {{operationId: {name}, parameters: {{}}}}}}" if name else ""


def _whole(rule: str, extra: Callable[[Tree], str]) -> None:
    """A row for YAML: a body that says something beside its schema."""

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in _y_bodies(tree):
            text = tree.text[entry.value.start_mark.index : entry.value.end_mark.index]
            simple = not any(word in text for word in ("callback", "from:", "Hook"))
            if simple and keys(entry.value).keys() == {"fields"} and extra(tree):
                yield entry.put(f"{{schema: {{type: object}}, extra: {extra(tree)}}}")._replace(line=entry.line)


_whole("PAR142", lambda tree: "{format: int32}")
_whole("PAR150", _shape)


@in_yaml("PAR151")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_texts(tree):
        if _shape(tree):
            yield entry.into(f"extra: {_shape(tree)}")


writes("PAR244", y_texts, "type", "object")


@in_yaml("PAR140")
def _(tree: Tree) -> Iterator[Change]:
    for entry in _y_bodies(tree):
        if "parameters" not in entry.siblings:
            yield entry.instead("parameters: {body: {raw: {name: body, in: body}}}")


@in_yaml("PAR143")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_texts(tree):
        if "required" not in keys(entry.value):
            yield entry.put(f"{{raw: {{in: query, type: string, {_TITLE}: City, description: The city.}}}}")


@in_yaml("PAR180")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_texts(tree):
        if "required" not in keys(entry.value):
            yield entry.into("visibility: internal, required: true")

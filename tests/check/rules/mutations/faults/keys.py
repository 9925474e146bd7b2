"""Faults of keys and extensions, and of paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from tests.check.rules.mutations.jsontext import DEFINITION, Edit, Fault, get, put, steps, walk
from tests.check.rules.mutations.places import (
    OfDocuments,
    OfTree,
    inputs,
    operations,
    outputs,
    shown,
    texts,
    writes,
    y_inputs,
    y_operations,
    y_outputs,
    y_texts,
)
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.yamltext import Change, Entry, Tree, keys

_ALL: tuple[OfDocuments, ...] = (operations, texts, inputs, outputs)
_MISSPELT: dict[str, object] = {
    "x-ms-visbility": "internal",
    "x-ms-sumary": "Thing",
    "X-MS-Visibility": "internal",
    "x-visibility": "x",
}
_UNKNOWN: dict[str, object] = {"x-ms-favourite": True, "x-ms-shop-of": "Contoso"}
_STRANGE: dict[str, object] = {"hint": "x", "descripton": "A thing.", "visibility": "advanced", "nulable": True}


def _another(rule: str, where: OfDocuments, key: str, value: object) -> None:
    """A row for JSON: a key more."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for at, _ in where(documents):
            yield put(f"{at}/{key}", value)


def _renamed(rule: str, key: str, by: Callable[[str], str]) -> None:
    """A row for JSON: a key is spelt differently at each of its places."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for pointer, value in walk(documents[DEFINITION]):
            above, _, name = pointer.rpartition("/")
            plain = not above.endswith("properties") and not (rule == "EXT020" and "/x-ms-" in above)
            if name == key and isinstance(get(documents[DEFINITION], above), dict) and plain:
                node = get(documents[DEFINITION], above)
                renamed = {by(one) if one == key else one: below for one, below in node.items()}
                yield put(above, renamed, f"{above}/{by(key)}") if above else put("/nothing", value)


for _where in _ALL:
    for _key, _value in _MISSPELT.items():
        _another("EXT010", _where, _key, _value)
    for _key, _value in _UNKNOWN.items():
        _another("EXT011", _where, _key, _value)
    for _key, _value in _STRANGE.items():
        if _key != "visibility" or _where is operations:
            _another("EXT020", _where, _key, _value)
_another("EXT030", operations, "x-ms-url-encoding", "single")
_another("EXT030", operations, "x-ms-dynamic-values", {"operationId": "x"})
_another("EXT030", texts, "x-ms-trigger", "single")
for _key in ("description", "summary", "responses", "schema", "items", "operationId", "parameters", "required"):
    _renamed("EXT020", _key, lambda key: key[:2] + key[3:])
for _key in """
    x-ms-summary x-ms-visibility x-ms-url-encoding x-ms-trigger x-ms-dynamic-values x-ms-notification-content
    x-ms-notification-url x-ms-enum-values value-path value-title value-collection itemsPath displayName propertyName
    propertyValue
""".split():
    _renamed("EXT010", _key, lambda key: key[:-3] + key[-2:])


def _y_operation(rule: str, text: str) -> None:
    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in y_operations(tree):
            if "extra" not in entry.siblings:
                yield entry.beside(f"extra: {{{text}}}")


_TREES: tuple[OfTree, ...] = (y_texts, y_inputs, y_outputs)
for _rule, _texts in {
    "EXT010": ("x-ms-visbility: internal", "x-ms-sumary: Thing"),
    "EXT011": ("x-ms-favourite: true",),
    "EXT020": ("descripton: A thing.", "hint: x"),
}.items():
    for _text in _texts:
        _y_operation(_rule, _text)
        for _tree in _TREES:
            writes(_rule, _tree, "extra", f"{{{_text}}}")
_y_operation("EXT030", "x-ms-url-encoding: single")


# Paths
def _moved(rule: str, by: Callable[[str], str], method: str = "") -> None:
    """Rows for a path that is written otherwise; ``by`` gives "" to leave one alone."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        paths = documents[DEFINITION]["paths"]
        for at, one in shown(documents):
            path = steps(at)[1]
            said = by(path)
            if said and f"/{method}" in at and len(paths[path]) == 1 and "x-ms-pageable" not in one:
                renamed = {said if name == path else name: item for name, item in paths.items()}
                yield put("/paths", renamed, f"/paths/{said.replace('~', '~0').replace('/', '~1')}")

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in y_operations(tree, "action"):
            verb, _, path = str(entry.siblings["request"].value).partition(" ")
            said = by(path)
            if said and method.upper() in verb:
                yield tree.at((*entry.path[:-1], "request")).put(f'"{verb} {said}"')


def _free(path: str) -> bool:
    return "{" not in path


_moved("PAR010", lambda path: path[1:] if _free(path) else "")
_moved("PAR011", lambda path: f"{path}?open=true")
_moved("PAR011", lambda path: f"{path}#top")
_moved("PAR012", lambda path: f"{path}/*" if _free(path) else "")
_moved("PAR013", lambda path: f"{path} s")
_moved("PAR014", lambda path: f"{path}/{{more")
_moved("PAR014", lambda path: f"{path}/{{}}")
_moved("PAR015", lambda path: path.replace("}", "=1}", 1) if "{" in path else "")


@in_json("PAR020")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in operations(documents):
        path = steps(at)[1]
        if _free(path) and at.endswith("/post"):
            other = path.upper()
            answer = {"204": {"description": "Nothing"}}
            said = {
                "operationId": "Another",
                "summary": "List things",
                "x-ms-visibility": "internal",
                "description": "Lists the things.",
                "responses": answer,
            }
            yield put(f"/paths/{other.replace('/', '~1')}", {"get": said})


@in_yaml("PAR020")
def _(tree: Tree) -> Iterator[Change]:
    listed = [entry for entry in tree.operations() if _free(str(entry.siblings["request"].value))]
    for entry in y_operations(tree, "action"):
        verb, _, path = str(entry.siblings["request"].value).partition(" ")
        before = [one for one in listed if one.line < entry.line and not one.siblings["request"].value.startswith(verb)]
        if _free(path) and before:
            other = str(before[-1].siblings["request"].value).partition(" ")[2]
            yield tree.at((*entry.path[:-1], "request")).put(f"{verb} {other.upper()}")


@in_json("PAR021")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in shown(documents):
        path = steps(at)[1]
        if "{" in path and at.endswith("/get") and not any("$ref" in said for said in one["parameters"]):
            name = path[path.index("{") + 1 : path.index("}")]
            again = [{**said, "name": "other" if said["name"] == name else said["name"]} for said in one["parameters"]]
            made = {**one, "operationId": "GetAgain", "summary": "Get a thing again", "parameters": again}
            made.pop("x-ms-api-annotation", None)
            pointer = f"/paths/{path.replace('{' + name + '}', '{other}').replace('/', '~1')}"
            yield put(pointer, {"get": {**made, "description": "Reads the thing once more."}}, f"{pointer}/get")


@in_yaml("PAR021")
def _(tree: Tree) -> Iterator[Change]:
    listed = [
        entry
        for entry in y_operations(tree, "action")
        if "parameters" not in entry.siblings
        and "body" not in entry.siblings
        and entry.siblings["request"].value.startswith("GET")
    ]
    for first, second in pairwise(listed):
        path = str(first.siblings["request"].value)
        change = tree.at((*second.path[:-1], "request")).put(path)
        yield change._replace(line=second.line)


@in_json("PAR022")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    paths = documents[DEFINITION]["paths"]
    for at, one in shown(documents):
        path = steps(at)[1]
        if path.endswith("}") and len(paths[path]) == 1 and at.endswith("/get") and path.count("{") == 1:
            made = {**one, "operationId": "GetNewest", "summary": "Get the newest", "parameters": []}
            made.pop("x-ms-api-annotation", None)
            other = f"{path.rpartition('/')[0]}/newest"
            said = {"get": {**made, "description": "Reads the newest thing."}}
            yield Fault((Edit(f"/paths/{other.replace('/', '~1')}", said),), at)


@in_yaml("PAR022")
def _(tree: Tree) -> Iterator[Change]:
    listed = list(y_operations(tree, "action"))
    for entry in listed:
        verb, _, path = str(entry.siblings["request"].value).partition(" ")
        for other in listed:
            request = str(other.siblings["request"].value)
            taken = path.endswith("}") and path.count("{") == 1 and path.count("/") == 2
            if taken and other is not entry and request.startswith(f"{verb} /") and _free(request):
                change = tree.at((*other.path[:-1], "request")).put(f"{verb} {path.rpartition('/')[0]}/newest")
                yield change._replace(line=entry.line)


@in_json("PAR070")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    said = {"name": "body", "in": "body", "schema": {"type": "object", "additionalProperties": True}}
    for at, one in shown(documents):
        if at.endswith("/get"):
            listed = one.get("parameters", [])
            yield put(f"{at}/parameters", [*listed, said], f"{at}/parameters/{len(listed)}")


@in_yaml("PAR070")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_operations(tree, "action"):
        if entry.siblings["request"].value.startswith("GET"):
            yield entry.beside("body: {type: object, additional: true}")


@in_json("PAR250")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    town = "/paths/~1hooks/post/parameters/0/schema/properties/town"
    if get(documents[DEFINITION], town):
        at = "/paths/~1visits~1new/get/parameters"
        count = len(get(documents[DEFINITION], at))
        more = {"name": "area", "in": "query", "type": "integer", "x-ms-summary": "Area", "description": "The area."}
        one = Edit(f"{at}/{count}", more)
        yield Fault((one, Edit("/paths/~1hooks/post/parameters/9", {**more, "type": "string"})), f"{at}/{count}")


@in_yaml("PAR250")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.operations("trigger"):
        if entry.text == "NewVisits":
            since = tree.at((*entry.path[:-1], "parameters", "since"))
            left = Tree(tree.file, since.beside("area: {type: int32, description: The area.}").text)
            hook = next(one for one in left.operations("trigger") if one.text == "WhenVisitChanged")
            change = hook.beside("parameters: {area: {type: string, description: The area.}}")
            yield change._replace(line=since.line)


@in_json("INF183")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in shown(documents):
        said = {
            "name": "api_key",
            "in": "query",
            "type": "string",
            "x-ms-summary": "Key",
            "description": "The key.",
            "default": "9f8a7c6b5d4e3f2a1b0c",
        }
        listed = one.get("parameters", [])
        yield put(f"{at}/parameters", [*listed, said], f"{at}/parameters/{len(listed)}/default")


@in_yaml("INF183")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_texts(tree):
        yield entry.beside("api_key: {type: string, description: The key., default: 9f8a7c6b5d4e3f2a1b0c}")


_MANY = 6  # So many operations repeat a parameter before the rule reports it.


def _several(documents: dict[str, Any]) -> list[str]:
    return [at for at, one in shown(documents) if "$ref" not in str(one.get("parameters"))][:_MANY]


@in_json("PAR200")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    said = {"name": "trace", "in": "header", "type": "string", "x-ms-summary": "Trace", "description": "A mark."}
    found = _several(documents)
    if len(found) == _MANY:
        counts = [len(get(documents[DEFINITION], f"{at}/parameters") or []) for at in found]
        edits = tuple(
            Edit(f"{at}/parameters", [*(get(documents[DEFINITION], f"{at}/parameters") or []), said]) for at in found
        )
        yield Fault(edits, f"{found[0]}/parameters/{counts[0]}")


@in_json("RSP150")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    fields = {name: {"type": "number", "x-ms-summary": name, "description": "It."} for name in ("X", "Y", "Z")}
    said = {"type": "object", "properties": fields, "description": "Where."}
    for at, one in shown(documents):
        answer = get(one, "/responses/200/schema/properties")
        if answer and "x-ms-pageable" not in one:
            where = f"{at}/responses/200/schema/properties"
            yield Fault(
                tuple(
                    Edit(f"{where}/place{name}", {**said, "x-ms-summary": f"Place {name}"}) for name in "abcdefghijk"
                ),
                f"{where}/placea",
            )


@in_yaml("RSP150")
def _(tree: Tree) -> Iterator[Change]:
    said = (
        "{description: Where., fields: {x: {type: float, description: X.}, y: {type: float, description: Y.}, "
        "z: {type: float, description: Z.}}}"
    )
    if "definitions}" in tree.text:
        for entry in y_outputs(tree):
            first: Entry = tree.at((*entry.path[:-1], next(iter(keys(entry.within)))))
            if entry.within.flow_style:
                yield first.beside(", ".join(f"{name}: {said}" for name in "abcdefghijk"))

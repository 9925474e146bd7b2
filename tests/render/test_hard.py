"""Every output works for connectors with hard names, texts and schemas, even with some wrong values."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from benchmarks.corpus import client, docs, sandbox
from benchmarks.corpus.outputs import USES, outcome
from tests.pyright import complaints
from tests.render import nasty

from connectorkit import pipeline
from connectorkit.importing import run
from connectorkit.sandbox.server.request import Request, Router, chosen
from connectorkit.sandbox.shapes import pattern
from connectorkit.sandbox.shapes.document_types import Parameter, ServedRoute
from connectorkit.sandbox.shapes.validate import matches
from connectorkit.write import new_folder

Doc = dict[str, Any]
# Numbers of connectors, with 0 and 3 wrong values in a hundred.
HARD = [(401, 0.0), (402, 0.0), (403, 0.0), (2001, 0.03), (2002, 0.03), (2003, 0.03)]


def written(folder: Path, files: dict[str, Doc]) -> Path:
    folder.mkdir(parents=True)
    for name, document in files.items():
        (folder / name).write_text(json.dumps(document), "utf-8")
    return folder


def swagger(paths: Doc, definitions: Doc | None = None) -> dict[str, Doc]:
    info = {"title": "Hard", "description": "Hard.", "version": "1.0"}
    place = {"host": "hard.example", "basePath": "/", "schemes": ["https"]}
    made = {"swagger": "2.0", "info": info, **place, "paths": paths, "definitions": definitions or {}}
    return {"apiDefinition.swagger.json": made}


def answering(name: str, schema: Doc, **more: Any) -> Doc:
    return {"operationId": name, "summary": name, "responses": {"200": {"description": "", "schema": schema}}, **more}


def problems(folder: Path, files: dict[str, Doc]) -> dict[str, list[str]]:
    made = outcome(written(folder / "in", files), folder / "out")
    assert made.why == ""
    assert set(made.problems) == {"build", *USES}
    return {name: found for name, found in made.problems.items() if found}


Build = Callable[[int, float], Path]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Builds the hard connector of a number and a share, once; all are in one folder."""
    folder = tmp_path_factory.mktemp("hard")

    @functools.cache
    def made(number: int, share: float) -> Path:
        source = written(folder / f"in{number}", nasty.files(number, 8, share))
        tree, findings = run.files(source)
        assert not [finding for finding in findings if finding.blocking]
        new_folder.fill(folder / f"source{number}", tree)
        new_folder.fill(folder / "clients" / f"c{number}", pipeline.build(folder / f"source{number}").files)
        return folder / "clients" / f"c{number}"

    return made


@pytest.fixture
def built(build: Build) -> Path:
    """The folder of all hard connectors."""
    folders = [build(number, share) for number, share in HARD]
    return folders[0].parent


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The generated suites need no plugins of this environment, which take long to load."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


@pytest.mark.part(0.3, share=bool)
@pytest.mark.parametrize(("number", "share"), HARD)
def test_each_output_of_a_hard_connector_works(build: Build, number: int, share: float) -> None:
    folder = build(number, share)
    assert {name: use(folder) for name, use in USES.items() if name in ("client", "docs", "sandbox")} == {
        "client": [],
        "docs": [],
        "sandbox": [],
    }


@pytest.mark.part(0)
def test_all_hard_clients_are_typed(built: Path) -> None:
    assert client.types(built) == {}


@pytest.mark.part(0)
def test_all_hard_clients_are_typed_for_pyright(built: Path) -> None:
    assert complaints(built) == []


@pytest.mark.part(0)
def test_types_that_hold_themselves_end(tmp_path: Path) -> None:
    again = {"allOf": [{"$ref": "#/definitions/Node"}]}
    wider = {**again, "properties": {"more": {"type": "string"}}}
    node = {"type": "object", "properties": {"id": {"type": "integer"}, "next": again, "wider": wider}}
    chain = {
        "A": {"$ref": "#/definitions/B"},
        "B": {"$ref": "#/definitions/A"},
        "List": {"type": "array", "items": {"$ref": "#/definitions/List"}},
    }
    body = {"name": "body", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Node"}}
    paths = {f"/{name}": {"get": answering(f"Get{name}", {"$ref": f"#/definitions/{name}"})} for name in ("A", "List")}
    paths["/node"] = {"post": answering("Post", {"$ref": "#/definitions/Node"}, parameters=[body])}
    assert problems(tmp_path, swagger(paths, {"Node": node, **chain})) == {}


@pytest.mark.part(0)
def test_a_choice_behind_a_composition_is_answered(tmp_path: Path) -> None:
    side = {"default": "Top", "allOf": [{"$ref": "#/definitions/Side"}]}
    card = {"type": "object", "properties": {"side": side}}
    sides = {"Side": {"type": "string", "enum": ["Top", "Bottom"]}}
    files = swagger({"/card": {"get": answering("Card", card)}}, sides)
    assert problems(tmp_path, files) == {}


@pytest.mark.part(0)
def test_limits_that_nothing_meets_are_not_asked_for(tmp_path: Path) -> None:
    query = [
        {"name": "kind", "in": "query", "required": True, "type": "array", "items": {"type": "string"}, "enum": ["a"]},
        {"name": "size", "in": "query", "required": True, "type": "integer", "minimum": 9, "maximum": 2},
        {
            "name": "ids",
            "in": "header",
            "required": True,
            "type": "array",
            "items": {"type": "integer"},
            "collectionFormat": "multi",
        },
    ]
    files = swagger({"/x": {"get": answering("Get", {"type": "object"}, parameters=query)}})
    assert problems(tmp_path, files) == {}


def route(path: str, *query: str) -> ServedRoute:
    parameters: list[Parameter] = [
        {"name": name, "in": "query", "required": True, "shape": {"type": "string"}} for name in query
    ]
    made = {"operation": path + "?".join(query), "method": "GET", "path": path, "query": "", "parameters": parameters}
    return cast("ServedRoute", made)  # The rest of a route plays no part in the choice of one.


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/a/me", "/a/me"),
        ("/a/5", "/a/{id}"),
        ("/b/5.json", "/b/{id}.json"),
        ("/b/5", "/b/{id}"),
        ("/c", "/c"),
        ("/c/", "/c/"),
        ("/d%20e", "/d%20e"),
    ],
)
def test_the_path_that_says_most_is_taken(asked: str, found: str) -> None:
    paths = ["/a/{id}", "/a/me", "/b/{id}", "/b/{id}.json", "/c", "/c/", "/d%20e"]
    matches, _ = Router([route(path) for path in paths]).find("GET", asked, {})
    assert [match[0]["path"] for match in matches] == [found]


def test_of_paths_that_are_alike_the_one_whose_inputs_are_given_is_taken() -> None:
    router = Router([route("/a/{id}", "wide"), route("/a/{name}", "long")])
    request = Request("GET", "/a/1", {"long": ["x"]}, {})
    found = chosen(router.find("GET", "/a/1", request.query)[0], request)
    assert found is not None and found["path"] == "/a/{name}"


@pytest.mark.parametrize(
    "expression",
    [
        "^[A-Z]{3}$",
        "^\\d{4}-\\d{2}$",
        "^x{3,5}[^a-z]+(foo|bar)?$",
        "^[^@]+@[^@]+\\.[a-z]{2,}$",
        "^([0-9]{1,3}\\.){3}[0-9]{1,3}(\\/[0-9])?$",
        "\\b(gsm|ucs2)",
    ],
)
def test_a_text_is_found_for_a_pattern(expression: str) -> None:
    assert any(matches(expression, text) for text in pattern.texts(expression))


@pytest.mark.parametrize("expression", ["[", "(", "\\p{L}", "x{99999}", "((a{900}){900}){900}", "\\"])
def test_a_pattern_that_is_not_understood_gives_no_text(expression: str) -> None:
    assert list(pattern.texts(expression)) == []


def test_what_is_wrong_with_a_page_is_said() -> None:
    assert docs.html('<p id="a"><b>x</b></p><p id="a"><a href="#z">z</a></p>') == [
        "<b> is no tag of the page",
        "the anchor a stands twice",
        "a link leads to #z, which is nowhere",
    ]
    assert docs.markdown("# A\n\n| x | y |\n| --- | --- |\n| 1 | 2 | 3 |\n\n[b](#b) <i>") == [
        "a link leads to #b, which is nowhere",
        "a row has 3 cells, its table 2: | 1 | 2 | 3 |",
        "a tag is live: [b](#b) <i>",
    ]


@pytest.mark.part(0)
def test_an_answer_unlike_the_swagger_is_said(tmp_path: Path) -> None:
    files = swagger({"/x": {"get": answering("Get", {"type": "object", "properties": {"n": {"type": "integer"}}})}})
    folder = tmp_path / "out"
    assert outcome(written(tmp_path / "in", files), folder).problems["sandbox"] == []
    spec = json.loads((folder / "contract_tests" / "sandbox.json").read_bytes())
    judge = json.loads((folder / "connector" / "apiDefinition.swagger.json").read_bytes())
    judge["paths"]["/x"]["get"]["responses"]["200"]["schema"]["properties"]["n"]["type"] = "string"
    assert sandbox.problems(spec, judge) == ['Get: n: 1 is not of type "string"']

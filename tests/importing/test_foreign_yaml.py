"""YAML that other tools and hands write: what our own format refuses is read, with a word where it matters."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectorkit import pipeline
from connectorkit.importing import run
from connectorkit.read import connector_folder

SWAGGER = """\
swagger: 2.0
info: {title: 2048, version: 1.10}
host: game.example.com
schemes: [https]
x-answers: &answers
  200: {description: On its way, schema: {type: string, enum: [yes, no, on, 1.50]}}
  404:
    description: >-
      There is no
      such game
paths:
  /games:
    get:
      operationId: ListGames
      responses:
        <<: *answers
        404: {description: None}
    put:
      operationId: Keep
      description: Twice
      description: |
        Keep a game [
        {
      parameters:
      - {in: query, name: since, type: string, format: date, default: 2020-01-31}
      responses: *answers
"""


def imported(path: Path, data: bytes) -> tuple[dict[str, bytes], list[tuple[str, str, int, int]]]:
    path.write_bytes(data)
    tree, findings = run.files(path)
    return tree, [(f.id, f.severity, f.span.line, f.span.column) for f in findings]


def test_a_swagger_in_yaml_means_what_its_author_meant(tmp_path: Path) -> None:
    tree, findings = imported(tmp_path / "game.yml", SWAGGER.encode())
    assert findings == [("YAML004", "warning", 21, 7)]
    folder = tmp_path / "source"
    folder.mkdir()
    for name, data in tree.items():
        (folder / name).write_bytes(data)
    connector, _ = pipeline.load(folder)
    assert connector is not None
    assert (connector.title, connector.version) == ("2048", "1.10")
    first, second = connector.operations
    answers = [(answer.status, answer.description) for answer in first.responses]
    assert answers == [("200", "On its way"), ("404", "None")]
    assert second.responses[1].description == "There is no such game"
    assert second.description == "Keep a game [\n{\n"
    assert second.parameters[0].schema.default == "2020-01-31"
    schema = first.responses[0].schema
    assert schema is not None and [choice.value for choice in schema.choices] == ["yes", "no", "on", "1.50"]


@pytest.mark.parametrize(
    "data",
    [
        SWAGGER.encode("utf-16"),
        b"\xef\xbb\xbf" + SWAGGER.encode(),
        SWAGGER.replace("\n", "\r\n").encode(),
        b"%YAML 1.2\n---\n" + SWAGGER.encode(),
    ],
)
def test_encodings_and_line_ends(data: bytes, tmp_path: Path) -> None:
    plain, _ = imported(tmp_path / "plain.yaml", SWAGGER.encode())
    assert plain and imported(tmp_path / "game.yaml", data)[0] == plain


def test_a_file_without_a_known_ending_is_what_it_looks_like(tmp_path: Path) -> None:
    plain, _ = imported(tmp_path / "plain.yaml", SWAGGER.encode())
    assert plain and imported(tmp_path / "game", SWAGGER.encode())[0] == plain
    assert imported(tmp_path / "game.json", SWAGGER.encode())[1][0][:3] == ("JSN001", "error", 1)


def test_brackets_in_texts_are_no_nesting(tmp_path: Path) -> None:
    text = SWAGGER.replace("Keep a game [", "Keep a game " + "[" * 200)
    tree, findings = imported(tmp_path / "game.yaml", text.encode())
    assert tree and findings == [("YAML004", "warning", 21, 7)]


def test_tags_are_let_through_and_never_followed(tmp_path: Path) -> None:
    text = SWAGGER.replace("description: Twice", "x-own: !!python/object/apply:os.system ['touch /tmp/x']")
    tree, findings = imported(tmp_path / "game.yaml", text.encode())
    assert tree and ("YAML007", "warning", 20, 14) in findings


def test_places_are_those_of_keys_and_values(tmp_path: Path) -> None:
    (tmp_path / "game.yaml").write_text(SWAGGER, "utf-8")
    original, _ = connector_folder.gather(tmp_path / "game.yaml")
    assert original is not None
    places = {
        pointer: original.place(pointer)[1:3]
        for pointer in (
            "/info",
            "/info/version",
            "/paths/~1games/get/responses",
            "/paths/~1games/get/responses/404/description",
            "/paths/~1games/put/parameters/0",
            "/paths/~1games/put/parameters/0/name",
            "/nothing/there",
        )
    }
    assert places == {
        "/info": (2, 1),
        "/info/version": (2, 30),
        "/paths/~1games/get/responses": (15, 7),
        "/paths/~1games/get/responses/404/description": (17, 28),
        "/paths/~1games/put/parameters/0": (25, 9),
        "/paths/~1games/put/parameters/0/name": (25, 27),
        "/nothing/there": (1, 1),
    }

"""The real yaml-language-server, run as in an editor: it completes our keys, explains them, and reports errors.

`make test-all` installs it by npm; `make editor` installs it and runs these tests alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.paths import ROOT
from tests.render.editor.language_server import Server

from connectorkit.render.editor import kinds, source_files

pytestmark = pytest.mark.part(0)

OPERATION = "# yaml-language-server: $schema=../.schemas/operation.schema.json\n"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source of this repository, as an import would leave it."""
    folder = tmp_path_factory.mktemp("editor") / "connector"
    read = ROOT / "connector"
    tree = {path.relative_to(read).as_posix(): path.read_bytes() for path in read.rglob("*.yaml")}
    for name, data in source_files.equipped(tree).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def server(source: Path) -> Iterator[Server]:
    with Server(source) as running:
        yield running


def problems(server: Server, file: Path, text: str) -> list[tuple[str, int, int]]:
    found = server.problems(file, text)
    return [(one["message"], one["range"]["start"]["line"], one["range"]["start"]["character"]) for one in found]


def offered(server: Server, file: Path, text: str, line: int, character: int) -> dict[str, str]:
    """The labels of the completions, with the inserted text."""
    server.problems(file, text)
    return {str(one["label"]): str(one["insertText"]) for one in server.completions(file, line, character)}


def test_the_source_is_clean(server: Server, source: Path) -> None:
    files = sorted(source.rglob("*.yaml"))
    assert len(files) > 15
    assert {file.name: server.problems(file) for file in files} == {file.name: [] for file in files}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("action: x\nsumary: y\nrequest: GET /x\n", [("Property sumary is not allowed.", 2, 0)]),
        ("action: x\nrequest: GET /x\nparameters:\n  a: {tpye: string}\n", [("Property tpye is not allowed.", 4, 6)]),
        (
            "action: x\nrequest: GET /x\nreturns:\n  fields:\n    a:\n      items:\n        tpye: string\n",
            [("Property tpye is not allowed.", 7, 8)],
        ),
        (
            "action: x\nrequest: get /x\n",
            [("Write a method in capital letters and a path, such as `request: GET /orders`.", 2, 9)],
        ),
        ("action: x\n", [("Add the method and the path, such as `request: GET /orders`.", 1, 0)]),
        (
            "action: x\nrequest: GET /x\nkind: single\n",
            [
                (
                    "Not allowed here. Remove 'kind', or name the operation with 'trigger'.",
                    3,
                    0,
                )
            ],
        ),
        (
            "action: x\nrequest: GET /x\neffect: maybe\n",
            [('Value is not accepted. Valid values: "reads", "idempotent", "creates", "sends".', 3, 8)],
        ),
    ],
)
def test_a_mistake_is_underlined(server: Server, source: Path, text: str, expected: list[tuple[str, int, int]]) -> None:
    assert problems(server, source / "actions" / "send_sms.yaml", OPERATION + text) == expected


def test_a_mistake_in_each_kind_of_file_is_underlined(server: Server, source: Path) -> None:
    for name, kind in (("connector.yaml", "connector"), ("types.yaml", "types"), ("sandbox.yaml", "sandbox")):
        file = source / name
        line = f"# yaml-language-server: $schema=.schemas/{kinds.file(kind)}\n"
        rows = {
            "connector": "connector: X\nserver: https://x.example\noperations: []\nsandbox: {clok: 1}\n",
            "types": "A:\n  fields:\n    b: string\nB: {clok: 1}\n",
            "sandbox": "clock: 1\npages: {clok: 1}\n",
        }[kind]
        text = line + rows
        number = next(number for number, row in enumerate(text.splitlines()) if "clok" in row)
        column = text.splitlines()[number].index("clok")
        assert problems(server, file, text) == [("Property clok is not allowed.", number, column)]


def test_keys_are_offered(server: Server, source: Path) -> None:
    file = source / "actions" / "send_sms.yaml"
    text = f"{OPERATION}action: x\nrequest: GET /x\n\n"
    keys = offered(server, file, text, 3, 0)
    assert {"summary", "description", "effect", "parameters", "body", "returns", "pages"} <= set(keys)
    assert not {"action", "request", "servr"} & set(keys)
    inside = offered(server, file, f"{OPERATION}action: x\nrequest: GET /x\nparameters:\n  a:\n    \n", 5, 4)
    assert {"type", "required", "choices", "options", "fields"} <= set(inside)


def test_values_and_type_words_are_offered(server: Server, source: Path) -> None:
    file = source / "actions" / "send_sms.yaml"
    start = f"{OPERATION}action: x\nrequest: GET /x\n"
    assert list(offered(server, file, f"{start}visibility: \n", 3, 12)) == ["important", "advanced", "internal"]
    words = offered(server, file, f"{start}parameters:\n  a:\n    type: \n", 5, 10)
    assert {"string", "int32", "date-time", "any"} <= set(words)
    assert words["null"] == '"null"'


def test_snippets_are_offered(server: Server, source: Path) -> None:
    made = offered(server, source / "actions" / "send_sms.yaml", f"{OPERATION}\n", 1, 0)["webhook trigger"]
    assert made.startswith("trigger: ${1:OnOrder}\n") and "\nunsubscribe:\n  operation: " in made


def test_keys_are_explained(server: Server, source: Path) -> None:
    file = source / "actions" / "send_sms.yaml"
    text = f"{OPERATION}action: x\nrequest: GET /x\neffect: reads\nbody: {{fields: {{a: {{type: string, max: 3}}}}}}\n"
    assert problems(server, file, text) == []
    assert "Effect of a repeated call: none (reads)" in server.hover(file, 3, 1)
    assert "with the key `schema`, the body itself" in server.hover(file, 4, 1)
    assert "Maximum." in server.hover(file, 4, text.splitlines()[4].index("max") + 1)

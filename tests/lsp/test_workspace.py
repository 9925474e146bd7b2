"""Places in texts of every kind, and files that come, go, move or are none of the source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from connectorkit.lsp.features import Features
from connectorkit.lsp.positions import TextLines
from connectorkit.lsp.wire import Foreign
from connectorkit.lsp.workspace import Workspace, everything
from connectorkit.model.json_value import Json, Object, listed, mapping
from tests.lsp.conftest import FILES, shop_in

pytestmark = pytest.mark.part(1)
NAME = "list_shops.yaml"
WORSE = FILES[NAME].replace("summary: List shops", "summary: List shops.")


class Session:
    """A session in this process; ``shown`` are the findings by the name of the file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._told: dict[str, list[Json]] = {}
        self.workspace = Workspace(self._tells, everything)
        self.features = Features(self.workspace)

    def _tells(self, _: str, values: Object) -> None:
        self._told[str(values["uri"])] = listed(values["diagnostics"])

    def open(self, name: str, text: str) -> None:
        """Open a file of the folder with a text of its own."""
        self.workspace.open(self.uri(name), text, 0)

    def change(self, name: str, text: str) -> None:
        """Replace the text of an open file."""
        self.workspace.change(self.uri(name), [{"text": text}], 1)

    def uri(self, name: str) -> str:
        """The URI of a file of the folder."""
        return (self.folder / name).as_uri()

    def shown(self, name: str) -> dict[str, tuple[int, int, int]]:
        """The findings of a file by id: line, first column and last column."""
        self.workspace.look_again()
        self.workspace.settle()
        found = {}
        for one in self._told.get(self.uri(name), []):
            area = mapping(mapping(one)["range"])
            start, end = mapping(area["start"]), mapping(area["end"])
            found[str(mapping(one).get("code"))] = (start["line"], start["character"], end["character"])
        return found  # type: ignore[return-value]  # whole numbers, as the protocol has them

    def at(self, name: str, line: int, character: int, **more: Json) -> Object:
        """The parameters of a request about a place."""
        return {"textDocument": {"uri": self.uri(name)}, "position": {"line": line, "character": character}, **more}

    def places(self, answer: Json) -> list[tuple[str, int, int]]:
        """File, line and column of each location."""
        found = []
        for one in listed(answer):
            start = mapping(mapping(mapping(one)["range"])["start"])
            found.append((str(mapping(one)["uri"]).rpartition("/")[2], start["line"], start["character"]))
        return found  # type: ignore[return-value]  # whole numbers, as the protocol has them


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(shop_in(tmp_path))


def crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def old_mac(text: str) -> str:
    return text.replace("\n", "\r")


@pytest.mark.parametrize("ends", [str, crlf, old_mac])
def test_a_finding_is_where_it_is_whatever_ends_the_lines(session: Session, ends: Callable[[str], str]) -> None:
    session.open(NAME, ends(WORSE))
    assert session.shown(NAME) == {"OPR090": (1, 9, 20)}
    assert session.places(session.features.definition(session.at(NAME, 5, 9))) == [("types.yaml", 0, 0)]


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85"])
def test_lines_are_those_of_the_editor_where_yaml_counts_more(session: Session, mark: str) -> None:
    text = WORSE.replace("Lists the shops of the customer.", f'"Lists {mark} shops."').replace(
        "{title: Shops,", "{titl: x,"
    )
    session.open(NAME, text)
    assert session.shown(NAME)["FMT-additionalProperties"] == (7, 12, 16)
    column = text.split("\n")[7].index("Shop}")
    assert session.places(session.features.definition(session.at(NAME, 7, column))) == [("types.yaml", 3, 0)]
    found = mapping(session.features.completion(session.at(NAME, 7, column)))
    area = mapping(mapping(mapping(listed(found["items"])[0])["textEdit"])["range"])
    assert mapping(area["start"]) == {"line": 7, "character": column}


@pytest.mark.parametrize(("title", "wide"), [("Läden", 0), ("😀𝒳 Läden", 2), ("e\u0301🇫🇷", 2)])
def test_columns_behind_letters_of_every_width(session: Session, title: str, wide: int) -> None:
    text = FILES[NAME].replace("title: Shops", f"title: {title}")
    session.open(NAME, text)
    line = text.split("\n")[7]
    column = line.index("Shop}") + wide
    renamed = mapping(session.features.rename(session.at(NAME, 7, column, newName="Store")))
    (edit,) = listed(mapping(renamed["changes"])[session.uri(NAME)])
    assert mapping(mapping(edit)["range"])["start"] == {"line": 7, "character": column}


def test_a_mark_at_the_start_of_a_closed_file_moves_nothing(session: Session) -> None:
    (session.folder / "types.yaml").write_text("\ufeff" + FILES["types.yaml"], encoding="utf-8")
    session.open(NAME, FILES[NAME])
    renamed = mapping(session.features.rename(session.at(NAME, 5, 9, newName="Wrapper")))
    (edit,) = listed(mapping(renamed["changes"])[session.uri("types.yaml")])
    assert mapping(edit)["range"] == {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 8}}


def test_offsets_and_positions_are_each_others_inverse() -> None:
    text = "a😀b\r\n\u2028ü\r𝒳\n"
    lines = TextLines(text, file="a.yaml")
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] != "\r\n":
            assert lines.offset(lines.position(offset)) == offset
            assert lines.offset_at(*lines.place(offset)) == offset


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".github/workflows/check.yml", "name: x\non: push\njobs:\n  a:\n    r\n"),
        ("compose.yaml", "services:\n  db:\n    im\n"),
        ("build/made.yaml", "a: b\n"),
    ],
)
def test_other_files_in_the_folder_of_a_source_are_left_alone(session: Session, name: str, text: str) -> None:
    file = session.folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    session.open(name, text)
    assert session.shown(name) == {}
    assert session.features.completion(session.at(name, 0, 0)) is None
    with pytest.raises(Foreign):
        session.features.formatting(session.at(name, 0, 0))


def test_a_file_that_connector_yaml_does_not_name_yet_is_completed(session: Session) -> None:
    (session.folder / "more.yaml").write_text("", encoding="utf-8")
    session.open("more.yaml", "act")
    items = listed(mapping(session.features.completion(session.at("more.yaml", 0, 3)))["items"])
    assert "action" in {mapping(one)["label"] for one in items}


def test_a_file_is_removed_and_comes_back(session: Session) -> None:
    session.open("connector.yaml", FILES["connector.yaml"])
    assert "SRC001" not in session.shown("connector.yaml")
    (session.folder / NAME).rename(session.folder / "other.yaml")
    assert session.shown("connector.yaml")["SRC001"] == (10, 4, 19)
    (session.folder / "other.yaml").rename(session.folder / NAME)
    assert "SRC001" not in session.shown("connector.yaml")


def test_the_text_of_a_removed_file_counts_until_it_is_closed(session: Session) -> None:
    session.open(NAME, WORSE)
    session.open("connector.yaml", FILES["connector.yaml"])
    (session.folder / NAME).unlink()
    assert session.shown(NAME) == {"OPR090": (1, 9, 20)}
    session.workspace.close(session.uri(NAME))
    assert session.shown(NAME) == {}
    assert "SRC001" in session.shown("connector.yaml")


def test_texts_that_are_typed_while_there_is_no_connector_yaml_count_when_it_is_back(session: Session) -> None:
    session.open(NAME, FILES[NAME])
    assert session.shown(NAME) == {}
    top = session.folder / "connector.yaml"
    top.rename(session.folder / "aside")
    assert session.shown(NAME) == {}
    session.change(NAME, WORSE)
    assert session.shown(NAME) == {}
    (session.folder / "aside").rename(top)
    assert "OPR090" in session.shown(NAME)


def test_a_source_that_appears_around_a_file_takes_it_over(session: Session) -> None:
    inner = session.folder / "inner"
    inner.mkdir()
    (inner / NAME).write_text(FILES[NAME], encoding="utf-8")
    session.open(f"inner/{NAME}", WORSE)
    assert list(session.shown(f"inner/{NAME}")) == ["SRC006"]
    shop_in(inner)
    assert list(session.shown(f"inner/{NAME}")) == ["OPR090"]


def test_two_sources_of_one_folder_are_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        shop_in(tmp_path / name)
    session = Session(tmp_path)
    session.open(f"one/{NAME}", WORSE)
    session.open("two/types.yaml", FILES["types.yaml"].replace("Envelope:", "Wrapper:"))
    assert list(session.shown(f"one/{NAME}")) == ["OPR090"]
    assert "TYP001" in session.shown(f"two/{NAME}")
    assert session.places(session.features.references(session.at("two/types.yaml", 3, 1)))


def test_unsaved_texts_of_two_files_are_judged_together(session: Session) -> None:
    session.open("types.yaml", FILES["types.yaml"].replace("Envelope:", "Wrapper:"))
    session.open(NAME, FILES[NAME].replace("Envelope", "Wrapper"))
    assert session.shown(NAME) == {}
    session.change("types.yaml", FILES["types.yaml"])
    assert "TYP001" in session.shown(NAME)
    session.workspace.close(session.uri(NAME))
    assert session.shown(NAME) == {}


def test_a_long_text_is_no_name_of_a_file(session: Session) -> None:
    session.open(NAME, FILES[NAME].replace("Lists the shops of the customer.", "shop " * 80))
    assert session.features.definition(session.at(NAME, 2, 20)) is None


def test_only_files_of_the_source_are_opened(session: Session) -> None:
    (session.folder.parent / "secret.yaml").write_text("a: b\n", encoding="utf-8")
    session.open("connector.yaml", FILES["connector.yaml"].replace("types: types.yaml", "types: ../secret.yaml"))
    assert session.features.definition(session.at("connector.yaml", 11, 10)) is None


def test_a_waiver_that_moves_is_reported_nowhere(session: Session) -> None:
    waived = f"{WORSE}waive:\n  OPR090: The full stop is a part of the name.\n"
    session.open(NAME, waived)
    assert session.shown(NAME) == {}
    session.change(NAME, f"# One line more.\n{waived}")
    assert session.shown(NAME) == {}


def test_a_document_that_is_no_file_gets_no_result(session: Session) -> None:
    session.workspace.open("untitled:Untitled-1", FILES[NAME], 0)
    with pytest.raises(Foreign):
        session.features.definition({"textDocument": {"uri": "untitled:Untitled-1"}, "position": {}})


TWICE = """\
returns: {fields: {second: {fields: {b: string}}}}
request: GET /shops
body:
  fields:
    last: &part
      fields:
        a: string
    again: *part
description: Lists shops.
action: ListShops
"""


def test_the_outline_has_the_order_of_the_file_and_aliases_without_content(session: Session) -> None:
    session.open(NAME, TWICE)
    (top,) = listed(session.features.symbols(session.at(NAME, 0, 0)))
    parts = [mapping(one) for one in listed(mapping(top)["children"])]
    assert [one["name"] for one in parts] == ["returns", "body"]
    fields = [mapping(one) for one in listed(parts[1]["children"])]
    assert [(one["name"], len(listed(one["children"]))) for one in fields] == [("last", 1), ("again", 0)]
    assert mapping(fields[1]["range"]) == mapping(fields[1]["selectionRange"])


def test_a_place_in_a_value_belongs_to_its_own_key_and_not_to_an_alias(session: Session) -> None:
    session.open(
        NAME,
        FILES[NAME].replace("List shops\n", "&text List shops\n").replace("Lists the shops of the customer.", "*text"),
    )
    assert "**summary**" in str(session.features.hover(session.at(NAME, 1, 18)))

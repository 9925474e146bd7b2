"""The sandbox serves pages of every kind, with cursors that callers can only hand back."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pytest

from connectorkit.sandbox.server.server import serve
from tests.paging_source import written
from tests.sandbox.helpers import spec_of


class Shelf:
    """A caller of the sandbox."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.headers: dict[str, str] = {}

    def call(self, target: str, body: object = None, headers: dict[str, str] | None = None) -> Any:
        address = target if "://" in target else f"{self.url}{target}"
        address += ("&" if "?" in address else "?") + "key=sandbox"
        data = None if body is None else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **(headers or {})}
        with urlopen(Request(address, data, sent), timeout=10) as response:
            self.headers = {name.lower(): value for name, value in response.headers.items()}
            return json.loads(response.read())

    def refused(self, target: str) -> int:
        with pytest.raises(HTTPError) as caught:
            self.call(target)
        return caught.value.code


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with serve(spec_of(written(tmp_path))) as running:
        made = Shelf(running.url)
        for number in range(5):
            made.call("/books", {"title": f"Book {number}"})
        yield made


def titles(rows: Any) -> list[str]:
    return [row["title"].removeprefix("Book ") for row in rows]


def test_pages_from_0_and_their_count_in_a_header(shelf: Shelf) -> None:
    assert titles(shelf.call("/zero?page=1&size=2")["books"]) == ["2", "3"]
    assert shelf.headers["x-pages"] == "3"
    assert titles(shelf.call("/zero?size=2")["books"]) == ["0", "1"]


def test_an_offset_is_in_items_and_the_total_is_of_its_declared_type(shelf: Shelf) -> None:
    page = shelf.call("/skipped?skip=3&top=9")
    assert titles(page["books"]) == ["3", "4"] and page["count"] == "5"


def test_an_offset_in_the_body(shelf: Shelf) -> None:
    page = shelf.call("/searched", {"paging": {"from": "4", "rows": 2}})
    assert titles(page["found"]["books"]) == ["4"]


def test_a_cursor_is_opaque_and_stays_with_its_record(shelf: Shelf) -> None:
    page = shelf.call("/pointed?limit=2")
    assert page["meta"]["has_more"] is True
    cursor = page["meta"]["next"]
    assert titles(shelf.call(f"/pointed?limit=2&cursor={cursor}")["books"]) == ["2", "3"]
    shelf.call("/books", {"title": "Book 5"})
    last = shelf.call(f"/pointed?limit=9&cursor={cursor}")
    assert titles(last["books"]) == ["2", "3", "4", "5"]
    assert last["meta"] == {"has_more": False}


WRONG = ["x", "WzIsIDFd"[:-1], "null", "[]", base64.urlsafe_b64encode(b'[-1, "x"]').decode(), "9" * 5000, "%00"]


@pytest.mark.parametrize("cursor", WRONG)
def test_a_cursor_that_was_never_given_is_refused(shelf: Shelf, cursor: str) -> None:
    assert shelf.refused(f"/pointed?cursor={cursor}") == 400
    assert shelf.refused(f"/linked?page_token={cursor}") == 400


def test_the_last_item_is_the_cursor(shelf: Shelf) -> None:
    page = shelf.call("/after?limit=2")
    assert titles(shelf.call(f"/after?limit=2&starting_after={page['books'][-1]['id']}")["books"]) == ["2", "3"]
    assert shelf.refused("/after?starting_after=nobody") == 400


def test_a_cursor_in_headers(shelf: Shelf) -> None:
    shelf.call("/heads?limit=3")
    cursor = shelf.headers["x-next-cursor"]
    assert titles(shelf.call("/heads?limit=3", headers={"X-Cursor": cursor})["books"]) == ["3", "4"]
    assert "x-next-cursor" not in shelf.headers


def test_a_link_repeats_the_query_and_no_credential(shelf: Shelf) -> None:
    page = shelf.call("/linked?$top=2&$filter=a%20b")
    link = page["@odata.nextLink"]
    assert link.startswith(f"{shelf.url}/linked?")
    query = parse_qs(urlsplit(link).query)
    assert query["$top"] == ["2"] and query["$filter"] == ["a b"] and "key" not in query
    following = shelf.call(link)
    assert titles(following["value"]) == ["2", "3"]
    assert "@odata.nextLink" not in shelf.call(following["@odata.nextLink"])


def test_the_link_header(shelf: Shelf) -> None:
    shelf.call("/chained?per_page=4")
    link, _, rel = shelf.headers["link"].partition(">; ")
    assert rel == 'rel="next"'
    assert titles(shelf.call(link.removeprefix("<"))) == ["4"]
    assert "link" not in shelf.headers


# The declaration of the link to the next page, and the value on the last page.
ENDS: dict[str, dict[str, None | str]] = {
    "string": {},
    "{type: string, required: true}": {"next": ""},
    '{type: string, actual_types: [string, "null"]}': {"next": None},
    "{type: string, nullable: true}": {},
    "{type: string, required: true, actual_types: [string, absent]}": {},
}


@pytest.mark.parametrize("kept", [True, False], ids=["records", "samples"])
@pytest.mark.parametrize("declared", ENDS)
def test_the_last_page_has_what_the_schema_allows(tmp_path: Path, declared: str, kept: bool) -> None:
    text = f"""\
connector: Shelf of Books
description: A shelf of books, listed in pages.
version: "1.0"
server: https://shelf.example/api
operations:
- action: linked
  summary: Pages by link
  request: GET /linked
  returns: {{fields: {{value: {{items: {{fields: {{id: string}}}}}}, next: {declared}}}}}
  pages: {{by: link, items: "value[]", next: next}}
"""
    if kept:
        text += "sandbox: {collections: {books: {key: id}}, operations: {linked: {list: books}}}\n"
    (tmp_path / "connector.yaml").write_text(text, encoding="utf-8")
    with serve(spec_of(tmp_path)) as running, urlopen(f"{running.url}/linked", timeout=10) as response:
        page = json.loads(response.read())
    assert {key: value for key, value in page.items() if key != "value"} == ENDS[declared]

"""Iterators over pages of every kind, against servers that are right, and servers that are not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.paging_source import LISTS, written
from tests.sandbox.helpers import spec_of

from connectorkit.sandbox.server.server import serve

from .conftest import Answer, Caller, Seen, Server, answer, imported, rendered

KEY = "s3cret"
Page = Callable[[Seen], Answer]


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder = tmp_path_factory.mktemp("shelf")
    return imported(rendered(written(folder / "source"), folder))


@pytest.fixture(params=["sync", "async"])
def caller(request: pytest.FixtureRequest, shelf: ModuleType, server: Server, sleeps: list[float]) -> Caller:
    made = Caller(shelf, request.param, server.url, sleeps)
    made.credentials = {"api_key": KEY}
    return made


def books(*numbers: int) -> list[dict[str, str]]:
    return [{"id": f"b{number}"} for number in numbers]


def query(seen: Seen) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(seen.target).query).items()}


def asked(server: Server) -> list[dict[str, str]]:
    """The queries that the server saw, without the key, which each of them had once."""
    found = []
    for seen in server.seen:
        assert parse_qs(urlsplit(seen.target).query)["key"] == [KEY]
        found.append({name: value for name, value in query(seen).items() if name != "key"})
    return found


def walked(caller: Caller, name: str, **arguments: Any) -> list[str]:
    return [one.id for one in caller(f"iter_{name}", **arguments)]


@pytest.mark.parametrize("name", LISTS)
def test_a_sandbox_is_read_to_the_end(name: str, shelf: ModuleType, tmp_path: Path) -> None:
    with serve(spec_of(written(tmp_path))) as running, shelf.Client(api_key="sandbox", base_url=running.url) as client:
        made = [client.add(title=f"Book {number}").id for number in range(45)]
        assert [one.id for one in getattr(client, f"iter_{name}")()] == made
        pages = list(getattr(client, f"iter_{name}_pages")())
        whole, open_end = ("zero", "skipped", "pointed", "linked"), ("searched",)
        assert len(pages) == (1 if name in whole else 2 if name in open_end else 3)
        assert all(isinstance(page, type(pages[0])) for page in pages)


def test_pages_are_numbered_from_0(caller: Caller, server: Server) -> None:
    heads = {"X-Pages": "3"}
    server.choose = lambda seen: answer({"books": books(int(query(seen)["page"]))}, headers=heads)
    assert walked(caller, "zero") == ["b0", "b1", "b2"]
    assert asked(server) == [{"page": str(number), "size": "50"} for number in range(3)]


def test_a_total_ends_numbered_pages(caller: Caller, server: Server) -> None:
    server.choose = lambda seen: answer({"books": books(int(query(seen)["page"])), "total": 2})
    assert walked(caller, "totalled") == ["b1", "b2"]
    server.choose = lambda seen: answer({"books": books(*range(int(query(seen)["page"]), 4)), "total": 2})
    assert walked(caller, "totalled", page=3) == ["b3"], "from page 3 on, the total tells nothing"


def test_an_offset_counts_what_came(caller: Caller, server: Server) -> None:
    def page(seen: Seen) -> Answer:
        start = int(query(seen)["skip"])
        return answer({"books": books(*range(start, min(start + 2, 5))), "count": "5"})

    server.choose = page
    assert walked(caller, "skipped", top=10) == ["b0", "b1", "b2", "b3", "b4"]
    assert [one["skip"] for one in asked(server)] == ["0", "2", "4"]
    assert walked(caller, "skipped", skip=3) == ["b3", "b4"]


def test_inputs_in_the_body_keep_its_form(shelf: ModuleType, caller: Caller, server: Server) -> None:
    def page(seen: Seen) -> Answer:
        start = json.loads(seen.body)["paging"]["from"]
        return answer({"found": {"books": books(int(start)) if int(start) < 2 else []}})

    server.choose = page
    assert walked(caller, "searched", text="x") == ["b0", "b1"]
    sent = [json.loads(seen.body) for seen in server.seen]
    assert sent[1] == {"text": "x", "paging": {"from": "1", "rows": 50}}
    assert [one["paging"]["from"] for one in sent] == ["0", "1", "2"]
    given = shelf.SearchedPaging(from_="1", rows=7)
    assert walked(caller, "searched", paging=given) == ["b1"]
    assert json.loads(server.seen[-1].body)["paging"] == {"from": "2", "rows": 7}


def test_a_cursor_is_handed_back(caller: Caller, server: Server) -> None:
    following: dict[str, Any] = {"": "a&b=c/", "a&b=c/": 17, "17": None}

    def page(seen: Seen) -> Answer:
        cursor = query(seen).get("cursor", "")
        more = following[cursor] is not None
        return answer({"books": books(len(server.seen)), "meta": {"next": following[cursor], "has_more": more}})

    server.choose = page
    assert walked(caller, "pointed") == ["b1", "b2", "b3"]
    assert [one.get("cursor") for one in asked(server)] == [None, "a&b=c/", "17"]


@pytest.mark.parametrize(
    "end", [{"next": ""}, {"next": None}, {"next": False}, {}, {"next": "more", "has_more": False}]
)
def test_ends_of_a_cursor(caller: Caller, server: Server, end: dict[str, Any]) -> None:
    server.answers = [answer({"books": books(1), "meta": {"next": "x"}}), answer({"books": books(2), "meta": end})]
    assert walked(caller, "pointed") == ["b1", "b2"]


def test_an_empty_page_with_a_cursor_is_not_the_end(caller: Caller, server: Server) -> None:
    server.answers = [answer({"books": [], "meta": {"next": "x"}}), answer({"books": books(2)})]
    assert walked(caller, "pointed") == ["b2"]


def test_the_last_item_is_the_cursor(caller: Caller, server: Server) -> None:
    server.answers = [answer({"books": books(1, 2), "has_more": True}), answer({"books": books(3), "has_more": False})]
    assert walked(caller, "after") == ["b1", "b2", "b3"]
    assert [one.get("starting_after") for one in asked(server)] == [None, "b2"]


def test_a_cursor_in_headers(caller: Caller, server: Server) -> None:
    server.answers = [answer({"books": books(1)}, headers={"x-next-cursor": "n"}), answer({"books": books(2)})]
    assert walked(caller, "heads") == ["b1", "b2"]
    assert [seen.headers.get("x-cursor") for seen in server.seen] == [None, "n"]


@pytest.mark.parametrize(
    "link", ["/linked?token=2", "?token=2", "{url}/linked?token=2", "{url}/linked?token=2&key=s3cret"]
)
def test_a_link_is_followed_with_the_credentials(caller: Caller, server: Server, link: str) -> None:
    link = link.format(url=server.url)
    server.answers = [answer({"value": books(1), "@odata.nextLink": link}), answer({"value": books(2)})]
    assert walked(caller, "linked", filter="a b") == ["b1", "b2"]
    assert asked(server) == [{"$top": "50", "$filter": "a b"}, {"token": "2"}]
    assert urlsplit(server.seen[1].target).path == "/linked"


@pytest.mark.parametrize(
    "header",
    [
        '<{url}/chained?p=2>; rel="next"',
        '<{url}/chained?p=1>; rel="prev", </chained?p=2>; title="a, b <c>"; rel="next last"',
        "</chained?p=2>;rel=NEXT",
    ],
)
def test_the_link_header(caller: Caller, server: Server, header: str) -> None:
    server.answers = [answer(books(1), headers={"Link": header.format(url=server.url)}), answer(books(2))]
    assert walked(caller, "chained") == ["b1", "b2"]
    assert asked(server)[1] == {"p": "2"}


def test_other_links_of_the_header_end_the_list(caller: Caller, server: Server) -> None:
    server.answers = [answer(books(1), headers={"Link": '</chained?p=1>; rel="prev"; title="rel=next"'})]
    assert walked(caller, "chained") == ["b1"]


HOSTILE = [
    "https://evil.example/linked",
    "//evil.example/linked",
    "http://127.0.0.1:1/linked",
    "http://user:pw@127.0.0.1:{port}/linked",
    "http://127.0.0.1:{port}@evil.example/",
    "http://evil.example\\@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/linked",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "http://[::1/",
    "http://127.0.0.1:99999/",
    "/linked?a=b\r\nX-Other: 1",
    "/linked#" + "x" * 20_000,
]


@pytest.mark.parametrize("link", HOSTILE)
def test_a_hostile_link_is_refused(caller: Caller, server: Server, link: str) -> None:
    link = link.replace("{port}", server.url.rpartition(":")[2])
    server.answers = [answer({"value": books(1), "@odata.nextLink": link})]
    with pytest.raises(caller.package.DecodeError) as caught:
        walked(caller, "linked")
    assert "its next link " in str(caught.value) and KEY not in str(caught.value)
    assert len(server.seen) == 1


def test_a_link_to_another_server_gets_nothing(caller: Caller, server: Server) -> None:
    other = Server()
    server.answers = [answer({"value": books(1), "@odata.nextLink": f"{other.url}/linked"})]
    with pytest.raises(
        caller.package.DecodeError, match=r"another origin, http://127\.0\.0\.1:\d+, where nothing is sent"
    ):
        walked(caller, "linked")
    other.stop()
    assert other.seen == []


LOOPS: dict[str, tuple[str, Any]] = {
    "the same cursor": ("pointed", {"books": books(1), "meta": {"next": "x", "has_more": True}}),
    "the same link": ("linked", {"value": books(1), "@odata.nextLink": "/linked?x"}),
    "the same last item": ("after", {"books": books(1), "has_more": True}),
}


@pytest.mark.parametrize(("name", "page"), LOOPS.values(), ids=list(LOOPS))
def test_a_loop_is_an_error(caller: Caller, server: Server, name: str, page: Any) -> None:
    server.answers = [answer(page)]
    with pytest.raises(caller.package.DecodeError, match="points to a page that was already read"):
        walked(caller, name)
    assert len(server.seen) == 2


def test_a_loop_over_several_pages_is_an_error(caller: Caller, server: Server) -> None:
    server.choose = lambda seen: answer({"books": [], "meta": {"next": f"c{len(server.seen) % 3}"}})
    with pytest.raises(caller.package.DecodeError, match="points to a page that was already read"):
        walked(caller, "pointed")
    assert len(server.seen) == 4


def test_new_cursors_for_nothing_come_to_an_end(caller: Caller, server: Server) -> None:
    server.choose = lambda seen: answer({"books": [], "meta": {"next": f"c{len(server.seen)}"}})
    with pytest.raises(caller.package.DecodeError, match="101 pages in a row are empty"):
        walked(caller, "pointed")
    assert len(server.seen) == 101


def test_a_cursor_given_by_the_caller_is_part_of_a_loop(caller: Caller, server: Server) -> None:
    server.answers = [answer({"books": books(1), "meta": {"next": "x"}})]
    with pytest.raises(caller.package.DecodeError, match="points to a page that was already read"):
        walked(caller, "pointed", cursor="x")
    assert len(server.seen) == 1


WRONG: dict[str, tuple[str, Any, str]] = {
    "no items": ("pointed", {"meta": {}}, "no list of items"),
    "items of another type": ("pointed", {"books": "x", "meta": {}}, "no list of items"),
    "an object for a cursor": (
        "pointed",
        {"books": books(1), "meta": {"next": {"a": 1}}},
        "next cursor has the wrong type",
    ),
    "true for a cursor": ("pointed", {"books": books(1), "meta": {"next": True}}, "next cursor has the wrong type"),
    "a number for a link": ("linked", {"value": books(1), "@odata.nextLink": 7}, "next link has the wrong type"),
    "more, but no cursor": ("pointed", {"books": books(1), "meta": {"has_more": True}}, "no cursor or link to them"),
    "another type for more": (
        "pointed",
        {"books": books(1), "meta": {"has_more": "often"}},
        "'meta.has_more' is not a bool",
    ),
    "no ID in the last item": ("after", {"books": [{"title": "x"}], "has_more": True}, "its last item has no 'id'"),
    "an empty page before the end": ("skipped", {"books": [], "count": 9}, "it is empty, but more items follow"),
    "the same page again": ("skipped", {"books": books(1), "count": 9}, "the same as the previous page"),
}


@pytest.mark.parametrize(("name", "page", "reason"), WRONG.values(), ids=list(WRONG))
def test_a_page_that_is_not_as_declared(caller: Caller, server: Server, name: str, page: Any, reason: str) -> None:
    server.answers = [answer(page)]
    with pytest.raises(caller.package.DecodeError, match=reason):
        walked(caller, name)


def test_each_page_is_retried_and_limited_as_a_call(caller: Caller, server: Server) -> None:
    server.answers = [
        answer({"value": books(1), "@odata.nextLink": "/linked?p=2"}),
        answer({}, 429, headers={"Retry-After": "3"}),
        answer({"value": books(2)}),
    ]
    taken = caller("iter_linked", settings={"throttle": (2, 60.0)})
    assert [one.id for one in taken] == ["b1", "b2"]
    assert query(server.seen[1]) == query(server.seen[2]) == {"p": "2", "key": KEY}
    assert sum(caller.sleeps) >= 3.0 and len(caller.sleeps) == 2, "the wait, and the throttle for the third request"

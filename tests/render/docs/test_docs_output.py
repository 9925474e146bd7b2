"""The reference page: its rows, its order, and that no text of a source can break out of its place."""

from __future__ import annotations

import html.parser
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from tests.paths import CONNECTOR
from tests.render.docs.reference_reader import outline, tables

from connectorkit import pipeline
from connectorkit.model.connector import Connector, Credential, CredentialSet, Field, Json, Parameter, Schema, Shape
from connectorkit.render.docs import reference
from connectorkit.render.templates import Templates

HERE = Path(__file__).parent


@cache
def connector_of(folder: Path) -> Connector:
    connector, findings = pipeline.load(folder)
    assert connector is not None, findings
    return connector


def rendered(connector: Connector) -> tuple[str, str]:
    files = reference.render(connector, Templates())
    return files["docs/reference.md"].decode(), files["docs/index.html"].decode()


def golden(name: str) -> str:
    return (HERE / "golden" / name).read_text(encoding="utf-8")


class Page(html.parser.HTMLParser):
    """A page as parsed by a browser: elements, ids, links and the cells of tables."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.text: dict[str, list[str]] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "br", "link"):
            self.open.append(tag)
            self.text.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.text[tag][-1] += data


def test_clicksend_rows_are_those_of_the_published_page() -> None:
    assert outline(rendered(connector_of(CONNECTOR))[0]) == golden("clicksend_rows.txt")


def test_clicksend_headings_stand_in_the_published_order() -> None:
    text = rendered(connector_of(CONNECTOR))[0]
    assert re.findall(r"^##? (.*)", text, re.MULTILINE) == [
        "ClickSend SMS",
        "Prerequisites",
        "How to get credentials?",
        "Known issues and limitations",
        "Creating a connection",
        "Throttling Limits",
        "Actions",
        "Triggers",
    ]


def test_clicksend_tables_before_the_actions() -> None:
    found = tables(rendered(connector_of(CONNECTOR))[0])
    assert [table[0][0] for table in found[""]] == ["Service", "Contact", "Connector Metadata"]
    assert [row[0] for row in found[""][0][1:]] == ["Logic Apps", "Power Automate", "Power Apps"]
    assert [row[0] for row in found[""][2][1:]] == ["Publisher", "Website", "Privacy policy", "Categories"]
    assert found["Creating a connection / Default"][0][1:] == [
        ["Username", "securestring", "The Username for this api", "True"],
        ["API Key", "securestring", "The API Key for this api", "True"],
    ]
    assert found["Throttling Limits"][0][1:] == [["API calls per connection", "100", "60 seconds"]]


def test_clicksend_list_of_actions_links_to_each() -> None:
    text = rendered(connector_of(CONNECTOR))[0]
    listed = [row[0] for row in tables(text)["Actions"][0][1:]]
    assert listed == re.findall(r"^### (.*)", text.split("\n## Actions")[1].split("\n## Triggers")[0], re.MULTILINE)
    assert listed == sorted(listed, key=str.casefold) and len(listed) == 14


def test_html_has_the_rows_of_the_markdown() -> None:
    markdown, page = rendered(connector_of(CONNECTOR))
    rows = [row for listed in tables(markdown).values() for table in listed for row in table]
    assert len(Page(page).text["tr"]) == len(rows) - 2  # Contact and Metadata have no header row there


def test_small_connector_page() -> None:
    assert rendered(connector_of(HERE / "sources" / "orders"))[0] == golden("orders.md")


@pytest.mark.parametrize("source", [HERE / "sources" / "orders", HERE / "sources" / "nasty", CONNECTOR])
def test_every_link_of_the_html_has_a_target(source: Path) -> None:
    page = Page(rendered(connector_of(source))[1])
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner and inner <= set(page.ids)
    assert all(link.startswith(("#", "https://", "mailto:")) for link in page.links)


def test_every_link_of_the_markdown_has_a_target() -> None:
    text = rendered(connector_of(HERE / "sources" / "orders"))[0]
    seen: dict[str, int] = {}
    anchors = set()
    for heading in re.findall(r"^#{1,6} (.*)", text, re.MULTILINE):
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        anchors.add(f"{slug}-{seen[slug]}" if slug in seen else slug)
        seen[slug] = seen.get(slug, 0) + 1
    targets = set(re.findall(r"\]\(#([^)]*)\)", text))
    assert {"order-1", "get-an-order-v2-preview"} <= targets <= anchors


def test_nasty_texts_stay_in_their_cells() -> None:
    text = rendered(connector_of(HERE / "sources" / "nasty"))[0]
    found = tables(text)
    operation = "Say | `it` <script>alert(8)</script> ## Not a heading"
    parameters, returns = found[f"Actions / {operation} / Parameters"][0], found[f"Actions / {operation} / Returns"][0]
    assert parameters[1] == ["T | <b>`", "q|`<x>", "", "string", "line<br>next | ](javascript:alert(10)) _a_ *b*"]
    assert [row[1] for row in returns[1:]] == ["a|b", "back\\slash", "__init__"]
    assert returns[3][3] == "x < y && y > z &amp;"
    assert all(len(row) == len(table[0]) for listed in found.values() for table in listed for row in table)


def test_nasty_texts_bring_no_markup_into_the_markdown() -> None:
    text = rendered(connector_of(HERE / "sources" / "nasty"))[0]
    live = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    live = re.sub(r"(?<!\\)`[^`\n]*`", "", live.split("## Prerequisites")[0]) + live.split("## Prerequisites")[1]
    assert set(re.findall(r"<[^>\s]*", live)) == {"<br"}
    assert not re.search(r"(?<!\\)\]\s*[(:]\s*(javascript|data)", live)
    assert re.findall(r"^# .*", live, re.MULTILINE) == ["# A \\| B \\`c\\` &lt;script&gt;alert(1)&lt;/script&gt;"]
    assert "[good](https://example.com/a_b)" in live
    assert "<script>kept as code</script>\n```\n" in text


def test_nasty_texts_bring_no_elements_into_the_html() -> None:
    source = rendered(connector_of(HERE / "sources" / "nasty"))[1]
    page = Page(source)
    assert not page.elements & {"script", "img", "b", "i"} and page.handlers == []
    assert "<script>alert(9)</script>" in " ".join(page.text["td"])
    assert [link for link in page.links if not link.startswith("#")] == ["https://example.com/a_b"]
    assert {"html", "main", "caption", "h1", "title"} <= page.elements
    assert re.search(r'<html lang="en">', source)


def test_dynamic_shapes_are_one_row() -> None:
    connector = connector_of(HERE / "sources" / "orders")
    span = connector.span
    dynamic = Schema(span, type="object", shape=Shape("GetSchema", "schema"))
    outer = Schema(span, type="object", fields=(Field("answers", "answers", dynamic, True),))
    body = Parameter(span, "body", "body", "body", outer, required=True)
    first = connector.operations[0]
    whole = replace(first, parameters=(body,), responses=(replace(first.responses[0], schema=dynamic),))
    inside = replace(whole, id="Two", responses=(replace(first.responses[0], schema=outer),))
    text = rendered(replace(connector, operations=(whole, inside)))[0]
    one, two = text.split("\n### ")[-2:]
    assert "| answers | `answers` | True | dynamic | Fields: loaded by `GetSchema` |" in one
    assert "depend on the inputs" in one and "Path" not in one
    assert "| answers | `answers` | dynamic |  |" in two


def test_a_connector_that_says_almost_nothing_still_has_a_page(tmp_path: Path) -> None:
    (tmp_path / "connector.yaml").write_text(
        'connector: X\ndescription: ""\nversion: "1"\nserver: https://x.example\noperations:\n'
        "- {action: a, request: GET /a}\n- {action: b, summary: A, request: GET /b, returns: {}}\n",
        encoding="utf-8",
    )
    text, page = rendered(connector_of(tmp_path))
    assert re.findall(r"^#+ .*", text, re.MULTILINE)[:3] == ["# X", "## Creating a connection", "### Default"]
    assert not {"## Triggers", "## Throttling Limits", "#### Parameters"} & set(text.splitlines())
    assert Page(page).open == []


def test_connection_sets_have_a_section_each() -> None:
    connector = connector_of(HERE / "sources" / "orders")
    hidden: Json = {"constraints": {"hidden": "true"}}
    shown: Json = {"displayName": "User", "description": "Who", "constraints": {"required": "true"}}
    parameters = [
        Credential(connector.span, "user", "user", "string", "", "", required=False, interface=shown),
        Credential(connector.span, "pin", "pin", "securestring", "PIN", "Four digits", required=False),
        Credential(connector.span, "token", "token", "oauthSetting", "Token", ""),
        Credential(connector.span, "tenant", "tenant", "string", "Tenant", "", interface=hidden),
    ]
    basic = CredentialSet(connector.span, "basic", "By name", "Name and password", tuple(parameters))
    more = replace(connector, credentials=(), credential_sets=(basic,))
    found = tables(rendered(more)[0])
    assert found["Creating a connection"][0][1:] == [["By name", "Name and password", "All regions", "Not shareable"]]
    assert found["Creating a connection / By name"][0][1:] == [
        ["User", "string", "Who", "True"],
        ["PIN", "securestring", "Four digits", ""],
    ]


def test_bytes_do_not_depend_on_the_hash_seed() -> None:
    code = (
        "import hashlib, pathlib, sys; from connectorkit import pipeline;"
        "from connectorkit.render.docs import reference as docs;"
        "from connectorkit.render.templates import Templates;"
        "c = pipeline.load(pathlib.Path(sys.argv[1]))[0]; r = docs.render(c, Templates());"
        "print(hashlib.sha256(repr(sorted(r.items())).encode()).hexdigest())"
    )
    run = [sys.executable, "-c", code, str(HERE / "sources" / "orders")]
    places = [{"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"}, {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}]
    environments = [{**os.environ, **place} for place in places]
    made = {subprocess.run(run, env=env, capture_output=True, check=True, text=True).stdout for env in environments}
    assert len(made) == 1

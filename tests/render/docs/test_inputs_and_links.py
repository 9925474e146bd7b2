"""The reference page: choices, defaults and limits of inputs, links that lead somewhere, tables for a phone."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests import corpus
from tests.paths import CONNECTOR
from tests.render.docs.reference_reader import tables
from tests.render.docs.test_docs_output import Page, connector_of, rendered

from connectorkit import pipeline
from connectorkit.importing import run

HEAD = """\
connector: Shop
description: A shop.
version: "1"
server: https://shop.contoso.com
contact: {name: Help, url: "https://shop.contoso.com/help", email: help@contoso.com}
"""
LIST = """\
operations:
- action: List
  summary: List shops
  request: GET /shops
  visibility: %s
  returns: {fields: {id: string}}
- action: A
  summary: An action
  description: See https://shop.contoso.com/a_b(c). Or <https://x.contoso.com>!
  request: POST /a
  parameters:
"""


def page_of(folder: Path, text: str) -> tuple[str, str]:
    (folder / "connector.yaml").write_text(text, encoding="utf-8")
    connector, findings = pipeline.load(folder)
    assert connector is not None, findings
    return rendered(connector)


@pytest.mark.parametrize(
    ("said", "notes"),
    [
        ("choices: [a, b]", ["Choices: `a`, `b`"]),
        ("choices: {a: First, b: b}, default: a", ["Choices: First (`a`), `b`", "Default: First (`a`)"]),
        ("choices: [''], default: ''", ["Choices: empty", "Default: empty"]),
        ("default: a b", ["Default: `a b`"]),
        ("min_length: 1, max_length: 1", ["Length: exactly 1 character"]),
        ("min_length: 2", ["Length: at least 2 characters"]),
        ("max_length: 10", ["Length: at most 10 characters"]),
        ("pattern: '^a|b$'", ["Pattern: ^a\\|b$"]),
        ("type: integer, min: 0, max: 0", ["Value: exactly 0"]),
        ("type: number, min: -1.5, max: 9", ["Value: -1.5 to 9"]),
        ("type: number, min: 0, exclusive_min: true, max: 9", ["Value: more than 0, at most 9"]),
        ("type: integer, max: 5, exclusive_max: true, multiple_of: 2", ["Value: less than 5", "Multiple of: 2"]),
        ("type: boolean, default: false", ["Default: `false`"]),
        (
            "type: 'string[]', min_items: 1, max_items: 3, unique_items: true",
            ["Items: 1 to 3", "Items: each only once"],
        ),
        ("type: array, items: {type: string, choices: [x]}", ["Choices: `x`"]),
        ("options: {operation: List, value: id, title: id}", ["Choices: loaded by [List shops](#list-shops)"]),
        (
            "options: {operation: List, value: id, title: id, with: {q: {from: z}}}",
            ["Choices: loaded by [List shops](#list-shops) for the chosen `z`"],
        ),
        ("choices: ['<b>|`x`', 'c*d*']", [r"Choices: &lt;b&gt;\|\`x\`, `c*d*`"]),
        ("choices: {a: '[x](javascript:1) | <i>'}", [r"Choices: \[x\](javascript:1) \| &lt;i&gt; (`a`)"]),
        ("description: d", ["d"]),
    ],
)
def test_an_input_shows_its_choices_default_and_limits(said: str, notes: list[str], tmp_path: Path) -> None:
    kind = "" if "type:" in said else "type: string, "
    inputs = f"    z: {{type: string, description: z}}\n    p: {{{kind}{said}}}\n"
    text, page = page_of(tmp_path, HEAD + LIST % "important" + inputs)
    row = next(line for line in text.splitlines() if "| `p` |" in line)
    assert re.split(r"(?<!\\)\|", row)[-2].strip() == "<br>".join(notes)
    shown = Page(page)
    assert shown.elements <= {*"html head meta title style body a header h1 h2 h3 h4 p nav ul li main div".split(),
                              *"table caption thead tbody tr th td code span".split()}  # fmt: skip
    labels = [note.partition(":")[0] for note in notes if said != "description: d"]
    assert [one.partition(":")[0] for one in shown.text.get("span", [])] == labels


def test_a_note_names_a_hidden_operation_without_a_link(tmp_path: Path) -> None:
    inputs = "    p: {type: string, description: d, options: {operation: List, value: id, title: id}}\n"
    text, page = page_of(tmp_path, HEAD + LIST % "internal" + inputs)
    assert "d<br>Choices: loaded by `List` |" in text
    assert "loaded by <code>List</code></span>" in page


def test_many_choices_are_counted(tmp_path: Path) -> None:
    inputs = f"    p: {{type: integer, choices: [{', '.join(map(str, range(150)))}]}}\n"
    assert "`98`, `99` and 50 more" in page_of(tmp_path, HEAD + LIST % "internal" + inputs)[0]


def test_a_connection_parameter_shows_its_choices_and_default_but_no_secret(tmp_path: Path) -> None:
    credentials = """\
credentials:
  region:
    type: string
    description: Where.
    default: eu
    constraints: {allowedValues: [{value: eu, text: Europe}, {value: us}]}
  key: {type: securestring, settings: {defaultValue: hunter2}}
"""
    text, page = page_of(tmp_path, HEAD + credentials + (LIST % "internal") + "    p: string\n")
    row, _ = tables(text)["Creating a connection / Default"][0][1:]
    assert row == ["Region", "string", "Where.<br>Choices: Europe (`eu`), `us`<br>Default: Europe (`eu`)", "True"]
    assert "hunter2" not in text + page


def test_addresses_are_links_and_nothing_else_is(tmp_path: Path) -> None:
    page = Page(
        page_of(tmp_path, HEAD + LIST % "internal" + "    p: {type: string, description: 'javascript:1 x'}\n")[1]
    )
    outer = [link for link in page.links if not link.startswith("#")]
    assert outer == [
        "https://shop.contoso.com/help",
        "mailto:help@contoso.com",
        *["https://shop.contoso.com/a_b(c)", "https://x.contoso.com"] * 2,
    ]


def test_links_into_the_page_lead_to_a_heading_or_are_texts(tmp_path: Path) -> None:
    intro = """\
intro: |
  See [below](#more), [the action](#an-action), [a section](#prerequisites), [all](#actions), [umlaut](#über-uns),
  [nowhere](#nowhere), [`a` *b*](#gone) and ![image](#img).

  ## More

  ## Über uns
prerequisites: An account.
"""
    page = Page(page_of(tmp_path, HEAD + intro + LIST % "internal" + "    p: string\n")[1])
    inner = [link[1:] for link in page.links if link.startswith("#")]
    assert {"more", "an-action", "prerequisites", "actions", "%C3%BCber-uns"} <= set(inner)
    assert not {"nowhere", "gone", "img"} & set(inner)
    assert {"more", "über-uns", "prerequisites"} <= set(page.ids)
    assert "nowhere" in page.text["span"] and "a b" in page.text["span"]
    assert len(page.ids) == len(set(page.ids))


def labelled(page: str) -> None:
    """Each cell of a table repeats the header of its column, which a phone shows in its place."""
    for table in re.findall(r'<table class="rows">.*?</table>', page, re.DOTALL):
        heads = [html.unescape(one) for one in re.findall(r'<th scope="col">(.*?)</th>', table)]
        for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", table, re.DOTALL):
            assert re.findall(r'<td data-label="([^"]*)"', row) == heads[1:]
            assert row.count("<td") == len(heads) - 1


def whole(page: str) -> None:
    """Every link into the page has a target, and every anchor is there once."""
    read = Page(page)
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    assert {link[1:] for link in read.links if link.startswith("#")} <= set(read.ids)


def test_clicksend_is_whole_and_has_labels() -> None:
    page = rendered(connector_of(CONNECTOR))[1]
    whole(page)
    labelled(page)
    assert "@media (max-width: 40em)" in page and "content: attr(data-label)" in page


def published(folder: Path, target: Path) -> str:
    """The page of a published connector; "" for one that cannot be built as a whole."""
    run.run(folder, target, lambda _: None)
    return pipeline.build(target, ("docs",)).files.get("docs/index.html", b"").decode()


@pytest.mark.part(0)
@pytest.mark.skipif(not corpus.connectors(), reason="no sample of published connectors beside the project")
def test_pages_of_published_connectors_are_whole_and_have_labels(tmp_path: Path) -> None:
    pages = [published(one, tmp_path / str(number)) for number, one in enumerate(corpus.connectors()[::6][:22])]
    assert sum(map(bool, pages)) > len(pages) / 2
    for page in filter(None, pages):
        whole(page)
        labelled(page)


WIDTH = 360
ASK = (
    "<script>parent.postMessage(document.documentElement.scrollWidth + ' ' + innerWidth + ' ' + "
    "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && "
    "!e.closest('pre')).length, '*')</script></body>"
)
TOLD = "<script>addEventListener('message', e => document.body.setAttribute('data-told', e.data))</script>"


@pytest.mark.part(0)
@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium shows the page")
@pytest.mark.parametrize("wide", [False, True])
def test_a_phone_shows_the_page_without_scrolling_sideways(wide: bool, tmp_path: Path) -> None:
    page = rendered(connector_of(CONNECTOR))[1]
    if wide:
        inputs = f"    {'p' * 90}: {{type: string, description: {'d' * 300}, pattern: '{'x' * 200}'}}\n"
        page = page_of(tmp_path, HEAD + LIST % "important" + inputs)[1]
    live = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page).replace("</body>", ASK)
    frame = f'<body>{TOLD}<iframe width="{WIDTH}" height="640" srcdoc="{html.escape(live, True)}"></iframe></body>'
    (tmp_path / "frame.html").write_text(frame, encoding="utf-8")
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000", "--dump-dom"]
    address = (tmp_path / "frame.html").as_uri()
    shown = subprocess.run(["chromium", *options, address], capture_output=True, text=True, timeout=120, check=True)
    found = re.search(r'data-told="(\d+) (\d+) (\d+)"', shown.stdout)
    assert found is not None
    assert int(found[1]) <= int(found[2]) == WIDTH
    assert found[3] == "0"

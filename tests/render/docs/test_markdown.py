"""Markdown of a source on the reference page: what CommonMark means by it, and nothing that leaves its place."""

from __future__ import annotations

import html.parser
import os
import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from connectorkit.render.docs import markdown_blocks, markdown_text

PIECES = [
    *"`*_[]()<>#|~!\\&:-=+1. \n\t\"'ab",
    *("    ", "\n\n", "```", "~~~", "> ", "- ", "1. ", "---", "===", "&lt;", "&colon;", "&#x3a;", "](", "]: "),
    *("<script>", "</code>", "<img src=x onerror=a>", "<!--", "-->", "<a href='javascript:a'>", "<https://a.example>"),
    *("javascript:a", "JaVaScRiPt:a", "data:text/html,a", "//a.example", "https://a.example", "mailto:a@b.example"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
ELEMENTS = set("h3 h4 h5 h6 p ul ol li blockquote pre code em strong s a br hr div table thead tbody tr th td".split())
ATTRIBUTES = set("href rel tabindex start class role aria-label scope style".split())
VOID = ("br", "hr")


class Page(html.parser.HTMLParser):
    """The elements of a piece of HTML, in order, and whether each is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- a\n  - b\n- c", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>"),
        ("1. a\n   wrapped\n2. b", "<ol>\n<li>a\nwrapped</li>\n<li>b</li>\n</ol>"),
        ("- a\n\n  ```sh\n  x < y\n  ```", '<pre tabindex="0"><code>x &lt; y\n</code></pre>\n</li>'),
        ("    x <b>", '<pre tabindex="0"><code>x &lt;b&gt;\n</code></pre>'),
        ("Top\n===", "<h3>Top</h3>"),
        ("#### Deep `x`", "<h4>Deep <code>x</code></h4>"),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
        ("| a | b |\n|---|---|\n| <i> | 2 |", "<td>&lt;i&gt;</td>\n<td>2</td>"),
        ("*a* ~~b~~ `` ` ``", "<p><em>a</em> <s>b</s> <code>`</code></p>"),
        ("<b>x</b> <!-- y --> &amp;lt;", "<p>&lt;b&gt;x&lt;/b&gt; &lt;!-- y --&gt; &amp;lt;</p>"),
        ("<div>\n# A\n</div>", "<p>&lt;div&gt;</p>\n<h3>A</h3>\n<p>&lt;/div&gt;</p>"),
        ("[a](javascript:b)", "<p>[a](javascript:b)</p>"),
        ("[a](&#106;avascript:b) [c](//d.example)", "<p>[a](javascript:b) [c](//d.example)</p>"),
        ("[a][b]\n\n[b]: https://c.example/?d=1&e", '<p><a href="https://c.example/?d=1&amp;e" rel='),
        ("see https://a.example/b_c.", '<p>see <a href="https://a.example/b_c" rel="noopener noreferrer">https://'),
        ("a.example and b@c.example", "<p>a.example and b@c.example</p>"),
        ("![alt](https://a.example/x.png)", '<a href="https://a.example/x.png" rel="noopener noreferrer">alt</a>'),
        (
            "[![i](https://a.example/x)](https://b.example)",
            '<p><a href="https://b.example" rel="noopener noreferrer">i<',
        ),
    ],
)
def test_markdown_on_the_page(text: str, shown: str) -> None:
    assert shown in markdown_blocks.html(text)


@given(TEXTS)
@example('[x](https://a.example/"onmouseover="a)')
@example('![<b>](https://a.example "\\"><script>")')
@settings(max_examples=300, deadline=None, derandomize=True)
def test_no_text_brings_elements_of_its_own(text: str) -> None:
    page = Page(markdown_blocks.html(text))
    assert page.open == []
    assert set(page.elements) <= ELEMENTS
    assert {name for name, _ in page.attributes} <= ATTRIBUTES
    links = [str(value).lower() for name, value in page.attributes if name == "href"]
    assert all(link.startswith(("http://", "https://", "mailto:")) for link in links)


def everything(text: str) -> list[Token]:
    """The HTML of a Markdown text in a viewer that filters nothing."""
    viewer = MarkdownIt("commonmark", {"html": True})
    # To replace this method is how the library's documentation lets every link pass.
    viewer.validateLink = lambda url: True  # type: ignore[method-assign]
    blocks = viewer.parse(text)
    return blocks + [child for block in blocks for child in block.children or []]


@given(TEXTS, st.integers(1, 2))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_no_text_brings_html_or_high_headings_into_the_markdown(text: str, below: int) -> None:
    seen = everything(markdown_text.markdown(text, below) + "\n\n# Next of the page")
    assert not [token.content for token in seen if token.type.startswith("html")]
    levels = [int(token.tag[1:]) for token in seen if token.type == "heading_open"]
    assert levels[-1] == 1
    assert all(level > below for level in levels[:-1])


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Top\n===\ntext", "## Top\ntext"),
        ("Sub\n---", "Sub\n---"),
        ("> # In", "> ## In"),
        ("C #\n===", "## C # #"),
        ("- x\n\n      a < b", "- x\n\n      a < b"),
        ("a\n\n    if a < b:\n    # no heading", "a\n\n    if a < b:\n    # no heading"),
        ("- x\n  ```\n  a < b\n  ```\n\n# B", "- x\n  ```\n  a < b\n  ```\n\n## B"),
        ("```\na < b", "```\na < b\n```"),
        ("````\n```\na < b", "````\n```\na < b\n````"),
    ],
)
def test_headings_and_code_of_the_markdown_page(text: str, kept: str) -> None:
    assert markdown_text.markdown(text, 1) == kept


def test_many_marks_of_code_take_no_time_to_pair() -> None:
    text = "`" * 20_000 + "a" + "` " * 20_000
    assert markdown_text.markdown(text) == text.strip()


def test_headings_are_counted_as_a_reader_sees_them() -> None:
    text = "# A [b](https://c.example) `d`\n\nSet\n===\n\n```\n# code\n```\n\n    # code\n\n> ## *Quoted*"
    assert markdown_text.headings(text) == ("A b d", "Set", "Quoted")


def test_the_parser_is_loaded_for_a_text_alone() -> None:
    code = (
        "import sys; from connectorkit.render.docs import reference, markdown_text;"
        "assert markdown_text.markdown('Plain *text*.\\n- a\\n- b') == 'Plain *text*.\\n- a\\n- b';"
        "assert 'markdown_it' not in sys.modules; markdown_text.markdown('# A'); assert 'markdown_it' in sys.modules"
    )
    without_cache = {**os.environ, "CONNECTORKIT_CACHE": "off"}
    subprocess.run([sys.executable, "-c", code], check=True, env=without_cache)

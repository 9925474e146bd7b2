"""Markdown of a source, parsed by markdown-it-py: as HTML for the reference page, and by its blocks.

The texts are untrusted. Raw HTML is shown as text, links may only use http, https and mailto, and images become links.
The parser takes about 100 ms to load, so import this module only where a text must be parsed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

# The title and the sections of the page are above the headings of a text.
_HIGHEST = 3
_SCHEMES = re.compile(r"(?:https?://|mailto:)[^\s<>\"']", re.IGNORECASE)
# Kinds of links that linkify-it finds besides URLs with a scheme.
_FUZZY = {"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False}


class _Parser(MarkdownIt):
    """CommonMark with tables, strikethrough and bare links, without raw HTML."""

    def __init__(self) -> None:
        super().__init__("gfm-like", {"html": False}, renderer_cls=_Renderer)
        if self.linkify is not None:
            self.linkify.set(_FUZZY)

    def validateLink(self, url: str) -> bool:
        """Whether ``url`` becomes a link; otherwise its source text is shown."""
        return bool(_SCHEMES.match(url)) or url.startswith("#")

    def normalizeLinkText(self, link: str) -> str:
        """The text of a bare link, unchanged: decoded, it could hide its target."""
        return link


class _Renderer(RendererHTML):
    """Renders elements in the style of the rest of the page."""

    def heading_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A heading, one level below those of the page, with the anchor of Markdown viewers."""
        anchor = next(env.get("anchors", iter(())), "")
        named = f' id="{escapeHtml(anchor)}"' if anchor else ""
        return f"<h{_level(tokens[idx])}{named}>"

    def heading_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """The end of that heading."""
        return f"</h{_level(tokens[idx])}>\n"

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A link that sends no referrer; a link to a missing anchor of the page becomes its text."""
        target = str(tokens[idx].attrGet("href") or "")
        if not target.startswith("#"):
            return f'<a href="{escapeHtml(target)}" rel="noopener noreferrer">'
        found = unquote(target[1:]) in env.get("known", ())
        env["dead"] = not found
        return f'<a href="{escapeHtml(target)}">' if found else "<span>"

    def link_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """The end of a link; links do not contain links."""
        return "</span>" if env.pop("dead", False) else "</a>"

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A link to the image, because the page loads nothing; its text inside another link."""
        token = tokens[idx]
        source = escapeHtml(str(token.attrGet("src") or ""))
        shown = escapeHtml(self.renderInlineAsText(token.children or [], options, env)) or source
        inside = sum(one.nesting for one in tokens[:idx] if one.type in ("link_open", "link_close"))
        if inside or source.startswith("#"):
            return shown
        return f'<a href="{source}" rel="noopener noreferrer">{shown}</a>'

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Code that can be scrolled with the keyboard."""
        return f'<pre tabindex="0"><code>{escapeHtml(tokens[idx].content)}</code></pre>\n'

    code_block = fence

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A table that scrolls inside the page."""
        return '<div class="scroll" tabindex="0" role="region" aria-label="Table">\n<table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """The end of that table."""
        return "</table>\n</div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A heading of a column."""
        return f'<th scope="col"{self.renderAttrs(tokens[idx])}>'


def html(text: str, anchors: Iterable[str] = (), known: Collection[str] = ()) -> Markup:
    """A Markdown text as safe HTML.

    ``anchors`` are those of its headings, in order; links into the page may lead to the anchors ``known``.
    """
    return Markup(str(_parser().render(text, {"anchors": iter(anchors), "known": known})).rstrip("\n"))


def tokens(text: str) -> list[Token]:
    """The blocks of a Markdown text; ``map`` has the lines of each, counted from 0, the last one excluded."""
    return _parser().parse(text)


def headings(text: str) -> Iterator[str]:
    """The displayed text of each heading of a Markdown text, in order."""
    for opened, inline in pairwise(tokens(text)):
        if opened.type == "heading_open":
            yield "".join(_words(inline.children or []))


def _words(spans: Sequence[Token]) -> Iterator[str]:
    for span in spans:
        yield " " if span.type in ("softbreak", "hardbreak") else span.content


def _level(heading: Token) -> int:
    return max(int(heading.tag[1:]), _HIGHEST)


@cache
def _parser() -> _Parser:
    return _Parser()

"""The sentences about paging in the reference of an operation."""

from __future__ import annotations

import re
from typing import NamedTuple

from connectorkit.model.connector import Operation, Pages
from connectorkit.sandbox.shapes.response_paths import split

PAGEABLE = "x-ms-pageable"
_NAMED = re.compile(r"`([^`]*)`")


class Part(NamedTuple):
    """A part of a sentence; ``named``: the name of an input or a response path."""

    text: str
    named: bool


def described(operation: Operation) -> list[Part]:
    """The sentences as parts; empty when no paging is declared."""
    text = " ".join(_sentences(operation))
    return [Part(one, index % 2 == 1) for index, one in enumerate(_NAMED.split(text)) if one]


def _sentences(operation: Operation) -> list[str]:
    pages = operation.pages
    if pages is None:
        return ["Power Automate follows the link to the next page."] if PAGEABLE in operation.more else []
    made = ["Returns one page of a list."]
    if pages.by == "link":
        made.append(f"The address of the next page is in {_place(pages, 'next')}.")
        made += ["Power Automate follows it when pagination is on in the settings of the action."] * _followed(
            operation
        )
    elif _shown(operation, pages.parameter):
        made.append(_leads(pages))
    if _shown(operation, pages.size):
        most = f", at most {pages.max_size}" if pages.max_size else ""
        made.append(f"{_named(pages.size)} is the number of items on a page{most}.")
    ends = [(word, text) for word, text in _ENDS.items() if word in pages.headers or getattr(pages, word)]
    return made + [f"{text} is in {_place(pages, word)}." for word, text in ends]


_ENDS = {
    "last": "The number of the last page",
    "page_count": "The number of pages",
    "total": "The number of all items",
    "more": "Whether more pages follow",
}


def _leads(pages: Pages) -> str:
    name = _named(pages.parameter)
    if pages.by == "page":
        return f"{name} is the number of the page, from {pages.first}."
    if pages.by == "offset":
        return f"{name} is the number of items before the page, from {pages.first}."
    if pages.last_item:
        return f"{name} is empty for the first page; for the next, it is {_named(pages.last_item)} of the last item."
    return f"{name} is empty for the first page; the value for the next is in {_place(pages, 'next')}."


def _followed(operation: Operation) -> bool:
    return PAGEABLE in operation.more


def _place(pages: Pages, word: str) -> str:
    header = pages.headers.get(word)
    return f"the response header {_named(header)}" if header else _named(str(getattr(pages, word)))


def _named(path: str) -> str:
    return f"`{path.replace(chr(92), '').replace('`', '')}`"


def _shown(operation: Operation, name: str) -> bool:
    """Whether the input is visible to makers."""
    if not name:
        return False
    for one in operation.parameters:
        if one.name == name and one.location != "body":
            return "internal" not in (one.visibility, one.schema.visibility)
    top = split(name)[0]
    fields = operation.body.schema.fields if operation.body is not None else None
    return any(one.name == top and one.schema.visibility != "internal" for one in fields or ())

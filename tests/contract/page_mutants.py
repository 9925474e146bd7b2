"""Servers that do not page as declared, as mutants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from connectorkit.sandbox.shapes import response_paths
from tests.contract.mutants import Mutant, answering, changed, held
from tests.contract.proxy import Back, Doc, Mutation, Sent


def of_lists(operation: str, items: str, page: str) -> Iterator[Mutant]:
    """A page is repeated in place of the next; the last record of each page is omitted."""
    if page:
        again = Mutation(
            operation,
            call=lambda sent: Sent(
                sent.operation, sent.method, sent.path, {**sent.query, page: ["1"]}, sent.headers, sent.body
            ),
        )
        yield Mutant("page again", operation, "", again)

    def shorter(holder: Any, name: str) -> None:
        holder[name] = holder[name][:-1]

    yield Mutant("record hidden", operation, items, Mutation(operation, answer=answering(items, shorter, True)))


def of_pages(operation: str, pages: Doc, paths: Doc) -> Iterator[Mutant]:
    """Servers that do not page as declared; ``pages`` are the names of a suite, ``paths`` the places of inputs."""
    items = pages["items"]
    if pages["page"]:
        again = Mutation(operation, call=lambda sent: _less_input(sent, paths["page"]))
        yield Mutant("input ignored", operation, items, again)
    if pages.get("size"):
        yield Mutant(
            "size ignored", operation, items, Mutation(operation, call=lambda sent: _less_input(sent, paths["size"]))
        )
    if pages.get("by") in ("cursor", "link"):
        yield Mutant("never ends", operation, items, _endless(operation, pages))
        yield Mutant("ends early", operation, items, _ended(operation, pages))
    if pages.get("by") == "link" and pages.get("next"):
        away = Mutation(operation, answer=answering(pages["next"], _elsewhere, True))
        yield Mutant("link elsewhere", operation, pages["next"], away)


def _less_input(sent: Sent, place: str) -> Sent:
    """The call without an input, e.g. ``query.page`` or ``body.paging.from``."""
    where, *steps = response_paths.split(place)
    if where == "query":
        return replace(sent, query={name: one for name, one in sent.query.items() if name != steps[0]})
    if where == "headers":
        return replace(
            sent, headers={name: one for name, one in sent.headers.items() if name.lower() != steps[0].lower()}
        )
    document = sent.json()
    return sent.with_json(changed(document, ".".join(steps), lambda holder, name: holder.pop(name)))


def _elsewhere(holder: Any, name: str) -> None:
    if isinstance(holder[name], str):
        holder[name] = "https://elsewhere.invalid/next"


def _endless(operation: str, pages: Doc) -> Mutation:
    """The first page leads on to itself for ever."""
    kept: dict[str, Back] = {}

    def answer(sent: Sent, back: Back) -> Back:
        return (
            kept.setdefault("first", back) if back.status < 300 and _leads_on(back, pages) else kept.get("first", back)
        )

    return Mutation(operation, answer=answer)


def _leads_on(back: Back, pages: Doc) -> bool:
    header = pages.get("headers", {}).get("next")
    if header:
        return any(name.lower() == header.lower() for name, _ in back.headers)
    path = pages.get("more") or pages.get("next") or ""
    found = list(held([back.json()], response_paths.split(path)))
    return bool(found and found[0])


def _ended(operation: str, pages: Doc) -> Mutation:
    """The second page claims to be the last, although more follow."""

    def end(holder: Any, name: str) -> None:
        holder[name] = False if isinstance(holder[name], bool) else None

    def answer(sent: Sent, back: Back) -> Back:
        header = pages.get("headers", {}).get("next", "").lower()
        if header:
            return replace(back, headers=[one for one in back.headers if one[0].lower() != header])
        for word in ("more", "next"):
            if pages.get(word):
                back = back.with_json(changed(back.json(), pages[word], end)) if back.status < 300 else back
        return back

    return Mutation(operation, answer=answer)

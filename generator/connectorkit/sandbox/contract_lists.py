"""Contract tests of what the vendor keeps: what was made is listed, what was deleted is gone, no page repeats."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from connectorkit.sandbox import shapes
from connectorkit.sandbox.contract import Contract
from connectorkit.sandbox.contract_answer import Answer, Some, wrong
from connectorkit.sandbox.contract_request import placed
from connectorkit.sandbox.fill import look

Doc = dict[str, Any]
_MOST_PAGES = 2000
_ENDS = 5


def shows(contract: Contract, request: Doc, before: Sequence[Doc], listed: Doc) -> None:
    """Fail unless what the call has made is in the list.

    ``listed`` has the ``request`` of the list, ``created`` and ``rows``: the paths of the key in the answer and in the
    list, the fields that a record of a sandbox has ``alike`` in both, and ``pages`` where the list has them.
    """
    known = contract.prepared(before)
    answer = contract.send(request, known)
    key = answer.taken(listed["created"])
    rows, lister = _rows(contract, listed, known)
    if str(key) not in rows:
        raise wrong(lister, listed["rows"], f"{key}, which {request['operation']} has made", sorted(rows))
    place, _, _ = listed["created"].rpartition(".")
    record = (look(answer.document, place) if place else [answer.document])[0]
    for name in listed["alike"] if contract.is_sandbox() else ():
        if rows[str(key)].get(name) != record.get(name):
            where = f"{listed['rows'].rpartition('.')[0]}.{name}"
            expected = f"{record.get(name)!r} as {answer.call} has made it"
            raise wrong(lister, where, expected, rows[str(key)].get(name))


def forgets(contract: Contract, request: Doc, before: Sequence[Doc], listed: Doc, again: int) -> None:
    """Fail unless what the call has deleted is no more in the list, and deleting it again is refused."""
    known = contract.prepared(before)
    name = before[-1]["name"]
    contract.send(request, known).has_status(200, 202, 204)
    rows, lister = _rows(contract, listed, known) if listed else ({}, "")
    if str(known[name]) in rows:
        raise wrong(f"{request['operation']}, seen by {lister}", listed["rows"],
                    f"no more {known[name]}, which was deleted", sorted(rows))  # fmt: skip
    if again:
        answer = contract.send(request, known)
        answer.call += " once more"
        answer.has_status(again)


def pages(contract: Contract, request: Doc, before: Sequence[Doc], said: Doc) -> None:
    """Fail unless more records than two pages hold come in pages that neither repeat nor lose one.

    ``said`` has ``pages`` (page, size, current, last: names of parameters and response paths), ``items``, ``smallest``
    (records on a page), ``create`` (a request and the path of the key that it gives), ``key`` ("" where rows have
    another), and the ``totals`` of a page by response path.
    """
    known = contract.prepared(before)
    make, size = said["create"], said["smallest"]
    made = [contract.send(make["request"], known).taken(make["value"]) for _ in range(2 * size + 1)]
    rows: dict[str, str] = {}
    answers = list(walked(contract, request, known, said["pages"], size))
    for answer in answers:
        for row in look(answer.document, f"{said['items']}[]"):
            text = json.dumps(row, sort_keys=True)
            if text in rows:
                raise wrong(answer.call, f"{said['items']}[]", f"no row of {rows[text]} again", row)
            rows[text] = answer.call
    found = {str(json.loads(row).get(said["key"])) for row in rows}
    lost = [key for key in made if said["key"] and str(key) not in found]
    if lost:
        place = f"{said['items']}[].{said['key']}"
        raise wrong(answers[-1].call, place, f"{lost[0]} on one of the pages", sorted(found))
    if len(answers) < 2 * _ENDS:  # Of a longer list not all was read.
        _numbered(answers, said, size, len(rows))
        _after_the_end(contract, request, known, said, len(answers), size)


def _numbered(answers: list[Answer], said: Doc, size: int, total: int) -> None:
    """Fail unless each page says the right things about itself and the others."""
    names, totals, last = said["pages"], said["totals"], len(answers)
    for number, answer in enumerate(answers, 1):
        numbers = {names.get("current"): number, names.get("last"): last, totals.get("total"): total,
                   totals.get("per_page"): size, totals.get("next"): Some("string") if number < last else None,
                   totals.get("previous"): Some("string") if number > 1 else None}  # fmt: skip
        for path, expected in numbers.items():
            if path:
                answer.equals(path, expected)


def _after_the_end(contract: Contract, request: Doc, known: Doc, said: Doc, last: int, size: int) -> None:
    answer = contract.send(_page(request, said["pages"], last + 1, size), known)
    answer.call += f" page {last + 1}, after the last"
    rows = look(answer.document, f"{said['items']}[]")
    if answer.status >= 300 or rows:
        raise wrong(answer.call, said["items"], "an empty list", rows or answer.status)


def walked(contract: Contract, request: Doc, known: Doc, names: Doc, size: int) -> Iterator[Answer]:
    """The pages of a list, one after the other, up to the one that says it is the last or is empty.

    Of a long list only the first and the last pages are read: what is new stands at one of its ends.
    """
    number, last = 1, _MOST_PAGES
    while number <= last:
        answer = contract.send(_page(request, names, number, size), known)
        answer.call += f" page {number}"
        if answer.status >= 300:
            raise wrong(answer.call, "status", "2xx", answer.status)
        if not look(answer.document, f"{names['items']}[]"):
            return
        yield answer
        said = look(answer.document, names["last"]) if names.get("last") else []
        last = said[0] if said and isinstance(said[0], int) else last
        number = last - _ENDS + 1 if number == _ENDS and last > 3 * _ENDS else number + 1


def _page(request: Doc, names: Doc, number: int, size: int) -> Doc:
    asked = {names["page"]: number, **({names["size"]: size} if names.get("size") else {})}
    return placed(request, {f"query.{shapes.spelled(name)}": value for name, value in asked.items()})


def _rows(contract: Contract, listed: Doc, known: Doc) -> tuple[dict[str, Doc], str]:
    """The rows of a list, all its pages read, by their keys as texts; and what messages call the list."""
    names = listed.get("pages")
    request = listed["request"]
    answers = list(walked(contract, request, known, names, names["most"])) if names else [contract.send(request, known)]
    place, _, key = listed["rows"].rpartition(".")
    call = f"{request['operation']} ({request['method']} {request['path']})"
    rows = [row for answer in answers for row in look(answer.document, place) if isinstance(row, dict)]
    return {str(row.get(shapes.split(key)[0])): row for row in rows}, call

"""Contract tests of kept records: created ones are listed, deleted ones are not, and pages do not overlap."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from connectorkit.contract.answer import Answer, Some, wrong
from connectorkit.contract.contract import Contract
from connectorkit.contract.contract_types import Listed, Paged, PageNames, Request, Step
from connectorkit.contract.page_walk import ENDS, numbered, page_value, shown, walked
from connectorkit.model.json_value import Json, mapping
from connectorkit.sandbox.shapes import response_paths
from connectorkit.sandbox.shapes.document_types import Record
from connectorkit.sandbox.vendor.fill_answer import look

# What a response has where there is no value.
_NOTHING: tuple[list[Json], ...] = ([], [None], [""])


def shows(contract: Contract, request: Request, before: Sequence[Step], listed: Listed) -> None:
    """Fail unless the record that the call created is in the list.

    ``listed`` has the ``request`` of the list, the paths of the key in the response (``created``) and in the list
    (``rows``), the fields of a sandbox record that are ``alike`` in both, and ``pages`` for a list with pages.
    """
    known = contract.prepared(before)
    answer = contract.send(request, known)
    key = answer.taken(listed["created"])
    rows, lister = _rows(contract, listed, known)
    if str(key) not in rows:
        raise wrong(lister, listed["rows"], f"{key}, which {request['operation']} created", sorted(rows))
    _as_made(contract, answer, listed["created"], (lister, listed["rows"]), rows[str(key)], listed["alike"])


def _as_made(
    contract: Contract, made: Answer, created: str, listed: tuple[str, str], row: Record, alike: Sequence[str]
) -> None:
    """Fail unless a sandbox lists a record with the values of its creation.

    ``created`` and the second of ``listed`` are the paths of the key, the first of ``listed`` is the call of the list.
    """
    place, _, _ = created.rpartition(".")
    record = mapping((look(made.document, place) if place else [made.document])[0])
    for name in alike if contract.is_sandbox() else ():
        if row.get(name) != record.get(name):
            where = f"{listed[1].rpartition('.')[0]}.{response_paths.spelled(name)}"
            raise wrong(listed[0], where, f"{json.dumps(record.get(name))} as {made.call} has made it", row.get(name))


def forgets(contract: Contract, request: Request, before: Sequence[Step], listed: Listed | None, again: int) -> None:
    """Fail unless a deleted record is no longer in the list, and deleting it again is rejected."""
    known = contract.prepared(before)
    name = before[-1]["name"]
    contract.send(request, known).has_status(200, 202, 204)
    if listed:
        rows, lister = _rows(contract, listed, known)
        if str(known[name]) in rows:
            call, gone = f"{request['operation']}, seen by {lister}", f"no more {known[name]}, which was deleted"
            raise wrong(call, listed["rows"], gone, sorted(rows))
    if again:
        answer = contract.send(request, known)
        answer.call += " once more"
        answer.has_status(again)


def pages(contract: Contract, request: Request, before: Sequence[Step], said: Paged) -> None:
    """Fail unless records for more than two pages come in pages that neither repeat nor lose one.

    ``said`` has ``pages`` (the paging), ``items``, ``smallest`` (a page size), ``create`` (a request and the path of
    the key in its response), ``key`` ("" where rows have another), the ``totals`` of a page by response path, and
    ``larger``, a larger allowed page size.
    """
    known = contract.prepared(before)
    make, size = said["create"], said["smallest"]
    made = [contract.send(make["request"], known) for _ in range(2 * size + 1)]
    rows: dict[str, str] = {}
    answers: list[Answer] = []
    for answer in walked(contract, request, known, said["pages"], size):
        answers.append(answer)
        _fits(answer, said, size)
        for row in look(answer.document, f"{said['items']}[]"):
            text = shown(row)
            if text in rows:
                raise wrong(answer.call, f"{said['items']}[]", f"no row of {rows[text]} again", row)
            rows[text] = answer.call
    if not answers:
        raise wrong(request["operation"], said["items"], f"{len(made)} records on pages", "an empty first page")
    if "larger" in said:
        _grows(contract, request, known, said, answers[0])
    if said["key"]:
        _all_listed(contract, made, [json.loads(row) for row in rows], said, answers[-1].call)
    if said["pages"].get("by") or len(answers) < 2 * ENDS:  # A longer list with page numbers was not read completely.
        _consistent(answers, said, size, len(rows))
        if said["pages"].get("by") in (None, "offset"):
            _after_the_end(contract, request, known, said, len(answers), len(rows), size)


def _fits(answer: Answer, said: Paged, size: int) -> None:
    """Fail if a page has more rows than requested."""
    count = len(look(answer.document, f"{said['items']}[]"))
    if said["pages"].get("size") and count > size:
        raise wrong(answer.call, said["items"], f"at most {size} rows, as '{said['pages']['size']}' asks for", count)


def _grows(contract: Contract, request: Request, known: Record, said: Paged, first: Answer) -> None:
    """Fail if the first page has the same length for any requested size although more records follow.

    A service may return fewer records than requested. A service that fills a page of the smallest size, and returns the
    same number for a larger size, ignores the size.
    """
    size, larger = said["smallest"], said["larger"]
    answer = next(walked(contract, request, known, said["pages"], larger), None)
    if answer is None:
        raise wrong(first.call, said["items"], f"records on a page of {larger} too", "an empty first page")
    _fits(answer, said, larger)
    count, rows = (len(look(one.document, f"{said['items']}[]")) for one in (answer, first))
    if count == rows == size:
        name = said["pages"].get("size", "")
        raise wrong(answer.call, said["items"], f"more than {size} rows, as '{name}' asks for {larger}", count)


def _all_listed(contract: Contract, made: list[Answer], rows: list[Record], said: Paged, call: str) -> None:
    """Fail unless each record is on one of the pages, with the values of its creation."""
    place, created = f"{said['items']}[].{said['key']}", said["create"]["value"]
    found = {str(row.get(said["key"])): row for row in rows}
    for one in made:
        key = str(one.taken(created))
        if key not in found:
            raise wrong(call, place, f"{key} on one of the pages", sorted(found))
        _as_made(contract, one, created, (call, place), found[key], said["alike"])


def _consistent(answers: list[Answer], said: Paged, size: int, total: int) -> None:
    """Fail unless the totals and links of each page are right."""
    names, totals, last = said["pages"], said["totals"], len(answers)
    shift = names.get("first", 1) - 1
    for number, answer in enumerate(answers, 1):
        numbers = {
            totals.get("total"): total,
            totals.get("per_page"): size,
            totals.get("next"): Some("string") if number < last else None,
            totals.get("previous"): Some("string") if number > 1 else None,
        }
        for path, expected in numbers.items():
            if path and not (expected is None and look(answer.document, path) in _NOTHING):
                answer.equals(path, expected)
        words = {"current": number + shift, "last": last + shift, "page_count": last, "total": total}
        for word, value in {**words, "more": number < last}.items():
            _expect(answer, names, word, value)
        if totals.get("next") and number < last:
            _leads_to(answer, totals["next"], names["page"], number + shift + 1)


def _expect(answer: Answer, names: PageNames, word: str, expected: int) -> None:
    header = names.get("headers", {}).get(word)
    path = {**names}.get(word)
    if (header or path) and page_value(answer, names, word) != expected:
        place = f"header {header}" if header else str(path)
        raise wrong(answer.call, place, json.dumps(expected), page_value(answer, names, word))


def _leads_to(answer: Answer, path: str, name: str, number: int) -> None:
    """Fail unless the URL of another page has its number."""
    address = str(answer.taken(path))
    if parse_qs(urlsplit(address).query).get(name) != [str(number)]:
        raise wrong(answer.call, path, f"an address with {name}={number}", address)


def _after_the_end(
    contract: Contract, request: Request, known: Record, said: Paged, last: int, taken: int, size: int
) -> None:
    answer = contract.send(numbered(request, said["pages"], last + 1, taken, size), known)
    answer.call += f" page {last + 1}, after the last"
    rows = look(answer.document, f"{said['items']}[]")
    if answer.status >= 300 or rows:
        raise wrong(answer.call, said["items"], "an empty list", rows or answer.status)


def _rows(contract: Contract, listed: Listed, known: Record) -> tuple[dict[str, Record], str]:
    """The rows of a list from all its pages, by their keys as strings; and the name of the list in messages."""
    names = listed.get("pages")
    request = listed["request"]
    answers = list(walked(contract, request, known, names, names["most"])) if names else [contract.send(request, known)]
    place, _, key = listed["rows"].rpartition(".")
    call = f"{request['operation']} ({request['method']} {request['path']})"
    rows = [row for answer in answers for row in look(answer.document, place) if isinstance(row, dict)]
    return {str(row.get(response_paths.split(key)[0])): row for row in rows}, call

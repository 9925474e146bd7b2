"""Contract tests of what the vendor keeps: what was made is listed, what was deleted is gone, no page repeats."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qs, urlsplit

from connectorkit.contract.answer import Answer, Some, wrong
from connectorkit.contract.contract import Contract
from connectorkit.contract.contract_types import Listed, Paged, PageNames, Request, Step
from connectorkit.contract.request import placed
from connectorkit.model.json_value import mapping
from connectorkit.sandbox.shapes import response_paths
from connectorkit.sandbox.shapes.document_types import Record
from connectorkit.sandbox.vendor.fill_answer import look

_MOST_PAGES = 2000
_ENDS = 5


def shows(contract: Contract, request: Request, before: Sequence[Step], listed: Listed) -> None:
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
    _as_made(contract, answer, listed["created"], (lister, listed["rows"]), rows[str(key)], listed["alike"])


def _as_made(
    contract: Contract, made: Answer, created: str, listed: tuple[str, str], row: Record, alike: Sequence[str]
) -> None:
    """Fail unless a sandbox lists a record with the values that it had when it was made.

    ``created`` and the second of ``listed`` are the paths of the key, the first of ``listed`` is the call of the list.
    """
    place, _, _ = created.rpartition(".")
    record = mapping((look(made.document, place) if place else [made.document])[0])
    for name in alike if contract.is_sandbox() else ():
        if row.get(name) != record.get(name):
            where = f"{listed[1].rpartition('.')[0]}.{response_paths.spelled(name)}"
            raise wrong(listed[0], where, f"{json.dumps(record.get(name))} as {made.call} has made it", row.get(name))


def forgets(contract: Contract, request: Request, before: Sequence[Step], listed: Listed | None, again: int) -> None:
    """Fail unless what the call has deleted is no more in the list, and deleting it again is refused."""
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
    """Fail unless more records than two pages hold come in pages that neither repeat nor lose one.

    ``said`` has ``pages`` (page, size, current, last: names of parameters and response paths), ``items``, ``smallest``
    (records on a page), ``create`` (a request and the path of the key that it gives), ``key`` ("" where rows have
    another), and the ``totals`` of a page by response path.
    """
    known = contract.prepared(before)
    make, size = said["create"], said["smallest"]
    made = [contract.send(make["request"], known) for _ in range(2 * size + 1)]
    rows: dict[str, str] = {}
    answers = list(walked(contract, request, known, said["pages"], size))
    for answer in answers:
        for row in look(answer.document, f"{said['items']}[]"):
            text = json.dumps(row, sort_keys=True)
            if text in rows:
                raise wrong(answer.call, f"{said['items']}[]", f"no row of {rows[text]} again", row)
            rows[text] = answer.call
    if said["key"]:
        _all_listed(contract, made, [json.loads(row) for row in rows], said, answers[-1].call)
    if len(answers) < 2 * _ENDS:  # Of a longer list not all was read.
        _numbered(answers, said, size, len(rows))
        _after_the_end(contract, request, known, said, len(answers), size)


def _all_listed(contract: Contract, made: list[Answer], rows: list[Record], said: Paged, call: str) -> None:
    """Fail unless each record is on one of the pages, as it was made."""
    place, created = f"{said['items']}[].{said['key']}", said["create"]["value"]
    found = {str(row.get(said["key"])): row for row in rows}
    for one in made:
        key = str(one.taken(created))
        if key not in found:
            raise wrong(call, place, f"{key} on one of the pages", sorted(found))
        _as_made(contract, one, created, (call, place), found[key], said["alike"])


def _numbered(answers: list[Answer], said: Paged, size: int, total: int) -> None:
    """Fail unless each page says the right things about itself and the others."""
    names, totals, last = said["pages"], said["totals"], len(answers)
    for number, answer in enumerate(answers, 1):
        numbers = {
            names.get("current"): number,
            names.get("last"): last,
            totals.get("total"): total,
            totals.get("per_page"): size,
            totals.get("next"): Some("string") if number < last else None,
            totals.get("previous"): Some("string") if number > 1 else None,
        }
        for path, expected in numbers.items():
            if path:
                answer.equals(path, expected)
        if totals.get("next") and number < last:
            _leads_to(answer, totals["next"], names["page"], number + 1)


def _leads_to(answer: Answer, path: str, name: str, number: int) -> None:
    """Fail unless the address of another page asks for its number."""
    address = str(answer.taken(path))
    if parse_qs(urlsplit(address).query).get(name) != [str(number)]:
        raise wrong(answer.call, path, f"an address with {name}={number}", address)


def _after_the_end(contract: Contract, request: Request, known: Record, said: Paged, last: int, size: int) -> None:
    answer = contract.send(_page(request, said["pages"], last + 1, size), known)
    answer.call += f" page {last + 1}, after the last"
    rows = look(answer.document, f"{said['items']}[]")
    if answer.status >= 300 or rows:
        raise wrong(answer.call, said["items"], "an empty list", rows or answer.status)


def walked(contract: Contract, request: Request, known: Record, names: PageNames, size: int) -> Iterator[Answer]:
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


def _page(request: Request, names: PageNames, number: int, size: int) -> Request:
    asked: dict[str, object] = {names["page"]: number, **({names["size"]: size} if names.get("size") else {})}
    return placed(request, {f"query.{response_paths.spelled(name)}": value for name, value in asked.items()})


def _rows(contract: Contract, listed: Listed, known: Record) -> tuple[dict[str, Record], str]:
    """The rows of a list, all its pages read, by their keys as texts; and what messages call the list."""
    names = listed.get("pages")
    request = listed["request"]
    answers = list(walked(contract, request, known, names, names["most"])) if names else [contract.send(request, known)]
    place, _, key = listed["rows"].rpartition(".")
    call = f"{request['operation']} ({request['method']} {request['path']})"
    rows = [row for answer in answers for row in look(answer.document, place) if isinstance(row, dict)]
    return {str(row.get(response_paths.split(key)[0])): row for row in rows}, call

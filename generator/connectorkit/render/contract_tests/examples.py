"""Stable properties of a sandbox's responses: constants and echoes, rejections, and what a call adds or removes.

They are learned by comparing two sandboxes: a new one, and an older one that contains records of other callers. What
both responses have in common follows from the source, so the tests require it of every sandbox and server.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field

from connectorkit.contract.answer import Answer, Some
from connectorkit.contract.contract_types import Listed, Request, Step
from connectorkit.contract.request import MISSING, placed, without
from connectorkit.model.json_value import Json, mapping
from connectorkit.model.record import record
from connectorkit.render.contract_tests.other_values import others
from connectorkit.render.contract_tests.sandbox_pair import World, flat, run
from connectorkit.render.contract_tests.stable_answers import steady
from connectorkit.sandbox.shapes import json_types, response_paths
from connectorkit.sandbox.shapes.document_types import Document, Route
from connectorkit.sandbox.vendor.fill_answer import look

OTHERS = 40
Values = dict[str, object]
"""The expected values of a response by response path: JSON values, and placeholders for values that vary."""


@record
class Subject:
    """An operation to learn about: its route, its request, the steps before it, and the variations of the request.

    ``callback`` is the path of the callback URL in the request, "" if there is none.
    """

    route: Route
    request: Request
    before: Sequence[Step]
    optional: dict[str, Json]
    required: Sequence[str]
    listed: Listed | None
    callback: str
    creates: bool
    deletes: bool


@record
class Example:
    """What was learned: values by response path; those of a call with all optional values, if different (``full``);
    changes in the number of records (``kept``, None if it varies); rejections by status (values by path); the details
    of a rejection by the value left out; the values of an event; and the fields of a record that are ``alike`` in the
    response that creates it and in a list."""

    values: Values = field(default_factory=dict)
    full: Values = field(default_factory=dict)
    kept: dict[str, int | None] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    refusals: dict[int, Values] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    again: int = 0
    details: dict[str, Json] = field(default_factory=dict)
    alike: list[str] = field(default_factory=list)
    event: Values = field(default_factory=dict)
    event_unseen: list[str] = field(default_factory=list)


def learn(spec: Document, subjects: Sequence[Subject]) -> list[Example]:
    """An example for each subject, in order; empty if the sandbox does not respond with a success."""
    return run(_learned(spec, subjects))


async def _learned(spec: Document, subjects: Sequence[Subject]) -> list[Example]:
    new, old = World(spec, "new"), World(spec, "old")
    makers = [(others(one.request, one.optional, one.route, spec), one.before) for one in subjects if one.creates]
    await old.age(makers, OTHERS)
    # In reverse order, so that values that depend on earlier calls also differ.
    last = [await _seen(old, one) for one in reversed(subjects)][::-1]
    first = [await _seen(new, one) for one in subjects]
    return [await _example(new, one, *pair) for one, *pair in zip(subjects, first, last, strict=True)]


@record
class _Seen:
    """The results of one sandbox: of a call, of the same call with all optional values, and of an event."""

    answer: Answer
    kept: Counter[str]
    full: Answer | None = None
    event: Answer | None = None


async def _seen(world: World, subject: Subject) -> _Seen | None:
    route = subject.route
    try:
        seen = _Seen(*await _called(world, subject, {}))
    except AssertionError:
        return None
    if seen.answer.status != route["status"]:
        return None
    if subject.optional:
        full = (await _called(world, subject, subject.optional))[0]
        seen.full = full if full.status == route["status"] else None
    if "callback" in route and route["event"]:
        seen.event = world.event(route["operation"])
    return seen


async def _example(world: World, subject: Subject, first: _Seen | None, last: _Seen | None) -> Example:
    found = Example()
    if first is None or last is None:
        return found
    result = subject.route["result"]
    found.values, _ = steady(result, first.answer, last.answer)
    changed = {name: (number, last.kept.get(name, 0)) for name, number in first.kept.items()}
    found.kept = {name: one if one == two else None for name, (one, two) in changed.items() if one or two}
    found.headers = _headers(first.answer, last.answer)
    if first.full and last.full:
        values = steady(result, first.full, last.full)[0]
        found.full = {path: one for path, one in values.items() if found.values.get(path, values) != one}
    for path in _of_next(subject.route):
        found.values.pop(path, None)
        found.full.pop(path, None)
    if first.event and last.event:
        found.event, found.event_unseen = steady(subject.route["event"], first.event, last.event)
    await _refusals(world, subject, found)
    if subject.listed and subject.creates:
        found.alike = await _alike(world, subject, subject.listed)
    return found


def _of_next(route: Route) -> list[str]:
    """The response paths that depend on the number of records, even if they are equal in both sandboxes."""
    said = route.get("pages")
    return [said.get("next", ""), said.get("more", "")] if said else []


async def _called(world: World, subject: Subject, more: dict[str, Json]) -> tuple[Answer, Counter[str]]:
    """The response to a call, and the changes in the numbers of records and subscriptions."""
    known = await world.prepared(subject.before)
    earlier = Counter(world.kept())
    called_back: dict[str, Json] = {subject.callback: world.callback} if subject.callback else {}
    answer = await world.send(placed(subject.request, more | called_back), known)
    later = Counter(world.kept())
    later.subtract(earlier)
    return answer, later


def _headers(first: Answer, last: Answer) -> dict[str, str]:
    """The headers of both responses: the media type of a body, and the location of a created record ("" for any)."""
    kind = first.header("Content-Type")
    same = kind and kind == last.header("Content-Type") and first.text
    placed = first.header("Location") and last.header("Location")
    return {**({"Content-Type": kind} if same else {}), **({"Location": ""} if placed else {})}


async def _refusals(world: World, subject: Subject, found: Example) -> None:
    """Learn how the call is rejected: without credentials, without required values, and for unknown records."""
    request, operation = subject.request, subject.route["operation"]
    if world.spec["auth"] and not subject.route["open"]:
        _note(found, [await world.send(request, {}, MISSING)])
    known = await world.prepared(subject.before)
    left_out = {path: await world.send(without(request, path), known) for path in subject.required}
    details = world.spec["errors"]["details"]
    _note(found, [one for one in left_out.values() if one.status >= 400], details)
    said = {path: look(one.document, details)[:1] for path, one in left_out.items() if details and one.status >= 400}
    found.details = {path: one[0] for path, one in said.items() if one and one[0]}
    for name in request.get("path_values", {}):
        number = isinstance(request["path_values"][name], int)
        known = await world.prepared(subject.before)  # The previous call may have deleted the record.
        answer = await world.send(request, {**known, name: 999_999_999 if number else "names-nothing"})
        if 400 <= answer.status < 500:
            found.unknown[name] = answer.status
            _note(found, [answer])
    for status in (429, 500):
        world.fault(operation, status)
        _note(found, [await world.send(request, known)])
    if subject.deletes:
        await world.send(request, known)
        again = await world.send(request, known)
        found.again = again.status if 400 <= again.status < 500 else 0


async def _alike(world: World, subject: Subject, listed: Listed) -> list[str]:
    """The fields of a new record that are equal in the list; empty if it is not on the first page."""
    known = await world.prepared(subject.before)
    made = await world.send(subject.request, known)
    rows = await world.send(listed["request"], known)
    *above, key = response_paths.split(listed.get("created", ""))
    record = mapping((look(made.document, ".".join(map(response_paths.spelled, above))) or [made.document])[0])
    listing = [mapping(row) for row in look(rows.document, listed["rows"].rpartition(".")[0])]
    found = [row for row in listing if str(row.get(key)) == str(record.get(key))]
    return [name for name, value in record.items() if _same(found[0], name, value)] if found else []


def _note(found: Example, answers: Sequence[Answer], details: str = "") -> None:
    """Record what all rejections with one status have in common, except values that name the invalid field."""
    statuses = {one.status for one in answers}
    if len(statuses) != 1:
        return
    flats = [flat(one.document) for one in answers]
    common: Values = {path: _common(path, flats) for path in flats[0] if _alike_in(path, flats)}
    kept = {path: value for path, value in common.items() if not (details and path.startswith(details))}
    status = statuses.pop()
    known = found.refusals.get(status)
    found.refusals[status] = kept if known is None else _both(known, kept)


def _alike_in(path: str, flats: Sequence[dict[str, Json]]) -> bool:
    """Whether all documents have a value of the same type at a path."""
    return len({json_types.kind_of(one[path]) if path in one else "" for one in flats}) == 1


def _common(path: str, flats: Sequence[dict[str, Json]]) -> Json | Some:
    """The value at a path that is equal in all documents, else its type."""
    values = [one[path] for one in flats]
    return values[0] if all(one == values[0] for one in values) else Some(json_types.kind_of(values[0]))


def _same(document: Mapping[str, object], path: str, value: object) -> bool:
    return path in document and document[path] == value


def _both(one: Values, two: Values) -> Values:
    return {path: value for path, value in one.items() if _same(two, path, value)}

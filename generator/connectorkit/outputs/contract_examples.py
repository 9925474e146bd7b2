"""What a sandbox of the source answers each time: constants and echoes, refusals, and what a call adds or takes.

It is learned from two sandboxes: one new, one that is older and holds what others have made. What both answer alike is
a promise of the source, and the tests hold every sandbox, and whatever stands before one, to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from connectorkit.outputs.contract_world import World, flat, other, run
from connectorkit.sandbox import shapes
from connectorkit.sandbox.contract_answer import Answer, Each, Known, Moment, Some
from connectorkit.sandbox.contract_request import MISSING, placed, without
from connectorkit.sandbox.fill import look

Doc = dict[str, Any]
MOST_LISTED = 12
OTHERS = 40


@dataclass(slots=True)
class Subject:
    """One operation to learn about: its route, its request, what comes before, and how it is varied."""

    route: Doc
    request: Doc
    before: Sequence[Doc]
    optional: Doc
    required: Sequence[str]
    listed: Doc | None
    creates: bool
    deletes: bool


@dataclass(slots=True)
class Example:
    """What was learned: values by response path, those of a call with everything given where they differ (``full``),
    changes of what is kept, refusals by status (values by path), the details of a refusal by what was left out, the
    values of an event, and the fields that a record has ``alike`` in the answer that makes it and in a list."""

    values: Doc = field(default_factory=dict)
    full: Doc = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    unseen: list[str] = field(default_factory=list)
    refusals: dict[int, Doc] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    again: int = 0
    details: Doc = field(default_factory=dict)
    alike: list[str] = field(default_factory=list)
    event: Doc = field(default_factory=dict)
    event_unseen: list[str] = field(default_factory=list)


def learn(spec: Doc, subjects: Sequence[Subject]) -> list[Example]:
    """One example for each subject, in order; an empty one where the sandbox does not answer with a success."""
    return run(_learned(spec, subjects))


async def _learned(spec: Doc, subjects: Sequence[Subject]) -> list[Example]:
    new, old = World(spec, "http://new.example"), World(spec, "http://old.example")
    makers = [(other(one.request, one.optional), one.before) for one in subjects if one.creates]
    await old.age(makers, OTHERS)
    return [await _example(new, old, one) for one in subjects]


async def _example(new: World, old: World, subject: Subject) -> Example:
    found = Example()
    try:
        first, last = [await _called(world, subject, {}) for world in (new, old)]
    except AssertionError:
        return found
    if first[0].status != subject.route["status"]:
        return found
    found.values, found.unseen = _steady(subject.route["result"], first[0], last[0])
    found.kept = {name: number for name, number in first[1].items() if number and last[1].get(name) == number}
    found.headers = _headers(first[0], last[0])
    if subject.optional:
        full = [(await _called(world, subject, subject.optional))[0] for world in (new, old)]
        values = _steady(subject.route["result"], *full)[0] if full[0].status == subject.route["status"] else {}
        usual = found.values
        found.full = {path: one for path, one in values.items() if path not in usual or usual[path] != one}
    await _refusals(new, subject, found)
    if subject.listed and subject.creates:
        found.alike = await _alike(new, subject, subject.listed)
    if "callback" in subject.route and subject.route["event"]:
        events = [await world.control(f"events/{subject.route['operation']}", {}) for world in (new, old)]
        payloads = [Answer("", 200, {}, "", (one.document or {}).get("event"), clock=world.app.state.clock)
                    for one, world in zip(events, (new, old), strict=True)]  # fmt: skip
        found.event, found.event_unseen = _steady(subject.route["event"], *payloads)
    return found


async def _called(world: World, subject: Subject, more: Doc) -> tuple[Answer, Counter[str]]:
    """The answer to a call, and by how much it changed the numbers of what is kept."""
    known = await world.prepared(subject.before)
    earlier = Counter(world.kept())
    answer = await world.send(placed(subject.request, more), known)
    later = Counter(world.kept())
    later.subtract(earlier)
    return answer, later


def _headers(first: Answer, last: Answer) -> dict[str, str]:
    kind = first.header("Content-Type")
    same = kind and kind == last.header("Content-Type") and first.text
    return {"Content-Type": kind} if same else {}


def _steady(shape: Doc | None, first: Answer, last: Answer) -> tuple[Doc, list[str]]:
    """What both answers have at each path that holds no others, and the paths that one of them does not show."""
    values: Doc = {}
    unseen: list[str] = []
    for one in shapes.paths(shape):
        pair = look(first.document, one.path), look(last.document, one.path)
        if not all(pair):
            unseen.append(one.path)
        elif not _holds_others(shapes.at(shape, one.steps), pair):
            value = _value(one.steps, pair, (first, last))
            values |= {} if value is None else {one.path: value.value if isinstance(value, _Alone) else value}
    return values, unseen


@dataclass(frozen=True, slots=True)
class _Alone:
    """A value that stands at a path without a list on its way."""

    value: Any


def _holds_others(shape: Doc, pair: tuple[list[Any], list[Any]]) -> bool:
    if shape.get("fields"):
        return True
    return "items" in shape and bool(shape["items"].get("fields") or shape["items"].get("items"))


def _value(steps: Sequence[str], pair: tuple[list[Any], list[Any]], answers: tuple[Answer, Answer]) -> Any:
    """What can be said of the values at a path; None for nothing."""
    listed = "[]" in steps
    if pair[0] == pair[1] and (not listed or len(pair[0]) <= MOST_LISTED):
        return pair[0] if listed else _Alone(pair[0][0])
    if not listed and all(_echoed(steps[-1], one, found[0]) for one, found in zip(answers, pair, strict=True)):
        return _Alone(Known(steps[-1]))
    everything = [*pair[0], *pair[1]]
    if all(one == everything[0] and isinstance(one, bool) == isinstance(everything[0], bool) for one in everything):
        return Each(everything[0])
    moment = _moment(pair, answers)
    if moment is not None:
        return Each(moment) if listed else _Alone(moment)
    kinds = {shapes.kind_of(one) for one in everything}
    if len(kinds) != 1:
        return None
    return Each(Some(kinds.pop())) if listed else _Alone(Some(kinds.pop()))


def _moment(pair: tuple[list[Any], list[Any]], answers: tuple[Answer, Answer]) -> Moment | None:
    """The time that all values are, by the clocks of the sandboxes; None when they are no such time."""
    after: set[int] = set()
    for found, answer in zip(pair, answers, strict=True):
        if not all(str(one).isdecimal() and not isinstance(one, bool) for one in found):
            return None
        after |= {int(one) - answer.clock for one in found}
    return Moment(after.pop()) if len(after) == 1 else None


def _echoed(name: str, answer: Answer, value: Any) -> bool:
    """Whether a value is the one of the path that has its name."""
    return name in answer.known and str(answer.known[name]) == str(value)


async def _refusals(world: World, subject: Subject, found: Example) -> None:
    """Learn how the call is refused: without credentials, without what is required, for what is not there."""
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
        answer = await world.send(request, {**known, name: 999_999_999 if number else "names-nothing"})
        if 400 <= answer.status < 500:
            found.unknown[name] = answer.status
            _note(found, [answer])
    for status in (429, 500):
        await world.control("faults", {"operation": operation, "rate_limit": True} if status == 429 else
                            {"operation": operation, "status": status})  # fmt: skip
        _note(found, [await world.send(request, known)])
    if subject.deletes:
        await world.send(request, known)
        again = await world.send(request, known)
        found.again = again.status if 400 <= again.status < 500 else 0


async def _alike(world: World, subject: Subject, listed: Doc) -> list[str]:
    """The fields of a new record that are the same in the list; none where it is not on the first page."""
    known = await world.prepared(subject.before)
    made = await world.send(subject.request, known)
    rows = await world.send(listed["request"], known)
    *above, key = shapes.split(listed["created"])
    record = (look(made.document, ".".join(map(shapes.spelled, above))) or [made.document])[0]
    listing = look(rows.document, listed["rows"].rpartition(".")[0])
    found = [row for row in listing if str(row.get(key)) == str(record.get(key))]
    return [name for name, value in record.items() if _same(found[0], name, value)] if found else []


def _note(found: Example, answers: Sequence[Answer], details: str = "") -> None:
    """Keep what all these refusals of one status have in common, but for what names the field at fault."""
    statuses = {one.status for one in answers}
    if len(statuses) != 1:
        return
    flats = [flat(one.document) for one in answers]
    common = {path: value for path, value in flats[0].items() if all(_same(one, path, value) for one in flats)}
    kept = {path: value for path, value in common.items() if not (details and path.startswith(details))}
    status = statuses.pop()
    known = found.refusals.get(status)
    found.refusals[status] = kept if known is None else _both(known, kept)


def _same(document: Doc, path: str, value: Any) -> bool:
    return path in document and document[path] == value


def _both(one: Doc, two: Doc) -> Doc:
    return {path: value for path, value in one.items() if _same(two, path, value)}


"""All single deviations from a spec, as mutants: the change of each, and the text that a failure must contain."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from connectorkit.sandbox.server.policies import Demand
from connectorkit.sandbox.shapes import json_types, response_paths
from connectorkit.sandbox.shapes.document_types import Shape
from tests.contract.proxy import Back, Doc, Mutation, Sent

UNLIKE: Doc = {
    "string": 41,
    "integer": "forty-one",
    "number": "forty-one",
    "boolean": "perhaps",
    "object": ["unexpected"],
    "array": {"unexpected": 1},
    "null": 41.5,
}
OTHER_STATUSES: dict[int, tuple[int, ...]] = {
    200: (201, 202, 500),
    201: (200,),
    204: (200,),
    400: (200, 409),
    401: (200, 403),
    404: (200, 410),
    403: (200, 404),
    429: (503,),
    500: (200, 501),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One unfaithful server: its ``kind``, the operation, and the place that a failing test has to name."""

    kind: str
    operation: str
    place: str
    mutation: Mutation

    def __str__(self) -> str:
        return f"{self.kind} {self.operation} {self.place}"


def changed(document: Any, path: str, change: Callable[[Any, str], None]) -> Any:
    """A copy of a document in which ``change`` was made to each holder of the last step of a path."""
    document = copy.deepcopy(document)
    *above, last = response_paths.split(path)
    for holder in held([document], above):
        if isinstance(holder, dict) and last in holder:
            change(holder, last)
    return document


def held(found: list[Any], steps: Sequence[str]) -> list[Any]:
    for step in steps:
        if step == "[]":
            found = [item for one in found if isinstance(one, list) for item in one]
        else:
            found = [one[step] for one in found if isinstance(one, dict) and step in one]
    return found


def drop(holder: Any, name: str) -> None:
    """Take a field away."""
    del holder[name]


def rename(holder: Any, name: str) -> None:
    """Give a field another name."""
    holder[f"{name}_renamed"] = holder.pop(name)


def retype(holder: Any, name: str) -> None:
    """Put a value of another type there."""
    holder[name] = UNLIKE[json_types.kind_of(holder[name])]


def null(holder: Any, name: str) -> None:
    """Put null there."""
    holder[name] = None


def empty(holder: Any, name: str) -> None:
    """Empty a list."""
    holder[name] = []


def as_text(holder: Any, name: str) -> None:
    """Write a number as a text."""
    holder[name] = json.dumps(holder[name])


def another(holder: Any, name: str) -> None:
    """Put another value of the same type there, where it is a scalar and not null."""
    value = holder[name]
    if isinstance(value, str):
        holder[name] = f"{value}x"
    elif isinstance(value, bool):
        holder[name] = not value
    elif isinstance(value, int | float):
        holder[name] = value + 7


CHANGES: dict[str, tuple[Callable[[Any, str], None], tuple[str, ...]]] = {
    "drop": (drop, ()),
    "rename": (rename, ()),
    "retype": (retype, ()),
    "null": (null, ("string", "integer", "number", "boolean", "object", "array")),
    "empty": (empty, ("array",)),
    "number as text": (as_text, ("integer", "number")),
    "another value": (another, ("string", "integer", "number", "boolean")),
}


def of_fields(operation: str, document: Any, shape: Shape | None, good: bool, kind: str = "") -> Iterator[Mutant]:
    """Each declared field of a response (or, without a shape, each field of it) changed in each way.

    The free text of an error response about a field is not promised: another text there is no mutant.
    """
    for path in _paths(document, shape):
        holders = held([document], response_paths.split(path)[:-1])
        last = response_paths.split(path)[-1]
        kinds = {json_types.kind_of(one[last]) for one in holders if isinstance(one, dict) and last in one}
        for name, (change, only) in CHANGES.items():
            if kinds and (not only or kinds & set(only)) and not (name == "another value" and kinds & {"null"}):
                mutation = Mutation(operation, answer=answering(path, change, good))
                yield Mutant(f"{kind}{name}", operation, path, mutation)


def _paths(document: Any, shape: Shape | None, path: str = "") -> Iterator[str]:
    if shape is not None:
        yield from (one.path for one in response_paths.paths(shape))
        return
    for name, value in document.items() if isinstance(document, dict) else ():
        here = f"{path}.{response_paths.spelled(name)}" if path else response_paths.spelled(name)
        yield here
        yield from _paths(value, None, here)


def answering(path: str, change: Callable[[Any, str], None], good: bool) -> Callable[[Sent, Back], Back]:
    def mutated(sent: Sent, back: Back) -> Back:
        if (back.status < 300) != good or back.json() is None:
            return back
        return back.with_json(changed(back.json(), path, change))

    return mutated


def of_event(operation: str, payload: Any) -> Iterator[Mutant]:
    """Each field of a delivered event changed in each way."""
    for name, value in payload.items():
        path = response_paths.spelled(name)
        for kind, (change, only) in CHANGES.items():
            if (not only or json_types.kind_of(value) in only) and not (kind == "another value" and value is None):
                mutation = Mutation(operation, event=_event(path, change))
                yield Mutant(f"event {kind}", operation, path, mutation)


def _event(path: str, change: Callable[[Any, str], None]) -> Callable[[Any], Any]:
    return lambda payload: changed(payload, path, change)


def of_status(operation: str, statuses: list[int]) -> Iterator[Mutant]:
    """Another status for a success and for each refusal that the suite provokes."""
    for status in statuses:
        for other in OTHER_STATUSES.get(status, (200,)):
            mutation = Mutation(operation, answer=_status(status, other))
            yield Mutant(f"status {status} to {other}", operation, "status", mutation)


def _status(status: int, other: int) -> Callable[[Sent, Back], Back]:
    def mutated(sent: Sent, back: Back) -> Back:
        return Back(other, back.headers, back.body) if back.status == status else back

    return mutated


def of_required(operation: str, required: list[str], request: Doc) -> Iterator[Mutant]:
    """A required value that is missing is filled in."""
    for path in required:
        place, *steps = response_paths.split(path)
        mutation = Mutation(operation, call=_filled(place, steps, request))
        yield Mutant("required ignored", operation, steps[-1] if steps else place, mutation)


def _filled(place: str, steps: list[str], request: Doc) -> Callable[[Sent], Sent]:
    def mutated(sent: Sent) -> Sent:
        if place == "query":
            return _with_query(sent, steps[0], request["query"][steps[0]])
        if place == "headers":
            known = {name.lower() for name in sent.headers}
            more = {} if steps[0].lower() in known else {steps[0]: request["headers"][steps[0]]}
            return Sent(sent.operation, sent.method, sent.path, sent.query, {**sent.headers, **more}, sent.body)
        document = sent.json()
        if place != "body" or (steps and not isinstance(document, (dict, list))):
            return sent
        if not steps:
            return sent.with_json(request["body"]) if document is None else sent
        _fill(document, request["body"], steps)
        return sent.with_json(document)

    return mutated


def _with_query(sent: Sent, name: str, value: Any) -> Sent:
    query = {**{name: value if isinstance(value, list) else [str(value)]}, **sent.query}
    return Sent(sent.operation, sent.method, sent.path, query, sent.headers, sent.body)


def _fill(document: Any, sample: Any, steps: list[str]) -> None:
    first, rest = steps[0], steps[1:]
    if first == "[]":
        for item in document if isinstance(document, list) else ():
            _fill(item, sample[0], rest)
    elif isinstance(document, dict):
        if not rest:
            document.setdefault(first, sample[first])
        elif first in document:
            _fill(document[first], sample[first], rest)


def of_access(operation: str, right: dict[str, str]) -> Iterator[Mutant]:
    """Wrong or missing credentials are taken for the right ones."""

    def mutated(sent: Sent) -> Sent:
        headers = {**_less(sent.headers, right), **right}
        return Sent(sent.operation, sent.method, sent.path, sent.query, headers, sent.body)

    if right:
        yield Mutant("any key accepted", operation, "credentials", Mutation(operation, call=mutated))


def of_policies(operation: str, demanded: Sequence[Demand], headers: dict[str, str], query: Doc) -> Iterator[Mutant]:
    """A server that honours all but one policy and does not require its values, which are those of a correct call."""

    def given(kind: str, name: str, sent: Sent) -> Sent:
        if kind == "header":
            return replace(sent, headers={**_less(sent.headers, {name: ""}), name: headers[name]})
        return replace(sent, query={**sent.query, name: query[name]})

    for one in demanded:
        if one.name in (headers if one.kind == "header" else query):
            place = "" if one.guards else one.name  # Wrong credentials are noticed as such, or as the policy.
            yield Mutant("policy ignored", operation, place, Mutation(operation, call=partial(given, *one[:2])))


def _less(headers: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    left_out = {name.lower() for name in names}
    return {name: value for name, value in headers.items() if name.lower() not in left_out}


def of_deeds(operation: str, method: str, right: dict[str, str], success: Back) -> Iterator[Mutant]:
    """A call is processed twice, or the first one is not processed in spite of its response."""
    yield Mutant("done twice", operation, "", Mutation(operation, twice=True))
    done: set[str] = set()

    def swallowed(sent: Sent) -> Back | None:
        known = {name.lower(): value for name, value in sent.headers.items()}
        allowed = all(known.get(name.lower()) == value for name, value in right.items())
        if not allowed or sent.path in done:
            return None
        done.add(sent.path)
        return success

    if method != "GET":
        yield Mutant("not done", operation, "", Mutation(operation, swallow=swallowed))


def of_headers(operation: str, names: list[str]) -> Iterator[Mutant]:
    """A header is missing."""
    for name in names:
        yield Mutant("header missing", operation, name, Mutation(operation, answer=_headless(name)))


def _headless(name: str) -> Callable[[Sent, Back], Back]:
    def mutated(sent: Sent, back: Back) -> Back:
        return Back(back.status, [one for one in back.headers if one[0].lower() != name.lower()], back.body)

    return mutated


def of_bounds(operation: str, bounds: list[tuple[str, str, list[Any], list[Any]]]) -> Iterator[Mutant]:
    """A value over a bound is taken for one within it."""
    for path, says, at, over in bounds:
        if at:
            place, *steps = response_paths.split(path)
            mutation = Mutation(operation, call=_within(place, steps, at[0], over))
            yield Mutant(f"bound ignored: {says}", operation, steps[-1] if steps[-1] != "[]" else steps[-2], mutation)


def _within(place: str, steps: list[str], good: Any, bad: list[Any]) -> Callable[[Sent], Sent]:
    def put(holder: Any, name: str) -> None:
        holder[name] = good if holder[name] in bad else holder[name]

    def mutated(sent: Sent) -> Sent:
        if place == "query":
            over = sent.query.get(steps[0], [""])[-1] in [str(one) for one in bad]
            query = {**sent.query, steps[0]: [str(good)]} if over else sent.query
            return Sent(sent.operation, sent.method, sent.path, query, sent.headers, sent.body)
        document = sent.json()
        if place != "body" or document is None or steps[-1:] == ["[]"]:
            return sent
        for holder in held([document], steps[:-1]):
            if isinstance(holder, dict) and steps[-1] in holder:
                put(holder, steps[-1])
        return sent.with_json(document)

    return mutated

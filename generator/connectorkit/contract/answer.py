"""The response to a call of the contract tests, with checks whose failures are one line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from enum import Enum
from urllib.parse import urlsplit

from connectorkit.contract import sightings
from connectorkit.contract.contract_types import Seen
from connectorkit.model.json_value import Json
from connectorkit.model.record import record
from connectorkit.sandbox.shapes import json_types, response_paths
from connectorkit.sandbox.shapes.document_types import Record, Shape
from connectorkit.sandbox.vendor.fill_answer import look

_LONGEST = 200


@record(frozen=True)
class Some:
    """Any value of one JSON type; it replaces dates and numbers of an example that change with each call."""

    kind: str

    def __str__(self) -> str:
        return f"some {self.kind}"


@record(frozen=True)
class Known:
    """The value of a path parameter from an earlier call, which replaces ``{}`` in a text."""

    name: str
    text: str = "{}"

    def __str__(self) -> str:
        return self.text.replace("{}", f"<the {self.name} of the path>")


@record(frozen=True)
class Moment:
    """A time in Unix seconds, ``after`` seconds later than the sandbox's clock."""

    after: int = 0

    def __str__(self) -> str:
        return "the time of the sandbox" + (f" {self.after:+d} s" if self.after else "")


@record(frozen=True)
class Each:
    """The value at a path in each item of a list of any length."""

    value: object


@record(frozen=True)
class Starts:
    """The first values of a long list, and its length."""

    values: Sequence[Json]
    count: int

    def __str__(self) -> str:
        return f"{self.count} values that begin with {_shown(json.dumps(self.values))}"


def wrong(call: str, place: str, expected: str, got: object) -> AssertionError:
    """The failure of a check in one line: the call, the place, the expected value and the actual one."""
    return AssertionError(f"{call}: {place}: expected {expected}, got {_shown(got)}")


def _shown(got: object) -> str:
    text = got if isinstance(got, str) else json.dumps(got, ensure_ascii=False, default=str)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


class _Missing(Enum):
    """The type of `MISSING`."""

    MISSING = "missing"


MISSING = _Missing.MISSING
"""What stands where an object lacks the last step of a path."""


@record
class Answer:
    """A response: ``call`` names the operation and the request, ``document`` is the JSON or None.

    ``known`` are the values of its path; ``seen`` is the sandbox's record of the call, None without a sandbox.
    ``careful``: no data was created for the call, so lists may be empty. ``shape`` describes the response of a service,
    which may omit optional properties; it is None for a sandbox.
    """

    call: str
    status: int
    headers: Mapping[str, str]
    text: str
    document: Json = None
    method: str = ""
    known: Record = field(default_factory=dict)
    seen: Seen | None = None
    careful: bool = False
    clock: int = 0
    shape: Shape | None = None

    def succeeded(self, status: int, success: Mapping[str, object]) -> None:
        """Fail unless the status is ``status`` and each path of ``success`` has its value."""
        self.has_status(status)
        for path, value in success.items():
            found = look(self.document, path)
            if not found:
                raise wrong(self.call, path, repr(value), "nothing")
            if any(one != value for one in found):
                raise wrong(self.call, path, repr(value), found)

    def has_status(self, *statuses: int) -> None:
        """Fail unless the status is one of these."""
        if self.status not in statuses:
            expected = " or ".join(map(str, statuses))
            raise wrong(self.call, "status", expected, f"{self.status} {self.text[:_LONGEST]}")

    def has_header(self, name: str, expected: str) -> None:
        """Fail unless a header has the expected media type, or any value if that is ""."""
        got = self.header(name)
        if not expected and not got:
            raise wrong(self.call, f"header {name}", "a value", "nothing")
        if expected and got.partition(";")[0].strip().lower() != expected.partition(";")[0].strip().lower():
            raise wrong(self.call, f"header {name}", expected, got or "nothing")

    def holds(self, path: str, response: Mapping[str, str]) -> bool:
        """Fail unless the path exists with one of its types wherever its parent exists; returns whether it was seen.

        A service may omit an optional property, by the rules of `sightings`.
        """
        if self.shape is not None:
            return self._sighted(path, self.shape)
        kinds = tuple(response[path].split(" or "))
        places = list(_places(self.document, response_paths.split(path)))
        if not places and self.careful and _empty(self.document, response_paths.split(path)):
            return False
        if not places and not _may_miss(path, response):
            raise wrong(self.call, path, response[path], self._nothing("nothing: its parent is missing"))
        for value in places:
            if value is MISSING:
                if "absent" not in kinds:
                    raise wrong(self.call, path, response[path], self._nothing("nothing"))
            elif "any" not in kinds and not json_types.fits(value, kinds):
                raise wrong(self.call, path, response[path], f"{json_types.kind_of(value)} {json.dumps(value)}")
        return any(value is not MISSING for value in places)

    def _sighted(self, path: str, shape: Shape) -> bool:
        found = sightings.sighting(self.document, shape, path)
        if found.state == sightings.WRONG:
            raise wrong(self.call, path, found.expected, self._nothing(found.got))
        return found.state == sightings.SEEN

    def _nothing(self, text: str) -> str:
        """The text shown in place of a value: the whole response if it is a failure, since that is the cause."""
        return f"nothing, in the response {self.status} {self.text}" if self.status >= 400 else text

    def equals(self, path: str, expected: object) -> None:
        """Fail unless the value at the path equals that of an example; a path through lists has a list of values."""
        found = look(self.document, path)
        if not found:
            raise wrong(self.call, path, _described(expected), "nothing")
        if isinstance(expected, Starts) and len(found) == expected.count:
            found, expected = found[: len(expected.values)], list(expected.values)
        each = [expected.value] * len(found) if isinstance(expected, Each) else expected
        wanted = each if "[]" in response_paths.split(path) and isinstance(each, list) else [expected]
        if len(found) != len(wanted) or any(not self._is(*pair) for pair in zip(found, wanted, strict=True)):
            raise wrong(self.call, path, _described(expected), found if len(found) > 1 else found[0])

    def _is(self, value: Json, expected: object) -> bool:
        if isinstance(expected, Some):
            return expected.kind == json_types.kind_of(value)
        if isinstance(expected, Moment):
            return str(value) == str(self.clock + expected.after)
        if isinstance(expected, Known):
            return expected.text.replace("{}", str(self.known.get(expected.name))) == str(value)
        return bool(value == expected) and isinstance(value, bool) == isinstance(expected, bool)

    def is_refusal(self, name: str, statuses: Sequence[int]) -> None:
        """Fail unless the call was rejected, as it should be because of the field ``name``."""
        if self.status not in statuses:
            raise wrong(self.call, "status", f"{_range(statuses)} that names {name}", self.status)

    def names(self, name: str, details: str) -> None:
        """Fail unless a rejection (except of HEAD) names the field ``name``, at the path of details if any."""
        if self.method == "HEAD":
            return
        named = look(self.document, details) if details else []
        text = json.dumps(named, ensure_ascii=False) if details and any(named) else self.text
        spelled = {name, json.dumps(name)[1:-1], json.dumps(name, ensure_ascii=False)[1:-1]}
        if not any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) for one in spelled):
            raise wrong(self.call, details or "the refusal", f"a text that names {name}", self.text)

    def handled_once(self, kept: Mapping[str, int | None]) -> None:
        """Fail unless a sandbox got the request once, processed it once, and keeps that many more or fewer records.

        None allows any number of records.
        """
        seen: Seen = self.seen or {"requests": 0, "handled": 0, "kept": {}}
        for word, number in (("requests", seen["requests"]), ("handled", seen["handled"])):
            if number != 1:
                raise wrong(self.call, f"calls {word}", "1", number)
        changed = {name: number for name, number in seen["kept"].items() if number}
        for name in sorted({*changed, *kept}):
            expected, got = kept.get(name, 0), changed.get(name, 0)
            if expected is not None and expected != got:
                raise wrong(self.call, f"records of {name}", f"{expected:+d}", f"{got:+d}")

    def taken(self, path: str) -> Json:
        """The first value at a response path; without a path, the last part of the Location header."""
        if not path:
            return urlsplit(self.header("Location")).path.rstrip("/").rpartition("/")[2]
        found = look(self.document, path)
        if not found:
            raise wrong(self.call, path, "a value, which the next call needs", self.text)
        return found[0]

    def header(self, name: str) -> str:
        """The value of a header, "" when it is missing."""
        return next((value for one, value in self.headers.items() if one.lower() == name.lower()), "")


def _described(expected: object) -> str:
    if isinstance(expected, Each):
        return f"in each item {_described(expected.value)}"
    described = isinstance(expected, (Some, Known, Moment, Starts))
    return str(expected) if described else _shown(json.dumps(expected, default=str))


def _range(statuses: Sequence[int]) -> str:
    return str(statuses[0]) if len(statuses) == 1 else "a refusal (4xx)"


def _places(value: Json | _Missing, steps: Sequence[str]) -> Iterator[Json | _Missing]:
    """The values at a path; MISSING for an object without its last step."""
    if not steps:
        yield value
    elif steps[0] == "[]" and isinstance(value, list):
        for item in value:
            yield from _places(item, steps[1:])
    elif isinstance(value, dict) and (steps[0] in value or len(steps) == 1):
        yield from _places(value.get(steps[0], MISSING), steps[1:])


def _empty(document: Json, steps: Sequence[str]) -> bool:
    """Whether a list on the path is empty."""
    lists = [end for end, step in enumerate(steps) if step == "[]"]
    return any([] in list(_places(document, steps[:end])) for end in lists)


def _may_miss(path: str, response: Mapping[str, str]) -> bool:
    """Whether a value above the path may be null, absent or of another type."""
    above = [one for one in response if path.startswith((f"{one}.", f"{one}[]"))]
    return any(" or " in response[one] or response[one] == "any" for one in above)


def strangers(document: Json, shape: Shape, path: str = "") -> Iterator[str]:
    """The undeclared properties of a document, as ``path (type)``; each path of a list once."""
    if isinstance(document, list):
        found = [one for item in document for one in strangers(item, shape.get("items", {}), f"{path}[]")]
        yield from dict.fromkeys(found)
    fields = {one["name"]: one["shape"] for one in shape.get("fields", ())}
    if not isinstance(document, dict) or not fields or "additional" in shape:
        return
    for name, value in document.items():
        here = f"{path}.{response_paths.spelled(name)}" if path else response_paths.spelled(name)
        if name in fields:
            yield from strangers(value, fields[name], here)
        else:
            yield f"{here} ({json_types.kind_of(value)})"

"""Faults on demand: their keys, when they apply, and how they change a response."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Collection, Mapping
from copy import deepcopy
from email.utils import formatdate
from enum import Enum
from typing import Literal, TypedDict, cast

from connectorkit.diagnostics.phrases import nearest
from connectorkit.model.json_value import Json
from connectorkit.sandbox.shapes import json_types, response_paths
from connectorkit.sandbox.shapes.document_types import Shape

LONGEST_DELAY_MS = 60_000
ALWAYS = "always"
_MOMENTS = ("before", "after")
Moment = Literal["before", "after"]


class RateLimit(TypedDict, total=False):
    """A rejection with 429: seconds until the next attempt (None: no header), as a number or as a date."""

    retry_after: int | None
    form: Literal["seconds", "date"]


class Fault(TypedDict, total=False):
    """A fault and the calls that it affects; `KEYS` describes each key."""

    operation: str
    times: int | Literal["always"]
    skip: int
    handled: bool
    status: int
    body: Json
    html: bool
    headers: dict[str, str | int | float]
    rate_limit: Literal[True] | RateLimit
    envelope: str
    delay_ms: int
    hold: bool
    reset: Moment
    close: Moment
    truncate: bool
    invalid_json: bool
    set: dict[str, Json]
    retype: list[str]
    remove: list[str]


def _number(least: int, most: int) -> Callable[[Json], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_flag(value: Json) -> bool:
    return isinstance(value, bool)


def _is_text(value: Json) -> bool:
    return isinstance(value, str)


def _is_times(value: Json) -> bool:
    return value == ALWAYS or _number(1, 1_000_000)(value)


def _is_moment(value: Json) -> bool:
    return value in _MOMENTS


def _is_paths(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and response_paths.split(one) for one in value)


def _is_values(value: Json) -> bool:
    return isinstance(value, dict) and all(response_paths.split(one) for one in value)


def _is_headers(value: Json) -> bool:
    plain = (str, int, float)
    return isinstance(value, dict) and all(isinstance(one, plain) and "\n" not in str(one) for one in value.values())


def _is_rate_limit(value: Json) -> bool:
    if value is True:
        return True
    if not isinstance(value, dict) or set(value) - {"retry_after", "form"}:
        return False
    seconds, form = value.get("retry_after", 1), value.get("form", "seconds")
    return (seconds is None or _number(0, 86_400)(seconds)) and form in ("seconds", "date")


# The keys of a fault: a description of the value, and its test.
KEYS: dict[str, tuple[str, Callable[[Json], bool]]] = {
    "operation": ("the id of an operation", _is_text),
    "times": ("a number of calls, at least 1, or 'always'", _is_times),
    "skip": ("a number of calls to let through first", _number(0, 1_000_000)),
    "handled": ("true if the call is processed anyway", _is_flag),
    "status": ("an HTTP status from 200 to 599", _number(200, 599)),
    "body": ("a string or a JSON value", lambda value: True),
    "html": ("true for an HTML body", _is_flag),
    "headers": ("header names with strings", _is_headers),
    "rate_limit": ("true or {'retry_after': seconds or null, 'form': 'seconds' or 'date'}", _is_rate_limit),
    "envelope": ("the error in the envelope of a 200 response", _is_text),
    "delay_ms": (f"milliseconds up to {LONGEST_DELAY_MS}", _number(0, LONGEST_DELAY_MS)),
    "hold": ("true for a response that waits until the caller gives up", _is_flag),
    "reset": ("'before' or 'after' the call is processed", _is_moment),
    "close": ("'before' or 'after' the call is processed", _is_moment),
    "truncate": ("true for half of the body", _is_flag),
    "invalid_json": ("true for a body that is not JSON", _is_flag),
    "set": ("response paths with their values", _is_values),
    "retype": ("a list of response paths", _is_paths),
    "remove": ("a list of response paths", _is_paths),
}


def checked(fault: Mapping[str, Json], operations: Collection[str]) -> Fault:
    """``fault`` itself if it is valid; raises ValueError for an invalid one."""
    wrong = problem(fault, operations)
    if wrong:
        raise ValueError(wrong)
    return cast("Fault", fault)  # Each key and value was just checked.


def problem(fault: Mapping[str, Json], operations: Collection[str]) -> str:
    """What is wrong with a fault: one sentence with a suggestion; "" for a valid one."""
    for name, value in fault.items():
        if name not in KEYS:
            return f"A fault has no key '{name}'.{_meant(name, KEYS)} Its keys are {', '.join(KEYS)}."
        words, good = KEYS[name]
        if not good(value):
            return f"The key '{name}' of a fault is {words}, not {json.dumps(value)[:80]}."
    operation = str(fault.get("operation") or "")
    if operation and operation not in operations:
        return f"There is no operation '{operation}'.{_meant(operation, operations)}"
    if not set(fault) - {"operation", "times", "skip", "handled"}:
        return "A fault must contain an effect, such as {'status': 500}."
    return ""


def _meant(name: str, known: Collection[str]) -> str:
    near = nearest(name, known, 0.6)
    return f" Did you mean '{near}'?" if near else ""


def take(faults: list[Fault], operation: str) -> Fault:
    """The first fault that applies to a call of the operation, counted down; {} for none."""
    for fault in faults:
        if fault.get("operation") not in (None, "", operation):
            continue
        if fault.get("skip", 0) > 0:
            fault["skip"] -= 1
            continue
        times = fault.get("times", 1)
        if times == "always":
            return fault
        fault["times"] = times - 1
        if times <= 1:
            faults.remove(fault)
        return fault
    return {}


def named(faults: list[Fault], operation: str) -> Fault:
    """As :func:`take`, but only faults that name the operation apply."""
    own = [fault for fault in faults if fault.get("operation") == operation]
    found = take(own, operation)
    if found and not any(one is found for one in own):
        faults[:] = [one for one in faults if one is not found]
    return found


def carries_out(fault: Fault) -> bool:
    """Whether the call is processed despite the fault."""
    stopped = {"status", "html", "rate_limit", "envelope"} & fault.keys()
    early = "before" in (fault.get("reset"), fault.get("close"))
    return not early and (not stopped or bool(fault.get("handled")))


def retry_headers(limited: Literal[True] | RateLimit) -> dict[str, str]:
    """The headers of a throttled response; a date is rounded up to whole seconds."""
    said: RateLimit = {} if limited is True else limited
    seconds = said.get("retry_after", 1)
    if seconds is None:
        return {"x-ratelimit-remaining": "0"}
    if said.get("form") == "date":
        return {"x-ratelimit-remaining": "0", "Retry-After": formatdate(math.ceil(time.time()) + seconds, usegmt=True)}
    return {"x-ratelimit-remaining": "0", "Retry-After": str(seconds), "ratelimit-reset": str(seconds)}


def page(status: int) -> str:
    """The HTML error page of a gateway in front of the vendor."""
    return f"<html><head><title>{status}</title></head><body><h1>{status}</h1><hr>edge</body></html>"


def changed(fault: Fault, body: Json, shape: Shape | None) -> Json:
    """A copy of a response's document with the fault's changes of its fields."""
    body = deepcopy(body)
    for path, value in fault.get("set", {}).items():
        _each(body, response_paths.split(path), value)
    for path in fault.get("retype") or ():
        steps = response_paths.split(path)
        _each(body, steps, _wrong(json_types.kinds(response_paths.at(shape, steps))))
    for path in fault.get("remove") or ():
        _each(body, response_paths.split(path), _GONE)
    return body


class _Gone(Enum):
    """The type of the marker for a value to remove."""

    GONE = "gone"


_GONE = _Gone.GONE


def _wrong(kinds: tuple[str, ...]) -> Json:
    """A value of none of the kinds."""
    if "string" not in kinds:
        return "unexpected"
    return {"unexpected": True} if "object" not in kinds else ["unexpected"]


def _each(place: Json, steps: tuple[str, ...], value: Json | _Gone) -> None:
    """Set, or remove (``_GONE``), the value at the steps, in every item of lists on the path."""
    first, rest = steps[0], steps[1:]
    if first == "[]":
        _items(place if isinstance(place, list) else [], rest, value)
    elif not isinstance(place, dict):
        return
    elif rest:
        _each(place.get(first), rest, value)
    elif value is _GONE:
        place.pop(first, None)
    else:
        place[first] = deepcopy(value)


def _items(items: list[Json], rest: tuple[str, ...], value: Json | _Gone) -> None:
    if rest:
        for item in items:
            _each(item, rest, value)
    else:
        items[:] = [] if value is _GONE else [deepcopy(value) for _ in items]

"""The faults that are injected into each operation, with the outcome that a client must report for its effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.sandbox.server.faults import Fault as Plan
from connectorkit.sandbox.server.faults import carries_out
from connectorkit.sandbox.shapes import response_paths, samples
from connectorkit.sandbox.shapes.document_types import Route

REPEATED, DONE, UNKNOWN, ANSWERED, FLAGGED, REFUSED = "repeated", "done", "unknown", "answered", "flagged", "refused"
# A call rejected with 429 was not processed, whatever its effect.
_LIMITED: dict[str, Plan] = {
    "429, seconds": {"rate_limit": {"retry_after": 7}},
    "429, a date": {"rate_limit": {"retry_after": 30, "form": "date"}},
}
# After these faults, the call may have been processed.
_DOUBTFUL: dict[str, Plan] = {
    "500": {"status": 500},
    "502 in HTML": {"status": 502, "html": True},
    "no answer in time": {"hold": True},
    "closed before handling": {"close": "before"},
    "closed after handling": {"close": "after"},
    "reset after handling": {"reset": "after"},
    "truncated": {"truncate": True},
}


class Fault(NamedTuple):
    """A fault: its name, what goes wrong in the sandbox, and the name of the outcome."""

    name: str
    said: Plan
    outcome: str


def faults(route: Route, gone: bool) -> Iterator[Fault]:
    """The faults of one operation; ``gone``: a processed call is rejected when it is repeated, as for a delete."""
    safe = route["effect"] in ("reads", "idempotent")
    for name, said in _LIMITED.items():
        yield Fault(name, said, REPEATED)
    for name, said in _DOUBTFUL.items():
        if not ("truncate" in said and _is_bare(route)):
            again = DONE if gone and carries_out(said) else REPEATED
            yield Fault(name, said, again if safe else UNKNOWN)
    yield from _of_answer(route)
    if "envelope" in route and route["result"]:
        yield Fault("an error in a 200", {"envelope": "NOT_CARRIED_OUT"}, REFUSED)


def _is_bare(route: Route) -> bool:
    """Whether the response has no body that could be truncated."""
    return route["result"] is None or route["method"] == "HEAD"


def _of_answer(route: Route) -> Iterator[Fault]:
    """Faults in fields of the response, for fields that it declares."""
    # With another value there, the response is no longer a success.
    envelope = route["envelope"]["path"] if "envelope" in route else ""
    declared = [one for one in response_paths.paths(route["result"]) if one.kinds and one.path != envelope]
    typed = next((one for one in declared if set(one.kinds) & {"integer", "number", "boolean"}), None)
    if typed is not None:
        yield Fault(f"wrong type at {typed.path}", {"retype": [typed.path]}, FLAGGED)
    if declared and (route["result"] or {}).get("fields"):
        more = (route["result"] or {}).get("additional")
        value = samples.sample(more, "not_documented") if more else "new"
        yield Fault("an unknown field", {"set": {"not_documented": value}}, ANSWERED)
    chosen = next((one for one in declared if response_paths.at(route["result"], one.steps).get("choices")), None)
    judged = route["items"]["path"] if "items" in route else ""
    texts = {one.path for one in declared if "string" in one.kinds}
    path = chosen.path if chosen is not None and chosen.path in texts else judged
    if path in texts:
        yield Fault(f"an unknown value at {path}", {"set": {path: "NEW_VALUE"}}, ANSWERED)

"""Replay: recordings against the source and the client that it renders, offline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.diagnostics.recording_notes import HELP
from connectorkit.recording import comparing, requests
from connectorkit.recording.comparing import Difference
from connectorkit.recording.exchange import Body, Exchange, Recording
from connectorkit.recording.rebuilt import Outcome, Rebuilder
from connectorkit.recording.subject import Subject
from connectorkit.sandbox.shapes.document_types import Shape
from connectorkit.sandbox.vendor.fill_answer import look


@dataclass(slots=True)
class Replayed:
    """The result of a replay. ``right`` are the recordings that are evidence.

    All exchanges of their operation match, and at least one of their own was accepted and could be compared.

    ``exchanges`` and ``rebuilt`` count the replayed exchanges and the requests that the client built; ``remarks`` are
    lines about what could not be compared.
    """

    findings: list[Finding] = field(default_factory=list)
    right: list[Recording] = field(default_factory=list)
    rebuilt: int = 0
    exchanges: int = 0
    remarks: list[str] = field(default_factory=list)
    accepted: list[Recording] = field(default_factory=list)


def replay(subject: Subject, recordings: Sequence[Recording], rebuilder: Rebuilder) -> Replayed:
    """Check the response of each exchange, and the request that the client builds from its inputs."""
    made = Replayed()
    known = [one for one in recordings if one.operation in subject.routes]
    for one in recordings:
        if one.operation not in subject.routes:
            said = f"The recorded operation '{one.operation}' is not in the source."
            made.findings.append(_finding("REC020", said, Span(one.file, 1, 1, 1, 1), one.operation))
        made.findings += _origin(subject, one)
    for turn in range(max((len(one.exchanges) for one in known), default=0)):
        now = [one for one in known if turn < len(one.exchanges)]
        _turn(subject, now, turn, rebuilder, made)
    wrong = {one.operation for one in made.findings if one.blocking}
    made.right = [one for one in known if one in made.accepted and one.operation not in wrong]
    return made


def _origin(subject: Subject, one: Recording) -> Iterator[Finding]:
    """Check that a recording belongs to this connector and base path. Its host may be that of a test system."""
    title, base = subject.spec["title"], subject.spec["base_path"].rstrip("/")
    recorded = urlsplit(one.origin.service).path.rstrip("/")
    said = ""
    if one.origin.connector != title:
        said = f"The recording belongs to the connector '{one.origin.connector}', not to '{title}'."
    elif one.origin.service and recorded != base:
        said = f"The recording has the base path '{recorded or '/'}', but the source has '{base or '/'}'."
    if said:
        yield _finding("REC021", said, Span(one.file, 1, 1, 1, 1), one.operation)


def _turn(subject: Subject, now: Sequence[Recording], turn: int, rebuilder: Rebuilder, made: Replayed) -> None:
    """Replay one exchange of each recording; several recordings of one operation in sequence."""
    waiting = list(now)
    while waiting:
        batch = {one.operation: one for one in reversed(waiting)}
        waiting = [one for one in waiting if one is not batch[one.operation]]
        outcomes = rebuilder.outcomes({name: one.exchanges[turn] for name, one in batch.items()})
        for name, one in batch.items():
            _judge(subject, one, one.exchanges[turn], outcomes[name], made)


def _judge(subject: Subject, recording: Recording, exchange: Exchange, outcome: Outcome, made: Replayed) -> None:
    name, status = recording.operation, exchange["response"]["status"]
    made.exchanges += 1
    of_response = list(_response(subject, name, exchange))
    made.findings += of_response
    refused = status >= 400 or envelope_refuses(subject, name, exchange)
    omitted = "omitted" in exchange["response"].get("body", {})
    if not refused and _is_judged(subject, name, exchange) and recording not in made.accepted:
        made.accepted.append(recording)
    place = subject.span(name)
    made.findings += _request(subject, name, exchange, outcome, refused)
    if outcome.sent is not None:
        made.rebuilt += 1
    elif refused:
        made.remarks.append(f"not rebuilt: {name}: a refused request ({status}) that the client does not send")
    elif "mcp" in subject.routes[name] or "part_of" in subject.routes[name]:
        made.remarks.append(f"not rebuilt: {name}: messages of an MCP server, which the client sends in sessions")
    elif "omitted" in exchange["request"].get("body", {}):
        made.remarks.append(f"not rebuilt: {name}: the body of a request is not in the recording")
    if omitted:
        made.remarks.append(f"not compared: {name}: the body of a response is not in the recording")
    if outcome.sent is None or refused or omitted or any(one.blocking for one in of_response):
        return
    unread = ", ".join(one or "the response" for one in outcome.problems)
    wrong = outcome.error or (f"cannot read {unread}" if unread else "")
    if wrong:
        said = f"'{name}': the client does not accept the response: {wrong}."
        made.findings.append(_finding("REC031", said, place, name))


def _is_judged(subject: Subject, name: str, exchange: Exchange) -> bool:
    """Whether a response can be compared: its status is declared, and its body was recorded if it has a structure."""
    if "mcp" in subject.routes[name] or "part_of" in subject.routes[name]:
        return False  # No schema describes MCP messages.
    key = subject.status(name, exchange["response"]["status"])
    shape = subject.shape(name, key) if key else None
    return bool(key) and not (is_structured(shape) and "omitted" in exchange["response"].get("body", {}))


def is_structured(shape: Shape | None) -> bool:
    """Whether a schema has properties or items, so that the body must be JSON."""
    return shape is not None and (shape.get("type") in ("object", "array") or "fields" in shape)


def _request(subject: Subject, name: str, exchange: Exchange, outcome: Outcome, refused: bool) -> Iterator[Finding]:
    """Findings about the request that the client builds, or about why it builds none."""
    place = subject.span(name)
    for parameter in requests.unknown(subject, name, exchange) if not refused else ():
        said = f"'{name}': the recorded query parameter '{parameter}' is not in the source."
        yield _finding("REC042", said, place, name, "warning")
    if "mcp" in subject.routes[name] or "part_of" in subject.routes[name]:
        return
    if outcome.sent is not None:
        for text in requests.differences(subject, name, exchange, outcome.sent):
            yield _finding("REC040", f"'{name}': {text}.", place, name)
    elif not refused and "omitted" not in exchange["request"].get("body", {}):
        why = _unsaid(subject, name, exchange) if outcome.unsaid else f"the client does not send it: {outcome.error}"
        said = f"'{name}': the client cannot send an accepted request: {why}."
        yield _finding("REC041", said, place, name)


def _unsaid(subject: Subject, name: str, exchange: Exchange) -> str:
    """Why the client has no call for a request: the values that its types do not allow."""
    body, route = exchange["request"].get("body", {}), subject.routes[name]
    wrong = []
    if "json" in body and "body" in route:
        found = comparing.differences(route["body"]["shape"], body["json"])
        wrong = [
            f"'body.{one.path}' is declared as {one.expected}; the recording has {one.got}"
            for one in found
            if one.kind != comparing.NEW
        ]
    return "; ".join(wrong) or "the client cannot make a call with its values"


def envelope_refuses(subject: Subject, operation: str, exchange: Exchange) -> bool:
    """Whether a response with a success status reports a rejection in its envelope."""
    envelope = subject.routes[operation].get("envelope")
    body: Body = exchange["response"].get("body", {})
    if envelope is None or "json" not in body:
        return False
    found = look(body["json"], envelope["path"])
    return bool(found) and any(one is not None and one != envelope["equals"] for one in found)


def _response(subject: Subject, operation: str, exchange: Exchange) -> Iterator[Finding]:
    status = exchange["response"]["status"]
    key = subject.status(operation, status)
    if not key:
        if status < 300:
            said = f"'{operation}' responded with the status {status}, which the source does not declare."
            yield _finding("REC032", said, subject.span(operation), operation, "warning")
        return
    if not envelope_refuses(subject, operation, exchange):
        for one in judged(subject, operation, key, exchange):
            yield worded(subject, operation, key, one)


def judged(subject: Subject, operation: str, key: str, exchange: Exchange) -> list[Difference]:
    """The differences between a response and the schema declared under ``key``."""
    shape, body = subject.shape(operation, key), exchange["response"].get("body", {})
    if shape is None or "omitted" in body or exchange["request"]["method"] == "HEAD":
        return []
    if "json" not in body:
        got = "text that is not JSON" if body.get("text") else "nothing"
        empty = exchange["response"]["status"] in (204, 205)
        return (
            [Difference(comparing.TYPE, (), shape.get("type", "object"), got)]
            if is_structured(shape) and not empty
            else []
        )
    found = comparing.differences(shape, body["json"])
    return [one for one in found if one.kind != comparing.NEW or not subject.is_open(operation, key, one.path)]


_IDS = {
    comparing.TYPE: ("REC030", "error"),
    comparing.MISSING: ("REC033", "error"),
    comparing.NEW: ("REC034", "advice"),
}


def worded(subject: Subject, operation: str, key: str, one: Difference) -> Finding:
    """A difference as a finding, at the line of its field."""
    id_, severity = _IDS[one.kind]
    span = subject.span(operation, key, one.path)
    return _finding(id_, sentence(operation, key, one), span, operation, severity)


def sentence(operation: str, key: str, one: Difference) -> str:
    """The message for a difference."""
    place = f"'{one.path}' of '{operation}'" if one.path else f"The response of '{operation}'"
    at = "" if key.startswith("2") else f" (response {key})"
    if one.kind == comparing.NEW:
        return f"{place}{at} is not in the source; its type is {one.got}."
    if one.kind == comparing.MISSING:
        return f"{place}{at} is required and missing."
    return f"{place}{at} is declared as {one.expected}; the response has {one.got}."


def _finding(id_: str, message: str, span: Span, operation: str, severity: str = "error") -> Finding:
    return Finding(id_, message, span, HELP[id_], severity, operation=operation)

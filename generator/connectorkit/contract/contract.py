"""The checks of generated contract tests: calls to the API under test, and their expected outcomes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from urllib.parse import quote

import pytest

from connectorkit.contract.answer import Answer, Each, Known, Moment, Some, Starts, strangers, wrong
from connectorkit.contract.contract_types import Ended, Fault, Request, Step
from connectorkit.contract.request import RIGHT, WITHOUT, placed, without
from connectorkit.contract.target import Target, difference
from connectorkit.contract.webhook import Listener, Story
from connectorkit.model.json_value import Json, mapping
from connectorkit.sandbox.shapes import response_paths
from connectorkit.sandbox.shapes.document_types import Record, Shape
from connectorkit.sandbox.vendor.fill_answer import look

__all__ = ["Answer", "Contract", "Each", "Known", "Listener", "Moment", "Some", "Starts", "Story", "placed"]


class Contract(Target):
    """Calls one vendor's API at ``base_url``; with ``full``, tests may create data."""

    def call(self, request: Request, before: Sequence[Step] = (), credentials: str = RIGHT) -> Answer:
        """Make the call after those that it needs; ``credentials`` are right, wrong, ``wrong NAME`` or missing."""
        answer = self.send(request, self.prepared(before), credentials)
        answer.shape = None if self.is_sandbox() else self.routes[request["operation"]]["result"]
        return answer

    def observed(self, request: Request, before: Sequence[Step] = ()) -> Answer:
        """Make the call after those that it needs; the response of a sandbox has ``seen``, its record of the call."""
        known = self.prepared(before)
        if not self.is_sandbox():
            answer = self.send(request, known)
            answer.shape = self.routes[request["operation"]]["result"]
            return answer
        earlier = self.counts()
        answer = self.send(request, known)
        later = self.counts()
        answer.seen, answer.clock = difference(request["operation"], earlier, later), later["clock"]
        return answer

    def refuses_without(
        self,
        request: Request,
        before: Sequence[Step],
        left_out: str,
        statuses: Sequence[int],
        refusals: Mapping[int, Mapping[str, object]],
        details: object = None,
    ) -> None:
        """Fail unless the call is rejected without a required value, e.g. ``body.messages[].to``.

        ``refusals`` and ``details`` describe the rejection of a sandbox, as for ``compare``.
        """
        self._keep_safe(request, left_out)
        if "internal" in self._shape(request, left_out) and not self.is_sandbox():
            pytest.skip(f"{left_out} is sent by all callers; only a sandbox must require it")
        answer = self.call(without(request, left_out), before)
        answer.call += f" without {left_out}"
        name = response_paths.split(left_out)[-1]
        answer.is_refusal(name, self._exactly(statuses))
        self.compare(answer, refusals, details)
        answer.names(name, self.spec["errors"]["details"])

    def bounds(
        self,
        request: Request,
        before: Sequence[Step],
        path: str,
        at: Sequence[object],
        over: Sequence[object],
        status: int,
        statuses: Sequence[int],
    ) -> None:
        """Fail unless each value ``at`` a limit is accepted, and each ``over`` it rejected with the field's name."""
        self._keep_safe(request, path)
        known = self.prepared(before)
        for value in at:
            answer = self.send(placed(request, {path: value}), known)
            answer.call += f" with {path} {_brief(value)}, which is allowed"
            answer.has_status(status)
        for value in over:
            answer = self.send(placed(request, {path: value}), known)
            answer.call += f" with {path} {_brief(value)}, which is not allowed"
            names = [step for step in response_paths.split(path)[1:] if step != "[]"]
            answer.is_refusal(names[-1] if names else path, self._exactly(statuses))
            if names:  # The items of a list body have no name.
                answer.names(names[-1], self.spec["errors"]["details"])

    def refuses_credentials(self, request: Request, credentials: str, status: int = 401) -> Answer:
        """Fail unless wrong or missing credentials are rejected with 401."""
        answer = self.call(request, (), credentials)
        answer.call += f" with {credentials} credentials"
        answer.has_status(status)
        return answer

    def demands_policy(self, request: Request, before: Sequence[Step], left_out: str) -> None:
        """Fail unless a sandbox rejects the call without the value of a policy, e.g. ``header x-tenant``."""
        answer = self.call(request, before, f"{WITHOUT}{left_out}")
        answer.call += f" without what a policy sets: {left_out}"
        answer.has_status(400, 401)

    def refuses_unknown(self, request: Request, before: Sequence[Step], name: str, status: int) -> Answer:
        """Fail unless the call is rejected when a path value names nothing."""
        number = isinstance(request.get("path_values", {}).get(name), int)
        known: Record = {**self.prepared(before), name: 999_999_999 if number else "names-nothing"}
        answer = self.send(request, known)
        answer.call += f" with an unknown {name}"
        answer.has_status(*self._exactly((status,)))
        return answer

    def compare(self, answer: Answer, refusals: Mapping[int, Mapping[str, object]], details: object = None) -> None:
        """Fail unless a rejection equals that of its status: completely for a sandbox, else in code and message.

        ``details`` is the value at the path of the details, None where it is unknown.
        """
        errors = self.spec["errors"]
        if answer.method == "HEAD":
            return
        if not self.is_sandbox():
            answer.shape = None  # A rejection has another schema.
            for path in filter(None, (errors["code"], errors["message"])):
                answer.holds(path, {path: "string or integer"})
            return
        for path, expected in refusals.get(answer.status, {}).items():
            answer.equals(path, expected)
        if details is not None:
            answer.equals(errors["details"], details)

    def alike(self, answer: Answer, example: Mapping[str, object]) -> None:
        """Fail unless the response of a sandbox equals an example; other APIs are not checked."""
        answer.clock = self.counts()["clock"] if self.is_sandbox() else 0
        for path, expected in example.items() if self.is_sandbox() else ():
            answer.equals(path, expected)

    def fails(self, request: Request, before: Sequence[Step], status: int) -> Answer:
        """The response of a sandbox after a fault with the status."""
        known = self.prepared(before)
        fault: Fault = {"rate_limit": {"retry_after": 7}} if status == 429 else {"status": status}
        self.fault(request["operation"], fault)
        answer = self.send(request, known)
        answer.call += f" failing with {status}"
        answer.has_status(status)
        if status == 429 and answer.header("Retry-After") != "7":
            raise wrong(answer.call, "header Retry-After", "7", answer.header("Retry-After") or "nothing")
        return answer

    def webhook(
        self, request: Request, before: Sequence[Step], callback: str, ended: Ended | None, unique: str
    ) -> Story:
        """Subscribe, fire an event, the same event again and another one, unsubscribe, and fire one more event."""
        operation = request["operation"]
        known = self.prepared(before)
        with Listener() as listener:
            story = Story(operation, self.send(placed(request, {callback: listener.url}), known))
            if not self.is_sandbox():
                story.subscribed.shape = self.routes[operation]["result"]
                return story
            story.subscribed.clock = self.counts()["clock"]
            event = story.made = self._event(operation)
            story.events, story.clock = listener.taken(1), self.counts()["clock"]
            if unique:
                values = _values(event)
                self._event(operation, values)
                self._event(operation, _other(values, unique.removeprefix("[].")))
                story.repeated = listener.taken(2)
            if ended is not None:
                known = {**known, ended["name"]: story.subscribed.taken(ended["value"])}
                story.unsubscribed = self.send(ended["request"], known)
                self._event(operation)
                story.afterwards = listener.taken()
        return story

    def _event(self, operation: str, values: Record | None = None) -> Json:
        """Fire an event; returns its payload, an object or a list."""
        return mapping(self.control(f"events/{quote(operation)}", values or {}).document).get("event")

    def undocumented(self, document: Json, operation: str, event: bool = False) -> list[str]:
        """The undeclared paths of a response or event, with their types."""
        route = self.routes[operation]
        return list(strangers(document, (route.get("event") if event else route["result"]) or {}))

    def prepared(self, before: Sequence[Step]) -> Record:
        """Values by name, of records that were created, or found where nothing may be created."""
        known: Record = {}
        for step in before:
            way = step["create"] if self.full else step.get("find")
            if not self.full and step.get("only_to_make"):
                continue
            if way is None:
                pytest.skip(f"{step['name']} can only be created, which needs --full")
            answer = self.send(way["request"], known)
            if not self.full and step["name"] and answer.status < 300 and not look(answer.document, way["value"]):
                pytest.skip(f"{answer.call} lists nothing, so there is no {step['name']} to call with")
            if answer.status >= 300:
                raise wrong(f"before the call, {answer.call}", "status", "2xx", f"{answer.status} {answer.text}")
            if step.get("name"):
                known[step["name"]] = answer.taken(way["value"])
        return known

    def _keep_safe(self, request: Request, path: str) -> None:
        """Skip the test where it would remove the safe value that keeps a call from reaching anyone."""
        if not self.full and "safe_values" in self._shape(request, path):
            pytest.skip(f"{path} is not changed without --full, because it prevents the call from reaching anyone")

    def _shape(self, request: Request, path: str) -> Shape:
        """The shape at a path of a body; {} for any other place."""
        place, *steps = response_paths.split(path)
        body = self.routes[request["operation"]].get("body")
        return response_paths.at(body["shape"], tuple(steps)) if body and place == "body" else {}

    def _exactly(self, statuses: Sequence[int]) -> Sequence[int]:
        """The statuses of a rejection: exactly ``statuses`` for a sandbox, any client error for another API."""
        others = [one for one in range(400, 500) if one not in (401, 429)]
        return statuses if statuses and self.is_sandbox() else others


def _values(event: Json) -> Record:
    """The values of an event by name; those of the first item if the payload is a list."""
    return mapping(event[0] if isinstance(event, list) and event else event)


def _other(event: Record, unique: str) -> Record:
    """Values that change the unique field of an event; {} where the event does not have it."""
    steps = response_paths.split(unique)
    made = _changed(event.get(steps[0]), steps[1:]) if steps else None
    return {} if made is None else {steps[0]: made}


def _changed(value: Json, steps: Sequence[str]) -> Json:
    """A value with another string or number at a path, in the first item of each list; None where there is none."""
    if steps and steps[0] == "[]" and isinstance(value, list) and value:
        first = _changed(value[0], steps[1:])
        return None if first is None else [first, *value[1:]]
    if steps and isinstance(value, dict):
        inner = _changed(value.get(steps[0]), steps[1:])
        return None if inner is None else {**value, steps[0]: inner}
    if steps or isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return f"{value}-2" if isinstance(value, str) else value + 1


def _brief(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    if isinstance(value, (str, list)) and len(text) > 60:
        return f"of {len(value)} {'characters' if isinstance(value, str) else 'items'}"
    return text

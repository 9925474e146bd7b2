"""The sandbox's own paths, below /_sandbox/: state, journal, reset, faults, settings, clock and events."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, unquote

from connectorkit.sandbox import faults
from connectorkit.sandbox.hooks import Hooks
from connectorkit.sandbox.state import State

Doc = dict[str, Any]
PREFIX = "/_sandbox/"
MOST_DELIVERIES = 100
LONGEST_STEP = 10**9


class Control:
    """Answers control calls with a status and a document."""

    def __init__(self, state: State, hooks: Hooks, operations: list[str]) -> None:
        self.state, self.hooks, self.operations = state, hooks, operations

    def answer(self, method: str, path: str, query: str, raw: bytes) -> tuple[int, Any]:
        """The status and document of a control call; an event may take seconds to deliver."""
        name, _, argument = path.removeprefix(PREFIX).strip("/").partition("/")
        given = _document(raw)
        if given is None:
            return 400, {"error": "The body must be a JSON object."}
        if method == "GET":
            return self._look(name)
        if method == "DELETE" and name == "faults":
            self.state.faults.clear()
            return 200, {"faults": 0}
        if method == "POST":
            return self._change(name, unquote(argument), parse_qs(query), given)
        return 404, {"error": f"There is no control path {method} {path}."}

    def _look(self, name: str) -> tuple[int, Any]:
        if name == "state":
            return 200, self.state.shown()
        if name == "requests":
            return 200, {"requests": self.state.calls}
        if name in ("settings", "faults"):
            return 200, self.state.shown()[name] if name == "settings" else {"faults": list(self.state.faults)}
        return 404, {"error": f"There is no control path GET {PREFIX}{name}."}

    def _change(self, name: str, argument: str, query: dict[str, list[str]], given: Doc) -> tuple[int, Any]:
        try:
            if name == "reset":
                self.state.reset()
                return 200, {"reset": True}
            if name == "faults":
                self.plan(given)
                return 200, {"faults": len(self.state.faults)}
            if name == "settings":
                self.state.change(given)
                return 200, dict(self.state.settings.values)
            if name == "clock":
                return self._clock(given)
            if name == "events":
                return self._event(argument, query, given)
        except ValueError as wrong:
            return 400, {"error": str(wrong)}
        return 404, {"error": f"There is no control path POST {PREFIX}{name}."}

    def _clock(self, given: Doc) -> tuple[int, Any]:
        seconds = given.get("advance", 0)
        if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 <= seconds <= LONGEST_STEP:
            raise ValueError("The clock is moved by {'advance': seconds}, a whole number from 0.")
        tried = self.hooks.advance(seconds)
        return 200, {"clock": self.state.clock, "deliveries": [one.shown() for one in tried]}

    def _event(self, operation: str, query: dict[str, list[str]], given: Doc) -> tuple[int, Any]:
        """Make an event of a trigger and deliver it to each subscriber."""
        if operation not in self.hooks.triggers:
            return 404, {"error": f"There is no webhook '{operation}'."}
        times = query.get("times", ["1"])[-1]
        if not times.isdecimal() or not 1 <= int(times) <= MOST_DELIVERIES:
            raise ValueError(f"'times' is a number from 1 to {MOST_DELIVERIES}.")
        payload, made = self.hooks.happen(operation, given, int(times))
        return 200, {"event": payload, "deliveries": [one.shown() for one in made]}

    def plan(self, fault: Doc) -> None:
        """Keep a fault until it strikes; raises ValueError for one that says nothing clear."""
        wrong = faults.problem(fault, self.operations)
        if wrong:
            raise ValueError(wrong)
        self.state.faults.append(fault)


def _document(raw: bytes) -> Doc | None:
    try:
        found = json.loads(raw) if raw.strip() else {}
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None

"""The sandbox's own paths, below /_sandbox/: state, journal, reset, faults, settings, clock and events."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from connectorkit.model.json_value import Json
from connectorkit.sandbox.server import json_body
from connectorkit.sandbox.vendor.state import State
from connectorkit.sandbox.vendor.webhooks import Hooks

Given = dict[str, Json]
Shown = Mapping[str, object]
Endpoint = Callable[[Request], Awaitable[Response]]
MOST_DELIVERIES = 100
LONGEST_STEP = 10**9


class Control:
    """The actions of the control paths; each method gets the request and its document, and returns a document."""

    def __init__(self, state: State, hooks: Hooks, plan: Callable[[Given], None]) -> None:
        self.state, self.hooks, self.plan = state, hooks, plan

    def application(self) -> Starlette:
        """The control paths as an application."""
        routes = [
            _route("GET", "state", lambda request, given: self.state.shown()),
            _route("GET", "counts", lambda request, given: self.state.counts()),
            _route("GET", "requests", lambda request, given: {"requests": self.state.calls}),
            _route("GET", "settings", lambda request, given: self.state.settings.values),
            _route("GET", "faults", lambda request, given: {"faults": self.state.faults}),
            _route("DELETE", "faults", self._forget),
            _route("POST", "faults", self._fault),
            _route("POST", "settings", self._settings),
            _route("POST", "reset", self._reset),
            _route("POST", "clock", self._clock, slow=True),
            _route("POST", "events/{operation:path}", self._event, slow=True),
        ]
        return Starlette(routes=routes, exception_handlers={HTTPException: _unknown})

    def _forget(self, request: Request, given: Given) -> Shown:
        self.state.faults.clear()
        return {"faults": 0}

    def _fault(self, request: Request, given: Given) -> Shown:
        self.plan(given)
        return {"faults": len(self.state.faults)}

    def _settings(self, request: Request, given: Given) -> Shown:
        self.state.change(given)
        return self.state.settings.values

    def _reset(self, request: Request, given: Given) -> Shown:
        self.state.reset()
        return {"reset": True}

    def _clock(self, request: Request, given: Given) -> Shown:
        seconds = given.get("advance", 0)
        if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 <= seconds <= LONGEST_STEP:
            raise ValueError("To advance the clock, send {'advance': seconds}, an integer of at least 0.")
        tried = self.hooks.advance(seconds)
        return {"clock": self.state.clock, "deliveries": [one.shown() for one in tried]}

    def _event(self, request: Request, given: Given) -> Shown:
        """Fire an event of a trigger and deliver it to each subscriber."""
        operation = request.path_params["operation"]
        if operation not in self.hooks.triggers:
            raise HTTPException(404, f"There is no webhook '{operation}'.")
        times = request.query_params.get("times", "1")
        if not times.isdecimal() or not 1 <= int(times) <= MOST_DELIVERIES:
            raise ValueError(f"'times' is a number from 1 to {MOST_DELIVERIES}.")
        payload, made = self.hooks.happen(operation, given, int(times))
        return {"event": payload, "deliveries": [one.shown() for one in made]}


def _route(method: str, path: str, act: Callable[[Request, Given], Shown], slow: bool = False) -> Route:
    """A control path. A ``slow`` one waits for other servers, so it runs outside the event loop that serves calls."""

    async def endpoint(request: Request) -> Response:
        try:
            given = _document(await request.body())
            return JSONResponse(await run_in_threadpool(act, request, given) if slow else act(request, given))
        except ValueError as wrong:
            return JSONResponse({"error": str(wrong)}, 400)

    return Route(f"/_sandbox/{path}", endpoint, methods=[method])


async def _unknown(request: Request, error: Exception) -> Response:
    told = f"There is no control path {request.method} {request.url.path}."
    known = isinstance(error, HTTPException) and str(error.detail).startswith("There is")
    return JSONResponse({"error": str(error.detail) if known and isinstance(error, HTTPException) else told}, 404)


def _document(raw: bytes) -> Given:
    try:
        found: Json = json_body.parsed(raw) if raw.strip() else {}
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ValueError("The body must be a JSON object.")
    return found

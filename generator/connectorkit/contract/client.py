"""Contract tests of the generated client: its outcome of each fault, and how often the server gets the call."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from connectorkit.contract.answer import wrong
from connectorkit.contract.contract import Contract
from connectorkit.contract.contract_types import Fault, Seen, Step
from connectorkit.contract.transports import AsyncKept, AsyncPatient, Kept, Patient
from connectorkit.model.policies.steps import address
from connectorkit.sandbox.shapes import json_types, policies
from connectorkit.sandbox.shapes.document_types import Record

# Timeouts in seconds for a server that never responds, and for any other. The first may be too short on a busy machine,
# so each retry has more, and so has each round of a test without a clear result.
SHORT, LONG = 0.15, 10.0
ROUNDS = (SHORT, 8 * SHORT, LONG)
_HELD_RETRIES = 4
SYNC, ASYNC = KINDS = ("sync", "async")
"""The clients of a package, as the tests of faults are named for them."""
# Clients and their results are of a package that is generated and imported at run time: Any in this module.
Call = Callable[[Any, Record], Any]


class Clients:
    """Creates synchronous and asynchronous clients of the package beside a suite, if it exists.

    A client is shared by many tests, as in programs, and is replaced after a test that failed.
    """

    def __init__(self, package: str, beside: Path) -> None:
        self.package, self.folder = package, beside.parent / "client"
        self._kept: dict[tuple[str, float, bool], Caller] = {}

    def there(self) -> bool:
        """Whether the package of the client exists."""
        return (self.folder / self.package / "__init__.py").is_file()

    def module(self) -> ModuleType:
        """The package of the client."""
        if str(self.folder) not in sys.path:
            sys.path.insert(0, str(self.folder))
        return importlib.import_module(self.package)

    @contextmanager
    def caller(self, contract: Contract, kind: str, timeout: float, patient: bool = False) -> Iterator[Caller]:
        """A client of the API under test. ``kind``: sync or async; ``patient``: each attempt gets more time."""
        made = self._kept.pop((kind, timeout, patient), None) or self._made(contract, kind, timeout, patient)
        made.begin()
        try:
            yield made
        except BaseException:
            made.close()
            raise
        self._kept[kind, timeout, patient] = made

    def close(self) -> None:
        """Close all clients."""
        while self._kept:
            self._kept.popitem()[1].close()

    def _made(self, contract: Contract, kind: str, timeout: float, patient: bool) -> Caller:
        made, waits = self.module(), list[float]()
        given: dict[str, Any] = {**self._given(contract), "base_url": contract.url, "timeout": timeout}
        given |= {"retries": _HELD_RETRIES if patient else 2, "throttle": None}

        async def sleep(seconds: float) -> None:
            waits.append(seconds)

        if kind == SYNC:
            given["runtime"] = made.Runtime(sleep=waits.append)
            sends = Patient(made.HttpTransport()) if patient else None
            return Caller(made.Client(**given, transport=sends), waits, sends)
        given["runtime"] = made.Runtime(async_sleep=sleep)
        sends = AsyncPatient(made.AsyncHttpTransport()) if patient else None
        return AsyncCaller(made.AsyncClient(**given, transport=sends), waits, sends)

    def _given(self, contract: Contract) -> dict[str, str]:
        """The credentials by their argument names of the client."""
        asked = inspect.signature(self.module().Client).parameters
        names = {one["argument"]: one["name"] for one in contract.spec["credentials"]}
        return {
            name: contract.credentials.get(names.get(name, ""), "sandbox")
            for name, one in asked.items()
            if names.get(name, "") in contract.credentials or one.default is inspect.Parameter.empty
        }

    def addressed(
        self,
        contract: Contract,
        call: Call,
        before: Sequence[Step],
        connection: Mapping[str, str],
        about: tuple[str, str],
    ) -> str:
        """The scheme, host and port to which a client would send the call with connection parameters. Nothing is sent.

        ``about`` is the operation and the kind of client.
        """
        operation, kind = about
        made = self.module()
        names = {one["name"]: one["argument"] for one in contract.spec["credentials"]}
        given = {**self._given(contract), **{names[name]: value for name, value in connection.items()}}
        kept = Kept(made) if kind == SYNC else AsyncKept(made)
        options: dict[str, Any] = {"throttle": None, "retries": 0, "transport": kept, "environ": {}}
        caller = (
            Caller(made.Client(**given, **options), [])
            if kind == SYNC
            else AsyncCaller(made.AsyncClient(**given, **options), [])
        )
        try:
            caller.call(call, _known(contract, operation, before))
        except made.ConnectorError:
            if not kept.origins:
                raise
        finally:
            caller.close()
        return kept.origins[-1]


class Caller:
    """A synchronous client, and the ``waits`` that it skipped.

    ``patient`` is its transport if that gives each attempt more time.
    """

    def __init__(self, client: Any, waits: list[float], patient: Patient | None = None) -> None:
        self.client, self.waits, self._patient = client, waits, patient

    def begin(self) -> None:
        """Forget the state of earlier calls."""
        self.waits.clear()
        if self._patient is not None:
            self._patient.attempts = 0

    def call(self, call: Call, known: Record) -> Any:
        """The result of a call; raises the exceptions of the client."""
        return call(self.client, known)

    def close(self) -> None:
        """Close its connections."""
        self.client.close()


class AsyncCaller(Caller):
    """An asynchronous client with its own event loop."""

    def __init__(self, client: Any, waits: list[float], patient: Patient | None = None) -> None:
        super().__init__(client, waits, patient)
        self._loop = asyncio.Runner()

    def call(self, call: Call, known: Record) -> Any:
        """The result of a call, after waiting for it."""

        async def called() -> Any:
            return await call(self.client, known)

        return self._loop.run(called())

    def close(self) -> None:
        """Close its connections and its event loop."""
        self._loop.run(self.client.close())
        self._loop.close()


class Outcome:
    """The outcome of one call of a client: its ``result`` or its ``error``, and the sandbox's record.

    ``waits`` are the skipped waits in seconds, ``seconds`` is the duration of the call.
    """

    def __init__(self, call: str, made: ModuleType) -> None:
        self.name = call
        self.errors = made
        self.result: Any = None
        self.error: Exception | None = None
        self.waits: list[float] = []
        self.seconds = 0.0
        self.seen: Seen = {"requests": 0, "handled": 0, "kept": {}}

    def got(self) -> str:
        """The result or error in short."""
        if self.error is not None:
            return f"{type(self.error).__name__}: {self.error}"
        return "a result" + (f" with problems {self.result.problems}" if self.result.problems else "")

    def is_error(self, *names: str) -> bool:
        """Whether the call ended with one of these errors of the client."""
        return isinstance(self.error, tuple(getattr(self.errors, name) for name in names))

    def may_still_arrive(self) -> bool:
        """Whether the request may still arrive at the server, because the client gave up without a response."""
        return self.is_error("ConnectionFailed", "OutcomeUnknown") and not self.is_error("ApiError", "DecodeError")

    def fail(self, expected: str) -> AssertionError:
        """The failure for an unexpected outcome."""
        return wrong(self.name, "outcome", expected, self.got())

    def answered(self) -> None:
        """Fail unless there is a result without problems."""
        if self.error is not None or self.result.problems:
            raise self.fail("a result")

    def asked(self, least: int, most: int, handled: int | None = None) -> None:
        """Fail unless the server got ``least`` to ``most`` requests, and processed ``handled`` of them."""
        requests = self.seen["requests"]
        if not least <= requests <= most:
            expected = str(least) if least == most else f"{least} to {most}"
            raise wrong(self.name, "requests that the server saw", expected, requests)
        if handled is not None and self.seen["handled"] != handled:
            raise wrong(self.name, "requests that were processed", str(handled), self.seen["handled"])


def meets(
    contract: Contract,
    clients: Clients,
    call: Call,
    before: Sequence[Step],
    about: tuple[str, str],
    fault: tuple[Fault, str],
    kind: str,
) -> None:
    """Fail unless a client meets a fault with the outcome that the effect of the operation demands.

    ``kind`` is sync or async, ``about`` the operation and its effect, ``fault`` the fault and the expected outcome:

    * repeated: a result after a retry; a call that must not be processed twice was processed once
    * done: a result after a retry that finds nothing more to do
    * unknown: OutcomeUnknown after a single request, or a result that is flagged as unreadable
    * answered: a result after a single request
    * flagged: a result after a single request, with the mismatch in ``problems``
    * refused: an ApiError after a single request
    """
    said, word = fault
    name = f"{about[0]} by the {_named(kind)} ({', '.join(f'{key}: {value}' for key, value in said.items())})"
    held = bool(said.get("hold"))
    for timeout in ROUNDS if held else (LONG,):
        outcome = Outcome(name, clients.module())
        with clients.caller(contract, kind, timeout, held) as caller:
            known = _known(contract, about[0], before)
            earlier = contract.counts()
            with contract.faulty(about[0], said):
                _tried(outcome, caller, call, known)
                outcome.seen = contract.noted(about[0], earlier, 1 if outcome.may_still_arrive() else 0)
                # Nothing was processed: the client may have given up before the server had the whole call.
                if not held or outcome.seen["handled"] or timeout == ROUNDS[-1]:
                    JUDGES[word](outcome, said, about[1] in ("reads", "idempotent"))
                    return
        contract.forget_faults()


def _tried(outcome: Outcome, caller: Caller, call: Call, known: Record) -> None:
    began = time.monotonic()
    try:
        outcome.result = caller.call(call, known)
    except outcome.errors.ConnectorError as error:
        outcome.error = error
    outcome.waits, outcome.seconds = list(caller.waits), time.monotonic() - began


def _known(contract: Contract, operation: str, before: Sequence[Step]) -> Record:
    """Path values in the types of the client: a number from a response may be a string parameter."""
    known = contract.prepared(before)
    shapes = {one["name"]: one["shape"] for one in contract.routes[operation]["parameters"] if one["in"] == "path"}
    return {name: json_types.fit(value, json_types.kinds(shapes.get(name, {}))) for name, value in known.items()}


def _named(kind: str) -> str:
    return "client" if kind == SYNC else "asynchronous client"


def goes_to(
    contract: Contract,
    clients: Clients,
    call: Call,
    before: Sequence[Step],
    about: tuple[str, str],
    route: Mapping[str, str],
) -> None:
    """Fail unless a client sends the call to the address that a policy derives from connection parameters.

    ``about`` is the operation and the kind of client, ``route`` are connection parameters. The expected address is
    computed from the policy.
    """
    operation, kind = about
    steps = policies.steps(contract.routes[operation])
    value = next(step[3] for step in reversed(steps) if step[0] == "host")
    parts = urlsplit(address(value, {"connection": {**contract.credentials, **route}}))
    port = parts.port or {"https": 443}.get(parts.scheme, 80)
    expected, got = f"{parts.scheme}://{parts.hostname}:{port}", clients.addressed(contract, call, before, route, about)
    if got != expected:
        raise wrong(f"{operation} by the {_named(kind)}", "address", expected, got)


def _most(said: Fault) -> int:
    """The most requests for a call that may be retried."""
    return 1 + (_HELD_RETRIES if said.get("hold") else 2)


def _done(outcome: Outcome, said: Fault, safe: bool) -> None:
    if outcome.error is not None:
        raise outcome.fail("a result, because the retry found that the call was already processed")
    outcome.asked(2, _most(said), 1)


def _repeated(outcome: Outcome, said: Fault, safe: bool) -> None:
    outcome.answered()
    outcome.asked(2, _most(said) if safe else 2, None if safe else 1)
    limited = said.get("rate_limit")
    wanted = (limited.get("retry_after") or 0) if isinstance(limited, dict) else 0
    # The wait until a date becomes shorter during the call.
    if sum(outcome.waits) + outcome.seconds < wanted - 1:
        raise wrong(outcome.name, "seconds waited", f"at least {wanted}, as the server asked", outcome.waits)


def _unknown(outcome: Outcome, said: Fault, safe: bool) -> None:
    flagged = outcome.error is None and outcome.result.problems
    if not flagged and not outcome.is_error("OutcomeUnknown"):
        raise outcome.fail("OutcomeUnknown")
    early = "before" in (said.get("close"), said.get("reset")) or "status" in said
    outcome.asked(1, 1, 0 if early else 1)


def _answered(outcome: Outcome, said: Fault, safe: bool) -> None:
    outcome.answered()
    outcome.asked(1, 1, 1)


def _flagged(outcome: Outcome, said: Fault, safe: bool) -> None:
    if outcome.error is not None or not outcome.result.problems:
        raise outcome.fail(f"a result that names {', '.join(said.get('retype', ()))} among its problems")
    outcome.asked(1, 1, 1)


def _refused(outcome: Outcome, said: Fault, safe: bool) -> None:
    if not outcome.is_error("ApiError"):
        raise outcome.fail("ApiError")
    outcome.asked(1, 1, 0)


JUDGES: dict[str, Callable[[Outcome, Fault, bool], None]] = {
    "repeated": _repeated,
    "done": _done,
    "unknown": _unknown,
    "answered": _answered,
    "flagged": _flagged,
    "refused": _refused,
}

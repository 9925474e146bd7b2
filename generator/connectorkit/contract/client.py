"""Contract tests through the generated client: what it makes of each fault, and how often the server sees the call."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from connectorkit.contract.answer import wrong
from connectorkit.contract.contract import Contract
from connectorkit.contract.contract_types import Fault, Seen, Step
from connectorkit.model.policies.steps import address
from connectorkit.sandbox.shapes import json_types, policies
from connectorkit.sandbox.shapes.document_types import Record

# Seconds of patience with a slow answer; a fault is slower than that.
SHORT, LONG = 0.15, 10.0
SYNC, ASYNC = KINDS = ("sync", "async")
"""The clients of a package, as the tests of faults are named for them."""
# Clients and their results are of a package that is generated and imported at run time: Any in this module.
Call = Callable[[Any, Record], Any]


class Clients:
    """Makes clients of the package beside a suite, synchronous and asynchronous; none where there is no such package.

    A client is used for many tests, as programs do, and is made anew after a test that failed.
    """

    def __init__(self, package: str, beside: Path) -> None:
        self.package, self.folder = package, beside.parent / "client"
        self._kept: dict[tuple[str, float], Caller] = {}

    def there(self) -> bool:
        """Whether the client lies beside the suite."""
        return (self.folder / self.package / "__init__.py").is_file()

    def module(self) -> ModuleType:
        """The package of the client."""
        if str(self.folder) not in sys.path:
            sys.path.insert(0, str(self.folder))
        return importlib.import_module(self.package)

    @contextmanager
    def caller(self, contract: Contract, kind: str, timeout: float) -> Iterator[Caller]:
        """A client of the API under test, of the kind sync or async."""
        made = self._kept.pop((kind, timeout), None) or self._made(contract, kind, timeout)
        made.waits.clear()
        try:
            yield made
        except BaseException:
            made.close()
            raise
        self._kept[kind, timeout] = made

    def close(self) -> None:
        """Close the clients that were kept."""
        while self._kept:
            self._kept.popitem()[1].close()

    def _made(self, contract: Contract, kind: str, timeout: float) -> Caller:
        made, waits = self.module(), list[float]()
        # A server that is still busy with a slow answer may let the first repetitions wait as well.
        retries = 8 if timeout == SHORT else 2
        base: dict[str, object] = {"base_url": contract.url, "timeout": timeout, "retries": retries, "throttle": None}
        if kind == SYNC:
            return Caller(made.Client(**self._given(contract), **base, runtime=made.Runtime(sleep=waits.append)), waits)

        async def sleep(seconds: float) -> None:
            waits.append(seconds)

        client = made.AsyncClient(**self._given(contract), **base, runtime=made.Runtime(async_sleep=sleep))
        return AsyncCaller(client, waits)

    def _given(self, contract: Contract) -> dict[str, str]:
        """What the client calls the credentials, with their values."""
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
        """Where a client would send the call with connection parameters: scheme, host and port. Nothing is sent.

        ``about`` is the operation and the kind of client.
        """
        operation, kind = about
        made = self.module()
        names = {one["name"]: one["argument"] for one in contract.spec["credentials"]}
        given = {**self._given(contract), **{names[name]: value for name, value in connection.items()}}
        kept = _Kept(made) if kind == SYNC else _AsyncKept(made)
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
    """A synchronous client, and the ``waits`` that it was asked for and did not take."""

    def __init__(self, client: Any, waits: list[float]) -> None:
        self.client, self.waits = client, waits

    def call(self, call: Call, known: Record) -> Any:
        """The result of a call; raises what the client raises."""
        return call(self.client, known)

    def close(self) -> None:
        """Close its connections."""
        self.client.close()


class AsyncCaller(Caller):
    """An asynchronous client, with an event loop of its own."""

    def __init__(self, client: Any, waits: list[float]) -> None:
        super().__init__(client, waits)
        self._loop = asyncio.Runner()

    def call(self, call: Call, known: Record) -> Any:
        """The result of a call, which has come to its end."""

        async def called() -> Any:
            return await call(self.client, known)

        return self._loop.run(called())

    def close(self) -> None:
        """Close its connections and its event loop."""
        self._loop.run(self.client.close())
        self._loop.close()


class _Kept:
    """A transport that notes where requests go, and sends none."""

    def __init__(self, made: ModuleType) -> None:
        self._made = made
        self.origins: list[str] = []

    def send(self, request: Any, /) -> Any:
        """Note where it goes."""
        scheme, host, port = request.origin
        self.origins.append(f"{scheme}://{host}:{port}")
        return self._made.Response(200, {"content-type": "application/json"}, b"{}")

    def close(self) -> Any:
        """Nothing is open."""


class _AsyncKept(_Kept):
    """The same for an asynchronous client."""

    async def send(self, request: Any, /) -> Any:
        """Note where it goes."""
        return super().send(request)

    async def close(self) -> None:
        """Nothing is open."""


class Outcome:
    """What came of one call by a client: its ``result`` or its ``error``, the waits, and what the sandbox noted."""

    def __init__(self, call: str, made: ModuleType) -> None:
        self.name = call
        self.errors = made
        self.result: Any = None
        self.error: Exception | None = None
        self.waits: list[float] = []
        self.seen: Seen = {"requests": 0, "handled": 0, "kept": {}}

    def got(self) -> str:
        """The result or error in a few words."""
        if self.error is not None:
            return f"{type(self.error).__name__}: {self.error}"
        return "a result" + (f" with problems {self.result.problems}" if self.result.problems else "")

    def is_error(self, *names: str) -> bool:
        """Whether it ended with one of these errors of the client."""
        return isinstance(self.error, tuple(getattr(self.errors, name) for name in names))

    def fail(self, expected: str) -> AssertionError:
        """The failure that another outcome was expected."""
        return wrong(self.name, "outcome", expected, self.got())

    def answered(self) -> None:
        """Fail unless there is a result in which nothing is wrong."""
        if self.error is not None or self.result.problems:
            raise self.fail("a result")

    def asked(self, least: int, most: int, handled: int | None = None) -> None:
        """Fail unless the server saw so many requests, and carried out so many of them."""
        requests = self.seen["requests"]
        if not least <= requests <= most:
            expected = str(least) if least == most else f"{least} to {most}"
            raise wrong(self.name, "requests that the server saw", expected, requests)
        if handled is not None and self.seen["handled"] != handled:
            raise wrong(self.name, "requests that were carried out", str(handled), self.seen["handled"])


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

    ``kind`` is sync or async, ``about`` the operation and its effect, ``fault`` what goes wrong and the word for the
    outcome:

    * repeated: a result after a repetition; what must not be done twice was carried out once
    * done: a result after a repetition that finds nothing more to do
    * unknown: OutcomeUnknown after a single request, or the result flagged as one that could not be read
    * answered: a result after a single request
    * flagged: a result after a single request that says in ``problems`` what does not fit
    * refused: an ApiError after a single request
    """
    said, word = fault
    with clients.caller(contract, kind, SHORT if "delay_ms" in said else LONG) as caller:
        name = f"{about[0]} by the {_named(kind)} ({', '.join(f'{key}: {value}' for key, value in said.items())})"
        outcome = Outcome(name, clients.module())
        known = _known(contract, about[0], before)
        earlier = contract.counts()
        with contract.faulty(about[0], said):
            try:
                outcome.result = caller.call(call, known)
            except outcome.errors.ConnectorError as error:
                outcome.error = error
            least = 0 if outcome.is_error("ValidationFailed") else 1
            outcome.waits, outcome.seen = list(caller.waits), contract.noted(about[0], earlier, least)
            JUDGES[word](outcome, said, about[1] in ("reads", "idempotent"))


def _known(contract: Contract, operation: str, before: Sequence[Step]) -> Record:
    """Values of the path as the client takes them: a number that was made may be the text of a parameter."""
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
    """Fail unless a client sends the call to the address that a policy makes of connection parameters.

    ``about`` is the operation and the kind of client, ``route`` are connection parameters; where the call has to go
    then is worked out from the policy.
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
    """How often a call that may be repeated is asked at most."""
    return 9 if "delay_ms" in said else 3


def _done(outcome: Outcome, said: Fault, safe: bool) -> None:
    if outcome.error is not None:
        raise outcome.fail("a result, the repetition having found nothing more to do")
    outcome.asked(2, _most(said), 1)


def _repeated(outcome: Outcome, said: Fault, safe: bool) -> None:
    outcome.answered()
    outcome.asked(2, _most(said) if safe else 2, None if safe else 1)
    limited = said.get("rate_limit")
    wanted = (limited.get("retry_after") or 0) if isinstance(limited, dict) else 0
    if sum(outcome.waits) < wanted - 1:
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

"""The settings that a client keeps for all its calls."""

from __future__ import annotations

from .errors import ValidationFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import NoReturn, Self

    from .call_events import CallEvent
    from .operation import Operation, Service
    from .prepared_call import Plan
    from .runtime import Runtime
    from .settings import Settings
    from .throttle import Throttle

    Limit = tuple[int, float] | Throttle | None
    Hook = Callable[[CallEvent], object]


class Core:
    """Address, credentials, limits and clocks of one client. Raises ValidationFailed for settings out of range."""

    def __init__(
        self,
        service: Service,
        settings: Settings,
        base_url: str | None,
        timeout: float,
        retries: int,
        throttle: Limit,
        runtime: Runtime | None,
        deadline: float | None = None,
        hook: Hook | None = None,
    ) -> None:
        from itertools import count

        from .auth import Auth
        from .prepared_call import Base
        from .runtime import Runtime

        credentials, address = settings.settled(service, base_url)
        self.service = service
        # An explicit address takes precedence over those of policies.
        self.located = bool(address)
        address = address or service.base_url
        self.base = Base(address, service.package) if address or not service.own_address else None
        self.auth = Auth(service, credentials, settings.oauth)
        self.headers: Mapping[str, str] = {}
        self.runtime = runtime or Runtime()
        self.hook = hook
        self.plans: dict[str, Plan] = {}
        self.numbers = count(1)
        self._set(timeout, retries, deadline)
        # A token is fetched for all callers, so the options of one call do not apply.
        self.token_timeout = self.timeout
        self.throttle = _throttle(throttle, service.package, self.runtime)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client contains credentials and cannot be pickled")

    def _set(self, timeout: float, retries: int, deadline: float | None) -> None:
        problems = [] if _positive(timeout) else ["timeout must be a number of seconds greater than 0"]
        problems += [] if isinstance(retries, int) and retries >= 0 else ["retries must be an integer, at least 0"]
        if deadline is not None and not _positive(deadline):
            problems.append("deadline must be a number of seconds greater than 0, or None")
        if self.hook is not None and not callable(self.hook):
            problems.append(f"hook must be a function, not {type(self.hook).__name__}")
        if problems:
            raise ValidationFailed(self.service.package, problems)
        self.timeout, self.retries = float(timeout), retries
        self.deadline = None if deadline is None else float(deadline)

    def changed(
        self, timeout: float | None, retries: int | None, deadline: float | None, headers: Mapping[str, str] | None
    ) -> Self:
        """A copy with other limits and further headers; address, credentials, throttle and hook are shared."""
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__)
        made._set(
            self.timeout if timeout is None else timeout,
            self.retries if retries is None else retries,
            self.deadline if deadline is None else deadline,
        )
        if headers is not None:
            from .extra_headers import checked

            made.headers = {**self.headers, **checked(headers, self.service)}
            # Plans contain the headers.
            made.plans = {}
        return made

    @property
    def url(self) -> str | None:
        """The address of the service; None where each call gets its own from policies."""
        policies = self.service.own_address and not self.located
        return None if self.base is None or policies else self.base.url

    def plan(self, operation: Operation) -> Plan:
        """The fixed part of every call of ``operation``, computed once."""
        plan = self.plans.get(operation.id)
        if plan is None:
            from .prepared_call import Plan

            plan = self.plans[operation.id] = Plan(self.base, self.located, self.auth, operation, self.headers)
        return plan


def _positive(seconds: float) -> bool:
    try:
        # Comparisons with NaN are false, and an integer may exceed the largest float.
        return isinstance(seconds, (int, float)) and float(seconds) > 0
    except OverflowError:
        return False


def _throttle(limit: Limit, package: str, runtime: Runtime) -> Throttle | None:
    if limit is None:
        return None
    from .throttle import Throttle

    if isinstance(limit, Throttle):
        return limit
    try:
        calls, seconds = limit
        return Throttle(calls, seconds, runtime.clock)
    except (TypeError, ValueError):
        problem = "throttle must be (calls, seconds) with at least one call, or a Throttle, or None"
        raise ValidationFailed(package, [problem]) from None

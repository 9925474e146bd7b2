"""The settings that a client keeps for all its calls."""

from __future__ import annotations

from .errors import ValidationFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from .operation import Service
    from .runtime import Runtime


class Core:
    """Address, credentials, limits and clocks of one client. Raises ValidationFailed for settings out of range."""

    def __init__(
        self,
        service: Service,
        credentials: Mapping[str, str | None],
        base_url: str,
        timeout: float,
        retries: int,
        throttle: tuple[int, float] | None,
        runtime: Runtime | None,
    ) -> None:
        from .auth import Auth
        from .request import Base
        from .runtime import Runtime
        from .throttle import Throttle

        problems = [] if timeout > 0 else ["timeout must be more than 0 seconds"]
        problems += [] if retries >= 0 else ["retries must not be negative"]
        if throttle is not None and (throttle[0] < 1 or throttle[1] < 0):
            problems.append("throttle must be (calls, seconds) with at least one call")
        if problems:
            raise ValidationFailed(service.package, problems)
        self.base = Base(base_url, service.package)
        self.auth = Auth(service, credentials)
        self.timeout = float(timeout)
        self.retries = retries
        self.runtime = runtime or Runtime()
        self.throttle = Throttle(*throttle, self.runtime.clock) if throttle is not None else None

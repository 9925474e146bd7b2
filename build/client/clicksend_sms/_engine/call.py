"""The state of a running call."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from .client_state import Core
    from .http_messages import Request
    from .operation import Operation
    from .tokens import Token


class Call:
    """The state of one call. ``end`` and ``sent_at`` are in seconds; ``status`` is 0 before a reply.

    ``out`` is the last request that the transport got, None before the first. ``token`` is its access token, and
    ``refused`` the one that the service rejected; both are None when there is none.
    """

    __slots__ = (
        "arguments",
        "attempt",
        "core",
        "end",
        "number",
        "operation",
        "out",
        "refused",
        "sent_at",
        "status",
        "token",
        "uncertain",
    )

    def __init__(self, core: Core, operation: Operation, arguments: Mapping[str, object]) -> None:
        self.core = core
        self.operation = operation
        self.arguments = arguments
        self.attempt = 0
        self.status = 0
        self.sent_at = 0.0
        self.uncertain = False
        self.out: Request | None = None
        self.token: Token | None = None
        self.refused: Token | None = None
        self.number = next(core.numbers)
        self.end = None if core.deadline is None else core.runtime.clock() + core.deadline

    def left(self) -> float | None:
        """Seconds until the deadline, None without one."""
        return None if self.end is None else max(self.end - self.core.runtime.clock(), 0.0)

    def tell(self, kind: str, status: int = 0, seconds: float = 0.0, reason: str = "") -> None:
        """Call the hook. An exception that it raises is printed and does not affect the call."""
        hook = self.core.hook
        if hook is None:
            return
        from .call_events import CallEvent

        try:
            hook(CallEvent(kind, self.operation.id, self.number, self.attempt, status, seconds, reason))
        except Exception:
            import sys
            import traceback

            traceback.print_exc(file=sys.stderr)

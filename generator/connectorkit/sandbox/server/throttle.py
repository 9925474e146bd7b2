"""The call limit of an address, and its response headers."""

from __future__ import annotations

from connectorkit.sandbox.vendor.state import State

MOST_WINDOWS = 10_000


class Throttle:
    """Time windows of calls by operation and address, with the settings ``rate_calls`` and ``rate_seconds``."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.windows: dict[tuple[str, str], tuple[float, int]] = {}

    def take(self, operation: str, address: str) -> tuple[dict[str, str], bool]:
        """Count a call; returns the headers of its response, and whether it is rejected."""
        most = self.state.settings.number("rate_calls")
        if most <= 0:
            return {}, False
        seconds = self.state.settings.number("rate_seconds")
        now = self.state.moment()
        began, made = self.windows.get((operation, address), (now, 0))
        if not 0 <= now - began < seconds:
            began, made = now, 0
        refused = made >= most
        if len(self.windows) >= MOST_WINDOWS:
            self.windows = {key: one for key, one in self.windows.items() if now - one[0] < seconds}
        self.windows[operation, address] = (began, made + (not refused))
        headers = {"x-ratelimit-limit": str(most), "x-ratelimit-remaining": str(max(most - made - 1, 0))}
        if refused:
            wait = str(max(1, int(began + seconds - now + 0.999)))
            headers |= {"Retry-After": wait, "ratelimit-reset": wait}
        return headers, refused

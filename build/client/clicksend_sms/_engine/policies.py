"""Policies of a connector, applied to a request as the platform's gateway does."""

from __future__ import annotations

from .errors import ValidationFailed
from .policy_steps import Lacking, Sent, references, taken
from .prepared_call import Base
from .settings import missing_setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from .http_messages import Origin
    from .policy_steps import Step
    from .prepared_call import Plan


def routed(
    plan: Plan,
    headers: dict[str, str],
    query: list[tuple[str, str]],
    path: tuple[str, Mapping[str, str]],
    problems: list[str],
) -> tuple[str, Origin, str]:
    """Apply the operation's policies; returns method, origin and path. Errors are added to ``problems``.

    ``path`` is that of the operation and the values of its placeholders; ``headers`` and ``query`` are changed.
    """
    sent = Sent(plan.operation.method, headers, query)
    unknown = ""
    for step in plan.operation.policies:
        if step[0] == "host" and plan.located:
            continue
        if plan.auth.oauth is not None and ("header", "authorization") in {one[:2] for one in references(step[3])}:
            problems.append(f"the policy '{step[4]}' uses the access token: pass it as an argument instead of oauth")
        try:
            taken(step, sent, plan.auth.connection)
        except Lacking as lacking:
            problems.append(_lacking(plan, step, lacking))
        if step[0] == "host":
            unknown = "" if step[3] else step[4]
    problems += [
        f"{name} contains characters that are not allowed in a header, where a policy sends it"
        for name, value in headers.items()
        if any(ord(c) < 32 or ord(c) == 127 or ord(c) > 255 for c in value)
    ]
    if unknown:
        problems.append(
            f"base_url is required: the policy '{unknown}' sets the address in a way that only the platform supports"
        )
    base = _base(plan, sent, problems) if not problems else None
    target, placed = path
    if sent.path:
        target = sent.path
        for mark, text in placed.items():
            target = target.replace(mark, text)
    if base is None:
        return sent.method, plan.origin, target
    return sent.method, base.origin, base.path + target


def _base(plan: Plan, sent: Sent, problems: list[str]) -> Base | None:
    """The base address of the path. Nothing is raised here, because the frames contain secrets."""
    if not sent.host:
        return plan.base
    try:
        return Base(sent.host, "")
    except ValidationFailed:
        step = next(one for one in reversed(plan.operation.policies) if one[0] == "host")
    names = ", ".join(_argument(plan, source, name) for source, name, _ in references(step[3])) or "nothing"
    problems.append(f"the policy '{step[4]}' does not make an http or https URL from {names}")
    return None


def _lacking(plan: Plan, step: Step, lacking: Lacking) -> str:
    name = _argument(plan, lacking.source, lacking.name)
    if lacking.why:
        return f"{name} {lacking.why}: the policy '{step[4]}' uses it"
    if lacking.source == "connection":
        return f"{missing_setting(plan.auth.service, name)}; the policy '{step[4]}' uses it"
    return f"{name} is required: the policy '{step[4]}' uses it"


def _argument(plan: Plan, source: str, name: str) -> str:
    """The argument of the client for a value that a policy refers to."""
    if source == "connection":
        return next((one[1] for one in plan.auth.service.connection if one[0] == name), name)
    for entry in plan.operation.inputs:
        if entry.location == source and name == (entry.wire.lower() if source == "header" else entry.wire):
            return entry.argument or entry.wire
    return f"the {'header' if source == 'header' else 'query parameter'} {name}"

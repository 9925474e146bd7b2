"""Projection of policies to the sandbox's document, and the routes of the requests that they change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from connectorkit.model.policies.steps import Lacking, Reference, Step, Value, found, references
from connectorkit.sandbox.shapes.document_types import PolicyReference, PolicyStep, Route

if TYPE_CHECKING:
    from connectorkit.model.policies.steps import Sources


def projected(steps: Iterable[Step]) -> list[PolicyStep]:
    """Steps in the form of the document."""
    return [
        {"do": kind, "name": name, "action": action, "value": [_part(one) for one in value], "policy": policy}
        for kind, name, action, value, policy in steps
    ]


def _part(part: str | Reference) -> str | PolicyReference:
    return part if isinstance(part, str) else {"from": part[0], "name": part[1], "default": part[2]}


def steps(route: Route) -> list[Step]:
    """The steps of a route; none for one without policies."""
    return [
        (one["do"], one["name"], one["action"], tuple(map(_read, one["value"])), one["policy"])
        for one in route.get("policies", ())
    ]


def _read(part: str | PolicyReference) -> str | Reference:
    return part if isinstance(part, str) else (part["from"], part["name"], part["default"])


def routed(steps: Sequence[Step], method: str, path: str) -> tuple[str, str]:
    """The method and path of the request that the vendor gets; a reference in the path becomes a placeholder."""
    for kind, _, _, value, _ in steps:
        if kind == "method":
            method = "".join(part for part in value if isinstance(part, str))
        elif kind == "path":
            path = "/" + "".join(part if isinstance(part, str) else _placeholder(part) for part in value).lstrip("/")
    return method, path


def _placeholder(reference: Reference) -> str:
    return f"{{{placeholder(reference)}}}"


def placeholder(reference: Reference) -> str:
    """The name of the placeholder for a reference in the path of a route."""
    return f"{reference[0]}.{reference[1]}"


def in_path(steps: Iterable[Step]) -> list[tuple[Reference, str]]:
    """The references in the path, each with its policy."""
    return [(one, step[4]) for step in steps if step[0] == "path" for one in references(step[3])]


def path_values(steps: Iterable[Step], sources: Sources) -> dict[str, str]:
    """The path values of references, as far as they are known."""
    values: dict[str, str] = {}
    for reference, _ in in_path(steps):
        try:
            values[placeholder(reference)] = found(reference, sources)
        except Lacking:
            continue
    return values


def of_connection(value: Value) -> bool:
    """Whether a value refers to a connection parameter."""
    return any(source == "connection" for source, _, _ in references(value))


def needs(steps: Iterable[Step], place: str, name: str) -> bool:
    """Whether a policy requires a header or query parameter of the call."""
    wanted = (place, name.lower() if place == "header" else name, None)
    return any(wanted in references(step[3]) for step in steps)


def settle(steps: Iterable[Step], place: str, name: str) -> bool:
    """Whether a policy sets or extends a header or query parameter."""
    wanted = (place, name.lower() if place == "header" else name)
    return any(step[:2] == wanted for step in steps)


def base_paths(steps: Iterable[Sequence[Step]]) -> list[str]:
    """The base paths of policy addresses, as far as their templates contain them."""
    values = (step[3] for one in steps for step in one if step[0] == "host" and step[3])
    return list(dict.fromkeys(_base_path(value) for value in values))


def _base_path(value: Value) -> str:
    """The literal text after the last reference, from its first slash."""
    last = value[-1] if isinstance(value[-1], str) else ""
    return "/" + last.partition("://")[2 if "://" in last else 0].partition("/")[2].strip("/") if "/" in last else ""


def samples(value: Value) -> Mapping[str, str]:
    """Sample connection parameters with which a host is a valid address."""
    made: dict[str, str] = {}
    before = ""
    for index, part in enumerate(value):
        if isinstance(part, str):
            before += part
            continue
        after = value[index + 1] if index + 1 < len(value) else "/"
        whole = isinstance(after, str) and after.startswith("/")
        if part[0] == "connection":
            host = "sandbox.example.com" if whole else "sandbox"
            made[part[1]] = host if before else "https://sandbox.example.com"
        before += "x"
    return made

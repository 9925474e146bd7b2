"""Expressions of policies: text with references to connection parameters, headers and query parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from connectorkit.model.patterns import lazy
from connectorkit.model.policies.steps import Reference, Value

# The quotation marks of Microsoft's own examples are typographic.
_QUOTED = r"\s*(?:'([^']*)'|\"([^\"]*)\"|[‘’]([^‘’]*)[‘’])\s*"
_CALL = rf"(connectionParameters|headers?|queryParameters)\({_QUOTED}(?:,{_QUOTED})?\)"
_REFERENCE = lazy(rf"@(?:\{{\s*{_CALL}\s*\}}|{_CALL})", re.IGNORECASE)
# Only the platform can evaluate these: a function, an interpolation, or a property of the request.
_OTHER = lazy(r"@(?:\{|[A-Za-z_][A-Za-z_0-9]*\(|Request\b)")
_VARIABLE = lazy(r"@\{?\s*environmentVariables\(", re.IGNORECASE)
_SOURCES = {"connectionparameters": "connection", "queryparameters": "query", "headers": "header", "header": "header"}
ORIGINAL_METHOD = "@request.originalhttpmethod"


class Unknown(Exception):
    """A policy cannot be simulated. The message is the reason, as the end of a sentence."""


class Faulty(Unknown):
    """The policy itself is wrong, which rules report."""


def parsed(text: str, parameters: Iterable[str]) -> Value:
    """``text`` as a value; ``parameters`` are the names of the connection parameters. Raises Unknown."""
    made: list[str | Reference] = []
    at = 0
    for match in _REFERENCE.finditer(text):
        made += _literal(text[at : match.start()])
        made.append(_reference(match, tuple(parameters)))
        at = match.end()
    return (*made, *_literal(text[at:]))


def of_environment(text: str | None) -> bool:
    """Whether a text is a reference to an environment variable, which has a value only on the platform."""
    return bool(text and _VARIABLE.search(text))


def _literal(text: str) -> Iterator[str]:
    other = _OTHER.search(text)
    if of_environment(text):
        raise Unknown("it uses an environment variable")
    if other is not None:
        raise Unknown(f"its expression '{text[other.start() :][:40]}' needs the platform")
    if text:
        yield text


def _reference(match: re.Match[str], parameters: tuple[str, ...]) -> Reference:
    groups = [group for group in match.groups()[:7]] if match[1] else [group for group in match.groups()[7:]]
    function, *words = groups
    name = next((word for word in words[:3] if word is not None), "")
    default = next((word for word in words[3:] if word is not None), None)
    source = _SOURCES[(function or "").lower()]
    if source == "connection":
        known = parameter(name, parameters)
        if known is None and default is None:
            raise Faulty(f"there is no connection parameter '{name}'")
        return source, known or name, default
    return source, name.lower() if source == "header" else name, default


def parameter(name: str, parameters: Iterable[str]) -> str | None:
    """The connection parameter that an expression names, in any letter case and with or without ``token:``, or None."""
    forms = {known.lower(): known for known in parameters}
    short = {known.partition(":")[2]: one for known, one in forms.items() if ":" in known}
    return {**short, **forms}.get(name.lower())

"""Verify: the referees judge what was rendered; what they say is shown at the YAML it came from.

A verdict "nothing to say" is kept per user under the hash of the judged bytes, the versions of the
referees and Microsoft's schema, so that the slow imports are paid once for each content.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any

from connectorkit import cache
from connectorkit.findings import Finding
from connectorkit.model import Span

_RULE = "1"


def verify(swagger: bytes, places: dict[str, Span]) -> list[Finding]:
    """What openapi-spec-validator says about the swagger; empty when it passes."""
    key = _key(swagger)
    folder = cache.folder("verified")
    if folder is not None and (folder / key).exists():
        return []
    findings = [_finding(message, path, places) for message, path in _openapi(json.loads(swagger))]
    if not findings and folder is not None:
        (folder / key).touch()
    return findings


def _key(swagger: bytes) -> str:
    digest = hashlib.sha256(_RULE.encode())
    for name in ("openapi-spec-validator", "jsonschema"):
        digest.update(f"{name} {version(name)} ".encode())
    digest.update(swagger)
    return digest.hexdigest()


def _openapi(document: dict[str, Any]) -> Iterator[tuple[str, Iterable[str | int]]]:
    from openapi_spec_validator import OpenAPIV2SpecValidator

    for error in OpenAPIV2SpecValidator(document).iter_errors():
        yield str(error.message), list(getattr(error, "absolute_path", ()))


def _finding(message: str, path: Iterable[str | int], places: dict[str, Span]) -> Finding:
    steps = [str(step).replace("~", "~0").replace("/", "~1") for step in path]
    pointer = "/" + "/".join(steps) if steps else ""
    while steps and "/" + "/".join(steps) not in places:
        steps.pop()
    span = places["/" + "/".join(steps)] if steps else places[""]
    short = message if len(message) <= 200 else message[:197] + "..."
    return Finding("OAS001", f"openapi-spec-validator refuses the swagger here: {short}", span,
                   "Change the source so that the swagger at this place is valid.", pointer=pointer)  # fmt: skip

"""Verify: the referees judge what was rendered; what they say is shown at the YAML it came from.

The referees are openapi-spec-validator and Microsoft's JSON Schemas. A verdict "nothing to say" is
kept per user under the hash of the judged bytes and of the referees, so that their slow imports are
paid once for each content.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from connectorkit import cache, precheck
from connectorkit.findings import Finding
from connectorkit.model import Span

_MICROSOFT = Path(__file__).with_name("schemas") / "microsoft"
_REFEREES = ("openapi_spec_validator-", "jsonschema-", "jsonschema_rs-")


class Verdict(NamedTuple):
    """What a referee says about one place of a document; ``path`` are its keys and indexes.

    ``kind`` names what is wrong where the referee gives no place: how parts fit together.
    """

    referee: str
    message: str
    path: tuple[str | int, ...]
    document: str = "apiDefinition.swagger.json"
    kind: str = ""


def verify(swagger: bytes, properties: bytes, places: dict[str, Span]) -> list[Finding]:
    """What the referees say about both JSON files; empty when they pass."""
    return [_finding(verdict, places) for verdict in kept(swagger, properties)]


def kept(definition: bytes, properties: bytes) -> list[Verdict]:
    """The same as :func:`verdicts` for the bytes of both documents; that there are none is kept per user."""
    key = _key(definition, properties)
    if cache.load("verified", key) is not None:
        return []
    found = list(verdicts(json.loads(definition), json.loads(properties)))
    if not found:
        cache.save("verified", key, b"")
    return found


def verdicts(definition: dict[str, Any], properties: Any) -> Iterator[Verdict]:
    """What all referees say about both documents of a connector; ``properties`` is None where there are none."""
    yield from openapi(definition)
    yield from microsoft("apiDefinition", definition)
    if properties is not None:
        for verdict in microsoft("apiProperties", properties):
            yield verdict._replace(document="apiProperties.json")


def openapi(definition: dict[str, Any]) -> Iterator[Verdict]:
    """What openapi-spec-validator says about a Swagger 2.0 document; it is asked unless its answer is sure."""
    if precheck.accepted(definition):
        return
    if precheck.endless(definition):
        yield Verdict("openapi-spec-validator", "it cannot judge the document (allOf leads to too many schemas)", ())
        return
    from openapi_spec_validator import OpenAPIV2SpecValidator

    try:
        for error in OpenAPIV2SpecValidator(definition).iter_errors():
            path = tuple(getattr(error, "absolute_path", ()))
            yield Verdict("openapi-spec-validator", str(error.message), path, kind="" if path else type(error).__name__)
    except Exception as error:
        # It trips over some documents that it should refuse: a reference to nothing, `default` beside a wrong type.
        yield Verdict("openapi-spec-validator", f"it cannot judge the document ({_short(error)})", ())


def microsoft(name: str, document: Any) -> Iterator[Verdict]:
    """What Microsoft's schema ``name`` (apiDefinition, apiProperties or settings) says about a document."""
    import jsonschema_rs

    schema = json.loads((_MICROSOFT / f"{name}.json").read_bytes())
    if jsonschema_rs.validator_for(schema, validate_formats=False).is_valid(document):
        return
    from jsonschema.validators import validator_for

    for error in validator_for(schema)(schema).iter_errors(document):
        yield Verdict(f"Microsoft's schema of {name}", _innermost(error), tuple(error.absolute_path))


def _innermost(error: Any) -> str:
    while error.context:
        error = max(error.context, key=lambda below: len(below.absolute_path))
    return str(error.message)


def _short(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:120]


def _key(*documents: bytes) -> str:
    digest = hashlib.sha256(repr(sorted(name for name in cache.packages() if name.startswith(_REFEREES))).encode())
    for path in (Path(__file__), Path(precheck.__file__), *sorted(_MICROSOFT.glob("*.json"))):
        digest.update(path.read_bytes())
    for document in documents:
        digest.update(b"%d " % len(document) + document)
    return digest.hexdigest()


def _finding(verdict: Verdict, places: dict[str, Span]) -> Finding:
    pointer = _pointer(verdict.path) if verdict.document.startswith("apiDefinition") else ""
    strict = verdict.referee == "openapi-spec-validator"
    short = verdict.message if len(verdict.message) <= 200 else verdict.message[:197] + "..."
    return Finding(
        "OAS001" if strict else "MSS001", f"{verdict.referee} refuses the output here: {short}",
        _place(pointer, places), "Change the source so that the output at this place is valid.",
        "error" if strict else "warning", pointer,
    )  # fmt: skip


def _pointer(path: Iterable[str | int]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _place(pointer: str, places: dict[str, Span]) -> Span:
    while pointer and pointer not in places:
        pointer = pointer.rpartition("/")[0]
    return places[pointer]

"""Verify: run the referees on the rendered documents, and report their findings at the lines of the YAML.

The referees are openapi-spec-validator and Microsoft's JSON Schemas. The verdict that a document is valid is cached per
user under a hash of the toolkit and of the document without the texts that no referee judges. Their slow imports are
therefore needed once for each content.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from connectorkit.diagnostics.finding import Finding
from connectorkit.model import free_texts, json_pointer
from connectorkit.model.connector import Span
from connectorkit.model.file_names import DEFINITION, PROPERTIES
from connectorkit.model.json_value import Json
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.write import cache as kept_files
from connectorkit.write import memo

if TYPE_CHECKING:
    import jsonschema_rs
    from jsonschema.exceptions import ValidationError

    from connectorkit.verify.schema_errors import Fault

_MICROSOFT = Path(__file__).with_name("microsoft")
OPENAPI = "openapi-spec-validator"
UNJUDGED = "Unjudged"
_KIND = "verified"
MISSING = "Missing"


class Verdict(NamedTuple):
    """What a referee reports at one place of a document; ``path`` has its keys and indexes.

    ``kind`` names the mistake where the referee gives no place, such as parts that contradict each other; it is MISSING
    for a missing value. ``help`` is the suggestion.
    """

    referee: str
    words: str
    path: tuple[str | int, ...]
    document: str = DEFINITION
    kind: str = ""
    help: str = "Change it so that it is valid."


def verify(swagger: bytes, properties: bytes, places: dict[str, Span]) -> list[Finding]:
    """The findings of the referees about both JSON files; empty when they are valid."""
    return [_finding(verdict, places) for verdict in kept(swagger, properties)]


def kept(definition: bytes, properties: bytes) -> list[Verdict]:
    """As :func:`of_bytes`; an empty result is cached per user."""

    def made() -> list[Verdict]:
        return [*_of_definition(json.loads(definition)), *_kept_properties(properties)]

    text = free_texts.numbered(definition.decode("utf-8", "surrogatepass"))
    return _cached((text.encode("utf-8", "surrogatepass"), properties), made)


def _kept_properties(properties: bytes) -> list[Verdict]:
    """The verdicts about the properties, which seldom change with the definition."""
    parts = (PROPERTIES.encode(), properties)
    return _cached(parts, lambda: list(_of_properties(json.loads(properties))))


def of_bytes(definition: bytes, properties: bytes, kept: Kept = NOTHING) -> list[Verdict]:
    """As :func:`verdicts`, for the bytes of both documents; ``kept`` holds the verdicts about unchanged properties."""
    judged = kept.once("of properties", (properties,), lambda: list(_of_properties(json.loads(properties))))
    kept.turn("of properties")
    return [*_of_definition(json.loads(definition)), *judged]


def verdicts(definition: dict[str, Json], properties: Json) -> Iterator[Verdict]:
    """The verdicts of all referees on both documents of a connector; ``properties`` is None where there are none."""
    yield from _of_definition(definition)
    yield from _of_properties(properties)


def _of_definition(definition: dict[str, Json]) -> Iterator[Verdict]:
    strict = list(openapi(definition))
    yield from strict
    said = {verdict.path for verdict in strict}
    yield from (verdict for verdict in microsoft("apiDefinition", definition) if verdict.path not in said)


def _of_properties(properties: Json) -> Iterator[Verdict]:
    if properties is not None:
        for verdict in microsoft("apiProperties", properties):
            yield verdict._replace(document=PROPERTIES)


def openapi(definition: dict[str, Json]) -> Iterator[Verdict]:
    """What openapi-spec-validator reports about a Swagger 2.0 document; it runs only where quick_accept is not sure."""
    from connectorkit.verify import quick_accept  # start-up time: verdicts are mostly cached

    if quick_accept.accepted(definition):
        return
    if quick_accept.endless(definition):
        yield Verdict(OPENAPI, "it cannot validate the document (allOf leads to too many schemas)", (), kind=UNJUDGED)
        return
    yield from asked(definition)


def asked(definition: dict[str, Json]) -> Iterator[Verdict]:
    """What openapi-spec-validator itself reports.

    Two of its checks are left out: it validates the schemas of a Swagger 2.0 document as OpenAPI 3.0, which rejects a
    file as a response, and it reports no place for a default of another type.
    """
    from connectorkit.verify import quick_accept  # as above
    from connectorkit.verify.schema_errors import faults

    faulty = list(faults(_errors(quick_accept.schema(), definition)))
    yield from (_verdict(OPENAPI, fault) for fault in faulty)
    if not faulty:
        yield from _together(definition)


def _together(definition: dict[str, Json]) -> Iterator[Verdict]:
    """Contradictions between the parts of a document whose parts are valid; the validator reports no places."""
    try:
        for error in _meaning(definition):
            yield Verdict(OPENAPI, str(error.message), (), kind=type(error).__name__)
    except Exception as error:
        # It fails on some documents that it should reject, such as a reference without a target.
        yield Verdict(OPENAPI, f"it cannot validate the document ({_short(error)})", (), kind=UNJUDGED)


class _Silent:
    """Replaces a check of the validator and reports nothing."""

    def __init__(self, registry: object) -> None:
        self.registry = registry

    def __call__(self, *_: object) -> tuple[()]:
        return ()


def _meaning(definition: dict[str, Json]) -> Iterator[ValidationError]:
    """The errors of the validator beyond its schema, without its checks of single schemas and defaults."""
    from openapi_spec_validator import OpenAPIV2SpecValidator
    from openapi_spec_validator.validation.registries import KeywordValidatorRegistry

    validator = OpenAPIV2SpecValidator(definition)
    checks = {**validator.keyword_validators, "schema": _Silent, "default": _Silent}
    validator.keyword_validators_registry = KeywordValidatorRegistry(checks)
    yield from validator.root_validator(validator.schema_path)


def microsoft(name: str, document: Json) -> Iterator[Verdict]:
    """The verdicts of Microsoft's schema ``name`` (apiDefinition, apiProperties or settings) on a document."""
    from connectorkit.verify import any_case  # as above

    schema = _schema(name)
    if name == "apiProperties":
        document = any_case.as_in_schema(schema, document)
    try:
        if _quick(name).is_valid(document):
            return
    except (ValueError, OverflowError):
        # jsonschema_rs cannot convert every string and number from Python; jsonschema can.
        pass
    from connectorkit.verify.schema_errors import faults  # as above

    for fault in faults(_errors(schema, document)):
        yield _verdict(f"Microsoft's schema of {name}", fault)


@cache
def _schema(name: str) -> dict[str, Json]:
    from connectorkit.verify import microsoft_amendments  # as above

    return microsoft_amendments.amended(name, json.loads((_MICROSOFT / f"{name}.json").read_bytes()))


@cache
def _quick(name: str) -> jsonschema_rs.Validator:
    import jsonschema_rs

    return jsonschema_rs.validator_for(_schema(name), validate_formats=False)


def _verdict(referee: str, fault: Fault) -> Verdict:
    return Verdict(referee, fault.words, fault.path, kind=MISSING if fault.missing else "", help=fault.help)


def _errors(schema: Mapping[str, object], document: Json) -> Iterator[ValidationError]:
    from jsonschema.validators import validator_for

    yield from validator_for(schema)(schema).iter_errors(document)


def _short(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:120]


def _cached(parts: tuple[bytes, ...], make: Callable[[], list[Verdict]]) -> list[Verdict]:
    # The toolkit and the packages, which every key covers, contain the referees.
    key = memo.key(_KIND, parts)
    if key is not None and kept_files.load(_KIND, key) is not None:
        return []
    found = make()
    if key is not None and not found:
        kept_files.save(_KIND, key, b"")
    return found


def finding(verdict: Verdict, span: Span, pointer: str) -> Finding:
    """A verdict as a finding: an error of openapi-spec-validator, a warning of Microsoft's schemas."""
    strict = verdict.referee == OPENAPI
    return Finding(
        "OAS001" if strict else "MSS001",
        f"{verdict.words[0].upper()}{verdict.words[1:]} ({verdict.referee}).",
        span,
        verdict.help,
        "error" if strict else "warning",
        pointer,
    )


def _finding(verdict: Verdict, places: dict[str, Span]) -> Finding:
    pointer = json_pointer.join(verdict.path) if verdict.document == DEFINITION else ""
    return finding(verdict, _place(pointer, places), pointer)


def _place(pointer: str, places: dict[str, Span]) -> Span:
    return places[next(around for around in json_pointer.upwards(pointer) if around in places or not around)]

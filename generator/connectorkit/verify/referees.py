"""Verify: the referees judge what was rendered; what they say is shown at the YAML it came from.

The referees are openapi-spec-validator and Microsoft's JSON Schemas. A verdict "nothing to say" is
kept per user under the hash of the judged bytes and of the referees, so that their slow imports are
paid once for each content.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from connectorkit.diagnostics.finding import Finding
from connectorkit.model import json_pointer
from connectorkit.model.connector import Span
from connectorkit.model.file_names import DEFINITION, PROPERTIES
from connectorkit.model.json_value import Json
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.verify import any_case, microsoft_amendments, quick_accept, schema_errors
from connectorkit.verify.schema_errors import Fault, faults
from connectorkit.write import cache as kept_files

if TYPE_CHECKING:
    import jsonschema_rs
    from jsonschema.exceptions import ValidationError

_MICROSOFT = Path(__file__).with_name("microsoft")
OPENAPI = "openapi-spec-validator"
UNJUDGED = "Unjudged"
MISSING = "Missing"
_REFEREES = ("openapi_spec_validator-", "jsonschema-", "jsonschema_rs-")


class Verdict(NamedTuple):
    """What a referee says about one place of a document; ``path`` are its keys and indexes.

    ``kind`` names what is wrong where the referee gives no place: how parts fit together; it is MISSING where
    nothing stands yet. ``help`` is the way out.
    """

    referee: str
    words: str
    path: tuple[str | int, ...]
    document: str = DEFINITION
    kind: str = ""
    help: str = "Change it so that it is valid."


def verify(swagger: bytes, properties: bytes, places: dict[str, Span]) -> list[Finding]:
    """What the referees say about both JSON files; empty when they pass."""
    return [_finding(verdict, places) for verdict in kept(swagger, properties)]


def kept(definition: bytes, properties: bytes) -> list[Verdict]:
    """The same as :func:`verdicts` for the bytes of both documents; that there are none is kept per user."""
    key = _key(definition, properties)
    if kept_files.load("verified", key) is not None:
        return []
    found = of_bytes(definition, properties)
    if not found:
        kept_files.save("verified", key, b"")
    return found


def of_bytes(definition: bytes, properties: bytes, kept: Kept = NOTHING) -> list[Verdict]:
    """The same as :func:`verdicts` for the bytes of both documents; properties judged earlier are not judged again."""
    judged = kept.once("of properties", (properties,), lambda: list(_of_properties(json.loads(properties))))
    kept.turn("of properties")
    return [*_of_definition(json.loads(definition)), *judged]


def verdicts(definition: dict[str, Json], properties: Json) -> Iterator[Verdict]:
    """What all referees say about both documents of a connector; ``properties`` is None where there are none."""
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
    """What openapi-spec-validator says about a Swagger 2.0 document; it is asked unless its answer is sure."""
    if quick_accept.accepted(definition):
        return
    if quick_accept.endless(definition):
        yield Verdict(OPENAPI, "it cannot validate the document (allOf leads to too many schemas)", (), kind=UNJUDGED)
        return
    yield from asked(definition)


def asked(definition: dict[str, Json]) -> Iterator[Verdict]:
    """The answer of openapi-spec-validator itself.

    Two of its checks are left out: it holds the schemas of a Swagger 2.0 document against OpenAPI 3.0, which
    refuses a file as an answer, and it gives no place for a default of another type.
    """
    faulty = list(faults(_errors(quick_accept.schema(), definition)))
    yield from (_said(OPENAPI, fault) for fault in faulty)
    if not faulty:
        yield from _together(definition)


def _together(definition: dict[str, Json]) -> Iterator[Verdict]:
    """How the parts fit together, of a document whose parts are sound; the validator gives no places."""
    try:
        for error in _meaning(definition):
            yield Verdict(OPENAPI, str(error.message), (), kind=type(error).__name__)
    except Exception as error:
        # It trips over some documents that it should refuse, such as a reference to nothing.
        yield Verdict(OPENAPI, f"it cannot validate the document ({_short(error)})", (), kind=UNJUDGED)


class _Silent:
    """In the place of a check of the validator: it says nothing."""

    def __init__(self, registry: object) -> None:
        self.registry = registry

    def __call__(self, *_: object) -> tuple[()]:
        return ()


def _meaning(definition: dict[str, Json]) -> Iterator[ValidationError]:
    """What the validator asks beyond its schema, without its checks of single schemas and defaults."""
    from openapi_spec_validator import OpenAPIV2SpecValidator
    from openapi_spec_validator.validation.registries import KeywordValidatorRegistry

    validator = OpenAPIV2SpecValidator(definition)
    checks = {**validator.keyword_validators, "schema": _Silent, "default": _Silent}
    validator.keyword_validators_registry = KeywordValidatorRegistry(checks)
    yield from validator.root_validator(validator.schema_path)


def microsoft(name: str, document: Json) -> Iterator[Verdict]:
    """What Microsoft's schema ``name`` (apiDefinition, apiProperties or settings) says about a document."""
    schema = _schema(name)
    if name == "apiProperties":
        document = any_case.as_in_schema(schema, document)
    try:
        if _quick(name).is_valid(document):
            return
    except (ValueError, OverflowError):
        # A text or number that it cannot take over from Python; jsonschema can.
        pass
    for fault in faults(_errors(schema, document)):
        yield _said(f"Microsoft's schema of {name}", fault)


@cache
def _schema(name: str) -> dict[str, Json]:
    return microsoft_amendments.amended(name, json.loads((_MICROSOFT / f"{name}.json").read_bytes()))


@cache
def _quick(name: str) -> jsonschema_rs.Validator:
    import jsonschema_rs

    return jsonschema_rs.validator_for(_schema(name), validate_formats=False)


def _said(referee: str, fault: Fault) -> Verdict:
    return Verdict(referee, fault.words, fault.path, kind=MISSING if fault.missing else "", help=fault.help)


def _errors(schema: Mapping[str, object], document: Json) -> Iterator[ValidationError]:
    from jsonschema.validators import validator_for

    yield from validator_for(schema)(schema).iter_errors(document)


def _short(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:120]


def _key(*documents: bytes) -> str:
    digest = hashlib.sha256(repr(sorted(name for name in kept_files.packages() if name.startswith(_REFEREES))).encode())
    parts = (str(part.__file__) for part in (quick_accept, microsoft_amendments, schema_errors))
    for path in (Path(__file__), *map(Path, parts), *sorted(_MICROSOFT.glob("*.json"))):
        digest.update(path.read_bytes())
    for document in documents:
        digest.update(b"%d " % len(document) + document)
    return digest.hexdigest()


def finding(verdict: Verdict, span: Span, pointer: str) -> Finding:
    """What a referee says as a finding: openapi-spec-validator gives errors, Microsoft's schemas warnings."""
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

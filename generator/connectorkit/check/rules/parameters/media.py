"""Rules about media types: `consumes` and `produces`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Operation, Subject, listed, short
from connectorkit.check.engine.parts import location
from connectorkit.check.engine.rule import Hit, Rule, Severities, everywhere
from connectorkit.check.engine.words import media_type, nearest
from connectorkit.diagnostics import phrases
from connectorkit.model.connector import Json
from connectorkit.model.patterns import lazy

_REFUSED = everywhere("error")
_KNOWN = ("application/json", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded")
_MULTIPART, _URLENCODED = _KNOWN[2:]
_FORM = frozenset((_MULTIPART, _URLENCODED))
_TYPE = lazy(r"[\w!#$&^.+-]+/[\w!#$&^.+*-]+(\s*;.*)?|\*/\*", re.ASCII | re.DOTALL)


def _lists(subject: Subject) -> Iterator[tuple[At, str, list[str]]]:
    for at in (subject.root, *subject.operations):
        for key in ("consumes", "produces"):
            said = [one for one in listed(at.node.get(key)) if isinstance(one, str)]
            if said:
                yield at, key, said


def _takes(subject: Subject, operation: Operation) -> tuple[str, list[str]]:
    """The pointer of the `consumes` that applies to an operation, and its types; empty without one."""
    at = operation if "consumes" in operation.node else subject.root
    return at.at("consumes"), [one for one in listed(at.node.get("consumes")) if isinstance(one, str)]


def _sends(operation: Operation) -> str:
    """The content of a request: body, formData or "" for none."""
    found = {location(at) for at in operation.parameters}
    return "formData" if "formData" in found else "body" if "body" in found else ""


def _known(subject: Subject) -> Iterator[Hit]:
    for at, key, said in _lists(subject):
        strange = [one for one in said if media_type(one) not in _KNOWN and _TYPE.fullmatch(one)]
        if key == "consumes" and strange and len(strange) < len(said):
            who = at.called if isinstance(at, Operation) else "The connector"
            yield Hit(
                at.at(key),
                f"{who} accepts {phrases.either(map(short, strange[:4]))}, which the platform does not send.",
            )


def _formed(subject: Subject) -> Iterator[Hit]:
    for at, key, _ in _lists(subject):
        for index, one in enumerate(listed(at.node.get(key))):
            if isinstance(one, str) and not _TYPE.fullmatch(one):
                yield Hit(
                    at.at(key, index), f"{phrases.short(one)} is not a media type.", phrases.suggestion(one, _KNOWN)
                )


def _offered(subject: Subject) -> Iterator[Hit]:
    said_of: set[str] = set()
    for operation in subject.operations:
        pointer, said = _takes(subject, operation)
        sound = [one for one in said if _TYPE.fullmatch(one)]
        wrong = _sends(operation) and sound and not any(media_type(one) in _KNOWN for one in said)
        if wrong and pointer not in said_of:
            said_of.add(pointer)
            who = operation.called if pointer.startswith("/paths") else "The connector"
            shown = phrases.either(map(short, sound[:4]))
            yield Hit(
                f"{pointer}/0" if len(said) == 1 else pointer,
                f"{who} accepts only {shown}, which the platform cannot send.",
            )


def _fitting(subject: Subject) -> Iterator[Hit]:
    wrong: dict[str, tuple[Operation, set[str], list[str]]] = {}
    for operation, pointer, types in _known_types(subject):
        sends = _sends(operation)
        fits = bool(types & _FORM) if sends == "formData" else bool(types - _FORM)
        if sends and not fits:
            wrong.setdefault(pointer, (operation, types, []))[2].append(operation.called)
    for pointer, (operation, types, names) in wrong.items():
        what = "form fields" if _sends(operation) == "formData" else "a body"
        others = f" and {len(names) - 1} more" if len(names) > 1 else ""
        verbs = ("have", "take") if others else ("has", "takes")
        yield Hit(
            pointer, f"{operation.called}{others} {verbs[0]} {what}, but {verbs[1]} {phrases.either(sorted(types))}."
        )


def _known_types(subject: Subject) -> Iterator[tuple[Operation, str, set[str]]]:
    """The operations with `consumes`, its pointer, and the types that the platform can send."""
    for operation in subject.operations:
        pointer, said = _takes(subject, operation)
        types = {media_type(one) for one in said if media_type(one) in _KNOWN}
        if types and not any(_slip(one) for one in said):
            yield operation, pointer, types


def _slip(media: str) -> bool:
    """Whether a media type is misspelled, which another rule reports."""
    return media_type(media) not in _KNOWN and (
        not _TYPE.fullmatch(media) or bool(nearest(media_type(media), _KNOWN, 0.85))
    )


def _file(subject: Subject) -> Iterator[Hit]:
    for operation, pointer, types in _known_types(subject):
        if _URLENCODED in types and _MULTIPART not in types:
            for at in operation.parameters:
                if location(at) == "formData" and "file" in _kinds(at):
                    yield Hit(
                        pointer, f"{operation.called} sends the file '{short(at.name)}', but accepts {_URLENCODED}."
                    )
                    break


def _kinds(at: At) -> list[Json]:
    """The types that fit a parameter: its type, and `file` for bytes."""
    return [at.node.get("type"), *(["file"] if at.node.get("format") == "binary" else [])]


RULES = (
    Rule(
        "PAR220",
        "An operation accepts only media types that the platform sends",
        why="The platform sends JSON, plain text and forms, and ignores other media types.",
        source="validator MimeTypeNotSupported; about one of eight published connectors lists others",
        severity=Severities("advice", "advice", "off"),
        help="List only application/json, text/plain, multipart/form-data or application/x-www-form-urlencoded.",
        bad="operations: {CreateOrder: {consumes: [application/json, application/xml]}}",
        good="operations: {CreateOrder: {consumes: [application/json]}}",
        check=_known,
    ),
    Rule(
        "PAR221",
        "A media type has the form type/subtype",
        why="The import refuses any other value.",
        source="validator MimeTypeNotValid",
        severity=_REFUSED,
        help="Write it as type/subtype.",
        bad="operations: {CreateOrder: {consumes: [json]}}",
        good="operations: {CreateOrder: {consumes: [application/json]}}",
        check=_formed,
    ),
    Rule(
        "PAR222",
        "An operation accepts a media type that the platform can send",
        why="The platform sends JSON, plain text and forms.",
        source="validator ConsumesMissing",
        severity=everywhere("warning"),
        help="List application/json, text/plain, multipart/form-data or application/x-www-form-urlencoded.",
        bad="operations: {CreateOrder: {consumes: [application/xml]}}",
        good="operations: {CreateOrder: {consumes: [application/json]}}",
        check=_offered,
    ),
    Rule(
        "PAR223",
        "An operation accepts the media type of its request",
        why="The media type determines how the platform sends the request.",
        source=(
            "validator MimeTypeNotCompatibleWithRequestContentSchemaType, StringBinaryNotSupportedForFormUrlEncoded"
        ),
        severity=everywhere("warning"),
        help="List application/json for a body, multipart/form-data for form fields and files.",
        bad="operations: {CreateOrder: {consumes: [multipart/form-data]}}",
        good="operations: {CreateOrder: {consumes: [application/json]}}",
        check=_fitting,
    ),
    Rule(
        "PAR103",
        "A file is sent as multipart/form-data",
        why="The other kind of form can contain only strings. The import refuses a file in it.",
        source="validator StringBinaryNotSupportedForFormUrlEncoded",
        severity=_REFUSED,
        help="List multipart/form-data instead.",
        check=_file,
    ),
)

"""Rules about combinations of parameters in an operation, and about their names."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Operation, Subject, mapping, short
from connectorkit.check.engine.exported import PREFIX, exported, injected
from connectorkit.check.engine.labels import begun
from connectorkit.check.engine.parts import all_placed, location, of_path, placed
from connectorkit.check.engine.rule import Edit, Hit, Rule, everywhere

_REFUSED = everywhere("error")
_RESERVED = "connectionid"
_NOT_EXPORTED = "Use the file that the connector was made from, or remove the segment and its parameter `connectionId`."


def _lists(subject: Subject) -> Iterator[tuple[At, list[tuple[str, At]]]]:
    """Every list of parameters: those of operations and those of paths."""
    for operation in subject.operations:
        yield operation, placed(operation)
    for path in subject.having("path", "parameters"):
        yield path, of_path(subject, path)


def _key(at: At) -> tuple[str, str]:
    where = location(at)
    return (at.name.lower() if where == "header" else at.name), where


def _repeated(subject: Subject) -> Iterator[Hit]:
    for owner, entries in _lists(subject):
        first: dict[tuple[str, str], str] = {}
        for pointer, at in entries:
            twin = first.setdefault(_key(at), pointer)
            if twin != pointer and at.name and location(at):
                message = f"{_owner(owner)} has the parameter '{short(at.name)}' twice in the {location(at)}."
                yield Hit(pointer, message, related=(twin,))


def _owner(at: At) -> str:
    return at.called if isinstance(at, Operation) else f"The path '{short(at.name)}'"


def _bodies(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        found = [(pointer, at) for pointer, at in all_placed(operation) if location(at) == "body"]
        names = {at.name for _, at in found}
        if len(found) > 1 and len(names) > 1:
            yield Hit(
                found[1][0],
                f"{operation.called} has {len(found)} bodies; a request can have only one.",
                related=(found[0][0],),
            )


def _body_and_form(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        found = {location(at): pointer for pointer, at in reversed(all_placed(operation))}
        if "body" in found and "formData" in found and operation.method not in ("get", "head"):
            yield Hit(
                found["formData"],
                f"{operation.called} has both a body and form fields; a request can have only one of them.",
                related=(found["body"],),
            )


def _fetched(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        if operation.method in ("get", "head"):
            for pointer, at in all_placed(operation):
                if location(at) in ("body", "formData"):
                    what = "a body" if location(at) == "body" else f"the form field '{short(at.name)}'"
                    message = f"{operation.called} is a {operation.method.upper()} request with {what}."
                    yield Hit(pointer, message)
                    break


def _reserved(subject: Subject) -> Iterator[Hit]:
    if subject.once(exported):
        message = f"The definition is an export: every path begins with '{PREFIX}', which the platform adds."
        yield Hit("/paths", message, _NOT_EXPORTED, most="warning")
    for at in subject.having("parameter", "name"):
        if at.name.lower() == _RESERVED and not injected(subject, at):
            yield Hit(at.at("name"), f"The platform reserves the name of {begun(at)[0].lower()}{begun(at)[1:]}.")


def _ascii(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("parameter", "name"):
        if location(at) == "formData" and not at.name.isascii():
            other = next(letter for letter in at.name if not letter.isascii())
            title = (Edit("set", at.at("x-ms-summary"), "Field"),) if at.text("x-ms-summary") else ()
            yield Hit(
                at.at("name"),
                f"{begun(at)} is a form field with '{other}' in its name.",
                correction=(Edit("set", at.at("name"), "field"), *title),
            )


def _same_input(subject: Subject) -> Iterator[Hit]:
    for fetch in subject.having("operation", "x-ms-notification"):
        target = mapping(fetch.node["x-ms-notification"]).get("operationId")
        subscribe = subject.operation(target) if isinstance(target, str) else None
        if subscribe is None or not isinstance(fetch, Operation) or subscribe is fetch:
            continue
        theirs = {at.name: at for at in subscribe.parameters}
        for pointer, at in all_placed(fetch):
            other = theirs.get(at.name)
            what = _difference(at, other) if other is not None else ""
            if what:
                yield Hit(
                    pointer,
                    f"'{short(at.name)}' of {fetch.called} has a different {what} in {subscribe.called}, the "
                    "operation that subscribes to it.",
                )


def _difference(one: At, other: At) -> str:
    for key, what in (("type", "type"), ("x-ms-visibility", "visibility")):
        if one.node.get(key) != other.node.get(key):
            return what
    return ""


RULES = (
    Rule(
        "PAR060",
        "A parameter is listed once",
        why="Two values cannot be sent under one name. The import refuses it.",
        source="validator OperationParametersContainDuplicateParameter",
        severity=_REFUSED,
        help="Remove one of them, or rename it.",
        bad="operations: {ListShops: {parameters: {again: {name: city, type: string, description: The city again.}}}}",
        good="operations: {ListShops: {parameters: {again: {name: place, type: string, description: The place.}}}}",
        check=_repeated,
    ),
    Rule(
        "PAR061",
        "A request has one body",
        why="A request cannot have two. The import refuses them.",
        source="validator OperationParametersContainMultipleBodyParameters",
        severity=_REFUSED,
        help="Combine the fields in one body.",
        bad="operations: {CreateOrder: {parameters: {more: {in: body, schema: {type: string}}}}}",
        good="operations: {CreateOrder: {parameters: {note: {type: string, description: A note.}}}}",
        check=_bodies,
    ),
    Rule(
        "PAR062",
        "A request has a body or form fields, not both",
        why="Both are the content of the request. The import refuses both together.",
        source="validator ParameterListContainsFormDataAndBody",
        severity=_REFUSED,
        help="Use only form fields, or only fields of the body.",
        bad="operations: {CreateOrder: {parameters: {note: {in: formData, type: string, description: A note.}}}}",
        good="operations: {CreateOrder: {parameters: {note: {in: query, type: string, description: A note.}}}}",
        check=_body_and_form,
    ),
    Rule(
        "PAR070",
        "A GET or HEAD request has no body",
        why="Many services and proxies ignore such a body, and the validator reports it.",
        source="validator BodyOrFormDataParameterInFetchOperationNotAllowed",
        severity=everywhere("warning"),
        help="Send the values in the query, or use POST.",
        bad="operations: {ListShops: {body: {fields: {street: {type: string, description: The street.}}}}}",
        good="operations: {ListShops: {parameters: {zip: {type: string, description: The code of the city.}}}}",
        check=_fetched,
    ),
    Rule(
        "PAR080",
        "No parameter has a reserved name",
        why="The platform sends its own `connectionId`. The import refuses it as a parameter.",
        source="validator ConnectionIdParameterNotAllowed",
        severity=_REFUSED,
        help="Rename it. If the service needs this name, send it in the body.",
        bad="operations: {ListShops: {parameters: {connectionId: {type: string, description: The connection.}}}}",
        good="operations: {ListShops: {parameters: {link: {type: string, description: The link.}}}}",
        check=_reserved,
    ),
    Rule(
        "PAR110",
        "The name of a form field is ASCII",
        why="The import refuses any other name.",
        source="validator InvalidFormDataParameterName",
        severity=_REFUSED,
        help="Write the name in letters without accents.",
        check=_ascii,
    ),
    Rule(
        "PAR250",
        "A trigger has the same inputs for its subscription and for its requests",
        why="Makers enter the value once. The import refuses different inputs.",
        source="validator ParamtersWithSameNameMustHaveSameTypeAndVisibility",
        severity=_REFUSED,
        help="Use the same type and visibility for both.",
        check=_same_input,
    ),
)

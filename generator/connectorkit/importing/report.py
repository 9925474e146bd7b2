"""The findings of an import, one for each cause, and an error if the import lost too much."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from connectorkit.diagnostics.finding import Finding, ordered
from connectorkit.importing.swagger2 import paging
from connectorkit.model import json_pointer
from connectorkit.model.connector import Json
from connectorkit.model.http_methods import METHODS
from connectorkit.read import json_reference
from connectorkit.read.connector_folder import Place

Plain = dict[str, Json]
FEW = 3
"""Up to so many findings of one cause are listed one by one."""
_ONCE = frozenset(("IMP120", "IMP126"))
_SHOWN = 5
_SPECIFIC = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`|\b[A-Z]{3,7} /\S*|\d+")
# OpenAPI 3 itself ignores these parameters, so dropping them loses nothing.
_IGNORED = frozenset(("accept", "content-type", "authorization"))


def grouped(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in order, with many of the same cause merged into one with a count and the next few places."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    made: list[Finding] = []
    for one in ordered(findings):
        if one.blocking:
            made.append(one)
        else:
            groups.setdefault((one.id, _SPECIFIC.sub("…", one.message)), []).append(one)
    for (id, _), group in groups.items():
        made += group if len(group) <= (1 if id in _ONCE else FEW) else [_many(group)]
    return ordered(made)


def _many(group: list[Finding]) -> Finding:
    first, others = group[0], group[1:]
    places = tuple(one.span for one in others[:_SHOWN])
    lines = ", ".join(str(span.line) for span in places)
    rest = " …" if len(others) > _SHOWN else ""
    where = f"line{'s' * (len(others) > 1)} {lines}{rest}"
    return first._replace(message=f"{first.message} {len(others)} more like this: {where}.", related=places)


def missing_ids(document: Plain, place: Place) -> list[Finding]:
    """One finding for all operations of a Swagger 2.0 document that have no operationId."""
    found = [pointer for pointer, one in _operations(document) if not one.get("operationId")]
    if not found:
        return []
    count = "One operation has" if len(found) == 1 else f"{len(found)} operations have"
    message = (
        f"{count} no operationId; the source has one that is derived from the method and path, and the build "
        "writes none."
    )
    help = "Write an operationId before makers use the operation; it can never change."
    return [Finding("IMP120", message, place(found[0]), help, "advice", found[0])]


def undeclared_paging(document: Plain, place: Place) -> list[Finding]:
    """One finding for all operations of a Swagger 2.0 document with parameters that look like paging."""
    found = []
    for pointer, operation in _operations(document):
        _, path, method = json_pointer.split(pointer)
        item = json_pointer.find(document, pointer.rpartition("/")[0], None)
        shared = item.get("parameters") if isinstance(item, dict) else None
        sign = paging.likely(document, operation, shared)
        if sign is not None:
            found.append((pointer, f"{method.upper()} {path}", *sign))
    if not found:
        return []
    pointer, called, by, name = found[0]
    more = f", and {len(found) - 1} more like it" if len(found) > 1 else ""
    message = f"{called} has the parameter '{name}', which looks like paging by {by}{more}; no 'pages' was written."
    help = (
        "The document does not define where the list ends: check the documentation of the service, and declare it "
        "under 'pages'."
    )
    return [Finding("IMP127", message, place(pointer), help, "advice", pointer)]


def losses(original: Plain, made: Plain, place: Place) -> list[Finding]:
    """An error when the import lost all operations, parameters or responses of a document."""
    counts = {
        "operations": (_stated(original), len(_operations(made))),
        "parameters": (_parameters(original), _parameters(made)),
        "responses": (len(list(_responses(original))), sum(_leads(original, one) for one in _responses(original))),
    }
    for what, (before, after) in counts.items():
        if before and not after:
            message = f"None of the {before} {what} could be imported."
            if before == 1:
                message = f"The document has one {what[:-1]}, and it could not be imported."
            return [Finding("IMP006", message, place("/paths"), "Correct the other findings, and try again.")]
    return []


def _stated(document: Plain) -> int:
    """The number of operations that a document declares; a path in another file counts as one."""
    paths = document.get("paths")
    items = [item for item in paths.values() if isinstance(item, dict)] if isinstance(paths, dict) else []
    return sum(1 if "$ref" in item else sum(key in item for key in (*METHODS, "trace", "query")) for item in items)


def _operations(document: Plain) -> list[tuple[str, Plain]]:
    paths = document.get("paths")
    return [
        (json_pointer.join(("paths", path, method)), operation)
        for path, item in (paths.items() if isinstance(paths, dict) else ())
        if isinstance(item, dict)
        for method in METHODS
        if isinstance(operation := item.get(method), dict)
    ]


def _parameters(document: Plain) -> int:
    """The number of parameters and bodies of operations; a reference counts as one."""
    total = 0
    for _, operation in _operations(document):
        listed = operation.get("parameters")
        total += sum(not _ignored(one) for one in listed) if isinstance(listed, list) else 0
        total += bool(operation.get("requestBody"))
    return total


def _ignored(parameter: Json) -> bool:
    if not isinstance(parameter, dict):
        return True
    named = str(parameter.get("name")).lower()
    return parameter.get("in") == "cookie" or (parameter.get("in") == "header" and named in _IGNORED)


def _responses(document: Plain) -> Iterator[Json]:
    for _, operation in _operations(document):
        said = operation.get("responses")
        yield from said.values() if isinstance(said, dict) else ()


def _leads(document: Plain, response: Json) -> bool:
    """Whether a response is an object or a valid reference."""
    target = response.get("$ref") if isinstance(response, dict) else None
    if isinstance(target, str):
        return not json_reference.wrong(document, target)
    return isinstance(response, dict)

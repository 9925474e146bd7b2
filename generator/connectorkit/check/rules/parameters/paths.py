"""Rules about path templates and path parameters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Operation, Subject, short
from connectorkit.check.engine.labels import begun
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, everywhere
from connectorkit.check.engine.words import nearest
from connectorkit.diagnostics import phrases
from connectorkit.model import uri_template

_MOST_COMPARED = 300


def _slash(subject: Subject) -> Iterator[Hit]:
    for at in subject.of("path"):
        if not at.name.startswith("/"):
            yield Hit(at.pointer, f"The path '{short(at.name)}' does not begin with a slash.")


def _query(subject: Subject) -> Iterator[Hit]:
    for at in subject.of("path"):
        mark = next((mark for mark in at.name if mark in "?#"), "")
        if mark:
            what = "a query" if mark == "?" else "a fragment"
            yield Hit(at.pointer, f"The path '{short(at.name)}' contains {what}, after '{mark}'.")


def _wildcard(subject: Subject) -> Iterator[Hit]:
    for at in subject.of("path"):
        if "*" in at.name:
            yield Hit(at.pointer, f"The path '{short(at.name)}' contains a '*'.")


def _blank(subject: Subject) -> Iterator[Hit]:
    for at in subject.of("path"):
        if at.name.split() != [at.name] and at.name:
            yield Hit(at.pointer, f"The path {phrases.short(at.name)} contains spaces.")


def _braces(subject: Subject) -> Iterator[Hit]:
    for at in subject.of("path"):
        if not uri_template.balanced(at.name):
            what = "an empty pair of braces" if "{}" in at.name else "an unmatched brace"
            yield Hit(at.pointer, f"The path '{short(at.name)}' has {what}.")


def _defaults(subject: Subject) -> Iterator[Hit]:
    for at in subject.of("path"):
        for name in uri_template.variables(at.name):
            if "=" in name:
                yield Hit(at.pointer, f"The path '{short(at.name)}' declares a default in {{{short(name)}}}.")


def _redefined(subject: Subject) -> Iterator[Hit]:
    first: dict[str, At] = {}
    for at in subject.of("path"):
        twin = first.setdefault(at.name.lower(), at)
        if twin is not at:
            message = f"The paths '{short(twin.name)}' and '{short(at.name)}' differ only in case."
            yield Hit(at.pointer, message, related=(twin.pointer,))


def _twins(subject: Subject) -> Iterator[Hit]:
    first: dict[tuple[str, str], Operation] = {}
    for at in subject.operations:
        if not uri_template.balanced(at.template):
            continue
        twin = first.setdefault((at.method, uri_template.shape(at.template)), at)
        if twin is not at and twin.template.lower() != at.template.lower():
            message = (
                f"{at.called} and {twin.called} send the same request: their paths '{short(at.template)}' and "
                f"'{short(twin.template)}' differ only in the names of variables."
            )
            yield Hit(at.pointer, message, related=(twin.pointer,))


def _overlap(subject: Subject) -> Iterator[Hit]:
    groups: dict[tuple[str, int], list[tuple[Operation, list[str]]]] = defaultdict(list)
    for at in subject.operations:
        if "*" in at.template or not uri_template.sound(at.template):
            continue
        segments = uri_template.shape(at.template).split("/")
        groups[at.method, len(segments)].append((at, segments))
    for group in groups.values():
        variable = [one for one in group if "{}" in one[1]] if 1 < len(group) <= _MOST_COMPARED else []
        taken_by = _Taken(group)
        for at, segments in variable:
            taken = taken_by.others(segments)
            if taken:
                yield Hit(
                    at.pointer,
                    f"A request of {taken[0].called} also matches the path of {at.called}: "
                    f"'{short(taken[0].template)}' and '{short(at.template)}'.",
                    related=tuple(other.pointer for other in taken[:5]),
                )


class _Taken:
    """An index that finds the paths that a template also matches: by variable positions, then by the other segments."""

    def __init__(self, group: list[tuple[Operation, list[str]]]) -> None:
        self._group = group
        self._tables: dict[tuple[bool, ...], dict[tuple[str, ...], list[tuple[Operation, list[str]]]]] = {}

    def others(self, segments: list[str]) -> list[Operation]:
        """The operations whose requests ``segments`` matches completely, but not the other way round."""
        mask = tuple(one == "{}" for one in segments)
        if mask not in self._tables:
            table = self._tables[mask] = defaultdict(list)
            for other in self._group:
                table[self._elsewhere(mask, other[1])].append(other)
        fitting = self._tables[mask].get(self._elsewhere(mask, segments), [])
        return [other for other, theirs in fitting if theirs != segments]

    @staticmethod
    def _elsewhere(mask: tuple[bool, ...], segments: list[str]) -> tuple[str, ...]:
        return tuple("{}" if variable else one for variable, one in zip(mask, segments, strict=True))


def _unresolved(at: Operation) -> bool:
    """Whether a parameter is unknown: a broken reference, or not an object."""
    said = at.node.get("parameters", [])
    sound = isinstance(said, list) and all(isinstance(one, dict) for one in said)
    return not sound or any("$ref" in parameter.node for parameter in at.parameters)


def _unmatched(at: Operation) -> tuple[list[str], list[At]]:
    """The variables that no parameter fills, and the parameters that fill none."""
    wanted = uri_template.variables(at.template)
    given = {p.name: p for p in at.parameters if p.node.get("in") == "path"}
    return [name for name in wanted if name not in given], [p for name, p in given.items() if name not in wanted]


def _variables(subject: Subject) -> Iterator[Hit]:
    for at in subject.operations:
        if not uri_template.sound(at.template) or _unresolved(at):
            continue
        missing, unused = _unmatched(at)
        if missing:
            shown = phrases.together(f"{{{short(name)}}}" for name in missing)
            ways = dict.fromkeys(_way(at, name, unused) for name in missing)
            has = "has these names" if len(missing) > 1 else "has that name"
            yield Hit(
                at.pointer, f"The path of {at.called} has {shown}, but no parameter in the path {has}.", " ".join(ways)
            )


def _way(at: Operation, name: str, unused: list[At]) -> str:
    near = _alike(name, [p.name for p in unused]) or _alike(name, [p.name for p in at.parameters])
    if near == name:
        return f"Send '{short(name)}' in the path (`in: path`)."
    return f"Did you mean '{short(near)}'?" if near else "Describe it under `parameters`."


def _alike(word: str, others: list[str]) -> str:
    """The name that differs from ``word`` only in letter case or a few letters; "" for none."""
    return next((one for one in others if one.strip().lower() == word.strip().lower()), "") or nearest(word, others)


def _unused(subject: Subject) -> Iterator[Hit]:
    for at in subject.operations:
        if not uri_template.sound(at.template):
            continue
        missing, unused = _unmatched(at)
        for one in unused:
            if one.name and not _alike(one.name, missing):
                message = f"'{short(one.name)}' of {at.called} is a path parameter, but the path has no such variable."
                yield Hit(
                    _place(at, one),
                    message,
                    f"Write {{{short(one.name)}}} in the path, or `in: query` in the parameter.",
                )


def _place(at: Operation, parameter: At) -> str:
    """The pointer of the parameter in the operation: that of the reference for a shared one."""
    if parameter.role != "shared":
        return parameter.pointer
    listed = at.node.get("parameters")
    for index, one in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(one, dict) and one.get("$ref") == "#" + parameter.pointer:
            return at.at("parameters", index)
    return parameter.pointer


def _required(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("parameter", "in"):
        if at.node["in"] == "path" and at.node.get("required") is not True:
            pointer = at.at("required")
            edit = Edit("set", pointer, True) if "required" in at.node else Edit("add", at.pointer, True, "required")
            yield Hit(
                pointer, f"{begun(at)} is a path parameter, but is not required.", fix=Fix("Make it required.", (edit,))
            )


_REFUSED = everywhere("error")

RULES = (
    Rule(
        "PAR010",
        "A path begins with a slash",
        why="The import refuses any other path.",
        source="validator OperationPathMustStartWithSlash",
        severity=_REFUSED,
        help="Write a slash before it.",
        bad="operations: {ListShops: {request: GET shops}}",
        good="operations: {ListShops: {request: GET /shops}}",
        check=_slash,
    ),
    Rule(
        "PAR011",
        "A path has no query and no fragment",
        why="Text after ? or # is not part of the path. The import refuses it.",
        source="validator OperationPathMayNotContainQueryOrFragment",
        severity=_REFUSED,
        help="Describe what follows '?' as query parameters, with a default where the value is fixed.",
        bad="operations: {ListShops: {request: 'GET /shops?open=true'}}",
        good="operations: {ListShops: {request: GET /shops}}",
        check=_query,
    ),
    Rule(
        "PAR012",
        "A path has no wildcard",
        why="The import refuses it.",
        source="validator OperationPathContainsUnsupportedCharacters",
        severity=_REFUSED,
        help="Write a variable such as {name} instead.",
        bad="operations: {ListShops: {request: GET /shops/*}}",
        good="operations: {ListShops: {request: GET /shops}}",
        check=_wildcard,
    ),
    Rule(
        "PAR013",
        "A path contains no spaces",
        why="A space is sent as %20, so a space changes the address.",
        source="observed in 17 of 1,036 published connectors",
        severity=Severities("warning", "warning", "warning"),
        help="Remove the spaces. If the address really contains a space, write %20.",
        bad="operations: {ListShops: {request: 'GET /shops '}}",
        good="operations: {ListShops: {request: GET /shops}}",
        check=_blank,
    ),
    Rule(
        "PAR014",
        "Each brace of a path belongs to a variable within one segment",
        why="The import refuses any other template.",
        source="validator OperationPathTemplateNotValid",
        severity=_REFUSED,
        help="Write each variable as {name}, between two slashes.",
        bad="operations: {ListShops: {request: 'GET /shops/{city', parameters: {city: {in: query}}}}",
        good="operations: {ListShops: {request: GET /shops}}",
        check=_braces,
    ),
    Rule(
        "PAR015",
        "A variable of a path has no default",
        why="The import refuses it.",
        source="validator OperationPathVariablesContainDefaults",
        severity=_REFUSED,
        help="Write only the name in the path, and the default in the parameter.",
        bad="operations: {GetOrder: {request: 'GET /orders/{order_id=1}', parameters: {order_id: {in: path}}}}",
        good="operations: {GetOrder: {request: 'GET /orders/{order_id}'}}",
        check=_defaults,
    ),
    Rule(
        "PAR020",
        "No two paths differ only in case",
        why="The platform ignores the case of paths. The import refuses such paths.",
        source="validator PathRedefined",
        severity=_REFUSED,
        help="Use one spelling for all of its operations, or rename one of the paths.",
        bad="operations: {ListShops: {request: GET /Webhooks}}",
        good="operations: {ListShops: {request: GET /shops}}",
        check=_redefined,
    ),
    Rule(
        "PAR021",
        "No two operations have the same request",
        why="A request must match only one operation. The import refuses it otherwise.",
        source="validator DuplicateOperationPath",
        severity=_REFUSED,
        help="Change a fixed segment of one path, or keep only one of the operations.",
        bad="operations: {GetOrder: {request: GET /shops, parameters: {order_id: {in: query}}}}",
        good="operations: {GetOrder: {request: GET /orders, parameters: {order_id: {in: query}}}}",
        check=_twins,
    ),
    Rule(
        "PAR022",
        "No path matches the requests of another operation",
        why="A value that is equal to the fixed segment calls the other operation.",
        source="validator PartialDuplicateOperationPath",
        severity=Severities("advice", "advice", "off"),
        help="If the service allows it, change a fixed segment of one path.",
        bad="operations: {ListShops: {request: GET /orders/shops}}",
        good="operations: {ListShops: {request: GET /shops}}",
        check=_overlap,
    ),
    Rule(
        "PAR030",
        "Every variable of a path has a parameter",
        why="Without a value, the address is incomplete. The import refuses it.",
        source="validator OperationMissingPathParameter",
        severity=_REFUSED,
        help="Describe it under `parameters`.",
        bad="operations: {GetOrder: {parameters: {order_id: null, number: {type: string, description: Its number.}}}}",
        good="operations: {GetOrder: {parameters: {order_id: {type: string}}}}",
        check=_variables,
    ),
    Rule(
        "PAR031",
        "Every path parameter has a variable in the path",
        why="Otherwise its value is never sent. The import refuses it.",
        source="validator PathParameterNotDefinedInTemplate",
        severity=_REFUSED,
        help="Add it to the path, or write `in: query`.",
        bad="operations: {GetOrder: {parameters: {shop: {type: string, in: path, description: A shop.}}}}",
        good="operations: {ListShops: {parameters: {city: {in: query}}}}",
        check=_unused,
    ),
    Rule(
        "PAR040",
        "A parameter of a path is required",
        why="Without a value, the address is incomplete. The import refuses it.",
        source="validator PathParameterMustBeRequired",
        severity=_REFUSED,
        help="Write `required: true`.",
        bad="operations: {GetOrder: {parameters: {order_id: {required: false}}}}",
        good="operations: {GetOrder: {parameters: {order_id: {required: true}}}}",
        check=_required,
    ),
)

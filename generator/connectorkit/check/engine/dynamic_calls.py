"""Dynamic calls: extensions that call another operation while a flow is edited, and their inputs and outputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from connectorkit.check.engine import schema_paths
from connectorkit.check.engine.connector_index import At, Operation, Plain, Subject, listed, mapping, short
from connectorkit.check.engine.schema_paths import Lost, Spot
from connectorkit.model import uri_template
from connectorkit.model.connector import Json
from connectorkit.model.json_pointer import escape

VALUES, LIST = "x-ms-dynamic-values", "x-ms-dynamic-list"
SCHEMA, PROPERTIES = "x-ms-dynamic-schema", "x-ms-dynamic-properties"
TREE, CAPABILITIES = "x-ms-dynamic-tree", "x-ms-capabilities"
KEYS = (VALUES, LIST, SCHEMA, PROPERTIES)
_KINDS = ("parameter", "items", "schema", "header")
_WHAT = {
    VALUES: "drop-down",
    LIST: "drop-down",
    SCHEMA: "dynamic schema",
    PROPERTIES: "dynamic schema",
    TREE: "file tree",
}


class Call(NamedTuple):
    """One call. ``at`` is the node that it fills, None for the connector as a whole; ``key`` is the extension.

    ``part`` is the part of the extension: open or browse of a file tree, testConnection or file-picker of the
    capabilities; else "".
    """

    at: At | None
    key: str
    node: Plain
    pointer: str
    part: str = ""

    @property
    def newer(self) -> bool:
        """Whether it uses the newer of the two spellings."""
        return self.key in (LIST, PROPERTIES, TREE)

    @property
    def paths(self) -> tuple[str, str, str]:
        """The paths of the list, the value and the title in the response; "" for a missing one."""
        if self.key == VALUES:
            return "value-collection", "value-path", "value-title"
        if self.key in (LIST, TREE):
            return "itemsPath", "itemValuePath", "itemTitlePath"
        return "", {SCHEMA: "value-path", PROPERTIES: "itemValuePath"}.get(self.key, ""), ""

    @property
    def lists(self) -> bool:
        """Whether the call loads choices, rather than a schema or nothing."""
        return self.key in (VALUES, LIST, TREE)

    @property
    def target_id(self) -> str:
        """The operationId of the called operation; "" for none."""
        said = self.node.get("operationId")
        return said if isinstance(said, str) else ""

    @property
    def arguments(self) -> Plain:
        """The arguments by name."""
        return mapping(self.node.get("parameters"))


def calls(subject: Subject) -> list[Call]:
    """All calls of a connector, ordered by kind of node."""
    return subject.once(_calls)


def _calls(subject: Subject) -> list[Call]:
    found: list[Call] = []
    for key in (*KEYS, TREE):
        for kind in _KINDS:
            for at in subject.having(kind, key):
                node = at.node[key]
                if key == TREE:
                    found += _parts(at, key, mapping(node), at.at(key), ("open", "browse"))
                elif isinstance(node, dict):
                    found.append(Call(at, key, node, at.at(key)))
    root = mapping(subject.root.node.get(CAPABILITIES))
    found += _parts(None, CAPABILITIES, root, f"/{CAPABILITIES}", ("testConnection",))
    pick = mapping(root.get("file-picker"))
    return found + list(_parts(None, CAPABILITIES, pick, f"/{CAPABILITIES}/file-picker", ("open", "browse")))


def _parts(at: At | None, key: str, node: Plain, pointer: str, names: tuple[str, ...]) -> Iterator[Call]:
    for name in names:
        if isinstance(node.get(name), dict):
            yield Call(at, key, mapping(node[name]), f"{pointer}/{name}", name)


def older(subject: Subject, call: Call) -> Call | None:
    """The same call in the older spelling beside this one; None for a call in that spelling."""
    key = {LIST: VALUES, PROPERTIES: SCHEMA}.get(call.key, "")
    return subject.once(_by_place).get((call.at.pointer, key)) if key and call.at else None


def _by_place(subject: Subject) -> dict[tuple[str, str], Call]:
    return {(call.at.pointer, call.key): call for call in calls(subject) if call.at is not None}


def newer(subject: Subject, call: Call) -> Call | None:
    """The same call in the newer spelling beside this one, or None."""
    key = {VALUES: LIST, SCHEMA: PROPERTIES}.get(call.key, "")
    return subject.once(_by_place).get((call.at.pointer, key)) if key and call.at else None


def named(call: Call, subject: Subject) -> str:
    """A name for what a call fills: ``the drop-down of 'Shop' of 'Create an order'``."""
    if call.at is None:
        return "the test of a connection" if call.part == "testConnection" else f"'{call.part}' of the file picker"
    part = f" ('{call.part}')" if call.part else ""
    return f"the {_WHAT[call.key]}{part} of {thing(call.at, subject)}"


def start(text: str) -> str:
    """A text with a capital first letter."""
    return text[:1].upper() + text[1:]


def choose(names: Iterable[str]) -> str:
    """A suggestion that lists the possible names if they are few."""
    listed = sorted(set(names))
    if len(listed) < 2:
        return f"There is only '{listed[0]}'." if listed else ""
    return f"Use one of: {', '.join(listed[:8])}{' ...' if len(listed) > 8 else ''}."


def argument(call: Call, name: str) -> str:
    """The pointer of an argument of a call."""
    return f"{call.pointer}/parameters/{escape(name)}"


def thing(at: At, subject: Subject) -> str:
    """A name for a parameter, a field or a schema, with its place."""
    if isinstance(at, Operation):
        return at.called
    if at.kind != "schema":
        return f"'{short(at.title)}'{_of(at)}"
    top = at.top
    field = f"'{short(at.path)}'" if at.path else ""
    if top.role == "definition":
        return f"{field} of the type '{short(top.name)}'" if field else f"the type '{short(top.name)}'"
    above = top.parent
    if above is None or above.kind == "notification":
        whole = f"the event of {_event(above, subject)}"
    elif above.kind == "response":
        whole = f"the response {above.name}{_of(above)}"
    else:
        whole = f"the body{_of(above)}"
    return f"{field} of {whole}" if field else whole


def _of(at: At) -> str:
    if at.operation is not None:
        return f" of {at.operation.called}"
    return f" of the path '{short(at.parent.name)}'" if at.role == "path" and at.parent else ", which is shared,"


def _event(at: At | None, subject: Subject) -> str:
    path = at.parent if at else None
    owner = next((one for one in subject.operations if one.item is path and one.trigger), None)
    return owner.called if owner else f"'{short(path.name if path else '')}'"


def users(subject: Subject, at: At) -> list[Operation]:
    """The operations that use a node: its own, or all that share it or deliver to its path."""
    if at.operation is not None:
        return [at.operation]
    owner: At = at.top if at.kind == "schema" else at
    while owner.kind in ("schema", "items", "header") and owner.role != "definition" and owner.parent is not None:
        owner = owner.parent
    return subject.once(_users).get(owner.pointer, [])


def _users(subject: Subject) -> dict[str, list[Operation]]:
    """The operations by the pointer of each shared parameter, response, event and type."""
    found: dict[str, list[Operation]] = {}
    inside: dict[str, set[str]] = {}
    for at in subject.having("schema", "$ref"):
        top = at.top
        owner = top.pointer if top.role == "definition" or top.parent is None else top.parent.pointer
        target = subject.shared.get(str(at.node["$ref"]))
        if target is not None:
            inside.setdefault(owner, set()).add(target.pointer)
    for operation in subject.operations:
        delivers = (f"{operation.item.pointer}/x-ms-notification-content",) if operation.trigger else ()
        waiting = [*delivers, *(one.pointer for one in (*operation.parameters, *operation.responses))]
        seen = set(waiting)
        for pointer in waiting:
            found.setdefault(pointer, []).append(operation)
            more = inside.get(pointer, set()) - seen
            seen |= more
            waiting += sorted(more)
    return found


def inputs(operation: Operation) -> Iterator[tuple[str, At]]:
    """The parameters of an operation by name."""
    for one in operation.parameters:
        if one.name:
            yield one.name, one


def taken(subject: Subject, operation: Operation, name: str) -> Spot | Lost:
    """The input of ``operation`` with that name in a call: a parameter, or a field of its body.

    ``body/shop/id`` starts at the body parameter; the older spelling leaves that out, and may have dots
    (``shop.id``). Letter case is ignored, as in the designer.
    """
    names = dict(inputs(operation))
    written = schema_paths.in_any_case(name, names)
    if written in names:
        return schema_paths.spot(names[written], names[written].required)
    first, _, rest = name.partition("/")
    first = schema_paths.in_any_case(first, names)
    if rest and first in names:
        return schema_paths.follow(subject, _content(names[first]), rest, through_lists=True)
    if uncertain(operation, name):
        return schema_paths.ANYTHING
    body = operation.body
    if body is None:
        return Lost(name, tuple(names))
    found = _in_body(subject, body, name)
    return Lost(name, (*names, *found.names)) if isinstance(found, Lost) else found


def _in_body(subject: Subject, body: At, name: str) -> Spot | Lost:
    """A field of a body by its path, with slashes, or with dots as in the designer."""
    found = schema_paths.follow(subject, _content(body), name, through_lists=True)
    if isinstance(found, Lost) and "." in name:
        dotted = schema_paths.follow(subject, _content(body), name.replace(".", "/"), through_lists=True)
        found = dotted if isinstance(dotted, Spot) else found
    return found


def uncertain(operation: Operation, name: str) -> bool:
    """Whether an undeclared input may exist, because a parameter has no name or a broken reference."""
    if name in uri_template.variables(operation.template):
        return True
    listed_ = operation.node.get("parameters", [])
    sound = isinstance(listed_, list) and all(isinstance(one, dict) for one in listed_)
    return not sound or any("$ref" in one.node or not one.name for one in operation.parameters)


def field_of_body(subject: Subject, operation: Operation, name: str) -> bool:
    """Whether the body of an operation declares a field with that name."""
    body = operation.body
    found = _in_body(subject, body, name) if body is not None else None
    return isinstance(found, Spot) and found.known


def _content(parameter: At) -> Spot:
    schema = parameter.node.get("schema")
    internal = schema_paths.hidden(parameter.node)
    if not isinstance(schema, dict):
        return schema_paths.ANYTHING
    return Spot(schema, parameter.at("schema"), True, parameter.required, internal or schema_paths.hidden(schema))


def literal(call: Call, said: Json) -> tuple[bool, Json]:
    """Whether an argument is a literal in the form of its extension, and its value."""
    if not call.newer:
        return not isinstance(said, dict), said
    entry = mapping(said)
    return set(entry) == {"value"}, entry.get("value")


def reference(call: Call, said: Json) -> str:
    """The input that an argument refers to; "" for none."""
    found = mapping(said).get("parameterReference" if call.newer else "parameter")
    return found if isinstance(found, str) else ""


def referring(subject: Subject, call: Call) -> Iterator[tuple[str, str, Operation, Spot | Lost]]:
    """Each argument that refers to an input: its name, the input's name, the operation and the input."""
    if call.at is None:
        return
    for name, said in call.arguments.items():
        wanted = reference(call, said)
        for operation in users(subject, call.at) if wanted else ():
            yield name, wanted, operation, taken(subject, operation, wanted)


def wanted(subject: Subject, operation: Operation) -> Iterator[tuple[str, bool]]:
    """The required inputs of a call of ``operation``, and whether each is in the body."""
    for name, one in inputs(operation):
        if one.node.get("in") == "path" and name not in uri_template.variables(operation.template):
            continue
        # A hidden parameter without a default is a mistake that another rule reports.
        if (
            one.required
            and one.node.get("in") != "body"
            and "default" not in one.node
            and not schema_paths.hidden(one.node)
        ):
            yield name, False
    body = operation.body
    if body is not None and body.required:
        start = _content(body)
        for part in schema_paths.parts(subject, start):
            fields = mapping(part.node.get("properties"))
            for key in listed(part.node.get("required")):
                if isinstance(key, str) and "default" not in mapping(fields.get(key)):
                    yield key, True

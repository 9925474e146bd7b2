"""Calls: the places that have another operation called while a flow is edited, and what they take from where."""

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
    """One call. ``at`` is what it fills, None for the connector as a whole; ``key`` the extension that asks for it.

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
        """Written in the newer of the two spellings."""
        return self.key in (LIST, PROPERTIES, TREE)

    @property
    def paths(self) -> tuple[str, str, str]:
        """The keys of the list, of the value and of the title in the response; "" for what it does not have."""
        if self.key == VALUES:
            return "value-collection", "value-path", "value-title"
        if self.key in (LIST, TREE):
            return "itemsPath", "itemValuePath", "itemTitlePath"
        return "", {SCHEMA: "value-path", PROPERTIES: "itemValuePath"}.get(self.key, ""), ""

    @property
    def lists(self) -> bool:
        """Whether choices are listed, in place of a shape or nothing."""
        return self.key in (VALUES, LIST, TREE)

    @property
    def target_id(self) -> str:
        """The operationId that is called; "" for none."""
        said = self.node.get("operationId")
        return said if isinstance(said, str) else ""

    @property
    def arguments(self) -> Plain:
        """What is sent, by name."""
        return mapping(self.node.get("parameters"))


def calls(subject: Subject) -> list[Call]:
    """Every call of a connector, in the order of its kinds of nodes."""
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
    """The call that says the same in the older spelling beside this one; None for a call in that spelling."""
    key = {LIST: VALUES, PROPERTIES: SCHEMA}.get(call.key, "")
    return subject.once(_by_place).get((call.at.pointer, key)) if key and call.at else None


def _by_place(subject: Subject) -> dict[tuple[str, str], Call]:
    return {(call.at.pointer, call.key): call for call in calls(subject) if call.at is not None}


def newer(subject: Subject, call: Call) -> Call | None:
    """The call that says the same in the newer spelling beside this one."""
    key = {VALUES: LIST, SCHEMA: PROPERTIES}.get(call.key, "")
    return subject.once(_by_place).get((call.at.pointer, key)) if key and call.at else None


def named(call: Call, subject: Subject) -> str:
    """What a call fills, in the words of a maker: ``the drop-down of 'Shop' of 'Create an order'``."""
    if call.at is None:
        return "the test of a connection" if call.part == "testConnection" else f"'{call.part}' of the file picker"
    part = f" ('{call.part}')" if call.part else ""
    return f"the {_WHAT[call.key]}{part} of {thing(call.at, subject)}"


def start(text: str) -> str:
    """A text as the start of a sentence."""
    return text[:1].upper() + text[1:]


def choose(names: Iterable[str]) -> str:
    """A way out that lists the names that there are, as long as they are few."""
    listed = sorted(set(names))
    if len(listed) < 2:
        return f"There is only '{listed[0]}'." if listed else ""
    return f"Use one of: {', '.join(listed[:8])}{' ...' if len(listed) > 8 else ''}."


def argument(call: Call, name: str) -> str:
    """The pointer of an argument of a call."""
    return f"{call.pointer}/parameters/{escape(name)}"


def thing(at: At, subject: Subject) -> str:
    """A parameter, a field or a shape, and where it stands."""
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
    """The operations in which a node counts: its own, or all that share it or deliver to its path."""
    if at.operation is not None:
        return [at.operation]
    owner: At = at.top if at.kind == "schema" else at
    while owner.kind in ("schema", "items", "header") and owner.role != "definition" and owner.parent is not None:
        owner = owner.parent
    return subject.once(_users).get(owner.pointer, [])


def _users(subject: Subject) -> dict[str, list[Operation]]:
    """The operations by the pointer of each parameter, answer, event and type that they share."""
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
    """The input of ``operation`` that a call means by ``name``: a parameter, or a field of its body.

    ``body/shop/id`` starts at the body parameter; the older spelling leaves that out, and may have dots
    (``shop.id``). Names are compared without regard to case, as the designer does.
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
    """A field of a body by its path: with slashes, or with dots, as the designer names nested inputs."""
    found = schema_paths.follow(subject, _content(body), name, through_lists=True)
    if isinstance(found, Lost) and "." in name:
        dotted = schema_paths.follow(subject, _content(body), name.replace(".", "/"), through_lists=True)
        found = dotted if isinstance(dotted, Spot) else found
    return found


def uncertain(operation: Operation, name: str) -> bool:
    """Whether an input may be there although no parameter has that name: one has none, or refers to nothing."""
    if name in uri_template.variables(operation.template):
        return True
    listed_ = operation.node.get("parameters", [])
    sound = isinstance(listed_, list) and all(isinstance(one, dict) for one in listed_)
    return not sound or any("$ref" in one.node or not one.name for one in operation.parameters)


def field_of_body(subject: Subject, operation: Operation, name: str) -> bool:
    """Whether the body of an operation declares a field of that name."""
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
    """Whether an argument is a value written out as its extension wants, and that value."""
    if not call.newer:
        return not isinstance(said, dict), said
    entry = mapping(said)
    return set(entry) == {"value"}, entry.get("value")


def reference(call: Call, said: Json) -> str:
    """The input that an argument takes its value from; "" for none."""
    found = mapping(said).get("parameterReference" if call.newer else "parameter")
    return found if isinstance(found, str) else ""


def referring(subject: Subject, call: Call) -> Iterator[tuple[str, str, Operation, Spot | Lost]]:
    """Each argument that takes an input of an operation: its name, the input's, that operation and the input."""
    if call.at is None:
        return
    for name, said in call.arguments.items():
        wanted = reference(call, said)
        for operation in users(subject, call.at) if wanted else ():
            yield name, wanted, operation, taken(subject, operation, wanted)


def wanted(subject: Subject, operation: Operation) -> Iterator[tuple[str, bool]]:
    """Inputs that a call of ``operation`` must be given, and whether each is in the body."""
    for name, one in inputs(operation):
        if one.node.get("in") == "path" and name not in uri_template.variables(operation.template):
            continue
        # What is hidden and has no default is the fault of the parameter, which a rule of its own says.
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

"""The index of a published connector: walked once, so that a rule looks only at its own kind of nodes.

The documents may be invalid: only a node with the form that its place requires is indexed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import TypedDict, TypeVar, Unpack, cast

from connectorkit.model import json_pointer
from connectorkit.model.connector import Json
from connectorkit.model.http_methods import METHODS
from connectorkit.model.json_pointer import escape
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.model.record import record

Plain = dict[str, Json]
Made = TypeVar("Made")
MAX_DEPTH = 100


class At:
    """A node of the swagger and its place.

    ``kind``: root, info, path, operation, parameter, items, response, header, schema, notification, tag or security.
    ``name`` is that of the property, parameter, path or definition, or the status.
    ``role`` of a schema: root, property, items, additional, part (of allOf) or definition; of a parameter:
    own, path or shared. ``required``: the object around it, or the parameter itself, requires it.
    """

    __slots__ = ("kind", "name", "node", "operation", "parent", "pointer", "required", "role")

    def __init__(
        self,
        kind: str,
        pointer: str,
        node: Plain,
        name: str = "",
        parent: At | None = None,
        operation: Operation | None = None,
        role: str = "",
        required: bool = False,
    ) -> None:
        self.kind, self.pointer, self.node, self.name = kind, pointer, node, name
        self.parent, self.operation, self.role, self.required = parent, operation, role, required

    def text(self, key: str) -> str:
        """The string under ``key``; "" for anything else."""
        value = self.node.get(key)
        return value if isinstance(value, str) else ""

    def has(self, key: str) -> bool:
        """Whether ``key`` has a value; a blank string counts as missing."""
        return not empty(self.node.get(key))

    def at(self, *steps: str | int) -> str:
        """The JSON pointer of the value ``steps`` below."""
        return self.pointer + json_pointer.join(steps)

    @property
    def internal(self) -> bool:
        """Whether it is hidden from makers, by itself or by a node above it."""
        here: At | None = self
        while here is not None:
            if here.node.get("x-ms-visibility") == "internal":
                return True
            here = here.parent
        return False

    @property
    def title(self) -> str:
        """The title that a maker sees, or else the name."""
        return self.text("x-ms-summary") or self.text("title") or self.name

    @property
    def path(self) -> str:
        """The path of a field from the top of its body or response, e.g. ``data.messages[].status``; "" at the top."""
        if self.kind != "schema" or self.role in ("root", "definition") or self.parent is None:
            return ""
        above = self.parent.path
        if self.role == "property":
            return f"{above}.{self.name}" if above else self.name
        return f"{above}[]" if self.role == "items" else above

    @property
    def top(self) -> At:
        """The outermost schema around this one, or itself."""
        here = self
        while here.parent is not None and here.parent.kind == "schema":
            here = here.parent
        return here


class Operation(At):
    """An operation. ``parameters`` include those of its path; references in them and in ``responses`` are resolved."""

    __slots__ = ("id", "item", "method", "parameters", "responses", "template")

    def __init__(self, pointer: str, node: Plain, item: At, method: str) -> None:
        super().__init__("operation", pointer, node, method, item)
        self.item, self.method, self.template = item, method, item.name
        self.id = self.text("operationId")
        self.parameters: list[At] = []
        self.responses: list[At] = []

    @property
    def called(self) -> str:
        """The name of the operation for messages, in quotes."""
        return f"'{short(self.text('summary')) or short(self.id) or short(f'{self.method.upper()} {self.template}')}'"

    @property
    def hidden(self) -> bool:
        """Whether makers never see it."""
        return self.node.get("x-ms-visibility") == "internal"

    @property
    def trigger(self) -> bool:
        """Whether makers see a trigger."""
        return "x-ms-trigger" in self.node

    @property
    def body(self) -> At | None:
        """The body parameter, if there is one."""
        return next((p for p in self.parameters if p.node.get("in") == "body"), None)


@record
class Subject:
    """A connector that rules check.

    ``files`` are the files beside both documents by lower-case name; ``names`` are those of all files of the folder.
    ``published``: it was read from the JSON files of a connector. Otherwise it was rendered from a YAML source, and
    parts that the toolkit generates are not checked. ``size`` is that of the definition in bytes, ``text`` its
    text, "" when it was rendered. ``tools`` are the tools that a source declares, in its keys, by the pointer of
    their MCP server. ``kept`` holds results of earlier checks.
    """

    definition: Plain
    properties: Plain | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    published: bool = False
    folder: bool = False
    size: int = 0
    text: str = ""
    names: tuple[str, ...] = ()
    profile: str = "certified"
    tools: Mapping[str, list[Plain]] = field(default_factory=dict)
    kept: Kept = NOTHING
    nodes: dict[str, list[At]] = field(default_factory=dict)
    operations: list[Operation] = field(default_factory=list)
    shared: dict[str, At] = field(default_factory=dict)
    _keys: dict[str, dict[str, list[At]]] = field(default_factory=dict)
    _ids: dict[str, Operation] = field(default_factory=dict)
    _made: dict[object, object] = field(default_factory=dict)

    def once(self, make: Callable[[Subject], Made]) -> Made:
        """The result of ``make`` for this connector, computed once for all rules."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("Made", self._made[make])

    def of(self, kind: str) -> list[At]:
        """All nodes of one kind, in the order of the document."""
        return self.nodes.get(kind, [])

    def having(self, kind: str, key: str) -> list[At]:
        """The nodes of one kind that have ``key``, from an index."""
        if kind not in self._keys:
            index: dict[str, list[At]] = {}
            for at in self.of(kind):
                for name in at.node:
                    if name in index:
                        index[name].append(at)
                    else:
                        index[name] = [at]
            self._keys[kind] = index
        return self._keys[kind].get(key, [])

    def keys(self, kind: str) -> Mapping[str, list[At]]:
        """The nodes of one kind by each of their keys."""
        self.having(kind, "")
        return self._keys[kind]

    def operation(self, operation_id: str) -> Operation | None:
        """The first operation with that operationId, or None."""
        if not self._ids:
            for one in reversed(self.operations):
                self._ids[one.id] = one
        return self._ids.get(operation_id) if operation_id else None

    def at(self, reference: Json) -> At | None:
        """The target of a local ``$ref``, references followed; None when there is none."""
        seen = set()
        while isinstance(reference, str) and reference not in seen:
            seen.add(reference)
            found = self.shared.get(reference)
            if found is None or "$ref" not in found.node:
                return found
            reference = found.node["$ref"]
        return None

    def resolved(self, at: At) -> At:
        """``at`` with its references followed; itself without a reference, or with a broken one."""
        return (self.at(at.node["$ref"]) or at) if "$ref" in at.node else at

    @property
    def root(self) -> At:
        """The definition as a node."""
        return self.nodes["root"][0]

    @property
    def info(self) -> At:
        """The ``info`` of the definition as a node; empty where there is none."""
        return self.nodes["info"][0]


class Beside(TypedDict, total=False):
    """The optional attributes of a :class:`Subject`."""

    files: Mapping[str, bytes]
    published: bool
    folder: bool
    size: int
    text: str
    names: tuple[str, ...]
    profile: str
    tools: Mapping[str, list[Plain]]
    kept: Kept


def subject(definition: Plain, properties: Plain | None = None, **more: Unpack[Beside]) -> Subject:
    """Walk both documents of a connector; ``more`` are the further attributes of :class:`Subject`."""
    made = Subject(definition, properties, **more)
    _Walk(made).root()
    return made


def short(text: str, most: int = 60) -> str:
    """A text on one line, shortened to ``most`` characters."""
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= most else line[: most - 3] + "..."


def empty(node: Json) -> bool:
    """Whether a value is missing: null, or a blank string."""
    return not node.strip() if isinstance(node, str) else node is None


def mapping(node: Json) -> Plain:
    """An object, empty for anything else."""
    return node if isinstance(node, dict) else {}


def listed(node: Json) -> list[Json]:
    """A list, empty for anything else."""
    return node if isinstance(node, list) else []


def _identity(parameter: At) -> tuple[str, str]:
    """The identity of a parameter in an operation."""
    return str(parameter.node.get("name")), str(parameter.node.get("in"))


class _Walk:
    def __init__(self, subject: Subject) -> None:
        self.subject = subject

    def add(self, at: At) -> At:
        self.subject.nodes.setdefault(at.kind, []).append(at)
        return at

    def root(self) -> None:
        root = self.add(At("root", "", self.subject.definition))
        self.add(At("info", "/info", mapping(root.node.get("info")), parent=root))
        for name, one in self.entries(root, "definitions"):
            at = At("schema", f"/definitions/{escape(name)}", one, name, role="definition")
            self.subject.shared[f"#/definitions/{name}"] = at
            self.schema(at, 0)
        for name, one in self.entries(root, "parameters"):
            self.subject.shared[f"#/parameters/{name}"] = self.parameter(
                At("parameter", f"/parameters/{escape(name)}", one, str(one.get("name", name)), role="shared")
            )
        for name, one in self.entries(root, "responses"):
            self.subject.shared[f"#/responses/{name}"] = self.response(
                At("response", f"/responses/{escape(name)}", one, name, role="shared")
            )
        for name, one in self.entries(root, "securityDefinitions"):
            self.add(At("security", f"/securityDefinitions/{escape(name)}", one, name, root))
        for index, tag in enumerate(listed(root.node.get("tags"))):
            if isinstance(tag, dict):
                self.add(At("tag", f"/tags/{index}", tag, str(tag.get("name", "")), root))
        for path, item in self.entries(root, "paths"):
            if not path.startswith("x-"):
                self.path(At("path", f"/paths/{escape(path)}", item, path, root))

    def entries(self, at: At, key: str) -> Iterator[tuple[str, Plain]]:
        for name, one in mapping(at.node.get(key)).items():
            if isinstance(one, dict):
                yield name, one

    def path(self, item: At) -> None:
        self.add(item)
        own = self.parameters(item, None)
        for method, node in item.node.items():
            if method in METHODS and isinstance(node, dict):
                self.operation(Operation(f"{item.pointer}/{method}", node, item, method), own)
        content = item.node.get("x-ms-notification-content")
        if isinstance(content, dict):
            at = self.add(At("notification", f"{item.pointer}/x-ms-notification-content", content, item.name, item))
            self.below(at, "schema", "schema", "root", 0)

    def operation(self, at: Operation, inherited: list[At]) -> None:
        self.add(at)
        self.subject.operations.append(at)
        own = self.parameters(at, at)
        taken = {_identity(p) for p in own if isinstance(p.node.get("name"), str)}
        at.parameters = [p for p in inherited if _identity(p) not in taken] + own
        for status, one in self.entries(at, "responses"):
            if status.startswith("x-"):
                continue
            here = At("response", f"{at.pointer}/responses/{escape(status)}", one, status, at, at)
            at.responses.append(self.subject.at(one["$ref"]) or here if "$ref" in one else self.response(here))
            if "$ref" in one:
                self.add(here)

    def parameters(self, above: At, operation: Operation | None) -> list[At]:
        found = []
        for index, one in enumerate(listed(above.node.get("parameters"))):
            if not isinstance(one, dict):
                continue
            name = one.get("name")
            at = At(
                "parameter",
                f"{above.pointer}/parameters/{index}",
                one,
                name if isinstance(name, str) else "",
                above,
                operation,
                "own" if operation else "path",
                one.get("required") is True,
            )
            shared = self.subject.at(one["$ref"]) if "$ref" in one else None
            found.append(shared or self.parameter(at))
            if shared:
                self.add(at)
        return found

    def parameter(self, at: At) -> At:
        self.add(at)
        self.below(at, "schema", "schema", "root", 0)
        self.below(at, "items", "items", "items", 0)
        return at

    def response(self, at: At) -> At:
        self.add(at)
        self.below(at, "schema", "schema", "root", 0)
        for name, one in self.entries(at, "headers"):
            self.add(At("header", f"{at.pointer}/headers/{escape(name)}", one, name, at, at.operation))
        return at

    def below(self, above: At, key: str, kind: str, role: str, depth: int) -> None:
        node = above.node.get(key)
        if isinstance(node, dict):
            at = At(kind, f"{above.pointer}/{key}", node, "", above, above.operation, role, above.required)
            if kind == "schema":
                self.schema(at, depth)
            else:
                self.add(at)
                self.below(at, key, kind, role, depth + 1)

    def schema(self, at: At, depth: int) -> None:
        self.add(at)
        node = at.node
        if depth > MAX_DEPTH or (len(node) == 1 and "$ref" in node):
            return
        properties = node.get("properties")
        if isinstance(properties, dict):
            wanted = node.get("required")
            required = set(map(str, wanted)) if isinstance(wanted, list) else set()
            start = f"{at.pointer}/properties/"
            for name, below in properties.items():
                if isinstance(below, dict):
                    self.schema(
                        At("schema", start + escape(name), below, name, at, at.operation, "property", name in required),
                        depth + 1,
                    )
        for key, role in (("items", "items"), ("additionalProperties", "additional")):
            if key in node:
                self.below(at, key, "schema", role, depth + 1)
        parts = node.get("allOf")
        for index, part in enumerate(parts if isinstance(parts, list) else ()):
            if isinstance(part, dict):
                self.schema(At("schema", f"{at.pointer}/allOf/{index}", part, "", at, at.operation, "part"), depth + 1)

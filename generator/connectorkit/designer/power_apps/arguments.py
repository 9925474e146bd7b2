"""Arguments of a function: by position, or as a field of its last record.

The rules are those of ``ConnectorFunction.Initialize`` and ``OpenApiParser.ValidateSupportedOpenApiParameters``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.designer.javascript import Plain, same
from connectorkit.designer.power_apps.nodes import Node, Nodes
from connectorkit.designer.power_apps.types import DEPRECATED, FILE_AMONG, ITEMS, STYLE, Fault, Types, properties
from connectorkit.model.json_value import Json, listed, mapping

POSITIONS = ("path", "query", "header", "body")
"""The order of required inputs: by where they are sent, and there as they are written; form fields are a body."""
_JSON, _FORM, _FILES = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"
_MEDIA = (_JSON, _FORM, "text/json", _FILES)
_STYLES = ("ssv", "tsv", "pipes")


class Argument(NamedTuple):
    """One input. ``name``: in a formula; ``wire``: in the definition. ``place``: one of POSITIONS."""

    name: str
    wire: str
    type: str
    place: str
    pointer: str


class LeftOut(NamedTuple):
    """An input that a formula cannot set, and why."""

    name: str
    why: str
    pointer: str


def positional(node: Plain, required: bool, in_required_body: bool = False) -> bool:
    """Whether an input is a positional argument of a formula.

    An internal one with a default is positional, too, in a required body: Power Fx keeps the behaviour of Power Apps.
    """
    internal = same(node.get("x-ms-visibility"), "internal")
    return required and (not internal or (in_required_body and node.get("default") is not None))


class Arguments:
    """The inputs of one operation, in the order of the definition; ``hidden``: sent with their default."""

    def __init__(self, nodes: Nodes, types: Types) -> None:
        self._nodes, self._types = nodes, types
        self.required: list[Argument] = []
        self.optional: list[Argument] = []
        self.hidden: list[Argument] = []
        self.left_out: list[LeftOut] = []
        self.faults: list[Fault] = []

    @property
    def positional(self) -> list[Argument]:
        """The required inputs in the order of a formula."""
        return sorted(self.required, key=lambda one: POSITIONS.index(one.place))

    def read(self, operation: Node, shared: list[Node]) -> None:
        """Take all inputs of an operation; ``shared`` are the parameters of its path, which Power Apps ignores."""
        parameters = self._nodes.each(operation, "parameters")
        for one in parameters:
            if one.text("in") in ("path", "query", "header") and one.text("name"):
                self._parameter(one)
        bodies = [one for one in parameters if one.text("in") == "body"]
        form = [one for one in parameters if one.text("in") == "formData" and one.text("name")]
        media = self._media(operation, _JSON if bodies else _FORM)
        if bodies:
            self._body(bodies[-1], media)
        elif form:
            self._form(form, media)
        own = {(one.text("name"), one.text("in")) for one in parameters}
        for one in shared:
            if (one.text("name"), one.text("in")) not in own and one.text("in") not in ("body", "formData"):
                self.left_out.append(LeftOut(one.text("name"), "it is a parameter of the path", one.site))

    def _parameter(self, one: Node) -> None:
        name, required = one.text("name"), one.node.get("required") is True
        if one.node.get("deprecated") is True:
            self.faults.append(Fault(DEPRECATED, f"the parameter '{name}' is deprecated", f"{one.pointer}/deprecated"))
        if one.text("collectionFormat") in _STYLES:
            style = one.text("collectionFormat")
            text = f"the array '{name}' is sent in the form '{style}'"
            self.faults.append(Fault(STYLE, text, f"{one.pointer}/collectionFormat"))
        self._add(one, Argument(name, name, "", one.text("in"), one.site), required)

    def _add(self, one: Node, made: Argument, required: bool, in_required_body: bool = False) -> None:
        """Take one input; an internal required one needs a default."""
        if one.internal and required and one.node.get("default") is None:
            self.left_out.append(LeftOut(made.name, _NO_DEFAULT, one.site))
            return
        given = positional(one.node, required, in_required_body)
        kept = self.required if given else self.hidden if required else self.optional
        kept.append(made._replace(type=self._types.of(one, made.name)))

    def _media(self, operation: Node, usual: str) -> list[str]:
        for one in (operation, self._nodes.root):
            written = [kind for kind in listed(one.node.get("consumes")) if isinstance(kind, str)]
            if written:
                return written
        return [usual]

    def _body(self, body: Node, media: list[str]) -> None:
        schema = self._nodes.below(body, "schema")
        name, required = body.text("name") or "body", body.node.get("required") is True
        inner = properties(self._nodes, schema)
        said = schema.node.get("type")
        if not _read(media, bool(inner), said if isinstance(said, str) else ""):
            known = "its schema has no type that Power Apps sends as JSON" if _JSON in media else _media_of(media)
            self.left_out.append(LeftOut(name, known, body.site))
        elif isinstance(schema.node.get("items"), dict) and said != "array":
            text = f"the body '{name}' has items but is not an array"
            self.faults.append(Fault(ITEMS, text, f"{schema.pointer}/items"))
        elif inner or schema.node.get("allOf"):
            self._fields(inner, listed(schema.node.get("required")), required)
            self._parts(schema)
        else:
            file = said == "string" and schema.node.get("format") == "binary"
            made = Argument("file" if file else name, name, self._types.of(schema, name), "body", body.site)
            (self.required if required else self.optional).append(made)

    def _fields(self, fields: list[tuple[str, Node]], required: list[Json], needed: bool) -> None:
        """Take the fields of a body; ``needed``: the body is required."""
        for name, one in fields:
            self._add(one, Argument(name, name, "", "body", one.site), name in required, needed)
        if len(fields) > 1 and (files := [name for name, one in fields if one.node.get("format") == "binary"]):
            text = f"the body has other fields in addition to the file '{files[0]}'"
            self.faults.append(Fault(FILE_AMONG, text, dict(fields)[files[0]].site))

    def _parts(self, schema: Node) -> None:
        for part in self._nodes.each(schema, "allOf"):
            for name, one in properties(self._nodes, part):
                if name not in mapping(schema.node.get("properties")):
                    self.left_out.append(LeftOut(name, "it comes from allOf, which Power Apps ignores", one.site))

    def _form(self, form: list[Node], media: list[str]) -> None:
        if not _read(media, True, "object"):
            self.left_out += (LeftOut(one.text("name"), _media_of(media), one.site) for one in form)
            return
        required: list[Json] = [one.text("name") for one in form if one.node.get("required") is True]
        self._fields([(one.text("name"), one) for one in form], required, False)


_NO_DEFAULT = "it is internal, required and without a default"


def _read(media: list[str], has_fields: bool, said: str) -> bool:
    """Whether Power Apps supports a media type for the body. Source: ``GetContentTypeAndSchema``."""
    return any(kind in media for kind in _usable(has_fields, said))


def _usable(has_fields: bool, said: str) -> Iterator[str]:
    for kind in _MEDIA:
        if kind == _JSON and not (has_fields or said in ("object", "array", "string")):
            continue
        if not (kind == "text/json" and has_fields):
            yield kind


def _media_of(media: list[str]) -> str:
    return f"Power Apps does not send the media type {' or '.join(media[:3])}"

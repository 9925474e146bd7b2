"""Parts of the new definition in the source format, and as the source renders them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from connectorkit.importing.swagger2 import guesses, shared_extras
from connectorkit.importing.swagger2.operations import Paths
from connectorkit.importing.swagger2.schemas import REFERENCE, Converter
from connectorkit.model import compare, json_pointer
from connectorkit.model.connector import UNSET, Json, Unset
from connectorkit.read import nodes
from connectorkit.read.yaml_document import Node
from connectorkit.resolve import swagger_style
from connectorkit.update.sides import Plain, mapping, same
from connectorkit.validate import exact_keys, key_order
from connectorkit.validate.key_order import Place

_MOST_DEEP = 12


class Recursive(Exception):
    """A recursive type cannot be expanded."""


def written_out(document: Plain, node: Json, depth: int = 0) -> Json:
    """A value with every reference replaced by its type, up to a depth."""
    if isinstance(node, list):
        return [written_out(document, one, depth) for one in node]
    if not isinstance(node, dict):
        return node
    target = node.get("$ref")
    if isinstance(target, str) and target.startswith(REFERENCE) and depth < _MOST_DEEP:
        named = mapping(document.get("definitions", UNSET)).get(target.removeprefix(REFERENCE))
        inner = written_out(document, named, depth + 1)
        return {**mapping(inner), **{key: one for key, one in node.items() if key != "$ref"}}
    return {key: written_out(document, one, depth) for key, one in node.items()}


@dataclass(slots=True)
class Words:
    """Converts parts of ``new`` to the style of a source, whose definition is ``current``.

    ``types`` collects the types that these parts need, by their names in the source, as the source renders them. If the
    source has no definitions, types are expanded.
    """

    root: Node
    new: Plain
    current: Plain
    base: Plain
    types: Plain = field(default_factory=dict)

    def rendered(self, value: Json) -> Json:
        """A value of the new definition, as the source will render it. Raises Recursive."""
        if not self._style.definitions:
            if _endless(self.new, value, ()):
                raise Recursive
            return written_out(self.new, value)
        return self._renamed(value)

    def _renamed(self, value: Json) -> Json:
        if isinstance(value, list):
            return [self._renamed(one) for one in value]
        if not isinstance(value, dict):
            return value
        made: Plain = {key: self._renamed(one) for key, one in value.items()}
        target = value.get("$ref")
        if isinstance(target, str) and target.startswith(REFERENCE):
            made["$ref"] = REFERENCE + self._type(target.removeprefix(REFERENCE))
        elif isinstance(target, str):
            return self._renamed(_followed(self.new, target))
        return made

    def _type(self, name: str) -> str:
        """The name of a type in the source; a new one gets a free name and is added to ``types``."""
        known, was = (mapping(one.get("definitions", UNSET)) for one in (self.current, self.base))
        new = mapping(self.new.get("definitions", UNSET)).get(name)
        if name in self.types or (name in known and (name in was or same(known[name], new))):
            return name
        free, number = name, 2
        while free in known:
            free, number = f"{name}_{number}", number + 1
        if free not in self.types:
            self.types[free] = {}
            self.types[free] = self._renamed(new if new is not None else {})
        return free

    @property
    def _style(self) -> swagger_style.Style:
        return swagger_style.of(self.root)

    @property
    def converter(self) -> Converter:
        """The converter from rendered schemas to fields."""
        known = mapping(self.current.get("definitions", UNSET)).keys() | self.types.keys()
        return Converter(self._style, frozenset(known))

    @property
    def _paths(self) -> Paths:
        said = {key: nodes.texts(self.root, f"operations_{key[:-1]}") for key in ("consumes", "produces")}
        everywhere = {key: list(one) for key, one in said.items() if one is not None}
        known: Plain = {**mapping(self.current.get("definitions", UNSET)), **self.types}
        return Paths(self.converter, everywhere=everywhere, document={"definitions": known})

    def property(self, name: str, schema: Json, required: bool) -> Json:
        """A schema as the field ``name``."""
        whole: Plain = {"type": "object", "properties": {name: schema}, **({"required": [name]} if required else {})}
        return mapping(mapping(self.field(whole)).get("fields", UNSET))[name]

    def field(self, schema: Json) -> Json:
        """A schema as a field."""
        return self._gathered(self.converter.field(schema), key_order.top("field"))

    def _gathered(self, made: Json, place: Place) -> Json:
        exact_keys.gather(made, place)
        return made

    def parameter(self, path: str, one: Plain) -> Plain:
        """The entry of `parameters`, or the `body`, of an operation."""
        node: Plain = {}
        operation: Plain = {"operationId": "x", "parameters": [one], "responses": {}}
        entries = self._paths.entries(path, {"get": operation})
        exact_keys.gather(entries[0], key_order.top("operation"))
        for key in ("parameters", "body"):
            if key in entries[0]:
                node[key] = entries[0][key]
        return node

    def response(self, status: str, one: Json) -> Json:
        """An entry of `responses`."""
        made: Plain = {status: self._paths.response(status, one)}
        exact_keys.gather({"responses": made}, key_order.top("operation"))
        return made[status]

    def type(self, name: str) -> Json:
        """A named type."""
        made = self.converter.field(self.types[name], style=replace(self._style.fields, descriptions="none"))
        return self._gathered(made, key_order.top("field"))

    def operation(self, path: str, item: Plain) -> list[Plain]:
        """The entries of `operations` for the operation on a path."""
        entries = self._paths.entries(path, mapping(compare.effective({"paths": {path: item}})["paths"])[path])
        for node in entries:
            if "path" not in node:
                self._lean(node)
                shared_extras.lean(node, nodes.plain(self.root, shared_extras.KEY))
        marked = guesses.mark(entries, {})
        for node in marked:
            exact_keys.gather(node, key_order.top("operation"))
        return marked

    def _lean(self, node: Plain) -> None:
        """Use the default responses of the connector, and opt out of those that the operation does not have."""
        usual = nodes.entries(self.root, "default_responses")
        if not usual or "trigger" in node or "mcp" in node:
            return
        own = dict(mapping(node.get("responses", UNSET)))
        for status, said in usual.items():
            if status not in own:
                own[status] = False
            elif same(own[status], said.plain()):
                del own[status]
        node.pop("responses", None)
        if own:
            node["responses"] = own


def _followed(document: Plain, target: str) -> Json:
    found = json_pointer.find(document, target[1:], UNSET) if target.startswith("#/") else UNSET
    return {} if isinstance(found, Unset) else found


def _endless(document: Plain, node: Json, above: tuple[str, ...]) -> bool:
    if isinstance(node, list):
        return any(_endless(document, one, above) for one in node)
    if not isinstance(node, dict):
        return False
    target = node.get("$ref")
    if isinstance(target, str) and target.startswith(REFERENCE):
        if target in above:
            return True
        named = mapping(document.get("definitions", UNSET)).get(target.removeprefix(REFERENCE))
        return _endless(document, named, (*above, target))
    return any(_endless(document, one, above) for one in node.values())


def used(types: Plain, values: list[Json]) -> list[str]:
    """The names of ``types`` that some values use, directly or indirectly."""
    found: list[str] = []
    waiting = list(values)
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            waiting += node.values()
            name = str(node.get("$ref", "")).removeprefix(REFERENCE)
            if name in types and name not in found:
                found.append(name)
                waiting.append(types[name])
    return [name for name in types if name in found]

"""The possible changes of the YAML for a step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from connectorkit.check.engine.rule import Edit
from connectorkit.check.fix.yaml_edits import YamlText
from connectorkit.check.locate import YamlPlaces
from connectorkit.edit.draft import Draft
from connectorkit.edit.yaml_tree import Changes
from connectorkit.importing import layout
from connectorkit.model import json_pointer
from connectorkit.model.connector import UNSET, Connector
from connectorkit.model.file_names import DEFINITION
from connectorkit.read.yaml_document import Node
from connectorkit.render.editor import source_files
from connectorkit.style import style
from connectorkit.update.overlaying import Overlay
from connectorkit.update.own_responses import OwnResponses
from connectorkit.update.pageable import Pageable
from connectorkit.update.rewriting import Rewriter
from connectorkit.update.sides import Plain, mapping
from connectorkit.update.steps import Step
from connectorkit.update.words import Words
from connectorkit.validate import exact_keys, key_order
from connectorkit.write import yaml_text


class Way(NamedTuple):
    """One way to make a step: changes of files, and the texts of new files by name."""

    changes: Changes
    files: dict[str, str]


@dataclass(slots=True)
class Writer:
    """Finds the ways of a step in the files of ``draft``, whose source was resolved to ``connector``."""

    draft: Draft
    connector: Connector
    current: Plain
    words: Words
    places: YamlPlaces = field(init=False)
    text: YamlText = field(init=False)
    _own: OwnResponses = field(init=False)
    _rewriter: Rewriter = field(init=False)
    _overlay: Overlay = field(init=False)
    _pageable: Pageable = field(init=False)
    _last: Node | None = None
    _names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.places = YamlPlaces(self.draft.source, self.connector)
        self.text = YamlText(self.places, self.draft.tree.texts, {DEFINITION: self.current})
        self._own = OwnResponses(self.text, self.draft.source.root, self._node)
        self._rewriter = Rewriter(self.text, self.current, self.words, self._node, self._own)
        self._pageable = Pageable(self.text, self.current, self._node)
        self._overlay = Overlay(self.text, self.current, self._rewriter.after, self._node, self._own)

    def ways(self, step: Step) -> list[Way]:
        """The ways to make a step, the best first; none where the source does not declare it literally."""
        make: dict[str, Callable[[Step], Iterator[Changes | None]]] = {
            "set": self._set,
            "remove": self._remove,
            "require": self._require,
            "optional": self._optional,
            "property": self._property,
            "parameter": self._parameter,
            "response": self._response,
            "choice": self._choice,
            "replace": self._replace,
            "request": self._request,
            "server": self._server,
        }
        if step.kind == "operation":
            return self._operation(step)
        whole = step.key == "schema" and step.kind == "set"
        found = make[step.kind](step) if step.kind in make and not whole else iter(())
        last = self._rewriter.schema(step) if whole else self._response_of_its_own(step)
        return [Way(one, {}) for one in (*found, *self._rewriter.ways(step), *last) if one]

    def _response_of_its_own(self, step: Step) -> Iterator[Changes | None]:
        """A key of a default response that is another one in one operation."""
        if step.kind == "set":
            yield from self._own.ways(step.pointer, {step.key: step.value})

    def makes(self, step: Step) -> tuple[str, str] | None:
        """The parent that a step must create first, such as `parameters`; None when it exists."""
        place = {"response": "responses", "parameter": "parameters", "property": "properties"}.get(step.kind)
        if place is None:
            return None
        node = self._node(step.pointer)
        if step.kind == "property":
            return None if self._node(f"{step.pointer}/properties") else (step.pointer, place)
        return None if node is not None and node.get(place) is not None else (step.pointer, place)

    def _node(self, pointer: str) -> Node | None:
        """The node for a pointer, if its file can be edited."""
        found = self.places.find(DEFINITION, pointer)
        return found.node if found.exact and self.draft.editable(found.node) else None

    def _set(self, step: Step) -> Iterator[Changes | None]:
        there = json_pointer.find(self.current, step.pointer, UNSET)
        has = isinstance(there, dict) and step.key in there
        yield from self._pageable.ways(step)
        if self._pageable.declares(step):
            return
        if step.key in ("type", "format"):
            yield from self._retyped(step)
        node = self._node(step.pointer)
        if step.key == "description" and node is not None and node.value == mapping(there).get("description"):
            yield self.text.set_scalar(node, step.value)
        if has:
            yield from self.text.ways(DEFINITION, Edit("set", step.place, step.value))
        yield from self.text.ways(DEFINITION, Edit("add", step.pointer, step.value, step.key))
        said = self._schema_keys(step)
        if said:
            yield from self._overlay.ways(step, step.pointer, said)

    def _schema_keys(self, step: Step) -> Plain:
        """The keys of a field for a value of its schema."""
        if step.key in ("type", "format"):
            there = {**mapping(json_pointer.find(self.current, step.pointer, UNSET)), step.key: step.value}
            word = self.words.converter.field({key: there[key] for key in ("type", "format") if key in there})
            return {"type": word} if isinstance(word, str) else mapping(word)
        said = mapping(self.words.converter.field({"type": "string", step.key: step.value}))
        return {key: one for key, one in said.items() if key != "type"}

    def _retyped(self, step: Step) -> Iterator[Changes | None]:
        """Set the type word that combines type and format."""
        there = {**mapping(json_pointer.find(self.current, step.pointer, UNSET)), step.key: step.value}
        said = self.words.converter.field({key: there[key] for key in ("type", "format") if key in there})
        node = self._node(step.pointer)
        if node is None or not isinstance(said, str):
            return
        if isinstance(node.value, str):
            yield self.text.set_scalar(node, said)
        below = node.get("type")
        if below is not None:
            yield self.text.set_scalar(below, said)

    def _remove(self, step: Step) -> Iterator[Changes | None]:
        yield from self._pageable.ways(step)
        if step.key == "format":
            yield from self._unformatted(step)
        yield from self.text.ways(DEFINITION, Edit("remove", step.place))

    def _unformatted(self, step: Step) -> Iterator[Changes | None]:
        node, kind = self._node(step.pointer), json_pointer.find(self.current, f"{step.pointer}/type", UNSET)
        word = node.get("type") if node is not None and isinstance(node.value, dict) else node
        if word is not None and isinstance(word.value, str) and isinstance(kind, str):
            yield self.text.set_scalar(word, kind)

    def _require(self, step: Step) -> Iterator[Changes | None]:
        listed = self._node(f"{step.pointer}/required")
        if listed is not None and listed.sequence:
            yield self.text.insert_item(listed, listed.sequence[-1], yaml_text.inline(step.key, True))
        node = self._node(step.place)
        if node is not None and isinstance(node.value, str):
            yield self.text.widened(node, "type", {"required": True})
        elif node is not None:
            there = node.get("required")
            yield self.text.set_scalar(there, True) if there else self.text.insert_entry(node, "required", True)
        yield from self._overlay.ways(step, step.place, {"required": True})

    def _optional(self, step: Step) -> Iterator[Changes | None]:
        node = self._node(step.place)
        there = node.get("required") if node is not None else None
        if node is not None and there is not None:
            yield self.text.remove_entry(node, there, node.keys["required"])
            yield self.text.set_scalar(there, False)

    def _property(self, step: Step) -> Iterator[Changes | None]:
        said = mapping(step.value)
        value = self.words.property(step.key, said["schema"], said["required"] is True)
        fields = self._node(f"{step.pointer}/properties")
        if fields is not None and isinstance(fields.value, dict):
            yield self.text.insert_entry(fields, step.key, value)
        node = self._node(step.pointer)
        if node is not None and isinstance(node.value, dict) and "fields" not in node.mapping:
            yield self.text.insert_entry(node, "fields", {step.key: value})
        elif node is not None and isinstance(node.value, str):
            yield self.text.widened(node, "type", {"fields": {step.key: value}})
        yield from self._overlay.ways(step, step.pointer, {"fields": {step.key: value}})

    def _parameter(self, step: Step) -> Iterator[Changes | None]:
        node = self._node(step.pointer)
        if node is None or not isinstance(step.value, dict):
            return
        path = json_pointer.split(step.pointer)[1]
        for key, below in self.words.parameter(path, step.value).items():
            there = node.get(key)
            if there is None:
                yield self.text.insert_entry(node, key, below)
            elif key == "parameters":
                ((name, one),) = mapping(below).items()
                yield self.text.insert_entry(there, name, one)

    def _response(self, step: Step) -> Iterator[Changes | None]:
        node = self._node(step.pointer)
        if node is None:
            return
        value, there = self.words.response(step.key, step.value), node.get("responses")
        if there is None:
            yield self.text.insert_entry(node, "responses", {step.key: value})
        elif isinstance(there.value, dict):
            yield self.text.insert_entry(there, step.key, value)

    def _choice(self, step: Step) -> Iterator[Changes | None]:
        node = self._node(step.place)
        if node is not None and node.sequence:
            yield self.text.insert_item(node, node.sequence[-1], yaml_text.inline(step.value, True))
        elif node is not None and node.mapping:
            yield self.text.insert_entry(node, str(step.value), str(step.value))

    def _replace(self, step: Step) -> Iterator[Changes | None]:
        node, said = self._node(step.pointer), self._rewriter.field(step.pointer, step.value)
        if node is not None:
            yield self.text.set_value(node, said)
        yield from self._overlay.item(step.pointer, said)

    def _request(self, step: Step) -> Iterator[Changes | None]:
        node = self._node(step.pointer)
        request = node.get("request") if node is not None else None
        if request is not None:
            yield self.text.set_scalar(request, step.value)

    def _server(self, step: Step) -> Iterator[Changes | None]:
        said, root = mapping(step.value), self.draft.source.root
        server = root.get("server")
        schemes = said.get("schemes")
        first = schemes[0] if isinstance(schemes, list) and schemes else "https"
        if server is not None:
            yield self.text.set_scalar(server, f"{first}://{said.get('host', '')}{said.get('basePath', '')}")
        same = [self.text.set_scalar(node, said[key]) for key, node in self._separate(said)]
        if same and None not in same:
            yield tuple(change for one in same for change in one or ())

    def _separate(self, said: Plain) -> Iterator[tuple[str, Node]]:
        for key, word in (("host", "host"), ("basePath", "base_path")):
            node = exact_keys.get(self.draft.source.root, word)
            if node is not None and key in said and node.value != said[key]:
                yield key, node

    def _operation(self, step: Step) -> list[Way]:
        """Add an operation in its own file, after the existing ones."""
        listed = self.draft.source.root.get("operations")
        if listed is None or not listed.sequence:
            return []
        files: dict[str, str] = {}
        changes: list[Changes] = []
        entries = self.words.operation(step.key, mapping(step.value))
        for node, name in zip(entries, layout.file_names(entries), strict=True):
            chosen = self._free(name, files)
            files[chosen] = self._headed(chosen, style.written(node, "operation"))
            made = self.text.insert_item(listed, listed.sequence[-1], yaml_text.inline(chosen, True))
            if made is None:
                return []
            changes.append(made)
        return [Way(tuple(change for one in changes for change in one), files)]

    def _headed(self, name: str, text: str) -> str:
        """The text of a new file, with the line for editors if the source has such lines."""
        root = self.draft.source.root
        sibling = self.draft.text(root.span.file).text if self.draft.editable(root) else ""
        return source_files.headed_like(sibling, name, text)

    def _free(self, name: str, files: dict[str, str]) -> str:
        stem, chosen, number = name.removesuffix(".yaml"), name, 2
        while chosen in self._names or chosen in files or (self.draft.folder / chosen).exists():
            chosen, number = f"{stem}_{number}.yaml", number + 1
        self._names.add(chosen)
        return chosen

    def types(self, names: list[str]) -> list[Way]:
        """The ways to add the types that converted parts need."""
        entries: Plain = {name: self.words.type(name) for name in names}
        if not entries:
            return []
        said, source = self.draft.source.root.get("types"), self.draft.source
        home = said
        if said is not None and isinstance(said.value, str):
            home = source.trees.get(source.folder / said.text)
        elif said is not None and said.sequence:
            home = source.trees.get(source.folder / said.sequence[-1].text)
        if home is None:
            made = self.text.insert_entry(source.root, "types", "types.yaml")
            free = "types.yaml" not in source.looked and not (source.folder / "types.yaml").exists()
            text = self._headed("types.yaml", style.written(entries, key_order.TYPES))
            return [Way(made, {"types.yaml": text})] if made and free else []
        if not self.draft.editable(home) or not home.mapping:
            return []
        added = [self.text.insert_entry(home, name, one) for name, one in entries.items()]
        return [Way(tuple(change for one in added for change in one or ()), {})] if None not in added else []

"""Completion: what can be written at the cursor, also while the file is broken."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from connectorkit.check.engine import extension_keys
from connectorkit.check.rules import RULES
from connectorkit.lsp import context, grammar, own_inputs
from connectorkit.lsp.context import Context
from connectorkit.lsp.cursor import Cursor
from connectorkit.lsp.grammar import Word
from connectorkit.lsp.names import PAGE_INPUTS, PAGE_PATHS, Names
from connectorkit.lsp.shapes import ITEMS, Shape, body, responses
from connectorkit.model.file_names import SOURCE
from connectorkit.model.json_value import Json, Object
from connectorkit.read import nodes
from connectorkit.read.yaml_document import Node
from connectorkit.revise import references

# Values of CompletionItemKind in the protocol.
_PROPERTY: Final = 10
_VALUE: Final = 12
_STATUS = {"400": "Bad request", "401": "Unauthorized", "403": "Forbidden", "404": "Not found", "429": "Too many"}
_MOST_FILES = 500
_YAML: Final = (".yaml", ".yml")
_ENDINGS: Final = {
    **dict.fromkeys(("types", "inline_types", "sandbox"), _YAML),
    "icon": (".png",),
    "script": (".csx",),
    **dict.fromkeys(("intro", "prerequisites", "credentials_help", "known_issues"), (".md",)),
}
# Keys of the sandbox that name an operation, below the key that opens their mapping.
_OF_SANDBOX: Final = {("where", "operation")}
# An operation has exactly one of these keys.
_EITHER: Final = frozenset(("action", "trigger", "mcp", "path"))
# What `extra` of a part can hold, by the key that opens the part.
_PARTS = {"parameters": "parameter", "fields": "schema", "items": "schema", "body": "schema", "returns": "schema"}


def items(cursor: Cursor) -> list[Json]:
    """The completion items at the cursor."""
    lines = [cursor.lines.line(index) for index in range(len(cursor.lines.starts))]
    found = context.at(lines, cursor.line, cursor.column)
    if found is None:
        return []
    offers = _Offers(cursor, found, lines)
    if found.key:
        words, kind = list(offers.values()), _VALUE
    elif found.item:
        words, kind = list(offers.items()), _VALUE
    else:
        words, kind = list(offers.keys()), _PROPERTY
    unique = {word.text: word for word in reversed(words)}
    return [_item(cursor, found, word, kind, order) for order, word in enumerate(reversed(unique.values()))]


def _item(cursor: Cursor, found: Context, word: Word, kind: int, order: int) -> Object:
    line = cursor.line
    start = {"line": line, "character": cursor.lines.position(cursor.offset - len(found.word))["character"]}
    end = cursor.lines.position(cursor.offset + len(found.whole) - len(found.word))
    after = cursor.lines.line(line)[cursor.column + len(found.whole) - len(found.word) :]
    written = word.text if kind == _VALUE or after.lstrip().startswith(":") else f"{word.text}: "
    edit: Object = {"range": {"start": start, "end": end}, "newText": written}
    # Editors sort by label unless sortText is set: keep the order of the documentation, with likely items first.
    made: Object = {
        "label": word.text,
        "kind": kind,
        "sortText": f"{order:04}",
        "textEdit": edit,
        "filterText": word.text,
    }
    return {**made, "documentation": {"kind": "plaintext", "value": word.about}} if word.about else made


class _Offers:
    def __init__(self, cursor: Cursor, found: Context, lines: list[str]) -> None:
        self.cursor, self.found, self.lines = cursor, found, lines
        self.concept = cursor.concept
        self.names = cursor.usual_names
        self.steps = [step for step in found.path if isinstance(step, str)]
        self.place = grammar.place(self.concept, found.path)

    def keys(self) -> Iterator[Word]:
        """Keys of the mapping around the cursor."""
        last = self.steps[-1] if self.steps else ""
        if last == "with" and "policies" in self.steps:
            yield from self._unused(grammar.policy_parameters(self._template()))
        elif last == "waive":
            yield from self._unused(self._rules())
        elif last in ("extra", "info_extra", "properties_extra"):
            yield from self._unused(Word(key) for key in sorted(extension_keys.known(self._part())))
        elif last in ("responses", "default_responses"):
            yield from self._unused(Word(status, about) for status, about in _STATUS.items())
        elif (self.concept == "sandbox" and last in ("operations", "events")) or self.steps[-2:] == ["flow", "inputs"]:
            yield from self._unused(self._operations())
        elif last in ("fields", "undeclared"):
            yield from self._inherited()
        elif last == "parameters" and self.concept in ("operation", "connector"):
            yield from self._unused(own_inputs.path_variables(self.lines, self.cursor.line, self.found.indent))
        elif last == "with" and {"options", "list", "dynamic_schema", "properties"} & set(self.steps):
            yield from self._unused(self._arguments())
        decided = bool(_EITHER & self.found.beside.keys())
        for word in grammar.keys(self.place, self.found.beside):
            if not (decided and word.text in _EITHER):
                yield word

    def values(self) -> Iterator[Word]:
        """Values of the key before the cursor."""
        key, last = self.found.key, self.steps[-1] if self.steps else ""
        at = grammar.place(self.concept, (*self.found.path, key))
        if last == "with" and "policies" in self.steps:
            yield from grammar.policy_values(self._template(), key)
        elif key == "template" and "policies" in self.steps:
            yield from grammar.policy_template_names()
        elif references.kind(last, key) or (self.concept == "sandbox" and (last, key) in _OF_SANDBOX):
            yield from self._operations()
        elif key == "request" and self.concept != "sandbox" and "operations" not in self.steps[1:] and last != "items":
            yield from own_inputs.request(self.found.word, self.names.operations.values() if self.names else ())
        elif key in ("action", "trigger", "mcp") and self.concept == "operation" and not self.steps:
            yield from self._unused_id()
        elif last == "pages" and key in PAGE_INPUTS:
            yield from (Word(name) for name in self._inputs())
            yield from self._paths("request", "items")
        elif key == "from" and "with" in self.steps:
            yield from (Word(name) for name in self._inputs())
        elif key == "shared":
            yield from self._shared()
        elif self.concept == "connector" and key in _ENDINGS and not self.steps:
            yield from self._files(_ENDINGS[key])
        elif grammar.is_field(at) or (key in ("type", "ref") and grammar.is_field(self.place)):
            yield from self._types()
        else:
            yield from self._paths(key, last)
        yield from grammar.values(at)
        yield from grammar.of_platform(self.found.path, key)

    def items(self) -> Iterator[Word]:
        """Items of the list around the cursor."""
        last = self.steps[-1] if self.steps else ""
        if self.concept == "connector" and self.steps in (["operations"], ["types"], ["inline_types"]):
            yield from self._files(_YAML)
        elif last in ("operations", "script_operations", "of") or self.steps[-2:] == ["flow", "actions"]:
            yield from self._operations()
        elif last == "look_for":
            yield from self._paths("look_for", "in_doubt")
        elif grammar.is_field(self.place):
            yield from self._types()
        yield from grammar.values(self.place)
        yield from grammar.of_platform(self.found.path, "")
        if last != "look_for":
            yield from (Word(f"{one.text}: ", one.about) for one in grammar.keys(self.place, self.found.beside))

    def _unused(self, words: Iterator[Word] | list[Word]) -> Iterator[Word]:
        yield from (word for word in words if word.text not in self.found.beside)

    def _types(self) -> Iterator[Word]:
        own = [Word(name, _about(self.names, name)) for name in (self.names.types if self.names else ())]
        said = [*own, *(Word(word) for word in grammar.TYPE_WORDS)]
        yield from said
        yield from (Word(f"{word.text}{ITEMS}", "A list.") for word in said if word.text != "array")

    def _operations(self) -> Iterator[Word]:
        for name, node in self.names.operations.items() if self.names else ():
            yield Word(name, nodes.text(node, "summary"))

    def _shared(self) -> Iterator[Word]:
        source = self.cursor.source
        what = "responses" if {"responses", "default_responses"} & set(self.steps) else "parameters"
        yield from (Word(name) for name in nodes.entries(source.root, what)) if source is not None else ()

    def _rules(self) -> Iterator[Word]:
        """The ids of all rules; rules with findings in this file come first."""
        here = {one.id for one in self.cursor.library.findings() if one.span.file == self.cursor.path}
        yield from (Word(rule.id, rule.title) for rule in sorted(RULES, key=lambda rule: rule.id not in here))

    def _unused_id(self) -> Iterator[Word]:
        """The name of the file, unless an operation already has this id."""
        name = Path(self.cursor.path).stem
        if name not in (self.names.operations if self.names else ()):
            yield Word(name, "The name of the file.")

    def _inputs(self) -> list[str]:
        """The names of this operation's inputs outside the body."""
        return own_inputs.names(self.lines, self.cursor.line, self._operation())

    def _arguments(self) -> Iterator[Word]:
        """The parameters of the operation that fills a drop-down."""
        found = self.found
        beside = found.outer if found.in_flow else context.around(self.lines, self.cursor.line, found.indent)
        called = self.names.operations.get(beside.get("operation", "").strip("\"'")) if self.names else None
        yield from (Word(name) for name in (nodes.entries(called, "parameters") if called is not None else ()))

    def _files(self, endings: tuple[str, ...]) -> Iterator[Word]:
        """Files in the folder with one of the endings that the list does not contain yet."""
        home = str(self.cursor.library.path)
        listed = set(re.split(r"[\s,\[\]\"']+", self.cursor.lines.text))
        count = 0
        for root, folders, files in os.walk(home):
            folders[:] = sorted(one for one in folders if not one.startswith(".") and one not in ("build", "templates"))
            for name in sorted(files):
                count += 1
                shown = Path(os.path.relpath(os.path.join(root, name), home)).as_posix()
                if count < _MOST_FILES and shown.endswith(endings) and shown not in {SOURCE, *listed}:
                    yield Word(shown)

    def _template(self) -> str:
        """The policy template of the mapping that contains `with`: the nearest one above it in the same item."""
        indent = len(self.lines[self.cursor.line]) - len(self.lines[self.cursor.line].lstrip(" "))
        for index in range(self.cursor.line, -1, -1):
            found = re.search(r"(?:^|[\s{,])template:\s*[\"']?([\w.-]+)", self.lines[index])
            if found is not None:
                return found[1]
            if index < self.cursor.line and re.match(r" *- ", self.lines[index]) and not self.found.in_flow:
                break
        for index in range(self.cursor.line + 1, len(self.lines)):
            text = self.lines[index]
            found = re.match(r" *template:\s*[\"']?([\w.-]+)", text)
            if found is not None:
                return found[1]
            if text.strip() and (re.match(r" *- ", text) or len(text) - len(text.lstrip(" ")) < min(indent, 2)):
                break
        return ""

    def _part(self) -> str:
        for step in reversed(self.steps[:-1]):
            if step in _PARTS:
                return _PARTS[step]
        return "root" if self.concept == "connector" else "operation" if self.concept == "operation" else "schema"

    def _operation(self) -> Node | None:
        """The operation of this file, from the last state that could be read."""
        if self.names is None:
            return None
        inside = [one for one in self.names.operations.values() if one.span.file == self.cursor.path]
        before = [one for one in inside if one.span.line <= self.cursor.place[0]]
        return before[-1] if before else inside[0] if inside else None

    def _inherited(self) -> Iterator[Word]:
        """The fields of the type that a mapping of fields extends."""
        if self.names is None:
            return
        named = context.at(self.lines, self.cursor.line, self.cursor.column)
        outer = _type_beside(self.lines, self.cursor.line, named.indent if named is not None else 0)
        node = self.names.source.types.get(outer)
        yield from self._unused(Word(name) for name in self.names.shapes.names(self.names.shapes.of(node)))

    def _paths(self, key: str, last: str) -> Iterator[Word]:
        """Response paths and input paths, for keys that take one."""
        names, operation = self.names, self._operation()
        if names is None:
            return
        shapes: list[Shape] = []
        good = [names.shapes.of(one) for one in responses(operation)] if operation is not None else []
        called = self.found.beside.get("operation", "").strip("\"'")
        if last in ("options", "list") and key == "collection":
            shapes = names.responses(called)
        elif last in ("options", "list") and key in ("value", "title"):
            collection = self.found.beside.get("collection", "").strip("\"'")
            shapes = names.items(called, collection)
            if not collection:
                # The list is not known yet: offer the item fields of every list.
                outer = list(shapes)
                inner = [names.shapes.below(shape, name) for shape in outer for name in names.shapes.names(shape)]
                outer += [names.shapes.below(one, name) for one in inner for name in names.shapes.names(one)] + inner
                shapes = [names.shapes.below(one, ITEMS) for one in outer if names.shapes.has_items(one)] + shapes
        elif last == "dynamic_schema" and key == "value":
            shapes = names.responses(called)
        elif (key == "request" and last == "items") or last == "in_doubt":
            shapes = [names.shapes.of(body(operation))] if operation is not None else []
            if last == "in_doubt" and operation is not None:
                yield from (Word(name) for name in nodes.entries(operation, "parameters"))
        elif (last, key) == ("pages", "last_item"):
            listed = self.found.beside.get("items", "").strip("\"'")
            shapes = [names.steps(shape, listed) for shape in good]
        elif (last in ("envelope", "items") and key == "path") or (last == "pages" and key in PAGE_PATHS):
            shapes = good or [shape for called in names.operations for shape in names.responses(called)]
        elif last == "unsubscribe" and key in ("value", "parameter"):
            shapes = good or [shape for called in names.operations for shape in names.responses(called)]
            if last == "unsubscribe" and key == "parameter":
                other = names.operations.get(called)
                yield from (Word(name) for name in nodes.entries(other, "parameters"))
                return
        elif key == "event_unique" and operation is not None:
            shapes = [names.shapes.of(operation.get("event"))]
        elif last == "errors":
            shapes = [shape for called in names.operations for shape in names.responses(called)]
        yield from self._steps(names, shapes, last in ("options", "list", "dynamic_schema"))

    def _steps(self, names: Names, shapes: list[Shape], loaded: bool) -> Iterator[Word]:
        above, mark, _ = self.found.word.rpartition("/" if loaded else ".")
        for shape in shapes:
            inner = names.steps(shape, above, loaded) if above else shape
            for name in names.shapes.names(inner):
                path = f"{above}{mark}{name}"
                yield Word(path)
                if not loaded and names.shapes.has_items(names.shapes.below(inner, name)):
                    yield Word(f"{path}{ITEMS}", "The items of the list.")


def _about(names: Names | None, name: str) -> str:
    node = names.source.types.get(name) if names is not None else None
    return nodes.text(node, "description") if node is not None else ""


def _type_beside(lines: list[str], line: int, indent: int) -> str:
    """The type of the schema whose `fields` start in column ``indent``."""
    for index in range(line - 1, -1, -1):
        text = lines[index]
        column = len(text) - len(text.lstrip(" "))
        found = re.match(r" *(?:- )?(?:type|ref):\s*[\"']?([\w.-]+)", text)
        if found is not None and column < indent:
            return found[1]
        if text.strip() and column < indent - 2:
            break
    return ""

"""Bundle a description in several files into one document, with the places of all files.

A reference to another file is followed only inside the folder of the input: not above it, not through links out of it,
and never over the network. Its target is added under `components` (or `definitions`), so that it is written once and
recursion stays possible; a path item is inserted in place.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from connectorkit.diagnostics.finding import Finding, Span, Unusable
from connectorkit.model import json_pointer
from connectorkit.model.connector import Json
from connectorkit.model.json_pointer import escape
from connectorkit.model.python_names import unique
from connectorkit.read import connector_folder
from connectorkit.read.connector_folder import Place

Plain = dict[str, Json]
MAX_FILES = 2_000
MAX_NODES = 1_000_000
_FAR = 60
"""So many references are followed from one to the next."""
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")
_NAME = re.compile(r"[^A-Za-z0-9._-]+")
# The group of the entries under each key; a reference under any other key is a schema.
_GROUPS = {
    **{key: "schemas" for key in "schemas properties patternProperties dependentSchemas $defs definitions".split()},
    **{
        key: key
        for key in "parameters responses requestBodies headers examples callbacks links securitySchemes".split()
    },
    **{key: "paths" for key in "paths x-ms-paths webhooks pathItems".split()},
}
# These hold data, or names of parts elsewhere.
_CLOSED = frozenset(("examples", "links"))
_SWAGGER_2 = {"schemas": "definitions", "parameters": "parameters", "responses": "responses"}
_DATA = frozenset(("example", "default", "enum", "const", "x-example", "x-ms-test-value"))
_ADVICE = "bundle the document into one file first (for example with `npx @redocly/cli bundle`), and import that file"


@dataclass(slots=True)
class _File:
    """A file of the description: its path, its value, and its places."""

    path: Path
    value: Json
    place: Place


@dataclass(slots=True)
class Bundle:
    """A document that was bundled from several files."""

    document: Plain
    place: Place
    findings: list[Finding] = field(default_factory=list)


def bundle(document: Plain, place: Place, file: Path, strict: bool) -> Bundle:
    """``document``, read from ``file``, with everything that it refers to in files of the same folder.

    ``strict``: raise Unusable for a reference that cannot be followed; otherwise it is left unchanged.
    """
    if not any(_outside(document)):
        return Bundle(document, place)
    return _Bundler(copy.deepcopy(document), place, file, strict).run()


def _outside(value: Json) -> Iterator[str]:
    """The references of a value to other files."""
    waiting: list[Json] = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            target = node.get("$ref")
            if isinstance(target, str) and target and not target.startswith("#"):
                yield target
            waiting += node.values()


class _Bundler:
    def __init__(self, document: Plain, place: Place, file: Path, strict: bool) -> None:
        self.document = document
        self.folder = file.resolve().parent
        self.root = _File(file.resolve(), document, place)
        self.files: dict[Path, _File] = {self.root.path: self.root}
        self.strict = strict
        self.old = document.get("swagger") == "2.0"
        self.named: dict[tuple[str, Path, str], str] = {}
        self.origins: dict[str, tuple[Place, str]] = {}
        self.findings: list[Finding] = []
        self.open: list[tuple[Path, str]] = []
        self.count = 0

    def run(self) -> Bundle:
        self._register()
        self._value(self.document, "", "", self.root, "")
        return Bundle(self.document, self._place, self.findings)

    def _register(self) -> None:
        """Use components that only refer to a file as the place of its content."""
        for group, spot in self._homes():
            entries = _mapping(_found(self.document, spot))
            for name, value in entries.items():
                target = value.get("$ref") if isinstance(value, dict) and len(value) == 1 else None
                found = self._split(target, self.root) if isinstance(target, str) else None
                if found is not None and found[0] is not self.root:
                    self.named.setdefault((group, found[0].path, found[1]), f"{spot}/{escape(name)}")

    def _homes(self) -> list[tuple[str, str]]:
        if self.old:
            return [(group, f"/{home}") for group, home in _SWAGGER_2.items()]
        return [(group, f"/components/{group}") for group in dict.fromkeys(_GROUPS.values()) if group != "paths"]

    def _value(self, value: Json, at: str, group: str, file: _File, old: str) -> Json:
        """A value of ``group`` with its references bundled; it was at ``old`` of ``file`` and is now at ``at``."""
        self.count += 1
        if self.count > MAX_NODES:
            raise Unusable(f"{self.root.path}: the document is too large after merging its files")
        if isinstance(value, dict):
            target = value.get("$ref")
            if isinstance(target, str) and target and not (file is self.root and target.startswith("#")):
                return self._reference(value, target, at, group, file, old)
            for key in list(value) if group not in _CLOSED else ():
                step = escape(key)
                value[key] = self._below(value[key], key, f"{at}/{step}", group, file, f"{old}/{step}")
        elif isinstance(value, list):
            for index, item in enumerate(value):
                value[index] = self._value(item, f"{at}/{index}", group, file, f"{old}/{index}")
        return value

    def _below(self, below: Json, key: str, at: str, group: str, file: _File, old: str) -> Json:
        if group == "callbacks":
            return self._value(below, at, "paths", file, old)
        if key in _DATA or (key == "examples" and isinstance(below, list)):
            return below
        if key not in _GROUPS or not isinstance(below, dict) or _is_reference(below):
            kind = "requestBodies" if key == "requestBody" else _GROUPS.get(key, "schemas")
            return self._value(below, at, kind, file, old)
        for name, entry in list(below.items()):
            step = escape(name)
            below[name] = self._value(entry, f"{at}/{step}", _GROUPS[key], file, f"{old}/{step}")
        return below

    def _reference(self, node: Json, target: str, at: str, group: str, file: _File, old: str) -> Json:
        found = self._split(target, file)
        if found is None:
            if self.strict:
                line = file.place(old).line
                raise Unusable(f"{file.path}:{line}: {self._why(target, file)}")
            return node
        other, pointer = found
        home = pointer if other is self.root else self._home(group, other, pointer, target, at)
        if home is None or home == at:
            return self._content(other, pointer, at, group)
        others = {key: value for key, value in _mapping(node).items() if key != "$ref"}
        return {"$ref": f"#{home}", **others}

    def _home(self, group: str, other: _File, pointer: str, target: str, at: str) -> str | None:
        """The pointer to which a target is copied in the document, once; None if it is inserted in place."""
        if group == "paths" or (self.old and group not in _SWAGGER_2):
            return None
        key = (group, other.path, pointer)
        if key in self.named:
            return self.named[key]
        spot = f"/{_SWAGGER_2[group]}" if self.old else f"/components/{group}"
        entries = self._entries(spot)
        name = _NAME.sub("_", json_pointer.split(pointer)[-1] if pointer else other.path.stem) or "Part"
        name = unique([name], set(entries))[0]
        self.named[key] = home = f"{spot}/{escape(name)}"
        entries[name] = {}  # The place is reserved before the content is read, which may refer to it.
        entries[name] = self._content(other, pointer, home, group)
        return home

    def _entries(self, spot: str) -> Plain:
        here = self.document
        for key in json_pointer.split(spot):
            below = here.setdefault(key, {})
            if not isinstance(below, dict):
                below = here[key] = {}
            here = below
        return here

    def _content(self, other: _File, pointer: str, at: str, group: str) -> Json:
        self.origins[at] = (other.place, pointer)
        if len(self.open) > _FAR or (other.path, pointer) in self.open:
            return {}
        self.open.append((other.path, pointer))
        value = copy.deepcopy(_found(other.value, pointer))
        made = self._value(value, at, group, other, pointer)
        self.open.pop()
        return made

    def _split(self, target: str, file: _File) -> tuple[_File, str] | None:
        """The file and pointer that a reference names; None when it cannot be followed."""
        name, _, fragment = target.partition("#")
        if _URL.match(name):
            return None
        path = file.path if not name else self._inside(file.path.parent / unquote(name))
        other = self._opened(path) if path is not None else None
        pointer = unquote(fragment)
        if other is None or (pointer and not pointer.startswith("/")):
            return None
        if _found(other.value, pointer) is None:
            return None
        return other, pointer

    def _why(self, target: str, file: _File) -> str:
        """Why a reference cannot be followed, with a suggestion."""
        name, _, fragment = target.partition("#")
        if _URL.match(name):
            return f"'{target}' is a URL, and connectorkit downloads nothing; {_ADVICE}"
        if name and self._inside(file.path.parent / unquote(name)) is None:
            return f"'{target}' is not a file in {self.folder}; {_ADVICE}"
        return f"'{name or file.path.name}' has no '{unquote(fragment)}'; correct the reference"

    def _inside(self, path: Path) -> Path | None:
        try:
            real = path.resolve()
            return real if real.is_relative_to(self.folder) and real.is_file() else None
        except (OSError, ValueError, RuntimeError):
            return None

    def _opened(self, path: Path) -> _File | None:
        if path not in self.files:
            if len(self.files) >= MAX_FILES:
                raise Unusable(f"{self.root.path}: refers to more than {MAX_FILES:,} files; {_ADVICE}")
            value, place, findings = connector_folder.part(path)
            wrong = next((finding for finding in findings if finding.blocking), None)
            if wrong is not None:
                raise Unusable(f"{wrong.span.file}:{wrong.span.line}: {wrong.message}")
            self.findings += findings
            self.files[path] = _File(path, value, place)
        return self.files[path]

    def _place(self, pointer: str) -> Span:
        """The place of a pointer into the bundled document, in its original file."""
        start = pointer
        while start:
            if start in self.origins:
                place, old = self.origins[start]
                return place(old + pointer[len(start) :])
            start = start.rpartition("/")[0]
        return self.root.place(pointer)


def _found(value: Json, pointer: str) -> Json:
    """The value at a pointer, or None."""
    nothing: Json = None
    return json_pointer.find(value, pointer, nothing)


def _is_reference(value: Json) -> bool:
    return isinstance(value, dict) and isinstance(value.get("$ref"), str)


def _mapping(value: Json) -> Plain:
    return value if isinstance(value, dict) else {}

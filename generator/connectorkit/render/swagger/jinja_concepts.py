"""The templates of the connector in Jinja: the skeletons of those that only list keys, and the JSON of the others."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, cast

from jinja2 import Environment, StrictUndefined, TemplateNotFound, Undefined, UndefinedError, nodes, pass_environment
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from connectorkit.diagnostics.phrases import nearest
from connectorkit.model.connector import Json
from connectorkit.render import own_modules
from connectorkit.render.swagger.skeleton import (
    CONSTANT,
    FOLDER,
    LIST,
    NAME,
    OBJECT,
    SPREAD,
    Entry,
    Skeleton,
    spread,
)
from connectorkit.render.swagger.view import ABSENT, NAMES, Value, View, content
from connectorkit.render.templates import TemplateFault, fault, fault_of, loader

_FILES: Final = {"definition": "apiDefinition.swagger.json.j2", "properties_file": "apiProperties.json.j2"}
# The nodes of a template that only lists keys.
_LISTS = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name, nodes.Extends, nodes.Block)
_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])')
_MARK = "\0"


class _Mark:
    """The placeholder of a value, with its name."""

    def __init__(self, name: str) -> None:
        self.name = name


class _Marks:
    """Stands in for a part of the connector: each of its attributes is a mark."""

    def __init__(self, concept: str) -> None:
        self._concept = concept

    def __getattr__(self, name: str) -> _Mark:
        if name in NAMES[self._concept]:
            return _Mark(name)
        raise AttributeError(name)


class _Pairs(list[tuple[str, object]]):
    """A JSON object as (key, value) pairs in order, repeated keys included."""


class JinjaConcepts:
    """Renders the template of a concept; ``fill`` returns the JSON of nested parts."""

    def __init__(self, overrides: Path | None, fill: Callable[[Value], Json]) -> None:
        self._fill = fill
        self._values: list[Json] = []
        self._loader = loader(overrides)
        self._environment = ImmutableSandboxedEnvironment(
            loader=self._loader,
            undefined=StrictUndefined,
            # Markup, such as the text of a macro, is written unchanged; every other value as JSON.
            autoescape=True,
            finalize=self._written,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters["json"] = lambda value: Markup(json.dumps(value, ensure_ascii=False))

    def skeletons(self) -> dict[str, Skeleton | None]:
        """The skeleton of each concept; None for a template with logic."""
        return {concept: self._skeleton(concept) for concept in NAMES}

    def rendered(self, view: View) -> Json:
        """The JSON of one part of the connector. Raises TemplateFault."""
        concept, _ = content(view)
        outer, self._values = self._values, []
        try:
            return cast("Json", self._parsed(concept, view, self._object))
        finally:
            self._values = outer

    def _skeleton(self, concept: str) -> Skeleton | None:
        name, seen = _name(concept), list[str]()
        while name:
            tree = self._tree(name, seen[-1] if seen else name)
            if name in seen or not all(_is_plain(node) for node in tree.find_all(nodes.Node)):
                return None
            seen.append(name)
            above = tree.find(nodes.Extends)
            name = cast("nodes.Const", above.template).value if above is not None else ""
        made = self._parsed(concept, _Marks(concept), _Pairs)
        return _entries(made) if isinstance(made, _Pairs) else None

    def _tree(self, name: str, below: str) -> nodes.Template:
        """The syntax tree of a template; ``below`` is the template that extends it."""
        try:
            source, path, _ = self._loader.get_source(self._environment, name)
            return self._environment.parse(source, name, path)
        except TemplateNotFound as error:
            _, path, _ = self._loader.get_source(self._environment, below)
            raise fault(path or below, 1, f"the template '{name}' does not exist") from error
        except Exception as error:
            raise fault_of(error, name) from error

    def _parsed(self, concept: str, value: object, hook: Callable[[list[tuple[str, object]]], object]) -> object:
        name = _name(concept)
        try:
            template = self._environment.get_template(name)
            text = _COMMA.sub(lambda found: found[1] or "", template.render({concept: value}))
        except TemplateFault:
            raise
        except Exception as error:
            raise fault_of(error, name) from error
        try:
            return json.loads(text, object_pairs_hook=hook)
        except (ValueError, RecursionError) as error:
            raise _not_json(template.filename or name, text, error) from error

    @pass_environment
    def _written(self, _: Environment, value: object) -> Markup:
        """A value as JSON; a large value or a part of the connector as a mark, which is resolved after parsing."""
        if isinstance(value, Markup):
            return value
        if isinstance(value, _Mark):
            return _marked(value.name)
        if value is ABSENT:
            return _marked("")
        if isinstance(value, Undefined):
            raise UndefinedError(_unknown(value))
        if value is None or (
            isinstance(value, bool | int | float | str) and not (isinstance(value, str) and _MARK in value)
        ):
            return Markup(json.dumps(value, ensure_ascii=False))
        if not isinstance(value, str | dict | list | View):
            raise TypeError(f"{type(value).__name__} is not a JSON value")
        self._values.append(self._fill(value))
        return _marked(str(len(self._values) - 1))

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, Json]:
        made: dict[str, Json] = {}
        for key, value in pairs:
            written = self._resolved(value)
            if written is ABSENT:
                continue
            if key == SPREAD:
                spread(made, cast("Json", written))
            else:
                made[str(self._resolved(key))] = cast("Json", written)
        return made

    def _resolved(self, value: object) -> object:
        """The value of a mark; any other value unchanged."""
        if isinstance(value, list):
            return [one for one in map(self._resolved, value) if one is not ABSENT]
        if not isinstance(value, str) or not value.startswith(_MARK):
            return value
        return self._values[int(value[1:])] if value != _MARK else ABSENT


def _not_json(path: str, text: str, error: Exception) -> TemplateFault:
    """The fault of an output that is not JSON: at the line of the template, where only one line has this text."""
    if not isinstance(error, json.JSONDecodeError):
        return fault(path, 1, f"the output is not valid JSON: {error}")
    line = text.split("\n")[error.lineno - 1].strip()
    place = own_modules.like(Path(path).parent, line) or (path, 1)
    return fault(*place, f"line {error.lineno} of the output is not valid JSON: {error.msg}: {line[:80]}")


def _name(concept: str) -> str:
    return f"{FOLDER}/{_FILES.get(concept) or f'{concept}.json.j2'}"


def _marked(name: str) -> Markup:
    return Markup(json.dumps(_MARK + name))


def _is_plain(node: nodes.Node) -> bool:
    return isinstance(node, _LISTS) or (isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name))


def _entries(pairs: _Pairs) -> Skeleton | None:
    """The entries of an object; None where a key is computed."""
    if any(key.startswith(_MARK) for key, _ in pairs):
        return None
    found = [_entry(key, value) for key, value in pairs]
    return None if None in found else cast("Skeleton", found)


def _entry(key: str, value: object) -> Entry | None:
    if isinstance(value, str) and value.startswith(_MARK):
        return key, NAME, value[1:]
    if isinstance(value, _Pairs):
        below = _entries(value)
        return None if below is None else (key, OBJECT, below)
    if isinstance(value, list):
        below = _entries(_Pairs((str(index), one) for index, one in enumerate(value)))
        return None if below is None else (key, LIST, below)
    return key, CONSTANT, cast("Json", value)


def _unknown(value: Undefined) -> str:
    """The message for a name that a concept does not have."""
    # Jinja has no public attributes for the object of a failed lookup.
    inside, name = value._undefined_obj, str(value._undefined_name)
    if not isinstance(inside, View | _Marks):
        return f"'{name}' is undefined"
    known = NAMES[content(inside)[0] if isinstance(inside, View) else inside._concept]
    near = nearest(name, known, 0.6)
    return f"there is no value '{name}'; " + (f"did you mean '{near}'?" if near else f"known are {', '.join(known)}")

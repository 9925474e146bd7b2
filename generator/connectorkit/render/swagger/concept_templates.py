"""The templates of the connector: one for each concept, with the JSON of the concept and placeholders for its values.

A template writes `"key": {{ concept.name }},` for each key that the JSON can have. A key with an absent value is left
out, the key `"..."` inserts the keys of its value, and a comma may follow the last key.

Most templates only list keys. Such a template is rendered once, with a mark in place of each value; the result
(`skeleton.py`) is filled for each part of the connector. A template with logic is rendered for each part.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from connectorkit.model.connector import Json
from connectorkit.render.swagger.skeleton import FOLDER, LIST, NAME, OBJECT, SPREAD, Payload, Skeleton, spread
from connectorkit.render.swagger.view import ABSENT, ByName, Each, Value, View, content
from connectorkit.write import cache as kept
from connectorkit.write import content_key, memo

if TYPE_CHECKING:
    from connectorkit.render.swagger.jinja_concepts import JinjaConcepts

# What is no JSON yet.
_PARTS = frozenset((View, ByName, Each))


class ConceptTemplates:
    """Fills the templates of the toolkit. A file of the same name in ``overrides`` replaces one."""

    def __init__(self, overrides: Path | None = None) -> None:
        self.overrides = overrides if overrides is not None and (overrides / FOLDER).is_dir() else None
        self._skeletons = _kept_skeletons(self)
        self._narrowed: dict[tuple[int | str, ...], Skeleton] = {}

    @cached_property
    def jinja(self) -> JinjaConcepts:
        """The Jinja templates, for concepts without a skeleton."""
        from connectorkit.render.swagger.jinja_concepts import JinjaConcepts  # start-up time: most need no Jinja

        return JinjaConcepts(self.overrides, self.filled)

    def filled(self, value: Value) -> Json:
        """``value`` with each view in it replaced by the JSON of its template. Raises TemplateFault."""
        kind = type(value)
        if kind is View:
            concept, values = content(cast("View", value))
            skeleton = self._skeletons.get(concept)
            return self.jinja.rendered(cast("View", value)) if skeleton is None else self._object(skeleton, values)
        if kind is ByName:
            return {name: self.filled(one) for name, one in cast("ByName", value).items()}
        return [self.filled(one) for one in cast("Each", value)] if kind is Each else cast("Json", value)

    def _object(self, skeleton: Skeleton, values: Mapping[str, Value]) -> dict[str, Json]:
        made: dict[str, Json] = {}
        for key, kind, payload in self._present(skeleton, values):
            if kind == NAME:
                # Any, since a cast is a call, and a connector has thousands of values.
                value: Any = values[payload]  # type: ignore[index]  # This payload is a name.
                if value is ABSENT:
                    continue
                written = self.filled(value) if type(value) in _PARTS else value
            else:
                written = self._constant(kind, payload, values)
            if key == SPREAD:
                spread(made, written)
            else:
                made[key] = written
        return made

    def _present(self, skeleton: Skeleton, values: Mapping[str, Value]) -> Skeleton:
        """The entries of a skeleton without the names that ``values`` lack: most keys of a concept are absent.

        Parts with the same names share the result.
        """
        # A skeleton lives as long as these templates, so that its id stays its own.
        names: tuple[int | str, ...] = (id(skeleton), *values)
        if names not in self._narrowed:
            self._narrowed[names] = [one for one in skeleton if one[1] != NAME or one[2] in values]
        return self._narrowed[names]

    def _constant(self, kind: str, payload: Payload, values: Mapping[str, Value]) -> Json:
        if kind == OBJECT:
            return self._object(cast("Skeleton", payload), values)
        if kind == LIST:
            return list(self._object(cast("Skeleton", payload), values).values())
        return cast("Json", payload)


def templates(overrides: Path | None = None) -> ConceptTemplates:
    """The templates of the toolkit, or those of a source with templates in ``overrides``."""
    if overrides is None or not (overrides / FOLDER).is_dir():
        return _own()
    return ConceptTemplates(overrides)


@cache
def _own() -> ConceptTemplates:
    return ConceptTemplates()


def _kept_skeletons(concepts: ConceptTemplates) -> dict[str, Skeleton | None]:
    """The skeleton of each concept, None for a template with logic; cached until a template changes."""
    key = _key(concepts.overrides)
    data = kept.load("concepts", key)
    try:
        known: Json = None if data is None else json.loads(data)
    except ValueError:
        known = None
    if isinstance(known, dict):
        return cast("dict[str, Skeleton | None]", known)  # Saved below, from the same templates.
    found = concepts.jinja.skeletons()
    kept.save("concepts", key, json.dumps(found).encode())
    return found


def _key(overrides: Path | None) -> str:
    """A hash of the toolkit and of all templates of a source: one of a concept may include any other."""
    known = content_key.toolkit().copy()
    known.update(memo.below(overrides).encode())
    return known.hexdigest()

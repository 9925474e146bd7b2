"""Rewrite a source with type names in place of named shapes."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from connectorkit.importing.shared_types import distinct_shapes as forms
from connectorkit.importing.shared_types import overlays
from connectorkit.importing.shared_types.distinct_shapes import TEXTS, Form, Forms
from connectorkit.model import format_keywords
from connectorkit.model.connector import Json
from connectorkit.resolve.swagger_style import Style
from connectorkit.style.values import Commented

Plain = dict[str, Json]


@dataclass(slots=True)
class Writer:
    """Writes shapes with type names in place of named forms, and collects ``types``.

    ``definitions`` are the names of the types that the source already has.
    """

    forms: Forms
    names: dict[Form, str]
    style: Style
    definitions: frozenset[str]
    types: Plain = field(default_factory=dict)
    common: dict[Form, Plain] = field(default_factory=dict)

    def named(self) -> Plain:
        """The named types in the order of their first use: first those of objects, then those of single values."""
        objects = {name for form, name in self.names.items() if form.is_object}
        values = [name for name in self.types if name not in objects]
        made = Commented({name: self.types[name] for name in self.types if name in objects})
        made.update({name: self.types[name] for name in values})
        made.comment = "Schemas that occur in several places. The names are guesses; change them as you like."
        if values and len(values) < len(made):
            made.notes[values[0]] = "Single values:"
        return made

    def node(self, node: Json) -> Json:
        """The shape with type names in it: just a word if a name suffices."""
        form = self.forms.of.get(id(node))
        if form is None or not isinstance(node, dict):
            return node
        name = self.names.get(form)
        if name is None:
            return self._inside(node) if form.base is None else self._over(form, form.base, self._placed(node, form))
        self._define(form, name)
        rest = self._besides(self._placed(node, form), form)
        return {"type": name, **rest} if rest else name

    def _placed(self, node: Plain, form: Form) -> Plain:
        return forms.keys_of_use(node, form.is_object)

    def _define(self, form: Form, name: str) -> None:
        """Write the type of a form, once; its base type comes first."""
        if form in self.common:
            return
        if form.base is not None:
            self._define(form.base, self.names[form.base])
        self.common[form] = _common(form)
        self.types[name] = {}  # holds the place before the types inside
        if form.base is not None:
            self.types[name] = self._over(form, form.base, self.common[form])
            self.common[form] = self.common[form.base] | self.common[form]
            return
        own = {key: value for key, value in form.node.items() if key not in self._placed(form.node, form)}
        word = {"type": own.pop("type")} if "type" in own else {}
        self.types[name] = self._inside({**word, **self.common[form], **own})

    def _besides(self, said: Plain, form: Form) -> Plain:
        """The texts of a use that its type does not have."""
        common = self.common[form]
        return {key: value for key, value in said.items() if key not in common or common[key] != value}

    def _over(self, form: Form, base: Form, said: Plain) -> Json:
        """A form as an extension of its base."""
        self._define(base, self.names[base])
        return {"type": self.names[base], **self._besides(said, base), "fields": self._fields_over(form, base)}

    def _fields_over(self, form: Form, base: Form) -> Plain:
        return {form.parts[index][1]: self._changed(form, base, index) for index in overlays.different(form, base)}

    def _changed(self, form: Form, base: Form, index: int) -> Json:
        """A field that differs from that of the base: only its changes, or the whole field with a type."""
        node = overlays.field_of(form, index)
        if index >= len(base.parts):
            return self.node(node)
        whole = self.node(node)
        if isinstance(whole, dict) and "type" not in whole and "ref" not in whole:
            kind = "object" if "fields" in whole else "array" if "items" in whole else format_keywords.UNTYPED
            whole = {"type": kind, **whole} if whole else kind
        part = self._part(form, base, index)
        return whole if part is None or len(json.dumps(whole)) < len(json.dumps(part)) else part

    def _part(self, form: Form, base: Form, index: int) -> Plain | None:
        """The changes of a field of the base; None if a mapping without a type cannot express them."""
        edge, old = form.inner[index], base.inner[index]
        if edge is not None and edge.form in self.names:
            return None
        derived = self.style.fields.descriptions != "none"
        texts = overlays.new_texts(
            overlays.field_of(form, index), overlays.field_of(base, index), self.definitions, derived
        )
        if texts is None or edge is None or old is None or edge.form is old.form or "fields" not in edge.form.node:
            return texts
        if not overlays.match(edge.form, old.form):
            return None
        return {**texts, "fields": self._fields_over(edge.form, old.form)}

    def _inside(self, node: Plain) -> Json:
        made: Plain = {}
        for key, value in node.items():
            if key == "fields" and isinstance(value, dict):
                made[key] = {name: self.node(below) for name, below in value.items()}
            elif key == "all_of" and isinstance(value, list):
                made[key] = [self.node(below) for below in value]
            else:
                made[key] = self.node(value) if key in ("items", "additional") else value
        return self._listed(made) if isinstance(node.get("items"), dict) else made

    def _listed(self, node: Plain) -> Json:
        """A list with items of a named type, as ``type: Contact[]`` if the items have no other keys."""
        word = node["items"]
        if not isinstance(word, str) or "type" in node or not self._alone(word):
            return node
        made: Plain = {"type": f"{word}[]", **{key: value for key, value in node.items() if key != "items"}}
        return made["type"] if len(made) == 1 else made

    def _alone(self, word: str) -> bool:
        """Whether items of a list of the type get no texts beyond those of the type."""
        said = self.types.get(word)
        while isinstance(said, dict):
            if "title" in said:
                return self.style.fields.descriptions == "none"
            said = self.types.get(str(said.get("type")))
        return True


def _common(form: Form) -> Plain:
    """The texts of the named type: those that every use has, with the most frequent value."""
    common: Plain = {}
    uses = form.uses if form.is_object else []
    for key in TEXTS if uses else ():
        texts = [edge.keys.get(key) for edge in uses]
        if None in texts or (key == "title" and "none" in texts):
            continue
        text, times = Counter(texts).most_common(1)[0]
        if 2 * times > len(texts):
            common[key] = text
    return common

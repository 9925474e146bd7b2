"""Repeats: shapes that stand in a source again and again become named types, and are said once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from connectorkit.importing import forms, naming
from connectorkit.importing.forms import TEXTS, Form, Forms
from connectorkit.model import Json
from connectorkit.style import Style

Plain = dict[str, Json]
# Characters: what a reference costs, and what a name must save before it is worth a look elsewhere.
_REFERENCE = 14
_SAVED = 160
_LEAST_OBJECT = 70
_LEAST_VALUE = 110
_LEAST_PARAMETER = 60


def take(root: Plain, types: Plain, operations: list[Plain], style: Style) -> Plain:
    """Give names to the shapes that repeat, and refer to them; the named types in the order of their first use.

    ``root``, ``types`` and ``operations`` are changed: where a shape stood, its name stands.
    """
    found = Forms()
    found.take(forms.slots(root, types, operations))
    worth = _worth(found.all, frozenset(types))
    if not worth:
        return {}
    writer = Writer(found, naming.names(found.all, worth, types), style)
    for slot in list(forms.slots(root, types, operations)):
        slot.holder[slot.key] = writer.node(slot.holder[slot.key])
    return writer.types


def _worth(all_forms: list[Form], types: frozenset[str]) -> set[Form]:
    """The forms that a name makes shorter. Sizes depend on which are named, so they are weighed twice."""
    able = [form for form in all_forms if _can(form, types)]
    first = _chosen(all_forms, set(able), _sizes(all_forms, set()))
    return _chosen(all_forms, set(able), _sizes(all_forms, first))


def _can(form: Form, types: frozenset[str]) -> bool:
    """Whether the form is a shape of its own, no list and no mere reference."""
    word = form.node.get("type")
    return "ref" not in form.node and word not in types and "items" not in form.node and form.node.keys() != {"extra"}


def _sizes(all_forms: list[Form], named: set[Form]) -> dict[Form, int]:
    sizes: dict[Form, int] = {}
    for form in all_forms:
        sizes[form] = form.own + sum(_REFERENCE if edge.form in named else sizes[edge.form] for edge in form.below)
    return sizes


def _chosen(all_forms: list[Form], able: set[Form], sizes: dict[Form, int]) -> set[Form]:
    """Outer forms first: a named one holds what is inside it once, however often it is used itself."""
    chosen: set[Form] = set()
    uses: dict[Form, int] = {}
    for form in reversed(all_forms):
        uses[form] = sum(1 if edge.parent is None or edge.parent in chosen else uses[edge.parent]
                         for edge in form.above)  # fmt: skip
        if form in able and _pays(form, uses[form], sizes[form]):
            chosen.add(form)
    return chosen


def _pays(form: Form, uses: int, size: int) -> bool:
    if form.is_object:
        return uses > 1 and size >= _LEAST_OBJECT and (uses - 1) * size >= uses * _REFERENCE + _LEAST_OBJECT
    parameters = sum(edge.root is not None and edge.root.kind == "parameter" for edge in form.above)
    least = _LEAST_PARAMETER if 2 * parameters > len(form.above) else _LEAST_VALUE
    return uses > 1 and size >= least and (uses - 1) * size >= uses * _REFERENCE + _SAVED


@dataclass(slots=True)
class Writer:
    """Writes shapes with names in place of the forms that have one. ``types`` fills up on the way."""

    forms: Forms
    names: dict[Form, str]
    style: Style
    types: Plain = field(default_factory=dict)
    common: dict[Form, Plain] = field(default_factory=dict)

    def node(self, node: Json) -> Json:
        """The shape with names in it: a word where a name says all."""
        form = self.forms.of.get(id(node))
        if form is None or not isinstance(node, dict):
            return node
        name = self.names.get(form)
        if name is None:
            return self._inside(node)
        if form not in self.common:
            self.common[form] = _common(form)
            self.types[name] = {}  # holds the place before the types inside
            self.types[name] = self._type(form)
        common = self.common[form]
        said = forms.said(node, form.is_object)
        rest = {key: value for key, value in said.items() if key not in common or common[key] != value}
        return {"type": name, **rest} if rest else name

    def _type(self, form: Form) -> Json:
        said = forms.said(form.node, form.is_object)
        own = {key: value for key, value in form.node.items() if key not in said}
        word = {"type": own.pop("type")} if "type" in own else {}
        return self._inside({**word, **self.common[form], **own})

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
        """A list whose items are a word: ``type: Contact[]``, where nothing more is said about the items."""
        word = node["items"]
        if not isinstance(word, str) or "type" in node or not self._alone(word):
            return node
        made: Plain = {"type": f"{word}[]", **{key: value for key, value in node.items() if key != "items"}}
        return made["type"] if len(made) == 1 else made

    def _alone(self, word: str) -> bool:
        """Whether a list of the type gives its items no text that the type alone does not have."""
        said = self.types.get(word)
        return self.style.fields.descriptions == "none" or not isinstance(said, dict) or "title" not in said


def _common(form: Form) -> Plain:
    """The texts that the named type has: said at each use, and by most of them alike."""
    if not form.is_object:
        return {}
    common: Plain = {}
    for key in TEXTS:
        texts = [edge.said.get(key) for edge in form.above]
        if None in texts or (key == "title" and "none" in texts):
            continue
        text, times = Counter(texts).most_common(1)[0]
        if 2 * times > len(texts):
            common[key] = text
    return common


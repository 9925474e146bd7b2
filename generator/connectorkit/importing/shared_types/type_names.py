"""Names for repeated shapes, derived from their uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from connectorkit.importing.shared_types.distinct_shapes import Edge, Form
from connectorkit.model import format_keywords, nouns
from connectorkit.model import python_names as ledger
from connectorkit.model.connector import Json
from connectorkit.model.nouns import ASPECTS, GENERIC, VAGUE, Words

Plain = dict[str, Json]
_ERRORS: dict[str, Words] = {
    "400": ("input",),
    "401": ("sign", "in"),
    "403": ("permission",),
    "404": ("not", "found"),
    "409": ("conflict",),
    "422": ("validation",),
    "429": ("throttle",),
    "500": ("server",),
    "503": ("availability",),
}
_KNOWN: tuple[tuple[Words, tuple[set[str], ...]], ...] = (
    (("money",), ({"amount", "currency"}, {"value", "currency"})),
    (("address",), ({"city", "street"}, {"city", "country"}, {"city", "postal"}, {"city", "zip"})),
    (("coordinates",), ({"latitude", "longitude"}, {"lat", "lng"}, {"lat", "lon"})),
)
_DANGLING = frozenset("by at in of to from for with on and or is has the a an".split())
_NOISE = frozenset(
    "input dto dtos vm model models response request result resource properties schema type object".split()
)
_SPOKEN = frozenset("success succeeded message msg status statuscode status_code code ok error errors".split())
# Verbs of operations do not belong to the name of a type: `PublicId`, not `GetPublicId`.
_ACTS = frozenset("get list fetch retrieve find search create add update set put patch delete remove".split())
_PERSON = frozenset("email mail first_name firstname display_name displayname user_name username".split())


def names(all_forms: list[Form], worth: set[Form], types: Iterable[str]) -> dict[Form, str]:
    """A name for each form of ``worth`` with a good one; unique, and neither in ``types`` nor a word of the format.

    An object without a good name gets a number; a scalar without one stays inline.
    """
    chooser = Chooser(types)
    chosen = [form for form in all_forms if form in worth]
    order = {form: index for index, form in enumerate(chosen)}
    ranked = sorted(chosen, key=lambda form: (not form.is_object, not form.kind, -len(form.above), order[form]))
    found = {form: chooser.name(form) for form in ranked}
    return {form: name for form, name in found.items() if name}


@dataclass(slots=True)
class Chooser:
    """Chooses unique names. ``labels`` caches the words of forms."""

    types: Iterable[str]
    taken: set[str] = field(default_factory=set)
    labels: dict[Form, Words] = field(default_factory=dict)
    holders: dict[str, Form] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        words = (*format_keywords.TYPES, *format_keywords.FORMATS, format_keywords.UNTYPED)
        self.taken |= {word.lower() for word in words} | {ledger.class_name(name).lower() for name in self.types}

    def name(self, form: Form) -> str:
        """A free name for ``form``; "" for a scalar without one."""
        candidates = [ledger.class_name(*_once(words)) for words in self._candidates(form) if words]
        free = (name for name in candidates if name.lower() not in self.taken and name.isalnum())
        chosen = next(free, "") or (self._numbered(candidates[0]) if form.is_object else "")
        if chosen:
            self.taken.add(chosen.lower())
            self.holders[chosen.lower()] = form
        return chosen

    def _numbered(self, name: str) -> str:
        number = self.numbers.get(name, 2)
        while f"{name}{number}".lower() in self.taken:
            number += 1
        self.numbers[name] = number + 1
        return f"{name}{number}"

    def _candidates(self, form: Form) -> Iterator[Words]:
        plain = self.label(form) or ("shape",)
        if len(plain) > 1 or plain[0] not in (GENERIC if form.is_object else VAGUE):
            yield plain
        yield from self._refusals(form) if plain == ("error",) else ()
        near = Counter(self._around(edge, plain) for edge in form.uses)
        agreed = [words for words, times in near.most_common() if words and 2 * times >= near.total()]
        yield from (_joined(words, plain) for words in agreed)
        if any(edge.root and edge.root.kind == "body" for edge in form.above):
            yield _joined(("input",), plain)
        holder = self.holders.get(ledger.class_name(*plain).lower())
        if holder is not None and form.is_object:
            yield from ((*plain, word) for word in _difference(form, holder))
        if form.is_object:
            yield from (_joined(words, plain) for words, _ in near.most_common() if words)
            keys = [tuple(ledger.words(edge.key)) for edge in form.uses[:1] if edge.way == "field"]
            yield from ((*plain, *words) for words in keys if _joined(words, plain))
            yield (*plain, "info")

    def _refusals(self, form: Form) -> Iterator[Words]:
        """The names for errors of one status."""
        statuses = {edge.root.key if edge.root is not None else "" for edge in form.above}
        if len(statuses) == 1 and statuses <= _ERRORS.keys():
            yield (*_ERRORS[statuses.pop()], "error")

    def _around(self, edge: Edge, plain: Words) -> Words:
        """The words of the context of a use beyond ``plain``, the nearest first."""
        if edge.parent is not None:
            words = _trimmed(nouns.one(self.label(edge.parent)))
            if words and set(words) - set(plain):
                return words
            return self._around(edge.parent.uses[0], plain)
        if edge.root is None:
            return ()
        if edge.root.kind == "parameter":
            path = str(edge.root.node.get("request") or edge.root.node.get("path") or "")
            return nouns.before(path, edge.root.key) or nouns.one(nouns.about(edge.root.node))
        if edge.root.kind == "type":
            return _trimmed(tuple(ledger.words(edge.root.key)))
        about = nouns.one(nouns.about(edge.root.node))
        return about if set(about) - set(plain) else nouns.beyond(edge.root.node)

    def label(self, form: Form) -> Words:
        """The words by which its uses name a form."""
        if form not in self.labels:
            self.labels[form] = ()
            self.labels[form] = self._label(form)
        return self.labels[form]

    def _label(self, form: Form) -> Words:
        if form.kind:
            return (form.kind,)
        found = [words for words in (self._of(edge) for edge in form.uses) if words]
        counted = Counter(found)
        if not counted:
            return _titled(form)
        words, times = counted.most_common(1)[0]
        common = _shared(list(counted))
        if common and not all(word in GENERIC | VAGUE for word in common):
            return common
        if 2 * times > len(found):
            return words
        told = _titled(form) or _known(form) or _actor(form, counted) or _alone(form, common) or _outcome(form)
        return told or words

    def _of(self, edge: Edge) -> Words:
        """The words by which one use names a form."""
        if edge.root is not None and edge.root.kind == "parameter":
            return _worded(edge)
        if edge.root is not None:
            words = _of_root(edge.root.kind, edge.root.key, edge.root.node)
            return (*words, "response") if edge.root.kind == "returns" and _wraps(edge.form) else words
        if edge.parent is None:
            return ()
        if edge.way == "field":
            words = _worded(edge)
            if not words or (_holds(edge.form) and all(word in GENERIC for word in words)):
                held = _content(self.label(edge.parent))
                return (*held, *words) if words and held and words[-1] in ASPECTS and words[-1] != held[-1] else held
            return words
        return nouns.one(self.label(edge.parent)) if edge.way != "all_of" else (*self.label(edge.parent), "part")


def _holds(form: Form) -> bool:
    """Whether a form contains shapes, which are its subject."""
    return form.is_object or "items" in form.node or isinstance(form.node.get("additional"), dict)


def _wraps(form: Form) -> bool:
    """Whether the subject of a form is under a key such as data or items."""
    return any(edge.way == "field" and edge.key.lower() in GENERIC and _holds(edge.form) for edge in form.below)


def _alone(form: Form, common: Words) -> Words:
    """The words of an object with one field: those of the field."""
    fields = form.node.get("fields")
    return (*ledger.words(next(iter(fields))), *common) if isinstance(fields, dict) and len(fields) == 1 else ()


def _worded(edge: Edge) -> Words:
    """The words of a key, or of a title that has the same words and more."""
    words = tuple(ledger.words(edge.key))
    title = edge.form.node.get("title")
    if edge.form.is_object or not isinstance(title, str):
        return words
    told = tuple(ledger.words(title))
    return told if len(words) == 1 and 1 < len(told) <= 3 and words[0] in told and told[-1] not in _DANGLING else words


def _content(words: Words) -> Words:
    """The words of a response without those for "response"."""
    return words[:-1] if words[-1:] == ("response",) and len(words) > 1 else words


def _of_root(kind: str, key: str, operation: Plain) -> Words:
    if kind == "type":
        return _trimmed(tuple(ledger.words(key)), 3)
    about = nouns.about(operation)
    if kind == "answer" and (key[:1] in "45" or key == "default"):
        return ("error",)
    if kind == "body":
        return (*nouns.one(about), "input") if about else ("input",)
    if kind == "event":
        return about if about[-1:] == ("event",) else (*about, "event")
    return about


def _shared(found: list[Words]) -> Words:
    """The common last words."""
    shared: list[str] = []
    for step in zip(*(reversed(words) for words in found), strict=False):
        if len(set(step)) > 1:
            break
        shared.insert(0, step[0])
    told = shared and not all(nouns.is_version(word) for word in shared)
    return tuple(shared) if told and shared[0] not in _DANGLING and shared[-1] not in _DANGLING else ()


def _titled(form: Form) -> Words:
    """The title of a form if it is short enough for a name."""
    for key in ("schema_title", "title", "summary"):
        counted = Counter(str(edge.keys[key]) for edge in form.above if edge.keys.get(key) not in (None, "", "none"))
        if counted:
            words = tuple(ledger.words(counted.most_common(1)[0][0]))
            if 0 < len(words) <= 3 and not all(word in GENERIC for word in words) and words[-1] not in _DANGLING:
                return words
    return ()


def _known(form: Form) -> Words:
    """The common name of an object with such fields."""
    fields = form.node.get("fields")
    words = {word for key in fields for word in ledger.words(key)} if isinstance(fields, dict) else set()
    return next((name for name, some in _KNOWN if any(each <= words for each in some)), ())


def _actor(form: Form, counted: Counter[Words]) -> Words:
    """Fields such as created_by and assigned_to are persons, if they have the fields of a person."""
    fields = form.node.get("fields")
    known = isinstance(fields, dict) and any(key.lower() in _PERSON for key in fields)
    return ("user",) if known and any(words[-1] in ("by", "to") for words in counted) else ()


def _outcome(form: Form) -> Words:
    """The name of a response that operations with different subjects share."""
    if not form.above or any(edge.root is None or edge.root.kind not in ("returns", "answer") for edge in form.above):
        return ()
    fields = form.node.get("fields")
    if form.node.get("type") in ("file", "binary", "byte") or (isinstance(fields, dict) and "$content" in fields):
        return ("file", "content")
    changes = {nouns.change(edge.root.node) for edge in form.above if edge.root is not None}
    if len(changes) == 1 and changes != {""}:
        return (*changes, "result")
    if isinstance(fields, dict) and any(key.lower() in _SPOKEN for key in fields):
        return ("envelope",) if any(_holds(edge.form) for edge in form.below) else ("confirmation",)
    return ()


def _joined(context: Words, words: Words) -> Words:
    """``words`` after their context, without repetition; empty if the context adds no word."""
    said = {nouns.one((word,)) for word in words}
    more = tuple(word for word in context if nouns.one((word,)) not in said)
    while more and more[0] in _ACTS:
        more = more[1:]
    return (*words, *more) if more == ("input",) else (*more, *words) if more else ()


def _once(words: Words) -> Words:
    """The words without immediate repetitions: geofence geofence api gives geofence api."""
    kept = [
        word for index, word in enumerate(words) if index == 0 or nouns.one((word,)) != nouns.one((words[index - 1],))
    ]
    return tuple(kept)


def _difference(form: Form, other: Form) -> tuple[str, ...]:
    mine, theirs = _fields(form), _fields(other)
    return ("summary",) if mine < theirs else ("details",) if mine > theirs else ()


def _fields(form: Form) -> set[str]:
    fields = form.node.get("fields")
    return set(fields) if isinstance(fields, dict) else set()


def _trimmed(words: Words, most: int = 2) -> Words:
    """The last words, without generic ones for shapes or actions."""
    plain = [word for word in words if not nouns.is_version(word)]
    kept = [word for word in plain if word not in _NOISE and word not in nouns.ACTS]
    return tuple((kept or plain or list(words))[-most:])

"""Schemas of OpenAPI 3 as schemas of Swagger 2.0."""

from __future__ import annotations

import re

from connectorkit.importing.openapi3 import keywords
from connectorkit.importing.openapi3.document import Plain, Rest, Source, Spot, is_reference, shorten
from connectorkit.importing.openapi3.union import Unions, distinct, is_large, only_choices, only_numbers, word_of
from connectorkit.model.connector import Json
from connectorkit.model.json_pointer import escape, unescape
from connectorkit.model.python_names import unique

DEPTH = 110
"""So many schemas are open at once, each inside the other or reached from it by a reference."""
LARGE = 200
"""Alternatives of more values than this become a type of their own, so that they are not written out twice."""
LOOKED = 30
"""So many schemas may be open where a reference is looked into."""
_HOME = "/components/schemas/"
_WORDS = re.compile(r"[A-Za-z0-9_.-]+")
_PATH = frozenset(
    "components schemas paths content schema properties responses requestBodies parameters oneOf anyOf defs".split()
)
_LIMITS = frozenset(("required", "minProperties", "maxProperties", "description", "title", "x-nullable"))
_NULL = frozenset(("type", "enum", "const", "nullable", "title", "description"))
DEFINITION = "#/definitions/"


class Schemas:
    """Converts schemas to Swagger 2.0, and collects referenced schemas for `definitions`."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.names: dict[str, str] = {spot.pointer: spot.name for spot in source.component("schemas")}
        self.made: dict[str, Plain] = {}
        self.unions = Unions(self._look)
        self._pointers = {name: pointer for pointer, name in self.names.items()}
        self._open: list[str] = []
        self._depth = 0
        self._inner: list[Spot] = []
        self._values: dict[str, tuple[str, str]] = {}

    def definitions(self) -> Plain:
        """All named schemas: those of `components`, then other targets of references.

        Call it last, when every reference is known.
        """
        waiting = list(self.names)
        while waiting:
            for pointer in waiting:
                self._definition(pointer)
            waiting = [pointer for pointer in self.names if pointer not in self.made]
        for name, (value, at) in self._values.items():
            self._value(name, value, at)
        for spot in self._inner:
            if not any(f"{used}/".startswith(f"{spot.pointer}/") for used in self.source.used):
                self.source.say("unused", spot.pointer, f"Nothing refers to '{shorten(spot.name)}'; it was dropped.")
        return {name: self.made[pointer] for pointer, name in self.names.items()}

    def schema(self, spot: Spot) -> Plain:
        """The schema at ``spot``; empty, with a finding, for an invalid one."""
        if spot.value is True:
            return {}
        if not isinstance(spot.value, dict):
            if spot.value is False:
                self.source.say("keyword", spot.pointer, "A connector cannot express that no value is allowed here.")
            else:
                self.source.lost(spot, "a schema")
            return {}
        if self._depth >= DEPTH:
            self.source.say("wrong", spot.pointer, "The schemas are nested too deeply here; any value is allowed.")
            return {}
        self._depth += 1
        try:
            return self._reference(spot) if is_reference(spot.value) else self._object(Rest(self.source, spot))
        finally:
            self._depth -= 1

    def _reference(self, spot: Spot) -> Plain:
        pointer = self.source.target(spot)
        made: Plain = {} if pointer is None else {"$ref": DEFINITION + escape(self._name(pointer))}
        others: Plain = {key: value for key, value in spot.mapping.items() if key != "$ref"}
        if not others:
            return made
        beside = self._object(Rest(self.source, Spot(others, spot.pointer)))
        if beside and str(self.source.document.get("openapi")).startswith("3.0"):
            said = "OpenAPI 3.0 ignores keys next to '$ref'; they were applied anyway."
            self.source.say("same", f"{spot.pointer}/$ref", said)
        return _beside(beside, made) if made else beside

    def _name(self, pointer: str) -> str:
        """The name of the definition for the schema at ``pointer``."""
        if pointer not in self.names:
            words = [word for word in _WORDS.findall(unescape(pointer)) if word not in _PATH]
            wanted = "_".join(words[-4:]) or "schema"
            self.names[pointer] = unique([wanted], self._pointers)[0]
            self._pointers[self.names[pointer]] = pointer
        return self.names[pointer]

    def _definition(self, pointer: str) -> Plain:
        if pointer not in self.made:
            spot = Spot(self.source.at(pointer), pointer)
            self._open.append(pointer)
            circle = is_reference(spot.value) and self.source.follow(spot) is None
            made = {} if circle else self.schema(spot)
            self._open.pop()
            self.made[pointer] = made
        return self.made[pointer]

    def _look(self, target: str) -> Plain | None:
        pointer = self._pointers.get(unescape(target.removeprefix(DEFINITION)))
        if pointer is None or pointer in self._open or (pointer not in self.made and self._depth >= LOOKED):
            return None
        return self._definition(pointer)

    def _object(self, rest: Rest) -> Plain:
        made: Plain = {}
        keywords.types(rest, made)
        rest.texts(made, "format", "title", "description")
        keywords.choices(rest, made)
        keywords.limits(rest, made)
        rest.form("pattern", "regex", made, "a regular expression")
        keywords.default(rest, made)
        keywords.marks(rest, made)
        keywords.contents(rest, made)
        keywords.examples(rest, made)
        keywords.beside(rest, made)
        self._fields(rest, made)
        self._items(rest, made)
        parts = [self.schema(spot) for spot in self.source.items(rest.take("allOf"))]
        if parts:
            made["allOf"] = list(parts)
        keywords.drop_unsupported(rest)
        for key in ("$defs", "definitions"):
            self._inner += self.source.entries(rest.take(key))
        discriminator, *unions = [rest.take(key) for key in ("discriminator", "anyOf", "oneOf")]
        made = rest.close(made, "a schema")
        for spot in unions:
            made = made if spot is None else self._alternatives(made, spot)
        return made if discriminator is None else self._discriminator(discriminator, made)

    def _fields(self, rest: Rest, made: Plain) -> None:
        spot = rest.take("properties")
        fields: Plain = {below.name: self.schema(below) for below in self.source.entries(spot)}
        if fields:
            made["properties"] = fields
        required = self._required(rest.take("required"))
        if required:
            made["required"] = required
        self._additional(rest, made)

    def _required(self, spot: Spot | None) -> list[Json]:
        if spot is not None and not isinstance(spot.value, list):
            self.source.lost(spot, "a list of field names")
            return []
        names: list[Json] = []
        for one in self.source.items(spot):
            if not isinstance(one.value, str):
                self.source.say("wrong", one.pointer, "The name of a field must be a string; this one was dropped.")
            elif one.value not in names:
                names.append(one.value)
        return names

    def _additional(self, rest: Rest, made: Plain) -> None:
        spot, patterns = rest.take("additionalProperties"), rest.take("patternProperties")
        if spot is not None:
            made["additionalProperties"] = spot.value if isinstance(spot.value, bool) else self.schema(spot)
        if patterns is None:
            return
        listed = list(self.source.entries(patterns))
        said = "'patternProperties' cannot be expressed in a connector; it was dropped."
        if (len(listed) == 1 and spot is None) or (spot is not None and spot.value is False and len(listed) == 1):
            made["additionalProperties"] = self.schema(listed[0])
            said = f"Only names like '{shorten(listed[0].name)}' are allowed; a connector allows any name."
        self.source.say("keyword", patterns.pointer, said)

    def _items(self, rest: Rest, made: Plain) -> None:
        items, places = rest.take("items"), rest.take("prefixItems")
        if items is not None and isinstance(items.value, list):
            items, places = None, items
        listed = [self.schema(spot) for spot in self.source.items(places)]
        closed = items is not None and items.value is False and bool(listed)
        if items is not None and not closed:
            listed.append(self.schema(items))
        if closed:
            made.setdefault("maxItems", len(listed))
        if places is not None:
            said = "Each position of this list has its own type; a connector has only one type for all items."
            for spot in (places, *([items] if items is not None and not closed else [])):
                self.source.say("tuple", spot.pointer, said)
        if listed or made.get("type") == "array":
            made["items"] = self.unions.combine(listed) if listed else {}

    def _alternatives(self, made: Plain, spot: Spot) -> Plain:
        """``made`` with the alternatives at ``spot``."""
        made = {"allOf": [made]} if "$ref" in made else made
        listed = list(self.source.items(spot))
        others = [one for one in listed if not self._is_null(one)]
        if len(others) < len(listed):
            made["x-nullable"] = True
        if not others:
            self.source.say("types", spot.pointer, "No alternative is a valid schema; any value is allowed.")
            return made
        schemas = [self.schema(one) for one in others]
        if self._build_on(schemas, spot):
            said = f"The alternatives of '{spot.name}' extend this type with `allOf`, so they are already declared."
            self.source.say("choices", spot.pointer, said)
            return made
        different = distinct(schemas)
        if len(schemas) > 1:
            self._say(made, different, spot)
        if len(different) == 1:
            return self._only(made, different[0], others[0])
        return self._several(made, different, spot)

    def _build_on(self, schemas: list[Plain], spot: Spot) -> bool:
        """Whether the alternatives are named types that extend the schema around them."""
        if not self._open or spot.pointer != f"{self._open[-1]}/{spot.name}":
            return False
        own: Json = {"$ref": DEFINITION + escape(self.names[self._open[-1]])}
        looked = [self._look(str(schema["$ref"])) if "$ref" in schema else None for schema in schemas]
        return all(found is not None and own in _names(found.get("allOf")) for found in looked)

    def _is_null(self, spot: Spot) -> bool:
        said = spot.mapping
        fixed = "const" in said and said["const"] is None
        null = fixed or said.get("type") in ("null", ["null"]) or said.get("enum") == [None]
        if null and said.keys() <= _NULL:
            for key in said.keys() & {"title", "description"}:
                self.source.say(
                    "unplaced",
                    spot.below(key).pointer,
                    f"A {key} of null cannot be expressed in a connector; it was dropped.",
                )
        return null and said.keys() <= _NULL

    def _only(self, made: Plain, schema: Plain, spot: Spot) -> Plain:
        for key in ("title", "description"):
            if key in made and key in schema and made[key] != schema[key]:
                self.source.say(
                    "unplaced", f"{spot.pointer}/{key}", f"A field has only one {key}; the outer one is used."
                )
        return _beside(made, schema)

    def _several(self, made: Plain, schemas: list[Plain], spot: Spot) -> Plain:
        if _only_limits(made, schemas):
            return made
        merged = self.unions.combine(schemas)
        if "type" in made and merged.get("type") not in (made["type"], None):
            return made
        if is_large(merged, LARGE) and not (self._open and spot.pointer == f"{self._open[-1]}/{spot.name}"):
            name = self._name(spot.pointer)
            self.made[spot.pointer] = merged
            return _beside(made, {"$ref": DEFINITION + escape(name)})
        fields, own = merged.get("properties"), made.get("properties")
        whole = {**merged, **made}
        if isinstance(fields, dict) and isinstance(own, dict):
            whole["properties"] = {name: own.get(name) or fields[name] for name in {**own, **fields}}
        required = [*_names(made.get("required")), *_names(merged.get("required"))]
        if required:
            whole["required"] = list(dict.fromkeys(required))
        return whole

    def _say(self, made: Plain, schemas: list[Plain], spot: Spot) -> None:
        key, rule = spot.name, "alternatives"
        views = [self.unions.view(schema) for schema in schemas]
        words = {word_of(view) if view is not None else "" for view in views}
        if len(schemas) == 1:
            rule, what = "choices", "are identical, so only one of them was kept."
        elif only_choices(schemas):
            rule, what = "choices", "were merged into one list of values."
        elif only_numbers(schemas):
            rule, what = "choices", "were merged into one number."
        elif _only_limits(made, schemas):
            what = "only restrict combinations, which a connector cannot express."
        elif "type" in made and word_of(self.unions.combine(schemas)) not in (made["type"], ""):
            what = f"do not fit the type {made['type']} next to them; only the type was kept."
        elif words == {"object"}:
            what = "were merged into one object with all fields; a field is required if every alternative requires it."
        elif words == {"array"}:
            what = "were merged into one list that allows the items of all alternatives."
        elif len(words - {"integer"}) == 1 and "" not in words:
            what = f"became one {max(words)}; limits that only some of them have were dropped."
        else:
            listed = ", ".join(sorted(word or "any" for word in words))
            kept = f"any {made['type']}" if "type" in made else "any value"
            what = f"have too little in common ({listed}); {kept} is allowed."
        self.source.say(rule, spot.pointer, f"The alternatives of '{key}' {what}")

    def _discriminator(self, spot: Spot, made: Plain) -> Plain:
        inner = Rest(self.source, spot)
        name = spot.value if isinstance(spot.value, str) else inner.text("propertyName")
        if not isinstance(name, str):
            self.source.lost(spot, "an object with a `propertyName`")
            return made
        view = self.unions.view(made) or {}
        fields = view.get("properties")
        if isinstance(fields, dict) and name in fields:
            made = {**({"allOf": [made]} if "$ref" in made else made), "discriminator": name}
        else:
            said = f"'{shorten(name)}' is not a field of this type; the discriminator was dropped."
            self.source.say("keyword", spot.pointer, said)
        for one in self.source.entries(inner.take("mapping")):
            self._mapped(one)
        if isinstance(spot.value, dict):
            inner.close({}, "`discriminator`", extensions=False)
        return made

    def _mapped(self, spot: Spot) -> None:
        said = spot.value
        if not isinstance(said, str):
            self.source.lost(spot, "the name of a type")
            return
        target = said if said.startswith("#") or f"{_HOME}{escape(said)}" not in self.names else f"#{_HOME}{said}"
        pointer = self.source.target(Spot({"$ref": target}, spot.pointer))
        if pointer is None:
            return
        name, value = self._name(pointer), spot.name
        known = self._values.setdefault(name, (value, spot.pointer))
        if known[0] != value:
            what = (
                f"'{shorten(name)}' already has the value '{shorten(known[0])}'; a type can have only one "
                "discriminator value."
            )
            self.source.say("keyword", spot.pointer, what)

    def _value(self, name: str, value: str, at: str) -> None:
        """Keep the discriminator value of a type with another name."""
        made = self.made[self._pointers[name]]
        if value == name:
            return
        if "$ref" in made:
            self.source.say(
                "keyword", at, f"'{shorten(name)}' is an alias of a type, so it has no discriminator value."
            )
        else:
            made["x-discriminator-value"] = value


def _beside(made: Plain, schema: Plain) -> Plain:
    """``made`` restricted to what ``schema`` allows."""
    if not made or not schema:
        return made or schema
    clash = any(
        key in made and made[key] != value for key, value in schema.items() if key not in ("title", "description")
    )
    if "$ref" in schema or clash:
        parts = made.get("allOf")
        return {**made, "allOf": [*(parts if isinstance(parts, list) else []), schema]}
    return {**schema, **made}


def _only_limits(made: Plain, schemas: list[Plain]) -> bool:
    """Whether the alternatives only require some of the fields beside them."""
    known = made.keys() & {"type", "properties", "allOf", "items"}
    return bool(known) and all(schema.keys() <= _LIMITS for schema in schemas)


def _names(node: Json) -> list[Json]:
    return node if isinstance(node, list) else []

"""Parameters and headers of OpenAPI 3 as those of Swagger 2.0, which only allow scalars and lists of scalars."""

from __future__ import annotations

from connectorkit.importing.openapi3.document import Plain, Rest, Source, Spot, is_reference, shorten
from connectorkit.importing.openapi3.keywords import fitting
from connectorkit.importing.openapi3.schema import Schemas
from connectorkit.importing.openapi3.union import word_of
from connectorkit.model.connector import Json

_SIMPLE = ("string", "number", "integer", "boolean")
_KEPT = frozenset(
    """type format default enum pattern minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength minItems
    maxItems uniqueItems multipleOf""".split()
)
_TITLES = {"title": "x-ms-summary", "description": "description", "example": "x-example"}
_NOTHING = frozenset(("properties", "required", "additionalProperties", "discriminator", "items", "allOf", "$ref"))
RESERVED = frozenset(("accept", "content-type", "authorization"))
"""Header parameters that OpenAPI 3 says are ignored."""
_USUAL = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_JOINED = {"form": "csv", "simple": "csv", "spaceDelimited": "ssv", "pipeDelimited": "pipes"}


class Parameters:
    """Converts parameters and headers to Swagger 2.0."""

    def __init__(self, source: Source, schemas: Schemas) -> None:
        self.source = source
        self.schemas = schemas
        self._shared: dict[str, list[Plain]] = {}

    def shared(self) -> Plain:
        """The parameters of `components` that can be shared parameters of Swagger 2.0."""
        made: Plain = {}
        for spot in self.source.component("parameters"):
            listed = self._named(spot.pointer)
            if len(listed) == 1:
                made[spot.name] = listed[0]
            elif listed and spot.pointer not in self.source.used:
                self.source.say("unused", spot.pointer, f"Nothing refers to '{shorten(spot.name)}'; it was dropped.")
        return made

    def _named(self, pointer: str) -> list[Plain]:
        if pointer not in self._shared:
            self._shared[pointer] = self.parameter(Spot(self.source.at(pointer), pointer))
        return self._shared[pointer]

    def listed(self, spot: Spot | None, path: str) -> list[Plain]:
        """The parameters of a list; those of the same name and place are merged."""
        made: list[Plain] = []
        seen: set[tuple[Json, Json]] = set()
        for one in self.source.items(spot):
            for parameter in self._entry(one):
                whole = self._whole(parameter)
                key = (whole.get("name"), whole.get("in"))
                name = shorten(str(key[0]))
                if key in seen:
                    said = f"The parameter '{name}' is defined twice; the first one is used."
                    self.source.say("wrong", one.pointer, said)
                elif key[1] == "path" and f"{{{key[0]}}}" not in path:
                    self.source.say("wrong", one.pointer, f"'{name}' is not a part of the path; it was dropped.")
                else:
                    seen.add(key)
                    made.append(parameter)
        return made

    def names(self, parameters: list[Plain], place: str) -> set[str]:
        """The names of the parameters in ``place``."""
        wholes = [self._whole(parameter) for parameter in parameters]
        return {str(whole.get("name")) for whole in wholes if whole.get("in") == place}

    def _whole(self, parameter: Plain) -> Plain:
        target = parameter.get("$ref")
        if not isinstance(target, str):
            return parameter
        return self._named(target.replace("#/", "/components/", 1))[0]

    def _entry(self, spot: Spot) -> list[Plain]:
        if not is_reference(spot.value):
            return self.parameter(spot)
        target = self.source.follow(spot)
        if target is None:
            return []
        said = spot.mapping.keys() - {"$ref"}
        group, _, name = target.pointer.rpartition("/")
        if group == "/components/parameters" and len(self._named(target.pointer)) == 1 and not said:
            return [{"$ref": f"#/parameters/{name}"}]
        made = self.parameter(target)
        for one in made:
            self.source.beside(spot, one)
        if not made and said:
            self.source.say("parameter", spot.pointer, "The parameter that is referred to was dropped.")
        return made

    def parameter(self, spot: Spot) -> list[Plain]:
        """The parameters for one of OpenAPI 3; none, with a finding, if connectors cannot send it."""
        target = self.source.resolve(spot)
        if target is None or not isinstance(target.value, dict):
            if target is not None:
                self.source.lost(target, "a parameter")
            return []
        spot = target
        rest = Rest(self.source, spot)
        name, place = rest.text("name"), rest.text("in")
        if name is None or place not in _USUAL:
            said = "A parameter must have a name, and `in` with path, query or header; this one was dropped."
            self.source.say("wrong", spot.pointer, said)
            return []
        if place == "cookie":
            self.source.say(
                "parameter",
                spot.pointer,
                f"Connectors do not send cookies; '{shorten(name)}' was dropped.",
                "If the API needs it, send the header Cookie with the policy setheader.",
            )
            return []
        if place == "header" and name.lower() in RESERVED:
            said = f"The header parameter '{shorten(name)}' is reserved, and OpenAPI ignores it; it was dropped."
            self.source.say("reserved", spot.pointer, said)
            return []
        return self._parameter(rest, {"name": name, "in": place})

    def _parameter(self, rest: Rest, made: Plain) -> list[Plain]:
        place = str(made["in"])
        rest.texts(made, "description")
        required = rest.flag("required")
        if place == "path" and not required:
            said = f"'{shorten(str(made['name']))}' is part of the path, so it was made required."
            self.source.say("same", rest.spot.pointer, said)
        if required or place == "path":
            made["required"] = True
        empty = rest.flag("allowEmptyValue")
        if empty and place == "query":
            made["allowEmptyValue"] = True
        self._marks(rest, made)
        style, explode = self._style(rest, place)
        value = self._value(rest, style)
        view = self.schemas.unions.view(value) if value is not None else {}
        fields = view.get("properties") if view else None
        if isinstance(fields, dict) and place == "query" and ((style == "form" and explode) or style == "deepObject"):
            return self._spread(rest, made, view or {}, style == "deepObject")
        return [self._single(rest, made, value, style, explode)]

    def _marks(self, rest: Rest, made: Plain) -> None:
        for key, own in (("deprecated", "x-deprecated"), ("allowReserved", "x-allowReserved")):
            spot = rest.spot.below(key) if key in rest else None
            if rest.flag(key) and spot is not None:
                made[own] = True
                self.source.say("same", spot.pointer, f"'{key}' was written as {own}, which makers do not see.")

    def _style(self, rest: Rest, place: str) -> tuple[str, bool]:
        usual = _USUAL[place]
        style = rest.text("style") or usual
        explode = rest.flag("explode") if "explode" in rest else style == "form"
        if style not in _JOINED and style != "deepObject":
            said = f"The style '{shorten(style)}' cannot be expressed in a connector; the plain value is sent."
            self.source.say("list", f"{rest.spot.pointer}/style", said)
            style = usual
        return style, explode

    def _value(self, rest: Rest, style: str) -> Plain | None:
        """The schema of the value; None for a value that is serialized as JSON or similar."""
        schema, contents = rest.take("schema"), rest.take("content")
        if contents is not None:
            if schema is not None:
                self.source.say("wrong", schema.pointer, "The schema next to 'content' is ignored; it was dropped.")
            name = next((spot.name for spot in self.source.entries(contents)), "text")
            said = f"The value is sent as {shorten(name)}; in a connector it is a string."
            self.source.say("form", contents.pointer, said)
            return None
        if schema is None:
            self.source.say("wrong", rest.spot.pointer, "The parameter has no schema; it was written as a string.")
            return {"type": "string"}
        return self.schemas.schema(schema)

    def _single(self, rest: Rest, made: Plain, value: Plain | None, style: str, explode: bool) -> Plain:
        rest.extensions(made)
        self._described(rest, made, value)
        if made.get("type") == "array":
            self._joined(rest, made, style, explode)
        example = first_example(self.source, rest)
        if example is not None:
            made["x-example"] = example.value
        return rest.close(made, "a parameter")

    def _described(self, rest: Rest, made: Plain, value: Plain | None) -> None:
        """Add the texts of the schema that the parameter itself does not have."""
        at = f"{rest.spot.pointer}/schema"
        for key, said in self.simple({"type": "string"} if value is None else value, at).items():
            if made.setdefault(key, said) != said:
                word = {"x-ms-summary": "title", "x-example": "example"}.get(key, key)
                self.source.say("unplaced", at, f"Only one {word} is possible; the one in the schema was dropped.")

    def _joined(self, rest: Rest, made: Plain, style: str, explode: bool) -> None:
        spot = rest.spot
        if explode and made["in"] == "query":
            made["collectionFormat"] = "multi"
            said = f"Each value of '{shorten(str(made['name']))}' is sent as a separate parameter"
            self.source.say("list", spot.pointer, f"{said}; the platform supports only comma-separated values.")
        elif style == "deepObject":
            self.source.say(
                "list",
                f"{spot.pointer}/style",
                "The style 'deepObject' applies only to objects; the values are separated by commas.",
            )
        elif _JOINED[style] != "csv":
            made["collectionFormat"] = _JOINED[style]

    def _spread(self, rest: Rest, made: Plain, view: Plain, deep: bool) -> list[Plain]:
        """Each field of an object as its own parameter, as it is sent."""
        name, at = str(made["name"]), rest.spot.pointer
        self.source.say("spread", at, f"The fields of '{shorten(name)}' became separate parameters, as they are sent.")
        if "description" in made:
            said = f"The description of '{shorten(name)}' cannot be kept next to its fields; it was dropped."
            self.source.say("unplaced", f"{at}/description", said)
        if view.get("additionalProperties") not in (None, False):
            said = f"'{shorten(name)}' allows unnamed fields, which were dropped."
            self.source.say("parameter", at, said)
        fields, required = view.get("properties"), view.get("required")
        wanted = required if made.get("required") and isinstance(required, list) else []
        listed = []
        for key, schema in fields.items() if isinstance(fields, dict) else ():
            head: Plain = {"name": f"{name}[{key}]" if deep else key, "in": "query"}
            value = self.simple(schema if isinstance(schema, dict) else {}, at)
            head |= {"required": True} if key in wanted else {}
            head |= {"collectionFormat": "multi"} if value.get("type") == "array" else {}
            head |= {key: said for key, said in made.items() if key.startswith("x-")}
            listed.append({**head, **value})
        for key in ("example", "examples"):
            rest.drop(
                "unplaced", key, f"The {key} of '{shorten(name)}' cannot be kept next to its fields; it was dropped."
            )
        rest.close({}, "a parameter", extensions=False)
        return listed

    def simple(self, schema: Plain, at: str, inner: bool = False) -> Plain:
        """The keywords for the value of a parameter, a header or a list item; a complex value becomes a string."""
        view = self.schemas.unions.view(schema) or {}
        own = not schema.keys() & {"$ref", "allOf"}
        parts = schema.get("allOf")
        if any(isinstance(part, dict) and "$ref" not in part for part in (parts if isinstance(parts, list) else ())):
            self.source.say("unplaced", at, "The parts of 'allOf' were merged into one value here.")
        word = word_of(view)
        made: Plain = {"type": word}
        if word == "array":
            items = view.get("items")
            made["items"] = self.simple(items if isinstance(items, dict) else {}, at, True)
        elif word not in _SIMPLE:
            self._as_text(word, at)
            made["type"] = "string"
        for key, value in view.items():
            kept = fitting(value, made["type"]) if key == "default" else value
            if (key in _KEPT and kept is not None) or key.startswith("x-"):
                made.setdefault(key, kept)
            elif key in _TITLES and not inner:
                made.setdefault(_TITLES[key], value)
            elif own and key not in _NOTHING and key != "type":
                self.source.say("unplaced", at, f"'{key}' cannot be expressed in a parameter; it was dropped.")
        return made

    def _as_text(self, word: str, at: str) -> None:
        what = f"of the type {word}" if word else "without a type"
        self.source.say("form", at, f"A value {what} is not possible here in a connector; it was written as a string.")

    def headers(self, spot: Spot | None) -> Plain:
        """The headers of a response."""
        made: Plain = {}
        for one in self.source.entries(spot):
            target = self.source.resolve(one)
            if target is None:
                continue
            if isinstance(target.value, dict):
                made[one.name] = self._header(Rest(self.source, target))
            else:
                self.source.lost(target, "a header")
        return made

    def _header(self, rest: Rest) -> Plain:
        made: Plain = {}
        rest.texts(made, "description")
        for key in ("required", "deprecated", "allowEmptyValue", "allowReserved"):
            if rest.flag(key):
                self.source.say(
                    "unplaced",
                    f"{rest.spot.pointer}/{key}",
                    f"'{key}' cannot be expressed in a header; it was dropped.",
                )
        style, _ = self._style(rest, "header")
        rest.extensions(made)
        self._described(rest, made, self._value(rest, style))
        example = first_example(self.source, rest)
        if example is not None:
            made["x-example"] = example.value
        return rest.close(made, "a header")


def first_example(source: Source, rest: Rest) -> Spot | None:
    """The first example of a parameter, a header or a content, with a finding for each further one."""
    said, several = rest.take("example"), rest.take("examples")
    found = said
    for one in source.entries(several):
        target = source.resolve(one)
        if target is None:
            continue
        value = _example(source, target)
        if value is None:
            continue
        if found is None:
            found = value
        elif value.value != found.value:
            source.say("unplaced", value.pointer, "A connector can have only one example; the others were dropped.")
    return found


def _example(source: Source, spot: Spot) -> Spot | None:
    if not isinstance(spot.value, dict):
        source.lost(spot, "an example object with a `value`")
        return None
    rest = Rest(source, spot)
    value = rest.take("value")
    for key in ("summary", "description"):
        rest.drop("unplaced", key, f"An example cannot have a {key} in a connector; it was dropped.")
    rest.drop("unplaced", "externalValue", "The example is external, and external files are not loaded.")
    rest.close({}, "an example", extensions=False)
    return value

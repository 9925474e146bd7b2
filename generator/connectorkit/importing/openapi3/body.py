"""Request bodies and responses of OpenAPI 3 as body parameters, forms and responses of Swagger 2.0."""

from __future__ import annotations

import re

from connectorkit.importing.openapi3.document import Plain, Rest, Source, Spot, extension, is_reference, shorten
from connectorkit.importing.openapi3.parameter import Parameters, first_example
from connectorkit.importing.openapi3.schema import Schemas
from connectorkit.importing.openapi3.union import word_of
from connectorkit.model.json_pointer import escape

_JSON = re.compile(r"application/(?:[\w.+-]+\+)?json\b", re.IGNORECASE)
_STATUS = re.compile(r"[1-5][0-9]{2}\Z|default\Z")
_RANGE = re.compile(r"[1-5][xX]{2}\Z")
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_BINARY = re.compile(r"application/(?:octet-stream|pdf|zip|gzip|vnd\.openxmlformats.*)|image/.*|audio/.*|video/.*")
_OF_FORM = frozenset(("type", "properties", "required", "additionalProperties", "x-nullable"))
_RESPONSES = "/components/responses/"


class Bodies:
    """Converts request bodies and responses to Swagger 2.0."""

    def __init__(self, source: Source, schemas: Schemas, parameters: Parameters) -> None:
        self.source = source
        self.schemas = schemas
        self.parameters = parameters
        self._answers: dict[str, tuple[Plain, str]] = {}

    def request(self, spot: Spot) -> tuple[list[Plain], str]:
        """The parameters for a request body, and its media type."""
        target = self.source.follow(spot)
        if target is None:
            return [], ""
        if not isinstance(target.value, dict):
            self.source.lost(target, "a request body")
            return [], ""
        rest = Rest(self.source, target)
        made: Plain = {"name": "body", "in": "body"}
        rest.texts(made, "description")
        if is_reference(spot.value):
            self.source.beside(spot, made)
        if rest.flag("required"):
            made["required"] = True
        media = self._media(rest, "sent")
        if media is None:
            self.source.say("wrong", target.pointer, "The request body has no content; it was dropped.")
            rest.close({}, "a request body", extensions=False)
            return [], ""
        if media.name.partition(";")[0].strip().lower() in _FORMS:
            return self._form(rest, made, media)
        rest.close(made, "a request body")
        return [self._body(made, media)], self._mime(media)

    def _media(self, rest: Rest, what: str) -> Spot | None:
        """The content that suits a connector best, with a finding for each other one."""
        listed = list(self.source.entries(rest.take("content")))
        if not listed:
            return None
        chosen = min(listed, key=lambda spot: _rank(spot.name))
        for other in listed:
            if other is chosen:
                continue
            same = other.mapping.get("schema") == chosen.mapping.get("schema")
            said = f"Only one media type is {what}, {chosen.name}; {shorten(other.name)} was dropped."
            self.source.say("also" if same else "media", other.pointer, said)
        return chosen

    def _mime(self, media: Spot) -> str:
        """The media type of a content; JSON for any type."""
        if "*" not in media.name:
            return media.name
        said = f"The media type is a wildcard ({shorten(media.name)}); JSON is assumed."
        self.source.say("same", media.pointer, said)
        return "application/json"

    def _body(self, made: Plain, media: Spot) -> Plain:
        rest = Rest(self.source, media)
        if not isinstance(media.value, dict):
            self.source.lost(media, "an object with a `schema`")
        schema = rest.take("schema")
        shape = self.schemas.schema(schema) if schema is not None else {}
        example = first_example(self.source, rest)
        if example is not None and ("$ref" in shape or "example" in shape):
            made.setdefault("x-example", example.value)
        elif example is not None:
            shape = {**shape, "example": example.value}
        rest.drop("form", "encoding", "`encoding` applies only to forms; it was dropped.")
        made["schema"] = shape
        return rest.close(made, "a content")

    def _form(self, whole: Rest, body: Plain, media: Spot) -> tuple[list[Plain], str]:
        rest = Rest(self.source, media)
        if "description" in body:
            self.source.say(
                "unplaced", f"{whole.spot.pointer}/description", "A form cannot have a description; it was dropped."
            )
        schema = rest.take("schema")
        shape = self.schemas.schema(schema) if schema is not None else {}
        view = self.schemas.unions.view(shape) or {}
        encodings = {spot.name: spot for spot in self.source.entries(rest.take("encoding"))}
        fields = view.get("properties")
        at = f"{media.pointer}/schema"
        if not isinstance(fields, dict):
            self.source.say(
                "form",
                media.pointer,
                "A form must be an object with a named field for each part; this one was dropped.",
            )
            fields = {}
        elif view.get("additionalProperties") not in (None, False):
            self.source.say("form", at, "The form allows unnamed fields, which were dropped.")
        for key in sorted(view.keys() - _OF_FORM) if "$ref" not in shape else ():
            self.source.say("unplaced", at, f"'{shorten(key)}' cannot be expressed in a form; it was dropped.")
        required = view.get("required")
        listed = [
            self._part(name, field if isinstance(field, dict) else {}, at, media.name, encodings.pop(name, None))
            | ({"required": True} if isinstance(required, list) and name in required else {})
            for name, field in fields.items()
        ]
        for spot in encodings.values():
            self.source.say("wrong", spot.pointer, f"'{shorten(spot.name)}' is not a part of the form; it was dropped.")
        example = first_example(self.source, rest)
        if example is not None:
            self.source.say("unplaced", example.pointer, "A form cannot have an example; it was dropped.")
        rest.close({}, "a content", extensions=False)
        whole.close({}, "a request body", extensions=False)
        return listed, media.name if listed else ""

    def _part(self, name: str, schema: Plain, at: str, media: str, encoding: Spot | None) -> Plain:
        made: Plain = {"name": name, "in": "formData"}
        view = self.schemas.unions.view(schema) or {}
        items = view.get("items")
        inner = (self.schemas.unions.view(items) or {}) if isinstance(items, dict) else {}
        place = f"{at}/properties/{escape(name)}"
        if _is_file(view) or (word_of(view) == "array" and _is_file(inner)):
            if not _is_file(view):
                self.source.say(
                    "form", place, f"'{shorten(name)}' accepts several files, but a connector sends only one."
                )
            if media.startswith("multipart/"):
                view = {**{key: value for key, value in view.items() if key not in ("format", "items")}, "type": "file"}
                made |= self._file(view, place)
                return self._encoded(made, encoding)
        made |= self.parameters.simple(schema, place)
        if made["type"] == "array":
            made["collectionFormat"] = "multi"
        return self._encoded(made, encoding)

    def _file(self, view: Plain, at: str) -> Plain:
        made = self.parameters.simple({**view, "type": "string"}, at)
        return {
            **{key: value for key, value in made.items() if key in ("description", "default") or key[:2] == "x-"},
            "type": "file",
        }

    def _encoded(self, made: Plain, spot: Spot | None) -> Plain:
        """The part with its encoding, as far as connectors support it."""
        if spot is None:
            return made
        rest = Rest(self.source, spot)
        style = rest.text("style")
        explode = rest.flag("explode") if "explode" in rest else style in (None, "form")
        if made["type"] == "array" and not explode:
            made["collectionFormat"] = {"spaceDelimited": "ssv", "pipeDelimited": "pipes"}.get(str(style), "csv")
        for key in ("contentType", "headers", "allowReserved"):
            rest.drop("form", key, f"'{key}' of a form part cannot be expressed in a connector; it was dropped.")
        rest.close({}, "an encoding", extensions=False)
        return made

    def responses(self, spot: Spot | None, operation: Spot) -> tuple[Plain, list[str]]:
        """The responses by status, and their media types."""
        made: Plain = {}
        media: list[str] = []
        listed = list(self.source.entries(spot))
        taken = {one.name for one in listed}
        for one in listed:
            if one.name.startswith("x-"):
                made[one.name] = extension(one.value)
                continue
            status = self._status(one, taken)
            if status:
                answer, kind = self._response(one)
                made[status] = answer
                media += [kind] if kind else []
        if not any(not status.startswith("x-") for status in made):
            self.source.say(
                "response", operation.pointer, "The operation has no response; one without a schema was added."
            )
            made["default"] = {"description": ""}
        return made, list(dict.fromkeys(media))

    def _status(self, spot: Spot, taken: set[str]) -> str:
        """The status of a response in a connector; "" for none."""
        name = spot.name
        if _STATUS.match(name):
            return name
        first = f"{name[:1]}00"
        if not _RANGE.match(name) or first in taken:
            why = f"'{shorten(name)}' is not a status" if first not in taken else f"{first} already exists"
            self.source.say("response", spot.pointer, f"{why}; the response '{shorten(name)}' was dropped.")
            return ""
        taken.add(first)
        said = f"Connectors have no status ranges such as {name}; the response was written as {first}."
        self.source.say("response", spot.pointer, said)
        return first

    def _response(self, spot: Spot) -> tuple[Plain, str]:
        target = self.source.follow(spot)
        if target is None:
            return {"description": ""}, ""
        made, media = self._answer(target)
        if not is_reference(spot.value):
            return made, media
        if len(spot.mapping) > 1:
            made = dict(made)
            self.source.beside(spot, made)
            return made, media
        group, _, name = target.pointer.rpartition("/")
        return ({"$ref": f"#/responses/{name}"} if f"{group}/" == _RESPONSES else made), media

    def shared(self) -> Plain:
        """The shared responses of `components`."""
        made: Plain = {}
        for spot in self.source.component("responses"):
            made[spot.name] = self._written_out(spot)
        return made

    def _written_out(self, spot: Spot) -> Plain:
        target = self.source.follow(spot)
        answer: Plain = dict(self._answer(target)[0]) if target is not None else {"description": ""}
        if is_reference(spot.value):
            self.source.beside(spot, answer)
        return answer

    def _answer(self, spot: Spot) -> tuple[Plain, str]:
        if spot.pointer not in self._answers:
            self._answers[spot.pointer] = self._described(spot)
        return self._answers[spot.pointer]

    def _described(self, spot: Spot) -> tuple[Plain, str]:
        if not isinstance(spot.value, dict):
            self.source.lost(spot, "a response")
            return {"description": ""}, ""
        rest = Rest(self.source, spot)
        made: Plain = {"description": rest.text("description") or ""}
        rest.drop("unplaced", "summary", "A response cannot have a summary in a connector; it was dropped.")
        media = self._media(rest, "read")
        if media is not None:
            self._content(made, media)
        headers = self.parameters.headers(rest.take("headers"))
        if headers:
            made["headers"] = headers
        links = rest.take("links")
        for link in self.source.entries(links):
            self.source.say(
                "response",
                link.pointer,
                f"Connectors have no links; '{shorten(link.name)}' was dropped.",
                "Describe in a text which field of the response to pass to which action.",
            )
        return rest.close(made, "a response"), self._mime(media) if media is not None else ""

    def _content(self, made: Plain, media: Spot) -> None:
        rest = Rest(self.source, media)
        if not isinstance(media.value, dict):
            self.source.lost(media, "an object with a `schema`")
        schema = rest.take("schema")
        if schema is not None:
            made["schema"] = self.schemas.schema(schema)
        elif _BINARY.match(media.name):
            made["schema"] = {"type": "string", "format": "binary"}
        example = first_example(self.source, rest)
        if example is not None:
            made["examples"] = {media.name: example.value}
        rest.drop("form", "encoding", "`encoding` applies only to forms; it was dropped.")
        rest.close(made, "a content")


def _rank(name: str) -> int:
    plain = name.partition(";")[0].strip().lower()
    order = ("application/json", "*/*", *_FORMS, "text/json", "text/plain", "application/octet-stream")
    if plain in order:
        return order.index(plain) + (2 if plain != "application/json" else 0)
    return 1 if _JSON.match(plain) else 10 + plain.endswith("xml")


def _is_file(schema: Plain) -> bool:
    return schema.get("type") == "string" and schema.get("format") == "binary"

"""An OpenAPI 3 document during conversion: values with their pointers, references, and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from connectorkit.diagnostics.finding import Finding
from connectorkit.importing.openapi3.keyword_rules import RULES
from connectorkit.model import json_pointer
from connectorkit.model.connector import Json
from connectorkit.model.json_pointer import escape, unescape
from connectorkit.read.connector_folder import Place

Plain = dict[str, Json]
FAR = 50
"""So many references are followed from one to the next."""


class Spot(NamedTuple):
    """A value of the document, and its JSON pointer."""

    value: Json
    pointer: str

    def below(self, key: str | int) -> Spot:
        """The value under a key or an index that exists."""
        if isinstance(self.value, list):
            return Spot(self.value[int(key)], f"{self.pointer}/{key}")
        value = self.value[str(key)] if isinstance(self.value, dict) else None
        return Spot(value, f"{self.pointer}/{escape(str(key))}")

    @property
    def mapping(self) -> Plain:
        """The entries of an object; empty for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def name(self) -> str:
        """The last step of the pointer."""
        return unescape(self.pointer.rpartition("/")[2])


def kind(value: Json) -> str:
    """The type of a value, for a message."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    names: dict[type, str] = {str: "a string", dict: "an object", list: "an array"}
    return names.get(type(value), "a number")


def shorten(text: str) -> str:
    """A text of the document, shortened for a message."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}..."


@dataclass(slots=True)
class Source:
    """The document, its places, the findings so far, and the pointers of all reference targets."""

    document: Plain
    place: Place
    findings: list[Finding] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def say(self, rule: str, at: str, message: str, way: str = "") -> None:
        """Add a finding of ``rule`` about the value at the pointer ``at``; ``way`` replaces the rule's suggestion."""
        id, severity, usual = RULES[rule]
        self.findings.append(Finding(id, message, self.place(at), way or usual, severity, at))

    def lost(self, spot: Spot, wanted: str, found: str = "") -> None:
        """Report a value of a wrong type, which is dropped."""
        name, said = spot.name, found or kind(spot.value)
        what = "This value" if name.isdecimal() or not name else f"'{shorten(name)}'"
        self.say("wrong", spot.pointer, f"{what} must be {wanted}, not {said}; it was dropped.")

    def entries(self, spot: Spot | None) -> Iterator[Spot]:
        """The entries of an object, in order; a finding for any other value."""
        if spot is None:
            return
        if not isinstance(spot.value, dict):
            self.lost(spot, "an object")
        for key in spot.mapping:
            yield spot.below(key)

    def items(self, spot: Spot | None) -> Iterator[Spot]:
        """The items of a list, in order; a finding for any other value."""
        if spot is None:
            return
        if not isinstance(spot.value, list):
            self.lost(spot, "a list")
            return
        for index in range(len(spot.value)):
            yield spot.below(index)

    def component(self, group: str) -> Iterator[Spot]:
        """The entries of ``components/<group>``, without findings."""
        whole = Spot(self.document, "").mapping.get("components")
        listed = Spot(whole, "/components").mapping.get(group)
        spot = Spot(listed, f"/components/{group}")
        for key in spot.mapping:
            yield spot.below(key)

    def resolve(self, spot: Spot) -> Spot | None:
        """The final target of a reference, or the value itself without one; None with a finding for a broken one.

        Keys beside `$ref` are reported; see :meth:`beside` for where they count.
        """
        found = self.follow(spot)
        if found is not None and is_reference(spot.value):
            self._unplaced(spot)
        return found

    def beside(self, spot: Spot, made: Plain) -> None:
        """Set the keys beside `$ref` in ``made``: the description and keys that start with x-."""
        others: Plain = {key: value for key, value in spot.mapping.items() if key != "$ref"}
        rest = Rest(self, Spot(others, spot.pointer))
        own: Plain = {}
        rest.texts(own, "description")
        rest.drop("unplaced", "summary", "A reference cannot have a summary in a connector; it was dropped.")
        made |= rest.close(own, "a reference")

    def follow(self, spot: Spot) -> Spot | None:
        """As :meth:`resolve`, without findings about keys beside the reference."""
        seen: set[str] = set()
        here = spot
        while is_reference(here.value):
            pointer = self.target(here)
            if here is not spot:
                self._unplaced(here)
            wrong = "nothing" if pointer is None else "itself" if pointer in seen else "far" if len(seen) > FAR else ""
            if pointer is None or wrong:
                if here is not spot or wrong != "nothing":
                    self._dangling(spot, wrong)
                return None
            seen.add(pointer)
            here = Spot(self.at(pointer), pointer)
        return here

    def _unplaced(self, spot: Spot) -> None:
        for key in spot.mapping.keys() - {"$ref"}:
            said = f"'{shorten(key)}' next to a reference cannot be expressed in a connector here; it was dropped."
            self.say("unplaced", spot.below(key).pointer, said)

    def target(self, spot: Spot) -> str | None:
        """The pointer of the target of the reference at ``spot``; None with a finding when there is none."""
        said = str(spot.mapping["$ref"])
        pointer = self._anchored(said[1:]) if said.startswith("#") and said[1:2] not in ("", "/") else ""
        if said.startswith("#/"):
            pointer = unquote(said[1:])
        if not pointer:
            self._dangling(spot, "nothing" if said.startswith("#") else "outside")
            return None
        if not isinstance(self.at(pointer), (dict, bool)):
            self._dangling(spot, "nothing")
            return None
        self.used.add(pointer)
        return pointer

    def at(self, pointer: str) -> Json:
        """The value at a pointer, or None."""
        return json_pointer.find(self.document, pointer, None)

    def _anchored(self, name: str) -> str:
        """The pointer of the schema with the `$anchor`; "" when there is none."""
        waiting = [Spot(self.document, "")]
        while waiting:
            spot = waiting.pop()
            if isinstance(spot.value, dict):
                if name in (spot.value.get("$anchor"), spot.value.get("$dynamicAnchor")):
                    return spot.pointer
                waiting += [spot.below(key) for key, value in spot.value.items() if isinstance(value, (dict, list))]
            elif isinstance(spot.value, list):
                waiting += [spot.below(index) for index in range(len(spot.value))]
        return ""

    def _dangling(self, spot: Spot, wrong: str) -> None:
        what, way = {
            "outside": ("points outside the file, and other files are not loaded", "Copy the target into this file."),
            "nothing": ("leads to nothing", "Add the target, or correct the reference."),
            "far": (f"needs more than {FAR} other references to reach a value", "Refer to the value itself."),
            "itself": (
                "refers back to itself and never reaches a value",
                "Write the value inline in one of these places.",
            ),
        }[wrong]
        said = shorten(str(spot.mapping.get("$ref")))
        alone = len(spot.mapping) == 1
        self.say("reference", f"{spot.pointer}/$ref" if alone else spot.pointer, f"The reference '{said}' {what}.", way)


@cache
def _form(form: str) -> Callable[[str], bool]:
    import jsonschema_rs

    schema = {"$schema": "http://json-schema.org/draft-04/schema#", "format": form}
    judge: Callable[[str], bool] = jsonschema_rs.validator_for(schema, validate_formats=True).is_valid
    return judge


def is_form(form: str, text: str) -> bool:
    """Whether a string has a format of JSON Schema (uri, email, regex), as openapi-spec-validator checks it."""
    return _form(form)(text)


def is_reference(value: Json) -> bool:
    """Whether a value is a reference object."""
    return isinstance(value, dict) and isinstance(value.get("$ref"), str)


class Rest:
    """The unprocessed keys of one object; :meth:`close` reports those that were not taken."""

    def __init__(self, source: Source, spot: Spot) -> None:
        self.source = source
        self.spot = spot
        self.left = dict(spot.mapping)

    def __contains__(self, key: str) -> bool:
        return key in self.left

    def take(self, key: str) -> Spot | None:
        """The value under a key, which counts as processed afterwards."""
        return self.spot.below(key) if self.left.pop(key, self) is not self else None

    def text(self, key: str) -> str | None:
        """The string under a key; None when it is absent or empty, or, with a finding, of another type."""
        spot = self.take(key)
        if spot is None or spot.value == "":
            return None
        if isinstance(spot.value, (int, float)) and not isinstance(spot.value, bool):
            self.source.say("same", spot.pointer, f"'{key}' is a number instead of a string; it was read as a string.")
            return str(spot.value)
        if not isinstance(spot.value, str):
            self.source.lost(spot, "a string")
            return None
        return spot.value

    def form(self, key: str, form: str, made: Plain, wanted: str) -> None:
        """Move a string of a certain ``form`` (uri, email, regex) to ``made``."""
        spot = Spot(self.spot.mapping.get(key), f"{self.spot.pointer}/{key}")
        text = self.text(key)
        if text is not None and not is_form(form, text):
            self.source.lost(spot, wanted, f"'{shorten(text)}'")
        elif text is not None:
            made[key] = text

    def address(self, made: Plain, *keys: str) -> None:
        """Move URLs to ``made``."""
        for key in keys:
            self.form(key, "uri", made, "an absolute URL, such as https://example.com")

    def flag(self, key: str) -> bool:
        """The boolean under a key; False when it is absent, or, with a finding, of another type."""
        spot = self.take(key)
        if spot is not None and not isinstance(spot.value, bool):
            self.source.lost(spot, "true or false")
        return spot is not None and spot.value is True

    def texts(self, made: Plain, *keys: str) -> None:
        """Move strings to ``made``."""
        for key in keys:
            text = self.text(key)
            if text is not None:
                made[key] = text

    def drop(self, rule: str, key: str, message: str) -> None:
        """Report that the value of a key is dropped, if the key exists."""
        spot = self.take(key)
        if spot is not None:
            self.source.say(rule, spot.pointer, message)

    def extensions(self, made: Plain) -> None:
        """Move the keys that start with x- to ``made``."""
        for key in [key for key in self.left if key.startswith("x-")]:
            made.setdefault(key, extension(self.left.pop(key)))

    def close(self, made: Plain, known: str, extensions: bool = True) -> Plain:
        """``made`` with the keys that start with x-, and a finding for each other unprocessed key.

        ``known`` describes the object; without ``extensions``, its x- keys cannot be kept and are reported too.
        """
        if extensions:
            self.extensions(made)
        for key in self.left:
            spot = self.spot.below(key)
            if key.startswith("x-"):
                self.source.say(
                    "unplaced",
                    spot.pointer,
                    f"'{shorten(key)}' cannot be expressed in a connector here; it was dropped.",
                )
            else:
                self.source.say("unknown", spot.pointer, f"'{shorten(key)}' is not a key of {known}; it was dropped.")
        return made


_MOVED = {
    "#/components/schemas/": "#/definitions/",
    "#/components/parameters/": "#/parameters/",
    "#/components/responses/": "#/responses/",
}


def extension(value: Json) -> Json:
    """The value of an x- key, with references rewritten for Swagger 2.0."""
    if isinstance(value, list):
        return [extension(below) for below in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _moved(below) if key == "$ref" and isinstance(below, str) else extension(below)
        for key, below in value.items()
    }


def _moved(target: str) -> str:
    start = next((start for start in _MOVED if target.startswith(start)), "")
    return _MOVED[start] + target[len(start) :] if start else target

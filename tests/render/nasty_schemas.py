"""Schemas that are allowed but hard: of all kinds, composed, with limits, defaults and texts of any sort."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.render.nasty_words import FORMATS, NAMES, PATTERNS, TEXTS

# A part of a JSON document that is made to be odd: its values may be of any kind, hence Any.
Doc = dict[str, Any]


class Schemas:
    """Draws schemas and their parts from one random generator."""

    def __init__(self, seed: int) -> None:
        self.r = Random(seed)
        self.parts = 0
        self.shapes: set[str] = set()
        self.definitions = self.sample(
            [name for name in [*NAMES, "A", "B", "C"] if name and not set(name) & set("~/%")], 6
        )
        self.objects = self.definitions[::2]

    def sample(self, values: list[Any], most: int) -> list[Any]:
        """Up to ``most`` different values."""
        return self.r.sample(list(dict.fromkeys(values)), self.r.randint(0, min(most, len(values))))

    def maybe(self, chance: float) -> bool:
        """True with the probability ``chance``."""
        return self.r.random() < chance

    def text(self) -> str:
        """A description or title."""
        return self.r.choice(TEXTS)

    def any_value(self, depth: int = 0) -> Any:
        """Any JSON value."""
        plain = [None, True, False, 0, 1, -5, 1.5, 10**20, "", "x", "true", "1", self.text(), self.r.choice(NAMES)]
        if depth < 2 and self.maybe(0.2):
            return [self.any_value(depth + 1) for _ in range(self.r.randint(0, 2))]
        if depth < 2 and self.maybe(0.2):
            return {name: self.any_value(depth + 1) for name in self.sample(NAMES, 2)}
        return self.r.choice(plain)

    def value(self, kind: str) -> Any:
        """A value of a JSON type, now and then of another one."""
        if self.maybe(0.1):
            return self.r.choice([1, 1.5, "1", "x", "true", True, -5])
        return {
            "string": self.r.choice([*TEXTS[:12], "x", "A", "a-b", "a b"]),
            "integer": self.r.randint(-3, 99),
            "number": self.r.choice([1.0, 0.5, 2]),
            "boolean": self.maybe(0.5),
        }.get(kind, self.any_value())

    def texts(self, out: Doc) -> Doc:
        """``out`` with titles, descriptions and other keys that any schema may have."""
        for key, chance in (("description", 0.7), ("x-ms-summary", 0.4), ("title", 0.3)):
            if self.maybe(chance):
                out[key] = self.text()
        if self.maybe(0.15):
            out["x-ms-visibility"] = self.r.choice(["internal", "important", "advanced", "none"])
        if self.maybe(0.05):
            out["x-something"] = self.any_value()
        return out

    def limits(self, out: Doc, kind: str) -> None:
        """Bounds, of which some cannot be met."""
        chosen = {
            "string": ["minLength", "maxLength"],
            "array": ["minItems", "maxItems"],
            "integer": ["minimum", "maximum", "multipleOf"],
            "number": ["minimum", "maximum"],
        }
        if "enum" in out or "format" in out or "default" in out:
            return
        for name in self.sample(chosen.get(kind, []), 1):
            if self.maybe(0.3):
                out[name] = self.r.choice([1, 2, 5, 100] if name[:3] == "max" or name == "multipleOf" else [0, 1, 2, 5])
        if kind == "string" and not out.keys() & {"minLength", "maxLength"} and self.maybe(0.1):
            out["pattern"] = self.r.choice(PATTERNS)

    def schema(self, depth: int = 0) -> Doc:
        """A schema of any kind."""
        kinds = "string string integer number boolean array object object ref none allOf".split()
        kind = self.r.choice(kinds if depth < 4 else kinds[:5])
        if kind == "ref" and self.definitions:
            return {"$ref": f"#/definitions/{self.escaped(self.r.choice(self.definitions))}"}
        out: Doc = self.texts({})
        if kind == "allOf":
            out["allOf"] = [self.part(depth + 1) for _ in range(self.r.randint(1, 3))]
        if kind in ("string", "integer", "number", "boolean", "array", "object"):
            out["type"] = kind
        self.scalar(out, kind)
        if kind == "array" and self.maybe(0.9):
            out["items"] = self.schema(depth + 1)
        if kind in ("object", "allOf"):
            self.object(out, depth, kind == "allOf")
        return out

    def part(self, depth: int) -> Doc:
        """One part of a composed object: a definition, or an inline object."""
        if self.objects and self.maybe(0.5):
            return {"$ref": f"#/definitions/{self.escaped(self.r.choice(self.objects))}"}
        out: Doc = {"type": "object"} if self.maybe(0.7) else {}
        self.object(out, depth, True)
        return out

    def definition(self, name: str) -> Doc:
        """A named type; those of ``objects`` are objects, so that they can be composed."""
        if name not in self.objects:
            return self.schema()
        out: Doc = self.texts({"type": "object"})
        if self.maybe(0.3):
            out["allOf"] = [self.part(1)]
        self.object(out, 0, True)
        return out

    def scalar(self, out: Doc, kind: str) -> None:
        """Formats, choices, defaults and limits."""
        if kind in ("string", "integer", "number") and self.maybe(0.3):
            out["format"] = self.r.choice(FORMATS)
        if kind in ("string", "integer", "number", "boolean") and "format" not in out and self.maybe(0.2):
            values = [self.value(kind) for _ in range(self.r.randint(1, 6))]
            values += ["x"] if out.get("in") == "path" else []  # An empty part is none of a path.
            out["enum"] = [one for index, one in enumerate(values) if one not in values[:index]]
        if kind in ("string", "integer", "number", "boolean") and "format" not in out and self.maybe(0.15):
            out["default"] = self.r.choice(out["enum"]) if "enum" in out else self.value(kind)
        for name, chance in (("readOnly", 0.05), ("x-nullable", 0.05)):
            if self.maybe(chance):
                out[name] = self.maybe(0.8)
        self.limits(out, kind)

    def object(self, out: Doc, depth: int, composed: bool) -> None:
        """Fields, required ones, and what may be there beside them."""
        if self.maybe(0.85):
            chosen = self.sample(NAMES, 6)
            if composed:  # Parts that contradict one another would leave no value at all.
                self.parts += 1
                chosen = [f"{name}_{self.parts}" for name in chosen]
            out["properties"] = {name: self.schema(depth + 1) for name in chosen}
        plain = ("string", "integer", "number", "boolean")  # A type that requires itself has no finite value.
        known = [name for name, one in out.get("properties", {}).items() if one.get("type") in plain]
        known += ["nowhere"] if "additionalProperties" not in out and self.maybe(0.1) else []
        if self.maybe(0.4):
            out["required"] = self.sample(known, len(known)) or known[:1] or ["nowhere"]
        if not composed and self.maybe(0.25):
            out["additionalProperties"] = self.r.choice([True, False, {}, self.schema(depth + 1)])

    @staticmethod
    def escaped(name: str) -> str:
        """A name inside a JSON pointer."""
        return name.replace("~", "~0").replace("/", "~1")

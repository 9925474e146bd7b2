"""Swagger files that are allowed but hard: made from a number, the same for ever, each with other odd corners."""

from __future__ import annotations

import re
from random import Random
from typing import Any

Doc = dict[str, Any]

NAMES = [
    *"class None def import async await match type global lambda True with yield from is not pass".split(),
    *"self cls client str int list dict bool bytes float object property super tuple print id format len set".split(),
    *"__init__ __slots__ __class__ __dict__ __eq__ __new__ __repr__ __doc__ _ __ _shape _additional _names".split(),
    *"raw problems response value additional_properties accepted rejected raise_for_rejected subscription".split(),
    *"base_url timeout retries throttle runtime environ close from_env types models client aio body query".split(),
    *"Json JsonValue JsonObject Literal Mapping Sequence Model Result Event Input Operation OPERATION".split(),
    *"SERVICE TYPE_CHECKING Client AsyncClient File Any dataclass Self annotations judged text_at Paging".split(),
    "foo-bar",
    "foo_bar",
    "fooBar",
    "Foo Bar",
    "FOO_BAR",
    "foo.bar",
    "foo__bar",
    "foo bar ",
    "fooBar_2",
    "名前",
    "straße",
    "STRASSE",
    "İstanbul",
    "ﬁeld",
    "ñ",
    "n\u0303",
    "µ",
    "μ",
    "Ⅷ",
    "x²",
    "𝒳y",
    "🚀",
    "عنوان",
    "zero\u200bwidth",
    "1st",
    "123",
    "2fa",
    " ",
    "",
    "\t",
    " lead",
    "@odata.type",
    "$filter",
    "ids[]",
    "a[b]",
    "a[0].b",
    "a.b",
    "a/b",
    "a\\b",
    'a"b',
    "a'b",
    "a\nb",
    "a{b}c",
    "{{x}}",
    "{% raw %}",
    "#x",
    "a|b",
    "<b>",
    "`x`",
    "%41",
    "a%",
    "a&b",
    "a=b",
    "a+b",
    "a:b",
    "a;b",
    "a,b",
    "-",
    "--",
    "..",
    ".",
    "x" * 200,
    "[]",
    "a[]b",
    "null",
    "true",
    "no",
    "1.0",
    "~",
    "*",
    "&anchor",
    "!tag",
    "? ",
    "- x",
    "extra",
    "fields",
    "items",
    "required",
    "description",
    "title",
    "ref",
    "$ref",
    "properties",
    "allOf",
    "enum",
    "default",
    "x-ms-summary",
    "x-custom",
    "if",
    "else",
    "del",
    "case",
]
TEXTS = [
    "",
    "A plain text.",
    "no stop",
    'Three """ quotes',
    "It's '''",
    "ends with a backslash \\",
    "\\",
    '"',
    'ends with "',
    "{{ jinja }} {% if %} {# #}",
    "control \x07\x1b\x7f characters",
    "next\x85line\u2028sep",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a | b || c",
    "line one\nline two\r\nline three",
    "# heading",
    "`code` ``",
    "```\nfence",
    "~~~",
    "[x](javascript:alert(1))",
    "![x](http://x)",
    "[y]: http://y",
    "&amp; &lt; &#65; &nosuch;",
    "--> ]]>",
    "%s %d ${x}",
    "# type: ignore",
    "\t tab \t",
    "trailing ",
    "- item",
    "1. item",
    "***",
    "===",
    "word " * 2000,
    "w" * 3000,
    "é 名前 🚀",
    "\u202ertl",
    "\ufeffbom",
    "null",
    "Name: value",
    "> quote",
    "a\\nb",
    "\\N{BULLET} \\x41 \\u0041",
    "</td></table>",
]
FORMATS = [
    "",
    "int32",
    "int64",
    "float",
    "double",
    "date",
    "date-time",
    "byte",
    "binary",
    "password",
    "uuid",
    "uri",
    "email",
    "guid",
    "enum",
    "html",
    "date-no-tz",
    "object/Some.Class",
    "decimal",
    "time",
]
PATTERNS = [
    "^[A-Z]{3}$",
    "^\\d{4}-\\d{2}$",
    "[",
    "(?<name>x)",
    "\\p{L}+",
    "^(.*)$",
    "^x{3,5}[^a-z]+(foo|bar)?$",
    "^(?!no).*$",
    "\\b(gsm|ucs2)",
    "[a-zA-Z0-9_]",
]
METHODS = ["get", "get", "post", "post", "put", "patch", "delete", "head", "options"]
IDS = [
    "close",
    "types",
    "from_env",
    "Client",
    "models",
    "_call",
    "_pages",
    "__init__",
    "iter_list",
    "parse_hook",
    "list",
    "List",
    "LIST",
    "list-",
    "list.",
    "class",
    "None",
    "get_items",
    "GetItems",
    "getItems",
    "Get-Items",
    "Get.Items",
    "con",
    "nul",
    "aux",
    "名前",
    "1st",
    "import",
    "Model",
    "Result",
    "Event",
    "Input",
    "OPERATION",
    "self",
    "test",
    "conftest",
    "contract",
    "answer",
    "x" * 120,
    "do it",
    "a/b",
    "type",
    "str",
    "json",
    "__class__",
]


class Nasty:
    """Draws from one stream of chance."""

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
        """True as often as ``chance`` says."""
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
        """``out`` with titles, descriptions and what else may stand anywhere."""
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
        kinds = [
            "string",
            "string",
            "integer",
            "number",
            "boolean",
            "array",
            "object",
            "object",
            "ref",
            "none",
            "allOf",
        ]
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
        """One part of a composed object: a definition, or an object of its own."""
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
        plain = ("string", "integer", "number", "boolean")  # A type that must hold itself has no finite value.
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

    def parameter(self, name: str, place: str) -> Doc:
        """A parameter outside the body."""
        kind = self.r.choice(["string", "string", "integer", "number", "boolean", "array"])
        if place == "formData" and self.maybe(0.3):
            kind = "file"
        out = self.texts({"name": name, "in": place, "type": kind})
        if place == "path" or self.maybe(0.4):
            out["required"] = True
        if kind == "array":
            out["items"] = {"type": self.r.choice(["string", "integer"])}
            if self.maybe(0.5):
                out["collectionFormat"] = self.r.choice(["csv", "ssv", "tsv", "pipes", "multi"])
        if name in ("X-Key", "Authorization"):
            return {**out, "type": "string"}
        if kind not in ("array", "file"):
            self.scalar(out, kind)
        if place == "header" and not str(out.get("default", "")).isprintable():
            del out["default"]  # No header can hold it.
        if place == "header" and "enum" in out:
            out["enum"] = [one for one in out["enum"] if str(one).isprintable()] or ["x"]
        if place == "path" and self.maybe(0.3):
            out["x-ms-url-encoding"] = self.r.choice(["single", "double"])
        return out

    def parameters(self, inside: list[str], method: str) -> list[Doc]:
        """The parameters of one operation; ``inside`` are the names in its path."""
        made = [self.parameter(name, "path") for name in inside]
        made += [self.parameter(name, "query") for name in self.sample(NAMES, 3)]
        headers = ["Authorization", "Content-Type", "X-Key", "x_under", "If-Match", "accept", "Prefer", "self"]
        made += [self.parameter(name, "header") for name in self.sample(headers, 2)]
        if method in ("get", "head", "options") and self.maybe(0.9):
            return made
        form = self.maybe(0.25)
        if form:
            made += [self.parameter(name, "formData") for name in self.sample(NAMES, 4)]
        elif self.maybe(0.8):
            body = self.texts({"name": self.r.choice(["body", "Body", *NAMES[:60]]), "in": "body"})
            body["schema"] = self.schema()
            made.append({**body, "required": self.maybe(0.7)})
        self.r.shuffle(made)
        return made

    def responses(self) -> Doc:
        """Answers, of which some say nothing at all."""
        codes = self.r.choice(
            [
                ["200"],
                ["200", "default"],
                ["201"],
                ["204"],
                ["default"],
                ["202", "400", "404"],
                ["200"],
                ["200", "201", "500"],
                ["404"],
                [],
            ]
        )
        return {code: self.response() for code in codes}

    def response(self) -> Doc:
        """One answer."""
        out: Doc = {"description": self.text()}
        if self.maybe(0.75):
            out["schema"] = {"type": "file"} if self.maybe(0.08) else self.schema()
        if self.maybe(0.1):
            out["headers"] = {"X-Count": {"type": "integer"}}
        return out

    def operation(self, identity: str, inside: list[str], method: str) -> Doc:
        """One operation."""
        out = {"operationId": identity, "parameters": self.parameters(inside, method), "responses": self.responses()}
        for key in ("summary", "description"):
            if self.maybe(0.8):
                out[key] = self.text()
        if self.maybe(0.2):
            out["consumes"] = self.r.choice(
                [
                    [],
                    ["application/json"],
                    ["multipart/form-data"],
                    ["text/plain"],
                    ["application/x-www-form-urlencoded"],
                    ["application/octet-stream"],
                ]
            )
        if self.maybe(0.2):
            out["produces"] = self.r.choice([[], ["application/json"], ["text/plain"], ["text/csv"], ["image/png"]])
        if self.maybe(0.1):
            out["security"] = self.r.choice([[], [{"key": []}], [{"nowhere": []}], [{"key": [], "basic": []}]])
        if self.maybe(0.1):
            out["deprecated"] = True
        return out

    def trigger(self, identity: str) -> tuple[Doc, Doc]:
        """A webhook: what stands on its path, and its subscription."""
        address = {"type": "string", "x-ms-notification-url": True, "x-ms-visibility": "internal"}
        fields = {
            **{name: self.schema(2) for name in self.sample(NAMES, 3)},
            "hook/url" if self.maybe(0.2) else "url": address,
        }
        body = {"name": "body", "in": "body", "required": True, "schema": {"type": "object", "properties": fields}}
        item = {"x-ms-notification-content": {"description": self.text(), "schema": self.schema(1)}}
        return item, {
            "operationId": identity,
            "summary": self.text(),
            "x-ms-trigger": "single",
            "parameters": [body],
            "responses": self.responses(),
        }

    def known(self, path: str) -> bool:
        """Whether there is a path that differs in names of parameters only."""
        shape = re.sub(r"\{[^{}]*\}", "{}", path)
        self.shapes, before = self.shapes | {shape}, self.shapes
        return shape in before

    def paths(self, most: int) -> Doc:
        """The paths with their operations."""
        made: Doc = {}
        ids = self.r.sample(IDS, min(most, len(IDS))) + [f"Operation{n}" for n in range(most - len(IDS))]
        while ids:
            inside = self.sample([name for name in NAMES if name and not set(name) & set("{}/?#\\\n\t")], 2)
            parts = [self.r.choice(["v1", "a b", "items", "é", "x.json", "(", "a:b", "$batch", "@me", "%20"])]
            parts += ["{" + name + "}" for name in inside]
            path = (
                "/" + self.r.choice(["/", "/", "','"]).join(parts) + self.r.choice(["", "", "", "/", f"/{len(made)}"])
            )
            item: Doc = made.setdefault(path, {})
            if item or self.known(path):
                continue
            if self.maybe(0.15):
                item |= (
                    {"x-ms-notification-content": self.trigger("x")[0]["x-ms-notification-content"]}
                    if self.maybe(0.3)
                    else {}
                )
                above, item["post"] = self.trigger(ids.pop())
                item |= above
                item["post"]["parameters"] += [self.parameter(name, "path") for name in inside]
                continue
            for method in dict.fromkeys(self.r.choice(METHODS) for _ in range(self.r.randint(1, 3))):
                if ids:
                    item[method] = self.operation(ids.pop(), inside, method)
        return made

    def swagger(self, most: int) -> Doc:
        """The whole file."""
        securities: Doc = {
            "key": {
                "type": "apiKey",
                "in": self.r.choice(["header", "query"]),
                "name": self.r.choice(["X-Key", "key"]),
            },
            "basic": {"type": "basic"},
            "oauth": {
                "type": "oauth2",
                "flow": "accessCode",
                "authorizationUrl": "https://x/a",
                "tokenUrl": "https://x/t",
                "scopes": {"a b": self.text()},
            },
        }
        chosen = self.sample(list(securities), 3)
        out: Doc = {
            "swagger": "2.0",
            "info": {
                "title": self.r.choice([*TEXTS[1:6], "My Connector", "1st", "json", "click", "名前", "a-b c"]),
                "description": self.text(),
                "version": self.r.choice(["1.0", "v2", "1.0-beta", "", "1.0.0.0.0.0.0"]),
            },
            "host": self.r.choice(["api.example.com", "api.example.com:8443", "{tenant}.example.com", "example.com"]),
            "basePath": self.r.choice(["/", "/v1", "/v1/", "/a b", "/{tenant}/x", ""]),
            "schemes": self.r.choice([["https"], ["http"], ["http", "https"], []]),
            "paths": self.paths(most),
            "definitions": {name: self.definition(name) for name in self.definitions},
        }
        if chosen:
            out["securityDefinitions"] = {name: securities[name] for name in chosen}
            out["security"] = [{name: []} for name in chosen]
        for key in ("consumes", "produces"):
            if self.maybe(0.6):
                out[key] = self.r.choice([[], ["application/json"], ["application/xml"]])
        self.share(out)
        return out

    def share(self, out: Doc) -> None:
        """Let several operations share parameters and responses."""
        out["parameters"] = {
            "ten ant": self.parameter("X-Tenant", "header"),
            "X": self.parameter("of several", "query"),
        }
        out["responses"] = {"Not Found": self.response(), "None": self.response()}
        for item in out["paths"].values():
            if self.maybe(0.2):
                item["parameters"] = [self.parameter("shared", "query"), self.parameter("X-Path", "header")]
            for operation in [one for one in item.values() if isinstance(one, dict) and "operationId" in one]:
                if self.maybe(0.2):
                    name = self.r.choice(["ten ant", "X"])
                    operation["parameters"].append({"$ref": f"#/parameters/{name}"})
                if self.maybe(0.2):
                    operation["responses"]["404"] = {"$ref": "#/responses/Not Found"}
                if self.maybe(0.1):
                    operation["responses"]["200"] = {"$ref": "#/responses/None"}

    def credential(self) -> Doc:
        """A connection parameter."""
        kind = self.r.choice(["securestring", "securestring", "string", "oauthSetting", "gatewaySetting"])
        shown = {"displayName": self.text(), "description": self.text(), "tooltip": self.text()}
        out: Doc = {
            "type": kind,
            "uiDefinition": {**shown, "constraints": {"required": self.r.choice(["true", "false"])}},
        }
        if kind == "oauthSetting":
            out["oAuthSettings"] = {
                "identityProvider": "oauth2",
                "clientId": "x",
                "scopes": ["a b"],
                "redirectMode": "Global",
                "customParameters": {},
            }
        return out

    def properties(self) -> Doc:
        """The apiProperties.json that belongs to it."""
        names = [
            "api_key",
            "token",
            "token:TenantId",
            "class",
            "base_url",
            "timeout",
            "self",
            "user name",
            "username",
            "password",
            "1st",
            "名前",
            "runtime",
            "environ",
            "Api-Key",
            "api.key",
        ]
        out: Doc = {
            "iconBrandColor": "#112233",
            "capabilities": [],
            "publisher": self.text(),
            "stackOwner": self.text(),
        }
        out["connectionParameters"] = {name: self.credential() for name in self.sample(names, 4)}
        if self.maybe(0.3):
            values = [
                {
                    "name": name,
                    "uiDefinition": {"displayName": self.text(), "description": self.text()},
                    "parameters": {one: self.credential() for one in self.sample(names, 3)},
                }
                for name in self.sample(["basic-auth", "oauth", "key"], 2)
            ]
            out["connectionParameterSets"] = {
                "uiDefinition": {"displayName": "How", "description": "x"},
                "values": values,
            }
        return {"properties": out}


WILD = [None, "", "x", 5, True, [], {}, ["x"], {"x": 1}, ["string", "null"], "any", "String", "datetime", "int"]


def wild(document: Any, r: Random, chance: float) -> Any:
    """A copy in which some values are what should not stand there; ids, names and path parameters stay."""
    if isinstance(document, dict) and document.get("in") == "path":
        return document
    if isinstance(document, list) and any(isinstance(one, dict) and "in" in one for one in document):
        return [wild(one, r, chance) if "in" in one else one for one in document]
    if r.random() < chance:
        return r.choice(WILD)
    if isinstance(document, dict):
        kept = ("operationId", "in", "name", "$ref", "parameters")
        return {key: one if key in kept else wild(one, r, chance) for key, one in document.items()}
    return [wild(one, r, chance) for one in document] if isinstance(document, list) else document


def files(seed: int, operations: int = 12, chance: float = 0.0) -> dict[str, Doc]:
    """The two files of a connector by name; ``chance`` is how often a value is something else entirely."""
    nasty = Nasty(seed)
    swagger, properties = nasty.swagger(operations), nasty.properties()
    for item in swagger["paths"].values():
        for method in [name for name, one in item.items() if isinstance(one, dict) and "operationId" in one]:
            item[method] = {
                **wild(item[method], nasty.r, 0),
                "responses": wild(item[method]["responses"], nasty.r, chance),
            }
    swagger["definitions"] = {name: wild(one, nasty.r, chance) for name, one in swagger["definitions"].items()}
    return {"apiDefinition.swagger.json": swagger, "apiProperties.json": properties}

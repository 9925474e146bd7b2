"""Small random connectors, unusual but accepted by a platform."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

Doc = dict[str, Any]

NAMES = (
    *("id", "value", "name", "class", "self", "status", "data", "items", "message", "code", "type", "result"),
    *(
        "a b",
        "a-b",
        "a_b",
        "aB",
        "@odata.type",
        "a.b",
        "tags[]",
        "1st",
        "$id",
        "a/b",
        "naïve",
        "größe",
        "_",
        "ID",
        "Id",
    ),
    *("known", "client", "answer", "kind", "fault", "body", "query", "headers", "a'b", 'a"b', "a\\b", "{x}", "x%20y"),
)
PATH_NAMES = ("id", "key", "orderId", "a-b", "class", "name", "value", "Id")
HEADERS = ("X-Count", "X-Tenant", "x-flag", "If-Match", "X_Odd.Name", "Accept", "X-Date")
FORMATS = ("date", "date-time", "uuid", "email", "uri", "byte", "password", "html", "int64")
PATTERNS = ("^[A-Z]{2}$", "^[0-9]+$", "[a-f0-9]{8}", "^(a|b)c*$", r"^\d{4}-\d{2}$", "^[^@]+@[^@]+$")


class Maker:
    """Makes one published connector: a definition and its properties."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.types = [f"Type{number}" for number in range(chance.randint(0, 4))]

    def some(self, share: float) -> bool:
        """True for a share of the calls."""
        return self.chance.random() < share

    def name(self) -> str:
        """A name of a property or parameter, odd ones included."""
        return self.chance.choice(NAMES)

    def definition(self) -> Doc:
        """A Swagger 2.0 document."""
        made: Doc = {
            "swagger": "2.0",
            "info": {"title": "Random Things", "description": "Things that chance has made.", "version": "1.0"},
            "host": "things.example.com",
            "basePath": self.chance.choice(("/", "/v1", "/a b/v1", "/v1.0/odata")),
            "schemes": ["https"],
            "consumes": ["application/json"],
            "produces": ["application/json"],
            "paths": {},
            "definitions": {name: self.schema(0) for name in self.types},
            **self._security(),
        }
        for number in range(self.chance.randint(1, 5)):
            self._operation(made["paths"], number)
        if self.some(0.4):
            self._webhook(made["paths"])
        return made

    def _security(self) -> Doc:
        kinds: list[Doc] = [
            {},
            {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
            {"key": {"type": "apiKey", "in": "query", "name": "key"}},
            {"basic": {"type": "basic"}},
        ]
        chosen = self.chance.choice(kinds)
        return {"securityDefinitions": chosen, "security": [{name: []} for name in chosen]} if chosen else {}

    def properties(self, security: Doc) -> Doc:
        """The apiProperties of a definition with these security definitions."""
        said: Doc = {}
        kinds = {one["type"] for one in security.values()}
        if "apiKey" in kinds:
            said["api_key"] = {"type": "securestring", "uiDefinition": {"displayName": "Key"}}
        if "basic" in kinds:
            said["username"] = {"type": "string", "uiDefinition": {"displayName": "User"}}
            said["password"] = {"type": "securestring", "uiDefinition": {"displayName": "Password"}}
        policies = [self._policy(number, said) for number in range(self.chance.randint(0, 2))]
        found = {"connectionParameters": said, "iconBrandColor": "#007ee5", "capabilities": [], "publisher": "Nobody"}
        return {"properties": found | ({"policyTemplateInstances": policies} if policies else {})}

    def _policy(self, number: int, connection: Doc) -> Doc:
        kind = self.chance.choice(("setheader", "setqueryparameter", "dynamichosturl"))
        value = "fixed"
        if kind == "dynamichosturl" or self.some(0.4):
            connection["region"] = {"type": "string", "uiDefinition": {"displayName": "Region"}}
            value = "@connectionParameters('region')"
        word = "x-ms-apimTemplateParameter."
        parameters = {f"{word}urlTemplate": "https://@connectionParameters('region').example.com"}
        if kind != "dynamichosturl":
            name = self.chance.choice(HEADERS[:2] if kind == "setheader" else NAMES[:6])
            action = self.chance.choice(("override", "skip", "append"))
            parameters = {f"{word}name": name, f"{word}value": value, f"{word}existsAction": action}
            parameters["x-ms-apimTemplate-policySection"] = "Request"
        return {"templateId": kind, "title": f"Policy {number}", "parameters": parameters}

    def schema(self, depth: int) -> Doc:
        """A schema of any kind."""
        if depth > 3:
            return self.scalar()
        kind = self.chance.choice(
            ("object", "object", "array", "scalar", "scalar", "scalar", "ref", "map", "all", "any")
        )
        if kind == "ref" and self.types:
            return {"$ref": f"#/definitions/{self.chance.choice(self.types)}"}
        if kind == "array":
            return {"type": "array", "items": self.schema(depth + 1)}
        if kind == "map":
            return {"type": "object", "additionalProperties": self.schema(depth + 1) if self.some(0.8) else True}
        if kind == "all":
            return {"allOf": [self.fields(depth, False), self.fields(depth, False)]}
        if kind == "any":
            return {"type": "object"}
        return self.fields(depth) if kind == "object" or depth == 0 else self.scalar()

    def fields(self, depth: int, alone: bool = True) -> Doc:
        """An object with properties, some required; ``alone``: not a part of an allOf, whose parts may disagree."""
        names = list(dict.fromkeys(self.name() for _ in range(self.chance.randint(1, 5))))
        made: Doc = {"type": "object", "properties": {name: self.schema(depth + 1) for name in names}}
        asked = [name for name in names if self.some(0.4)]
        if asked:
            made["required"] = asked
        if alone and self.some(0.15):
            made["additionalProperties"] = self.scalar()
        return made

    def scalar(self) -> Doc:
        """A string, number or boolean with constraints."""
        kind = self.chance.choice(("string", "string", "string", "integer", "number", "boolean"))
        made: Doc = {"type": kind}
        if kind == "string" and self.some(0.5):
            made |= self._text()
        if kind in ("integer", "number") and self.some(0.5):
            low = self.chance.randint(-5, 50)
            made |= {"minimum": low, "maximum": low + self.chance.randint(0, 50)}
            if kind == "integer" and self.some(0.3):
                made["format"] = self.chance.choice(("int32", "int64"))
        if kind == "integer" and self.some(0.2):
            made = {"type": kind, "enum": [1, 2, 5]}
        if self.some(0.1):
            made["x-nullable"] = True
        if self.some(0.1):
            made["readOnly"] = True
        if self.some(0.15):
            made["example"] = self.chance.choice(("x", 3, True, None, [1], {"a": 1}, 2.5, ""))
        if self.some(0.1):
            made["default"] = self.chance.choice(("x", 3, True, "", 2.5))
        return made

    def _text(self) -> Doc:
        choice = self.chance.randrange(4)
        if choice == 0:
            return {"enum": self.chance.choice((["a", "b"], ["", "A B"], ["true", "1"], ["größe"]))}
        if choice == 1:
            return {"pattern": self.chance.choice(PATTERNS)}
        if choice == 2:
            low = self.chance.randint(0, 5)
            return {"minLength": low, "maxLength": low + self.chance.randint(0, 30)}
        return {"format": self.chance.choice(FORMATS)}

    def _parameters(self, path: str, method: str) -> list[Doc]:
        made: list[Doc] = []
        for name in (part[1:-1] for part in path.split("/") if part.startswith("{")):
            one = self.chance.choice(
                ({"type": "string"}, {"type": "integer"}, {"type": "string", "enum": ["x y", "b"]})
            )
            made.append({"name": name, "in": "path", "required": True, **one})
        for place in ("query", "query", "header"):
            if self.some(0.5):
                made.append(self._parameter(place))
        if method in ("post", "put", "patch"):
            made += self._content()
        return list(
            {(one["in"], one["name"].lower() if one["in"] == "header" else one["name"]): one for one in made}.values()
        )

    def _parameter(self, place: str) -> Doc:
        scalar = {
            key: value for key, value in self.scalar().items() if key not in ("x-nullable", "readOnly", "example")
        }
        if self.some(0.25):
            joined = self.chance.choice(
                ("csv", "ssv", "pipes", *(("multi",) if place in ("query", "formData") else ()))
            )
            scalar = {"type": "array", "items": scalar, "collectionFormat": joined}
        name = self.chance.choice(HEADERS) if place == "header" else self.name()
        return {"name": name, "in": place, "required": self.some(0.4), **scalar}

    def _content(self) -> list[Doc]:
        kind = self.chance.randrange(6)
        if kind == 0:
            return [self._parameter("formData") for _ in range(self.chance.randint(1, 3))]
        if kind == 1:
            return [{"name": "file", "in": "formData", "type": "file", "required": self.some(0.5)}]
        if kind == 2:
            return []
        return [{"name": "body", "in": "body", "required": self.some(0.7), "schema": self.schema(0)}]

    def _operation(self, paths: Doc, number: int) -> None:
        method = self.chance.choice(("get", "get", "post", "put", "patch", "delete"))
        path = f"/things{number}" + "".join(
            f"/{{{name}}}" for name in dict.fromkeys(self.chance.choices(PATH_NAMES, k=self.chance.randint(0, 2)))
        )
        one: Doc = {
            "operationId": f"Do{number}",
            "summary": f"Do {number}",
            "description": f"Does {number}.",
            "parameters": self._parameters(path, method),
            "responses": self._responses(),
        }
        if method == "get" and self.some(0.2):
            one["x-ms-trigger"] = self.chance.choice(("single", "batch"))
        if "formData" in {item["in"] for item in one["parameters"]}:
            files = any(item["type"] == "file" for item in one["parameters"])
            one["consumes"] = ["multipart/form-data" if files else "application/x-www-form-urlencoded"]
        paths.setdefault(path, {})[method] = one

    def _responses(self) -> Doc:
        status = self.chance.choice(("200", "200", "200", "201", "202", "204", "default"))
        made: Doc = {status: {"description": "Done"}}
        if status != "204" and self.some(0.85):
            made[status]["schema"] = self.chance.choice((self.schema(0), self.schema(0), self.schema(1)))
        if status != "default" and self.some(0.4):
            made[self.chance.choice(("400", "404", "default"))] = {"description": "Wrong", "schema": self.schema(1)}
        return made

    def _webhook(self, paths: Doc) -> None:
        url: Doc = {"type": "string", "x-ms-notification-url": True, "x-ms-visibility": "internal"}
        place = self.chance.randrange(3)
        body: Doc = {"type": "object", "properties": {"callback": url, "kind": self.scalar()}, "required": ["callback"]}
        if place == 1:
            hook = {"type": "object", "properties": {"url": url}, "required": ["url"]}
            body = {"type": "object", "properties": {"hook": hook}, "required": ["hook"]}
        parameters = [{"name": "body", "in": "body", "required": True, "schema": body}]
        if place == 2:
            parameters = [{"name": "callbackUrl", "in": "query", "required": True, **url}]
        event = {"type": "array", "items": self.schema(1)} if self.some(0.3) else self.schema(self.chance.randint(0, 1))
        answer: Doc = {"type": "object", "properties": {"id": {"type": self.chance.choice(("string", "integer"))}}}
        status = self.chance.choice(("200", "201"))
        said: Doc = {"description": "Made", **({"schema": answer} if self.some(0.7) else {})}
        paths["/hooks"] = {
            "x-ms-notification-content": {"description": "It happened", "schema": event},
            "post": {
                "operationId": "WhenIt",
                "summary": "When it happens",
                "description": "Starts when it happens.",
                "x-ms-trigger": "single",
                "parameters": parameters,
                "responses": {status: said},
            },
        }
        if self.some(0.7):
            name = self.chance.choice(("id", "hookId", "webhook_id"))
            paths[f"/hooks/{{{name}}}"] = {
                "delete": {
                    "operationId": "EndIt",
                    "summary": "End it",
                    "description": "Ends it.",
                    "x-ms-visibility": "internal",
                    "parameters": [{"name": name, "in": "path", "required": True, "type": "string"}],
                    "responses": {"204": {"description": "Ended"}},
                }
            }


def published(chance: Random, folder: Path) -> Path:
    """A random connector as a published folder."""
    maker = Maker(chance)
    definition = maker.definition()
    properties = maker.properties(definition.get("securityDefinitions", {}))
    folder.mkdir(parents=True)
    (folder / "apiDefinition.swagger.json").write_text(json.dumps(definition, ensure_ascii=False, indent=1), "utf-8")
    (folder / "apiProperties.json").write_text(json.dumps(properties, ensure_ascii=False, indent=1), "utf-8")
    return folder

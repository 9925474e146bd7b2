"""Swagger files that are allowed but hard: made from a number, the same for ever, each with other odd corners."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from tests.render.nasty_schemas import Doc, Schemas
from tests.render.nasty_words import IDS, METHODS, NAMES, TEXTS


class Nasty(Schemas):
    """Draws the two files of a connector."""

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
            del out["default"]  # Not allowed in a header.
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
        """Responses under one of some choices of statuses."""
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
        """One response."""
        out: Doc = {"description": self.text()}
        if self.maybe(0.75):
            out["schema"] = {"type": "file"} if self.maybe(0.08) else self.schema()
        if self.maybe(0.1):
            out["headers"] = {"X-Count": {"type": "integer"}}
        return out

    def operation(self, identity: str, inside: list[str], method: str) -> Doc:
        """One operation."""
        out: Doc = {
            "operationId": identity,
            "parameters": self.parameters(inside, method),
            "responses": self.responses(),
        }
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
        """A webhook: the keys of its path, and its subscription."""
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
            *("api_key", "token", "token:TenantId", "class", "base_url", "timeout", "self", "user name", "username"),
            *("password", "1st", "名前", "runtime", "environ", "Api-Key", "api.key"),
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
    """A copy in which some values are wrong; ids, names and path parameters stay."""
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
    """The two files of a connector by name; ``chance`` is the share of values of a wrong kind."""
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

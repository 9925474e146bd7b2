"""Operations, parameters, responses and paths of a swagger in the source format."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from connectorkit.importing.swagger2 import paging
from connectorkit.importing.swagger2.format_words import take_agents, takes, takes_part
from connectorkit.importing.swagger2.schemas import Converter, with_required
from connectorkit.model import format_keywords, nouns
from connectorkit.model.connector import UNSET, Json, Unset
from connectorkit.model.http_methods import METHODS
from connectorkit.model.mcp import PROTOCOL_KEY, STREAMABLE
from connectorkit.resolve.swagger_style import derived_title as derived_title

Plain = dict[str, Json]
_LOCATIONS = ("query", "path", "header", "formData")
_COLLECTIONS = ("csv", "ssv", "tsv", "pipes", "multi")


@dataclass(slots=True)
class Paths:
    """Converts paths to entries of ``operations``.

    ``parameters`` are the wire names of shared parameters by key, ``responses`` the names of shared responses. ``ids``
    are the operationIds so far, with the last number appended to each. ``document`` is the whole swagger.
    """

    shapes: Converter
    parameters: dict[str, str] = field(default_factory=dict)
    responses: frozenset[str] = frozenset()
    everywhere: dict[str, list[str]] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    document: Plain = field(default_factory=dict)

    def entries(self, path: str, item: Json) -> list[Plain]:
        """The entries for one path: one for the path itself if needed, then its operations."""
        if not isinstance(item, dict) or path.startswith("x-"):
            return [{"path": path, "raw": item}]
        rest = dict(item)
        made = {}
        for method in item:
            said = item[method]
            if method in METHODS and isinstance(said, dict):
                made[method] = self.operation(path, method, said, rest)
                del rest[method]
        if len(made) == 1 and _has_notification(rest.get("x-ms-notification-content")):
            next(iter(made.values())).update(self._event(rest.pop("x-ms-notification-content")))
        own = self._own(path, rest)
        return [*([own] if len(own) > 1 or not made else []), *made.values()]

    def _own(self, path: str, rest: Plain) -> Plain:
        own: Plain = {"path": path}
        if _has_inputs(rest):
            own["parameters"] = self.inputs(path, cast("list[Json]", rest["parameters"]))
            del rest["parameters"]
        if _has_notification(rest.get("x-ms-notification-content")):
            own |= self._event(rest.pop("x-ms-notification-content"))
        return {**own, "extra": rest} if rest else own

    def _event(self, content: Json) -> Plain:
        rest = dict(content) if isinstance(content, dict) else {}
        node: Plain = {}
        _take(rest, "description", node, "event_description")
        node["event"] = self.shapes.field(rest.pop("schema"))
        return {**node, "event_extra": rest} if rest else node

    def operation(self, path: str, method: str, said: Plain, item: Plain) -> Plain:
        """The action, trigger or MCP server; the event of a webhook is removed from ``item``."""
        rest = dict(said)
        trigger = rest.get("x-ms-trigger")
        told = _has_notification(item.get("x-ms-notification-content"))
        claims = told and (isinstance(trigger, str) or marked(rest.get("parameters"), "x-ms-notification-url"))
        is_trigger = trigger in ("single", "batch") or (claims and "x-ms-trigger" not in rest)
        protocol = rest.get(PROTOCOL_KEY)
        is_mcp = isinstance(protocol, str) and protocol != "" and trigger is None and not is_trigger
        key = "trigger" if is_trigger else "mcp" if is_mcp else "action"
        node: Plain = {key: self._id(path, method, rest)}
        if "operationId" not in rest:
            node["id_written"] = False
        elif rest["operationId"] == node[key]:
            del rest["operationId"]
        for key in ("summary", "description"):
            _take(rest, key, node, key)
        if rest.get("x-ms-visibility") in ("important", "advanced", "internal"):
            node["visibility"] = rest.pop("x-ms-visibility")
        node["request"] = f"{method.upper()} {path}"
        if is_mcp and rest.pop(PROTOCOL_KEY) != STREAMABLE:
            node["protocol"] = protocol
        if is_trigger:
            rest.pop("x-ms-trigger", None)
            node |= {"kind": trigger or "none"} if trigger != "single" else {}
        _take(rest, "x-ms-trigger-hint", node, "hint")
        self._flags(rest, node)
        paged = paging.linked(self.document, method, said)
        if paged is not None:
            del rest["x-ms-pageable"]
        self._words(rest, node)
        if rest.get("parameters") == [] and _has_inputs(item):
            # A build writes the parameters of an operation whose path has some, even if the list is empty.
            del rest["parameters"]
        self._parameters(path, rest, node)
        node |= self._responses(rest)
        node |= {"pages": paged} if paged is not None else {}
        if claims and is_trigger:
            node |= self._event(item.pop("x-ms-notification-content"))
        if "security" in rest and takes("operation", "security", "array", rest["security"]):
            node["security"] = rest.pop("security")
        return {**node, "extra": rest} if rest else node

    def _id(self, path: str, method: str, rest: Plain) -> str:
        said = rest.get("operationId")
        name = said if isinstance(said, str) and said else nouns.made_id(method, path)
        number, chosen = self.ids.get(name, 0), name
        while chosen in self.ids:
            number += 1
            chosen = f"{name}_{number}"
        self.ids[name] = number
        self.ids[chosen] = 1
        return chosen

    def _flags(self, rest: Plain, node: Plain) -> None:
        if _are_texts(rest.get("tags")) and rest["tags"]:
            node["tags"] = rest.pop("tags")
        if rest.get("deprecated") is True:
            node["deprecated"] = rest.pop("deprecated")
        annotation = rest.get("x-ms-api-annotation")
        if annotation and takes("operation", "annotation", "object", annotation):
            node["annotation"] = rest.pop("x-ms-api-annotation")
        for key in ("consumes", "produces"):
            usual = self.everywhere.get(key)
            if key not in rest and usual is not None:
                node[key] = False
            elif key in rest and usual is not None and rest[key] == usual:
                del rest[key]
            elif _are_texts(rest.get(key)):
                node[key] = rest.pop(key)

    def _words(self, rest: Plain, node: Plain) -> None:
        for key, (wire, kind) in format_keywords.OPERATION.items():
            if wire in rest and takes("operation", key, kind, rest[wire]) and rest[wire] != "":
                node[key] = rest.pop(wire)
        take_agents(rest, node, format_keywords.AGENTS)

    def _parameters(self, path: str, rest: Plain, node: Plain) -> None:
        listed = rest.get("parameters")
        if not isinstance(listed, list) or not listed:
            return
        del rest["parameters"]
        at = next((i for i, p in enumerate(listed) if _is_body(p)), None)
        others = listed if at is None else [*listed[:at], *listed[at + 1 :]]
        if others:
            node["parameters"] = self.inputs(path, others)
        if at is not None:
            node["body"] = self._body(listed[at])
            if at != len(others):
                node["body_position"] = at

    def inputs(self, path: str, listed: list[Json]) -> Plain:
        """The entries of ``parameters``, in order."""
        made: Plain = {}
        for index, one in enumerate(listed):
            key, node = self._input(path, one, made, index)
            made[key] = node
        return made

    def _input(self, path: str, one: Json, taken: Plain, index: int) -> tuple[str, Json]:
        shared = _reference(one, "#/parameters/")
        if shared and shared in self.parameters:
            return _free(self.parameters[shared], shared, taken), {"shared": shared}
        if not isinstance(one, dict) or not isinstance(one.get("name"), str) or not one["name"] or "$ref" in one:
            return _free(f"parameter_{index + 1}", "", taken), {"raw": one}
        name = str(one["name"])
        key = _free(name, f"{name}_{one.get('in')}", taken)
        return key, self.entry(path, key, one)

    def entry(self, path: str, key: str, one: Json) -> Json:
        """The parameter under ``key``; it gets a `name` if the key is another one."""
        if not isinstance(one, dict) or "$ref" in one or not isinstance(one.get("name"), str) or not one["name"]:
            return {"raw": one}
        named: Plain = {} if key == one["name"] else {"name": one["name"]}
        if _is_body(one):
            return {"in": "body", **named, **self._whole_body(one, False)}
        return self.parameter(path, key, one, named) if one.get("in") in _LOCATIONS else {"raw": one}

    def parameter(self, path: str, key: str, one: Plain, named: Plain) -> Json:
        """A parameter outside the body; ``named`` has its `name` if the key is another one."""
        rest = {name: value for name, value in one.items() if name not in ("name", "in")}
        place = one["in"]
        required = rest.get("required") is True and rest.pop("required") is True
        encoding = rest.pop("x-ms-url-encoding", UNSET)
        collection = rest.get("collectionFormat")
        if isinstance(collection, str) and collection in _COLLECTIONS:
            del rest["collectionFormat"]
        else:
            collection = None
        node = self.shapes.field(rest, key, True, self.shapes.style.parameters)
        more: Plain = dict(named)
        if place != ("path" if "{" + str(one["name"]) + "}" in path else "query"):
            more["in"] = place
        if place == "path" and not required:
            more["required"] = False
        extra = _encoding(encoding, self.shapes.style.url_encoding if place == "path" else "none", more)
        if collection is not None:
            more["collection_format"] = collection
        if more or extra or (required and place != "path"):
            node = _with_keys(node, more, extra)
            node = with_required(node) if required and place != "path" else node
        return node

    def _body(self, one: Json) -> Json:
        said = self._whole_body(one, self.shapes.style.body_required)
        name = one.get("name") if isinstance(one, dict) else ""
        if name == self.shapes.style.body_name:
            return said["schema"] if list(said) == ["schema"] else said
        return {"name": name, **said}

    def _whole_body(self, one: Json, usual: bool) -> Plain:
        rest = dict(one) if isinstance(one, dict) else {}
        for key in ("name", "in"):
            rest.pop(key)
        node: Plain = {}
        _take(rest, "x-ms-summary", node, "title")
        _take(rest, "description", node, "description")
        required = rest.get("required") is True and rest.pop("required") is True
        if required is not usual:
            node["required"] = required
        if rest.get("x-ms-visibility") in ("important", "advanced", "internal"):
            node["visibility"] = rest.pop("x-ms-visibility")
        schema = self.shapes.field(rest.pop("schema"))
        for key, (wire, kind) in format_keywords.SCHEMA.items():
            if wire in rest and takes("field", key, kind, rest[wire]):
                node[key] = rest.pop(wire)
        take_agents(rest, node, format_keywords.AGENTS_INPUT)
        return {**node, **({"extra": rest} if rest else {}), "schema": schema}

    def _responses(self, rest: Plain) -> Plain:
        if not isinstance(rest.get("responses"), dict):
            return {} if "responses" in rest else {"responses": False}
        said = rest.pop("responses")
        made: Plain = {}
        extra: Plain = {}
        node: Plain = {}
        for status, answer in said.items() if isinstance(said, dict) else ():
            if status.startswith("x-") or status == "extra":
                extra[status] = answer
                continue
            made[status] = self.response(status, answer)
        first = made.get("200")
        if isinstance(first, dict) and list(first) == ["schema"]:
            node["returns"] = first["schema"]
            del made["200"]
        elif not any(status[:1] in "2d" for status in made):
            made["200"] = False
        if extra:
            made["extra"] = extra
        return {**node, "responses": made} if made else node

    def response(self, status: str, answer: Json) -> Json:
        """A response: its text, a mapping, or null if the default phrase of its status suffices."""
        shared = _reference(answer, "#/responses/")
        if shared and shared in self.responses:
            return {"shared": shared}
        if not isinstance(answer, dict) or "$ref" in answer:
            return {"raw": answer}
        rest = dict(answer)
        node: Plain = {}
        phrase = self.shapes.style.phrases.get(status, "")
        described = rest.get("description", "")
        if isinstance(described, str):
            if described:
                del rest["description"]
            if described != phrase:
                node["description"] = described
        if "schema" in rest:
            node["schema"] = self.shapes.field(rest.pop("schema"))
        for key in ("headers", "examples"):
            fits = key == "examples" or takes_part("operation", "headers", rest.get(key))
            if isinstance(rest.get(key), dict) and rest[key] and fits:
                node[key] = rest.pop(key)
        for key, (wire, kind) in format_keywords.RESPONSE.items():
            if rest.get(wire, "") != "" and format_keywords.is_of(rest[wire], kind):
                node[key] = rest.pop(wire)
        if rest:
            node["extra"] = rest
        return (node or None) if list(node) != ["description"] else node["description"]


def _has_notification(content: Json) -> bool:
    """Whether the notification of a path has content."""
    return isinstance(content, dict) and "schema" in content


def _has_inputs(item: Plain) -> bool:
    """Whether a path has parameters that its operations inherit."""
    listed = item.get("parameters")
    return isinstance(listed, list) and bool(listed) and not any(_is_body(one) for one in listed)


def _is_body(one: Json) -> bool:
    """Whether a body parameter can be a `body` of the format."""
    return (
        isinstance(one, dict)
        and one.get("in") == "body"
        and "schema" in one
        and isinstance(one.get("name"), str)
        and one["name"] != ""
        and "$ref" not in one
    )


def marked(said: Json, key: str) -> bool:
    """Whether ``said`` contains ``key: true`` at any depth."""
    stack: list[Json] = [said]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            if node.get(key) is True:
                return True
            stack += node.values()
        elif isinstance(node, list):
            stack += node
    return False


def _reference(said: Json, start: str) -> str:
    """The name of the target of a plain reference; "" for anything else."""
    target = said.get("$ref") if isinstance(said, dict) and len(said) == 1 else None
    return target[len(start) :] if isinstance(target, str) and target.startswith(start) else ""


def _free(name: str, other: str, taken: Plain) -> str:
    chosen, number = name, 1
    while chosen in taken:
        chosen, number = (other if number == 1 and other else f"{name}_{number + 1}"), number + 1
    return chosen


def _take(rest: Plain, wire: str, node: Plain, key: str) -> None:
    """Move a non-empty string."""
    if isinstance(rest.get(wire), str) and rest[wire]:
        node[key] = rest.pop(wire)


def _are_texts(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _encoding(said: Json | Unset, usual: str, node: Plain) -> Plain:
    """Write an encoding other than ``usual``; returns what the format cannot express."""
    if isinstance(said, Unset):
        if usual != "none":
            node["url_encoding"] = "none"
        return {}
    if said in ("single", "double") and isinstance(said, str):
        if said != usual:
            node["url_encoding"] = said
        return {}
    if usual != "none":
        node["url_encoding"] = "none"
    return {"x-ms-url-encoding": said}


def _with_keys(node: Json, more: Plain, extra: Plain) -> Plain:
    """``node`` with further keys: those of a parameter directly after the type."""
    base = node if isinstance(node, dict) else {"type": node}
    head = {key: base[key] for key in ("type", "ref") if key in base}
    below = base.get("extra")
    extras: Plain = {**(below if isinstance(below, dict) else {}), **extra}
    rest = {key: value for key, value in base.items() if key not in head and key != "extra"}
    return {**head, **more, **rest, **({"extra": extras} if extras else {})}

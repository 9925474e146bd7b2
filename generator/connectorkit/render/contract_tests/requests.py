"""The requests of the contract tests, the steps before them, and their optional and required values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from connectorkit.contract.contract_types import Ended, Request, Step, Way
from connectorkit.contract.request import placed
from connectorkit.model.json_value import Json, mapping
from connectorkit.sandbox.server.request import signature
from connectorkit.sandbox.shapes import authentication, json_types, policies, response_paths, samples
from connectorkit.sandbox.shapes.document_types import Document, Parameter, Route, Shape, Unsubscribe
from connectorkit.sandbox.shapes.sandbox_types import Declared, OperationRule
from connectorkit.sandbox.shapes.validate import passes

Place = Literal["query", "headers", "form"]
PLACES: dict[str, Place] = {"query": "query", "header": "headers", "formData": "form"}
ALWAYS = {"accept", "authorization", "content-type", "content-length", "host", "accept-encoding", "connection"}
# A call with more values is no longer readable.
MOST_OPTIONAL = 80
NOWHERE = "http://127.0.0.1:9/nobody"


class Requests:
    """Builds requests of one spec."""

    def __init__(self, spec: Document) -> None:
        self.spec = spec
        sandbox = spec["sandbox"]
        self.inputs: Declared = sandbox.get("inputs", {})
        self.rules = sandbox.get("operations", {})
        self.alike = Counter(signature(route) for route in spec["routes"])
        self.collections = sandbox.get("collections", {})
        self.ending: dict[str, list[tuple[Route, Unsubscribe]]] = {}
        for route in spec["routes"]:
            said = route.get("unsubscribe")
            if said:
                self.ending.setdefault(said["operation"], []).append((route, said))

    def request(self, route: Route) -> Request:
        """The request of a route as plain data: operation, method, path, and only the parts that are present."""
        made: Request = {"operation": route["operation"], "method": route["method"], "path": route["path"]}
        for one in route["parameters"]:
            if one["in"] == "path":
                made.setdefault("path_values", {})[one["name"]] = self._in_path(one)
            elif not self._is_key(one, route) and (one["required"] or one["name"] in self.inputs):
                made.setdefault(PLACES.get(one["in"], "query"), {})[one["name"]] = self._joined(one)
        if route["query"]:
            fixed = (part.partition("=") for part in route["query"].split("&"))
            written: dict[str, Json] = {name: value for name, _, value in fixed if "{" not in value}
            made["query"] = written | made.get("query", {})
        if "body" in route:
            self._add_body(route["body"], made)
        callback = route.get("callback")
        if callback and callback["in"] == "body":
            return placed(made, {f"body.{callback['path']}": NOWHERE})
        sought = self._sought(route)
        return placed(made, {path: text for path, text in sought.items() if _has(made, path)}) if sought else made

    def optional(self, route: Route, request: Request) -> dict[str, Json]:
        """Optional values that a request does not have, by path, e.g. ``body.messages[].custom_string``."""
        found: dict[str, Json] = {}
        for one in route["parameters"]:
            place = PLACES.get(one["in"], "query")
            shown = one["in"] in ("query", "header") and not self._is_key(one, route) and not _hidden(one["shape"])
            if shown and one["name"] not in request.get(place, {}):
                found[f"{place}.{response_paths.spelled(one['name'])}"] = self._joined(one)
        if "body" in request:
            found |= _optional(route["body"]["shape"], request["body"], "body", self.inputs)
        moving, sought = _moving(route), self._sought(route)
        found = {path: sought.get(path, value) for path, value in found.items() if path not in moving}
        return dict([*found.items()][:MOST_OPTIONAL])

    def _sought(self, route: Route) -> dict[str, str]:
        """The possible paths of a search input, each with a text that the created records contain."""
        rule = self.rule(route)
        name = rule.get("by", "q")
        if name in self.inputs:
            return {}
        for collection in rule.get("search", ()):
            creator = self.using("create", collection)
            sent = mapping(self.request(creator).get("body", {})) if creator is not None else {}
            fields = self.collections[collection].get("found", {}).get("fields", list(sent))
            text = next((one for field in fields if isinstance(one := sent.get(field), str) and one), "")
            if text:
                spelled = response_paths.spelled(name)
                return {f"{place}.{spelled}": text for place in ("query", "headers", "form", "body")}
        return {}

    def safe(self, route: Route, request: Request) -> bool:
        """Whether the call only reads, or sends only to values that the vendor reserves for tests."""
        if route["effect"] != "sends":
            return bool(route["effect"] == "reads")
        return "body" in request and _to_safe(route["body"]["shape"], request["body"])

    def _value(self, one: Parameter) -> Json:
        return samples.request_sample(one["shape"], one["name"], self.inputs)

    def _in_path(self, one: Parameter) -> Json:
        """A path value, which is never empty; an array is joined to a string."""
        value = self._value(one)
        value = self._joined(one) if isinstance(value, list) else value
        return "sandbox" if value == "" else value

    def _joined(self, one: Parameter) -> Json:
        """A parameter's value as the string that is sent; the array of a repeated parameter remains an array."""
        value = self._value(one)
        separator = {"ssv": " ", "tsv": "\t", "pipes": "|"}.get(one.get("separator", "csv"), ",")
        if isinstance(value, list):
            repeated = one.get("separator") == "multi" and one["in"] in ("query", "formData")
            return value if repeated else separator.join(_apart(value, one["shape"], separator))
        return value if isinstance(value, str) else _text(value)

    def _add_body(self, body: Parameter, made: Request) -> None:
        shape = body["shape"]
        if shape.get("type") == "file" or (shape.get("type"), shape.get("format")) == ("string", "binary"):
            made["raw"] = "sandbox"
        else:
            made["body"] = samples.request_sample(shape, "", self.inputs)

    def before(self, route: Route) -> list[Step]:
        """The steps before a call: each creates a record (``create``) or uses an existing one (``find``).

        A step with ``only_to_make`` is not needed where no record may be created.
        """
        steps: list[Step] = []
        rule = self.rule(route)
        for one in route["parameters"]:
            if one["in"] == "path":
                self._need(one["name"], steps)
        for name in [rule["list"]] if "list" in rule else rule.get("search", []):
            self._made(name, "", steps)
        self._subscribed(route, steps)
        needed = _names(route["path"])
        for step in reversed(steps):
            if step["name"] not in needed:
                step["only_to_make"] = True
            elif "find" in step:
                needed |= _names(step["find"]["request"]["path"])
        return steps

    def _need(self, parameter: str, steps: list[Step]) -> None:
        """Add the steps that create the record that a path parameter names."""
        owner = next((name for name, said in self.collections.items() if said.get("key") == parameter), None)
        if owner is not None and parameter not in [step["name"] for step in steps]:
            self._made(owner, parameter, steps)

    def _made(self, collection: str, parameter: str, steps: list[Step]) -> None:
        creator = self.using("create", collection)
        if creator is None:
            batch = self._batch(collection) if not parameter else None
            steps += [{"name": "", "create": {"request": self.request(batch), "value": ""}}] if batch else []
            return
        for one in creator["parameters"]:
            if one["in"] == "path":
                self._need(one["name"], steps)
        place = self.place(creator)
        key = parameter or self.collections[collection].get("key", "id")
        value = f"{place}.{response_paths.spelled(key)}" if place else response_paths.spelled(key)
        step: Step = {"name": parameter, "create": {"request": self.request(creator), "value": value}}
        lister = self.using("list", collection)
        if lister is not None and parameter:
            rows = self.rows(lister)
            step["find"] = {"request": self.request(lister), "value": f"{rows}.{response_paths.spelled(key)}"}
        steps.append(step)

    def using(self, word: Literal["create", "list"], collection: str) -> Route | None:
        """The first operation that creates or lists records of a collection."""
        found = [one for one in self.spec["routes"] if self.rule(one).get(word) == collection]
        return found[0] if found else None

    def _batch(self, collection: str) -> Route | None:
        """The first operation that adds the items of its request to a collection."""
        usual = self.spec["sandbox"].get("batches", {}).get("collection", "")
        found = [one for one in self.spec["routes"] if "items" in one]
        kept = (one for one in found if self.rule(one).get("collection", usual) == collection)
        return next((one for one in kept if not self.rule(one).get("dry") and "{" not in one["path"]), None)

    def rule(self, route: Route) -> OperationRule:
        """The declared sandbox behaviour of an operation."""
        return self.rules.get(route["operation"], {})

    def place(self, route: Route) -> str:
        """The response path of the record that an operation returns, "" for the whole response."""
        rule = self.rule(route)
        return rule.get("at") or self.spec["sandbox"].get("place") or ""

    def rows(self, route: Route) -> str:
        """The response path of the records that an operation lists, ending with ``[]``."""
        rule = self.rule(route)
        said = rule.get("at") or (route["pages"]["items"] if "pages" in route else "")
        lists = [one.path for one in response_paths.paths(route["result"]) if "array" in one.kinds]
        return (said or (lists[0] if lists else "")).removesuffix("[]") + "[]"

    def _subscribed(self, route: Route, steps: list[Step]) -> None:
        """Add the step that subscribes a webhook before a call that unsubscribes it."""
        known = [step["name"] for step in steps]
        for trigger, ended in self.ending.get(route["operation"], ()):
            if ended["parameter"] not in known:
                way: Way = {"request": self.request(trigger), "value": ended["value"]}
                steps.append({"name": ended["parameter"], "create": way})
                return

    def ends(self, route: Route) -> bool:
        """Whether a call unsubscribes a webhook."""
        return route["operation"] in self.ending

    def ended(self, route: Route) -> Ended | None:
        """The call that unsubscribes a webhook, and where its id is found."""
        said = route.get("unsubscribe")
        target = next((one for one in self.spec["routes"] if said and one["operation"] == said["operation"]), None)
        if said is None or target is None:
            return None
        return {"name": said["parameter"], "value": said["value"], "request": self.request(target)}

    def required(self, route: Route, request: Request) -> Iterator[str]:
        """Each required value of the request outside the path, e.g. ``body.messages[].to``.

        Nothing if a request without the value could belong to another operation. Parameters that a policy sets are
        left out.
        """
        if self.alike[signature(route)] > 1:
            return
        steps = policies.steps(route)
        for one in route["parameters"]:
            place = PLACES.get(one["in"], "query")
            own = not self._is_key(one, route) and not policies.settle(steps, one["in"], one["name"])
            if one["required"] and one["in"] != "path" and own:
                yield f"{place}.{response_paths.spelled(one['name'])}"
        body = route.get("body")
        if body is None:
            return
        if body["required"] and "body" in request and json_types.kinds(body["shape"]) not in ((), ("object",)):
            yield "body"
        yield from _required(body["shape"], request.get("body"), "body")

    def _is_key(self, one: Parameter, route: Route) -> bool:
        """Whether the parameter is an API key of the call, or a header that every call has."""
        used = authentication.sent(self.spec, route)
        keys = {(auth["in"], auth["name"].lower()) for auth in used if auth["kind"] == "apiKey"}
        name = one["name"].lower()
        return (one["in"], name) in keys or (one["in"] == "header" and name in ALWAYS)


def _required(shape: Shape, value: Json, path: str) -> Iterator[str]:
    if isinstance(value, list):
        if value and "items" in shape:
            yield from _required(shape["items"], value[0], f"{path}[]")
        return
    if not isinstance(value, dict):
        return
    for one in shape.get("fields", ()):
        here = f"{path}.{response_paths.spelled(one['name'])}"
        if one["name"] in value:
            nullable = "null" in json_types.kinds(one["shape"])
            if one["required"] and not nullable and "read_only" not in one["shape"]:
                yield here
            yield from _required(one["shape"], value[one["name"]], here)


def _moving(route: Route) -> set[str]:
    """The possible paths of an input that selects a page other than the first: an offset, or a cursor."""
    said = route.get("pages")
    if said is None or ("by" not in said and "first" not in said):
        return set()
    name = response_paths.spelled(said["page"])
    return {f"query.{name}", f"headers.{name}", f"body.{said['page']}"}


def _has(request: Request, path: str) -> bool:
    place, _, name = path.partition(".")
    found = {**request}.get(place)
    return isinstance(found, dict) and response_paths.split(name)[0] in found


def _names(path: str) -> set[str]:
    """The names of the path parameters in ``path``."""
    return set(re.findall(r"\{([^{}]*)\}", path))


def _hidden(shape: Shape) -> bool:
    return "internal" in shape and "default" not in shape


def _optional(shape: Shape, value: Json, path: str, known: Declared) -> dict[str, Json]:
    """Optional values that the objects of a request do not have, by path; of an array, only the first item counts."""
    if isinstance(value, list):
        return _optional(shape.get("items", {}), value[0], f"{path}[]", known) if value else {}
    found: dict[str, Json] = {}
    if not isinstance(value, dict):
        return found
    for one in shape.get("fields", ()):
        here, inner = f"{path}.{response_paths.spelled(one['name'])}", one["shape"]
        if one["name"] in value:
            found |= _optional(inner, value[one["name"]], here, known)
        elif one.get("declared", True) and one["name"] and "read_only" not in inner and not _hidden(inner):
            found[here] = samples.request_sample(inner, one["name"], known)
    return found


def _to_safe(shape: Shape, value: Json) -> bool:
    """Whether a body contains a safe value, and no other value where safe values are declared."""
    if "safe_values" in shape:
        return value in shape["safe_values"]
    if isinstance(value, list):
        return bool(value) and all(_to_safe(shape.get("items", {}), one) for one in value)
    given = mapping(value)
    return any([_to_safe(one["shape"], given[one["name"]]) for one in shape.get("fields", ()) if one["name"] in given])


def _apart(values: list[Json], shape: Shape, separator: str) -> list[str]:
    """Values as strings that can be joined: one that contains the separator is replaced by one that does not."""
    return [_without(separator, _text(one), shape.get("items", {})) for one in values]


def _without(separator: str, text: str, shape: Shape) -> str:
    if separator not in text:
        return text
    tried = [*map(_text, shape.get("choices", ())), text.replace(separator, "-"), text.replace(separator, "x")]
    good = (
        one for one in tried if separator not in one and passes(json_types.fit(one, json_types.kinds(shape)), shape)
    )
    return next(good, text)


def _text(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

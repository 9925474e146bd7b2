"""Comparison of a recorded request with the one that the client builds from the same inputs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import cast
from urllib.parse import unquote

from connectorkit.model.json_value import Json, mapping
from connectorkit.recording.exchange import Body, Exchange
from connectorkit.recording.observing import unshown
from connectorkit.recording.rebuilt import Sent
from connectorkit.recording.subject import Subject
from connectorkit.sandbox.shapes import policies
from connectorkit.sandbox.shapes.document_types import Shape

_LONGEST = 80


def unknown(subject: Subject, operation: str, exchange: Exchange) -> Iterator[str]:
    """The recorded query parameters that the source does not have."""
    for name in dict.fromkeys(name for name, _ in exchange["request"].get("query", [])):
        if name not in _declared(subject, operation):
            yield name


def _declared(subject: Subject, operation: str) -> set[str]:
    """The query parameters of the source, including those in the path or only for paging."""
    route = subject.routes[operation]
    fixed = {part.partition("=")[0] for part in route["query"].split("&")}
    pages = {route["pages"]["page"], route["pages"]["size"]} if "pages" in route else set()
    named = {one["name"] for one in route["parameters"] if one["in"] == "query"}
    of_policies = {step[1] for step in policies.steps(route) if step[0] == "query"}
    return named | fixed | pages | of_policies


def differences(subject: Subject, operation: str, exchange: Exchange, sent: Sent) -> Iterator[str]:
    """The differences, each as the beginning of a sentence that names the field."""
    kept, route = exchange["request"], subject.routes[operation]
    if kept["method"] != sent.method:
        yield f"the method is {sent.method}; the recording has {kept['method']}"
    expected = _path(subject.spec["base_path"], kept["path"], kept.get("path_values", {}))
    if not expected.fullmatch(sent.path):
        values = kept.get("path_values", {})
        shown = re.sub(r"\{([^{}]*)\}", lambda one: values.get(one[1], one[0]), kept["path"])
        yield f"the path is {_shown(sent.path)}; the recording has {_shown(shown)}"
    hidden = unshown(subject.spec, route, "query")
    named = {one["name"] for one in route["parameters"] if one["in"] == "query"}
    # The parameter of paging may be missing in a call.
    hidden |= ({route["pages"]["page"], route["pages"]["size"]} if "pages" in route else set()) - named
    ours = Counter((name, value) for name, value in sent.query if name not in hidden)
    left_out = hidden | {*unknown(subject, operation, exchange)}
    theirs = Counter((name, value) for name, value in kept.get("query", []) if name not in left_out)
    shapes = {one["name"]: one["shape"] for one in route["parameters"] if one["in"] == "query"}
    yield from _pairs("query parameter", ours, theirs, shapes)
    for name, value in kept.get("headers", {}).items():
        got = sent.headers.get(name)
        if name != "content-type" and got != value:
            yield f"the header '{name}' is {_or_missing(got)}; the recording has {_shown(value)}"
    yield from _bodies(subject, operation, kept.get("body"), cast("Body | None", sent.body))


def _path(base: str, path: str, values: dict[str, str]) -> re.Pattern[str]:
    """A pattern for the expected path; a variable without a recorded value matches anything."""
    pieces = re.split(r"\{([^{}]*)\}", path)
    parts = [
        (re.escape(values[one]) if one in values else ".+") if index % 2 else re.escape(unquote(one))
        for index, one in enumerate(pieces)
    ]
    return re.compile(f"{re.escape(unquote(base))}{''.join(parts)}")


def _pairs(
    kind: str, ours: Counter[tuple[str, str]], theirs: Counter[tuple[str, str]], shapes: dict[str, Shape]
) -> Iterator[str]:
    wrong = dict.fromkeys(name for name, _ in (*(ours - theirs), *(theirs - ours)))
    for name in wrong:
        mine, other = ([value for key, value in side.elements() if key == name] for side in (ours, theirs))
        if not _constant(shapes.get(name, {}), bool(mine), bool(other)):
            yield f"the {kind} '{name}' is {_or_missing(_one(mine))}; {_recorded(_one(other))}"


def _one(values: list[str]) -> object:
    return None if not values else values[0] if len(values) == 1 else values


def _constant(shape: Shape, ours: bool, theirs: bool) -> bool:
    """Whether only one side has a value that callers do not set: a hidden constant, or a default."""
    return ours != theirs and ("internal" in shape or (ours and "default" in shape))


def _bodies(subject: Subject, operation: str, kept: Body | None, sent: Body | None) -> Iterator[str]:
    shape = mapping(cast("Json", subject.routes[operation].get("body", {}))).get("shape", {})
    theirs, ours = (_meaning(one) for one in (kept, sent))
    if "omitted" in theirs or "omitted" in ours:
        return
    if "form" in theirs or "form" in ours:
        sides = [Counter((name, value) for name, value in one.get("form", [])) for one in (ours, theirs)]
        of_form = [one for one in subject.routes[operation]["parameters"] if one["in"] == "formData"]
        yield from _pairs("field", sides[0], sides[1], {one["name"]: one["shape"] for one in of_form})
    elif all("json" in one or not one for one in (theirs, ours)):
        yield from _values(cast("Shape", shape), ours.get("json", {}), theirs.get("json", {}), "body")
    elif theirs.get("text") != ours.get("text") or ("json" in theirs) != ("json" in ours):
        yield f"the request has {_kind(ours)}; the recording has {_kind(theirs)}"


def _meaning(body: Body | None) -> Body:
    """A body in normal form: an empty object equals no body."""
    return {} if body is None or body.get("json") == {} else body


def _kind(body: Body | dict[str, object]) -> str:
    return {"json": "a JSON body", "form": "a form", "text": "a text body"}.get(next(iter(body), ""), "no body")


def _values(shape: Shape, ours: Json, theirs: Json, path: str) -> Iterator[str]:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        fields = {one["name"]: one["shape"] for one in shape.get("fields", ())}
        for name in dict.fromkeys((*theirs, *ours)):
            inner, here = fields.get(name, {}), f"{path}.{name}"
            if name in ours and name in theirs:
                yield from _values(inner, ours[name], theirs[name], here)
            elif not _constant(inner, name in ours, name in theirs) and theirs.get(name, ours.get(name)) is not None:
                yield f"'{here}' is {_or_missing(ours.get(name))}; {_recorded(theirs.get(name))}"
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for mine, other in zip(ours, theirs, strict=True):
            yield from _values(shape.get("items", {}), mine, other, f"{path}[]")
    elif "internal" not in shape and (ours != theirs or isinstance(ours, bool) != isinstance(theirs, bool)):
        yield f"'{path}' is {_or_missing(ours)}; {_recorded(theirs)}"


def _or_missing(value: object) -> str:
    return "missing" if value is None else _shown(value)


def _recorded(value: object) -> str:
    return f"the recording has {'no value' if value is None else _shown(value)}"


def _shown(value: object) -> str:
    import json

    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."

"""Detection of the style with which a source needs the fewest keys for a swagger."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from connectorkit.importing.swagger2 import texts
from connectorkit.importing.swagger2.texts import FieldTexts
from connectorkit.model.connector import Json
from connectorkit.model.http_methods import METHODS
from connectorkit.resolve.swagger_style import PHRASES, Style, Texts

Plain = dict[str, Json]
T = TypeVar("T", str, bool)


@dataclass(slots=True)
class Census:
    """How often a swagger uses each variant of writing."""

    fields: list[FieldTexts] = field(default_factory=list)
    parameters: list[FieldTexts] = field(default_factory=list)
    encodings: Counter[str] = field(default_factory=Counter)
    examples: Counter[str] = field(default_factory=Counter)
    bodies: Counter[str] = field(default_factory=Counter)
    required: Counter[bool] = field(default_factory=Counter)
    phrases: dict[str, Counter[str]] = field(default_factory=dict)
    media: dict[str, Counter[str]] = field(default_factory=lambda: {"consumes": Counter(), "produces": Counter()})
    operations: int = 0


def of(swagger: Plain, exact: bool = False) -> tuple[Style, dict[str, list[str]]]:
    """The style of a swagger, and the media types of most of its operations."""
    census = Census()
    for method, operation in _operations(swagger):
        _operation(census, method, operation)
    for schema in _values(swagger.get("definitions")):
        _schema(census, schema)
    for parameter in _values(swagger.get("parameters")):
        _parameter(census, parameter)
    for answer in _values(swagger.get("responses")):
        _schema(census, answer.get("schema") if isinstance(answer, dict) else None)
    spelling = texts.spelling([*census.fields, *census.parameters])
    style = Style(
        texts.choose(census.fields, spelling=spelling),
        texts.choose(census.parameters, ("x-ms-summary",), spelling),
        bool(swagger.get("definitions")),
        _most(census.encodings, "single"),
        _most(census.examples, "x-ms-test-value"),
        _mostly(census.bodies, "body"),
        _most(census.required, True),
        PHRASES | _phrases(census.phrases),
        exact,
    )
    return style, _everywhere(census)


def written(style: Style) -> Plain:
    """The key `style` of connector.yaml: the differences from the default style."""
    usual = Style()
    node: Plain = {}
    _texts(node, style.fields, usual.fields, ("titles", "derived_titles", "descriptions"))
    own = Texts(
        "none" if style.fields.titles == "none" else "x-ms-summary", style.fields.derived, style.fields.descriptions
    )
    names = ("parameter_titles", "derived_parameter_titles", "parameter_descriptions")
    _texts(node, style.parameters, own, names)
    if style.fields.spelling and {style.fields.derived, style.parameters.derived} & {"title", "sentence"}:
        node["spelling"] = list(style.fields.spelling)
    if style.definitions:
        node["types"] = "definitions"
    for key in ("url_encoding", "examples", "body_name", "body_required"):
        if getattr(style, key) != getattr(usual, key):
            node[key] = getattr(style, key)
    if style.bare:
        node["empties"] = "said"
    phrases: Plain = {key: text for key, text in sorted(style.phrases.items()) if usual.phrases.get(key) != text}
    return {**node, "phrases": phrases} if phrases else node


def _phrases(said: dict[str, Counter[str]]) -> dict[str, str]:
    """The most frequent text of the responses of each status; a text that occurs once is not used."""
    most = {status: (*counted.most_common(1)[0], counted.total()) for status, counted in said.items() if counted}
    return {status: text for status, (text, times, all_) in most.items() if times > 1 and 2 * times > all_}


def _texts(node: Plain, style: Texts, usual: Texts, names: tuple[str, str, str]) -> None:
    for name, value, default in zip(
        names,
        (style.titles, style.derived, style.descriptions),
        (usual.titles, usual.derived, usual.descriptions),
        strict=True,
    ):
        if value != default:
            node[name] = value


def _most(counted: Counter[T], usual: T) -> T:
    """The most frequent value; ``usual`` if it is equally frequent."""
    return max(counted, key=lambda value: (counted[value], value == usual)) if counted else usual


def _mostly(counted: Counter[str], usual: str) -> str:
    """The value with several occurrences and a majority; else ``usual``."""
    value, times = counted.most_common(1)[0] if counted else (usual, 0)
    return value if times > 1 and 2 * times > counted.total() else usual


def _everywhere(census: Census) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, counted in census.media.items():
        for text, times in counted.most_common(1):
            if times > 1 and 2 * times > census.operations:
                found[key] = json.loads(text)
    return found


def _values(node: Json) -> Iterator[Json]:
    return iter(node.values()) if isinstance(node, dict) else iter(())


def _items(node: Json) -> list[Json]:
    return node if isinstance(node, list) else []


def _operations(swagger: Plain) -> Iterator[tuple[str, Plain]]:
    for item in _values(swagger.get("paths")):
        if isinstance(item, dict):
            for method in METHODS:
                operation = item.get(method)
                if isinstance(operation, dict):
                    yield method, operation


def _operation(census: Census, method: str, operation: Plain) -> None:
    census.operations += 1
    for parameter in _items(operation.get("parameters")):
        _parameter(census, parameter)
    answers = operation.get("responses")
    for status, answer in answers.items() if isinstance(answers, dict) else ():
        if isinstance(answer, dict) and "$ref" not in answer:
            described = answer.get("description", "")
            if isinstance(described, str):
                census.phrases.setdefault(status, Counter())[described] += 1
            _schema(census, answer.get("schema"))
    for key, counted in census.media.items():
        said = operation.get(key)
        if isinstance(said, list) and all(isinstance(one, str) for one in said):
            counted[json.dumps(said)] += 1


def _parameter(census: Census, parameter: Json) -> None:
    if not isinstance(parameter, dict) or not isinstance(parameter.get("name"), str):
        return
    name = str(parameter["name"])
    if parameter.get("in") == "body":
        census.bodies[name] += 1
        census.required[parameter.get("required") is True] += 1
        _schema(census, parameter.get("schema"))
        return
    census.parameters.append(_field_texts(name, parameter))
    _example(census, parameter)
    if parameter.get("in") == "path":
        said = parameter.get("x-ms-url-encoding", "none")
        census.encodings[said if said in ("single", "double") and isinstance(said, str) else "none"] += 1


def _schema(census: Census, schema: Json) -> None:
    waiting = [schema]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, dict):
            continue
        _example(census, node)
        properties = node.get("properties")
        for key, below in properties.items() if isinstance(properties, dict) else ():
            if isinstance(below, dict):
                census.fields.append(_field_texts(key, below))
                waiting.append(below)
        waiting += [node.get("items"), node.get("additionalProperties"), *_items(node.get("allOf"))]


def _example(census: Census, node: Plain) -> None:
    for key in ("example", "x-ms-test-value"):
        census.examples[key] += key in node


def _field_texts(key: str, node: Plain) -> FieldTexts:
    title, summary, description = (
        text if isinstance(text, str) and text else None
        for text in (node.get("title"), node.get("x-ms-summary"), node.get("description"))
    )
    return FieldTexts(key, title, summary, description, "$ref" in node)

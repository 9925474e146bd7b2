"""Strategies for connectors as somebody may have published them: each keyword, the odd value, the wrong place."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.importing.mutate import KEYS, NAMES, NUMBERS, TEXTS, mutate

names = st.sampled_from(KEYS) | st.sampled_from(NAMES) | st.text(max_size=12)
texts = st.sampled_from(TEXTS) | st.text(max_size=40)
numbers = st.sampled_from(NUMBERS) | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
scalars = st.none() | st.booleans() | numbers | texts
values = st.recursive(
    scalars, lambda below: st.lists(below, max_size=3) | st.dictionaries(names, below, max_size=3), max_leaves=6
)
flags = st.booleans()
words = st.lists(texts, max_size=2)
kinds = st.sampled_from(["string", "integer", "number", "boolean", "array", "object", "file", "null", "unknown", "", 5])
formats = st.sampled_from(["int32", "int64", "double", "date-time", "uuid", "byte", "date-no-tz", "", "guid", "object"])
visibilities = st.sampled_from(["", "none", "important", "advanced", "internal", "Internal"])
encodings = st.sampled_from(["single", "double", "other", "", None])
references = st.sampled_from(
    [
        *(f"#/definitions/{name}" for name in ("A", "B b", "string", "x[]", "", "any", "Nothing", "A/properties/a")),
        "#/parameters/P",
        "#/parameters/body",
        "#/responses/R",
        "other.json",
        "#",
        "",
    ]
)


def some(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping with some of the keys. `_` means `-`; a final one avoids a keyword of Python."""
    return st.fixed_dictionaries({}, optional={key.rstrip("_").replace("_", "-"): one for key, one in keys.items()})


def joined(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """One mapping of several."""
    return st.tuples(*parts).map(lambda found: {key: value for part in found for key, value in part.items()})


def reference(below: st.SearchStrategy[dict[str, Any]] | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """A reference, with keys beside it or alone."""
    alone = references.map(lambda target: {"$ref": target})
    return alone | joined(alone, below) if below is not None else alone


def maps(below: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(names, below, max_size=most)


arguments = maps(values | some(parameter=texts) | some(parameterReference=texts) | some(value=values), 2)
dynamic = some(
    operationId=texts,
    capability=texts,
    builtInOperation=texts,
    value_path=texts,
    value_title=texts,
    value_collection=texts,
    value_folder_property=texts,
    parameters=arguments,
    itemsPath=texts,
    itemValuePath=texts,
    itemTitlePath=texts,
    x_vendor=values,
)
wholes = st.integers(-1, 9)
keywords = some(
    type=kinds,
    format=formats,
    title=texts,
    description=texts,
    x_ms_summary=texts,
    x_ms_visibility=visibilities,
    default=values,
    enum=st.lists(scalars, max_size=3),
    minimum=numbers,
    maximum=numbers,
    exclusiveMinimum=flags,
    exclusiveMaximum=flags,
    minLength=wholes,
    maxLength=wholes,
    minItems=wholes,
    maxItems=wholes,
    uniqueItems=flags,
    multipleOf=numbers,
    pattern=texts,
    example=values,
)
extensions = some(
    x_ms_dynamic_values=dynamic,
    x_ms_dynamic_list=dynamic,
    x_ms_dynamic_schema=dynamic,
    x_ms_dynamic_properties=dynamic,
    x_ms_dynamic_tree=values,
    x_vendor=values,
    x_nullable=flags,
    x_ms_test_value=values,
    x_example=values,
    x_ms_url_encoding=encodings,
    x_ms_enum_values=values,
    x_ms_notification_url=flags,
    x_ms_capability=values,
    x_ms_editor=texts,
    x_ms_parameter_location=texts,
    x_enumNames=values,
)


@st.composite
def dynamics(draw: st.DrawFn) -> dict[str, Any]:
    """Both generations of a drop-down or of a dynamic shape, the newer spelt after the older or not."""
    older = draw(dynamic)
    given = older.get("parameters", {})
    renamed = {
        "operationId": "operationId",
        "value-collection": "itemsPath",
        "value-path": "itemValuePath",
        "value-title": "itemTitlePath",
    }
    newer: dict[str, Any] = {to: older[key] for key, to in renamed.items() if key in older}
    if "parameters" in older:
        newer["parameters"] = {
            key: {"parameterReference": draw(st.just(value["parameter"]) | texts)}
            if isinstance(value, dict) and "parameter" in value
            else {"value": value}
            for key, value in given.items()
        }
    pair = draw(st.sampled_from([("values", "list"), ("schema", "properties")]))
    return {f"x-ms-dynamic-{name}": one for name, one in zip(pair, (older, newer), strict=True)}


@st.composite
def choices(draw: st.DrawFn) -> dict[str, Any]:
    """An enumeration with the names that a maker picks."""
    listed = draw(st.lists(texts | st.sampled_from(["1", "true", "-3"]) | wholes | flags, min_size=1, max_size=4))
    shown = [{"value": one, "displayName": draw(texts)} for one in listed]
    return {"type": draw(kinds), "enum": listed, "x-ms-enum-values": shown}


def _inner(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    parts = some(
        properties=maps(below, 4),
        required=st.lists(names, max_size=3),
        items=below,
        additionalProperties=st.booleans() | below,
        allOf=st.lists(below, max_size=2),
        readOnly=flags,
        discriminator=texts,
        xml=values,
        externalDocs=values,
    )
    whole = joined(keywords, extensions, parts)
    objects = maps(below, 4).flatmap(
        lambda fields: st.fixed_dictionaries(
            {
                "type": st.just("object"),
                "properties": st.just(fields),
                "required": st.lists(st.sampled_from(list(fields) or ["a"]), max_size=4),
            }
        )
    )
    lists = below.map(lambda items: {"type": "array", "items": items})
    return whole | parts | objects | lists | joined(keywords, parts) | reference(parts)


schemas: st.SearchStrategy[Any] = st.recursive(
    keywords | extensions | reference(keywords) | kinds.map(lambda kind: {"type": kind}) | dynamics() | choices(),
    _inner,
    max_leaves=8,
)


@st.composite
def parameters(draw: st.DrawFn) -> dict[str, Any]:
    """A parameter of any place, a reference to one, or something near."""
    if draw(st.integers(0, 5)) == 0:
        return draw(reference(keywords))
    place = draw(st.sampled_from(["query", "header", "path", "body", "body", "formData", "cookie"]))
    one = {"name": draw(names | st.sampled_from(["a", "id", "body"])), "in": place, **draw(some(required=flags))}
    if place == "body":
        return one | draw(
            some(
                schema=schemas,
                description=texts,
                x_ms_summary=texts,
                x_vendor=values,
                x_example=values,
                x_ms_visibility=visibilities,
                x_nullable=flags,
            )
        )
    collections = st.sampled_from(["csv", "multi", "odd"])
    more = some(collectionFormat=collections, allowEmptyValue=flags, items=schemas)
    return one | draw(joined(keywords, more) | joined(keywords, extensions, more) | dynamics() | choices())


answers = reference() | some(
    description=texts,
    schema=schemas,
    headers=maps(keywords, 2),
    examples=maps(values, 2),
    x_vendor=values,
    x_ms_summary=texts,
    x_nullable=flags,
)
statuses = st.sampled_from(["200", "200", "201", "204", "400", "404", "default", "2xx", "x-vendor", "extra", "200 "])
responses = st.dictionaries(statuses, answers, max_size=3)
requirements = st.lists(maps(words, 2), max_size=2)
operations = some(
    operationId=texts,
    summary=texts,
    description=texts,
    deprecated=flags,
    tags=words,
    x_vendor=values,
    parameters=st.lists(parameters(), max_size=4),
    responses=responses,
    security=requirements,
    consumes=words,
    produces=words,
    schemes=words,
    externalDocs=values,
    x_ms_visibility=visibilities,
    x_ms_trigger=st.sampled_from(["single", "batch", "odd", "", None]),
    x_ms_trigger_hint=texts,
    x_ms_trigger_metadata=values,
    x_ms_no_generic_test=flags,
    x_ms_api_annotation=values,
    x_ms_pageable=values,
    x_ms_openai_data=values,
    x_ms_summary=texts,
)
contents = some(description=texts, schema=schemas, x_vendor=values, headers=values)
methods = st.sampled_from(["get", "post", "put", "delete", "patch", "head", "options", "trace", "GET", "x-vendor"])
templates = st.sampled_from(["/a", "/a/", "/a b", "/{id}", "/{a}/x{b}y", "/", "a", "x-paths", "/A", "/{id}/{id}"])


@st.composite
def items(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """The item of one path."""
    item: dict[str, Any] = draw(
        some(parameters=st.lists(parameters(), max_size=2), x_vendor=values, x_ms_notification_content=contents)
    )
    for method in draw(st.lists(methods, max_size=3, unique=True)):
        operation = draw(operations)
        if draw(st.integers(0, 5)):
            operation["operationId"] = f"Do{number}{method}"
        item[method] = operation
    return item


@st.composite
def paths(draw: st.DrawFn) -> dict[str, Any]:
    listed = draw(st.lists(templates | st.text(max_size=10).map(lambda text: f"/{text}"), max_size=5, unique=True))
    return {path: draw(items(number)) for number, path in enumerate(listed)}


metadata = st.lists(
    st.fixed_dictionaries(
        {
            "propertyName": st.sampled_from(["Website", "Privacy policy", "Privacy Policy", "Categories", "", "Other"]),
            "propertyValue": texts | st.sampled_from(["AI", "AI;Data", "AI; Data", ";", "a;"]),
        }
    )
    | values,
    max_size=4,
)
info = some(
    title=texts,
    description=texts,
    version=texts,
    termsOfService=texts,
    contact=values | some(name=texts, email=texts),
    license=values,
    x_ms_keywords=values,
    x_ms_api_annotation=values,
    x_vendor=values,
    x_ms_deployment_version=texts,
)
schemes = some(
    type=st.sampled_from(["basic", "apiKey", "oauth2", "none", "odd"]),
    in_=st.sampled_from(["header", "query"]),
    name=texts,
    description=texts,
    flow=texts,
    authorizationUrl=texts,
    tokenUrl=texts,
    scopes=values,
    x_vendor=values,
)
addresses = some(
    host=texts | st.sampled_from(["a.b", "a.b:80", "{x}.b", "a b", "a/b"]),
    schemes=st.lists(st.sampled_from(["https", "http", "ws", ""]), max_size=2),
    basePath=texts | st.sampled_from(["/", "/v1", "/v1/", "v1", "/a b"]),
)
roots = some(
    consumes=words,
    produces=words,
    tags=st.lists(values | some(name=texts, description=texts), max_size=2),
    x_vendor=values,
    security=requirements,
    externalDocs=values,
    x_ms_connector_metadata=metadata,
    x_ms_capabilities=values,
    parameters=st.dictionaries(names | st.just("P"), parameters(), max_size=3),
    responses=st.dictionaries(names | st.just("R"), answers, max_size=3),
    x_ms_openai_manifest=values,
    definitions=st.dictionaries(names | st.sampled_from(["A", "B b"]), schemas, max_size=4),
    securityDefinitions=maps(schemes, 2),
    basepath=texts,
)


@st.composite
def whole(draw: st.DrawFn) -> dict[str, Any]:
    return {"swagger": "2.0", "info": draw(info), **draw(addresses), **draw(roots), "paths": draw(paths())}


@st.composite
def changed(draw: st.DrawFn, base: st.SearchStrategy[Any]) -> Any:
    """A value with random changes at random places, valid or not."""
    made = draw(base)
    times = draw(st.sampled_from([0, 0, 1, 2, 4]))
    return mutate(made, lambda most: draw(st.integers(0, most - 1)), times)


swaggers = changed(whole())

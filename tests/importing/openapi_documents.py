"""Semi-random OpenAPI 3 documents in which every text and number of the author is a mark that can be looked for."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

TEXT = "TEXT"
NUMBER = 987654
NAMES = ("name", "nullable", "oneOf", "content", "$ref", "x-own", "a/b", "type", "items")
TYPES = ("string", "integer", "number", "boolean", "object", "array", "null", "file", "date")
MEDIA = tuple(
    """
    application/json application/xml multipart/form-data application/x-www-form-urlencoded */*
    application/octet-stream text/plain application/problem+json
    """.split()
)
JUNK: tuple[Any, ...] = (None, True, 5, "junk", [], {}, [None], {"": None}, [[]])


def some(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """An object with some of the keys. A final _ of a name is ignored."""
    return st.fixed_dictionaries({}, optional={key.rstrip("_"): value for key, value in keys.items()})


def whole(head: dict[str, Any], **keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """An object that has the keys of ``head`` and some of the others."""
    fixed = {key: value if isinstance(value, st.SearchStrategy) else st.just(value) for key, value in head.items()}
    return st.fixed_dictionaries(fixed, optional={key.rstrip("_"): value for key, value in keys.items()})


def named(values: st.SearchStrategy[Any], *names: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(names or NAMES), values, max_size=3)


def few(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(values, max_size=3)


address = st.sampled_from((TEXT, f"https://{TEXT}.example"))
text, number, flag = st.just(TEXT), st.just(NUMBER), st.booleans()
values = st.sampled_from((TEXT, NUMBER, True, None, [TEXT], {"a": TEXT}))
bounds = ({"maximum": NUMBER}, {"exclusiveMaximum": NUMBER}, {"maximum": NUMBER, "exclusiveMaximum": True})
extras: tuple[dict[str, Any], ...] = ({"x-own": TEXT}, {"unknown": TEXT}, *bounds, {}, {}, {})
own = st.sampled_from(extras)


def reference(group: str) -> st.SearchStrategy[dict[str, Any]]:
    targets = [f"#/components/{group}/{name}" for name in ("A", "B", "C", "Missing")]
    others = ["#/paths/~1a/get/responses/200", "other.yaml#/A", "#anchor", "#/components/schemas/A/properties/name"]
    return whole({"$ref": st.sampled_from([*targets, *targets, *others])}, description=text, summary=text)


schemas: st.SearchStrategy[Any] = st.deferred(
    lambda: st.one_of(reference("schemas"), plain, plain, nested, nested, flag)
)
plain: st.SearchStrategy[Any] = some(
    type_=st.one_of(st.sampled_from(TYPES), few(st.sampled_from(TYPES))),
    title=text,
    description=text,
    format_=text,
    nullable=flag,
    enum=few(values),
    const=values,
    default=values,
    minLength=number,
    pattern=text,
    example=values,
    examples=few(values),
    readOnly=flag,
    writeOnly=flag,
    deprecated=flag,
    contentMediaType=text,
    unknown=text,
).flatmap(lambda made: own.map(lambda more: {**made, **more}))
nested: st.SearchStrategy[Any] = some(
    type_=st.sampled_from(TYPES),
    properties=named(schemas),
    required=few(st.sampled_from(NAMES)),
    items=schemas,
    additionalProperties=schemas,
    allOf=few(schemas),
    anyOf=few(schemas),
    oneOf=few(schemas),
    not_=schemas,
    prefixItems=few(schemas),
    patternProperties=named(schemas),
    if_=schemas,
    description=text,
    discriminator=some(
        propertyName=st.sampled_from(NAMES), mapping=named(st.sampled_from(("A", "#/components/schemas/B")))
    ),
    xml=some(name=text, namespace=address, wrapped=flag),
    externalDocs=some(url=address, description=text),
    **{"$defs": named(schemas), "$anchor": st.just("anchor")},
)
examples = st.one_of(reference("examples"), some(value=values, summary=text, externalValue=text))
contents = named(
    some(
        schema=schemas,
        example=values,
        examples=named(examples),
        encoding=named(some(contentType=text, style=text, explode=flag)),
    ),
    *MEDIA,
)
headers = st.one_of(reference("headers"), some(schema=schemas, description=text, required=flag, content=contents))
parameter = whole(
    {"name": st.sampled_from(NAMES), "in": st.sampled_from(("query", "path", "header", "cookie", "body"))},
    schema=schemas,
    content=contents,
    description=text,
    required=flag,
    deprecated=flag,
    allowReserved=flag,
    style=st.sampled_from(("form", "simple", "label", "deepObject", "pipeDelimited")),
    explode=flag,
    example=values,
    examples=named(examples),
)
parameters = st.one_of(reference("parameters"), parameter, parameter)
bodies = st.one_of(reference("requestBodies"), some(content=contents, description=text, required=flag))
answers = st.one_of(
    reference("responses"),
    some(description=text, content=contents, headers=named(headers), links=named(some(operationId=text)), summary=text),
)
urls = st.sampled_from(("https://a.example/v1", "http://a.example/v1", "/v1", "https://{x}.b.example"))
servers = few(
    whole({"url": urls}, description=text, variables=named(some(default=text, enum=few(text), description=text), "x"))
)
required = few(named(few(text), "key", "sign", "cookie", "missing"))
operation = some(
    operationId=st.sampled_from((TEXT, "same")),
    summary=text,
    description=text,
    tags=few(text),
    requestBody=bodies,
    parameters=few(parameters),
    responses=st.dictionaries(st.sampled_from(("200", "2XX", "default", "ok")), answers),
    callbacks=named(some(a=text)),
    security=required,
    servers=servers,
    deprecated=flag,
    externalDocs=some(url=address, description=text),
    unknown=text,
)
path = some(
    get=operation,
    post=operation,
    trace=operation,
    parameters=few(parameters),
    summary=text,
    description=text,
    servers=servers,
)
flow = some(authorizationUrl=address, tokenUrl=address, refreshUrl=address, scopes=named(text))
scheme = st.one_of(
    whole({"type": "apiKey", "name": "Key", "in": st.sampled_from(("header", "query", "cookie"))}, description=text),
    whole({"type": "http", "scheme": st.sampled_from(("basic", "bearer", "digest"))}, bearerFormat=text),
    whole({"type": "oauth2", "flows": some(authorizationCode=flow, implicit=flow, clientCredentials=flow, x=flow)}),
    whole({"type": "openIdConnect", "openIdConnectUrl": TEXT}),
)
groups = ("A", "B", "C")
components = some(
    schemas=named(schemas, *groups),
    parameters=named(parameters, *groups),
    responses=named(answers, *groups),
    requestBodies=named(bodies, *groups),
    headers=named(headers, *groups),
    examples=named(examples, *groups),
    links=named(some(operationId=text), *groups),
    callbacks=named(some(a=text), *groups),
    securitySchemes=named(scheme, "key", "sign", "cookie"),
    unknown=text,
)
documents = whole(
    {"openapi": st.sampled_from(("3.0.3", "3.1.0")), "paths": named(path, "/a", "/b/{name}", "no/slash")},
    info=some(
        title=text,
        version=text,
        description=text,
        summary=text,
        license=some(name=text, identifier=text),
        contact=some(name=text, email=text, url=address),
        unknown=text,
    ),
    servers=servers,
    components=components,
    security=required,
    tags=few(some(name=text, description=text)),
    webhooks=named(path),
    externalDocs=some(url=address),
    jsonSchemaDialect=text,
    unknown=text,
)


@st.composite
def marked(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, str]]:
    """A document whose texts and numbers are marks, and the marks by pointer."""
    marks: dict[str, str] = {}
    document = _marked(draw(documents), "", marks)
    return document, marks


@st.composite
def broken(draw: st.DrawFn) -> dict[str, Any]:
    """A document in which some values are of an unexpected kind."""
    document = _marked(draw(documents), "", {})
    for _ in range(draw(st.integers(1, 4))):
        places = [place for place in _places(document) if place[1] not in ("openapi",)]
        node, key = draw(st.sampled_from(places))
        node[key] = deepcopy(draw(st.sampled_from(JUNK)))
    paths = document["paths"]
    return {**document, "paths": paths if isinstance(paths, dict) else {}}


def _places(node: Any) -> list[tuple[Any, Any]]:
    keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    return [(node, key) for key in keys] + [place for key in keys for place in _places(node[key])]


def _marked(node: Any, at: str, marks: dict[str, str]) -> Any:
    if isinstance(node, dict):
        return {
            key: _marked(value, f"{at}/{key.replace('~', '~0').replace('/', '~1')}", marks)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_marked(value, f"{at}/{index}", marks) for index, value in enumerate(node)]
    if isinstance(node, str) and TEXT in node:
        marks[at] = f"mark{len(marks)}mark"
        return node.replace(TEXT, marks[at])
    if node == NUMBER and not isinstance(node, bool):
        marks[at] = str(NUMBER * 1000 + len(marks))
        return int(marks[at])
    return node

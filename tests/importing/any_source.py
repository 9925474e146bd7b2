"""Strategies for sources of the format: what its schemas allow, in all combinations."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from connectorkit.model import format_keywords
from connectorkit.validate import exact_keys, key_order
from tests.importing.any_swagger import flags, joined, numbers, scalars, some, texts, values, words

keys = st.sampled_from(["id", "user_name", "createdAt", "type", "required", "ID", "a b", "ä", "no", "1", "x-y", "b/c"])
keys |= st.text(max_size=6)
objects = st.dictionaries(st.sampled_from(["x-vendor", "x-b", "title", "required"]), values, max_size=2)
plain = st.sampled_from(
    [*format_keywords.TYPES, *format_keywords.FORMATS, format_keywords.UNTYPED, "string[]", "any[]", "int32[][]"]
)
wholes = st.integers(0, 9)
texts_or_none = texts | st.sampled_from(["none", "ID", "User Name"])
arguments = st.dictionaries(
    keys,
    scalars | some(value=values) | some(raw=values) | st.fixed_dictionaries({"from": keys}, optional={"path": keys}),
    max_size=2,
)
options = {"operation": texts, "value": texts, "title": texts, "collection": texts, "with": arguments, "extra": objects}
drop_downs = st.fixed_dictionaries(
    {},
    optional={
        **options,
        "written": st.sampled_from(["values", "list", "both"]),
        "folder": texts,
        "capability": texts,
        "built_in": texts,
        "list": st.fixed_dictionaries({}, optional=options),
    },
)
shape = {"operation": texts, "value": texts, "with": arguments, "extra": objects}
dynamic_shapes = st.fixed_dictionaries(
    {},
    optional={
        **shape,
        "written": st.sampled_from(["schema", "properties", "both"]),
        "properties": st.fixed_dictionaries({}, optional=shape),
    },
)
said = some(
    format=texts,
    title=texts_or_none,
    summary=texts,
    schema_title=texts,
    description=texts,
    constant=values,
    visibility=st.sampled_from(["important", "advanced", "internal"]),
    default=values,
    example=values,
    min=numbers,
    max=numbers,
    pattern=texts,
    exclusive_min=flags,
    exclusive_max=flags,
    read_only=flags,
    callback=flags,
    extra=objects,
    options=drop_downs,
    dynamic_schema=dynamic_shapes,
    nullable=flags,
    xml=objects,
    discriminator=texts,
    sample=values,
    choices=st.lists(scalars, max_size=3) | st.dictionaries(keys, texts | st.none(), max_size=3),
).map(lambda one: {key.replace("-", "_"): value for key, value in one.items()})
limits = st.fixed_dictionaries(
    {},
    optional={
        "min_length": wholes,
        "max_length": wholes,
        "min_items": wholes,
        "unique_items": flags,
        "multiple_of": wholes.map(lambda one: one + 1),
        "max_properties": wholes,
        "allow_empty": flags,
        "url_encoding": st.sampled_from(["single", "double", "none"]),
    },
)


def typed(types: list[str]) -> st.SearchStrategy[str]:
    """Type words, with those of the source's own ``types``."""
    return plain | st.sampled_from([word for name in types for word in (name, f"{name}[]")]) if types else plain


def fields(types: list[str]) -> st.SearchStrategy[Any]:
    """A field: a type word or a mapping."""
    word = typed(types)
    required = some(required=flags)

    def below(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        inside = st.fixed_dictionaries(
            {},
            optional={
                "type": word,
                "fields": st.dictionaries(keys, one, max_size=3),
                "items": one,
                "additional": flags | one,
                "all_of": st.lists(one, max_size=2),
                "required_fields": st.lists(keys, max_size=2),
                "undeclared": st.dictionaries(keys, one, max_size=1),
            },
        )
        return joined(inside, said, limits, required) | joined(inside, required) | inside

    start = word | joined(word.map(lambda one: {"type": one}), said, required) | values.map(lambda one: {"raw": one})
    return st.recursive(start, below, max_leaves=6)


@st.composite
def parameters(draw: st.DrawFn, types: list[str], shared: list[str]) -> dict[str, Any]:
    """The inputs of an operation."""
    made: dict[str, Any] = {}
    for key in draw(st.lists(keys, max_size=3, unique=True)):
        one = draw(fields(types))
        if draw(st.integers(0, 4)) == 0:
            made[key] = {"shared": draw(st.sampled_from(shared))} if shared else {"in": "body", "schema": one}
        elif isinstance(one, dict) and "raw" not in one:
            made[key] = {
                **one,
                **draw(
                    st.fixed_dictionaries(
                        {},
                        optional={
                            "in": st.sampled_from(["query", "path", "header", "formData"]),
                            "name": keys.filter(bool),
                            "collection_format": st.sampled_from(["csv", "multi"]),
                        },
                    )
                ),
            }
        else:
            made[key] = one
    return made


def answers(types: list[str], shared: list[str]) -> st.SearchStrategy[Any]:
    written = st.fixed_dictionaries(
        {},
        optional={
            "description": texts,
            "schema": fields(types),
            "headers": objects,
            "examples": objects,
            "title": texts,
            "nullable": flags,
            "extra": objects,
        },
    )
    named = [st.sampled_from(shared).map(lambda name: {"shared": name})] if shared else []
    return st.one_of(texts, st.none(), written, values.map(lambda one: {"raw": one}), *named)


statuses = st.sampled_from(["200", "201", "204", "400", "404", "500", "default"])


@st.composite
def operations(draw: st.DrawFn, number: int, types: list[str], inputs: list[str], outputs: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(["action", "action", "trigger"]))
    method = draw(st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH"]))
    body = fields(types) | st.fixed_dictionaries(
        {"schema": fields(types)},
        optional={"name": keys, "required": flags, "title": texts, "description": texts, "extra": objects},
    )
    media = words | st.just(False)
    more: dict[str, st.SearchStrategy[Any]] = {
        "summary": texts,
        "description": texts,
        "visibility": st.sampled_from(["important", "internal"]),
        "parameters": parameters(types, inputs),
        "body": body,
        "body_position": st.integers(0, 3),
        "returns": fields(types),
        "responses": st.just(False) | st.dictionaries(statuses, st.just(False) | answers(types, outputs), max_size=3),
        "default_responses": st.just(False),
        "tags": words,
        "deprecated": flags,
        "annotation": objects,
        "security": st.lists(st.dictionaries(keys, words, max_size=1), max_size=2),
        "consumes": media,
        "produces": media,
        "extra": objects,
        "hint": texts,
        "id_written": flags,
        "ai": objects,
        "title": texts,
    }
    if kind == "trigger":
        more |= {
            "kind": st.sampled_from(["single", "batch", "none"]),
            "event": fields(types),
            "event_description": texts,
            "event_extra": objects,
        }
    path = draw(st.sampled_from(["/a", "/b/{id}", "/{user_name}/c", "/d e"]))
    return {
        kind: f"Do{number}",
        "request": f"{method} {path}{number if draw(flags) else ''}",
        **draw(st.fixed_dictionaries({}, optional=more)),
    }


texts_of = st.sampled_from(["x-ms-summary", "title", "both", "none"])
cases = st.sampled_from(["title", "sentence", "key", "none"])
supplied = st.sampled_from(["title", "key", "none"])
styles = st.fixed_dictionaries(
    {},
    optional={
        "titles": texts_of,
        "parameter_titles": texts_of,
        "derived_titles": cases,
        "derived_parameter_titles": cases,
        "descriptions": supplied,
        "parameter_descriptions": supplied,
        "types": st.sampled_from(["inline", "definitions"]),
        "examples": st.sampled_from(["x-ms-test-value", "example", "x-example"]),
        "body_required": flags,
        "url_encoding": st.sampled_from(["single", "double", "none"]),
        "body_name": st.sampled_from(["body", "a", "b c"]),
        "phrases": st.dictionaries(statuses, texts, max_size=2),
        "empties": st.sampled_from(["usual", "said"]),
    },
)


@st.composite
def sources(draw: st.DrawFn) -> dict[str, Any]:
    """A whole source as one connector.yaml; no type contains itself."""
    style = draw(styles)
    types: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(["Person", "Address", "Big list", "a.b"]), max_size=3, unique=True)):
        types[name] = draw(fields(list(types)))
    inline = {name: draw(fields(list(types))) for name in draw(st.sampled_from([[], ["Row"]]))}
    known = [*types, *inline]
    shared = draw(st.dictionaries(keys.filter(bool), fields(known), max_size=2))
    outputs = draw(st.dictionaries(keys, answers(known, []), max_size=2))
    listed: list[dict[str, Any]] = []
    for number in range(draw(st.integers(0, 4))):
        one = draw(operations(number, known, list(shared), list(outputs)))
        if one["request"] not in [other["request"] for other in listed]:
            listed.append(one)
    more = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "default_responses": st.dictionaries(statuses, answers(known, list(outputs)), max_size=3),
                "operations_consume": words,
                "operations_produce": words,
                "consumes": words,
                "produces": words,
                "website": texts,
                "privacy_policy": texts,
                "categories": words,
                "extra": objects,
                "info_extra": objects,
                "metadata": st.dictionaries(keys, texts, max_size=2),
                "license": objects,
                "contact": objects,
                "security": st.lists(st.dictionaries(keys, words, max_size=1), max_size=2),
                "publisher": texts,
                "authentication": st.dictionaries(
                    keys,
                    st.fixed_dictionaries(
                        {"type": st.sampled_from(["basic", "apiKey", "oauth2"])},
                        optional={"name": texts, "x-vendor": values},
                    ),
                    max_size=2,
                ),
                "credentials": st.dictionaries(
                    keys,
                    st.fixed_dictionaries(
                        {"type": st.sampled_from(["string", "securestring", "oauthSetting"])},
                        optional={
                            "label": texts,
                            "description": texts,
                            "tooltip": texts | st.none(),
                            "required": flags,
                            "constraints": objects,
                            "ui": values,
                            "settings": objects,
                        },
                    ),
                    max_size=2,
                ),
            },
        )
    )
    made: dict[str, Any] = {
        "connector": draw(texts),
        "description": draw(texts),
        "version": draw(texts),
        "style": style,
        "server": "https://api.example.com/v1",
        **more,
        **({"parameters": shared} if shared else {}),
        **({"responses": outputs} if outputs else {}),
        **({"types": types} if types else {}),
        **({"inline_types": inline} if inline else {}),
        "operations": listed,
    }
    exact_keys.gather(made, key_order.top("connector"))
    return made

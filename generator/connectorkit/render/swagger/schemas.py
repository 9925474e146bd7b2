"""Schemas, drop-downs and dynamic shapes as the swagger spells them."""

from __future__ import annotations

from collections.abc import Mapping

from connectorkit.model.connector import Argument, Json, Options, Schema, Shape, Unset

Plain = dict[str, Json]


def some(key: str, value: Json) -> Plain:
    """The key with its value; nothing for None and for an empty text."""
    return {} if value is None or value == "" else {key: value}


def over(plain: Plain, extra: Mapping[str, Json]) -> Plain:
    """``plain`` with the keys of ``extra`` behind it; of a key in both, ``extra`` has the value."""
    return {**{key: value for key, value in plain.items() if key not in extra}, **extra} if extra else plain


def node(shape: Schema) -> Json:
    """A schema of the swagger, or what stands in the place of one."""
    return schema(shape) if isinstance(shape.raw, Unset) else shape.raw


def schema(shape: Schema) -> Plain:
    """A schema of the swagger, named types of style `inline` copied into place."""
    plain: Plain = {"$ref": f"#/definitions/{shape.ref}"} if shape.ref else {}
    plain |= {
        **some("type", shape.type),
        **({} if shape.format is None else {"format": shape.format}),
        **some("title", shape.title),
        **some("description", shape.description),
        **some("x-ms-summary", shape.summary),
        **some("x-ms-visibility", shape.visibility),
        **shape.limits,
        **({"readOnly": True} if shape.read_only else {}),
        **({"x-ms-notification-url": True} if shape.callback else {}),
    }
    if not isinstance(shape.default, Unset):
        plain["default"] = shape.default
    if not isinstance(shape.example, Unset):
        plain[shape.example_key] = shape.example
    if shape.choices:
        plain |= _choices(shape)
    if shape.options is not None:
        plain |= _dynamic_options(shape.options)
    if shape.shape is not None:
        plain |= _dynamic_shape(shape.shape)
    return over({**plain, **shape.more, **_inner(shape)}, shape.extra)


def _inner(shape: Schema) -> Plain:
    """The shapes inside a shape."""
    plain: Plain = {}
    if shape.items is not None:
        plain["items"] = node(shape.items)
    if shape.all_of:
        plain["allOf"] = [node(part) for part in shape.all_of]
    if shape.fields is not None:
        plain |= _fields(shape)
    elif shape.required_fields:
        plain["required"] = list(shape.required_fields)
    if shape.additional is not None:
        plain["additionalProperties"] = (
            shape.additional if isinstance(shape.additional, bool) else node(shape.additional)
        )
    return plain


def _fields(shape: Schema) -> Plain:
    fields = shape.fields or ()
    required = shape.required_fields or tuple(f.name for f in fields if f.required)
    listed: Plain = {"required": list(required)} if required else {}
    return {**listed, "properties": {f.name: node(f.schema) for f in fields}}


def _choices(shape: Schema) -> Plain:
    values: Plain = {"enum": [choice.value for choice in shape.choices]}
    if any(choice.display for choice in shape.choices):
        values["x-ms-enum-values"] = [
            {"value": choice.value, "displayName": choice.display or str(choice.value)} for choice in shape.choices
        ]
    return values


def _dynamic_options(options: Options) -> Plain:
    plain: Plain = {"x-ms-dynamic-values": _values(options)} if options.values else {}
    if options.list:
        plain["x-ms-dynamic-list"] = _list(options.of_list or options)
    return plain


def _values(options: Options) -> Plain:
    plain: Plain = {
        **some("operationId", options.operation),
        **some("capability", options.capability),
        **some("builtInOperation", options.built_in),
        **_arguments(options, _older),
        **some("value-collection", options.collection),
        **some("value-path", options.value),
        **some("value-title", options.title),
        **some("value-folder-property", options.folder),
    }
    return over(plain, options.extra)


def _list(options: Options) -> Plain:
    plain: Plain = {
        **some("operationId", options.operation),
        **some("builtInOperation", options.built_in),
        **_arguments(options, _newer),
        **some("itemsPath", options.collection),
        **some("itemValuePath", options.value),
        **some("itemTitlePath", options.title),
    }
    return over(plain, options.extra)


def _dynamic_shape(shape: Shape) -> Plain:
    plain: Plain = {}
    if shape.schema:
        said = {**some("operationId", shape.operation), **_arguments(shape, _older)}
        plain["x-ms-dynamic-schema"] = over({**said, **some("value-path", shape.value)}, shape.extra)
    if shape.properties:
        other = shape.of_properties or shape
        said = {**some("operationId", other.operation), **_arguments(other, _newer)}
        plain["x-ms-dynamic-properties"] = over({**said, **some("itemValuePath", other.value)}, other.extra)
    return plain


def _arguments(source: Options | Shape, spelled: Mapping[str, str]) -> Plain:
    if not source.arguments and not source.has_arguments:
        return {}
    return {"parameters": {a.name: _argument(a, spelled) for a in source.arguments}}


# How the two generations spell a reference and a literal.
_older = {"reference": "parameter", "literal": ""}
_newer = {"reference": "parameterReference", "literal": "value"}


def _argument(argument: Argument, spelled: Mapping[str, str]) -> Json:
    if argument.raw is not None:
        return argument.raw
    if argument.reference:
        newer = spelled is _newer
        return {spelled["reference"]: argument.path if newer and argument.path else argument.reference}
    return {"value": argument.value} if argument.wrapped or spelled["literal"] else argument.value

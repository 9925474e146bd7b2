"""The values of schemas, drop-downs and dynamic schemas for their templates."""

from __future__ import annotations

from connectorkit.model import format_keywords as words
from connectorkit.model.connector import Argument, Options, Schema, Shape, Unset
from connectorkit.render.swagger.view import ByName, Each, Value, View, extra, keyed, named, some

# The names of the possible keys of an example.
_EXAMPLES = {"example": "example", "x-ms-test-value": "test_value", "x-example": "sample"}
_LIMITS = keyed(words.LIMITS)
_MORE = keyed(words.SCHEMA, words.FOR_AGENTS_INPUT) | {"x-ms-url-encoding": "url_encoding"}
Values = dict[str, Value]


def node(shape: Schema) -> Value:
    """A schema, or the raw JSON in its place."""
    return View("schema", schema(shape)) if isinstance(shape.raw, Unset) else shape.raw


def schema(shape: Schema) -> Values:
    """The values of a schema; named types of style `inline` are copied into place."""
    texts = ("type", shape.type), ("title", shape.title), ("description", shape.description), ("summary", shape.summary)
    values: Values = {name: text for name, text in (*texts, ("visibility", shape.visibility)) if text not in ("", None)}
    if shape.format is not None:
        values["format"] = shape.format
    if shape.limits:
        values |= named(_LIMITS, shape.limits)
    if shape.ref:
        values["reference"] = f"#/definitions/{shape.ref}"
    if shape.read_only:
        values["read_only"] = True
    if shape.callback:
        values["notification_url"] = True
    if not isinstance(shape.default, Unset):
        values["default"] = shape.default
    if not isinstance(shape.example, Unset):
        values[_EXAMPLES[shape.example_key]] = shape.example
    if shape.choices:
        values |= _choices(shape)
    if shape.options is not None:
        values |= _dynamic_options(shape.options)
    if shape.shape is not None:
        values |= _dynamic_shape(shape.shape)
    if shape.more:
        values |= named(_MORE, shape.more)
    values |= _inner(shape)
    return values | extra(shape.extra) if shape.extra else values


def _inner(shape: Schema) -> Values:
    """The schemas inside a schema."""
    values: Values = {}
    if shape.items is not None:
        values["items"] = node(shape.items)
    if shape.all_of:
        values["all_of"] = Each(node(part) for part in shape.all_of)
    if shape.fields is not None:
        values |= _fields(shape)
    elif shape.required_fields:
        values["required_fields"] = list(shape.required_fields)
    if shape.additional is not None:
        values["additional"] = shape.additional if isinstance(shape.additional, bool) else node(shape.additional)
    return values


def _fields(shape: Schema) -> Values:
    fields = shape.fields or ()
    required = shape.required_fields or tuple(f.name for f in fields if f.required)
    listed: Values = {"required_fields": list(required)} if required else {}
    return {**listed, "fields": ByName({f.name: node(f.schema) for f in fields})}


def _choices(shape: Schema) -> Values:
    values: Values = {"choices": [choice.value for choice in shape.choices]}
    if any(choice.display for choice in shape.choices):
        values["choice_names"] = Each(
            View("choice", {"value": choice.value, "display_name": choice.display or str(choice.value)})
            for choice in shape.choices
        )
    return values


def _dynamic_options(options: Options) -> Values:
    values: Values = {"dynamic_values": View("dynamic_values", _values(options))} if options.values else {}
    if options.list:
        values["dynamic_list"] = View("dynamic_list", _list(options.of_list or options))
    return values


def _values(options: Options) -> Values:
    return {
        **some("operation", options.operation),
        **some("capability", options.capability),
        **some("built_in", options.built_in),
        **_arguments(options),
        **some("collection", options.collection),
        **some("value", options.value),
        **some("title", options.title),
        **some("folder", options.folder),
        **extra(options.extra),
    }


def _list(options: Options) -> Values:
    return {
        **some("operation", options.operation),
        **some("built_in", options.built_in),
        **_arguments(options, newer=True),
        **some("items", options.collection),
        **some("value", options.value),
        **some("title", options.title),
        **extra(options.extra),
    }


def _dynamic_shape(shape: Shape) -> Values:
    values: Values = {}
    if shape.schema:
        values["dynamic_schema"] = View("dynamic_schema", _shape(shape, newer=False))
    if shape.properties:
        values["dynamic_properties"] = View("dynamic_properties", _shape(shape.of_properties or shape, newer=True))
    return values


def _shape(shape: Shape, newer: bool) -> Values:
    return {
        **some("operation", shape.operation),
        **_arguments(shape, newer),
        **some("value", shape.value),
        **extra(shape.extra),
    }


def _arguments(source: Options | Shape, newer: bool = False) -> Values:
    """The table of arguments. The older and the newer extensions spell references and constants differently."""
    if not source.arguments and not source.has_arguments:
        return {}
    return {"arguments": ByName({one.name: _argument(one, newer) for one in source.arguments})}


def _argument(argument: Argument, newer: bool) -> Value:
    if argument.raw is not None:
        return argument.raw
    if argument.reference:
        if newer:
            return View("argument", {"reference": argument.path or argument.reference})
        return View("argument", {"parameter": argument.reference})
    return View("argument", {"value": argument.value}) if argument.wrapped or newer else argument.value

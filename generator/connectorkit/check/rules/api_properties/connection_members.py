"""Rules about the keys of a connection parameter in apiProperties.json, and the types of their values."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, mapping, short
from connectorkit.check.engine.properties import hit, is_a, parameters, properties_of, strange
from connectorkit.check.engine.rule import Hit, Rule, Severities, everywhere
from connectorkit.model.json_pointer import escape

# The keys of objects in apiProperties.json, and the JSON types of their values.
_MEMBERS: dict[str, type] = {
    "type": str,
    "uiDefinition": dict,
    "allowedValues": list,
    "defaultValue": str,
    "metadata": dict,
    "oAuthSettings": dict,
    "gatewaySettings": dict,
}
_SHOWN: dict[str, type] = {
    "displayName": str,
    "description": str,
    "tooltip": str,
    "tabIndex": int,
    "constraints": dict,
    "schema": dict,
}
_CONSTRAINTS: dict[str, type] = {
    "clearText": bool,
    "required": str,
    "hidden": str,
    "tabIndex": int,
    "capability": list,
    "allowedValues": list,
    "dependencies": dict,
}
_WORDS = {str: "a text", dict: "an object", list: "a list", int: "a whole number", bool: "true or false"}
_APART = ("type", "required", "hidden", "clearText", "tabIndex")


def _unknown_constraints(subject: Subject) -> Iterator[Hit]:
    for one in parameters(subject):
        at = f"{one.pointer}/uiDefinition/constraints"
        yield from strange(at, one.constraints, _CONSTRAINTS, one.called, "constraint")


def _kinds(subject: Subject) -> Iterator[Hit]:
    """Values of the wrong JSON type, except flags and the tab index, which have their own rules."""
    for one in parameters(subject):
        for at, node, known in (
            ("", one.node, _MEMBERS),
            ("/uiDefinition", one.shown, _SHOWN),
            ("/uiDefinition/constraints", one.constraints, _CONSTRAINTS),
        ):
            for key, kind in known.items():
                if node.get(key) is not None and key not in _APART and not is_a(node[key], kind):
                    yield hit(f"{one.pointer}{at}/{key}", f"`{key}` of {one.called_within} must be {_WORDS[kind]}.")


def _unknown_members(subject: Subject) -> Iterator[Hit]:
    for one in parameters(subject):
        for at, node, known in (("", one.node, _MEMBERS), ("/uiDefinition", one.shown, _SHOWN)):
            yield from strange(f"{one.pointer}{at}", node, known, one.called)


def _member_kinds(subject: Subject) -> Iterator[Hit]:
    group = properties_of(subject).get("connectionParameters")
    if group is not None and not isinstance(group, dict):
        yield hit("/properties/connectionParameters", "The connection parameters are not an object.")
    for name, one in mapping(group).items():
        if not isinstance(one, dict):
            at = f"/properties/connectionParameters/{escape(name)}"
            yield hit(at, f"The connection parameter '{short(name)}' is not an object.")


RULES = (
    Rule(
        "PRP043",
        "The constraints of a connection parameter are those of the platform",
        why="The platform refuses or ignores any other constraint.",
        source="schema of apiProperties",
        severity=Severities("error", "error", "warning"),
        help="Use clearText, required, hidden, tabIndex, capability, allowedValues or dependencies.",
        bad='credentials: {api_key: {constraints: {cleerText: false, required: "true"}}}',
        good='credentials: {api_key: {constraints: {clearText: false, required: "true"}}}',
        check=_unknown_constraints,
    ),
    Rule(
        "PRP072",
        "A connection parameter has no unknown keys",
        why="The platform ignores a key that it does not know.",
        source="schema of apiProperties; import InvalidRequestContent",
        severity=everywhere("warning"),
        help="Remove it.",
        bad="credentials: {api_key: {extra: {defaultVal: abc}}}",
        good="credentials: {api_key: {extra: {defaultValue: abc}}}",
        check=_unknown_members,
    ),
    Rule(
        "PRP082",
        "The values of a connection parameter have the right JSON type",
        why="The platform reads the file strictly.",
        source="schema of apiProperties",
        severity=Severities("error", "error", "warning"),
        help="Write a value of that type.",
        bad="credentials: {api_key: {extra: {defaultValue: 5}}}",
        good='credentials: {api_key: {extra: {defaultValue: "5"}}}',
        check=_kinds,
    ),
    Rule(
        "PRP085",
        "Connection parameters are objects under their names",
        why="The platform supports no other form.",
        source="schema of apiProperties",
        severity=everywhere("error"),
        help='Write `"api_key": {"type": "securestring", ...}`.',
        check=_member_kinds,
    ),
)

"""Rules about values that are lost: defaults, choices, hidden bodies, and whole paths."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Subject, listed, mapping, short
from connectorkit.check.engine.labels import begun, called
from connectorkit.check.engine.parts import location
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, everywhere
from connectorkit.diagnostics import phrases
from connectorkit.model.connector import Json
from connectorkit.model.http_methods import METHODS

_KINDS = ("schema", "parameter", "items", "header")
_NAMES = "x-ms-enum-values"


def not_text(at: At) -> bool:
    """Whether a string has a default that is a number, a boolean, an array or an object."""
    value = at.node.get("default")
    return at.node.get("type") == "string" and not isinstance(value, str) and value is not None


def _default_of_text(subject: Subject) -> Iterator[Hit]:
    for kind in _KINDS:
        for at in subject.having(kind, "default"):
            if not_text(at):
                value = at.node["default"]
                message = f"The default of {called(at)} is {phrases.described(value)}; it must be a string."
                yield Hit(at.at("default"), message, fix=_quoted(at, value))


def _quoted(at: At, value: Json) -> Fix | None:
    """The fix that makes the value a string, where only one spelling is possible."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    text = str(value)
    if not whole or ("enum" in at.node and text not in listed(at.node["enum"])):
        return None
    return Fix(f'Write "{text}".', (Edit("set", at.at("default"), text),))


def _left_out(subject: Subject) -> Iterator[Hit]:
    for kind in _KINDS:
        for at in subject.having(kind, _NAMES):
            named = [mapping(one).get("value") for one in listed(at.node[_NAMES])]
            choices = listed(at.node.get("enum"))
            # An empty string means no choice. PAR170 reports a name without a choice.
            lost = [value for value in choices if value not in named and value not in ("", None)]
            if named and lost and all(value in choices for value in named):
                shown = phrases.together(f"'{short(str(value), 30)}'" for value in lost[:4])
                more = f" and {len(lost) - 4} more" if len(lost) > 4 else ""
                yield Hit(at.at(_NAMES), f"The drop-down of {called(at)} does not show {shown}{more}.")


def _hidden_body(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("parameter", "schema"):
        helper = at.operation is not None and at.operation.hidden
        schema = At("schema", at.at("schema"), mapping(at.node["schema"]))
        if location(at) != "body" or helper or "internal" not in (_visibility(at), _visibility(schema)):
            continue
        if "default" not in subject.resolved(schema).node and not _sent(subject, schema, 0):
            yield Hit(at.pointer, f"{begun(at)} is internal and has no default, so nothing is sent.")


def _visibility(at: At) -> str:
    return at.text("x-ms-visibility")


def _sent(subject: Subject, schema: At, depth: int) -> bool:
    """Whether the platform fills in a value: the notification URL."""
    node = subject.resolved(schema).node
    if "x-ms-notification-url" in node or depth > 20:
        return True
    below = mapping(node.get("properties")).values()
    return any(_sent(subject, At("schema", "", one), depth + 1) for one in below if isinstance(one, dict))


def _empty_item(subject: Subject) -> Iterator[Hit]:
    for item in subject.of("path"):
        # An extension, such as x-ms-notification-content, is enough; another rule reports a reference.
        if not any(key in METHODS or key.startswith(("x-", "$")) for key in item.node):
            yield Hit(item.pointer, f"The path '{short(item.name)}' has no operation.")


def _only_above(subject: Subject) -> Iterator[Hit]:
    sharing = {item.pointer for item in subject.having("path", "parameters") if listed(item.node["parameters"])}
    for operation in subject.operations if sharing else ():
        if operation.item.pointer in sharing and "parameters" not in operation.node:
            yield Hit(
                operation.pointer,
                f"{operation.called} has no `parameters`, but its path has some.",
                fix=Fix("Add an empty list.", (Edit("add", operation.pointer, [], "parameters"),)),
                related=(operation.item.at("parameters"),),
            )


RULES = (
    Rule(
        "PAR016",
        "A path has an operation",
        why="An empty path has no effect. It is often left over from an operation that was renamed or removed.",
        source="4 of 131 accepted connectors",
        severity=Severities("advice", "advice", "off"),
        help="Remove the path, or write its operation.",
        check=_empty_item,
    ),
    Rule(
        "PAR063",
        "An operation under a path with parameters has parameters",
        why="The parser of the designer adds the parameters of the path to the list of the operation. If there is no "
        "list, it fails, and the whole connector does not load.",
        source="LogicAppsUX at 5c7453c9, run over published connectors: TypeError; 0 of 992 accepted connectors "
        "have it; read 2026-11",
        severity=everywhere("error"),
        help='Write `"parameters": []` into the operation.',
        check=_only_above,
    ),
    Rule(
        "PAR165",
        "A default of a string is a string",
        why="An import is refused: \"The 'default' value is of type 'Integer', but should match the given type "
        "'String'.\"",
        source="validator DefaultValueMustMatchType; MicrosoftDocs/BusinessApplicationPlatform-Connectors-public "
        "issues 70 (2020-04) and 480 (2022-01); 0 of 131 accepted connectors",
        severity=everywhere("error"),
        help="Write the default in quotes.",
        bad="operations: {ListShops: {parameters: {city: {extra: {default: 5}}}}}",
        good="operations: {ListShops: {parameters: {city: {default: '5'}}}}",
        check=_default_of_text,
    ),
    Rule(
        "PAR174",
        "All choices have names, or none",
        why="The designer shows the names instead of the choices, so a choice without a name cannot be chosen.",
        source="LogicAppsUX at 5c7453c9; 5 of 992 accepted connectors",
        severity=everywhere("warning"),
        help="Name every choice, or none of them.",
        check=_left_out,
    ),
    Rule(
        "PAR182",
        "A hidden body has a default",
        why="Makers do not see the body, and the designer ignores the defaults of its fields, so it sends no body.",
        source="OpenAPI extensions, x-ms-visibility; 0 of 131 accepted connectors",
        severity=everywhere("warning"),
        help="Make the body visible and hide its fields instead, or add a default to the body.",
        check=_hidden_body,
    ),
)

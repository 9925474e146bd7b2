"""Rules about the connection parameters of apiProperties.json."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.check.engine import platform_lists
from connectorkit.check.engine.connector_index import Subject, listed, mapping, short
from connectorkit.check.engine.platform_lists import CONNECTION_TYPES
from connectorkit.check.engine.properties import Parameter, hit, is_a, parameters
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, everywhere
from connectorkit.check.engine.words import misspelt, suggestion
from connectorkit.model.connector import Json

_NAME = re.compile(r"[0-9A-Za-z_]+(:[0-9A-Za-z_]+)?\Z")
_SHIPPED = Severities("error", "error", "advice")
_WARNED = Severities("warning", "warning", "off")


def _shown_there(subject: Subject) -> Iterator[Hit]:
    for one in parameters(subject):
        if one.entered and one.node.get("uiDefinition") in (None, {}) and not misspelt(one.node, "uiDefinition"):
            yield hit(
                f"{one.pointer}/uiDefinition",
                f"{one.called} has no `uiDefinition`, so makers see a field without a label.",
            )


def _without(subject: Subject, key: str) -> Iterator[Parameter]:
    for one in parameters(subject):
        value = one.shown.get(key)
        described = key == "description" and mapping(one.shown.get("schema")).get("description")
        empty = value is None or (isinstance(value, str) and not value.strip())
        if one.entered and one.shown and empty and not described and not misspelt(one.shown, key):
            yield one


def _label(subject: Subject) -> Iterator[Hit]:
    for one in _without(subject, "displayName"):
        yield hit(f"{one.pointer}/uiDefinition/displayName", f"{one.called} has no name that makers see.")


def _description(subject: Subject) -> Iterator[Hit]:
    for one in _without(subject, "description"):
        yield hit(f"{one.pointer}/uiDefinition/description", f"{one.called} has no description.")


def _tooltip(subject: Subject) -> Iterator[Hit]:
    for one in _without(subject, "tooltip"):
        if mapping(one.shown).get("description"):
            yield hit(f"{one.pointer}/uiDefinition/tooltip", f"{one.called} has no tooltip.")


def _required(subject: Subject) -> Iterator[Hit]:
    return _flag(subject, "required")


def _hidden(subject: Subject) -> Iterator[Hit]:
    return _flag(subject, "hidden")


def _flag(subject: Subject, key: str) -> Iterator[Hit]:
    for one in parameters(subject):
        value = one.constraints.get(key)
        right = str(value).lower() if isinstance(value, (bool, str)) else ""
        if key in one.constraints and value not in ("true", "false"):
            at = f"{one.pointer}/uiDefinition/constraints/{key}"
            fix = Fix(f'Write "{right}".', (Edit("set", at, right),)) if right in ("true", "false") else None
            wanted = f'{one.called} has {_spelt(value)} for `{key}`; it must be the string "true" or "false".'
            yield hit(at, wanted, fix=fix)


def _spelt(value: Json) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{short(value)}"' if isinstance(value, str) else "something else"


def _clear_text(subject: Subject) -> Iterator[Hit]:
    for one in parameters(subject):
        value = one.constraints.get("clearText")
        if "clearText" in one.constraints and not isinstance(value, bool):
            at = f"{one.pointer}/uiDefinition/constraints/clearText"
            right = {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else None
            title = f"Write {str(right).lower()} without quotes."
            fix = None if right is None else Fix(title, (Edit("set", at, right),))
            wanted = f"{one.called} has {_spelt(value)} for `clearText`; it must be true or false without quotes."
            yield hit(at, wanted, fix=fix)


def _tab_index(subject: Subject) -> Iterator[Hit]:
    for one in parameters(subject):
        for start, node in (("uiDefinition", one.shown), ("uiDefinition/constraints", one.constraints)):
            value = node.get("tabIndex")
            if "tabIndex" in node and not is_a(value, int):
                at = f"{one.pointer}/{start}/tabIndex"
                number = int(value) if isinstance(value, str) and re.fullmatch("[0-9]{1,4}", value) else None
                fix = Fix(f"Write {number} without quotes.", (Edit("set", at, number),)) if number is not None else None
                yield hit(at, f"{one.called} has a `tabIndex` that is not an integer.", fix=fix)


def _choices(subject: Subject) -> Iterator[Hit]:
    for one in parameters(subject):
        for at, node in ((one.pointer, one.node), (f"{one.pointer}/uiDefinition/constraints", one.constraints)):
            for index, choice in enumerate(listed(node.get("allowedValues"))):
                if not isinstance(mapping(choice).get("value"), (str, int, bool)):
                    yield hit(
                        f"{at}/allowedValues/{index}", f"Choice {index + 1} of {one.called_within} has no `value`."
                    )


def _names(subject: Subject) -> Iterator[Hit]:
    for one in parameters(subject):
        if not _NAME.match(one.name):
            yield hit(one.pointer, f"{one.called} has a name that the platform does not accept.")


def _types(subject: Subject) -> Iterator[Hit]:
    for one in parameters(subject):
        kind = one.node.get("type")
        known = isinstance(kind, str) and platform_lists.same(kind, CONNECTION_TYPES)
        if not known and not ("type" not in one.node and misspelt(one.node, "type")):
            unknown = f"the type '{short(str(kind))}', which is unknown as of {platform_lists.AS_OF}"
            what = unknown if "type" in one.node else "no type"
            way = suggestion(kind, CONNECTION_TYPES) if isinstance(kind, str) and kind else ""
            yield hit(f"{one.pointer}/type", f"{one.called} has {what}.", way)


def _sign_in(subject: Subject) -> Iterator[Hit]:
    for one in parameters(subject):
        there = one.node.get("oAuthSettings") or misspelt(one.node, "oAuthSettings")
        if one.kind == "oauthSetting" and not there:
            yield hit(f"{one.pointer}/oAuthSettings", f"{one.called} is a sign-in but has no settings.")


def _tenant(subject: Subject) -> Iterator[Hit]:
    for one in parameters(subject):
        source = mapping(one.node.get("metadata")).get("sourceType")
        if one.name == "token:TenantId" and one.kind == "string" and source != "AzureActiveDirectoryTenant":
            yield hit(f"{one.pointer}/metadata", f"{one.called} is not declared as the tenant of the sign-in.")


RULES = (
    Rule(
        "PRP030",
        "A connection parameter has a label, description and tooltip",
        why="The connection dialog shows them, and reviewers reject empty ones.",
        source="certification policy 5000.2.6.9",
        severity=_SHIPPED,
        help="Add a name, a description and a tooltip.",
        bad="credentials: {api_key: {exact: {ui: {}}}}",
        good="credentials: {api_key: {type: securestring, label: API Key, description: Your key.}}",
        check=_shown_there,
    ),
    Rule(
        "PRP031",
        "A connection parameter has a name that makers see",
        why="The dialog of a new connection shows it next to the field.",
        source="certification policy 5000.2.6.9",
        severity=_SHIPPED,
        help="Write a `label`, in apiProperties.json a `displayName`.",
        bad='credentials: {api_key: {label: ""}}',
        good="credentials: {api_key: {label: API Key}}",
        check=_label,
    ),
    Rule(
        "PRP032",
        "A connection parameter has a description",
        why="Makers need to know what to enter and where to find it. Reviewers reject an empty description.",
        source="certification policy 5000.2.6.10",
        severity=_WARNED,
        help="Describe what to enter and where makers find it.",
        bad='credentials: {api_key: {description: ""}}',
        good="credentials: {api_key: {description: The key of your Contoso account.}}",
        check=_description,
    ),
    Rule(
        "PRP033",
        "A connection parameter has a tooltip",
        why="The dialog shows it next to the field, and reviewers check it.",
        source="certification policy 5000.2.6.9",
        severity=_WARNED,
        help="Describe in a few words what to enter.",
        bad='credentials: {api_key: {tooltip: ""}}',
        good="credentials: {api_key: {tooltip: Your key.}}",
        check=_tooltip,
    ),
    Rule(
        "PRP040",
        "`required` of a connection parameter is a string",
        why="The platform reads a string here, although it looks like a boolean.",
        source="schema of apiProperties; review of submissions",
        severity=Severities("warning", "warning", "advice"),
        help='Write "true" or "false" in quotes.',
        bad="credentials: {api_key: {constraints: {clearText: false, required: true}}}",
        good='credentials: {api_key: {constraints: {clearText: false, required: "true"}}}',
        check=_required,
    ),
    Rule(
        "PRP041",
        "`clearText` of a connection parameter is true or false",
        why="The platform ignores a string here, and may show a secret.",
        source="schema of apiProperties",
        severity=Severities("error", "error", "warning"),
        help="Write true or false without quotes.",
        bad='credentials: {api_key: {constraints: {clearText: "false", required: "true"}}}',
        good='credentials: {api_key: {constraints: {clearText: false, required: "true"}}}',
        check=_clear_text,
    ),
    Rule(
        "PRP042",
        "The position of a connection parameter in the dialog is an integer",
        why="The platform refuses anything else.",
        source="schema of apiProperties",
        severity=Severities("error", "error", "warning"),
        help="Write a number without quotes.",
        bad='credentials: {api_key: {constraints: {clearText: false, required: "true", tabIndex: "2"}}}',
        good='credentials: {api_key: {constraints: {clearText: false, required: "true", tabIndex: 2}}}',
        check=_tab_index,
    ),
    Rule(
        "PRP044",
        "Each choice of a connection parameter has a value",
        why="This value is sent when a maker selects the choice.",
        source="schema of apiProperties",
        severity=Severities("error", "error", "warning"),
        help="Write `{value: ..., text: ...}` for each choice.",
        bad='credentials: {api_key: {constraints: {required: "true", allowedValues: [{text: Europe}]}}}',
        good='credentials: {api_key: {constraints: {required: "true", allowedValues: [{value: eu, text: Europe}]}}}',
        check=_choices,
    ),
    Rule(
        "PRP045",
        "`hidden` of a connection parameter is a string",
        why="The schema requires a string here, although it looks like a boolean.",
        source="schema of apiProperties; review of submissions",
        severity=Severities("advice", "advice", "advice"),
        help='Write "true" or "false" in quotes.',
        bad='credentials: {api_key: {constraints: {clearText: false, required: "true", hidden: false}}}',
        good='credentials: {api_key: {constraints: {clearText: false, required: "true", hidden: "false"}}}',
        check=_hidden,
    ),
    Rule(
        "PRP080",
        "The name of a connection parameter is made of letters, digits and underscores",
        why="Policies and the platform refer to it; a name such as token:Region belongs to a sign-in.",
        source="schema of apiProperties",
        severity=everywhere("error"),
        help="Name it like api_key, or like token:Region.",
        bad="credentials: {shop number: {type: string, description: A number., tooltip: A number.}}",
        good="credentials: {shop: {type: string, description: A number., tooltip: A number.}}",
        check=_names,
    ),
    Rule(
        "PRP081",
        "A connection parameter has a known type",
        why="The type determines the field in the connection dialog.",
        source="schema of apiProperties",
        severity=everywhere("warning"),
        help="Choose string, securestring, int, bool, oauthSetting or gatewaySetting.",
        bad="credentials: {api_key: {type: securestrin}}",
        good="credentials: {api_key: {type: securestring}}",
        check=_types,
    ),
    Rule(
        "PRP083",
        "A sign-in has settings",
        why="Without them, makers cannot create a connection.",
        source="schema of apiProperties",
        severity=everywhere("error"),
        help="Write `oauth` with identity_provider, scopes and custom, in apiProperties.json `oAuthSettings`.",
        bad="credentials: {token: {type: oauthSetting}}",
        good="credentials: {shop: {type: string, description: A number., tooltip: A number.}}",
        check=_sign_in,
    ),
    Rule(
        "PRP084",
        "The tenant of a sign-in names the source of its value",
        why="Otherwise the platform does not fill it in from the sign-in.",
        source="schema of apiProperties",
        severity=everywhere("warning"),
        help='Write "metadata": {"sourceType": "AzureActiveDirectoryTenant"}.',
        check=_tenant,
    ),
)

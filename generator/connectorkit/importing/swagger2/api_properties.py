"""apiProperties.json as the keys of connector.yaml."""

from __future__ import annotations

import re

from connectorkit.importing.swagger2.format_words import takes_part
from connectorkit.model import format_keywords
from connectorkit.model.compare import equal
from connectorkit.model.connector import Json
from connectorkit.model.policies.plan import OPERATIONS, PARAMETER, SECTION
from connectorkit.resolve.credentials import credential_interface
from connectorkit.resolve.swagger_style import derived_title

Plain = dict[str, Json]
_COLOR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_ALWAYS = ("connectionParameters", "iconBrandColor", "capabilities")


def convert(document: Plain) -> Plain:
    """The keys of the format that express an apiProperties.json completely."""
    rest = dict(document)
    properties = rest.pop("properties", None)
    if not isinstance(properties, dict):
        return {"omit": ["properties"], **({"properties_root_extra": dict(document)} if document else {})}
    left = dict(properties)
    node: Plain = {"omit": [key for key in _ALWAYS if key not in left]}
    for wire, key in (("publisher", "publisher"), ("stackOwner", "stack_owner")):
        if isinstance(left.get(wire), str) and left[wire]:
            node[key] = left.pop(wire)
    color = left.get("iconBrandColor")
    if isinstance(color, str) and _COLOR.match(color):
        node["brand_color"] = left.pop("iconBrandColor")
    _lists(left, node)
    _credentials(left, node)
    if not node["omit"]:
        del node["omit"]
    for key, value in (("properties_extra", left), ("properties_root_extra", rest)):
        if value:
            node[key] = value
    return node


def _lists(left: Plain, node: Plain) -> None:
    for wire, key in (("capabilities", "capabilities"), ("scriptOperations", "script_operations")):
        said = left.get(wire)
        if isinstance(said, list) and all(isinstance(item, str) for item in said):
            del left[wire]
            if said or key == "script_operations":
                node[key] = said
    policies = left.get("policyTemplateInstances")
    if isinstance(policies, list) and policies and all(_is_policy(one) for one in policies):
        del left["policyTemplateInstances"]
        node["policies"] = [_policy(one) for one in policies if isinstance(one, dict)]


def _policy(said: Plain) -> Plain:
    rest = dict(said)
    node: Plain = {"template": rest.pop("templateId")}
    for key in ("title", "type"):
        if isinstance(rest.get(key), str):
            node[key] = rest.pop(key)
    parameters = rest.get("parameters")
    if isinstance(parameters, dict):
        del rest["parameters"]
        left = dict(parameters)
        for wire, key in ((OPERATIONS, "operations"), (SECTION, "section")):
            if wire in left and takes_part("connector", "policy", {"template": "any", key: left[wire]}):
                node[key] = left.pop(wire)
        fitting = [k for k in left if k.startswith(PARAMETER) and _takes(node["template"], k, left[k])]
        named: Plain = {k.removeprefix(PARAMETER): left.pop(k) for k in fitting}
        if named or not parameters:
            node["with"] = named
        if left:
            node["parameters_extra"] = left
    return {**node, "extra": rest} if rest else node


def _takes(template: Json, name: str, value: Json) -> bool:
    return takes_part("connector", "policy", {"template": template, "with": {name.removeprefix(PARAMETER): value}})


def _is_policy(one: Json) -> bool:
    return isinstance(one, dict) and isinstance(one.get("templateId"), str) and one["templateId"] != ""


def _credentials(left: Plain, node: Plain) -> None:
    said = left.get("connectionParameters")
    if isinstance(said, dict) and all(_is_credential(one) for one in said.values()):
        del left["connectionParameters"]
        if said:
            node["credentials"] = _listed(said)
    sets = left.get("connectionParameterSets")
    if isinstance(sets, dict) and _are_sets(sets):
        del left["connectionParameterSets"]
        values = sets["values"]
        listed = [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []
        node["credential_sets"] = {str(one["name"]): _set(one) for one in listed}
        if "uiDefinition" in sets:
            node["credential_sets_ui"] = sets["uiDefinition"]


def _is_credential(one: Json) -> bool:
    return isinstance(one, dict) and isinstance(one.get("type"), str)


def _are_sets(sets: Plain) -> bool:
    values = sets.get("values")
    if not isinstance(values, list) or not values or set(sets) - {"values", "uiDefinition"}:
        return False
    names = [one.get("name") for one in values if isinstance(one, dict)]
    return (
        all(isinstance(name, str) for name in names)
        and len(set(map(str, names))) == len(values)
        and all(_is_set(one) for one in values)
    )


def _is_set(one: Json) -> bool:
    parameters = one.get("parameters") if isinstance(one, dict) else None
    return isinstance(parameters, dict) and all(_is_credential(below) for below in parameters.values())


def _set(said: Plain) -> Plain:
    rest = {key: value for key, value in said.items() if key not in ("name", "parameters", "uiDefinition")}
    node: Plain = {}
    ui = said.get("uiDefinition")
    if (
        isinstance(ui, dict)
        and ui
        and set(ui) <= {"displayName", "description", "tooltip"}
        and all(isinstance(text, str) for text in ui.values())
    ):
        node = {
            key: ui[wire]
            for wire, key in (("displayName", "label"), ("description", "description"), ("tooltip", "tooltip"))
            if wire in ui
        }
    elif "uiDefinition" in said:
        if ui is None or not takes_part("connector", "ui", ui):
            rest["uiDefinition"] = ui
        else:
            node["ui"] = ui
    for key, (wire, kind) in format_keywords.CREDENTIAL_SET.items():
        if wire in rest and format_keywords.is_of(rest[wire], kind):
            node[key] = rest.pop(wire)
    parameters = said["parameters"]
    node["credentials"] = _listed(parameters) if isinstance(parameters, dict) else {}
    return {**node, "extra": rest} if rest else node


def _listed(said: Plain) -> Plain:
    return {
        name: _credential(name, dict(one), index)
        for index, (name, one) in enumerate(said.items())
        if isinstance(one, dict)
    }


def _credential(name: str, rest: Plain, index: int) -> Plain:
    kind = str(rest.pop("type"))
    node: Plain = {"type": kind}
    ui = rest.pop("uiDefinition", None) if rest.get("uiDefinition", 0) is not None else None
    node |= _interface(name, kind, index, ui)
    if kind != "securestring" and isinstance(rest.get("defaultValue"), (str, int, float)):
        node["default"] = rest.pop("defaultValue")
    if isinstance(rest.get("oAuthSettings"), dict):
        node["oauth"] = _oauth(rest.pop("oAuthSettings"))
    return {**node, "settings": rest} if rest else node


def _interface(name: str, kind: str, index: int, ui: Json) -> Plain:
    """The fewest keys from which the uiDefinition can be rendered."""
    for candidate in _candidates(name, ui):
        if equal(credential_interface(name, candidate, kind, index), ui):
            return candidate
    return {"ui": ui} if takes_part("connector", "ui", ui) else {"ui": None, "extra": {"uiDefinition": ui}}


def _candidates(name: str, ui: Json) -> list[Plain]:
    if not isinstance(ui, dict):
        return [{}]
    node: Plain = {}
    label, description, tooltip = ui.get("displayName"), ui.get("description"), ui.get("tooltip")
    if not all(isinstance(text, (str, type(None))) for text in (label, description, tooltip)):
        return []
    if label != derived_title(name) or "displayName" not in ui:
        node["label"] = label
    if description is not None:
        node["description"] = description
    if tooltip != description:
        node["tooltip"] = tooltip
    full = {**node, "constraints": ui.get("constraints")}
    return (
        [node, {**node, "required": False}, {**node, "required": True}, full]
        if isinstance(ui.get("constraints"), dict) and takes_part("connector", "constraints", ui["constraints"])
        else [node]
    )


def _oauth(said: Json) -> Plain:
    rest = dict(said) if isinstance(said, dict) else {}
    node: Plain = {}
    for key, (wire, _) in format_keywords.OAUTH.items():
        if wire in rest and takes_part("connector", "oauth", {key: rest[wire]}):
            node[key] = rest.pop(wire)
    custom = rest.get("customParameters")
    if isinstance(custom, dict) and all(isinstance(one, dict) and list(one) == ["value"] for one in custom.values()):
        del rest["customParameters"]
        node["custom"] = {name: one["value"] for name, one in custom.items() if isinstance(one, dict)}
    return {**node, "extra": rest} if rest else node

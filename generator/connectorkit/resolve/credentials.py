"""Resolve security definitions, connection parameters and policies."""

from __future__ import annotations

from typing import cast

from connectorkit.model import format_keywords, python_names
from connectorkit.model.connector import UNSET, Authentication, Credential, CredentialSet, Json, Unset
from connectorkit.model.policies.plan import OPERATIONS, PARAMETER, SECTION
from connectorkit.read import nodes
from connectorkit.read.yaml_document import Node
from connectorkit.resolve.swagger_style import derived_title

Plain = dict[str, Json]


def authentications(root: Node) -> tuple[Authentication, ...]:
    """The security definitions, in order."""
    return tuple(
        Authentication(node.span, name, nodes.text(node, "type"), _definition(node))
        for name, node in nodes.entries(root, "authentication").items()
    )


def _definition(node: Node) -> Plain:
    return {key: value for key, value in nodes.mapping(node).items() if key != "extra"} | nodes.plain(node, "extra")


def security(root: Node) -> Json | Unset:
    """The security requirements of every call: those of the source, by default one for each security definition."""
    said = root.get("security")
    if said is not None:
        return said.plain()
    listed = nodes.entries(root, "authentication")
    return [{name: []} for name in listed] if listed else UNSET


def credentials(node: Node) -> tuple[Credential, ...]:
    """The connection parameters below ``node``, in order."""
    listed = nodes.entries(node, "credentials")
    python = python_names.unique([python_names.identifier(name) for name in listed])
    return tuple(_credential(name, below, python[i], i) for i, (name, below) in enumerate(listed.items()))


def credential_sets(root: Node) -> tuple[CredentialSet, ...]:
    """The several ways to connect, each with its connection parameters."""
    sets = nodes.entries(root, "credential_sets")
    return tuple(
        CredentialSet(
            node.span,
            name,
            nodes.text(node, "label"),
            nodes.text(node, "description"),
            credentials(node),
            _shown(nodes.mapping(node)) if "ui" not in node.mapping else node.mapping["ui"].plain(),
            nodes.words(node, format_keywords.CREDENTIAL_SET) | nodes.plain(node, "extra"),
        )
        for name, node in sets.items()
    )


def sets_interface(root: Node) -> Json | Unset:
    """The texts above the choice of a connection parameter set; UNSET for none."""
    node = root.get("credential_sets_ui")
    return node.plain() if node is not None else UNSET


def _credential(name: str, node: Node, python: str, index: int) -> Credential:
    description = nodes.text(node, "description")
    settings = nodes.plain(node, "settings")
    if "default" in node.mapping:
        settings["defaultValue"] = node.mapping["default"].plain()
    if "oauth" in node.mapping:
        settings["oAuthSettings"] = _oauth(node.mapping["oauth"])
    type_ = nodes.text(node, "type")
    return Credential(
        node.span,
        name,
        python,
        type_,
        nodes.text(node, "label") or derived_title(name),
        description,
        nodes.flag(node, "required", True),
        nodes.text(node, "tooltip") or description,
        nodes.text(node, "role"),
        settings,
        nodes.plain(node, "extra"),
        credential_interface(name, nodes.mapping(node), type_, index),
    )


def credential_interface(name: str, said: Plain, type_: str, index: int) -> Json:
    """The uiDefinition of the connection parameter ``said`` at ``index``; None when it has nothing to show."""
    if "ui" in said:
        return said["ui"]
    shown = _shown(said)
    if type_ in ("oauthSetting", "gatewaySetting") and not shown and "required" not in said:
        return None
    ui: Plain = shown if "label" in said else {"displayName": derived_title(name), **shown}
    if "description" in ui and "tooltip" not in said:
        ui["tooltip"] = ui["description"]
    return {**ui, "constraints": said["constraints"] if "constraints" in said else _constraints(said, type_, index)}


def _shown(said: Plain) -> Plain:
    keys = {"label": "displayName", "description": "description", "tooltip": "tooltip"}
    return {wire: said[key] for key, wire in keys.items() if said.get(key) is not None}


def _constraints(said: Plain, type_: str, index: int) -> Plain:
    secret = type_ == "securestring"
    required: Plain = {"required": "false" if said.get("required") is False else "true"}
    return {**({"clearText": False} if secret else {}), **required, **({"tabIndex": 2 + index} if secret else {})}


def _oauth(node: Node) -> Json:
    """The OAuth settings; ``custom: {name: value}`` is short for ``{name: {value: value}}``."""
    settings = nodes.words(node, format_keywords.OAUTH)
    if "custom" in node.mapping:
        custom = nodes.plain(node, "custom")
        settings["customParameters"] = {name: {"value": value} for name, value in custom.items()}
    return {**settings, **nodes.plain(node, "extra")}


def policies(root: Node) -> tuple[Plain, ...]:
    """The policy template instances as apiProperties.json spells them."""
    return tuple(_policy(node) for node in nodes.items(root, "policies"))


def _policy(node: Node) -> Plain:
    if "template" not in node.mapping:
        return cast("Plain", node.plain())
    parameters: Plain = {PARAMETER + key: value for key, value in nodes.plain(node, "with").items()}
    if "operations" in node.mapping:
        parameters[OPERATIONS] = node.mapping["operations"].plain()
    if "section" in node.mapping:
        parameters[SECTION] = node.mapping["section"].plain()
    parameters |= nodes.plain(node, "parameters_extra")
    title: Plain = {"title": nodes.text(node, "title")} if "title" in node.mapping else {}
    below: Plain = {"parameters": parameters} if parameters or "with" in node.mapping else {}
    kind: Plain = {"type": nodes.text(node, "type")} if "type" in node.mapping else {}
    return {"templateId": nodes.text(node, "template"), **title, **kind, **below, **nodes.plain(node, "extra")}

"""The connector in a solution, a certification zip or an unpacked solution."""

from __future__ import annotations

import json
import re
from pathlib import Path

from connectorkit.diagnostics.finding import Finding
from connectorkit.model import encodings, file_names
from connectorkit.read import (
    archive,
    connector_folder,
    json_document,
    solution,
    solution_leftovers,
    solution_properties,
    variable_references,
    xml_document,
)
from connectorkit.read.connector_folder import Beside, Original, Place, Plain, Written, at_start
from connectorkit.read.solution import Solution, start
from connectorkit.read.solution_properties import SpreadProperties
from connectorkit.read.variable_references import Reference
from connectorkit.read.xml_document import Element

_LOGICAL = re.compile(r"[a-z0-9]+\Z")


def gather(path: Path) -> tuple[Original | None, list[Finding]]:
    """The connector in a package; None when it has none or several.

    Raises Unusable when it cannot be read.
    """
    if path.is_dir():
        found, intro, findings = [solution.load(str(path), solution.from_folder(path))], None, list[Finding]()
    else:
        found, intro, findings = _of_zip(path)
    for _, wrong in found:
        findings += wrong
    solutions = [one for one, _ in found if one.connectors]
    if any(one.blocking for one in findings) or not solutions:
        return None, findings or [_none(path)]
    # The flow solution of a certification zip repeats the connector: the smallest solution is the connector's own.
    solutions.sort(key=lambda one: len(one.workflows))
    original, more = _original(path, solutions[0], solutions[-1])
    if original is not None and intro is not None:
        original.beside = original.beside._replace(intro=intro)
    return original, [*findings, *more]


Found = tuple[list[tuple[Solution, list[Finding]]], bytes | None, list[Finding]]


def _of_zip(path: Path) -> Found:
    data = connector_folder.read_bytes(path)
    budget = archive.Budget()
    whole, findings = archive.read(str(path), data, budget) if data is not None else (None, [_large(path)])
    if whole is None:
        return [], None, findings
    if solution.is_solution(whole.entries):
        return [solution.load(str(path), whole.entries)], None, findings
    texts = [text for name, text in whole.entries.items() if "/" not in name and name.lower().endswith(".md")]
    inside = solution.inside(str(path), whole, budget, findings)
    inner = [solution.load(place, one.entries) for place, one in inside]
    return inner, texts[0] if len(texts) == 1 else None, findings


def _original(path: Path, one: Solution, flows: Solution) -> tuple[Original | None, list[Finding]]:
    if len(one.connectors) > 1:
        names = ", ".join(node.value("name") for node in one.connectors[:4])
        where = one.connectors[1].span
        what = f"The solution contains several connectors ({names})."
        return None, [Finding("PKG062", what, where, "Export a solution with one connector, or import its files.")]
    connector = one.connectors[0]
    definition = one.part(connector, "openapidefinition")
    if definition is None:
        what = "The connector has no file with a definition."
        return None, [Finding("PKG061", what, connector.span, "Export the solution again.")]
    document, findings = json_document.read(one.at(definition[0]), definition[1])
    whole = solution_properties.read(one, connector)
    findings += whole.findings
    if document is None or not isinstance(document.value, dict) or any(wrong.blocking for wrong in findings):
        return None, findings
    text = document.text
    said = _packaging(one, connector, flows)
    variables = _variables(one, document.value, whole.value, said)
    findings += [*connector_folder.no_connector(document.value, lambda at: text.shown(text.find(at))), *variables]
    original = Original(
        connector_folder.name_of(path),
        document.value,
        lambda at: text.shown(text.find(at)),
        {"properties": whole.value},
        _beside(one, connector),
        places=_places(one, connector, whole),
        whole=True,
        unsupported=solution_properties.UNSUPPORTED,
        package=said,
    )
    # The texts keep the key order and the layout of the solution's files for later builds.
    shown = json.dumps({"properties": whole.value}, ensure_ascii=False, indent=2)
    original.texts[file_names.PROPERTIES] = Written(f"{shown}\n", False)
    original.texts[file_names.DEFINITION] = Written(text.text, encodings.marked(definition[1]) is not None)
    findings += [_not_contained(connector), *_leftovers(one, connector, document.value, said, flows is not one)]
    return (None if any(wrong.blocking for wrong in findings) else original), findings


def _leftovers(one: Solution, connector: Element, definition: Plain, said: Plain, flow_kept: bool) -> list[Finding]:
    info, listed, publisher = definition.get("info"), said.get("environment_variables"), said.get("publisher")
    title = info.get("title") if isinstance(info, dict) else ""
    prefix = publisher.get("prefix", "") if isinstance(publisher, dict) else ""
    used = {f"{prefix}_{name}" for name in listed} if isinstance(listed, dict) else set()
    unused = set(_definitions(one)) - used
    return solution_leftovers.findings(one, connector, str(title or ""), unused, flow_kept)


def _beside(one: Solution, connector: Element) -> Beside:
    icon, script = one.part(connector, "iconblob"), one.part(connector, "customcodeblobcontent")
    return Beside(icon=icon[1] if icon else None, script=script[1] if script else None)


def _places(one: Solution, connector: Element, whole: SpreadProperties) -> dict[str, Place]:
    places: dict[str, Place] = {file_names.PROPERTIES: whole.span}
    for node, name in (("iconblob", file_names.ICON), ("customcodeblobcontent", file_names.SCRIPT)):
        part = one.part(connector, node)
        places |= {name: at_start(one.at(part[0]))} if part is not None else {}
    return places


def _packaging(one: Solution, connector: Element, flows: Solution) -> Plain:
    """The key ``package`` of connector.yaml: everything that must not change when it is packaged again."""
    manifest = one.manifest.first("SolutionManifest") if one.manifest is not None else None
    publisher = manifest.first("Publisher") if manifest is not None else None
    prefix, logical = publisher.value("CustomizationPrefix") if publisher is not None else "", connector.value("name")
    short = logical.removeprefix(f"{prefix}_")
    ids: Plain = {"connector": connector.value("connectorid").strip("{}").lower()}
    said: Plain = {}
    if prefix and short != logical and _LOGICAL.match(short):
        said["name"] = short
    else:
        ids["name"] = logical
    if publisher is not None:
        said["publisher"] = _publisher(publisher, prefix)
    if manifest is not None:
        said["solution"] = {key: value for key, value in _solution(manifest).items() if value}
    if flows is not one and flows.workflows:
        ids |= _flow_ids(flows)
    if (internal := connector.value("connectorinternalid")).startswith("shared_"):
        ids["api"] = internal  # Some tools export the API name that the platform chose.
    return {**said, "ids": {key: value for key, value in ids.items() if value}}


def _publisher(publisher: Element, prefix: str) -> Plain:
    number = publisher.value("CustomizationOptionValuePrefix")
    said: Plain = {
        "prefix": prefix,
        "name": publisher.value("UniqueName"),
        "title": _localized(publisher, "LocalizedNames", "LocalizedName"),
        "description": _localized(publisher, "Descriptions", "Description"),
        "option_value_prefix": int(number) if number.isdecimal() and len(number) == 5 else None,
    }
    return {key: value for key, value in said.items() if value}


def _solution(manifest: Element) -> Plain:
    return {
        "name": manifest.value("UniqueName"),
        "title": _localized(manifest, "LocalizedNames", "LocalizedName"),
        "description": _localized(manifest, "Descriptions", "Description"),
        "version": manifest.value("Version"),
    }


def _flow_ids(flows: Solution) -> Plain:
    workflow = flows.workflows[0]
    listed = flows.customizations.all("connectionreferences", "connectionreference") if flows.customizations else []
    reference = next((one for one in listed if one.first("customconnectorid") is not None), None)
    manifest = flows.manifest.first("SolutionManifest") if flows.manifest is not None else None
    ids: Plain = {
        "workflow": workflow.attributes.get("WorkflowId", "").strip("{}").lower(),
        "flow_solution": manifest.value("UniqueName") if manifest is not None else "",
    }
    if reference is not None:
        ids["connection_reference"] = reference.attributes.get("connectionreferencelogicalname", "")
        ids["api"] = reference.value("connectorid").rpartition("/")[2]
    return ids


def _localized(parent: Element, *path: str) -> str:
    found = parent.first(*path)
    return found.attributes.get("description", "") if found is not None else ""


def _variables(one: Solution, definition: Plain, whole: Plain, said: Plain) -> list[Finding]:
    """Replace references to environment variables by their defaults, and declare the variables under ``package``."""
    known = _definitions(one)
    publisher = said.get("publisher")
    prefix = publisher.get("prefix") if isinstance(publisher, dict) else ""
    places: dict[str, list[str]] = {}
    lost: dict[str, None] = {}
    for found in variable_references.find(definition, whole):
        variable = known.get(found.variable)
        if variable is None or not found.variable.startswith(f"{prefix}_") or not _settled(found, variable):
            lost[found.variable] = None
            continue
        places.setdefault(found.variable, []).append(found.at)
    listed: Plain = {name.removeprefix(f"{prefix}_"): _declared(known[name], places[name]) for name in places}
    if listed:
        said["environment_variables"] = listed
    return [
        Finding(
            "PKG063",
            f"The environment variable '{name}' is used, but the solution contains no text default for it.",
            start(one.at("environmentvariabledefinitions")),
            "Write the value into the source, and declare the variable under `package.environment_variables`.",
            "warning",
        )
        for name in lost
    ]


def _declared(variable: Element, places: list[str]) -> Plain:
    """The declaration of an environment variable in a source."""
    texts = {"title": _default(variable, "displayname"), "description": _default(variable, "description")}
    said: Plain = {"at": places[0] if len(places) == 1 else [*places]}
    said |= {"type": "secret"} if variable.value("type") == solution.SECRET else {}
    return {**said, **{word: text for word, text in texts.items() if text}}


def _settled(found: Reference, variable: Element) -> bool:
    """Replace the reference by the default of a text variable, or remove the reference to a secret."""
    kind, default = variable.value("type"), variable.value("defaultvalue")
    if kind == solution.SECRET:
        return found.remove()
    if kind in ("", solution.TEXT) and default:
        found.put(default)
        return True
    return False


def _definitions(one: Solution) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for name, data in one.entries.items():
        if name.lower().endswith("/environmentvariabledefinition.xml"):
            root, _ = xml_document.read(one.at(name), data)
            if root is not None:
                found[root.attributes.get("schemaname", "")] = root
    return found


def _default(variable: Element, tag: str) -> str:
    found = variable.first(tag)
    return found.attributes.get("default", "") if found is not None else ""


def _not_contained(connector: Element) -> Finding:
    return Finding(
        "PKG060",
        "A solution does not contain publisher, stackOwner, capabilities, effects, sandbox data or documentation.",
        connector.span,
        "Add them to the source; `connectorkit explain format` lists the keys.",
        "advice",
    )


def _none(path: Path) -> Finding:
    what = "The package contains no connector."
    return Finding("PKG061", what, start(str(path)), "Name a solution or a certification zip with a connector.")


def _large(path: Path) -> Finding:
    return Finding("PKG001", "The archive is not opened: it is too large.", start(str(path)), "Export it again.")

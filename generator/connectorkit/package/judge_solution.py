"""Check one solution: its root files, and whether manifest, customizations and files agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.package import judge_flow
from connectorkit.package.naming import MAX_NAME
from connectorkit.read import solution, xml_document
from connectorkit.read.solution import Solution, entry, start
from connectorkit.read.xml_document import Element

CONNECTOR, WORKFLOW, VARIABLE = "372", "29", "380"
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
_FILES = (
    "openapidefinition",
    "connectionparameters",
    "connectionparametersets",
    "policytemplateinstances",
    "iconblob",
    "customcodeblobcontent",
    "scriptoperations",
)
_VERSION = re.compile(r"[0-9]{1,5}(\.[0-9]{1,5}){3}\Z")
_UNIQUE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_EXPORT = "Export the solution again, or package it from its source."


def findings(one: Solution, folders: tuple[str, ...] = ()) -> list[Finding]:
    """Findings about a solution, except the connector's own files. ``folders`` are the empty folders of a zip."""
    return [
        *_root(one),
        *_marks(one),
        *_manifest(one),
        *(found for connector in one.connectors for found in _connector(one, connector)),
        *_unnamed(one),
        *_several(one),
        *_components(one),
        *_variables(one),
        *_types(one),
        *judge_flow.findings(one),
        *_folders(one, folders),
    ]


def _root(one: Solution) -> Iterator[Finding]:
    """V-11: the three files at the root, or the two of an unpacked solution."""
    above = "" if one.packed else "Other/"
    wanted = [f"{above}{solution.MANIFEST}", f"{above}{solution.CUSTOMIZATIONS}"]
    for name in ["[Content_Types].xml", *wanted] if one.packed else wanted:
        there = entry(one.entries, name)
        if not there:
            yield Finding("PKG017", f"The solution has no {name} (V-11, 5000.1.1.16).", start(one.place), _EXPORT)
        elif one.packed and there != name:
            what = f"The file is called '{there}'; every export calls it '{name}'."
            yield Finding("PKG017", what, start(one.at(there)), f"Call it {name}.", "warning")
    if one.customizations is not None and not one.connectors:
        what = "customizations.xml contains no connector, or an empty one (V-12, 5000.1.1.8)."
        yield Finding("PKG061", what, one.customizations.span, "Add the connector to the solution before the export.")


def _folders(one: Solution, folders: tuple[str, ...]) -> Iterator[Finding]:
    """V-14: the folders of what customizations.xml contains."""
    if not one.packed:
        return
    names = {name.split("/")[0].lower() for name in (*one.entries, *folders) if "/" in name}
    for there, name in ((one.connectors, "Connector"), (one.workflows, "Workflows")):
        if there and name.lower() not in names:
            what = (
                f"The solution has no folder {name} (V-14, {'5000.1.1.14' if name == 'Workflows' else '5000.1.1.17'})."
            )
            yield Finding("PKG018", what, start(one.place), _EXPORT)


def _marks(one: Solution) -> Iterator[Finding]:
    for name, data in one.entries.items():
        if name.lower().endswith(".xml") and data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
            what = "The file starts with a byte-order mark, which pac refuses in some files."
            what = what if data.startswith(b"\xef") else "The file is UTF-16; exports are UTF-8."
            yield Finding("PKG031", what, start(one.at(name)), "Save it as UTF-8 without a byte-order mark.", "warning")


def _manifest(one: Solution) -> Iterator[Finding]:
    manifest = one.manifest.first("SolutionManifest") if one.manifest is not None else None
    if one.manifest is not None and manifest is None:
        yield Finding("PKG017", "solution.xml has no SolutionManifest (5000.1.1.16).", one.manifest.span, _EXPORT)
        return
    if manifest is None:
        return
    unique = manifest.value("UniqueName")
    if not _UNIQUE.match(unique):
        what = f"The unique name of the solution is '{unique}'; it must be letters, digits and underscores."
        way = "Write a name that starts with a letter, such as ContosoOrders."
        yield Finding("PKG019", what, (manifest.first("UniqueName") or manifest).span, way)
    version = manifest.first("Version")
    if version is None or not _VERSION.match(version.text):
        what = f"The version of the solution is '{version.text if version else ''}', not four numbers."
        yield Finding("PKG019", what, (version or manifest).span, "Write it as 1.0.0.0.")
    managed = manifest.first("Managed")
    if one.packed and managed is not None and managed.text not in ("0", "1"):
        what = f"Managed is '{managed.text}'; it must be 0 or 1 in a zip, and can be 2 in an unpacked solution."
        yield Finding("PKG019", what, managed.span, "Pack the solution again, as unmanaged (0) or managed (1).")
    prefix = manifest.value("Publisher", "CustomizationPrefix")
    if not prefix:
        what = "The publisher has no prefix, so the platform cannot identify the owner of the components."
        yield Finding("PKG019", what, manifest.span, "Write the CustomizationPrefix of the publisher.")
    for connector in one.connectors:
        name = connector.value("name")
        # Exports encode the underscore after the prefix as _5F.
        if prefix and not name.startswith(f"{prefix}_"):
            what = f"The logical name '{name}' does not start with the publisher's prefix '{prefix}_'."
            yield Finding("PKG019", what, _place(connector, "name"), "Use the prefix of the publisher.")


def _connector(one: Solution, connector: Element) -> Iterator[Finding]:
    name, id_ = connector.value("name"), connector.value("connectorid")
    if len(name) > MAX_NAME:
        what = f"The logical name '{name}' has {len(name)} characters; `pac solution pack` drops such a connector."
        yield Finding("PKG101", what, _place(connector, "name"), f"Use at most {MAX_NAME} characters.", "warning")
    if re.search(r"-[0-9A-Fa-f]{2}|_5[Ff]", name):
        what = f"The logical name '{name}' contains encoded characters."
        way = (
            "Keep it if the connector is already released under this name; otherwise use only a-z and 0-9 after the "
            "prefix."
        )
        yield Finding("PKG104", what, _place(connector, "name"), way, "warning")
    if not _GUID.match(id_.strip("{}")):
        what = f"The id of the connector, '{id_}', is not a GUID."
        yield Finding("PKG020", what, _place(connector, "connectorid"), _EXPORT)
    kind = connector.value("connectortype")
    if kind != "1":
        what = f"The connectortype is '{kind}'; it must be 1, a custom connector."
        yield Finding("PKG039", what, _place(connector, "connectortype"), "Write 1.", "warning")
    for node in _FILES:
        yield from _file(one, connector, node)
    if connector.first("openapidefinition") is None:
        what = "The connector names no definition (5000.1.1.3)."
        yield Finding("PKG061", what, connector.span, _EXPORT)
    if connector.first("iconblob") is None:
        what = "The connector has no icon (5000.1.1.1)."
        yield Finding("PKG022", what, connector.span, "Add the icon to the connector and export it again.", "warning")
    if connector.first("connectionparametersets") is not None:
        what = (
            "Certification requires customProperties.json for several authentication methods, but its content is not "
            "documented."
        )
        place = _place(connector, "connectionparametersets")
        yield Finding("PKG105", what, place, "Ask the certification team for the file, and add it yourself.", "warning")


def _file(one: Solution, connector: Element, node: str) -> Iterator[Finding]:
    named = connector.first(node)
    if named is None:
        return
    part = one.part(connector, node)
    if part is None:
        what = f"customizations.xml names '{named.text}', which is not in the solution (5000.1.1.17)."
        yield Finding("PKG021", what, named.span, "Add the file, or remove its node.")
    elif part[0].rpartition("/")[2] != named.text.rpartition("/")[2]:
        what = f"The file is called '{part[0]}', but customizations.xml names '{named.text}'."
        yield Finding("PKG021", what, named.span, "Use the same letter case in both.", "warning")
    elif node == "policytemplateinstances" and part[1].strip() in (b"", b"[]", b"null"):
        what = "The list of policies is empty, which certification refuses (5000.1.1.16)."
        yield Finding("PKG023", what, start(one.at(part[0])), "Remove the file and its node.")


def _unnamed(one: Solution) -> Iterator[Finding]:
    """Files of a connector that no node names, which an import ignores."""
    if one.packed and one.customizations is None:
        return  # The finding is about its absence.
    folder = "connector/" if one.packed else "connectors/"
    named = {part[0] for connector in one.connectors for node in _FILES if (part := one.part(connector, node))}
    for name in one.entries:
        lower = name.lower()
        if lower.startswith(folder) and name not in named and not (lower.endswith(".xml") and not one.packed):
            what = "No node of customizations.xml names this file, so the import ignores it."
            yield Finding("PKG024", what, start(one.at(name)), "Name it in customizations.xml, or remove it.")


def _several(one: Solution) -> Iterator[Finding]:
    if len(one.connectors) > 1:
        what = f"The solution contains {len(one.connectors)} connectors; certification reads only the first."
        yield Finding("PKG062", what, one.connectors[1].span, "Leave only one connector in the solution.")


def _components(one: Solution) -> Iterator[Finding]:
    """Check root components against nodes, in both directions."""
    if one.manifest is None or one.customizations is None:
        return
    listed = one.manifest.all("SolutionManifest", "RootComponents", "RootComponent")
    wanted = [(CONNECTOR, node, node.value("connectorid"), node.value("name")) for node in one.connectors]
    wanted += [(WORKFLOW, node, node.attributes.get("WorkflowId", ""), "") for node in one.workflows]
    for kind, node, id_, name in wanted:
        yield from _component([part for part in listed if part.attributes.get("type") == kind], node, id_, name)
    ids = {_bare(id_) for _, _, id_, _ in wanted}
    for part in listed:
        id_ = _bare(part.attributes.get("id", ""))
        if part.attributes.get("type") in (CONNECTOR, WORKFLOW) and id_ and id_ not in ids:
            what = f"The root component {part.attributes.get('id')} is not in customizations.xml."
            yield Finding("PKG026", what, part.span, "Remove the root component, or add what it names.")


def _component(listed: list[Element], node: Element, id_: str, name: str) -> Iterator[Finding]:
    found = next((part for part in listed if _bare(part.attributes.get("id", "")) == _bare(id_)), None)
    if found is None and name:
        # Some exports only have the schema name of the connector.
        named = (part for part in listed if "id" not in part.attributes)
        found = next((part for part in named if part.attributes.get("schemaName") == name), None)
        if found is not None:
            return
    what = f"connector '{name}'" if name else f"workflow {id_}"
    if found is None:
        message = f"solution.xml has no root component for the {what}, so an import ignores it."
        yield Finding("PKG026", message, node.span, "Add a RootComponent of its type and id.")
        return
    spelled = found.attributes.get("id", "")
    if spelled != f"{{{_bare(spelled)}}}":
        message = f"The id of a root component is '{spelled}'; it must be a GUID in lowercase and in braces."
        yield Finding("PKG020", message, found.span, f"Write it as {{{_bare(spelled)}}}.")
    if not name and id_ != f"{{{_bare(id_)}}}":
        message = f"WorkflowId is '{id_}'; it must be a GUID in lowercase and in braces."
        yield Finding("PKG020", message, node.span, f"Write it as {{{_bare(id_)}}}.")
    schema = found.attributes.get("schemaName", "")
    if name and schema != name:
        message = f"The root component has the schemaName '{schema}', but the name of the connector is '{name}'."
        yield Finding("PKG027", message, found.span, f'Write schemaName="{name}".')


def _variables(one: Solution) -> Iterator[Finding]:
    """Check the root components of environment variables, without which a definition is not exported."""
    listed = one.manifest.all("SolutionManifest", "RootComponents", "RootComponent") if one.manifest else []
    named = {part.attributes.get("schemaName") for part in listed if part.attributes.get("type") == VARIABLE}
    for name, data in one.entries.items():
        if not name.lower().endswith("/environmentvariabledefinition.xml"):
            continue
        root, _ = xml_document.read(one.at(name), data)
        if root is None:
            continue
        schema = root.attributes.get("schemaname", "")
        if schema not in named:
            what = f"The environment variable '{schema}' has no root component, so it is not part of the solution."
            yield Finding("PKG026", what, root.span, "Add a RootComponent of type 380.")


def _types(one: Solution) -> Iterator[Finding]:
    """Check that each file extension is declared in [Content_Types].xml."""
    name = entry(one.entries, "[Content_Types].xml")
    if not one.packed or not name:
        return
    root, wrong = xml_document.read(one.at(name), one.entries[name])
    yield from wrong
    if root is None:
        return
    known = {node.attributes.get("Extension", "").lower() for node in root.children}
    parts = {node.attributes.get("PartName", "").lstrip("/").lower() for node in root.children}
    for other in sorted(one.entries):
        extension = other.rpartition(".")[2].lower()
        if extension not in known and other.lower() not in parts and other != name:
            what = f"[Content_Types].xml does not declare the extension '{extension}'."
            yield Finding("PKG028", what, start(one.at(other)), "Add a Default element for it.")
            known.add(extension)


def _bare(id_: str) -> str:
    return id_.strip("{}").lower()


def _place(node: Element, tag: str) -> Span:
    found = node.first(tag)
    return (found or node).span

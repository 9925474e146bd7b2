"""A Dataverse solution: as a zip for import, and unpacked for version control."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from connectorkit.package.connector_files import ConnectorFiles
from connectorkit.package.naming import Names
from connectorkit.read import xml_document
from connectorkit.render import own_modules
from connectorkit.render.templates import Templates, fault

UNMANAGED: Final = 0
MANAGED: Final = 1
BOTH: Final = 2
"""What Solution.xml of an unpacked solution says that can be packed either way."""
_FOLDER: Final = "package/"
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Flow:
    """The file name and the JSON of a workflow."""

    file: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a solution: a connector, environment variables as rows, and optionally a flow."""

    names: Names
    files: ConnectorFiles
    variables: tuple[dict[str, str], ...] = ()
    flow: Flow | None = None

    @property
    def unique_name(self) -> str:
        """The unique name of the solution."""
        return self.names.solution if self.flow is None else self.names.flow_solution

    @property
    def title(self) -> str:
        """The display name of the solution."""
        return self.names.solution_title if self.flow is None else self.names.flow_title


def packed(content: Content, templates: Templates, managed: int = UNMANAGED) -> dict[str, bytes]:
    """The entries of the zip for import."""
    tree = {
        "solution.xml": _manifest(content, templates, managed),
        "customizations.xml": _xml(templates, "customizations.xml", _values(content)),
        **{f"Connector/{part.name}": part.data for part in content.files.parts},
        **_beside(content, templates),
    }
    return {**tree, "[Content_Types].xml": _content_types(templates, tree)}


def unpacked(content: Content, templates: Templates) -> dict[str, bytes]:
    """The files that `pac solution unpack` would create from the zip."""
    values = _values(content)
    tree = {
        "Other/Solution.xml": _manifest(content, templates, BOTH),
        "Other/Customizations.xml": _xml(templates, "unpacked_customizations.xml", values),
        f"Connectors/{content.names.logical}.xml": _xml(templates, "connector.xml", values),
        **{f"Connectors/{part.name}": part.data for part in content.files.parts},
        **_beside(content, templates),
    }
    if content.flow is not None:
        tree[f"Workflows/{content.flow.file}.data.xml"] = _xml(templates, "workflow.data.xml", values)
    return tree


def _values(content: Content) -> dict[str, object]:
    return {
        "names": content.names,
        "files": content.files,
        "flow": content.flow,
        "variables": content.variables,
    }


def _manifest(content: Content, templates: Templates, managed: int) -> bytes:
    own = {"name": content.unique_name, "title": content.title, "description": content.names.solution_description}
    return _xml(templates, "solution.xml", {**_values(content), **own, "managed": managed})


def _beside(content: Content, templates: Templates) -> dict[str, bytes]:
    """The files with the same path in the zip and in the unpacked solution."""
    tree = {
        f"environmentvariabledefinitions/{one['name']}/environmentvariabledefinition.xml": _xml(
            templates, "environmentvariabledefinition.xml", {"variable": one}
        )
        for one in content.variables
    }
    if content.flow is not None:
        tree[f"Workflows/{content.flow.file}"] = content.flow.data
    return tree


def _content_types(templates: Templates, tree: dict[str, bytes]) -> bytes:
    extensions = sorted({name.rpartition(".")[2] for name in tree})
    return _xml(templates, "content_types.xml", {"extensions": extensions})


def _xml(templates: Templates, name: str, values: dict[str, object]) -> bytes:
    """An XML file, UTF-8 without a byte-order mark.

    Blank lines between macros are dropped, and so are characters that XML 1.0 cannot express.
    """
    text = templates.render(f"{_FOLDER}{name}.j2", values)
    lines = (line for line in _UNFIT.sub("", text).split("\n") if line.strip())
    data = ("\n".join(lines) + "\n").encode()
    own = own_modules.folder(templates, _FOLDER.rstrip("/"))
    if own is not None:
        _refuse_no_xml(own, name, data)
    return data


def _refuse_no_xml(folder: Path, name: str, data: bytes) -> None:
    """Raise TemplateFault for an XML file that a source's own templates made invalid."""
    try:
        xml_document.parse(name, data)
    except xml_document.Refused as error:
        lines = data.decode().split("\n")
        line = lines[min(error.line, len(lines)) - 1].strip()
        at = own_modules.like(folder, line) or (own_modules.place(folder, name), 1)
        shown = f": {line[:80]}" if line else ""
        raise fault(*at, f"line {error.line} of {name} is not valid XML: {error}{shown}") from error

"""The sources that `connectorkit init` can start from, one folder each in templates/init/sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectorkit.diagnostics.finding import Unusable

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT = "tasks"
# What each template shows, in the order of the help text.
TEMPLATES = {
    "tasks": "two actions and a webhook trigger",
    "cursor-paging": "a list that is paged with a cursor",
    "next-link": "a list with a link to the next page, which the platform follows too",
    "mcp": "an MCP server with two tools, for agents",
}
_END = ".j2"
# A file or folder whose name begins with a dot would affect this repository, and is easily overlooked.
_HIDDEN = "dot-"


def chosen(name: str) -> str:
    """``name``, if a template has this name; otherwise, raises Unusable with a suggestion."""
    if name in TEMPLATES:
        return name
    from connectorkit.diagnostics.phrases import nearest  # start-up time: every command loads this module

    near = nearest(name, TEMPLATES, 0.6)
    known = f"Did you mean '{near}'?" if near else f"Templates: {', '.join(TEMPLATES)}."
    raise Unusable(f"Unknown template '{name[:60]}'. {known}")


def files(template: str) -> dict[str, str]:
    """The templates of a new project by the paths of the rendered files, such as ``connector/connector.yaml``."""
    from pathlib import Path  # the same

    from connectorkit.model import installation

    root = Path(installation.resource("templates")) / "init"
    project, source = root / "project", root / "sources" / template
    found = {_output(path, project): path for path in sorted(project.rglob(f"*{_END}"))}
    found |= {f"connector/{_output(path, source)}": path for path in sorted(source.rglob(f"*{_END}"))}
    return {name: path.relative_to(root.parent).as_posix() for name, path in found.items()}


def _output(path: Path, folder: Path) -> str:
    name = path.relative_to(folder).as_posix().removesuffix(_END)
    return f".{name.removeprefix(_HIDDEN)}" if name.startswith(_HIDDEN) else name

"""Jinja, held tight: strict undefined names, a sandbox, and a loader that sees two folders only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from jinja2 import FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from connectorkit import cache


def toolkit_templates() -> Path:
    """The toolkit's own templates: inside the installed package, or at the top of a checkout."""
    inside = Path(__file__).with_name("templates")
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / "templates"


def json_literal(value: object) -> str:
    """A JSON literal of ``value``, non-ASCII characters kept."""
    return json.dumps(value, ensure_ascii=False)


def python_string(value: str) -> str:
    """A double-quoted Python string literal of ``value``."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\x7f")


def _autoescape(name: str | None) -> bool:
    return name is not None and name.endswith(".html.j2")


class Templates:
    """Renders templates by name; a file of the same name in ``overrides`` wins over the toolkit's."""

    def __init__(self, overrides: Path | None = None) -> None:
        roots = [toolkit_templates()] if overrides is None else [overrides, toolkit_templates()]
        folder = cache.folder("jinja")
        self.environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader([str(root) for root in roots]),
            undefined=StrictUndefined,
            autoescape=_autoescape,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=FileSystemBytecodeCache(str(folder)) if folder else None,
        )
        self.environment.filters["json"] = json_literal
        self.environment.filters["pystr"] = python_string

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """The text of template ``name``; raises jinja2.TemplateError when a template is at fault."""
        return self.environment.get_template(name).render(values)

"""Jinja, held tight: strict undefined names, a sandbox, and a loader that sees two folders only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from jinja2 import FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.read import installation
from connectorkit.write import cache


def json_literal(value: object) -> str:
    """A JSON literal of ``value``, non-ASCII characters kept."""
    return json.dumps(value, ensure_ascii=False)


def python_string(value: str) -> str:
    """A double-quoted Python string literal of ``value``."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\x7f")


def _autoescape(name: str | None) -> bool:
    return name is not None and name.endswith((".html.j2", ".xml.j2"))


class TemplateFault(Exception):
    """A template cannot be rendered; ``finding`` says where and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Templates:
    """Renders templates by name; a file of the same name in ``overrides`` wins over the toolkit's."""

    def __init__(self, overrides: Path | None = None) -> None:
        roots = [
            *([overrides] if overrides is not None and overrides.is_dir() else []),
            Path(installation.resource("templates")),
        ]
        folder = cache.folder("jinja")
        self.environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader([str(root) for root in roots]),
            undefined=StrictUndefined,
            autoescape=_autoescape,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=FileSystemBytecodeCache(folder) if folder else None,
        )
        self.environment.filters["json"] = json_literal
        self.environment.filters["pystr"] = python_string

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """The text of template ``name``; raises TemplateFault when a template is at fault."""
        try:
            return self.environment.get_template(name).render(values)
        except TemplateSyntaxError as error:
            raise TemplateFault(_finding(error.filename or name, error.lineno, error.message or "")) from error
        except Exception as error:
            raise TemplateFault(_finding(*_place(error, name), str(error))) from error

    def json(self, name: str, values: Mapping[str, object]) -> bytes:
        """The JSON that template ``name`` renders, written in the one way of all outputs.

        Raises TemplateFault when the template is at fault or what it renders is not JSON.
        """
        text = self.render(name, values)
        try:
            return canonical(json.loads(text))
        except ValueError as error:
            at = f"line {error.lineno} of the output" if isinstance(error, json.JSONDecodeError) else "the output"
            path = self.environment.get_template(name).filename or name
            raise TemplateFault(_finding(path, 1, f"{at} is not JSON: {error}")) from error


def canonical(value: object) -> bytes:
    """JSON with an indent of two spaces, non-ASCII characters kept and a final newline."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _place(error: BaseException, name: str) -> tuple[str, int]:
    place, trace = (name, 1), error.__traceback__
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if path.endswith(".j2"):
            place = (path, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _finding(path: str, line: int, what: str) -> Finding:
    return Finding(
        "TPL001",
        f"The template cannot be rendered: {what.rstrip('.')}.",
        Span(path, line, 1, line, 1),
        "Correct the template, or remove it to use the toolkit's own.",
    )

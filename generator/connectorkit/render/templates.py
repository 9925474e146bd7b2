"""The Jinja environment: strict undefined names, a sandbox, and a loader restricted to two folders."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.model import installation
from connectorkit.render import python_text
from connectorkit.write import cache

_OF_DICTIONARIES = frozenset(dir(dict))


def json_literal(value: object) -> str:
    """A JSON literal of ``value``, non-ASCII characters kept."""
    return json.dumps(value, ensure_ascii=False)


def python_string(value: str) -> str:
    """A double-quoted Python string literal of ``value``."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\x7f")


def _autoescape(name: str | None) -> bool:
    return name is not None and name.endswith((".html.j2", ".xml.j2"))


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox. Keys of dictionaries are looked up before attributes, which is much faster."""

    def getattr(self, obj: object, attribute: str) -> object:
        """The value of ``obj.attribute`` in a template."""
        if type(obj) is dict and attribute in obj and attribute not in _OF_DICTIONARIES:
            return obj[attribute]
        return super().getattr(obj, attribute)


class TemplateFault(Exception):
    """A template cannot be rendered; ``finding`` has the place and the reason."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Templates:
    """Renders templates by name. A file of the same name in ``overrides`` replaces that of the toolkit."""

    def __init__(self, overrides: Path | None = None) -> None:
        self.overrides = overrides
        folder = cache.folder("jinja")
        self.environment = _Sandbox(
            loader=loader(overrides),
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
        self.environment.filters["python"] = python_text.literal
        self.environment.filters["docstring"] = python_text.docstring
        self.environment.filters["paragraph"] = python_text.paragraph

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """The rendered template ``name``. Raises TemplateFault when a template is wrong."""
        try:
            return self.environment.get_template(name).render(values)
        except Exception as error:
            raise fault_of(error, name) from error


def loader(overrides: Path | None) -> BaseLoader:
    """A loader of templates in ``overrides``, then in the toolkit; ``connectorkit/NAME`` is always that of the
    toolkit."""
    own = str(installation.resource("templates"))
    roots = [str(overrides), own] if overrides is not None and overrides.is_dir() else [own]
    return ChoiceLoader([FileSystemLoader(roots), PrefixLoader({"connectorkit": FileSystemLoader(own)})])


def fault_of(error: Exception, name: str) -> TemplateFault:
    """The fault of template ``name`` for an exception, at the line of the template that raised it."""
    if isinstance(error, TemplateSyntaxError):
        return fault(error.filename or name, error.lineno, error.message or "")
    if isinstance(error, TemplateNotFound):
        return fault(*_place(error, name), f"there is no template '{error.name}'")
    return fault(*_place(error, name), str(error))


def _place(error: BaseException, name: str) -> tuple[str, int]:
    place, trace = (name, 1), error.__traceback__
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if path.endswith(".j2"):
            place = (path, trace.tb_lineno)
        trace = trace.tb_next
    return place


def fault(path: str, line: int, what: str) -> TemplateFault:
    """The fault ``what`` at a line of the template ``path``."""
    span = Span(path, line, 1, line, 1)
    text = f"The template cannot be rendered: {what.rstrip('.')}."
    return TemplateFault(Finding("TPL001", text, span, "Correct the template, or remove it to use the built-in one."))

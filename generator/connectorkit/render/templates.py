"""The Jinja environment: strict undefined names, a sandbox, and a loader restricted to two folders."""

from __future__ import annotations

import json
import marshal
from collections.abc import Iterator, Mapping
from pathlib import Path

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.model import installation
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.render import python_text
from connectorkit.write import cache, content_key

_OF_DICTIONARIES = frozenset(dir(dict))
_COMPILED = "jinja"
_HELPERS = "helpers"  # The name by which the parts of a template find them.
# So many values are compared whether a template uses them or not.
_FEW = 10
# The version of marshal that writes equal values alike, whether or not they are one object.
_WITHOUT_REFERENCES = 2


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


class _Compiled(BytecodeCache):
    """Compiled templates from the cache of the user.

    What Jinja compiles depends on more than the text of a template, which is all that its own cache asks for: the
    settings of the environment, and filters, which are asked for constants once.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, if its template was compiled before."""
        key = self._name(bucket)
        data = cache.load(_COMPILED, key) if key else None
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the template in the bucket."""
        key = self._name(bucket)
        if key:
            cache.save(_COMPILED, key, bucket.bytecode_to_string())

    def _name(self, bucket: Bucket) -> str:
        try:
            known = content_key.toolkit().copy()
        except OSError:
            return ""
        known.update(bucket.key.encode())
        return known.hexdigest()


class TemplateFault(Exception):
    """A template cannot be rendered; ``finding`` has the place and the reason."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Templates:
    """Renders templates by name. A file of the same name in ``overrides`` replaces that of the toolkit.

    What a template of the toolkit makes of plain values depends on nothing else: it is taken from ``kept`` where it
    made something of equal ones before. A template of a source may have changed since, so that nothing is kept then.
    A template renders a part of its own by ``part(name, values)``, which is kept by itself.
    """

    def __init__(self, overrides: Path | None = None, kept: Kept = NOTHING) -> None:
        self.overrides = overrides
        self.kept = NOTHING if overrides is not None and overrides.is_dir() else kept
        self.environment = _Sandbox(
            loader=loader(overrides),
            undefined=StrictUndefined,
            autoescape=_autoescape,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=_Compiled() if cache.folder(_COMPILED) else None,
        )
        self.environment.filters["json"] = json_literal
        self.environment.filters["pystr"] = python_string
        self.environment.filters["python"] = python_text.literal
        self.environment.globals["part"] = self._part
        self._names: dict[str, frozenset[str]] = {}
        self.environment.filters["docstring"] = python_text.docstring
        self.environment.filters["paragraph"] = python_text.paragraph

    def render(self, name: str, values: Mapping[str, object], helpers: Mapping[str, object] | None = None) -> str:
        """The rendered template ``name``. Raises TemplateFault when a template is wrong.

        ``helpers`` are functions for it and its parts. What a part makes with them depends on its values alone; the
        text itself is not kept then.
        """
        if helpers is not None:
            return self._rendered(name, {**values, **helpers, _HELPERS: helpers})
        return self._once(name, values, {})

    @pass_context
    def _part(self, context: Context, name: str, values: Mapping[str, object]) -> str:
        """The text of a template within another one, with its helpers; one of a source has all values of the other."""
        if self.kept is NOTHING:
            text = self._rendered(name, {**context.get_all(), **values})
        else:
            text = self._once(name, values, context.get(_HELPERS, {}))
        return Markup(text) if _autoescape(name) else text

    def _once(self, name: str, values: Mapping[str, object], helpers: Mapping[str, object]) -> str:
        said = None if self.kept is NOTHING else _said(self._seen(name, values))
        if said is None:
            return self._rendered(name, {**values, **helpers})
        return self.kept.once("text", (name, said), lambda: self._rendered(name, {**values, **helpers}))

    def _seen(self, name: str, values: Mapping[str, object]) -> Mapping[str, object]:
        """Of many values those that a template names, itself or in what it includes."""
        if len(values) <= _FEW:
            return values
        names = self._names.get(name)
        if names is None:
            names = self._names[name] = frozenset(_named(self.environment, name, set()))
        return {one: value for one, value in values.items() if one in names}

    def _rendered(self, name: str, values: Mapping[str, object]) -> str:
        try:
            return self.environment.get_template(name).render(values)
        except TemplateFault:
            raise
        except Exception as error:
            raise fault_of(error, name) from error


def of_source(folder: Path, kept: Kept) -> Templates:
    """The templates for the source in ``folder``, those of its own included; the very same while it has none."""
    own = folder / "templates"
    if kept is NOTHING or own.is_dir():
        return Templates(own)
    return kept.once("templates", (), lambda: Templates(None, kept))


def _named(environment: Environment, name: str, seen: set[str]) -> Iterator[str]:
    """The values that a template of the toolkit names, and those of the templates that it includes or imports."""
    from jinja2 import meta  # start-up time: only a process that builds again and again asks.

    seen.add(name)
    assert environment.loader is not None
    tree = environment.parse(environment.loader.get_source(environment, name)[0])
    yield from meta.find_undeclared_variables(tree)
    for below in meta.find_referenced_templates(tree):
        if below is None:
            raise ValueError(f"{name} includes a template whose name is computed")
        if below not in seen:
            yield from _named(environment, below, seen)


def _said(values: Mapping[str, object]) -> bytes | None:
    """Plain values as bytes that differ where the values do; None where some of them are not plain."""
    try:
        return marshal.dumps({**values}, _WITHOUT_REFERENCES)
    except ValueError:
        return None


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
        return fault(*_place(error, name), f"the template '{error.name}' does not exist")
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

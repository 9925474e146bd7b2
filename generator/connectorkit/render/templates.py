"""The Jinja environment: strict undefined names, a sandbox, and a loader restricted to two folders."""

from __future__ import annotations

import json
import marshal
import os
from collections.abc import Callable, Iterator, Mapping
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
    nodes,
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
from connectorkit.write.memo import Texts

_OF_DICTIONARIES = frozenset(dir(dict))
_COMPILED = "jinja"
BUILT_IN = f"{installation.NAME}/"
"""The name of a built-in template, also if the source has one of the same name, begins with this."""
_HELPERS = "helpers"  # The variable through which the parts of a template access the helpers.
# Up to this number, all values are compared, even those that a template does not use.
_FEW = 10
# The last version of marshal that encodes equal values identically, whether or not they are the same object.
_WITHOUT_REFERENCES = 2


def json_literal(value: object) -> str:
    """A JSON literal of ``value``; non-ASCII characters are not escaped."""
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
    """Compiled templates in the cache of the user.

    The keys of Jinja's own cache cover only the text of a template. Compiled code also depends on the settings of the
    environment, and on filters, which are applied to constants at compile time.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the bucket if its template was compiled before."""
        key = self._name(bucket)
        data = cache.load(_COMPILED, key) if key else None
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Save the compiled template of the bucket."""
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
    """A template cannot be rendered; ``finding`` has the location and the reason."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Templates:
    """Renders templates by name. A file of the same name in ``overrides`` replaces that of the toolkit.

    The output of a toolkit template for plain values depends only on these values, so it is cached in ``kept``. The
    templates of a source may change, so nothing is cached with them. A template includes another one with
    ``part(name, values)``, whose output is cached separately; without ``kept``, on disk for each source.
    """

    def __init__(self, overrides: Path | None = None, kept: Kept = NOTHING) -> None:
        self.overrides = overrides
        own = overrides is not None and overrides.is_dir()
        self.kept = NOTHING if own else kept
        self._source = f"{overrides}" if overrides is not None and not own and kept is NOTHING else None
        self._parts: dict[str, Texts] = {}
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
        """The rendered template ``name``. Raises TemplateFault if a template fails.

        ``helpers`` are functions for the template and its parts. With them, the output of a part must depend on its
        values alone, and the output of the template itself is not cached.
        """
        if helpers is not None:
            return self._rendered(name, {**values, **helpers, _HELPERS: helpers})
        return self._once(name, values, {})

    def save(self) -> None:
        """Save the parts that were rendered, for the next process."""
        for parts in self._parts.values():
            parts.save()

    @pass_context
    def _part(self, context: Context, name: str, values: Mapping[str, object]) -> str:
        """The output of a template within another one, with its helpers and, without a cache, all its values."""
        if self.kept is not NOTHING:
            text = self._once(name, values, context.get(_HELPERS, {}))
        elif self._source is not None:
            text = self._stored(self._source, name, values, context.get(_HELPERS, {}))
        else:
            text = self._rendered(name, {**context.get_all(), **values})
        return Markup(text) if _autoescape(name) else text

    def _stored(self, source: str, name: str, values: Mapping[str, object], helpers: Mapping[str, object]) -> str:
        """The output of a part, from the parts of the same output that an earlier process rendered."""
        output, said = name.partition("/")[0], _said(values)
        if output not in self._parts:
            self._parts[output] = Texts("parts", f"{output} {source}")
        if said is None:
            return self._rendered(name, {**values, **helpers})
        return self._parts[output].once((name, said), lambda: self._rendered(name, {**values, **helpers}))

    def _once(self, name: str, values: Mapping[str, object], helpers: Mapping[str, object]) -> str:
        said = None if self.kept is NOTHING else _said(self._seen(name, values))
        if said is None:
            return self._rendered(name, {**values, **helpers})
        return self.kept.once("text", (name, said), lambda: self._rendered(name, {**values, **helpers}))

    def _seen(self, name: str, values: Mapping[str, object]) -> Mapping[str, object]:
        """If there are many values, those that a template or its includes name; else all values."""
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
            found = fault_of(error, name)
            raise (self._without_macros(found) or found) from error

    def _without_macros(self, found: TemplateFault) -> TemplateFault | None:
        """For a macro that a built-in template does not find: the fault of the source's own template that lacks it.

        None for any other fault.
        """
        folder, home = self.overrides, Path(installation.resource("templates"))
        if folder is None or home not in Path(found.finding.span.file).parents:
            return None
        for path in sorted(folder.rglob("*.j2")):
            built_in = home / path.relative_to(folder)
            lost = self._macros(built_in) - self._macros(path) if built_in.is_file() else set()
            if any(f"'{one}'" in found.finding.message for one in lost):
                named = ", ".join(f"'{one}'" for one in sorted(lost))
                what = f"it does not define the macro{'s' * (len(lost) > 1)} {named} of the built-in template"
                return fault(str(path), 1, what)
        return None

    def _macros(self, path: Path) -> set[str]:
        """The names of the macros that a template defines, or inherits from the built-in template that it extends."""
        try:
            tree = self.environment.parse(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, TemplateSyntaxError, RecursionError):
            return set()
        found = {one.name for one in tree.find_all(nodes.Macro)}
        extends = tree.find(nodes.Extends)
        above = extends.template.value if extends is not None and isinstance(extends.template, nodes.Const) else ""
        if str(above).startswith(BUILT_IN):
            found |= self._macros(Path(installation.resource("templates"), str(above).removeprefix(BUILT_IN)))
        return found


def of_source(folder: Path, kept: Kept) -> Templates:
    """The templates for the source in ``folder``, including its own; the same object while it has none of its own."""
    own = folder / "templates"
    if kept is NOTHING or own.is_dir():
        return Templates(own)
    return kept.once("templates", (), lambda: Templates(None, kept))


def _named(environment: Environment, name: str, seen: set[str]) -> Iterator[str]:
    """The names of the values that a toolkit template, and the templates that it includes or imports, use."""
    from jinja2 import meta  # start-up time: only a process that builds repeatedly needs it.

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
    """A unique encoding of plain values as bytes; None if some of them are not plain."""
    try:
        return marshal.dumps({**values}, _WITHOUT_REFERENCES)
    except ValueError:
        return None


def loader(overrides: Path | None) -> BaseLoader:
    """A loader of templates in ``overrides``, then in the toolkit; ``connectorkit/NAME`` is always the toolkit's."""
    own = str(installation.resource("templates"))
    roots = [str(overrides), own] if overrides is not None and overrides.is_dir() else [own]
    return ChoiceLoader([_Files(roots), PrefixLoader({installation.NAME: _Files(own)})])


class _Files(FileSystemLoader):
    """Reports a file in another encoding with its path, which the exception of Python lacks."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template, its path, and whether it is still the same."""
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            paths = (os.path.join(root, template) for root in self.searchpath)
            path = next((one for one in paths if os.path.isfile(one)), None)
            raise TemplateSyntaxError(f"it is not UTF-8 text (byte {error.start})", 1, template, path) from error


def fault_of(error: Exception, name: str) -> TemplateFault:
    """The TemplateFault for an exception in template ``name``, at the line of the template that raised it."""
    if isinstance(error, TemplateSyntaxError):
        return fault(error.filename or name, error.lineno, error.message or "")
    if isinstance(error, TemplateNotFound):
        return fault(*_place(error, name), f"the template '{error.name}' does not exist")
    return fault(*_place(error, name), _reason(error))


def _reason(error: Exception) -> str:
    """An exception of a template in words of the template, not of Python."""
    match error:
        case RecursionError():
            return "it includes or extends itself, or its parts are nested too deeply"
        case MemoryError() | OverflowError():
            return "its output is too large"
    return str(error) or type(error).__name__


def _place(error: BaseException, name: str) -> tuple[str, int]:
    place, trace = (name, 1), error.__traceback__
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if path.endswith(".j2"):
            place = (path, trace.tb_lineno)
        trace = trace.tb_next
    return place


def fault(path: str, line: int, what: str) -> TemplateFault:
    """A TemplateFault with the message ``what`` at a line of the template ``path``."""
    span = Span(path, line, 1, line, 1)
    text = f"The template cannot be rendered: {what.rstrip('.')}."
    return TemplateFault(Finding("TPL001", text, span, "Correct the template, or remove it to use the built-in one."))

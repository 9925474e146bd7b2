"""The modules of a client, from their templates. The output of a source's own template must be valid Python."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from connectorkit.render import own_modules
from connectorkit.render.client.module_text import tidy, tidy_class
from connectorkit.render.templates import Templates, fault
from connectorkit.write.memo import Texts

Layout = Callable[[str], str]
_FOLDER = "client"


def module(
    templates: Templates, laid_out: Texts | None, name: str, values: Mapping[str, object], exports: bool = False
) -> str:
    """The module that ``client/NAME.j2`` renders, laid out. ``exports``: it re-exports its imports.

    ``laid_out`` holds the layout of modules that earlier processes rendered. Raises TemplateFault for a template that
    fails, or a template of a source that does not render Python.
    """
    return _made(templates, laid_out, name, values, None, partial(tidy, exports=exports), ("module", exports))


def of_methods(
    templates: Templates, laid_out: Texts | None, methods: Texts | None, name: str, values: Mapping[str, object]
) -> str:
    """The same of a module with one class, whose template renders each method as a part of its own.

    ``methods`` holds the layout of methods that earlier processes rendered.
    """
    layout = tidy_class if methods is None else partial(tidy_class, once=partial(_once, methods))
    return _made(templates, laid_out, name, values, {}, layout, ("class",))


def _once(methods: Texts, text: str, make: Callable[[], str]) -> str:
    return methods.once((text,), make)


def _made(
    templates: Templates,
    laid_out: Texts | None,
    name: str,
    values: Mapping[str, object],
    helpers: Mapping[str, object] | None,
    layout: Layout,
    kind: tuple[object, ...],
) -> str:
    text = partial(_text, templates, name, values, helpers)
    folder = own_modules.folder(templates, _FOLDER)
    if folder is not None:
        return _checked(text(), layout, name, folder)
    if laid_out is None or (templates.overrides is not None and templates.overrides.is_dir()):
        return layout(text())
    # The values are plain, so that their representation tells them apart; the key covers the toolkit's templates.
    return laid_out.once((name, *kind, repr(values).encode()), lambda: layout(text()))


def _text(templates: Templates, name: str, values: Mapping[str, object], helpers: Mapping[str, object] | None) -> str:
    return templates.render(f"{_FOLDER}/{name}.j2", values, helpers)


def _checked(text: str, layout: Layout, name: str, folder: Path) -> str:
    meant = [*_meant(own_modules.parsed(folder, name, text))]
    try:
        made = layout(text)
        same = [*_meant(ast.parse(made))] == meant
    except (*own_modules.UNREADABLE, RuntimeError, IndexError):
        same = False
    if not same:
        raise fault(
            own_modules.place(folder, name),
            1,
            f"the lines of {name} cannot be formatted; do not write comments or multi-line strings within brackets",
        )
    return made


def _meant(tree: ast.Module) -> Iterator[object]:
    """The names and values of a module in order, without imports and white space in strings."""
    for node in (one for part in tree.body if not _is_for_types(part) for one in ast.walk(part)):
        if isinstance(node, ast.Constant):
            yield " ".join(node.value.split()) if isinstance(node.value, str) else repr(node.value)
        elif not isinstance(node, ast.alias | ast.ImportFrom):
            yield from (value for _, value in ast.iter_fields(node) if isinstance(value, str))


def _is_for_types(part: ast.stmt) -> bool:
    """Whether a statement is an `if TYPE_CHECKING:` with imports, of which unused ones are removed."""
    named = part.targets[0] if isinstance(part, ast.Assign) else part.test if isinstance(part, ast.If) else None
    return isinstance(named, ast.Name) and named.id == "TYPE_CHECKING"

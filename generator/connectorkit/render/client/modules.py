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


class Methods:
    """The layout of methods that earlier processes rendered; loaded when a module with methods is not cached itself."""

    def __init__(self, about: str | None) -> None:
        self._about = about
        self._texts: Texts | None = None

    def once(self, text: str, make: Callable[[], str]) -> str:
        """What ``make`` returns for the text of a method."""
        if self._about is None:
            return make()
        if self._texts is None:
            self._texts = Texts("methods", self._about)
        return self._texts.once((text,), make)

    def save(self) -> None:
        """Save the methods that were laid out."""
        if self._texts is not None:
            self._texts.save()


def module(
    templates: Templates, laid_out: Texts | None, name: str, values: Mapping[str, object], exports: bool = False
) -> str:
    """The module that ``client/NAME.j2`` renders, laid out. ``exports``: it re-exports its imports.

    ``laid_out`` holds the layout of modules that earlier processes rendered. Raises TemplateFault for a template that
    fails, or a template of a source that does not render Python.
    """
    return _made(templates, laid_out, name, values, partial(tidy, exports=exports), ("module", exports))


def of_methods(
    templates: Templates, laid_out: Texts | None, methods: Methods, name: str, values: Mapping[str, object]
) -> str:
    """The same of a module with one class, whose template renders each method as a part of its own."""
    return _made(templates, laid_out, name, values, partial(tidy_class, once=methods.once), ("class",))


def _made(
    templates: Templates,
    laid_out: Texts | None,
    name: str,
    values: Mapping[str, object],
    layout: Layout,
    kind: tuple[object, ...],
) -> str:
    helpers: Mapping[str, object] | None = None if kind[0] == "module" else {}
    own = templates.overrides
    if own is not None and (own / _FOLDER).is_dir():
        return _checked(_text(templates, name, values, helpers), layout, name, own / _FOLDER)
    if laid_out is None or (own is not None and own.is_dir()):
        return layout(_text(templates, name, values, helpers))
    # The values are plain, so that their representation tells them apart; the key covers the toolkit's templates.
    return laid_out.once((name, *kind, repr(values).encode()), lambda: layout(_text(templates, name, values, helpers)))


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

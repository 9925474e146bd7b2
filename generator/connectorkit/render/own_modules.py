"""Modules rendered by a source's own templates: a module that is not valid Python causes a finding at its template."""

from __future__ import annotations

import ast
from pathlib import Path

from connectorkit.render.templates import TemplateFault, Templates, fault

UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


def folder(templates: Templates, output: str) -> Path | None:
    """The folder with a source's own templates for an output; None if it has none."""
    found = templates.overrides / output if templates.overrides is not None else None
    return found if found is not None and found.is_dir() else None


def parsed(folder: Path, name: str, text: str) -> ast.Module:
    """The syntax tree of a module; ``name`` is its file name. Raises TemplateFault if it is not valid Python."""
    try:
        return ast.parse(text)
    except UNREADABLE as error:
        raise _not_python(folder, name, text, error) from error


def toml(templates: Templates, output: str, name: str, text: str) -> str:
    """The text of a TOML file. Raises TemplateFault if a source's own template makes it invalid."""
    own = folder(templates, output)
    if own is not None:
        import tomllib  # start-up time: few sources have templates.

        try:
            tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise fault(place(own, name), 1, f"{name} is not valid TOML: {error}") from error
    return text


def place(folder: Path, name: str) -> str:
    """The source's template for a module, or else the first template in ``folder``, which the module includes."""
    own = folder / f"{name}.j2"
    return str(own if own.is_file() else next(iter(sorted(folder.glob("*.j2"))), folder))


def like(folder: Path, line: str) -> tuple[str, int] | None:
    """The only line in the templates of a folder with the text of a rendered line; None if there is not exactly one."""
    found: list[tuple[str, int]] = []
    for path in sorted(folder.glob("*.j2")) if line.strip() else ():
        try:
            lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
        except OSError:
            continue
        found += [(str(path), number) for number, one in enumerate(lines, 1) if one.strip() == line.strip()]
    return found[0] if len(found) == 1 else None


def _not_python(folder: Path, name: str, text: str, error: BaseException) -> TemplateFault:
    number = error.lineno if isinstance(error, SyntaxError) and error.lineno else 1
    why = error.msg if isinstance(error, SyntaxError) else "it cannot be read"
    lines = text.split("\n")
    line = lines[min(number, len(lines)) - 1].strip()
    at = like(folder, line) or (place(folder, name), 1)
    return fault(*at, f"line {number} of {name} is not valid Python: {why}: {line[:80]}")

"""The modules of the suite, from their templates; what a template of a source renders is held to be Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping

from connectorkit.render import own_modules
from connectorkit.render.contract_tests.folding import folded
from connectorkit.render.contract_tests.python_literals import literal
from connectorkit.render.templates import Templates

FOLDER = "contract_tests"
_FILTERS: dict[str, Callable[..., str]] = {"literal": literal, "folded": folded}
_IMPORT = re.compile(r"from (?!__future__)(\S+) import ([\w, ]+)")
# Strings and comments of the toolkit's own templates; below the imports, none of their strings has several lines.
_TEXTS = re.compile(r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"|\'[^\'\\\n]*(?:\\.[^\'\\\n]*)*\'|#.*')
_LETTER = re.compile(r"\w")


def module(templates: Templates, name: str, values: Mapping[str, object]) -> str:
    """The module that ``contract_tests/NAME.py.j2`` renders, without the imports that it does not use.

    Raises TemplateFault for a template that fails, and for one of a source that does not render Python.
    """
    # The representation of the values tells them apart; a source with templates of its own keeps nothing.
    return templates.kept.once("suite", (name, repr(values)), lambda: _module(templates, name, values))


def _module(templates: Templates, name: str, values: Mapping[str, object]) -> str:
    templates.environment.filters.update(_FILTERS)
    text = templates.render(f"{FOLDER}/{name}.py.j2", values, {})
    folder = own_modules.folder(templates, FOLDER)
    end = text.find("\n", text.rfind("\nfrom ") + 1)
    head, code = text[:end], text[end:]
    uses = _in_code(code) if folder is None else _in_tree(own_modules.parsed(folder, f"{name}.py", text))
    return "\n".join(_without_unused(head.split("\n"), uses)) + code


def _in_code(code: str) -> Callable[[str], bool]:
    """Whether a name is in the code that the toolkit's own templates write below the imports."""
    plain = _TEXTS.sub("", code)

    def uses(name: str) -> bool:
        at = plain.find(name)
        while at >= 0:
            after = at + len(name)
            if _LETTER.search(plain[at - 1 : at] + plain[after : after + 1]) is None:
                return True
            at = plain.find(name, after)
        return False

    return uses


def _in_tree(tree: ast.Module) -> Callable[[str], bool]:
    """Whether a name is used in any module; an argument or a string may name a fixture."""
    used: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            used.add(node.id)
        elif isinstance(node, ast.arg):
            used.add(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            used.add(node.value)
    return used.__contains__


def _without_unused(lines: list[str], uses: Callable[[str], bool]) -> Iterator[str]:
    """The lines of a module; where an import goes, so does the blank line that set it apart."""
    left_out, before = False, ""
    for line in lines:
        found = _IMPORT.fullmatch(line)
        if found:
            names = [name for name in found[2].split(", ") if uses(name)]
            left_out = not names
            if left_out:
                continue
            line = f"from {found[1]} import {', '.join(names)}"
        elif left_out and not line and not before:
            continue
        left_out, before = False, line
        yield line

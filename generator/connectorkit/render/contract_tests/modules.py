"""The modules of the suite, from their templates; the output of a source's own template must be valid Python."""

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
# Strings and comments in the toolkit's own templates; below the imports, these have no multi-line strings.
_TEXTS = re.compile(r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"|\'[^\'\\\n]*(?:\\.[^\'\\\n]*)*\'|#.*')
_LETTER = re.compile(r"\w")


def module(templates: Templates, name: str, values: Mapping[str, object]) -> str:
    """The module that ``contract_tests/NAME.py.j2`` renders, without the imports that it does not use.

    Raises TemplateFault if a template fails, or if a source's own template does not render valid Python.
    """
    # The repr of the values is the key; nothing is cached for a source with its own templates.
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
    """A predicate: whether a name occurs in the code below the imports, as the toolkit's own templates render it."""
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
    """A predicate: whether a name is used in ``tree``; an argument or a string can name a fixture."""
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
    """The lines of a module without unused imports and the blank lines that separated them."""
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

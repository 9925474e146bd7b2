"""Generated modules in the layout of `ruff format` and `ruff check`, without running ruff."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from connectorkit.render.client.brackets import LINE, opens, statement
from connectorkit.render.python_text import width

_IMPORT = re.compile(r"( *)from (\S+) import (.+)")
_STRINGS = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'', re.DOTALL)
_COMMENT = re.compile(r"^ *#.*$", re.MULTILINE)
_SAMPLE = re.compile(r"^(```python\n)(.*?)(\n```)$", re.DOTALL | re.MULTILINE)
# Where a method begins, below an empty line; the texts of docstrings and of values begin at no such place.
_METHOD = re.compile(r"\n\n(?=    (?:async )?def |    @)")
_NEWLINE = "\n"
_NUMBER = re.compile(r"([0-9]+)")

Natural = list["str | tuple[int, int]"]
Once = Callable[[str, Callable[[], str]], str]


def _now(text: str, make: Callable[[], str]) -> str:
    return make()


@lru_cache(maxsize=2048)
def tidy(text: str, exports: bool = False) -> str:
    """A module with sorted imports, without unused ones, and with broken lines and blank lines in place.

    ``exports``: the module re-exports its imports, so all are kept.
    """
    lines = _imports(text.split("\n"), None if exports else _used(text))
    return "\n".join(_spaced(list(_statements(lines)))) + "\n"


def tidy_class(text: str, once: Once = _now) -> str:
    """The same of a module whose last class has many methods: each of these is laid out once for its text.

    Names that a method imports and does not use are left out of it, whatever the rest of the module uses. ``once``
    returns the cached string for a text, or the one that the function makes.
    """
    head, *texts = _METHOD.split(text)
    methods = [once(one, partial(_method, one)).partition("\n") for one in texts]
    used = _used(head).union(*(names.split() for names, _, _ in methods))
    lines = _imports(head.split("\n"), used)
    made = "\n".join(_spaced(list(_statements(lines))))
    for _, _, laid in methods:
        made += f"{'' if made.endswith(':') else _NEWLINE}\n{laid}"
    return made + "\n"


@lru_cache(maxsize=8192)
def _method(text: str) -> str:
    """The names that a method of a class uses, on one line, and the method laid out below."""
    used = _used(text)
    lines = _imports(text.split("\n"), used)
    return "\n".join((" ".join(sorted(used)), *_spaced(list(_statements(lines)), in_class=True)))


def readme(text: str) -> str:
    """A readme with its Python samples laid out in the same way."""
    return _SAMPLE.sub(lambda found: f"{found[1]}{_sample(found[2])}{found[3]}", text)


def _sample(code: str) -> str:
    lines = [made for line in code.split("\n") for made in _long_import(line)]
    return "\n".join(_statements(lines))


def _long_import(line: str) -> list[str]:
    found = _IMPORT.fullmatch(line)
    return _import(found[1], found[2], sorted(found[3].split(", "), key=_name_key)) if found else [line]


def _used(text: str) -> set[str]:
    """The names in the code of a module outside imports, strings and comments."""
    code = _COMMENT.sub("", _STRINGS.sub('""', text))
    return set(re.findall(r"\w+", "\n".join(line for line in code.split("\n") if not _IMPORT.fullmatch(line))))


def _imports(lines: list[str], used: set[str] | None) -> list[str]:
    made: list[str] = []
    run: list[tuple[str, str, list[str]]] = []
    for line in [*lines, ""]:
        found = _IMPORT.fullmatch(line)
        if found:
            names = [n for n in found[3].split(", ") if used is None or n in used or found[2] == "__future__"]
            run += [(found[1], found[2], names)] if names else []
            continue
        for indent, module, names in sorted(run, key=lambda one: _module_key(one[1])):
            made += _import(indent, module, sorted(names, key=_name_key))
        run = []
        made.append(line)
    return _without_empty_blocks(made[:-1])


def _import(indent: str, module: str, names: list[str]) -> list[str]:
    line = f"{indent}from {module} import {', '.join(names)}"
    if width(line) <= LINE:
        return [line]
    return [f"{indent}from {module} import (", *(f"{indent}    {name}," for name in names), f"{indent})"]


def _module_key(module: str) -> tuple[int, Natural, Natural]:
    name = module.lstrip(".")
    return (-(len(module) - len(name)), _natural(name.lower()), _natural(name))


def _name_key(name: str) -> tuple[int, Natural, Natural]:
    kind = 0 if len(name) > 1 and name.isupper() else 1 if name[:1].isupper() else 2
    return (kind, _natural(name.lower()), _natural(name))


def _natural(name: str) -> Natural:
    """A sort key that orders numbers in names by value. Texts and numbers alternate, so that types always match."""
    parts = _NUMBER.split(name)
    return [(int(part), len(part)) if i % 2 else part for i, part in enumerate(parts)]


def _without_empty_blocks(lines: list[str]) -> list[str]:
    """The lines without an empty `if TYPE_CHECKING:` and its unused constant."""
    text = "\n".join(lines)
    return re.sub(r"^TYPE_CHECKING = False\nif TYPE_CHECKING:\n+(?=\S|\Z)", "", text, flags=re.MULTILINE).split("\n")


def _statements(lines: list[str]) -> Iterator[str]:
    """The lines, with long ones and those with open brackets laid out again."""
    rest = iter(lines)
    for line in rest:
        stripped = line.strip()
        if stripped.startswith('"""'):
            yield line.rstrip()
            while not _ends(stripped):
                line = next(rest)
                stripped = f'"""{line.strip()}'
                yield line.rstrip()
        elif stripped.startswith("#") or not (stripped.endswith(("(", "[", "{")) or width(line) > LINE):
            yield line.rstrip()
        else:
            whole = [line]
            depth = opens(line)
            while depth > 0:
                whole.append(next(rest))
                depth += opens(whole[-1])
            yield from statement("\n".join(whole))


def _ends(docstring: str) -> bool:
    """Whether a line that begins a docstring also ends it."""
    ended = re.search(r'(\\*)"""$', docstring[3:])
    return ended is not None and len(ended[1]) % 2 == 0


def _spaced(lines: list[str], in_class: bool = False) -> Iterator[str]:
    """The lines separated by the blank lines of PEP 8; ``in_class``: they begin within a class."""
    before, blank, quoted = "", 0, False
    for line in lines:
        if quoted or line:
            opened = line.strip().startswith('"""') and not _ends(line.strip())
            if not quoted:
                yield from [""] * _blank_lines(before, line, blank, in_class)
            yield line
            if quoted:
                quoted = not _ends(f'"""{line.strip()}')
            else:
                quoted = opened
                if line[:1].strip() and not line.startswith((")", "]", "}")):
                    in_class = line.startswith(("class ", "def ", "async def "))
            before, blank = line, 0
        else:
            blank += 1


def _blank_lines(before: str, line: str, blank: int, in_class: bool) -> int:
    if not before or before.endswith(":"):
        return int(before.startswith("if ") and line.strip().startswith("def "))
    if line[:1].strip() and not line.startswith((")", "]", "}")):
        return 2 if in_class or line.startswith(("class ", "def ", "async def ", "@")) else min(blank, 1)
    return min(blank, 1)

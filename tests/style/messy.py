"""Messy YAML: any value, in any mixture of layouts, with comments at all places that YAML allows."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from connectorkit.write import yaml_text

Tree = dict[str, "Tree"] | list["Tree"] | str
"""A string is a scalar as it is written when it begins with "=", and else the text that it says."""
Path = tuple[str | int, ...]
KEYS = (
    *"connector description version operations types contact license credentials style responses parameters".split(),
    *"action summary request body returns fields items type title required choices options default wire extra".split(),
    *"x no 200 name url sandbox collections values settings accounts waive metadata security".split(),
    *("key: odd", "#key", "", "a b", "'quoted'", "long key " * 6, "ключ"),
)
PIECES = (
    *(" ", "\n", "\t", "\\", '"', "'", ": ", " #", "- ", "word", "A longer piece of text, ", "{", "}", "[", "]", ","),
    *("200", "true", "no", "~", "é", "\u2028", "\u00a0", "%", "line\n", "  indented\n", "trailing \n", "\n\n"),
)
WRITTEN = ("=", *(f"={text}" for text in "1 1.0 0123 1e3 +5 -0 .5 true True null ~ no 2031-05-04".split()))


class Remark(NamedTuple):
    """A comment, and the path of the entry that it is about; ``last``: it ends the group at the path instead."""

    text: str
    path: Path
    last: bool = False


def tree(random: Random) -> dict[str, Tree]:
    """Any mapping."""
    return {key: value(random, 3) for key in random.sample(KEYS, random.choice((1, 1, 2, 3, 5)))}


def value(random: Random, depth: int) -> Tree:
    """Any value of at most so many levels."""
    kind = random.choice("mmls")
    if depth == 0 or kind == "s":
        return scalar(random)
    size = random.choice((0, 1, 1, 2, 3, 5))
    if kind == "l":
        return [value(random, depth - 1) for _ in range(size)]
    return {key: value(random, depth - 1) for key in random.sample(KEYS, size)}


def scalar(random: Random) -> str:
    """A text, or a scalar in its written form."""
    if random.random() < 0.4:
        return random.choice(WRITTEN)
    return "".join(random.choices(PIECES, k=random.choice((0, 1, 2, 5, 30)))).removeprefix("=")


def pairs(value: dict[str, Tree] | list[Tree]) -> list[tuple[str | int, Tree]]:
    """The entries of a mapping by their keys, or the items of a list by their numbers."""
    return list(value.items()) if isinstance(value, dict) else list(enumerate(value))


@dataclass
class Writer:
    """Writes a value in a layout that ``random`` decides; ``remarks`` are the comments that it made."""

    random: Random
    remarks: list[Remark] = field(default_factory=list)
    made: int = 0

    def text(self, value: dict[str, Tree]) -> str:
        """A whole file."""
        head = self.random.choice(("", "\n\n", "---\n", "# about the file\n\n", "# yaml-language-server: $schema=x\n"))
        return head + "\n".join(self.block(value, 0, ())) + self.random.choice(("", "\n", "\n\n\n"))

    def maybe(self, chance: float = 0.25) -> bool:
        return self.random.random() < chance

    def remark(self, path: Path, last: bool = False) -> str:
        self.made += 1
        text = f"#{self.random.choice(('', ' '))}remark {self.made} 'of \"{{: it"
        self.remarks.append(Remark(text, path, last))
        return text

    def above(self, pad: str, path: Path) -> list[str]:
        lines = []
        while self.maybe():
            lines.append(pad + self.remark(path) if self.maybe(0.6) else self.random.choice(("", "  ")))
        return lines

    def beside(self, path: Path, chance: float = 0.2) -> str:
        return f"{self.random.choice((' ', '    '))}{self.remark(path)}" if self.maybe(chance) else ""

    def block(self, value: dict[str, Tree] | list[Tree], indent: int, path: Path) -> list[str]:
        pad, lines = " " * indent, list[str]()
        entries = pairs(value)
        for key, below in entries:
            here = (*path, key)
            above = self.above(pad, here)
            # A comment that an empty line parts from the first entry of a file is about the file.
            lines += above if lines or path else [line for line in above if line.strip()]
            head = f"{pad}{self.key(key)}:" if isinstance(key, str) else f"{pad}-"
            lines += self.entry(head, below, indent, here)
        if path and self.maybe(0.1):
            lines.append(pad + self.remark(path, True))
        return lines

    def key(self, key: str) -> str:
        return yaml_text.key(key) if self.maybe(0.8) else json.dumps(key, ensure_ascii=False)

    def entry(self, head: str, value: Tree, indent: int, path: Path) -> list[str]:
        step = self.random.choice((1, 2, 3))
        if isinstance(value, str):
            return self.leaf(f"{head} ", value, indent + step, path)
        if not value or self.maybe(0.4):
            lines = self.flow(value, " " * (indent + step), path)
            return [f"{head} {lines[0]}", *lines[1:-1], *([lines[-1]] if len(lines) > 1 else [])]
        deeper = indent if isinstance(value, list) and isinstance(path[-1], str) and self.maybe(0.3) else indent + step
        beside = self.beside(path)
        inner = self.block(value, deeper, path)
        if deeper == indent:
            # A comment at the end of such a list cannot be distinguished from one about the next key.
            self.remarks = [one for one in self.remarks if not (one.last and one.path == path)]
            inner = [line for line in inner if not self.dropped(line)]
        return [head + beside, *inner]

    def dropped(self, line: str) -> bool:
        text = line.strip()
        return text.startswith("#") and all(one.text != text for one in self.remarks)

    def leaf(self, head: str, value: str, indent: int, path: Path) -> list[str]:
        if value.startswith("="):
            return [head + value[1:] + self.beside(path)]
        lines = value.removesuffix("\n").split("\n")
        bare = not yaml_text.special(value.replace("\n", "")) and not any(line and not line.strip() for line in lines)
        fit = bare and value[:1] not in ("", " ", "\n") and not value.endswith("\n\n")
        if fit and self.maybe(0.6):
            sign = "" if value.endswith("\n") else "-"
            beside = self.beside(path)
            return [f"{head}|{sign}{beside}", *(" " * indent + line if line else "" for line in lines)]
        return [head + self.quoted(value) + self.beside(path)]

    def quoted(self, value: str) -> str:
        if not yaml_text.special(value) and self.maybe(0.4):
            return "'" + value.replace("'", "''") + "'"
        return yaml_text.quoted(value) if self.maybe() else yaml_text.scalar(value, True)

    def flow(self, value: Tree, pad: str, path: Path) -> list[str]:
        """A value in brackets, on one line or on many; the first line has no indent."""
        if isinstance(value, str):
            if value == "=":
                return ["null"]
            return [value[1:] if value.startswith("=") else self.quoted(value)]
        first, last = "{}" if isinstance(value, dict) else "[]"
        entries = pairs(value)
        wide = self.maybe(0.5)
        lines = [first + (self.beside(path) if wide else "")]
        for number, (key, below) in enumerate(entries):
            here = (*path, key)
            inner = self.flow(below, pad + "  ", here)
            head = f"{self.key(key)}: " if isinstance(key, str) else ""
            if isinstance(key, str) and not yaml_text.plain(key, True):
                head = f"{json.dumps(key, ensure_ascii=False)}: "
            comma = "," if number < len(entries) - 1 or self.maybe(0.1) else ""
            if wide or len(inner) > 1 or "#" in lines[-1]:
                lines += self.above(pad, here) if wide else []
                lines += [pad + head + inner[0], *inner[1:]]
                lines[-1] += comma + (self.beside(here) if wide and (comma or len(inner) == 1) else "")
                wide = True
            else:
                lines[-1] += (" " if number else "") + head + inner[0] + comma
        if wide:
            return [*lines, pad + last]
        return [*lines[:-1], lines[-1] + last]

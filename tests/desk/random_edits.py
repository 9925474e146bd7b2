"""Edits of a source as people make them, some of which break it: what the tests of the library make at random."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

_VALUES = (
    "",
    "true",
    "12",
    "string",
    "Order[]",
    "[a, b]",
    "{a: 1}",
    "no such thing",
    "GET /orders/{id}",
    '"',
    "a: b: c",
)
_KEYS = (
    "sumary",
    "type",
    "ref",
    "raw",
    "waive",
    "description",
    "internal",
    "options",
    "fields",
    "items",
    "extra",
    "title",
)
_SAID = ("The", "Every", "Another", "A very long one, which takes more room than a line of the client has: the")
_TYPES = ("string", "int32", "number", "boolean", "date-time")
# What is replaced, by what, and the words of which one stands in place of "@".
_SOUND = (
    (r"\b(description|summary|title|label): (?=[A-Za-z])", r"\1: @ ", _SAID),
    (r"\b(description|summary|title|label): (?=[A-Za-z])", r"\1: @ ", _SAID),
    (r"\btype: (?:string|int32|number|boolean)\b", "type: @", _TYPES),
    (r"^( +)(\w+): (?:string|boolean)$", r"\1\2: @", _TYPES),
    (r"^( +)(\w+): (?=\{type: |string$)", r"\1\2_@: ", ("a", "b")),
    (r"\brequired: true\b", "required: false", ("",)),
    (r"\bvisibility: (?:important|advanced)\b", "visibility: internal", ("",)),
    (r"\beffect: \w+", "effect: @", ("reads", "sends", "creates", "idempotent")),
    (r"^(connector): (?=[A-Za-z])", r"\1: @ ", _SAID),
)


class Edits:
    """Makes one edit of a folder at a time. ``written`` are the files as the last edits left them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self._chance = random.Random(seed)
        self._undo: list[tuple[Path, bytes | None]] = []
        self.kinds: tuple[Callable[[Path], bytes | None], ...] = (
            self._without_line,
            self._twice,
            self._other_value,
            self._other_value,
            self._other_key,
            self._other_key,
            self._of_another_file,
            self._indented,
            self._cut_off,
            self._commented,
        )

    def edit(self) -> None:
        """One edit: of a file, of which files there are, or back to what there was."""
        chance = self._chance.random()
        if self._undo and chance < 0.45:
            self._put(*self._undo.pop(), undoable=False)
            return
        files = self._files()
        file = self._chance.choice(files)
        if chance < 0.5 and len(files) > 2:
            self._put(file, None)
        elif chance < 0.55:
            self._put(file.with_name(f"{file.stem}_{self._chance.randrange(9)}.yaml"), file.read_bytes())
        else:
            self._put(file, self._chance.choice(self.kinds)(file))

    def undo(self) -> None:
        """Back to what there was before the last edit."""
        self._put(*self._undo.pop(), undoable=False)

    def undo_all(self) -> None:
        """Back to the beginning."""
        while self._undo:
            self.undo()

    def _files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.suffix in (".yaml", ".md"))

    def _put(self, file: Path, data: bytes | None, undoable: bool = True) -> None:
        if undoable:
            self._undo.append((file, file.read_bytes() if file.exists() else None))
        if data is None:
            file.unlink(missing_ok=True)
        else:
            file.write_bytes(data)

    def _lines(self, file: Path) -> list[str]:
        return file.read_text(encoding="utf-8", errors="replace").splitlines() or [""]

    def _changed(self, file: Path, change: Callable[[str], list[str]]) -> bytes:
        lines = self._lines(file)
        at = self._chance.randrange(len(lines))
        return ("\n".join([*lines[:at], *change(lines[at]), *lines[at + 1 :]]) + "\n").encode()

    def _without_line(self, file: Path) -> bytes:
        return self._changed(file, lambda line: [])

    def _twice(self, file: Path) -> bytes:
        return self._changed(file, lambda line: [line, line])

    def _commented(self, file: Path) -> bytes:
        return self._changed(file, lambda line: ["# a line more", line])

    def _other_value(self, file: Path) -> bytes:
        return self._changed(file, lambda line: [f"{line.partition(':')[0]}: {self._chance.choice(_VALUES)}"])

    def _other_key(self, file: Path) -> bytes:
        def renamed(line: str) -> list[str]:
            key, colon, value = line.partition(":")
            blanks = key[: len(key) - len(key.lstrip(" -"))]
            return [f"{blanks}{self._chance.choice(_KEYS)}{colon}{value}"]

        return self._changed(file, renamed)

    def _of_another_file(self, file: Path) -> bytes:
        other = self._chance.choice(self._lines(self._chance.choice(self._files())))
        return self._changed(file, lambda line: [line, other])

    def _indented(self, file: Path) -> bytes:
        return self._changed(file, lambda line: [f"  {line}" if self._chance.random() < 0.5 else line.strip()])

    def _cut_off(self, file: Path) -> bytes:
        data = file.read_bytes()
        return data[: self._chance.randrange(len(data) + 1)]


class SoundEdits(Edits):
    """Edits that nearly always leave a source that can be built: other texts, names, types and flags."""

    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__(folder, seed)
        self.kinds = tuple(partial(self._replaced, *one) for one in _SOUND)

    def edit(self) -> None:
        """One edit of a file, or back to what there was."""
        if self._undo and self._chance.random() < 0.2:
            self.undo()
        else:
            file = self._chance.choice(self._files())
            self._put(file, self._chance.choice(self.kinds)(file))

    def _replaced(self, pattern: str, written: str, words: tuple[str, ...], file: Path) -> bytes:
        """A file with something else in one place where a pattern is found; as it is where there is none."""
        text = file.read_text(encoding="utf-8", errors="replace")
        found = list(re.finditer(pattern, text, re.MULTILINE))
        if not found:
            return file.read_bytes()
        place = self._chance.choice(found)
        made = place.expand(written).replace("@", self._chance.choice(words))
        return (text[: place.start()] + made + text[place.end() :]).encode()

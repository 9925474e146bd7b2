"""Read JSON files leniently, with findings for everything that is wrong.

A mistake with one possible meaning is repaired and reported (an extra comma, an old encoding); any other is an error
with its line and column. As in the standard library, the last of equal keys counts.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from math import isinf
from typing import NamedTuple, NoReturn

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.model import encodings
from connectorkit.model.connector import Json
from connectorkit.model.patterns import lazy
from connectorkit.read import json_repair, web_page
from connectorkit.read.json_positions import TOKEN, JsonText, Origin, Text

MAX_BYTES = 20_000_000
MAX_REPAIRED = 2_000_000
MAX_DEPTH = 210
MAX_DIGITS = 300
_CP1252 = {byte: bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in range(128, 160)}
_HALF = lazy(r"\\u[dD][89a-fA-F]")
_WAY = "Correct the JSON here; most editors mark the place."


class Document(NamedTuple):
    """The value of a JSON file, and its repaired text, which finds places."""

    value: Json
    text: JsonText


class _NoNumber(ValueError):
    """A word such as NaN where JSON has none."""


def read(file: str, data: bytes) -> tuple[Document | None, list[Finding]]:
    """The JSON document in ``data`` and its findings; None when its meaning is uncertain."""
    if len(data) > MAX_BYTES:
        return None, [too_large(file)]
    page = web_page.finding(file, data)
    if page is not None:
        return None, [page]
    text, findings = decode(file, data)
    if not text.strip():
        return None, [Finding("JSN001", "The file is empty.", Span(file, 1, 1, 1, 1), "Save the JSON into it.")]
    reader = _Reader(file, text)
    value = reader.value()
    findings += reader.findings
    if any(finding.blocking for finding in findings):
        return None, findings
    return Document(value, JsonText(file, reader.text, reader.came, reader.origin)), findings


def decode(file: str, data: bytes) -> tuple[str, list[Finding]]:
    """The text of a file: UTF-8, -16 or -32, else Windows-1252 with a finding."""
    marked = encodings.marked(data)
    if marked is not None:
        with suppress(UnicodeDecodeError):
            return marked.rest.decode(marked.encoding), []
    wide = _wide(data[:4])
    try:
        return data.decode(wide or "utf-8"), []
    except UnicodeDecodeError as error:
        start = 0 if wide else error.start
    text = data[start:].decode("latin-1").translate(_CP1252)
    text = data[:start].decode("utf-8", "replace") + text
    span = Text(file, text).span(start, start + 1)
    return text, [
        Finding(
            "JSN003",
            "The file is not UTF-8; it was read as Windows-1252.",
            span,
            "Check the characters beyond ASCII, and save the file as UTF-8.",
            "warning",
        )
    ]


def _wide(head: bytes) -> str:
    """The encoding of a text without a byte order mark that begins with ASCII; "" for one byte per character."""
    zeros = "".join("x" if byte else "0" for byte in head)
    return {"000x": "utf-32-be", "x000": "utf-32-le", "0x0x": "utf-16-be", "x0x0": "utf-16-le"}.get(zeros, "")


class _Reader:
    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.came = Text(file, text)
        self.origin = Origin()
        self.twice: set[str] = set()
        self.findings: list[Finding] = []

    def value(self) -> Json:
        """The value of the file; None, with an error in the findings, when it cannot be read."""
        try:
            return self._sound(self._repaired_load())
        except json.JSONDecodeError as error:
            self.findings.clear()
            self._refuse(error.pos, error.pos + 1, f"is not JSON: {_lower(error.msg)}", _WAY)
        except (RecursionError, ValueError):
            self.findings.clear()
            self._refuse_numbers()
            if not self.findings:
                self._too_deep()
        return None

    def _repaired_load(self) -> Json:
        try:
            return self._load()
        except json.JSONDecodeError:
            if len(self.text) > MAX_REPAIRED:
                raise
            self._repair(json_repair.edits(self.text))
        try:
            return self._load()
        except json.JSONDecodeError:
            missing = json_repair.bracket(self.text)
            if missing is None:
                raise
            self._repair([missing])
        return self._load()

    def _load(self) -> Json:
        self.twice.clear()
        value: Json = json.loads(self.text, object_pairs_hook=self._pairs, parse_constant=_no_constant)
        return value

    def _pairs(self, pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        made = dict(pairs)
        if len(made) < len(pairs):
            counted = Counter(key for key, _ in pairs)
            self.twice.update(key for key, times in counted.items() if times > 1)
        return made

    def _sound(self, value: Json) -> Json:
        """The value if it is not too deep and can be written back: no infinite number, no lone surrogate."""
        level: list[list[Json] | dict[str, Json]] = [value] if isinstance(value, (dict, list)) else []
        infinite = False
        for _ in range(MAX_DEPTH):
            leaves = [below for node in level for below in (node.values() if isinstance(node, dict) else node)]
            infinite = infinite or any(type(leaf) is float and isinf(leaf) for leaf in leaves)
            level = [leaf for leaf in leaves if isinstance(leaf, (dict, list))]
            if not level:
                break
        if level:
            self._too_deep()
        if infinite or re.search(f"[0-9]{{{MAX_DIGITS}}}", self.text):
            self._refuse_numbers()
        if _HALF.search(self.text):
            self._refuse_halves()
        self._report_duplicates()
        return value

    def _repair(self, edits: list[json_repair.Edit]) -> None:
        """Apply repairs to the text, with a finding for each."""
        for edit in edits:
            self._repaired(edit.start, max(edit.end, edit.start + 1), edit.what)
        self.text, new, old = json_repair.applied(self.text, edits)
        self.origin.add(new, old)

    def _refuse_numbers(self) -> None:
        for found in TOKEN.finditer(self.text):
            token = found[0]
            if token in ("NaN", "Infinity", "-Infinity"):
                self._refuse(*found.span(), f"contains {token}, which is not valid JSON", "Write a number.", "JSN006")
            elif token[0] in "-0123456789" and (len(token) > MAX_DIGITS or _infinite(token)):
                short = token if len(token) < 20 else f"{token[:17]}..."
                self._refuse(
                    *found.span(),
                    f"contains the number {short}, which is out of range",
                    "Write a smaller number, or a string.",
                    "JSN006",
                )

    def _refuse_halves(self) -> None:
        for found in TOKEN.finditer(self.text):
            if found[0].startswith('"') and _HALF.search(found[0]):
                try:
                    json.loads(found[0]).encode()
                except UnicodeEncodeError:
                    self._refuse(
                        *found.span(),
                        "contains a string with half of a character (a lone surrogate)",
                        "Write the character itself.",
                        "JSN006",
                    )

    def _too_deep(self) -> None:
        depth = 0
        for found in TOKEN.finditer(self.text):
            depth += (found[0] in "{[") - (found[0] in "}]")
            if depth > MAX_DEPTH:
                self._refuse(
                    *found.span(),
                    f"is nested deeper than {MAX_DEPTH} levels",
                    "Name the inner types under definitions.",
                    "JSN005",
                )
                return
        self._refuse(0, 1, "cannot be read", _WAY)

    def _report_duplicates(self) -> None:
        for key, start, end, first in _repeats(self.text, self.twice) if self.twice else ():
            self.findings.append(
                Finding(
                    "JSN002",
                    f"Duplicate key '{key}'; only the last one is used.",
                    self._span(start, end),
                    "Remove one of them.",
                    "warning",
                    related=(self._span(first, first + 1),),
                )
            )

    def _repaired(self, start: int, end: int, what: str) -> None:
        span = self._span(start, end)
        self.findings.append(
            Finding(
                "JSN004",
                f"The file is not strict JSON: {what}.",
                span,
                "Correct it. connectorkit tolerates this mistake, but other programs may refuse the file.",
                "warning",
            )
        )

    def _refuse(self, start: int, end: int, what: str, way: str, id: str = "JSN001") -> None:
        self.findings.append(Finding(id, f"The file {what}.", self._span(start, end), way))

    def _span(self, start: int, end: int) -> Span:
        return self.came.span(self.origin.of(start), self.origin.of(end))


def too_large(file: str) -> Finding:
    """The finding about a file of more than MAX_BYTES."""
    return Finding(
        "JSN005",
        f"The file is larger than {MAX_BYTES // 1_000_000} MB.",
        Span(file, 1, 1, 1, 1),
        "The platform accepts definitions of less than 1 MB.",
    )


def _no_constant(word: str) -> NoReturn:
    raise _NoNumber(word)


def _infinite(token: str) -> bool:
    try:
        return isinf(float(token))
    except ValueError:
        return False


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _repeats(text: str, keys: set[str]) -> Iterator[tuple[str, int, int, int]]:
    """Name, start, end and first start of every repeated key with a name in ``keys``."""
    objects: list[dict[str, int]] = []
    last: re.Match[str] | None = None
    for found in TOKEN.finditer(text):
        token = found[0]
        if token in "{[":
            objects.append({})
        elif token in "}]" and objects:
            objects.pop()
        elif token == ":" and last and objects:
            key = json.loads(last[0])
            if key in keys and key in objects[-1]:
                yield key, *last.span(), objects[-1][key]
            objects[-1].setdefault(key, last.start())
        last = found

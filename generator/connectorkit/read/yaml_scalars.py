"""Scalars of YAML 1.2: their values, and their explicit tags."""

from __future__ import annotations

import re

import yaml

from connectorkit.model.patterns import lazy

_STANDARD = "tag:yaml.org,2002:"
_TAG = re.compile(r"(?:&\S+\s+)?(!\S*)")
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_DIGITS = lazy(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
# The characters with which a number begins.
_NUMERIC = frozenset("+-.0123456789")
_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}


class WrittenNumber(float):
    """A number whose spelling would be lost, such as 1.10: ``written`` holds the characters of the source."""

    __slots__ = ("written",)
    written: str

    def __new__(cls, value: float, written: str) -> WrittenNumber:
        """The number ``value``, written as ``written``."""
        self = super().__new__(cls, value)
        self.written = written
        return self

    # float.__getnewargs__ returns only the value.
    def __getnewargs__(self) -> tuple[float, str]:  # type: ignore[override]
        """The arguments of :meth:`__new__`, for copies."""
        return float(self), self.written


def meaning(text: str) -> bool | int | float | str | None:
    """The value of a scalar without quotes."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC:
        return text
    if _INT.match(text) and len(text) < 4000:
        return int(text)
    if _FLOAT.match(text) and len(text) < 400:
        number = float(text)
        if number in (float("inf"), float("-inf")):
            return text
        return number if repr(number) == text else WrittenNumber(number, text)
    return text


def tag(text: str, node: yaml.Node) -> str:
    """The explicit tag before a node of ``text``; "" when there is none."""
    start = node.start_mark.index
    found = _TAG.match(text, start) if text[start : start + 1] in ("!", "&") else None
    return found[1] if found else ""


def is_digits(text: str) -> bool:
    """Whether a text has only digits, with or without a sign."""
    return _DIGITS.match(text) is not None


def is_standard(tag: str) -> bool:
    """Whether a resolved tag is one of YAML's own; bytes (``!!binary``) are not, since JSON has none."""
    return tag.startswith(_STANDARD) and tag != _STANDARD + "binary"


def tagged(node: yaml.ScalarNode) -> bool | int | float | str | None:
    """The value of a scalar with a tag in a file of another tool: `!!str 1.10` is a string."""
    text = str(node.value)
    return text if node.tag == _STANDARD + "str" else meaning(text)

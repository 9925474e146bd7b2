"""Counting and cutting texts as mobile networks do: in the GSM 03.38 alphabet, or else in UTF-16."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from connectorkit.sandbox.vendor.values import Values

Doc = dict[str, Any]
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("^{}\\[~]|€\f")
ALPHABET = BASIC | EXTENSION


@dataclass(frozen=True, slots=True)
class Rule:
    """Lengths of a lone part and of each of several, (standard, Unicode); ``most`` parts, the rest is cut off."""

    single: tuple[int, int]
    each: tuple[int, int]
    most: int
    line_break: int = 1
    extension: int = 2
    detect: bool = True

    def units(self, character: str, wide: bool) -> int:
        """How much of a part one character takes."""
        if character == "\n":
            return self.line_break
        if wide:
            return 2 if ord(character) > 0xFFFF else 1
        return self.extension if character in EXTENSION else 1

    def count(self, text: str) -> tuple[int, str]:
        """The number of parts, at least one, and the text that they hold."""
        if "\n" not in text and BASIC.issuperset(text):
            wide, size = False, len(text)
        else:
            wide = self.detect and not ALPHABET.issuperset(text)
            size = sum(self.units(one, wide) for one in text)
        if size <= self.single[wide]:
            return 1, text
        most = self.single[wide] if self.most == 1 else self.each[wide] * self.most
        if size > most:
            text, size = self._cut(text, wide, most)
        return max(1, -(-size // self.each[wide])), text

    def _cut(self, text: str, wide: bool, most: int) -> tuple[str, int]:
        size = 0
        for index, character in enumerate(text):
            more = self.units(character, wide)
            if size + more > most:
                return text[:index], size
            size += more
        return text, size


def rule(said: Doc, values: Values) -> Rule:
    """A declared counting rule with its settings worked out."""
    single = tuple(said["single"])
    known = {name: values.of(said[name]) for name in ("line_break", "extension", "detect") if name in said}
    return Rule(single[:2], tuple(said.get("each", single))[:2], int(values.of(said.get("most", 1))), **known)

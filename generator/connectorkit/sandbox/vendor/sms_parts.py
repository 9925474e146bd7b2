"""Counting and cutting texts by the rules of mobile networks: in GSM 03.38, or else in UTF-16."""

from __future__ import annotations

from connectorkit.model.json_value import whole
from connectorkit.model.record import record
from connectorkit.sandbox.shapes.sandbox_types import TextRule
from connectorkit.sandbox.vendor.values import Values

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("^{}\\[~]|€\f")
ALPHABET = BASIC | EXTENSION


@record(frozen=True)
class Rule:
    """Lengths of a single part and of each of several parts, (standard, Unicode); at most ``most`` parts."""

    single: tuple[int, int]
    each: tuple[int, int]
    most: int
    line_break: int = 1
    extension: int = 2
    detect: bool = True

    def units(self, character: str, wide: bool) -> int:
        """The units that one character takes in a part."""
        if character == "\n":
            return self.line_break
        if wide:
            return 2 if ord(character) > 0xFFFF else 1
        return self.extension if character in EXTENSION else 1

    def count(self, text: str) -> tuple[int, str]:
        """The number of parts, at least one, and the text cut to them."""
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


def rule(said: TextRule, values: Values) -> Rule:
    """A declared counting rule with its settings resolved."""
    single, each = said["single"], said.get("each", said["single"])
    return Rule(
        (single[0], single[1]),
        (each[0], each[1]),
        whole(values.of(said.get("most", 1))),
        whole(values.of(said.get("line_break", 1))),
        whole(values.of(said.get("extension", 2))),
        bool(values.of(said.get("detect", True))),
    )

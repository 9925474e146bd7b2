"""Calls that a template writes over several lines, on one line where they fit."""

from __future__ import annotations

from dataclasses import field

from connectorkit.model.record import record
from connectorkit.render.contract_tests.python_literals import WIDTH


@record
class _Group:
    """Brackets over several lines: the line that opens them, the parts between, and the line that closes them."""

    opened: str
    parts: list[_Group | str] = field(default_factory=list)
    closed: str = ""
    flat: str = ""

    def close(self, closed: str) -> None:
        """End the group, and know it on one line."""
        self.closed = closed
        inner = ", ".join(part if isinstance(part, str) else part.flat for part in self.parts)
        self.flat = f"{self.opened}{inner}{closed}"

    def laid(self, indent: int, before: int) -> str:
        """On one line where it fits, else one part a line."""
        if indent + before + len(self.flat) <= WIDTH or not self.parts:
            return self.flat
        inner = " " * (indent + 4)
        lines = [f"{inner}{part if isinstance(part, str) else part.laid(indent + 4, 0)},\n" for part in self.parts]
        return f"{self.opened}\n{''.join(lines)}{' ' * indent}{self.closed}"


def folded(text: str, indent: int = 0, before: int = 0) -> str:
    """An expression whose brackets have one part a line, with a comma after each; those that fit are joined.

    ``indent`` is that of its first line, and ``before`` the number of characters between that and the expression. What
    is no such expression comes back as it is.
    """
    group = _read(text.split("\n"))
    return text if group is None else group.laid(indent, before)


def _read(lines: list[str]) -> _Group | None:
    """The group that the lines are; None where they are none, or more than one."""
    outer = _Group("")
    open_groups = [outer]
    for line in lines:
        words = line.strip()
        part: _Group | str = words.removesuffix(",")
        if words.endswith(("(", "[", "{")):
            open_groups.append(_Group(words))
            continue
        if words.startswith((")", "]", "}")) and len(open_groups) > 1:
            part = open_groups.pop()
            part.close(words.removesuffix(","))
        open_groups[-1].parts.append(part)
    only = outer.parts[0] if len(outer.parts) == 1 and len(open_groups) == 1 else None
    return only if isinstance(only, _Group) else None

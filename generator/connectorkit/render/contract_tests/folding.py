"""Joins calls that a template renders over several lines, if they fit on one line."""

from __future__ import annotations

from dataclasses import field

from connectorkit.model.record import record
from connectorkit.render.contract_tests.python_literals import WIDTH


@record
class _Group:
    """A bracketed expression over several lines: the opening line, the parts, and the closing line."""

    opened: str
    parts: list[_Group | str] = field(default_factory=list)
    closed: str = ""
    flat: str = ""

    def close(self, closed: str) -> None:
        """End the group, and compute its one-line form."""
        self.closed = closed
        inner = ", ".join(part if isinstance(part, str) else part.flat for part in self.parts)
        self.flat = f"{self.opened}{inner}{closed}"

    def laid(self, indent: int, before: int) -> str:
        """The group on one line if it fits, else with one part per line."""
        if indent + before + len(self.flat) <= WIDTH or not self.parts:
            return self.flat
        inner = " " * (indent + 4)
        lines = [f"{inner}{part if isinstance(part, str) else part.laid(indent + 4, 0)},\n" for part in self.parts]
        return f"{self.opened}\n{''.join(lines)}{' ' * indent}{self.closed}"


def folded(text: str, indent: int = 0, before: int = 0) -> str:
    """Join the brackets that fit on one line, in an expression with one part per line and a comma after each part.

    ``indent`` is that of its first line, and ``before`` the number of characters between the indent and the expression.
    Any other text is returned unchanged.
    """
    group = _read(text.split("\n"))
    return text if group is None else group.laid(indent, before)


def _read(lines: list[str]) -> _Group | None:
    """The group that the lines form; None if they form none, or more than one."""
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

"""Reads a rendered reference page back: headings and tables, as in a Markdown viewer."""

from __future__ import annotations

import html
import re

Rows = list[list[str]]


def tables(text: str) -> dict[str, list[Rows]]:
    """The tables of a page by the path of headings above them; the first row of each is its header."""
    found: dict[str, list[Rows]] = {}
    trail: list[str] = []
    previous = ""
    for line in text.splitlines():
        heading = re.match(r"(#{1,6}) (.*)", line)
        if heading:
            trail = [*trail[: len(heading[1]) - 1], shown(heading[2])]
            found.setdefault(" / ".join(trail[1:]), [])
        elif line.startswith("|"):
            listed = found.setdefault(" / ".join(trail[1:]), [])
            if not previous.startswith("|"):
                listed.append([])
            if not re.fullmatch(r"[| -]+", line) or "---" not in line:
                listed[-1].append(cells(line))
        previous = line
    return found


def cells(line: str) -> list[str]:
    """The cells of a table row, their Markdown resolved."""
    return [shown(cell) for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]


def shown(text: str) -> str:
    """The visible text of inline Markdown."""
    text = re.sub(r"(?<!\\)\[((?:\\.|[^\]\\])*)\]\(#[^)]*\)", r"\1", text.strip())
    text = re.sub(r"^`([^`]*)`$", r"\1", text)
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text))


def outline(text: str) -> str:
    """Every operation of a page with its parameters (>) and returns (<), one row a line."""
    lines: list[str] = []
    for path, listed in tables(text).items():
        steps = path.split(" / ")
        if len(steps) == 2 and steps[0] in ("Actions", "Triggers"):
            lines += ["", f"{steps[0][:-1]}: {steps[1]}"]
        elif steps[-1] == "Parameters":
            lines += [
                " | ".join([">", name, key, kind, "required" if mark == "True" else "optional"])
                for name, key, mark, kind, _ in listed[0][1:]
            ]
        elif steps[-1] == "Returns":
            lines += [" | ".join(["<", name, where, kind]) for name, where, kind, _ in listed[0][1:]]
    return "\n".join(lines).strip() + "\n"

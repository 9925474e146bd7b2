"""Any file: formatting keeps its meaning, its comments and their places, and a second time changes nothing."""

from __future__ import annotations

import json
from random import Random

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from connectorkit.model.connector import Json
from connectorkit.read import yaml_document
from connectorkit.read.yaml_document import Node
from connectorkit.style import style
from tests.style.messy import Path, Remark, Writer, tree

# A file takes a few milliseconds, and most kinds of layout and comment are rare.
MANY = 50
CONCEPTS = st.sampled_from(("connector", "operation", "types", "sandbox"))


def read(data: bytes) -> Node:
    """The tree of a file without faults."""
    node, findings = yaml_document.parse("file.yaml", data)
    assert node is not None and not findings, (findings, data.decode())
    return node


def meaning(value: Json) -> str:
    """A value with the types of its scalars, and without the order of its keys."""
    return json.dumps(value, sort_keys=True)


def starts(node: Node, path: Path = (), ends: bool = False) -> list[tuple[int, Path]]:
    """The line on which each entry begins, or on which the scalars among them end."""
    found: list[tuple[int, Path]] = []
    below: list[tuple[str | int, int, Node]] = [(key, node.keys[key].line, one) for key, one in node.mapping.items()]
    below += [(number, one.span.line, one) for number, one in enumerate(node.sequence)]
    for key, line, one in below:
        here = (*path, key)
        found += [(one.span.end_line if ends else line, here), *starts(one, here, ends)]
    return found


def place(remark: Remark, text: str, after: Node) -> bool:
    """Whether a comment is at its place: beside or right above its entry, or at the end of its group."""
    entries, ends = starts(after), starts(after, ends=True)
    lines = text.replace("\u2028", "\n").splitlines()
    here = [number for number, line in enumerate(lines, 1) if line.rstrip().endswith(remark.text)]
    assert len(here) == 1, (remark, text)
    inside = [line for line, path in entries if path[: len(remark.path)] == remark.path and path != remark.path]
    if remark.last and inside:
        return max(inside) < here[0] and not any(
            line > max(inside) and line < here[0] and path[: len(remark.path)] != remark.path for line, path in entries
        )
    if lines[here[0] - 1].strip() != remark.text and (here[0], remark.path) in ends:
        return True
    below = here[0]
    while below <= len(lines) and lines[below - 1].strip()[:1] in ("", "#"):
        below += 1
    return (below, remark.path) in entries


# A smaller seed does not make a simpler file.
@settings(phases=(Phase.generate,))
@given(st.integers(0, 2**32), CONCEPTS, st.booleans(), st.booleans())
def test_files_in_any_layout(seed: int, concept: str, windows: bool, marked: bool) -> None:
    for number in range(MANY):
        holds(Random(seed + number), concept, windows, marked)


def holds(random: Random, concept: str, windows: bool, marked: bool) -> None:
    """One file."""
    writer = Writer(random)
    text = writer.text(tree(random))
    data = (b"\xef\xbb\xbf" if marked else b"") + (text.replace("\n", "\r\n") if windows else text).encode()
    before = read(data)

    made = style.styled("file.yaml", data, concept)

    assert made.findings == []
    after = read(made.data)
    assert meaning(after.plain()) == meaning(before.plain())
    assert style.styled("file.yaml", made.data, concept) == made
    assert made.data.startswith(b"\xef\xbb\xbf") == marked
    plain = made.data.decode("utf-8-sig").replace("\r\n", "\n")
    assert "\r" not in plain and (made.data.count(b"\r\n") == made.data.count(b"\n")) == (windows and "\n" in text)
    assert plain.count("remark") == len(writer.remarks)
    assert [one for one in writer.remarks if not place(one, plain, after)] == [], plain
    assert laid_out(after, plain.replace("\u2028", "\n").splitlines())


def laid_out(node: Node, lines: list[str]) -> bool:
    """Whether braces hold at most four keys without further mappings, on one line of at most 100 columns."""
    span = node.span
    for below in (*node.mapping.values(), *node.sequence):
        assert laid_out(below, lines)
    if not node.mapping or lines[span.line - 1][span.column - 1] != "{":
        return True
    short = span.line == span.end_line and len(lines[span.line - 1]) <= 100
    return short and len(node.mapping) <= 4 and not any(below.mapping for below in node.mapping.values())

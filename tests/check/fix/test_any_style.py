"""In sources of any style, an edit changes one entry and no other byte."""

from __future__ import annotations

import difflib
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.check.fix.helpers import asks, source

from connectorkit.check.engine.rule import Edit
from connectorkit.check.fix import apply

HEAD = """\
connector: Contoso Orders
version: "1.0"
server: https://orders.example.com/v1
operations:
"""
LETTERS = st.text(alphabet="abc XYZ.,:'\"#-é漢\\{}[]&*!?|>%@`~1", min_size=1, max_size=40)
STYLES = ("plain", "single", "double", "literal", "folded")


def spelt(value: str, style: str, pad: str) -> str:
    """``value`` as YAML in a style; what cannot be is found out by reading it back."""
    words = value.split(" ")
    middle = len(words) // 2
    lines = [" ".join(words[:middle]), " ".join(words[middle:])] if middle else [value]
    if style == "single":
        return "'" + f"\n{pad}".join(line.replace("'", "''") for line in lines) + "'"
    if style == "double":
        return '"' + f"\n{pad}".join(line.replace("\\", "\\\\").replace('"', '\\"') for line in lines) + '"'
    if style == "literal":
        return f"|-\n{pad}{value}"
    return f">-\n{pad}" + f"\n{pad}".join(lines) if style == "folded" else f"\n{pad}".join(lines)


@st.composite
def operations(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Three operations in any style, with comments, and their descriptions."""
    texts, parts = [], []
    for number in range(3):
        value, style = draw(LETTERS), draw(st.sampled_from(STYLES))
        indent = " " * draw(st.integers(1, 4))
        comment = draw(st.sampled_from(["", f"{indent} # note {number}\n", f"{indent}# note {number}\n\n"]))
        texts.append(value)
        entries = [
            f"action: Get{number}",
            f"summary: Get {number}",
            f"request: GET /{number}",
            f"description: {spelt(value, style, indent + '  ')}",
        ]
        entries = draw(st.permutations(entries))
        if draw(st.booleans()) and style not in ("literal", "folded"):
            trail = draw(st.sampled_from(["", ", "]))
            parts.append(f"- {{{', '.join(entries)}{trail}}}\n{comment}")
        else:
            parts.append(f"-{indent}" + f"\n {indent}".join(entries) + f"\n{comment}")
    return HEAD + "".join(parts), texts


def readable(text: str, texts: list[str]) -> bool:
    try:
        read = yaml.load(text, yaml.CSafeLoader)["operations"]
    except yaml.YAMLError:
        return False
    return [one.get("description") for one in read] == texts


@given(operations(), st.integers(0, 2), LETTERS, st.sampled_from(["set", "remove", "add", "longer"]))
def test_one_entry_changes(written: tuple[str, list[str]], number: int, new: str, what: str) -> None:
    text, texts = written
    assume(readable(text, texts) and all(one.strip() for one in (*texts, new)))
    pointer = f"/paths/~1{number}/get"
    wanted = {"set": new, "longer": f"{texts[number]} {new.strip()}", "add": texts[number], "remove": None}[what]
    assume(wanted != texts[number] or what == "add")
    edit = {
        "remove": Edit("remove", f"{pointer}/description"),
        "add": Edit("add", pointer, "important", "x-ms-visibility"),
    }.get(what, Edit("set", f"{pointer}/description", wanted))
    with tempfile.TemporaryDirectory() as folder:
        fixed = apply.fix(source(Path(folder), text), "custom", (asks(edit),))
    assert fixed.count == 1, (text, edit)
    made = next(iter(fixed.new.values())).decode()
    read = yaml.load(made, yaml.CSafeLoader)["operations"]
    before = yaml.load(text, yaml.CSafeLoader)["operations"]
    assert read[number].get("description") == wanted
    assert read[number].get("visibility") == ("important" if what == "add" else None)
    assert read[:number] + read[number + 1 :] == before[:number] + before[number + 1 :]
    assert made.count("# note") == text.count("# note")
    # Only bytes between the start of this operation and the start of the next differ.
    starts = [index for index, line in enumerate(text.split("\n")) if line.startswith("-") and index > 3]
    first, stop = starts[number], [*starts, len(text.split("\n"))][number + 1]
    matcher = difflib.SequenceMatcher(None, text.split("\n"), made.split("\n"), autojunk=False)
    assert all(first <= i and j <= stop for tag, i, j, _, _ in matcher.get_opcodes() if tag != "equal")


@pytest.mark.parametrize("last", ("request: GET /0", "summary: Get 0", "action: Get0"))
def test_an_entry_in_brackets_is_removed_in_any_order_of_the_keys(last: str, tmp_path: Path) -> None:
    entries = [one for one in ("action: Get0", "summary: Get 0", "request: GET /0") if one != last] + [last]
    text = f"{HEAD}- {{{', '.join(entries)}, description: Gone}}\n"
    fixed = apply.fix(source(tmp_path, text), "custom", (asks(Edit("remove", "/paths/~10/get/description")),))
    assert next(iter(fixed.new.values())).decode() == f"{HEAD}- {{{', '.join(entries)}}}\n"

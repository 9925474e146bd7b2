"""Docstrings of the client: wrapped at blanks, with nothing lost and nothing that ends them."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectorkit.render.python_text import one_line, wrapped

LONG = "x" * 150


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ["    "]),
        ("a " * 60 + "b", ["    " + " ".join("a" * 48), "      " + " ".join(["a"] * 12 + ["b"])]),
        (f"see {LONG} there", ["    see", f"      {LONG}", "      there"]),
        ("a well-known-" + "name " * 20, None),
    ],
)
def test_lines_are_wrapped_at_blanks(text: str, lines: list[str] | None) -> None:
    found = wrapped(one_line(text), 4, 2)
    assert lines is None or found == lines
    assert " ".join(line.strip() for line in found) == one_line(text)


@given(st.text(st.sampled_from("ab- \"\\'é注"), max_size=400), st.integers(0, 12), st.integers(0, 4))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_docstring_says_its_text(text: str, indent: int, hang: int) -> None:
    lines = wrapped(one_line(text), indent, hang)
    said = ast.literal_eval('"""' + "\n".join(lines).strip() + '"""')
    assert " ".join(said.split()) == one_line(text)
    assert all(len(line.replace("\\\\", "\\").replace('\\"', '"')) <= 100 or " " not in line.strip() for line in lines)

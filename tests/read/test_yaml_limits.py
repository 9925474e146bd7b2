"""Limits of a file that are checked before it is read: brackets and levels, and what only looks like them."""

from __future__ import annotations

import pytest

from connectorkit.read.yaml_document import MAX_DEPTH, parse
from connectorkit.read.yaml_scalars import WrittenNumber

DEEP = {
    "brackets": "a: " + "[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2),
    "braces": "{a: " * (MAX_DEPTH + 2) + "1" + "}" * (MAX_DEPTH + 2),
    "dashes": "- " * (MAX_DEPTH + 2) + "a",
    "indentation": "\n".join(" " * 2 * level + "a:" for level in range(MAX_DEPTH + 2)),
    "dashes after others": "a: [1]\nb:\n" + "- " * (MAX_DEPTH + 2) + "a",
}
FLAT = {
    "many brackets": "a: [" + "[1], " * (MAX_DEPTH * 2) + "1]",
    "brackets in a text": f"a: '{'[' * (MAX_DEPTH * 2)}'\nb: [1]",
    "a text of dashes": "a: '" + "- " * 100 + "'",
    "a long indentation": "a: |\n  b\n" + " " * 450 + "c\n",
}


@pytest.mark.parametrize("what", DEEP)
def test_what_is_too_deep_is_refused(what: str) -> None:
    tree, findings = parse("a.yaml", DEEP[what].encode())
    assert [one.id for one in findings] in (["YAML002"], ["YAML003"])
    assert tree is None or what == "indentation"


@pytest.mark.parametrize("what", FLAT)
def test_what_only_looks_deep_is_read(what: str) -> None:
    tree, findings = parse("a.yaml", FLAT[what].encode())
    assert tree is not None and findings == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("-1", -1),
        ("+1", 1),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("01", 1.0),
        ("-a", "-a"),
        (".", "."),
        ("x1", "x1"),
    ],
)
def test_a_scalar_is_a_number_only_if_all_of_it_is(text: str, value: object) -> None:
    tree, _ = parse("a.yaml", f"a: {text}".encode())
    found = tree.mapping["a"].value if tree is not None else None
    # A number that is not written as Python writes it keeps its characters.
    kind = WrittenNumber if isinstance(value, float) else type(value)
    assert found == value and type(found) is kind

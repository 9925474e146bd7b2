"""Where the cursor is: worked out from a text that may be broken."""

from __future__ import annotations

import pytest

from connectorkit.lsp import context


@pytest.mark.parametrize(
    ("text", "path", "key", "word"),
    [
        ("action: x\npara|", (), "", "para"),
        ("parameters:\n  id:\n    ty|", ("parameters", "id"), "", "ty"),
        ("parameters:\n  id:\n    type: str|", ("parameters", "id"), "type", "str"),
        ("parameters:\n  id: {type: str|, title: x}", ("parameters", "id"), "type", "str"),
        ("parameters:\n  id: {options: {ope|}}", ("parameters", "id", "options"), "", "ope"),
        ("parameters:\n  id: {options: {operation: |", ("parameters", "id", "options"), "operation", ""),
        ("operations:\n  - a.yaml\n  - |", ("operations", 0), "", ""),
        ("operations:\n- a.yaml\n- b|", ("operations", 0), "", "b"),
        ("policies:\n  - template: x\n    with:\n      na|", ("policies", 0, "with"), "", "na"),
        ("a: {b: c,\n  d: e, f|", ("a",), "", "f"),
        ("a:\n  b: [\n    c|", ("a", "b", 0), "", "c"),
        ("body:\n  fields:\n    a:\n      type: x\n    |", ("body", "fields"), "", ""),
        ("'a b':\n  \"c\": d|", ("a b",), "c", "d"),
        ("a:\n  # b: c\n\n  d|", ("a",), "", "d"),
    ],
)
def test_the_path_to_the_cursor(text: str, path: context.Path, key: str, word: str) -> None:
    found = at(text)
    assert found is not None
    assert (found.path, found.key, found.word) == (path, key, word)


@pytest.mark.parametrize("text", ["a: b # c|", "a: |-\n  b\n  c|".replace("|-", "\x00").replace("\x00", ">-"), "# |"])
def test_texts_and_comments_have_none(text: str) -> None:
    assert at(text) is None


@pytest.mark.parametrize(
    "text", ["|", "\t|", "- - - |", "}}]|", "{[{[|", ": : :|", "? |", "'|", '"a: {|', "a: *|", "\ud800|"]
)
def test_no_text_is_too_odd(text: str) -> None:
    at(text)


def at(text: str) -> context.Context | None:
    offset = text.rindex("|")
    before = text[:offset]
    lines = (before + text[offset + 1 :]).split("\n")
    return context.at(lines, before.count("\n"), len(before) - before.rfind("\n") - 1)

"""Broken files: those with one meaning are read and reported, the others are refused with the place."""

from __future__ import annotations

import json

import pytest

from connectorkit.model.connector import Json
from connectorkit.read import json_document

pytestmark = pytest.mark.part(0.4)

READ: dict[str, tuple[bytes, Json, list[tuple[str, int, int]]]] = {
    "byte-order mark": (b'\xef\xbb\xbf{"a": 1}', {"a": 1}, []),
    "UTF-16": ('{"a": "ø"}'.encode("utf-16"), {"a": "ø"}, []),
    "UTF-16 without a mark": ('{"a": 1}'.encode("utf-16-be"), {"a": 1}, []),
    "UTF-32": ('{"a": "ø"}'.encode("utf-32"), {"a": "ø"}, []),
    "Windows-1252": ('{\n"a": "ø–"}'.encode("cp1252"), {"a": "ø–"}, [("JSN003", 2, 7)]),
    "a comma too many": (b'{"a": [1,\n],}', {"a": [1]}, [("JSN004", 1, 9), ("JSN004", 2, 2)]),
    "a comma in a text": (b'{"a": ",]"}', {"a": ",]"}, []),
    "a comma at the end": (b'{"a": 1},\n', {"a": 1}, [("JSN004", 1, 9)]),
    "commas missing in a list": (
        b'["a"\n"b"\n{}\n{}, 1]',
        ["a", "b", {}, {}, 1],
        [("JSN004", 1, 5), ("JSN004", 2, 4), ("JSN004", 3, 3)],
    ),
    "the last bracket": (b'{\n  "a": {\n    "b": 1\n  }\n', {"a": {"b": 1}}, [("JSN004", 4, 4)]),
    "a bracket inside": (
        b'{\n  "a": [\n    {\n      "b": [1, 2\n    }\n  ],\n  "c": 3\n}',
        {"a": [{"b": [1, 2]}], "c": 3},
        [("JSN004", 4, 17)],
    ),
    "places behind repairs": (
        b'{"a": "x\ny\nz", "b": 1, // b\n"c": 1,\n"c": 2,}',
        {"a": "x\ny\nz", "b": 1, "c": 2},
        [("JSN004", 1, 7), ("JSN004", 3, 13), ("JSN004", 5, 7), ("JSN002", 5, 1)],
    ),
    "a thousand comments": (
        b'{"a": 1' + b" // one\n" * 1000 + b"}",
        {"a": 1},
        [("JSN004", 1, 9), *(("JSN004", line, 2) for line in range(2, 1001))],
    ),
    "a comma missing": (b'{"a": {"b": 1}\n"c": 2}', {"a": {"b": 1}, "c": 2}, [("JSN004", 1, 15)]),
    "comments": (b'{"a": 1 // one "x"\n /* two */, "b": 2}', {"a": 1, "b": 2}, [("JSN004", 1, 9), ("JSN004", 2, 2)]),
    "a text over two lines": (b'{"a": "x\ny"}', {"a": "x\ny"}, [("JSN004", 1, 7)]),
    "a no-break space": ('{\u00a0"a": 1}'.encode(), {"a": 1}, [("JSN004", 1, 2)]),
    "a key twice": (b'{"a": 1, "b": {"a": 2},\n"a": 3}', {"a": 3, "b": {"a": 2}}, [("JSN002", 2, 1)]),
    "a letter of two halves": (b'{"a": "\\ud83d\\ude00"}', {"a": "\U0001f600"}, []),
}
REFUSED: dict[str, tuple[bytes, str, int, int]] = {
    "nothing": (b"", "JSN001", 1, 1),
    "cut off": (b'{"a": [1, 2', "JSN001", 1, 12),
    "a quote inside a text": (b'{"a":\n "say "hi" there"}', "JSN001", 2, 8),
    "single quotes": (b"{'a': 1}", "JSN001", 1, 2),
    "a bracket without a sure place": (b'{"a": {"b": 1, "c": 2}\n', "JSN001", 2, 1),
    "a bracket that indentation denies": (b'{\n  "a": {\n    "b": 1,\n  "c": 2\n  }\n', "JSN001", 6, 1),
    "two brackets": (b'{\n  "a": {\n    "b": {\n    }\n', "JSN001", 5, 1),
    "a bracket too many": (b'{\n  "a": {\n  }\n  }\n}', "JSN001", 5, 1),
    "a comma alone in a list": (b"[1,,\n2]", "JSN001", 1, 4),
    "two values on a line": (b'{"a": 1 "b": 2}', "JSN001", 1, 9),
    "two words in an object": (b'{"a": "x"\n"y"}', "JSN001", 2, 1),
    "a repair before the fault": (b'{"a": 1, // one\n"b": "x\ny", "c": x}', "JSN001", 3, 10),
    "two documents": (b"{}\n{}", "JSN001", 2, 1),
    "not a number": (b'{"a": NaN}', "JSN006", 1, 7),
    "a number too large": (b'{"a": 1e999}', "JSN006", 1, 7),
    "a number too long": (b'{"a": ' + b"9" * 5000 + b"}", "JSN006", 1, 7),
    "half a letter": (b'{"a": "\\ud800"}', "JSN006", 1, 7),
    "10,000 levels": (b"[" * 10_000 + b"]" * 10_000, "JSN005", 1, 211),
    "100,000 levels, never closed": (b'{"a":' * 100_000, "JSN005", 1, 1051),
    "50 MB": (b" " * 50_000_000, "JSN005", 1, 1),
    "comments that never end": (b"{" + b"/* " * 1_000_000, "JSN001", 1, 2),
    "too large to be mended": (b'{"a": "' + b"a" * 2_000_000 + b'",}', "JSN001", 1, 2_000_010),
    "an open text of escapes": (b'{"a": "' + b'\\"' * 100_000, "JSN001", 1, 7),
}


@pytest.mark.parametrize("name", READ)
def test_one_meaning_is_read_and_said(name: str) -> None:
    data, value, places = READ[name]
    document, findings = json_document.read("file.json", data)
    assert document is not None and document.value == value
    assert [(f.id, f.span.line, f.span.column) for f in findings] == places
    assert all(f.severity == "warning" and f.help for f in findings)


@pytest.mark.parametrize("name", REFUSED)
def test_no_sure_meaning_is_one_error_with_its_place(name: str) -> None:
    data, id, line, column = REFUSED[name]
    document, findings = json_document.read("file.json", data)
    assert document is None
    assert [(f.id, f.severity, f.span.line, f.span.column) for f in findings] == [(id, "error", line, column)]


def test_places_of_values() -> None:
    text = '{\n  "a": {"b/c": [1,\n     "x"], "d": {}},\n  "e": []\n}'
    document, _ = json_document.read("file.json", text.encode())
    assert document is not None
    shown = {
        pointer: document.text.shown(document.text.find(pointer))[1:3]
        for pointer in ("", "/a", "/a/b~1c", "/a/b~1c/1", "/a/d", "/e", "/a/nothing/there")
    }
    assert shown == {
        "": (1, 1),
        "/a": (2, 3),
        "/a/b~1c": (2, 9),
        "/a/b~1c/1": (3, 6),
        "/a/d": (3, 12),
        "/e": (4, 3),
        "/a/nothing/there": (2, 3),
    }
    assert json.loads(text)["a"]["b/c"][1] == "x"


def test_places_of_values_in_a_mended_file_are_those_of_the_file() -> None:
    document, findings = json_document.read("file.json", b'{"a": "x\ny\nz", /* a */ "b": {"c": 1}\n"d": [2,\n3,]}')
    assert document is not None and len(findings) == 4
    shown = [document.text.shown(document.text.find(pointer))[1:3] for pointer in ("/a", "/b/c", "/d", "/d/1")]
    assert shown == [(1, 7), (3, 24), (4, 1), (5, 1)]


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    document, findings = json_document.read("x.json", data)
    assert document is None
    assert [(one.id, one.message) for one in findings] == [("JSN001", "The file is empty.")]

"""XML is read with the line of each element, and never expands anything."""

from __future__ import annotations

import pytest

from connectorkit.read import xml_document

BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'


def test_an_element_knows_its_place_text_and_attributes() -> None:
    root, findings = xml_document.read("a.xml", b'\xef\xbb\xbf<a>\n  <b c="1"> t&amp; </b>\n  <b />\n</a>')
    assert root is not None and findings == []
    first, second = root.all("b")
    assert (first.span.line, first.span.column, first.text, first.attributes) == (2, 3, "t&", {"c": "1"})
    assert (second.span.line, root.value("b"), root.first("b", "c")) == (3, "t&", None)
    assert [one.tag for one in root.walk()] == ["a", "b", "b"]


@pytest.mark.parametrize(
    ("text", "why", "line"),
    [
        (BOMB, "document type", 1),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "document type", 1),
        ("<a>\n<b></a>", "mismatched tag", 2),
        ("", "no element found", 1),
        ("<a>" * 101, "nested more than 100 deep", 1),
        ("<a>&b;</a>", "undefined entity", 1),
        ("<a/>" + " " * xml_document.MAX_BYTES, "bytes", 1),
        ('<?xml version="1.0" encoding="nonsense"?><a/>', "encoding", 1),
    ],
)
def test_what_cannot_be_read_is_one_finding(text: str, why: str, line: int) -> None:
    root, findings = xml_document.read("a.xml", text.encode())
    assert root is None
    assert [(one.id, one.span.line) for one in findings] == [("PKG030", line)]
    assert why in findings[0].message

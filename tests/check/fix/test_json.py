"""A fix of a published connector changes its place in the JSON and no other byte."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from tests.check.fix.helpers import asks, published

from connectorkit.check import check
from connectorkit.check.engine.rule import Edit
from connectorkit.check.fix import apply
from connectorkit.model.file_names import DEFINITION, PROPERTIES

TEXT = """\
{
    "swagger": "2.0",
    "info": { "title": "Contoso \\u0026 Co \\"Orders\\"", "version": "1.0" },
    "host": "orders.example.com",
    "x-empty": {},
    "x-own": { "first": "true", "last": [1] },
    "x-one": { "only": 1 },
    "paths": {
        "/orders": {
            "get": {
                "operationId": "ListOrders",
                "summary": "List orders \\/ all",
                "parameters": [
                    { "name": "day", "in": "query", "type": "string" },
                    { "name": "city", "in": "query", "type": "string" }
                ],
                "responses": { "200": { "description": "OK" } }
            }
        }
    }
}
"""
GET = "/paths/~1orders/get"
CASES: dict[str, tuple[Edit, str, str]] = {
    "a text keeps its escapes": (Edit("set", "/info/title", 'Contoso & Co "Sales"'), '\\"Orders\\""', '\\"Sales\\""'),
    "another text keeps its escapes": (Edit("set", f"{GET}/summary", "List orders / some"), "\\/ all", "\\/ some"),
    "a text in a file of ASCII": (Edit("set", "/info/version", "1.0é"), '"1.0"', '"1.0\\u00e9"'),
    "a truth value": (Edit("set", "/x-own/first", True), '"true"', "true"),
    "an object": (
        Edit("set", f"{GET}/responses", {"200": {"description": "Fine"}}),
        '"responses": { "200": { "description": "OK" } }',
        '"responses": {\n                    "200": {\n                        "description": "Fine"\n'
        "                    }\n                }",
    ),
    "the first of a line goes": (Edit("remove", "/x-own/first"), '"first": "true", ', ""),
    "the last of a line goes": (Edit("remove", "/x-own/last"), ', "last": [1] }', " }"),
    "the only one goes": (Edit("remove", "/x-one/only"), '{ "only": 1 }', "{}"),
    "a line goes": (Edit("remove", "/host"), '    "host": "orders.example.com",\n', ""),
    "an item goes": (
        Edit("remove", f"{GET}/parameters/1"),
        ',\n                    { "name": "city", "in": "query", "type": "string" }',
        "",
    ),
    "a key is renamed": (Edit("rename", "/x-empty", "x-full"), '"x-empty"', '"x-full"'),
    "a key comes to a line": (
        Edit("add", "/info", "Help", "description"),
        '"version": "1.0" }',
        '"version": "1.0", "description": "Help" }',
    ),
    "a key comes to lines": (
        Edit("add", GET, True, "deprecated"),
        '{ "description": "OK" } }\n',
        '{ "description": "OK" } },\n                "deprecated": true\n',
    ),
    "a key comes to nothing": (Edit("add", "/x-empty", 1, "x"), '"x-empty": {}', '"x-empty": {\n        "x": 1\n    }'),
}


@pytest.mark.part(0.3)
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8], ids=["", "bom"])
def test_only_what_is_asked_for_changes(case: str, mark: bytes, tmp_path: Path) -> None:
    edit, old, new = CASES[case]
    assert TEXT.count(old) == 1
    folder = published(tmp_path / "orders", mark + TEXT.replace("\n", "\r\n").encode())
    fixed = apply.fix(folder, "custom", (asks(edit),))
    assert [finding.id for finding in fixed.left if finding.id == "TST010"] == []
    fixed.write()
    assert (folder / DEFINITION).read_bytes() == mark + TEXT.replace(old, new).replace("\n", "\r\n").encode()
    assert apply.fix(folder, "custom", (asks(edit),)).new == {}


MEMBERS = '{ "a": 1, "b": { "c": [1, 2] }, "d": 3, "e": 4 }'


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        ("ab", '{ "d": 3, "e": 4 }'),
        ("bd", '{ "a": 1, "e": 4 }'),
        ("de", '{ "a": 1, "b": { "c": [1, 2] } }'),
        ("bde", '{ "a": 1 }'),
        ("ade", '{ "b": { "c": [1, 2] } }'),
        ("abde", "{}"),
    ],
)
def test_several_of_one_object_go_together(gone: str, left: str, tmp_path: Path) -> None:
    text = TEXT.replace('{ "only": 1 }', MEMBERS)
    folder = published(tmp_path / "orders", text.encode())
    fixed = apply.fix(folder, "custom", (asks(*(Edit("remove", f"/x-one/{name}") for name in gone)),))
    assert fixed.new[str(folder / DEFINITION)].decode() == text.replace(MEMBERS, left)


def test_two_fixes_add_to_one_object_in_one_round(tmp_path: Path) -> None:
    at = f"{GET}/parameters/0"
    rules = (asks(Edit("add", at, True, "required")), asks(Edit("add", at, "single", "x-ms-url-encoding"), id="TST020"))
    folder = published(tmp_path / "orders", TEXT.encode())
    found = check.check(folder, "custom", rules=rules).findings
    assert [one.fix for one in found] == ["Mend it.", "Mend it."]
    (new,) = apply.fix(folder, "custom", rules).new.values()
    old = '"type": "string" },'
    both = (
        '"type": "string", "required": true, "x-ms-url-encoding": "single" },',
        '"type": "string", "x-ms-url-encoding": "single", "required": true },',
    )
    assert new.decode() in [TEXT.replace(old, one, 1) for one in both]


def test_the_last_of_a_list_go_together(tmp_path: Path) -> None:
    folder = published(tmp_path / "orders", TEXT.replace("[1]", "[1, 2, 3]").encode())
    fixed = apply.fix(folder, "custom", (asks(Edit("remove", "/x-own/last/1"), Edit("remove", "/x-own/last/2")),))
    assert fixed.new[str(folder / DEFINITION)].decode() == TEXT


def test_other_encodings_and_files_without_lines(tmp_path: Path) -> None:
    short = '{"swagger":"2.0","info":{"title":"Caf\u00e9","version":"1"},"paths":{}}'
    for number, encoding in enumerate(("utf-16", "utf-8", "utf-8-sig")):
        file = tmp_path / f"{number}.json"
        file.write_bytes(short.encode(encoding))
        apply.fix(file, "custom", (asks(Edit("set", "/info/title", "Cafés")),)).write()
        apply.fix(file, "custom", (asks(Edit("add", "/info", {"name": "é"}, "contact")),)).write()
        wanted = '{"swagger":"2.0","info":{"title":"Cafés","version":"1","contact":{"name":"é"}},"paths":{}}'
        assert file.read_bytes() == wanted.encode(encoding)


def test_a_file_that_had_to_be_mended_while_reading_stays_as_it_is(tmp_path: Path) -> None:
    broken = TEXT.replace('"2.0",\n    "info"', '"2.0"\n    "info"').encode()
    folder = published(tmp_path / "orders", broken)
    fixed = apply.fix(folder, "custom", (asks(Edit("set", "/info/version", "2.0")),))
    assert (fixed.count, fixed.new) == (0, {})


def test_a_comma_too_many_stays(tmp_path: Path) -> None:
    odd = TEXT.replace('"version": "1.0" }', '"version": "1.0", }').encode()
    folder = published(tmp_path / "orders", odd)
    apply.fix(folder, "custom", (asks(Edit("set", "/info/version", "2.0")),)).write()
    assert (folder / DEFINITION).read_bytes() == odd.replace(b'"1.0"', b'"2.0"')


def test_both_documents_are_mended(tmp_path: Path) -> None:
    properties = {"properties": {"connectionParameters": {}, "iconBrandColor": "#DA3B01 ", "capabilities": []}}
    folder = published(tmp_path / "orders", TEXT.encode(), properties)
    color = asks(Edit("set", "/properties/iconBrandColor", "#da3b01"), document=PROPERTIES)
    title = asks(Edit("set", "/info/title", "Contoso"), id="TST020")
    fixed = apply.fix(folder, "custom", (color, title))
    assert (fixed.count, len(fixed.new)) == (2, 2)
    fixed.write()
    assert b'"#da3b01"' in (folder / PROPERTIES).read_bytes()
    assert b'"title": "Contoso"' in (folder / DEFINITION).read_bytes()

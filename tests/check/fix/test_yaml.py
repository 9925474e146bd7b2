"""A fix of a YAML source changes its place and no other byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.check.fix.helpers import GET, SCHEMA, SOURCE, asks, capital_words, rule, source

from connectorkit.check.check import check
from connectorkit.check.engine.connector_index import Subject
from connectorkit.check.engine.rule import Edit, Fix, Hit
from connectorkit.check.fix import apply
from connectorkit.model.file_names import PROPERTIES

TITLE, DESCRIPTION = "/info/title", "/info/description"
FIELDS = f"{SCHEMA}/properties"

# The requested edit, the removed lines, the added lines.
CASES: dict[str, tuple[Edit, str, str]] = {
    "a plain text": (
        Edit("set", TITLE, "Contoso Sales"),
        "connector: Contoso Orders   # the title\n",
        "connector: Contoso Sales   # the title\n",
    ),
    "a plain text that needs quotes now": (
        Edit("set", TITLE, "Orders: all"),
        "connector: Contoso Orders   # the title\n",
        'connector: "Orders: all"   # the title\n',
    ),
    "a folded text": (
        Edit("set", DESCRIPTION, "Orders of the Contoso shop, read and placed from flows."),
        "  from a flow.\n",
        "  from flows.\n",
    ),
    "a text in single quotes": (
        Edit("set", f"{GET}/summary", "Get the order's lines"),
        "  summary: 'Get an order'\n",
        "  summary: 'Get the order''s lines'\n",
    ),
    "a text in double quotes": (
        Edit("set", f"{GET}/description", 'Reads an "order".'),
        '  description: "Reads one \\"order\\"."\n',
        '  description: "Reads an \\"order\\"."\n',
    ),
    "a text in brackets": (Edit("set", f"{GET}/parameters/0/x-ms-summary", "Ord"), "title: Order}", "title: Ord}"),
    "a text in brackets that needs quotes now": (
        Edit("set", f"{GET}/parameters/0/x-ms-summary", "Order, please"),
        "title: Order}",
        'title: "Order, please"}',
    ),
    "a word of the format": (Edit("set", f"{FIELDS}/total/format", "float"), "{type: double,", "{type: float,"),
    "a version stays a text": (Edit("set", "/info/version", "2.0"), 'version: "1.0"', 'version: "2.0"'),
    "a line of a block goes": (Edit("remove", f"{GET}/description"), '  description: "Reads one \\"order\\"."\n', ""),
    "a line behind a comment goes": (Edit("remove", f"{GET}/summary"), "  summary: 'Get an order'\n", ""),
    "a field goes": (Edit("remove", f"{FIELDS}/note"), "      note: string\n", ""),
    "a block of lines goes": (
        Edit("remove", "/info/description"),
        "description: >-\n  Orders of the Contoso shop, read and placed\n  from a flow.\n",
        "",
    ),
    "a parameter in brackets goes": (Edit("remove", f"{GET}/parameters/1"), ", count: int32}", "}"),
    "a key comes to a block": (
        Edit("add", GET, "important", "x-ms-visibility"),
        '"Reads one \\"order\\"."\n',
        '"Reads one \\"order\\"."\n  visibility: important\n',
    ),
    "a key comes to brackets": (
        Edit("add", f"{FIELDS}/total", "The sum.", "description"),
        "title: Total}",
        "title: Total, description: The sum.}",
    ),
    "a key comes to a word": (
        Edit("add", f"{FIELDS}/note", "A note.", "description"),
        "note: string",
        "note: {type: string, description: A note.}",
    ),
    "a key comes that the format has no word for": (
        Edit("add", GET, {"a": [1, True]}, "x-own"),
        "      seller: Person\n",
        "      seller: Person\n  extra:\n    x-own: {a: [1, true]}\n",
    ),
    "a key comes to the connector": (
        Edit("add", "/info", {"name": "Help"}, "contact"),
        "server: https://orders.example.com/v1\n",
        "server: https://orders.example.com/v1\ncontact: {name: Help}\n",
    ),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_only_what_is_asked_for_changes(case: str, ends: str, tmp_path: Path) -> None:
    edit, old, new = CASES[case]
    assert SOURCE.count(old) == 1
    folder = source(tmp_path / "orders", SOURCE.replace("\n", ends))
    fixed = apply.fix(folder, "custom", (asks(edit),))
    assert (fixed.count, fixed.left) == (1, [])
    fixed.write()
    assert (folder / "connector.yaml").read_bytes().decode() == SOURCE.replace(old, new).replace("\n", ends)
    assert apply.fix(folder, "custom", (asks(edit),)).new == {}


SPELLINGS: dict[str, tuple[str, str, str]] = {
    "plain": ("One line, plain", "One long line, plain", "plain"),
    "plain over lines": ("One\n  line, plain", "One\n  long line, plain", "plain"),
    "single": ("'One line, it''s'", "'One long line, it''s'", "it's"),
    "single over lines": ("'One\n  line,\n  it''s'", "'One\n  long line,\n  it''s'", "it's"),
    "double": ('"One line, \\u0041 \\"x\\""', '"One long line, \\u0041 \\"x\\""', 'A "x"'),
    "double over lines": ('"One\n  line, \\\n  \\x41 \\"x\\""', '"One\n  long line, \\\n  \\x41 \\"x\\""', 'A "x"'),
    "literal": ("|-\n  One line, 'x'", "|-\n  One long line, 'x'", "'x'"),
    "literal with a break at its end": ("|\n  One line,\n   x", "|\n  One long line,\n   x", "\n x\n"),
    "literal with an indicator": ("|2-\n  One line, x", "|2-\n  One long line, x", "x"),
    "folded": (">-\n  One\n  line,\n  x", ">-\n  One\n  long line,\n  x", "x"),
    "folded with paragraphs": (">\n  One\n  line,\n\n  x\n   y", ">\n  One\n  long line,\n\n  x\n   y", "\nx\n y\n"),
    "an anchor": ("&a One line, x", "&a One long line, x", "x"),
    "a comment": ("One line, x # why", "One long line, x # why", "x"),
}


@pytest.mark.parametrize("case", SPELLINGS)
def test_a_text_keeps_its_spelling(case: str, tmp_path: Path) -> None:
    old, new, rest = SPELLINGS[case]
    gap = "" if rest.startswith("\n") else " "
    whole = f"One long line,{gap}{rest}"
    text = SOURCE.replace(">-\n  Orders of the Contoso shop, read and placed\n  from a flow.", old)
    folder = source(tmp_path / "orders", text)
    fixed = apply.fix(folder, "custom", (asks(Edit("set", DESCRIPTION, whole)),))
    assert (fixed.count, fixed.left) == (1, [])
    assert next(iter(fixed.new.values())).decode() == text.replace(old, new)


NOT_SAID: dict[str, Edit] = {
    "a derived title": Edit("set", f"{FIELDS}/note/x-ms-summary", "Remark"),
    "a default of the style": Edit("set", f"{GET}/responses/200/description", "Fine"),
    "one place of a shared type": Edit("set", f"{FIELDS}/buyer/properties/city/description", "Town of the buyer"),
    "a name from which a title is derived": Edit("rename", f"{FIELDS}/note", "remark"),
    "a value that is made of several": Edit("set", "/host", "other.example.com"),
    "something that is not there": Edit("set", f"{GET}/deprecated", True),
    "an edit that nothing can say": Edit("add", f"{GET}/responses/200", {"X-A": {"type": "string"}}, "headers"),
}


@pytest.mark.parametrize("case", NOT_SAID)
def test_what_the_source_does_not_say_literally_is_left_alone(case: str, tmp_path: Path) -> None:
    fixed = apply.fix(source(tmp_path / "orders"), "custom", (asks(NOT_SAID[case]),))
    assert (fixed.count, fixed.new) == (0, {})
    assert [finding.id for finding in fixed.left] == ["TST010"]


def test_a_literal_text_may_get_another_line(tmp_path: Path) -> None:
    text = SOURCE.replace(">-\n  Orders of the Contoso shop, read and placed\n  from a flow.", "|-\n    One\n    three")
    fixed = apply.fix(source(tmp_path / "orders", text), "custom", (asks(Edit("set", DESCRIPTION, "One\ntwo\nthree")),))
    assert next(iter(fixed.new.values())).decode() == text.replace("    three", "    two\n    three")


def test_a_field_with_a_title_of_its_own_is_renamed(tmp_path: Path) -> None:
    folder = source(tmp_path / "orders")
    fixed = apply.fix(folder, "custom", (asks(Edit("rename", f"{FIELDS}/total", "sum")),))
    assert next(iter(fixed.new.values())).decode() == SOURCE.replace("total: {type", "sum: {type")


def test_a_named_type_is_mended_once_for_all_its_places(tmp_path: Path) -> None:
    text = SOURCE.replace("first_name: string ", "first_name: {type: string, title: given name} ")
    fixed = apply.fix(source(tmp_path / "orders", text), "custom", (rule("TST020", capital_words),))
    assert fixed.count == 1
    assert next(iter(fixed.new.values())).decode() == text.replace("title: given name", "title: Given name")


def test_a_named_type_of_which_one_place_cannot_be_mended_has_no_fix(tmp_path: Path) -> None:
    def town(subject: Subject) -> Iterator[Hit]:
        for who in ("buyer", "seller"):
            pointer = f"{FIELDS}/{who}/properties/city/description"
            mend = Fix("Name it.", (Edit("set", pointer, "Town of the buyer"),))
            yield Hit(pointer, f"The {who} has a city.", fix=mend if who == "buyer" else None)

    folder = source(tmp_path / "orders")
    assert [one.fix for one in check(folder, "custom", rules=(rule("TST020", town),)).findings] == [""]


def test_metadata_and_categories_are_mended_where_they_stand(tmp_path: Path) -> None:
    said = "exact: {metadata: {Website: 'https://contoso.com', Privacy Policy: 'https://contoso.com/privacy'}}\n"
    folder = source(tmp_path / "orders", SOURCE + said)
    assert b"Privacy policy: 'https" in next(iter(apply.fix(folder, "certified").new.values()))
    listed = "categories:\n- Commerce\n- ' Finance'  # both\n"
    folder = source(tmp_path / "more", SOURCE + listed)
    assert next(iter(apply.fix(folder, "certified").new.values())).decode().endswith("- 'Finance'  # both\n")


def test_properties_are_mended_as_well(tmp_path: Path) -> None:
    text = SOURCE + "credentials: {api_key: {type: securestring, label: key of the API}}\n"
    edit = Edit("set", "/properties/connectionParameters/api_key/uiDefinition/displayName", "API key")
    fixed = apply.fix(source(tmp_path / "orders", text), "custom", (asks(edit, document=PROPERTIES),))
    assert next(iter(fixed.new.values())).decode() == text.replace("key of the API", "API key")

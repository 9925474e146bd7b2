"""Definitions, references and renames across files, and the actions that change them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pygls.exceptions import JsonRpcException

from connectorkit.check.target import unproven
from connectorkit.model.file_names import DEFINITION
from tests.lsp.conftest import FILES
from tests.lsp.editor import Editor

pytestmark = pytest.mark.part(1)


def after(folder: Path, changed: dict[str, str]) -> tuple[dict[str, object], list[str]]:
    """The swagger and the findings that the changed files give."""
    for name, text in changed.items():
        (folder / name).write_text(text, encoding="utf-8")
    checked = unproven(folder)
    definition = checked.documents[DEFINITION]
    assert isinstance(definition, dict)
    return dict(definition), [one.id for one in checked.findings]


@pytest.mark.parametrize(
    ("file", "piece", "place"),
    [
        ("list_shops.yaml", "items: Sh|op}", "types.yaml:4"),
        ("place_order.yaml", "type: Env|elope", "types.yaml:1"),
        ("place_order.yaml", "look_with: L|istShops", "list_shops.yaml:1"),
        ("types.yaml", "operation: L|istShops", "list_shops.yaml:1"),
        ("types.yaml", "value: i|d", "types.yaml:6"),
        ("types.yaml", "collection: s|hops", "list_shops.yaml:8"),
        ("place_order.yaml", "data.li|nes[].state", "place_order.yaml:20"),
        ("place_order.yaml", "data.lines[].st|ate", "types.yaml:15"),
        ("connector.yaml", "path: c|ode", "types.yaml:3"),
        ("connector.yaml", "types: typ|es.yaml", "types.yaml:1"),
        ("connector.yaml", "- place|_order.yaml", "place_order.yaml:1"),
        ("connector.yaml", "operations: [Pl|aceOrder]", "place_order.yaml:1"),
    ],
)
def test_definition(editor: Editor, file: str, piece: str, place: str) -> None:
    assert editor.definition(file, piece) == [place]


def test_references(editor: Editor) -> None:
    assert editor.references("types.yaml", "En|velope:") == ["list_shops.yaml:6", "place_order.yaml:16"]
    assert editor.references("list_shops.yaml", "action: L|istShops") == ["place_order.yaml:24", "types.yaml:12"]
    assert editor.references("types.yaml", "\n    i|d:") == ["types.yaml:12"]


def test_a_type_is_renamed_in_all_files_and_the_swagger_stays_the_same(editor: Editor) -> None:
    before, ids = after(editor.folder, {})
    changed = editor.rename("list_shops.yaml", "items: Sh|op}", "Store")
    assert set(changed) == {"list_shops.yaml", "types.yaml"}
    assert "Store:" in changed["types.yaml"]
    assert "ShopId:" in changed["types.yaml"]
    assert after(editor.folder, changed) == (before, ids)


def test_an_operation_is_renamed_where_others_call_it(editor: Editor) -> None:
    changed = editor.rename("list_shops.yaml", "action: L|istShops", "GetShops")
    assert set(changed) == {"list_shops.yaml", "types.yaml", "place_order.yaml"}
    assert "look_with: GetShops" in changed["place_order.yaml"]
    definition, ids = after(editor.folder, changed)
    assert "ListShops" not in str(definition)
    assert "GetShops" in str(definition)
    assert not {"DYN020", "SRC004"} & set(ids)


def test_a_field_is_renamed_with_the_paths_that_name_it(editor: Editor) -> None:
    changed = editor.rename("types.yaml", "    st|ate:", "status")
    assert 'path: "data.lines[].status"' in changed["place_order.yaml"]
    assert "SRC007" not in after(editor.folder, changed)[1]
    assert "status: {type: string" in changed["types.yaml"]


def test_an_unsaved_text_is_what_is_renamed(editor: Editor) -> None:
    editor.type("list_shops.yaml", "    shops: {", "    best: Shop\n    shops: {")
    assert "best: Store" in editor.rename("types.yaml", "\nSh|op:", "Store")["list_shops.yaml"]


@pytest.mark.parametrize(
    ("file", "piece", "new", "why"),
    [
        ("types.yaml", "\nSh|op:", "Line", "The type 'Line' already exists"),
        ("types.yaml", "\nSh|op:", "string", "The type 'string' already exists"),
        ("types.yaml", "\nSh|op:", "a: b", "cannot be the name of a type"),
        ("list_shops.yaml", "action: L|istShops", "PlaceOrder", "The operation 'PlaceOrder' already exists"),
        ("list_shops.yaml", "action: L|istShops", "", "cannot be the name of an operation"),
        ("types.yaml", "\n    i|d:", "name", "The field 'name' already exists next to"),
        ("types.yaml", "title: Shop n|ame", "x", "This is not the name"),
    ],
)
def test_a_rename_that_cannot_be_is_refused_with_its_reason(
    editor: Editor, file: str, piece: str, new: str, why: str
) -> None:
    with pytest.raises(JsonRpcException, match=why):
        editor.rename(file, piece, new)


def test_nothing_is_renamed_while_a_file_cannot_be_read(editor: Editor) -> None:
    editor.type("place_order.yaml", "summary: Place order", "summary: [")
    with pytest.raises(JsonRpcException, match="cannot be read"):
        editor.rename("types.yaml", "\nSh|op:", "Store")


def test_a_fix_is_offered_and_makes_the_finding_go(editor: Editor) -> None:
    editor.type("list_shops.yaml", "summary: List shops", "summary: List shops.")
    assert editor.problems("list_shops.yaml") == ["OPR090"]
    fixes = [one for one in editor.actions("list_shops.yaml", "summ|ary: List") if "Waive" not in one.title]
    assert fixes
    assert "summary: List shops\n" in editor.done(fixes[0])["list_shops.yaml"]


def test_a_waiver_waits_for_its_reason(editor: Editor) -> None:
    editor.type("list_shops.yaml", "summary: List shops", "summary: List shops.")
    wanted = editor.problems("list_shops.yaml")[0]
    (waiver,) = (one for one in editor.actions("list_shops.yaml", "summ|ary: List") if f"Waive {wanted}" in one.title)
    changed = editor.done(waiver)
    assert f'waive:\n  {wanted}: ""\n' in changed["list_shops.yaml"]
    assert "WVR002" in after(editor.folder, changed)[1]


def test_a_shape_becomes_a_type_and_the_swagger_stays_the_same(editor: Editor) -> None:
    before, _ = after(editor.folder, {})
    (action,) = (one for one in editor.actions("place_order.yaml", "st|reet:") if "Extract" in one.title)
    changed = editor.done(action)
    assert "address: {type: Address, title: Address}" in changed["place_order.yaml"]
    assert "Address:\n  fields:\n    street: {type: string, title: Street}" in changed["types.yaml"]
    assert after(editor.folder, changed)[0] == before


def test_the_items_of_a_short_list_become_a_type(editor: Editor) -> None:
    editor.type(
        "list_shops.yaml",
        "    shops: {title: Shops, items: Shop}",
        "    towns[]:\n      title: Towns\n      fields: {name: string}",
    )
    shorter = editor.text("list_shops.yaml")
    before, _ = after(editor.folder, {"list_shops.yaml": shorter})
    (action,) = (one for one in editor.actions("list_shops.yaml", "title: To|wns") if "Extract" in one.title)
    changed = editor.done(action)
    assert '    towns: {type: "Towns[]", title: Towns}' in changed["list_shops.yaml"]
    assert "Towns:\n  fields:\n    name: string\n" in changed["types.yaml"]
    assert after(editor.folder, changed)[0] == before


def test_a_field_is_renamed_where_pages_name_it(editor: Editor) -> None:
    said = 'pages: {by: cursor, items: "data.lines[]", cursor: shop, last_item: state}'
    editor.type("place_order.yaml", "in_doubt:\n", f"{said}\nin_doubt:\n")
    assert "last_item: status}" in editor.rename("types.yaml", "    st|ate:", "status")["place_order.yaml"]
    changed = editor.rename("place_order.yaml", "\n    sh|op:", "store")["place_order.yaml"]
    assert "cursor: store," in changed
    assert "look_for: [store]" in changed


def test_a_field_is_renamed_in_the_nested_path_of_a_drop_down(editor: Editor) -> None:
    editor.type(
        "list_shops.yaml",
        "    shops: {title: Shops, items: Shop}",
        "    page:\n      fields:\n        shops: {items: Shop}",
    )
    editor.type("types.yaml", "collection: shops}", "collection: page/shops}")
    assert editor.references("list_shops.yaml", "        sh|ops:") == ["types.yaml:12"]
    assert "collection: page/stores}" in editor.rename("list_shops.yaml", "        sh|ops:", "stores")["types.yaml"]
    assert "value: key," in editor.rename("types.yaml", "\n    i|d:", "key")["types.yaml"]


def test_no_action_writes_a_file(editor: Editor) -> None:
    editor.rename("types.yaml", "\nSh|op:", "Store")
    assert {name: (editor.folder / name).read_text(encoding="utf-8") for name in FILES} == FILES


CALLERS = """\
features: {testConnection: {operationId: ListShops, parameters: {}}}
package:
  flow: {trigger: PlaceOrder, actions: [ListShops, PlaceOrder], inputs: {ListShops: {}}}
script: script.csx
script_operations:
  - |-
    ListShops
"""


def test_an_operation_is_renamed_wherever_the_source_names_it(editor: Editor) -> None:
    (editor.folder / "script.csx").write_text("", encoding="utf-8")
    editor.write("connector.yaml", FILES["connector.yaml"] + CALLERS)
    assert len(editor.references("list_shops.yaml", "action: L|istShops")) == 6
    changed = editor.rename("list_shops.yaml", "action: L|istShops", "FindShops")
    assert changed["connector.yaml"] == FILES["connector.yaml"] + CALLERS.replace("ListShops", "FindShops")


def test_operations_are_offered_in_the_sample_flow_and_in_extensions(editor: Editor) -> None:
    for piece in ("{trigger: |}", "{actions: [|]}", "{inputs: {|}}"):
        editor.write("connector.yaml", FILES["connector.yaml"] + f"package: {{flow: {piece.replace(chr(124), '')}}}\n")
        assert "ListShops" in editor.complete("connector.yaml", f"package: {{flow: {piece}")
    editor.write("connector.yaml", FILES["connector.yaml"] + "features: {testConnection: {operationId: }}\n")
    assert "ListShops" in editor.complete("connector.yaml", "{operationId: |}")


def test_an_extracted_type_has_the_parts_that_violate_the_format(editor: Editor) -> None:
    """A check removes these parts from its tree; an edit must not remove them from the text."""
    editor.type("place_order.yaml", "title: Address\n", "title: Address\n      descripti: Where it goes.\n")
    editor.type("place_order.yaml", "{type: string, title: City}", "{type: string, titel: City}")
    (action,) = (one for one in editor.actions("place_order.yaml", "str|eet:") if "Extract" in one.title)
    changed = editor.done(action)
    assert "address: {type: Address, title: Address, descripti: Where it goes.}" in changed["place_order.yaml"]
    assert "city: {type: string, titel: City}" in changed["types.yaml"]


def test_a_waiver_stays_apart_from_what_violates_the_format(editor: Editor) -> None:
    editor.type("list_shops.yaml", "List shops", "List shops.")
    editor.type("list_shops.yaml", "{title: Shops, items: Shop}", "\n      items: Shop\n      titel: Shops")
    (action,) = (one for one in editor.actions("list_shops.yaml", "Li|st shops.") if one.title.startswith("Waive OPR"))
    assert editor.done(action)["list_shops.yaml"].endswith('      titel: Shops\nwaive:\n  OPR090: ""\n')


@pytest.mark.parametrize(
    "part", ("odd: {type: [Shop], items: Shop}", "odd: {fields: {Shop: [], b: Shop}, typ: {x: Shop}}")
)
def test_nothing_is_renamed_while_a_part_that_violates_the_format_may_use_it(editor: Editor, part: str) -> None:
    editor.type("list_shops.yaml", "    shops:", f"    {part}\n    shops:")
    with pytest.raises(JsonRpcException, match=r"Correct .*list_shops.yaml:8 first: .*'Shop'"):
        editor.rename("types.yaml", "\nSh|op:", "Store")
    changed = editor.rename("types.yaml", "\nLi|ne:", "Row")
    assert set(changed) == {"types.yaml", "place_order.yaml"}

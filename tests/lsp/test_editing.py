"""An editor with a source that is edited: findings, completion, hover, symbols and formatting."""

from __future__ import annotations

import pytest

from tests.lsp.editor import Editor

pytestmark = pytest.mark.part(1)


def test_findings_follow_what_is_typed_and_not_what_is_saved(editor: Editor) -> None:
    assert editor.problems("list_shops.yaml") == []
    editor.type("list_shops.yaml", "summary: List", "sumary: List")
    assert editor.problems("list_shops.yaml") == ["FMT-additionalProperties"]
    editor.type("list_shops.yaml", "sumary: List", "summary: List")
    assert editor.problems("list_shops.yaml") == []


def test_an_edit_of_one_file_shows_findings_of_another(editor: Editor) -> None:
    editor.type("types.yaml", "Envelope:", "Wrapper:")
    assert "TYP001" in editor.problems("list_shops.yaml")


def test_broken_yaml_is_one_finding_and_the_server_goes_on(editor: Editor) -> None:
    editor.type("place_order.yaml", "summary: Place order", "summary: [Place order")
    assert editor.problems("place_order.yaml")[0].startswith("YAML")
    assert "returns" not in editor.complete("place_order.yaml", "request: POST /orders\n|parameters")
    assert "visibility" in editor.complete("place_order.yaml", "request: POST /orders\n|parameters")
    editor.type("place_order.yaml", "[Place order", "Place order")
    assert "YAML001" not in editor.problems("place_order.yaml")


def test_columns_are_counted_in_utf_16(editor: Editor) -> None:
    (one,) = (one for one in editor.shown("place_order.yaml") if one.code == "OPR142")
    value = "Places an order for a customer – 😀 included."
    start, end = len("description: "), len(f"description: {value}".encode("utf-16-le")) // 2
    assert (one.range.start.character, one.range.end.character) == (start, end)


@pytest.mark.parametrize(
    ("file", "old", "new", "offered"),
    [
        ("list_shops.yaml", "request: GET /shops\n", "request: GET /shops\nvi|\n", {"visibility"}),
        ("list_shops.yaml", "items: Shop}", "items: S|}", {"Shop", "ShopId", "Shop[]", "string"}),
        ("place_order.yaml", "look_with: ListShops", "look_with: |", {"ListShops", "PlaceOrder"}),
        ("place_order.yaml", "look_for: [shop]", "look_for: [|]", {"shop", "address", "notify"}),
        (
            "place_order.yaml",
            "look_with: ListShops\n",
            "look_with: ListShops\npages: {items: data.|}\n",
            {"data.lines[]"},
        ),
        ("types.yaml", "collection: shops", "collection: |", {"shops", "code"}),
        ("types.yaml", "value: id", "value: |", {"id", "name"}),
        ("types.yaml", "operation: ListShops", "operation: |", {"ListShops"}),
        ("connector.yaml", "template: setheader", "template: |", {"setqueryparameter", "routerequesttoendpoint"}),
        ("connector.yaml", "{name: X-From, value: flow}", "{name: X-From, |}", {"value", "existsAction"}),
        ("connector.yaml", "value: flow}", "value: flow, existsAction: |}", {"override", "skip", "append"}),
        ("connector.yaml", "operations: [PlaceOrder]", "operations: [|]", {"ListShops"}),
        ("connector.yaml", "server:", "categories: [|]\nserver:", {"Commerce"}),
        ("place_order.yaml", "in_doubt:\n", "visibility: |\nin_doubt:\n", {"important", "advanced", "internal"}),
        ("place_order.yaml", "in_doubt:\n", "extra: {x-|}\nin_doubt:\n", {"x-ms-visibility"}),
        ("place_order.yaml", "in_doubt:\n", "waive: {|}\nin_doubt:\n", {"OPR150"}),
        ("place_order.yaml", "      fields:\n        lines", "      fields:\n        |\n        lines", set[str]()),
        ("list_shops.yaml", "    shops: {", "    |\n    shops: {", {"code"}),
        ("list_shops.yaml", "request: GET /shops", "request: |", {"GET /", "DELETE /"}),
        ("list_shops.yaml", "request: GET /shops", "request: PUT |", {"PUT /orders"}),
        (
            "list_shops.yaml",
            "request: GET /shops\n",
            "request: GET /shops/{town}/{street}\nparameters:\n  town: string\n  |\n",
            {"street"},
        ),
        ("types.yaml", ", collection: shops}", ", with: {page: {from: |}}}", set[str]()),
        ("types.yaml", "value: id, title: name, collection: shops", "value: |", {"id", "name", "shops"}),
        ("connector.yaml", "types: types.yaml", "types: |", {"types.yaml"}),
        ("place_order.yaml", "look_with: ListShops\n", "look_with: ListShops\npages: {page: |}\n", {"notify", "shop"}),
        (
            "place_order.yaml",
            "look_with: ListShops\n",
            "look_with: ListShops\npages: {items: 'data.lines[]', last_item: |}\n",
            {"state"},
        ),
    ],
)
def test_what_can_be_written_is_offered(editor: Editor, file: str, old: str, new: str, offered: set[str]) -> None:
    editor.type(file, old, new.replace("|", ""))
    assert offered <= set(editor.complete(file, new.strip("\n")))


@pytest.mark.parametrize("new", [", collection: shops, with: {|}}", ", with: {|", ", collection: shops, with: {st|"])
def test_the_arguments_of_a_drop_down_are_offered_in_brackets(editor: Editor, new: str) -> None:
    asked = "request: GET /shops\n"
    editor.type("list_shops.yaml", asked, f"{asked}parameters: {{street: {{type: string, title: Street}}}}\n")
    editor.type("types.yaml", ", collection: shops}", new.replace("|", ""))
    assert editor.complete("types.yaml", new) == ["street"]


def test_nothing_is_offered_where_any_text_may_be(editor: Editor) -> None:
    assert editor.complete("place_order.yaml", "equals: |OK}\nin_doubt") == []


def test_what_is_likely_comes_first(editor: Editor) -> None:
    editor.type("list_shops.yaml", "summary: List shops\n", "summary: List shops.\nwaive: {}\n")
    assert editor.complete("list_shops.yaml", "waive: {|}")[0] == "OPR090"
    assert editor.complete("list_shops.yaml", "items: |Shop}")[:2] == ["Envelope", "Shop"]


def test_nothing_is_offered_in_a_comment_or_in_a_long_text(editor: Editor) -> None:
    editor.type("list_shops.yaml", "request: GET /shops\n", "request: GET /shops  # any\nhint: |\n  a text\n")
    assert editor.complete("list_shops.yaml", "# a|ny") == []


def test_hover_tells_what_a_key_means_and_becomes(editor: Editor) -> None:
    shown = editor.hover("place_order.yaml", "  not|ify:")
    assert "/paths/~1orders/post/parameters/0" in shown
    assert '"x-ms-summary": "Notify"' in shown
    assert "input 'Notify' of 'Place order'" in shown
    assert '"description": "Places an order' in editor.hover("place_order.yaml", "descr|iption: Places")
    assert "type, fields id, name" in editor.hover("list_shops.yaml", "items: Sh|op}")
    assert "action 'List shops'" in editor.hover("place_order.yaml", "look_with: List|Shops")


@pytest.mark.parametrize(
    ("file", "piece", "begins"),
    [
        ("list_shops.yaml", "summary: List sh|ops", "**summary**: "),
        ("connector.yaml", "operations: [Place|Order]", "**PlaceOrder**: action "),
        ("connector.yaml", "template: set|header", "**template**: "),
        ("connector.yaml", "{na|me: X-From, value: flow}", "**name**, in **with**: "),
        ("connector.yaml", "- list_sh|ops.yaml", "**operations**: "),
    ],
)
def test_hover_on_a_value_or_on_a_chosen_name_explains_its_key(
    editor: Editor, file: str, piece: str, begins: str
) -> None:
    assert editor.hover(file, piece).startswith(begins)


def test_hover_beside_keys_and_values_shows_nothing(editor: Editor) -> None:
    editor.type("list_shops.yaml", "summary: List shops\n", "summary: List shops  # a note\n")
    assert editor.hover("list_shops.yaml", "# a no|te") == ""


@pytest.mark.parametrize(
    ("old", "wrong", "title"),
    [
        ("summary: List shops", "su|mary: List shops", "Change 'sumary' to 'summary'"),
        ("items: Shop}", "items: S|hup}", "Change 'Shup' to 'Shop'"),
    ],
)
def test_a_misspelt_name_is_corrected(editor: Editor, old: str, wrong: str, title: str) -> None:
    before = editor.text("list_shops.yaml")
    editor.type("list_shops.yaml", old, wrong.replace("|", ""))
    editor.problems("list_shops.yaml")
    (action,) = (one for one in editor.actions("list_shops.yaml", wrong) if one.title.startswith("Change"))
    assert action.title == title
    assert editor.done(action) == {"list_shops.yaml": before}


def test_the_outline_names_operations_inputs_and_types(editor: Editor) -> None:
    (order,) = editor.symbols("place_order.yaml")
    assert order.name == "PlaceOrder"
    assert [one.name for one in order.children or []] == ["notify", "body", "returns"]
    assert [one.name for one in editor.symbols("types.yaml")] == ["Envelope", "Shop", "ShopId", "Line"]


def test_formatting_gives_the_one_style(editor: Editor) -> None:
    plain = editor.text("list_shops.yaml")
    editor.type("list_shops.yaml", "summary: List shops\n", "")
    editor.type("list_shops.yaml", "request: GET /shops\n", 'request: "GET /shops"\nsummary:   List shops\n')
    assert editor.formatted("list_shops.yaml") == plain


def test_a_file_of_no_source_is_left_alone(editor: Editor, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other") / "docker-compose.yaml"
    other.write_text("services: {}\n", encoding="utf-8")
    editor.folder = other.parent
    editor.open(other.name)
    assert editor.complete(other.name, "services|") == []

"""The next version of an operation: its text, what joins it, what leads to it, and that nothing breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectorkit.check.target import unproven
from connectorkit.diagnostics.finding import Unusable
from connectorkit.diff.comparison import compare
from connectorkit.diff.sides.load import load
from connectorkit.pipeline import build
from connectorkit.read import source as sources
from connectorkit.revise import families, paths
from connectorkit.revise.next_version import Revised, next_version
from connectorkit.revise.retirement import retire
from connectorkit.style import style
from tests.revise.orders import CONNECTOR, SHOPS, source

pytestmark = pytest.mark.part(0.3)


def lines(made: Revised, sign: str) -> list[str]:
    """The lines of the diff with one sign, without it."""
    return [line[1:] for line in made.draft.diff().splitlines() if line[:1] == sign and line[:3] not in ("---", "+++")]


def test_a_file_of_its_own_is_copied_with_its_comments(tmp_path: Path) -> None:
    next_version(source(tmp_path), "ListShops").draft.write()
    old, new = (tmp_path / "actions" / name for name in ("list_shops.yaml", "list_shops_v2.yaml"))
    head = "annotation: {status: Production, family: ListShops, revision: 1}\n"
    assert old.read_text(encoding="utf-8") == SHOPS.replace("important", "advanced") + head
    expected = SHOPS.replace("action: ListShops", "action: ListShops_V2")
    expected = expected.replace("summary: List shops", "summary: List shops (V2)").replace("/shops", "/v2/shops")
    head = "annotation: {status: Preview, family: ListShops, revision: 2}\n"
    assert new.read_text(encoding="utf-8") == expected + head


def test_the_name_for_agents_gets_the_number_too(tmp_path: Path) -> None:
    shops = SHOPS + "agents: {name: list_shops_v1, description: Lists shops.}\n"
    next_version(source(tmp_path, shops=shops), "ListShops").draft.write()
    old, new = (tmp_path / "actions" / name for name in ("list_shops.yaml", "list_shops_v2.yaml"))
    assert "agents: {name: list_shops_v1, description: Lists shops.}\n" in old.read_text(encoding="utf-8")
    assert "agents: {name: list_shops_v2, description: Lists shops.}\n" in new.read_text(encoding="utf-8")


def test_a_source_in_the_style_stays_in_it(tmp_path: Path) -> None:
    """The empty lines between operations are part of it."""
    folder = source(tmp_path)
    for file, concept in style.concepts(sources.load(folder)).items():
        Path(file).write_bytes(style.styled(file, Path(file).read_bytes(), concept).data)
    next_version(folder, "ListShops").draft.write()
    next_version(folder, "GetOrder", move=True).draft.write()
    retire(folder, "ListShops", move=True).draft.write()
    concepts = style.concepts(sources.load(folder))
    assert [file for file, one in concepts.items() if not style.is_styled(file, Path(file).read_bytes(), one)] == []
    assert str(folder / "actions" / "list_shops_v2.yaml") in concepts
    text = (folder / "connector.yaml").read_text(encoding="utf-8")
    assert "\n    annotation: {status: Production, family: GetOrder, revision: 1}\n\n  - action: GetOrder_V2\n" in text


def test_empty_lines_between_operations_are_kept_in_another_style(tmp_path: Path) -> None:
    folder = source(tmp_path, CONNECTOR.replace("- {action: PlaceOrder,", "\n- {action: PlaceOrder,"))
    next_version(folder, "GetOrder").draft.write()
    text = (folder / "connector.yaml").read_text(encoding="utf-8")
    assert "revision: 1}\n\n- action: GetOrder_V2\n" in text
    assert "revision: 2}\n\n- {action: PlaceOrder," in text


def test_what_lists_the_operation_lists_the_next_version_too(tmp_path: Path) -> None:
    made = next_version(source(tmp_path), "ListShops")
    added = [line for line in lines(made, "+") if "ListShops_V2" in line or "v2" in line]
    assert (
        added
        == [
            "annotation: {status: Production, family: ListShops, revision: 1}",
            "action: ListShops_V2",
            "request: GET /v2/shops",
            "script_operations: [ListShops, ListShops_V2]",
            "  - ListShops_V2",
            "- actions/list_shops_v2.yaml",
            "- path: /v2/shops",
            "    ListShops_V2: {answer: {shops: *some}}   # none",
        ][1:]
    )


def test_an_operation_of_the_same_file_is_copied_in_its_style(tmp_path: Path) -> None:
    made = next_version(source(tmp_path), "GetOrder")
    assert lines(made, "-") == []
    assert lines(made, "+") == [
        "  - GetOrder_V2",
        "  visibility: advanced",
        "  annotation: {status: Production, family: GetOrder, revision: 1}",
        "- action: GetOrder_V2",
        "  summary: Get an order (V2)   # as the vendor says it",
        "  description: Reads one order.",
        "  request: GET /v2/orders/{order_id}",
        "  parameters:",
        "    order_id: {type: string, title: Order ID, description: The number of the order.}",
        "    # One of many.",
        "    shop: {type: string, title: Shop, description: The shop of the order., options: *shops}",
        "    branch: {type: string, title: Branch, description: The branch of the shop., options: *shops}",
        "  returns: {fields: {total: {type: double, title: Total, description: What is paid.}}}",
        "  annotation: {status: Preview, family: GetOrder, revision: 2}",
    ]


def test_a_version_of_the_path_is_raised(tmp_path: Path) -> None:
    made = next_version(source(tmp_path), "PlaceOrder")
    assert "request: POST /v2/orders," in "\n".join(lines(made, "+"))
    assert [paths.following(path, 3) for path in ("/v2/a/v1", "/v2x/a", "/v9", "/")] == [
        "/v3/a/v1",
        "/v3/v2x/a",
        "/v10",
        "/v3/",
    ]


def test_references_are_reported_at_their_lines(tmp_path: Path) -> None:
    made = next_version(source(tmp_path), "ListShops")
    found = [(one.id, one.severity, one.span.line, one.message.partition(" still uses")[0]) for one in made.left]
    assert found == [
        ("REV010", "advice", 7, "The reference (extension)"),
        ("REV010", "advice", 30, "The reference (drop-down) of 'GetOrder'"),
    ]


def test_references_are_moved_when_that_is_asked_for(tmp_path: Path) -> None:
    made = next_version(source(tmp_path), "ListShops", move=True)
    made.draft.write()
    text = (tmp_path / "connector.yaml").read_text(encoding="utf-8")
    assert made.left == []
    assert "testConnection: {operationId: ListShops_V2," in text
    assert text.count("operation: ListShops_V2, value: id") == 1
    assert next_version(source(tmp_path / "b"), "GetOrder", move=True).draft.diff().count("look_with: GetOrder_V2") == 1


@pytest.mark.parametrize("move", [False, True])
@pytest.mark.parametrize("operation", ["ListShops", "GetOrder", "PlaceOrder"])
def test_nothing_breaks_and_everything_is_still_right(operation: str, move: bool, tmp_path: Path) -> None:
    old, folder = source(tmp_path / "old"), source(tmp_path / "new")
    next_version(folder, operation, move=move).draft.write()
    comparison = compare(load(str(old)), load(str(folder)))
    assert [one.finding.message for one in comparison.reported if one.finding.severity == "error"] == []
    assert not comparison.fails("error")
    assert len(unproven(folder).findings) <= len(unproven(old).findings)
    assert build(folder).files


def test_the_third_revision_follows_the_second(tmp_path: Path) -> None:
    folder = source(tmp_path)
    next_version(folder, "ListShops").draft.write()
    retire(folder, "ListShops").draft.write()
    next_version(folder, "ListShops_V2").draft.write()
    found = families.families(sources.load(folder))["ListShops"]
    assert [(one.id, one.number, one.status, one.live) for one in found] == [
        ("ListShops", 1, "Production", False),
        ("ListShops_V2", 2, "Production", True),
        ("ListShops_V3", 3, "Preview", True),
    ]
    text = (folder / "actions" / "list_shops_v3.yaml").read_text(encoding="utf-8")
    assert "summary: List shops (V3)\n" in text
    assert "request: GET /v3/shops\n" in text


def test_an_operation_that_is_only_named_like_a_revision_starts_its_family(tmp_path: Path) -> None:
    folder = source(tmp_path, CONNECTOR.replace("GetOrder", "GetOrder_V2"))
    next_version(folder, "GetOrder_V2").draft.write()
    found = families.families(sources.load(folder))["GetOrder"]
    assert [(one.id, one.revision, one.path) for one in found] == [
        ("GetOrder_V2", 2, "/orders/{order_id}"),
        ("GetOrder_V3", 3, "/v3/orders/{order_id}"),
    ]


TWO = "- {action: ListShops_V2, summary: b, description: B., request: GET /b, annotation: {family: F, revision: 1}}\n"
CASES = {
    "unknown": ("GetOrdr", "", CONNECTOR, "there is no operation 'GetOrdr'. Did you mean 'GetOrder'?"),
    "no id": (
        "GetOrder",
        "",
        CONNECTOR.replace("- action: GetOrder\n", "- action: GetOrder\n  exact: {id_written: false}\n"),
        "'GetOrder' has no operationId in the Swagger file",
    ),
    "a path that is taken": ("PlaceOrder", "/v1/orders", CONNECTOR, "already belongs to 'PlaceOrder'"),
    "a path with other variables": ("GetOrder", "/v2/orders/{id}", CONNECTOR, "must be kept: {order_id}"),
    "no path": ("GetOrder", "orders", CONNECTOR, "write a path relative to the server"),
    "the id is taken": (
        "ListShops",
        "",
        CONNECTOR.replace("- path: /shops", f"{TWO}- path: /shops"),
        "the operation 'ListShops_V2' already exists in another family",
    ),
    "deprecated": (
        "GetOrder",
        "",
        CONNECTOR.replace("- action: GetOrder\n", "- action: GetOrder\n  deprecated: true\n"),
        "'GetOrder' is deprecated; remove `deprecated`",
    ),
    "one function of Power Apps": (
        "GetOrder",
        "",
        CONNECTOR.replace("- path: /shops", f"{TWO.replace('ListShops_V2', 'GetOrderV2')}- path: /shops"),
        "BRK040",
    ),
    "a new error of the check": (
        "GetOrder",
        "",
        CONNECTOR.replace("profile: custom\n", "").replace("Get an order ", f"Get {'the very ' * 8}oldest "),
        "the source would have a new error, OPR07",
    ),
    "errors": (
        "GetOrder",
        "",
        CONNECTOR.replace("description: Reads", "descripton: Reads"),
        "Unknown key 'descripton'",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_revised_is_refused_and_nothing_changes(case: str, tmp_path: Path) -> None:
    operation, path, connector, said = CASES[case]
    folder = source(tmp_path, connector)
    before = {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    with pytest.raises(Unusable) as refused:
        next_version(folder, operation, path)
    assert said in str(refused.value)
    assert {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()} == before


def test_a_third_live_operation_is_refused(tmp_path: Path) -> None:
    folder = source(tmp_path)
    next_version(folder, "ListShops").draft.write()
    with pytest.raises(Unusable, match="'ListShops_V2' is a newer revision of 'ListShops'"):
        next_version(folder, "ListShops")
    with pytest.raises(Unusable, match="`connectorkit revise ListShops --retire` deprecates the oldest"):
        next_version(folder, "ListShops_V2")


def test_a_file_of_that_name_is_not_overwritten(tmp_path: Path) -> None:
    folder = source(tmp_path)
    (folder / "actions" / "list_shops_v2.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(Unusable, match=r"list_shops_v2\.yaml: already exists"):
        next_version(folder, "ListShops")


def test_windows_line_ends_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    folder = source(tmp_path)
    for file in ("connector.yaml", "actions/list_shops.yaml"):
        text = (folder / file).read_text(encoding="utf-8").replace("\n", "\r\n")
        (folder / file).write_bytes(b"\xef\xbb\xbf" + text.encode())
    next_version(folder, "ListShops").draft.write()
    for file in ("connector.yaml", "actions/list_shops.yaml", "actions/list_shops_v2.yaml"):
        data = (folder / file).read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\n") == data.count(b"\r\n")

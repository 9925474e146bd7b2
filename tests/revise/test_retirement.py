"""The end of an old revision: deprecated, with its texts, and its successor in production."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectorkit.diagnostics.finding import Unusable
from connectorkit.diff.comparison import compare
from connectorkit.diff.sides.load import load
from connectorkit.revise.next_version import next_version
from connectorkit.revise.retirement import retire
from tests.revise.orders import CONNECTOR, source


def two(folder: Path, operation: str = "ListShops") -> Path:
    """A source with two revisions of an operation."""
    next_version(source(folder), operation).draft.write()
    return folder


def test_the_old_one_is_deprecated_with_its_texts(tmp_path: Path) -> None:
    folder = two(tmp_path)
    made = retire(folder, "ListShops")
    made.draft.write()
    text = (folder / "actions" / "list_shops.yaml").read_text(encoding="utf-8")
    assert "summary: List shops (deprecated)\ndescription: Lists the shops of a region. (deprecated)\n" in text
    assert "deprecated: true\n" in text
    assert "visibility: advanced\n" in text
    new = (folder / "actions" / "list_shops_v2.yaml").read_text(encoding="utf-8")
    assert "annotation: {status: Production, family: ListShops, revision: 2}\n" in new
    assert [one.span.line for one in made.left] == [7, 30]


def test_an_operation_in_flow_style_is_deprecated(tmp_path: Path) -> None:
    made = retire(two(tmp_path, "PlaceOrder"), "PlaceOrder")
    assert "summary: Place an order (deprecated), description: Places an order. (deprecated)" in made.draft.diff()


@pytest.mark.parametrize("move", [False, True])
def test_nothing_breaks(move: bool, tmp_path: Path) -> None:
    old, folder = two(tmp_path / "old"), two(tmp_path / "new")
    retire(folder, "ListShops", move).draft.write()
    comparison = compare(load(str(old)), load(str(folder)))
    assert not comparison.fails("error")
    assert ("ListShops_V2, value" in (folder / "connector.yaml").read_text(encoding="utf-8")) is move


def test_what_cannot_be_retired_is_refused(tmp_path: Path) -> None:
    folder = source(tmp_path)
    with pytest.raises(Unusable, match="has no newer revision; `connectorkit revise ListShops` creates one"):
        retire(folder, "ListShops")
    next_version(folder, "ListShops").draft.write()
    with pytest.raises(Unusable, match="is the newest revision of 'ListShops'; retire 'ListShops' instead"):
        retire(folder, "ListShops_V2")
    retire(folder, "ListShops").draft.write()
    with pytest.raises(Unusable, match="'ListShops' is already retired"):
        retire(folder, "ListShops")


def test_in_a_preview_nothing_goes_into_production(tmp_path: Path) -> None:
    folder = source(
        tmp_path, CONNECTOR.replace("profile: custom\n", "profile: custom\nannotation: {status: Preview}\n")
    )
    next_version(folder, "GetOrder").draft.write()
    made = retire(folder, "GetOrder")
    made.draft.write()
    text = (folder / "connector.yaml").read_text(encoding="utf-8")
    assert made.line == "GetOrder is deprecated; GetOrder_V2 (revision 2) follows it"
    assert "Production" not in text

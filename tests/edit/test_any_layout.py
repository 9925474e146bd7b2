"""In any layout and any order of keys, an edit has the same result, and no comment is lost."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from connectorkit.model.connector import Json
from connectorkit.read import yaml_document
from connectorkit.revise.next_version import next_version
from connectorkit.revise.retirement import retire
from tests.revise.orders import CONNECTOR, SHOPS, source
from tests.style.messy import Tree, Writer

pytestmark = pytest.mark.part(0.3)
FILES = {"connector.yaml": CONNECTOR, "actions/list_shops.yaml": SHOPS}


def plain(text: str) -> Json:
    """The data of a file without faults."""
    node, findings = yaml_document.parse("file.yaml", text.encode())
    assert node is not None and not findings, (findings, text)
    return node.plain()


def shuffled(value: Json, random: Random) -> Tree:
    """A value as the writer takes it, with the keys of each mapping in any order."""
    if isinstance(value, dict):
        return {key: shuffled(value[key], random) for key in random.sample(list(value), len(value))}
    if isinstance(value, list):
        return [shuffled(one, random) for one in value]
    return value if isinstance(value, str) else f"={json.dumps(value)}"


def messy(text: str, random: Random) -> str:
    """The same data in any layout."""
    data = plain(text)
    while True:
        tree = shuffled(data, random)
        assert isinstance(tree, dict)
        written = Writer(random).text(tree)
        # The writer can give the last block scalar of a mapping a line of spaces more.
        if plain(written) == data:
            return written


def revised(folder: Path, operation: str) -> None:
    """The operation with a new version that other operations use, and then without the old one."""
    next_version(folder, operation, move=True).draft.write()
    retire(folder, operation, move=True).draft.write()


def result(folder: Path, texts: dict[str, str], edit: Callable[[Path], None]) -> tuple[str, int]:
    """The data of all files after an edit, without the order of keys, and the number of comments of a writer."""
    source(folder, *texts.values())
    edit(folder)
    made = {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml")}
    data = {name: plain(text) for name, text in sorted(made.items())}
    return json.dumps(data, sort_keys=True), sum(text.count("remark") for text in made.values())


@settings(phases=(Phase.generate,), max_examples=20)
@given(st.integers(0, 2**32), st.sampled_from(("ListShops", "GetOrder", "PlaceOrder")), st.booleans())
def test_revisions(seed: int, operation: str, windows: bool) -> None:
    texts = {name: messy(text, Random(seed)) for name, text in FILES.items()}
    remarks = sum(text.count("remark") for text in texts.values())
    if windows:
        texts = {name: text.replace("\n", "\r\n") for name, text in texts.items()}

    def edit(folder: Path) -> None:
        revised(folder, operation)

    with tempfile.TemporaryDirectory() as home:
        wanted, _ = result(Path(home, "usual"), FILES, edit)
        made, left = result(Path(home, "messy"), texts, edit)
    assert made == wanted
    assert left >= remarks


@pytest.mark.parametrize("dash", ("-\n    ", "-   # the second -\n\n    # an action\n    ", "-\r\n    "))
def test_an_item_below_its_dash_is_copied(tmp_path: Path, dash: str) -> None:
    text = CONNECTOR.replace("\n- action: GetOrder\n  summary", f"\n{dash}action: GetOrder\n    summary")
    head, _, rest = text.partition("    summary: Get an order")
    item, _, after = rest.partition("- {action: PlaceOrder")
    text = (
        f"{head}    summary: Get an order{item.replace(chr(10) + '  ', chr(10) + '    ')}- {{action: PlaceOrder{after}"
    )
    folder = source(tmp_path, text)
    (folder / "connector.yaml").write_bytes(text.encode())
    next_version(folder, "GetOrder").draft.write()
    made = (folder / "connector.yaml").read_bytes().decode()
    assert made.count(f"{dash}action: GetOrder\n") == 1
    assert made.count(f"{dash}action: GetOrder_V2\n") == 1
    assert made.index("action: GetOrder\n") < made.index("action: GetOrder_V2\n") < made.index("action: PlaceOrder")

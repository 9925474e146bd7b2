"""Files while they are typed: no prefix makes a fault of ours, or a finding that a fresh server would not show."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectorkit.lsp.features import Features
from connectorkit.lsp.wire import Refused
from connectorkit.lsp.workspace import Workspace, everything
from connectorkit.model.json_value import Json, Object
from tests.conftest import Sample
from tests.lsp.conftest import shop_in
from tests.paths import ROOT

SOURCE = ROOT / "connector"
FILES = [file for file in sorted(SOURCE.rglob("*.yaml")) if ".schemas" not in file.parts]
LONGEST = 12_000  # Characters of a file that are typed; what follows is there from the start.


class Told:
    """A workspace with what its client was told last about each file."""

    def __init__(self) -> None:
        self._told: dict[str, list[str]] = {}
        self.workspace = Workspace(self._tells, everything)
        self.features = Features(self.workspace)

    def _tells(self, _: str, values: Object) -> None:
        listed = values["diagnostics"]
        assert isinstance(listed, list)
        self._told[str(values["uri"])] = sorted(map(repr, listed))

    def shown(self) -> dict[str, list[str]]:
        """The findings of each file that has any."""
        self.workspace.settle()
        return {uri: listed for uri, listed in self._told.items() if listed}


def fresh(uri: str, text: str) -> dict[str, list[str]]:
    """What a server shows that knows nothing but this text."""
    told = Told()
    told.workspace.open(uri, text, 0)
    return told.shown()


def requests(features: Features, uri: str, text: str, offset: int) -> Iterator[Callable[[], Json]]:
    """Every request that an editor makes at the cursor."""
    before = text[:offset]
    line = before.rpartition("\n")[2]
    place = {"line": before.count("\n"), "character": len(line.encode("utf-16-le")) // 2}
    params: Object = {"textDocument": {"uri": uri}, "position": dict(place), "newName": "Other"}
    asked: Object = {**params, "range": {"start": dict(place), "end": dict(place)}, "context": {"diagnostics": []}}
    for call in (features.completion, features.hover, features.definition, features.references, features.symbols):
        yield lambda call=call: call(params)  # type: ignore[misc]  # the default binds the call of this turn
    yield lambda: features.code_actions(asked)
    yield lambda: features.formatting(params)
    yield lambda: features.prepare_rename(params)


def asked_all(told: Told, uri: str, text: str, offset: int) -> None:
    for call in requests(told.features, uri, text, offset):
        try:
            call()
        except Refused as reason:
            assert str(reason)


def typed(file: Path, steps: int, seed: str) -> Iterator[str]:
    """Prefixes of a file, longer and longer."""
    text, chance = file.read_text(encoding="utf-8")[:LONGEST], random.Random(seed)
    yield from (text[:end] for end in sorted(chance.sample(range(len(text) + 1), min(steps, len(text)))))


@pytest.mark.part(0.1)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_typing_a_file_shows_what_a_fresh_server_shows(file: Path, complete: bool) -> None:
    told, uri = Told(), file.as_uri()
    told.workspace.open(uri, "", 0)
    told.shown()
    for version, text in enumerate(typed(file, 60 if complete else 8, file.name), 1):
        told.workspace.change(uri, [{"text": text}], version)
        asked_all(told, uri, text, len(text))
        if version % 4 == 0:
            assert told.shown() == fresh(uri, text), text[-80:]


MARKS = [
    "{",
    "[",
    "}",
    "]",
    ":",
    "- ",
    "\n",
    "\t",
    '"',
    "'",
    "|",
    "&a ",
    "*a",
    "#",
    "%",
    "\ufeff",
    "\u2028",
    "😀",
    "\r",
    "? ",
]


@pytest.mark.part(1)
def test_no_mark_anywhere_in_a_file_does_harm(tmp_path: Path, sample: Sample[int]) -> None:
    shop_in(tmp_path)
    file = tmp_path / "place_order.yaml"
    written, told, chance = file.read_text(encoding="utf-8"), Told(), random.Random("marks")
    told.workspace.open(file.as_uri(), written, 0)
    for version in range(1, 1 + len(sample(list(range(400)), 0.08))):
        at = chance.randrange(len(written))
        text = written[:at] + chance.choice(MARKS) + written[at + chance.choice((0, 0, 1, 5)) :]
        told.workspace.change(file.as_uri(), [{"text": text}], version)
        asked_all(told, file.as_uri(), text, min(at + 1, len(text)))
        if version % 10 == 0:
            assert told.shown() == fresh(file.as_uri(), text), text

"""A page that listens gets its cards before the findings take the processor."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from connectorkit.desk.library import Library
from connectorkit.desk.watch import Watch
from connectorkit.diagnostics.finding import Finding
from tests.desk.served import shop_in

SECONDS = 30
ASKED_AT = 4


class Judged(Library):
    """A library that notes how often a page could have asked before it is judged."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.asked = 0
        self.judged: list[int] = []

    def shown(self) -> int:
        self.asked += 1
        return self.number if self.asked >= ASKED_AT else 0

    def findings(self) -> list[Finding]:
        self.judged.append(self.asked)
        return super().findings()


@pytest.mark.parametrize(("listens", "asked"), [(True, ASKED_AT), (False, 0)])
def test_findings_wait_for_a_page_that_listens(tmp_path: Path, listens: bool, asked: int) -> None:
    folder = shop_in(tmp_path)
    library = Judged(folder)
    library.refresh()
    watch = Watch(library, library.shown)
    file = folder / "connector.yaml"

    async def edited() -> None:
        if not listens:
            file.write_text(file.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
            while len(library.judged) < 2:
                await asyncio.sleep(0.01)
            return
        with watch.changes():
            file.write_text(file.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
            while len(library.judged) < 2:
                await asyncio.sleep(0.01)

    watch.start()
    try:
        asyncio.run(asyncio.wait_for(edited(), SECONDS))
    finally:
        watch.close()
    assert library.judged[1] == asked

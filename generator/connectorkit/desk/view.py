"""The documents that the page requests, rendered from the library once per state of the source."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from html import escape
from typing import Final

from connectorkit.designer.javascript import Plain
from connectorkit.desk import page_data
from connectorkit.desk.changes import Changes
from connectorkit.desk.library import Library, Snapshot
from connectorkit.desk.published_model import Models
from connectorkit.model.json_value import Json
from connectorkit.render.docs import reference
from connectorkit.render.templates import TemplateFault, Templates

NO_REFERENCE: Final = "<!doctype html><html lang='en'><title>Reference</title><p>{}</p></html>"


class View:
    """Documents of the current state. Methods are thread-safe."""

    def __init__(self, library: Library, changes: Changes | None) -> None:
        self.library, self._changes = library, changes
        self.models = Models()
        # The number of the state whose cards were rendered last.
        self.shown = 0
        self._lock = threading.RLock()
        self._kept: dict[str, tuple[object, bytes]] = {}

    def connector(self) -> bytes:
        """The connector of the last valid state as JSON; ``null`` if there has been none yet."""
        snapshot = self.library.snapshot
        return self._once("connector", snapshot, lambda: _dumped(self._connector(snapshot) if snapshot else None))

    def findings(self) -> bytes:
        """The findings of the current state as JSON, and whether the cards are those of an earlier state."""
        return self._once("findings", self.library.number, lambda: _dumped(self._findings()))

    def changes(self) -> bytes:
        """The changes since the base as JSON. Not cached, since there may be a new commit."""
        snapshot = self.library.snapshot
        with self._lock:
            if snapshot is None or self._changes is None:
                why = (
                    "There is no version to compare with."
                    if self._changes is None
                    else "The source cannot be shown yet."
                )
                return _dumped({"base": "", "error": why, "changes": [], "before": []})
            return _dumped(self._changes.of(snapshot))

    def reference(self) -> bytes:
        """The reference page of the last valid state, as HTML with a separate content security policy."""
        snapshot = self.library.snapshot
        return self._once("reference", snapshot, lambda: self._reference(snapshot))

    def _connector(self, snapshot: Snapshot) -> Plain:
        model = self.models.of(snapshot)
        with self.library.held():
            made = page_data.connector(snapshot, model)
        self.shown = snapshot.number
        return made

    def _reference(self, snapshot: Snapshot | None) -> bytes:
        model = self.models.of(snapshot) if snapshot is not None else "The source cannot be shown yet."
        if snapshot is None or isinstance(model, str):
            return NO_REFERENCE.format(escape(str(model))).encode()
        try:
            return reference.render(model, Templates(snapshot.folder / "templates"))["docs/index.html"]
        except TemplateFault:
            return NO_REFERENCE.format("A template of the source cannot be rendered; the findings name it.").encode()

    def _findings(self) -> Plain:
        # Read the number first: the findings may already belong to the next state.
        found = page_data.findings(self.library.findings())
        problems: list[Json] = [page_data.finding(one) for one in self.library.problems if one.blocking]
        return {**found, "unusable": self.library.unusable, "broken": broken(self.library), "problems": problems}

    def _once(self, name: str, state: object, make: Callable[[], bytes]) -> bytes:
        with self._lock:
            kept = self._kept.get(name)
            if kept is None or (kept[0] is not state and kept[0] != state):
                kept = self._kept[name] = (state, make())
            return kept[1]


def broken(library: Library) -> bool:
    """Whether the current state cannot be shown, so that the cards are those of an earlier state."""
    return bool(library.unusable or library.problems)


def _dumped(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")

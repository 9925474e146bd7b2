"""The model of a snapshot; a published connector is first imported into a temporary folder."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

from connectorkit import pipeline
from connectorkit.desk.library import Snapshot
from connectorkit.diagnostics.finding import Unusable
from connectorkit.importing import run
from connectorkit.model.connector import Connector


class Models:
    """Models of snapshots; the last import is cached. Methods are thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[Snapshot, Connector | str] | None = None

    def of(self, snapshot: Snapshot) -> Connector | str:
        """The model, or a sentence with the reason why a published connector cannot be imported."""
        if snapshot.connector is not None:
            return snapshot.connector
        with self._lock:
            if self._kept is None or self._kept[0] is not snapshot:
                self._kept = (snapshot, _imported(snapshot.folder))
            return self._kept[1]


def _imported(published: Path) -> Connector | str:
    try:
        tree, findings = run.files(published)
        wrong = next((one for one in findings if one.blocking), None)
        if wrong is not None:
            return f"These files cannot be imported: {wrong.message}"
        with tempfile.TemporaryDirectory(prefix="connectorkit-") as folder:
            for name, data in tree.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            connector, found = pipeline.load(Path(folder), loose=True)
    except (Unusable, OSError) as error:
        return f"These files cannot be imported: {error}"
    if connector is not None:
        return connector
    return f"These files cannot be imported: {next((one.message for one in found if one.blocking), '')}"

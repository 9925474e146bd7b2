"""The changes of a snapshot since the last commit or another revision, with the verdicts of ``connectorkit diff``."""

from __future__ import annotations

import threading
from pathlib import Path

from connectorkit.designer.cards import cards
from connectorkit.designer.javascript import Plain
from connectorkit.desk import page_data
from connectorkit.desk.definition_index import DefinitionIndex
from connectorkit.desk.library import Snapshot
from connectorkit.diagnostics.finding import Unusable
from connectorkit.diff import approvals
from connectorkit.diff.comparison import Reported, compare
from connectorkit.diff.sides import load
from connectorkit.diff.sides.side import Side
from connectorkit.model.json_value import Json
from connectorkit.read import git_revision
from connectorkit.render.templates import TemplateFault

_AUDIENCES = ("wire", "flows", "apps", "agents")


class Changes:
    """The comparison of a source with a revision of its repository; the old side is read once per commit."""

    def __init__(self, source: Path, revision: str = "HEAD") -> None:
        self._source, self._revision = source, revision
        self._lock = threading.Lock()
        self._commit = ""
        self._older: tuple[Side, list[Json]] | None = None

    def of(self, snapshot: Snapshot) -> Plain:
        """Changes with their verdicts, and the cards of the old side; ``error`` if the comparison is impossible."""
        name = f"git:{self._revision}"
        try:
            with self._lock:
                older, before = self._read()
                made = compare(older, snapshot.side(str(self._source)), self._approvals())
        except (Unusable, TemplateFault) as error:
            why = error.finding.message if isinstance(error, TemplateFault) else str(error)
            return {"base": name, "error": why, "changes": [], "before": []}
        return {
            "base": name,
            "error": "",
            "version": {**made.release._asdict()},
            "changes": [_change(one) for one in made.reported],
            "before": before,
        }

    def commit(self) -> str:
        """The commit that the revision currently names. Raises Unusable if there is none, or no repository."""
        asked = self._asked()
        return git_revision.commit(asked, git_revision.top_of(asked, str(self._source)), self._revision)

    def _asked(self) -> str:
        return f"git:{self._revision}:{self._source}"

    def _read(self) -> tuple[Side, list[Json]]:
        commit = self.commit()
        if self._older is None or commit != self._commit:
            side = load.load(self._asked())
            definition = side.contents.definition
            found = page_data.cards(cards(definition), DefinitionIndex(definition), side.span_of)
            self._commit, self._older = commit, (side, found)
        return self._older

    def _approvals(self) -> approvals.Approvals:
        return approvals.read(approvals.nearest(self._source))


def _change(one: Reported) -> Plain:
    found = page_data.finding(one.finding)
    verdict = dict(zip(_AUDIENCES, one.change.verdict, strict=True))
    return {
        **found,
        "operations": [operation.id for operation in one.change.operations],
        "verdict": {name: str(level) for name, level in verdict.items()},
        "approved": one.approval.reason if one.approval is not None else "",
    }

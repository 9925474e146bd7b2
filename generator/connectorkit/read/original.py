"""A published connector in any form: a folder, a definition, a solution, or a certification zip."""

from __future__ import annotations

from pathlib import Path

from connectorkit.diagnostics.finding import Finding
from connectorkit.read import connector_folder, package_kind, solution_connector
from connectorkit.read.connector_folder import Original


def gather(path: Path) -> tuple[Original | None, list[Finding]]:
    """The connector at ``path``; None when it cannot be read. Raises Unusable when there is nothing to import."""
    if package_kind.recognised(path):
        return solution_connector.gather(path)
    return connector_folder.gather(path)

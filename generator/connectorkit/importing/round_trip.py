"""Round trip: whether the YAML of an import is read back as the connector it was made from."""

from __future__ import annotations

import tempfile
from pathlib import Path

from connectorkit.diagnostics.finding import Finding
from connectorkit.importing import compare
from connectorkit.model.connector import Json
from connectorkit.pipeline import load
from connectorkit.read.connector_folder import Place
from connectorkit.read.yaml_document import MAX_BYTES
from connectorkit.render.swagger import documents
from connectorkit.write import new_folder

Plain = dict[str, Json]
_WAY = "Please report it with the part of the file that is named; the rest of the source is right."


def differences(
    tree: dict[str, bytes], definition: Plain, properties: Plain | None, place: Place, exact: bool = False
) -> list[Finding]:
    """What of ``definition`` and ``properties`` (None: absent) the source ``tree`` does not say.

    ``exact``: with what stands for nothing.
    """
    if any(len(data) > MAX_BYTES for name, data in tree.items() if name.endswith(".yaml")):
        return [
            Finding(
                "IMP003",
                f"The YAML of this would be larger than {MAX_BYTES // 1_000_000} MB.",
                place(""),
                "The platform takes definitions of less than 1 MB; leave parts out.",
            )
        ]
    with tempfile.TemporaryDirectory(prefix="connectorkit-") as folder:
        new_folder.fill(Path(folder), tree)
        connector, findings = load(Path(folder), loose=True)
    if connector is None:
        return [_unbuildable(finding, folder, place) for finding in findings if finding.blocking][:20]
    differ = compare.exactly if exact else compare.definition
    found = differ(definition, documents.project(connector).definition)
    if not found and properties is not None:
        found = compare.properties(properties, documents.properties(connector))
        place = _top(place)
    return [_different(found, place)] if found else []


def _top(place: Place) -> Place:
    return lambda pointer: place("")


def _unbuildable(finding: Finding, folder: str, place: Place) -> Finding:
    where = f"{finding.span.file.removeprefix(folder).lstrip('/')}:{finding.span.line}"
    return Finding(
        "IMP003",
        f"No source can be built from this: {finding.message} (It would stand in {where}.)",
        place(""),
        finding.help,
    )


def _different(found: str, place: Place) -> Finding:
    pointer, _, what = found.partition(": ")
    span = place("" if pointer == "/" else pointer)
    return Finding("IMP004", f"The source says this differently: {what}.", span, _WAY, "warning", pointer)

"""Round trip: whether the YAML of an import builds the imported connector."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from connectorkit.diagnostics.finding import Finding
from connectorkit.model import compare
from connectorkit.model.connector import Json
from connectorkit.pipeline import load
from connectorkit.read.connector_folder import Place
from connectorkit.read.yaml_document import MAX_BYTES
from connectorkit.render.swagger import documents
from connectorkit.write import new_folder

Plain = dict[str, Json]
_WAY = "Please report it, with this part of the file; the rest of the source is correct."


class Proof(NamedTuple):
    """The definition and properties that a source builds (None if it cannot be built), and findings."""

    definition: Plain | None
    properties: Plain
    findings: list[Finding]


def proof(
    tree: dict[str, bytes], definition: Plain, properties: Plain | None, place: Place, exact: bool = False
) -> Proof:
    """Build the source ``tree`` and compare it with ``definition`` and ``properties`` (None: absent).

    ``exact``: keys without effect count too.
    """
    if any(len(data) > MAX_BYTES for name, data in tree.items() if name.endswith(".yaml")):
        large = f"The resulting YAML would be larger than {MAX_BYTES // 1_000_000} MB."
        help = "Select a part of it with --operation, --tag or --path."
        return Proof(None, {}, [Finding("IMP003", large, place(""), help)])
    with tempfile.TemporaryDirectory(prefix="connectorkit-") as folder:
        new_folder.fill(Path(folder), tree)
        connector, findings = load(Path(folder), loose=True)
    if connector is None:
        wrong = [_unbuildable(finding, folder, place) for finding in findings if finding.blocking]
        return Proof(None, {}, wrong[:20])
    differ = compare.exactly if exact else compare.definition
    made, beside = documents.definition(connector), documents.properties(connector)
    found = differ(definition, made)
    if not found and properties is not None:
        found = compare.properties(properties, beside)
        place = _top(place)
    return Proof(made, beside, [_different(found, place)] if found else [])


def _top(place: Place) -> Place:
    return lambda pointer: place("")


def _unbuildable(finding: Finding, folder: str, place: Place) -> Finding:
    where = f"{finding.span.file.removeprefix(folder).lstrip('/')}:{finding.span.line}"
    return Finding(
        "IMP003",
        f"No source can be built from this: {finding.message} (In the YAML: {where}.)",
        place(""),
        finding.help,
    )


def _different(found: str, place: Place) -> Finding:
    pointer, _, what = found.partition(": ")
    span = place("" if pointer == "/" else pointer)
    return Finding("IMP004", f"The source expresses this differently: {what}.", span, _WAY, "warning", pointer)

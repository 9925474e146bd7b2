"""Import of published connectors and API descriptions to folders of YAML."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from connectorkit.diagnostics.finding import Finding, Unusable, ordered
from connectorkit.importing import bundle, example_data, layout, record, report, round_trip, select
from connectorkit.importing.openapi3 import lower
from connectorkit.importing.select import WHOLE, Selection
from connectorkit.importing.swagger2 import convert, references
from connectorkit.model import file_names
from connectorkit.model.connector import Json
from connectorkit.read import connector_folder
from connectorkit.read import original as published
from connectorkit.render.editor import source_files
from connectorkit.write import json_layout, layout_file, new_folder

Plain = dict[str, Json]
Say = Callable[[str], None]


def targets(sources: Sequence[Path], out: Path) -> list[Path]:
    """The target folder of each source: ``out`` itself for a single one, else a folder in it with its name.

    If two have the same name, the folders have the paths of the sources below their common folder. Raises Unusable when
    a source is named twice.
    """
    if len(sources) == 1:
        return [out]
    names = [connector_folder.name_of(source) for source in sources]
    if _distinct(names):
        return [out / name for name in names]
    whole = [source.resolve() for source in sources]
    above = Path(os.path.commonpath([path.parent for path in whole]))
    below = [path.relative_to(above).parent / connector_folder.name_of(path) for path in whole]
    for index, path in enumerate(below):
        if path in below[:index]:
            both = f"{sources[below.index(path)]} and {sources[index]}"
            raise Unusable(f"{both} would both be written to {out / path}; import them separately")
    return [out / path for path in below]


def _distinct(names: Sequence[str]) -> bool:
    """Whether names differ, even without letter case."""
    return len({name.lower() for name in names}) == len(names)


@dataclass(frozen=True, slots=True)
class Options:
    """Options of an import. ``exact`` also keeps keys without effect; ``selection`` is the part of the API.

    ``above`` is a folder above the targets with the schemas for editors; by default, each target gets its own.
    """

    exact: bool = False
    selection: Selection = WHOLE
    above: Path | None = None


_USUAL = Options()


def run(source: Path, target: Path, say: Say, options: Options = _USUAL) -> list[Finding]:
    """Import one source; ``say`` gets the progress line. Nothing is written when there is an error.

    Raises Unusable when there is nothing to import, or the target cannot be written.
    """
    tree, definition, findings = _converted(source, options.exact, options.selection)
    if any(finding.blocking for finding in findings):
        say(f"{source}: not imported")
        return findings
    tree[file_names.IMPORTED] = record.text(record.recorded(definition), options.selection).encode()
    steps = len(target.relative_to(options.above).parts) if options.above else 0
    new_folder.create(target, source_files.equipped(tree, steps))
    say(f"{source}: {len(tree)} {'file' if len(tree) == 1 else 'files'} in {target}")
    return findings


def files(source: Path, exact: bool = False, selection: Selection = WHOLE) -> tuple[dict[str, bytes], list[Finding]]:
    """The YAML files for one source (none when there is an error), and its findings, grouped by cause.

    Raises Unusable when there is nothing to import, or no operation fits ``selection``.
    """
    tree, _, findings = _converted(source, exact, selection)
    return tree, findings


def _converted(source: Path, exact: bool, selection: Selection) -> tuple[dict[str, bytes], Plain, list[Finding]]:
    """As :func:`files`, with the definition as Swagger 2.0."""
    original, findings = lowered(source, selection)
    if original is None:
        return {}, {}, ordered(findings)
    tree = convert.files(
        original.definition,
        original.properties,
        original.beside,
        exact,
        layout=bool(original.texts),
        package=original.package,
    )
    proof = round_trip.proof(tree, original.definition, original.properties, original.place, exact)
    if proof.definition is not None and original.texts:
        _record_layout(tree, original, proof.definition, proof.properties)
    findings += report.undeclared_paging(original.definition, original.place)
    return tree, original.definition, report.grouped([*findings, *proof.findings])


def lowered(source: Path, selection: Selection = WHOLE) -> tuple[connector_folder.Original | None, list[Finding]]:
    """One source with its definition as Swagger 2.0; None where it cannot be read.

    Raises Unusable when there is nothing to import, or no operation fits ``selection``.
    """
    original, findings = published.gather(source)
    if original is None:
        return None, findings
    findings += _one_document(original)
    if selection:
        _select(original, selection)
    if original.version == 3:
        findings += _lower(original)
    else:
        findings += references.wrong_references(original.definition, original.place)
        findings += report.missing_ids(original.definition, original.place)
    return original, findings


def _one_document(original: connector_folder.Original) -> list[Finding]:
    """Bundle the files that the definition refers to."""
    whole = bundle.bundle(original.definition, original.place, original.file, original.version == 3)
    if whole.document is not original.definition:
        original.texts.pop(file_names.DEFINITION, None)
    original.definition, original.place = whole.document, whole.place
    return whole.findings


def _select(original: connector_folder.Original, selection: Selection) -> None:
    """Keep only the selected operations in the definition and in the policies."""
    chosen = select.select(original.definition, selection)
    if chosen is None:
        raise Unusable(f"{original.file}: no operation matches {selection}")
    original.definition = chosen
    original.properties = select.properties(original.properties, select.ids(chosen))
    original.texts.pop(file_names.DEFINITION, None)


def _record_layout(
    tree: dict[str, bytes], original: connector_folder.Original, definition: Plain, properties: Plain
) -> None:
    """Record indentation, line ends and key order of the original, where they differ from the default."""
    made = {file_names.DEFINITION: definition, file_names.PROPERTIES: properties}
    layouts = {}
    for name, written in original.texts.items():
        recorded = json_layout.record(written.text, made[name], json_layout.KINDS[name])
        recorded.mark = written.mark
        if recorded != json_layout.Layout():
            layouts[name] = recorded
    if layouts:
        tree[file_names.LAYOUT] = layout_file.text(layouts).encode()
    else:
        del tree[file_names.LAYOUT]
        tree[file_names.SOURCE] = layout.without_layout(tree[file_names.SOURCE])


def _lower(original: connector_folder.Original) -> list[Finding]:
    """Convert an OpenAPI 3 original to Swagger 2.0; its own apiProperties.json takes precedence."""
    place = original.place
    document, findings = example_data.resolve(original.definition, place)
    lowered = lower.lower(document, place)
    findings += report.losses(document, lowered.swagger, place)
    original.definition = lowered.swagger
    original.place = lambda pointer: place(lower.origin(pointer))
    original.properties = original.properties or lowered.properties
    original.texts.pop(file_names.DEFINITION, None)
    return [*findings, *lowered.findings]

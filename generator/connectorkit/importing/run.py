"""Run: sources of other formats, one after another, to folders of YAML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from connectorkit.diagnostics.finding import Finding, Unusable, ordered
from connectorkit.importing import bundle, round_trip
from connectorkit.importing.openapi3 import lower
from connectorkit.importing.swagger2 import convert, references
from connectorkit.model import file_names
from connectorkit.model.connector import Json
from connectorkit.read import connector_folder
from connectorkit.write import json_layout, layout_file, new_folder

Plain = dict[str, Json]
Say = Callable[[str], None]


def targets(sources: Sequence[Path], out: Path) -> list[Path]:
    """Where each source goes: into ``out`` itself when it is the only one, else below it, under its name.

    Raises Unusable when two of them have the same name.
    """
    if len(sources) == 1:
        return [out]
    names = [connector_folder.name_of(source) for source in sources]
    folded = [name.lower() for name in names]
    for index, name in enumerate(folded):
        if name in folded[:index]:
            both = f"{sources[folded.index(name)]} and {sources[index]}"
            raise Unusable(f"{both} would both be written to {out / names[index]}; import them apart")
    return [out / name for name in names]


def run(source: Path, target: Path, say: Say, exact: bool = False) -> list[Finding]:
    """Import one source; ``say`` takes the line of progress. Nothing is written when there is an error.

    ``exact``: what stands for nothing is kept as well.

    Raises Unusable when there is nothing to import, or no place to write to.
    """
    tree, findings = files(source, exact)
    if any(finding.blocking for finding in findings):
        say(f"{source}: not imported")
        return findings
    new_folder.create(target, tree)
    say(f"{source}: {len(tree)} files in {target}")
    return findings


def files(source: Path, exact: bool = False) -> tuple[dict[str, bytes], list[Finding]]:
    """The files of the YAML for one source, and what there is to say about it; none when there is an error."""
    original, findings = connector_folder.gather(source)
    if original is None:
        return {}, ordered(findings)
    whole = bundle.bundle(original.definition, original.place, original.file, original.version == 3)
    if whole.document is not original.definition:
        original.texts.pop(file_names.DEFINITION, None)
    original.definition, original.place = whole.document, whole.place
    findings += whole.findings
    if original.version == 3:
        findings += _lower(original)
        original.texts.pop(file_names.DEFINITION, None)
    else:
        findings += references.check(original.definition, original.place)
    tree = convert.files(original.definition, original.properties, original.beside, exact, bool(original.texts))
    proof = round_trip.check(tree, original.definition, original.properties, original.place, exact)
    if proof.definition is not None and original.texts:
        _record_layout(tree, original, proof.definition, proof.properties)
    return tree, ordered([*findings, *proof.findings])


def _record_layout(
    tree: dict[str, bytes], original: connector_folder.Original, definition: Plain, properties: Plain
) -> None:
    """Keep indentation, line ends and key order of the original, where they are not those of every build."""
    made = {file_names.DEFINITION: definition, file_names.PROPERTIES: properties}
    layouts = {}
    for name, written in original.texts.items():
        layout = json_layout.record(written.text, made[name], json_layout.KINDS[name])
        layout.mark = written.mark
        if layout != json_layout.Layout():
            layouts[name] = layout
    if layouts:
        tree[file_names.LAYOUT] = layout_file.text(layouts).encode()
    else:
        del tree[file_names.LAYOUT]
        line = f"\nlayout: {file_names.LAYOUT}\n".encode()
        tree[file_names.SOURCE] = tree[file_names.SOURCE].replace(line, b"\n", 1)


def _lower(original: connector_folder.Original) -> list[Finding]:
    """Bring an OpenAPI 3 original down to Swagger 2.0; its own apiProperties.json counts where it has one."""
    lowered = lower.lower(original.definition, original.place)
    place = original.place
    original.definition = lowered.swagger
    original.place = lambda pointer: place(lower.origin(pointer))
    original.properties = original.properties or lowered.properties
    return lowered.findings

"""Run: sources of other formats, one after another, to folders of YAML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from connectorkit.diagnostics.finding import Finding, Unusable, ordered
from connectorkit.importing import round_trip
from connectorkit.importing.openapi3 import lower
from connectorkit.importing.swagger2 import convert, references
from connectorkit.read import connector_folder
from connectorkit.read import original as published
from connectorkit.write import new_folder

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
    original, findings = published.gather(source)
    if original is None:
        return {}, ordered(findings)
    if original.version == 3:
        findings += _lower(original)
    else:
        findings += references.check(original.definition, original.place)
    tree = convert.files(original.definition, original.properties, original.beside, exact, original.package)
    findings += round_trip.check(tree, original.definition, original.properties, original.place, exact)
    return tree, ordered(findings)


def _lower(original: connector_folder.Original) -> list[Finding]:
    """Bring an OpenAPI 3 original down to Swagger 2.0; its own apiProperties.json counts where it has one."""
    lowered = lower.lower(original.definition, original.place)
    place = original.place
    original.definition = lowered.swagger
    original.place = lambda pointer: place(lower.origin(pointer))
    original.properties = original.properties or lowered.properties
    return lowered.findings

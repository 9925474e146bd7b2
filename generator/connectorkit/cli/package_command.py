"""`connectorkit package`: solutions, the certification zip, the repository folder, and their evidence."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import click

from connectorkit.cli import out_folders, output, selection, settings
from connectorkit.diagnostics import refusals
from connectorkit.diagnostics.build_result import Built
from connectorkit.diagnostics.finding import Finding, Unusable, ordered
from connectorkit.read import source_paths


class Asked(NamedTuple):
    """The options of a package."""

    parts: tuple[str, ...]
    managed: bool
    base: str | None
    with_tests: bool


_PARTS = ("solution", "certification", "unpacked", "repository")


@click.command()
@click.argument("sources", metavar="[SOURCE...]", nargs=-1, type=click.Path())
@click.option("--out", type=click.Path(), help="The output folder.")
@click.option("--only", multiple=True, type=click.Choice(_PARTS), help="Write only this part; repeatable.")
@click.option("--managed", is_flag=True, help="Write the managed solution as well.")
@click.option(
    "--base",
    metavar="OLD",
    help="The released version, in any form that diff accepts. Changes are added to the evidence, and a changed id is "
    "an error.",
)
@click.option("--with-tests", is_flag=True, help="Run the contract tests, and add their table to the evidence.")
@click.option(
    "--verify", "package", metavar="ZIP|FOLDER", type=click.Path(), help="Compare a package with the source instead."
)
@click.option("--env", "environment", metavar="NAME", hidden=True)
def package(
    sources: tuple[str, ...],
    out: str | None,
    only: tuple[str, ...],
    managed: bool,
    base: str | None,
    with_tests: bool,
    package: str | None,
    environment: str | None,
) -> None:
    """Package the sources for makers, for certification and for the public repository.

    A SOURCE is a source folder, a folder that contains `connector/`, or any file in a source; the current folder by
    default. With one SOURCE, the package is written directly to --out; with several, to --out/NAME. An error that makes
    the platform refuse the connector stops the package; other findings are added to its evidence.

    Exit status: 0 if packaged, or if --verify finds no differences; 1 if stopped, or if --verify finds differences; 2
    if the command line or a SOURCE is invalid.
    """
    if environment is not None:
        output.give_up(
            "--env: a package always contains production. Promote it with environment variables (`package` in the "
            "source), or render an environment with `connectorkit build --env` and create a connector from it with "
            "`pac`."
        )
    given = list(source_paths.find_all(sources))
    if package is not None:
        if len(given) > 1 or out or only or managed or base or with_tests:
            output.give_up("--verify compares one SOURCE with one package, and cannot be combined with other options.")
        sys.exit(_verify(given[0], package))
    if out is None:
        output.give_up("Name an output folder with --out, or a package to compare with --verify.")
    if base is not None and len(given) > 1:
        output.give_up("--base is for a single SOURCE; package the sources one by one.")
    sys.exit(_package_all(given, out, Asked(only or _PARTS, managed, base, with_tests)))


def _package_all(given: Sequence[source_paths.Found | Unusable], out: str, asked: Asked) -> int:
    found = [one for one in given if isinstance(one, source_paths.Found)]
    output.usable(lambda: out_folders.require_names(found))
    output.usable(lambda: out_folders.refuse_overlap(out, [one.path for one in found]))
    status, findings = 0, list[Finding]()
    for one in given:
        try:
            if isinstance(one, Unusable):
                raise one
            target = out if len(given) == 1 else os.path.join(out, one.name)
            status = max(status, _package(one.path, target, asked, findings))
        except Unusable as error:
            output.progress(str(error))
            status = 2
    output.report(ordered(findings), "text")
    return status


class _Read(NamedTuple):
    """The connector of a source, the findings of its check, those that stop a package, and the settings."""

    built: Built
    said: list[Finding]
    refused: list[Finding]
    settings: settings.Settings


def _built(source: str) -> _Read:
    """The inputs of a package."""
    from connectorkit.cli import result_cache

    chosen_by, wrong = settings.of(source, settings.Given())
    built = result_cache.build(source, ("connector",), False, chosen_by.profile)
    chosen = [*wrong, *selection.choose(built.findings, chosen_by).findings]
    refused = [one for one in chosen if refusals.refused(one)]
    refused = refused or ([] if built.files else [one for one in built.findings if one.blocking])
    return _Read(built, chosen, refused, chosen_by)


def _package(source: str, out: str, asked: Asked, findings: list[Finding]) -> int:
    """Package one source; findings that stop it are added to ``findings``."""
    from pathlib import Path

    from connectorkit.cli import evidence, package_base
    from connectorkit.package import manifest
    from connectorkit.package.assemble import assemble
    from connectorkit.package.request import Request
    from connectorkit.write import build_folder

    build_folder.refuse_other(Path(out), manifest.NAME, True, "the files of a build")
    built, said, refused, chosen_by = _built(source)
    if refused:
        return _stopped(source, refused, findings)
    table = evidence.contract_tests(source) if asked.with_tests else None
    text = table.text if table else ""
    against = package_base.compare(asked.base, source) if asked.base is not None else package_base.NOTHING
    shown = partial(evidence.files, source, table=text, changes=against.files)
    request = Request(asked.parts, asked.managed, shown, table is not None, against.base, partial(_chosen, chosen_by))
    packaged = assemble(Path(source), built.files, request, said)
    if not packaged.files:
        return _stopped(source, packaged.findings, findings)
    changed = build_folder.write(Path(out), packaged.files)
    count = len(packaged.findings)
    noted = f"; {count} finding{'' if count == 1 else 's'} in evidence/findings.json" if count else ""
    noted += _missing(asked, packaged.files) + against.noted
    output.progress(f"{source}: {len(packaged.files)} files, {len(changed)} changed in {out}{noted}")
    if table is not None and not table.passed:
        output.progress(f"{source}: contract tests failed; see evidence/contract_tests.txt")
        return 1
    return 0


def _missing(asked: Asked, files: Mapping[str, bytes]) -> str:
    """A note about requested files that could not be created; "" if there are none."""
    wanted = "certification" in asked.parts and not any(name.endswith("_certification.zip") for name in files)
    return "; no certification zip, because no operation is visible" if wanted else ""


def _chosen(chosen_by: settings.Settings, found: Sequence[Finding]) -> list[Finding]:
    return selection.choose(found, chosen_by).findings


def _stopped(source: str, found: list[Finding], findings: list[Finding]) -> int:
    findings += found
    output.progress(f"{source}: not packaged")
    return 1


def _verify(found: source_paths.Found | Unusable, package: str) -> int:
    from pathlib import Path

    from connectorkit.package import verify

    try:
        if isinstance(found, Unusable):
            raise found
        built, said, refused, _ = _built(found.path)
        if refused:
            output.report(ordered(refused), "text")
            return 1
        outcome = verify.verify(verify.Source(Path(found.path), built.files, said), Path(package))
    except Unusable as error:
        output.progress(str(error))
        return 2
    for line in outcome.differences:
        output.write(f"{line}\n")
    output.progress(f"{package}: {outcome.verdict}")
    return 0 if outcome.same else 1

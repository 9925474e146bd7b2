"""`connectorkit package`: solutions, the certification zip, the repository folder, and what proves them."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import NamedTuple, NoReturn

import click

from connectorkit.diagnostics.finding import Finding, Unusable


class Asked(NamedTuple):
    """The options of a package."""

    parts: tuple[str, ...]
    managed: bool
    base: str | None
    with_tests: bool


_PARTS = ("solution", "certification", "unpacked", "repository")


@click.command()
@click.argument("sources", metavar="[SOURCE...]", nargs=-1, type=click.Path())
@click.option("--out", type=click.Path(), help="Folder to write into.")
@click.option("--only", multiple=True, type=click.Choice(_PARTS), help="Write this part only; repeatable.")
@click.option("--managed", is_flag=True, help="Write the managed solution as well.")
@click.option("--base", metavar="PACKAGE", type=click.Path(), help="An earlier package: a changed id is an error.")
@click.option("--with-tests", is_flag=True, help="Run the contract tests and add their table to the evidence.")
@click.option(
    "--verify", "package", metavar="ZIP|FOLDER", type=click.Path(), help="Compare a package with the source instead."
)
def package(
    sources: tuple[str, ...],
    out: str | None,
    only: tuple[str, ...],
    managed: bool,
    base: str | None,
    with_tests: bool,
    package: str | None,
) -> None:
    """Package the sources for makers, for certification and for the public repository.

    A SOURCE is a folder with a connector.yaml; the current folder when left out. With one SOURCE the package lies
    directly in --out, with several in --out/NAME. Exit status: 0 when all is well, 1 when a source has errors or
    --verify finds differences, 2 when the call or its input cannot be used.
    """
    sources = sources or (".",)
    if package is not None:
        if len(sources) > 1 or out or only or managed or base or with_tests:
            _give_up("--verify compares one SOURCE with one package and takes no other option.")
        sys.exit(_verify(sources[0], package))
    if out is None:
        _give_up("Name the folder to write into with --out, or a package to compare with --verify.")
    if base is not None and len(sources) > 1:
        _give_up("--base is an earlier package of one SOURCE; package the sources one by one.")
    sys.exit(_package_all(sources, out, Asked(only or _PARTS, managed, base, with_tests)))


def _package_all(sources: tuple[str, ...], out: str, asked: Asked) -> int:
    names = [os.path.basename(os.path.realpath(source)) for source in sources]
    if len(set(names)) < len(names):
        _give_up("Two sources have the same folder name; package them apart.")
    status, findings = 0, list[Finding]()
    for source, name in zip(sources, names, strict=True):
        target = out if len(sources) == 1 else os.path.join(out, name)
        try:
            status = max(status, _package(source, target, asked, findings))
        except Unusable as error:
            click.echo(str(error), err=True)
            status = 2
    _report(findings)
    return status


def _package(source: str, out: str, asked: Asked, findings: list[Finding]) -> int:
    """Package one source; findings that stop it are added to ``findings``."""
    from pathlib import Path

    from connectorkit.cli import evidence, result_cache
    from connectorkit.package.assemble import assemble
    from connectorkit.package.request import Request
    from connectorkit.write import build_folder

    built = result_cache.build(source, ("connector",))
    if built.failed:
        return _stopped(source, built.findings, findings)
    said = result_cache.check(source)
    table = evidence.contract_tests(source) if asked.with_tests else None
    text = table.text if table else ""
    base = Path(asked.base) if asked.base else None
    shown = partial(evidence.files, source, table=text)
    request = Request(asked.parts, asked.managed, shown, table is not None, base)
    packaged = assemble(Path(source), built.files, request, said)
    if not packaged.files:
        return _stopped(source, packaged.findings, findings)
    changed = build_folder.write(Path(out), packaged.files)
    count = len(packaged.findings)
    noted = f"; {count} finding{'' if count == 1 else 's'} in evidence/findings.json" if count else ""
    click.echo(f"{source}: {len(packaged.files)} files, {len(changed)} changed in {out}{noted}", err=True)
    if table is not None and not table.passed:
        click.echo(f"{source}: contract tests failed; see evidence/contract_tests.txt", err=True)
        return 1
    return 0


def _stopped(source: str, found: list[Finding], findings: list[Finding]) -> int:
    findings += found
    click.echo(f"{source}: not packaged", err=True)
    return 1


def _verify(source: str, package: str) -> int:
    from pathlib import Path

    from connectorkit.cli import result_cache
    from connectorkit.package import verify

    try:
        built = result_cache.build(source, ("connector",))
        if built.failed:
            _report(built.findings)
            return 1
        known = verify.Source(Path(source), built.files, result_cache.check(source))
        outcome = verify.verify(known, Path(package))
    except Unusable as error:
        click.echo(str(error), err=True)
        return 2
    for line in outcome.differences:
        click.echo(line)
    click.echo(f"{package}: {outcome.verdict}", err=True)
    return 0 if outcome.same else 1


def _report(findings: list[Finding]) -> None:
    if findings:
        from connectorkit.cli import reports

        color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        click.echo(reports.FORMATS["text"](findings, color).encode(encoding, "backslashreplace"), nl=False)


def _give_up(line: str) -> NoReturn:
    click.echo(line, err=True)
    sys.exit(2)

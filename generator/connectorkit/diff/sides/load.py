"""Loading OLD and NEW: a source, a published connector, a package, or one of these at a git revision."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from connectorkit.check import source as checked_source
from connectorkit.check.locate import YamlPlaces
from connectorkit.diagnostics.finding import Finding, Span, Unusable
from connectorkit.diff.pair_of_sides import Contents
from connectorkit.diff.sides import git, variables
from connectorkit.diff.sides.side import Side
from connectorkit.model.file_names import DEFINITION, INTRO, NAMED
from connectorkit.read import original, source_paths
from connectorkit.read import source as sources
from connectorkit.read.connector_folder import BESIDE
from connectorkit.render.templates import TemplateFault
from connectorkit.resolve.connector import resolve
from connectorkit.validate.format_schema import validate

# Files by which the folder of a package is recognized.
_OF_PACKAGES: Final = ("manifest.json", "INSTALL.md")


def load(given: str, instead: Mapping[str, bytes] | None = None) -> Side:
    """The connector that ``given`` names. Raises Unusable when there is none, or it cannot be read.

    ``instead`` holds bytes that replace those of a file of a source, by path.
    """
    if not given.startswith(git.PREFIX):
        return _local(given, Path(given), instead or {})
    with ExitStack() as stack:
        path, root = stack.enter_context(git.checked_out(given))
        try:
            side = _local(given, path, {})
        except Unusable as error:
            raise Unusable(str(error).replace(root + "/", "").replace(root, given)) from None
        # The texts are in memory, so places can be found after the folder was removed.
        revision = given.removeprefix(git.PREFIX).partition(":")[0]
        span_of = side.span_of
        side.span_of = lambda document, pointer: _renamed(span_of(document, pointer), root, f"git:{revision}:")
        return side


def _renamed(span: Span, root: str, prefix: str) -> Span:
    inside = span.file.removeprefix(root).lstrip("/")
    return span._replace(file=f"{prefix}{inside}") if span.file.startswith(root) else span


def _local(given: str, path: Path, instead: Mapping[str, bytes]) -> Side:
    path = _packaged(path)
    found = source_paths.find(str(path), published=True)
    return _published(given, Path(found.path)) if found.published else _source(given, Path(found.path), instead)


def _packaged(path: Path) -> Path:
    """The most complete part of a package folder: a solution, or else the repository folder."""
    if not all((path / name).is_file() for name in _OF_PACKAGES):
        return path
    zips = [one for end in ("solution", "certification") for one in sorted(path.glob(f"*_{end}.zip"))]
    published = sorted(one.parent for one in path.glob(f"repository/*/*/{DEFINITION}"))
    return next((one for one in (path / "solution", *zips, *published) if one.exists()), path)


def _source(given: str, folder: Path, instead: Mapping[str, bytes]) -> Side:
    source = validate(sources.load(folder, instead))
    _refuse(given, source.findings)
    connector, findings = resolve(source)
    if connector is None:
        _refuse(given, findings)
        raise Unusable(f"{given}: is not a connector")
    try:
        definition, properties = checked_source.rendered_documents(folder, connector)
    except TemplateFault as fault:
        _refuse(given, [fault.finding])
        raise
    places = YamlPlaces(source, connector)
    files = {NAMED[key]: data for key, data in source.files.items()}
    files |= {INTRO: source.texts["intro"].encode()} if source.texts.get("intro") else {}
    return Side(
        given, Contents(definition, properties, files, whole=True, source=True), places.span, connector=connector
    )


def _published(given: str, path: Path) -> Side:
    read, findings = original.gather(path)
    _refuse(given, findings)
    if read is None:
        raise Unusable(f"{given}: is not a connector")
    if read.version != 2:
        raise Unusable(f"{given}: is OpenAPI 3; import it first, and name the source")
    found = {name: getattr(read.beside, key) for key, name in BESIDE.items()}
    files = {name: data for name, data in found.items() if data is not None}
    contents = Contents(read.definition, read.properties, files, read.whole, unsupported=read.unsupported)
    contents.variables = tuple(one.variable for one in variables.undecided(contents))
    return Side(given, contents, read.span, read.package)


def _refuse(given: str, findings: list[Finding]) -> None:
    """Raise Unusable when there is an error among ``findings``."""
    errors = [one for one in findings if one.blocking]
    if errors:
        first = errors[0]
        span = first.span
        where = f"{span.file}:{span.line}:{span.column}: "
        if span[1:] == (1, 1, 1, 1):
            where = f"{span.file}: " if span.file != given else ""  # The place of a whole file.
        more = f" ({len(errors)} errors in total; run `connectorkit check`)" if len(errors) > 1 else ""
        raise Unusable(f"{given}: {where}{first.message}{more}")

"""What OLD and NEW name, read: a YAML source, a connector folder, a swagger, or one of these in a git revision."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from connectorkit.check import source as checked_source
from connectorkit.check.locate import YamlPlaces
from connectorkit.diagnostics.finding import Finding, Span, Unusable
from connectorkit.diff.pair_of_sides import Contents
from connectorkit.diff.sides import git
from connectorkit.diff.sides.side import Side
from connectorkit.model.file_names import DEFINITION, FOLDER, ICON, INTRO, NAMED, PROPERTIES, README, SCRIPT, SOURCE
from connectorkit.read import connector_folder, json_document
from connectorkit.read import source as sources
from connectorkit.resolve.connector import resolve
from connectorkit.validate.format_schema import validate

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_BESIDE: Final = (ICON, README, INTRO, SCRIPT)


def load(given: str, instead: Mapping[str, bytes] | None = None) -> Side:
    """The connector that ``given`` names. Raises Unusable when there is none, or one that cannot be read.

    ``instead`` holds bytes that count in place of those of a file of a source, by its path.
    """
    if not given.startswith(git.PREFIX):
        return _local(given, Path(given), instead or {})
    with ExitStack() as stack:
        path, root = stack.enter_context(git.checked_out(given))
        try:
            side = _local(given, path, {})
        except Unusable as error:
            raise Unusable(str(error).replace(root + "/", "").replace(root, given)) from None
        # The text of the files is in memory: places can be asked for when the folder is gone.
        revision = given.removeprefix(git.PREFIX).partition(":")[0]
        span_of = side.span_of
        side.span_of = lambda document, pointer: _renamed(span_of(document, pointer), root, f"git:{revision}:")
        return side


def _renamed(span: Span, root: str, prefix: str) -> Span:
    inside = span.file.removeprefix(root).lstrip("/")
    return span._replace(file=f"{prefix}{inside}") if span.file.startswith(root) else span


def _local(given: str, path: Path, instead: Mapping[str, bytes]) -> Side:
    folder = source_folder(path)
    if folder is not None:
        return _source(given, folder, instead)
    if path.is_file() and _head(path) in _ZIP:
        raise Unusable(f"{given}: zip archives cannot be compared yet; unpack it and name the folder of the connector")
    return _published(given, path)


def source_folder(path: Path) -> Path | None:
    """The source that a path means: a source folder, a folder that holds `connector/`, or any file of a source."""
    if path.is_dir():
        return next((one for one in (path, path / FOLDER) if (one / SOURCE).is_file()), None)
    if path.suffix.lower() not in (".yaml", ".yml") or _is_swagger(path):
        return None
    return next((one for one in path.absolute().parents if (one / SOURCE).is_file()), None)


def _is_swagger(path: Path) -> bool:
    try:
        lines = path.read_bytes()[:100_000].splitlines()
    except OSError:
        return False
    return any(line.lstrip(b"\"'{ ").startswith((b"swagger", b"openapi")) for line in lines)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as opened:
            return opened.read(4)
    except OSError as error:
        raise Unusable(f"{path}: cannot be read ({error.strerror or error})") from None


def _source(given: str, folder: Path, instead: Mapping[str, bytes]) -> Side:
    source = validate(sources.load(folder, instead))
    _refuse(given, source.findings)
    connector, findings = resolve(source)
    if connector is None:
        _refuse(given, findings)
        raise Unusable(f"{given}: is no connector")
    definition, properties = checked_source.rendered_documents(folder, connector)
    places = YamlPlaces(source, connector)
    files = {NAMED[key]: data for key, data in source.files.items()}
    files |= {INTRO: source.texts["intro"].encode()} if source.texts.get("intro") else {}
    return Side(given, Contents(definition, properties, files, whole=True, source=True), places.span)


def _published(given: str, path: Path) -> Side:
    original, findings = connector_folder.gather(path)
    _refuse(given, findings)
    if original is None:
        raise Unusable(f"{given}: is no connector")
    if original.version != 2:
        raise Unusable(f"{given}: is OpenAPI 3; import it first, and compare the source")
    files: dict[str, bytes] = {}
    whole = path.is_dir()
    for name in _BESIDE if whole else ():
        found = connector_folder.beside(path, name)
        data = connector_folder.read_bytes(found) if found is not None else None
        files |= {name: data} if data is not None else {}
    contents = Contents(original.definition, original.properties, files, whole)
    properties = _Properties(path, whole)
    home = str(path)

    def span_of(document: str, pointer: str) -> Span:
        if document == DEFINITION:
            return original.place(pointer)
        return properties.span(pointer) if document == PROPERTIES else _beside(path, document, home)

    return Side(given, contents, span_of)


def _beside(folder: Path, name: str, home: str) -> Span:
    try:
        found = connector_folder.beside(folder, name) if folder.is_dir() else None
    except Unusable:
        found = None
    return Span(str(found) if found else f"{home}/{name}" if name else home, 1, 1, 1, 1)


class _Properties:
    """Places in apiProperties.json, which is read again only where one is asked for."""

    def __init__(self, path: Path, whole: bool) -> None:
        found = connector_folder.beside(path, PROPERTIES) if whole else None
        self._file = str(found or path)
        self._data = connector_folder.read_bytes(found) if found else None
        self._text: json_document.Document | None = None

    def span(self, pointer: str) -> Span:
        """The place of a value, of the file where it is not there."""
        if self._text is None and self._data is not None:
            self._text, _ = json_document.read(self._file, self._data)
        if self._text is None:
            return Span(self._file, 1, 1, 1, 1)
        text = self._text.text
        return text.shown(text.find(pointer))


def _refuse(given: str, findings: list[Finding]) -> None:
    """Raises Unusable when there is an error among ``findings``."""
    errors = [one for one in findings if one.blocking]
    if errors:
        first = errors[0]
        more = f" ({len(errors)} errors in all; `connectorkit check` lists them)" if len(errors) > 1 else ""
        raise Unusable(f"{given}: {first.span.file}:{first.span.line}:{first.span.column}: {first.message}{more}")

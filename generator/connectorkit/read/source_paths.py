"""SOURCE arguments of the command line, and the source or published connector that each means.

A SOURCE is a source folder, a folder that holds `connector/`, the current folder when nothing is named, or any file or
folder of a source. Where published connectors are accepted, it is also a connector folder, a file of one, or a swagger
alone.
This module stays light: a command whose result is cached imports no stage.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from connectorkit.diagnostics.finding import Unusable
from connectorkit.model.file_names import DEFINITION, FOLDER, IMPORTED, PROPERTIES, SCHEMAS, SETTINGS, SOURCE
from connectorkit.model.patterns import lazy

_YAML = (".yaml", ".yml")
_MOST = 20_000_000
# The version of Swagger or OpenAPI at the top of a document: in block style, and in JSON or flow style.
_BLOCK = lazy(rb"^[\"']?(swagger|openapi)[\"']?[ \t]*:", re.MULTILINE)
_FLOW = lazy(rb"[{,]\s*[\"']?(swagger|openapi)[\"']?\s*:")
_BESIDE = frozenset((PROPERTIES.lower(), SETTINGS, "readme.md", "intro.md", "icon.png", "script.csx", "script.cs"))
_SETTINGS_FILES = frozenset(("connectorkit.toml", "pyproject.toml"))


class Found(NamedTuple):
    """A source or published connector: the path that commands read, and the name of its build folder."""

    path: str
    name: str = ""
    published: bool = False


def find_all(given: Sequence[str], published: bool = False) -> Iterator[Found | Unusable]:
    """The source that each of ``given`` means (the current folder when there is none), each once, in order.

    For an argument without a source, the reason is yielded in its place, so that the others can still be used.
    """
    found: dict[str, Found | Unusable] = {}
    for one in given or (os.curdir,):
        try:
            source = find(one, published)
            found.setdefault(os.path.realpath(source.path), source)
        except Unusable as reason:
            found[f"\0{one}"] = reason
    for key, meant in found.items():
        # A definition and its folder are the same source.
        if not (isinstance(meant, Found) and os.path.isfile(key) and os.path.dirname(key) in found):
            yield meant


def find(given: str, published: bool = False) -> Found:
    """The source that ``given`` names; with ``published``, a published connector too.

    Raises Unusable when there is none; the message names what was looked for.
    """
    if os.path.isdir(given):
        return _folder(given, published)
    if not os.path.exists(given):
        raise Unusable(f"{given}: no such file or folder")
    return _file(given, published)


def _folder(given: str, published: bool) -> Found:
    name = os.path.basename(os.path.realpath(given))
    if os.path.isfile(os.path.join(given, SOURCE)):
        return Found(given, name)
    inner = os.path.normpath(os.path.join(given, FOLDER))
    if os.path.isfile(os.path.join(inner, SOURCE)):
        return Found(inner, name)
    if published and _unpacked(given):
        return Found(given, name, True)
    for folder in (given, inner) if published else ():
        if _definition(folder) or _holds_api(folder):
            return Found(folder, name, True)
    owner = _owner(os.path.join(given, SOURCE))
    if owner is not None and not _definition(given):
        return Found(owner, os.path.basename(os.path.realpath(owner)))
    if published:
        if _beside(given, lambda name: name.endswith((*_YAML, ".json"))):
            return Found(given, name, True)
        looked = f"{SOURCE}, {FOLDER}/{SOURCE} and {DEFINITION}"
        raise Unusable(f"{given}: contains no connector (looked for {looked})")
    also = (
        " This is a published connector; `connectorkit import` converts it to a source." if _definition(given) else ""
    )
    raise Unusable(f"{given}: not a connector source (it contains neither {SOURCE} nor {FOLDER}/{SOURCE}).{also}")


def _definition(folder: str) -> bool:
    """Whether a folder holds the definition of a published connector."""
    return _beside(folder, lambda name: name.endswith("swagger.json"))


def _unpacked(folder: str) -> bool:
    """Whether a folder is an unpacked solution, in which check reads the connector."""
    inside = (os.path.join(folder, "Other", "Solution.xml"), os.path.join(folder, "solution.xml"))
    return any(map(os.path.isfile, inside))


def _holds_api(folder: str) -> bool:
    """Whether a folder has a file that declares a version of Swagger or OpenAPI."""
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    files = (os.path.join(folder, name) for name in names if name.lower().endswith((*_YAML, ".json")))
    return any(_describes_api(file) for file in files if os.path.isfile(file))


def _beside(folder: str, wanted: Callable[[str], bool]) -> bool:
    try:
        return any(wanted(name.lower()) for name in os.listdir(folder))
    except OSError:
        return False


def _zip(file: str) -> bool:
    try:
        with open(file, "rb") as opened:
            return opened.read(4) in (b"PK\3\4", b"PK\5\6")
    except OSError:
        return False


def _file(file: str, published: bool) -> Found:
    # A pipe can be read only once, which is left to the reader of the connector.
    if published and (not os.path.isfile(file) or _zip(file)):
        return Found(file, published=True)
    owner = _owner(file)
    if owner is not None and _belongs(file, owner):
        return Found(owner, os.path.basename(os.path.realpath(owner)))
    suffix = os.path.splitext(file)[1].lower()
    if not published:
        raise Unusable(_no_source(file, owner))
    if owner is not None and suffix not in (*_YAML, ".json"):
        raise Unusable(f"{file}: not part of the source {owner} (the source does not reference it)")
    folder, name = os.path.split(file)
    if name.lower() in _BESIDE and _definition(folder or os.curdir):
        return Found(folder or os.curdir, published=True)
    if suffix not in (*_YAML, ".json") and not _describes_api(file):
        raise Unusable(f"{file}: not part of a connector (no {SOURCE} in its folder or above, and no Swagger file)")
    return Found(file, published=True)


def _no_source(file: str, owner: str | None) -> str:
    if _describes_api(file):
        return f"{file}: an API description, not a connector source; `connectorkit import` converts it to a source"
    if owner is not None:
        return f"{file}: not part of the source {owner} (the source does not reference it)"
    return f"{file}: not part of a connector source (no {SOURCE} in its folder or above)"


def _owner(file: str) -> str | None:
    """The nearest folder above a file that is a source, relative or absolute as ``file`` is."""
    start = os.path.dirname(file)
    folder, up = os.path.abspath(start), start or os.curdir
    while True:
        if os.path.isfile(os.path.join(folder, SOURCE)):
            return up if os.path.abspath(up) == folder else _short(folder)
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder, up = above, os.path.dirname(up) or os.curdir


def _short(folder: str) -> str:
    try:
        return os.path.relpath(folder)
    except ValueError:
        return folder


def _belongs(file: str, owner: str) -> bool:
    """Whether a file is part of the source in folder ``owner``."""
    inside = os.path.relpath(os.path.abspath(file), os.path.abspath(owner)).replace(os.sep, "/")
    if inside in (SOURCE, IMPORTED) or inside.startswith(("templates/", f"{SCHEMAS}/")):
        return True
    if os.path.basename(file) in _SETTINGS_FILES:
        return True
    if _describes_api(file):
        return False
    # A YAML file that nothing names belongs to the source, too: its check reports it.
    return file.lower().endswith(_YAML) or inside in _named(owner)


def _describes_api(file: str) -> bool:
    """Whether a file declares a version of Swagger or OpenAPI."""
    try:
        with open(file, "rb") as opened:
            data = opened.read(_MOST)
    except OSError as error:
        raise Unusable(f"{file}: cannot be read ({error.strerror or error})") from None
    flow = data.lstrip()[:1] == b"{"
    return bool(_FLOW.search(data) if flow else _BLOCK.search(data))


def _named(owner: str) -> set[str]:
    """The files that a source names, relative to its folder."""
    from pathlib import Path, PurePosixPath

    from connectorkit.read import source

    try:
        looked = source.load(Path(owner)).looked
    except Unusable:
        return set()
    return {str(PurePosixPath(os.path.normpath(name).replace(os.sep, "/"))) for name in looked}

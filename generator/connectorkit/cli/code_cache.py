"""The compiled modules of the toolkit in one file for each command: finding and reading 300 files takes longer.

For each module, Python searches folders, and compares the metadata of its source with its compiled file. This cache is
compared once for all: its key covers path, size and modification time of each file of the toolkit. A module that it
does not contain is imported as usual, and added at the end of the run.
"""

from __future__ import annotations

import marshal
import os
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader

from connectorkit.write import cache, content_key

TYPE_CHECKING = False  # Importing typing takes as long as a cached run.
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set
    from types import CodeType, ModuleType

_KIND = "code"
_PACKAGE = "connectorkit."
# The modules of about ten versions of the toolkit.
_MOST = 32_000_000


class Modules:
    """Finds the modules of the toolkit that earlier runs of a command imported."""

    def __init__(self, command: str) -> None:
        self._command = command
        self._before = frozenset(sys.modules)
        self._key = _key(command) if cache.folder(_KIND) is not None else None
        # An entry contains a hash of itself, and is in a folder to which only the user can write.
        data = cache.load(_KIND, self._key) if self._key is not None else None
        self._known: dict[str, tuple[bool, bytes]] = marshal.loads(data) if data is not None else {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The specification of a cached module, equal to that of its file; None for all others."""
        known = self._known.get(fullname)
        if known is None:
            return None
        package, code = known
        file = _file(fullname, package)
        spec = ModuleSpec(fullname, _Loader(fullname, file, code), origin=file, is_package=package)
        spec.has_location = True
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(os.path.dirname(file))
        return spec

    def save(self) -> None:
        """Add the modules that this process imported from their files."""
        if self._key is None:
            return
        more = dict(_imported(self._before | self._known.keys()))
        content_key.toolkit.cache_clear()
        if more and _key(self._command) == self._key:
            cache.save(_KIND, self._key, marshal.dumps({**self._known, **more}), _MOST)


class _Loader(SourceFileLoader):
    """Loads a module from its cached code; everything else is done with its file, as usual."""

    def __init__(self, name: str, path: str, code: bytes) -> None:
        super().__init__(name, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        """The cached code."""
        code: CodeType = marshal.loads(self._code)
        return code


def _key(command: str) -> str | None:
    """The key of the modules of a command; None if the files of the toolkit cannot be read."""
    try:
        digest = content_key.toolkit().copy()
    except OSError:
        return None
    digest.update(content_key.encoded((command, sys.flags.optimize)))
    return digest.hexdigest()


def _file(name: str, package: bool) -> str:
    path = os.path.join(content_key.PACKAGE, *name.split(".")[1:])
    return os.path.join(path, "__init__.py") if package else f"{path}.py"


def _imported(known: Set[str]) -> Iterator[tuple[str, tuple[bool, bytes]]]:
    """The modules of the toolkit, except ``known`` ones, with their compiled code."""
    for name, module in list(sys.modules.items()):
        spec = module.__spec__ if name not in known and name.startswith(_PACKAGE) else None
        if spec is None or type(spec.loader) is not SourceFileLoader:
            continue
        package = spec.submodule_search_locations is not None
        code = spec.loader.get_code(name) if spec.origin == _file(name, package) else None
        if code is not None:
            yield name, (package, marshal.dumps(code))

"""A source that is edited in memory, step by step, and read again after each step."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from connectorkit.diagnostics.finding import Change, Unusable
from connectorkit.edit import files
from connectorkit.edit.files import Text
from connectorkit.edit.yaml_tree import Changes, YamlTree
from connectorkit.read import source as sources
from connectorkit.read.source import Source
from connectorkit.read.yaml_document import Node
from connectorkit.style import style


class Draft:
    """``source`` is read from the current files: those in ``new`` replace those of the folder.

    ``old`` holds the bytes of the changed files before the first change; new files are not in it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.old: dict[str, bytes] = {}
        self.new: dict[str, bytes] = {}
        self._copied: dict[str, bytes] = {}
        self._texts: dict[str, Text] = {}
        self.read()

    def read(self) -> None:
        """Read the source again."""
        self.source: Source = sources.load(self.folder, self.new)
        self._texts = {}
        for file in {root.span.file for root in self.source.roots}:
            data = self.new[file] if file in self.new else _bytes(file)
            text = files.decoded(data) if files.inside(file, self.folder) else None
            if text is not None:
                self._texts[file] = text
        texts = {file: text.text for file, text in self._texts.items()}
        self.tree = YamlTree(self.source.roots, texts, style.concepts(self.source))

    def editable(self, node: Node) -> bool:
        """Whether the file of a node can be written back."""
        return node.span.file in self._texts

    def copy(self, file: str, original: str) -> None:
        """Add a new file with the text of ``original``; its style is kept."""
        self.new[file] = self._copied[file] = self._texts[original].data

    def text(self, file: str) -> Text:
        """The text of a file of the source, with its encoding."""
        return self._texts[file]

    def make(self, changes: Iterable[Changes | None]) -> None:
        """Make changes, and read the source again. Raises Unusable when a change cannot be made."""
        by_file: dict[str, list[Change]] = {}
        for some in changes:
            if some is None:
                raise Unusable(f"{self.folder}: contains YAML that cannot be edited automatically; {_WAY}")
            for change in some:
                by_file.setdefault(change.span.file, []).append(change)
        for file, listed in by_file.items():
            text = self._texts[file]
            made = files.changed(file, text.text, listed)
            if made is None:
                raise Unusable(f"{file}: two changes affect the same place; {_WAY}")
            if file not in self.new:
                self.old[file] = text.data
            self.new[file] = text.bytes(made)
        self.read()

    def diff(self) -> str:
        """All changes, as a unified diff."""
        return files.diff(self.old, self.new)

    def write(self) -> None:
        """Write all changed files or none; raises Unusable when one cannot be written."""
        files.write(self.old, self.new)

    def restyle(self) -> None:
        """The last step: restyle the changed files that were in the style of the format before."""
        concepts = style.concepts(self.source)
        for file in [file for file in self.new if file in concepts]:
            old = self.old.get(file, self._copied.get(file))
            if old is None or style.is_styled(file, old, concepts[file]):
                self.new[file] = style.styled(file, self.new[file], concepts[file]).data
        self.read()


_WAY = "edit anchors, keys with '?', and values with comments by hand"


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise Unusable(f"{file}: cannot be read ({error.strerror or error})") from None

"""An editor: the client of pytest-lsp, with open files, edits, and positions found by their text."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

T = TypeVar("T")
SECONDS = 60
MARK = "|"


class Editor:
    """A session with the server. A place is named by a piece of the file with MARK where the cursor is."""

    def __init__(self, folder: Path, client_name: str = "visual_studio_code") -> None:
        self.folder = folder
        self._runner = asyncio.Runner()
        self.client: LanguageClient = make_test_lsp_client()
        self._told: dict[str, types.PublishDiagnosticsParams] = {}
        self._versions: dict[str, int] = {}
        # The client of pytest-lsp keeps the findings without the version of the text that they are about.
        self.client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = self._tells
        self._texts: dict[Path, str] = {}
        self._version = 1
        self._run(self._start(client_name))

    async def _start(self, client_name: str) -> None:
        await self.client.start_io(sys.executable, "-m", "connectorkit", "lsp")
        folder = types.WorkspaceFolder(uri=self.folder.as_uri(), name="source")
        asked = types.InitializeParams(capabilities=client_capabilities(client_name), workspace_folders=[folder])
        self.capabilities = (await self.client.initialize_session(asked)).capabilities

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._run(self.client.shutdown_session())
        self._run(self.client.stop())  # type: ignore[no-untyped-call]  # pytest-lsp has no types here
        self._runner.close()

    def _run(self, what: Coroutine[Any, Any, T]) -> T:  # Any: what a coroutine takes and gives meanwhile
        return self._runner.run(asyncio.wait_for(what, SECONDS))

    def open(self, name: str) -> Path:
        """Open a file of the folder."""
        file = self.folder / name
        self._texts[file] = file.read_text(encoding="utf-8")
        self._versions[file.as_uri()] = self._version
        item = types.TextDocumentItem(file.as_uri(), "yaml", self._version, self._texts[file])
        self._run(self._send(lambda: self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))))
        return file

    def text(self, name: str) -> str:
        """The text of a file, unsaved or not."""
        file = self.folder / name
        return self._texts[file] if file in self._texts else file.read_text(encoding="utf-8")

    def type(self, name: str, old: str, new: str) -> None:
        """Replace a piece of an open file as typing does, with a range."""
        file = self.folder / name
        text = self._texts[file]
        assert text.count(old) == 1, (old, text)
        start = text.index(old)
        area = types.Range(_position(text, start), _position(text, start + len(old)))
        self._texts[file] = text.replace(old, new)
        self._version += 1
        self._versions[file.as_uri()] = self._version
        document = types.VersionedTextDocumentIdentifier(self._version, file.as_uri())
        change = types.TextDocumentContentChangePartial(area, new)
        asked = types.DidChangeTextDocumentParams(document, [change])
        self._run(self._send(lambda: self.client.text_document_did_change(asked)))

    def write(self, name: str, text: str) -> None:
        """Replace the whole text of an open file."""
        file = self.folder / name
        self._texts[file] = text
        self._version += 1
        self._versions[file.as_uri()] = self._version
        document = types.VersionedTextDocumentIdentifier(self._version, file.as_uri())
        asked = types.DidChangeTextDocumentParams(document, [types.TextDocumentContentChangeWholeDocument(text)])
        self._run(self._send(lambda: self.client.text_document_did_change(asked)))

    async def _send(self, tell: Any) -> None:  # Any: a call without a result
        tell()

    def problems(self, name: str) -> list[str]:
        """The ids of the findings shown in a file, once they are those of the last edit."""
        return [str(one.code) for one in self.shown(name)]

    def shown(self, name: str) -> list[types.Diagnostic]:
        """The findings that are shown in a file."""
        self._run(self._settled())
        told = self._told.get((self.folder / name).as_uri())
        return list(told.diagnostics) if told is not None else []

    def _tells(self, told: types.PublishDiagnosticsParams) -> None:
        self._told[told.uri] = told

    async def _settled(self) -> None:
        """Wait until the findings are those of the last version of each document."""
        while any(
            self._told.get(uri) is None or self._told[uri].version != version for uri, version in self._versions.items()
        ):
            await asyncio.sleep(0.01)

    def complete(self, name: str, piece: str) -> list[str]:
        """The completions at a place."""
        found = self._run(self.client.text_document_completion_async(types.CompletionParams(*self._at(name, piece))))
        return [item.label for item in found.items] if isinstance(found, types.CompletionList) else []

    def hover(self, name: str, piece: str) -> str:
        """The hover text at a place."""
        found = self._run(self.client.text_document_hover_async(types.HoverParams(*self._at(name, piece))))
        return found.contents.value if found and isinstance(found.contents, types.MarkupContent) else ""

    def definition(self, name: str, piece: str) -> list[str]:
        """The definition of the name at a place, as file:line."""
        found = self._run(self.client.text_document_definition_async(types.DefinitionParams(*self._at(name, piece))))
        listed = found if isinstance(found, list) else [found] if found else []
        return [self._place(one) for one in listed if isinstance(one, types.Location)]

    def references(self, name: str, piece: str) -> list[str]:
        """The references to the name at a place, as file:line."""
        document, position = self._at(name, piece)
        asked = types.ReferenceParams(types.ReferenceContext(include_declaration=False), document, position)
        found = self._run(self.client.text_document_references_async(asked))
        return [self._place(one) for one in found or []]

    def rename(self, name: str, piece: str, new: str) -> dict[str, str]:
        """The files that a rename changes, with their new text."""
        document, position = self._at(name, piece)
        edit = self._run(self.client.text_document_rename_async(types.RenameParams(document, position, new)))
        return self.applied(edit)

    def actions(self, name: str, piece: str) -> list[types.CodeAction]:
        """The code actions at a place."""
        document, position = self._at(name, piece)
        uri = document.uri
        context = types.CodeActionContext(list(self._told[uri].diagnostics if uri in self._told else []))
        asked = types.CodeActionParams(document, types.Range(position, position), context)
        found = self._run(self.client.text_document_code_action_async(asked))
        return [one for one in found or [] if isinstance(one, types.CodeAction)]

    def done(self, action: types.CodeAction) -> dict[str, str]:
        """The files that an action changes, with their new text."""
        resolved = self._run(self.client.code_action_resolve_async(action))
        return self.applied(resolved.edit)

    def symbols(self, name: str) -> list[types.DocumentSymbol]:
        """The outline of a file."""
        document = types.TextDocumentIdentifier((self.folder / name).as_uri())
        found = self._run(self.client.text_document_document_symbol_async(types.DocumentSymbolParams(document)))
        return [one for one in found or [] if isinstance(one, types.DocumentSymbol)]

    def formatted(self, name: str) -> str:
        """A file in the style."""
        file = self.folder / name
        asked = types.DocumentFormattingParams(
            types.TextDocumentIdentifier(file.as_uri()), types.FormattingOptions(2, True)
        )
        edits = self._run(self.client.text_document_formatting_async(asked)) or []
        return _edited(self._texts[file], list(edits))

    def applied(self, edit: types.WorkspaceEdit | None) -> dict[str, str]:
        """The new texts that an edit gives, by the name of the file."""
        made = {}
        for uri, edits in ((edit.changes if edit else None) or {}).items():
            name = next(
                path.relative_to(self.folder).as_posix()
                for path in self.folder.rglob("*")
                if path.is_file() and path.as_uri() == uri
            )
            made[name] = _edited(self.text(name), [one for one in edits if isinstance(one, types.TextEdit)])
        return made

    def _at(self, name: str, piece: str) -> tuple[types.TextDocumentIdentifier, types.Position]:
        file = self.folder / name
        text, plain = self._texts[file], piece.replace(MARK, "", 1)
        assert text.count(plain) == 1, (plain, text)
        offset = text.index(plain) + (piece.index(MARK) if MARK in piece else 0)
        return types.TextDocumentIdentifier(file.as_uri()), _position(text, offset)

    def _place(self, location: types.Location) -> str:
        name = location.uri.removeprefix(self.folder.as_uri()).lstrip("/")
        return f"{name}:{location.range.start.line + 1}"


def _position(text: str, offset: int) -> types.Position:
    before = text[:offset]
    line = before.count("\n")
    return types.Position(line, len(before[before.rfind("\n") + 1 :].encode("utf-16-le")) // 2)


def _offset(text: str, position: types.Position) -> int:
    lines = text.splitlines(keepends=True)
    start = sum(map(len, lines[: position.line]))
    line = lines[position.line] if position.line < len(lines) else ""
    return start + len(line.encode("utf-16-le")[: position.character * 2].decode("utf-16-le"))


def _edited(text: str, edits: list[types.TextEdit]) -> str:
    for edit in sorted(edits, key=lambda one: (one.range.start.line, one.range.start.character), reverse=True):
        text = text[: _offset(text, edit.range.start)] + edit.new_text + text[_offset(text, edit.range.end) :]
    return text

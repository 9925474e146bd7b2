"""A receiver of webhooks with scripted responses."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Arrived:
    """One received delivery."""

    method: str
    path: str
    kind: str
    body: bytes


class Receiver:
    """Listens on this machine; responds with ``statuses`` in order, then with 200; 0 closes without a response."""

    def __init__(self, *statuses: int) -> None:
        self.arrived: list[Arrived] = []
        self.statuses = list(statuses)
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                receiver.arrived.append(Arrived(self.command, self.path, self.headers.get("Content-Type") or "", raw))
                status = receiver.statuses.pop(0) if receiver.statuses else 200
                if status:
                    self.send_response(status)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

            do_POST = do_GET = answer

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/callback"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Receiver:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

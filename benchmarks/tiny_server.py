"""A minimal HTTP/1.1 server with persistent connections: one fixed response to every request.

Run in a separate process, so that its CPU is not measured; it prints its port and ends with its standard input.
"""

from __future__ import annotations

import json
import socket
import sys
import threading

ITEM = {
    "direction": "out",
    "date": 1785000000,
    "to": "+61411111111",
    "body": "Hello",
    "from": "+61400000000",
    "schedule": 1785000000,
    "message_id": "3F6C1B52-8C0E-4E58-9C38-0B5F2F0A1D11",
    "message_parts": 1,
    "message_price": "0.0792",
    "from_email": None,
    "list_id": None,
    "custom_string": "",
    "contact_id": None,
    "user_id": 1001,
    "subaccount_id": 2001,
    "is_shared_system_number": False,
    "country": "AU",
    "carrier": "Telstra",
    "status": "SUCCESS",
}
CURRENCY = {
    "currency_name_short": "AUD",
    "currency_prefix_d": "$",
    "currency_prefix_c": "c",
    "currency_name_long": "Australian Dollars",
}
DATA = {"total_price": 0.0792, "total_count": 1, "queued_count": 1, "messages": [ITEM], "_currency": CURRENCY}
BODY = json.dumps({"http_code": 200, "response_code": "SUCCESS", "response_msg": "Queued.", "data": DATA}).encode()
HEAD = (
    "HTTP/1.1 200 OK\r\nDate: Tue, 24 Nov 2026 10:00:00 GMT\r\nContent-Type: application/json\r\n"
    f"Content-Length: {len(BODY)}\r\nConnection: keep-alive\r\nServer: tiny\r\n"
    "X-RateLimit-Limit: 20\r\nX-RateLimit-Remaining: 19\r\n\r\n"
)


def serve(connection: socket.socket) -> None:
    """Serve the requests of one connection until it ends."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    answer = HEAD.encode() + BODY
    held = b""
    while arrived := connection.recv(65536):
        held += arrived
        while (end := held.find(b"\r\n\r\n")) >= 0:
            lines = held[:end].lower().split(b"\r\n")
            length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
            if len(held) < end + 4 + length:
                break
            held = held[end + 4 + length :]
            connection.sendall(answer)


def main() -> None:
    """Serve on a free port of the loopback address."""
    listening = socket.create_server(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)

    def accept() -> None:
        while True:
            threading.Thread(target=serve, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()

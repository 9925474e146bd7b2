"""The socket of a server on this machine."""

from __future__ import annotations

import socket

from connectorkit.diagnostics.finding import Unusable


def listen(host: str, port: int, way: str = "choose another port") -> socket.socket:
    """A listening socket. Raises Unusable with the suggestion ``way`` when the address cannot be used."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is set because asyncio disables Nagle's algorithm only for sockets with IPPROTO_TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Unusable(f"{host}:{port}: cannot listen on this address ({reason.lower()}); {way}") from None
    return listener

"""Run as a separate process, which forks during a token request, and both sides continue."""

from __future__ import annotations

import asyncio
import multiprocessing
import sys
import threading
from typing import Any

import team_notes


def use(client: Any) -> None:
    if isinstance(client, team_notes.Client):
        assert client.list_notes() is not None
        return
    assert asyncio.run(client.list_notes()) is not None


def main(url: str, kind: type[Any]) -> None:
    """The first token is void at once, so that the call after the fork needs another; the server keeps it waiting."""
    oauth = team_notes.ClientCredentials(client_id="me", client_secret="s3cret", token_endpoint=f"{url}/token")
    client = kind(base_url=url, oauth=oauth, deadline=30)
    use(client)
    waiting = threading.Thread(target=use, args=(client,))
    waiting.start()
    while oauth._flight is None or oauth._flight.over:
        threading.Event().wait(0.01)
    child = multiprocessing.get_context("fork").Process(target=use, args=(client,))
    child.start()
    child.join(60)
    assert child.exitcode == 0, child.exitcode
    waiting.join(60)
    print("well")


if __name__ == "__main__":
    main(sys.argv[1], team_notes.Client if sys.argv[2] == "sync" else team_notes.AsyncClient)

"""A process that is forked during a token request requests another token."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.render.client.conftest import Answer, Seen, Server


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_child_does_not_wait_for_a_request_of_its_parent(notes_folder: Path, server: Server, kind: str) -> None:
    asked: list[Seen] = []
    third = threading.Event()

    def choose(seen: Seen) -> Answer:
        if seen.target != "/token":
            return Answer(b'{"notes": []}')
        asked.append(seen)
        seconds = b"0.000001" if len(asked) == 1 else b"3600"
        return Answer(b'{"access_token": "abcd", "expires_in": ' + seconds + b"}")

    take = server.take

    def taken(seen: Seen) -> Answer:
        """The second request for a token, the parent's, has no response before the third, the child's."""
        found = take(seen)
        if seen.target == "/token" and len(asked) == 2:
            third.wait(20)
        elif seen.target == "/token" and len(asked) == 3:
            third.set()
        return found

    server.choose, server.take = choose, taken  # type: ignore[method-assign]  # the lock of the server must not be held
    run = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("forking.py")), server.url, kind],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(notes_folder)},
        check=False,
    )
    assert (run.returncode, run.stdout) == (0, "well\n"), run.stderr
    assert len(asked) == 3

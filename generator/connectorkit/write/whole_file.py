"""A file that is written completely or not at all. Light to import."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress

from connectorkit.diagnostics.finding import Unusable


def write(file: str, pieces: Iterable[bytes]) -> None:
    """Write a file in one step, following links and keeping its mode; a pipe or a device is written directly.

    Raises Unusable if this is impossible; then, and after Ctrl-C, the file is unchanged.
    """
    path = os.path.realpath(file)
    direct = os.path.exists(path) and not os.path.isfile(path)
    scratch = path if direct else f"{path}.{os.getpid()}.tmp"
    try:
        with open(scratch, "wb") as opened:
            if not direct and os.path.exists(path):
                _keep_mode(path, scratch)
            opened.writelines(pieces)
        if not direct:
            os.replace(scratch, path)
    except OSError as error:
        raise Unusable(f"{file}: cannot be written ({error.strerror or error})") from None
    finally:
        if not direct and os.path.exists(scratch):
            os.unlink(scratch)


def _keep_mode(path: str, scratch: str) -> None:
    # Not every file system has modes.
    with suppress(PermissionError):
        os.chmod(scratch, os.stat(path).st_mode & 0o7777)

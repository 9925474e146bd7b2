"""Processes of this machine."""

from __future__ import annotations

import os


def runs(process: int) -> bool:
    """Whether a process runs. True where that cannot be found out, as on Windows, where the signal would end it."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True

"""Processes of this machine."""

from __future__ import annotations

import os


def runs(process: int) -> bool:
    """Whether a process runs; true where that cannot be asked, as on Windows, where a signal would end it."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True

"""Processes of this machine, and the file mode mask of this one."""

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


def umask() -> int:
    """The file mode mask of this process, which can be read only by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""Git repositories in tests: the settings of the user and of the machine have no effect."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_SETTINGS = {
    "user.name": "Someone",
    "user.email": "someone@example.com",
    "init.defaultBranch": "main",
    "commit.gpgsign": "false",
    "core.autocrlf": "false",
}


def git(folder: Path, *arguments: str) -> str:
    """What a git command prints in a folder. Raises CalledProcessError if it fails."""
    settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    command = ["git", "-C", str(folder), *settings, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
